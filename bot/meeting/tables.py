"""Meetings, and all that people say for them: dates, presence, hosts, ideas, notes, feelings."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from bot.core.columns import EnumText, Id, Moment, metadata
from bot.meeting.hosting.rules import HostKind, HostReply
from bot.meeting.ideas.rules import IdeaKind, IdeaStatus
from bot.meeting.minutes import NoteKind
from bot.meeting.poll.rules import PollStatus, Vote
from bot.meeting.rules import MeetingStatus

# `agenda` is the whole agenda as one document, see `meetings.py`. `held_by` is who opened it;
# `minutes_wait_from` is the moment from which its minutes may wait, once it is held.
meetings = Table(
    "meetings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("place", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("welcome", Text, nullable=False),
    Column("status", EnumText(MeetingStatus), nullable=False),
    Column("agenda", Text, nullable=False),
    Column("occurrence", Moment),
    Column("reason", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("step", Text, nullable=False),
    Column("step_at", Moment),
    Column("started_at", Moment),
    Column("ended_at", Moment),
    Column("updated_at", Moment),
    Column("announced_at", Moment),
    Column("present", Integer, nullable=False),
    Column("structures", Integer, nullable=False),
    Column("others", Integer, nullable=False),
    Column("held_by", Text, nullable=False, server_default=""),
    Column("minutes_wait_from", Moment),
    Column("version", Integer, nullable=False),
    UniqueConstraint("network", "number"),
    UniqueConstraint("network", "occurrence", name="uq_meetings_occurrence"),
    Index("ix_meetings_status", "network", "status", "at"),
)

# What someone said of a meeting they were invited to. `silent`: no reminder, please.
attendances = Table(
    "attendances",
    metadata,
    Column("meeting", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("user", Text, primary_key=True),
    Column("answer", Text, nullable=False),
    Column("silent", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)

# Dates of the rhythm that are not to be proposed.
skipped_dates = Table(
    "skipped_dates",
    metadata,
    Column("network", Text, primary_key=True),
    Column("occurrence", Moment, primary_key=True),
    Column("at", Moment, nullable=False),
)

# Who would host, who is away (until `until`), who is not to be asked any more: `kind` « offer »,
# « away », « retired ».
hosts = Table(
    "hosts",
    metadata,
    Column("network", Text, primary_key=True),
    Column("user", Text, primary_key=True),
    Column("kind", EnumText(HostKind), primary_key=True),
    Column("words", Text, nullable=False),
    Column("since", Moment, nullable=False),
    Column("until", Moment),
)

# Who was asked to host a meeting, and what they said: `answer` empty, « yes » or « no »; « swap »
# when its present host asked, and waits.
host_calls = Table(
    "host_calls",
    metadata,
    Column("meeting", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("user", Text, primary_key=True),
    Column("answer", EnumText(HostReply), nullable=False),
    Column("at", Moment, nullable=False),
)

# Animations that members propose: `meeting` once one took it up.
ideas = Table(
    "ideas",
    metadata,
    Column("id", Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", EnumText(IdeaKind), nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("signed", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Column("status", EnumText(IdeaStatus), nullable=False),
    Column("meeting", ForeignKey("meetings.id", ondelete="SET NULL")),
    Column("ended_at", Moment),
    UniqueConstraint("network", "number"),
)

idea_votes = Table(
    "idea_votes",
    metadata,
    Column("idea", ForeignKey("ideas.id", ondelete="CASCADE"), primary_key=True),
    Column("user", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)

# Dates put to the vote; `dates` in the order they are read, `picked` the one that was chosen.
polls = Table(
    "polls",
    metadata,
    Column("id", Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("dates", JSON, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("status", EnumText(PollStatus), nullable=False),
    Column("closes_at", Moment, nullable=False),
    Column("picked", Moment),
    Column("made_at", Moment, nullable=False),
    UniqueConstraint("network", "number"),
    Index("ix_polls_status", "status", "closes_at"),
)

poll_votes = Table(
    "poll_votes",
    metadata,
    Column("poll", ForeignKey("polls.id", ondelete="CASCADE"), primary_key=True),
    Column("user", Text, primary_key=True),
    Column("date", Integer, primary_key=True),
    Column("vote", EnumText(Vote), nullable=False),
    Column("at", Moment, nullable=False),
)

# Decisions and actions noted in a meeting; `who` in the words of whoever noted it.
meeting_notes = Table(
    "meeting_notes",
    metadata,
    Column("id", Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("meeting", ForeignKey("meetings.id", ondelete="CASCADE"), nullable=False),
    Column("kind", EnumText(NoteKind), nullable=False),
    Column("text", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("due", Moment),
    Column("done_at", Moment),
    Column("at", Moment, nullable=False),
    UniqueConstraint("network", "number"),
    Index("ix_meeting_notes_meeting", "meeting", "id"),
)

# What people thought of a meeting, without saying who; who has said something is apart.
feedback = Table(
    "feedback",
    metadata,
    Column("id", Id, primary_key=True),
    Column("meeting", ForeignKey("meetings.id", ondelete="CASCADE"), nullable=False),
    Column("face", Integer, nullable=False),
    Column("line", Text, nullable=False),
)

feedback_given = Table(
    "feedback_given",
    metadata,
    Column("meeting", ForeignKey("meetings.id", ondelete="CASCADE"), primary_key=True),
    Column("user", Text, primary_key=True),
)
