"""A feed as it was fetched, beside all that is known of it, under every name that it ever had."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from bot.core.grouping import grouped
from bot.core.patterns import lazy_pattern
from bot.french.folding import folded_line
from bot.veille.article import Article, Known, Version
from bot.veille.link import canonical_link, is_home

SAME_MOMENT = timedelta(minutes=1)
SAME_DAY = timedelta(days=1)
TIME_ZONES = timedelta(hours=3)
"""By how much a site that mistakes its time zone misdates its articles, in France."""


class Face(NamedTuple):
    """A version by which articles are compared: levelled, "" where it has none."""

    guid: str
    link: str
    title: str

    @property
    def names_itself(self) -> bool:
        """Whether its guid or its link is more than a front page."""
        return any(each and not is_home(each) for each in (self.guid, self.link))

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """What the article is called, each by its kind; a front page names none."""
        every = (("guid", self.guid), ("link", self.link), ("title", self.title))
        return tuple((kind, name) for kind, name in every if name and not is_home(name))

    @property
    def host(self) -> str:
        """The host of its link."""
        return self.link.split("/")[2].partition("?")[0] if "://" in self.link else ""

    @property
    def path(self) -> str:
        """Its link, from the host on."""
        return self.link.split("://", 1)[-1].removeprefix(self.host)

    @property
    def end(self) -> str:
        """The last step of its path."""
        return self.path.rpartition("/")[2]


_DATED_TAG = lazy_pattern(r"tag:([^,]+),\d{4}(?:-\d\d){0,2}:(/.+)", re.IGNORECASE)


def face_of(version: Version) -> Face:
    """Level what an article is called."""
    guid = (version.guid or "").strip()
    if (tag := _DATED_TAG.match(guid)) and tag[2].rstrip("/") in version.link:
        guid = f"tag:{tag[1]}:{tag[2]}"  # Django dates it by the last change
    elif guid.lower().startswith(("http://", "https://")):
        guid = canonical_link(guid, keep_fragment=True)
    return Face(
        guid=guid,
        link=canonical_link(version.link, keep_fragment=True) if version.link else "",
        title=folded_line(version.title),
    )


@dataclass(frozen=True, slots=True)
class Item:
    """An article, fetched or known: the faces that it has or had, its dates, its text."""

    faces: tuple[Face, ...]
    dates: tuple[datetime, ...]
    text: str

    def apart(self, other: Item) -> timedelta | None:
        """Return the time between two articles, None where one of them is undated."""
        return min((abs(mine - its) for mine in self.dates for its in other.dates), default=None)

    def far_from(self, other: Item, span: timedelta) -> bool:
        """Tell whether both are dated, and at least so far from each other."""
        apart = self.apart(other)
        return apart is not None and apart >= span

    def near(self, other: Item, span: timedelta) -> bool:
        """Tell whether both are dated, and less than so far from each other."""
        apart = self.apart(other)
        return apart is not None and apart < span

    def says_the_same(self, other: Item) -> bool:
        """Tell whether both have a text, the same."""
        return self.text == other.text != ""

    def says_otherwise(self, other: Item) -> bool:
        """Tell whether both have a text, another one."""
        return "" not in (self.text, other.text) and self.text != other.text

    def differs(self, kind: str, other: Item) -> bool:
        """Tell whether both have a guid, or a link, and never the same."""
        one = getattr(self.faces[0], kind)
        others = {getattr(face, kind) for face in other.faces} - {""}
        return bool(one) and bool(others) and one not in others

    def of_one_day(self, other: Item) -> bool:
        """Tell whether two have dates that make them one, be their time zones mistaken.

        Where an hour is not told, the day and the text must be the same.
        """
        if not any(map(is_midnight, (*self.dates, *other.dates))):
            return self.near(other, TIME_ZONES)
        return self.near(other, SAME_DAY) and not self.says_otherwise(other)


def is_midnight(when: datetime) -> bool:
    """Tell a date without an hour: midnight, UTC or in Paris."""
    return when.hour in {0, 22, 23} and when.minute == when.second == 0


class Comparison:
    """What was fetched (`mine`) and what is known (`its`), and what they tell of their feed."""

    def __init__(self, fetched: Sequence[Article], known: Sequence[Known]) -> None:
        mine = [face_of(each.version) for each in fetched]
        its = [tuple(map(face_of, (each.version, *each.past))) for each in known]
        apart = _told_apart_by_fragment([*mine, *(face for faces in its for face in faces)])
        self.mine = [
            Item(
                (_drop_fragment(face, apart),), tuple(filter(None, [each.published])), each.summary
            )
            for face, each in zip(mine, fetched, strict=True)
        ]
        self.its = [
            Item(
                tuple(dict.fromkeys(_drop_fragment(face, apart) for face in faces)),
                _dates(each),
                each.summary,
            )
            for faces, each in zip(its, known, strict=True)
        ]

    @cached_property
    def faces(self) -> dict[Face, list[int]]:
        """The known articles by each face that they have or had."""
        return grouped((face, place) for place, item in enumerate(self.its) for face in item.faces)

    @cached_property
    def _named(self) -> dict[str, dict[str, list[int]]]:
        """The same by each guid, link and title."""
        named: dict[str, dict[str, list[int]]] = {kind: {} for kind in Face._fields}
        for place, item in enumerate(self.its):
            for kind, values in zip(named, zip(*item.faces, strict=True), strict=True):
                for value in values if len(values) == 1 else set(values):
                    named[kind].setdefault(value, []).append(place)
        return named

    def named(self, kind: str, name: str) -> Sequence[int]:
        """Return the known articles that ever had a guid, a link or a title, none for ""."""
        return self._named[kind].get(name, ()) if name else ()

    def is_own(self, kind: str, mine: Item) -> bool:
        """Tell whether no more than one known article ever had a fetched one's guid, or link."""
        return len(self.named(kind, getattr(mine.faces[0], kind))) <= 1

    @cached_property
    def gives_own_guids(self) -> bool:
        """Whether most articles of the feed have a guid of their own."""
        return self._gives_own("guid")

    @cached_property
    def gives_own_links(self) -> bool:
        """Whether most have a link of their own."""
        return self._gives_own("link")

    @cached_property
    def hosts(self) -> frozenset[str]:
        """The hosts that the feed leads to now."""
        return frozenset(item.faces[0].host for item in self.mine)

    @cached_property
    def moves(self) -> frozenset[tuple[str, str]]:
        """The hosts that articles left before, each with the one where they are since."""
        return frozenset(
            (old.host, item.faces[0].host)
            for item in self.its
            for old in item.faces[1:]
            if old.host != item.faces[0].host
        )

    def at_once(self, mine: Item, its: Item) -> bool:
        """Tell whether two were published in one minute, and no third; midnight tells nothing."""
        telling = [
            each for each in mine.dates if not is_midnight(each) and self._published[each] <= 1
        ]
        return replace(mine, dates=tuple(telling)).near(its, SAME_MOMENT)

    @cached_property
    def _published(self) -> Counter[datetime]:
        """How many known articles have each date."""
        return Counter(date for item in self.its for date in item.dates)

    def _gives_own(self, kind: str) -> bool:
        counts = {name: len(places) for name, places in self._named[kind].items()}
        if len(self.its) <= 1:
            counts = Counter(getattr(item.faces[0], kind) for item in self.mine)
        shared = sum(count > 1 for name, count in counts.items() if name and not is_home(name))
        alone = sum(count == 1 for name, count in counts.items() if name and not is_home(name))
        return alone > max(1, shared)


def _dates(known: Known) -> tuple[datetime, ...]:
    """Return all dates that its feed ever told of an article, the last told first."""
    told = [each.told for each in (known.version, *known.past)]
    first = known.published if known.told else None
    return tuple(dict.fromkeys(each for each in (*told, first) if each))


def _told_apart_by_fragment(faces: Iterable[Face]) -> set[str]:
    """Return the addresses, without fragment, of which more than one fragment is seen."""
    fragments: dict[str, set[str]] = {}
    for face in faces:
        address, _, fragment = face.link.partition("#")
        fragments.setdefault(address, set()).add(fragment)
    return {address for address, seen in fragments.items() if len(seen - {""}) > 1}


def _drop_fragment(face: Face, told_apart: set[str]) -> Face:
    address = face.link.partition("#")[0]
    return face if address in told_apart else face._replace(link=address)
