"""A day by which something is to be done, typed where nothing can be asked before it is kept."""

from __future__ import annotations

import re

from bot.core.patterns import lazy_pattern
from bot.french.dates.reading import When
from bot.french.dates.refusals import RefusalReason, WhenError

_LEAD = lazy_pattern(
    r"\s*(?:(?:date limite|cl[oô]ture|d[eé]lai)\s?:?\s?)?"
    r"(?:jusqu['’]?\s?(?:au|[àa]|en)?|avant|d['’]ici(?: au| [àa])?|au plus tard|pour|d[eè]s)?"
    r"(?:\s?le)?(?![\w'’-])[\s:]*",
    re.IGNORECASE,
)


def without_lead(text: str) -> str:
    """Return what follows « avant le », « d'ici », « jusqu'au »: the day itself, that day included.

    These words make a limit of a day; before a meeting they make it vague.
    """
    lead = _LEAD.match(text)
    return text[lead.end() :] if lead else text


def require_clear(when: When) -> When:
    """Return a date whose words leave nothing open; raise WhenError with the first question."""
    if when.typed.asked:
        raise WhenError(RefusalReason.DOUBTFUL, when.typed.asked[0].sentence)
    return when
