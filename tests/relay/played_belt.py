"""A belt that lives a random life: any tree, any people, any order of gestures and breakdowns.

The real dispatcher, rounds and delivery job, over a SQLite database in memory; only the chat
servers, the clock and people are ours. A life is told by its seed: the tree, the people, then steps
that each pick, by a number of their own, one of what is possible at that moment. So a step may be
left out and the others still have a meaning, which is how a life that breaks a rule is shortened.

`Belt.live` raises Broken, with the seed and the shortest steps found, when a rule does not hold:
see `tests.relay.belt_rules`.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, create_engine, select
from sqlalchemy.pool import StaticPool

from bot.config.feeds import default_suggestions
from bot.config.tools import default_tools
from bot.core import occurrences, outbox
from bot.core.database import Database
from bot.core.message import ClaimedMessage, MessageKind, NotSaidError
from bot.core.traffic import Traffic
from bot.dispatch import Dispatch
from bot.french.themes import THEMES, Themes
from bot.letter import dates as letter_dates
from bot.letter.mail.settings import MailSettings
from bot.meeting import planning
from bot.network.network import Network, Scale
from bot.network.rights import Role
from bot.network.served import Networks
from bot.people import store as preferences
from bot.question.tables import questions
from bot.relay import coming_down
from bot.relay.coming_down import Undecided
from bot.relay.following import BELT
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
from tests.databases import compiled_once, made_file
from tests.relay.tree_room import network
from tests.room import Clock

T = TypeVar("T")

STEPS = 70
"""Gestures and breakdowns of a life: half of them find nothing to be done with."""

ASKED_FIRST = 4
"""Questions that a life begins with."""

_RENDER = make_render()
_SCALES = (Scale.NATIONAL, Scale.REGION, Scale.DEPARTEMENT, Scale.EPCI)
_ROUNDS = ("bring back", "answers from above", "silent above", "people carried")
_WAITING = ("open", "scheduled")


class KilledError(BaseException):
    """We are stopped at once, wherever we are: no `except Exception` of ours may catch it."""


@dataclass(frozen=True)
class Person:
    """Someone of a chat server; the same id may be someone else on another one."""

    server: str
    id: str


@dataclass(frozen=True)
class Step:
    """One gesture or breakdown; `pick` chooses among what is possible then."""

    what: str
    pick: int


class MemoryDatabase(Database):
    """A SQLite database in memory, which works on the caller's own thread: no disk, no waiting.

    With `killed` set, the next transaction does its work and never commits.
    """

    def __init__(self) -> None:
        self.path = None
        self.killed = False
        self.engine = create_engine("sqlite://", poolclass=StaticPool)
        compiled_once(self)
        self._db = self.engine.connect()
        driver = self._driver()
        driver.isolation_level = None
        driver.execute("PRAGMA foreign_keys=ON")

    def begin_again(self) -> None:
        """Be as new: the tables are made, and empty."""
        self.killed = False
        _empty().backup(self._driver())

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Run work in a transaction."""
        return self.now(lambda db: self._killed(work(db)))

    def now(self, work: Callable[[Connection], T]) -> T:
        """Run work in a transaction, whoever is to be killed."""
        with self._db.begin():
            self._driver().execute("BEGIN")
            return work(self._db)

    def _killed(self, result: T) -> T:
        killed, self.killed = self.killed, False
        if killed:
            raise KilledError
        return result

    def _driver(self) -> sqlite3.Connection:
        driver = self._db.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        return driver


@lru_cache(maxsize=1)
def _empty() -> sqlite3.Connection:
    """Return a database in memory whose tables are made."""
    made = sqlite3.connect(":memory:", check_same_thread=False)
    with TemporaryDirectory() as folder:
        file = Path(folder, "made.db")
        file.write_bytes(made_file())
        source = sqlite3.connect(file)
        source.backup(made)
        source.close()
    return made


@lru_cache(maxsize=1)
def _database() -> MemoryDatabase:
    return MemoryDatabase()


