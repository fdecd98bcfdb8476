"""Deadlines of calls for projects: read in articles, checked by a coordinator, reminded of."""

from __future__ import annotations

from bot.domain.deadline.deadline import (
    DEADLINE_TRANSITIONS,
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
    said,
)
from bot.domain.deadline.passages import may_tell
from bot.domain.deadline.reading import Found, dated_phrases, found_in
from bot.domain.deadline.typed import (
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
    "Bucket",
    "BucketKind",
    "Deadline",
    "DeadlineEndedError",
    "DeadlineStateError",
    "DeadlineStatus",
    "DeadlineStep",
    "DeadlineUnreadError",
    "Found",
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
    "said",
]
