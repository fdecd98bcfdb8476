"""The year at a glance: gathered, told, drawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import takewhile

from bot.core import occurrences
from bot.core.message import File, FileKind
from bot.letter import dates as letter_dates
from bot.meeting import store as meetings
from bot.network import schedule
from bot.network.schedule import Due
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.veille.elsewhere.showing import between
from bot.year import glance
from bot.year import sequence_store as sequences
from bot.year.glance import AHEAD, LOOKED_BACK, Glance, State, YearEvent
from bot.year.glance_drawing import draw


def look(ctx: Context) -> Glance:
    """Return the network's year, what the rhythm brings included."""
    zone = ctx.network.timezone
    since = schedule.months_later(schedule.month_of(ctx.now, zone), -LOOKED_BACK).astimezone(UTC)
    slug = ctx.network.slug
    events = [*sequences.since(ctx.db, slug, since, ctx.now), *_ahead(ctx)]
    return glance.look(events, began=occurrences.began(ctx.db, slug), now=ctx.now, zone=zone)


def told(ctx: Context, seen: Glance, *, coordinates: bool) -> str:
    """Return the year in words, with what calendars tell of the months to come."""
    return ctx.render(
        "reseau/glance.md.j2",
        glance=seen,
        ahead=seen.ahead(ctx.now),
        elsewhere=between(ctx, ctx.now, _end(ctx)),
        coordinates=coordinates,
    )


def send(ctx: Context, by: Caller, *, to_channel: bool) -> Glance:
    """Send the year's picture, its words beside it for whoever cannot see it.

    To whoever asks, by direct message, or to the channel.
    """
    seen = look(ctx)
    text = told(ctx, seen, coordinates=False)
    file = File(
        name=f"rencontres-lettres-veilles-{ctx.network.slug}-{ctx.now:%Y-%m-%d}.png",
        kind=FileKind.DRAWING,
        content=draw(seen, ctx.network, ctx.render),
    )
    say.hand_over(ctx, None if to_channel else by.id, text, file)
    return seen


def _ahead(ctx: Context) -> Iterator[YearEvent]:
    """Yield what the rhythm brings in the months to come, but for what is done or planned."""
    taken = meetings.taken(ctx.db, ctx.network.slug, ctx.now)
    for at in _shown(ctx, schedule.dates_after(ctx.network, Due.MEETING, ctx.now)):
        if at not in taken:
            yield YearEvent(due=Due.MEETING, at=at, state=State.PROPOSED)
    for at in _shown(ctx, letter_dates.ahead(ctx.db, ctx.network, ctx.now)):
        yield YearEvent(due=Due.LETTER, at=at, state=State.PLANNED)
    for at in _shown(ctx, schedule.dates_after(ctx.network, Due.DIGEST, ctx.now)):
        yield YearEvent(due=Due.DIGEST, at=at, state=State.PLANNED)


def _shown(ctx: Context, dates: Iterator[datetime]) -> Iterator[datetime]:
    """Yield the dates of the months that are shown."""
    end = _end(ctx)
    return takewhile(lambda at: at < end, dates)


def _end(ctx: Context) -> datetime:
    month = schedule.month_of(ctx.now, ctx.network.timezone)
    return schedule.months_later(month, AHEAD + 1)
