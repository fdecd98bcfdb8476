"""Learns how what is sought is told among the questions of a network.

`python -m bench.search_training` writes `bot/question/search/lens.bin` and prints the constants of
`bot/question/search/weighing.py` and of `store.py`, from `data/search_training.json` alone. What is
weighed of a hand's texts has been seen through a lens that learnt from the other hands only. What
each asks is sought twice: with what it wants in the archive and without, so that silence is learnt
too. It takes three minutes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from tempfile import TemporaryDirectory

import numpy as np

from bench.archives import DATA, NETWORK, Archive, Asked, Vectors, opened, vectors
from bot.meaning.vector import SCALE, STEPS
from bot.question.search import lens, weighing, wording
from bot.question.search.weighing import Closeness, Evidence, Weights, features

SILENT = 0.08
"""Of those whom nothing answers, the part to whom something may be offered all the same."""

_WAYS = ("other", "symptom", "story", "short", "near")
_WIDTH = 32
_TAUGHT, _PACE, _HOLD, _SHARPNESS = 60, 1e-3, 20, 10
_LOOKED_AT = 8
_RIDGE = 1e-3
_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class Lesson:
    """What a hand wrote: vectors of what is sought, of the questions and of their answers.

    A row of `words` and of `wanted` tells of each question how it fits what is sought.
    """

    sought: np.ndarray
    told: np.ndarray
    answers: np.ndarray
    words: np.ndarray
    wanted: np.ndarray


def lessons() -> Sequence[Archive]:
    """Read what hands wrote to be learnt from."""
    read = json.loads((DATA / "search_training.json").read_text(encoding="utf-8"))
    return [_archive(hand["hand"], hand["needs"]) for hand in read["hands"]]


def _archive(hand: str, needs: Sequence[Mapping[str, str]]) -> Archive:
    return Archive(
        hand=hand,
        kept={number: (need["text"], need["answer"], "") for number, need in enumerate(needs, 1)},
        asked=[
            Asked(need[way], frozenset(() if way == "near" else (number,)), way, "seen")
            for number, need in enumerate(needs, 1)
            for way in _WAYS
            if way in need
        ],
    )


def main() -> None:
    """Write the lens; print the weights, with what the model tells and with words alone."""
    archives = lessons()
    known = vectors(archives)
    with TemporaryDirectory() as folder:
        taught = [_lesson(folder, archive, known) for archive in archives]
    lens.FILE.write_bytes(lens.written(*_narrowed(_learnt(taught))))
    seen = [_seen(taught, place) for place in range(len(taught))]
    for name, near, some in (
        ("BY_MEANING", "NEAR", seen),
        ("BY_WORDS", "NEAR_BY_WORDS", [_without_meaning(each) for each in taught]),
    ):
        weights, least = _weights(some)
        print(f"{name} = {weights}\n{near} = {least:.2f}")


def _lesson(folder: str, archive: Archive, known: Vectors) -> Lesson:
    """Take up what a hand wrote, with the part of the words that each question holds."""
    database = opened(folder, archive, {})
    numbers = list(archive.kept)
    words = []
    for asked in archive.asked:
        sought = database.submit(
            partial(wording.sought, network=NETWORK, query=asked.text)
        ).result()
        score = partial(wording.scores, sought=sought, questions=numbers)
        scores = database.submit(score).result()
        words.append([scores.get(number, 0.0) for number in numbers])
    database.close()
    texts = [(text, answer or text) for text, answer, _ in archive.kept.values()]
    return Lesson(
        sought=_dimensions(known[asked.text] for asked in archive.asked),
        told=_dimensions(known[text] for text, _ in texts),
        answers=_dimensions(known[answer] for _, answer in texts),
        words=np.array(words),
        wanted=np.array([[each in asked.wants for each in numbers] for asked in archive.asked]),
    )


def _dimensions(kept: Iterable[bytes]) -> np.ndarray:
    return np.array([np.frombuffer(each, dtype=np.int8) for each in kept]) / SCALE


def _learnt(taught: Sequence[Lesson]) -> np.ndarray:
    """Learn the matrix that moves what is sought towards what it wants, by Adam (Kingma 2015).

    Each choice is among all that the hand kept, a softmax; the matrix is held to be small.
    """
    size = taught[0].told.shape[1]
    matrix, mean, spread = (np.zeros((size, size)) for _ in range(3))
    asked = sum(int(each.wanted.any(1).sum()) for each in taught)
    for turn in range(1, _TAUGHT + 1):
        slope = 2 * _HOLD * matrix
        for each in taught:
            some = each.wanted.any(1)
            sought, kept = each.sought[some], each.told + 0.4 * each.answers
            worth = (sought + sought @ matrix) @ kept.T + 0.35 * each.words[some]
            wrong = _softmax(_SHARPNESS * worth) - each.wanted[some]
            slope += _SHARPNESS * sought.T @ (wrong @ kept)
        slope /= asked
        mean, spread = 0.9 * mean + 0.1 * slope, 0.99 * spread + 0.01 * slope**2
        step = mean / (1 - 0.9**turn) / (np.sqrt(spread / (1 - 0.99**turn)) + 1e-8)
        matrix -= _PACE * step
    return matrix


def _softmax(worth: np.ndarray) -> np.ndarray:
    odds = np.exp(worth - worth.max(1, keepdims=True))
    return np.asarray(odds / odds.sum(1, keepdims=True))


def _narrowed(matrix: np.ndarray) -> tuple[list[list[int]], list[list[int]], float]:
    """Return the two narrow matrices, in whole steps, of which the product is nearly this one."""
    left, weight, right = np.linalg.svd(matrix)
    narrowing = (left[:, :_WIDTH] * np.sqrt(weight[:_WIDTH])).T
    widening = (np.sqrt(weight[:_WIDTH])[:, None] * right[:_WIDTH]).T
    steps = [np.abs(each).max() / STEPS for each in (narrowing, widening)]
    first, second = (
        np.rint(each / step).astype(int).tolist()
        for each, step in zip((narrowing, widening), steps, strict=True)
    )
    return first, second, float(steps[0] * steps[1])


def _seen(taught: Sequence[Lesson], place: int) -> Lesson:
    """Return a lesson, seen through the lens that learnt from the others."""
    matrix = _learnt([each for other, each in enumerate(taught) if other != place])
    narrowing, widening, step = _narrowed(matrix)
    lesson = taught[place]
    moved = lesson.sought + step * (lesson.sought @ np.array(narrowing).T) @ np.array(widening).T
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    return Lesson(moved, lesson.told, lesson.answers, lesson.words, lesson.wanted)


def _without_meaning(lesson: Lesson) -> Lesson:
    return Lesson(0 * lesson.sought, lesson.told, lesson.answers, lesson.words, lesson.wanted)


def _weights(taught: Sequence[Lesson]) -> tuple[Weights, float]:
    """Fit what each thing is worth, then how likely that is; and from when on to offer."""
    told, answer, words = _chosen(taught)
    worths = [told * t + answer * a + words * w for t, a, w in map(_evidence, taught)]
    sixth = np.concatenate([np.sort(each, 1)[:, -weighing.SIXTH - 1] for each in worths])
    weights = Weights(told, answer, words, round(float(sixth.mean()), 2), ())
    tries = [tried for lesson in taught for tried in _tries(weights, lesson)]
    rows = np.concatenate([tried.rows for tried in tries])
    odds = _fitted(rows, np.concatenate([tried.right for tried in tries]))
    weights = replace(weights, odds=tuple(round(float(each), 3) for each in odds))
    return weights, _least(tries, odds)


def _evidence(lesson: Lesson) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return lesson.sought @ lesson.told.T, lesson.sought @ lesson.answers.T, lesson.words


def _chosen(taught: Sequence[Lesson]) -> tuple[float, float, float]:
    """Fit the worth of the three, as a choice among all that a hand kept, by Newton's method."""
    searches = [
        (np.column_stack([each[row] for each in evidence]), lesson.wanted[row])
        for lesson in taught
        for evidence in (_evidence(lesson),)
        for row in np.flatnonzero(lesson.wanted.any(1))
    ]
    worth = np.zeros(3)
    for _ in range(_ROUNDS):
        curve = _RIDGE * len(searches) * np.eye(3)
        slope = curve @ worth
        for values, wanted in searches:
            odds = _softmax((values @ worth)[None, :])[0]
            mean = values.T @ odds
            slope += values.T @ (odds - wanted)
            curve += (values * odds[:, None]).T @ values - np.outer(mean, mean)
        step = np.linalg.solve(curve, slope)
        while _loss(searches, worth - step) > _loss(searches, worth):
            step /= 2
        worth -= step
    told, answer, words = (round(float(each), 2) for each in worth)
    return told, answer, words


