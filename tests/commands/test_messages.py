"""`/reseau messages`: which private messages one wants, and that each wish is kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core import outbox
from bot.people.wish import Weight, Wish, next_delivery
from bot.talk import say
from bot.talk.command import Via
from tests.commands.gestures import asks_privately, told
from tests.room import LOIRE, Room

MONDAY_NINE = datetime(2026, 11, 9, 8, 0, tzinfo=UTC)


def writes(room: Room, weight: Weight, *, to: str = "louis") -> None:
    """Have the bot write something of some weight to someone."""
    room.store(
        lambda db: say.to_user(
            room.bot.context(db, LOIRE, room.clock.now),
            f"news:{weight.name}",
            to,
            f"De poids {weight.name}",
            weight=weight,
        )
    )


def heard(room: Room) -> set[str]:
    return {message.text.removeprefix("De poids ") for message in told(room, "louis")}


@pytest.mark.parametrize("via", [Via.SLASH, Via.DIRECT, Via.MENTION])
def test_alone_it_tells_the_choice_and_what_each_means(room: Room, via: Via) -> None:
    reply = room.says("louis", "/reseau messages", via=via)

    text = reply.text or room.said()[-1]
    assert "« **tout** »" in text.replace("\u00a0", " ")
    for wish in Wish:
        assert f"**{wish.value}**" in text
        assert wish.meaning in text


@pytest.mark.parametrize(
    ("typed", "wish"),
    [
        ("Groupes", Wish.GROUPED),
        ("l'essentiel svp", Wish.ESSENTIAL),
        ("SILENCE !", Wish.SILENCE),
        ("stop", Wish.SILENCE),
    ],
)
def test_a_choice_is_forgiving(room: Room, typed: str, wish: Wish) -> None:
    reply = room.says("louis", f"/reseau messages {typed}")

    assert "C'est noté" in reply.text
    assert wish.meaning in reply.text
    assert "Rien à changer" in room.says("louis", f"/reseau messages {wish.value}").text


def test_a_menu_chooses_too(room: Room) -> None:
    (menu,) = room.says("louis", "/reseau messages").buttons
    assert [each.label for each in menu.options] == ["Tout", "Groupés", "Essentiel", "Silence"]

    assert "C'est noté" in room.picks("louis", menu.options[3].command).text


def test_what_is_no_choice_changes_nothing(room: Room) -> None:
    reply = room.says("louis", "/reseau messages parfois")

    assert reply.refused
    assert "`/reseau messages tout`" in reply.text


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ("tout", {"ANSWER", "OWN", "DUTY", "ASKED", "NEWS"}),
        ("groupés", {"ANSWER", "OWN", "DUTY", "ASKED"}),
        ("essentiel", {"ANSWER", "OWN", "DUTY"}),
        ("silence", {"ANSWER"}),
    ],
)
def test_each_wish_lets_through_what_it_says(room: Room, wish: str, expected: set[str]) -> None:
    room.says("louis", f"/reseau messages {wish}")

    for weight in Weight:
        writes(room, weight)

    assert heard(room) == expected


def test_what_can_wait_comes_on_monday_at_nine(room: Room) -> None:
    room.says("louis", "/reseau messages groupés")
    room.clock.forward(hours=1)
    writes(room, Weight.NEWS)
    room.clock.now = MONDAY_NINE.replace(hour=7, minute=59)
    room.settles()
    assert heard(room) == set()

    room.clock.now = MONDAY_NINE
    room.settles()

    assert heard(room) == {"NEWS"}


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2026, 11, 2, 7, 59, tzinfo=UTC), datetime(2026, 11, 2, 8, 0, tzinfo=UTC)),
        (datetime(2026, 11, 2, 8, 0, tzinfo=UTC), MONDAY_NINE),
        (datetime(2026, 10, 24, 12, 0, tzinfo=UTC), datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),
    ],
)
def test_monday_at_nine_is_the_networks_own(now: datetime, due: datetime) -> None:
    assert next_delivery(now, "Europe/Paris") == due


def test_a_silent_member_is_not_told_of_answers_but_still_answered(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.says("louis", "/reseau messages silence")
    room.says("zoé", "/besoin répondre 1 La Manufacture")
    assert told(room, "louis") == []

    room.says("louis", "/besoin voir 1", via=Via.DIRECT)

    assert any("La Manufacture" in message.text for message in told(room, "louis"))


def test_a_private_question_reaches_a_silent_coordinator_who_is_alone(room: Room) -> None:
    room.says("amina", "/reseau messages silence")

    asks_privately(room, "louis", "Comment dire non à une demande ?")

    assert [message.key for message in told(room, "amina")] == ["question:loire:1:private0:amina"]


def test_nothing_is_written_to_who_was_forgotten(room: Room) -> None:
    writes(room, Weight.OWN, to="")

    assert room.outbox() == []


def test_held_news_keep_no_network_reading(room: Room) -> None:
    room.says("louis", "/reseau messages groupés")
    writes(room, Weight.NEWS)

    assert room.store(outbox.networks_held) == []


@pytest.mark.parametrize(
    "line",
    ["reseau année", "reseau bilan", "reseau bilan csv", "reseau mes-données", "besoin bilan"],
)
def test_silence_keeps_back_no_file_that_one_asks_for(room: Room, line: str) -> None:
    room.says("louis", "/reseau messages silence")

    room.says("louis", f"/{line}")

    assert [message for message in told(room, "louis") if message.file]
