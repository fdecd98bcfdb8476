"""What is said to us without a command, or is no text for its command: which route answers it."""

from __future__ import annotations

from bot.french.intents import Intent, read_intent
from bot.talk.arguments import certified_first

UNDERSTAND = "aide comprendre"
"""Answers what was said to us in words that name no command."""

WHETHER = "aide est-ce-une-question"
"""Answers what was given for a question, and reads as something else."""

CALLED = "aide appel"
"""Takes a message of the channel that names us elsewhere than first."""

IN_A_THREAD = "aide fil"
"""Takes a reply under one of our messages."""


TELL = "aide écrire"
"""Tells the coordinators what someone wrote, and nobody else."""


def is_no_question(text: str) -> bool:
    """Tell whether a text that is given for a question is to be asked about before it is one.

    A bare word is: it may be a command's that does not exist, « besoin exporter ».
    """
    _, words = certified_first(text)
    bare = len(words.split()) == 1 and words.strip()[0].isalpha() and "?" not in words
    return any(map(str.isalnum, words)) and (bare or read_intent(words) is not Intent.OTHER)