@dataclass
class Chat:
    """The chat servers: the posts as people read them today, and all that was ever posted.

    A server that is `away` is asked in vain. With `dies` set, we are stopped around the next post:
    before it (False) or after it (True), never having noted it.
    """

    posts: dict[str, str] = field(default_factory=dict)
    keys: list[tuple[str, str]] = field(default_factory=list)
    away: set[str] = field(default_factory=set)
    dies: bool | None = None

    def of(self, key: str) -> str | None:
        """Return what the post of a key reads today, None where there is none."""
        return self.posts.get(f"post-{key}")


@dataclass
class Sender:
    """What says messages on one server."""

    server: str
    chat: Chat

    async def say(self, claimed: ClaimedMessage, posted: Callable[[str], Awaitable[None]]) -> str:
        """Say a message; in doubt, look for the key first."""
        message, chat = claimed.message, self.chat
        if self.server in chat.away:
            raise NotSaidError("away", away=True, doubt=claimed.doubt)
        dies, chat.dies = chat.dies, None
        if dies is False:
            raise KilledError
        post = claimed.edits or f"post-{message.key}"
        if message.kind is MessageKind.REMOVE:
            chat.posts.pop(post, None)
        elif message.kind is MessageKind.EDIT:
            if post in chat.posts:
                chat.posts[post] = message.text
        elif not (claimed.doubt and post in chat.posts):
            chat.posts[post] = message.text
            chat.keys.append((message.server, message.key))
        if dies:
            raise KilledError
        return post


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
        draw = Random(seed)
        self.clock = Clock()
        self.database = _database()
        self.database.begin_again()
        self.servers = [f"serveur{n}" for n in range(draw.randint(1, 3))]
        self.tree = _tree(draw, self.servers)
        self.people = _people(draw, self.tree)
        self.chat = Chat()
        self.forgotten: set[str] = set()
        self.arrived: set[str] = set()
        self._texts = 0
        networks = Networks(self.tree)
        self.bot = Bot(
            networks=networks,
            reread=networks.reread,
            routes=ROUTES,
            render=_RENDER,
            clock=self.clock,
            buttons=True,
            wording={"adviser": "conseiller numérique", "advisers": "conseillers numériques"},
            themes=Themes(THEMES),
            next_meeting=planning.next_date,
            next_letter=letter_dates.next_at,
            settings=Settings(default_tools(), default_suggestions(), MailSettings(), BELT),
            coordinators=lambda slug: frozenset(
                each.id for each in self.of(slug, Role.COORDINATOR)
            ),
        )
        self._dispatch = Dispatch(self.database, self.bot, deposits=DepositLimit(0))
        self._senders = {each: Sender(each, self.chat) for each in self.servers}
        self.ever = {each.slug: {who.id for who in self.of(each.slug)} for each in self.tree}
        self.store(lambda db: networks.begin(db, self.clock.now))
        for each in self.tree:
            self.store(lambda db, slug=each.slug: occurrences.start(db, slug, self.clock.now))

    def store(self, work: Callable[[Connection], T]) -> T:
        """Run something in a transaction."""
        return self.database.now(work)

    def of(self, slug: str, role: Role = Role.MEMBER) -> list[Person]:
        """Return who is this at least in a network."""
        return [each for each, roles in self.people.items() if roles.get(slug, 0) >= role]

    def questions(self) -> Sequence[Row[Any]]:
        """Return the rows of all questions."""
        return self.store(lambda db: db.execute(select(questions).order_by(questions.c.id)).all())

    def climbs(self) -> Sequence[Row[Any]]:
        """Return the rows of all climbs."""
        return self.store(lambda db: db.execute(select(climbs).order_by(climbs.c.id)).all())

    def words(self) -> str:
        """Return words that nobody has said before, of letters only."""
        self._texts += 1
        return f"mot{_letters(self._texts)}"

    async def takes(self, step: Step) -> Done:
        """Take a step, if anything like it is possible."""
        try:
            return await GESTURES[step.what][1](self, Random(step.pick))
        except KilledError:
            return Done("killed")

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
        senders = {each: self._senders[each] for each in servers}
        try:
            await Deliverer(self.database, senders, self.clock).deliver_due()
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


