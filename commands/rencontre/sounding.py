"""Putting dates to the vote: read in any order, questioned when in doubt, until when, where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from bot.core.errors import Refusal
from bot.french.dates import (
    RefusalReason,
    When,
    WhenError,
    doubts,
    read_day,
    read_duration,
    read_when,
)
from bot.french.text import stored_text
from bot.meeting import planning
from bot.meeting.poll import polling
from bot.meeting.poll.rules import CLOSING_OUT_OF_BOUNDS, Poll, closing_time
from bot.meeting.poll.typed import split_dates, until_last
from bot.meeting.rules import MEETING_MINUTES
from bot.network.rights import Act
from bot.talk.arguments import confirmed_first, without_thanks
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import DATES_AT_ONCE, Situation, reading
from bot.talk.markdown import typeset
from bot.talk.render import moment
from bot.talk.reply import Dialog, Reply, optional_field, words_field
from bot.talk.routing import Route
from bot.veille.elsewhere.showing import that_day
from commands.doubting import confirming
from commands.rencontre.door import day_ahead

OPEN = "rencontre sonder"
_CLOSING_HOUR = time(17)
"""Where a day alone says until when: the last hour of work of that day."""

_EXAMPLE = "/rencontre sonder jeudi 3 décembre 14 h ; mardi 8 décembre 9 h 30"
_DATES_LIMIT = 1_000


DATE_UNREAD = Refusal("date {number}: {error}", reply="Date n° {number}. {said}")

ONLY_DATE_UNREAD = Refusal(
    "date 1: {error}", reply=f"{{said}} Séparez les dates par un point-virgule : `{_EXAMPLE}`."
)

CLOSING_UNREAD = Refusal("date 0: {error}", reply="Clôture du sondage. {said}")


SEVERAL_PLACES = Refusal(
    "several places in a poll",
    reply="Un sondage porte sur les dates, avec un seul lieu pour toutes. Mettez-le à la fin, ou "
    f"choisissez-le plus tard : `{_EXAMPLE}, médiathèque de Valcombe`.",
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


def _read(command: Command, situation: Situation) -> tuple[_Typed, Poll]:
    """Read the poll. Raises UserError."""
    _, text = confirmed_first(command.text)
    typed = _dated(situation, text, command.fields)
    return typed, _poll(situation, command, typed)


def open_(command: Command, ctx: Context, read: tuple[_Typed, Poll]) -> Reply:
    """Put dates to the vote; what is doubtful is asked about first."""
    typed, wanted = read
    confirmed, text = confirmed_first(command.text)
    if not confirmed and (doubted := _doubted(ctx, typed)):
        return _questioned(ctx, doubted, _whole(command, text))
    poll, fresh = polling.open_(ctx, wanted)
    days = [(date, that_day(ctx, date)) for date in poll.dates]
    return ctx.reply("rencontre/poll_opened.md.j2", poll=poll, fresh=fresh, days=days)


def _dated(situation: Situation, text: str, fields: Mapping[str, str]) -> _Typed:
    """Read dates, until when and where. Raises DATE_UNREAD, ONLY_DATE_UNREAD, SEVERAL_PLACES."""
    text = without_thanks(text)
    typed = until_last(text)
    until = said = _until(situation, typed.until) if typed else None
    if (field := fields.get("jusquau")) and (until := _until(situation, field)) is None:
        raise CLOSING_OUT_OF_BOUNDS()
    pieces = list(typed.dates if typed and said else split_dates(text))
    dates, places = [], [fields.get("lieu", ""), until.rest if until else ""]
    for number, piece in enumerate(pieces, start=1):
        try:
            dates.append(read_when(piece, now=situation.now, zone=situation.network.timezone))
        except WhenError as error:
            if error.why is RefusalReason.NOTHING and number == len(pieces) > 1:
                places.append(piece)  # « …, salle des fêtes » on a line of its own
            else:
                if len(pieces) == 1:
                    raise ONLY_DATE_UNREAD(error=error, said=error.reply) from error
                raise DATE_UNREAD(number=number, error=error, said=error.reply) from error
    named = {each for each in (*places, *(date.rest for date in dates)) if each.strip()}
    if len(named) > 1:
        raise SEVERAL_PLACES()
    return _Typed(dates=tuple(dates), until=until, words=next(iter(named), ""))


def _poll(situation: Situation, command: Command, typed: _Typed) -> Poll:
    """Return the poll that was typed, before its dates are looked through."""
    starts = tuple(each.start for each in typed.dates)
    if length := _length(command):
        minutes = read_duration(length)
    else:
        minutes = max((each.minutes or 0 for each in typed.dates), default=0) or MEETING_MINUTES
    words = typed.words and stored_text(typed.words, what="le lieu")
    now, zone = situation.now, situation.network.timezone
    chosen = typed.until.start if typed.until else None
    return Poll(
        network=situation.network.slug,
        number=0,
        author=command.caller.id,
        dates=starts,
        closes_at=chosen or closing_time(starts or (now,), now=now, zone=zone),
        made_at=now,
        minutes=minutes,
        words=words,
    )


def _length(command: Command) -> str:
    length = command.fields.get("duree", "").strip()
    return f"{length} min" if length.isdigit() else length


def _whole(command: Command, text: str) -> str:
    """Return the text with the form's other entries: a button carries nothing else."""
    parts = [text.strip(), command.fields.get("lieu", "").strip()]
    if length := _length(command):
        parts[0] += f", {length}"
    whole = " ; ".join(filter(None, parts))
    until = command.fields.get("jusquau", "").strip()
    return f"{whole}, jusqu'au {until}" if until else whole


