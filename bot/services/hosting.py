"""Hosts: offers, absences, the fair turn, what is asked and accepted, swaps, presentations.

Refusals and absences are told to coordinators only, never to members.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.hosting import (
    Absence,
    Call,
    HostedAlreadyError,
    HostFoundError,
    HostReply,
    NotAskedError,
    Offer,
    Rota,
    SamePersonError,
    Turn,
)
from bot.domain.meeting import Meeting, MeetingStatus, NoMeetingError, Step
from bot.domain.message import Button
from bot.domain.rights import Act, Tie, require
from bot.domain.text import checked_text
from bot.services import announcement, meetings, say
from bot.store import hosts
from bot.store import meetings as kept
from bot.talk.command import Caller
from bot.talk.context import Context

ACCEPT = "rencontre j'accueille"
DECLINE = "rencontre pas-cette-fois"
PROPOSE = "rencontre proposer-hôte"
FURTHER = "suivant"
"""What asks one more person while others have not replied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What someone reads of their own part: nobody else's."""

    offer: Offer | None
    absence: Absence | None
    hosted: datetime | None
    hosting: Meeting | None
    asked: Meeting | None
    volunteers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What coordinators read: turns at the date of the meeting, who was asked, who is away."""

    meeting: Meeting | None
    turns: Sequence[Turn]
    calls: Sequence[Call]
    rota: Rota

    @property
    def refused(self) -> Sequence[Call]:
        """Those who cannot this time."""
        return [call for call in self.calls if call.reply is HostReply.NO]

    @property
    def waited_for(self) -> Sequence[Call]:
        """Those who have not replied yet."""
        return [call for call in self.calls if call.reply in _WAITED_FOR]


_WAITED_FOR = (HostReply.WAITED_FOR, HostReply.SWAP)


def offer(ctx: Context, words: str, by: Caller, *, certified: bool) -> bool:
    """Keep that someone would host; the coordinators are told. False when they had said so.

    Raises TextRefusedError and PersonalDataError.
    """
    said = words.strip() and checked_text(
        words,
        what="quelques mots sur votre lieu",
        example="/rencontre accueillir La médiathèque, 20 places, près de la gare",
        certified=certified,
    )
    made = Offer(user=by.id, words=said, since=ctx.now)
    fresh = hosts.offer(ctx.db, ctx.network.slug, made)
    text = ctx.render("rencontre/offer_told.md.j2", offer=made, network=ctx.network)
    for user in sorted(ctx.coordinators - {by.id}) if fresh or said else ():
        key = f"hosting:{ctx.network.slug}:offer:{by.id}:{ctx.now.timestamp()}:{user}"
        say.to_user(ctx, key, user, text)
    return fresh


def retire(ctx: Context, by: Caller) -> Meeting | None:
    """Ask someone to host no more; return the meeting that they still host, if any."""
    hosts.retire(ctx.db, ctx.network.slug, by.id, ctx.now)
    return _hosted_by(ctx, by.id)


def leave(ctx: Context, until: datetime | None, by: Caller) -> Meeting | None:
    """Keep that someone is away; return the meeting that they host meanwhile, if any."""
    absence = Absence(user=by.id, until=until)
    hosts.away(ctx.db, ctx.network.slug, absence, ctx.now)
    hosting = _hosted_by(ctx, by.id)
    return hosting if hosting and absence.covers(hosting.at) else None


def come_back(ctx: Context, by: Caller) -> bool:
    """Take an absence back; False when none was declared."""
    return hosts.back(ctx.db, ctx.network.slug, by.id)


def standing(ctx: Context, by: Caller) -> Standing:
    """Return what someone may know: their own part, and how many volunteers there are."""
    rota = hosts.rota(ctx.db, ctx.network.slug)
    asked = [meeting for meeting in _open(ctx) if _waits(ctx, meeting, by.id)]
    return Standing(
        offer=next((each for each in rota.offers if each.user == by.id), None),
        absence=next((each for each in _away(ctx, rota) if each.user == by.id), None),
        hosted=rota.hosted.get(by.id),
        hosting=_hosted_by(ctx, by.id),
        asked=asked[0] if asked else None,
        volunteers=len(rota.offers),
    )


def board(ctx: Context) -> Board:
    """Return the rota as coordinators read it, at the date of the current or next meeting."""
    rota = hosts.rota(ctx.db, ctx.network.slug)
    planned = _current(ctx)
    at = planned.at if planned else meetings.next_date(ctx)
    calls = hosts.calls(ctx.db, planned) if planned else ()
    return Board(
        meeting=planned,
        turns=rota.turns(at, but=_asked(planned, calls)),
        calls=calls,
        rota=Rota(
            offers=rota.offers,
            absences=_away(ctx, rota),
            hosted=rota.hosted,
            retired=rota.retired,
        ),
    )


def waited_for(ctx: Context) -> Sequence[Call]:
    """Return who was asked to host the current meeting and has not replied.

    Raises NoMeetingError.
    """
    calls = hosts.calls(ctx.db, meetings.current(ctx))
    return [call for call in calls if call.reply is HostReply.WAITED_FOR]


def propose(ctx: Context) -> tuple[Meeting, Turn]:
    """Ask the one whose turn it is to host the current meeting, privately.

    Raises NoMeetingError, NotNowError, HostedAlreadyError, NobodyToAskError.
    """
    meeting = meetings.current(ctx)
    meeting.require(Step.MOVED)
    if meeting.host:
        raise HostedAlreadyError(meeting.number)
    calls = hosts.calls(ctx.db, meeting)
    rota = hosts.rota(ctx.db, ctx.network.slug)
    turn = rota.next(meeting.at, but=_asked(meeting, calls))
    call = Call(user=turn.user, reply=HostReply.WAITED_FOR, at=ctx.now)
    hosts.ask(ctx.db, meeting, call)
    text = ctx.render("rencontre/host_asked.md.j2", meeting=meeting, network=ctx.network)
    _tell(ctx, meeting, "asked", turn.user, text, buttons=_choices(meeting))
    return meeting, turn


def accept(ctx: Context, number: int, by: Caller) -> Meeting:
    """Host a meeting that one was asked to; 0 for the last one asked about.

    Raises NoMeetingError, NotAskedError, NotNowError, HostFoundError, ChangedMeanwhileError.
    """
    meeting = _asked_about(ctx, number, by)
    if meeting.host == by.id:
        return meeting
    call = _call_to(ctx, meeting, by.id)
    if call is None:
        raise HostFoundError(meeting.number) if meeting.host else NotAskedError
    meeting.require(Step.MOVED)
    if call.reply is HostReply.SWAP:
        return _swapped(ctx, meeting, by)
    if meeting.host:
        raise HostFoundError(meeting.number)
    hosts.replied(ctx.db, meeting, call, HostReply.YES)
    accepted = _entrust(ctx, meeting, by.id)
    text = ctx.render("rencontre/host_found.md.j2", meeting=accepted, network=ctx.network)
    _tell_coordinators(ctx, accepted, "found", text, but=by.id)
    return accepted


def decline(ctx: Context, number: int, by: Caller) -> Meeting:
    """Say no to what one was asked, or host no more after all; coordinators only are told.

    Raises NoMeetingError, NotAskedError, NotNowError, ChangedMeanwhileError.
    """
    meeting = _asked_about(ctx, number, by)
    meeting.require(Step.MOVED)
    call = _call_to(ctx, meeting, by.id)
    leaves = meeting.host == by.id
    if call is None and not leaves:
        raise NotAskedError
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
            network=ctx.network,
        )
        _tell_coordinators(ctx, meeting, "declined", text, but=by.id, buttons=(next_button(),))
    return meeting


def name(ctx: Context, user: str, by: Caller) -> Meeting:
    """Have the current meeting hosted by someone, or by nobody yet; those concerned are told.

    Raises NoMeetingError, NotNowError, ChangedMeanwhileError.
    """
    meeting = meetings.current(ctx)
    former = meeting.host
    if user == former:
        return meeting
    named = _entrust(ctx, meeting, user)
    if user not in ("", by.id):
        text = ctx.render("rencontre/host_named_told.md.j2", meeting=named, network=ctx.network)
        _tell(ctx, named, "named", user, text, buttons=_choices(named)[1:])
    if former not in ("", by.id):
        text = ctx.render("rencontre/host_released.md.j2", meeting=named, network=ctx.network)
        _tell(ctx, named, "released", former, text)
    return named


def swap(ctx: Context, user: str, by: Caller) -> Meeting:
    """Ask someone, privately, to host one's meeting instead; theirs in return if they have one.

    Only its host may. Raises NotAllowedError, NotNowError, SamePersonError.
    """
    mine = _hosted_by(ctx, by.id)
    tie = Tie.HOST if mine else Tie.NONE
    require(Act.SWAP_HOST, by.role_in(ctx.network.slug), ctx.network, tie=tie)
    assert mine is not None  # noqa: S101  the tie says so
    if user == by.id:
        raise SamePersonError
    if not _waits(ctx, mine, user):
        hosts.ask(ctx.db, mine, Call(user=user, reply=HostReply.SWAP, at=ctx.now))
        text = ctx.render(
            "rencontre/swap_asked_told.md.j2",
            meeting=mine,
            theirs=_hosted_by(ctx, user),
            network=ctx.network,
        )
        _tell(ctx, mine, "swap", user, text, buttons=_choices(mine))
    return mine


def present(ctx: Context, text: str, by: Caller, *, certified: bool) -> Meeting:
    """Keep the host's own words on their place: they open the meeting's agenda.

    Raises NoMeetingError, NotAllowedError, TextRefusedError, PersonalDataError.
    """
    meeting = presented(ctx, by)
    words = checked_text(
        text,
        what="la présentation de votre lieu",
        example="/rencontre présentation La médiathèque, ses ateliers et son espace public",
        certified=certified,
    )
    return meetings.keep(ctx, meeting.hosted(meeting.host, words))


def presented(ctx: Context, by: Caller) -> Meeting:
    """Return the meeting whose place someone may present: the one they host, else the current.

    Raises NoMeetingError and NotAllowedError.
    """
    own = _hosted_by(ctx, by.id)
    meeting = own or meetings.current(ctx)
    tie = Tie.HOST if own else Tie.NONE
    require(Act.PRESENT_PLACE, by.role_in(ctx.network.slug), ctx.network, tie=tie)
    return meeting


def words_of(ctx: Context, meeting: Meeting) -> str:
    """Return what is known of the place: the presentation, else the words of the host's offer."""
    made = hosts.offer_of(ctx.db, ctx.network.slug, meeting.host) if meeting.host else None
    return meeting.welcome or (made.words if made else "")


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
    theirs = _hosted_by(ctx, by.id)
    swapped = _entrust(ctx, meeting, by.id)
    if theirs is not None:
        theirs = _entrust(ctx, theirs, former)
    text = ctx.render(
        "rencontre/swapped_told.md.j2", meeting=swapped, theirs=theirs, network=ctx.network
    )
    _tell(ctx, swapped, "swapped", former, text)
    _tell_coordinators(ctx, swapped, "swapped-told", text, but=former)
    return swapped


