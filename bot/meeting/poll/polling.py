"""Date polls: opened, voted in, closed, and a date chosen, which becomes a planned meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.core import outbox
from bot.core.card_keys import CardKind, card_key
from bot.core.message import Button
from bot.meeting import planning
from bot.meeting.poll import rules
from bot.meeting.poll import store as polls
from bot.meeting.poll.rules import NO_POLL, Poll, PollStanding, PollStatus, Vote
from bot.meeting.rules import Meeting
from bot.meeting.venue import Venue, read_venue
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context

VOTE = "rencontre voter"
TAKE_BACK = "rencontre ne-plus-voter"
FORM = "rencontre voter-par-formulaire"
PICK = "rencontre choisir"
END = "rencontre clore"

FORM_DATES = 5
"""Menus in one form: Mattermost's limit. More dates are shared between two forms."""

_EMOJI = ("one", "two", "three", "four", "five", "six", "seven", "eight")


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """What choosing a date led to: the poll, the meeting, and whether it was just planned."""

    poll: Poll
    meeting: Meeting
    fresh: bool = True


def open_(ctx: Context, wanted: Poll) -> tuple[Poll, bool]:
    """Put dates to the vote in the channel.

    The same dates, while they are put to the vote, are the poll already there: it comes back with
    False. Raises POLL_SIZE, SAME_DATE_TWICE, PAST_POLL_DATE and CLOSING_OUT_OF_BOUNDS.
    """
    poll = rules.propose(wanted, now=ctx.now)
    for there in polls.pending(ctx.db, poll.network):
        if there.status is PollStatus.OPEN and there.dates == poll.dates:
            return there, False
    kept = polls.add(ctx.db, poll)
    say.in_channel(ctx, key_of(kept), _card(ctx, kept), buttons=buttons(kept))
    return kept, True


def current(ctx: Context, number: int | None) -> Poll:
    """Return the poll of this number, else the latest one that waits for its date, else the last.

    Raises UNKNOWN_POLL and NO_POLL.
    """
    if number is not None:
        return polls.get(ctx.db, ctx.network.slug, number)
    pending = polls.pending(ctx.db, ctx.network.slug)
    found = pending[0] if pending else polls.latest(ctx.db, ctx.network.slug)
    if found is None:
        raise NO_POLL()
    return found


def pending(ctx: Context) -> Sequence[Poll]:
    """Return the polls that wait for their date, the latest first."""
    return polls.pending(ctx.db, ctx.network.slug)


def standing(ctx: Context, poll: Poll) -> PollStanding:
    """Return a poll's counts."""
    return rules.count(poll, polls.ballots(ctx.db, poll))


def own_votes(ctx: Context, poll: Poll, by: Caller) -> Mapping[int, Vote]:
    """Return what someone says of each date, by number; they alone may read it."""
    return polls.ballots_of(ctx.db, poll, by.id)


def vote(ctx: Context, number: int, votes: Mapping[int, Vote | None], by: Caller) -> Poll:
    """Keep what someone says of some dates, None for nothing any more, and show the counts.

    Raises UNKNOWN_POLL, UNKNOWN_POLL_DATE, POLL_ENDED and ChangedMeanwhileError.
    """
    poll = polls.get(ctx.db, ctx.network.slug, number)
    poll.require_votes_on(votes, ctx.now)
    polls.hold(ctx.db, poll)
    before = polls.ballots_of(ctx.db, poll, by.id)
    if any(before.get(date) is not said for date, said in votes.items()):
        polls.vote(ctx.db, poll, by.id, votes, ctx.now)
        show(ctx, poll)
    return poll


def take_back(ctx: Context, number: int, votes: Mapping[int, Vote | None], by: Caller) -> Poll:
    """Take back these votes of someone, where they are still what they say.

    Raises UNKNOWN_POLL, UNKNOWN_POLL_DATE, POLL_ENDED and ChangedMeanwhileError.
    """
    poll = polls.get(ctx.db, ctx.network.slug, number)
    now = polls.ballots_of(ctx.db, poll, by.id)
    same = [date for date, said in votes.items() if now.get(date) is said]
    return vote(ctx, number, dict.fromkeys(same), by)


def close(ctx: Context, number: int) -> Poll:
    """Take no more answers. Raises UNKNOWN_POLL, POLL_ENDED and ChangedMeanwhileError."""
    poll = polls.get(ctx.db, ctx.network.slug, number)
    return _keep(ctx, poll.close(ctx.now), poll.status)


def drop(ctx: Context, number: int) -> Poll:
    """Choose none of the dates: the poll's card says that they are free again.

    Raises UNKNOWN_POLL, POLL_ENDED and ChangedMeanwhileError.
    """
    poll = polls.get(ctx.db, ctx.network.slug, number)
    return _keep(ctx, poll.drop(ctx.now), poll.status)


def pick(ctx: Context, number: int, date: int, typed: Venue, by: Caller) -> Picked:
    """Choose a date: a meeting is planned then, and those who answered are told.

    `typed` says where, else the poll's own words do. Choosing the same date again, with a
    place, gives the planned meeting this place. Raises UNKNOWN_POLL, UNKNOWN_POLL_DATE,
    PAST_POLL_DATE, POLL_ENDED, MEETING_NOT_NOW and ChangedMeanwhileError.
    """
    poll = polls.get(ctx.db, ctx.network.slug, number)
    at = poll.date(date)
    there = planning.starting_at(ctx, at)
    if poll.picked == at and there is not None:
        return Picked(poll=poll, meeting=_placed(ctx, there, typed), fresh=False)
    picked = _keep(ctx, poll.pick(date, ctx.now), poll.status)
    venue = typed if typed.known else read_venue(poll.words)
    if there is None:
        meeting = planning.plan(ctx, at, venue, poll.minutes)
    else:
        meeting = _placed(ctx, there, venue)
    _tell_voters(ctx, picked, date, but=by.id)
    return Picked(poll=picked, meeting=meeting)


