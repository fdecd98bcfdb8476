"""A year of many networks, lived in seconds: the real store, services, commands and jobs.

Only chat and clock are ours. Each network has one coordinator, who plans a meeting when Monday's
card says that a month has nothing, or a week before its date, announces it, and holds it on its
day.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import partial
from itertools import islice, takewhile
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from bot.config.feeds import default_suggestions
from bot.config.tools import default_tools
from bot.core.database import Database
from bot.core.message import ClaimedMessage, Message, MessageKind
from bot.core.migrate import migrate
from bot.core.tables import occurrences
from bot.dispatch import Dispatch
from bot.french.themes import THEMES, Themes
from bot.french.workdays import SATURDAY
from bot.letter import dates as letter_dates
from bot.letter.mail.settings import MailSettings
from bot.meeting import planning
from bot.meeting.rules import MeetingStatus
from bot.meeting.tables import meetings
from bot.network import schedule
from bot.network.network import DEFAULT_DIGEST, DEFAULT_LETTERS, DEFAULT_MEETINGS, Network, Scale
from bot.network.rhythm import parse_rhythm
from bot.network.rights import Role
from bot.network.schedule import Due
from bot.network.served import Networks
from bot.pile.following import FOLLOWED
from bot.talk.bot import Bot
from bot.talk.command import Caller, Command, Via
from bot.talk.context import Settings
from bot.talk.render import make_render
from bot.veille.feeds import collecting
from commands import ROUTES
from scheduler.deliver import Deliverer
from scheduler.publish import Publisher
from scheduler.purge import Purge
from tests.rounds import go
from tests.scheduler.sender import nothing_new
from tests.typable import is_verb, parted

AFTERNOON = time(13, 30)
"""An hour (UTC) at which people work from Guadeloupe to La Réunion."""

WOKEN_AFTER = timedelta(seconds=30)
"""The beat of what publishes."""

PLANNED_BEFORE = timedelta(days=7)
"""A coordinator plans so long before a date of the rhythm, when nothing warned them."""

PLAN = "rencontre planifier"

Asked = ParamSpec("Asked")
Found = TypeVar("Found")

_RENDER = make_render()
_THEMES = Themes(THEMES)


@dataclass
class Mouth:
    """A chat that hears everything."""

    said: list[Message] = field(default_factory=list)

    async def say(
        self,
        claimed: ClaimedMessage,
        posted: Callable[[str], Awaitable[None]],  # noqa: ARG002
    ) -> str:
        """Hear a message; its post is named by its place."""
        assert not claimed.doubt
        assert claimed.thread is None or claimed.thread.startswith("post")
        self.said.append(claimed.message)
        return claimed.edits or f"post{len(self.said)}"

    async def take_back(self, post: str) -> None:
        """Hear that a message was said twice: one process says it."""
        raise AssertionError(post)


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a year brought: meetings held, letters and digests published, messages said."""

    meetings: int
    letters: int
    digests: int
    messages: int

    @property
    def sequences(self) -> int:
        """The meetings and the letters."""
        return self.meetings + self.letters


def network(
    slug: str, scale: Scale, zone: str = "Europe/Paris", parent: str | None = None
) -> Network:
    """Return a network with the rhythm of its scale."""
    return Network(
        slug=slug,
        name=f"Réseau {slug}",
        scale=scale,
        server="test",
        channel=slug,
        timezone=zone,
        parent=parent,
        digest=parse_rhythm(DEFAULT_DIGEST),
        meeting=parse_rhythm(DEFAULT_MEETINGS[scale]),
        letter=parse_rhythm(DEFAULT_LETTERS[scale]),
    )


