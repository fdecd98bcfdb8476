"""Which known article each fetched one is, by passes from the surest to the least sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from bot.core.grouping import grouped
from bot.core.patterns import lazy_pattern
from bot.veille.identity.comparison import (
    SAME_DAY,
    SAME_MOMENT,
    Comparison,
    Face,
    Item,
    is_midnight,
)
from bot.veille.link import is_home

_THREE_WEEKS = timedelta(days=21)
"""After so long, what has nothing but a title is another one: a monthly letter."""

_LONG_TEXT = 60
"""Characters of a summary that no other article has by chance."""

_LONG_WORD = 4
_FEWEST_WORDS = 2
_WORD = lazy_pattern(r"\w+")
"""Two words of four letters, and half of all words, make two titles alike."""

_CROWD = 200
"""Articles of one title, or of one name and date, that are compared with another one."""

_MOVED = 2
_RENEWED = 3
"""Titles that show that a site has another name; that it has changed all but its titles."""

Key = Callable[[Face], object]
"""What two articles must share; None where a face has nothing to share."""

Agree = Callable[[Item, Item], bool]
"""Whether a fetched article may be a known one that shares a key with it."""


class Recognition:
    """The passes, each over all articles still unrecognised; used once.

    An article may claim one known article, and each known article is claimed once. A name that
    two known articles ever had, or two fetched ones have, says nothing by itself.
    """

    def __init__(self, feed: Comparison) -> None:
        self._feed = feed
        self._found: dict[int, int] = {}
        self._claimed: set[int] = set()

    def run(self) -> Mapping[int, int]:
        """Return the places of the known articles, by those of the fetched ones that they are."""
        if self._feed.its:
            self._pass(_all, self._by_all, nearest=True, dated=True)
            self._pass(_guid_title, self._by_guid_and_title, nearest=True, dated=True)
            self._pass(_guid_link, self._by_guid_and_link)
            self._pass(_link_title, self._by_link_and_title, dated=True)
            self._pass(_guid, _by_guid)
            self._pass_by_moment()
            self._pass(_link, self._by_link)
            self._pass(_title_end, self._by_title_and_path)
            self._pass(_title, self._by_title(), dated=True)
        return self._found

    def _pass(
        self,
        key: Key,
        agree: Agree,
        *,
        nearest: bool = False,
        dated: bool = False,
    ) -> None:
        """Recognise what shares a key, if it is the only one to have it, here and there.

        With `nearest`, several fetched ones may ask for the only known one: the nearest in time has
        it; of those as near, the one that has the date last told of it. With `dated`, one of
        several has it if its date is the same.
        """
        pairs = []
        for mine, its, sole in self._candidates(key, dated=dated):
            one, other = self._feed.mine[mine], self._feed.its[its]
            apart = one.apart(other)
            if sole or nearest or (dated and apart in {None, timedelta()}):
                renamed, redated = one.faces[0] != other.faces[0], one.dates[:1] != other.dates[:1]
                before = renamed, timedelta.max if apart is None else apart, redated
                pairs.append((before, mine, its))
        for _, mine, its in sorted(pairs):
            free = mine not in self._found and its not in self._claimed
            if free and agree(self._feed.mine[mine], self._feed.its[its]):
                self._claim(mine, its)

    def _candidates(self, key: Key, *, dated: bool = False) -> Iterator[tuple[int, int, bool]]:
        """Give the unrecognised that share a key with a known one, and whether nobody else does.

        With `dated`, also those of several known ones that have the same date; or no date, where
        they have all the rest.
        """
        holders: dict[object, Sequence[int]] = {}
        asked = Counter(key(item.faces[0]) for item in self._feed.mine)
        by_date: dict[object, dict[datetime | None, list[int]]] = {}
        for mine, item in enumerate(self._feed.mine):
            value = key(item.faces[0])
            if mine in self._found or value is None:
                continue
            if value not in holders:
                holders[value] = self._holders(key, item.faces[0])
            its = holders[value]
            if len(its) == 1:
                yield mine, its[0], asked[value] == 1
            elif dated:
                if value not in by_date:
                    by_date[value] = self._by_date(its)
                for date in item.dates or ((None,) if key is _all else ()):
                    same = by_date[value].get(date, ())[:_CROWD]
                    yield from ((mine, each, False) for each in same)

    def _holders(self, key: Key, face: Face) -> Sequence[int]:
        """Return the known articles that have, or ever had, what a face has of a key."""
        if key is _all:
            return self._feed.faces.get(face, ())
        near = min((self._feed.named(kind, getattr(face, kind)) for kind in _KINDS[key]), key=len)
        if key is _title_end and len(near) > _CROWD:
            return ()
        value, its = key(face), self._feed.its
        return [place for place in near if any(key(each) == value for each in its[place].faces)]

    def _by_date(self, its: Sequence[int]) -> dict[datetime | None, list[int]]:
        return grouped(
            (date, each) for each in its for date in self._feed.its[each].dates or (None,)
        )

    def _claim(self, mine: int, its: int) -> None:
        self._found[mine] = its
        self._claimed.add(its)

    def _by_all(self, mine: Item, its: Item) -> bool:
        """Accept the very same; by its title alone, unless it comes back each month."""
        if mine.faces[0].names_itself:
            return True
        return not mine.far_from(its, _THREE_WEEKS) or mine.says_the_same(its)

    def _by_guid_and_title(self, mine: Item, its: Item) -> bool:
        """Accept a guid that is this article's own; one that all have says no more than a title."""
        own = self._feed.is_own("guid", mine)
        return own or not mine.differs("link", its) or mine.of_one_day(its)

    def _by_guid_and_link(self, mine: Item, _its: Item) -> bool:
        """Accept another title, unless the feed gives one guid, and one link, to all."""
        return self._feed.is_own("guid", mine) or (
            self._feed.is_own("link", mine) and self._feed.gives_own_links
        )

    def _by_link_and_title(self, mine: Item, its: Item) -> bool:
        """Refuse what guid and date say is another one: a letter that is always at one address.

        If the link is this article's own, its text must say so too.
        """
        if not mine.differs("guid", its) or mine.of_one_day(its):
            return True
        another = mine.far_from(its, SAME_DAY) and mine.says_otherwise(its)
        return self._feed.is_own("link", mine) and not another

    def _by_link(self, mine: Item, its: Item) -> bool:
        """Accept another title on the same page, unless all the rest says another one too.

        Where the feed does not give each article a link of its own, another guid says enough.
        """
        if not mine.differs("guid", its) or mine.near(its, SAME_MOMENT):
            return True
        return self._feed.gives_own_links and not mine.says_otherwise(its)

    def _by_title_and_path(self, mine: Item, its: Item) -> bool:
        """Accept a page that moved to another host, or into or out of a folder.

        If the date is another one too, the text must be the same, or the old host left for good.
        """
        face, same_text = mine.faces[0], mine.says_the_same(its)
        for other in its.faces:
            if face.title != other.title or not other.path or not face.path:
                continue
            moved = (
                other.host not in self._feed.hosts or (other.host, face.host) in self._feed.moves
            )
            if face.path == other.path and moved:
                return True
            if face.path.endswith(other.path) or other.path.endswith(face.path):
                return same_text or not mine.far_from(its, SAME_DAY)
        return False

    def _by_title(self) -> Agree:
        """Return what accepts a title alone: if it is all there is, or the date is the same.

        A « Revue de presse » has a new guid, a new link and a new date each time: news. A site that
        changes every address keeps the dates, or loses them all at once.
        """
        moves, renewed = self._moves_now()

        def moved(mine: Item, its: Item) -> bool:
            new, here = mine.faces[0].host, self._feed.hosts
            return any((old.host, new) in moves and old.host not in here for old in its.faces)

        def agree(mine: Item, its: Item) -> bool:
            if _nothing_else(mine, its):
                return not mine.far_from(its, _THREE_WEEKS) or mine.says_the_same(its)
            return renewed or moved(mine, its) or mine.of_one_day(its)

        return agree

    def _moves_now(self) -> tuple[set[tuple[str, str]], bool]:
        """Return the hosts that the site leaves for others, and whether it changed everything.

        As the titles tell of at least half of what is not recognised.
        """
        alike = [
            (mine, its)
            for mine, its, sole in self._candidates(_title)
            if sole and its not in self._claimed
        ]
        hosts = Counter(
            (self._feed.its[its].faces[0].host, self._feed.mine[mine].faces[0].host)
            for mine, its in alike
        )
        most = (len(self._feed.mine) - len(self._found)) / 2
        undated = len({item.dates for item in self._feed.mine}) == 1  # or all dated alike
        renewed = not self._found and _RENEWED <= len(alike) > most and undated
        return {move for move, count in hosts.items() if _MOVED <= count >= most}, renewed

    def _pass_by_moment(self) -> None:
        """Recognise what changed its title, link and guid at once: a slug follows the title.

        By the moment of its publication, if it is the only one to have it, here and there; and by
        a long text, or most words of the title.
        """
        mine_at, its_at = _by_moment(self._feed.mine), _by_moment(self._feed.its)
        for moment, here in mine_at.items():
            there = its_at.get(moment, ())
            if len(here) != 1 or len(there) != 1:
                continue
            mine, its = here[0], there[0]
            free = mine not in self._found and its not in self._claimed
            if free and _alike(self._feed.mine[mine], self._feed.its[its]):
                self._claim(mine, its)


