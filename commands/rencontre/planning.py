"""Planning: the date, the place, the announcement; moving, skipping, calling off."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.core.errors import Refusal
from bot.core.message import Button
from bot.french.dates import When, read_when
from bot.meeting import planning
from bot.meeting import store as meetings
from bot.meeting.agenda import Agenda
from bot.meeting.hosting import turns
from bot.meeting.ideas import choosing
from bot.meeting.rules import MEETING_MINUTES, Meeting, MeetingStatus
from bot.meeting.venue import Venue, read_link, read_venue
from bot.network.rights import Act, allows
from bot.talk.arguments import confirmed_first
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import DATES_AT_ONCE, Situation, reading
from bot.talk.reply import NO_DIALOG_HERE, Dialog, Field, Reply
from bot.talk.routing import Route
from commands.doubting import questioned
from commands.telling import told
from commands.texts import checked

PLAN = "rencontre planifier"
MOVE = "rencontre déplacer"
_EXAMPLE = "/rencontre planifier jeudi 3 décembre 14h, 2h30, médiathèque de Valcombe"


_LONGEST = 600
"""Characters of a date, a place and the longest address of a video meeting."""

_REASON = checked(
    "la raison, que liront les membres", "/rencontre annuler La salle n'est plus disponible"
)


NEITHER_PLACE_NOR_LINK = Refusal(
    "neither place nor link",
    reply="Où se tient la rencontre ? Ajoutez le lieu, un lien de visio, ou les deux : "
    f"`{_EXAMPLE}`",
)

PLANNED_ALREADY = Refusal(
    "meeting {number} is at this moment",
    reply="La rencontre n° {number} est déjà planifiée à ce moment-là. Pour la changer : "
    "`/rencontre déplacer <date et heure>`.",
)


def next_meeting(command: Command, ctx: Context) -> Reply:
    """Tell a member when the network meets; give a coordinator the agenda as it stands."""
    if allows(Act.DRAFT_AGENDA, command.caller.role_in(ctx.network.slug)):
        meeting = planning.draft(ctx)
        text = ctx.render("rencontre/agenda.md.j2", meeting=meeting)
        return Reply(text=text, buttons=_next_steps(meeting))
    return told(ctx, "rencontre/next.md.j2", meeting=_told(ctx), at=planning.next_date(ctx))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Dated:
    """A date as it was typed, and whether its writer insists on it."""

    when: When
    text: str
    confirmed: bool


def _read(command: Command, situation: Situation) -> _Dated | None:
    """Read the date and what is left; None without a text. Raises WhenError."""
    typed = _typed(command)
    if not typed:
        return None
    confirmed, text = confirmed_first(typed)
    when = read_when(text, now=situation.now, zone=situation.network.timezone)
    return _Dated(when=when, text=text, confirmed=confirmed)


def plan(command: Command, ctx: Context, typed: _Dated | None) -> Reply:
    """Plan a meeting; what is doubtful is asked about first. Without a text, open the form."""
    if typed is None:
        return _form(command, PLAN, "Planifier une rencontre", "")
    when = typed.when
    venue = _venue(command, when.rest)
    if not venue.known:
        raise NEITHER_PLACE_NOR_LINK()
    again = _whole(command, typed.text)
    if not typed.confirmed and (question := questioned(ctx, when, PLAN, again)):
        return question
    if there := planning.starting_at(ctx, when.start):  # a command sent twice by mistake
        raise PLANNED_ALREADY(number=there.number)
    meeting = planning.plan(ctx, when.start, venue, when.minutes or MEETING_MINUTES)
    return told(ctx, "rencontre/planned.md.j2", meeting=meeting, dates=planning.proposed_dates(ctx))


def move(command: Command, ctx: Context, typed: _Dated | None) -> Reply:
    """Change the date, the length or the place of the current meeting."""
    meeting = planning.current(ctx)
    if typed is None:
        return _form(command, MOVE, f"Déplacer la n°\u00a0{meeting.number}", "")
    when = typed.when
    venue = _venue(command, when.rest)
    where = Venue(place=venue.place or meeting.place, link=venue.link or meeting.link)
    again = _whole(command, typed.text)
    if not typed.confirmed and (question := questioned(ctx, when, MOVE, again)):
        return question
    minutes = when.minutes or meeting.minutes
    moved = planning.rearrange(ctx, meeting, when.start, minutes, where)
    return told(ctx, "rencontre/moved.md.j2", meeting=moved)


def announce(_command: Command, ctx: Context) -> Reply:
    """Let the network know of the current meeting."""
    meeting = planning.announce(ctx, planning.current(ctx))
    return told(ctx, "rencontre/announced_reply.md.j2", meeting=meeting)


def cancel(command: Command, ctx: Context, reason: str) -> Reply:
    """Call the current meeting off, for a reason."""
    meeting = planning.current(ctx)
    cancelled = planning.cancel(ctx, meeting, reason)
    choosing.dropped(ctx, cancelled.agenda, Agenda(parts=()))
    turns.called_off(ctx, cancelled, command.caller)
    return told(ctx, "rencontre/cancelled.md.j2", meeting=cancelled)


def dates(command: Command, ctx: Context) -> Reply:
    """Show what is planned, and the next dates of the rhythm."""
    coordinates = allows(Act.DRAFT_AGENDA, command.caller.role_in(ctx.network.slug))
    return told(
        ctx,
        "rencontre/dates.md.j2",
        planned=[
            meeting
            for meeting in planning.planned(ctx)
            if coordinates or meeting.status is not MeetingStatus.DRAFT
        ],
        dates=planning.proposed_dates(ctx),
    )


def skip(_command: Command, ctx: Context) -> Reply:
    """Propose the rhythm's next date no more."""
    skipped = planning.skip(ctx)
    return told(ctx, "rencontre/skipped.md.j2", skipped=skipped, dates=planning.proposed_dates(ctx))


