"""Learn the weights of `bot/meeting/record/weights.tsv`, and tell what they are worth.

    python -m bench.notes_training

The meetings are those of the hands `n1` and `n2`. What is printed and kept in
`data/notes/estimate.json`, for the bench, is the estimate for a new hand: each is read with weights
that were learnt without it. numpy serves, which the extra `meaning` brings.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from bench.notes import FOLDER, LEARNT_FROM, MODES, Meeting, counted, holds, meetings, vectors
from bench.weights import written
from bot.french.learnt import FILE, kept
from bot.meeting.record import weighing
from bot.meeting.record.finding import Likeness
from bot.meeting.record.reading import Sentence
from bot.meeting.record.weighing import RecordFacts

_WEIGHTS = Path(weighing.__file__).with_name(FILE)
_STRENGTH = {"answers": 0.03, "answers by words": 0.03, "decision": 0.3, "action": 0.3}
"""How far weights may go, of facts that are brought to one scale."""

_FEWEST = 3
"""Words of a sentence that may answer."""

_LIGHTEST = 0.01

Example = tuple[str, Mapping[str, float], bool]


def examples(meeting: Meeting, meant: Likeness | None) -> Iterable[Example]:
    """Give what a meeting teaches: whether each sentence answers, decides, is to be done."""
    said = meeting.said
    facts = RecordFacts(said, [each.text for each in meeting.asked], meant)
    what = "answers" if meant is not None else "answers by words"
    for place, question in enumerate(meeting.asked):
        excerpts = meeting.answered[question.number]
        for sentence, its in zip(said, facts.answering(place), strict=True):
            yield what, its, _is_of(sentence, excerpts)
    if meant is not None:
        for sentence, its in zip(said, facts.telling, strict=True):
            yield "decision", its, _is_of(sentence, meeting.decisions)
            yield "action", its, _is_of(sentence, meeting.to_do)


def _is_of(sentence: Sentence, excerpts: Sequence[str]) -> bool:
    long = len(sentence.text.split()) >= _FEWEST
    return long and any(
        holds(each, sentence.text) or holds(sentence.text, each) for each in excerpts
    )


def learn(some: Sequence[Example]) -> Mapping[str, float]:
    """Return the weights of all facts."""
    weights = {}
    for what in dict.fromkeys(kind for kind, _, _ in some):
        its = [(facts, so) for kind, facts, so in some if kind == what]
        names = [name for name in its[0][0] if name]
        values = np.array([[facts[name] for name in names] for facts, _ in its])
        middle, spread = values.mean(axis=0), values.std(axis=0) + 1e-6
        table = np.c_[np.ones(len(values)), (values - middle) / spread]
        truth = np.array([so for _, so in its], dtype=float)
        slopes = _fitted(table, truth, _STRENGTH[what])
        scaled = slopes[1:] / spread
        weights[f"{what} "] = float(slopes[0] - (scaled * middle).sum())
        weights |= {f"{what} {name}": float(each) for name, each in zip(names, scaled, strict=True)}
    return {name: each for name, each in weights.items() if abs(each) >= _LIGHTEST}


def _fitted(table: np.ndarray, truth: np.ndarray, strength: float) -> np.ndarray:
    """Fit a logistic regression by Newton's steps, its slopes held back but for the constant."""
    hold = np.eye(table.shape[1]) / strength
    hold[0, 0] = 1e-6
    slopes = np.zeros(table.shape[1])
    for _ in range(30):
        likely = 1 / (1 + np.exp(-np.clip(table @ slopes, -30, 30)))
        down = table.T @ (likely - truth) + hold @ slopes
        bend = (table * (likely * (1 - likely))[:, None]).T @ table + hold
        slopes -= np.linalg.solve(bend, down)
    return slopes


def _keep(weights: Mapping[str, float]) -> None:
    _WEIGHTS.write_text(written(weights), encoding="utf-8")
    kept.cache_clear()


def main() -> None:
    """Estimate, learn from all, and write both."""
    learnt, told = {}, {}
    hands = {hand: meetings(FOLDER / f"{hand}.jsonl") for hand in LEARNT_FROM}
    meant = {hand: vectors(some) for hand, some in hands.items()}
    for hand, some in hands.items():
        learnt[hand] = [
            example
            for each in some
            for mode in (meant[hand], None)
            for example in examples(each, mode)
        ]
    for hand, some in hands.items():
        _keep(learn([one for other, every in learnt.items() if other != hand for one in every]))
        for mode, likeness in zip(MODES, (None, meant[hand]), strict=True):
            total = Counter[str]()
            for each in some:
                total.update(counted(each, likeness))
            told[f"{hand}_{mode}"] = total
    text = json.dumps(told, indent=1, sort_keys=True)
    (FOLDER / "estimate.json").write_text(f"{text}\n", encoding="utf-8")
    print(text)
    _keep(learn([one for some in learnt.values() for one in some]))


if __name__ == "__main__":
    main()
