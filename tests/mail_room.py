"""A room whose letters leave by mail, and what stands for a mail server there."""

from __future__ import annotations

import asyncio
import email
import email.policy
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

from bot.letter import store as letters
from bot.letter.mail import mailing
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail.rules import AddressStatus, NotSentError
from bot.letter.mail.settings import MailSettings
from bot.letter.rules import Letter, LetterStatus
from bot.talk.command import Attached, Command, Via
from bot.talk.reply import Reply
from scheduler.mail import MailJob
from tests.room import LOIRE, Room, caller, open_room

OFFICE = MailSettings(
    key=b"0" * 32,
    sends=True,
    public="https://bot.example.org",
    sender="lettre@bot.example.org",
    box="rebonds@bot.example.org",
    trusted=frozenset({"loire.example.org"}),
)

HTML = (
    '<p dir="auto">Voici ce que nous avons vécu.</p><h2>Les réponses</h2><ul><li><p>'
    "<strong>n°\u00a01</strong> Qui prête une salle\u00a0?</p></li></ul>"
)


@dataclass
class Box:
    """A mail server of ours: it keeps what it accepts; `trouble` says what it refuses, and why."""

    kept: list[tuple[str, str, bytes]] = field(default_factory=list)
    trouble: Callable[[str], NotSentError | None] = lambda _to: None
    tried: list[str] = field(default_factory=list)
    closed: int = 0

    async def carry(self, content: bytes, *, sender: str, to: str) -> None:
        """Accept a message, or not."""
        self.tried.append(to)
        error = self.trouble(to)
        if error is not None:
            raise error
        self.kept.append((sender, to, content))

    async def close(self) -> None:
        """Count how often one took leave."""
        self.closed += 1

    @property
    def to(self) -> list[str]:
        """Who received something, in order."""
        return [to for _, to, _ in self.kept]

    @property
    def mails(self) -> list[EmailMessage]:
        """What was accepted, as its recipients read it."""
        return [read(content) for _, _, content in self.kept]


def read(content: bytes) -> EmailMessage:
    """Read a message as a mail program does."""
    found = email.message_from_bytes(content, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def body(mail: EmailMessage, kind: str = "plain") -> str:
    """Return the text of a mail, or its HTML."""
    part = mail.get_body((kind,))
    assert part is not None
    content = part.get_content()
    assert isinstance(content, str)
    return content.replace("\r\n", "\n")


def mail_room(folder: Path, office: MailSettings = OFFICE) -> Room:
    """Open a room that has a mail server and a public address."""
    return open_room(folder, reachable=True, office=office)


def postman(room: Room, box: Box, *, pace: float = 1e9) -> MailJob:
    """Make the job that sends, over this server."""
    return MailJob(room.database, room.bot, box, lambda: None, pace=pace)


def send(room: Room, box: Box) -> int:
    """Have what may leave now sent by a job that just started."""
    return asyncio.run(postman(room, box).send_due())


def publish(room: Room, *, html: str = HTML, text: str = "# La lettre\n\nVoici.") -> Letter:
    """Publish a letter and queue its mails, as its publication does."""
    now = room.clock.now
    published = Letter(
        network="loire",
        number=0,
        made_at=now,
        status=LetterStatus.PUBLISHED,
        published_at=now,
        due_at=now,
        title="La lettre de novembre",
        html=html,
        text=text,
    )
    letter = room.store(lambda db: letters.add(db, published))
    room.store(lambda db: mailing.queue(room.bot.context(db, LOIRE, now), letter))
    return letter


def links(text: str) -> list[str]:
    """Return the links to our own pages in a text, below the public address."""
    return [
        word.strip("<>").removeprefix(OFFICE.public)
        for word in text.split()
        if word.strip("<>").startswith(OFFICE.public)
    ]


def imports(room: Room, who: str, content: bytes, *, name: str = "liste.csv") -> Reply:
    """Send a file with the message that asks to import it."""
    return room.asks(
        Command(
            text="",
            network="loire",
            route="lettre importer",
            caller=caller(who),
            via=Via.DIRECT,
            channel="direct",
            post=f"post-{name}-{len(content)}-{room.clock.now.timestamp()}",
            attached=Attached(name=name, size=len(content), content=content),
        )
    )


def subscribe(room: Room, *addresses: str) -> None:
    """Have addresses of the network's own receive the letter."""
    imports(room, "amina", "\n".join(addresses).encode())


def standing(room: Room, address: str) -> AddressStatus | None:
    """Return where an address stands, None where it is not known."""
    known = room.store(lambda db: subscribers.at(db, "loire", address))
    return known.standing if known else None
