"""Alternatives of a regex, put so that `re` tries few of them at each place of a text."""

from __future__ import annotations


def by_first_letter(alternatives: str) -> str:
    """Return a group of alternatives that start with one letter each time: `(?:c(?:af|nav)|m…)`.

    `re` tries each alternative at each place: of eighty words, some twenty letters are left, and
    the search takes a third of the time. What starts otherwise than with a letter is left alone,
    after the others, and so the order is kept only among those of one letter.
    """
    groups: dict[str, list[str]] = {}
    for alternative in _split(alternatives):
        first, second = alternative[:1], alternative[1:2]
        plain = first.isalpha() and second not in {"?", "*", "{"}
        groups.setdefault(first if plain else "", []).append(alternative)
    others = groups.pop("", [])
    grouped = [
        first + (f"(?:{'|'.join(one[1:] for one in words)})" if len(words) > 1 else words[0][1:])
        for first, words in groups.items()
    ]
    return f"(?:{'|'.join([*grouped, *others])})"


def _split(alternatives: str) -> list[str]:
    """Cut at the bars that stand in no bracket."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(alternatives):
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and depth == 0:
            parts.append(alternatives[start:place])
            start = place + 1
    return [*parts, alternatives[start:]]
