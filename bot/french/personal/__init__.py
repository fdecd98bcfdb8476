"""Personal data in a French text: what was seen, where, and how to say it without.

Shapes propose (`shapes`), weights decide (`weighing`); nothing leaves the function, and nothing is
kept.
"""

# mypy: implicit-reexport

from __future__ import annotations

from collections.abc import Iterable

from bot.french.personal.kinds import DataKind, FoundData


def personal_data(text: str) -> tuple[FoundData, ...]:
    """Return what looks like personal data, in reading order, without overlaps.

    The time taken grows with the text's length only: every repetition is bounded.
    """
    # Lists of words, patterns, weights: loaded by the first text, not by the start.
    from bot.french.personal.weighing import read, weighed  # noqa: PLC0415

    reading = read(text)
    return tuple(
        FoundData(each.kind, *reading.span(each.start, each.end), each.sure)
        for each in weighed(reading.plain)
    )


def masked(text: str, found: Iterable[FoundData]) -> str:
    """Return the text with each span replaced by a word in brackets: « [téléphone] »."""
    parts, place = [], 0
    for one in sorted(found, key=lambda one: one.start):
        parts += [text[place : one.start], f"[{one.kind.mask}]"]
        place = one.end
    return "".join([*parts, text[place:]])
