"""The mail job: each recipient once, whatever the server does, and what cannot leave is told."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.core.database import DatabaseAwayError
from bot.core.peers import NotLeadingError
from bot.letter.mail import mailing
from bot.letter.mail import store as mails
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail import writing as talk_mail
from bot.letter.mail.mailing import Written
from bot.letter.mail.rules import MOST_TRIES, Blame, MailStatus, NotSentError, next_try
from bot.letter.mail.tables import mails as rows
from bot.pile.rules import PieceKind
from scheduler.mail import MOST_IN_A_ROW, MailJob
from scheduler.waking import AWAY_PAUSE
from tests.away import locked
from tests.mail_room import Box, mail_room, postman, publish, send, subscribe
from tests.pile_cases import kinds, opens, waiting
from tests.room import Room, open_room
from tests.scheduler.lead import Lead
from tests.waiting import until

PEOPLE = [f"p{number:02}@loire.example.org" for number in range(12)]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return mail_room(tmp_path)


def counts(room: Room, letter: int) -> dict[MailStatus, int]:
    return dict(room.store(lambda db: mails.progress(db, letter)))


def refuses(address: str, blame: Blame, reason: str = "boîte pleine") -> Box:
    """Return a server that refuses one address."""
    error = NotSentError("450", blame=blame, reason=reason)
    return Box(trouble=lambda to: error if to == address else None)


def away(_to: str) -> NotSentError:
    return NotSentError("no connection", blame=Blame.SERVER, reason="il ne répond pas")


def cut(_to: str) -> NotSentError:
    return NotSentError("cut", blame=Blame.LATER, reason="le serveur a coupé")


def test_a_letter_goes_to_each_one_once_over_one_connection(room: Room) -> None:
    subscribe(room, *PEOPLE)
    publish(room)
    box = Box()

    assert send(room, box) == len(PEOPLE)

    assert sorted(box.to) == PEOPLE
    assert box.closed == 1
    assert {mail["To"] for mail in box.mails} == set(PEOPLE)
    assert len({mail["Message-ID"] for mail in box.mails}) == len(PEOPLE)
    assert send(room, box) == 0
    assert len(box.kept) == len(PEOPLE)


def test_what_is_queued_twice_is_sent_once(room: Room) -> None:
    subscribe(room, *PEOPLE)
    letter = publish(room)
    again = room.store(lambda db: mails.queue_letter(db, "loire", letter.id, room.clock.now))

    assert again == 0


def test_a_crash_while_the_next_mail_is_composed_sends_none_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(room, *PEOPLE)
    publish(room)
    box, compose = Box(), mailing.write

    def crash(*arguments: Any) -> Written:  # noqa: ANN401
        if len(box.kept) == 3:
            raise KeyboardInterrupt
        return compose(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(mailing, "write", crash)
        with pytest.raises(KeyboardInterrupt):
            send(room, box)
    send(room, box)
    room.clock.forward(minutes=11)
    send(room, box)

    assert sorted(box.to) == PEOPLE


def test_what_became_of_a_mail_waits_for_a_database_that_is_away(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(room, *PEOPLE)
    letter = publish(room)
    away, waits = ExitStack(), []

    class Locking(Box):
        """The database is locked while the third mail is being accepted."""

        async def carry(self, content: bytes, *, sender: str, to: str) -> None:
            await super().carry(content, sender=sender, to=to)
            if len(self.kept) == 3:
                away.enter_context(locked(room))

    async def pause(seconds: float) -> None:
        waits.append(seconds)
        away.close()

    box = Locking()
    monkeypatch.setattr("scheduler.mail.asyncio.sleep", pause)

    assert send(room, box) == len(PEOPLE)
    assert (sorted(box.to), waits) == (PEOPLE, [AWAY_PAUSE])
    assert counts(room, letter.id) == {MailStatus.SENT: len(PEOPLE)}


class Frozen(Box):
    """The third mail is being accepted while `meanwhile` goes on."""

    meanwhile: Callable[[], Awaitable[None]]

    async def carry(self, content: bytes, *, sender: str, to: str) -> None:
        if len(self.kept) == 2:
            await self.meanwhile()
        await super().carry(content, sender=sender, to=to)


def test_a_job_that_is_told_to_end_writes_what_became_of_the_mail_in_its_hands(room: Room) -> None:
    subscribe(room, *PEOPLE)
    letter = publish(room)
    box = Frozen()

    async def lives() -> None:
        sending = asyncio.create_task(postman(room, box).send_due())

        async def told_to_end() -> None:
            sending.cancel()
            await asyncio.sleep(0.05)

        box.meanwhile = told_to_end
        with pytest.raises(asyncio.CancelledError):
            await sending

    asyncio.run(lives())

    assert counts(room, letter.id)[MailStatus.SENT] == 3
    room.clock.forward(minutes=11)
    send(room, box)
    assert sorted(box.to) == PEOPLE


def test_a_job_that_another_process_does_writes_what_became_of_the_mail_in_its_hands(
    room: Room,
) -> None:
    subscribe(room, *PEOPLE)
    letter = publish(room)
    box, lead = Frozen(), Lead()

    async def is_lost() -> None:
        lead.lost = True

    box.meanwhile = is_lost
    job = MailJob(room.database.fenced(lead.fence), room.bot, box, lambda: None, pace=1e9)
    with pytest.raises(NotLeadingError):
        asyncio.run(job.send_due())

    assert counts(room, letter.id)[MailStatus.SENT] == 3
    room.clock.forward(minutes=11)
    box.meanwhile = partial(asyncio.sleep, 0)
    send(room, box)
    assert sorted(box.to) == PEOPLE


def test_a_lead_that_is_lost_with_the_database_sends_nothing_twice(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(room, *PEOPLE)
    letter = publish(room)
    box, run, is_away = Frozen(), room.database.run, False
    monkeypatch.setattr("scheduler.mail.WORD_PAUSE", 0.01)
    monkeypatch.setattr("scheduler.mail.LAST_WORD", 0.01)

    async def cut_off(work: Callable[[Connection], object]) -> object:
        if is_away:
            raise DatabaseAwayError("cut")
        return await run(work)

    async def lives() -> None:
        nonlocal is_away
        sending = asyncio.create_task(postman(room, box).send_due())

        async def goes() -> None:
            nonlocal is_away
            is_away = True

        box.meanwhile = goes
        await until(lambda: len(box.kept) == 3)
        await asyncio.sleep(0.05)
        sending.cancel()
        await asyncio.wait([sending])
        is_away = False
        await until(lambda: counts(room, letter.id)[MailStatus.SENT] == 3)

    monkeypatch.setattr(room.database, "run", cut_off)
    asyncio.run(lives())

    room.clock.forward(minutes=11)
    box.meanwhile = partial(asyncio.sleep, 0)
    send(room, box)
    assert sorted(box.to) == PEOPLE


def test_a_crash_in_flight_sends_that_one_again_later_under_the_same_id(room: Room) -> None:
    subscribe(room, *PEOPLE)
    publish(room)

    class Crash(Box):
        """Dies just after the third mail was accepted."""

        async def carry(self, content: bytes, *, sender: str, to: str) -> None:
            await super().carry(content, sender=sender, to=to)
            if len(self.kept) == 3:
                raise KeyboardInterrupt

    box = Crash()
    with pytest.raises(KeyboardInterrupt):
        send(room, box)
    after = Box()
    send(room, after)
    assert len(after.kept) == len(PEOPLE) - 3

    room.clock.forward(minutes=11)
    send(room, after)

    twice = {*box.to} & {*after.to}
    assert twice == {box.to[-1]}
    assert {*box.to, *after.to} == {*PEOPLE}
    assert after.mails[-1]["Message-ID"] == box.mails[-1]["Message-ID"]


def test_a_server_that_is_away_stops_the_round_and_counts_as_nobodys_try(room: Room) -> None:
    subscribe(room, *PEOPLE)
    letter = publish(room)
    box = Box(trouble=away)
    job = postman(room, box)

    for minutes in (0, 1, 2, 5):
        room.clock.forward(minutes=minutes)
        asyncio.run(job.send_due())

    assert len(box.tried) == 4
    assert counts(room, letter.id) == {MailStatus.WAITING: len(PEOPLE)}
    assert set(room.store(lambda db: db.execute(select(rows.c.attempts)).scalars().all())) == {0}
    told = [each for each in room.said() if "ne partent pas" in each]
    assert len(told) == 1
    box.trouble = lambda _to: None
    room.clock.forward(hours=1)
    assert asyncio.run(job.send_due()) == len(PEOPLE)


def test_an_away_server_is_left_alone_between_two_tries(room: Room) -> None:
    subscribe(room, PEOPLE[0])
    publish(room)
    box = Box(trouble=away)
    job = postman(room, box)

    asyncio.run(job.send_due())
    asyncio.run(job.send_due())

    assert len(box.tried) == 1


def test_a_refusal_for_now_is_tried_again_ever_more_rarely_then_given_up(room: Room) -> None:
    subscribe(room, *PEOPLE[:3])
    letter = publish(room)
    box = refuses(PEOPLE[1], Blame.LATER)

    assert send(room, box) == 2
    assert send(room, box) == 0
    for _ in range(MOST_TRIES):
        room.clock.forward(hours=6, minutes=1)
        send(room, box)

    assert box.tried.count(PEOPLE[1]) == MOST_TRIES
    assert counts(room, letter.id) == {MailStatus.SENT: 2, MailStatus.FAILED: 1}


def test_the_waits_double_up_to_six_hours(room: Room) -> None:
    now = room.clock.now
    waits = [next_try(attempts, now) for attempts in range(1, MOST_TRIES + 1)]

    assert waits[-1] is None
    minutes = [(each - now).total_seconds() / 60 for each in waits if each]
    assert minutes[:4] == [5, 10, 20, 40]
    assert max(minutes) == 360
    assert sum(minutes) > 2 * 24 * 60


def test_an_unknown_address_is_written_to_no_more_and_whoever_gave_it_is_told(room: Room) -> None:
    room.says("zoé", f"/lettre abonner {PEOPLE[0]}")
    subscribe(room, *PEOPLE[1:3])
    letter = publish(room)

    send(room, refuses(PEOPLE[0], Blame.ADDRESS, "adresse inconnue"))

    assert room.store(lambda db: subscribers.at(db, "loire", PEOPLE[0])) is None
    assert counts(room, letter.id) == {MailStatus.SENT: 2, MailStatus.FAILED: 1}
    told = [each for each in room.outbox() if each.user == "zoe"]
    assert "`p00@loire.example.org`\u00a0: adresse inconnue" in told[-1].text
    subscribe(room, PEOPLE[0])
    assert room.store(lambda db: subscribers.at(db, "loire", PEOPLE[0])) is None


def test_what_could_not_be_sent_waits_until_it_was_seen_when_the_rest_has_left(
    room: Room,
) -> None:
    subscribe(room, *PEOPLE[:3])
    publish(room)
    box = refuses(PEOPLE[0], Blame.MAIL, "refusé comme indésirable")
    job = postman(room, box)

    assert "courriel" not in waiting(room)
    asyncio.run(job.send_due())

    assert "**Lettre n° 1** : 1 courriel n'a pas pu partir" in waiting(room)
    assert PEOPLE[0] not in waiting(room)
    room.clicks("amina", "aide vu", "mails:1")
    room.clock.forward(days=7)
    opens(room)
    assert PieceKind.MAILS_THAT_FAILED not in kinds(room)
    shown = room.does("amina", "lettre envois").text
    assert "2\u00a0courriels partis sur 3" in shown
    assert "loire.\u200bexample" not in shown
    assert "Chez\u00a0: loire.example.org (1)" in shown


def test_one_mail_that_cannot_be_written_keeps_no_other_waiting(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribe(room, *PEOPLE[:3])
    letter = publish(room)
    whole = talk_mail.written

    def broken(sheet: talk_mail.Sheet, envelope: talk_mail.Envelope, *rest: object) -> bytes:
        if envelope.to == PEOPLE[1]:
            raise ValueError("poison")
        return whole(sheet, envelope, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("bot.letter.mail.mailing.written", broken)
    assert send(room, Box()) == 2

    assert counts(room, letter.id) == {MailStatus.SENT: 2, MailStatus.FAILED: 1}


def test_a_defect_of_the_way_out_is_one_mails_trouble_only(room: Room) -> None:
    subscribe(room, *PEOPLE[:3])
    letter = publish(room)

    class Broken(Box):
        async def carry(self, content: bytes, *, sender: str, to: str) -> None:
            if to == PEOPLE[0]:
                raise RuntimeError("defect")
            await super().carry(content, sender=sender, to=to)

    assert send(room, Broken()) == 2
    assert counts(room, letter.id) == {MailStatus.SENT: 2, MailStatus.WAITING: 1}


def test_many_put_off_in_a_row_are_the_servers_trouble(room: Room) -> None:
    subscribe(room, *PEOPLE)
    publish(room)
    box = Box(trouble=cut)

    send(room, box)

    assert len(box.tried) == MOST_IN_A_ROW


def test_whoever_leaves_meanwhile_receives_nothing(room: Room) -> None:
    room.says("zoé", f"/lettre abonner {PEOPLE[0]}")
    subscribe(room, PEOPLE[1])
    letter = publish(room)
    room.does("zoé", "lettre désabonner")
    box = Box()

    send(room, box)

    assert box.to == [PEOPLE[1]]
    assert counts(room, letter.id) == {MailStatus.SENT: 1, MailStatus.DROPPED: 1}


def test_confirmations_pass_before_letters(room: Room) -> None:
    subscribe(room, *PEOPLE)
    publish(room)
    room.says("zoé", "/lettre abonner zoe@ailleurs.example")
    box = Box()

    send(room, box)

    assert box.to[0] == "zoe@ailleurs.example"


def test_mails_leave_at_their_pace(room: Room) -> None:
    subscribe(room, *PEOPLE[:3])
    publish(room)

    async def timed() -> float:
        job = postman(room, Box(), pace=600)
        start = asyncio.get_running_loop().time()
        await job.send_due()
        return asyncio.get_running_loop().time() - start

    assert asyncio.run(timed()) >= 0.2


def test_without_a_server_the_job_has_nothing_to_do(room: Room) -> None:
    subscribe(room, PEOPLE[0])
    publish(room)

    idle = MailJob(room.database, room.bot, None, lambda: None)

    assert asyncio.run(idle.send_due()) == 0


def test_without_a_server_coordinators_get_the_mail_as_a_file(tmp_path: Path) -> None:
    room = open_room(tmp_path)
    letter = publish(room)

    files = [each for each in room.outbox() if each.file]
    assert [each.user for each in files] == ["amina"]
    eml = files[0].file
    assert eml is not None
    assert eml.name == f"lettre-{letter.number}-loire.eml"
    assert "X-Unsent: 1" in eml.content
    assert "To:" not in eml.content
    assert "mettez les destinataires en **Cci**" in files[0].text
    shown = room.does("amina", "lettre envois").text
    assert "Je n'envoie pas de courriel ici" in shown


def test_a_letter_can_be_had_as_files_again(room: Room) -> None:
    assert room.does("amina", "lettre exporter").refused
    publish(room)
    letter = publish(room)

    room.does("amina", "lettre exporter 1")
    room.does("amina", "lettre exporter")

    names = [each.file.name for each in room.outbox() if each.file]
    assert names[:2] == ["lettre-1-loire.eml", "lettre-1-loire.md"]
    assert names[2:] == [f"lettre-{letter.number}-loire.eml", f"lettre-{letter.number}-loire.md"]
    assert room.does("amina", "lettre envois 9").refused


def test_the_draft_can_be_had_as_files_before_it_comes_out(room: Room) -> None:
    room.says("amina", "/lettre édito Bonjour à toutes et à tous")

    assert "le projet de lettre" in room.does("amina", "lettre exporter projet").text

    eml, text = (each.file for each in room.outbox() if each.file)
    assert eml is not None
    assert text is not None
    assert (eml.name, text.name) == ("lettre-projet-loire.eml", "lettre-projet-loire.md")
    assert "Bonjour" in eml.content
    assert "Bonjour à toutes et à tous" in text.content


def test_who_leaves_while_a_server_holds_their_mail_is_waited_for_no_more(room: Room) -> None:
    subscribe(room, *PEOPLE)
    letter = publish(room)

    def leaves(to: str) -> NotSentError | None:
        if to != PEOPLE[0]:
            return None
        known = room.store(lambda db: subscribers.at(db, "loire", to))
        assert known is not None
        room.store(lambda db: subscribers.remove(db, known))
        return cut(to)

    send(room, Box(trouble=leaves))

    assert counts(room, letter.id) == {MailStatus.SENT: len(PEOPLE) - 1}
    room.clock.forward(days=1)
    assert room.store(lambda db: mails.forget(db, room.clock.now)) == len(PEOPLE)
