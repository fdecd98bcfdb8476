"""Reading what people type of a date poll: its dates, and until when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.core.patterns import lazy_pattern

_BETWEEN_DATES = lazy_pattern(r"[;\n]|\bou\b(?:\s+bien\b)?", re.IGNORECASE)
_BULLET = lazy_pattern(r"^\s*(?:[-*•–—]|\d{1,2}[.)])\s+")
_UNTIL = lazy_pattern(
    r"^(?P<dates>.*[\s,;(.])jusqu['’]?\s?(?:au|aux|à|a)\b(?P<until>[^;\n]+)$",
    re.IGNORECASE | re.DOTALL,
)
_ANSWERS = lazy_pattern(r"\b(?:r[ée]ponses?|votes?|ouvert)$", re.IGNORECASE)
_JOINS = " \t\r\n\u00a0\u202f,;.("
_EDGES = " \t,.:"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPoll:
    """A poll as it is typed: each date's words, and until when, empty if it is not said."""

    dates: tuple[str, ...]
    until: str = ""


def split_dates(text: str) -> tuple[str, ...]:
    """Cut « jeudi 3 décembre 14h ; mardi 8 à 9h30 ou … » into dates; lines make dates too."""
    pieces = (_BULLET.sub("", each).strip(_EDGES) for each in _BETWEEN_DATES.split(text))
    return tuple(each for each in pieces if each)


def until_last(text: str) -> TypedPoll | None:
    """Read « …, jusqu'au 25 novembre » at the end; None when nothing of the kind ends the text.

    What it says may also be the end of the last date (« de 14h jusqu'à 16h »): only a day tells.
    """
    found = _UNTIL.match(text.rstrip().removesuffix(")"))
    if found is None:
        return None
    dates = _ANSWERS.sub("", found["dates"].rstrip(_JOINS)).rstrip(_JOINS)
    return TypedPoll(dates=split_dates(dates), until=found["until"].strip(_EDGES))
