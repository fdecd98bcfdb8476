"""Date polls in progress: answered, read, closed, a date chosen."""

from __future__ import annotations

from dataclasses import replace

from bot.meeting.poll import card, polling
from bot.meeting.poll import store as polls
from bot.meeting.poll.rules import Poll, Vote
from bot.network.rights import Act
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route
from commands.rencontre.door import card_of
from commands.texts import second_number


def vote(command: Command, ctx: Context) -> Reply:
    """Have a date say the next thing; by a reaction, « oui »."""
    date = second_number(command)
    if command.via is Via.REACTION:
        poll = polling.vote(ctx, command.number, {date: Vote.YES}, command.caller)
    else:
        poll = polling.press(ctx, command.number, date, command.caller)
    return _told(ctx, poll, command)


def take_back(command: Command, ctx: Context) -> Reply:
    """Take back the « oui » that a reaction said, unless something else was said since."""
    votes = {second_number(command): Vote.YES}
    return _told(ctx, polling.take_back(ctx, command.number, votes, command.caller), command)


def show(command: Command, ctx: Context) -> Reply:
    """Show where a poll stands, and to each person their own votes."""
    poll = polls.get(ctx.db, ctx.network.slug, command.number)
    counted, zone = polling.standing(ctx, poll), ctx.network.timezone
    votes = polls.ballots_of(ctx.db, poll, command.caller.id)
    reply = ctx.reply(
        "rencontre/poll_card.md.j2", standing=counted, votes=votes, territories=ctx.territories
    )
    coordinates = ctx.allows(Act.POLL_DATES, command.caller)
    managing = card.choices(counted, zone, ctx.now) if coordinates else ()
    pending = polls.pending(ctx.db, ctx.network.slug)
    others = [card.reading(each) for each in pending if each.number != poll.number]
    shown = (*card.answering(poll, zone), *managing, *others)
    return replace(reply, buttons=shown, leads_on=True)


def pick(command: Command, ctx: Context) -> Reply:
    """Choose a date: a meeting is planned then."""
    return card_of(ctx, polling.pick(ctx, command.number, second_number(command)), command.caller)


def extend(command: Command, ctx: Context) -> Reply:
    """Take answers for as long again."""
    poll = polling.extend(ctx, command.number)
    return ctx.reply("rencontre/poll_extended.md.j2", poll=poll)


def end(command: Command, ctx: Context) -> Reply:
    """Close a poll, and show where it stands."""
    closed = polling.close(ctx, command.number)
    polling.tell_result(ctx, closed, but=command.caller.id)
    text, buttons = polling.result(ctx, closed)
    return Reply(text=text, buttons=buttons)


def drop(command: Command, ctx: Context) -> Reply:
    """End a poll with no date chosen."""
    return ctx.reply("rencontre/poll_dropped.md.j2", poll=polling.drop(ctx, command.number))


def _told(ctx: Context, poll: Poll, command: Command) -> Reply:
    """Tell someone what they say of all the dates: in one message, rewritten at each press."""
    polling.tell_voter(ctx, poll, command.caller)
    if not command.on_the_spot:
        return Reply()
    votes = polls.ballots_of(ctx.db, poll, command.caller.id)
    return ctx.reply("rencontre/poll_voted.md.j2", poll=poll, votes=votes)


ROUTES = (
    Route(Act.READ_NEXT_MEETING, f"{card.READ} : <n°>", show),
    Route(Act.VOTE_DATE, f"{card.VOTE} : <n°> <date>", vote),
    Route(Act.VOTE_DATE, f"{card.TAKE_BACK} : <n°> <date>", take_back),
    Route(Act.POLL_DATES, f"{card.PICK} : <n°> <date>", pick),
    Route(Act.POLL_DATES, f"{card.EXTEND} : <n°>", extend),
    Route(Act.POLL_DATES, f"{card.END} : <n°>", end),
    Route(Act.POLL_DATES, f"{card.DROP} : <n°>", drop),
)
