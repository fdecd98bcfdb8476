"""Made-up time-lapses of a feed: the truth is known, so what is told twice, or never, is counted.

A site publishes posts, and its feed is looked at again and again. Between two looks a post may have
another guid, link, title, date or summary, alone or together; old copies stay beside new ones, or
leave; the feed jumps from 30 entries to one and back; titles come back each week, two posts share a
link or a title on purpose; the whole site moves to https, to `/index.php/`, to another name.

What nobody could tell is left out (`Site.could_tell`): a post keeps, since it was last seen, at
least a guid or a link of its own; or its title and its date; or, where title, link and guid change
together, its text and its date.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from random import Random

from bot.veille.article import Article

START = datetime(2026, 3, 2, 9, 14, 33, tzinfo=UTC)

WORDS = [
    "accueil",
    "aidants",
    "ancrage",
    "archives",
    "atelier",
    "bourse",
    "cadre",
    "carte",
    "collège",
    "commune",
    "droits",
    "enquête",
    "familles",
    "fracture",
    "guide",
    "habitants",
    "impôts",
    "jeunes",
    "kiosque",
    "lecture",
    "lycée",
    "mairie",
    "mémoire",
    "métiers",
    "mobilité",
    "numérique",
    "outils",
    "parents",
    "passeport",
    "photos",
    "quartier",
    "réseau",
    "santé",
    "seniors",
    "services",
    "souris",
    "tablette",
    "travail",
    "village",
    "vélo",
]

RECURRENT = ("Lettre d'information", "Agenda", "Revue de presse", "Le point du mois")


class Guids(Enum):
    """How the site makes its guids."""

    NUMBER = "number"
    LINK = "link"
    NONE = "none"
    ONE = "one for all"


class Links(Enum):
    """How the site makes its links."""

    SLUG = "slug"
    QUERY = "query"
    ONE = "one for all"
    NONE = "none"


class Dates(Enum):
    """What the feed tells of dates."""

    EXACT = "exact"
    DAY = "day"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post as it is now; `key` is what it truly is, whatever it is called."""

    key: int
    guid: str
    path: str
    title: str
    published: datetime
    summary: str
    shares_link: bool = False
    shares_title: bool = False
    host: str


