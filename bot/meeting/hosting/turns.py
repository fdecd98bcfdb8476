"""Turns to host: asked in private, accepted or not, given by a coordinator, swapped.

What someone declines is told to coordinators only, and a refused swap to nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from bot.core.message import Button
from bot.meeting import announcement, planning
from bot.meeting import store as meetings
from bot.meeting.hosting import store as hosts
from bot.meeting.hosting.offering import asked_already, call_to, hosted_by, waits
from bot.meeting.hosting.rules import (
    HOST_FOUND,
    HOSTED_ALREADY,
    NOT_ASKED,
    SAME_PERSON,
    Call,
    HostReply,
    HostTurn,
)
from bot.meeting.rules import Meeting, MeetingStep
from bot.network.rights import Act, Tie, require
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context

ACCEPT = "rencontre j'accueille"
DECLINE = "rencontre pas-cette-fois"
PROPOSE = "rencontre proposer-hôte"
FURTHER = "suivant"
"""What asks one more person while others have not replied."""


def waited_for(ctx: Context) -> Sequence[Call]:
    """Return who was asked to host the current meeting and has not replied.

    Raises NO_MEETING.
    """
    calls = hosts.calls(ctx.db, planning.current(ctx))
    return [call for call in calls if call.reply is HostReply.WAITED_FOR]


def propose(ctx: Context) -> tuple[Meeting, HostTurn]:
    """Ask the one whose turn it is to host the current meeting, privately.

    Raises NO_MEETING, MEETING_NOT_NOW, HOSTED_ALREADY, NO_HOST_TO_ASK.
    """
    meeting = planning.current(ctx)
    meeting.require(MeetingStep.MOVED)
    if meeting.host:
        raise HOSTED_ALREADY(number=meeting.number)
    calls = hosts.calls(ctx.db, meeting)
    rota = hosts.rota(ctx.db, ctx.network.slug)
    turn = rota.next(meeting.at, but=asked_already(meeting, calls))
    call = Call(user=turn.user, reply=HostReply.WAITED_FOR, at=ctx.now)
    hosts.ask(ctx.db, meeting, call)
    text = ctx.render("rencontre/host_asked.md.j2", meeting=meeting)
    _tell(ctx, meeting, "asked", turn.user, text, weight=Weight.ASKED, buttons=_choices(meeting))
    return meeting, turn


def accept(ctx: Context, number: int, by: Caller) -> Meeting:
    """Host a meeting that one was asked to; 0 for the last one asked about.

    Raises NO_MEETING, NOT_ASKED, MEETING_NOT_NOW, HOST_FOUND, ChangedMeanwhileError.
    """
    meeting = _asked_about(ctx, number, by)
    if meeting.host == by.id:
        return meeting
    call = call_to(ctx, meeting, by.id)
    if call is None:
        raise HOST_FOUND(number=meeting.number) if meeting.host else NOT_ASKED()
    meeting.require(MeetingStep.MOVED)
    if call.reply is HostReply.SWAP:
        return _swapped(ctx, meeting, by)
    if meeting.host:
        raise HOST_FOUND(number=meeting.number)
    hosts.replied(ctx.db, meeting, call, HostReply.YES)
    return _entrust(ctx, meeting, by.id)


def decline(ctx: Context, number: int, by: Caller) -> Meeting:
    """Say no to what one was asked, or host no more after all.

    Coordinators only are told, by Monday's card when that is early enough.

    Raises NO_MEETING, NOT_ASKED, MEETING_NOT_NOW, ChangedMeanwhileError.
    """
    meeting = _asked_about(ctx, number, by)
    meeting.require(MeetingStep.MOVED)
    call = call_to(ctx, meeting, by.id)
    leaves = meeting.host == by.id
    if call is None and not leaves:
        raise NOT_ASKED()
    if leaves:
        meeting = _entrust(ctx, meeting, "")
    if call is not None and call.reply is HostReply.NO:
        return meeting
    hosts.ask(ctx.db, meeting, Call(user=by.id, reply=HostReply.NO, at=ctx.now))
    if leaves or (call is not None and call.reply is HostReply.WAITED_FOR):
        text = ctx.render(
            "rencontre/host_declined_told.md.j2",
            meeting=meeting,
            by=by.id,
            leaves=leaves,
        )
        key = _key(meeting, "declined")
        others = ctx.coordinators - {by.id}
        say.to_coordinators(
            ctx, key, text, among=others, until=meeting.at, buttons=(next_button(),)
        )
    return meeting


def name(ctx: Context, user: str, by: Caller) -> Meeting:
    """Have the current meeting hosted by someone, or by nobody yet; those concerned are told.

    Raises NO_MEETING, MEETING_NOT_NOW, ChangedMeanwhileError.
    """
    meeting = planning.current(ctx)
    former = meeting.host
    if user == former:
        return meeting
    named = _entrust(ctx, meeting, user)
    if user not in ("", by.id):
        text = ctx.render("rencontre/host_named_told.md.j2", meeting=named)
        _tell(ctx, named, "named", user, text, buttons=_choices(named)[1:])
    if former not in ("", by.id):
        text = ctx.render("rencontre/host_released.md.j2", meeting=named)
        _tell(ctx, named, "released", former, text)
    return named


def swap(ctx: Context, user: str, by: Caller) -> Meeting:
    """Ask someone, privately, to host one's meeting instead; theirs in return if they have one.

    Only its host may. Raises NOT_ALLOWED, MEETING_NOT_NOW, SAME_PERSON.
    """
    mine = hosted_by(ctx, by.id)
    tie = Tie.HOST if mine else Tie.NONE
    require(Act.SWAP_HOST, by.role_in(ctx.network.slug), ctx.network, tie=tie)
    assert mine is not None  # noqa: S101  the tie says so
    if user == by.id:
        raise SAME_PERSON()
    if not waits(ctx, mine, user):
        hosts.ask(ctx.db, mine, Call(user=user, reply=HostReply.SWAP, at=ctx.now))
        text = ctx.render(
            "rencontre/swap_asked_told.md.j2",
            meeting=mine,
            theirs=hosted_by(ctx, user),
        )
        _tell(ctx, mine, "swap", user, text, weight=Weight.ASKED, buttons=_choices(mine))
    return mine


def called_off(ctx: Context, meeting: Meeting, by: Caller) -> None:
    """Tell the host of a meeting that is called off, and those who were asked, to prepare nothing.

    They are free for another one.
    """
    waiting = {call.user for call in hosts.drop_waiting(ctx.db, meeting) if _was_asked(call)}
    text = ctx.render("rencontre/host_called_off.md.j2", meeting=meeting)
    for user in sorted({meeting.host, *waiting} - {"", by.id}):
        _tell(ctx, meeting, "called-off", user, text)


def next_button() -> Button:
    """Return what a coordinator clicks to have the next one asked."""
    return Button(
        id="suivant",
        label="Demander à la personne suivante",
        route=PROPOSE,
        argument=FURTHER,
        emoji="arrow_forward",
        primary=True,
    )


def _swapped(ctx: Context, meeting: Meeting, by: Caller) -> Meeting:
    """Exchange the hosts of two meetings, or give one away; those concerned are told."""
    former = meeting.host
    theirs = hosted_by(ctx, by.id)
    swapped = _entrust(ctx, meeting, by.id)
    if theirs is not None:
        theirs = _entrust(ctx, theirs, former)
    text = ctx.render("rencontre/swapped_told.md.j2", meeting=swapped, theirs=theirs)
    _tell(ctx, swapped, "swapped", former, text)
    return swapped


def _entrust(ctx: Context, meeting: Meeting, user: str) -> Meeting:
    """Write who hosts; whatever waited for a reply does not any more, and is told so."""
    kept = planning.keep(ctx, meeting.hosted(user))
    text = ctx.render("rencontre/host_taken.md.j2", meeting=kept)
    for call in hosts.drop_waiting(ctx.db, meeting):
        if _was_asked(call) and user and call.user != user:
            _tell(ctx, kept, "taken", call.user, text)
    return kept


def _asked_about(ctx: Context, number: int, by: Caller) -> Meeting:
    """Return a meeting by its number; without one, the last that someone was asked about or hosts.

    Raises NO_MEETING and NOT_ASKED.
    """
    if number:
        return meetings.get(ctx.db, ctx.network.slug, number)
    asked = hosts.meetings_asked(ctx.db, ctx.network.slug, by.id)
    if asked:
        return meetings.get(ctx.db, ctx.network.slug, asked[0])
    own = hosted_by(ctx, by.id)
    if own is None:
        raise NOT_ASKED()
    return own


def _was_asked(call: Call) -> bool:
    """Tell whether a call is the network's, not a host's wish to swap."""
    return call.reply is HostReply.WAITED_FOR


def _choices(meeting: Meeting) -> tuple[Button, Button]:
    number = str(meeting.number)
    return (
        Button(
            id="jaccueille",
            label="Oui, j'accueille",
            route=ACCEPT,
            argument=number,
            emoji="white_check_mark",
            primary=True,
            undo=DECLINE,
        ),
        Button(
            id="pascettefois", label="Pas cette fois", route=DECLINE, argument=number, emoji="x"
        ),
    )


def _tell(  # noqa: PLR0913  whom, what, and what to click
    ctx: Context,
    meeting: Meeting,
    about: str,
    user: str,
    text: str,
    *,
    weight: Weight = Weight.OWN,
    buttons: tuple[Button, ...] = (),
) -> None:
    key = f"{_key(meeting, about)}:{user}"
    say.to_user(ctx, key, user, text, weight=weight, buttons=buttons)


def _key(meeting: Meeting, about: str) -> str:
    return f"{announcement.key_of(meeting)}:host-{about}:{uuid4().hex}"
