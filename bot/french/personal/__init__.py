"""Personal data in a French text: what was seen, where, and how to say it without.

Only shapes are read, from a phone number to « Mme X »; nothing leaves the function, and nothing
is kept. Numbers with a check digit are checked; the others are told by the words before them.
"""

# mypy: implicit-reexport

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from bot.french.personal.addresses import addresses
from bot.french.personal.banking import keyed_numbers
from bot.french.personal.births import births
from bot.french.personal.emails import emails
from bot.french.personal.kinds import DataKind, FoundData
from bot.french.personal.names import full_names
from bot.french.personal.passwords import secrets
from bot.french.personal.phones import phones
from bot.french.personal.profiles import PROFILE, profiles
from bot.french.personal.reading import PlainText
from bot.french.personal.records import far_files, files, papers
from bot.french.personal.titles import titled_names
from bot.french.personal.weighing import weighed

_DETECTORS: tuple[Callable[[str], Iterator[FoundData]], ...] = (
    profiles,
    emails,
    keyed_numbers,
    secrets,
    papers,
    files,
    births,
    phones,
    far_files,
    addresses,
    titled_names,
    full_names,
)
"""In this order: of two that claim the same characters, the first is the surer."""

_WANT_A_DIGIT = frozenset({keyed_numbers, papers, files, births, phones, far_files})
"""Not asked of a text without any digit: eleven questions in twelve have none."""


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


def read(text: str) -> PlainText:
    """Return a text as the detectors read it."""
    return PlainText.of(text, but=PROFILE).in_digits()


def by_rules(plain: str) -> Sequence[FoundData]:
    """Return what rules find in a plain text, in reading order, without overlaps."""
    taken = bytearray(len(plain))
    kept = []
    digits = _DIGIT.search(plain) is not None
    for detector in _DETECTORS:
        if detector in _WANT_A_DIGIT and not digits:
            continue
        for found in detector(plain):
            if not any(taken[found.start : found.end]):
                taken[found.start : found.end] = b"\x01" * (found.end - found.start)
                kept.append(found)
    return sorted(kept, key=lambda found: found.start)


_DIGIT = re.compile(r"\d", re.ASCII)


def masked(text: str, found: Iterable[FoundData]) -> str:
    """Return the text with each span replaced by a word in brackets: « [téléphone] »."""
    parts, place = [], 0
    for one in sorted(found, key=lambda one: one.start):
        parts += [text[place : one.start], f"[{one.kind.mask}]"]
        place = one.end
    return "".join([*parts, text[place:]])
