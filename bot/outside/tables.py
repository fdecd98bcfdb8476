"""What was sent to outside systems, and how these do. No row tells of anyone."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, Text, UniqueConstraint

from bot.core.columns import EnumText, Holds, Moment, table_with_id, waits
from bot.outside.rules import CopyState, OutsideTool

# `target` tells where copies go, `access` which configuration was used: keyed hashes.
outside_tools = table_with_id(
    "outside_tools",
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("tool", EnumText(OutsideTool), nullable=False),
    Column("target", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("access", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("generation", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("on", Boolean, nullable=False),
    Column("stopped", Boolean, nullable=False),
    Column("waiting", Integer, nullable=False),
    Column("reason", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("attempts", Integer, nullable=False),
    Column("failing_since", Moment, info=Holds.PAST),
    Column("not_before", Moment, info=waits(days=1)),
    UniqueConstraint("network", "tool"),
)

# `key` is what is copied, « question:12 »; `outside_id` its name there. A row is written before
# anything is sent, with what is `sending`.
outside_copies = table_with_id(
    "outside_copies",
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("tool", EnumText(OutsideTool), nullable=False),
    Column("key", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("state", EnumText(CopyState), nullable=False),
    Column("fingerprint", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("sending", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("outside_id", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("held", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("reason", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment, info=waits(days=1, since="at")),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    UniqueConstraint("network", "tool", "key"),
)
