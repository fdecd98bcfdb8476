"""A pile is opened when someone asks for it and on Mondays; from then on its post is rewritten."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Connection

from bot.core import occurrences
from bot.network.network import Network
from bot.network.rights import Role
from bot.people.wish import Weight
from bot.pile import card, finding
from bot.pile import store as piles
from bot.pile.rules import (
    MOST,
    PieceKind,
    Pile,
    PilePiece,
    choice,
    choices,
    day_of,
    entry,
    new_key,
    ordered,
    week_of,
)
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.reply import Reply

WEEK, DAY = "week", "day"
"""The kinds of occurrence that a week's piles are, and a look at what is urgent."""

URGENT = frozenset(
    (
        PieceKind.MEETING_TODAY,
        PieceKind.FIRST_HOUR,
        PieceKind.EDITO_TO_WRITE,
        PieceKind.ANSWER_PROMISED,
        PieceKind.ANNOUNCEMENT_TO_CHOOSE,
        PieceKind.DEADLINE_TO_CHECK,
        PieceKind.FORM_TO_EXPORT,
        PieceKind.SURVEY_TO_LET_THROUGH,
    )
)
"""What has a date of its own, and of which no message of its own tells in time."""

NOTHING = Reply()
"""What was just done, where a pile is opened."""

SOON = timedelta(hours=48)
"""What is due so soon opens a pile, whatever the day."""


def open_(ctx: Context, caller: Caller, kinds: Collection[PieceKind] = ()) -> int:
    """Show someone in a new post what waits for them; return how many things that is."""
    was = piles.of(ctx.db, caller.server, caller.id)
    pile = _begun(ctx, caller, was, _queue(ctx, caller, kinds))
    _say(ctx, caller, pile, was)
    return pile.total


def go_on(ctx: Context, caller: Caller, was: Pile) -> None:
    """Begin another sitting in the post that is there, of the network of `ctx`."""
    show(ctx, caller, _begun(ctx, caller, was, _queue(ctx, caller)), was=was)


def set_apart(ctx: Context, caller: Caller, *, apart: bool) -> None:
    """Have each thing of someone's piles come in a post of its own, or all in one."""
    was = piles.of(ctx.db, caller.server, caller.id)
    pile = replace(was or _begun(ctx, caller, None, ()), apart=apart)
    piles.save(ctx.db, replace(pile, serial=pile.serial + 1), was=was)


def show(ctx: Context, caller: Caller, pile: Pile, *, was: Pile, done: Reply = NOTHING) -> None:
    """Rewrite someone's post, with the next thing that is still to be done.

    Where there are no buttons, or they chose so, what comes next is a new post: numbers are about
    the last one.
    """
    if pile.apart or not ctx.buttons:
        _say(ctx, caller, pile, was, done=done)
        return
    pile = replace(pile, key=was.key, serial=was.serial + 1, changed_at=ctx.now)
    pile, shown, here = _turned(ctx, caller, pile, done)
    piles.save(ctx.db, pile, was=was)
    say.again(here, pile.key, shown.text, buttons=shown.buttons, head=card.HEAD)


def first(ctx: Context, caller: Caller, pile: Pile) -> tuple[Context, PilePiece | None]:
    """Return the thing that a pile shows, in its network; None once it waits no more."""
    slug, _, key = pile.queue[0].partition("/")
    network = ctx.networks.get(slug)
    here = ctx.at(network) if network else ctx
    return here, finding.again(here, caller, key) if network else None


def still_waits(ctx: Context, pile: Pile) -> bool:
    """Tell whether what a pile shows, of the network of `ctx`, is still to be done."""
    role = Role.COORDINATOR if pile.user in ctx.coordinators else Role.MEMBER
    return first(ctx, ctx.acting(pile.user, role), pile)[1] is not None


def due(db: Connection, networks: Sequence[Network], now: datetime) -> Mapping[str, datetime]:
    """Return the weeks that began and whose piles are not opened yet, by network."""
    return _begun_since(db, WEEK, {each.slug: week_of(now, each.timezone) for each in networks})


def due_today(db: Connection, networks: Sequence[Network], now: datetime) -> Mapping[str, datetime]:
    """Return the days that began and on which nobody looked at what is urgent, by network."""
    return _begun_since(db, DAY, {each.slug: day_of(now, each.timezone) for each in networks})


def _begun_since(
    db: Connection, kind: str, begun: Mapping[str, datetime]
) -> Mapping[str, datetime]:
    since = occurrences.since_and_last(db, kind, list(begun))
    return {slug: at for slug, at in begun.items() if since[slug][0] < at}


def begin_day(ctx: Context, day: datetime) -> int:
    """Open the pile of each coordinator for whom something new is due within two days.

    That comes first, unless they opened it since that day began. Return how many were opened.
    """
    opened = 0
    for caller, was, weight in _coordinators(ctx, DAY, day):
        urgent = _queue(ctx, caller, URGENT, until=ctx.now + SOON)
        if {*urgent} - {*(was.queue if was else ())}:
            if was is not None and was.opened_since(day):
                _go_behind(ctx, was, urgent)
            else:
                queue = tuple(dict.fromkeys((*urgent, *_queue(ctx, caller))))[:MOST]
                _say(ctx, caller, _begun(ctx, caller, was, queue), was, weight=weight)
            opened += 1
    return opened


