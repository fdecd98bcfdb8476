"""The purge: what is past its time goes, what is still needed stays."""

from __future__ import annotations

import asyncio
import os
from datetime import timedelta

from sqlalchemy import Connection

from bot.core import message_store as messages
from bot.core import outbox
from bot.core.message_store import Cursor
from bot.meeting import attendance_store as attendances
from bot.meeting import store as meetings
from bot.meeting.hosting import store as hosts
from bot.meeting.ideas import store as ideas
from bot.meeting.poll import store as polls
from bot.meeting.poll.rules import UNKNOWN_POLL
from bot.meeting.rules import MeetingStatus
from bot.people import acquaintances
from bot.people import store as preferences
from bot.privacy.register import TRACES
from bot.question import store as questions
from scheduler.purge import RULES, Purge
from tests.commands.gestures import everything
from tests.refusals import refused
from tests.room import Room
from tests.scheduler.sender import Desk


def purge(room: Room) -> None:
    asyncio.run(Purge(room.database, room.clock).forget())


def test_an_ended_question_loses_its_people_after_a_year(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.does("zoé", "besoin moi-aussi 1")
    room.says("zoé", "/besoin répondre 1 La Manufacture")
    room.clock.forward(days=364)
    purge(room)
    assert room.store(lambda db: questions.get(db, "loire", 1)).author == "louis"

    room.clock.forward(days=2)
    purge(room)

    kept = room.store(lambda db: questions.get(db, "loire", 1))
    assert (kept.author, kept.concerned) == ("", 2)
    assert kept.answer is not None
    assert (kept.answer.by, kept.answer.text) == ("", "La Manufacture")


def test_a_card_kept_for_rewriting_forgets_its_people_with_its_question(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.says("zoé", "/besoin répondre 1 La Manufacture")
    assert room.store(lambda db: outbox.by_key(db, "question:loire:1")) is not None

    room.clock.forward(days=366)
    purge(room)

    assert room.store(lambda db: outbox.by_key(db, "question:loire:1")) is None


def test_an_ended_idea_loses_its_people_and_its_card_after_a_year(room: Room) -> None:
    room.does("zoé", "rencontre proposer Un mur de post-it")
    room.does("zoé", "rencontre proposer Nos fiches")
    room.does("louis", "rencontre soutenir 1")
    room.does("zoé", "rencontre retirer-idée 1")
    room.clock.forward(days=366)
    purge(room)

    ended, waiting = (room.store(lambda db, n=n: ideas.get(db, "loire", n)) for n in (1, 2))  # type: ignore[misc]
    assert (ended.author, ended.votes, waiting.author) == ("", 0, "zoe")
    assert room.store(lambda db: outbox.by_key(db, "idea:loire:1")) is None
    assert room.store(lambda db: outbox.by_key(db, "idea:loire:2")) is not None


def test_who_could_not_host_is_forgotten_a_month_after_the_meeting(room: Room) -> None:
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, médiathèque de Valcombe")
    room.fills("zoé", "rencontre accueillir", texte="")
    room.does("amina", "rencontre proposer-hôte")
    room.does("zoé", "rencontre pas-cette-fois 1")
    meeting = room.store(lambda db: meetings.get(db, "loire", 1))
    room.clock.forward(days=60)
    purge(room)
    assert len(room.store(lambda db: hosts.calls(db, meeting))) == 1

    room.clock.forward(days=2)
    purge(room)

    assert room.store(lambda db: hosts.calls(db, meeting)) == []


def test_an_absence_is_forgotten_when_it_ends_and_an_offer_after_two_years(room: Room) -> None:
    room.fills("zoé", "rencontre accueillir", texte="")
    room.does("zoé", "rencontre absence 15 janvier")
    room.fills("louis", "rencontre absence", texte="")
    room.clock.forward(days=76)
    purge(room)
    rota = room.store(lambda db: hosts.rota(db, "loire"))
    assert [absence.user for absence in rota.absences] == ["louis"]
    assert [offer.user for offer in rota.offers] == ["zoe"]

    room.clock.forward(days=700)
    purge(room)

    rota = room.store(lambda db: hosts.rota(db, "loire"))
    assert (rota.absences, rota.offers) == ([], [])


def test_an_open_question_keeps_its_author(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.clock.forward(days=800)
    purge(room)

    assert room.store(lambda db: questions.get(db, "loire", 1)).author == "louis"


def test_what_was_said_goes_after_a_month_but_for_the_cards(desk: Desk) -> None:
    desk.writes("question:loire:1")
    desk.writes("question:loire:1:asker", user="louis")
    desk.writes("idea:loire:1")
    desk.writes("idea:loire:1:chosen:2", user="louis")
    desk.writes("meeting:loire:1")
    desk.writes("digest:loire:2026-12-01T08:00")
    desk.deliver()
    desk.writes("en attente", network="national")
    desk.room.clock.forward(days=31)
    purge(desk.room)

    def there(key: str) -> bool:
        return desk.room.store(lambda db: outbox.by_key(db, key)) is not None

    assert there("question:loire:1")
    assert there("idea:loire:1")
    assert there("meeting:loire:1")
    assert not there("idea:loire:1:chosen:2")
    assert there("en attente")
    assert not there("question:loire:1:asker")
    assert not there("digest:loire:2026-12-01T08:00")


def test_what_the_cursors_are_not_past_is_remembered_however_old(room: Room) -> None:
    start = room.clock.now
    room.store(lambda db: messages.remember(db, "test", "ancien", start))
    room.clock.forward(hours=3)
    at = room.clock.now
    room.store(lambda db: messages.read_up_to(db, "test", Cursor(channel="c", post="p", at=at)))
    room.store(lambda db: messages.remember(db, "test", "récent", at))
    room.clock.forward(days=60)

    purge(room)

    now = room.clock.now
    assert room.store(lambda db: messages.remember(db, "test", "ancien", now))
    assert not room.store(lambda db: messages.remember(db, "test", "récent", now))


def test_an_ended_poll_goes_with_its_votes_after_a_year(desk: Desk) -> None:
    room = desk.room
    room.says("amina", "/rencontre sonder jeudi 3 décembre 14h ; mardi 8 décembre 9h30")
    room.does("louis", "rencontre voter 1 1 oui")
    room.does("amina", "rencontre sans-date 1")
    desk.deliver()
    room.clock.forward(days=364)
    purge(room)
    assert len(room.store(lambda db: polls.ballots(db, polls.get(db, "loire", 1)))) == 1
    assert room.store(lambda db: outbox.by_key(db, "poll:loire:1")) is not None
    assert room.store(lambda db: outbox.by_key(db, "poll:loire:1:dropped:louis")) is None

    room.clock.forward(days=2)
    purge(room)

    with refused(UNKNOWN_POLL):
        room.store(lambda db: polls.get(db, "loire", 1))
    assert room.store(lambda db: outbox.by_key(db, "poll:loire:1")) is None


def test_who_comes_is_forgotten_a_month_after_and_a_meeting_two_years_after(room: Room) -> None:
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, médiathèque de Valcombe")
    room.does("amina", "rencontre annoncer")
    room.does("louis", "rencontre présence 1 place")
    meeting = room.store(lambda db: meetings.get(db, "loire", 1))
    room.clock.forward(days=60)
    purge(room)
    assert len(room.store(lambda db: attendances.of(db, meeting))) == 1

    room.clock.forward(days=3)
    purge(room)
    assert room.store(lambda db: attendances.of(db, meeting)) == []
    assert room.store(lambda db: outbox.by_key(db, "meeting:loire:1")) is not None

    room.clock.forward(days=730)
    purge(room)
    assert room.store(lambda db: meetings.with_status(db, "loire", tuple(MeetingStatus))) == []
    assert room.store(lambda db: outbox.by_key(db, "meeting:loire:1")) is None


def test_who_wrote_for_a_letter_is_forgotten_after_a_year(room: Room) -> None:
    room.does("zoé", "lettre proposer Un mur de post-it")
    assert "zoe" in everything(room)

    room.forgets(days=366)

    kept = everything(room)
    assert "Un mur de post-it" in kept
    assert "zoe" not in kept


def test_what_is_known_of_those_who_left_goes_after_a_year(room: Room) -> None:
    gone = room.clock.now

    def leave(db: Connection) -> None:
        preferences.leave(db, "loire", "louis", gone)
        acquaintances.meet(db, "loire", ["louis", "zoe"], gone)
        acquaintances.see(db, "loire", ["zoe"], gone)

    room.store(leave)
    room.forgets(days=364)
    assert room.store(lambda db: preferences.of(db, "loire", "louis")).gone

    room.forgets(days=2)

    assert not room.store(lambda db: preferences.of(db, "loire", "louis")).gone
    met = room.store(lambda db: acquaintances.newcomers(db, "loire", ["louis", "zoe"]))
    assert met == {"louis"}


def test_copies_put_aside_go_after_thirty_days(room: Room) -> None:
    path = room.database.path
    assert path is not None
    old, fresh = (path.with_name(f"{path.name}.avant-0012-depuis-{step}") for step in ("6", "7"))
    for copy, age in ((old, 31), (fresh, 29)):
        copy.write_bytes(b"")
        then = (room.clock.now - timedelta(days=age)).timestamp()
        os.utime(copy, (then, then))

    purge(room)

    assert (old.exists(), fresh.exists(), path.exists()) == (False, True, True)


def test_each_rule_of_the_purge_has_a_name_of_its_own() -> None:
    names = {trace.table.name for trace in TRACES if trace.privacy.kept is not None}

    assert len({rule.name for rule in RULES}) == len({rule.what for rule in RULES}) == len(RULES)
    assert names.isdisjoint(rule.name for rule in RULES)
