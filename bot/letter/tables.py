"""The letters: each one, what people wrote for it, and who receives it by mail."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Text

from bot.core.columns import (
    EnumText,
    Fate,
    Holds,
    Moment,
    Privacy,
    Retention,
    TextTuple,
    numbered_table,
    person_column,
    table,
)
from bot.letter.note import LetterNoteKind
from bot.letter.rules import LetterStatus

_EDITOR = Privacy(
    Fate.UNNAMED,
    "Les éditos de la lettre que vous avez écrits",
    {"number": "lettre n°", "edito": "édito"},
    kept=Retention("noms de qui a écrit l'édito", days=365, since="published_at"),
)

# `due_at` is the date of the rhythm that it stands for, if any; `moved_to` when it comes out
# instead; `left_out` names what coordinators took out of the draft, `outside` the questions that
# they let mails and pages show. Once published, `html` and `text` are what anyone may read of it,
# `chat_text` what members read again in the chat where that is more: no name.
letters = numbered_table(
    "letters",
    Column("due_at", Moment, info=Holds.CHOSEN),
    Column("moved_to", Moment, info=Holds.CHOSEN),
    Column("status", EnumText(LetterStatus), nullable=False),
    Column("title", Text, nullable=False, info=Holds.WORDS),
    Column("edito", Text, nullable=False, info=Holds.WORDS),
    person_column("edito_by", _EDITOR),
    Column("left_out", TextTuple, nullable=False, info=Holds.IMPERSONAL),
    Column("outside", TextTuple, nullable=False, server_default="[]", info=Holds.IMPERSONAL),
    Column("made_at", Moment, nullable=False, info=Holds.PAST),
    Column("published_at", Moment, info=Holds.PAST),
    Column("html", Text, nullable=False, info=Holds.WORDS),
    Column("text", Text, nullable=False, info=Holds.WORDS),
    Column("chat_text", Text, nullable=False, server_default="", info=Holds.WORDS),
    Column("version", Integer, nullable=False),
    Index("ix_letters_status", "network", "status", "number"),
)

_NOTE_AUTHOR = Privacy(
    Fate.UNNAMED,
    "Ce que vous avez écrit pour la lettre",
    {
        "number": "n°",
        "kind": "sorte",
        "text": "texte",
        "link": "lien",
        "signed": "signé",
        "at": "le",
    },
    erased={"signed": False},
    kept=Retention("noms dans une lettre", days=365, since="at"),
)

# What people wrote for a letter (`kind`), or a network above for all: `letter` is null while it
# waits for the next one.
letter_notes = numbered_table(
    "letter_notes",
    Column("letter", ForeignKey("letters.id", ondelete="SET NULL")),
    Column("kind", EnumText(LetterNoteKind), nullable=False),
    Column("text", Text, nullable=False, info=Holds.WORDS),
    Column("link", Text, nullable=False, info=Holds.WORDS),
    person_column("author", _NOTE_AUTHOR),
    Column("signed", Boolean, nullable=False),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    Column("source", Text, nullable=False, server_default="", info=Holds.IMPERSONAL),
    Column("until", Moment, info=Holds.CHOSEN),
    Index("ix_letter_notes_letter", "letter", "id"),
)

_ANSWERED = Privacy(
    Fate.UNNAMED,
    "Vos réponses préparées pour la lettre",
    {"question": "question (numéro interne)", "text": "réponse", "at": "le"},
)

# Answers written beforehand for questions that the letter must answer; given when it is published.
letter_answers = table(
    "letter_answers",
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("text", Text, nullable=False, info=Holds.WORDS),
    person_column("by", _ANSWERED),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)
