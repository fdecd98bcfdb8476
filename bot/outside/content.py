"""What a copy says, and under which key it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

Cell = str | int | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsideContent:
    """What one copy says: it names nobody.

    `words` are what people wrote in it, which must bear no personal data; `reread` what a person
    chose to show outside already, where only what is surely such data counts. `fields` are the
    other things that it tells, `at` its date.
    """

    title: str = ""
    text: str = ""
    at: datetime | None = None
    fields: tuple[tuple[str, Cell], ...] = ()
    words: tuple[str, ...] = ()
    reread: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """What tells it from another content."""
        told = repr((self.title, self.text, self.at, self.fields))
        return blake2b(told.encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Something that should stand outside, under a key such as « question:12 ».

    `make` gives its parts, one copy each; none when it must not stand there (any more). What is
    `current` is also copied where it was there before the tool was switched on.
    """

    key: str
    make: Callable[[], Iterable[OutsideContent]]
    current: bool = False


_PAGE = "#"


def page_key(key: str, page: int) -> str:
    """Return the key of a part of something, the first being 0: « digest:3#1 »."""
    return f"{key}{_PAGE}{page}" if page else key


def whole_key(key: str) -> str:
    """Return the key of what a part belongs to."""
    return key.partition(_PAGE)[0]


def numbers(keys: frozenset[str], kind: str) -> frozenset[int]:
    """Return the numbers of the things of one kind among some keys."""
    found = (whole_key(each).partition(":") for each in keys)
    return frozenset(int(number) for name, _, number in found if name == kind)
