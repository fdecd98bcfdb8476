"""How feeds are followed through all that publishers change: told twice, hidden, of how many.

On made-up time-lapses (`tests/veille/timelapse.py`), of which the truth is known.
"""

from __future__ import annotations

from collections.abc import Iterable

from tests.veille.shelf import Shelf
from tests.veille.timelapse import watched

LIVES = 300
LOOKS = 25


def figures() -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure, in some ten seconds."""
    tallies = [watched(seed, Shelf().collect, looks=LOOKS) for seed in range(LIVES)]
    yield "timelapse_versions_of_feeds", LIVES * LOOKS, "versions"
    yield "timelapse_articles", sum(each.shown for each in tallies), "articles"
    yield "timelapse_articles_told_twice", sum(each.twice for each in tallies), "articles"
    yield "timelapse_new_articles_hidden", sum(each.hidden for each in tallies), "articles"
