"""What a change of a message means for what was made from it: the one place that decides it."""

from __future__ import annotations

import re
from datetime import timedelta
from enum import Enum

from bot.french.folding import fold
from bot.talk.command import MessageChange

KEPT_HIDDEN = timedelta(days=7)
"""How long what a deletion hides waits for its author before it is withdrawn."""


class Meaning(Enum):
    """What is done with what was made from a message.

    Nothing; it is made anew, or undone, as nobody has read it; its words are taken over at once, or
    once its author says so; it is hidden, then withdrawn unless its author keeps it.
    """

    NOTHING = "nothing"
    ANEW = "anew"
    UNDONE = "undone"
    FOLLOWED = "followed"
    ASKED = "asked"
    HIDDEN = "hidden"


def meaning(change: MessageChange, before: str, after: str, *, unread: bool) -> Meaning:
    """Return what a message's change means for a thing that reads `before`.

    `after` is what the message now gives it; `unread` when nobody but its author has read it. A
    message that no longer speaks to us gives its words all the same to what people have read.
    """
    if change is MessageChange.DELETED or (change is MessageChange.EDITED and not _words(after)):
        return Meaning.UNDONE if unread else Meaning.HIDDEN
    if unread:
        return Meaning.ANEW if change is MessageChange.EDITED else Meaning.UNDONE
    if after.split() == before.split():
        return Meaning.NOTHING
    return Meaning.FOLLOWED if takes_away(before, after) else Meaning.ASKED


def takes_away(before: str, after: str) -> bool:
    """Tell whether a text only says less than another: each of its words is there, in order.

    Case, accents and punctuation count for nothing.
    """
    left = iter(_words(before))
    return all(word in left for word in _words(after))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))
