"""`courroie collect`: one collection by hand, and what came of each feed.

For the person who looks after the bot, which may run meanwhile: each feed is kept in a transaction
of its own, and nothing is locked while publishers answer. A terminal gets a bar, then a table; a
file or a pipe gets plain lines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TextIO
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from rich.box import SIMPLE
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from bot.admin.served import networks_of
from bot.app import open_fetcher, utc_now
from bot.config.models import Config
from bot.core.clock import Clock
from bot.core.database import Database
from bot.core.migrate import migrate
from bot.french import spoken
from bot.talk.markdown import typeset
from bot.talk.render import plural
from bot.veille.feeds import collecting
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.following import Following
from bot.veille.feeds.rules import (
    LONGEST_WAIT,
    Ailment,
    Collected,
    Failed,
    Feed,
    Gone,
    Trouble,
    Unchanged,
)
from bot.veille.fetching.fetch import Limits
from scheduler.collect import Collector, FeedReading

_ALMOST_A_MINUTE = timedelta(seconds=59)
_SENTENCE_OF_410 = Trouble(ailment=Ailment.GONE).precise


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A feed as its networks call it; `held_until`: how long its host asks to be left alone."""

    feed: Feed
    name: str
    held_until: datetime | None

    def may_be_asked(self, now: datetime, *, everything: bool) -> bool:
        """Tell whether it is read now."""
        if self.feed.stopped or self.held_until is not None:
            return False
        return everything or self.feed.due(now)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """What is told of one feed; `reading` is None where it was not asked."""

    source: _Source
    state: str
    reading: FeedReading | None

    @property
    def cells(self) -> tuple[str, str, str, str]:
        """The row of the table."""
        if self.reading is None:
            return self.source.name, self.state, "", ""
        seconds = f"{self.reading.seconds:.1f}".replace(".", ",")
        return self.source.name, self.state, str(self.reading.new), seconds

    def __str__(self) -> str:
        name, state, new, seconds = self.cells
        if self.reading is None:
            return f"{name}\u00a0: {state}"
        news = f", {_news(self.reading.new)}" if new != "0" else ""
        return f"{name}\u00a0: {state}{news} ({seconds}\u00a0s)"


async def collect_by_hand(
    config: Config,
    output: TextIO,
    *,
    everything: bool,
    clock: Clock = utc_now,
    limits: Limits | None = None,
) -> int:
    """Collect once and tell it; return 1 where every feed that was asked failed, else 0.

    `everything` reads those that are not due too, but for those whose publishers asked to be left
    alone. Raises what `migrate` does. Cancelled, it tells what was read.
    """
    console = Console(file=output, highlight=False, soft_wrap=not output.isatty())
    readings: dict[int, FeedReading] = {}
    with closing(Database(config.bot.database)) as database:
        migrate(database)
        networks = networks_of(config)
        words = _Words(now=clock(), zone=ZoneInfo(config.zone))
        await database.run(lambda db: collecting.configure(db, config.served, words.now))
        await database.run(networks.reread)
        sources = _sources(await database.run(followings.followed), words.now)
        asked = [each for each in sources if each.may_be_asked(words.now, everything=everything)]
        try:
            with _progress(console, asked) as told:

                def note(reading: FeedReading) -> None:
                    readings[reading.feed.id] = reading
                    told(reading)

                async with open_fetcher(config.bot, limits) as fetcher:
                    collector = Collector(database, fetcher, clock, networks, note)
                    await collector.collect([each.feed for each in asked])
        finally:
            rows = [words.row(each, readings.get(each.feed.id)) for each in sources]
            _show(console, rows)
            console.print(words.summary(rows, everything=everything), markup=False)
    return 1 if readings and not any(map(_well, readings.values())) else 0


def _sources(followed: Iterable[Following], now: datetime) -> Sequence[_Source]:
    """Gather what is followed by feed, under all the names that its networks give it."""
    feeds: dict[int, Feed] = {}
    names: dict[int, list[str]] = {}
    waits: dict[str, datetime] = {}
    for each in followed:
        feed = feeds[each.feed.id] = each.feed
        names.setdefault(feed.id, []).append(each.shown)
        if feed.held_until is not None and feed.held_until > now:
            waits[_host(feed)] = max(feed.held_until, waits.get(_host(feed), now))
    return [
        _Source(
            feed=feed,
            name=", ".join(dict.fromkeys(names[feed.id])),
            held_until=waits.get(_host(feed)),
        )
        for feed in feeds.values()
    ]


def _host(feed: Feed) -> str:
    return urlsplit(feed.url).netloc.lower()


