"""Turns to host: asked in private, accepted or passed on, given by a coordinator, swapped.

An invitation is rewritten once it is answered, or needs no answer. What someone declines is shown
to coordinators only, and a refused swap to nobody.
"""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from bot.core.message import Button
from bot.meeting import announcement, planning
from bot.meeting.hosting import card
from bot.meeting.hosting import store as hosts
from bot.meeting.hosting.offering import call_to, hosted_by, to_ask, waits
from bot.meeting.hosting.rules import (
    HOST_FOUND,
    HOSTED_ALREADY,
    NO_HOST_TO_ASK,
    NOT_ASKED,
    SAME_PERSON,
    Call,
    HostReply,
    HostTurn,
)
from bot.meeting.rules import Meeting, MeetingStep
from bot.network.rights import Act, Tie
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context


def propose(ctx: Context, wanted: str = "") -> tuple[Meeting, HostTurn]:
    """Ask the one whose turn it is to host the current meeting, privately; or whoever is `wanted`.

    Raises NO_MEETING, MEETING_NOT_NOW, HOSTED_ALREADY, NO_HOST_TO_ASK.
    """
    meeting = planning.current(ctx)
    meeting.require(MeetingStep.MOVED)
    if meeting.host:
        raise HOSTED_ALREADY(number=meeting.number)
    turns = to_ask(ctx, meeting, meeting.at)
    if not turns:
        raise NO_HOST_TO_ASK()
    turn = next((each for each in turns if each.user == wanted), turns[0])
    _ask(ctx, meeting, turn)
    return meeting, turn


def accept(ctx: Context, number: int, by: Caller) -> Meeting:
    """Host a meeting that one was asked to.

    Raises NO_MEETING, NOT_ASKED, MEETING_NOT_NOW, HOST_FOUND, ChangedMeanwhileError.
    """
    meeting = planning.numbered(ctx, number)
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
    accepted = _entrust(ctx, meeting, by.id)
    text = ctx.render("rencontre/host_accepted.md.j2", meeting=accepted)
    _answered(ctx, accepted, call, text, card.hosting(accepted))
    return accepted


def decline(ctx: Context, number: int, by: Caller) -> Meeting:
    """Say no to what one was asked, or host no more after all.

    A no passes the turn on; coordinators are told when nobody is left, or when a host gives up.
    Raises NO_MEETING, NOT_ASKED, MEETING_NOT_NOW, ChangedMeanwhileError.
    """
    meeting = planning.numbered(ctx, number)
    meeting.require(MeetingStep.MOVED)
    call = call_to(ctx, meeting, by.id)
    leaves = meeting.host == by.id
    if call is None and not leaves:
        raise NOT_ASKED()
    if leaves:
        meeting = _entrust(ctx, meeting, "")
    elif call is not None and call.reply is HostReply.NO:
        return meeting
    asked = call or Call(user=by.id, reply=HostReply.NO, at=ctx.now)
    hosts.ask(ctx.db, meeting, replace(asked, reply=HostReply.NO))
    text = ctx.render("rencontre/host_declined.md.j2", meeting=meeting)
    _answered(ctx, meeting, asked, text, card.declined(meeting))
    if leaves:
        _tell_coordinators(ctx, meeting, "left", by)
    elif _was_asked(asked):
        _pass_on(ctx, meeting, by)
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
        _tell(ctx, named, "named", user, text, buttons=card.hosting(named))
    if former not in ("", by.id):
        text = ctx.render("rencontre/host_released.md.j2", meeting=named)
        _tell(ctx, named, "released", former, text)
    return named


def swap(ctx: Context, user: str, by: Caller) -> Meeting:
    """Ask someone, privately, to host one's meeting instead; theirs in return if they have one.

    Only its host may. Raises NOT_ALLOWED, MEETING_NOT_NOW, SAME_PERSON.
    """
    mine = hosted_by(ctx, by.id)
    ctx.require(Act.SWAP_HOST, by, tie=Tie.HOST if mine else Tie.NONE)
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
        _tell(ctx, mine, "swap", user, text, weight=Weight.ASKED, buttons=card.asked(mine))
    return mine


def called_off(ctx: Context, meeting: Meeting, by: Caller) -> None:
    """Tell the host of a meeting that is called off to prepare nothing.

    They are free for another one. Those who were asked read it where they were asked.
    """
    text = ctx.render("rencontre/host_called_off.md.j2", meeting=meeting)
    for call in hosts.drop_waiting(ctx.db, meeting):
        _answered(ctx, meeting, call, text)
    if meeting.host not in ("", by.id):
        _tell(ctx, meeting, "called-off", meeting.host, text)


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


def _ask(ctx: Context, meeting: Meeting, turn: HostTurn) -> None:
    """Ask someone whether they host a meeting."""
    call = Call(user=turn.user, reply=HostReply.WAITED_FOR, at=ctx.now)
    hosts.ask(ctx.db, meeting, call)
    text = ctx.render("rencontre/host_asked.md.j2", meeting=meeting)
    key, buttons = _asked_key(meeting, call), card.asked(meeting)
    say.to_user(ctx, key, turn.user, text, weight=Weight.ASKED, buttons=buttons)


def _pass_on(ctx: Context, meeting: Meeting, by: Caller) -> None:
    """Ask the next one in turn, unless someone has not replied yet; tell when nobody is left."""
    if meeting.host or any(_was_asked(call) for call in hosts.calls(ctx.db, meeting)):
        return
    turns = to_ask(ctx, meeting, meeting.at)
    if turns:
        _ask(ctx, meeting, turns[0])
    else:
        _tell_coordinators(ctx, meeting, "nobody", by)


def _tell_coordinators(ctx: Context, meeting: Meeting, news: str, by: Caller) -> None:
    """Tell that a host has given up, or that nobody is left to ask, unless Monday's pile will."""
    text = ctx.render("rencontre/host_news.md.j2", meeting=meeting, news=news, by=by.id)
    key, others = _key(meeting, news), ctx.coordinators - {by.id}
    buttons = (card.whole(),)
    say.to_coordinators(ctx, key, text, among=others, until=meeting.at, buttons=buttons)


def _answered(
    ctx: Context, meeting: Meeting, call: Call, text: str, buttons: tuple[Button, ...] = ()
) -> None:
    """Rewrite an invitation: it is answered, or needs no answer any more."""
    say.again(ctx, _asked_key(meeting, call), text, buttons=buttons)


def _entrust(ctx: Context, meeting: Meeting, user: str) -> Meeting:
    """Write who hosts; whatever waited for a reply says that it does not any more."""
    kept = planning.keep(ctx, meeting.hosted(user))
    text = ctx.render("rencontre/host_taken.md.j2", meeting=kept)
    for call in hosts.drop_waiting(ctx.db, meeting):
        if user and call.user != user:
            _answered(ctx, kept, call, text)
    return kept


def _was_asked(call: Call) -> bool:
    """Tell whether a call is the network's, not a host's wish to swap."""
    return call.reply is HostReply.WAITED_FOR


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


def _asked_key(meeting: Meeting, call: Call) -> str:
    return f"{announcement.key_of(meeting)}:host-asked:{call.user}:{call.at.timestamp():.0f}"


def _key(meeting: Meeting, about: str) -> str:
    return f"{announcement.key_of(meeting)}:host-{about}:{uuid4().hex}"
