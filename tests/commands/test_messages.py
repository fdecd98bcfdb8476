"""`/reseau messages`: which private messages one wants, and that each wish is kept."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.people.wish import Weight, Wish, next_delivery
from bot.talk import say
from bot.talk.command import Via
from bot.talk.reply import Reply
from commands.reseau.messages import CHOOSE
from tests.commands.gestures import asks_privately, labels, told
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


def wishes(room: Room, who: str, wish: Wish) -> Reply:
    """Have someone press the level that they wish for."""
    return room.clicks(who, CHOOSE, wish.value)


def test_a_card_says_the_level_and_what_each_sends_and_its_buttons_choose(room: Room) -> None:
    card = room.clicks("louis", CHOOSE, "")

    assert "**Mes messages privés** de la Loire : Tout" in card.text.replace("\u00a0", " ")
    for wish in Wish:
        assert f"- **{wish.label}**\u00a0: {wish.meaning}" in card.text
    assert labels(card) == ["L'essentiel", "Seulement ce que je demande", "Une carte par message"]

    chosen = wishes(room, "louis", Wish.ESSENTIAL)

    assert chosen.text.startswith("C'est noté. **Mes messages privés** de la Loire")
    assert labels(chosen) == ["Tout", "Seulement ce que je demande", "Une carte par message"]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish.ALL, {"ANSWER", "OWN", "DUTY", "ASKED", "NEWS"}),
        (Wish.ESSENTIAL, {"ANSWER", "OWN", "DUTY"}),
        (Wish.ASKED, {"ANSWER"}),
    ],
)
def test_each_wish_lets_through_what_it_says(room: Room, wish: Wish, expected: set[str]) -> None:
    wishes(room, "louis", wish)

    for weight in Weight:
        writes(room, weight)

    assert heard(room) == expected


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
    wishes(room, "louis", Wish.ASKED)
    room.says("zoé", "/besoin répondre 1 La Manufacture")
    assert told(room, "louis") == []

    room.says("louis", "/besoin voir 1", via=Via.DIRECT)

    assert any("La Manufacture" in message.text for message in told(room, "louis"))


def test_a_private_question_reaches_a_silent_coordinator_who_is_alone(room: Room) -> None:
    wishes(room, "amina", Wish.ASKED)

    asks_privately(room, "louis", "Comment dire non à une demande ?")

    assert [message.key for message in told(room, "amina")] == ["question:loire:1:private0:amina"]


def test_nothing_is_written_to_who_was_forgotten(room: Room) -> None:
    writes(room, Weight.OWN, to="")

    assert room.outbox() == []


@pytest.mark.parametrize(
    "route", ["reseau année", "reseau bilan", "reseau bilan-en-tableau", "reseau mes-données"]
)
def test_silence_keeps_back_no_file_that_one_asks_for(room: Room, route: str) -> None:
    wishes(room, "louis", Wish.ASKED)

    room.clicks("louis", route, "")

    assert [message for message in told(room, "louis") if message.file]
