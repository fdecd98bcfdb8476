"""Questions, their story, those who share them, and those who may read private ones."""

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
    false,
    text,
    true,
)

from bot.core.columns import EnumText, Id, Moment, metadata
from bot.question.rules import Change, Occasion, QuestionStatus, Visibility

# Some indexes hold a part of the questions only: on PostgreSQL too, but to say so here would load
# its side of SQLAlchemy, 3 MB, for those who use SQLite. The migrations say it.
_WAITS = text("ended_at IS NULL")

questions = Table(
    "questions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("status", EnumText(QuestionStatus), nullable=False),
    Column("answer_text", Text),
    Column("answer_by", Text),
    Column("answer_signed", Boolean, nullable=False, server_default=true()),
    Column("answer_at", Moment),
    Column("ended_at", Moment),
    Column("visibility", EnumText(Visibility), nullable=False, server_default="public"),
    Column("theme", Text, nullable=False, server_default=""),
    Column("hoped", EnumText(Occasion)),
    Column("occasion", EnumText(Occasion)),
    Column("back_at", Moment),
    Column("deferrals", Integer, nullable=False, server_default="0"),
    Column("reopened", Boolean, nullable=False, server_default=false()),
    Column("reserved", Boolean, nullable=False, server_default=false()),
    Column("reason", Text, nullable=False, server_default=""),
    Column("merged_into", Integer),
    Column("concerned", Integer, nullable=False, server_default="1"),
    Column("territory", Text, nullable=False, server_default=""),
    Column("territories", Integer, nullable=False, server_default="0"),
    Column("reminded_at", Moment),
    Column("version", Integer, nullable=False, server_default="0"),
    UniqueConstraint("network", "number"),
    Index("ix_questions_status", "network", "status", "number"),
    Index("ix_questions_author", "network", "author", "asked_at"),
    Index("ix_questions_back", "back_at", sqlite_where=text("back_at IS NOT NULL")),
    Index("ix_questions_waiting", "network", "number", sqlite_where=_WAITS),
    Index("ix_questions_theme", "network", "theme", "number", sqlite_where=_WAITS),
    Index("ix_questions_shared", "network", "concerned", "number", sqlite_where=_WAITS),
)

# What happened to a question, in order. `how` is the way that the change came in.
question_events = Table(
    "question_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
    Column("kind", EnumText(Change), nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_question_events_question", "question", "id"),
)

supporters = Table(
    "supporters",
    metadata,
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("user", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("territory", Text, nullable=False, server_default=""),
)

# Who may read a private question: the coordinators who were named to its author; from `sent_at` on,
# when the author agreed. An empty `user` is any coordinator: sent before readers were named.
readers = Table(
    "readers",
    metadata,
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("user", Text, primary_key=True),
    Column("sent_at", Moment),
)