def _entrust(ctx: Context, meeting: Meeting, user: str) -> Meeting:
    """Write who hosts; whatever waited for a reply does not any more, and is told so."""
    kept_meeting = meetings.keep(ctx, meeting.hosted(user))
    for call in hosts.drop_waiting(ctx.db, meeting):
        if call.reply is HostReply.WAITED_FOR and user and call.user != user:
            text = ctx.render(
                "rencontre/host_taken.md.j2", meeting=kept_meeting, network=ctx.network
            )
            _tell(ctx, kept_meeting, "taken", call.user, text)
    return kept_meeting


def _asked_about(ctx: Context, number: int, by: Caller) -> Meeting:
    """Return a meeting by its number; without one, the last that someone was asked about or hosts.

    Raises NoMeetingError and NotAskedError.
    """
    if number:
        return kept.get(ctx.db, ctx.network.slug, number)
    asked = hosts.meetings_asked(ctx.db, ctx.network.slug, by.id)
    if asked:
        return kept.get(ctx.db, ctx.network.slug, asked[0])
    own = _hosted_by(ctx, by.id)
    if own is None:
        raise NotAskedError
    return own


def _asked(meeting: Meeting | None, calls: Collection[Call]) -> frozenset[str]:
    """Return those who are not to be asked again for a meeting."""
    host = {meeting.host} - {""} if meeting else set()
    return frozenset({*host, *(call.user for call in calls)})


