"""A deadline as people type it after a link: « 15 janvier 2027 à 12h, Appel à projets X »."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.core.errors import Refusal
from bot.core.patterns import lazy_pattern
from bot.french.dates import (
    RefusalReason,
    When,
    WhenError,
    read_when,
    require_clear,
    without_lead,
)
from bot.french.folding import fold
from bot.french.spoken import DAYS, long_day
from bot.veille.deadlines.hours import END_OF_DAY
from bot.veille.deadlines.mentions import mentions
from bot.veille.deadlines.rules import PAST_DEADLINE

TITLE = 200
"""Characters of a title."""

_DATE_WORDS = 9
"""Words of the longest date: « au vendredi 15 janvier 2027 à 18 h 30 »."""

_PERMANENT = lazy_pattern(
    r"\s*(?:permanente?|toute l['’]ann[eé]e|au fil de l['’]eau|sans date(?: limite)?)(?!\w)",
    re.IGNORECASE,
)
_MIDNIGHT = lazy_pattern(r"(?:à |a )?minuit\b", re.IGNORECASE)
_TAIL = lazy_pattern(
    r"[\s,(]{1,3}(?:inclus|compris|au plus tard|dernier d[eé]lai|dernier carat|maxi?(?:mum)?)"
    r"[\s,;:)]{0,3}$",
    re.IGNORECASE,
)
_EDGES = " \t\r\n\u00a0\u202f,;.:-–—•|/"
_NO_SUCH = frozenset(
    (
        RefusalReason.NO_SUCH_YEAR,
        RefusalReason.NO_SUCH_DAY,
        RefusalReason.NO_SUCH_WEEK,
        RefusalReason.NO_SUCH_MONTH,
        RefusalReason.NO_SUCH_HOUR,
        RefusalReason.MONTH_FIRST,
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedDeadline:
    """What was typed: the end in UTC, None when there is none, and the title."""

    ends: datetime | None
    title: str


def read_deadline(text: str, now: datetime, zone: str, title: str = "") -> TypedDeadline:
    """Read a date of our grammar, or « permanent », then a title, `title` when none is typed.

    Without an hour the day ends at 23:59 on an IANA zone's clock, and so it does at « minuit ».
    Raises DEADLINE_UNREAD, PAST_DEADLINE, WRONG_WEEKDAY, NO_DEADLINE_TITLE, and
    WhenError for a day or an hour that does not exist, or whose words leave something open.
    """
    permanent = _PERMANENT.match(text)
    if permanent:
        return TypedDeadline(ends=None, title=_title(text[permanent.end() :], title))
    typed = without_lead(text)
    ends, rest = _month_end(typed, now, zone) or _dated(typed, now, zone)
    if ends <= now:
        raise PAST_DEADLINE()
    return TypedDeadline(ends=ends, title=_title(rest, title))


def _dated(text: str, now: datetime, zone: str) -> tuple[datetime, str]:
    """Return the end that the longest run of first words says, and what follows them."""
    words = list(re.finditer(r"\S+", text[:_DATE_CHARACTERS]))[:_DATE_WORDS]
    refusal: WhenError | None = None
    for last in reversed(words):
        said = text[: last.end()]
        when = _whole(said, now, zone)
        if isinstance(when, When):
            weekday = when.typed.weekday
            if weekday not in {None, when.wall.weekday()}:
                named = DAYS[when.typed.weekday or 0]
                raise WRONG_WEEKDAY(named=named, day=long_day(when.wall.date()))
            return require_clear(when).start, text[last.end() :]
        if when and when.why in _NO_SUCH:
            refusal = when
    raise refusal or DEADLINE_UNREAD()


def _whole(said: str, now: datetime, zone: str) -> When | WhenError | None:
    """Read words that are a date and nothing else; its hour may be missing."""
    said = _MIDNIGHT.sub(_END, _TAIL.sub("", said))
    try:
        when = read_when(said, now=now, zone=zone)
    except WhenError as error:
        if error.why is not RefusalReason.NO_HOUR:
            return error
        when = read_when(f"{said} {_END}", now=now, zone=zone)
    return when if not when.rest and when.minutes is None else None


_DATE_CHARACTERS = 150
"""More are words of the title, or nothing that is a date."""

_END = END_OF_DAY.strftime("%Hh%M")


def _month_end(text: str, now: datetime, zone: str) -> tuple[datetime, str] | None:
    """Read « fin mars », which our grammar refuses: the last day of a month, or of the year."""
    folded = fold(text)
    if len(folded) != len(text) or not folded.removeprefix("la ").startswith("fin "):
        return None
    clocks = ZoneInfo(zone)
    for mention in mentions(folded)[:1]:
        day = mention.on(now.astimezone(clocks).date())
        if mention.start <= len("la ") and day:
            moment = datetime.combine(day, mention.at or END_OF_DAY, clocks)
            return moment.astimezone(UTC), text[mention.end :]
    return None


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

WRONG_WEEKDAY = Refusal(
    "weekday against date",
    reply="Vous écrivez « {named} », mais cette date tombe le {day}. Vérifiez le jour, puis "
    "redonnez-la-moi.",
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
