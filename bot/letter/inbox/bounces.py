"""What came back of a mail of ours: delivery reports (RFC 3464).

Anyone may write to a return address, so that only its sealed tag is believed (see MailSettings):
the rest of a message says what happened, never to whom. Out-of-office answers, and whatever else is
no report, are nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from enum import Enum

from bot.letter.mail.rules import Blame, refusal


class Came(Enum):
    """What came back."""

    FOR_GOOD = "for good"
    FOR_NOW = "for now"


@dataclass(frozen=True, slots=True)
class Returned:
    """What came back of a subscriber's mail; `reason` in French."""

    came: Came
    reason: str = ""


def read_returned(message: Message) -> Returned | None:
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
                return _failed(fields)
    return None


def _failed(fields: Message) -> Returned:
    status = str(fields.get("Status", "")).strip()
    found = refusal(int(status[0]) * 100 if status[:1] in {"4", "5"} else 0, status)
    return Returned(Came.FOR_GOOD if found.blame is Blame.ADDRESS else Came.FOR_NOW, found.reason)