Gesture = Callable[[Belt, Random], Awaitable[Done]]


async def _ask(belt: Belt, draw: Random) -> Done:
    below = [each for each in belt.tree if each.parent]
    slug = draw.choice(below if below and draw.random() < 0.8 else belt.tree).slug
    who = _anyone(belt, draw, slug)
    if who is None:
        return Done()
    how = draw.choice(("", "", "", "anonyme", "privé"))
    text = f"{how} Qui connaît {belt.words()} ?".strip()
    return await belt.asks(who, slug, "besoin", text)


async def _join(belt: Belt, draw: Random) -> Done:
    found = _question(belt, draw, *_WAITING)
    return await _by_member(belt, draw, found, "besoin moi-aussi")


async def _leave(belt: Belt, draw: Random) -> Done:
    return await _by_member(belt, draw, _question(belt, draw), "besoin sans-moi")


async def _transmit(belt: Belt, draw: Random) -> Done:
    """Have a coordinator transmit a question, as it is or in other words, named or not."""
    busy = {each.question for each in belt.climbs() if each.status.open}
    found = _question(belt, draw, *_WAITING, but=busy if draw.random() < 0.9 else set())
    who = _coordinator(belt, draw, found)
    if found is None or who is None:
        return Done()
    text = found.text if draw.random() < 0.7 else f"Qui sait pour {belt.words()} ?"
    place = draw.choice(("nom", "sans"))
    return await _about(belt, who, found, "besoin transmettre", text, territoire=place)


async def _sum_up(belt: Belt, draw: Random) -> Done:
    """Have a coordinator send their own words, where the asker has not answered."""
    found = _climb(belt, draw, "waiting")
    who = _coordinator_of(belt, draw, found.network) if found else None
    if found is None or who is None:
        return Done()
    text = f"{found.number} Qui sait pour {belt.words()} ?"
    return await belt.asks(who, found.network, "besoin transmettre", text, texte=_rest(text))


async def _agree(belt: Belt, draw: Random) -> Done:
    return await _by_asker(belt, draw, "besoin accord", "waiting")


async def _refuse(belt: Belt, draw: Random) -> Done:
    return await _by_asker(belt, draw, "besoin désaccord", "waiting", "sent", "taken", "joined")


async def _withdraw_climb(belt: Belt, draw: Random) -> Done:
    found = _climb(belt, draw, "waiting", "sent")
    who = _coordinator_of(belt, draw, found.network) if found else None
    if found is None or who is None:
        return Done()
    return await belt.asks(who, found.network, "besoin ne-plus-transmettre", str(found.number))


async def _take(belt: Belt, draw: Random) -> Done:
    return await _above(belt, draw, "besoin prendre", "sent")


async def _join_to(belt: Belt, draw: Random) -> Done:
    found = _climb(belt, draw, "sent")
    there = [each for each in belt.questions() if found and each.network == found.parent]
    who = _coordinator_of(belt, draw, found.parent) if found else None
    if found is None or who is None or not there:
        return Done()
    text = f"{found.id} {draw.choice(there).number}"
    return await belt.asks(who, found.parent, "besoin joindre", text)


async def _unjoin(belt: Belt, draw: Random) -> Done:
    return await _above(belt, draw, "besoin détacher", "joined")


async def _answer_at_once(belt: Belt, draw: Random) -> Done:
    text = f"Oui, {belt.words()}"
    return await _above(belt, draw, "besoin réponse-directe", "sent", "taken", text=text)


async def _send_back(belt: Belt, draw: Random) -> Done:
    text = f"Plutôt {belt.words()}"
    return await _above(belt, draw, "besoin renvoyer", "sent", "taken", "joined", text=text)


async def _answer(belt: Belt, draw: Random) -> Done:
    carried = [each for each in _those(belt, *_WAITING) if each.territories]
    found = draw.choice(carried) if carried and draw.random() < 0.6 else None
    found = found or _question(belt, draw, *_WAITING)
    return await _by_member(belt, draw, found, "besoin répondre", f"Voyez {belt.words()}")


