"""Records of meetings until they are read, then the passages proposed for their minutes."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Text

from bot.core.columns import EnumText, Holds, Moment, table_with_id
from bot.meeting.record.rules import ProposalKind
from bot.question.rules import Occasion

# Who gave a record is not kept, nor who spoke. All goes when the minutes are published, or after a
# week; the text as soon as it was read.
record_proposals = table_with_id(
    "record_proposals",
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("meeting", ForeignKey("meetings.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", EnumText(ProposalKind), nullable=False),
    Column("ref", Integer, nullable=False),
    Column("text", Text, nullable=False, info=Holds.WORDS),
    Column("before", Text, nullable=False, info=Holds.WORDS),
    Column("given_at", Moment, nullable=False, info=Holds.PAST),
    Column("made", Integer),
    Column("to", EnumText(Occasion)),
)
