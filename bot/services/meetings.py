"""The next meeting and the draft of its agenda."""

from __future__ import annotations

from datetime import datetime

from bot.domain.meeting import Agenda, draft_agenda
from bot.domain.question import Occasion
from bot.services import veille
from bot.store import questions
from bot.store.questions import Choice
from bot.talk.context import Context


def next_date(ctx: Context) -> datetime:
    """Return when the network's rhythm puts its next meeting."""
    return ctx.network.meeting.next_dates(ctx.now, ctx.network.timezone, 1)[0]


def agenda(ctx: Context) -> Agenda:
    """Draft the next meeting's agenda from what is pending, but for what waits elsewhere."""
    waiting = [
        question
        for question in questions.listed(ctx.db, ctx.network.slug, Choice())
        if question.occasion in (None, Occasion.MEETING)
    ]
    return draft_agenda(waiting, veille.unread(ctx), at=next_date(ctx))
