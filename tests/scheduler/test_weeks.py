"""What a round owes: within working hours, to someone, once, whatever befalls another network."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import ModuleType

import pytest

from bot.pile import finding
from bot.question import deferring
from bot.question import store as questions
from bot.talk.context import Context
from tests.room import Room
from tests.rounds import bring_back, goes

MONDAY = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
"""9 h in Paris, a question being two weeks old."""


def tells(room: Room, at: datetime | None = None) -> int:
    room.clock.now = at or room.clock.now
    return goes(room, "week")


@pytest.fixture
def asked(room: Room) -> Room:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    return room


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2026, 11, 17, 7, 59, 59, tzinfo=UTC), id="before 9 h"),
        pytest.param(datetime(2026, 11, 16, 17, 0, tzinfo=UTC), id="after 18 h"),
        pytest.param(datetime(2026, 11, 21, 9, 0, tzinfo=UTC), id="Saturday"),
        pytest.param(datetime(2026, 11, 22, 9, 0, tzinfo=UTC), id="Sunday"),
        pytest.param(datetime(2026, 12, 25, 9, 0, tzinfo=UTC), id="Christmas"),
        pytest.param(datetime(2027, 11, 11, 9, 0, tzinfo=UTC), id="11 November, a Thursday"),
        pytest.param(datetime(2027, 8, 3, 9, 0, tzinfo=UTC), id="August"),
        pytest.param(datetime(2027, 5, 6, 9, 0, tzinfo=UTC), id="Ascension"),
    ],
)
def test_people_are_written_to_on_working_hours_only(asked: Room, moment: datetime) -> None:
    assert tells(asked, moment) == 0


def test_the_first_and_the_last_minute_of_the_day_are_working_hours(asked: Room) -> None:
    assert tells(asked, MONDAY) == 1
    assert tells(asked, MONDAY + timedelta(days=7, hours=8, minutes=59)) == 1


def test_nothing_is_noted_while_there_is_nobody_to_tell(asked: Room) -> None:
    asked.bot = replace(asked.bot, coordinators_of=lambda _network: frozenset())
    assert tells(asked, MONDAY) == 0
    here = {"loire": frozenset({"amina"})}
    asked.bot = replace(asked.bot, coordinators_of=lambda slug: here.get(slug, frozenset()))

    assert tells(asked) == 1


@contextmanager
def _trouble(
    monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str, network: str
) -> Iterator[None]:
    work = getattr(module, name)

    def broken(ctx: Context, *more: object, **named: object) -> object:
        if ctx.network.slug == network:
            raise RuntimeError("one network's trouble")
        return work(ctx, *more, **named)

    with monkeypatch.context() as patch:
        patch.setattr(module, name, broken)
        yield


def test_one_networks_trouble_does_not_stop_the_others_week(
    asked: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = asked.store(lambda db: questions.get(db, "loire", 1))
    asked.store(lambda db: questions.add(db, replace(question, network="national")))
    asked.bot = replace(asked.bot, coordinators_of=lambda _network: frozenset({"amina"}))

    with _trouble(monkeypatch, finding, "waiting", "national"):
        assert tells(asked, MONDAY) == 1
    assert tells(asked) == 1


def test_one_networks_trouble_leaves_it_for_the_next_beat(
    asked: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.does("amina", "besoin reporter 1 mattermost")
    asked.clock.forward(days=15)
    with _trouble(monkeypatch, deferring, "keep", "loire"):
        assert bring_back(asked) == 0

    assert bring_back(asked) == 1
    assert bring_back(asked) == 0


def test_a_network_that_is_no_longer_configured_keeps_its_questions(asked: Room) -> None:
    asked.does("amina", "besoin reporter 1 mattermost")
    asked.clock.forward(days=15)
    whole = asked.bot
    asked.bot = replace(whole, networks={"national": whole.networks["national"]})
    assert bring_back(asked) == 0
    asked.bot = whole

    assert bring_back(asked) == 1