def _call_to(ctx: Context, meeting: Meeting, user: str) -> Call | None:
    return next((call for call in hosts.calls(ctx.db, meeting) if call.user == user), None)


def _waits(ctx: Context, meeting: Meeting, user: str) -> bool:
    call = _call_to(ctx, meeting, user)
    return call is not None and call.reply in _WAITED_FOR


def _current(ctx: Context) -> Meeting | None:
    try:
        return meetings.current(ctx)
    except NoMeetingError:
        return None


def _open(ctx: Context) -> Sequence[Meeting]:
    return kept.coming(ctx.db, ctx.network.slug)


def _hosted_by(ctx: Context, user: str) -> Meeting | None:
    """Return the next meeting that someone hosts, not begun yet."""
    begun = MeetingStatus.RUNNING
    return next((each for each in _open(ctx) if each.host == user and each.status != begun), None)


def _away(ctx: Context, rota: Rota) -> Sequence[Absence]:
    return [absence for absence in rota.absences if absence.covers(ctx.now)]


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
    buttons: tuple[Button, ...] = (),
) -> None:
    key = f"{announcement.key_of(meeting)}:host-{about}:{ctx.now.timestamp()}:{user}"
    say.to_user(ctx, key, user, text, buttons=buttons)


def _tell_coordinators(  # noqa: PLR0913  whom, what, and what to click
    ctx: Context,
    meeting: Meeting,
    about: str,
    text: str,
    *,
    but: str,
    buttons: tuple[Button, ...] = (),
) -> None:
    for user in sorted(ctx.coordinators - {but}):
        _tell(ctx, meeting, about, user, text, buttons=buttons)
