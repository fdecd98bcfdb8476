"""The mails as pages, and as JSON for whoever plays on the sandbox."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sandbox.server.mail.mailbox import Mail
from sandbox.server.records import Json

TECHNICAL = (
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "List-Id",
    "Auto-Submitted",
    "Message-ID",
    "Return-Path",
    "Delivered-To",
)
"""The headers that mail programs and servers go by, in the order in which they are shown."""

_ZONE = ZoneInfo("Europe/Paris")
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_LINK = re.compile(r"https?://[^\s<>\"]+")
_ANCHOR = re.compile(r"<a(?=\s)", re.IGNORECASE)


def written_list(mails: list[Mail]) -> str:
    """Write the page of all mails."""
    return _PAGES.get_template("list.html.j2").render(mails=mails)


def written_mail(mail: Mail, *, sent: bool = False) -> str:
    """Write the page of one mail; `sent` after something was written back to it."""
    technical = [(name, mail.header(name)) for name in TECHNICAL if mail.header(name)]
    return _PAGES.get_template("mail.html.j2").render(mail=mail, technical=technical, sent=sent)


def framed(html: str) -> str:
    """Return a mail's HTML whose links open in a tab.

    They keep their own attributes behind ours: of two that have one name, HTML takes the first.
    """
    return _ANCHOR.sub('<a target="_blank" rel="noopener noreferrer"', html)


def summary(mail: Mail) -> Json:
    """Return what the list tells of a mail."""
    date = mail.date
    return {
        "number": mail.number,
        "to": mail.to,
        "subject": mail.subject,
        "date": date.isoformat() if date else None,
    }


def told(mail: Mail) -> Json:
    """Return all of a mail."""
    headers = {name: str(value) for name, value in mail.message.items()}
    return summary(mail) | {
        "headers": headers,
        "text": mail.text,
        "html": mail.html,
        "one_click": mail.one_click,
    }


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some of a plain text; `leads` for an address of the web."""

    text: str
    leads: bool = False


def _when(date: datetime | None) -> str:
    if date is None:
        return "sans date"
    here = date.astimezone(_ZONE)
    day = "1er" if here.day == 1 else str(here.day)
    return f"{day} {_MONTHS[here.month - 1]} {here.year}, {here.hour}\u00a0h\u00a0{here:%M}"


def _pieces(text: str) -> list[_Piece]:
    """Part a plain text between its addresses and the rest, in order."""
    pieces, end = [], 0
    for found in _LINK.finditer(text):
        url = found[0].rstrip(".,;:!?)")
        pieces += [_Piece(text[end : found.start()]), _Piece(url, leads=True)]
        end = found.start() + len(url)
    return [*pieces, _Piece(text[end:])]


_PAGES = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_PAGES.filters |= {"when": _when, "pieces": _pieces}
