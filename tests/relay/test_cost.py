"""A question that has not climbed costs what it did before there was a belt."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import event

from tests.relay.steps import QUESTION, taken
from tests.relay.tree_room import TreeRoom, open_tree


@contextmanager
def _asked_of_the_belt(room: TreeRoom) -> Iterator[list[str]]:
    """Collect the statements that look at what climbs or comes down."""
    found: list[str] = []

    def note(*told: object) -> None:
        if any(each in str(told[2]) for each in ("FROM climbs", "FROM descents", "INTO climbs")):
            found.append(str(told[2]))

    event.listen(room.database.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(room.database.engine, "before_cursor_execute", note)


def test_a_fresh_question_and_its_card_ask_nothing_of_the_belt(tmp_path: Path) -> None:
    room = open_tree(tmp_path)

    with _asked_of_the_belt(room) as found:
        room.says("louis", f"/besoin {QUESTION}")
        room.says("zoe", "/besoin moi-aussi 1")
        room.says("zoe", "/besoin voir 1", network="loire")

    assert found == []


def test_one_that_climbed_does(tmp_path: Path) -> None:
    room = open_tree(tmp_path)
    taken(room)

    with _asked_of_the_belt(room) as found:
        room.says("louis", "/besoin voir 1")

    assert found