def _well(reading: FeedReading) -> bool:
    return isinstance(reading.outcome, Collected | Unchanged)


@contextmanager
def _progress(
    console: Console, asked: Sequence[_Source]
) -> Iterator[Callable[[FeedReading], None]]:
    """Show a bar on a terminal; give what is to hear of each reading."""
    if not console.is_terminal or not asked:
        yield lambda _reading: None
        return
    names = {each.feed.id: each.name for each in asked}
    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=len(asked))
        yield lambda reading: progress.update(task, advance=1, description=names[reading.feed.id])


def _show(console: Console, rows: Sequence[_Row]) -> None:
    if not console.is_terminal:
        for row in rows:
            console.print(str(row), markup=False)
    elif rows:
        table = Table(box=SIMPLE)
        table.add_column("Flux", overflow="fold")
        table.add_column("État", overflow="fold")
        table.add_column("Nouveaux", justify="right")
        table.add_column("Secondes", justify="right")
        for row in rows:
            table.add_row(*map(Text, row.cells))
        console.print(table)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The sentences of a collection that began `now`; hours are told in `zone`."""

    now: datetime
    zone: ZoneInfo

    def row(self, source: _Source, reading: FeedReading | None) -> _Row:
        """Tell of one feed, read or not."""
        state = self._left(source) if reading is None else self._came(reading)
        return _Row(source=source, state=typeset(state), reading=reading)

    def summary(self, rows: Sequence[_Row], *, everything: bool) -> str:
        """Tell of all of them, and what to type next."""
        if not rows:
            return typeset(
                "Aucun réseau ne suit de flux pour l'instant : ajoutez-en à la configuration "
                "(feeds), ou depuis un canal par `/veille flux <adresse>`."
            )
        read = [each.reading for each in rows if each.reading is not None]
        said = []
        if read:
            broken = len(read) - sum(map(_well, read))
            asked = plural(len(read), "flux demandé", "flux demandés")
            failed = f", {broken}\u00a0flux en panne" if broken else ""
            said.append(f"{asked} : {_news(sum(each.new for each in read))}{failed}.")
        left = [each.source for each in rows if each.reading is None]
        held = sum(each.held_until is not None and not each.feed.stopped for each in left)
        later = [
            each.feed.next_at
            for each in left
            if each.feed.next_at and not each.held_until and not each.feed.due(self.now)
        ]
        if later and not everything:
            ahead = "Rien d'autre" if read else "Rien"
            said.append(
                f"{ahead} à lire avant {self._moment(min(later))}. "
                "Pour lire sans attendre : `courroie collect --all`."
            )
        if held:
            wait = plural(held, "flux attend : son site l'a", "flux attendent : leurs sites l'ont")
            said.append(f"{wait} demandé, et `--all` n'y change rien.")
        return typeset("\n".join(said))

    def _left(self, source: _Source) -> str:
        feed = source.feed
        if feed.stopped:
            return f"arrêté : {_SENTENCE_OF_410}"
        broken = f"en panne : {feed.trouble.precise} ; " if feed.trouble else ""
        if source.held_until is not None:
            return broken + self._asked_for(source.held_until)
        if feed.next_at is None or feed.due(self.now):
            return "pas lu cette fois"
        return f"{broken}pas à relire avant {self._moment(feed.next_at)}"

    def _came(self, reading: FeedReading) -> str:
        match reading.outcome:
            case Collected():
                return "lu"
            case Unchanged():
                return "inchangé"
            case Gone():
                return f"arrêté : {_SENTENCE_OF_410}"
            case Failed(trouble=trouble, retry_after=wait, asked=asked):
                broken = [f"en panne : {trouble.precise}"] if asked else []
                asks = [self._asked_for(self.now + min(wait, LONGEST_WAIT))] if wait else []
                return " ; ".join(broken + asks)
            case None:
                return "rien n'a pu être gardé : le journal dit pourquoi"

    def _asked_for(self, until: datetime) -> str:
        return f"le site demande de ne pas revenir avant {self._moment(until)}"

    def _moment(self, when: datetime) -> str:
        """Return « 14 h 05 » for today, « demain à 9 h », or the whole day; never too early."""
        local, now = (each.astimezone(self.zone) for each in (when + _ALMOST_A_MINUTE, self.now))
        hour, days = spoken.clock(local), (local.date() - now.date()).days
        if days == 0:
            return hour
        return f"{'demain' if days == 1 else f'le {spoken.long_day(local)}'} à {hour}"


def _news(count: int) -> str:
    return plural(count, "nouvel article", "nouveaux articles")
