"""All the tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = None


# SQLite numbers a row by itself only in a column of type INTEGER.
_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WAITS = sa.text("ended_at IS NULL")
_COMES_BACK = sa.text("back_at IS NOT NULL")


def upgrade() -> None:  # noqa: PLR0915  every table there is
    """All the tables."""
    op.create_table(
        "acquaintances",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("imprint", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("network", "imprint", name=op.f("pk_acquaintances")),
    )
    op.create_table(
        "channels",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("network", name=op.f("pk_channels")),
    )
    op.create_table(
        "command_tokens",
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("trigger", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("server", "team", "trigger", name=op.f("pk_command_tokens")),
    )
    op.create_table(
        "counters",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("network", "name", name=op.f("pk_counters")),
    )
    op.create_table(
        "cursors",
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("server", "channel", name=op.f("pk_cursors")),
    )
    op.create_table(
        "ended_accounts",
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("server", "user", name=op.f("pk_ended_accounts")),
    )
    op.create_table(
        "feed_trials",
        sa.Column("id", _ID, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("follows", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_trials")),
    )
    op.create_table(
        "feeds",
        sa.Column("id", _ID, nullable=False),
        sa.Column("subscribed", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("succeeded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("moved_to", sa.Text(), nullable=True),
        sa.Column("moved_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("held_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("subscribed", name=op.f("uq_feeds_subscribed")),
    )
    op.create_table(
        "generations",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_generations")),
    )
    op.create_table(
        "hosts",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("network", "user", "kind", name=op.f("pk_hosts")),
    )
    op.create_table(
        "letters",
        sa.Column("id", _ID, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("moved_to", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("edito", sa.Text(), nullable=False),
        sa.Column("edito_by", sa.Text(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("outside", sa.JSON(), server_default="[]", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("chat_text", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("network", "number", name=op.f("uq_letters_network")),
    )
    op.create_index("ix_letters_status", "letters", ["network", "status", "number"])
    op.create_table(
        "meetings",
        sa.Column("id", _ID, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("welcome", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("occurrence", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("step_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.Column("structures", sa.Integer(), nullable=False),
        sa.Column("others", sa.Integer(), nullable=False),
        sa.Column("held_by", sa.Text(), server_default="", nullable=False),
        sa.Column("minutes_wait_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meetings")),
        sa.UniqueConstraint("network", "number", name=op.f("uq_meetings_network")),
        sa.UniqueConstraint("network", "occurrence", name="uq_meetings_occurrence"),
    )
    op.create_index("ix_meetings_status", "meetings", ["network", "status", "at"])
    op.create_table(
        "occurrences",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("network", "kind", "due_at", name=op.f("pk_occurrences")),
    )
    op.create_table(
        "outbox",
        sa.Column("id", _ID, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=True),
        sa.Column("user", sa.Text(), nullable=True),
        sa.Column("thread", sa.Text(), nullable=True),
        sa.Column("edits", sa.Text(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("buttons", sa.JSON(), nullable=False),
        sa.Column("file", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("pinned", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("post", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_key")),
    )
    op.create_index("ix_outbox_post", "outbox", ["server", "post"])
    op.create_index("ix_outbox_status", "outbox", ["status", "id"])
    op.create_table(
        "polls",
        sa.Column("id", _ID, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("picked", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_polls")),
        sa.UniqueConstraint("network", "number", name=op.f("uq_polls_network")),
    )
    op.create_index("ix_polls_status", "polls", ["status", "closes_at"])
    op.create_table(
        "preferences",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("network", "user", name=op.f("pk_preferences")),
    )
    op.create_table(
        "questions",
        sa.Column("id", _ID, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("answer_text", sa.Text(), nullable=True),
        sa.Column("answer_by", sa.Text(), nullable=True),
        sa.Column("answer_signed", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("answer_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("visibility", sa.Text(), server_default="public", nullable=False),
        sa.Column("theme", sa.Text(), server_default="", nullable=False),
        sa.Column("hoped", sa.Text(), nullable=True),
        sa.Column("occasion", sa.Text(), nullable=True),
        sa.Column("back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deferrals", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reopened", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reserved", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("concerned", sa.Integer(), server_default="1", nullable=False),
        sa.Column("territory", sa.Text(), server_default="", nullable=False),
        sa.Column("territories", sa.Integer(), server_default="0", nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questions")),
        sa.UniqueConstraint("network", "number", name=op.f("uq_questions_network")),
    )
    op.create_index("ix_questions_author", "questions", ["network", "author", "asked_at"])
    op.create_index(
        "ix_questions_back",
        "questions",
        ["back_at"],
        sqlite_where=_COMES_BACK,
        postgresql_where=_COMES_BACK,
    )
    op.create_index(
        "ix_questions_shared",
        "questions",
        ["network", "concerned", "number"],
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
    op.create_index("ix_questions_status", "questions", ["network", "status", "number"])
    op.create_index(
        "ix_questions_theme",
        "questions",
        ["network", "theme", "number"],
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
    op.create_index(
        "ix_questions_waiting",
        "questions",
        ["network", "number"],
        sqlite_where=_WAITS,
        postgresql_where=_WAITS,
    )
    op.create_table(
        "reactions",
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("emoji", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("server", "post", "user", "emoji", name=op.f("pk_reactions")),
    )
    op.create_index(op.f("ix_reactions_at"), "reactions", ["at"])
    op.create_table(
        "search_documents",
        sa.Column("question", _ID, autoincrement=False, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("question", name=op.f("pk_search_documents")),
    )
    op.create_index("ix_search_documents_network", "search_documents", ["network"])
    op.create_table(
        "search_postings",
        sa.Column("term", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("question", _ID, autoincrement=False, nullable=False),
        sa.Column("weight", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("term", "question", name=op.f("pk_search_postings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("stem", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_terms")),
        sa.UniqueConstraint("network", "stem", name=op.f("uq_search_terms_network")),
    )
    op.create_table(
        "search_words",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("initial", sa.String(length=1), nullable=False),
        sa.Column("shape", sa.Text(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("network", "word", name=op.f("pk_search_words")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_search_words_initial", "search_words", ["network", "initial"])
    op.create_table(
        "seen",
        sa.Column("server", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("server", "post", name=op.f("pk_seen")),
    )
    op.create_index(op.f("ix_seen_at"), "seen", ["at"])
    op.create_table(
        "settings",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("network", "name", name=op.f("pk_settings")),
    )
    op.create_table(
        "skipped_dates",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("occurrence", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("network", "occurrence", name=op.f("pk_skipped_dates")),
    )
    op.create_table(
        "subscribers",
        sa.Column("id", _ID, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscribers")),
        sa.UniqueConstraint("handle", name=op.f("uq_subscribers_handle")),
        sa.UniqueConstraint("network", "address", name=op.f("uq_subscribers_network")),
    )
    op.create_table(
        "suppressions",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("address_hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("network", "address_hash", name=op.f("pk_suppressions")),
    )
    op.create_table(
        "undecided_texts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undecided_texts")),
    )
    op.create_index("ix_undecided_texts_made", "undecided_texts", ["made_at"])
    op.create_index("ix_undecided_texts_user", "undecided_texts", ["user"])
    op.create_table(
        "articles",
        sa.Column("id", _ID, nullable=False),
        sa.Column("feed", _ID, nullable=False),
        sa.Column("guid", sa.Text(), nullable=True),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=False),
        sa.Column("collected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("page", sa.Text(), server_default="", nullable=False),
        sa.Column("title_tries", sa.SmallInteger(), server_default="0", nullable=False),
        _key("articles", "feed", "feeds", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
    )
    op.create_index("ix_articles_feed", "articles", ["feed", "id"])
    op.create_index("ix_articles_page", "articles", ["page"])
    op.create_table(
        "attendances",
        sa.Column("meeting", _ID, nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("attendances", "meeting", "meetings", "CASCADE"),
        sa.PrimaryKeyConstraint("meeting", "user", name=op.f("pk_attendances")),
    )
    op.create_table(
        "feedback",
        sa.Column("id", _ID, nullable=False),
        sa.Column("meeting", _ID, nullable=False),
        sa.Column("face", sa.Integer(), nullable=False),
        sa.Column("line", sa.Text(), nullable=False),
        _key("feedback", "meeting", "meetings", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_table(
        "feedback_given",
        sa.Column("meeting", _ID, nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        _key("feedback_given", "meeting", "meetings", "CASCADE"),
        sa.PrimaryKeyConstraint("meeting", "user", name=op.f("pk_feedback_given")),
    )
    op.create_table(
        "host_calls",
        sa.Column("meeting", _ID, nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("host_calls", "meeting", "meetings", "CASCADE"),
        sa.PrimaryKeyConstraint("meeting", "user", name=op.f("pk_host_calls")),
    )
    op.create_table(
        "ideas",
        sa.Column("id", _ID, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("meeting", _ID, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _key("ideas", "meeting", "meetings", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ideas")),
        sa.UniqueConstraint("network", "number", name=op.f("uq_ideas_network")),
    )
    op.create_table(
        "letter_answers",
        sa.Column("question", _ID, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("letter_answers", "question", "questions", "CASCADE"),
        sa.PrimaryKeyConstraint("question", name=op.f("pk_letter_answers")),
    )
    op.create_table(
        "letter_notes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("letter", _ID, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("letter_notes", "letter", "letters", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_notes")),
        sa.UniqueConstraint("network", "number", name=op.f("uq_letter_notes_network")),
    )
    op.create_index("ix_letter_notes_letter", "letter_notes", ["letter", "id"])
    op.create_table(
        "mails",
        sa.Column("id", _ID, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("subscriber", _ID, nullable=True),
        sa.Column("letter", _ID, nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("domain", sa.Text(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by", sa.Text(), nullable=False),
        _key("mails", "letter", "letters", "CASCADE"),
        _key("mails", "subscriber", "subscribers", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mails")),
        sa.UniqueConstraint("letter", "subscriber", name=op.f("uq_mails_letter")),
    )
    op.create_index("ix_mails_status", "mails", ["status", "kind", "id"])
    op.create_index("ix_mails_subscriber", "mails", ["subscriber"])
    op.create_table(
        "meeting_notes",
        sa.Column("id", _ID, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("meeting", _ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("meeting_notes", "meeting", "meetings", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_notes")),
        sa.UniqueConstraint("network", "number", name=op.f("uq_meeting_notes_network")),
    )
    op.create_index("ix_meeting_notes_meeting", "meeting_notes", ["meeting", "id"])
    op.create_table(
        "poll_votes",
        sa.Column("poll", _ID, nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("date", sa.Integer(), nullable=False),
        sa.Column("vote", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("poll_votes", "poll", "polls", "CASCADE"),
        sa.PrimaryKeyConstraint("poll", "user", "date", name=op.f("pk_poll_votes")),
    )
    op.create_table(
        "question_events",
        sa.Column("id", _ID, nullable=False),
        sa.Column("question", _ID, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        _key("question_events", "question", "questions", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_events")),
    )
    op.create_index("ix_question_events_question", "question_events", ["question", "id"])
    op.create_table(
        "readers",
        sa.Column("question", _ID, nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        _key("readers", "question", "questions", "CASCADE"),
        sa.PrimaryKeyConstraint("question", "user", name=op.f("pk_readers")),
    )
    op.create_table(
        "subscriptions",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("feed", _ID, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("theme", sa.Text(), server_default="", nullable=False),
        sa.Column("standing", sa.Text(), server_default="followed", nullable=False),
        sa.Column("rules", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("configured", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column("by", sa.Text(), server_default="", nullable=False),
        sa.Column("told_since", sa.DateTime(timezone=True), nullable=True),
        _key("subscriptions", "feed", "feeds", "CASCADE"),
        sa.PrimaryKeyConstraint("network", "feed", name=op.f("pk_subscriptions")),
    )
    op.create_index("ix_subscriptions_feed", "subscriptions", ["feed"])
    op.create_table(
        "supporters",
        sa.Column("question", _ID, nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("territory", sa.Text(), server_default="", nullable=False),
        _key("supporters", "question", "questions", "CASCADE"),
        sa.PrimaryKeyConstraint("question", "user", name=op.f("pk_supporters")),
    )
    op.create_table(
        "article_stems",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("stem", sa.Text(), nullable=False),
        sa.Column("article", _ID, nullable=False),
        sa.Column("weight", sa.SmallInteger(), nullable=False),
        _key("article_stems", "article", "articles", "CASCADE"),
        sa.PrimaryKeyConstraint("network", "stem", "article", name=op.f("pk_article_stems")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_article_stems_article", "article_stems", ["article"])
    op.create_table(
        "contributions",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("article", _ID, nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("signed", sa.Boolean(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("post", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("contributions", "article", "articles", "CASCADE"),
        sa.PrimaryKeyConstraint("network", "article", "user", name=op.f("pk_contributions")),
    )
    op.create_table(
        "deadlines",
        sa.Column("id", _ID, nullable=False),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("article", _ID, nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("starts", sa.Date(), nullable=True),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        _key("deadlines", "article", "articles", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
        sa.UniqueConstraint("network", "number", name=op.f("uq_deadlines_network")),
    )
    op.create_index("ix_deadlines_status", "deadlines", ["network", "status", "ends"])
    op.create_table(
        "idea_votes",
        sa.Column("idea", _ID, nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("idea_votes", "idea", "ideas", "CASCADE"),
        sa.PrimaryKeyConstraint("idea", "user", name=op.f("pk_idea_votes")),
    )
    op.create_table(
        "picks",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("article", _ID, nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("picks", "article", "articles", "CASCADE"),
        sa.PrimaryKeyConstraint("network", "article", name=op.f("pk_picks")),
    )
    op.create_table(
        "publications",
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("article", _ID, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("theme", sa.Text(), server_default="", nullable=False),
        sa.Column("place", sa.Integer(), server_default="0", nullable=False),
        sa.Column("brief", sa.Boolean(), server_default=sa.false(), nullable=False),
        _key("publications", "article", "articles", "CASCADE"),
        sa.PrimaryKeyConstraint("network", "article", name=op.f("pk_publications")),
    )
    op.create_index("ix_publications_due", "publications", ["network", "due_at"])
    op.create_table(
        "applicants",
        sa.Column("deadline", _ID, nullable=False),
        sa.Column("user", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _key("applicants", "deadline", "deadlines", "CASCADE"),
        sa.PrimaryKeyConstraint("deadline", "user", name=op.f("pk_applicants")),
    )


def _key(table: str, column: str, other: str, ondelete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name, ondelete=ondelete)
