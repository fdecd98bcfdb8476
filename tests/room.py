"""A room to talk in: the real dispatcher, templates and database; only chat and clock are ours.

Amina coordinates, Louis and Zoé are advisers, Marc is a stranger to the network.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from sqlalchemy import Connection

from bot.config.feeds import default_suggestions
from bot.config.tools import default_tools
from bot.core import generation_store as generations
from bot.core import outbox
from bot.core.database import Database
from bot.core.message import Message, Option
from bot.core.traffic import Traffic
from bot.dispatch import Dispatch
from bot.entry import store as entries
from bot.french.themes import THEMES, Themes
from bot.letter import dates as letter_dates
from bot.letter.mail.settings import MailSettings
from bot.meeting import planning
from bot.network.address import AddressKind, Version
from bot.network.network import DEFAULT_DIGEST, Network, Scale, Subscription
from bot.network.rhythm import parse_rhythm
from bot.network.rights import Role
from bot.network.served import Networks
from bot.pile.following import FOLLOWED
from bot.talk.arguments import names_in
from bot.talk.bot import Bot
from bot.talk.command import Caller, Command, MessageChange, Referred, Via
from bot.talk.context import Settings
from bot.talk.markdown import with_names
from bot.talk.render import make_render
from bot.talk.reply import Reply
from bot.veille.feeds import collecting
from commands import ROUTES
from scheduler.index import Indexer
from scheduler.purge import Purge
from tests.databases import file_of, made_at, made_in
from tests.typable import cut, is_verb, parted, require_routes

T = TypeVar("T")

NO_MAIL = MailSettings()

MONDAY = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
"""When every test starts: Monday 2 November 2026, 9 h in Paris."""

_THEMES = Themes(THEMES)
_RENDER = make_render()  # compiling a template takes longer than any conversation

FEED = "https://flux.example.org/inclusion.rss"

NATIONAL = Network(
    slug="national",
    name="Réseau national",
    scale=Scale.NATIONAL,
    server="test",
    channel="national",
    timezone="Europe/Paris",
    digest=parse_rhythm(DEFAULT_DIGEST),
    meeting=parse_rhythm("le 2e jeudi, tous les 6 mois, 9 h 30"),
)
LOIRE = Network(
    slug="loire",
    name="42 - Loire",
    scale=Scale.DEPARTEMENT,
    server="test",
    channel="loire",
    timezone="Europe/Paris",
    parent="national",
    digest=parse_rhythm(DEFAULT_DIGEST),
    meeting=parse_rhythm("le 2e jeudi, un mois sur deux, 9 h 30"),
    feeds=(Subscription(url=FEED, name="Inclusion", theme="Culture numérique"),),
)

ROLES: dict[str, dict[str, Role]] = {
    "amina": {"loire": Role.COORDINATOR, "national": Role.MEMBER},
    "louis": {"loire": Role.MEMBER},
    "zoé": {"loire": Role.MEMBER},
    "gaspard": {"loire": Role.GUEST},
    "marc": {},
}


@dataclass
class Clock:
    """A clock that a test moves."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        """Tell the time."""
        return self.now

    def forward(self, **steps: float) -> None:
        """Move on by timedelta's own words: `forward(days=3)`."""
        self.now += timedelta(**steps)


