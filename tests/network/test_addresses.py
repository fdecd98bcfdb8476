"""The secret part of an address."""

from __future__ import annotations

import re

import pytest

from bot.network.address import PATTERN, Addresses, AddressKind

ADDRESSES = Addresses(b"0123456789abcdef" * 2)


@pytest.mark.parametrize(
    ("kind", "token"),
    [
        (AddressKind.CALENDAR, "hnekwbkz4pq4vrycyb4nfik6i2qphmwf"),
        (AddressKind.VEILLE, "q4djg355kjoqszyrtl73jnmkbi2sgd2g"),
    ],
)
def test_the_addresses_that_people_have_stay_what_they_are(kind: AddressKind, token: str) -> None:
    assert ADDRESSES.token(kind, "loire", 2) == token


def test_a_token_has_160_bits_in_letters_and_digits() -> None:
    assert re.fullmatch(PATTERN, ADDRESSES.token(AddressKind.CALENDAR, "loire"))


def test_each_network_secret_and_renewal_has_its_own_token() -> None:
    other = Addresses(b"fedcba9876543210" * 2)
    found = {
        each.token(kind, network, renewed)
        for kind in AddressKind
        for each in (ADDRESSES, other)
        for network in ("loire", "loire-1", "national")
        for renewed in (0, 1, 11)
    }

    assert len(found) == len(AddressKind) * 2 * 3 * 3


def test_a_renewed_address_leads_no_longer_where_it_did() -> None:
    token = ADDRESSES.token(AddressKind.CALENDAR, "loire")

    assert ADDRESSES.network_of(AddressKind.CALENDAR, token, {"national": 0, "loire": 0}) == "loire"
    assert ADDRESSES.network_of(AddressKind.CALENDAR, token, {"national": 0, "loire": 1}) is None
    assert ADDRESSES.network_of(AddressKind.CALENDAR, "é", {"loire": 0}) is None
