"""What a member wishes of the bot's private messages, and whether they were welcomed."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from bot.store.tables.base import Moment, metadata

preferences = Table(
    "preferences",
    metadata,
    Column("network", Text, primary_key=True),
    Column("user", Text, primary_key=True),
    Column("wish", Text, nullable=False),
    Column("welcomed_at", Moment),
    Column("at", Moment, nullable=False),
)
