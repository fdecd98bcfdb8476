"""A tree of networks on two servers, to talk in: what `tests.room` is for one network.

The national level (Nadia coordinates), Auvergne-Rhône-Alpes (Rachid), the Loire (Amina; Louis, Zoé)
on a first server; the Drôme (Bruno; Inès) on a second.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection

from bot.config.feeds import default_suggestions
from bot.config.tools import default_tools
from bot.core import occurrences, outbox
from bot.core.database import Database
from bot.core.message import Button, Message, MessageKind, Option
from bot.core.traffic import Traffic
from bot.dispatch import Dispatch
from bot.french.themes import THEMES, Themes
from bot.letter import dates as letter_dates
from bot.letter.mail.settings import MailSettings
from bot.meeting import planning
from bot.network.address import AddressKind, Version
from bot.network.network import DEFAULT_DIGEST, Network, Scale
from bot.network.rhythm import parse_rhythm
from bot.network.rights import Role
from bot.network.served import Networks
from bot.pile.following import FOLLOWED
from bot.talk.bot import Bot
from bot.talk.command import Caller, Command, Via
from bot.talk.context import Settings
from bot.talk.render import make_render
from bot.talk.reply import Reply
from commands import ROUTES
from scheduler.index import Indexer
from scheduler.rounds import ROUNDS, Rounds
from tests.databases import made_in
from tests.room import Clock
from tests.typable import cut, parted, require_routes

T = TypeVar("T")

_RENDER = make_render()


def network(slug: str, name: str, scale: Scale, server: str, parent: str | None = None) -> Network:
    """Return a network of the tree."""
    return Network(
        slug=slug,
        name=name,
        scale=scale,
        server=server,
        channel=slug,
        timezone="Europe/Paris",
        parent=parent,
        digest=parse_rhythm(DEFAULT_DIGEST),
        meeting=parse_rhythm("le 2e jeudi, un mois sur deux, 9 h 30"),
        letter=parse_rhythm("le 4e jeudi, 9 h 30"),
    )


TREE = (
    network("national", "Réseau national", Scale.NATIONAL, "france"),
    network("aura", "Auvergne-Rhône-Alpes", Scale.REGION, "france", "national"),
    network("loire", "42 - Loire", Scale.DEPARTEMENT, "france", "aura"),
    network("drome", "26 - Drôme", Scale.DEPARTEMENT, "drome", "aura"),
)

PEOPLE: dict[str, tuple[str, dict[str, Role]]] = {
    "nadia": ("france", {"national": Role.COORDINATOR}),
    "rachid": ("france", {"aura": Role.COORDINATOR, "national": Role.MEMBER}),
    "amina": ("france", {"loire": Role.COORDINATOR, "aura": Role.MEMBER}),
    "louis": ("france", {"loire": Role.MEMBER}),
    "zoe": ("france", {"loire": Role.MEMBER, "aura": Role.MEMBER}),
    "marc": ("france", {}),
    "bruno": ("drome", {"drome": Role.COORDINATOR}),
    "ines": ("drome", {"drome": Role.MEMBER}),
}


@dataclass
class TreeRoom:
    """Conversations in the channels of a tree of networks, by the real dispatcher."""

    database: Database
    buttons: bool = True
    clock: Clock = field(default_factory=Clock)
    tree: tuple[Network, ...] = TREE
    address: Callable[[AddressKind, str, Version | None], str] = lambda _kind, _network, _version: (
        ""
    )

    def __post_init__(self) -> None:
        networks = Networks(self.tree)
        self.bot = Bot(
            networks=networks,
            reread=networks.reread,
            routes=ROUTES,
            renderer=_RENDER,
            clock=self.clock,
            buttons=self.buttons,
            wording={
                "advisers": "conseillères et conseillers numériques",
                "contact": "coordination@example.org",
                "responsible": "Le réseau",
            },
            themes=Themes(THEMES),
            next_meeting=planning.next_date,
            next_letter=letter_dates.next_at,
            settings=Settings(default_tools(), default_suggestions(), MailSettings(), FOLLOWED),
            coordinators_of=coordinators,
            hold=timedelta(0),
            address=self.address,
        )
        self._dispatch = Dispatch(self.database, self.bot)
        self._posts = itertools.count(1)
        self.store(lambda db: networks.begin(db, self.clock.now))
        for each in self.tree:
            self.store(lambda db, slug=each.slug: occurrences.start(db, slug, self.clock.now))  # type: ignore[misc]

    def says(self, who: str, text: str, *, via: Via = Via.SLASH, network: str = "") -> Reply:
        """Type something in a network's channel, one's own first unless said otherwise."""
        post = f"post{next(self._posts)}" if via in (Via.MENTION, Via.DIRECT) else None
        return self.asks(self._command(who, text.lstrip("/"), via, network, post=post))

    def clicks(
        self, who: str, route: str | None, argument: str, *, network: str = "", **fields: str
    ) -> Reply:
        """Press a button, or submit a form when fields are given."""
        via = Via.DIALOG if fields else Via.BUTTON
        command = self._command(who, argument, via, network)
        return self.asks(replace(command, route=route, fields=fields))

    def takes(self, who: str, option: Option) -> Reply:
        """Choose an option of a menu."""
        return self.does(who, f"{option.route} {option.argument}".rstrip())

    def does(self, who: str, words: str, *, network: str = "") -> Reply:
        """Press a button, or choose in a menu: « besoin moi-aussi 12 »."""
        route, text = parted(words)
        command = self._command(who, text, Via.BUTTON, network)
        return self.asks(replace(command, route=route, on_the_spot=True))

    def presses(self, who: str, message: Message, label: str) -> Reply:
        """Press the button of this label under a message."""
        [button] = [each for each in message.buttons if each.label == label]
        return self.clicks(who, button.route, button.argument, network=message.network or "")

    def picks(self, who: str, message: Message, label: str, words: str) -> Reply:
        """Choose the option that says some words, in the menu of this label under a message."""
        [found] = [each for each in message.buttons if each.label == label]
        [option] = [each for each in found.options if words in each.label]
        return self.clicks(who, option.route, option.argument, network=message.network or "")

    def asks(self, command: Command) -> Reply:
        """Dispatch a whole command, then let new questions be read."""
        reply = asyncio.run(self._dispatch.answer(command))
        require_routes(reply.buttons)
        assert cut(reply.dialog) == []
        self.settles()
        return reply

    def settles(self) -> None:
        """Let the job read what is new, as it does when it is woken."""
        asyncio.run(Indexer(self.database, self.bot, Traffic(), lambda: None).read_new())

    def goes_round(self, *names: str) -> None:
        """Let the rounds of these names look at what is due, all of them without a name."""

        async def members(slug: str) -> Iterable[str]:
            return [who for who, (_, roles) in PEOPLE.items() if slug in roles]

        rounds = Rounds(self.database, self.bot, members, lambda: None)  # type: ignore[arg-type]
        for row in ROUNDS:
            if not names or row.name in names:
                asyncio.run(rounds.go(row))

    def store(self, work: Callable[[Connection], T]) -> T:
        """Run something in a transaction."""
        return self.database.submit(work).result()

    def deliver(self, *servers: str) -> list[Message]:
        """Let all that waits be said, on these servers or all; return it in order."""
        said: list[Message] = []
        while True:
            due = self.store(
                lambda db: outbox.due(db, self.clock.now, servers=servers or ("france", "drome"))
            )
            ready = [each for each in due if self._is_ready(each)]
            if not ready:
                return said
            for message in ready:
                require_routes(message.buttons)
                self.store(lambda db, m=message: self._say(db, m))  # type: ignore[misc]
            said += ready

    def told(self, who: str, said: list[Message]) -> list[Message]:
        """Return what someone was told by direct message, rewritten messages aside."""
        return [each for each in said if each.user == who and each.kind is MessageKind.POST]

    def shown(self, network: str, said: list[Message]) -> list[Message]:
        """Return what was posted in a network's channel, rewritten posts included."""
        return [each for each in said if each.network == network and each.user is None]

    def last(self, who: str, said: list[Message], words: str) -> Message:
        """Return the last message to someone that has these words."""
        return [each for each in said if each.user == who and words in each.text][-1]

    def _is_ready(self, message: Message) -> bool:
        if message.edits is None:
            return True
        edited = self.store(lambda db: outbox.by_key(db, message.edits or ""))
        return edited is not None and edited.post is not None

    def _say(self, db: Connection, message: Message) -> None:
        outbox.claim(db, message)
        outbox.sent(db, message, post=f"post-{message.key}", at=self.clock.now)

    def _command(
        self, who: str, text: str, via: Via, network: str, post: str | None = None
    ) -> Command:
        here = network or next(iter(PEOPLE[who][1]), "loire")
        return Command(
            text=text,
            caller=caller(who),
            via=via,
            channel=f"{here}-channel",
            network=None if via is Via.DIRECT else here,
            post=post,
            thread=post,
        )


def open_tree(folder: Path, *, buttons: bool = True, tree: tuple[Network, ...] = TREE) -> TreeRoom:
    """Open a room over a new database."""
    return TreeRoom(made_in(folder), buttons=buttons, tree=tree)


def caller(who: str) -> Caller:
    """Return one of the named people."""
    server, roles = PEOPLE[who]
    return Caller(server=server, id=who, name=who, roles=roles, names=(who, who.capitalize()))


def coordinators(network: str) -> frozenset[str]:
    """Return who coordinates a network."""
    return frozenset(
        who for who, (_, roles) in PEOPLE.items() if roles.get(network) is Role.COORDINATOR
    )


def labels(shown: Reply | Message) -> list[str]:
    """Return what can be pressed or chosen under a message or a reply."""
    return [each.label for each in shown.buttons]


def button(shown: Reply | Message, label: str) -> Button:
    """Return the button of this label."""
    [found] = [each for each in shown.buttons if each.label == label]
    return found
