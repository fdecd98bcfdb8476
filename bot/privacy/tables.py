"""The tables, a module a room. Portable SQL: the same on SQLite and PostgreSQL."""

from __future__ import annotations

from bot.core.columns import Moment, metadata
from bot.core.message_tables import channels, command_tokens, cursors, outbox, reactions, seen
from bot.core.tables import counters, generations, occurrences, settings
from bot.letter.mail.tables import mails, subscribers, suppressions
from bot.letter.tables import letter_answers, letter_notes, letters
from bot.meeting.tables import (
    attendances,
    feedback,
    feedback_given,
    host_calls,
    hosts,
    idea_votes,
    ideas,
    meeting_notes,
    meetings,
    poll_votes,
    polls,
    skipped_dates,
)
from bot.people.tables import acquaintances, ended_accounts, preferences
from bot.question.tables import question_events, questions, readers, supporters
from bot.talk.undecided.tables import undecided_texts
from bot.veille.tables import (
    applicants,
    article_stems,
    articles,
    contributions,
    deadlines,
    feed_trials,
    feeds,
    picks,
    publications,
    subscriptions,
)

__all__ = [
    "Moment",
    "acquaintances",
    "applicants",
    "article_stems",
    "articles",
    "attendances",
    "channels",
    "command_tokens",
    "contributions",
    "counters",
    "cursors",
    "deadlines",
    "ended_accounts",
    "feed_trials",
    "feedback",
    "feedback_given",
    "feeds",
    "generations",
    "host_calls",
    "hosts",
    "idea_votes",
    "ideas",
    "letter_answers",
    "letter_notes",
    "letters",
    "mails",
    "meeting_notes",
    "meetings",
    "metadata",
    "occurrences",
    "outbox",
    "picks",
    "poll_votes",
    "polls",
    "preferences",
    "publications",
    "question_events",
    "questions",
    "reactions",
    "readers",
    "seen",
    "settings",
    "skipped_dates",
    "subscribers",
    "subscriptions",
    "supporters",
    "suppressions",
    "undecided_texts",
]
