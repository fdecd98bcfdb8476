"""A mailbox of our own, and the job that reads it in a room."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage, Message
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from bot.letter.inbox.imap import OpenMailbox
from bot.letter.mail import subscriber_store as subscribers
from scheduler.inbox import InboxJob
from tests.mail_room import OFFICE
from tests.room import Room


@dataclass
class Inbox(OpenMailbox):
    """A mailbox that is held in memory; `strikes` is called before each step, and may raise."""

    messages: dict[str, bytes] = field(default_factory=dict)
    aside: list[bytes] = field(default_factory=list)
    strikes: Callable[[str], None] = lambda _step: None

    def put(self, *contents: bytes) -> None:
        """Have messages come."""
        for content in contents:
            self.messages[str(len(self.messages) + len(self.aside) + 1)] = content

    @asynccontextmanager
    async def opened(self) -> AsyncIterator[Inbox]:
        """Open it."""
        self.strikes("open")
        yield self

    async def waiting(self) -> Sequence[str]:
        """Return the messages that are in the box."""
        self.strikes("wait")
        return [*self.messages]

    async def fetch(self, uid: str) -> bytes:
        """Return a message."""
        self.strikes("fetch")
        return self.messages.get(uid, b"")

    async def remove(self, uid: str) -> None:
        """Take a message out."""
        self.strikes("remove")
        del self.messages[uid]

    async def leave(self, uid: str) -> None:
        """Leave a message to people."""
        self.strikes("leave")
        self.aside.append(self.messages.pop(uid))


def reader(room: Room, box: Inbox) -> InboxJob:
    """Return a job that reads a box, as one that just started."""
    return InboxJob(room.database, room.bot, box.opened, lambda: None)


def comes(room: Room, *contents: bytes) -> Inbox:
    """Have messages come, and be read."""
    box = Inbox()
    box.put(*contents)
    assert asyncio.run(reader(room, box).read()) == len(contents)
    return box


def handle(room: Room, address: str) -> str:
    """Return what names a subscriber."""
    known = room.store(lambda db: subscribers.at(db, "loire", address))
    assert known is not None
    return known.handle


def report(to: str, status: str = "5.1.1", action: str = "failed", *, header: str = "To") -> bytes:
    """Return a delivery report, as servers write them."""
    made = MIMEMultipart("report", report_type="delivery-status")
    made[header] = to
    made["From"] = "MAILER-DAEMON@ailleurs.example"
    made.attach(MIMEText("I'm sorry to have to inform you…", "plain", "utf-8"))
    whole = Message()
    whole["Reporting-MTA"] = "dns; mx.ailleurs.example"
    one = Message()
    one["Final-Recipient"] = "rfc822; someone@else.example"
    one["Action"] = action
    one["Status"] = status
    status_part = MIMEMessage(Message(), "delivery-status")
    status_part.set_payload([whole, one])
    made.attach(status_part)
    return made.as_bytes()


def leaving(handle_: str) -> bytes:
    """Return a mail that asks to be left alone."""
    mail = EmailMessage()
    mail["To"] = OFFICE.leave_address(handle_)
    mail.set_content("Merci")
    return mail.as_bytes()
