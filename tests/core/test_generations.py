"""The generations of the database, and the numbers that go on after a restore."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.core import counters, outbox
from bot.core import generation_store as generations
from bot.core.counters import LEAP
from bot.core.database import Database
from bot.core.errors import ChangedMeanwhileError
from bot.core.generation import GenerationMark, mark_in
from bot.core.message import Message
from tests.room import MONDAY

LATER = MONDAY + timedelta(hours=1)


def say(database: Database, **more: int) -> None:
    message = Message(
        server="test",
        key=f"x:{more}",
        text="x",
        made_at=MONDAY + timedelta(**more),
        network="loire",
    )
    database.submit(lambda db: outbox.add(db, message)).result()


def test_the_first_generation_stays_until_a_restore(database: Database) -> None:
    first = database.submit(lambda db: generations.begin(db, MONDAY)).result()
    again = database.submit(lambda db: generations.begin(db, LATER)).result()

    assert first.current
    assert again == first
    assert database.submit(generations.restored_at).result() is None


def test_the_newest_message_is_known_but_for_a_clock_that_was_wrong(database: Database) -> None:
    say(database, minutes=5)
    say(database, days=400)
    known = database.submit(lambda db: generations.begin(db, LATER)).result()

    assert known.newest == MONDAY + timedelta(minutes=5)
    assert known.is_news(known.mark(LATER))
    assert not known.is_news(known.mark(MONDAY))


def test_a_restore_ends_a_generation_at_what_it_holds(database: Database) -> None:
    say(database, minutes=5)
    known = database.submit(lambda db: generations.begin(db, LATER)).result()
    other = GenerationMark(generation="0" * 8, made_at=MONDAY)
    noticed = LATER + timedelta(minutes=1)
    assert known.is_news(other)

    database.submit(lambda db: generations.renew(db, known, ["0" * 8], noticed)).result()
    with pytest.raises(ChangedMeanwhileError):  # another process noticed it too
        database.submit(lambda db: generations.renew(db, known, ["0" * 8], noticed)).result()
    new = database.submit(lambda db: generations.begin(db, noticed)).result()

    assert new.current not in ("", known.current)
    assert new.hold(known.mark(MONDAY + timedelta(minutes=5)))
    assert not new.hold(known.mark(MONDAY + timedelta(minutes=6)))
    assert not new.hold(other)
    assert not new.is_news(other)
    assert not new.is_news(known.mark(LATER))
    assert database.submit(generations.restored_at).result() == noticed
    assert database.submit(generations.followed_at).result() is None


def test_what_dates_from_before_the_database_is_of_a_former_installation(
    database: Database,
) -> None:
    known = database.submit(lambda db: generations.begin(db, LATER)).result()
    former = GenerationMark(generation="0" * 8, made_at=MONDAY)
    later = GenerationMark(generation="1" * 8, made_at=LATER + timedelta(minutes=1))
    assert known.begin_after(former)
    assert not known.begin_after(later)
    assert not known.begin_after(known.mark(MONDAY))

    noticed = LATER + timedelta(minutes=2)
    database.submit(lambda db: generations.note(db, known, ["0" * 8], noticed)).result()
    new = database.submit(lambda db: generations.begin(db, noticed)).result()

    assert new.current == known.current
    assert not new.hold(former)
    assert not new.is_news(former)
    assert database.submit(generations.restored_at).result() is None
    assert database.submit(generations.followed_at).result() == noticed


def test_numbers_never_go_back_and_addresses_stay(database: Database) -> None:
    def work(db: Connection) -> None:
        counters.next_value(db, "loire", "question")
        counters.next_value(db, "loire", "calendar")
        counters.raise_to(db, "loire", "question", 7)
        counters.raise_to(db, "loire", "question", 3)
        counters.leap(db, but=["calendar"])

    database.submit(work).result()

    assert database.submit(lambda db: counters.reached(db, "question")).result() == {
        "loire": 7 + LEAP
    }
    assert database.submit(lambda db: counters.reached(db, "calendar")).result() == {"loire": 1}


def test_a_mark_is_read_as_it_was_written() -> None:
    mark = GenerationMark(generation="0a1b2c3d", made_at=MONDAY + timedelta(milliseconds=7))

    assert mark_in(str(mark)) == mark
    assert mark_in("true") is None
