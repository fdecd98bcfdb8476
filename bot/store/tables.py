"""The tables. Portable SQL: the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime; a naive one is refused with a TypeError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Write UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a naive datetime cannot be kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read UTC: SQLite keeps no zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers a row by itself only in a column of type INTEGER.
_Id = BigInteger().with_variant(Integer, "sqlite")

counters = Table(
    "counters",
    metadata,
    Column("network", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("value", Integer, nullable=False),
)

# Some indexes hold a part of the questions only: on PostgreSQL too, but to say so here would load
# its side of SQLAlchemy, 3 MB, for those who use SQLite. The migrations say it.
_WAITS = text("ended_at IS NULL")

questions = Table(
    "questions",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("status", Text, nullable=False),
    Column("answer_text", Text),
    Column("answer_by", Text),
    Column("answer_at", Moment),
    Column("ended_at", Moment),
    Column("visibility", Text, nullable=False, server_default="public"),
    Column("theme", Text, nullable=False, server_default=""),
    Column("hoped", Text),
    Column("occasion", Text),
    Column("back_at", Moment),
    Column("deferrals", Integer, nullable=False, server_default="0"),
    Column("reopened", Boolean, nullable=False, server_default=false()),
    Column("reason", Text, nullable=False, server_default=""),
    Column("merged_into", Integer),
    Column("concerned", Integer, nullable=False, server_default="1"),
    Column("territory", Text, nullable=False, server_default=""),
    Column("territories", Integer, nullable=False, server_default="0"),
    Column("reminded_at", Moment),
    Column("version", Integer, nullable=False, server_default="0"),
    UniqueConstraint("network", "number"),
    Index("ix_questions_status", "network", "status", "number"),
    Index("ix_questions_author", "network", "author", "asked_at"),
    Index("ix_questions_back", "back_at", sqlite_where=text("back_at IS NOT NULL")),
    Index("ix_questions_waiting", "network", "number", sqlite_where=_WAITS),
    Index("ix_questions_theme", "network", "theme", "number", sqlite_where=_WAITS),
    Index("ix_questions_shared", "network", "concerned", "number", sqlite_where=_WAITS),
)

# What happened to a question, in order. `how` is the way that the change came in.
question_events = Table(
    "question_events",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("who", Text, nullable=False),
    Column("how", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_question_events_question", "question", "id"),
)

supporters = Table(
    "supporters",
    metadata,
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("user", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("territory", Text, nullable=False, server_default=""),
)

# `agenda` is the whole agenda as one document, see `meetings.py`.
meetings = Table(
    "meetings",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("place", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("welcome", Text, nullable=False),
    Column("status", Text, nullable=False),
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
    Column("kind", Text, primary_key=True),
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
    Column("answer", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# Animations that members propose: `meeting` once one took it up.
ideas = Table(
    "ideas",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("signed", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Column("status", Text, nullable=False),
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
    Column("id", _Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("author", Text, nullable=False),
    Column("dates", JSON, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("words", Text, nullable=False),
    Column("status", Text, nullable=False),
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
    Column("vote", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# Decisions and actions noted in a meeting; `who` in the words of whoever noted it.
meeting_notes = Table(
    "meeting_notes",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("meeting", ForeignKey("meetings.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False),
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
    Column("id", _Id, primary_key=True),
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

# What was said, is being said, must be said. `key` is carried in the post itself.
outbox = Table(
    "outbox",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("server", Text, nullable=False),
    Column("network", Text),
    Column("kind", Text, nullable=False),
    Column("channel", Text),
    Column("user", Text),
    Column("thread", Text),
    Column("edits", Text),
    Column("text", Text, nullable=False),
    Column("buttons", JSON, nullable=False),
    Column("file", JSON(none_as_null=True)),
    Column("pinned", Boolean, nullable=False, server_default=false()),
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment),
    Column("made_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("post", Text),
    Column("error", Text),
    Index("ix_outbox_status", "status", "id"),
    Index("ix_outbox_post", "server", "post"),
)

# Messages that were acted upon, so that reading one twice does nothing twice.
seen = Table(
    "seen",
    metadata,
    Column("server", Text, primary_key=True),
    Column("post", Text, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
)

# How far each channel was read over the socket.
cursors = Table(
    "cursors",
    metadata,
    Column("server", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("post", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# Slash commands made by `courroie setup`: only a hash of each token is kept.
command_tokens = Table(
    "command_tokens",
    metadata,
    Column("server", Text, primary_key=True),
    Column("team", Text, primary_key=True),
    Column("trigger", Text, primary_key=True),
    Column("token_hash", Text, nullable=False),
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

# `subscribed` is the address that networks gave, `url` where the feed is fetched today.
feeds = Table(
    "feeds",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("subscribed", Text, nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("title", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("next_at", Moment),
    Column("fetched_at", Moment),
    Column("succeeded_at", Moment),
    Column("failing_since", Moment),
    Column("failures", Integer, nullable=False),
    Column("trouble", Text),
    Column("moved_to", Text),
    Column("moved_since", Moment),
    Column("stopped", Boolean, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", _Id, primary_key=True),
    Column("feed", ForeignKey("feeds.id", ondelete="CASCADE"), nullable=False),
    Column("guid", Text),
    Column("link", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("tags", JSON, nullable=False),
    Column("published", Moment, nullable=False),
    Column("collected_at", Moment, nullable=False),
    Index("ix_articles_feed", "feed", "id"),
)

# A network's own view of a feed: `opened_at` is when its first articles were sorted.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("network", Text, primary_key=True),
    Column("feed", ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True),
    Column("opened_at", Moment),
)

# What a network has read, or was spared at its first collection (`due_at` is then null).
publications = Table(
    "publications",
    metadata,
    Column("network", Text, primary_key=True),
    Column("article", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("due_at", Moment),
)
