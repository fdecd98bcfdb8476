"""Which private messages each wish lets through, and when those that can wait come."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from bot.core import migrate as migrations
from bot.people import store as preferences
from bot.people.wish import Weight, Wish, next_delivery
from tests.databases import Open
from tests.each_column import at_leisure

ESSENTIAL = {Weight.ANSWER, Weight.OWN, Weight.DUTY}


def test_each_wish_lets_through_what_it_says() -> None:
    let = {wish: {weight for weight in Weight if wish.lets(weight)} for wish in Wish}

    assert let == {
        Wish.ALL: {*Weight},
        Wish.ESSENTIAL: ESSENTIAL,
        Wish.ASKED: {Weight.ANSWER},
    }


@pytest.mark.parametrize("wish", Wish)
def test_each_wish_is_told_in_words(wish: Wish) -> None:
    assert wish.meaning


@pytest.mark.parametrize(
    ("now", "zone", "delivered"),
    [
        ("2026-11-02T07:59", "Europe/Paris", "2026-11-02T08:00"),
        ("2026-11-02T08:00", "Europe/Paris", "2026-11-09T08:00"),
        ("2026-11-03T12:00", "Europe/Paris", "2026-11-09T08:00"),
        ("2026-11-08T22:59", "Europe/Paris", "2026-11-09T08:00"),
        ("2026-10-24T12:00", "Europe/Paris", "2026-10-26T08:00"),  # clocks change in between
        ("2026-11-01T20:00", "Pacific/Noumea", "2026-11-01T22:00"),  # it is Monday there
        ("2026-11-02T08:00", "America/Martinique", "2026-11-02T13:00"),
    ],
)
def test_what_waits_comes_on_the_next_monday_at_nine_there(
    now: str, zone: str, delivered: str
) -> None:
    found = next_delivery(datetime.fromisoformat(now).replace(tzinfo=UTC), zone)

    assert found == datetime.fromisoformat(delivered).replace(tzinfo=UTC)


def test_what_was_grouped_or_silent_is_the_nearest_quieter_level(opened: Open) -> None:
    was = {"groupés": Wish.ESSENTIAL, "silence": Wish.ASKED, "essentiel": Wish.ESSENTIAL}
    with opened().engine.begin() as db:
        migrations.upgrade(db, "0103")
        for said in was:
            db.execute(
                text("INSERT INTO preferences VALUES ('loire', :said, :said, NULL, :at)"),
                {"said": said, "at": datetime(2026, 11, 2, tzinfo=UTC)},
            )

    migrations.migrate(opened())

    with at_leisure(opened()) as db:
        assert {said: preferences.of(db, "loire", said).wish for said in was} == was
