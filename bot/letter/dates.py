"""When letters come out, by the rhythm, moved or skipped."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.core import occurrences, settings
from bot.letter import store as letters
from bot.letter.rules import Letter
from bot.network import rhythms
from bot.network.network import Network
from bot.network.schedule import Due, dates_after, month_of
from bot.talk.context import Context

LETTER = Due.LETTER.value
"""The kind of occurrence that a letter is."""

NEAR_DATE = timedelta(days=15)
"""A letter published so long before a date of the rhythm stands for it."""

_SKIPPED = "letter.skipped"
_REMEMBERED = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Owed:
    """A letter to publish now: `due` by the rhythm, to come out `at`."""

    due: datetime
    at: datetime


def skipped(db: Connection, network: str) -> frozenset[datetime]:
    """Return the dates of the rhythm at which a network wants no letter, past ones too."""
    kept = settings.get(db, network, _SKIPPED) or ""
    return frozenset(map(datetime.fromisoformat, kept.split()))


def skip(ctx: Context, due: datetime) -> None:
    """Have no letter at a date of the rhythm; those skipped before stay so."""
    _put_skipped(ctx, {*skipped(ctx.db, ctx.network.slug), due})


def unskip(ctx: Context) -> None:
    """Have a letter after all at each date that is still ahead; what has passed has passed."""
    dates = skipped(ctx.db, ctx.network.slug)
    _put_skipped(ctx, {at for at in dates if at <= ctx.now})


def rhythm_dates(db: Connection, network: Network, now: datetime) -> Iterator[datetime]:
    """Yield the dates of the rhythm ahead that have no letter yet and are not skipped.

    A letter stands for its whole day, as `rhythms.owed` has it.
    """
    done = occurrences.last(db, network.slug, LETTER)
    out = skipped(db, network.slug)
    for at in _not_done(dates_after(network, Due.LETTER, now), done, network.timezone):
        if at not in out:
            yield at


def ahead(db: Connection, network: Network, now: datetime) -> Iterator[datetime]:
    """Yield when letters come out from now on, the one that was moved at its own date first.

    It stands for the dates of the rhythm that it was moved beyond.
    """
    draft = letters.draft(db, network.slug)
    moved = draft.moved_to if draft is not None else None
    if moved is not None and moved > now:
        yield moved
    for at in rhythm_dates(db, network, now):
        if draft is None or moved is None or (at != draft.due_at and at > moved):
            yield at


def next_at(ctx: Context) -> datetime | None:
    """Return when the next letter comes out, None where the rhythm has none and none was set."""
    draft = letters.draft(ctx.db, ctx.network.slug)
    if draft is not None and draft.moved_to is not None:
        return draft.moved_to
    owing = owed(ctx)
    return owing.at if owing else next(rhythm_dates(ctx.db, ctx.network, ctx.now), None)


def owed(ctx: Context) -> Owed | None:
    """Return the letter that must come out now, None when none must.

    Of several dates missed, the last one: one late run, never a burst. A letter that was moved
    beyond later dates of the rhythm stands for these too.
    """
    return owed_of_each(ctx.db, [ctx.network], ctx.now).get(ctx.network.slug)


def owed_of_each(db: Connection, networks: Iterable[Network], now: datetime) -> Mapping[str, Owed]:
    """Return the letters that must come out now, by network: see `owed`."""
    networks = list(networks)
    passed = rhythms.owed_of_each(db, networks, Due.LETTER, now)
    moved = letters.moved(db, [each.slug for each in networks])
    found = {
        each.slug: _owed(db, each, passed.get(each.slug), now)
        for each in networks
        if each.slug in passed or each.slug in moved
    }
    return {slug: owing for slug, owing in found.items() if owing is not None}


def stands_for(ctx: Context, draft: Letter) -> datetime:
    """Return the date of the rhythm that a letter published at once stands for, else now.

    That is the last one that passed without its letter, the one that the draft was moved from,
    or the next one, if it comes soon: this month, or within NEAR_DATE. No second letter comes
    for it.
    """
    passed = rhythms.owed(ctx.db, ctx.network, Due.LETTER, ctx.now)
    ahead = next(rhythm_dates(ctx.db, ctx.network, ctx.now), None) if passed is None else None
    zone = ctx.network.timezone
    near = ahead is not None and (
        month_of(ahead, zone) == month_of(ctx.now, zone)
        or (draft.due_at is None and ahead - ctx.now <= NEAR_DATE)
    )
    dates = (passed, draft.due_at, ahead if near else None)
    return max((at for at in dates if at), default=ctx.now)


def coming_skip(ctx: Context) -> datetime | None:
    """Return the next date that is skipped, None when none ahead is."""
    dates = skipped(ctx.db, ctx.network.slug)
    return min((at for at in dates if at > ctx.now), default=None)


def _owed(db: Connection, network: Network, passed: datetime | None, now: datetime) -> Owed | None:
    """Return the letter that must come out now, by the last date of the rhythm that passed."""
    draft = letters.draft(db, network.slug)
    if draft is not None and draft.moved_to is not None:
        if draft.moved_to > now:
            return None
        stood_for = draft.due_at or draft.moved_to
        return Owed(max(stood_for, passed or stood_for), draft.moved_to)
    if passed is None or passed in skipped(db, network.slug):
        return None
    return Owed(passed, passed)


def _not_done(dates: Iterator[datetime], done: datetime | None, zone: str) -> Iterator[datetime]:
    """Leave out the dates that a letter stands for already."""
    if done is None:
        return dates
    day = _day(done, zone)
    return (at for at in dates if at > done and _day(at, zone) != day)


def _put_skipped(ctx: Context, dates: Collection[datetime]) -> None:
    """Keep the dates that are skipped, but those that nothing looks back at any more."""
    kept = sorted(at for at in dates if at > ctx.now - _REMEMBERED)
    written = " ".join(at.isoformat() for at in kept)
    settings.put(ctx.db, ctx.network.slug, _SKIPPED, written)


def _day(moment: datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date()
