"""Numbers given out, what was done when it fell due, and what a network has chosen."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Text

from bot.core.columns import Holds, Moment, table

counters = table(
    "counters",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("name", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("value", Integer, nullable=False),
)

# The generations of the database: `ended_at` is None for the current one, and says of a former one
# until when this database holds what it made.
generations = table(
    "generations",
    Column("id", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("began_at", Moment, nullable=False, info=Holds.PAST),
    Column("ended_at", Moment, info=Holds.PAST),
    # The newest message at the start; empty once all servers were looked at for a restore.
    Column("held_until", Moment, info=Holds.PAST),
)

# What fell due and was done; the key makes it happen once. `kind` « start » says since when
# a network is served.
occurrences = table(
    "occurrences",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("kind", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("due_at", Moment, primary_key=True, info=Holds.DONE),
    Column("done_at", Moment, nullable=False, info=Holds.DONE),
)

# What a network has chosen by command, each by its name.
settings = table(
    "settings",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("name", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("value", Text, nullable=False, info=Holds.IMPERSONAL),
)

# Which process leads, of those that serve a PostgreSQL database: one row. `term` grows each time
# that the lead changes hands; it lasts until `until`, on the database's clock.
leader = table(
    "leader",
    Column("id", Integer, primary_key=True),
    Column("holder", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("term", Integer, nullable=False),
    Column("until", Moment, nullable=False, info=Holds.CHOSEN),
)