async def _complete(belt: Belt, draw: Random) -> Done:
    carried = [each for each in _those(belt, "answered") if each.territories]
    found = draw.choice(carried) if carried and draw.random() < 0.6 else None
    found = found or _question(belt, draw, "answered")
    return await _by_member(belt, draw, found, "besoin compléter", f"Aussi {belt.words()}")


async def _want(belt: Belt, draw: Random) -> Done:
    found = _question(belt, draw, "answered")
    text = f"Il manque {belt.words()}"
    return await _by_member(belt, draw, found, "besoin pas-tout-à-fait", text)


async def _reopen(belt: Belt, draw: Random) -> Done:
    found = _question(belt, draw, "answered", "closed", "merged", "withdrawn")
    who = _coordinator(belt, draw, found)
    return await _about(belt, who, found, "besoin rouvrir")


async def _merge(belt: Belt, draw: Random) -> Done:
    waiting = _those(belt, *_WAITING)
    found = draw.choice(waiting) if waiting else None
    alike = [
        each
        for each in _those(belt, *_WAITING, "answered")
        if found and each.network == found.network and each.id != found.id
    ]
    who = _coordinator(belt, draw, found)
    if found is None or who is None or not alike:
        return Done()
    text = f"{found.number} {draw.choice(alike).number}"
    return await belt.asks(who, found.network, "besoin fusionner", text)


async def _close(belt: Belt, draw: Random) -> Done:
    found = _question(belt, draw, *_WAITING)
    who = _coordinator(belt, draw, found)
    return await _about(belt, who, found, "besoin fermer", f"Déjà vu, {belt.words()}")


async def _defer(belt: Belt, draw: Random) -> Done:
    found = _question(belt, draw, *_WAITING)
    who = _coordinator(belt, draw, found)
    occasion = draw.choice(("rencontre", "lettre", "mattermost", "annuler"))
    return await _about(belt, who, found, "besoin reporter", occasion)


async def _edit(belt: Belt, draw: Random) -> Done:
    text = f"Qui connaît bien {belt.words()} ?"
    return await _by_author(belt, draw, "besoin modifier", text, states=_WAITING)


async def _withdraw(belt: Belt, draw: Random) -> Done:
    return await _by_author(belt, draw, "besoin retirer", states=_WAITING)


async def _unsign(belt: Belt, draw: Random) -> Done:
    return await _by_author(belt, draw, "besoin retirer-mon-nom")


async def _make_private(belt: Belt, draw: Random) -> Done:
    return await _by_author(belt, draw, "besoin rendre-privée")


async def _share(belt: Belt, draw: Random) -> Done:
    return await _by_author(belt, draw, "besoin collective", states=_WAITING)


async def _publish(belt: Belt, draw: Random) -> Done:
    return await _come_down(belt, draw, "besoin publier")


async def _adapt(belt: Belt, draw: Random) -> Done:
    return await _come_down(belt, draw, "besoin adapter", f"Ici, {belt.words()}")


async def _keep(belt: Belt, draw: Random) -> Done:
    return await _come_down(belt, draw, "besoin garder", draw.choice(("rencontre", "lettre")))


async def _discard(belt: Belt, draw: Random) -> Done:
    return await _come_down(belt, draw, "besoin écarter")


async def _offer(belt: Belt, draw: Random) -> Done:
    climbed = {each.question for each in belt.climbs() if each.parent_question}
    found = [each for each in _those(belt, "answered") if each.id in climbed]
    chosen = draw.choice(found) if found else None
    who = _coordinator(belt, draw, chosen)
    return await _about(belt, who, chosen, "besoin proposer-réponse")


async def _take_offer(belt: Belt, draw: Random) -> Done:
    offered = [each for each in belt.climbs() if each.offer]
    found = draw.choice(offered) if offered else None
    who = _coordinator_of(belt, draw, found.parent) if found else None
    if found is None or who is None:
        return Done()
    return await belt.asks(who, found.parent, "besoin reprendre-réponse", str(found.id))