def _until(situation: Situation, text: str) -> When | None:
    """Read until when answers are taken, a day being enough; None when it tells no day."""
    zone = situation.network.timezone
    try:
        return read_day(text, now=situation.now, zone=zone, at=_CLOSING_HOUR)
    except WhenError as error:
        if error.why in (RefusalReason.NOTHING, RefusalReason.NO_DAY):
            return None
        raise CLOSING_UNREAD(error=error, said=error.reply) from error


def _doubted(ctx: Context, typed: _Typed) -> Sequence[Doubted]:
    """Return what is doubtful in the dates and in the closing time."""
    zone, school_zone = ctx.network.timezone, ctx.network.school_zone
    found = []
    for number, when in (*enumerate(typed.dates, start=1), (0, typed.until)):
        asked = when and doubts(when, zone=zone, school_zone=school_zone)
        if when and asked:
            sentences = tuple(typeset(each.sentence) for each in asked)
            found.append(Doubted(number=number, at=when.start, sentences=sentences))
    return found


def _questioned(ctx: Context, doubted: Sequence[Doubted], text: str) -> Reply:
    told = ctx.render("rencontre/poll_doubts.md.j2", doubted=doubted)
    confirm = confirming("Proposer ces dates", OPEN, text)
    return Reply(text=told, refused=True, buttons=(confirm,), leads_on=True)


def _form(_command: Command, ctx: Context) -> Dialog:
    """Return the form, with the rhythm's own next date to start from."""
    dates = words_field(
        label="Dates, une par ligne",
        placeholder=f"{day_ahead(ctx, 30)}, 14 h",
        help="De 2 à 8, en toutes lettres ou en chiffres.",
        limit=_DATES_LIMIT,
        default=f"{moment(planning.proposed_dates(ctx)[0], ctx.network.timezone)}\n",
    )
    length = optional_field(name="duree", label="Durée", placeholder="2 h 30")
    place = optional_field(name="lieu", label="Lieu, s'il est connu")
    until = optional_field(
        name="jusquau",
        label="Réponses jusqu'au",
        placeholder=day_ahead(ctx, 7),
        help="Sans cela, une semaine, et deux jours avant la première date au plus tard.",
    )
    fields = (dates, length, place, until)
    return Dialog(title="Proposer des dates", submit="Proposer", fields=fields)


ROUTES = (
    Route(
        Act.POLL_DATES,
        f"{OPEN} : <date> ; <date> [; …], jusqu'au <jour>",
        reading(_read, open_, at_once=DATES_AT_ONCE),
        "proposer des dates au réseau, de 2 à 8",
        limit=_DATES_LIMIT,
        form=_form,
    ),
)