def begin_week(ctx: Context, week: datetime) -> int:
    """Open the pile of each coordinator for whom anything waits; return how many were.

    One person has one: what waits in a second network comes behind what the first one began with.
    """
    opened = 0
    for caller, was, weight in _coordinators(ctx, WEEK, week):
        found = _queue(ctx, caller)
        if found and was is not None and was.opened_since(week):
            _go_behind(ctx, was, found)
        elif found:
            _say(ctx, caller, _begun(ctx, caller, was, found), was, weight=weight)
        opened += bool(found)
    return opened


def _go_behind(ctx: Context, was: Pile, found: Sequence[str]) -> None:
    """Have other things come behind what someone has before them: nothing moves under a thumb."""
    queue = tuple(dict.fromkeys((*was.queue, *found)))
    total = was.total + len(queue) - len(was.queue)
    piles.save(ctx.db, replace(was, queue=queue, total=total, serial=was.serial + 1), was=was)


def _coordinators(
    ctx: Context, kind: str, due: datetime
) -> Iterator[tuple[Caller, Pile | None, Weight]]:
    """Yield, once for what fell due, each coordinator who lets a message of this weight come."""
    if not occurrences.record(ctx.db, ctx.network.slug, kind, due=due, now=ctx.now):
        return
    weight = say.as_duty(ctx, ctx.coordinators)
    for user in sorted(ctx.coordinators):
        if say.wishes(ctx, user, weight):
            caller = _coordinator(ctx, user)
            yield caller, piles.of(ctx.db, caller.server, user), weight


def _queue(
    ctx: Context,
    caller: Caller,
    kinds: Collection[PieceKind] = (),
    until: datetime | None = None,
) -> tuple[str, ...]:
    """Return what a sitting shows of all that waits, or all that is of the kinds asked for.

    With `until`, what is due by then.
    """
    if kinds and until is None:
        found, most = [*finding.waiting(ctx, caller, kinds)], None
    else:
        found, most = [*_left(ctx, caller, kinds)], MOST
    if until is not None:
        found = [each for each in found if each.due and ctx.now <= each.due <= until]
    return tuple(entry(ctx.network.slug, each) for each in ordered(found)[:most])


def _left(ctx: Context, caller: Caller, kinds: Collection[PieceKind] = ()) -> Iterator[PilePiece]:
    """Yield what waits for someone, but for what they left for later."""
    aside = piles.aside(ctx.db, ctx.network.slug, caller.id, ctx.now)
    return finding.waiting(ctx, caller, kinds, aside, MOST)


def _begun(ctx: Context, caller: Caller, was: Pile | None, queue: tuple[str, ...]) -> Pile:
    return Pile(
        server=caller.server,
        user=caller.id,
        network=ctx.network.slug,
        key=new_key(),
        opened_at=ctx.now,
        queue=queue,
        total=len(queue),
        apart=was is not None and was.apart,
    )


def _say(  # noqa: PLR0913  whose, how
    ctx: Context,
    caller: Caller,
    pile: Pile,
    was: Pile | None,
    *,
    weight: Weight = Weight.ANSWER,
    done: Reply = NOTHING,
) -> None:
    """Show a pile in a new post; the one before shrinks to a line."""
    pile = replace(pile, key=new_key(), serial=was.serial + 1 if was else 0)
    pile, shown, here = _turned(ctx, caller, pile, done)
    piles.save(ctx.db, pile, was=was)
    head = card.HEAD if ctx.buttons else ""
    if was is not None and ctx.buttons:
        say.again(ctx, was.key, card.MOVED, head=head)
    buttons = shown.buttons
    say.to_user(here, pile.key, caller.id, shown.text, weight=weight, buttons=buttons, head=head)


def _turned(ctx: Context, caller: Caller, pile: Pile, done: Reply) -> tuple[Pile, Reply, Context]:
    """Turn to the first thing that is still there: return it, and the network that it is of.

    Its buttons have names of this state alone: a server finds what is pressed by its button's name
    in the post as it is now, and the name that an earlier state gave, on a device that still shows
    it, must be that of no button.
    """
    theirs = caller.networks_among(ctx.networks.values())
    undo = choice(done.undo.network, done.undo.route, done.undo.argument) if done.undo else ""
    while pile.queue:
        here, piece = first(ctx, caller, pile)
        found = finding.card_of(here, caller, piece) if piece else None
        if piece and found:
            shown = card.shown(here, pile, piece, found, done, several=len(theirs) > 1)
            private = piece.private
            break
        pile = replace(pile, queue=pile.queue[1:])
    else:
        here, private = ctx, False
        others = [each for each in theirs if each.slug != ctx.network.slug]
        shown = card.over(ctx, caller, others, done, more=len([*islice(_left(ctx, caller), MOST)]))
    now = choices(here.network.slug, shown.buttons)
    named = tuple(replace(each, id=f"{each.id}{pile.serial}") for each in shown.buttons)
    turned = replace(pile, choices=now, undo=undo, private=private)
    return turned, replace(shown, buttons=named), here


def _coordinator(ctx: Context, user: str) -> Caller:
    """Return a coordinator as they are to the networks of their server."""
    roles = {
        each.slug: Role.COORDINATOR
        for each in ctx.networks.values()
        if each.server == ctx.network.server and user in ctx.coordinators_of(each.slug)
    }
    return Caller(server=ctx.network.server, id=user, name="", roles=roles)
