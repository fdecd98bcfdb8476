"""Two months of a network, hour by hour: how many private messages each person receives.

To a coordinator, Monday's pile and three others a month at most; to a member, three. What answers
someone's own command is theirs, and does not count; what is said at once whatever the number is
named in UNCOUNTED.
"""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.core.message import Message, MessageKind
from bot.talk.command import Referred
from bot.veille.feeds.rules import Ailment, Failed, Trouble
from scheduler.rounds import ROUNDS
from tests.commands.articles import collected, outcome
from tests.commands.gestures import checks, replies
from tests.lettered import open_lettered
from tests.room import Room
from tests.rounds import go
from tests.scheduler.sender import Desk, Mouth, publisher
from tests.survey.crowds import QUESTIONS, crowd

AWAKE = range(7, 18)
"""Hours (UTC) at which anything may fall due."""

MOST = 3
"""Private messages of a month, Monday's pile besides."""

UNCOUNTED = re.compile(r"^(?:private:|question:\w+:\d+:(?:private|share)|meeting:\w+:\d+:changed)")
"""Private questions, doubts about discretion, a consent to climb, a meeting that is called off."""


@dataclass
class Life:
    """A room that lives by the hour; `received` has what people were told, unasked."""

    room: Room
    received: dict[str, list[Message]] = field(default_factory=lambda: defaultdict(list))
    own: set[str] = field(default_factory=set)

    def says(self, who: str, text: str) -> None:
        """Type something; what answers it is its writer's own."""
        before = {each.key for each in self.room.outbox()}
        reply = self.room.plays(who, text)
        assert not reply.refused, f"{text}: {reply.text}"
        to = "zoe" if who == "zoé" else who
        self.own |= {each.key for each in self.room.outbox() if each.user == to} - before

    def does(self, who: str, words: str) -> None:
        """Press a button; what answers it is its writer's own."""
        before = {each.key for each in self.room.outbox()}
        reply = self.room.does(who, words)
        assert not reply.refused, f"{words}: {reply.text}"
        to = "zoe" if who == "zoé" else who
        self.own |= {each.key for each in self.room.outbox() if each.user == to} - before

    def lives(self, until: datetime) -> None:
        """Let the clock go on: everything that falls due is done, and delivered."""
        while self.room.clock.now < until:
            self.room.clock.forward(hours=1)
            if self.room.clock.now.hour not in AWAKE:
                continue
            asyncio.run(self._beat())
            self._deliver()

    def replies(self, who: str, text: str) -> Referred:
        """Write in the thread of the first question."""
        self._deliver()
        found = replies(self.room, who, text)
        self._deliver()
        return found

    def thanks(self, who: str, answer: Referred) -> None:
        """Take a reply for the answer."""
        checks(self.room, who, answer)

    async def _beat(self) -> None:
        room = self.room
        await publisher(room).publish_due()
        for row in ROUNDS:
            await go(room.database, room.bot, row.name, _members)

    def _deliver(self) -> None:
        told = [each for each in self.room.outbox() if each.user and each.key not in self.own]
        for each in told:
            if each.kind is MessageKind.POST:
                self.received[each.user or ""].append(each)
        Desk(self.room, Mouth()).deliver()


def test_few_private_messages_are_enough(tmp_path: Path) -> None:
    room = open_lettered(tmp_path)
    life = Life(room)

    _november(life)
    _december(life)

    for who, told in life.received.items():
        for month, found in _by_month(told).items():
            listed = [f"{each.made_at:%d/%m %H:%M} {each.key}: {each.text[:60]}" for each in found]
            assert len(found) <= MOST, f"{who}, {month}:\n" + "\n".join(listed)
    piles = [each for each in life.received["amina"] if _monday(each)]
    assert len({each.made_at for each in piles}) == len(piles) == 7
    assert {"louis", "zoe"} < set(life.received)
    keys = [each.key for told in life.received.values() for each in told]
    assert any(each.startswith("asked:") for each in keys)
    assert any(":reminder:" in each for each in keys)
    assert any(each.endswith(":results:coordinators:amina") for each in keys)
    room.database.close()


