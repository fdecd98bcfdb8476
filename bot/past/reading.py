"""Reading a channel's past: announced, read by a job, decided of, ended; stopped, or undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice

from bot.core import sources
from bot.core.source import MadeKind
from bot.french.text import TEXT_LIMIT
from bot.past import authors, card
from bot.past import store as pasts
from bot.past.finding import find
from bot.past.posts import TalkPost
from bot.past.rules import (
    MOST_FOUND,
    NEVER_ANNOUNCED,
    NOT_NOW,
    PastMessage,
    PastReading,
    PastState,
    starting,
)
from bot.question.rules import Question
from bot.talk.context import Context


def get(ctx: Context) -> PastReading:
    """Return the reading of the network's past. Raises NEVER_ANNOUNCED."""
    found = pasts.of(ctx.db, ctx.network.slug)
    return NEVER_ANNOUNCED.unless(found, network=ctx.network.slug)


def planned(ctx: Context) -> PastReading:
    """Return the reading that would be announced now. Raises NOT_NOW."""
    network = ctx.network
    if (found := pasts.of(ctx.db, network.slug)) is not None:
        raise NOT_NOW(network=network.slug, state=found.state)
    starts = starting(ctx.now, network.timezone, network.school_zone)
    return PastReading(network=network.slug, announced_at=ctx.now, starts_at=starts)


def announce(ctx: Context, by: str) -> PastReading:
    """Announce in the channel that its past will be read, once; "" for nobody's wish of today.

    Raises NOT_NOW.
    """
    reading = planned(ctx)
    if not pasts.add(ctx.db, reading):
        raise NOT_NOW(network=reading.network, state=get(ctx).state)
    card.announce(ctx, reading, by)
    return reading


def announce_again(ctx: Context) -> None:
    """Begin anew what a backup that was put back holds of a reading: it may lack refusals.

    What was kept is told to its authors first. Raises NEVER_ANNOUNCED.
    """
    if get(ctx).state in (PastState.SHOWN, PastState.STOPPED):
        end(ctx)
    pasts.remove(ctx.db, ctx.network.slug)
    announce(ctx, "")


def move(ctx: Context, change: Callable[[PastReading], PastReading]) -> PastReading:
    """Write a transition of the reading. Raises NEVER_ANNOUNCED, NOT_NOW, ChangedMeanwhileError."""
    reading = get(ctx)
    moved = change(reading)
    pasts.save(ctx.db, moved, was=reading.state)
    return moved


def chosen(
    network: str, posts: Sequence[TalkPost], rest: Callable[[], None]
) -> Sequence[PastMessage]:
    """Return what the posts ask that may be shown, by ids; takes seconds: `rest` is for others.

    Never what is too long to be kept.
    """

    def message(post: TalkPost, replies: Sequence[TalkPost] = ()) -> PastMessage:
        short = [message(each) for each in replies if len(each.text) <= TEXT_LIMIT]
        return PastMessage(
            network=network, post=post.id, author=post.author, at=post.at, replies=short
        )

    found = (each for each in find(posts, rest) if len(each.post.text) <= TEXT_LIMIT)
    return [message(each.post, each.replies) for each in islice(found, MOST_FOUND)]


def show(ctx: Context, found: Sequence[PastMessage], read: Sequence[datetime]) -> int:
    """Have coordinators decide of what was found; return how much that is.

    `read` tells when each message that was read was written.
    Nothing of those who refused meanwhile, nor what is a question already. Raises NEVER_ANNOUNCED
    and NOT_NOW, where the reading was undone meanwhile.
    """
    here, server = ctx.network.slug, ctx.network.server
    people = {each.author for each in found}
    people |= {reply.author for each in found for reply in each.replies}
    refused = pasts.refused_among(ctx.db, here, people)
    kept = [
        replace(each, replies=[reply for reply in each.replies if reply.author not in refused])
        for each in found
        if each.author not in refused
        and not any(
            made.network == here and made.kind is MadeKind.QUESTION
            for made in sources.of_post(ctx.db, server, each.post)
        )
    ]
    since = min(read, default=None)
    shown = move(ctx, lambda each: each.show(ctx.now, len(read), since))
    pasts.put_found(ctx.db, kept, ctx.now)
    card.tell_read(ctx, shown, len(kept))
    if not kept:
        end(ctx)
    return len(kept)


def end(ctx: Context, by: str = "") -> Sequence[Question]:
    """End the reading: what was not decided of is forgotten, and authors are told what was kept.

    Return all that was, to be told to whoever ended it. Raises NEVER_ANNOUNCED, NOT_NOW.
    """
    ended = move(ctx, lambda each: each.end(ctx.now))
    pasts.forget_found(ctx.db, ctx.network.slug)
    kept = authors.tell_all(ctx)
    card.tell_end(ctx, ended, kept, by)
    return kept


def end_if_decided(ctx: Context) -> bool:
    """End the reading once all that was found is decided of; return whether it is."""
    reading = pasts.of(ctx.db, ctx.network.slug)
    shown = reading is not None and reading.state is PastState.SHOWN
    if not shown or pasts.count_waiting(ctx.db, ctx.network.slug):
        return False
    end(ctx)
    return True


def undo(ctx: Context) -> int:
    """Take the whole back: the reading, what it found, what was kept and nobody has changed since.

    Return how many questions stay, for their authors made them their own. Raises NEVER_ANNOUNCED.
    """
    reading = get(ctx)
    left = authors.take_back_all(ctx)
    pasts.remove(ctx.db, ctx.network.slug)
    card.tell_undone(ctx, reading)
    return left
