"""Tables of words, as they are looked for in a folded text.

In a table, words are apart by « | » or by lines; each is whole, unless « * » leaves its end open.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_QUANTIFIERS = ("?", "*", "+", "{")


def any_of(words: str, *patterns: str) -> re.Pattern[str]:
    """Return what finds any word of a table, or any other pattern.

    Words are grouped by their first letter: those of others are never tried.
    """
    each = (word.strip() for line in words.splitlines() for word in line.split(" | "))
    by_letter: dict[str, list[str]] = {}
    for word in filter(None, each):
        whole = word.removesuffix("*") + ("" if word.endswith("*") else r"\b")
        for letter, rest in _by_letter(whole).items():
            by_letter.setdefault(letter, []).append(rest)
    groups = (
        f"{letter}(?:{'|'.join(ends)})" if letter else "|".join(ends)
        for letter, ends in by_letter.items()
    )
    return re.compile("|".join((rf"\b(?:{'|'.join(groups)})", *patterns)))


def _by_letter(word: str) -> Mapping[str, str]:
    """Return what follows each letter that a word may begin with; under "" if it cannot be told.

    « (?:sera|seront|est) lu » begins with « s », then « e »: (?:era|eront) lu, (?:st) lu.
    """
    if len([*_parted(word)]) > 1:
        return {"": word}
    first, after = [word], ""
    if word.startswith("(?:"):
        end = _closes(word)
        first, after = [*_parted(word[len("(?:") : end])], word[end + 1 :]
    plain = all(each[:1].islower() and not each[1:].startswith(_QUANTIFIERS) for each in first)
    if not plain or after.startswith(_QUANTIFIERS) or _SIGN_IN_CLASS.search(word):
        return {"": word}
    rests: dict[str, list[str]] = {}
    for each in first:
        rests.setdefault(each[0], []).append(each[1:])
    return {letter: f"(?:{'|'.join(ends)}){after}" for letter, ends in rests.items()}


_SIGN_IN_CLASS = re.compile(r"\[[^\]]*[()|]|\\[()|]")


def _closes(word: str) -> int:
    """Return where the group that a word begins with ends."""
    depth = 0
    for place, sign in enumerate(word):
        depth += (sign == "(") - (sign == ")")
        if not depth:
            return place
    return len(word)


def _parted(words: str) -> Iterator[str]:
    """Give the alternatives of a pattern, those within its groups left whole."""
    depth = start = 0
    for place, sign in enumerate(words):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            yield words[start:place]
            start = place + 1
    yield words[start:]
