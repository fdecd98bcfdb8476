"""A network chooses what becomes of what is announced from above: once, or for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core import outbox, settings
from bot.core.errors import TOO_LATE
from bot.french.text import stored_text
from bot.letter import note_store as letter_notes
from bot.network.rights import Role
from bot.people.wish import Weight
from bot.relay.announcing import card
from bot.relay.announcing import store as announcements
from bot.relay.announcing.rules import (
    ANNOUNCEMENT_LIMIT,
    LONG_ANNOUNCEMENT,
    USUAL_CHOICE,
    Announcement,
    AnnouncementChoice,
    AnnouncementCopy,
    AnnouncementOrigin,
    Arrival,
    CopyChange,
    CopyStatus,
)
from bot.talk import say
from bot.talk.command import CLOCK
from bot.talk.context import Context
from bot.veille.deadlines import service as deadlines

_SETTING = "announcements"


def choice_of(ctx: Context) -> AnnouncementChoice:
    """Return what the network wants done with what comes from above."""
    kept = settings.get(ctx.db, ctx.network.slug, _SETTING)
    return AnnouncementChoice(kept) if kept else USUAL_CHOICE


def choose(ctx: Context, choice: AnnouncementChoice) -> None:
    """Keep what the network wants from now on."""
    kept = "" if choice is USUAL_CHOICE else choice.value
    settings.put(ctx.db, ctx.network.slug, _SETTING, kept)


def publish(ctx: Context, number: int, adapted: str = "") -> Arrival:
    """Publish an announcement in the channel, in its own words or `adapted`.

    Raises UNKNOWN_ANNOUNCEMENT, TOO_LATE.
    """
    was = announcements.arrival(ctx.db, ctx.network.slug, number)
    was.announcement.require_live(ctx.now)
    published = was.copy.change(CopyChange.PUBLISHED, ctx.now, adapted=adapted)
    arrival = _settled(ctx, was, replace(was, copy=_without_note(ctx, published)))
    if was.copy.status is CopyStatus.PUBLISHED:
        post_again(ctx, arrival)
    else:
        post(ctx, arrival)
    return arrival


def adapt(ctx: Context, number: int, text: str) -> Arrival:
    """Publish an announcement in other words, in which personal data was looked for.

    Raises EMPTY_TEXT, LONG_ANNOUNCEMENT, and what `publish` does.
    """
    kept = stored_text(text, what="votre texte")
    if len(kept) > ANNOUNCEMENT_LIMIT:
        raise LONG_ANNOUNCEMENT(count=len(kept), most=ANNOUNCEMENT_LIMIT)
    was = announcements.arrival(ctx.db, ctx.network.slug, number)
    return publish(ctx, number, "" if kept == was.announcement.text else kept)


def keep(ctx: Context, number: int) -> Arrival:
    """Have an announcement told by the next letter, and by nothing else.

    Raises what `publish` does, also where no letter comes in time.
    """
    was = announcements.arrival(ctx.db, ctx.network.slug, number)
    was.announcement.require_live(ctx.now)
    if not card.letter_in_time(ctx, was.announcement):
        raise TOO_LATE(what=f"announcement {number}")
    kept = was.copy.change(CopyChange.KEPT, ctx.now)
    if not kept.note:
        note = card.letter_note(was.announcement, kept)
        kept = replace(kept, note=letter_notes.add(ctx.db, note).number)
    return _settled(ctx, was, replace(was, copy=kept))


def discard(ctx: Context, number: int) -> Arrival:
    """Set an announcement aside: neither the channel nor the letter tells it.

    Raises what `publish` does.
    """
    was = announcements.arrival(ctx.db, ctx.network.slug, number)
    was.announcement.require_live(ctx.now)
    dropped = was.copy.change(CopyChange.DISCARDED, ctx.now)
    return _settled(ctx, was, replace(was, copy=_without_note(ctx, dropped)))


def waiting(ctx: Context) -> Sequence[Arrival]:
    """Return what waits for a choice of the network's coordinators, the oldest first."""
    found = announcements.arrivals(ctx.db, ctx.network.slug, ctx.now)
    return [each for each in reversed(found) if _asks(ctx, each)]


def ask(ctx: Context, arrival: Arrival) -> None:
    """Ask coordinators, once, about what is over before the letter or their pile tells it."""
    over_at = arrival.announcement.over_at
    if arrival.copy.open and not card.letter_in_time(ctx, arrival.announcement):
        shown = card.shown(ctx, arrival)
        say.to_coordinators(
            ctx,
            card.asking_key(arrival.copy),
            shown.text,
            weight=Weight.DUTY,
            until=over_at,
            once=True,
            buttons=shown.buttons,
            not_after=over_at,
        )


def post(ctx: Context, arrival: Arrival) -> None:
    """Say an announcement in the channel, in time or never; whoever sends it may take it back.

    A deadline enters those of the network, which is reminded of it like of its own.
    """
    announcement = arrival.announcement
    _adopt(ctx, announcement)
    text, buttons = card.posted(ctx, arrival)
    say.in_channel(
        ctx,
        card.key_of(arrival.copy),
        text,
        buttons=buttons,
        not_after=announcement.over_at,
        held_until=ctx.now + ctx.hold if ctx.hold and ctx.how != CLOCK else None,
    )


def post_again(ctx: Context, arrival: Arrival) -> None:
    """Rewrite what the channel reads of an announcement; what waits is said anew."""
    key, over_at = card.key_of(arrival.copy), arrival.announcement.over_at
    if outbox.cancel(ctx.db, key):
        post(ctx, arrival)
        return
    _adopt(ctx, arrival.announcement)
    outbox.expire_at(ctx.db, key, over_at)
    text, buttons = card.posted(ctx, arrival)
    say.again(ctx, key, text, buttons=buttons)


def _asks(ctx: Context, arrival: Arrival) -> bool:
    waits = arrival.copy.status is CopyStatus.WAITING
    return arrival.copy.open and (waits or not card.letter_in_time(ctx, arrival.announcement))


def _settled(ctx: Context, was: Arrival, now: Arrival) -> Arrival:
    announcements.save_copy(ctx.db, now.copy, was=was.copy)
    card.show_asked(ctx, now)
    return now


def _without_note(ctx: Context, copy: AnnouncementCopy) -> AnnouncementCopy:
    """Take it out of the letter to come; what a letter told stays told."""
    if copy.told or copy.left_out:
        return copy
    letter_notes.remove(ctx.db, copy.network, copy.note)
    return replace(copy, note=0)


def _adopt(ctx: Context, announcement: Announcement) -> None:
    """Keep an announced deadline among those of the network, unless someone there settled it."""
    if announcement.origin is not AnnouncementOrigin.DEADLINE or not announcement.link:
        return
    known = card.own_deadline(ctx, announcement)
    if known is not None and known.by:
        return
    ends = announcement.over_at if announcement.dated else None
    by = ctx.acting("", Role.COORDINATOR)
    deadlines.propose(ctx, announcement.link, ends, announcement.title, by)