@dataclass(kw_only=True)
class Site:
    """A site and its feed, drawn from a seed."""

    random: Random
    guids: Guids = Guids.NUMBER
    links: Links = Links.SLUG
    dates: Dates = Dates.EXACT
    texts: bool = True
    now: datetime = START
    scheme: str = "http"
    host: str = "www.mairie.example"
    fronted: str = ""
    ending: str = ""
    window: int = 10
    posts: list[Post] = field(default_factory=list)
    seen: dict[int, Post] = field(default_factory=dict)
    copies: list[tuple[int, Post]] = field(default_factory=list)
    keys: int = 0

    @classmethod
    def drawn(cls, seed: int) -> Site:
        """Draw a site whose posts can be told apart by something."""
        random = Random(seed)  # noqa: S311  nothing secret
        while True:
            site = cls(
                random=random,
                guids=random.choice((*Guids, Guids.NUMBER, Guids.LINK)),
                links=random.choice((*Links, Links.SLUG, Links.SLUG, Links.QUERY)),
                dates=random.choice((*Dates, Dates.EXACT)),
                texts=random.random() < 0.7,
                window=random.choice((1, 3, 10, 20)),
            )
            if site.guids is not Guids.LINK or site.links not in {Links.ONE, Links.NONE}:
                break
        posts = random.choice((1, 2, 5, 15))
        if site.guids is Guids.ONE or site.links is Links.ONE:  # seen at once, or nobody could tell
            posts, site.window = posts + 2, 10
        for _ in range(posts):
            site.publishes()
        return site

    # What happens to it.

    def publishes(self) -> None:
        """Publish one more post, now."""
        self.now += timedelta(hours=self.random.choice((1, 5, 20, 50)), seconds=17)
        title = self._title()
        comes_back = self._is_time_for_a_letter() and self.random.random() < 0.3
        if comes_back:
            title = self.random.choice(RECURRENT)
        self._adds(title, self._path(title), shares_title=comes_back)

    def publishes_two(self) -> None:
        """Publish two posts that share their title, or their link, on purpose."""
        if not self._tells_apart():
            return
        self.publishes()
        self.now += timedelta(hours=self.random.choice((1, 5)), seconds=17)
        first = self.posts[0]
        if self.guids is Guids.NUMBER and self.random.random() < 0.5:
            self.posts[0] = replace(first, shares_link=True)
            self._adds(self._title(), first.path, shares_link=True)
        elif self.texts or self.dates is Dates.EXACT:
            self.posts[0] = replace(first, shares_title=True)
            self._adds(first.title, self._path(first.title), shares_title=True)

    def edits(self, place: int) -> None:
        """Change one thing or more of a post."""
        self.now += timedelta(minutes=3)
        was = self.posts[place]
        what = self.random.sample(
            ("guid", "link", "title", "date", "summary"), self.random.choice((1, 1, 2, 3))
        )
        new = was
        if "guid" in what and self.guids is Guids.NUMBER:
            new = replace(new, guid=self._guid())
        if "title" in what:
            title = self._title() if was.shares_title else self._retitled(was.title)
            new = replace(new, title=title, shares_title=False)
        if "link" in what and self.links in {Links.SLUG, Links.QUERY}:
            new = replace(new, path=self._path(new.title), shares_link=False)
        if "date" in what:
            new = replace(new, published=self.now)
        if "summary" in what and self.texts:
            new = replace(new, summary=self._text())
        self._becomes(place, new, stays=self.random.random() < 0.3)

    def everywhere(self, change: Callable[[Post], Post], *, stay: bool = False) -> None:
        """Change all posts at once; one of which nobody could tell is taken down."""
        for key in [each.key for each in reversed(self.posts)]:
            places = [place for place, each in enumerate(self.posts) if each.key == key]
            for place in places:
                self._becomes(place, change(self.posts[place]), stays=stay, else_goes=True)

    def lives(self) -> None:
        """Let something happen."""
        acts: dict[Callable[[], None], int] = {
            self.publishes: 8,
            self.publishes_two: 1,
            self._edits_some: 8,
            self._jumps: 4,
            self._is_respelt: 2,
            self._moves: 1,
            self._renumbers: 1,
            self._redates: 1,
            self._is_prefixed: 1,
        }
        self.random.choices(list(acts), list(acts.values()))[0]()

    # What is read of it.

    def feed(self) -> list[Article]:
        """Return what its feed says now; each article's only tag is what it truly is."""
        self.now += timedelta(hours=self.random.choice((1, 1, 6, 24)))
        shown = self.posts[: self.window]
        self.copies = [(left - 1, each) for left, each in self.copies if left]
        entries = [self._entry(each) for each in shown]
        for _, copy in self.copies:
            entries.insert(self.random.randint(0, len(entries)), self._entry(copy))
        for each in shown:
            self.seen[each.key] = each
        if self.random.random() < 0.1:
            self.random.shuffle(entries)
        return entries

    def could_tell(self, was: Post, new: Post, *, stays: bool) -> bool:  # noqa: PLR0911  cases
        """Tell whether what was seen as `was` can be known again, by any means, as `new`."""
        dated, exact = self.dates is not Dates.NONE, self.dates is Dates.EXACT
        guid = self.guids is Guids.NUMBER and was.guid == new.guid
        page = bool(was.path) and (was.host, was.path) == (new.host, new.path)
        link = page and not was.shares_link
        title = was.title == new.title
        own_title = title and not was.shares_title
        date = was.published == new.published
        same_text = was.summary == new.summary
        crowd = sum(not each.shares_link for each in self.seen.values()) > 3
        if guid:
            return (
                not stays
                or (title and (crowd or date))
                or (page and crowd)
                or (date and exact and crowd)
            )
        if link and self.guids is Guids.LINK:
            return not stays or title or (date and exact and same_text and crowd)
        if link:
            if stays:
                return date and ((title and dated) or (exact and same_text and crowd))
            guided = self.guids is Guids.NUMBER
            if guided and title and not date and not same_text:
                return False
            return title or not guided or (date and exact) or (crowd and same_text)
        if own_title and self.links is Links.NONE and self.guids is Guids.NONE:
            return not stays and (date or (self.texts and same_text))
        if title and (own_title or exact):
            if self.links is Links.SLUG and was.path == new.path and not stays and own_title:
                return date or not dated or (was.host != new.host and self.texts and same_text)
            told = date and dated and (exact or same_text)
            return told and (not stays or (exact and same_text))
        return exact and date and self.texts and same_text and not stays and not was.shares_title

    # How.

    def _becomes(self, place: int, new: Post, *, stays: bool, else_goes: bool = False) -> None:
        was = self.posts[place]
        seen = self.seen.get(was.key)
        if new == was:
            return
        stays = stays or any(copy.key == was.key for _, copy in self.copies)
        if stays and _names(was) == _names(new):
            return  # nobody has two copies of one name
        if seen is not None and not self.could_tell(seen, new, stays=stays):
            if else_goes:
                self._takes_down(place)
            return
        if stays and seen is not None:
            self.copies.append((self.random.choice((1, 3, 9)), seen))
        self.posts[place] = new

    def _takes_down(self, place: int) -> None:
        """Take a post down, with what nobody saw beside it and would take for it."""
        gone = self.posts[place]
        self.posts = [
            each
            for each in self.posts
            if each.key != gone.key and (each.key in self.seen or not _are_alike(each, gone))
        ]

    def _edits_some(self) -> None:
        for _ in range(self.random.choice((1, 1, 3))):
            if self.posts:
                self.edits(self.random.randrange(min(len(self.posts), 2 * self.window + 1)))

    def _jumps(self) -> None:
        self.window = self.random.choice((0, 1, 2, 5, 10, 30, 100))

    def _is_respelt(self) -> None:
        self.scheme = self.random.choice(("http", "https"))
        self.fronted = self.random.choice(("", "", "/index.php", "/index%2Ephp", "/INDEX%2ephp"))
        self.ending = self.random.choice(("", "/", "?utm_source=rss", "#xtor=RSS-1", "?from=flux"))

    def _moves(self) -> None:
        if self.links is Links.ONE:
            return
        self.host = f"{self.random.choice(WORDS)}-{self.random.randrange(1000)}.example"
        renumbered = self.random.random() < 0.5

        def moved(post: Post) -> Post:
            guid = self._guid() if renumbered and self.guids is Guids.NUMBER else post.guid
            return replace(post, host=self.host if post.path else post.host, guid=guid)

        self.everywhere(moved, stay=self.random.random() < 0.1)

    def _renumbers(self) -> None:
        if self.guids is Guids.NUMBER:
            self.everywhere(
                lambda post: replace(post, guid=self._guid()), stay=self.random.random() < 0.1
            )

    def _redates(self) -> None:
        def dated(post: Post) -> Post:  # an import takes its time
            self.now += timedelta(minutes=2)
            return replace(post, published=self.now)

        self.everywhere(dated)

    def _is_prefixed(self) -> None:
        if self.links is Links.SLUG:
            prefix = f"{self.random.choice(WORDS)}/"
            self.everywhere(lambda post: replace(post, path=prefix + post.path))

    def _adds(self, title: str, path: str, **shares: bool) -> None:
        self.keys += 1
        post = Post(
            key=self.keys,
            guid=self._guid(),
            path=path,
            title=title,
            published=self.now,
            summary=self._text() if self.texts else "",
            host=self.host,
            **({"shares_link": self.links is Links.ONE} | shares),
        )
        self.posts.insert(0, post)

    def _tells_apart(self) -> bool:
        """Tell whether two posts of one title can be known apart."""
        exact = self.dates is Dates.EXACT
        return self.links in {Links.SLUG, Links.QUERY} or (self.guids is Guids.NUMBER and exact)

    def _is_time_for_a_letter(self) -> bool:
        before = [each.published for each in self.posts if each.title in RECURRENT]
        return self._tells_apart() and self.now - max(before, default=START) > timedelta(days=8)

    def _entry(self, post: Post) -> Article:
        link = ""
        if self.links is not Links.NONE:
            front = self.fronted if self.links is Links.SLUG else ""
            ending = self.ending
            if "?" in post.path:
                ending = ending.replace("?", "&") if ending != "/" else ""
            link = f"{self.scheme}://{post.host}{front}/{post.path or 'agenda'}{ending}"
        guids = {
            Guids.NUMBER: post.guid,
            Guids.LINK: link,
            Guids.NONE: None,
            Guids.ONE: "https://www.mairie.example/agenda",
        }
        dates = {
            Dates.EXACT: post.published,
            Dates.DAY: post.published.replace(hour=0, minute=0, second=0),
            Dates.NONE: None,
        }
        return Article(
            guid=guids[self.guids],
            link=link,
            title=post.title,
            summary=post.summary,
            published=dates[self.dates],
            tags=(str(post.key),),
        )

    def _guid(self) -> str:
        return f"{self.random.randrange(10**9):09}"

    def _title(self) -> str:
        words = self.random.sample(WORDS, 4)
        return " ".join(words).capitalize() + f" {self.random.randrange(10**6)}"

    def _retitled(self, title: str) -> str:
        return self.random.choice((f"{title} : complet", f"Report : {title}", self._title()))

    def _path(self, title: str) -> str:
        if self.links in {Links.ONE, Links.NONE}:
            return ""
        if self.links is Links.QUERY:
            return f"?id={self.random.randrange(10**9)}"
        words = "-".join(title.lower().replace("'", " ").split())
        return f"{self.now:%Y/%m}/{words}-{self.random.randrange(10**6)}"

    def _text(self) -> str:
        return " ".join(self.random.choices(WORDS, k=25))


