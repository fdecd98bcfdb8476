"""Coordinators are asked at once about what would be over before their letter tells it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.letter import dates as letter_dates
from bot.network.network import Network
from bot.people.wish import Weight
from bot.relay.announcing import card
from bot.relay.announcing import store as announcements
from bot.relay.announcing.rules import Arrival, CopyStatus
from bot.talk import say
from bot.talk.context import Context


def due(
    db: Connection, networks: Sequence[Network], now: datetime
) -> Mapping[str, Sequence[Arrival]]:
    """Return what no letter tells in time and nobody was asked about, by network."""
    found = announcements.to_ask_of(db, networks, now)
    letters = {
        each.slug: letter_dates.next_date(db, each, now) for each in networks if each.slug in found
    }
    late = {
        slug: [each for each in arrivals if _too_late(each, letters[slug])]
        for slug, arrivals in found.items()
    }
    return {slug: arrivals for slug, arrivals in late.items() if arrivals}


def ask(ctx: Context, found: Sequence[Arrival]) -> int:
    """Ask the network's coordinators to choose; return how many announcements that is.

    What Monday's card tells in time is left to it. That they were asked is written with the
    messages.
    """
    for each in found:
        shown = card.shown(ctx, each)
        say.to_coordinators(
            ctx,
            card.asking_key(each.copy),
            shown.text,
            weight=Weight.DUTY,
            until=each.announcement.over_at,
            buttons=shown.buttons,
            not_after=each.announcement.over_at,
        )
        announcements.save_copy(ctx.db, replace(each.copy, asked=True), was=each.copy)
    return len(found)


def waiting(ctx: Context) -> Sequence[Arrival]:
    """Return what waits for a choice of the network's coordinators, the oldest first."""
    found = announcements.arrivals(ctx.db, ctx.network.slug, ctx.now)
    return [
        each
        for each in reversed(found)
        if each.copy.open
        and (
            each.copy.status is CopyStatus.WAITING
            or not card.letter_in_time(ctx, each.announcement)
        )
    ]


def _too_late(arrival: Arrival, letter: datetime | None) -> bool:
    return letter is None or letter >= arrival.announcement.over_at
