"""One member cannot freeze the others: texts are bounded, read off the writer, and counted."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace

import pytest

from bot.dispatch import Dispatch
from bot.french import personal
from bot.question import store as questions
from bot.talk import handler as reading
from bot.talk.command import Command, Via
from bot.talk.deposits import MOST_DEPOSITS, WINDOW
from bot.talk.reply import Reply
from bot.talk.routing import find
from commands import ROUTES
from tests import hostile
from tests.room import Room, caller

_LONG = hostile.of("06 ", 16_000)


@pytest.mark.parametrize("via", [Via.SLASH, Via.MENTION, Via.DIRECT])
@pytest.mark.parametrize(
    ("line", "limit"),
    [
        ("besoin", "2\u202f000"),
        ("besoin répondre 1", "2\u202f000"),
        ("rencontre planifier", "600"),
        ("rencontre sonder", "1\u202f000"),
    ],
)
def test_a_text_over_its_limit_is_refused_before_it_is_read(
    room: Room, monkeypatch: pytest.MonkeyPatch, line: str, limit: str, via: Via
) -> None:
    def never(*_given: object) -> None:
        raise AssertionError("it was read")

    monkeypatch.setattr("bot.dispatch.prepared", never)

    root, *rest = line.split()
    reply = room.says("amina", " ".join((root, "~loire", *rest, _LONG)), via=via)

    told = reply.text or room.said()[-1]
    assert f"pour {limit} au plus" in told.replace("\u00a0", " ")
    assert "rien enregistré" in told


def test_by_slash_the_text_that_is_refused_comes_back(room: Room) -> None:
    reply = room.says("louis", f"/besoin {'Une phrase. ' * 300}")

    assert reply.refused
    assert f"/besoin {'Une phrase. ' * 300}".strip() in reply.text


def test_a_message_that_is_refused_is_not_repeated_in_the_channel(room: Room) -> None:
    room.says("louis", f"besoin {'Une phrase. ' * 300}", via=Via.MENTION)

    assert "Une phrase" not in room.said()[-1]


def test_an_entry_of_a_form_is_bounded_too(room: Room) -> None:
    command = _command("amina", "rencontre planifier", "jeudi 3 décembre 14h")
    reply = room.asks(replace(command, fields={"lieu": _LONG}))

    assert reply.refused
    assert "600 au plus" in reply.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "line",
    [
        "besoin Qui prête une salle à Brest ?",
        "besoin répondre 1 La Manufacture, le mardi",
        "rencontre proposer Un jeu sur les mots de passe",
        "veille proposer https://exemple.org/article Utile à tous",
    ],
)
def test_personal_data_is_looked_for_off_the_writer(
    room: Room, monkeypatch: pytest.MonkeyPatch, line: str
) -> None:
    room.says("louis", "/besoin Qui a un vidéoprojecteur ?")
    threads: list[str] = []

    def seen(_text: str) -> tuple[personal.FoundData, ...]:
        threads.append(threading.current_thread().name)
        return ()

    monkeypatch.setattr("bot.french.text.personal_data", seen)

    room.plays("zoé", f"/{line}")

    assert threads
    assert "store" not in threads


def test_a_long_text_is_read_off_the_event_loop(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def seen(*_given: object) -> reading.Work:
        threads.append(threading.current_thread())
        return lambda _ctx: Reply(text="lu")

    monkeypatch.setattr("bot.dispatch.prepared", seen)

    room.says("louis", "/besoin Qui ?")
    room.says("louis", f"/besoin {'Une phrase. ' * 120}")

    assert [each is threading.main_thread() for each in threads] == [True, False]


def test_a_person_is_stopped_after_forty_deposits_in_five_minutes(room: Room) -> None:
    for number in range(MOST_DEPOSITS):
        assert not room.says("louis", f"/besoin Qui prête la salle n° {number} ?").refused
        room.clock.forward(seconds=1)

    reply = room.says("louis", "/besoin Qui prête encore une salle ?")

    assert reply.refused
    assert "dans 5 minutes" in reply.text.replace("\u00a0", " ")
    assert "Qui prête encore une salle ?" in reply.text
    assert len(_questions(room)) == MOST_DEPOSITS


def test_the_others_go_on_and_so_does_that_person_later(room: Room) -> None:
    _fill(room)

    assert not room.says("zoé", "/besoin Qui prête une salle ?").refused
    assert not room.says("louis", "/besoin liste").refused
    room.clock.forward(seconds=WINDOW.total_seconds())
    assert not room.says("louis", "/besoin Qui prête un vidéoprojecteur ?").refused


@pytest.mark.parametrize("via", [Via.MENTION, Via.DIRECT])
def test_a_message_too_many_is_answered_and_waits_where_it_was_written(
    room: Room, via: Via
) -> None:
    _fill(room)

    room.says("louis", "besoin Qui prête encore une salle ?", via=via)

    assert "redonnez-le-moi dans" in room.said()[-1].replace("\u00a0", " ")
    assert len(_questions(room)) == MOST_DEPOSITS


def test_a_form_too_many_stays_open(room: Room) -> None:
    _fill(room)

    reply = room.asks(_command("louis", "besoin", "Qui prête encore une salle ?"))

    assert reply.refused
    assert "redonnez-le-moi dans" in reply.text.replace("\u00a0", " ")


def test_what_is_refused_and_what_opens_a_form_is_no_deposit(room: Room) -> None:
    for _ in range(MOST_DEPOSITS):
        room.says("louis", "/besoin")
        room.says("louis", "/besoin Le 06 12 34 56 78 de Mme Martin ne répond plus ?")

    assert not room.says("louis", "/besoin Qui prête une salle ?").refused


def test_deposits_that_come_at_once_are_counted_too(room: Room) -> None:
    dispatch = Dispatch(room.database, room.bot)
    commands = [
        _command("louis", "besoin", f"Qui prête la salle n° {number} ?") for number in range(60)
    ]

    async def all_at_once() -> list[Reply]:
        return await asyncio.gather(*map(dispatch.answer, commands))

    replies = asyncio.run(all_at_once())

    assert sum(reply.refused for reply in replies) == 60 - MOST_DEPOSITS


def _fill(room: Room) -> None:
    for number in range(MOST_DEPOSITS):
        room.says("louis", f"/besoin Qui prête la salle n° {number} ?")


def _questions(room: Room) -> list[object]:
    from bot.question.store import QuestionFilter  # noqa: PLC0415

    return list(room.store(lambda db: questions.listed(db, "loire", QuestionFilter(), limit=100)))


def _command(who: str, route: str, text: str) -> Command:
    return Command(
        text=text,
        caller=caller(who),
        via=Via.DIALOG,
        channel="loire-channel",
        network="loire",
        route=find(ROUTES, route).path,
    )