class Year:
    """Networks that live, from a moment on, over a database: a file, or a SQLAlchemy URL."""

    coordinator = staticmethod(lambda slug: f"coord-{slug}")
    """Gives who coordinates a network, by chat user id."""

    def __init__(self, place: Path | str, networks: Sequence[Network], start: datetime) -> None:
        self.now = start
        self.start = start
        self.sender = Mouth()
        self._url = place if isinstance(place, str) else f"sqlite:///{place}"
        self._networks = tuple(networks)
        self._heard = 0
        self._planned: set[tuple[str, datetime]] = set()
        self.open()

    def open(self) -> None:
        """Start the bot."""
        self.database = Database(self._url)
        migrate(self.database)
        served = Networks(self._networks)
        self.bot = Bot(
            networks=served,
            reread=served.reread,
            routes=ROUTES,
            renderer=_RENDER,
            clock=lambda: self.now,
            buttons=True,
            wording={
                "advisers": "conseillères et conseillers numériques",
            },
            themes=_THEMES,
            next_meeting=planning.next_date,
            next_letter=letter_dates.next_at,
            settings=Settings(default_tools(), default_suggestions(), MailSettings(), FOLLOWED),
            coordinators_of=lambda slug: frozenset({self.coordinator(slug)}),
        )
        self.database.submit(lambda db: served.begin(db, self.now)).result()
        configure = partial(collecting.configure, networks=self._networks, now=self.now)
        self.database.submit(configure).result()

    def close(self) -> None:
        """Stop the bot."""
        self.database.close()

    def restart(self, *, at: datetime | None = None) -> None:
        """Stop the bot, and start it again, then or at a later moment."""
        self.close()
        self.now = at or self.now
        self.open()

    def live(self, until: datetime) -> None:
        """Live until a moment: woken at each afternoon, and whenever something falls due."""
        asyncio.run(self._live(until))

    def tally(self, *, missed: Sequence[tuple[str, datetime]] = ()) -> Tally:
        """Check that all that fell due so far was delivered, exactly once, and count it.

        `missed` are the meetings, by network and date, that nobody held with us.
        """
        twice = [
            key
            for key, count in Counter(
                each.key for each in self.sender.said if each.kind is MessageKind.POST
            ).items()
            if count > 1
        ]
        assert not twice, f"said twice: {twice}"
        counts = Counter[Due]()
        for each in self._networks:
            for due in Due:
                wanted = set(self._due(each, due))
                if due is Due.MEETING:
                    wanted -= {at for slug, at in missed if slug == each.slug}
                found = self._done(each.slug, due)
                assert sorted(found) == sorted(wanted), f"{each.slug}: {due.value}"
                counts[due] += len(found)
        for due in (Due.LETTER, Due.DIGEST):
            said = [each for each in self.sender.said if _tells(each, due)]
            assert len(said) == counts[due], f"{due.value}: {len(said)} posts"
        return Tally(
            meetings=counts[Due.MEETING],
            letters=counts[Due.LETTER],
            digests=counts[Due.DIGEST],
            messages=len(self.sender.said),
        )

    async def _live(self, until: datetime) -> None:
        for moment in self._moments(until):
            self.now = moment
            await self._publish()
            if moment.time() == AFTERNOON and moment.weekday() < SATURDAY:
                await self._work()
            await self._converse()
            await self._deliver()
        self.now = until

    def _moments(self, until: datetime) -> Sequence[datetime]:
        """Return when something falls due, and every afternoon, in order."""
        found = {
            at + WOKEN_AFTER
            for each in self._networks
            for due in Due
            for at in takewhile(
                lambda at: at + WOKEN_AFTER <= until,
                schedule.dates_after(each, due, self.now - WOKEN_AFTER),
            )
        }
        day = datetime.combine(self.now.date(), AFTERNOON, tzinfo=UTC)
        while day <= until:
            found.add(day)
            day += timedelta(days=1)
        return sorted(each for each in found if each > self.now)

    async def _publish(self) -> None:
        await Publisher(self.database, self.bot, nothing_new, _quiet).publish_due()
        await go(self.database, self.bot, "letters")

    async def _work(self) -> None:
        """Run the jobs of the working hours, and the daily ones."""
        for name in ("week", "remind"):
            await go(self.database, self.bot, name, _members)
        await Purge(self.database, lambda: self.now).forget()

    async def _deliver(self) -> None:
        await Deliverer(self.database, "test", self.sender, lambda: self.now).deliver_due()

    async def _converse(self) -> None:
        """Have coordinators do what they would: plan when warned, hold on the day."""
        await self._deliver()
        fresh, self._heard = self.sender.said[self._heard :], len(self.sender.said)
        for message in fresh:
            if message.network and any(each.route == PLAN for each in message.buttons):
                await self._plan_ahead(message.network)
        for each in self._networks:
            at = next(schedule.dates_after(each, Due.MEETING, self.now))
            if at - self.now <= PLANNED_BEFORE and (each.slug, at) not in self._planned:
                await self._plan(each.slug, at)
            since = self.now - 2 * WOKEN_AFTER
            if self.now - WOKEN_AFTER == next(schedule.dates_after(each, Due.MEETING, since)):
                await self._says(each.slug, "rencontre tenir")
                await self._says(each.slug, "rencontre terminer")

    async def _plan_ahead(self, slug: str) -> None:
        """Plan the rhythm's next meeting that is not planned yet."""
        network_ = self.bot.networks[slug]
        for at in islice(schedule.dates_after(network_, Due.MEETING, self.now), 6):
            if (slug, at) not in self._planned:
                await self._plan(slug, at)
                return

    async def _plan(self, slug: str, at: datetime) -> None:
        self._planned.add((slug, at))
        local = at.astimezone(ZoneInfo(self.bot.networks[slug].timezone))
        date = f"{local:%d/%m/%Y %Hh%M}"
        await self._says(slug, f"rencontre planifier confirmé {date}, Salle des fêtes")
        await self._says(slug, "rencontre annoncer")

    async def _says(
        self, slug: str, text: str, *, who: str = "", role: Role = Role.COORDINATOR
    ) -> None:
        """Have someone say something, the coordinator unless told; a refusal ends the year."""
        who = who or self.coordinator(slug)
        route, said = parted(text) if is_verb(text) else (None, text)
        reply = await Dispatch(self.database, self.bot).answer(
            Command(
                text=said,
                route=route,
                caller=Caller(server="test", id=who, name=who, roles={slug: role}),
                via=Via.BUTTON if route else Via.SLASH,
                channel=slug,
                network=slug,
            )
        )
        assert not reply.refused, f"{slug}, {text}: {reply.text}"

    def _read(
        self,
        work: Callable[Concatenate[Connection, Asked], Found],
        *given: Asked.args,
        **more: Asked.kwargs,
    ) -> Found:
        """Return what a store finds."""
        return self.database.submit(lambda db: work(db, *given, **more)).result()

    def _due(self, network_: Network, due: Due) -> list[datetime]:
        dates = schedule.dates_after(network_, due, self.start)
        return [*takewhile(lambda at: at <= self.now - WOKEN_AFTER, dates)]

    def _done(self, slug: str, due: Due) -> list[datetime]:
        """Return the dates of the rhythm at which something was done, as often as it was."""
        found = select(occurrences.c.due_at).where(
            occurrences.c.network == slug, occurrences.c.kind == due.value
        )
        if due is Due.MEETING:
            found = select(meetings.c.occurrence).where(
                meetings.c.network == slug, meetings.c.status == MeetingStatus.HELD.value
            )
        return [*self.database.submit(lambda db: db.execute(found).scalars().all()).result()]


def _tells(message: Message, due: Due) -> bool:
    """Tell whether a message is the post of a letter or of a digest, not what goes on under it."""
    kind, _, rest = message.key.partition(":")
    return (
        kind == due.value
        and message.user is None
        and message.thread is None
        and message.kind is MessageKind.POST
        and bool(rest)
    )


async def _members(_network: str) -> Sequence[str]:
    return ()


def _quiet() -> None:
    """Wake nobody: the year delivers by itself."""
