"""Two processes are asked at the very same instant of one entry, or of one handover."""

from __future__ import annotations

from functools import partial

import pytest

from bot.core.database import Database
from bot.entry import card, handing
from bot.entry import store as entries
from bot.entry.rules import EntryState
from bot.network.rights import Role
from bot.talk.reply import Reply
from tests.at_once import at_once, two_rooms
from tests.databases import Open
from tests.entry.entering import ROSE, SLUG, administrated, asks, invites, joins, presses, told
from tests.entry.living import fills, in_office
from tests.room import Room

Rooms = tuple[Room, Room]


@pytest.fixture
def rooms(database: Database, opened: Open, monkeypatch: pytest.MonkeyPatch) -> Rooms:
    """Return two processes of which one has heard of Marc's invitation."""
    two = two_rooms(database, opened())
    administrated(two[0], "rose", "ada")
    joins(monkeypatch, "amina", national=Role.COORDINATOR)
    invites(two[0], "marc")
    joins(monkeypatch, "marc", **{SLUG: Role.MEMBER})
    joins(monkeypatch, "louis", **{SLUG: Role.MEMBER})
    knows(two)
    return two


@pytest.fixture
def asked(rooms: Rooms) -> Rooms:
    """Return them once it is asked for, below the country's network."""
    asks(rooms[0], "marc", au_dessus="national")
    knows(rooms)
    return rooms


@pytest.fixture
def living(asked: Rooms, monkeypatch: pytest.MonkeyPatch) -> Rooms:
    """Return them once it is live, Marc and Zoé coordinate it, and Louis is proposed to."""
    presses(asked[0], ROSE, card.ACCEPT)
    welcomes(asked[0])
    knows(asked)
    joins(monkeypatch, "zoé", **{SLUG: Role.MEMBER})
    for name in ("zoe", "louis"):
        assert not fills(asked[0], "marc", handing.PROPOSE, "", f"@{name}").refused
    assert not presses(asked[0], "zoé", handing.TAKE).refused
    joins(monkeypatch, "zoé", **{SLUG: Role.COORDINATOR})
    knows(asked)
    return asked


def knows(rooms: Rooms) -> None:
    for each in rooms:
        each.store(each.bot.reread)


def welcomes(room: Room) -> Reply:
    return presses(room, "amina", card.WELCOME, f"{SLUG} Convention", network="national")


def accepts(room: Room) -> Reply:
    return presses(room, ROSE, card.ACCEPT)


def refuses(room: Room) -> Reply:
    return presses(room, ROSE, card.REFUSE, "Non.", fields={"texte": "Non."})


def state(rooms: Rooms) -> EntryState:
    found = rooms[0].store(lambda db: entries.of(db, SLUG))
    assert found is not None
    return found.state


def once(told: list[Reply]) -> None:
    """Tell that one was done, and the other refused without a fuss."""
    assert sorted(each.refused for each in told) == [False, True], told
    assert not any("cassé" in each.text for each in told), told


def test_two_who_invite_it_are_one_entry(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    invite = partial(invites, title="26 - Drôme")
    at_once(monkeypatch, rooms, partial(invite, who="marc"), partial(invite, who="louis"))

    assert len(rooms[0].store(entries.networks)) == 2


def test_one_form_sent_twice_is_asked_once(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = partial(asks, who="marc", au_dessus="national")
    once(at_once(monkeypatch, rooms, ask, ask))

    for who in ("rose", "amina"):
        assert len([each for each in told(rooms[0], who) if each.buttons]) == 1


def test_both_yeses_at_once_make_it_live(asked: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = at_once(monkeypatch, asked, accepts, welcomes)

    assert not any(each.refused for each in answers)
    assert state(asked) is EntryState.LIVE
    assert sum("C'est parti" in each.text for each in told(asked[0], "marc")) == 1


def test_a_yes_and_a_no_at_once_are_one_of_both(
    asked: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    welcomes(asked[0])
    answers = at_once(monkeypatch, asked, accepts, refuses)

    once(answers)
    lives = not answers[0].refused
    assert state(asked) is (EntryState.LIVE if lives else EntryState.REFUSED)
    assert sum("C'est parti" in each.text for each in told(asked[0], "marc")) == lives


def test_a_yes_as_it_is_begun_anew_makes_nothing_live(
    asked: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    welcomes(asked[0])
    asked[0].clock.forward(minutes=1)
    at_once(monkeypatch, asked, accepts, partial(invites, who="marc"))

    lives = state(asked) is EntryState.LIVE
    assert lives or state(asked) is EntryState.INVITED
    assert sum("C'est parti" in each.text for each in told(asked[0], "marc")) == lives
    assert (SLUG in asked[0].bot.networks) is lives


def test_a_form_as_it_is_declined_is_one_of_both(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    decline = partial(presses, who="marc", route=card.DECLINE)
    once(at_once(monkeypatch, rooms, partial(asks, who="marc"), decline))


def test_a_yes_as_the_proposal_is_taken_back_is_one_of_both(
    living: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = partial(presses, who="louis", route=handing.TAKE)
    back = partial(presses, who="marc", route=handing.TAKE_BACK, argument="louis")
    answers = at_once(monkeypatch, living, take, back)

    once(answers)
    assert ("louis" in in_office(living[0])) is not answers[0].refused


def test_two_who_remove_each_other_at_once_are_decided_once(
    living: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = partial(presses, route=handing.REMOVE)
    once(
        at_once(
            monkeypatch,
            living,
            partial(remove, who="marc", argument="zoe confirmé"),
            partial(remove, who="zoé", argument="marc confirmé"),
        )
    )
    assert len(in_office(living[0])) == 1
