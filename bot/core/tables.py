"""Numbers given out, what was done when it fell due, and what a network has chosen."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text

from bot.core.columns import Moment, metadata

counters = Table(
    "counters",
    metadata,
    Column("network", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Integer, nullable=False),
)

# The generations of the database: `ended_at` is None for the current one, and says of a former one
# until when this database holds what it made.
generations = Table(
    "generations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("began_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

# What fell due and was done; the key makes it happen once. `kind` « start » says since when
# a network is served.
occurrences = Table(
    "occurrences",
    metadata,
    Column("network", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("due_at", Moment, primary_key=True),
    Column("done_at", Moment, nullable=False),
)

# What a network has chosen by command, each by its name.
settings = Table(
    "settings",
    metadata,
    Column("network", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
