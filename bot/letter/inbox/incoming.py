"""A message that came to the mailbox, as it is read: who it is for, what came back.

Anyone may write to our addresses, so that only their sealed tag is believed (see MailSettings).
"""

from __future__ import annotations

import email
import hashlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message
from email.policy import Compat32
from email.utils import getaddresses

from bot.letter.inbox.mail_text import links_of
from bot.letter.mail.rules import ServerRefusal, refusal
from bot.letter.mail.settings import BadMailLinkError, BoxUse, MailSettings

LARGEST = 1_000_000
"""Bytes of a message that are read: what people write, and what servers report, comes first."""

_HEADER = 2_000
"""Characters of a header that are read: on longer ones the standard library takes minutes."""

_DEEPEST = 100
"""Parts of a message that are looked at."""

_BOUNDARIES = 30
"""Parts made of parts, at most: the standard library looks for the end of each at every line."""

_RECIPIENTS = ("X-Original-To", "Delivered-To", "Envelope-To", "To", "Cc")
_SAME = ("Message-ID", "Date", "From", "Subject")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A message, known by its `digest` by whatever way it comes; `handle` is whose address it is.

    Without a `use` it is not for us.
    """

    digest: str
    message: Message
    handle: str = ""
    use: BoxUse | None = None


class _Headers(Compat32):
    """Cuts what no mail program writes."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Read a header, no further than people's go; some programs write accents as they are."""
        name, value = super().header_source_parse(sourcelines)
        raw = value[:_HEADER].encode("ascii", "surrogateescape")
        try:
            return name, raw.decode()
        except UnicodeDecodeError:
            return name, raw.decode("cp1252", "replace")


def read_incoming(content: bytes, settings: MailSettings) -> Incoming:
    """Read a message; what is made to break who reads it is for nobody.

    It may take seconds: this is done in no transaction.
    """
    content = content[:LARGEST]
    if content.lower().count(b"boundary") > _BOUNDARIES:
        return Incoming("", Message())
    with suppress(RecursionError):
        message = email.message_from_bytes(content, policy=_Headers())
        if sum(1 for _ in message.walk()) <= _DEEPEST:
            named = "\n".join(str(message.get(name, "")) for name in _SAME).encode(errors="replace")
            body = content.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
            digest = hashlib.sha256(named + b"\n\n" + body).hexdigest()
            for address in _addresses(message):
                with suppress(BadMailLinkError):
                    handle, use = settings.written_to(address)
                    links_of(message)  # what follows finds it read
                    return Incoming(digest, message, handle, use)
            return Incoming(digest, message)
    return Incoming("", Message())


def read_returned(message: Message) -> ServerRefusal | None:
    """Read a delivery report (RFC 3464): the first recipient it says was not reached, if any.

    Ours are for one each, whom the address that it came to says: anyone may write a report.
    """
    if message.get_content_type() != "multipart/report":
        return None
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for fields in part.get_payload():
                if not isinstance(fields, Message):
                    continue
                if str(fields.get("Action", "")).strip().lower() == "failed":
                    status = str(fields.get("Status", "")).strip()
                    code = int(status[0]) * 100 if status[:1] in {"4", "5"} else 0
                    return refusal(code, status)
    return None


def _addresses(message: Message) -> Iterator[str]:
    """Yield the addresses that a message came to, those that its servers noted first."""
    for header in _RECIPIENTS:
        values = [str(each) for each in message.get_all(header, [])]
        yield from (address for _, address in getaddresses(values) if address)
