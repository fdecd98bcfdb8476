"""Hosts: offers, absences, the rota as each may read it, the presentation of a place.

Refusals and absences are told to coordinators only, never to members.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.french.text import stored_text
from bot.meeting import planning
from bot.meeting.hosting import store as hosts
from bot.meeting.hosting.rules import Absence, Board, Call, HostStanding, HostTurn, Offer, Rota
from bot.meeting.rules import Meeting, MeetingStatus
from bot.network.rights import Act, Tie
from bot.talk.command import Caller
from bot.talk.context import Context

ASKED_AGAIN_AFTER = timedelta(days=28)
"""Who was asked to host a meeting is asked about no other one before, unless they are named."""


def offer(ctx: Context, words: str, by: Caller) -> bool:
    """Keep that someone would host. False when they had said so.

    Raises EMPTY_TEXT and PersonalDataError.
    """
    said = words.strip() and stored_text(words, what="quelques mots sur votre lieu")
    made = Offer(user=by.id, words=said, since=ctx.now)
    return hosts.offer(ctx.db, ctx.network.slug, made)


def retire(ctx: Context, by: Caller) -> Meeting | None:
    """Ask someone to host no more; return the meeting that they still host, if any."""
    hosts.retire(ctx.db, ctx.network.slug, by.id, ctx.now)
    return hosted_by(ctx, by.id)


def leave(ctx: Context, until: datetime | None, by: Caller) -> Meeting | None:
    """Keep that someone is away; return the meeting that they host meanwhile, if any."""
    absence = Absence(user=by.id, until=until)
    hosts.away(ctx.db, ctx.network.slug, absence, ctx.now)
    hosting = hosted_by(ctx, by.id)
    return hosting if hosting and absence.covers(hosting.at) else None


def come_back(ctx: Context, by: Caller) -> bool:
    """Take an absence back; False when none was declared."""
    return hosts.back(ctx.db, ctx.network.slug, by.id)


def standing(ctx: Context, by: Caller) -> HostStanding:
    """Return what someone may know: their own part, and how many volunteers there are."""
    rota = hosts.rota(ctx.db, ctx.network.slug)
    return HostStanding(
        offer=next((each for each in rota.offers if each.user == by.id), None),
        absence=next((each for each in _away(ctx, rota) if each.user == by.id), None),
        hosted=rota.hosted.get(by.id),
        hosting=hosted_by(ctx, by.id),
        asked=next((each for each in planning.planned(ctx) if waits(ctx, each, by.id)), None),
        volunteers=len(rota.offers),
    )


def board(ctx: Context) -> Board:
    """Return the rota as coordinators read it, at the date of the current or next meeting."""
    rota = hosts.rota(ctx.db, ctx.network.slug)
    planned = planning.current_if_any(ctx)
    at = planned.at if planned else planning.next_date(ctx)
    calls = hosts.calls(ctx.db, planned) if planned else ()
    return Board(
        meeting=planned,
        turns=to_ask(ctx, planned, at),
        calls=calls,
        rota=replace(rota, absences=_away(ctx, rota)),
    )


def present(ctx: Context, text: str, by: Caller) -> Meeting:
    """Keep the host's own words on their place: they open the meeting's agenda.

    Raises NO_MEETING, NOT_ALLOWED, EMPTY_TEXT, PersonalDataError.
    """
    meeting = presented(ctx, by)
    words = stored_text(text, what="la présentation de votre lieu")
    return planning.keep(ctx, meeting.hosted(meeting.host, words))


def presented(ctx: Context, by: Caller) -> Meeting:
    """Return the meeting whose place someone may present: the one they host, else the current.

    Raises NO_MEETING and NOT_ALLOWED.
    """
    own = hosted_by(ctx, by.id)
    meeting = own or planning.current(ctx)
    ctx.require(Act.PRESENT_PLACE, by, tie=Tie.HOST if own else Tie.NONE)
    return meeting


def words_of(ctx: Context, meeting: Meeting) -> str:
    """Return what is known of the place: the presentation, else the words of the host's offer."""
    made = hosts.offer_of(ctx.db, ctx.network.slug, meeting.host) if meeting.host else None
    return meeting.welcome or (made.words if made else "")


def to_ask(ctx: Context, meeting: Meeting | None, at: datetime) -> Sequence[HostTurn]:
    """Return those who may be asked to host a meeting at a moment, the first to ask first.

    Not its host, nor those who were asked already, about it or lately about another.
    """
    but = hosts.asked_since(ctx.db, ctx.network.slug, ctx.now - ASKED_AGAIN_AFTER)
    if meeting is not None:
        but |= {meeting.host, *(call.user for call in hosts.calls(ctx.db, meeting))}
    return hosts.rota(ctx.db, ctx.network.slug).turns(at, but=but)


def call_to(ctx: Context, meeting: Meeting, user: str) -> Call | None:
    """Return what someone was asked about a meeting, and said."""
    return next((call for call in hosts.calls(ctx.db, meeting) if call.user == user), None)


def waits(ctx: Context, meeting: Meeting, user: str) -> bool:
    """Tell whether someone was asked to host a meeting and has not replied."""
    call = call_to(ctx, meeting, user)
    return call is not None and call.waits


def hosted_by(ctx: Context, user: str) -> Meeting | None:
    """Return the next meeting that someone hosts, not begun yet."""
    theirs = (each for each in planning.planned(ctx) if each.host == user)
    return next((each for each in theirs if each.status is not MeetingStatus.RUNNING), None)


def _away(ctx: Context, rota: Rota) -> Sequence[Absence]:
    return [absence for absence in rota.absences if absence.covers(ctx.now)]
