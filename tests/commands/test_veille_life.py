"""Any sequence of what members, coordinators, feeds and the clock do leaves the veille in order.

A page is published once at most, what was dropped is not, what was promised is, the archive shows
what was published; nothing rings, nothing breaks.
"""

from __future__ import annotations

import asyncio
import re
import shutil
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import Connection, select
from structlog.testing import capture_logs

from bot.veille import digests
from bot.veille import store as articles
from bot.veille.article import Article
from bot.veille.digest import Entry
from bot.veille.feeds import collecting
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.rules import Ailment, Collected, Failed, Feed, Gone, Outcome, Trouble
from bot.veille.link import WebPage, canonical_link
from bot.veille.tables import articles as article_rows
from bot.veille.tables import contributions, publications
from scheduler.titles import Titler
from scheduler.tryout import TryOut
from tests.amounts import examples
from tests.commands.gestures import deliver
from tests.commands.test_proposer import gathers
from tests.room import FEED, open_room
from tests.rounds import go
from tests.scheduler.sender import publisher

PAGES = [f"https://exemple.fr/page-{number}" for number in range(5)]
HOME = "https://exemple.fr/"
TITLES = ("Un guide", "@channel Une étude [x](y)", "Un recrutement @all", "", "`code` **gras")
ADDRESSES = (FEED, "https://a.example.org/", "https://b.example.org/flux")
RINGS = re.compile(r"@(?:channel|all|here)\b")
REFUSED = Failed(trouble=Trouble(ailment=Ailment.HTTP, status=403))

FOLK = st.sampled_from(["louis", "zoé", "louis", "zoé", "amina", "gaspard", "marc"])
MEMBERS = st.sampled_from(["louis", "zoé", "amina"])
NUMBERS = st.sampled_from([1, 2, 3, 1, 2, 3, 4, 5, 9])
LINKS = st.sampled_from([*PAGES, *PAGES, HOME])
WHY = st.sampled_from(["", "Utile @here à tous", "*Clair*"])
BY_MEMBERS = st.sampled_from(["utile", "plus-utile", "retirer-lien", "retirer-lien", "sans-nom"])
DECISIONS = st.sampled_from(["garder", "écarter", "écarter", "épingler", "remettre", "pourquoi"])
ON_FEEDS = st.sampled_from(
    [
        "suspendre {}",
        "reprendre {}",
        "retirer {}",
        "{}",
    ]
)
OF_ALL = st.sampled_from(["", "chercher guide", "chercher utile", "archives", "flux", "adresse"])
SLICES = st.lists(st.integers(0, len(PAGES) - 1), unique=True, max_size=4)
HOURS = st.sampled_from([0.2, 3, 26, 24 * 4, 24 * 8, 24 * 31, 24 * 40, 24 * 380])


class Web:
    """Pages and feeds as they are now; what is not there answers nothing."""

    def __init__(self) -> None:
        self.feeds: dict[str, Outcome] = {}

    async def fetch(self, feed: Feed, now: datetime) -> Outcome:  # noqa: ARG002
        return self.feeds.get(feed.url, REFUSED)

    async def page(self, url: str) -> WebPage | Failed:
        last = url.rpartition("-")[2]
        return (
            WebPage(url=url, title=TITLES[int(last)], summary="@all") if last in "0123" else REFUSED
        )


