"""Records of meetings until they are read, and the passages proposed for their minutes."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Text

from bot.core.columns import EnumText, Holds, Moment, table, table_with_id
from bot.meeting.record.rules import ProposalKind

# One a meeting: what is given again takes its place. Who gave it is not kept, nor who spoke. The
# text is erased as soon as it was read.
meeting_records = table(
    "meeting_records",
    Column("meeting", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("text", Text, nullable=False, info=Holds.WORDS),
    Column("given_at", Moment, nullable=False, info=Holds.PAST),
)

# Passages that may be for the minutes: all go when these are published, or after a week.
record_proposals = table_with_id(
    "record_proposals",
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("meeting", ForeignKey("meetings.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", EnumText(ProposalKind), nullable=False),
    Column("ref", Integer, nullable=False),
    Column("text", Text, nullable=False, info=Holds.WORDS),
    Column("before", Text, nullable=False, info=Holds.WORDS),
    Column("decided", Boolean, nullable=False),
    Column("made", Integer, nullable=False),
)