def _by_moment(items: Sequence[Item]) -> dict[datetime, list[int]]:
    """Return the places of articles by each date that they have or had, but for mere days."""
    return grouped(
        (date, place)
        for place, item in enumerate(items)
        for date in item.dates
        if not is_midnight(date)
    )


def _alike(mine: Item, its: Item) -> bool:
    """Tell whether two have one long text, or titles of which most words are the same."""
    if mine.says_the_same(its) and len(mine.text) >= _LONG_TEXT:
        return True
    one = set(_WORD.findall(mine.faces[0].title))
    for face in its.faces:
        other = set(_WORD.findall(face.title))
        same_numbers = {*filter(str.isdigit, one)} == {*filter(str.isdigit, other)}
        shared = sum(len(word) >= _LONG_WORD for word in one & other)
        if same_numbers and shared >= max(_FEWEST_WORDS, min(len(one), len(other)) / 2):
            return True
    return False


def _by_guid(mine: Item, its: Item) -> bool:
    """Accept a guid alone; one that may be a rank in the feed, « 1 », if the date agrees."""
    guid = mine.faces[0].guid
    rank = guid.isdigit() and len(guid) <= 2  # noqa: PLR2004  as many digits as a feed has items
    return not (rank and mine.far_from(its, SAME_DAY))


