"""Alternatives of a regex, put so that `re` tries few of them at each place of a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.core.patterns import lazy_pattern


def by_first_letter(alternatives: str) -> str:
    """Return a group of alternatives that start with one letter each time: `(?:c(?:af|nav)|m…)`.

    `re` tries each alternative at each place: of eighty words, some twenty letters are left, and
    the search takes a third of the time. What starts otherwise than with a lower-case letter is
    left alone, after the others; the order is kept only among those of one letter.
    """
    by_letter: dict[str, list[str]] = {}
    for alternative in _parted(alternatives):
        for letter, rest in _by_letter(alternative).items():
            by_letter.setdefault(letter, []).append(rest)
    others = by_letter.pop("", [])
    grouped = [letter + _either(rests) for letter, rests in by_letter.items()]
    return f"(?:{'|'.join([*grouped, *others])})"


def _by_letter(alternative: str) -> Mapping[str, str]:
    """Return what follows each letter that it may begin with; under "" if that cannot be told.

    « (?:sera|seront|est) lu » begins with « s », then « e »: (?:era|eront) lu, st lu.
    """
    first, after = [alternative], ""
    if alternative.startswith("(?:"):
        end = _closes(alternative)
        first, after = [*_parted(alternative[len("(?:") : end])], alternative[end + 1 :]
    plain = all(each[:1].islower() and not each[1:].startswith(_QUANTIFIERS) for each in first)
    if not plain or after.startswith(_QUANTIFIERS) or _SIGN_IN_CLASS.search(alternative):
        return {"": alternative}
    rests: dict[str, list[str]] = {}
    for each in first:
        rests.setdefault(each[0], []).append(each[1:])
    return {letter: _either(ends) + after for letter, ends in rests.items()}


_QUANTIFIERS = ("?", "*", "+", "{")
_SIGN_IN_CLASS = lazy_pattern(r"\[[^\]]*[()|]|\\[()|]")


def _either(ends: list[str]) -> str:
    return ends[0] if len(ends) == 1 else f"(?:{'|'.join(ends)})"


def _closes(alternative: str) -> int:
    """Return where the group that it begins with ends."""
    depth = 0
    for place, sign in enumerate(alternative):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return place
    return len(alternative)


def _parted(alternatives: str) -> Iterator[str]:
    """Cut at the bars that stand in no group."""
    depth = start = 0
    for place, sign in enumerate(alternatives):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            yield alternatives[start:place]
            start = place + 1
    yield alternatives[start:]