async def _forget(belt: Belt, draw: Random) -> Done:
    who = draw.choice(list(belt.people))
    belt.forgotten.add(who.id)
    here = next(each.slug for each in belt.tree if each.server == who.server)
    return await belt.asks(who, here, "reseau oublie-moi", "confirmé")


async def _go(belt: Belt, draw: Random) -> Done:
    """Have someone leave a network's channel, a coordinator as well as anyone."""
    slug = draw.choice(belt.tree).slug
    role = draw.choice((Role.COORDINATOR, Role.MEMBER))
    here = belt.of(slug, role)
    if not here:
        return Done()
    who = draw.choice(here)
    del belt.people[who][slug]
    belt.store(lambda db: preferences.leave(db, slug, who.id, belt.clock.now))
    return Done(f"{who.id} leaves {slug}")


async def _arrive(belt: Belt, draw: Random) -> Done:
    """Have a member coordinate a network from now on."""
    slug = draw.choice(belt.tree).slug
    who = _anyone(belt, draw, slug)
    if who is None:
        return Done()
    belt.people[who][slug] = Role.COORDINATOR
    belt.arrived.add(who.id)
    return Done(f"{who.id} coordinates {slug}")


async def _choose(belt: Belt, draw: Random) -> Done:
    """Have a network choose what becomes of answers that nobody chooses anything for."""
    here, choice = draw.choice(belt.tree), draw.choice(list(Undecided))

    def work(db: Connection) -> None:
        ctx = belt.bot.context(db, here, belt.clock.now)
        coming_down.choose_undecided(ctx, choice)

    belt.store(work)
    return Done(f"{here.slug} chooses {choice.value}")


async def _days(belt: Belt, draw: Random) -> Done:
    days = draw.choice((1, 1, 3, 8, 8, 22))
    belt.clock.forward(days=days)
    await belt.reads()
    await belt.goes_round(*_ROUNDS)
    return Done(f"{days} days pass")


async def _deliver(belt: Belt, draw: Random) -> Done:
    servers = draw.sample(belt.servers, draw.randint(1, len(belt.servers)))
    await belt.reads()
    await belt.delivers(*servers)
    return Done(f"delivered on {', '.join(servers)}")


async def _lose(belt: Belt, draw: Random) -> Done:
    server = draw.choice(belt.servers)
    if server in belt.chat.away:
        belt.comes_back(server)
        return Done(f"{server} is back")
    belt.chat.away.add(server)
    return Done(f"{server} is away")


async def _kill(belt: Belt, _draw: Random) -> Done:
    belt.database.killed = True
    return Done("the next transaction is killed")


async def _die(belt: Belt, draw: Random) -> Done:
    belt.chat.dies = draw.random() < 0.5
    return Done(f"we die {'after' if belt.chat.dies else 'before'} the next post")


GESTURES: Mapping[str, tuple[int, Gesture]] = {
    "ask": (14, _ask),
    "join": (8, _join),
    "leave": (2, _leave),
    "transmit": (12, _transmit),
    "sum up": (2, _sum_up),
    "agree": (12, _agree),
    "refuse": (3, _refuse),
    "withdraw climb": (2, _withdraw_climb),
    "take": (9, _take),
    "join to": (9, _join_to),
    "unjoin": (3, _unjoin),
    "answer at once": (3, _answer_at_once),
    "send back": (2, _send_back),
    "answer": (8, _answer),
    "complete": (5, _complete),
    "want": (2, _want),
    "reopen": (4, _reopen),
    "merge": (5, _merge),
    "close": (2, _close),
    "defer": (2, _defer),
    "edit": (2, _edit),
    "withdraw": (2, _withdraw),
    "unsign": (1, _unsign),
    "make private": (2, _make_private),
    "share": (1, _share),
    "publish": (7, _publish),
    "adapt": (3, _adapt),
    "keep": (3, _keep),
    "discard": (2, _discard),
    "offer": (3, _offer),
    "take offer": (3, _take_offer),
    "forget": (2, _forget),
    "go": (2, _go),
    "arrive": (2, _arrive),
    "choose": (2, _choose),
    "days": (8, _days),
    "deliver": (8, _deliver),
    "lose": (3, _lose),
    "kill": (2, _kill),
    "die": (2, _die),
}
"""All that may happen, how often among the others, and how."""


