"""What comes back of our mails: delivery reports (RFC 3464), and who asks by mail to be left alone.

Anyone may write to a return address, so that only its sealed tag is believed (see PostOffice): the
rest of a message says what happened, never to whom. Out-of-office answers, and whatever else is no
report, are nothing.
"""

from __future__ import annotations

import email
import email.policy
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from email.utils import getaddresses
from enum import Enum

from bot.letter.mail.rules import Blame, refusal
from bot.letter.mail.settings import BadMailLinkError, MailSettings

_LARGEST = 1_000_000
"""Bytes of a message that are read: what matters of a report comes first."""

_RECIPIENTS = ("X-Original-To", "Delivered-To", "Envelope-To", "To", "Cc")


class Came(Enum):
    """What came back."""

    FOR_GOOD = "for good"
    FOR_NOW = "for now"
    LEAVING = "leaving"


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back of a subscriber's mail, by their handle; `reason` in French."""

    handle: str
    came: Came
    reason: str = ""


def read_returned(content: bytes, settings: MailSettings) -> Returned | None:
    """Read a message that came to our return address; None when it tells nothing of anyone."""
    try:
        return _read(
            email.message_from_bytes(content[:_LARGEST], policy=email.policy.compat32), settings
        )
    except RecursionError:  # parts in parts or brackets in brackets, by the thousand: no report
        return None


def _read(message: Message, settings: MailSettings) -> Returned | None:
    for address in _addresses(message):
        with suppress(BadMailLinkError):
            handle, leaving = settings.written_to(address)
            return Returned(handle, Came.LEAVING) if leaving else _reported(message, handle)
    return None


def _addresses(message: Message) -> Iterator[str]:
    """Yield the addresses that a message came to, those that its servers noted first."""
    for header in _RECIPIENTS:
        values = [str(each) for each in message.get_all(header, [])]
        yield from (address for _, address in getaddresses(values) if address)


def _reported(message: Message, handle: str) -> Returned | None:
    """Read a report: the first recipient it says was not reached; ours are for one each."""
    if message.get_content_type() != "multipart/report":
        return None
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for fields in part.get_payload():
            if not isinstance(fields, Message):
                continue
            if str(fields.get("Action", "")).strip().lower() == "failed":
                return _failed(handle, fields)
    return None


def _failed(handle: str, fields: Message) -> Returned:
    status = str(fields.get("Status", "")).strip()
    found = refusal(int(status[0]) * 100 if status[:1] in {"4", "5"} else 0, status)
    came = Came.FOR_GOOD if found.blame is Blame.ADDRESS else Came.FOR_NOW
    return Returned(handle, came, found.reason)
