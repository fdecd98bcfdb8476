"""Planning: the date, the place, the announcement; changing, skipping, calling off."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.core.errors import Refusal
from bot.french.dates import When, WhenError, read_when
from bot.french.text import checked_text
from bot.meeting import card, planning
from bot.meeting.agenda import Agenda
from bot.meeting.hosting import turns
from bot.meeting.ideas import choosing
from bot.meeting.rules import MEETING_MINUTES
from bot.meeting.venue import Venue, read_venue, read_video
from bot.network.rights import Act
from bot.talk.arguments import confirmed_first
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.gestures import service as gestures
from bot.talk.handler import DATES_AT_ONCE, Situation, reading
from bot.talk.render import day, duration
from bot.talk.reply import Choice, Dialog, Field, Reply, optional_field
from bot.talk.routing import Route
from commands.doubting import questioned
from commands.rencontre.door import card_of, day_ahead, meeting_of

_LONGEST = 600
"""Characters of a date, a place and the longest address of a video meeting."""

_UNKNOWN_PLACE = "à préciser"
"""What a place that was emptied in a form is said as, where a button repeats the form's words."""

_HOURS = tuple(f"{hour:02}h{minute:02}" for hour in range(8, 20) for minute in (0, 30))
_LENGTHS = tuple(range(60, 8 * 60 + 1, 30))
"""What the form's menus propose, besides what the meeting has: hours, then minutes."""

