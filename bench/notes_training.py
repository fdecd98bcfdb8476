"""Learn the weights of `bot/meeting/record/weights.tsv`, and tell what they are worth.

    pip install scikit-learn && python -m bench.notes_training

scikit-learn is needed here only. The meetings are those of all hands of `data/notes` but the held
one. What is printed and kept in `data/notes/estimate.json`, for the bench, is the estimate for a
new hand: each is read with weights that were learnt without it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bench.notes import FOLDER, HELD, MODES, Meeting, counted, meetings, overlaps, vectors
from bench.weights import keep, written
from bot.meeting.record import weighing
from bot.meeting.record.rules import ProposalKind
from bot.meeting.record.weighing import PROPOSED, Facts, Likeness

_SEEMS, _ALL = 0.3, 0.1
"""How far weights may go, of what a sentence seems alone, and of all that is known of it."""

_PARTS = 5
"""Parts in which meetings are dealt out, so that none tells what it seems by its own words."""

_FEWEST = 3
"""Sentences with a fact before it weighs, and words of a sentence that is something."""

_LIGHTEST = 0.05

Example = tuple[Facts, bool]
Weights = Mapping[str, float]


def _is_of(sentence: str, excerpts: Sequence[str]) -> bool:
    long = len(sentence.split()) >= _FEWEST
    return long and any(overlaps(sentence, each) for each in excerpts)


def _excerpts(meeting: Meeting, kind: ProposalKind) -> Sequence[str]:
    answers = [one for some in meeting.answered.values() for one in some]
    given = {ProposalKind.DECISION: meeting.decisions, ProposalKind.ACTION: meeting.to_do}
    return given.get(kind, answers)


def seeming(some: Sequence[Meeting]) -> Weights:
    """Learn what sentences seem alone."""
    said = [(meeting, each) for meeting in some for each in meeting.said]
    facts = [weighing.features_of(each) for _, each in said]
    weights: dict[str, float] = {}
    for kind in PROPOSED:
        truth = [_is_of(each, _excerpts(meeting, kind)) for meeting, each in said]
        weights |= learnt(f"seems {kind.value}", [*zip(facts, truth, strict=True)], _SEEMS)
    return weights


def examples(meeting: Meeting, meant: Likeness) -> Iterable[tuple[str, Example]]:
    """Give what a meeting teaches, once it is told what its sentences seem alone."""
    said = meeting.said
    seems = weighing.seeming(said)
    for what, likeness in (("answer", meant), ("answer by words", None)):
        rows = weighing.answering(said, meeting.asked, likeness, seems[ProposalKind.ANSWER])
        for number, row in zip(meeting.asked, rows, strict=True):
            for sentence, facts in zip(said, row, strict=True):
                yield what, (facts, _is_of(sentence, meeting.answered[number]))
    for kind in (ProposalKind.DECISION, ProposalKind.ACTION):
        for sentence, facts in zip(said, weighing.telling(seems), strict=True):
            yield kind.value, (facts, _is_of(sentence, _excerpts(meeting, kind)))


def learn(some: Sequence[tuple[Meeting, Likeness]]) -> None:
    """Learn from some meetings, and keep the weights."""
    whole: list[tuple[str, Example]] = []
    for part in range(_PARTS):
        keep(
            weighing,
            written(seeming([each for at, (each, _) in enumerate(some) if at % _PARTS != part])),
        )
        whole += [one for each in some[part::_PARTS] for one in examples(*each)]
    weights = dict(seeming([each for each, _ in some]))
    for what in dict.fromkeys(name for name, _ in whole):
        weights |= learnt(what, [one for name, one in whole if name == what], _ALL)
    keep(weighing, written(weights))


def learnt(what: str, some: Sequence[Example], strength: float) -> Weights:
    """Return the weights of a logistic regression; facts that spread more weigh as others do."""
    from sklearn.feature_extraction import (  # type: ignore[import-not-found]  # noqa: PLC0415
        DictVectorizer,
    )
    from sklearn.linear_model import (  # type: ignore[import-not-found]  # noqa: PLC0415
        LogisticRegression,
    )
    from sklearn.preprocessing import (  # type: ignore[import-not-found]  # noqa: PLC0415
        MaxAbsScaler,
        StandardScaler,
    )

    usual = Counter(name for facts, _ in some for name in facts)
    rows = [{name: facts[name] for name in facts if usual[name] >= _FEWEST} for facts, _ in some]
    table = DictVectorizer()
    found = table.fit_transform(rows)
    scale = StandardScaler(with_mean=False) if strength == _ALL else MaxAbsScaler()
    model = LogisticRegression(C=strength, max_iter=3_000)
    model.fit(scale.fit_transform(found), [is_so for _, is_so in some])
    scaled = zip(
        table.get_feature_names_out(), (model.coef_[0] / scale.scale_).tolist(), strict=True
    )
    weights = {f"{what} {name}": each for name, each in scaled if abs(each) >= _LIGHTEST}
    weights[f"{what} "] = weights.get(f"{what} ", 0.0) + float(model.intercept_[0])
    return weights


def main() -> None:
    """Estimate, learn from all, and write both."""
    hands = {path.stem: meetings(path) for path in sorted(FOLDER.glob("*.jsonl"))}
    del hands[HELD]
    meant = {hand: vectors(some) for hand, some in hands.items()}
    dealt = {hand: [(each, meant[hand]) for each in some] for hand, some in hands.items()}
    told = {}
    for hand, some in hands.items():
        learn([one for other, each in dealt.items() if other != hand for one in each])
        for mode, likeness in zip(MODES, (None, meant[hand]), strict=True):
            total = sum((counted(each, likeness) for each in some), Counter[str]())
            told[f"{hand}_{mode}"] = total
    text = json.dumps(told, indent=1, sort_keys=True)
    (FOLDER / "estimate.json").write_text(f"{text}\n", encoding="utf-8")
    print(text)
    learn([one for each in dealt.values() for one in each])


if __name__ == "__main__":
    main()
