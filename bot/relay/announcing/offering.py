"""What a network keeps itself is offered to those below: an article, a deadline, a meeting."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from bot.core.errors import UserError
from bot.meeting import store as meetings
from bot.meeting.rules import MeetingStatus
from bot.network.network import Network
from bot.relay.announcing import announcing
from bot.relay.announcing import store as announcements
from bot.relay.announcing.rules import (
    ANNOUNCEMENT_LIMIT,
    LASTS,
    NOTHING_TO_OFFER,
    Announcement,
    AnnouncementOrigin,
)
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.render import full_moment, shorten
from bot.veille import sorting
from bot.veille.deadlines import store as deadlines
from bot.veille.pick import Verdict

_ON = (
    MeetingStatus.ANNOUNCED,
    MeetingStatus.RUNNING,
    MeetingStatus.HELD,
    MeetingStatus.REPORTED,
)
"""Where a meeting stands that members know of and that takes place."""


def offer(
    ctx: Context, origin: AnnouncementOrigin, number: int, by: Caller
) -> tuple[Announcement, Sequence[Network]]:
    """Announce something of the network, by its number, to all those below.

    Once: then what was announced comes back. An article that is offered is kept in the digest.
    Raises TOO_LATE and NOTHING_TO_OFFER.
    """
    below = announcing.below(ctx)
    already = announcements.offer_of(ctx.db, ctx.network.slug, origin, number)
    if already is not None:
        return already, already.aim.among(below)
    made = NOTHING_TO_OFFER.unless(_offered(ctx, origin, number))
    if origin is AnnouncementOrigin.ARTICLE:
        sorting.decide(ctx, (number,), sorting.KEEP, by)
    return announcing.send(ctx, replace(made, origin=origin, ref=number, author=by.id))


def follow(ctx: Context, offered: Sequence[Announcement]) -> int:
    """Have announcements follow what they offer; return how many did.

    A meeting that moved or a deadline that was corrected is rewritten wherever it was published,
    what was called off is struck through. Found again each time, so that a crash loses none.
    """
    done = 0
    for each in offered:
        made = _offered(ctx, each.origin, each.ref)
        if made is None:
            announcing.take_back(ctx, each)
            done += 1
            continue
        after = each.edit(made.text, made.link, made.over_at, dated=made.dated, now=ctx.now)
        done += (
            announcing.change(ctx, each, replace(after, title=made.title)).version > each.version
        )
    return done


def _offered(ctx: Context, origin: AnnouncementOrigin, number: int) -> Announcement | None:
    """Return what is announced of something, None where it is gone, or not to be announced."""
    with suppress(UserError):
        return _OFFERS[origin](ctx, number)
    return None


def _article(ctx: Context, number: int) -> Announcement | None:
    entry = sorting.find(ctx, number)
    if entry.verdict is Verdict.DROPPED:
        return None
    said = f"{entry.title}\n{entry.why}" if entry.why else entry.title
    return _made(ctx, said, entry.link)


def _deadline(ctx: Context, number: int) -> Announcement | None:
    deadline = deadlines.get(ctx.db, ctx.network.slug, number)
    if not deadline.checked or deadline.ended(ctx.now):
        return None
    made = _made(ctx, deadline.title, deadline.link)
    if deadline.ends is not None:
        made = replace(made, over_at=deadline.ends, dated=True)
    return replace(made, title=deadline.title)


def _meeting(ctx: Context, number: int) -> Announcement | None:
    meeting = meetings.get(ctx.db, ctx.network.slug, number)
    if meeting.status not in _ON or meeting.at <= ctx.now:
        return None
    where = [each for each in (meeting.place, "en visio" if meeting.link else "") if each]
    when = full_moment(meeting.at, ctx.network.timezone)
    said = ", ".join((f"Rencontre le {when}", *where))
    return replace(_made(ctx, said, ""), over_at=meeting.at)


def _made(ctx: Context, text: str, link: str) -> Announcement:
    return Announcement(
        network=ctx.network.slug,
        number=0,
        text=shorten(text, ANNOUNCEMENT_LIMIT),
        link=link,
        author="",
        made_at=ctx.now,
        over_at=ctx.now + LASTS,
    )


_OFFERS: Mapping[AnnouncementOrigin, Callable[[Context, int], Announcement | None]] = {
    AnnouncementOrigin.ARTICLE: _article,
    AnnouncementOrigin.DEADLINE: _deadline,
    AnnouncementOrigin.MEETING: _meeting,
}

ORIGINS = {each.label: each for each in _OFFERS}
"""What may be offered, by its name in the verb: « échéance 3 »."""
