"""Generations of the database: one from its creation, another from each restore of a backup.

What leaves the program (posts, buttons, forms) bears the generation that it was made in and when.
A restored database knows neither what was made after its backup nor what came of it: that is how
a restore is noticed, and why a button of that time must do nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from bot.core.patterns import lazy_pattern

NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""Until when the database holds what another one made: it holds none of it."""

_MARK = lazy_pattern(r"([0-9a-f]{8})\.(\d{1,14})")
_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationMark:
    """What something bears: its generation, and when it was made, to the millisecond below."""

    generation: str
    made_at: datetime

    @property
    def milliseconds(self) -> int:
        """When it was made, since 1970."""
        return (self.made_at - NEVER) // _MILLISECOND

    def __str__(self) -> str:
        return f"{self.generation}.{self.milliseconds}" if self.generation else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generations:
    """What a database knows of its generations.

    `ended` says until when it holds what each former one made; `newest` is the date of the newest
    message that it held when it was opened. Without a `current` one, everything is believed.
    `began_at` is when the current one began.
    """

    current: str = ""
    began_at: datetime = NEVER
    ended: Mapping[str, datetime] = field(default_factory=lambda: MappingProxyType({}))
    newest: datetime = NEVER

    def mark(self, made_at: datetime) -> GenerationMark:
        """Return what something that is made now must bear."""
        return GenerationMark(generation=self.current, made_at=made_at)

    def hold(self, mark: GenerationMark) -> bool:
        """Tell whether the database holds what bears this mark, and may act on it.

        What bears no generation was made before there were any.
        """
        if mark.generation in ("", self.current):
            return True
        return mark.made_at <= self.ended.get(mark.generation, NEVER)

    def is_news(self, mark: GenerationMark) -> bool:
        """Tell whether a mark is unknown to the database: it is then older than what it reads."""
        if mark.generation == self.current:
            return mark.made_at > self.newest
        return mark.generation not in self.ended

    def begin_after(self, mark: GenerationMark) -> bool:
        """Tell whether a mark that is news dates from before this database was made.

        A former installation left it: no backup was put back.
        """
        unknown = mark.generation not in (self.current, *self.ended)
        return unknown and mark.made_at < self.began_at


def mark_in(text: str) -> GenerationMark | None:
    """Read a mark as `str` writes it, None for anything else."""
    found = _MARK.fullmatch(text)
    if found is None:
        return None
    return GenerationMark(generation=found[1], made_at=moment(int(found[2])))


def moment(milliseconds: int) -> datetime:
    """Return the moment that a mark counts from 1970."""
    return NEVER + _MILLISECOND * milliseconds
