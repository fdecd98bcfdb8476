"""A message that came to the mailbox, as it is read: who it is for, what kind it is."""

from __future__ import annotations

import email
import email.policy
import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from email.utils import getaddresses

from bot.letter.mail.settings import BadMailLinkError, BoxUse, MailSettings

_LARGEST = 1_000_000
"""Bytes of a message that are read."""

_DEEPEST = 100
"""Parts of a message that are looked at."""

_RECIPIENTS = ("X-Original-To", "Delivered-To", "Envelope-To", "To", "Cc")
_SAME = ("Message-ID", "Date", "From", "Subject")


class UnreadableMailError(Exception):
    """A message made to break who reads it: parts in parts by the thousand."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message, known by its `digest` however often it comes; `handle` is whose address it is."""

    digest: str
    message: Message
    handle: str = ""
    use: BoxUse | None = None


def read_incoming(content: bytes, settings: MailSettings) -> Incoming:
    """Read a message. Raises UnreadableMailError."""
    content = content[:_LARGEST]
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        if sum(1 for _ in message.walk()) > _DEEPEST:
            raise UnreadableMailError
        handle, use = _address_of_ours(message, settings)
    except RecursionError as error:
        raise UnreadableMailError from error
    return Incoming(_digest(message, content), message, handle, use)


def digest_of(content: bytes) -> str:
    """Return what a message that cannot be read is known by."""
    return hashlib.sha256(content).hexdigest()


def _digest(message: Message, content: bytes) -> str:
    """Return what a message is known by: what its servers add on the way does not count."""
    _, _, body = content.replace(b"\r\n", b"\n").partition(b"\n\n")
    named = "\n".join(str(message.get(name, "")) for name in _SAME)
    return digest_of(named.encode("utf-8", "replace") + b"\n\n" + body)


def _address_of_ours(message: Message, settings: MailSettings) -> tuple[str, BoxUse | None]:
    for address in _addresses(message):
        with suppress(BadMailLinkError):
            return settings.written_to(address)
    return "", None


def _addresses(message: Message) -> Iterator[str]:
    """Yield the addresses that a message came to, those that its servers noted first."""
    for header in _RECIPIENTS:
        values = [str(each) for each in message.get_all(header, [])]
        yield from (address for _, address in getaddresses(values) if address)
