"""Date polls in progress: answered, read, closed, a date chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.meeting.poll import card, polling
from bot.meeting.poll.rules import Poll, PollStatus, Vote
from bot.meeting.poll.typed import (
    NO_POLL_NUMBER,
    UNREAD_VOTES,
    date_first,
    poll_first,
    read_lines,
    read_votes,
)
from bot.meeting.venue import read_venue
from bot.network.rights import Act
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.markdown import typeset
from bot.talk.reply import Choice, Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from commands.rencontre.door import card_of

DIALOG_FIELDS = 5
"""Menus in one form: Mattermost's limit. More dates are lines of one text."""

_NAMES_DATES = lazy_pattern(r"\d|\btout")
_UNDECIDED = "rien"
_VOTES: Mapping[str, Vote | None] = {_UNDECIDED: None} | {each.value: each for each in Vote}
_MENU = Field(
    name="",
    label="",
    default=_UNDECIDED,
    choices=(
        *(Choice(label=each.label.capitalize(), value=each.value) for each in Vote),
        Choice(label="Sans réponse", value=_UNDECIDED),
    ),
)
_LINES = Field(
    name="dates",
    label="Vos réponses",
    help="Après chaque date : oui, si besoin ou non. Rien si vous ne savez pas encore.",
    multiline=True,
    limit=1_000,
)


def vote(command: Command, ctx: Context) -> Reply:
    """Keep what someone says of one or several dates; a date pressed again says the next thing."""
    if not command.text.strip():
        return show(command, ctx)
    number, rest = poll_first(command.text)
    if number is not None and command.via is Via.DIALOG:
        filled_in = _filled_in(command, ctx, polling.current(ctx, number))
        return _voted(ctx, polling.vote(ctx, number, filled_in, command.caller), command)
    date, more = date_first(rest)
    if number is not None and date is not None and not more and command.via is Via.BUTTON:
        return _voted(ctx, polling.press(ctx, number, date, command.caller), command)
    poll, votes = _votes(command, ctx)
    return _voted(ctx, polling.vote(ctx, poll.number, votes, command.caller), command)


def take_back(command: Command, ctx: Context) -> Reply:
    """Take back the « oui » that a reaction said, unless something else was said since."""
    poll, votes = _votes(command, ctx)
    return _voted(ctx, polling.take_back(ctx, poll.number, votes, command.caller), command)


def show(command: Command, ctx: Context) -> Reply:
    """Show where a poll stands, and to each person their own votes."""
    number, _ = poll_first(command.text)
    poll = polling.current(ctx, number)
    counted, zone = polling.standing(ctx, poll), ctx.network.timezone
    votes = polling.own_votes(ctx, poll, command.caller)
    reply = ctx.reply(
        "rencontre/poll_card.md.j2", standing=counted, votes=votes, territories=ctx.territories
    )
    coordinates = ctx.allows(Act.POLL_DATES, command.caller)
    managing = card.choices(counted, zone, ctx.now) if coordinates else ()
    others = [card.reading(each) for each in polling.pending(ctx) if each.number != poll.number]
    return replace(reply, buttons=(*card.answering(poll, zone), *managing, *others))


def pick(command: Command, ctx: Context) -> Reply:
    """Choose a date: a meeting is planned then. Typed again with a place, it gives it one."""
    number, rest = poll_first(command.text)
    date, where = date_first(rest)
    if number is None:
        raise NO_POLL_NUMBER(usage="rencontre choisir 2 1")
    if date is None:  # « choisir 3 »: of the only poll there is
        number, date, where = _only_pending(ctx, "rencontre choisir 2 1").number, number, rest
    meeting = polling.pick(ctx, number, date, read_venue(where, ctx.network.video))
    return card_of(ctx, meeting, command.caller)


def extend(command: Command, ctx: Context) -> Reply:
    """Take answers for as long again."""
    number, _ = poll_first(command.text)
    if number is None:
        number = _only_pending(ctx, "rencontre prolonger 2").number
    return ctx.reply("rencontre/poll_extended.md.j2", poll=polling.extend(ctx, number))


def end(command: Command, ctx: Context) -> Reply:
    """Close a poll and show where it stands, or end it with no date chosen."""
    number, rest = poll_first(command.text)
    if number is None:
        number = _only_pending(ctx, "rencontre clore 2").number
    if fold(rest).strip(" .,").startswith("sans suite"):
        dropped = polling.drop(ctx, number)
        return ctx.reply("rencontre/poll_dropped.md.j2", poll=dropped)
    closed = polling.close(ctx, number)
    polling.tell_result(ctx, closed, but=command.caller.id)
    text, buttons = polling.result(ctx, closed)
    return Reply(text=text, buttons=buttons)


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
    pressed = command.via is Via.BUTTON
    return ctx.reply(
        "rencontre/poll_voted.md.j2", seen=True, poll=poll, votes=votes, pressed=pressed
    )


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


def _form(command: Command, ctx: Context) -> Dialog:
    """Return the form that asks about all the dates: a menu for each, or a line each.

    Raises UNKNOWN_POLL, NO_POLL and POLL_ENDED.
    """
    poll = polling.current(ctx, poll_first(command.text)[0])
    poll.require_votes_on((), ctx.now)
    own = polling.own_votes(ctx, poll, command.caller)
    labels = card.labels(poll, ctx.network.timezone)
    fields: tuple[Field, ...] = tuple(
        replace(_MENU, name=f"date{number}", label=label, default=_value(own.get(number)))
        for number, label in enumerate(labels, start=1)
    )
    if len(fields) > DIALOG_FIELDS:
        said = (own[number].label if number in own else "" for number in range(1, len(labels) + 1))
        lines = (f"{label} : {each}" for label, each in zip(labels, said, strict=True))
        fields = (replace(_LINES, default="\n".join(lines)),)
    shown = typeset("Seuls les nombres se voient, jamais qui répond quoi.")
    title, submit = "Sondage de dates", "Répondre"
    return Dialog(title=title, submit=submit, fields=fields, introduction=shown)


def _value(said: Vote | None) -> str:
    return said.value if said else _UNDECIDED


def _filled_in(command: Command, ctx: Context, poll: Poll) -> Mapping[int, Vote | None]:
    """Return what a form says of each date. Raises UNKNOWN_CHOICE and UNREAD_LINE."""
    if _LINES.name in command.fields:
        return read_lines(command.fields[_LINES.name], card.labels(poll, ctx.network.timezone))
    menus = {n: replace(_MENU, name=f"date{n}") for n in range(1, len(poll.dates) + 1)}
    return {
        number: _VOTES[menu.chosen(command.fields)]
        for number, menu in menus.items()
        if menu.name in command.fields
    }


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
        f"{card.VOTE}|vote : <n°> <n° de date> oui|si besoin|non",
        vote,
        "répondre à un sondage de dates",
        Takes.TEXT,
        form=_form,
    ),
    Route(
        Act.POLL_DATES,
        f"{card.PICK} : <n° de date> [lieu]",
        pick,
        "choisir la date d'un sondage, et planifier la rencontre",
        Takes.TEXT,
    ),
    Route(
        Act.POLL_DATES,
        f"{card.EXTEND} : <n°>",
        extend,
        "laisser une semaine de plus pour répondre à un sondage",
        Takes.TEXT,
    ),
    Route(
        Act.POLL_DATES,
        f"{card.END}|cloturer : <n°>",
        end,
        "clore un sondage avant l'heure ; suivi de « sans suite », ne choisir aucune date",
        Takes.TEXT,
    ),
    _route(card.TAKE_BACK, take_back),
)
