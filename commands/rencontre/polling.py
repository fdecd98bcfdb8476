"""Date polls: put to the vote, answered, read, ended, a date chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.errors import UserError
from bot.domain.meeting import MEETING_MINUTES
from bot.domain.message import Button
from bot.domain.poll import Poll, PollStatus, Vote, closing_time
from bot.domain.rights import Act, allows
from bot.domain.spoken import DAYS
from bot.domain.text import checked_text
from bot.domain.venue import read_venue
from bot.domain.when import When, WhenError, Why, doubts, read_duration, read_when
from bot.services import polls
from bot.talk.arguments import confirmed_first, fold
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.markdown import typeset
from bot.talk.polled import (
    NoPollNumberError,
    UnreadVotesError,
    date_first,
    poll_first,
    read_votes,
    split_dates,
    until_last,
)
from bot.talk.reply import Choice, Dialog, Field, NoDialogHereError, Reply
from bot.talk.routing import Route

OPEN = "rencontre sonder"
CLOSING_HOUR = 17
"""Where a day alone says until when: the last hour of work of that day."""

_EXAMPLE = "/rencontre sonder jeudi 3 décembre 14h ; mardi 8 décembre 9h30"
_VOTE_EXAMPLE = "/rencontre voter 2 1 oui, 3 si besoin"
_DATES_LIMIT = 1_000
_NAMES_DATES = re.compile(r"\d|\btout")
_UNDECIDED = "rien"
_VOTES: Mapping[str, Vote | None] = {**{each.value: each for each in Vote}, _UNDECIDED: None}


class UnreadDateError(UserError):
    """One of several dates cannot be read: which one, and why."""

    def __init__(self, number: int, error: WhenError, *, alone: bool) -> None:
        where = "" if alone else f"Date n° {number} : "
        hint = f" Séparez les dates par un point-virgule : `{_EXAMPLE}`." if alone else ""
        super().__init__(f"date {number}: {error}", reply=f"{where}{error.reply}{hint}")


class OnePlaceError(UserError):
    """A poll is about when; where must be the same for all of its dates."""

    def __init__(self) -> None:
        super().__init__(
            "several places in a poll",
            reply="Un sondage porte sur les dates, avec un seul lieu pour toutes. Mettez-le à la "
            f"fin, ou choisissez-le plus tard : `{_EXAMPLE}, médiathèque de Valcombe`.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubted:
    """What is to be asked of a date, in sentences; number 0 is the closing time."""

    number: int
    at: datetime
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Typed:
    """A poll as it was read: its dates, until when if that was said, where."""

    dates: tuple[When, ...]
    until: When | None
    words: str


def open_(command: Command, ctx: Context) -> Reply:
    """Put dates to the vote; what is doubtful is asked about first. Without a text, the form."""
    confirmed, text = confirmed_first(command.text)
    if not text.strip():
        return _dates_form(command)
    typed = _read(ctx, text, command.fields)
    wanted = _poll(ctx, command, typed)
    if not confirmed and (doubted := _doubted(ctx, typed)):
        return _questioned(ctx, doubted, text)
    poll, fresh = polls.open_(ctx, wanted)
    told = ctx.render("rencontre/poll_opened.md.j2", poll=poll, fresh=fresh, network=ctx.network)
    return Reply(text=told)


def vote(command: Command, ctx: Context) -> Reply:
    """Keep what someone says of one or several dates; without that, open the form."""
    number, rest = poll_first(command.text)
    if not rest.strip():
        poll = polls.current(ctx, number)
        return _votes_form(command, ctx, poll, polls.forms(poll)[0])
    poll, votes = _votes(command, ctx)
    return _voted(ctx, polls.vote(ctx, poll.number, votes, command.caller), command)


def take_back(command: Command, ctx: Context) -> Reply:
    """Take back the « oui » that a reaction said, unless something else was said since."""
    poll, votes = _votes(command, ctx)
    return _voted(ctx, polls.take_back(ctx, poll.number, votes, command.caller), command)


def answer(command: Command, ctx: Context) -> Reply:
    """Open the form that asks about each date, or keep what it brings."""
    number, rest = poll_first(command.text)
    poll = polls.current(ctx, number)
    if command.via is not Via.DIALOG:
        first, _ = date_first(rest)
        shared = [each for each in polls.forms(poll) if first in each]
        return _votes_form(command, ctx, poll, (shared or polls.forms(poll))[0])
    votes = {
        date: _VOTES[command.fields[name]]
        for date in range(1, len(poll.dates) + 1)
        if command.fields.get(name := f"date{date}") in _VOTES
    }
    if not votes:
        raise UnreadVotesError
    return _voted(ctx, polls.vote(ctx, poll.number, votes, command.caller), command)


def show(command: Command, ctx: Context) -> Reply:
    """Show where a poll stands, and to each person their own votes."""
    number, _ = poll_first(command.text)
    poll = polls.current(ctx, number)
    coordinates = allows(Act.POLL_DATES, command.caller.role_in(ctx.network.slug))
    text = ctx.render(
        "rencontre/poll_shown.md.j2",
        standing=polls.standing(ctx, poll),
        votes=polls.own_votes(ctx, poll, command.caller),
        others=[each.number for each in polls.pending(ctx) if each.number != poll.number],
        coordinates=coordinates,
        network=ctx.network,
    )
    choosing = coordinates and poll.status is PollStatus.CLOSED
    return Reply(text=text, buttons=polls.choices(ctx, poll) if choosing else polls.buttons(poll))


def pick(command: Command, ctx: Context) -> Reply:
    """Choose a date: a meeting is planned then. Typed again with a place, it gives it one."""
    number, rest = poll_first(command.text)
    date, where = date_first(rest)
    if number is None:
        raise NoPollNumberError("rencontre choisir 2 1")
    if date is None:  # « choisir 3 »: of the only poll there is
        number, date, where = _only_pending(ctx, "rencontre choisir 2 1").number, number, rest
    venue = read_venue(where)
    picked = polls.pick(ctx, number, date, venue, command.caller)
    text = ctx.render("rencontre/poll_picked.md.j2", picked=picked, date=date, network=ctx.network)
    return Reply(text=text)


def end(command: Command, ctx: Context) -> Reply:
    """Close a poll and show where it stands, or end it with no date chosen."""
    number, rest = poll_first(command.text)
    if number is None:
        number = _only_pending(ctx, "rencontre clore 2").number
    if fold(rest).strip(" .,").startswith("sans suite"):
        dropped = polls.drop(ctx, number)
        return Reply(text=ctx.render("rencontre/poll_dropped.md.j2", poll=dropped))
    closed = polls.close(ctx, number)
    polls.tell_result(ctx, closed, but=command.caller.id)
    return Reply(text=polls.result(ctx, closed), buttons=polls.choices(ctx, closed))


def _read(ctx: Context, text: str, fields: Mapping[str, str]) -> _Typed:
    """Read dates, until when and where. Raises UnreadDateError, OnePlaceError, WhenError."""
    typed = until_last(text)
    until = _until(ctx, typed.until) if typed else None
    if field := fields.get("jusquau"):
        until = _until(ctx, field) or _when(ctx, field)
    pieces = list(typed.dates if typed and until else split_dates(text))
    dates, places = [], [fields.get("lieu", ""), until.rest if until else ""]
    for number, piece in enumerate(pieces, start=1):
        try:
            dates.append(_when(ctx, piece))
        except WhenError as error:
            if error.why is Why.NOTHING and number == len(pieces) > 1:
                places.append(piece)  # « …, salle des fêtes » on a line of its own
            else:
                raise UnreadDateError(number, error, alone=len(pieces) == 1) from error
    named = {each for each in (*places, *(date.rest for date in dates)) if each.strip()}
    if len(named) > 1:
        raise OnePlaceError
    return _Typed(dates=tuple(dates), until=until, words=next(iter(named), ""))


def _poll(ctx: Context, command: Command, typed: _Typed) -> Poll:
    """Return the poll that was typed, before its dates are looked through."""
    starts = tuple(each.start for each in typed.dates)
    if length := command.fields.get("duree", ""):
        minutes = read_duration(f"{length} min" if length.isdigit() else length)
    else:
        minutes = max((each.minutes or 0 for each in typed.dates), default=0) or MEETING_MINUTES
    words = typed.words and checked_text(
        typed.words, what="le lieu", example=_EXAMPLE, certified=True
    )
    zone = ctx.network.timezone
    chosen = typed.until.start if typed.until else None
    return Poll(
        network=ctx.network.slug,
        number=0,
        author=command.caller.id,
        dates=starts,
        closes_at=chosen or closing_time(starts or (ctx.now,), now=ctx.now, zone=zone),
        made_at=ctx.now,
        minutes=minutes,
        words=words,
    )


def _when(ctx: Context, text: str) -> When:
    return read_when(text, now=ctx.now, zone=ctx.network.timezone)


def _until(ctx: Context, text: str) -> When | None:
    """Read until when answers are taken, a day being enough; None when it tells no day."""
    try:
        return _when(ctx, text)
    except WhenError as error:
        if error.why in (Why.NOTHING, Why.NO_DAY):
            return None
        if error.why is Why.NO_HOUR:
            return _when(ctx, f"{text} {CLOSING_HOUR}h")
        raise


def _doubted(ctx: Context, typed: _Typed) -> Sequence[Doubted]:
    """Return what is doubtful in the dates and in the closing time."""
    zone, school_zone = ctx.network.timezone, ctx.network.school_zone
    read = [*enumerate(typed.dates, start=1), *([(0, typed.until)] if typed.until else [])]
    found = [
        (number, when, doubts(when, zone=zone, school_zone=school_zone)) for number, when in read
    ]
    return [
        Doubted(
            number=number,
            at=when.start,
            sentences=tuple(typeset(each.sentence) for each in asked),
        )
        for number, when, asked in found
        if asked
    ]


def _questioned(ctx: Context, doubted: Sequence[Doubted], text: str) -> Reply:
    told = ctx.render("rencontre/poll_doubts.md.j2", doubted=doubted, network=ctx.network)
    confirm = Button(
        id="confirmer",
        label="Proposer ces dates",
        route=OPEN,
        argument=f"confirmé {text}",
        emoji="white_check_mark",
        primary=True,
    )
    return Reply(text=told, refused=True, buttons=(confirm,))


def _votes(command: Command, ctx: Context) -> tuple[Poll, Mapping[int, Vote | None]]:
    """Read whose dates are voted on, and what is said; a number alone is a date's.

    Raises UnreadVotesError.
    """
    number, rest = poll_first(command.text)
    if number is None or not _NAMES_DATES.search(fold(rest)):  # « 3 oui », of the only open poll
        poll, rest = _only_open(ctx), command.text
    else:
        poll = polls.current(ctx, number)
    return poll, read_votes(rest, range(1, len(poll.dates) + 1))


def _voted(ctx: Context, poll: Poll, command: Command) -> Reply:
    votes = polls.own_votes(ctx, poll, command.caller)
    text = ctx.render("rencontre/poll_voted.md.j2", poll=poll, votes=votes, network=ctx.network)
    return Reply(text=text)


def _only_open(ctx: Context) -> Poll:
    found = [each for each in polls.pending(ctx) if each.status is PollStatus.OPEN]
    if len(found) != 1:
        raise UnreadVotesError
    return found[0]


def _only_pending(ctx: Context, usage: str) -> Poll:
    found = polls.pending(ctx)
    if len(found) != 1:
        raise NoPollNumberError(usage)
    return found[0]


def _dates_form(command: Command) -> Reply:
    if not command.via.immediate:
        raise NoDialogHereError(_EXAMPLE)
    dates = Field(
        name="texte",
        label="Dates, une par ligne",
        placeholder="jeudi 3 décembre 14h",
        help="De 2 à 8, en toutes lettres ou en chiffres ; je vous les répète.",
        multiline=True,
        limit=_DATES_LIMIT,
    )
    length = Field(name="duree", label="Durée", placeholder="2h30", optional=True)
    place = Field(name="lieu", label="Lieu, s'il est connu", optional=True)
    until = Field(
        name="jusquau",
        label="Réponses jusqu'au",
        placeholder="25 novembre",
        help="Sans cela, une semaine, et deux jours avant la première date au plus tard.",
        optional=True,
    )
    fields = (dates, length, place, until)
    return Reply(
        dialog=Dialog(
            title="Proposer des dates", route=OPEN, argument="", submit="Proposer", fields=fields
        )
    )


def _votes_form(command: Command, ctx: Context, poll: Poll, numbers: range) -> Reply:
    if not command.via.immediate:
        raise NoDialogHereError(_VOTE_EXAMPLE)
    poll.require_votes_on(numbers, ctx.now)
    own = polls.own_votes(ctx, poll, command.caller)
    choices = (
        *(Choice(label=each.label.capitalize(), value=each.value) for each in Vote),
        Choice(label="Je ne sais pas encore", value=_UNDECIDED),
    )
    fields = tuple(
        Field(
            name=f"date{number}",
            label=_short(ctx, number, poll.date(number)),
            default=own[number].value if number in own else "",
            optional=True,
            choices=choices,
        )
        for number in numbers
    )
    return Reply(
        dialog=Dialog(
            title=f"Sondage n°\u00a0{poll.number}",
            route=polls.FORM,
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


ROUTES = (
    Route(
        "rencontre sondage",
        show,
        "[n°]",
        "voir où en est un sondage de dates, et vos réponses",
        Act.READ_NEXT_MEETING,
        aliases=("sondages",),
    ),
    Route(
        polls.VOTE,
        vote,
        "<n° du sondage> <n° de date> oui|si besoin|non",
        "répondre à un sondage de dates",
        Act.VOTE_DATE,
        aliases=("vote",),
    ),
    Route(
        OPEN,
        open_,
        "<date> ; <date> [; …], jusqu'au <jour>",
        "proposer de 2 à 8 dates au réseau",
        Act.POLL_DATES,
    ),
    Route(
        polls.PICK,
        pick,
        "<n° du sondage> <n° de date> [lieu]",
        "choisir la date d'un sondage, et planifier la rencontre",
        Act.POLL_DATES,
        aliases=("retenir",),
        rare=True,
    ),
    Route(
        polls.END,
        end,
        "<n° du sondage> [sans suite]",
        "clore un sondage avant l'heure, ou sans choisir de date",
        Act.POLL_DATES,
        aliases=("cloturer",),
        rare=True,
    ),
    Route(polls.TAKE_BACK, take_back, "", "", Act.VOTE_DATE),
    Route(polls.FORM, answer, "", "", Act.VOTE_DATE),
)
