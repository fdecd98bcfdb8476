"""Coordinators are asked, in private and some days before, for what the letter still misses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.core import occurrences
from bot.letter import card, gathering
from bot.letter import dates as letter_dates
from bot.letter import store as letters
from bot.letter.rules import Asking
from bot.network.network import Network
from bot.network.schedule import next_letter
from bot.talk import say
from bot.talk.context import Context


def due(
    db: Connection, networks: Sequence[Network], now: datetime
) -> Mapping[str, tuple[Asking, datetime]]:
    """Return which asking is due and was not done, and for the letter of when, by network.

    A letter that is far by the rhythm and was not moved is looked at no closer.
    """
    moved = letters.moved(db)
    near = [each for each in networks if each.slug in moved or _is_near(each, now)]
    found = {}
    for each in near:
        at = letter_dates.next_date(db, each, now)
        asking = _due(db, each, at, now) if at is not None and at > now else None
        if at is not None and asking is not None:
            found[each.slug] = (asking, at)
    return found


def ask(ctx: Context, due: tuple[Asking, datetime]) -> int:
    """Ask the coordinators what is due to be asked, once each; return how many times: 0 or 1."""
    asking, at = due
    content = gathering.preview(ctx)
    if asking is Asking.AGAIN and not content.awaited:
        return 0
    _note(ctx, asking, at)
    key = f"{asking.value}:{ctx.network.slug}:{at:%Y-%m-%dT%H:%M}"
    text = ctx.render(
        "lettre/asked.md.j2",
        content=content,
        again=asking is Asking.AGAIN,
    )
    buttons = (*card.wanting_buttons(content), card.preview_button())
    say.to_coordinators(ctx, key, text, buttons=buttons)
    return 1


def _is_near(network: Network, now: datetime) -> bool:
    at = next_letter(network, now)
    return at is not None and now >= Asking.FIRST.begins(at, network.timezone)


def _due(db: Connection, network: Network, at: datetime, now: datetime) -> Asking | None:
    """Return the first asking for a letter that has begun and was not done."""
    begun = [each for each in Asking if now >= each.begins(at, network.timezone)]
    done = (occurrences.recorded(db, network.slug, each.value, due=at) for each in begun)
    return next((each for each, was in zip(begun, done, strict=True) if not was), None)


def _note(ctx: Context, asking: Asking, at: datetime) -> None:
    """Note that it was asked; a letter that was near already is not asked for twice."""
    for each in Asking:
        if each is asking or ctx.now >= each.begins(at, ctx.network.timezone):
            occurrences.record(ctx.db, ctx.network.slug, each.value, due=at, now=ctx.now)
