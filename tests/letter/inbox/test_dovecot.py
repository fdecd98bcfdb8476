"""A mailbox of a real Dovecot, read and emptied.

`COURROIE_TEST_IMAP` is its port; `.ci/run` starts one.
"""

from __future__ import annotations

import asyncio
import imaplib
import os
import sys
from asyncio.subprocess import create_subprocess_exec
from collections.abc import Callable, Sequence
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from bot.letter.inbox import reply_store as replies
from bot.letter.inbox.imap import ImapMailbox
from bot.letter.inbox.incoming import LARGEST
from bot.letter.inbox.rules import MailReply
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail.settings import ImapServer, MailboxError
from scheduler.inbox import InboxJob
from tests.inbox_room import handle, report
from tests.letter.mail.server import trust
from tests.mail_room import OFFICE, mail_room, standing, subscribe
from tests.room import Room
from tests.waiting import until

PORT = os.environ.get("COURROIE_TEST_IMAP", "")
ADDRESSES = ("louis@loire.example.org", "zoe@loire.example.org")

pytestmark = pytest.mark.skipif(not PORT, reason="needs a Dovecot: COURROIE_TEST_IMAP=port")


@pytest.fixture
def server(tmp_path: Path) -> ImapServer:
    """Return a mailbox of this test's own."""
    user = f"{os.getpid()}{tmp_path.name}{tmp_path.parent.name}".replace("_", "-").lower()
    return ImapServer(host="localhost", port=int(PORT or 0), username=user, password="secret")


def by_hand(server: ImapServer, does: Callable[[imaplib.IMAP4_SSL], object]) -> None:
    """Do something in the mailbox, as another program."""
    with imaplib.IMAP4_SSL(server.host, server.port, ssl_context=trust()) as imap:
        imap.login(server.username, server.password)
        does(imap)


def put(server: ImapServer, *contents: bytes) -> None:
    by_hand(server, lambda imap: [imap.append("INBOX", "", "", each) for each in contents])


def left(server: ImapServer, asked: str = "ALL") -> int:
    """Count the messages of the box, or those with a star."""
    found: list[bytes] = []

    def counts(imap: imaplib.IMAP4_SSL) -> None:
        imap.select()
        found.extend(imap.search(None, asked)[1])

    by_hand(server, counts)
    return len(found[0].split())


async def test_what_is_dealt_with_is_taken_out_and_the_rest_is_put_aside(
    server: ImapServer, tmp_path: Path
) -> None:
    room = await asyncio.to_thread(mail_room, tmp_path)
    await asyncio.to_thread(subscribe, room, *ADDRESSES)
    gone, full = (OFFICE.return_address(handle(room, each)) for each in ADDRESSES)
    heavy = b"To: x@y.fr\r\n\r\n" + b"a (b {12}\r\n" * (3 * LARGEST // 11)
    put(server, report(gone), b"Subject: a (\r\n\r\n* 1 FETCH (\r\n", report(full, "5.2.2"), heavy)
    job = InboxJob(room.database, room.bot, ImapMailbox(server, trust=trust).opened, lambda: None)

    assert await job.read() == 4
    assert await job.read() == 0

    assert standing(room, ADDRESSES[0]) is None
    known = room.store(lambda db: subscribers.at(db, "loire", ADDRESSES[1]))
    assert known is not None
    assert known.trouble == "boîte pleine"
    assert (left(server), left(server, "FLAGGED")) == (2, 2)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"password": "faux"}, "identifiant refusé"),
        ({"port": 1}, "ne répond pas"),
        ({"tls": False}, "ne répond pas"),
    ],
)
async def test_a_box_that_does_not_open_says_why(
    server: ImapServer, changes: dict[str, object], told: str
) -> None:
    broken = replace(server, **changes)  # type: ignore[arg-type]
    box = ImapMailbox(broken, trust=trust, time_limit=5)

    with pytest.raises(MailboxError) as error:
        async with box.opened():
            pass

    assert told in error.value.reason


async def test_a_certificate_that_nobody_signed_is_refused(server: ImapServer) -> None:
    with pytest.raises(MailboxError) as error:
        async with ImapMailbox(server).opened():
            pass

    assert "chiffrée" in error.value.reason


def letters_back(room: Room) -> list[bytes]:
    """Return replies, a report and what is not for us, as many mail programs send them."""
    replies_to = [OFFICE.reply_address(handle(room, each)) for each in ADDRESSES]
    sent = []
    for number in range(24):
        made = EmailMessage()
        made["From"] = "Zoé Martin <zoe@loire.example.org>"
        made["To"] = replies_to[number % 2]
        made["Message-ID"] = f"<{number}@loire.example.org>"
        made.set_content(
            f"Réponse {number}.\n\nLe 2 nov. 2026, Loire <l@b.fr> a écrit :\n> Bonjour"
        )
        sent.append(made.as_bytes())
    full = report(OFFICE.return_address(handle(room, ADDRESSES[1])), "5.2.2")
    return [*sent[:12], full, b"To: x@y.fr\r\n\r\nUne publicite.\r\n", *sent[12:]]


def each_once(room: Room, server: ImapServer) -> None:
    """Check that all was dealt with once, and that the box has nothing but what is for people."""
    known = room.store(lambda db: subscribers.at(db, "loire", ADDRESSES[1]))
    assert sorted(each.text for each in kept_in(room)) == sorted(
        f"Réponse {each}." for each in range(24)
    )
    assert known is not None
    assert known.failures == 1
    assert (left(server), left(server, "FLAGGED")) == (1, 1)


@pytest.mark.long
async def test_a_reader_killed_at_any_moment_loses_nothing_and_doubles_nothing(
    server: ImapServer, tmp_path: Path
) -> None:
    room = await asyncio.to_thread(mail_room, tmp_path)
    await asyncio.to_thread(subscribe, room, *ADDRESSES)
    put(server, *letters_back(room))
    read = ("-m", "tests.letter.inbox.reader", str(tmp_path / "room.db"), PORT, server.username)

    for least in (1, 9, 17):
        process = await create_subprocess_exec(sys.executable, *read)
        await until(lambda least=least: len(kept_in(room)) >= least)  # type: ignore[misc]
        process.kill()
        await process.wait()
    assert await (await create_subprocess_exec(sys.executable, *read)).wait() == 0

    await asyncio.to_thread(each_once, room, server)


async def test_two_readers_of_one_box_deal_with_each_message_once(
    server: ImapServer, tmp_path: Path
) -> None:
    room = await asyncio.to_thread(mail_room, tmp_path)
    await asyncio.to_thread(subscribe, room, *ADDRESSES)
    put(server, *letters_back(room))
    opened = ImapMailbox(server, trust=trust).opened
    jobs = [InboxJob(room.database, room.bot, opened, lambda: None) for _ in range(2)]

    await asyncio.gather(*(each.read() for each in jobs))

    await asyncio.to_thread(each_once, room, server)


def kept_in(room: Room) -> Sequence[MailReply]:
    return room.store(lambda db: replies.waiting(db, "loire"))
