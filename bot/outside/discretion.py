"""What keeps words from leaving: personal data, and people's names, first names alone too.

A first name says little in a network where people know each other, and too much outside.
"""

from __future__ import annotations

import re

from bot.core.patterns import lazy_pattern
from bot.french.personal import personal_data
from bot.french.signatures import given_names
from bot.outside.content import OutsideContent
from bot.talk.markdown import name_marks

FIRST_NAME = "le prénom d'une personne"
ACCOUNT = "le nom d'un compte"

_ACCOUNT = lazy_pattern(r"(?<![\w.@/])@\w")
_BOX = lazy_pattern(r"[\w.+-]{1,64}(?=@\w)")


def what_is_personal(content: OutsideContent) -> str:
    """Return what a content seems to tell of people, in French, "" for nothing."""
    found = [each.kind.label for text in content.words for each in personal_data(text)]
    found += [
        each.kind.label for text in content.reread for each in personal_data(text) if each.sure
    ]
    if any(any(given_names(_spelt(text))) for text in content.words):
        found.append(FIRST_NAME)
    told = (content.title, content.text, *content.words)
    if any(_ACCOUNT.search(text) or name_marks(text) for text in told):
        found.append(ACCOUNT)
    return ", ".join(dict.fromkeys(found))


def _spelt(text: str) -> str:
    """Return a text with its mail addresses as names are written: « zoe.m@… », « Zoe M@… »."""
    return _BOX.sub(lambda found: re.sub(r"[._+-]", " ", found[0]).title(), text)
