"""Texts that wait for their writer to say whether they are signed."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Text

from bot.core.columns import Fate, Holds, Moment, Privacy, person_column, table

_WRITER = Privacy(
    Fate.DELETED,
    "Vos textes qui attendent votre choix (votre nom, un doute), un jour",
    {"route": "commande", "text": "texte", "fields": "formulaire", "made_at": "depuis le"},
    leaves=True,
)

# `text` and `fields` are what was typed for `route`; nobody but `user` is shown them. `id` is drawn
# at random, so that a button never finds another text than its own.
undecided_texts = table(
    "undecided_texts",
    Column("id", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    person_column("user", _WRITER),
    Column("route", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("text", Text, nullable=False, info=Holds.WORDS),
    Column("fields", JSON, nullable=False, info=Holds.WORDS),
    Column("made_at", Moment, nullable=False, info=Holds.PAST),
    Column("reminded_at", Moment, info=Holds.PAST),
    Index("ix_undecided_texts_user", "user"),
    Index("ix_undecided_texts_made", "made_at"),
)
