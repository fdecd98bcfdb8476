"""Monday's card: the one message that a coordinator's week begins with, if anything waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.core import occurrences
from bot.letter.mail import store as mails
from bot.network.network import Network
from bot.talk import say
from bot.talk.context import Context
from bot.week import card, todo
from bot.week.rules import week_of

WEEK = "week"
"""The kind of occurrence that a week's card is, told or empty."""


def due(db: Connection, networks: Sequence[Network], now: datetime) -> Mapping[str, datetime]:
    """Return the weeks that began and whose card is not told yet, by network."""
    since = occurrences.since_and_last_of_each(db, WEEK, [each.slug for each in networks])
    weeks = {each.slug: week_of(now, each.timezone) for each in networks}
    return {slug: week for slug, week in weeks.items() if since[slug][0] < week}


def tell(ctx: Context, week: datetime) -> int:
    """Tell each coordinator what they have to do this week; return how many were told.

    It takes the place of the last one's card. What a card tells of mails is told once.
    """
    if not occurrences.record(ctx.db, ctx.network.slug, WEEK, due=week, now=ctx.now):
        return 0
    weight = say.as_duty(ctx, ctx.coordinators)
    told = 0
    for user in sorted(ctx.coordinators):
        over = ctx.render("aide/week_over.md.j2")
        say.remove(ctx, _key(ctx, week - timedelta(weeks=1), user), over)
        if todos := todo.waiting(ctx, user):
            text, verbs = card.week(ctx, todos)
            say.to_user(ctx, _key(ctx, week, user), user, text, weight=weight, buttons=verbs)
            told += 1
    for letter in mails.untold(ctx.db, [ctx.network], ctx.now).get(ctx.network.slug, ()):
        mails.tell(ctx.db, letter)
    return told


def _key(ctx: Context, week: datetime, user: str) -> str:
    day = week.astimezone(ZoneInfo(ctx.network.timezone))
    return f"{WEEK}:{ctx.network.slug}:{day:%G-W%V}:{user}"
