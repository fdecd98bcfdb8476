"""Deadlines of calls for projects: read in articles, checked by a coordinator, reminded of."""

from __future__ import annotations

from bot.veille.deadlines.passages import may_tell
from bot.veille.deadlines.reading import FoundDeadline, dated_phrases, found_in
from bot.veille.deadlines.rules import (
    DEADLINE_TRANSITIONS,
    FIRST_REMINDED_WITHIN,
    Bucket,
    BucketKind,
    Deadline,
    DeadlineEndedError,
    DeadlineStateError,
    DeadlineStatus,
    DeadlineStep,
    NoDeadlineNumberError,
    PastDeadlineError,
    UnknownDeadlineError,
    buckets,
    due_reminder,
    reminders,
)
from bot.veille.deadlines.typed import (
    DeadlineUnreadError,
    LongDeadlineTitleError,
    NoDeadlineLinkError,
    NoDeadlineTitleError,
    TypedDeadline,
    WrongWeekdayError,
    read_deadline,
)

__all__ = [
    "DEADLINE_TRANSITIONS",
    "FIRST_REMINDED_WITHIN",
    "Bucket",
    "BucketKind",
    "Deadline",
    "DeadlineEndedError",
    "DeadlineStateError",
    "DeadlineStatus",
    "DeadlineStep",
    "DeadlineUnreadError",
    "FoundDeadline",
    "LongDeadlineTitleError",
    "NoDeadlineLinkError",
    "NoDeadlineNumberError",
    "NoDeadlineTitleError",
    "PastDeadlineError",
    "TypedDeadline",
    "UnknownDeadlineError",
    "WrongWeekdayError",
    "buckets",
    "dated_phrases",
    "due_reminder",
    "found_in",
    "may_tell",
    "read_deadline",
    "reminders",
]
