"""Whoever coordinated two networks and loses one acts in the other alone, and hears of it alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from bot.core import outbox as messages
from bot.core.message import Message
from bot.core.message_tables import outbox
from bot.network.rights import Role
from tests.relay.steps import ANSWER, COMES, answered, sent, taken
from tests.relay.tree_room import PEOPLE, TreeRoom, open_tree
from tests.typable import doing

BOTH = {"loire": Role.COORDINATOR, "aura": Role.COORDINATOR}
SECRET = "Où trouver une girouette ?"
AFTER = [{"loire": Role.COORDINATOR, "aura": Role.MEMBER}, {"loire": Role.COORDINATOR}]
"""What is left to Amina: she is still in the channel of the région, or is not."""


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TreeRoom:
    """Open a tree where Amina coordinates the Loire and, beside Rachid, the région."""
    monkeypatch.setitem(PEOPLE, "amina", ("france", BOTH))
    return open_tree(tmp_path)


def facts(room: TreeRoom) -> str:
    """Return all that the database holds, but what was said."""
    with room.database.engine.connect() as db:
        names = sorted({*inspect(db).get_table_names()} - {outbox.name})
        rows = [db.exec_driver_sql(f'SELECT * FROM "{name}"').all() for name in names]  # noqa: S608
    return str(rows)


def acts(room: TreeRoom, who: str, cards: Sequence[Message]) -> str:
    """Press each button and choose each option of some messages; return what is shown."""
    told = ""
    for card in cards:
        for button in card.buttons:
            for typed in [doing(each) for each in button.options] or [""]:
                route = None if typed else button.route
                here = card.network or ""
                shown = room.clicks(who, route, typed or button.argument, network=here)
                told += shown.text + str(shown.dialog)
    return told


def told_to(room: TreeRoom, who: str, network: str) -> Sequence[Message]:
    """Return all that someone was ever told of a network."""
    theirs = (outbox.c.user == who) & (outbox.c.network == network)
    keys = room.store(lambda db: db.scalars(select(outbox.c.key).where(theirs)).all())
    found = [room.store(lambda db, key=key: messages.by_key(db, key)) for key in keys]  # type: ignore[misc]
    return [each for each in found if each is not None]


def lives(room: TreeRoom) -> None:
    """Have each sort of message reach Amina as a coordinator of the région."""
    taken(room)
    room.says("zoe", f"/besoin privé {SECRET}", network="aura")
    room.does("zoe", "besoin transmettre 2", network="aura")
    sent(room, "bruno", "ines")
    room.says("amina", f"/besoin répondre 1 {ANSWER}", network="loire")
    room.deliver()
    room.clicks("amina", "besoin proposer-réponse", "1", network="loire")
    room.deliver()


@pytest.mark.parametrize("left", AFTER)
def test_nothing_of_the_network_that_was_lost_is_done_or_told(
    room: TreeRoom, monkeypatch: pytest.MonkeyPatch, left: dict[str, Role]
) -> None:
    lives(room)
    cards = told_to(room, "amina", "aura")
    labels = {button.label for card in cards for button in card.buttons}
    assert labels >= {"Prendre", "Joindre à…", "Reprendre cette réponse", "Proposer de la partager"}
    monkeypatch.setitem(PEOPLE, "amina", ("france", left))
    known = facts(room)

    told = acts(room, "amina", cards)

    assert facts(room) == known
    assert "girouette" not in told
    room.clock.forward(days=7)
    room.goes_round()
    room.deliver()
    assert told_to(room, "amina", "aura") == cards
    assert told_to(room, "rachid", "aura")[-1].text


def test_an_answer_that_came_down_is_rewritten_for_those_who_coordinate_alone(
    room: TreeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PEOPLE, "zoe", ("france", {"loire": Role.COORDINATOR}))
    taken(room)
    answered(room)
    [before] = [each for each in told_to(room, "amina", "loire") if COMES in each.text]
    monkeypatch.setitem(PEOPLE, "amina", ("france", {"loire": Role.MEMBER}))

    room.presses("zoe", room.last("zoe", [*told_to(room, "zoe", "loire")], COMES), "Écarter")

    said = {each.user: each for each in room.deliver() if each.edits}
    assert "écartée" in said["zoe"].text
    assert "amina" not in said
    assert ANSWER not in acts(room, "amina", [before])


def test_what_is_left_is_whole(room: TreeRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    lives(room)
    monkeypatch.setitem(PEOPLE, "amina", ("france", AFTER[1]))
    first = sent(room, "bruno", "ines", SECRET, 2)

    assert not room.says("amina", "/besoin liste", network="loire").refused
    assert not room.does("amina", "besoin rouvrir 1", network="loire").refused
    assert not room.presses("rachid", first, "Prendre").refused
