"""Date polls: opened, voted in, closed, and a date chosen, which becomes a planned meeting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.card_keys import CardKind, card_key
from bot.core.message import Button
from bot.meeting import planning
from bot.meeting.poll import rules
from bot.meeting.poll import store as polls
from bot.meeting.poll.card import answering, choices, verbs
from bot.meeting.poll.rules import Poll, PollStanding, PollStatus, Vote
from bot.meeting.rules import Meeting
from bot.meeting.venue import read_venue
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context


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
    text, buttons = _card(ctx, kept)
    say.in_channel(ctx, key_of(kept), text, buttons=buttons)
    return kept, True


def standing(ctx: Context, poll: Poll) -> PollStanding:
    """Return a poll's counts."""
    return rules.count(poll, polls.ballots(ctx.db, poll))


def vote(ctx: Context, number: int, votes: Mapping[int, Vote | None], by: Caller) -> Poll:
    """Keep what someone says of some dates, None for nothing any more, and show the counts.

    Raises UNKNOWN_POLL, POLL_ENDED and ChangedMeanwhileError.
    """
    poll = polls.get(ctx.db, ctx.network.slug, number)
    poll.require_open(ctx.now)
    polls.hold(ctx.db, poll)
    before = polls.ballots_of(ctx.db, poll, by.id)
    if any(before.get(date) is not said for date, said in votes.items()):
        polls.vote(ctx.db, poll, by.id, votes, ctx.now)
        show(ctx, poll)
    return poll


def press(ctx: Context, number: int, date: int, by: Caller) -> Poll:
    """Have what someone says of a date be the next thing that may be said, then nothing again.

    Raises UNKNOWN_POLL, POLL_ENDED and ChangedMeanwhileError.
    """
    poll = polls.get(ctx.db, ctx.network.slug, number)
    polls.hold(ctx.db, poll)  # of two presses at once, the second one goes on from the first
    said = polls.ballots_of(ctx.db, poll, by.id).get(date)
    return vote(ctx, number, {date: Vote.after(said)}, by)


def take_back(ctx: Context, number: int, votes: Mapping[int, Vote | None], by: Caller) -> Poll:
    """Take back these votes of someone, where they are still what they say.

    Raises UNKNOWN_POLL, POLL_ENDED and ChangedMeanwhileError.
    """
    poll = polls.get(ctx.db, ctx.network.slug, number)
    now = polls.ballots_of(ctx.db, poll, by.id)
    same = [date for date, said in votes.items() if now.get(date) is said]
    return vote(ctx, number, dict.fromkeys(same), by)


def tell_voter(ctx: Context, poll: Poll, by: Caller) -> None:
    """Tell someone all that they say of a poll's dates: one message, rewritten each time."""
    key, votes = f"{key_of(poll)}:own:{by.id}", polls.ballots_of(ctx.db, poll, by.id)
    text = ctx.render("rencontre/poll_voted.md.j2", poll=poll, votes=votes)
    buttons = answering(poll, ctx.network.timezone)
    if say.was_said(ctx, key):
        say.again(ctx, key, text, buttons=buttons)
    else:
        say.to_user(ctx, key, by.id, text, weight=Weight.ANSWER, buttons=buttons)


def close(ctx: Context, number: int) -> Poll:
    """Take no more answers. Raises UNKNOWN_POLL, POLL_ENDED and ChangedMeanwhileError."""
    poll = polls.get(ctx.db, ctx.network.slug, number)
    return _keep(ctx, poll.close(ctx.now), poll)


def extend(ctx: Context, number: int) -> Poll:
    """Take answers for as long again; also once it was closed.

    Raises UNKNOWN_POLL, POLL_ENDED, CLOSING_OUT_OF_BOUNDS and ChangedMeanwhileError.
    """
    poll = polls.get(ctx.db, ctx.network.slug, number)
    until = rules.closing_time(poll.dates, now=ctx.now, zone=ctx.network.timezone)
    return _keep(ctx, poll.extend(until, ctx.now), poll)


