"""Links of mails: sealed for one purpose, one network, one subscriber."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.letter.mail.settings import (
    BadMailLinkError,
    BoxUse,
    LinkContent,
    MailSettings,
    OldLinkError,
    new_handle,
)

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
HANDLE = "abcdefghijklmnop"
OFFICE = MailSettings(
    key=b"k" * 32,
    sends=True,
    public="https://b.fr",
    sender="lettre@b.fr",
    box="rebonds@b.fr",
    trusted=frozenset({"loire.fr"}),
)


def last(link: str) -> str:
    return link.rpartition("/")[2]


def test_a_link_holds_its_network_and_its_subscriber() -> None:
    leave = last(OFFICE.leave_link("loire", HANDLE))
    confirm = last(OFFICE.confirm_link("loire", HANDLE, NOW + timedelta(days=7)))

    assert OFFICE.to_leave(leave) == LinkContent("loire", HANDLE)
    assert OFFICE.to_confirm(confirm, NOW) == LinkContent("loire", HANDLE)


def test_a_link_serves_for_one_purpose_and_under_one_key() -> None:
    leave = last(OFFICE.leave_link("loire", HANDLE))
    confirm = last(OFFICE.confirm_link("loire", HANDLE, NOW + timedelta(days=7)))

    with pytest.raises(BadMailLinkError):
        OFFICE.to_leave(confirm)
    with pytest.raises(BadMailLinkError):
        OFFICE.to_confirm(leave, NOW)
    with pytest.raises(BadMailLinkError):
        replace(OFFICE, key=b"o" * 32).to_leave(leave)
    with pytest.raises(OldLinkError):
        OFFICE.to_confirm(confirm, NOW + timedelta(days=7))


def test_the_way_back_gives_the_address_that_nothing_keeps() -> None:
    back = OFFICE.way_back("loire", "zoe@loire.fr", NOW + timedelta(hours=1))

    assert OFFICE.to_come_back(back, NOW) == ("loire", "zoe@loire.fr")
    with pytest.raises(OldLinkError):
        OFFICE.to_come_back(back, NOW + timedelta(hours=1))
    with pytest.raises(BadMailLinkError):
        OFFICE.to_come_back(f"a{back}", NOW)


def test_a_return_address_fits_and_names_its_subscriber_only() -> None:
    address = OFFICE.return_address(HANDLE)

    assert len(address.partition("@")[0]) <= 64
    assert OFFICE.written_to(address) == (HANDLE, BoxUse.RETURN)
    assert OFFICE.written_to(address.upper()) == (HANDLE, BoxUse.RETURN)
    assert OFFICE.written_to(OFFICE.leave_address(HANDLE)) == (HANDLE, BoxUse.LEAVE)
    with pytest.raises(BadMailLinkError):
        OFFICE.written_to(address.replace("+", "+a"))
    assert not replace(OFFICE, box="").return_address(HANDLE)


def test_what_is_kept_of_an_address_is_of_one_network_and_one_key() -> None:
    kept = {
        OFFICE.suppressed("loire", "zoe@loire.fr"),
        OFFICE.suppressed("national", "zoe@loire.fr"),
        OFFICE.suppressed("loire", "louis@loire.fr"),
        replace(OFFICE, key=b"o" * 32).suppressed("loire", "zoe@loire.fr"),
    }

    assert len(kept) == 4
    assert not any("zoe" in each for each in kept)


def test_trust_is_for_whole_domains() -> None:
    assert OFFICE.trusts("zoe@loire.fr")
    assert not OFFICE.trusts("zoe@autre.loire.fr")
    assert not OFFICE.trusts("zoe@xloire.fr")


def test_a_message_is_known_by_the_same_id_however_often_it_is_sent() -> None:
    assert OFFICE.message_id(3, NOW) == OFFICE.message_id(3, NOW)
    assert OFFICE.message_id(3, NOW) != OFFICE.message_id(4, NOW)
    assert OFFICE.message_id(3, NOW) != OFFICE.message_id(3, NOW + timedelta(days=1))


def test_a_handle_is_sixteen_letters_and_digits() -> None:
    assert new_handle(bytes(10)) == "a" * 16