def _names(post: Post) -> tuple[str, ...]:
    return post.guid, post.host, post.path, post.title


def _are_alike(post: Post, other: Post) -> bool:
    return post.title == other.title or "" != post.path == other.path


@dataclass(frozen=True, slots=True)
class Tally:
    """Of the articles that were shown, how many came twice, and how many never came."""

    shown: int
    twice: int
    hidden: int


Collect = Callable[[Sequence[Article], datetime], Sequence[Article]]
"""Keeps what a feed says at a moment; returns the news."""


def watched(seed: int, collect: Collect, *, looks: int = 25) -> Tally:
    """Look at a site's feed again and again; count what was told."""
    told: Counter[str] = Counter()
    shown: set[str] = set()
    for feed, now in versions(seed, looks):
        shown |= {article.tags[0] for article in feed}
        told.update(article.tags[0] for article in collect(feed, now))
    twice = sum(count - 1 for count in told.values())
    return Tally(len(shown), twice, len(shown - told.keys()))


def versions(seed: int, looks: int) -> Iterator[tuple[list[Article], datetime]]:
    """Give what the feed of a site says, look after look, and when."""
    site = Site.drawn(seed)
    for _ in range(looks):
        yield site.feed(), site.now
        for _ in range(site.random.choice((0, 1, 1, 2, 3))):
            site.lives()
