"""Who holds a meeting in the coordination's place: asked as for any task, named once they said yes.

The meeting itself says who holds it; who was asked and has not said yet is kept as for other tasks.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.meeting import planning
from bot.meeting.rules import COMING, Meeting
from bot.talk.context import Context
from bot.talk.entrusting import service, store
from bot.talk.entrusting.rules import Entrusted, EntrustedTask


def given(ctx: Context, meeting: Meeting) -> Sequence[Entrusted]:
    """Return who holds a meeting, then who was asked to."""
    here, task, holder = ctx.network.slug, EntrustedTask.MEETING, meeting.entrusted_to
    asked = store.of(ctx.db, here, task, meeting.number, ctx.now)
    held = Entrusted(
        network=here,
        task=task,
        number=meeting.number,
        user=holder,
        by="",
        at=meeting.end,
        asked_at=ctx.now,
        accepted_at=ctx.now,
    )
    return [*([held] if holder else []), *(each for each in asked if each.user != holder)]


def entrust(ctx: Context, number: int, user: str) -> Meeting:
    """Have a meeting held by someone who said yes, "" for the coordination again.

    Raises MEETING_NOT_NOW, ChangedMeanwhileError.
    """
    return planning.keep(ctx, planning.numbered(ctx, number).entrust(user))


def follow(ctx: Context, found: Sequence[Entrusted]) -> int:
    """Take back what people who left the channel were asked for or hold; coordinators are told."""
    for each in found:
        meeting = planning.numbered(ctx, each.number) if each.number else None
        if meeting is not None and meeting.entrusted_to == each.user and meeting.status in COMING:
            entrust(ctx, each.number, "")
    return service.follow(ctx, found)