def _loss(searches: Sequence[tuple[np.ndarray, np.ndarray]], worth: np.ndarray) -> float:
    """Return how unlikely the choices of all are, and how large the worths."""
    unlikely = sum(-np.log(_softmax((v @ worth)[None, :])[0] @ w) for v, w in searches)
    return float(unlikely + _RIDGE * len(searches) * worth @ worth / 2)


@dataclass(frozen=True, slots=True)
class _Tried:
    """What one search shows first; nothing answers a `silent` one, `near` where it was so made."""

    rows: np.ndarray
    right: np.ndarray
    silent: bool
    near: bool


def _tries(weights: Weights, lesson: Lesson) -> Iterable[_Tried]:
    """Yield each search, with what it wants and without."""
    told, answers, words = _evidence(lesson)
    for row, wanted in enumerate(lesson.wanted):
        found = {
            place: Evidence(words[row, place], Closeness(told[row, place], answers[row, place]))
            for place in range(len(wanted))
        }
        without = {place: each for place, each in found.items() if not wanted[place]}
        for shown in (found, without) if wanted.any() else (found,):
            values = features(weights, shown)
            first = sorted(shown, key=lambda place: -values[place][0])[:_LOOKED_AT]
            rows = np.array([values[place] for place in first])
            silent = shown is without or not wanted.any()
            yield _Tried(rows, wanted[first], silent, near=not wanted.any())


def _least(tries: Sequence[_Tried], odds: np.ndarray) -> float:
    """Return the likelihood from which on one offers, SILENT being offered to for nothing.

    Those who nearly ask what is there weigh as much as those who do not.
    """
    highest = np.array([(each.rows @ odds[1:]).max() for each in tries])
    highest = 1 / (1 + np.exp(-odds[0] - highest))
    near = np.array([each.near for each in tries])
    gone = np.array([each.silent for each in tries]) & ~near
    kinds = (highest[near], highest[gone])
    least = np.arange(0.05, 0.95, 0.01)
    alarms = [np.mean([(kind >= each).mean() for kind in kinds]) for each in least]
    return float(least[np.array(alarms) <= SILENT][0])


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
