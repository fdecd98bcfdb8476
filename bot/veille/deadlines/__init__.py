"""Deadlines of calls for projects: read in articles, checked by a coordinator, reminded of."""

# mypy: implicit-reexport

from __future__ import annotations

from bot.veille.deadlines.passages import may_tell
from bot.veille.deadlines.reading import FoundDeadline, dated_phrases, found_in
from bot.veille.deadlines.rules import (
    DEADLINE_ENDED,
    DEADLINE_STATE,
    DEADLINE_TRANSITIONS,
    FIRST_REMINDED_WITHIN,
    NO_DEADLINE_NUMBER,
    PAST_DEADLINE,
    UNKNOWN_DEADLINE,
    Bucket,
    BucketKind,
    Deadline,
    DeadlineStatus,
    DeadlineStep,
    buckets,
    due_reminder,
    reminders,
)
from bot.veille.deadlines.typed import (
    DEADLINE_UNREAD,
    LONG_DEADLINE_TITLE,
    NO_DEADLINE_LINK,
    NO_DEADLINE_TITLE,
    WRONG_WEEKDAY,
    TypedDeadline,
    read_deadline,
)
