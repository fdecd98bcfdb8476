"""Whether a message calls us: by our name first, perhaps after a greeting; or by it anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from itertools import islice

from bot.core.patterns import lazy_pattern

_ALL = r"(?:à\s+)?tou(?:s|tes)"
_GREETING = (
    rf"(?:bonjour|bonsoir|salut|coucou|hello)\b(?:\s+(?:{_ALL}(?:\s+et\s+{_ALL})?|le réseau))?\b"
)
_SIGN = r":\w+:"
_QUIET = r"(?:[^\w@>`:]|:(?!\w))*+"
"""Punctuation, emoji; not the marks of a quotation or of code. It never gives back what it took:
a long message costs no more than its length."""


def said_to(name: str, message: str, knows: Callable[[str], bool]) -> str | None:
    """Return what follows our name where a message starts with it; None where it does not.

    A greeting or a sign may come first, if what follows is a command: `knows` tells.
    """
    called = _calls(name).match(message)
    if called is None:
        return None
    text = message[called.end() :]
    return text if not called["before"] or knows(text) else None


def without_name(name: str, message: str) -> str | None:
    """Return what a message says without our name, which is anywhere in it; None where it is not.

    « Bonjour @courroie, qui connaît… ? » says « Bonjour, qui connaît… ? »; « demandez à @courroie »
    or « ce que @courroie sait » needs the name, but not its sign. What is quoted, or code, calls
    nobody. Our bare name calls us where a message begins with it: « courroie tu peux demander… »,
    and not « courroie de transmission ».
    """
    shown = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), message)
    said, end = [], 0
    for found in islice(_named(name).finditer(shown), _NAMES):
        before = message[end : found.start()]
        if _NEEDS_IT.search(before[-_LONGEST_BEFORE:]):
            said.append(before + (found["name"] or found["bare"]))
        else:
            goes_on = _GOES_ON.match(message, found.end())
            said.append(before.rstrip() if goes_on else before.rstrip(" ,\u00a0\n"))
        end = found.end()
    words = "".join((*said, message[end:])).strip(" ,:\n\u00a0")
    return words if said and words else None


_QUOTED = lazy_pattern(r"^[ \t]*+>[^\n]*|`[^`]*`", re.MULTILINE)
_NEEDS_IT = lazy_pattern(
    r"(?:^|\W)(?:à|de|par|avec|sans|chez|pour|sur|selon|et|ou|que|si|quand|comme|dont|où|le|la|notre|"
    r"votre|[dl]['’]) ?$",
    re.IGNORECASE,
)
_GOES_ON = lazy_pattern(r"\s*+[^\s:,;.!?…]")
_LONGEST_BEFORE = 8
_NAMES = 10


@lru_cache(maxsize=8)
def _named(name: str) -> re.Pattern[str]:
    """Return what finds our name, without its sign too: « arobase courroie », « Courroie »."""
    bare = rf"(?:\barobase\s+|\A\s*+(?:{_GREETING}{_QUIET})?(?:dis\s+)?)(?=\w)"
    ours = rf"(?P<name>{re.escape(name)})(?![\w-]|\.\w)"
    named = rf"(?<![\w@/.])@{ours}|{bare}{ours.replace('name', 'bare')}(?!\s+d[eu']\b)"
    return re.compile(named, re.IGNORECASE)


@lru_cache(maxsize=8)
def _calls(name: str) -> re.Pattern[str]:
    """Return what finds our name at the start of a message, and only ours: `@bot-2` is another."""
    ours = rf"(?<![\w@/.])@{re.escape(name)}(?![\w-]|\.\w)"
    before = rf"{_QUIET}(?:(?:{_GREETING}|{_SIGN}){_QUIET})*+"
    return re.compile(rf"\s*+(?P<before>{before}){ours}[\s:,;.!…]*", re.IGNORECASE)
