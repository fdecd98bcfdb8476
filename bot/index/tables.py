"""The words of documents and what they mean; a stem belongs to one network.

`question` is the number of any SearchedDocument: the columns are called after questions, which were
alone.
"""

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
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("question", Id, primary_key=True, autoincrement=False),
    Column("answered", Boolean, nullable=False),
    Column("terms", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("understood", Boolean, nullable=False, server_default=false()),
    Index(
        "ix_search_documents_not_understood",
        "network",
        "question",
        sqlite_where=text("NOT understood"),
    ),
)

# What documents mean, a question with its answer as one text, where a model tells.
vectors = table_with_id(
    "search_vectors",
    Column("question", Id, nullable=False),
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("model", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("told", LargeBinary, nullable=False, info=Holds.WORDS),
    Index("ix_search_vectors_network", "network", "id"),
    UniqueConstraint("network", "question"),
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
