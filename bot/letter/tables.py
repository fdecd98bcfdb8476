"""The letters: each one, what people wrote for it, and who receives it by mail."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from bot.core.columns import EnumText, Id, Moment, TextTuple, metadata
from bot.letter.note import LetterNoteKind
from bot.letter.rules import LetterStatus

# `due_at` is the date of the rhythm that it stands for, if any; `moved_to` when it comes out
# instead; `left_out` names what coordinators took out of the draft, `outside` the questions that
# they let mails and pages show. Once published, `html` and `text` are what anyone may read of it,
# `chat_text` what members read again in the chat where that is more: no name.
letters = Table(
    "letters",
    metadata,
    Column("id", Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("due_at", Moment),
    Column("moved_to", Moment),
    Column("status", EnumText(LetterStatus), nullable=False),
    Column("title", Text, nullable=False),
    Column("edito", Text, nullable=False),
    Column("edito_by", Text, nullable=False),
    Column("left_out", TextTuple, nullable=False),
    Column("outside", TextTuple, nullable=False, server_default="[]"),
    Column("made_at", Moment, nullable=False),
    Column("published_at", Moment),
    Column("html", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("chat_text", Text, nullable=False, server_default=""),
    Column("version", Integer, nullable=False),
    UniqueConstraint("network", "number"),
    Index("ix_letters_status", "network", "status", "number"),
)

# What people wrote for a letter (`kind`): `letter` is null while it waits for the next one.
letter_notes = Table(
    "letter_notes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("letter", ForeignKey("letters.id", ondelete="SET NULL")),
    Column("kind", EnumText(LetterNoteKind), nullable=False),
    Column("text", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("signed", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    UniqueConstraint("network", "number"),
    Index("ix_letter_notes_letter", "letter", "id"),
)

# Answers written beforehand for questions that the letter must answer; given when it is published.
letter_answers = Table(
    "letter_answers",
    metadata,
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Moment, nullable=False),
)
