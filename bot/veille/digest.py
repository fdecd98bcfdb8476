"""A digest: the veille that one network has not read yet, ranked, grouped by theme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.network.rhythm import LATE_AFTER
from bot.veille.pick import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article as a digest shows it, once for all the feeds that brought it.

    `source` names these feeds, `feed` is the id of the first one, `copies` are the ids of all the
    articles that are this one. `why` is what a coordinator says that it is good for. `proposed`
    tells whether a member brought it, `proposers` are those who let themselves be named, by chat
    user id. A `brief` one is told by its title alone. Those `alike` tell the same news in other
    words: they are told in one line each under this one, wherever it stands.
    """

    article: int
    title: str
    link: str
    source: str
    theme: str
    published: datetime
    summary: str = ""
    why: str = ""
    brief: bool = False
    proposed: bool = False
    proposers: tuple[str, ...] = ()
    members: int = 0
    cited: int = 1
    esteem: int = 0
    feed: int = 0
    cap: int = 0
    copies: tuple[int, ...] = ()
    verdict: Verdict = Verdict.UNDECIDED
    pinned: bool = False
    alike: tuple[Entry, ...] = ()

    @property
    def chosen(self) -> bool:
        """Whether people of the network asked for it: no cap of its source leaves it out."""
        return self.pinned or self.proposed or self.verdict is Verdict.KEPT


def every(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return entries, each followed by those that are told under it."""
    return tuple(each for entry in entries for each in (entry, *entry.alike))


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestSection:
    """The entries of one theme, in their rank's order."""

    theme: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What a network is given to read at `due` (UTC), gathered at `made`.

    `also` came out too, and is told by title and source only.
    """

    network: str
    due: datetime
    made: datetime
    sections: tuple[DigestSection, ...]
    also: tuple[Entry, ...] = ()

    @property
    def shown(self) -> tuple[Entry, ...]:
        """The entries that are told whole, in the order they are read."""
        return tuple(entry for section in self.sections for entry in section.entries)

    @property
    def every(self) -> tuple[Entry, ...]:
        """All that it tells, in the order it is read: what is told under another, too."""
        return every((*self.shown, *self.also))

    @property
    def count(self) -> int:
        """How many articles it holds."""
        return len(self.every)

    @property
    def others(self) -> int:
        """How many of them the channel does not read."""
        return len(every(self.also))

    @property
    def late(self) -> bool:
        """Whether it comes so long after its time that it must say so."""
        return self.made - self.due > LATE_AFTER


def compose(network: str, entries: Iterable[Entry], *, due: datetime, made: datetime) -> Digest:
    """Group ranked entries by theme; themes in the order of their best entry."""
    by_theme: dict[str, list[Entry]] = {}
    also = []
    for entry in entries:
        if entry.brief:
            also.append(entry)
        else:
            by_theme.setdefault(entry.theme, []).append(entry)
    sections = tuple(
        DigestSection(theme=theme, entries=tuple(found)) for theme, found in by_theme.items()
    )
    return Digest(network=network, due=due, made=made, sections=sections, also=tuple(also))
