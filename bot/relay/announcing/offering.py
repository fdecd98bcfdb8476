"""What a network keeps itself is offered to those below: an article, a deadline, a meeting.

A project too, with its author's yes; who joins it from there writes to them, and is kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from bot.core.errors import TOO_LATE, UserError
from bot.core.message import Button
from bot.french.text import stored_text
from bot.meeting import store as meetings
from bot.meeting.ideas import choosing
from bot.meeting.ideas import store as ideas
from bot.meeting.ideas.choosing import UNSHARE
from bot.meeting.ideas.rules import NOT_SHARED, Idea
from bot.meeting.rules import MeetingStatus
from bot.network.network import Network
from bot.network.rights import Act, Tie
from bot.people.acquaintances import imprint
from bot.people.wish import Weight
from bot.relay.announcing import announcing
from bot.relay.announcing import store as announcements
from bot.relay.announcing.rules import (
    ANNOUNCEMENT_LIMIT,
    LASTS,
    NOTHING_TO_OFFER,
    Announcement,
    AnnouncementOrigin,
)
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.render import full_moment, shorten
from bot.talk.reply import Reply
from bot.veille import sorting
from bot.veille.deadlines import store as deadlines
from bot.veille.pick import Verdict

SHARE = "rencontre partager-projet"
"""By which a project's author lets the territories read it."""

JOINING_LIMIT = 300
"""Characters of what someone writes to join a project from elsewhere: who, and how to answer."""

_NAMED = 3
"""Territories that a project's author reads the names of, when asked."""

_ON = (
    MeetingStatus.ANNOUNCED,
    MeetingStatus.RUNNING,
    MeetingStatus.HELD,
    MeetingStatus.REPORTED,
)
"""Where a meeting stands that members know of and that takes place."""


def offer(
    ctx: Context, origin: AnnouncementOrigin, number: int, by: Caller | None
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
    if origin is AnnouncementOrigin.ARTICLE and by is not None:
        sorting.decide(ctx, (number,), sorting.KEEP, by)
    return announcing.send(
        ctx, replace(made, origin=origin, ref=number, author=by.id if by else "")
    )


def ask_author(ctx: Context, number: int, by: Caller) -> Reply | None:
    """Ask a project's author whether those below may read it; None where they agreed already.

    Raises TOO_LATE, UNKNOWN_IDEA, IDEA_ENDED, NOT_SHARED.
    """
    below = announcing.below(ctx)
    idea = ideas.get(ctx.db, ctx.network.slug, number)
    if idea.shared:
        return None
    idea.share(agreed=True)
    if idea.outside is False:
        raise NOT_SHARED(number=number)
    named = [each.spoken for each in below[:_NAMED]]
    text = ctx.render("reseau/project_asked.md.j2", idea=idea, named=named, count=len(below))
    verbs = (
        Button("accord", "D'accord", SHARE, str(number), primary=True),
        Button("non", "Non, il reste ici", UNSHARE, str(number)),
    )
    if idea.author == by.id:
        return Reply(text=text, buttons=verbs, leads_on=True)
    say.to_user(
        ctx, _asking(idea), idea.author, text, weight=Weight.ASKED, once=True, buttons=verbs
    )
    return ctx.reply("reseau/project_asking.md.j2", idea=idea)


def share(ctx: Context, number: int, by: Caller, *, agreed: bool) -> Idea:
    """Offer one's project to those below, or take it back from there.

    In the words that its network asked about, unless its author may announce there.

    Raises UNKNOWN_IDEA, NOT_ALLOWED, IDEA_ENDED, NOT_SHARED, TOO_LATE.
    """
    idea = ideas.get(ctx.db, ctx.network.slug, number)
    ctx.require(Act.WITHDRAW_IDEA, by, tie=Tie.AUTHOR if idea.author == by.id else Tie.NONE)
    if agreed and not (ctx.allows(Act.ANNOUNCE, by) or say.was_said(ctx, _asking(idea))):
        raise TOO_LATE(what=f"project {number}, which nobody asked about")
    said = idea.share(agreed=agreed)
    ideas.save(ctx.db, said, was=idea.status)
    offered = announcements.offer_of(ctx.db, ctx.network.slug, AnnouncementOrigin.PROJECT, number)
    if agreed:
        offer(ctx, AnnouncementOrigin.PROJECT, number, None)
    elif offered is not None:
        announcing.take_back(ctx, offered)
    return said


def join(ctx: Context, number: int, words: str, contact: str, by: Caller) -> Idea:
    """Write to the author of a project that another network offers; it is kept nowhere else.

    Raises UNKNOWN_ANNOUNCEMENT, EMPTY_TEXT, TOO_LATE.
    """
    announcement = announcements.arrival(ctx.db, ctx.network.slug, number).announcement
    announcement.require_live(ctx.now)
    kept = stored_text(words, what="votre mot")[:JOINING_LIMIT]
    contact = stored_text(contact, what="comment vous répondre")[:JOINING_LIMIT]
    above = ctx.at(ctx.networks[announcement.network])
    idea = ideas.get(ctx.db, announcement.network, announcement.ref)
    if announcement.origin is not AnnouncementOrigin.PROJECT or not idea.shared:
        raise TOO_LATE(what=f"project {announcement.ref}")
    text = above.render(
        "reseau/project_joined.md.j2", idea=idea, words=kept, contact=contact, source=ctx.network
    )
    key = f"{choosing.key_of(idea)}:joined:{imprint(ctx.network.slug, by.id)}"
    if say.was_said(above, key):
        raise TOO_LATE(what=f"a second word about project {announcement.ref}")
    say.to_user(above, key, idea.author, text, weight=Weight.ASKED)
    return idea


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
        lasts = each.origin is AnnouncementOrigin.PROJECT  # as long as the others, from the yes on
        ends = each.over_at if lasts else made.over_at
        after = each.edit(made.text, made.link, ends, dated=made.dated, now=ctx.now)
        done += (
            announcing.change(ctx, each, replace(after, title=made.title)).version > each.version
        )
    return done


def _asking(idea: Idea) -> str:
    """Return the key of what asks a project's author, in its words of today."""
    return f"{choosing.key_of(idea)}:share:{imprint(idea.author, idea.text)}"


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


def _project(ctx: Context, number: int) -> Announcement | None:
    idea = ideas.get(ctx.db, ctx.network.slug, number)
    return _made(ctx, f"Projet à plusieurs : {idea.text}", "") if idea.shared else None


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
    AnnouncementOrigin.PROJECT: _project,
}

ORIGINS = {each.label: each for each in _OFFERS}
"""What may be offered, by its name in the verb: « échéance 3 »."""
