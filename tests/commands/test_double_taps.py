"""The same person taps twice, faster than we write: it is done once, without a fuss."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pytest
from structlog.testing import capture_logs

from bot.core.database import Database
from bot.dispatch import Dispatch
from bot.question import store as questions
from bot.question.store import QuestionFilter
from bot.talk.command import Command, Referred, Via
from bot.talk.deposits import DepositLimit
from tests.amounts import some_or_all
from tests.commands.articles import collected
from tests.commands.gestures import deliver
from tests.room import Room, caller

TAPS = 20
"""Double taps of each kind on PostgreSQL in `make test-long`; fewer in `make test` and on SQLite,
which has one writer.
"""

AT_ONCE = 4
"""Times that each is sent: as many as the store has connections to PostgreSQL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tap:
    """What is prepared, and what is tapped the nth time, from 0."""

    tapped: Callable[[int], Command]
    before: Callable[[Room], None] = lambda _room: None


def _questions(room: Room) -> None:
    for number in range(1, TAPS + 1):
        room.says("amina", f"/besoin Qui prête la salle numéro {number} de la mairie ?")


def _said_questions(room: Room) -> None:
    _questions(room)
    deliver(room)


def _meeting(room: Room) -> None:
    room.says("amina", "/rencontre planifier jeudi 10 décembre 14h, mairie, visio https://v.fr/a")
    room.does("amina", "rencontre annoncer")


def _asked_to_host(room: Room) -> None:
    for number in range(1, TAPS + 1):
        room.says("amina", f"/rencontre planifier {number} décembre 14h, mairie")
    for number in range(1, TAPS + 1):
        room.does("amina", f"rencontre hôte {number} @louis")


def _poll(room: Room) -> None:
    room.says("amina", "/rencontre sonder jeudi 3 décembre 14h ; mardi 8 décembre 9h30")


def _ideas(room: Room) -> None:
    for number in range(1, TAPS + 1):
        room.does("amina", f"rencontre proposer atelier : le clavier numéro {number}")


def _articles(room: Room) -> None:
    collected(room, *(f"Une étude numéro {number}" for number in range(TAPS)), later=True)


def _deadline(room: Room) -> None:
    room.fills(
        "amina",
        "veille échéance",
        lien="https://e.org/aap",
        date="15 janvier 2027 à 12h",
        titre="Un appel",
    )


def types(who: str, *texts: str) -> Callable[[int], Command]:
    """Have someone type one of these texts after the other, « {n} » being 1, 2, 3, and so on."""

    def command(n: int) -> Command:
        text = texts[n % len(texts)].format(n=n + 1)
        return _command(who, Via.SLASH, text)

    return command


def presses(who: str, route: str, *arguments: str) -> Callable[[int], Command]:
    """Have someone press a button, with one of these arguments after the other."""

    def command(n: int) -> Command:
        return _command(who, Via.BUTTON, arguments[n % len(arguments)].format(n=n + 1), route=route)

    return command


def checks(who: str, answered_by: str) -> Callable[[int], Command]:
    """Have someone put a check mark on a reply to each question in turn."""

    def command(n: int) -> Command:
        reply = Referred(
            post=f"reply-{n}",
            root=f"post-question:loire:{n + 1}",
            text="La Manufacture.",
            author=caller(answered_by),
        )
        return _command(who, Via.REACTION, "", route="besoin accepter", refers=reply)

    return command


def _command(
    who: str, via: Via, text: str, *, route: str | None = None, refers: Referred | None = None
) -> Command:
    return Command(
        text=text,
        caller=caller(who),
        via=via,
        channel="loire-channel",
        network="loire",
        route=route,
        refers=refers,
        people={"louis": "louis"},
    )


def _asked_around(room: Room) -> None:
    for who in ("amina", "zoé"):
        room.does(who, "besoin aider Bureautique")
    for number in range(1, TAPS + 1):
        room.says("louis", f"/besoin Comment mettre en page le tableau numéro {number} ?")
        room.does("louis", f"besoin thème {number} Bureautique")


