"""What people type of a poll: dates apart, until when."""

from __future__ import annotations

import pytest

from bot.meeting.poll.typed import TypedPoll, split_dates, until_last


@pytest.mark.parametrize(
    "text",
    [
        "jeudi 3 décembre 14h ; mardi 8 décembre 9h30",
        "jeudi 3 décembre 14h;mardi 8 décembre 9h30;",
        "jeudi 3 décembre 14h ou mardi 8 décembre 9h30",
        "jeudi 3 décembre 14h, ou bien mardi 8 décembre 9h30.",
        "- jeudi 3 décembre 14h\n- mardi 8 décembre 9h30\n",
        "1. jeudi 3 décembre 14h\n2. mardi 8 décembre 9h30",
        "jeudi 3 décembre 14h ;\n\nou mardi 8 décembre 9h30",
    ],
)
def test_dates_are_parted_by_semicolons_lines_or_or(text: str) -> None:
    assert split_dates(text) == ("jeudi 3 décembre 14h", "mardi 8 décembre 9h30")


def test_a_day_that_starts_a_line_is_no_bullet() -> None:
    assert split_dates("3 décembre 14h\n8 décembre 9h30") == ("3 décembre 14h", "8 décembre 9h30")


@pytest.mark.parametrize(
    "end",
    [
        ", jusqu'au 25 novembre",
        " jusqu’au 25 novembre.",
        " ; réponses jusqu'au 25 novembre",
        "\nJusqu'au 25 novembre",
        " (jusqu'au 25 novembre)",
    ],
)
def test_until_when_is_read_at_the_end(end: str) -> None:
    assert until_last(f"jeudi 3 décembre 14h ; mardi 8 décembre 9h30{end}") == TypedPoll(
        dates=("jeudi 3 décembre 14h", "mardi 8 décembre 9h30"), until="25 novembre"
    )


def test_only_the_last_until_is_the_polls() -> None:
    typed = until_last("jeudi 3 de 14h jusqu'à 16h ; le 8 de 9h jusqu'à 11h, jusqu'à mercredi")

    assert typed is not None
    assert typed.until == "mercredi"
    assert typed.dates == ("jeudi 3 de 14h jusqu'à 16h", "le 8 de 9h jusqu'à 11h")
    assert until_last("jeudi 3 décembre 14h ; mardi 8") is None
