"""Announcements, and what becomes of each in the networks that it is aimed at."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Text, UniqueConstraint

from bot.core.columns import (
    EnumText,
    Fate,
    Holds,
    Moment,
    Privacy,
    TextTuple,
    numbered_table,
    person_column,
    table_with_id,
)
from bot.relay.announcing.rules import AnnouncementOrigin, CopyStatus

_AUTHOR = Privacy(
    Fate.UNNAMED,
    "Ce que vous avez annoncé aux réseaux rattachés au vôtre",
    {"number": "annonce n°", "text": "texte", "link": "lien", "made_at": "le"},
)

# `network` is the one above, whose people `author` is of.
announcements = numbered_table(
    "announcements",
    Column("text", Text, nullable=False, info=Holds.WORDS),
    Column("link", Text, nullable=False, info=Holds.WORDS),
    Column("title", Text, nullable=False, info=Holds.WORDS),
    person_column("author", _AUTHOR),
    Column("made_at", Moment, nullable=False, info=Holds.PAST),
    Column("over_at", Moment, nullable=False, info=Holds.CHOSEN),
    Column("dated", Boolean, nullable=False),
    Column("origin", EnumText(AnnouncementOrigin), nullable=False),
    Column("ref", Integer, nullable=False),
    Column("scales", TextTuple, nullable=False, info=Holds.IMPERSONAL),
    Column("networks", TextTuple, nullable=False, info=Holds.IMPERSONAL),
    Column("version", Integer, nullable=False),
    Column("withdrawn_at", Moment, info=Holds.PAST),
    Index("ix_announcements_over_at", "over_at"),
)

# One row an announcement and network aimed at. `number` is its own in that network, among the
# announcements that are made there.
announcement_copies = table_with_id(
    "announcement_copies",
    Column("announcement", ForeignKey("announcements.id", ondelete="CASCADE"), nullable=False),
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("number", Integer, nullable=False),
    Column("status", EnumText(CopyStatus), nullable=False),
    Column("version", Integer, nullable=False),
    Column("adapted", Text, nullable=False, info=Holds.WORDS),
    Column("note", Integer, nullable=False),
    Column("decided_at", Moment, info=Holds.PAST),
    UniqueConstraint("announcement", "network"),
    Index("uq_announcement_copies_number", "network", "number", unique=True),
)
