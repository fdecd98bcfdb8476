"""What rules find of personal data: shapes, from a phone number to « Mme X », and usual words.

Numbers with a check digit are checked; the others are told by the words before them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from bot.french.personal.addresses import addresses
from bot.french.personal.banking import keyed_numbers
from bot.french.personal.births import births
from bot.french.personal.emails import emails
from bot.french.personal.kinds import FoundData
from bot.french.personal.names import full_names
from bot.french.personal.passwords import secrets
from bot.french.personal.phones import phones
from bot.french.personal.profiles import PROFILE, profiles
from bot.french.personal.reading import PlainText
from bot.french.personal.records import far_files, files, papers
from bot.french.personal.titles import titled_names

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
