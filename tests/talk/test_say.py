"""What the bot says of itself: where it goes, and how a long text is cut."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from bot.core import outbox
from bot.core.message import Button, Delivery, File, Message
from bot.talk import say
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.markdown import POST_LIMIT
from tests.room import LOIRE, Room, caller

LONG = "\n".join(f"- ligne {number} {'é' * 100}" for number in range(400))
BUTTON = Button(id="oui", label="Oui", route="besoin voir", argument="1")
FILE = File(name="liste.csv", content="n°;question")
MENTION = Command(
    text="besoin liste",
    caller=caller("louis"),
    via=Via.MENTION,
    channel="ici",
    network="loire",
    post="p1",
    thread="racine",
)


def test_a_long_text_goes_on_in_its_thread(room: Room) -> None:
    room.store(lambda db: say.in_channel(_ctx(room, db), "cle", LONG, buttons=(BUTTON,)))

    first, *others = room.outbox()
    assert (first.key, first.thread, first.buttons) == ("cle", None, (BUTTON,))
    assert [(each.key, each.thread, each.buttons) for each in others] == [
        ("cle:2", "cle", ()),
        ("cle:3", "cle", ()),
    ]
    assert _joined(room.outbox()) == LONG


def test_a_long_text_in_a_thread_stays_there(room: Room) -> None:
    room.store(lambda db: say.in_channel(_ctx(room, db), "cle", LONG, thread="racine"))

    assert {each.thread for each in room.outbox()} == {"racine"}


def test_a_long_direct_message_is_several(room: Room) -> None:
    room.store(lambda db: say.to_user(_ctx(room, db), "cle", "louis", LONG))

    assert [(each.key, each.user) for each in room.outbox()] == [
        ("cle", "louis"),
        ("cle:2", "louis"),
        ("cle:3", "louis"),
    ]


def test_what_is_said_once_is_not_said_again_under_its_key(room: Room) -> None:
    def twice(db: Connection) -> None:
        for text in ("oui", "non"):
            say.to_user(_ctx(room, db), "a", "louis", text, once=True)
            say.to_coordinators(_ctx(room, db), "b", text, once=True)

    room.store(twice)

    assert [(each.key, each.text) for each in room.outbox()] == [("a", "oui"), ("b:amina", "oui")]


def test_what_was_never_said_is_neither_rewritten_nor_removed(room: Room) -> None:
    room.store(lambda db: say.again(_ctx(room, db), "cle", "oui"))
    room.store(lambda db: say.remove(_ctx(room, db), "cle", "non"))

    assert room.outbox() == []


def test_a_file_and_buttons_go_with_the_first_page(room: Room) -> None:
    room.store(lambda db: say.in_channel(_ctx(room, db), "a", LONG, file=FILE))
    room.store(
        lambda db: say.to_user(_ctx(room, db), "b", "louis", LONG, buttons=(BUTTON,), file=FILE)
    )

    assert [each.key for each in room.outbox() if each.file == FILE] == ["a", "b"]
    assert [each.key for each in room.outbox() if each.buttons] == ["b"]


def test_what_is_held_is_one_post_that_waits(room: Room) -> None:
    until = room.clock.now + timedelta(seconds=90)
    room.store(lambda db: say.in_channel(_ctx(room, db), "cle", LONG, held_until=until))

    assert room.outbox() == []
    assert room.store(lambda db: outbox.count(db, Delivery.HELD)) == 1
    assert room.store(lambda db: outbox.release(db, "cle"))
    assert [each.key for each in room.outbox()] == ["cle"]


def test_a_public_answer_goes_under_the_message_that_asked(room: Room) -> None:
    room.store(lambda db: say.to_caller(_ctx(room, db), MENTION, LONG, private=False))

    assert [(each.key, each.channel, each.thread, each.user) for each in room.outbox()] == [
        ("reply:p1", "ici", "racine", None),
        ("reply:p1:2", "ici", "racine", None),
        ("reply:p1:3", "ici", "racine", None),
    ]


def test_a_private_answer_goes_to_the_caller_alone(room: Room) -> None:
    room.store(lambda db: say.to_caller(_ctx(room, db), MENTION, "oui", private=True))
    unnumbered = replace(MENTION, post=None)
    room.store(lambda db: say.to_caller(_ctx(room, db), unnumbered, "oui", private=True))

    one, other = room.outbox()
    assert (one.key, one.user, one.channel) == ("reply:p1", "louis", None)
    assert other.key != one.key


def test_a_rewritten_post_keeps_to_one_post(room: Room) -> None:
    room.store(lambda db: say.in_channel(_ctx(room, db), "cle", "court"))
    for _ in range(2):
        room.store(lambda db: say.again(_ctx(room, db), "cle", LONG))

    _, one, other = room.outbox()
    assert (one.edits, other.edits) == ("cle", "cle")
    assert one.key != other.key
    assert len(one.text) <= POST_LIMIT


def test_what_goes_to_one_place_is_said_in_order(room: Room) -> None:
    room.store(lambda db: say.in_channel(_ctx(room, db), "a", "un"))
    room.store(lambda db: say.to_user(_ctx(room, db), "b", "louis", "deux"))
    room.store(lambda db: say.to_caller(_ctx(room, db), MENTION, "trois", private=False))

    assert [each.queue for each in room.outbox()] == [
        ("test", "loire"),
        ("test", "louis"),
        ("test", "ici"),
    ]


def _ctx(room: Room, db: Connection) -> Context:
    return room.bot.context(db, LOIRE, room.clock.now)


def _joined(messages: list[Message]) -> str:
    assert all(len(each.text) <= POST_LIMIT for each in messages)
    return "\n".join(each.text for each in messages)