KINDS: Mapping[str, Tap] = {
    "ask": Tap(tapped=types("louis", "besoin Qui prête l'écran {n} de Brest ?")),
    "join": Tap(before=_questions, tapped=presses("louis", "besoin moi-aussi", "{n}")),
    "tick": Tap(tapped=types("louis", "besoin aider Logement", "besoin ne-plus-aider Logement")),
    "receive": Tap(tapped=types("louis", "besoin recevoir Sourds ; Le centre ; Feurs {n}")),
    "ask around": Tap(
        before=_asked_around,
        tapped=presses("louis", "besoin demander", "{n}"),
    ),
    "ask nobody else": Tap(
        before=_asked_around,
        tapped=types("louis", "besoin demander 1", "besoin ne-plus-demander 1"),
    ),
    "answer": Tap(before=_questions, tapped=types("louis", "besoin répondre {n} La mairie.")),
    "accept": Tap(before=_said_questions, tapped=checks("amina", "louis")),
    "close": Tap(before=_questions, tapped=types("amina", "besoin fermer {n} Vu en septembre")),
    "attend": Tap(
        before=_meeting,
        tapped=presses("louis", "rencontre présence", "1 place", "1 video", "1 no"),
    ),
    "be silent": Tap(before=_meeting, tapped=types("louis", "rencontre silence 1")),
    "vote": Tap(
        before=_poll, tapped=presses("louis", "rencontre voter", "1 1 oui", "1 2 oui", "1 1 non")
    ),
    "support": Tap(before=_ideas, tapped=presses("louis", "rencontre soutenir", "{n}")),
    "offer to host": Tap(
        tapped=types("louis", "rencontre accueillir", "rencontre ne-plus-accueillir")
    ),
    "be away": Tap(tapped=types("louis", "rencontre absence {n} janvier")),
    "host": Tap(before=_asked_to_host, tapped=presses("louis", "rencontre j'accueille", "{n}")),
    "wish": Tap(tapped=presses("louis", "reseau messages", "demandé", "essentiel")),
    "propose": Tap(tapped=types("louis", "veille proposer https://e.org/{n} Un guide utile")),
    "find useful": Tap(before=_articles, tapped=presses("louis", "veille utile", "{n}")),
    "sort": Tap(before=_articles, tapped=types("amina", "veille écarter 1", "veille garder 1")),
    "apply": Tap(before=_deadline, tapped=presses("louis", "veille candidater", "1")),
    "choose a rhythm": Tap(
        tapped=presses("amina", "reseau changer-rythme", "rencontre le 3e mardi à {n} h")
    ),
}


@pytest.mark.parametrize("taps", some_or_all(5, TAPS))
@pytest.mark.parametrize("kind", KINDS)
async def test_a_double_tap_is_done_once_and_nobody_reads_of_trouble(
    database: Database, kind: str, taps: int
) -> None:
    tap = KINDS[kind]
    room = await asyncio.to_thread(Room, database, busy=True)
    await asyncio.to_thread(tap.before, room)
    dispatch = Dispatch(room.database, room.bot)
    for n in range(taps if database.path is None else 3):
        command = tap.tapped(n)
        with capture_logs() as log:
            replies = await asyncio.gather(*(dispatch.answer(command) for _ in range(AT_ONCE)))
        assert [each for each in log if each["event"] in ("broken", "database_away")] == []
        assert not any("en même temps" in reply.text for reply in replies)
        room.clock.forward(minutes=1)


async def test_a_question_tapped_twice_is_kept_once(database: Database) -> None:
    room = await asyncio.to_thread(Room, database, busy=True)
    dispatch = Dispatch(room.database, room.bot, deposits=DepositLimit(0))
    for n in range(TAPS):
        command = KINDS["ask"].tapped(n)
        await asyncio.gather(*(dispatch.answer(command) for _ in range(AT_ONCE)))

    assert await database.run(lambda db: questions.count(db, "loire", QuestionFilter())) == TAPS