PLANNED_ALREADY = Refusal(
    "meeting {number} is at this moment",
    reply="La rencontre n° {number} est déjà planifiée à ce moment-là : `/rencontre {number}`.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    """A date as it was typed, and whether its writer insists on it."""

    when: When
    text: str
    confirmed: bool


def _read(command: Command, situation: Situation) -> _Dated:
    """Read the date and what is left. Raises WhenError."""
    confirmed, text = confirmed_first(command.words)
    text = _whole_date(text, command.fields, situation)
    when = read_when(text, now=situation.now, zone=situation.network.timezone)
    return _Dated(when=when, text=text, confirmed=confirmed)


def plan(command: Command, ctx: Context, typed: _Dated) -> Reply:
    """Plan a meeting; what is doubtful is asked about first."""
    when = typed.when
    venue = _venue(command, ctx, when.rest)
    again = partial(_whole, command, ctx)
    if not typed.confirmed and (question := questioned(ctx, when, card.PLAN, typed.text, again)):
        return question
    if there := planning.starting_at(ctx, when.start):  # a command sent twice by mistake
        raise PLANNED_ALREADY(number=there.number)
    meeting = planning.plan(ctx, when.start, venue, when.minutes or MEETING_MINUTES)
    return card_of(ctx, meeting, command.caller)


def modify(command: Command, ctx: Context, typed: _Dated) -> Reply:
    """Change when or where a meeting is; in the form, what was emptied is taken away."""
    meeting = meeting_of(ctx, command.number)
    when = typed.when
    where = _venue(command, ctx, when.rest)
    if not command.fields:
        where = Venue(place=where.place or meeting.place, link=where.link or meeting.link)
    if not typed.confirmed:
        again = partial(_whole, command, ctx)
        question = questioned(ctx, when, card.MODIFY, typed.text, again, meeting.number)
        if question is not None:
            return question
    minutes = when.minutes or meeting.minutes
    changed = planning.rearrange(ctx, meeting, when.start, minutes, where)
    return card_of(ctx, changed, command.caller)


def announce(command: Command, ctx: Context) -> Reply:
    """Let the network know of a meeting."""
    meeting = meeting_of(ctx, command.number)
    number = meeting.announce(ctx.now).number
    line, told = f"Rencontre n° {number} : annoncée", "L'annonce paraît"
    if held := gestures.hold_back(ctx, command.caller, card.ANNOUNCE, str(number), line, told):
        return held
    announced = planning.announce(ctx, meeting)
    text = ctx.render("rencontre/announced_reply.md.j2", meeting=announced)
    return Reply(text=text, buttons=card.announced_verbs(announced, ())[1:])


def _read_reason(command: Command, _situation: Situation) -> str:
    """Read why a meeting is called off. Raises TextRefusedError, PersonalDataError."""
    what = "la raison, que liront les membres"
    return checked_text(command.words, what=what, doubts=False)


def cancel(command: Command, ctx: Context, reason: str) -> Reply:
    """Call a meeting off, for a reason."""
    cancelled = planning.cancel(ctx, meeting_of(ctx, command.number), reason)
    choosing.dropped(ctx, cancelled.agenda, Agenda(parts=()))
    turns.called_off(ctx, cancelled, command.caller)
    return ctx.reply("rencontre/cancelled.md.j2", *card.unplanned_verbs(), meeting=cancelled)


def skip(_command: Command, ctx: Context) -> Reply:
    """Propose the rhythm's next date no more."""
    skipped = planning.skip(ctx)
    text = ctx.render(
        "rencontre/skipped.md.j2", skipped=skipped, dates=planning.proposed_dates(ctx)
    )
    return Reply(text=text, buttons=card.unplanned_verbs())


def _whole_date(text: str, entries: Mapping[str, str], situation: Situation) -> str:
    """Return what was typed, or a form's entries put together as one would type them.

    An hour that stands in the date itself is the one that is meant.
    """
    hour = entries.get("heure", "")
    if hour:
        try:
            read_when(text, now=situation.now, zone=situation.network.timezone)
        except WhenError:
            text = f"{text} {hour}"
    return _joined(text, entries.get("duree", ""))


def _whole(command: Command, ctx: Context, text: str) -> str:
    """Return the text with the form's place and link: a button carries nothing else."""
    place, link = command.fields.get("lieu", ""), _link(command, ctx)
    nowhere = bool(command.fields) and not place.strip() and not link
    return _joined(text, _UNKNOWN_PLACE if nowhere else place, link)


def _venue(command: Command, ctx: Context, rest: str) -> Venue:
    """Read the place and the link from what is left of the text, and from the form's two entries.

    Raises NOT_A_LINK.
    """
    typed = _joined(_link(command, ctx), command.fields.get("lieu", ""), rest)
    return read_venue(typed, ctx.network.video)


def _link(command: Command, ctx: Context) -> str:
    return read_video(command.fields.get("visio", ""), ctx.network.video)


def _joined(*parts: str) -> str:
    return ", ".join(part.strip() for part in parts if part.strip())


def _plan_form(_command: Command, ctx: Context) -> Dialog:
    """Return the form of a new meeting, on the next date of the rhythm."""
    fields = _fields(ctx, planning.proposed_dates(ctx)[0], MEETING_MINUTES, Venue())
    return Dialog(title="Planifier une rencontre", submit="Planifier", fields=fields)


def _modify_form(command: Command, ctx: Context) -> Dialog:
    meeting = meeting_of(ctx, command.number)
    venue = Venue(place=meeting.place, link=meeting.link)
    return Dialog(
        title="Modifier la rencontre",
        argument=str(meeting.number),
        submit="Modifier",
        fields=_fields(ctx, meeting.at, meeting.minutes, venue),
    )


def _fields(ctx: Context, at: datetime, minutes: int, venue: Venue) -> tuple[Field, ...]:
    local = at.astimezone(ZoneInfo(ctx.network.timezone))
    hour, length = f"{local:%Hh%M}", duration(minutes)
    hours = sorted({*_HOURS, hour})
    lengths = sorted({*_LENGTHS, minutes})
    return (
        Field(
            label="Date",
            placeholder=day_ahead(ctx, 30),
            help="En lettres ou en chiffres.",
            default=day(at, ctx.network.timezone),
        ),
        Field(
            name="heure",
            label="Heure",
            default=hour,
            choices=tuple(Choice(label=each.replace("h", " h "), value=each) for each in hours),
        ),
        Field(
            name="duree",
            label="Durée",
            default=length,
            choices=tuple(Choice(label=duration(each), value=duration(each)) for each in lengths),
        ),
        optional_field(
            name="lieu",
            label="Lieu",
            help="Laissez vide s'il reste à préciser.",
            default=venue.place,
        ),
        optional_field(
            name="visio",
            label="Lien de visio",
            placeholder="https://",
            help="« visio » : la salle du réseau." if ctx.network.video else "",
            default=venue.link,
        ),
    )


def _cancel_form(command: Command, ctx: Context) -> Dialog:
    meeting = meeting_of(ctx, command.number)
    reason = Field(
        label="La raison",
        help="Les personnes qui venaient la liront tout de suite.",
        limit=300,
    )
    return Dialog(
        title="Annuler la rencontre",
        introduction=ctx.render("rencontre/cancelling.md.j2", meeting=meeting),
        argument=str(meeting.number),
        submit="Annuler la rencontre",
        fields=(reason,),
    )


_route = partial(Route, Act.DRAFT_AGENDA)

ROUTES = (
    _route(
        f"{card.PLAN} : <date et heure>, <durée>, <lieu ou visio>",
        reading(_read, plan, at_once=DATES_AT_ONCE),
        "planifier une rencontre",
        limit=_LONGEST,
        form=_plan_form,
    ),
    _route(
        f"{card.MODIFY} : [n°] <date>",
        reading(_read, modify, at_once=DATES_AT_ONCE),
        limit=_LONGEST,
        form=_modify_form,
    ),
    _route(f"{card.ANNOUNCE} : [n°]", announce),
    _route(f"{card.CANCEL} : [n°] <raison>", reading(_read_reason, cancel), form=_cancel_form),
    _route(card.SKIP, skip),
)
