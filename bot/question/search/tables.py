"""The words of the questions and what they mean, filled by jobs; a stem belongs to one network."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.core.columns import Holds, Id, table, table_with_id

documents = table(
    "search_documents",
    Column("question", Id, primary_key=True, autoincrement=False),
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("answered", Boolean, nullable=False),
    Column("terms", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("understood", Boolean, nullable=False, server_default=false()),
    Index("ix_search_documents_network", "network"),
    Index(
        "ix_search_documents_not_understood",
        "network",
        "question",
        sqlite_where=text("NOT understood"),
    ),
)

# What questions mean, each with its answer as one text, where a model tells.
vectors = table_with_id(
    "search_vectors",
    Column("question", Id, nullable=False, unique=True),
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("model", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("told", LargeBinary, nullable=False, info=Holds.WORDS),
    Index("ix_search_vectors_network", "network", "id"),
)

terms = table(
    "search_terms",
    Column("id", Integer, primary_key=True),
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("stem", Text, nullable=False, info=Holds.IMPERSONAL),
    UniqueConstraint("network", "stem"),
)

vocabulary = table(
    "search_words",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("word", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("initial", String(1), nullable=False, info=Holds.IMPERSONAL),
    Column("shape", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("term", Integer, nullable=False),
    Index("ix_search_words_initial", "network", "initial"),
    sqlite_with_rowid=False,
)

postings = table(
    "search_postings",
    Column("term", Integer, primary_key=True, autoincrement=False),
    Column("question", Id, primary_key=True, autoincrement=False),
    Column("weight", SmallInteger, nullable=False),
    sqlite_with_rowid=False,
)
