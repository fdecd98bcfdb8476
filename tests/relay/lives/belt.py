"""A tree of networks with its people, as a seed draws them: real dispatcher, rounds, delivery."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, select

from bot.config.feeds import default_suggestions
from bot.config.tools import default_tools
from bot.core import occurrences, outbox
from bot.core.traffic import Traffic
from bot.dispatch import Dispatch
from bot.french.themes import THEMES, Themes
from bot.letter import dates as letter_dates
from bot.letter.mail.settings import MailSettings
from bot.meeting import planning
from bot.network.network import Network, Scale
from bot.network.rights import Role
from bot.network.served import Networks
from bot.pile.following import FOLLOWED
from bot.question.tables import questions
from bot.relay.tables import climbs
from bot.talk.bot import Bot
from bot.talk.command import Caller, Command, Via
from bot.talk.context import Settings
from bot.talk.deposits import DepositLimit
from bot.talk.render import make_render
from bot.talk.reply import Reply
from commands import ROUTES
from scheduler.deliver import Deliverer
from scheduler.index import Indexer
from scheduler.rounds import ROUNDS, Rounds
from tests.relay.lives.chat import Chat, Sender
from tests.relay.lives.database import KilledError, memory_database
from tests.relay.tree_room import network
from tests.room import Clock

T = TypeVar("T")

_RENDER = make_render()
_SCALES = (Scale.NATIONAL, Scale.REGION, Scale.DEPARTEMENT, Scale.EPCI)
_QUESTIONS = select(questions).order_by(questions.c.id)
_CLIMBS = select(climbs).order_by(climbs.c.id)


@dataclass(frozen=True)
class Person:
    """Someone of a chat server; the same id may be someone else on another one."""

    server: str
    id: str


@dataclass(frozen=True)
class Done:
    """What a step did: who called, of which network, and what they read; « » for nothing."""

    told: str = ""
    by: Person | None = None
    network: str = ""
    said: str = ""


class Belt:
    """A tree of networks with its people, as a seed draws them, and all that they can do."""

    def __init__(self, seed: int) -> None:
        draw = Random(seed)  # noqa: S311  to be drawn again
        self.clock = Clock()
        self.database = memory_database()
        self.database.begin_again()
        self.servers = [f"serveur{n}" for n in range(draw.randint(1, 3))]
        self.tree = _tree(draw, self.servers)
        self.people = _people(draw, self.tree)
        self.chat = Chat(self.clock)
        self.forgotten: set[str] = set()
        self.arrived: set[str] = set()
        self._texts = 0
        networks = Networks(self.tree)
        self.bot = Bot(
            networks=networks,
            reread=networks.reread,
            routes=ROUTES,
            renderer=_RENDER,
            clock=self.clock,
            buttons=True,
            wording={"adviser": "conseiller numérique", "advisers": "conseillers numériques"},
            themes=Themes(THEMES),
            next_meeting=planning.next_date,
            next_letter=letter_dates.next_at,
            settings=Settings(default_tools(), default_suggestions(), MailSettings(), FOLLOWED),
            coordinators_of=lambda slug: frozenset(
                each.id for each in self.of(slug, Role.COORDINATOR)
            ),
        )
        self._dispatch = Dispatch(self.database, self.bot, deposits=DepositLimit(0))
        self._senders = {each: Sender(each, self.chat) for each in self.servers}
        self.ever = {each.slug: {who.id for who in self.of(each.slug)} for each in self.tree}
        self.store(lambda db: self._begin(db, networks))

    def store(self, work: Callable[[Connection], T]) -> T:
        """Run something in a transaction."""
        return self.database.now(work)

    def of(self, slug: str, role: Role = Role.MEMBER) -> list[Person]:
        """Return who is this at least in a network."""
        return [each for each, roles in self.people.items() if roles.get(slug, 0) >= role]

    def questions(self) -> Sequence[Row[Any]]:
        """Return the rows of all questions."""
        return self.store(lambda db: db.execute(_QUESTIONS).all())

    def climbs(self) -> Sequence[Row[Any]]:
        """Return the rows of all climbs."""
        return self.store(lambda db: db.execute(_CLIMBS).all())

    def words(self) -> str:
        """Return words that nobody has said before, of letters only."""
        self._texts += 1
        return f"mot{_letters(self._texts)}"

    async def asks(self, who: Person, slug: str, route: str, text: str, **fields: str) -> Done:
        """Have someone do something in a network."""
        reply = await self._dispatch.answer(
            Command(
                text=text,
                caller=Caller(
                    server=who.server, id=who.id, name=who.id, roles=self.people.get(who, {})
                ),
                via=Via.DIALOG if fields else Via.BUTTON,
                channel=f"{slug}-channel",
                network=slug,
                route=route,
                fields=fields,
            )
        )
        told = f"{who.id} in {slug}: /{route} {text} -> {_short(reply)}"
        return Done(told, who, slug, text)

    async def reads(self) -> None:
        """Let the job read what is new."""
        await Indexer(self.database, self.bot, Traffic(), lambda: None).read_new()

    async def goes_round(self, *names: str) -> None:
        """Let rounds look at what is due."""

        async def members(slug: str) -> Collection[str]:
            return [each.id for each in self.of(slug)]

        rounds = Rounds(self.database, self.bot, members, lambda: None)
        for row in ROUNDS:
            if row.name in names:
                await rounds.go(row)

    async def delivers(self, *servers: str) -> None:
        """Let what waits for these servers be said."""
        for each in servers:
            try:
                await Deliverer(self.database, each, self._senders[each], self.clock).deliver_due()
            except* KilledError:
                pass

    async def settles(self) -> None:
        """Let all servers be back, all be said, and people be counted again."""
        self.chat.dies = None
        self.database.killed = False
        for each in list(self.chat.away):
            self.comes_back(each)
        await self.reads()
        await self.goes_round("people carried")
        for _ in range(4):
            self.clock.forward(hours=7)
            await self.delivers(*self.servers)

    def _begin(self, db: Connection, networks: Networks) -> None:
        networks.begin(db, self.clock.now)
        for slug in networks:
            occurrences.start(db, slug, self.clock.now)

    def comes_back(self, server: str) -> None:
        """Have a server be there again, as the job that watches over it notes."""
        self.chat.away.discard(server)
        self.store(lambda db: outbox.hasten(db, server))


def _tree(draw: Random, servers: Sequence[str]) -> tuple[Network, ...]:
    """Draw a tree of one to four levels; sometimes one beside it that nobody is above of."""
    levels = draw.randint(1, len(_SCALES))
    made = [network("n0", "Réseau n0", _SCALES[0], draw.choice(servers))]
    for number in range(1, draw.randint(levels, levels + 4)):
        above = made[number - 1] if number < levels else draw.choice(made)
        depth = _SCALES.index(above.scale) + 1
        if depth == levels:
            continue
        slug = f"n{len(made)}"
        parent = None if draw.random() < 0.05 else above.slug
        made.append(network(slug, f"Réseau {slug}", _SCALES[depth], draw.choice(servers), parent))
    return tuple(made)


def _people(draw: Random, tree: Sequence[Network]) -> dict[Person, dict[str, Role]]:
    """Draw who is in each network; some are in several, some bear the id of someone elsewhere."""
    people: dict[Person, dict[str, Role]] = {}
    for each in tree:
        roles = [Role.COORDINATOR] * draw.randint(1, 2) + [Role.MEMBER] * draw.randint(2, 3)
        for role in roles:
            known = [who for who in people if who.server == each.server]
            elsewhere = [who for who in people if who.server != each.server]
            chance = draw.random()
            if known and chance < 0.25:
                who = draw.choice(known)
            elif elsewhere and chance < 0.4:
                who = Person(each.server, draw.choice(elsewhere).id)
            else:
                who = Person(each.server, f"zq{len(people):03}")
            people.setdefault(who, {}).setdefault(each.slug, role)
    return people


def _short(reply: Reply) -> str:
    if reply.dialog is not None:
        return f"form « {reply.dialog.title} »"
    return " ".join(reply.text.split())[:90]


def _letters(number: int) -> str:
    """Write a number in letters that spell no word."""
    written = ""
    while number:
        number, rest = divmod(number, 16)
        written = "bcdfghjklmnpqrst"[rest] + written
    return f"x{written}x"
