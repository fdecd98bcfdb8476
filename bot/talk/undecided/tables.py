"""Texts that wait for their writer to say whether they are signed."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Index, Table, Text

from bot.core.columns import Moment, metadata

# `text` and `fields` are what was typed for `route`; nobody but `user` is shown them. `id` is drawn
# at random, so that a button never finds another text than its own.
undecided_texts = Table(
    "undecided_texts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("network", Text, nullable=False),
    Column("user", Text, nullable=False),
    Column("route", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("fields", JSON, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("reminded_at", Moment),
    Index("ix_undecided_texts_user", "user"),
    Index("ix_undecided_texts_made", "made_at"),
)
