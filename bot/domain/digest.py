"""A digest: the veille that one network has not read yet, grouped by theme."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.rhythm import LATE_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article as a digest shows it; `theme` and `source` are those of its feed."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The entries of one theme, newest first."""

    theme: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What a network is given to read at `due` (UTC), gathered at `made`."""

    network: str
    due: datetime
    made: datetime
    sections: tuple[Section, ...]

    @property
    def count(self) -> int:
        """How many articles it holds."""
        return sum(len(section.entries) for section in self.sections)

    @property
    def late(self) -> bool:
        """Whether it comes so long after its time that it must say so."""
        return self.made - self.due > LATE_AFTER


def compose(network: str, entries: Iterable[Entry], *, due: datetime, made: datetime) -> Digest:
    """Group entries by theme; themes in the order they first come in, entries newest first."""
    by_theme: dict[str, list[Entry]] = {}
    for entry in entries:
        by_theme.setdefault(entry.theme, []).append(entry)
    sections = tuple(
        Section(
            theme=theme,
            entries=tuple(
                sorted(found, key=lambda each: (each.published, each.article), reverse=True)
            ),
        )
        for theme, found in by_theme.items()
    )
    return Digest(network=network, due=due, made=made, sections=sections)