class Life(RuleBasedStateMachine):
    """Amina coordinates, Louis and Zoé are members, Gaspard is a guest, Marc a stranger."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.room = open_room(self.folder)
        self.web = Web()
        self.dropped: set[str] = set()
        self.kept: set[str] = set()
        self.said: Counter[str] = Counter()
        self.messages = 0
        self.posts: list[tuple[str, str, str]] = []

    def teardown(self) -> None:
        self.room.database.close()
        shutil.rmtree(self.folder)

    @initialize(second=st.booleans())
    def begins(self, second: bool) -> None:  # noqa: FBT001
        """Have a feed that was read, and perhaps a second one."""
        self.brings(0, [0, 1], guid=0, days=0)
        if second:
            self.adds(1)
            self.tries()
            self.brings(1, [1, 2], guid=0, days=0)

    def says(self, who: str, line: str) -> str:
        reply = self.room.plays(who, f"/veille {line}".rstrip())
        assert "a cassé" not in reply.text, line
        assert not RINGS.search(reply.text), line
        return "" if reply.refused else reply.text

    def page_of(self, number: int) -> str:
        found = select(article_rows.c.page).where(article_rows.c.id == number)
        return self.room.store(lambda db: db.execute(found).scalar_one_or_none()) or ""

    @rule(who=FOLK, link=LINKS, words=WHY, unsigned=st.booleans())
    def proposes(self, who: str, link: str, words: str, unsigned: bool) -> None:  # noqa: FBT001
        told = self.says(who, f"proposer {'anonyme ' * unsigned}{link} {words}")
        if told:
            assert canonical_link(link) in self.proposed()

    @rule(who=MEMBERS, link=LINKS, other=MEMBERS)
    def writes_for_the_veille(self, who: str, link: str, other: str) -> None:
        self.messages += 1
        post, text = f"msg{self.messages}", f"Utile : {link} #veille @here"
        self.posts.append((who, text, post))
        gathers(self.room, who, text, by="" if other == who else other, post=post)

    @rule(which=st.integers(0, 9), other=MEMBERS)
    def takes_a_message_back(self, which: int, other: str) -> None:
        if self.posts:
            who, text, post = self.posts[which % len(self.posts)]
            gathers(self.room, who, text, by=other, post=post, back=True)

    @rule(who=FOLK, act=BY_MEMBERS, number=NUMBERS)
    def acts(self, who: str, act: str, number: int) -> None:
        self.says(who, f"{act} {number}")

    @rule(who=FOLK, line=OF_ALL)
    def reads(self, who: str, line: str) -> None:
        self.says(who, line)

    @rule(act=DECISIONS, number=NUMBERS)
    def decides(self, act: str, number: int) -> None:
        page = self.page_of(number)
        if not self.says("amina", f"{act} {number} {'@channel utile' * (act == 'pourquoi')}"):
            return
        self.noted(act, page)

    def noted(self, act: str, page: str) -> None:
        if act in ("écarter", "ecarter"):
            self.dropped.add(page)
            self.kept.discard(page)
        elif act in ("garder", "épingler", "epingler"):
            self.kept.add(page)
            self.dropped.discard(page)
        elif act == "remettre":
            self.kept.discard(page)
            self.dropped.discard(page)

    @rule()
    def sorts(self) -> None:
        self.says("amina", "trier")

    @rule(who=FOLK, which=st.integers(0, 40))
    def presses(self, who: str, which: int) -> None:
        found = [
            (button, message.user) for message in self.room.outbox() for button in message.buttons
        ]
        if not found:
            return
        button, owner = found[which % len(found)]
        presser = who if owner is None else {"zoe": "zoé"}.get(owner, owner)
        act, _, rest = button.argument.partition(" ")
        number = int(rest.split()[0]) if button.route == "veille carte" else 0
        page = self.page_of(number)
        reply = self.room.clicks(presser, button.route, button.argument)
        assert "a cassé" not in reply.text, button
        if number and not reply.refused:
            self.noted(act, page)

    @rule(number=st.integers(1, 3), left_out=st.sampled_from(["recrutement", ""]))
    def sets_a_feed(self, number: int, left_out: str) -> None:
        self.room.fills("amina", "veille flux régler", str(number), sauf=left_out, plafond="1")

    @rule(line=ON_FEEDS, number=st.integers(1, 3))
    def sets_feeds(self, line: str, number: int) -> None:
        self.says("amina", f"flux {line.format(number)}")

    @rule(which=st.integers(0, 2))
    def adds(self, which: int) -> None:
        self.says("amina", f"flux ajouter {ADDRESSES[which]}")

    @rule(which=st.integers(0, 2), pages=SLICES, guid=st.integers(0, 1), days=st.integers(0, 40))
    def brings(self, which: int, pages: list[int], guid: int, days: int) -> None:
        """Have a feed give pages: known ones too, under other guids and dates at times."""
        address, now = ADDRESSES[which], self.room.clock.now
        found = tuple(
            Article(
                guid=f"urn:{which}:{page}:{guid}",
                link=f"{PAGES[page]}{'?utm_source=rss' * guid}",
                title=TITLES[page],
                summary="Un résumé pour @channel.",
                published=now - timedelta(days=days),
            )
            for page in pages
        )
        self.web.feeds[address] = Collected(articles=found, title="Un flux @all")
        self.outcome(address, self.web.feeds[address])

    @rule(which=st.integers(0, 2), gone=st.booleans())
    def fails(self, which: int, gone: bool) -> None:  # noqa: FBT001
        self.web.feeds[ADDRESSES[which]] = REFUSED
        self.outcome(ADDRESSES[which], Gone() if gone else REFUSED)

    def outcome(self, address: str, found: Outcome) -> None:
        def keep(db: Connection) -> None:
            collecting.sort_first(db, self.room.clock.now)
            for each in followings.of_network(db, "loire"):
                if each.address == address:
                    collecting.keep(
                        db, each.feed, found, self.room.clock.now, {"loire": "Europe/Paris"}
                    )

        self.room.store(keep)

    @rule(hours=HOURS)
    def time_passes(self, hours: float) -> None:
        self.room.clock.forward(hours=hours)

    @rule()
    def tries(self) -> None:
        job = TryOut(self.room.database, self.room.bot, self.web, lambda: None)
        self.runs(job.try_all())

    @rule()
    def titles(self) -> None:
        self.runs(Titler(self.room.database, self.web, self.room.clock).read_due())

    @rule()
    def tells_the_week(self) -> None:
        self.runs(go(self.room.database, self.room.bot, "week"))

    @rule()
    def the_day_is_purged(self) -> None:
        self.delivers()
        self.room.forgets()

    @rule()
    def delivers(self) -> None:
        self.said.update(deliver(self.room))

    @rule()
    def the_month_ends(self) -> None:
        network = self.room.bot.networks["loire"]
        dates = network.digest.next_dates(self.room.clock.now, network.timezone, 1)
        self.room.clock.now = dates[0]
        self.publishes()

    @rule()
    def publishes(self) -> None:
        """Publish what is due, and compare with what was promised."""
        before = {due for due, _ in self.dues()}
        promised = self.proposed(to_come=True) - self.told().keys()
        to_come = {entry.link for entry in self.gathered()}
        kept = {page for page in self.kept if page in {canonical_link(link) for link in to_come}}
        with capture_logs() as logs:
            published = asyncio.run(publisher(self.room).publish_due())
        assert not [each for each in logs if each["log_level"] == "error"], logs
        if not published:
            return
        pages = self.pages_of_last_posts(before)
        assert not pages & self.dropped
        assert promised - self.dropped <= pages
        assert kept <= pages
        self.dropped.clear()
        self.kept.clear()

    def pages_of_last_posts(self, before: set[datetime]) -> set[str]:
        """Return the pages that the digest just published tells, compared with its archive."""
        fresh = {due for due, _ in self.dues()} - before
        assert len(fresh) <= 1
        keys = tuple(f"digest:loire:{due:%Y-%m-%dT%H:%M}" for due in fresh)
        text = "\n".join(
            each.text for each in self.room.outbox() if each.key.startswith(keys) and each.thread
        )
        links = Counter(re.findall(r"\]\((https://exemple\.fr[^)]*)\)", text if keys else ""))
        archive = self.room.store(lambda db: digests.published(db, "loire", len(fresh)))
        again = [entry.link for each in archive for entry in (*each.shown, *each.also)]
        assert links == Counter(again)
        return {canonical_link(link) for link in links}

    def dues(self) -> list[tuple[datetime, int]]:
        return list(self.room.store(lambda db: articles.dues(db, "loire")))

    def gathered(self) -> tuple[Entry, ...]:
        network, now = self.room.bot.networks["loire"], self.room.clock.now
        return self.room.store(
            lambda db: digests.gather(self.room.bot.context(db, network, now)).entries
        )

    def proposed(self, *, to_come: bool = False) -> set[str]:
        """Return the pages that members propose; `to_come`, but for those published or dropped."""
        found = (
            select(article_rows.c.page)
            .join(contributions, contributions.c.article == article_rows.c.id)
            .where(contributions.c.kind == "proposed")
        )
        if to_come:
            found = found.where(article_rows.c.id.not_in(select(publications.c.article)))
        return set(self.room.store(lambda db: db.execute(found).scalars().all()))

    def told(self) -> Counter[str]:
        """Return how often each page was published; a site's front page may be, again."""
        found = (
            select(article_rows.c.page, publications.c.due_at, publications.c.place)
            .join(publications, publications.c.article == article_rows.c.id)
            .where(publications.c.due_at.is_not(None))
            .distinct()
        )
        rows = self.room.store(lambda db: db.execute(found).all())
        return Counter(row.page for row in rows if row.page != canonical_link(HOME))

    def runs(self, job: object) -> None:
        with capture_logs() as logs:
            asyncio.run(job)  # type: ignore[arg-type]
        assert not [each for each in logs if each["log_level"] == "error"], logs

    @invariant()
    def no_page_is_published_twice(self) -> None:
        assert not [page for page, times in self.told().items() if times > 1]

    @invariant()
    def nothing_rings_nor_breaks_nor_is_said_twice(self) -> None:
        for message in self.room.outbox():
            assert "a cassé" not in message.text
            assert not RINGS.search(message.text), message
        assert not [key for key, times in self.said.items() if times > 1]


TestLife = Life.TestCase
TestLife.settings = settings(examples(20), stateful_step_count=30)
