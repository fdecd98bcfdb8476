"""A year in which needs climb: what `tests.played_year` is for meetings, letters and digests.

Advisers of départements ask and agree, their coordinators transmit; those of the régions take each
need or join it to what they carry, send one in twenty further up, answer a week later. Half of what
comes down is published by hand, the rest by the network's setting. The national level announces.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path

from bot.core.message import MessageKind
from bot.network.network import Network, Scale
from bot.network.rights import Role
from bot.question import store as questions
from bot.question.rules import Question
from bot.relay import store as climbs
from bot.relay.announcing import store as announcements
from bot.relay.announcing.rules import Announcement, Carried, carried
from bot.relay.rules import Climb, ClimbStatus
from tests.played_year import Year
from tests.rounds import go

ANSWERED_AFTER = timedelta(days=7)
"""How long those above take to answer."""

FURTHER = 20
"""One need in so many is sent on to the national level, which answers it."""

_WHAT = (
    *("former", "équiper", "accueillir", "orienter", "informer", "accompagner", "inscrire"),
    *("aider", "rassurer", "initier", "évaluer", "convaincre", "mobiliser"),
)
_WHOM = (
    *("des seniors", "des collégiens", "des familles", "des agriculteurs", "des artisans"),
    *("des soignants", "des bénévoles", "des parents", "des lycéens", "des commerçants"),
    *("des apprentis", "des locataires", "des aidants"),
)
_WITH = (
    *("une tablette", "un ordinateur", "la messagerie", "le tableur", "la visioconférence"),
    *("les démarches en ligne", "le dossier médical", "la banque en ligne", "un téléphone"),
    *("les photos", "la signature électronique", "un moteur de recherche"),
)


@dataclass(frozen=True, kw_only=True)
class RelayTally:
    """What a year carried: needs sent, joined, answered below, askers told, announcements."""

    climbs: int
    joined: int
    answered: int
    told: int
    announcements: int
    copies: int


class RelayYear(Year):
    """A year of networks in which so many needs climb, are joined, and are announced."""

    def __init__(  # noqa: PLR0913  a year has that many sides
        self,
        path: Path,
        networks: Sequence[Network],
        start: datetime,
        *,
        needs: int,
        joined: int,
        announced: int,
        over: timedelta = timedelta(days=300),
    ) -> None:
        super().__init__(path, networks, start)
        self._below = [each for each in networks if each.scale is Scale.DEPARTEMENT]
        self._needs, self._to_join, self._announced = needs, joined, announced
        self._over = over
        self._texts = _texts()
        self._asked = Counter[str]()
        self._answers: deque[tuple[datetime, str, int]] = deque()
        self._joined = self._sent = self._said = self._taken = 0

    def relay_tally(self) -> RelayTally:
        """Check that each need and each announcement came and went exactly once, and count them."""
        every = [self._read(climbs.of_network, each.slug) for each in self._below]
        sent = [climb for each in every for climb in each]
        assert [each for each in sent if each.status is not ClimbStatus.PUBLISHED] == []
        told = Counter(
            (each.network, each.user)
            for each in self.sender.said
            if each.kind is MessageKind.POST and each.user and ":told" in each.key
        )
        for climb in sent:
            assert told[climb.network, _adviser(climb.network, climb.number)] == 1, climb
        copies = [copy for each in self._made() for copy in self._copies(each.number)]
        assert Carried.MISSED not in copies
        return RelayTally(
            climbs=len(sent),
            joined=self._joined,
            answered=len(sent),
            told=sum(told.values()),
            announcements=len(self._made()),
            copies=len(copies),
        )

    async def _work(self) -> None:
        await go(self.database, self.bot, "answers from above")
        await go(self.database, self.bot, "people carried")
        await super()._work()
        await self._decide()
        await self._answer()
        await self._publish_by_hand()
        await self._ask(self._share(self._needs, self._sent))
        for _ in range(self._share(self._announced, self._said)):
            self._said += 1
            month = (self.now + timedelta(days=120)).strftime("%d/%m/%Y")
            await self._says(
                "national",
                f"reseau annoncer Parcours ouvert jusqu'au {month}, série {self._said}",
            )

    def _share(self, total: int, done: int) -> int:
        """Return how many of a year's `total` are due today, spread over its first part."""
        passed = (self.now - self.start) / self._over
        return max(0, round(min(1.0, passed) * total) - done)

    async def _ask(self, count: int) -> None:
        """Have so many needs asked, agreed to and sent, one département after the other."""
        for _ in range(count):
            slug = self._below[self._sent % len(self._below)].slug
            self._sent += 1
            self._asked[slug] += 1
            number = self._asked[slug]
            asker = _adviser(slug, number)
            text = next(self._texts)
            await self._says(slug, f"besoin {text}", who=asker, role=Role.MEMBER)
            await self._says(slug, f"besoin transmettre {number} {text}")
            await self._says(slug, f"besoin accord {number}", who=asker, role=Role.MEMBER)

    async def _decide(self) -> None:
        """Have all that waits above taken, or joined to what was taken last."""
        for network in self._networks:
            if network.scale is Scale.DEPARTEMENT:
                continue
            for climb in self._read(climbs.waiting_above, network.slug):
                await self._decide_one(network, climb)

    async def _decide_one(self, network: Network, climb: Climb) -> None:
        carrying = self._open_carried(network.slug)
        if carrying is not None and self._joins():
            self._joined += 1
            await self._says(network.slug, f"besoin joindre {climb.id} {carrying.number}")
            return
        await self._says(network.slug, f"besoin prendre {climb.id}")
        self._taken += 1
        taken = self._read(climbs.get, climb.id).parent_question
        question = self._read(questions.by_id, taken or 0)
        assert question is not None
        if network.scale is Scale.REGION and self._taken % FURTHER == 0:
            await self._says(network.slug, f"besoin transmettre {question.number} {question.text}")
        else:
            self._answers.append((self.now + ANSWERED_AFTER, network.slug, question.number))

    def _joins(self) -> bool:
        """Tell whether the next need is to be joined, so that the year has its share of them."""
        return self._joined < self._to_join * (self._sent / self._needs)

    def _open_carried(self, slug: str) -> Question | None:
        """Return a question of a network that waits and stands for needs from below, if any."""
        found = (self._read(questions.by_id, each) for each in self._read(climbs.carrying, [slug]))
        return next((each for each in found if each is not None and each.status.waiting), None)

    async def _answer(self) -> None:
        while self._answers and self._answers[0][0] <= self.now:
            _, slug, number = self._answers.popleft()
            await self._says(slug, f"besoin répondre {number} Le parcours en ligne, module trois")

    async def _publish_by_hand(self) -> None:
        """Have every other answer that came down two days ago published by its coordinator."""
        for each in self._networks:
            down = self._read(climbs.due, [each], self.now + timedelta(days=30))
            for descent in down.get(each.slug, ()):
                fresh = self.now - descent.at < timedelta(days=2)
                if each.scale is Scale.REGION or (not fresh and descent.id % 2):
                    await self._says(each.slug, f"besoin publier {descent.number}")

    def _made(self) -> Sequence[Announcement]:
        return self._read(announcements.made_by, "national", limit=1_000)

    def _copies(self, number: int) -> Iterator[Carried]:
        made = self._read(announcements.get, "national", number)
        for copy in self._read(announcements.copies_of, made):
            yield carried(copy, made, self.now)


def _texts() -> Iterator[str]:
    """Yield questions, no two alike."""
    for what, whom, means in product(_WHAT, _WHOM, _WITH):
        yield f"Comment {what} {whom} avec {means} ?"


def _adviser(slug: str, number: int) -> str:
    return f"adviser{number}-{slug}"