@dataclass
class Room:
    """Conversations in the Loire's channel, unless said otherwise.

    While it is `busy`, the job that reads new questions has not come by yet. When `reachable`, it
    has a public address. Mail leaves by its `office`. Signed cards are held for `hold`. Its `talk`
    are the messages of the channel that can be read again, by their post.
    """

    database: Database
    buttons: bool = True
    clock: Clock = field(default_factory=Clock)
    busy: bool = False
    reachable: bool = False
    loire: Network = LOIRE
    office: MailSettings = NO_MAIL
    hold: timedelta = timedelta(0)
    talk: dict[str, Referred] = field(default_factory=dict)

    def __post_init__(self) -> None:
        networks = Networks((NATIONAL, self.loire), entries.networks)
        self.bot = Bot(
            networks=networks,
            reread=networks.reread,
            entering=networks.entering.get,
            routes=ROUTES,
            renderer=_RENDER,
            clock=self.clock,
            buttons=self.buttons,
            wording={
                "advisers": "conseillères et conseillers numériques",
                "contact": "coordination@example.org",
                "responsible": "Le Département de la Loire",
            },
            themes=_THEMES,
            next_meeting=planning.next_date,
            next_letter=letter_dates.next_at,
            settings=Settings(default_tools(), default_suggestions(), self.office, FOLLOWED),
            coordinators_of=_coordinators,
            hold=self.hold,
            address=_address if self.reachable else _nowhere,
        )
        self._dispatch = Dispatch(self.database, self.bot, quote=self._quoted)
        self._posts = itertools.count(1)
        self.store(lambda db: networks.begin(db, self.clock.now))
        self.store(lambda db: collecting.configure(db, self.bot.networks.values(), self.clock.now))

    def says(
        self,
        who: str,
        text: str,
        *,
        via: Via = Via.SLASH,
        network: str | None = "loire",
        post: str | None = None,
    ) -> Reply:
        """Type something, and return what the person reads as an answer."""
        if via in (Via.MENTION, Via.DIRECT) and post is None:
            post = f"post{next(self._posts)}"
        command = Command(
            text=text.lstrip("/"),
            caller=caller(who),
            via=via,
            channel="loire-channel",
            network=None if via is Via.DIRECT else network,
            post=post,
            thread=post,
            people=people_in(text),
        )
        return self.asks(command)

    def edits(
        self,
        who: str,
        post: str,
        text: str,
        *,
        via: Via = Via.MENTION,
        change: MessageChange = MessageChange.EDITED,
    ) -> Reply:
        """Edit a message, or delete it with another `change`, as the edge tells it."""
        command = Command(
            text=text,
            caller=caller(who),
            via=via,
            channel="loire-channel",
            network=None if via is Via.DIRECT else "loire",
            post=post,
            thread=post,
            people=people_in(text),
            edited_at=self.clock.now,
            change=change,
        )
        return self.asks(command)

    def deletes(self, who: str, post: str) -> Reply:
        """Delete a message."""
        return self.edits(who, post, "", change=MessageChange.DELETED)

    def clicks(  # noqa: PLR0913  all that a click may be
        self,
        who: str,
        route: str | None,
        argument: str,
        *,
        via: Via = Via.BUTTON,
        on_the_spot: bool = False,
        network: str = "loire",
    ) -> Reply:
        """Press a button, submit a dialog or react, in the Loire's channel.

        `on_the_spot` when the button was under an answer that its reader alone was shown.
        """
        return self.asks(
            Command(
                text=argument,
                caller=caller(who),
                via=via,
                channel="loire-channel",
                network=network,
                route=route,
                people=people_in(argument),
                on_the_spot=on_the_spot,
            )
        )

    def does(self, who: str, words: str, *, network: str = "loire") -> Reply:
        """Press a button or choose in a menu, under a private answer: « besoin moi-aussi 12 »."""
        return self.clicks(who, *parted(words), on_the_spot=True, network=network)

    def plays(self, who: str, line: str) -> Reply:
        """Type a line, or do it where it is a verb: « besoin retirer 12 »."""
        return self.does(who, line.lstrip("/")) if is_verb(line) else self.says(who, line)

    def takes(self, who: str, option: Option) -> Reply:
        """Choose an option of a menu, in the Loire's channel."""
        return self.clicks(who, option.route, option.argument)

    def fills(self, who: str, route: str, argument: str = "", **entries: str) -> Reply:
        """Send a form of a route: its first entry becomes the text, after the argument."""
        return self.asks(filled(who, route, argument, **entries))

    def asks(self, command: Command) -> Reply:
        """Dispatch a whole command, then do what follows at once; names are shown as ids are.

        All that its answer offers exists; a form's words are shown whole.
        """
        reply = asyncio.run(self._answered(command))
        require_routes(reply.buttons)
        assert all(each.id.isascii() and each.id.isalnum() for each in reply.buttons), (
            "the chat refuses other names"
        )
        assert cut(reply.dialog) == []
        return replace(reply, text=_named(reply.text))

    def settles(self) -> None:
        """Let the job read what is new, as it does when it is woken."""
        asyncio.run(self._settled())

    def forgets(self, **later: float) -> None:
        """Let time pass, then the daily purge."""
        self.clock.forward(**later)
        asyncio.run(Purge(self.database, self.clock).forget())

    def store(self, work: Callable[[Connection], T]) -> T:
        """Run something in a transaction."""
        return self.database.submit(work).result()

    def is_restored(self) -> None:
        """Have it be noticed that a backup was put back."""

        def notice(db: Connection) -> None:
            generations.renew(db, generations.begin(db, MONDAY), (), self.clock.now)

        self.clock.forward(minutes=1)
        self.store(notice)
        self.clock.forward(minutes=1)

    def outbox(self) -> list[Message]:
        """Return what waits to be said, oldest first."""
        waiting = list(self.store(lambda db: outbox.due(db, self.clock.now)))
        buttons = [button for each in waiting for button in each.buttons]
        require_routes(buttons)
        return waiting

    def said(self) -> list[str]:
        """Return the texts that wait to be said, with names."""
        return [_named(message.text) for message in self.outbox()]

    async def _answered(self, command: Command) -> Reply:
        reply = await self._dispatch.answer(command)
        if not self.busy:
            await self._settled()
        return reply

    async def _quoted(self, _network: str, post: str) -> Referred | None:
        return self.talk.get(post)

    async def _settled(self) -> None:
        await Indexer(self.database, self.bot, Traffic(), lambda: None).read_new()


