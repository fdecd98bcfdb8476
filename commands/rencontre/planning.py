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
from bot.meeting.rules import MEETING_MINUTES, Meeting, MeetingStatus
from bot.meeting.venue import Venue, read_venue, read_video
from bot.network.rights import Act
from bot.talk.arguments import confirmed_first
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.handler import DATES_AT_ONCE, Situation, reading
from bot.talk.render import day, duration
from bot.talk.reply import Choice, Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from commands.doubting import questioned
from commands.rencontre.door import card_of, coordinates, meeting_numbered, number_said

_LONGEST = 600
"""Characters of a date, a place and the longest address of a video meeting."""

_UNKNOWN_PLACE = "à préciser"
"""What a place that was emptied in a form is said as, where a button repeats the form's words."""

_HOURS = tuple(f"{hour:02}h{minute:02}" for hour in range(8, 20) for minute in (0, 30))
_LENGTHS = tuple(range(60, 8 * 60 + 1, 30))
"""What the form's menus propose, besides what the meeting has: hours, then minutes."""

PLANNED_ALREADY = Refusal(
    "meeting {number} is at this moment",
    reply="La rencontre n° {number} est déjà planifiée à ce moment-là : la voici, `/rencontre`.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    """A date as it was typed, about which meeting, and whether its writer insists on it."""

    number: int
    when: When
    text: str
    confirmed: bool


def _read(command: Command, situation: Situation) -> _Dated:
    """Read the date and what is left. Raises WhenError."""
    confirmed, text = confirmed_first(command.text)
    number, text = number_said(text)
    text = _whole_date(text, command.fields, situation)
    when = read_when(text, now=situation.now, zone=situation.network.timezone)
    return _Dated(number=number, when=when, text=text, confirmed=confirmed)


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
    meeting = _meeting(ctx, typed.number)
    when = typed.when
    where = _venue(command, ctx, when.rest)
    if command.via is not Via.DIALOG:
        where = Venue(place=where.place or meeting.place, link=where.link or meeting.link)
    again = partial(_whole, command, ctx, number=meeting.number)
    if not typed.confirmed and (question := questioned(ctx, when, card.MODIFY, typed.text, again)):
        return question
    minutes = when.minutes or meeting.minutes
    changed = planning.rearrange(ctx, meeting, when.start, minutes, where)
    return card_of(ctx, changed, command.caller)


def announce(command: Command, ctx: Context) -> Reply:
    """Let the network know of a meeting."""
    meeting = meeting_numbered(ctx, command.text)
    announced = planning.announce(ctx, meeting)
    text = ctx.render("rencontre/announced_reply.md.j2", meeting=announced)
    return Reply(text=text, buttons=card.announced_verbs(announced, ())[1:])


def _read_reason(command: Command, _situation: Situation) -> tuple[int, str]:
    """Read which meeting is called off, and why. Raises TextRefusedError, PersonalDataError."""
    number, rest = number_said(command.text)
    example = "/rencontre annuler La salle n'est plus disponible"
    what = "la raison, que liront les membres"
    return number, checked_text(rest, what=what, example=example, doubts=False)


def cancel(command: Command, ctx: Context, typed: tuple[int, str]) -> Reply:
    """Call a meeting off, for a reason."""
    number, reason = typed
    meeting = _meeting(ctx, number)
    cancelled = planning.cancel(ctx, meeting, reason)
    choosing.dropped(ctx, cancelled.agenda, Agenda(parts=()))
    turns.called_off(ctx, cancelled, command.caller)
    return ctx.reply("rencontre/cancelled.md.j2", *card.unplanned_verbs(), meeting=cancelled)


def dates(command: Command, ctx: Context) -> Reply:
    """Show what is planned, and the next dates of the rhythm."""
    drafts = coordinates(ctx, command.caller)
    return ctx.reply(
        "rencontre/dates.md.j2",
        planned=[
            meeting
            for meeting in planning.planned(ctx)
            if drafts or meeting.status is not MeetingStatus.DRAFT
        ],
        dates=planning.proposed_dates(ctx),
    )


def skip(_command: Command, ctx: Context) -> Reply:
    """Propose the rhythm's next date no more."""
    skipped = planning.skip(ctx)
    text = ctx.render(
        "rencontre/skipped.md.j2", skipped=skipped, dates=planning.proposed_dates(ctx)
    )
    return Reply(text=text, buttons=card.unplanned_verbs())


def _meeting(ctx: Context, number: int) -> Meeting:
    return planning.numbered(ctx, number) if number else planning.current(ctx)


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


def _whole(command: Command, ctx: Context, text: str, *, number: int = 0) -> str:
    """Return the text with the form's place and link: a button carries nothing else.

    `number` is the meeting's, where it is one that is there already.
    """
    place, link = command.fields.get("lieu", ""), _link(command, ctx)
    nowhere = command.via is Via.DIALOG and not place.strip() and not link
    whole = _joined(text, _UNKNOWN_PLACE if nowhere else place, link)
    return f"n° {number} {whole}" if number else whole


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
    meeting = meeting_numbered(ctx, command.text)
    venue = Venue(place=meeting.place, link=meeting.link)
    return Dialog(
        title="Modifier la rencontre",
        argument=f"n° {meeting.number}",
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
            name="texte",
            label="Date",
            placeholder="jeudi 3 décembre",
            help="En lettres ou en chiffres : « jeudi 3 décembre », « 3/12 ».",
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
        Field(
            name="lieu",
            label="Lieu",
            help="Laissez vide s'il reste à préciser.",
            default=venue.place,
            optional=True,
        ),
        Field(
            name="visio",
            label="Lien de visio",
            placeholder="https://",
            help="« visio » : la salle du réseau." if ctx.network.video else "",
            default=venue.link,
            optional=True,
        ),
    )


def _cancel_form(command: Command, ctx: Context) -> Dialog:
    meeting = meeting_numbered(ctx, command.text)
    reason = Field(
        name="texte",
        label="La raison",
        help="Les personnes qui venaient la liront tout de suite.",
        limit=300,
    )
    return Dialog(
        title="Annuler la rencontre",
        introduction=ctx.render("rencontre/cancelling.md.j2", meeting=meeting),
        argument=f"n° {meeting.number}",
        submit="Annuler la rencontre",
        fields=(reason,),
    )


_route = partial(Route, Act.DRAFT_AGENDA)

ROUTES = (
    Route(
        Act.READ_NEXT_MEETING,
        "rencontre dates|liste",
        dates,
        "voir ce qui est planifié et les prochaines dates du rythme",
    ),
    _route(
        f"{card.PLAN}|prévoir|organiser : <date et heure>, <durée>, <lieu ou visio>",
        reading(_read, plan, at_once=DATES_AT_ONCE),
        "planifier une rencontre",
        limit=_LONGEST,
        form=_plan_form,
    ),
    _route(
        f"{card.MODIFY}|déplacer|décaler : [n°] <date et heure>, <durée>, <lieu ou visio>",
        reading(_read, modify, at_once=DATES_AT_ONCE),
        "changer la date, la durée ou le lieu de la rencontre",
        Takes.TEXT,
        limit=_LONGEST,
        form=_modify_form,
    ),
    _route(
        f"{card.ANNOUNCE} : [n°]",
        announce,
        "annoncer la rencontre au réseau, avec son ordre du jour",
    ),
    _route(
        f"{card.CANCEL} : [n°] <raison>",
        reading(_read_reason, cancel),
        "annuler la rencontre, en disant pourquoi",
        Takes.TEXT,
        form=_cancel_form,
    ),
    _route("rencontre sauter", skip, "ne pas proposer la prochaine date du rythme"),
)
