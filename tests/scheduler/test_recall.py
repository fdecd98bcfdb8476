"""Old questions brought to mind, deferred ones brought back: when, to whom, once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.question import deferring
from bot.question.rules import RECALLED_AT_ONCE
from bot.talk.context import Context
from tests.room import Room
from tests.rounds import goes

ASKED = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
OLD = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
"""A Thursday, at 10 h in Paris, thirty-one days later."""


def recall(room: Room, at: datetime | None = None) -> int:
    room.clock.now = at or room.clock.now
    return goes(room, "recall")


def bring_back(room: Room) -> int:
    return goes(room, "bring back")


def recalled(room: Room) -> list[str]:
    return [m.text for m in room.outbox() if ":recalled" in m.key and m.user == "amina"]


@pytest.fixture
def asked(room: Room) -> Room:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    return room


def test_an_open_question_that_grows_old_is_recalled_to_the_coordinators(asked: Room) -> None:
    assert recall(asked, OLD) == 1

    [text] = recalled(asked)
    assert "Qui prête une salle à Brest ? (depuis 31\u00a0jours, 1\u00a0personne)" in text
    assert {m.user for m in asked.outbox() if ":recalled" in m.key} == {"amina"}


def test_a_young_question_is_not_recalled(asked: Room) -> None:
    assert recall(asked, ASKED + timedelta(days=30, seconds=-1)) == 0


def test_nothing_is_recalled_twice_within_a_month_and_again_after_it(asked: Room) -> None:
    recall(asked, OLD)
    for hours in (0, 1, 24, 24 * 25):
        assert recall(asked, OLD + timedelta(hours=hours)) == 0

    assert recall(asked, OLD + timedelta(days=32)) == 1
    assert len(recalled(asked)) == 2


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2026, 12, 3, 7, 59, 59, tzinfo=UTC), id="before 9 h"),
        pytest.param(datetime(2026, 12, 3, 17, 0, tzinfo=UTC), id="after 18 h"),
        pytest.param(datetime(2026, 12, 5, 9, 0, tzinfo=UTC), id="Saturday"),
        pytest.param(datetime(2026, 12, 6, 9, 0, tzinfo=UTC), id="Sunday"),
        pytest.param(datetime(2026, 12, 25, 9, 0, tzinfo=UTC), id="Christmas"),
        pytest.param(datetime(2027, 11, 11, 9, 0, tzinfo=UTC), id="11 November, a Thursday"),
        pytest.param(datetime(2027, 8, 3, 9, 0, tzinfo=UTC), id="August"),
        pytest.param(datetime(2027, 5, 6, 9, 0, tzinfo=UTC), id="Ascension"),
    ],
)
def test_people_are_reminded_on_working_hours_only(asked: Room, moment: datetime) -> None:
    assert recall(asked, moment) == 0
    assert recalled(asked) == []


def test_the_first_and_the_last_minute_of_the_day_are_working_hours(asked: Room) -> None:
    assert recall(asked, datetime(2026, 12, 3, 8, 0, tzinfo=UTC)) == 1
    assert recall(asked, datetime(2027, 2, 3, 16, 59, tzinfo=UTC)) == 1


@pytest.mark.parametrize("typed", ["retirer 1", "répondre 1 Trouvé"])
def test_what_ended_is_not_recalled(asked: Room, typed: str) -> None:
    asked.says("louis", f"/besoin {typed}")

    assert recall(asked, OLD) == 0


def test_what_was_deferred_is_not_recalled(asked: Room) -> None:
    asked.clock.now = OLD
    asked.says("amina", "/besoin reporter 1 lettre")

    assert recall(asked) == 0


def test_many_old_questions_come_a_few_a_day(room: Room) -> None:
    for number in range(RECALLED_AT_ONCE + 3):
        room.busy = True
        room.says("louis", f"/besoin Qui connaît le logiciel {number} ?")

    assert recall(room, OLD) == RECALLED_AT_ONCE
    assert recall(room) == 0
    room.clock.forward(days=1)
    assert recall(room) == 3
    assert recall(room) == 0
    texts = recalled(room)
    assert [text.count("\n- **n°") for text in texts] == [RECALLED_AT_ONCE, 3]


def test_nothing_is_noted_while_there_is_nobody_to_tell(asked: Room) -> None:
    asked.bot = replace(asked.bot, coordinators=lambda _network: frozenset())
    assert recall(asked, OLD) == 0
    asked.bot = replace(asked.bot, coordinators=lambda _network: frozenset({"amina"}))

    assert recall(asked) == 1


@contextmanager
def _trouble(monkeypatch: pytest.MonkeyPatch, name: str, network: str) -> Iterator[None]:
    work = getattr(deferring, name)

    def broken(ctx: Context, *more: object) -> object:
        if ctx.network.slug == network:
            raise RuntimeError("one network's trouble")
        return work(ctx, *more)

    with monkeypatch.context() as patch:
        patch.setattr(deferring, name, broken)
        yield


def test_one_networks_trouble_does_not_stop_the_others_recall(
    asked: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _trouble(monkeypatch, "recall", "national"):
        assert recall(asked, OLD) == 1


def test_one_networks_trouble_leaves_it_for_the_next_beat(
    asked: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.says("amina", "/besoin reporter 1 mattermost")
    asked.clock.forward(days=15)
    with _trouble(monkeypatch, "bring_back", "loire"):
        assert bring_back(asked) == 0

    assert bring_back(asked) == 1
    assert bring_back(asked) == 0


def test_a_network_that_is_no_longer_configured_keeps_its_questions(asked: Room) -> None:
    asked.says("amina", "/besoin reporter 1 mattermost")
    asked.clock.forward(days=15)
    whole = asked.bot
    asked.bot = replace(whole, networks={"national": whole.networks["national"]})
    assert bring_back(asked) == 0
    asked.bot = whole

    assert bring_back(asked) == 1
