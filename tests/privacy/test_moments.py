"""Moments recorded beyond the present: each has its rule, and only mistakes are put right."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from bot.core import occurrences, outbox
from bot.core.columns import MOMENT, Moment, metadata
from bot.core.database import Database
from bot.core.message import Message
from bot.core.message_tables import outbox as outbox_table
from bot.privacy import moments
from bot.privacy.tables import TABLES
from bot.veille.tables import feeds, publications
from tests.room import MONDAY, Room

DAY = timedelta(days=1)
AHEAD = MONDAY + 400 * DAY


def test_every_moment_says_what_it_tells_of_the_present() -> None:
    silent = [
        f"{column}: does it tell the past? see bot/core/columns.py"
        for table in TABLES
        for column in table.c
        if isinstance(column.type, Moment) and MOMENT not in column.info
    ]

    assert silent == []


def test_nothing_is_beyond_the_present_in_a_life_like_others(database: Database) -> None:
    room = Room(database)
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.does("amina", "besoin reporter 1 rencontre")
    room.says("amina", "/rencontre planifier jeudi 3 juin 2027 14h, mairie")
    room.does("zoé", "rencontre absence 1er septembre 2027")

    assert room.store(lambda db: moments.beyond(db, room.clock.now)) == []
    assert room.store(lambda db: moments.put_right(db, room.clock.now)) == {}


def test_what_was_done_beyond_the_present_is_to_be_done_and_the_rest_stays(
    database: Database,
) -> None:
    Room(database)

    def work(db: Connection) -> None:
        occurrences.record(db, "loire", "digest", due=MONDAY, now=MONDAY + DAY / 2)
        occurrences.record(db, "loire", "eve:1", due=AHEAD, now=MONDAY)
        occurrences.record(db, "loire", "digest", due=AHEAD, now=AHEAD + DAY)
        assert moments.beyond(db, MONDAY) == ["occurrences.done_at"]
        moments.put_right(db, MONDAY)

    database.submit(work).result()

    def last(db: Connection) -> tuple[datetime | None, bool]:
        eve = occurrences.done_at(db, "loire", "eve:1", due=AHEAD) is not None
        return occurrences.last(db, "loire", "digest"), eve

    assert database.submit(last).result() == (MONDAY, True)


def test_a_network_first_served_beyond_the_present_is_served_from_now_on(
    database: Database,
) -> None:
    room = Room(database)

    def work(db: Connection) -> None:
        db.execute(update(metadata.tables["occurrences"]).values(due_at=AHEAD, done_at=AHEAD))
        moments.put_right(db, MONDAY)

    room.store(work)

    assert room.store(lambda db: occurrences.began(db, "loire")) == MONDAY


def test_a_feed_waits_as_long_as_it_should_have(database: Database) -> None:
    room = Room(database)

    def work(db: Connection) -> None:
        values = {"fetched_at": AHEAD, "next_at": AHEAD + DAY / 24, "held_until": AHEAD + 3 * DAY}
        db.execute(update(feeds).values(values))
        moments.put_right(db, MONDAY)

    room.store(work)

    row = room.store(lambda db: db.execute(select(feeds)).first())
    assert row is not None
    assert (row.fetched_at, row.next_at, row.held_until) == (
        MONDAY,
        MONDAY + DAY / 24,
        MONDAY + 3 * DAY,
    )


def test_what_a_wrong_clock_put_off_is_tried_now(database: Database) -> None:
    room = Room(database)

    def work(db: Connection) -> None:
        message = Message(
            server="test", network="loire", key="one", text="Bonjour", made_at=MONDAY, user="louis"
        )
        outbox.add(db, message)
        db.execute(update(outbox_table).values(not_before=AHEAD))
        moments.put_right(db, MONDAY)

    room.store(work)

    assert [each.key for each in room.outbox()] == ["one"]


def test_digests_published_beyond_the_present_are_told_apart_and_in_order(
    database: Database,
) -> None:
    room = Room(database)

    def work(db: Connection) -> list[tuple[int, datetime]]:
        feed = db.execute(select(feeds.c.id)).scalar_one()
        articles = metadata.tables["articles"]
        for number, at in ((1, AHEAD), (2, AHEAD), (3, AHEAD + 31 * DAY)):
            values = {
                "id": number,
                "feed": feed,
                "link": f"https://a.fr/{number}",
                "title": "Un",
                "summary": "",
                "author": "",
                "tags": [],
                "published": MONDAY,
                "collected_at": MONDAY,
            }
            db.execute(insert(articles).values(values))
            row = {"network": "loire", "article": number, "due_at": at, "place": number}
            db.execute(insert(publications).values(row))
        moments.put_right(db, MONDAY)
        found = select(publications.c.article, publications.c.due_at)
        return [(article, due) for article, due in db.execute(found.order_by("article"))]

    second = timedelta(seconds=1)
    assert room.store(work) == [(1, MONDAY - second), (2, MONDAY - second), (3, MONDAY)]


def test_a_clock_that_is_surely_behind_is_told_from_one_that_was_ahead() -> None:
    assert moments.is_behind(datetime(1970, 1, 1, tzinfo=MONDAY.tzinfo))
    assert not moments.is_behind(MONDAY)
