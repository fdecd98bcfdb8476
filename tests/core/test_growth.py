"""What is asked at each beat, or at each answer, reads no more the longer a database has lived."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, event

from bot.core import outbox
from bot.index import wording
from bot.letter import dates
from tests.room import LOIRE, MONDAY, NATIONAL, Room


def plans(room: Room, work: Callable[[Connection], object]) -> list[str]:
    """Return how SQLite finds the rows of what some work asks."""
    found: list[str] = []

    def explained(db: Connection) -> None:
        def explain(
            _db: object, _cursor: object, asked: str, values: Sequence[object], *_more: object
        ) -> None:
            driver = db.connection.cursor()
            driver.execute(f"EXPLAIN QUERY PLAN {asked}", values)
            found.extend(str(row[3]) for row in driver.fetchall())

        event.listen(db, "before_cursor_execute", explain)
        work(db)
        event.remove(db, "before_cursor_execute", explain)

    room.store(explained)
    return found


def test_what_is_to_be_said_is_found_among_what_waits(room: Room) -> None:
    told = plans(room, lambda db: outbox.due(db, MONDAY, servers=["test"]))

    assert "SEARCH outbox USING INDEX ix_outbox_status (status=?)" in told
    assert [each for each in told if each.startswith("SCAN outbox")] == []


def test_what_was_said_about_a_question_is_found_by_its_key(room: Room) -> None:
    told = plans(
        room,
        lambda db: [
            work(db, "question:loire:1:")
            for work in (
                outbox.keys_of_posts,
                outbox.keys_to_people,
                outbox.forget_said,
                outbox.forget_about,
            )
        ],
    )

    ways = [each for each in told if "outbox" in each]
    assert len(ways) == 4
    assert [each for each in ways if "(key>? AND key<?)" not in each] == []


def test_a_prefix_is_the_whole_beginning_of_a_key(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    keys = [each.key for each in room.outbox()]

    assert room.store(lambda db: outbox.keys_to_people(db, "Question:")) == []
    room.store(lambda db: outbox.forget_about(db, "question:loire:1:x"))
    assert [each.key for each in room.outbox()] == keys
    room.store(lambda db: outbox.forget_about(db, "question:loire:1"))
    assert [each.key for each in room.outbox() if "question:loire:1" in each.key] == []


def test_one_networks_turn_looks_at_that_network_alone(room: Room) -> None:
    told = plans(room, lambda db: dates.owed_of_each(db, [LOIRE], MONDAY))
    both = plans(room, lambda db: dates.owed_of_each(db, [LOIRE, NATIONAL], MONDAY))

    assert [each for each in (*told, *both) if each.startswith("SCAN")] == []


def test_a_word_that_nothing_holds_any_more_is_found_by_an_index(room: Room) -> None:
    told = plans(room, wording.sweep)

    assert "SCAN search_postings" not in told
    assert len([each for each in told if each.startswith("SEARCH search_postings")]) == 2
