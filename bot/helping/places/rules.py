"""A place of an open list, and what is kept of it: nothing of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

READ_EVERY = timedelta(days=1)
"""How often a list is read again: publishers renew theirs each night."""

TOLD_AFTER = timedelta(days=3)
"""How long a list that could be read fails before coordinators are told."""

MOST_PLACES = 5_000
"""Places kept for one network: a large region has fewer."""

LIST_LIMIT = 60_000_000
"""Bytes of a list: twice today's national one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPlace:
    """A place of a network's territory, as an open list has it.

    `receives` are the people, needs and services that it is for; `stems` the stems of all its
    words, each between spaces. `phone` is the structure's, never a mobile, which is someone's.
    """

    network: str
    name: str
    commune: str
    receives: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    address: str = ""
    site: str = ""
    phone: str = ""
    stems: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListState:
    """When a network's list was last asked for, and the validators that came with it, verbatim.

    It could be read at `good_at` for the last time, never yet for None: what was read then stays.
    """

    network: str
    source: str
    read_at: datetime
    etag: str = ""
    modified: str = ""
    good_at: datetime | None = None

    def is_due(self, source: str, now: datetime) -> bool:
        """Tell whether to ask for a source again."""
        return source != self.source or now - self.read_at >= READ_EVERY

    @property
    def fails(self) -> bool:
        """Whether it could not be read for so long that someone should know."""
        return self.good_at is None or self.read_at - self.good_at >= TOLD_AFTER