def end_due(ctx: Context, due: Sequence[Poll]) -> int:
    """Close the polls whose time has come, drop those whose dates are past.

    Return how many there were.
    """
    for poll in due:
        if poll.status is PollStatus.OPEN:
            tell_result(ctx, _keep(ctx, poll.close(ctx.now), poll.status))
        else:
            _keep(ctx, poll.drop(ctx.now), poll.status)
    return len(due)


def tell_result(ctx: Context, poll: Poll, *, but: str = "") -> None:
    """Tell the coordinators, but for one, where a closed poll stands, with buttons to choose.

    Monday's card tells it when its first date leaves the time to.
    """
    key = f"{key_of(poll)}:result"
    others = ctx.coordinators - {but}
    first = min((date for date in poll.dates if date > ctx.now), default=ctx.now)
    say.to_coordinators(
        ctx, key, result(ctx, poll), among=others, until=first, buttons=choices(ctx, poll)
    )


def result(ctx: Context, poll: Poll) -> str:
    """Say to a coordinator where a closed poll stands."""
    return ctx.render(
        "rencontre/poll_result.md.j2",
        standing=standing(ctx, poll),
        buttons=ctx.buttons,
    )


def show(ctx: Context, poll: Poll) -> None:
    """Bring the poll's post up to date."""
    say.again(ctx, key_of(poll), _card(ctx, poll), buttons=buttons(poll))


def key_of(poll: Poll) -> str:
    """Return the key of a poll's post."""
    return card_key(CardKind.POLL, poll.network, poll.number)


def buttons(poll: Poll) -> tuple[Button, ...]:
    """Return what can be clicked under an open poll.

    A « oui » for each date, which is also a reaction; and the forms, where all can be said.
    """
    if poll.status is not PollStatus.OPEN:
        return ()
    numbers = range(1, len(poll.dates) + 1)
    yes = tuple(
        Button(
            id=f"oui{number}",
            label=f"{number}\u00a0: oui",
            route=VOTE,
            argument=f"{poll.number} {number} {Vote.YES.label}",
            emoji=_EMOJI[number - 1],
            undo=TAKE_BACK,
        )
        for number in numbers
    )
    return (*yes, *(_form_button(poll, shared) for shared in forms(poll)))


def forms(poll: Poll) -> tuple[range, ...]:
    """Return the numbers of the dates that each form asks about: one form, or two."""
    dates = len(poll.dates)
    if dates <= FORM_DATES:
        return (range(1, dates + 1),)
    half = (dates + 1) // 2
    return (range(1, half + 1), range(half + 1, dates + 1))


def choices(ctx: Context, poll: Poll) -> tuple[Button, ...]:
    """Return what a coordinator can click under the result: the dates, the best first."""
    counted = standing(ctx, poll)
    number = poll.number
    dates = tuple(
        Button(
            id=f"choisir{tally.number}",
            label=f"Choisir la {tally.number}",
            route=PICK,
            argument=f"{number} {tally.number}",
            primary=tally in counted.leaders,
        )
        for tally in counted.ranked
        if tally.date > ctx.now
    )
    ending = Button(id="sanssuite", label="Aucune", route=END, argument=f"{number} sans suite")
    return (*dates, ending)


def forget(db: Connection, before: datetime) -> int:
    """Drop the polls that ended before, votes and all; return how many there were."""
    gone = polls.forget_before(db, before)
    outbox.forget_cards(db, CardKind.POLL, gone)
    return len(gone)


def _form_button(poll: Poll, numbers: range) -> Button:
    first, last = numbers[0], numbers[-1]
    whole = len(numbers) == len(poll.dates)
    return Button(
        id=f"dates{first}",
        label="Répondre date par date" if whole else f"Répondre, {first} à {last}",
        route=FORM,
        argument=f"{poll.number} {first}",
        primary=True,
    )


def _keep(ctx: Context, poll: Poll, was: PollStatus) -> Poll:
    polls.save(ctx.db, poll, was=was)
    show(ctx, poll)
    return poll


def _card(ctx: Context, poll: Poll) -> str:
    return ctx.render(
        "rencontre/poll_card.md.j2",
        standing=standing(ctx, poll),
        buttons=ctx.buttons,
    )


def _voters(ctx: Context, poll: Poll) -> Sequence[str]:
    return sorted({each.user for each in polls.ballots(ctx.db, poll)})


def _tell_voters(ctx: Context, poll: Poll, date: int, *, but: str) -> None:
    for user in _voters(ctx, poll):
        if user != but:
            said = polls.ballots_of(ctx.db, poll, user).get(date)
            news = ctx.render("rencontre/poll_picked_people.md.j2", poll=poll, vote=said)
            say.to_user(ctx, f"{key_of(poll)}:picked:{user}", user, news)


def _placed(ctx: Context, meeting: Meeting, venue: Venue) -> Meeting:
    """Give a planned meeting this place, if it is one."""
    if not venue.known:
        return meeting
    return planning.rearrange(ctx, meeting, meeting.at, meeting.minutes, venue)
