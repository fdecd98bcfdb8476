"""Learns how what is sought is told among the questions of a network.

`python -m bench.search_training` prints the constants of `bot/index/weighing.py` and of
`store.py`, from the hands of `data/search_training.json`; what meaning is worth, from those that
taught the model nothing (`bench/meaning_training.py`). What each asks is sought twice: with what it
wants in the archive and without, so that silence is learnt too. It takes two minutes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from tempfile import TemporaryDirectory

import numpy as np

from bench.archives import DATA, NETWORK, Archive, Asked, Vectors, opened, vectors
from bot.index import store, weighing, wording
from bot.index.rules import whole
from bot.meaning.vector import SCALE

SILENT = {"NEAR": 0.07, "NEAR_BY_WORDS": 0.09}
"""Of those whom nothing answers, the part to whom something may be offered all the same."""

LOST = 0.005
"""Of what a few words find among the first SHOWN, the part that may not be shown for being far: so
that of what is not there, less is shown in its place."""

SHOWN = 3

SEEKING = ("other", "symptom", "story", "short")
"""How others ask for a need."""

NEAR = "near"
"""What others ask that is like a need, and which nothing of its hand answers."""

_LOOKED_AT = 8
_RIDGE = 1e-3
_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a hand wrote: how each question fits what is sought, of so many words (a logarithm).

    A row of `words`, of `close` (cosines) and of `wanted` tells it of all the questions.
    """

    lengths: Sequence[float]
    words: np.ndarray
    close: np.ndarray
    wanted: np.ndarray


@dataclass(frozen=True, slots=True)
class Hand:
    """Needs that a hand wrote, each with its `answer` and what others ask, by the way they ask it.

    Those that weigh serve to weigh what the model makes of texts; the others teach the model.
    """

    name: str
    needs: Sequence[Mapping[str, str]]
    weighs: bool


def read() -> Sequence[Hand]:
    """Read what hands wrote to be learnt from."""
    kept = json.loads((DATA / "search_training.json").read_text(encoding="utf-8"))
    return [Hand(hand["hand"], hand["needs"], hand.get("weighs", False)) for hand in kept["hands"]]


def _archive(hand: Hand) -> Archive:
    return Archive(
        hand=hand.name,
        kept={
            number: (need["text"], need["answer"], "") for number, need in enumerate(hand.needs, 1)
        },
        asked=[
            Asked(need[way], frozenset(() if way == NEAR else (number,)), way, "seen")
            for number, need in enumerate(hand.needs, 1)
            for way in (*SEEKING, NEAR)
            if way in need
        ],
    )


def main() -> None:
    """Print the constants, with what the model tells and with words alone."""
    hands = read()
    unseen = [_archive(hand) for hand in hands if hand.weighs]
    known = vectors(unseen)
    with TemporaryDirectory() as folder:
        told = [_lesson(folder, archive, known) for archive in unseen]
        by_words = [_lesson(folder, _archive(hand), {}) for hand in hands]
    meant = [tried for each in told for tried in _by_meaning(each)]
    worded = [tried for each in by_words for tried in _by_words(each)]
    print(f"USUAL = {_usual(by_words):.2f}")
    odds = _tell("BY_MEANING", "NEAR", meant)
    print(f"LEAST = {_floor(meant, lambda rows: _likelihoods(rows, odds)):.3f}")
    odds = _tell("BY_WORDS", "NEAR_BY_WORDS", worded)
    print(f"HELD = {_floor(worded, lambda rows: rows[:, 0]):.2f}")


def _lesson(folder: str, archive: Archive, known: Vectors) -> Lesson:
    """Take up what a hand wrote, with the part of the words that each question holds.

    Where it is not known what texts mean, they have nothing but words.
    """
    database = opened(folder, archive, known)
    numbers = list(archive.kept)
    words = []
    for asked in archive.asked:
        sought = database.submit(
            partial(wording.sought, network=NETWORK, query=asked.text)
        ).result()
        score = partial(wording.scores, sought=sought, documents=numbers)
        scores = database.submit(score).result()
        words.append([scores.get(number, 0.0) for number in numbers])
    database.close()
    seeking = _dimensions([asked.text for asked in archive.asked], known)
    texts = [whole(text, answer) for text, answer, _ in archive.kept.values()]
    return Lesson(
        lengths=[weighing.length(asked.text) for asked in archive.asked],
        words=np.array(words),
        close=seeking @ _dimensions(texts, known).T,
        wanted=np.array([[each in asked.wants for each in numbers] for asked in archive.asked]),
    )


