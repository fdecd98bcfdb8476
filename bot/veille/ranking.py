"""The order of a digest's articles: the same for everyone, said in one sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from bot.veille.alike import Pairs, together
from bot.veille.digest import Entry
from bot.veille.pick import Verdict

RANKING = (
    "L'ordre, le même pour tout le monde\u00a0: ce que la coordination épingle, puis ce qu'elle "
    "garde, ce que des membres ont proposé ou trouvé utile, ce que plusieurs sources citent, les "
    "sources dont on garde souvent les articles, puis le plus récent."
)
"""What decides an article's rank, the first reason first: `ranked` does just that."""

CAP = 2
"""Articles of one source that the channel reads, where others want the room, unless the network
chose another number."""

SHOWN = 10
"""Articles that a digest tells whole: a title in the channel, a summary in the thread."""

PRIOR = 3
"""Choices both ways that a source is lent: a new one is neutral, and one click no verdict."""

_LIKED, _DISLIKED = 0.6, 0.4
_NONE: Pairs = {}


def esteem(kept: int, dropped: int) -> int:
    """Return how a source was taken until now: 1 often kept, -1 often dropped, 0 in between."""
    share = (kept + PRIOR) / (kept + dropped + 2 * PRIOR)
    return 1 if share >= _LIKED else -1 if share <= _DISLIKED else 0


def ranked(entries: Iterable[Entry], pairs: Pairs = _NONE) -> tuple[Entry, ...]:
    """Put entries in their order; those past SHOWN, or past a source's cap, are to be brief.

    What people chose counts against no cap. The usual one gives way where there is room left, not
    one that the network chose. Of `pairs` that tell the same news, the best ranked takes a place,
    and the other is told under it.
    """
    ordered = together(sorted(entries, key=_rank), pairs)
    of_feed: Counter[int] = Counter()
    first, second = [], []
    for entry in ordered:
        of_feed[entry.feed] += not entry.chosen
        if entry.chosen or of_feed[entry.feed] <= (entry.cap or CAP):
            first.append(entry.article)
        elif not entry.cap:
            second.append(entry.article)
    shown = {*(*first, *second)[:SHOWN]}
    return tuple(replace(entry, brief=entry.article not in shown) for entry in ordered)


def _rank(entry: Entry) -> tuple[float, ...]:
    return (
        not entry.pinned,
        entry.verdict is not Verdict.KEPT,
        -entry.members,
        -entry.cited,
        -entry.esteem,
        -entry.published.timestamp(),
        -entry.article,
    )
