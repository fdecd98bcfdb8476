"""What each person has before them, and what they left for later."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, Text

from bot.core.columns import (
    Fate,
    Holds,
    Moment,
    Privacy,
    Retention,
    TextTuple,
    person_column,
    table,
    waits,
)

_SEES = Privacy(
    Fate.DELETED,
    "Ce qui vous est montré, une chose à la fois",
    {"queue": "quoi", "opened_at": "ouverte le"},
    kept=Retention("ce qui attend chaque personne", days=90, since="opened_at"),
)

# One a person of a server. `queue`, `choices`, `undo` and `last` are names and numbers of ours.
piles = table(
    "piles",
    Column("server", Text, primary_key=True, info=Holds.IMPERSONAL),
    person_column("user", _SEES, primary_key=True),
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("key", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("opened_at", Moment, nullable=False, info=Holds.PAST),
    Column("serial", Integer, nullable=False),
    Column("queue", TextTuple, nullable=False, info=Holds.IMPERSONAL),
    Column("total", Integer, nullable=False),
    Column("choices", TextTuple, nullable=False, info=Holds.IMPERSONAL),
    Column("undo", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("last", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("private", Boolean, nullable=False),
    Column("apart", Boolean, nullable=False),
    Column("changed_at", Moment, info=Holds.PAST),
)

_LEFT = Privacy(
    Fate.DELETED,
    "Ce que vous avez remis à plus tard, ou laissé à d'autres",
    {"key": "quoi", "until": "jusqu'au"},
    leaves=True,
)

# What someone does not want to see before `until`.
set_asides = table(
    "set_asides",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    person_column("user", _LEFT, primary_key=True),
    Column("key", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("until", Moment, nullable=False, info=waits(days=366)),
)
