"""Forgets, each day, what is no longer needed.

A crash at the worst moment leaves some of it for the next day.
"""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy import Connection

from bot.dispatch import Clock
from bot.domain.mail import MAILS_KEPT, UNCONFIRMED_KEPT
from bot.services import ideas, meetings, polls, questions
from bot.store import (
    attendances,
    contributions,
    deadlines,
    hosts,
    mails,
    messages,
    outbox,
    picks,
    search,
    subscribers,
)
from bot.store.database import Database

log = structlog.get_logger(__name__)

READ_MESSAGES = timedelta(days=30)
"""How long we remember that a message was acted upon."""

SAID_MESSAGES = timedelta(days=30)
"""How long what was said is kept, but for cards: their question may still change."""

ENDED_QUESTIONS = timedelta(days=365)
"""After this an ended question has no author any more, nor has an idea for an animation."""

ENDED_DEADLINES = timedelta(days=365)
"""After this an ended deadline is gone."""

APPLICANTS = timedelta(days=30)
"""How long after a deadline we know who applied."""

CONTRIBUTIONS = timedelta(days=365)
"""How long we know who proposed a link, or found an article useful."""

HOST_CALLS = timedelta(days=30)
"""How long after a meeting we know who was asked to host it, and who could not."""

HOST_WISHES = timedelta(days=730)
"""How long an offer to host stands, as meetings do; absences are forgotten when they end."""

ENDED_POLLS = timedelta(days=365)
"""After this an ended poll is gone, with who voted what."""


PICKS = timedelta(days=365)
"""After this we do not know which coordinator chose an article."""

ATTENDANCES = timedelta(days=30)
"""How long after a meeting we know who said they would come; the minutes have their count."""

MEETINGS = timedelta(days=730)
"""How long meetings are kept, with their notes and what people thought of them."""


class Purge:
    """The daily purge."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def forget(self) -> None:
        """Forget what is past its time."""
        now = self._clock()

        def work(db: Connection) -> tuple[int, ...]:
            return (
                messages.forget_before(db, now - READ_MESSAGES),
                outbox.forget_before(db, now - SAID_MESSAGES),
                questions.forget_people(db, now - ENDED_QUESTIONS),
                polls.forget(db, now - ENDED_POLLS),
                search.sweep(db),
                attendances.forget(db, now - ATTENDANCES),
                meetings.forget(db, now - MEETINGS),
                ideas.forget_people(db, now - ENDED_QUESTIONS),
                deadlines.forget(db, now - ENDED_DEADLINES),
                deadlines.forget_applicants(db, now - APPLICANTS)
                + deadlines.forget_people(db, now - ENDED_DEADLINES),
                picks.forget_people(db, now - PICKS),
                hosts.forget_calls(db, now - HOST_CALLS)
                + hosts.forget_absences(db, now)
                + hosts.forget_wishes(db, now - HOST_WISHES),
                contributions.forget(db, now - CONTRIBUTIONS),
                subscribers.forget_unconfirmed(db, now - UNCONFIRMED_KEPT)
                + mails.forget(db, now - MAILS_KEPT),
            )

        (
            read,
            said,
            authors,
            ended,
            stems,
            coming,
            held,
            proposers,
            over,
            applicants,
            sorters,
            hosting,
            gifts,
            mailed,
        ) = await self._database.run(work)
        log.info(
            "purged",
            read=read,
            said=said,
            authors=authors,
            polls=ended,
            stems=stems,
            attendances=coming,
            meetings=held,
            proposers=proposers,
            deadlines=over,
            applicants=applicants,
            sorters=sorters,
            hosting=hosting,
            contributions=gifts,
            mails=mailed,
        )
