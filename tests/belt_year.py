"""A year of many networks in which needs climb, answers come down, and announcements are made.

What `tests.played_year` lives, with the belt: each working day some needs are asked, transmitted
with their asker's agreement, taken or joined above, answered there or further above, and published
below, by a gesture or by the network's own setting. Announcements go from the top to all the
others, each network having chosen what becomes of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, func, select

from bot.core.message import Message, MessageKind
from bot.core.traffic import Traffic
from bot.network.network import Network, Scale
from bot.network.rights import Role
from bot.relay import store as came_down
from bot.relay.announcing.rules import AnnouncementChoice
from bot.relay.rules import Descent, DescentStatus
from bot.relay.tables import climbs, descents
from scheduler.index import Indexer
from tests.played_year import Year, coordinator
from tests.rounds import go

LAST_NEED = timedelta(days=30)
"""So long before the end nothing more is asked: all has the time to come down."""

_ROUNDS = ("answers from above", "silent above", "people carried", "ask of announcements")
_CHOICES = tuple(AnnouncementChoice)
_FURTHER = 4
"""One need in so many goes on from its région to the national level."""

_COMPLETED = 20
"""One answer in so many is completed two days later."""


@dataclass(frozen=True, kw_only=True)
class BeltPlan:
    """How much happens in a year: needs that climb, those of them joined, announcements."""

    needs: int
    joined: int
    announcements: int


@dataclass(frozen=True, kw_only=True)
class AskedNeed:
    """A need that climbed: the question that asked it, and whose it is."""

    network: str
    number: int
    asker: str


@dataclass(frozen=True, kw_only=True)
class Carrying:
    """A question of a network above, which stands for needs from below."""

    network: str
    number: int


@dataclass(frozen=True, kw_only=True)
class BeltTally:
    """What a year brought: needs, those joined, answers told, announcements posted or in a letter.

    `corrected` of the answers told are corrections.
    """

    needs: int
    joined: int
    told: int
    corrected: int
    posted: int
    in_letters: int


class BeltYear(Year):
    """A year whose needs and announcements are spread over its working days."""

    def __init__(
        self,
        path: Path,
        networks: Sequence[Network],
        start: datetime,
        end: datetime,
        plan: BeltPlan,
    ) -> None:
        super().__init__(path, networks, start)
        self.needs: list[AskedNeed] = []
        self._brought = plan
        self._last = end - LAST_NEED
        self._joined = self._announced = self._read = 0
        self._carrying: Carrying | None = None
        self._to_answer: list[Carrying] = []
        self._answered: list[Carrying] = []
        self._to_complete: list[Carrying] = []
        self._chosen = False

    def belt_tally(self) -> BeltTally:
        """Check that each asker was told each version once, each announcement carried once."""
        told = Counter(
            (match[1], int(match[2]), each.user)
            for each in self._posts("question:")
            if (match := re.match(r"question:([^:]+):(\d+):told", each.key))
        )
        versions = self._database.submit(_published).result()
        for need in self.needs:
            wanted = versions[need.network, need.number]
            found = told[need.network, need.number, need.asker]
            assert found == wanted >= 1, f"{need}: told {found} times, {wanted} versions"
        cards = Counter(each.key for each in self._posts("question:") if each.key.count(":") == 2)
        assert all(cards[f"question:{each.network}:{each.number}"] == 1 for each in self.needs)
        return BeltTally(
            needs=len(self.needs),
            joined=self._joined,
            told=sum(told.values()),
            corrected=sum(told.values()) - len(self.needs),
            posted=self._posted_at_once(),
            in_letters=self._in_letters(),
        )

    async def _work(self) -> None:
        await super()._work()
        await Indexer(self._database, self.bot, Traffic(), lambda: None).read_new()
        for each in _ROUNDS:
            await go(self._database, self.bot, each)
        if not self._chosen:
            await self._choose()
        await self._answer()
        await self._publish_below()
        for _ in range(self._so_far(self._brought.needs) - len(self.needs)):
            await self._climb()
        for _ in range(self._so_far(self._brought.announcements) - self._announced):
            await self._says("national", f"reseau annoncer Inscriptions {_words(self._announced)}")
            self._announced += 1

    async def _choose(self) -> None:
        """Have each network choose what becomes of what is announced to it."""
        for number, slug in enumerate(self.bot.networks):
            await self._says(slug, f"reseau annonces {_CHOICES[number % len(_CHOICES)].value}")
        self._chosen = True

    async def _answer(self) -> None:
        """Answer above what was taken the day before; complete some of what was answered then."""
        for each in self._to_complete:
            await self._says(each.network, f"besoin compléter {each.number} Voyez aussi le guide")
        self._to_complete = self._answered[::_COMPLETED]
        self._answered, to_answer = [], self._to_answer
        self._to_answer = []
        for each in to_answer:
            await self._says(each.network, f"besoin répondre {each.number} Le module {each.number}")
            self._answered.append(each)

    async def _publish_below(self) -> None:
        """Publish what came down: all of it in the régions, every other one below them."""
        await self._deliver()
        fresh, self._read = self.sender.said[self._read :], len(self.sender.said)
        for message in fresh:
            number = _to_publish(message)
            slug = message.network or ""
            if number is None or message.user != coordinator(slug):
                continue
            waiting = {each.number for each in await self._undecided(slug)}
            chooses = self.bot.networks[slug].scale is Scale.REGION or number % 2
            if chooses and number in waiting:
                await self._says(slug, f"besoin publier {number}")

    async def _undecided(self, slug: str) -> Sequence[Descent]:
        return await self._database.run(lambda db: came_down.undecided(db, slug))

    async def _climb(self) -> None:
        """Have a need asked, agreed to, and taken or joined above; then further above."""
        joins = self._joins()
        below = self._below(joins)
        done = len(self.needs)
        asker = f"adviser{done % 5}-{below.slug}"
        text = f"Qui connaît {_words(done)} ?"
        reply = await self._asks(below.slug, asker, Role.MEMBER, f"besoin {text}")
        number = _number(reply.text)
        await self._transmit(below.slug, number, text)
        await self._asks(below.slug, asker, Role.MEMBER, f"besoin accord {number}")
        self.needs.append(AskedNeed(network=below.slug, number=number, asker=asker))
        above, climb = below.parent or "", self._newest_climb()
        if joins and self._carrying is not None:
            await self._says(above, f"besoin joindre {climb} {self._carrying.number}")
            self._joined += 1
            return
        taken = await self._says(above, f"besoin prendre {climb}")
        self._carrying = Carrying(network=above, number=_number(taken.text))
        if done % _FURTHER:
            self._to_answer.append(self._carrying)
            return
        await self._transmit(above, self._carrying.number, text)
        further = self.bot.networks[above].parent or ""
        taken = await self._says(further, f"besoin prendre {self._newest_climb()}")
        self._to_answer.append(Carrying(network=further, number=_number(taken.text)))

    async def _transmit(self, slug: str, number: int, text: str) -> None:
        who, typed = coordinator(slug), f"besoin transmettre {number} {text}"
        await self._asks(slug, who, Role.COORDINATOR, typed)

    def _joins(self) -> bool:
        """Tell whether the next need is joined to the one before it."""
        due = len(self.needs) * self._brought.joined // max(1, self._brought.needs - 1)
        return self._carrying is not None and self._joined < due

    def _below(self, joins: bool) -> Network:  # noqa: FBT001  one of two
        """Return where the next need is asked: in the same région, to be joined there."""
        every = [each for each in self._networks if each.scale is Scale.DEPARTEMENT]
        if joins and self._carrying is not None:
            every = [each for each in every if each.parent == self._carrying.network]
        return every[len(self.needs) % len(every)]

    def _so_far(self, whole: int) -> int:
        """Return how much of something is due by now: as much each day."""
        lived = min(self.now, self._last) - self.start
        return int(whole * (lived / (self._last - self.start)))

    def _newest_climb(self) -> int:
        found = select(func.max(climbs.c.id))
        return int(self._database.submit(lambda db: db.execute(found).scalar_one()).result())

    def _posts(self, start: str) -> Iterator[Message]:
        for each in self.sender.said:
            if each.kind is MessageKind.POST and each.key.startswith(start):
                yield each

    def _posted_at_once(self) -> int:
        """Check that networks which publish at once did, each announcement once; count."""
        found = Counter(each.network for each in self._posts("announcement:"))
        for number, slug in enumerate(self.bot.networks):
            at_once = _CHOICES[number % len(_CHOICES)] is AnnouncementChoice.AT_ONCE
            wanted = self._announced if at_once and slug != "national" else 0
            posts = [each for each in self._posts(f"announcement:{slug}:") if each.user is None]
            assert len(posts) == wanted, f"{slug}: {len(posts)} announcements, not {wanted}"
        return found.total()

    def _in_letters(self) -> int:
        """Check that no letter tells an announcement that another one told; count."""
        told = Counter(
            (each.network, word)
            for each in self._posts("letter:")
            if each.user is None
            for word in set(re.findall(r"Inscriptions (\w+)", each.text))
        )
        twice = [each for each, times in told.items() if times > 1]
        assert not twice, f"in two letters: {twice}"
        return len(told)


def _published(db: Connection) -> Counter[tuple[str, int]]:
    """Count the versions of an answer that each question had from above."""
    found = select(climbs.c.network, climbs.c.number, func.count()).join(
        descents, descents.c.climb == climbs.c.id
    )
    found = found.where(descents.c.status == DescentStatus.PUBLISHED)
    rows = db.execute(found.group_by(climbs.c.network, climbs.c.number))
    return Counter({(network, number): count for network, number, count in rows})


def _to_publish(message: Message) -> int | None:
    """Return the number of the question whose answer a message asks about."""
    found = [each for each in message.buttons if each.route == "besoin publier"]
    return int(found[0].argument) if found and message.kind is MessageKind.POST else None


def _number(text: str) -> int:
    [found] = re.findall(r"n°\s(\d+)", text)[:1]
    return int(found)


def _words(number: int) -> str:
    """Return three words that no other number has, each unlike any other."""
    return " ".join(_word(number * 3 + place + 1) for place in range(3))


def _word(number: int) -> str:
    written, number = "", number * 7_919
    while number:
        number, rest = divmod(number, 16)
        written += "bcdfghjklmnpqrst"[rest] + "aeiou"[rest % 5]
    return written
