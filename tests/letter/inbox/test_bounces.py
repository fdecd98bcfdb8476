"""What comes back of our mails: believed by its sealed tag only, and acted upon once."""

from __future__ import annotations

import asyncio
import email
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.letter.inbox.incoming import read_incoming, read_returned
from bot.letter.mail import store as mails
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail.rules import Blame
from bot.letter.mail.settings import BoxUse, MailboxError
from tests.inbox_room import Inbox, comes, handle, leaving, reader, report
from tests.mail_room import OFFICE, Box, mail_room, publish, send, standing, subscribe
from tests.room import Room

HANDLE = "abcdefghijklmnop"
ADDRESSES = ("louis@loire.example.org", "zoe@loire.example.org")


def tagged(handle_: str = HANDLE) -> str:
    return OFFICE.return_address(handle_)


@pytest.mark.parametrize(
    ("status", "hard", "reason"),
    [
        ("5.1.1", True, "adresse inconnue"),
        ("5.1.2", True, "domaine inconnu"),
        ("5.2.1", True, "boîte fermée"),
        ("5.2.2", False, "boîte pleine"),
        ("5.7.1", False, "refusé comme indésirable"),
        ("4.4.1", False, "serveur injoignable"),
        ("", False, "boîte injoignable"),
    ],
)
def test_a_report_says_what_happened(status: str, reason: str, *, hard: bool) -> None:
    found = read_returned(email.message_from_bytes(report(tagged(), status)))

    assert found is not None
    assert (found.blame is Blame.ADDRESS, found.reason) == (hard, reason)


def test_delays_and_hollow_reports_are_nothing() -> None:
    delayed = report(tagged(), "4.4.1", "delayed")
    hollow = report(tagged()).replace(b"message/delivery-status", b"text/plain")

    assert not any(read_returned(email.message_from_bytes(each)) for each in (delayed, hollow))


@pytest.mark.parametrize("header", ["To", "Delivered-To", "X-Original-To"])
def test_the_tag_is_found_wherever_servers_note_it(header: str) -> None:
    found = read_incoming(report(f"Rebonds <{tagged().upper()}>", header=header), OFFICE)

    assert (found.handle, found.use) == (HANDLE, BoxUse.RETURN)


@pytest.mark.parametrize(
    "to",
    [
        "rebonds@bot.example.org",
        f"rebonds+{HANDLE}{HANDLE}@bot.example.org",
        tagged().replace("bot.", "autre."),
        tagged().replace("rebonds+", "lettre+"),
        tagged()[1:],
        "",
    ],
)
def test_nothing_but_the_seal_is_believed(to: str) -> None:
    assert read_incoming(report(to), OFFICE).use is None
    assert read_incoming(report(tagged()), replace(OFFICE, box="")).use is None


HOSTILE = (
    *(b"", b"\x00\xff", b"To: \xff\xfe\r\n\r\n", b"a" * 100),
    b"To: " + b"(" * 100_000 + b"\n\n",
    b"Content-Type: multipart/report; boundary=x0\nTo: "
    + tagged().encode()
    + b"\n\n"
    + b"".join(
        b"--x%d\nContent-Type: multipart/mixed; boundary=x%d\n\n" % (each, each + 1)
        for each in range(2_000)
    ),
)


def test_what_is_made_to_break_us_is_put_aside(room: Room) -> None:
    box = comes(room, *HOSTILE)

    assert not box.messages
    assert sorted(box.aside) == sorted(HOSTILE)


@pytest.fixture
def room(tmp_path: Path) -> Room:
    room = mail_room(tmp_path)
    subscribe(room, *ADDRESSES)
    return room


def test_an_address_that_is_gone_is_written_to_no_more(room: Room) -> None:
    letter = publish(room)
    send(room, Box())

    box = comes(room, report(tagged(handle(room, ADDRESSES[0]))))

    assert not box.messages
    assert not box.aside
    assert standing(room, ADDRESSES[0]) is None
    failures = room.store(lambda db: mails.failures(db, letter.id))
    assert failures == [("adresse inconnue", "loire.example.org")]


def test_a_mail_to_the_leaving_address_unsubscribes(room: Room) -> None:
    comes(room, leaving(handle(room, ADDRESSES[1])))

    assert standing(room, ADDRESSES[1]) is None


def test_what_is_not_for_us_is_put_aside_and_absences_are_nothing(room: Room) -> None:
    away = EmailMessage()
    away["To"] = tagged(handle(room, ADDRESSES[0]))
    away.set_content("Je suis en congé.")
    other = b"To: bonjour@bot.example.org\r\n\r\nUne publicite.\r\n"

    box = comes(room, away.as_bytes(), other)

    assert box.aside == [other]
    assert standing(room, ADDRESSES[0]) is not None


@pytest.mark.parametrize("step", ["open", "wait", "fetch", "remove"])
@pytest.mark.parametrize("how", [MailboxError("away", "partie"), asyncio.CancelledError()])
def test_wherever_it_is_cut_a_report_counts_once(room: Room, step: str, how: BaseException) -> None:
    box = Inbox()
    box.put(report(tagged(handle(room, ADDRESSES[0])), "5.2.2"))

    def strikes(at: str) -> None:
        if at == step:
            raise how

    box.strikes = strikes
    try:
        asyncio.run(reader(room, box).read())
    except asyncio.CancelledError:
        assert isinstance(how, asyncio.CancelledError)
    assert box.messages
    box.strikes = lambda _step: None
    asyncio.run(reader(room, box).read())

    known = room.store(lambda db: subscribers.at(db, "loire", ADDRESSES[0]))
    assert known is not None
    assert known.failures == 1
    assert not box.messages


def test_a_message_that_comes_by_two_ways_is_one(room: Room) -> None:
    once = report(tagged(handle(room, ADDRESSES[0])), "5.2.2")
    ways = (b"Received: by a\r\n" + once, b"Received: by b\r\n" + once)

    assert not comes(room, *ways).aside

    known = room.store(lambda db: subscribers.at(db, "loire", ADDRESSES[0]))
    assert known is not None
    assert known.failures == 1


def test_a_box_that_does_not_open_is_left_alone_for_a_while(room: Room) -> None:
    tried: list[str] = []

    def away(step: str) -> None:
        tried.append(step)
        raise MailboxError("away", "partie")

    job = reader(room, Inbox(strikes=away))
    for _ in range(3):
        assert asyncio.run(job.read()) == 0
    room.clock.forward(minutes=5)
    asyncio.run(job.read())

    assert tried == ["open", "open"]
