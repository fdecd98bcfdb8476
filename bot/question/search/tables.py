"""The words of the questions, filled by the indexing job; a stem belongs to one network."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from bot.core.columns import Id, metadata

documents = Table(
    "search_documents",
    metadata,
    Column("question", Id, primary_key=True, autoincrement=False),
    Column("network", Text, nullable=False),
    Column("answered", Boolean, nullable=False),
    Column("terms", Text, nullable=False),
    Index("ix_search_documents_network", "network"),
)

terms = Table(
    "search_terms",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("network", Text, nullable=False),
    Column("stem", Text, nullable=False),
    UniqueConstraint("network", "stem"),
)

vocabulary = Table(
    "search_words",
    metadata,
    Column("network", Text, primary_key=True),
    Column("word", Text, primary_key=True),
    Column("initial", String(1), nullable=False),
    Column("shape", Text, nullable=False),
    Column("term", Integer, nullable=False),
    Index("ix_search_words_initial", "network", "initial"),
    sqlite_with_rowid=False,
)

postings = Table(
    "search_postings",
    metadata,
    Column("term", Integer, primary_key=True, autoincrement=False),
    Column("question", Id, primary_key=True, autoincrement=False),
    Column("weight", SmallInteger, nullable=False),
    sqlite_with_rowid=False,
)
