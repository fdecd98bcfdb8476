"""Personal data in a French text: what was seen, where, and how to say it without.

Rules propose (`rules`), weights decide (`weighing`); nothing leaves the function, and nothing is
kept.
"""

# mypy: implicit-reexport

from __future__ import annotations

from collections.abc import Iterable

from bot.french.personal.kinds import DataKind, FoundData
from bot.french.personal.rules import by_rules, read
from bot.french.personal.weighing import weighed


def personal_data(text: str) -> tuple[FoundData, ...]:
    """Return what looks like personal data, in reading order, without overlaps.

    Rules propose, and what they found is weighed with all the words of the text: some of it is
    left, and more is seen, which is doubtful. The time taken grows with the text's length only:
    every repetition is bounded.
    """
    reading = read(text)
    found = weighed(reading.plain, by_rules(reading.plain))
    return tuple(
        FoundData(each.kind, *reading.span(each.start, each.end), each.sure) for each in found
    )


def masked(text: str, found: Iterable[FoundData]) -> str:
    """Return the text with each span replaced by a word in brackets: « [téléphone] »."""
    parts, place = [], 0
    for one in sorted(found, key=lambda one: one.start):
        parts += [text[place : one.start], f"[{one.kind.mask}]"]
        place = one.end
    return "".join([*parts, text[place:]])