def steps(seed: int, count: int = STEPS) -> Sequence[Step]:
    """Draw the steps of a life."""
    draw = Random(f"steps {seed}")
    weights = [weight for weight, _ in GESTURES.values()]
    drawn = ["ask"] * ASKED_FIRST + draw.choices(list(GESTURES), weights, k=count - ASKED_FIRST)
    return [Step(each, draw.getrandbits(32)) for each in drawn]


def _those(belt: Belt, *states: str) -> list[Row[Any]]:
    """Return the questions in these states, or all."""
    return [each for each in belt.questions() if not states or each.status.value in states]


def _question(belt: Belt, draw: Random, *states: str, but: Collection[int] = ()) -> Row[Any] | None:
    found = [each for each in _those(belt, *states) if each.id not in but]
    return draw.choice(found) if found else None


def _climb(belt: Belt, draw: Random, *states: str) -> Row[Any] | None:
    found = [each for each in belt.climbs() if each.status.value in states]
    return draw.choice(found) if found else None


def _anyone(belt: Belt, draw: Random, slug: str) -> Person | None:
    here = belt.of(slug)
    return draw.choice(here) if here else None


def _coordinator_of(belt: Belt, draw: Random, slug: str) -> Person | None:
    here = belt.of(slug, Role.COORDINATOR)
    return draw.choice(here) if here else None


def _coordinator(belt: Belt, draw: Random, found: Row[Any] | None) -> Person | None:
    return _coordinator_of(belt, draw, found.network) if found else None


async def _about(  # noqa: PLR0913, PLR0917  who does what to which question
    belt: Belt,
    who: Person | None,
    found: Row[Any] | None,
    route: str,
    text: str = "",
    **fields: str,
) -> Done:
    if found is None or who is None:
        return Done()
    typed = f"{found.number} {text}".strip()
    entries = {"texte": text, **fields} if fields else {}
    return await belt.asks(who, found.network, route, typed, **entries)


async def _by_member(
    belt: Belt, draw: Random, found: Row[Any] | None, route: str, text: str = ""
) -> Done:
    who = _anyone(belt, draw, found.network) if found else None
    return await _about(belt, who, found, route, text)


async def _by_author(
    belt: Belt, draw: Random, route: str, text: str = "", *, states: Sequence[str] = ()
) -> Done:
    found = [each for each in _those(belt, *states) if each.author]
    if not found:
        return Done()
    chosen = draw.choice(found)
    return await _about(belt, _person(belt, chosen.network, chosen.author), chosen, route, text)


async def _by_asker(belt: Belt, draw: Random, route: str, *states: str) -> Done:
    found = _climb(belt, draw, *states)
    if found is None or not found.asker:
        return Done()
    who = _person(belt, found.network, found.asker)
    return await belt.asks(who, found.network, route, f"{found.number} {found.id}")


async def _above(belt: Belt, draw: Random, route: str, *states: str, text: str = "") -> Done:
    """Have a coordinator above decide on a need; one in twenty on any."""
    found = _climb(belt, draw, *states)
    if draw.random() < 0.05:
        every = belt.climbs()
        found = draw.choice(every) if every else None
    who = _coordinator_of(belt, draw, found.parent) if found else None
    if found is None or who is None:
        return Done()
    return await belt.asks(who, found.parent, route, f"{found.id} {text}".strip())


async def _come_down(belt: Belt, draw: Random, route: str, text: str = "") -> Done:
    """Have a coordinator below decide what an answer from above becomes."""
    found = _climb(belt, draw, "answered") or _climb(belt, draw, "published")
    who = _coordinator_of(belt, draw, found.network) if found else None
    if found is None or who is None:
        return Done()
    return await belt.asks(who, found.network, route, f"{found.number} {text}".strip())


def _person(belt: Belt, slug: str, user: str) -> Person:
    return Person(belt.bot.networks[slug].server, user)


def _rest(text: str) -> str:
    return text.partition(" ")[2]


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
