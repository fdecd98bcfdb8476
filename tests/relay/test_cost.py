"""A question that has not climbed costs what it did before there was a belt."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tests.relay.steps import QUESTION, taken
from tests.relay.tree_room import open_tree
from tests.statements import statements


def _of_the_belt(asked: Iterable[str]) -> list[str]:
    """Return the statements that look at what climbs or comes down."""
    tables = ("FROM climbs", "FROM descents", "INTO climbs")
    return [each for each in asked if any(table in each for table in tables)]


def test_a_fresh_question_and_its_card_ask_nothing_of_the_belt(tmp_path: Path) -> None:
    room = open_tree(tmp_path)

    with statements(room.database) as asked:
        room.says("louis", f"/besoin {QUESTION}")
        room.does("zoe", "besoin moi-aussi 1")
        room.says("zoe", "/besoin voir 1", network="loire")

    assert _of_the_belt(asked) == []


def test_one_that_climbed_does(tmp_path: Path) -> None:
    room = open_tree(tmp_path)
    taken(room)

    with statements(room.database) as asked:
        room.says("louis", "/besoin voir 1")

    assert _of_the_belt(asked)
