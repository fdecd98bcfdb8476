"""What is not recognised: news, or another version of what stands beside it in the feed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from bot.veille.identity.comparison import SAME_DAY, SAME_MOMENT, Comparison, Item, is_midnight


class Rest:
    """What a recognition left, sorted out; used once.

    `twins` are the places of other versions with those of the known articles that they are; `news`
    gives, by the place of each new article, those of its other versions.
    """

    def __init__(self, feed: Comparison, found: Mapping[int, int]) -> None:
        self._feed = feed
        self.twins: list[tuple[int, int]] = []
        self.news: dict[int, list[int]] = {}
        self._beside = {its: [feed.mine[mine]] for mine, its in found.items()}
        self._told: dict[tuple[str, str], list[int]] = {}
        rest = [mine for mine in range(len(feed.mine)) if mine not in found]
        # What was there before first: what is new beside it may be another version of it.
        rest.sort(key=lambda mine: feed.mine[mine].faces[0] not in feed.faces)
        for mine in rest:
            self._sort_out(mine)

    def _sort_out(self, mine: int) -> None:
        item = self._feed.mine[mine]
        names = item.faces[0].names
        own = {
            name
            for name in names
            if len(self._feed.named(*name)) + len(self._told.get(name, ())) == 1
        }
        for place, others in self._known(names):
            if any(self._are_twins(item, each, own) for each in others):
                self.twins.append((mine, place))
                self._beside[place].append(item)
                return
        for place, others in self._new(names):
            if any(self._are_twins(item, each, own) for each in others):
                self.news[place].append(mine)
                return
        self.news[mine] = []
        for name in names:
            self._told.setdefault(name, []).append(mine)

    def _known(self, names: Collection[tuple[str, str]]) -> Iterator[tuple[int, Sequence[Item]]]:
        """Give the recognised articles that share a name, each with what stands for it here."""
        for place in sorted({each for name in names for each in self._feed.named(*name)}):
            if place in self._beside:
                yield place, (self._feed.its[place], *self._beside[place])

    def _new(self, names: Collection[tuple[str, str]]) -> Iterator[tuple[int, Sequence[Item]]]:
        """Give the same of the news so far."""
        for place in dict.fromkeys(each for name in names for each in self._told.get(name, ())):
            yield place, [self._feed.mine[each] for each in (place, *self.news[place])]

    def _are_twins(self, mine: Item, its: Item, own: Collection[tuple[str, str]]) -> bool:
        """Tell whether two are versions of one article.

        `own` are those of the first one's names that no other article of the feed has.
        """
        face = mine.faces[0]
        if face in its.faces:
            otherwise = mine.says_otherwise(its), mine.far_from(its, SAME_DAY)
            return bool(face.guid) or not (all if face.names_itself else any)(otherwise)
        its_names = {name for each in its.faces for name in each.names}
        shared = {kind for kind, name in face.names if (kind, name) in its_names}
        sure = {kind for kind, name in face.names if (kind, name) in own} & shared
        if "guid" in sure and self._guid_tells(mine, its, shared):
            return True
        if "title" in shared:
            return self._title_tells(mine, its, shared, own_link="link" in sure)
        if "link" in sure and self._feed.gives_own_links and not mine.says_otherwise(its):
            return self._feed.at_once(mine, its)
        return bool(shared) and mine.says_the_same(its) and self._feed.at_once(mine, its)

    def _guid_tells(self, mine: Item, its: Item, shared: Collection[str]) -> bool:
        """Tell whether a guid that only one article has makes two the same."""
        if self._feed.gives_own_guids:
            return len(shared) > 1 or self._feed.at_once(mine, its)
        if "title" in shared:
            return not mine.far_from(its, SAME_MOMENT)
        return "link" in shared and mine.says_the_same(its)

    def _title_tells(
        self, mine: Item, its: Item, shared: Collection[str], *, own_link: bool
    ) -> bool:
        """Tell whether a title and a date make two the same: with a link, its end or a text."""
        if not mine.near(its, SAME_MOMENT):
            return False
        ends = {face.end for face in its.faces} - {""}
        moved = "link" not in shared and mine.faces[0].end in ends
        same_text = mine.text == its.text and not any(map(is_midnight, mine.dates))
        return own_link or moved or same_text
