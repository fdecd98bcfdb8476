"""The mails that were caught: one file each in the sandbox's folder, the newest kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import make_msgid, parsedate_to_datetime
from pathlib import Path

KEPT = 200
"""Mails; beyond, the oldest go."""


class NoSuchMailError(LookupError):
    """No mail has this number, or it is no longer kept."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that was caught, as a mail program reads it."""

    number: int
    message: EmailMessage

    @property
    def sender(self) -> str:
        """Who it says it is from."""
        return self.header("From")

    @property
    def to(self) -> str:
        """Who it says it is for."""
        return self.header("To")

    @property
    def subject(self) -> str:
        """Its subject, on one line."""
        return self.header("Subject")

    @property
    def date(self) -> datetime | None:
        """When it was written, in UTC; None when it does not say so."""
        try:
            return parsedate_to_datetime(self.header("Date")).astimezone(UTC)
        except ValueError:
            return None

    @property
    def text(self) -> str:
        """Its text part, "" without one."""
        return self._part("plain")

    @property
    def html(self) -> str:
        """Its HTML part, "" without one."""
        return self._part("html")

    @property
    def one_click(self) -> str:
        """Where one click unsubscribes (RFC 8058), "" when it offers none."""
        if self.header("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click":
            return ""
        offered = (each.strip(" <>") for each in self.header("List-Unsubscribe").split(","))
        return next((each for each in offered if each.startswith(("http://", "https://"))), "")

    def header(self, name: str) -> str:
        """Return a header, decoded; "" without it."""
        return str(self.message.get(name, ""))

    def _part(self, kind: str) -> str:
        part = self.message.get_body((kind,))
        return str(part.get_content()).replace("\r\n", "\n") if part is not None else ""


class Mailbox:
    """What was caught, in a folder that is made when the first mail comes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes, *, sender: str, to: Sequence[str]) -> int:
        """Keep a mail with its envelope, as a mail server delivers it; return its number."""
        numbers = self.numbers()
        number = numbers[-1] + 1 if numbers else 1
        envelope = EmailMessage(policy=SMTP)
        envelope["Return-Path"] = f"<{sender}>"
        envelope["Delivered-To"] = ", ".join(to)
        self._folder.mkdir(parents=True, exist_ok=True)
        self._path(number).write_bytes(envelope.as_bytes().removesuffix(b"\r\n") + content)
        for old in [*numbers, number][:-KEPT]:
            self._path(old).unlink(missing_ok=True)
        return number

    def put(self, content: bytes) -> int:
        """Keep a mail as it is; return its number."""
        number = max(self.numbers(), default=0) + 1
        self._folder.mkdir(parents=True, exist_ok=True)
        self._path(number).write_bytes(content)
        return number

    def drop(self, number: int) -> None:
        """Take one out."""
        self._path(number).unlink(missing_ok=True)

    def content(self, number: int) -> bytes:
        """Return one as it came. Raises NoSuchMailError."""
        try:
            return self._path(number).read_bytes()
        except FileNotFoundError:
            raise NoSuchMailError(number) from None

    def all(self) -> list[Mail]:
        """Return the mails that are kept, newest first."""
        return [self.get(each) for each in reversed(self.numbers())]

    def get(self, number: int) -> Mail:
        """Return one. Raises NoSuchMailError."""
        content = self.content(number)
        return Mail(number, message_from_bytes(content, EmailMessage, policy=default))

    def numbers(self) -> list[int]:
        """Return the numbers of the mails that are kept, oldest first."""
        return sorted(int(each.stem) for each in self._folder.glob("*.eml"))

    def _path(self, number: int) -> Path:
        return self._folder / f"{number}.eml"


def reply(mail: Mail, text: str) -> bytes:
    """Return what someone writes back to a mail, as a mail program sends it."""
    message = EmailMessage(policy=SMTP)
    message["From"] = mail.to
    message["To"] = mail.header("Reply-To") or mail.sender
    message["Subject"] = f"Re: {mail.subject}"
    message["In-Reply-To"] = mail.header("Message-ID")
    message["Message-ID"] = make_msgid(domain="boite.exemple.fr")
    message["Date"] = datetime.now(UTC)
    quoted = "\n".join(f"> {line}" for line in mail.text.splitlines())
    message.set_content(f"{text}\n\nLe {message['Date']}, {mail.sender} a écrit :\n{quoted}\n")
    return message.as_bytes()
