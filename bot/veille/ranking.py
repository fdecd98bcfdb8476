"""The order of a digest's articles: the same for everyone, said in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from bot.veille.digest import Entry
from bot.veille.feeds.following import CAP

RANKING = (
    "L'ordre, le même pour tout le monde\u00a0: ce que la coordination épingle, ce que des membres "
    "ont proposé ou trouvé utile, ce que plusieurs sources citent, les sources dont on garde "
    "souvent les articles, puis le plus récent."
)
"""What decides an article's rank, the first reason first: `ranked` does just that."""

SHOWN = 15
"""Articles told whole in a digest, those that people chose apart: three phone screens."""

PRIOR = 3
"""Choices both ways that a source is lent: a new one is neutral, and one click no verdict."""

_LIKED, _DISLIKED = 0.6, 0.4


def esteem(kept: int, dropped: int) -> int:
    """Return how a source was taken until now: 1 often kept, -1 often dropped, 0 in between."""
    share = (kept + PRIOR) / (kept + dropped + 2 * PRIOR)
    return 1 if share >= _LIKED else -1 if share <= _DISLIKED else 0


def ranked(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Put entries in their order; those past a source's cap, or past SHOWN, are to be brief."""
    ordered = sorted(entries, key=_rank)
    chosen = sum(entry.chosen for entry in ordered)
    room = max(0, SHOWN - chosen)
    of_feed: Counter[int] = Counter()
    found = []
    for entry in ordered:
        of_feed[entry.feed] += 1
        brief = not entry.chosen and (room == 0 or of_feed[entry.feed] > (entry.cap or CAP))
        room -= not brief and not entry.chosen
        found.append(entry if entry.brief is brief else replace(entry, brief=brief))
    return tuple(found)


def _rank(entry: Entry) -> tuple[float, ...]:
    return (
        not entry.pinned,
        -entry.members,
        -entry.cited,
        -entry.esteem,
        -entry.published.timestamp(),
        -entry.article,
    )