def _november(life: Life) -> None:
    """Live a poll, a meeting with its host, its minutes; questions, one put to those who know."""
    collected(life.room, "Un guide", "Appel à projets : candidatures jusqu'au 20 décembre 2026")
    life.says("louis", "/besoin Qui peut prêter une salle de réunion à Roanne pour un atelier ?")
    life.says("zoé", "/besoin Qui peut prêter une salle à Roanne pour un atelier smartphone ?")
    life.says("amina", "/rencontre sonder 19/11 14h ; mardi 24/11 14h, jusqu'au 5")
    life.does("louis", "rencontre voter 1 1")
    life.does("zoé", "rencontre voter 1 1")
    life.does("zoé", "rencontre accueillir La médiathèque, 20 places")
    life.lives(_at("2026-11-04T10:00"))
    life.thanks("louis", life.replies("zoé", "La Manufacture, le mardi"))
    life.replies("amina", "Ou la mairie")
    life.says("amina", "/besoin fusionner 2 1")
    life.lives(_at("2026-11-06T10:00"))
    life.does("amina", "rencontre choisir 1 1")
    life.does("amina", "rencontre proposer-hôte")
    life.does("zoé", "rencontre j'accueille 1")
    life.does("amina", "rencontre annoncer")
    outcome(life.room, Failed(trouble=Trouble(ailment=Ailment.SLOW)))
    life.lives(_at("2026-11-12T12:00"))
    life.does("louis", "rencontre présence 1 place")
    life.says("zoé", "/besoin aider Prévention en sécurité numérique")
    life.says("louis", "/besoin Qui anime des ateliers sur les mots de passe ?")
    life.says("zoé", "/besoin aider Bureautique")
    life.says("amina", "/besoin thème 3 Bureautique")
    life.says("amina", "/besoin demander 3")
    life.lives(_at("2026-11-19T13:05"))
    life.says("amina", "/rencontre tenir")
    life.says("amina", "/besoin reporter 3 lettre")
    life.does("amina", "rencontre terminer")
    life.lives(_at("2026-11-23T10:00"))
    life.does("amina", "rencontre publier")
    life.lives(_at("2026-11-30T12:00"))


def _december(life: Life) -> None:
    """Live a letter, with its edito and a promised answer; a survey; a private question."""
    aap = {"lien": "https://a.example.org/aap", "date": "15/01/2027", "titre": "Un appel"}
    life.room.fills("louis", "veille échéance", **aap)
    life.does("zoé", "rencontre proposer Tester un jeu sur les mots de passe")
    life.room.does("amina", "veille confirmer 1")
    life.room.fills("amina", "reseau préparer-enquête", questions=QUESTIONS)
    life.says("amina", "/reseau lancer-enquête 1")
    for who, letter in (("louis", "a"), ("zoé", "b")):
        life.says(who, f"/reseau enquête 1 1 {letter}")
    crowd(life.room, ["aa", "ab", "ba", "aa", "ab", "aa"], ["Plus de café"])
    life.lives(_at("2026-12-08T10:00"))
    life.says("amina", "/lettre édito Bonjour à tout le réseau.")
    life.room.does("amina", "lettre répondre 3 Zoé, tous les mois")
    life.lives(_at("2026-12-14T10:00"))
    life.says("louis", "/besoin privé Comment parler de mon contrat à ma direction ?")
    life.says("louis", "/besoin transmettre 4")
    life.lives(_at("2026-12-31T12:00"))


def _by_month(told: Sequence[Message]) -> Mapping[str, Sequence[Message]]:
    """Return what counts, by month: neither Monday's pile nor what is said whatever the number."""
    found: dict[str, list[Message]] = defaultdict(list)
    for each in told:
        if not _monday(each) and not UNCOUNTED.match(each.key):
            found[f"{each.made_at:%Y-%m}"].append(each)
    return found


def _monday(message: Message) -> bool:
    return message.key.startswith("pile:") and message.made_at.weekday() == 0


def _at(when: str) -> datetime:
    return datetime.fromisoformat(when).replace(tzinfo=UTC)


async def _members(network: str) -> Collection[str]:
    return ("amina", "louis", "zoe") if network == "loire" else ()
