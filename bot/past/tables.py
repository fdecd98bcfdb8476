"""Readings of channels' pasts, what they found, who does not want to be read."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Text

from bot.core.columns import (
    EnumText,
    Fate,
    Holds,
    Moment,
    Privacy,
    Retention,
    person_column,
    table,
    table_with_id,
    waits,
)
from bot.past.rules import PastState

past_readings = table(
    "past_readings",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("announced_at", Moment, nullable=False, info=Holds.PAST),
    Column("starts_at", Moment, nullable=False, info=waits(days=120)),
    Column("state", EnumText(PastState), nullable=False),
    Column("read_at", Moment, info=Holds.PAST),
    Column("ended_at", Moment, info=Holds.PAST),
    Column("since", Moment, info=Holds.PAST),
    Column("posts", Integer, nullable=False),
)

_FOUND = Privacy(
    Fate.DELETED,
    "Vos messages passés proposés à la coordination",
    {"post": "message", "at": "écrit le"},
    leaves=True,
    kept=Retention(
        "messages passés à trier, et leurs réponses, par leur numéro", days=60, since="found_at"
    ),
)

# Messages that ask something, and those that may answer one, the likeliest first: by their ids,
# their words are in the channel alone.
past_messages = table_with_id(
    "past_messages",
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("post", Text, nullable=False, info=Holds.IMPERSONAL),
    person_column("author", _FOUND),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    Column("answers", ForeignKey("past_messages.id", ondelete="CASCADE"), index=True),
    Column("decided", Boolean, nullable=False),
    Column("question", Integer),
    Column("found_at", Moment, nullable=False, info=Holds.PAST),
    Index("ix_past_messages_waiting", "network", "decided"),
)

# Who does not want their past messages to be read: an imprint, which outlives what is forgotten.
past_refusals = table(
    "past_refusals",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("imprint", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)
