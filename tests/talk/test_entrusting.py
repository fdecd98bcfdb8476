"""[Confier…]: a piece of the coordination's work in the hands of a member who says yes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.message import Message
from bot.network.rights import Role, Tie
from bot.people import store as preferences
from bot.talk.entrusting import service
from bot.talk.entrusting.rules import EntrustedTask
from bot.talk.reply import Reply
from tests.room import ROLES, Room, caller, open_room
from tests.rounds import goes


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return open_room(tmp_path)


def entrusts(room: Room, *people: str) -> None:
    """Have Amina ask people to sort the veille."""
    for each in people:
        room.fills("amina", "aide confier", "veille", texte=f"@{each}")


def told(room: Room, user: str) -> Message:
    """Return the last message to someone."""
    return next(each for each in reversed(room.outbox()) if each.user == user)


def presses(room: Room, who: str, label: str) -> Reply:
    """Press a button of the last message to someone."""
    buttons = told(room, caller(who).id).buttons
    (button,) = [each for each in buttons if each.label == label]
    return room.clicks(who, button.route, button.argument)


def holds(room: Room, user: str) -> bool:
    def look(db: object) -> bool:
        ctx = room.bot.context(db, room.loire, room.clock.now)  # type: ignore[arg-type]
        return service.tie(ctx, EntrustedTask.SORTING, user) is Tie.HOLDER

    return room.store(look)


def test_the_button_opens_the_form_that_asks_whom(room: Room) -> None:
    form = room.clicks("amina", "aide confier", "veille").dialog

    assert form is not None
    assert (form.route, form.argument) == ("aide confier", "veille")


def test_a_member_is_asked_in_private_and_holds_nothing_before_saying_yes(room: Room) -> None:
    entrusts(room, "zoe")

    assert "C'est demandé en privé" in told(room, "amina").text
    assert "vous propose le tri de la veille du 3 novembre" in told(room, "zoe").text.replace(
        "\u00a0", " "
    )
    assert [each.label for each in told(room, "zoe").buttons] == ["D'accord", "Pas cette fois"]
    assert not holds(room, "zoe")


def test_whoever_says_yes_holds_it_and_the_coordination_is_told(room: Room) -> None:
    entrusts(room, "zoe")

    presses(room, "zoé", "D'accord")

    assert holds(room, "zoe")
    assert "se charge du tri" in told(room, "amina").text


def test_who_says_yes_twice_is_told_of_once(room: Room) -> None:
    entrusts(room, "zoe")
    presses(room, "zoé", "D'accord")

    room.clicks("zoé", "aide accepter", "veille")

    told_amina = [each.text for each in room.outbox() if each.user == "amina"]
    assert sum("se charge du tri de la veille" in each for each in told_amina) == 1


def test_of_two_who_say_yes_the_first_holds_it(room: Room) -> None:
    entrusts(room, "zoe", "louis")

    presses(room, "louis", "D'accord")
    late = presses(room, "zoé", "D'accord")

    assert "Quelqu'un d'autre s'en charge déjà" in late.text
    assert holds(room, "louis")
    assert not holds(room, "zoe")


def test_whoever_says_no_is_asked_no_more_and_nobody_else_is_told(room: Room) -> None:
    entrusts(room, "zoe")

    presses(room, "zoé", "Pas cette fois")

    assert "ne peut pas se charger cette fois" in told(room, "amina").text
    assert [each.user for each in room.outbox()] == ["zoe", "amina", "amina"]
    assert "ne vous est plus demandé" in room.clicks("zoé", "aide accepter", "veille").text


def test_what_was_taken_is_given_back(room: Room) -> None:
    entrusts(room, "zoe")
    reply = presses(room, "zoé", "D'accord")
    (back,) = [each for each in reply.buttons if each.label == "Je ne peux plus"]

    room.clicks("zoé", back.route, back.argument)

    assert not holds(room, "zoe")
    assert "ne peut plus se charger" in told(room, "amina").text


def test_the_coordination_takes_it_back_and_says_so(room: Room) -> None:
    entrusts(room, "zoe")
    presses(room, "zoé", "D'accord")

    presses(room, "amina", "Reprendre")

    assert not holds(room, "zoe")
    assert "La coordination a repris" in told(room, "zoe").text


def test_whoever_leaves_the_channel_holds_nothing_and_the_coordination_is_told(room: Room) -> None:
    entrusts(room, "zoe")
    presses(room, "zoé", "D'accord")
    room.store(lambda db: preferences.leave(db, "loire", "zoe", room.clock.now))

    goes(room, "entrusted")

    assert not holds(room, "zoe")
    assert "a quitté le canal" in told(room, "amina").text


def test_a_coordinator_who_comes_after_is_told_too(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    entrusts(room, "zoe")
    monkeypatch.setitem(ROLES, "amina", {"loire": Role.MEMBER})
    monkeypatch.setitem(ROLES, "rachid", {"loire": Role.COORDINATOR})

    presses(room, "zoé", "D'accord")

    assert holds(room, "zoe")
    assert "se charge du tri" in told(room, "rachid").text
    assert room.clicks("amina", "aide reprendre", "veille").refused


def test_once_its_date_is_past_it_is_nobody_s(room: Room) -> None:
    entrusts(room, "zoe")
    presses(room, "zoé", "D'accord")

    room.clock.forward(days=31)

    assert not holds(room, "zoe")


def test_nobody_entrusts_to_a_stranger_nor_unless_they_coordinate(room: Room) -> None:
    assert room.fills("amina", "aide confier", "veille", texte="@marc").refused
    assert room.fills("louis", "aide confier", "veille", texte="@zoe").refused
    assert room.outbox() == []