def _all(face: Face) -> object:
    return face


def _guid(face: Face) -> object:
    return face.guid if face.guid and not is_home(face.guid) else None


def _link(face: Face) -> object:
    return face.link if face.link and not is_home(face.link) else None


def _title(face: Face) -> object:
    return face.title or None


def _guid_title(face: Face) -> object:
    return (face.guid, face.title) if face.guid and face.title else None


def _guid_link(face: Face) -> object:
    return (face.guid, face.link) if _guid(face) and _link(face) else None


def _link_title(face: Face) -> object:
    return (face.link, face.title) if face.link and face.title else None


def _title_end(face: Face) -> object:
    return (face.title, face.end) if face.title and face.end else None


_KINDS: Mapping[Key, Sequence[str]] = {
    _guid: ("guid",),
    _link: ("link",),
    _title: ("title",),
    _guid_title: ("guid", "title"),
    _guid_link: ("guid", "link"),
    _link_title: ("link", "title"),
    _title_end: ("title",),
}
"""What of a face each key is made of."""


def _nothing_else(mine: Item, its: Item) -> bool:
    """Tell whether neither has a link, and one of them no guid."""
    faces = (*mine.faces, *its.faces)
    return not any(face.link for face in faces) and "" in {mine.faces[0].guid, its.faces[0].guid}
