"""What people type of a poll: dates apart, until when, votes in any order."""

from __future__ import annotations

import pytest

from bot.meeting.poll.rules import Vote
from bot.meeting.poll.typed import (
    UNREAD_LINE,
    UNREAD_VOTES,
    TypedPoll,
    date_first,
    poll_first,
    read_lines,
    read_votes,
    split_dates,
    until_last,
)
from tests.refusals import refused

YES, MAYBE, NO = Vote


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


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        ("1 oui", {1: YES}),
        ("1", {1: YES}),
        ("1 OUI, 3 Non", {1: YES, 3: NO}),
        ("1 oui 3 non", {1: YES, 3: NO}),
        ("1, 2 et 3 si besoin", {1: MAYBE, 2: MAYBE, 3: MAYBE}),
        ("n°1 : oui ; n° 2 : si-besoin", {1: YES, 2: MAYBE}),
        ("la 1 oui, la date 2 au besoin", {1: YES, 2: MAYBE}),
        ("1=oui 2=peut-être 3=non", {1: YES, 2: MAYBE, 3: NO}),
        ("oui 1 et 3, non 2", {1: YES, 3: YES, 2: NO}),
        ("oui : 1 3", {1: YES, 3: YES}),
        ("toutes oui", {1: YES, 2: YES, 3: YES}),
        ("tout non, 2 oui", {1: NO, 2: YES, 3: NO}),
        ("2 rien", {2: None}),
        ("1 oui, 1 non", {1: NO}),
        ("1 s’il le faut", {1: MAYBE}),
    ],
)
def test_votes_are_read_as_people_type_them(text: str, votes: dict[int, Vote | None]) -> None:
    assert read_votes(text, range(1, 4)) == votes


@pytest.mark.parametrize(
    "text", ["", "oui", "oui non", "1 oui non", "1 bof", "1 oui pour Zoé", "?"]
)
def test_what_is_no_vote_is_refused(text: str) -> None:
    with refused(UNREAD_VOTES) as caught:
        read_votes(text, range(1, 4))
    assert "2 : 1 oui, 3 si besoin" in caught.value.reply


@pytest.mark.parametrize("text", ["2 1 oui", "n°2 : 1 oui", "#2, 1 oui", "sondage 2 1 oui"])
def test_the_polls_number_comes_first(text: str) -> None:
    assert poll_first(text) == (2, "1 oui")


def test_a_dates_number_and_a_place() -> None:
    assert date_first("1, médiathèque de Valcombe") == (1, "médiathèque de Valcombe")
    assert date_first("la 3") == (3, "")
    assert date_first("médiathèque") == (None, "médiathèque")
    assert poll_first("oui") == (None, "oui")


FORM = ("mar.\u00a01\u00a0déc., 14\u00a0h\u00a000", "mar.\u00a01\u00a0déc., 14\u00a0h\u00a030")


@pytest.mark.parametrize(
    ("text", "votes"),
    [
        (f"{FORM[0]} : oui\n{FORM[1]} : non", {1: YES, 2: NO}),
        (f"{FORM[0]} si besoin.\n\n", {1: MAYBE}),
        (f"{FORM[1]} :\n{FORM[0]} : NON", {1: NO, 2: None}),
        ("Mar. 1 dec., 14 h 00 = peut-être", {1: MAYBE}),
    ],
)
def test_a_line_a_date_is_read(text: str, votes: dict[int, Vote | None]) -> None:
    assert read_lines(text, FORM) == votes


@pytest.mark.parametrize("line", ["oui", f"{FORM[0]} : bof", "jeu. 3 déc., 14 h 00 : oui"])
def test_a_line_that_is_no_dates_or_says_something_else_is_named(line: str) -> None:
    with refused(UNREAD_LINE) as caught:
        read_lines(f"{FORM[0]} : oui\n{line}", FORM)
    assert "la ligne 2" in caught.value.reply