def _typed(command: Command) -> str:
    """Return what was typed, or a form's entries put together as one would type them."""
    return _joined(command.text, command.fields.get("duree", ""))


def _whole(command: Command, text: str) -> str:
    """Return the text with the form's place and link: a button carries nothing else."""
    return _joined(text, command.fields.get("lieu", ""), _link(command))


def _venue(command: Command, rest: str) -> Venue:
    """Read the place and the link from what is left of the text, and from the form's two entries.

    Raises NOT_A_LINK.
    """
    return read_venue(_joined(_link(command), command.fields.get("lieu", ""), rest))


def _link(command: Command) -> str:
    return read_link(command.fields.get("visio", ""))


def _joined(*parts: str) -> str:
    return ", ".join(part.strip() for part in parts if part.strip())


def _told(ctx: Context) -> Meeting | None:
    """Return the meeting that members know of: the next one that was announced."""
    known = (MeetingStatus.ANNOUNCED, MeetingStatus.RUNNING)
    found = meetings.with_status(ctx.db, ctx.network.slug, known)
    return found[0] if found else None


def _next_steps(meeting: Meeting) -> tuple[Button, ...]:
    if meeting.status is not MeetingStatus.DRAFT:
        return ()
    if not meeting.number:
        label, route = "Planifier une rencontre", PLAN
    else:
        label, route = "Annoncer au réseau", "rencontre annoncer"
    return (Button(id="suite", label=label, route=route, argument="", primary=True),)


def _form(command: Command, route: str, title: str, argument: str, *, proposed: str = "") -> Reply:
    if not command.via.immediate:
        raise NO_DIALOG_HERE(line=_EXAMPLE)
    when = Field(
        name="texte",
        label="Date et heure",
        placeholder="jeudi 3 décembre 14h",
        help="En toutes lettres ou en chiffres ; je vous les répète avant de continuer.",
        default=proposed,
    )
    length = Field(name="duree", label="Durée", placeholder="2h30", optional=True)
    place = Field(name="lieu", label="Lieu", optional=True, limit=150)
    link = Field(name="visio", label="Lien de visio", placeholder="https://", optional=True)
    fields = (when, length, place, link)
    return Reply(
        dialog=Dialog(title=title, route=route, argument=argument, submit="Valider", fields=fields)
    )


_route = partial(Route, Act.DRAFT_AGENDA)

ROUTES = (
    Route(
        Act.READ_NEXT_MEETING,
        "rencontre",
        next_meeting,
        "voir la prochaine rencontre et ce qui s'y prépare",
    ),
    Route(
        Act.READ_NEXT_MEETING,
        "rencontre dates|liste",
        dates,
        "voir ce qui est planifié et les prochaines dates du rythme",
    ),
    _route(
        f"{PLAN}|prévoir|organiser : <date et heure>, <durée>, <lieu ou visio>",
        reading(_read, plan, at_once=DATES_AT_ONCE),
        "planifier une rencontre",
        limit=_LONGEST,
    ),
    _route(
        f"{MOVE}|décaler : <date et heure>",
        reading(_read, move, at_once=DATES_AT_ONCE),
        "changer la date, la durée ou le lieu de la rencontre",
        limit=_LONGEST,
    ),
    _route(
        "rencontre annoncer", announce, "annoncer la rencontre au réseau, avec son ordre du jour"
    ),
    _route(
        "rencontre annuler : <raison>",
        reading(_REASON, cancel),
        "annuler la rencontre, en disant pourquoi",
    ),
    _route("rencontre sauter", skip, "ne pas proposer la prochaine date du rythme", rare=True),
)
