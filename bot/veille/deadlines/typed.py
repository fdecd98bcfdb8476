"""A deadline as people type it after a link: « 15 janvier 2027 à 12h, Appel à projets X »."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.errors import Refusal
from bot.french.dates import TypedEnd, read_end
from bot.veille.deadlines.rules import PAST_DEADLINE

TITLE = 200
"""Characters of a title."""

_EDGES = " \t\r\n\u00a0\u202f,;.:-–—•|/"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedDeadline:
    """What was typed: the end in UTC, None when there is none, and the title."""

    ends: datetime | None
    title: str


def read_deadline(text: str, now: datetime, zone: str, title: str = "") -> TypedDeadline:
    """Read a last day, or « permanent », then a title, `title` when none is typed.

    Raises DEADLINE_UNREAD, NO_DEADLINE_TITLE, LONG_DEADLINE_TITLE, PAST_DEADLINE, and WhenError
    for a day or an hour that does not exist, or whose words leave something open.
    """
    end = DEADLINE_UNREAD.unless(read_end(text, now, zone))
    _require_to_come(end, now)
    return TypedDeadline(ends=end.at, title=_title(end.rest, title))


def read_last_day(text: str, now: datetime, zone: str, unread: Refusal) -> datetime | None:
    """Read a last day and nothing else, None for « permanent ».

    Raises `unread` where there are other words, or no day; PAST_DEADLINE and WhenError.
    """
    end = read_end(text, now, zone)
    if end is None or end.rest.strip(_EDGES):
        raise unread()
    _require_to_come(end, now)
    return end.at


def _require_to_come(end: TypedEnd, now: datetime) -> None:
    if end.at is not None and end.at <= now:
        raise PAST_DEADLINE()


def _title(rest: str, default: str) -> str:
    title = " ".join(rest.split()).strip(_EDGES) or default
    if not any(character.isalnum() for character in title):
        raise NO_DEADLINE_TITLE()
    if len(title) > TITLE:
        raise LONG_DEADLINE_TITLE(length=len(title), most=TITLE)
    return title


DEADLINE_UNREAD = Refusal(
    "deadline unreadable",
    reply="Après le lien, donnez-moi la date limite, puis le titre. Par exemple : "
    "« 15 janvier 2027 à 12 h, Appel à projets Tiers-lieux », ou « permanent, Fonds d'équipement » "
    "si l'on peut candidater toute l'année.",
)

NO_DEADLINE_LINK = Refusal(
    "deadline without a link",
    reply="Il me manque le lien de l'appel, ou le numéro d'une échéance que je connais. Par "
    "exemple : `/veille échéance https://exemple.org/appel 15 janvier 2027 à 12 h, Appel à projets "
    "Tiers-lieux`",
)

NO_DEADLINE_TITLE = Refusal(
    "deadline without a title",
    reply="Il me manque le titre de l'appel, après la date. Par exemple : "
    "« 15 janvier 2027, Appel à projets Tiers-lieux ».",
)

LONG_DEADLINE_TITLE = Refusal(
    "deadline title of {length} characters",
    reply="Ce titre est un peu long : {length} caractères, pour {most} au plus. Gardez le nom de "
    "l'appel, le lien dira le reste.",
)
