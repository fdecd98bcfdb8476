"""What people replied to the letter."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, Text

from bot.core.columns import EnumText, Fate, Holds, Moment, Privacy, numbered_table, person_column
from bot.letter.inbox.rules import ReplyStatus, ReplyUse

_REPLIED = Privacy(
    Fate.DELETED,
    "Vos réponses à la lettre",
    {
        "text": "texte",
        "address": "venue de",
        "sender": "nom",
        "words": "ce qui vous a été écrit, ou demandé de publier",
        "at": "le",
    },
)

# `user` is the member who gave the address that the letter went to, "" when it was imported;
# `handle` names that address as its links do.
mail_replies = numbered_table(
    "mail_replies",
    Column("handle", Text, nullable=False, info=Holds.IMPERSONAL),
    person_column("user", _REPLIED),
    Column("address", Text, nullable=False, info=Holds.WORDS),
    Column("sender", Text, nullable=False, info=Holds.WORDS),
    Column("other", Boolean, nullable=False),
    Column("text", Text, nullable=False, info=Holds.WORDS),
    Column("words", Text, nullable=False, info=Holds.WORDS),
    Column("message_id", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("status", EnumText(ReplyStatus), nullable=False),
    Column("use", EnumText(ReplyUse)),
    Column("target", Integer, nullable=False),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)
