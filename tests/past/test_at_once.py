"""Two processes are asked at the very same instant of one past."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from bot.core.database import Database
from bot.past import reading
from bot.past.rules import PastState
from bot.talk.reply import Reply
from tests.at_once import at_once, two_rooms
from tests.commands.gestures import kept
from tests.databases import Open
from tests.past.channel import asking, read, state
from tests.past.test_attacked import found
from tests.past.test_past import kept_numbers
from tests.room import Room

Rooms = tuple[Room, Room]
Ask = Callable[[Room], Reply]


@pytest.fixture
def rooms(database: Database, opened: Open, monkeypatch: pytest.MonkeyPatch) -> Rooms:
    """Return two processes of which one has read the channel: two messages are to be sorted."""
    monkeypatch.setattr(reading, "find", asking)
    two = two_rooms(database, opened())
    read(two[0])
    return two


def does(who: str, words: str) -> Ask:
    return partial(Room.does, who=who, words=words)


def keeps(rooms: Rooms, place: int) -> Ask:
    each = found(rooms[0])[place]
    posts = [each.post, *(reply.post for reply in each.replies[:1])]
    return does("amina", f"reseau garder-question {each.id} {' '.join(posts)}")


def once(told: list[Reply]) -> None:
    """Tell that one was done, and the other refused without a fuss."""
    assert sorted(each.refused for each in told) == [False, True], told
    assert not any("cassé" in each.text for each in told), told


def ends(rooms: Rooms) -> int:
    """Count what tells the network that all is sorted."""
    return len([each for each in rooms[0].outbox() if each.key.endswith(":ended")])


def test_two_who_keep_one_message_keep_it_once(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    once(at_once(monkeypatch, rooms, keeps(rooms, 0), keeps(rooms, 0)))
    assert len(kept_numbers(rooms[0])) == 1


def test_one_who_keeps_what_another_leaves_out_is_one_of_both(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    leave = does("amina", f"reseau écarter-question {found(rooms[0])[0].id}")
    answers = at_once(monkeypatch, rooms, keeps(rooms, 0), leave)

    once(answers)
    assert len(kept_numbers(rooms[0])) == (not answers[0].refused)


def test_the_last_two_kept_at_once_end_it_once(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = at_once(monkeypatch, rooms, keeps(rooms, 0), keeps(rooms, 1))

    assert not any(each.refused for each in answers)
    assert len(kept_numbers(rooms[0])) == 2
    assert state(rooms[0]).state is PastState.DONE
    assert ends(rooms) == 1


def test_what_is_kept_as_all_is_undone_does_not_stay(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    undo = does("amina", "reseau annuler-relecture confirmé")
    at_once(monkeypatch, rooms, keeps(rooms, 0), undo)

    assert kept_numbers(rooms[0]) == []


def test_what_is_kept_as_it_is_ended_is_told_to_its_author_or_not_kept(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once(
        monkeypatch, rooms, keeps(rooms, 0), does("amina", "reseau terminer-relecture confirmé")
    )

    told = [each for each in rooms[0].outbox() if ":own:" in each.key]
    assert bool(kept_numbers(rooms[0])) is bool(told)


def test_a_refusal_as_it_is_kept_takes_it_back(
    rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = found(rooms[0])[0].author
    refuse = does({"zoe": "zoé"}.get(author, author), "reseau ne-pas-me-lire")
    at_once(monkeypatch, rooms, keeps(rooms, 0), refuse)

    assert all(kept(rooms[0], n).author != author for n in kept_numbers(rooms[0]))


def test_it_is_announced_once(rooms: Rooms, monkeypatch: pytest.MonkeyPatch) -> None:
    does("amina", "reseau annuler-relecture confirmé")(rooms[0])
    rooms[0].clock.forward(minutes=1)
    announce = does("amina", "reseau relire confirmé")
    once(at_once(monkeypatch, rooms, announce, announce))