def _dimensions(texts: Sequence[str], known: Vectors) -> np.ndarray:
    if not known:
        return np.zeros((len(texts), 1))
    return np.array([np.frombuffer(known[each], dtype=np.int8) for each in texts]) / SCALE


def _usual(lessons: Sequence[Lesson]) -> float:
    """Return the part of the words that the sixth question usually holds."""
    held = np.concatenate([np.sort(each.words, 1)[:, -weighing.SIXTH - 1] for each in lessons])
    return float(held.mean())


@dataclass(frozen=True, slots=True)
class _Tried:
    """What one search shows first; nothing answers a `silent` one, `near` where it was so made.

    Someone searches in a `few` words, or tells a story.
    """

    rows: np.ndarray
    right: np.ndarray
    silent: bool
    near: bool
    few: bool


def _by_meaning(lesson: Lesson) -> Iterable[_Tried]:
    for row, length in enumerate(lesson.lengths):
        close = lesson.close[row]
        values = np.column_stack([lesson.words[row], close, np.full_like(close, length)])
        yield from _tries(values.__getitem__, lesson.wanted[row], length)


def _by_words(lesson: Lesson) -> Iterable[_Tried]:
    for words, wanted, length in zip(lesson.words, lesson.wanted, lesson.lengths, strict=True):
        yield from _tries(partial(_leads, words), wanted, length)


def _leads(words: np.ndarray, shown: np.ndarray) -> np.ndarray:
    return np.array(weighing.by_words(words[shown].tolist()))


def _tries(
    features: Callable[[np.ndarray], np.ndarray], wanted: np.ndarray, length: float
) -> Iterable[_Tried]:
    """Yield a search with what it wants and without: those of which words and cosines say most."""
    every, others = np.arange(len(wanted)), np.flatnonzero(~wanted)
    for shown in (every, others) if wanted.any() else (every,):
        values = features(shown)
        first = np.argsort(-values[:, :2].sum(1), kind="stable")[:_LOOKED_AT]
        right = wanted[shown][first]
        silent = len(shown) < len(wanted) or not wanted.any()
        few = np.expm1(length) <= store.FEW + 0.5
        yield _Tried(values[first], right, silent, near=not wanted.any(), few=bool(few))


def _tell(name: str, near: str, tries: Sequence[_Tried]) -> np.ndarray:
    """Fit the constants of one way, print them, and return them."""
    rows = np.concatenate([tried.rows for tried in tries])
    odds = _fitted(rows, np.concatenate([tried.right for tried in tries]))
    print(f"{name} = {tuple(round(float(each), 2) for each in odds)}")
    print(f"{near} = {_least(tries, odds, SILENT[near]):.2f}")
    return odds


def _likelihoods(rows: np.ndarray, odds: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-odds[0] - rows @ odds[1:])))


def _floor(tries: Sequence[_Tried], close: Callable[[np.ndarray], np.ndarray]) -> float:
    """Return how close a question is to a few words at least: LOST of the right ones are less."""
    found = []
    for tried in tries:
        told = close(tried.rows)
        right = told[tried.right].max(initial=-np.inf)
        if tried.few and tried.right.any() and (told > right).sum() < SHOWN:
            found.append(right)
    return float(np.quantile(found, LOST))


def _least(tries: Sequence[_Tried], odds: np.ndarray, silent: float) -> float:
    """Return the likelihood from which on one offers, `silent` being offered to for nothing.

    Those who nearly ask what is there weigh as much as those who do not.
    """
    highest = np.array([_likelihoods(each.rows, odds).max() for each in tries])
    near = np.array([each.near for each in tries])
    gone = np.array([each.silent for each in tries]) & ~near
    kinds = (highest[near], highest[gone])
    least = np.arange(0.05, 0.95, 0.01)
    alarms = [np.mean([(kind >= each).mean() for kind in kinds]) for each in least]
    return float(least[np.array(alarms) <= silent][0])


def _fitted(rows: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Fit a logistic regression by Newton's method, with a little ridge."""
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    design = np.column_stack([np.ones(len(rows)), (rows - mean) / spread])
    weights = np.zeros(design.shape[1])
    ridge = _RIDGE * len(rows) * np.diag([0.0, *np.ones(rows.shape[1])])
    for _ in range(_ROUNDS):
        told = 1 / (1 + np.exp(-design @ weights))
        gradient = design.T @ (told - right) + ridge @ weights
        curve = (design * (told * (1 - told))[:, None]).T @ design + ridge
        weights -= np.linalg.solve(curve, gradient)
    slopes = weights[1:] / spread
    return np.array([weights[0] - slopes @ mean, *slopes])


if __name__ == "__main__":
    main()
