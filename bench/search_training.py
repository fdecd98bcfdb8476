"""Fits the weights by which a question is told to be what is sought.

`python -m bench.search_training` prints the constants of `bot/question/search/weighing.py`, from
the seen half of `data/search.json` and all of `data/search_training.json`. What each asks is sought
twice: with what it wants in the archive, and without, so that silence is learnt too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from tempfile import TemporaryDirectory

import numpy as np

from bench.archives import DATA, NETWORK, Archive, Asked, Vectors, archives, opened, vectors
from bot.core.database import Database
from bot.question.search import store as search
from bot.question.search.weighing import Evidence, features

_LOOKED_AT = 8
"""Questions of each search that are learnt from, the first by a guess: others are never shown."""

_RIDGE = 1e-3
_ROUNDS = 40


def _lessons() -> Iterable[Archive]:
    read = json.loads((DATA / "search_training.json").read_text(encoding="utf-8"))
    for hand in read["hands"]:
        needs = list(enumerate(hand["needs"], 1))
        yield Archive(
            hand=hand["hand"],
            kept={number: (need["text"], need["answer"], "") for number, need in needs},
            asked=[
                Asked(need[way], frozenset({number}), way, "seen")
                for number, need in needs
                for way in ("other", "symptom", "story")
            ],
        )


def main() -> None:
    """Print the weights, with what the model tells and with words alone."""
    lessons = [*_lessons(), *archives()]
    with TemporaryDirectory(prefix="courroie-bench-") as folder:
        for name, known in (("BY_MEANING", vectors(lessons)), ("BY_WORDS", {})):
            rows, right = list[Sequence[float]](), list[bool]()
            for archive in lessons:
                database = opened(folder, archive, known)
                for asked in archive.asked:
                    if asked.part == "seen":
                        _learn(_evidence(database, asked, known), asked.wants, rows, right)
                database.close()
            weights = _fitted(np.array(rows), np.array(right))
            print(f"{name} = ({', '.join(f'{each:.3f}' for each in weights)})")


def _evidence(database: Database, asked: Asked, known: Vectors) -> Mapping[int, Evidence]:
    """Return what speaks for each question that may be what is sought."""
    seeking = known.get(asked.text)
    weighed = partial(search.weighed, network=NETWORK, query=asked.text, seeking=seeking)
    return database.submit(weighed).result()


def _learn(
    found: Mapping[int, Evidence],
    wants: frozenset[int],
    rows: list[Sequence[float]],
    right: list[bool],
) -> None:
    """Take up what one search shows, with what it wants and without."""
    without = {number: each for number, each in found.items() if number not in wants}
    for shown in (found, without) if wants else (found,):
        values = features(shown)
        first = sorted(shown, key=lambda number: -shown[number].guess)[:_LOOKED_AT]
        rows += [values[number] for number in first]
        right += [number in wants for number in first]


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