def drop(ctx: Context, number: int) -> Poll:
    """Choose none of the dates; the poll's thread says that they are free again.

    Raises UNKNOWN_POLL, POLL_ENDED and ChangedMeanwhileError.
    """
    poll = polls.get(ctx.db, ctx.network.slug, number)
    dropped = _keep(ctx, poll.drop(ctx.now), poll)
    _tell_end(ctx, dropped)
    return dropped


def pick(ctx: Context, number: int, date: int) -> Meeting:
    """Choose a date: a meeting is planned then, and the poll's thread says so.

    One that is planned then already gets the place that the poll's words say. Raises UNKNOWN_POLL,
    PAST_POLL_DATE, POLL_ENDED, MEETING_NOT_NOW and ChangedMeanwhileError.
    """
    poll = polls.get(ctx.db, ctx.network.slug, number)
    at = poll.date(date)
    there = planning.starting_at(ctx, at)
    if poll.picked == at and there is not None:
        return there
    picked = _keep(ctx, poll.pick(date, ctx.now), poll)
    venue = read_venue(poll.words, ctx.network.video)
    if there is None:
        meeting = planning.plan(ctx, at, venue, poll.minutes)
    elif venue.known:
        meeting = planning.rearrange(ctx, there, there.at, there.minutes, venue)
    else:
        meeting = there
    _tell_end(ctx, picked)
    return meeting


def end_due(ctx: Context, due: Sequence[Poll]) -> int:
    """Close the polls whose time has come, drop those whose dates are past.

    Return how many there were.
    """
    for poll in due:
        if poll.status is PollStatus.OPEN:
            tell_result(ctx, _keep(ctx, poll.close(ctx.now), poll))
        else:
            _keep(ctx, poll.drop(ctx.now), poll)
    return len(due)


def tell_result(ctx: Context, poll: Poll, *, but: str = "") -> None:
    """Tell the coordinators, but for one, where a closed poll stands, with buttons to choose.

    Monday's pile tells it when its first date leaves the time to.
    """
    text, buttons = result(ctx, poll)
    others = ctx.coordinators - {but}
    first = min((date for date in poll.dates if date > ctx.now), default=ctx.now)
    key = _result_key(poll)
    say.to_coordinators(ctx, key, text, among=others, until=first, buttons=buttons)


def result(ctx: Context, poll: Poll) -> tuple[str, tuple[Button, ...]]:
    """Return what a coordinator reads of a poll, and what they may choose once it is closed."""
    counted = standing(ctx, poll)
    closed = poll.status is PollStatus.CLOSED
    buttons = choices(counted, ctx.network.timezone, ctx.now) if closed else ()
    return ctx.render("rencontre/poll_result.md.j2", standing=counted, votes={}), buttons


def show(ctx: Context, poll: Poll) -> None:
    """Bring the poll's post up to date."""
    text, buttons = _card(ctx, poll)
    say.again(ctx, key_of(poll), text, buttons=buttons)


def key_of(poll: Poll) -> str:
    """Return the key of a poll's post."""
    return card_key(CardKind.POLL, poll.network, poll.number)


def _keep(ctx: Context, poll: Poll, was: Poll) -> Poll:
    """Write a transition, and bring up to date what was shown of the poll."""
    polls.save(ctx.db, poll, was=was.status)
    show(ctx, poll)
    text, buttons = result(ctx, poll)
    say.again_to_coordinators(ctx, _result_key(was), text, buttons=buttons)
    return poll


def _result_key(poll: Poll) -> str:
    """Return a key for each time that a poll closes: it may go on after that."""
    return f"{key_of(poll)}:result{poll.closes_at.timestamp():.0f}"


def _card(ctx: Context, poll: Poll) -> tuple[str, tuple[Button, ...]]:
    counted = standing(ctx, poll)
    text = ctx.render(
        "rencontre/poll_card.md.j2", standing=counted, votes={}, territories=ctx.territories
    )
    return text, verbs(poll, ctx.network.timezone)


def _tell_end(ctx: Context, poll: Poll) -> None:
    """Tell in the poll's thread what came of it: those who answered had kept their days free."""
    news = ctx.render("rencontre/poll_ended.md.j2", standing=standing(ctx, poll))
    say.in_channel(ctx, f"{key_of(poll)}:ended", news, thread=key_of(poll))
