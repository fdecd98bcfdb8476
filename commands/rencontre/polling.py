"""Date polls in progress: answered, read, closed, a date chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.french.folding import fold
from bot.french.spoken import DAYS
from bot.meeting.poll import polling
from bot.meeting.poll.rules import Poll, PollStatus, Vote
from bot.meeting.poll.typed import (
    NO_POLL_NUMBER,
    UNREAD_VOTES,
    date_first,
    poll_first,
    read_votes,
)
from bot.meeting.venue import read_venue
from bot.network.rights import Act, allows
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.markdown import typeset
from bot.talk.reply import NO_DIALOG_HERE, Choice, Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from commands.telling import told

_VOTE_EXAMPLE = "/rencontre voter 2 1 oui, 3 si besoin"
_NAMES_DATES = re.compile(r"\d|\btout")
_UNDECIDED = "rien"
_VOTES: Mapping[str, Vote | None] = {**{each.value: each for each in Vote}, _UNDECIDED: None}


def vote(command: Command, ctx: Context) -> Reply:
    """Keep what someone says of one or several dates; without that, open the form."""
    number, rest = poll_first(command.text)
    if not rest.strip():
        poll = polling.current(ctx, number)
        return _votes_form(command, ctx, poll, polling.forms(poll)[0])
    poll, votes = _votes(command, ctx)
    return _voted(ctx, polling.vote(ctx, poll.number, votes, command.caller), command)


def take_back(command: Command, ctx: Context) -> Reply:
    """Take back the « oui » that a reaction said, unless something else was said since."""
    poll, votes = _votes(command, ctx)
    return _voted(ctx, polling.take_back(ctx, poll.number, votes, command.caller), command)


def answer(command: Command, ctx: Context) -> Reply:
    """Open the form that asks about each date, or keep what it brings."""
    number, rest = poll_first(command.text)
    poll = polling.current(ctx, number)
    if command.via is not Via.DIALOG:
        first, _ = date_first(rest)
        shared = [each for each in polling.forms(poll) if first in each]
        return _votes_form(command, ctx, poll, (shared or polling.forms(poll))[0])
    votes = {
        date: _VOTES[field.chosen(command.fields)]
        for date in range(1, len(poll.dates) + 1)
        if command.fields.get((field := _vote_field(ctx, poll, date)).name)
    }
    if not votes:
        raise UNREAD_VOTES()
    return _voted(ctx, polling.vote(ctx, poll.number, votes, command.caller), command)


def show(command: Command, ctx: Context) -> Reply:
    """Show where a poll stands, and to each person their own votes."""
    number, _ = poll_first(command.text)
    poll = polling.current(ctx, number)
    coordinates = allows(Act.POLL_DATES, command.caller.role_in(ctx.network.slug))
    reply = told(
        ctx,
        "rencontre/poll_shown.md.j2",
        standing=polling.standing(ctx, poll),
        votes=polling.own_votes(ctx, poll, command.caller),
        others=[each.number for each in polling.pending(ctx) if each.number != poll.number],
        coordinates=coordinates,
    )
    choosing = coordinates and poll.status is PollStatus.CLOSED
    return replace(reply, buttons=polling.choices(ctx, poll) if choosing else polling.buttons(poll))


def pick(command: Command, ctx: Context) -> Reply:
    """Choose a date: a meeting is planned then. Typed again with a place, it gives it one."""
    number, rest = poll_first(command.text)
    date, where = date_first(rest)
    if number is None:
        raise NO_POLL_NUMBER(usage="rencontre choisir 2 1")
    if date is None:  # « choisir 3 »: of the only poll there is
        number, date, where = _only_pending(ctx, "rencontre choisir 2 1").number, number, rest
    venue = read_venue(where)
    picked = polling.pick(ctx, number, date, venue, command.caller)
    return told(ctx, "rencontre/poll_picked.md.j2", picked=picked, date=date)


def end(command: Command, ctx: Context) -> Reply:
    """Close a poll and show where it stands, or end it with no date chosen."""
    number, rest = poll_first(command.text)
    if number is None:
        number = _only_pending(ctx, "rencontre clore 2").number
    if fold(rest).strip(" .,").startswith("sans suite"):
        dropped = polling.drop(ctx, number)
        return told(ctx, "rencontre/poll_dropped.md.j2", poll=dropped)
    closed = polling.close(ctx, number)
    polling.tell_result(ctx, closed, but=command.caller.id)
    return Reply(text=polling.result(ctx, closed), buttons=polling.choices(ctx, closed))


def _votes(command: Command, ctx: Context) -> tuple[Poll, Mapping[int, Vote | None]]:
    """Read whose dates are voted on, and what is said; a number alone is a date's.

    Raises UNREAD_VOTES.
    """
    number, rest = poll_first(command.text)
    if number is None or not _NAMES_DATES.search(fold(rest)):  # « 3 oui », of the only open poll
        poll, rest = _only_open(ctx), command.text
    else:
        poll = polling.current(ctx, number)
    return poll, read_votes(rest, range(1, len(poll.dates) + 1))


def _voted(ctx: Context, poll: Poll, command: Command) -> Reply:
    votes = polling.own_votes(ctx, poll, command.caller)
    return told(ctx, "rencontre/poll_voted.md.j2", poll=poll, votes=votes)


def _only_open(ctx: Context) -> Poll:
    found = [each for each in polling.pending(ctx) if each.status is PollStatus.OPEN]
    if len(found) != 1:
        raise UNREAD_VOTES()
    return found[0]


def _only_pending(ctx: Context, usage: str) -> Poll:
    found = polling.pending(ctx)
    if len(found) != 1:
        raise NO_POLL_NUMBER(usage=usage)
    return found[0]


def _vote_field(ctx: Context, poll: Poll, number: int) -> Field:
    """Return the entry of a form that asks about one date."""
    return Field(
        name=f"date{number}",
        label=_short(ctx, number, poll.date(number)),
        optional=True,
        choices=(
            *(Choice(label=each.label.capitalize(), value=each.value) for each in Vote),
            Choice(label="Je ne sais pas encore", value=_UNDECIDED),
        ),
    )


def _votes_form(command: Command, ctx: Context, poll: Poll, numbers: range) -> Reply:
    if not command.via.immediate:
        raise NO_DIALOG_HERE(line=_VOTE_EXAMPLE)
    poll.require_votes_on(numbers, ctx.now)
    own = polling.own_votes(ctx, poll, command.caller)
    fields = tuple(
        replace(_vote_field(ctx, poll, number), default=own[number].value if number in own else "")
        for number in numbers
    )
    return Reply(
        dialog=Dialog(
            title=f"Sondage n°\u00a0{poll.number}",
            route=polling.FORM,
            argument=str(poll.number),
            submit="Répondre",
            fields=fields,
            introduction=typeset(
                "Vos réponses ne se voient qu'en nombres. Ce que vous laissez vide ne change pas."
            ),
        )
    )


def _short(ctx: Context, number: int, date: datetime) -> str:
    """Return « 1. jeu. 3/12 à 14h30 »: a form shows 24 characters of it."""
    local = date.astimezone(ZoneInfo(ctx.network.timezone))
    day = f"{DAYS[local.weekday()][:3]}. {local.day}/{local.month}"
    return f"{number}. {day} à {local.hour}h{local.minute:02}"


_route = partial(Route, Act.VOTE_DATE)

ROUTES = (
    Route(
        Act.READ_NEXT_MEETING,
        "rencontre sondage|sondages : [n°]",
        show,
        "voir où en est un sondage de dates, et vos réponses",
        Takes.TEXT,
    ),
    _route(
        f"{polling.VOTE}|vote : <n° du sondage> <n° de date> oui|si besoin|non",
        vote,
        "répondre à un sondage de dates",
        Takes.TEXT,
    ),
    Route(
        Act.POLL_DATES,
        f"{polling.PICK} : <n° du sondage> <n° de date> [lieu]",
        pick,
        "choisir la date d'un sondage, et planifier la rencontre",
        Takes.TEXT,
        rare=True,
    ),
    Route(
        Act.POLL_DATES,
        f"{polling.END}|cloturer : <n° du sondage> [sans suite]",
        end,
        "clore un sondage avant l'heure, ou sans choisir de date",
        Takes.TEXT,
        rare=True,
    ),
    _route(polling.TAKE_BACK, take_back),
    _route(polling.FORM, answer),
)