def caller(who: str) -> Caller:
    """Return one of the named people."""
    names = (_id(who), who.capitalize())
    return Caller(server="test", id=_id(who), name=who, roles=ROLES[who], names=names)


def open_room(  # noqa: PLR0913  a room has that many settings
    folder: Path,
    *,
    buttons: bool = True,
    reachable: bool = False,
    loire: Network = LOIRE,
    office: MailSettings = NO_MAIL,
    hold: timedelta = timedelta(0),
) -> Room:
    """Open a room over a new database."""
    database = made_in(folder)
    return Room(
        database, buttons=buttons, reachable=reachable, loire=loire, office=office, hold=hold
    )


def room_after(folder: Path, *said: tuple[str, str]) -> Room:
    """Open a room where people have said this; they say it once for all rooms that begin so."""
    return Room(made_at(folder / "room.db", _after(said)))


@cache
def _after(said: tuple[tuple[str, str], ...]) -> bytes:
    """Return the file of a room where this was said."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "room.db")
        room = Room(made_at(path))
        for who, text in said:
            room.plays(who, text)
        return file_of(room.database, path)


def _id(who: str) -> str:
    return {"zoé": "zoe"}.get(who, who)


def filled(who: str, route: str, argument: str = "", **entries: str) -> Command:
    """Return what a form of a route sends: its first entry becomes the text, after the argument."""
    text = f"{argument} {next(iter(entries.values()), '')}".strip()
    return Command(
        text=text,
        caller=caller(who),
        via=Via.DIALOG,
        channel="loire-channel",
        network="loire",
        route=route,
        fields=entries,
        people=people_in(" ".join((text, *entries.values()))),
    )


def people_in(text: str) -> dict[str, str]:
    """Return the members of the Loire that a text names with « @ », as the edge does."""
    members = {_id(who) for who, roles in ROLES.items() if roles.get("loire", 0) >= Role.MEMBER}
    return {name: name for name in names_in(text) if name in members}


def _named(text: str) -> str:
    return with_names(text, {_id(who): who.capitalize() for who in ROLES})


def _address(kind: AddressKind, network: str, version: Version | None) -> str:
    last = network if version is None else f"secret-{network}-{version}"
    return f"https://bot.example.org{kind.path(last)}"


def _nowhere(_kind: AddressKind, _network: str, _version: Version | None) -> str:
    return ""


def _coordinators(network: str) -> frozenset[str]:
    return frozenset(
        _id(who) for who, roles in ROLES.items() if roles.get(network) is Role.COORDINATOR
    )
