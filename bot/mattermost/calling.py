"""Whether a message calls us: our name comes first, perhaps after a greeting."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

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


@lru_cache(maxsize=8)
def _calls(name: str) -> re.Pattern[str]:
    """Return what finds our name at the start of a message, and only ours: `@bot-2` is another."""
    before = rf"{_QUIET}(?:(?:{_GREETING}|{_SIGN}){_QUIET})*+"
    ours = rf"@{re.escape(name)}(?![\w-]|\.\w)"
    return re.compile(rf"\s*+(?P<before>{before}){ours}[\s:,;.!…]*", re.IGNORECASE)
