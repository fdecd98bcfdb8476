"""How long a meeting takes, as it is typed."""

from __future__ import annotations

import pytest

from bot.french.dates import RefusalReason, WhenError, read_duration


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("2h30", 150),
        ("2 h 30", 150),
        ("2:30", 150),
        ("1 h", 60),
        ("90 min", 90),
        ("90mn", 90),
        ("120 minutes", 120),
        ("1 h 30 min", 90),
        ("une demi-journée", 180),
        ("1/2 journée", 180),
        ("2 heures", 120),
        ("deux heures", 120),
        ("une heure et demie", 90),
        ("1 heure et quart", 75),
        ("une demi-heure", 30),
        ("1/2 h", 30),
        ("un quart d'heure", 15),
        ("1,5 h", 90),
        ("(2h)", 120),
        ("durée 2h", 120),
    ],
)
def test_a_length_is_read(text: str, minutes: int) -> None:
    assert read_duration(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "longtemps", "une journée", "2h30 environ 3h", "0 min", "25h", "2", "2h75"]
)
def test_a_length_that_is_none_is_refused_with_examples(text: str) -> None:
    with pytest.raises(WhenError) as refusal:
        read_duration(text)

    assert "« 2 h 30 », « 90 min » ou « une demi-journée »" in refusal.value.reply


def test_a_length_beyond_a_day_is_refused() -> None:
    with pytest.raises(WhenError) as refusal:
        read_duration("1500 min")

    assert refusal.value.why is RefusalReason.TOO_LONG
