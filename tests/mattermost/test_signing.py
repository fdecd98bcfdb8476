"""Tickets: ours, unaltered, for that person, in time; anything else is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import SecretStr

from bot.core.generation import Generations
from bot.mattermost.signing import ExpiredError, ForgedError, Signer, Ticket, UnheldError

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
SIGNER = Signer(SecretStr("s" * 32))
TICKET = Ticket(
    server="bac",
    network="loire",
    route="besoin répondre",
    argument="12",
    made=NOW,
    expires=NOW + timedelta(hours=1),
)


def test_a_ticket_comes_back_as_it_was_signed() -> None:
    assert SIGNER.read(SIGNER.sign(TICKET), user="zoe", now=NOW) == TICKET


def test_a_ticket_may_name_a_message() -> None:
    about = replace(TICKET, refers="p" * 26)

    assert SIGNER.read(SIGNER.sign(about), user="zoe", now=NOW) == about


def test_a_ticket_of_what_a_restore_lost_is_told_from_the_others() -> None:
    signer = Signer(SecretStr("s" * 32))
    signer.generations = Generations(current="a" * 8)
    before, lost = (
        signer.sign(replace(TICKET, made=NOW + timedelta(minutes=each))) for each in (-1, 1)
    )
    signer.generations = Generations(current="b" * 8, ended={"a" * 8: NOW})

    assert signer.read(before, user="zoe", now=NOW).route == TICKET.route
    with pytest.raises(UnheldError):
        signer.read(lost, user="zoe", now=NOW)


def test_a_ticket_of_another_database_is_told_from_the_others() -> None:
    signer = Signer(SecretStr("s" * 32))
    signer.generations = Generations(current="a" * 8)
    signed = signer.sign(TICKET)
    signer.generations = Generations(current="b" * 8)

    with pytest.raises(UnheldError):
        signer.read(signed, user="zoe", now=NOW)


def test_a_ticket_says_nothing_that_an_address_or_json_would_break() -> None:
    assert set(SIGNER.sign(TICKET)) <= set(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."
    )


def test_a_ticket_with_any_letter_changed_is_refused() -> None:
    signed = SIGNER.sign(TICKET)
    for place in range(0, len(signed), 7):
        altered = signed[:place] + ("A" if signed[place] != "A" else "B") + signed[place + 1 :]
        with pytest.raises(ForgedError):
            SIGNER.read(altered, user="zoe", now=NOW)


@pytest.mark.parametrize("forged", ["", ".", "é.è", "a.b", "bm9uc2Vuc2U", "." * 9])
def test_nonsense_is_refused(forged: str) -> None:
    with pytest.raises(ForgedError):
        SIGNER.read(forged, user="zoe", now=NOW)


def test_a_ticket_of_another_secret_is_refused() -> None:
    signed = Signer(SecretStr("t" * 32)).sign(TICKET)

    with pytest.raises(ForgedError):
        SIGNER.read(signed, user="zoe", now=NOW)


def test_a_ticket_for_someone_is_refused_from_anyone_else() -> None:
    signed = SIGNER.sign(replace(TICKET, user="zoe"))

    assert SIGNER.read(signed, user="zoe", now=NOW).user == "zoe"
    with pytest.raises(ForgedError):
        SIGNER.read(signed, user="marc", now=NOW)


def test_a_ticket_ends_at_its_time() -> None:
    signed = SIGNER.sign(TICKET)

    SIGNER.read(signed, user="zoe", now=TICKET.expires - timedelta(seconds=1))
    with pytest.raises(ExpiredError):
        SIGNER.read(signed, user="zoe", now=TICKET.expires)


def test_a_menu_is_sealed_with_its_choices() -> None:
    choices = (("besoin voir", "12", ""), ("besoin liste", "", "national"))
    ticket = SIGNER.read(SIGNER.sign(replace(TICKET, choices=choices)), user="zoe", now=NOW)

    assert ticket.choosing("") == ticket
    first, second = ticket.choosing("0"), ticket.choosing("1")
    assert (first.route, first.argument, first.network) == ("besoin voir", "12", TICKET.network)
    assert (second.route, second.argument, second.network) == ("besoin liste", "", "national")


@pytest.mark.parametrize("value", ["2", "-3", "besoin voir 12", "0x1"])
def test_what_is_no_choice_of_the_menu_is_forged(value: str) -> None:
    choices = (("besoin voir", "12", ""), ("besoin liste", "", "national"))

    with pytest.raises(ForgedError):
        replace(TICKET, choices=choices).choosing(value)
