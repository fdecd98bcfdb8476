"""The agenda: shown, said again in its form, one point added."""

from __future__ import annotations

from functools import partial

from bot.core.errors import Refusal, at_field
from bot.core.message import OPTION_LABEL
from bot.core.patterns import lazy_pattern
from bot.french.dates import read_duration
from bot.meeting import agenda_text, agendas, card, holding, planning
from bot.meeting.agenda import NO_PART_LEFT, Agenda, AgendaItem, ItemKind
from bot.meeting.agenda_text import AgendaReader
from bot.meeting.ideas import choosing
from bot.meeting.links import expiry_of, name_of, read_link, without_link
from bot.meeting.rules import Meeting, MeetingStatus, MeetingStep
from bot.meeting.tools import Toolbox
from bot.network.rights import Act
from bot.talk.care import DEPOSITED
from bot.talk.command import Caller, Command, Via
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.reply import Choice, Dialog, Field, Reply, optional_field, words_field
from bot.talk.routing import Route
from commands.rencontre.door import account_in, coordinates, holds, meeting_of
from commands.texts import checked, second_number

_MARKS = lazy_pattern(r"^((?:[0-9a-f]{8}\.)*);\s?")
_POINT = checked("le point")

NOT_A_TOOL_LINK = Refusal(
    "not a link",
    reply="Je ne lis pas ce lien. Collez l'adresse entière, par exemple "
    "« https://www.wooclap.com/ABCDEF ».",
)


def show(command: Command, ctx: Context) -> Reply:
    """Show the agenda, with what the caller may do with it; or one part, at length."""
    meeting, part = meeting_of(ctx, command.number), second_number(command)
    if meeting.status is MeetingStatus.DRAFT and not holds(ctx, meeting, command.caller):
        ctx.require(Act.DRAFT_AGENDA, command.caller)
    if not part:
        return _shown(ctx, meeting, command.caller)
    shown = agendas.shown(ctx, meeting)
    text = card.part_text(ctx, shown, part, agendas.ended(ctx, meeting))
    return Reply(text=text, buttons=(card.agenda_verb(meeting),))


def change(command: Command, ctx: Context) -> Reply:
    """Have the agenda be what its form says; what someone else changed meanwhile stays."""
    meeting, rest = meeting_of(ctx, command.number), command.words
    _require(ctx, meeting, command.caller)
    found, now = _MARKS.match(rest), _proposed(ctx, meeting)
    if found is None:
        raise NO_PART_LEFT()
    reader = AgendaReader(
        marks=found[1],
        slot=meeting.minutes,
        account=partial(account_in, command),
        tools=ctx.settings.of(Toolbox),
    )
    came = (each for each in now.items if meeting.agenda.find(each.kind, each.ref) is None)
    now = now.without_questions([each.ref for each in came if not reader.untouched(each)])
    with at_field("texte"):
        agenda = agenda_text.read(rest[found.end() :], now, reader)
    choosing.dropped(ctx, now, agenda)
    return _shown(ctx, planning.edit(ctx, meeting, agenda), command.caller)


def add(command: Command, ctx: Context, words: str) -> Reply:
    """Add a point: while the meeting is held, to the part under way, as anyone may."""
    meeting = meeting_of(ctx, command.number)
    if command.via is Via.THREAD:  # « point : … » under the card of a meeting that may be over
        meeting.require(MeetingStep.GONE_ON)
    words, found = without_link(words)
    with at_field("lien"):
        link = NOT_A_TOOL_LINK.unless(read_link(command.fields.get("lien", ""))) or found
    tools = ctx.settings.of(Toolbox)
    text = (words or name_of(tools, link)) + expiry_of(tools, link)
    if meeting.status is MeetingStatus.RUNNING:
        holding.add_point(ctx, text, link)
        return ctx.reply("rencontre/point_added.md.j2", seen=True, text=text)
    _require(ctx, meeting, command.caller)
    length, who = (command.fields.get(name, "").strip() for name in ("duree", "qui"))
    account = account_in(command, who)
    point = AgendaItem(
        kind=ItemKind.POINT,
        text=text,
        link=link,
        minutes=read_duration(f"{length} min" if length.isdigit() else length) if length else 0,
        owner=f"@{account}" if account else who.lstrip("@"),
    )
    agenda = agendas.filled(ctx, meeting).agenda
    agenda = agenda.add(int(_parts(agenda).chosen(command.fields)), point)
    return _shown(ctx, planning.edit(ctx, meeting, agenda), command.caller)


def _add_form(command: Command, ctx: Context) -> Dialog:
    meeting = meeting_of(ctx, command.number)
    point = Field(label="Le point", placeholder="Retour sur l'atelier tablettes")
    more: tuple[Field, ...] = ()
    if meeting.status is not MeetingStatus.RUNNING:
        _require(ctx, meeting, command.caller)
        length = optional_field(name="duree", label="Durée", placeholder="20 min")
        who = optional_field(name="qui", label="Par qui", placeholder="@nom, ou un nom")
        more = (_parts(meeting.agenda), length, who)
    link = optional_field(
        name="lien",
        label="Lien",
        placeholder="https://",
        help="Mur, quiz, sondage… Il se montre à ce moment de la rencontre.",
    )
    return Dialog(
        title="Ajouter un point",
        argument=str(meeting.number),
        submit="Ajouter",
        fields=(point, *more, link),
    )


def _change_form(command: Command, ctx: Context) -> Dialog:
    """Return the agenda as a text, the questions that came since it was announced in it."""
    meeting = meeting_of(ctx, command.number)
    _require(ctx, meeting, command.caller)
    text, marks = agenda_text.write(_proposed(ctx, meeting))
    came = len(agendas.unlisted(ctx, agendas.shown(ctx, meeting)))
    return Dialog(
        title="Ordre du jour",
        argument=f"{meeting.number} {marks};",
        submit="Enregistrer",
        introduction=ctx.render("rencontre/changing.md.j2", meeting=meeting, came=came),
        fields=(
            words_field(
                label="Parties et points",
                help="Une ligne par partie ; dessous, « - titre, durée, qui » par point, avec son "
                "lien s'il en a un. Déplacez, changez ou effacez des lignes.",
                limit=_LIMIT,
                default=text,
            ),
        ),
    )


def _parts(agenda: Agenda) -> Field:
    return Field(
        name="partie",
        label="Dans la partie",
        default=str(len(agenda.parts)),
        choices=tuple(
            Choice(label=f"{number}. {part.title}"[:OPTION_LABEL], value=str(number))
            for number, part in enumerate(agenda.parts, start=1)
        ),
    )


def _proposed(ctx: Context, meeting: Meeting) -> Agenda:
    """Return the agenda that is proposed to be changed: with what came since it was announced."""
    filled = agendas.filled(ctx, meeting)
    return filled.agenda.with_questions(agendas.unlisted(ctx, meeting))


def _require(ctx: Context, meeting: Meeting, by: Caller) -> None:
    """Refuse an agenda to those who may not change it: whoever holds it may while it is held."""
    if meeting.status is MeetingStatus.RUNNING:
        holding.require_hold(ctx, meeting, by)
    else:
        ctx.require(Act.DRAFT_AGENDA, by)


def _shown(ctx: Context, meeting: Meeting, by: Caller) -> Reply:
    shown = agendas.shown(ctx, meeting)
    text = card.agenda_text(ctx, shown, agendas.ended(ctx, meeting))
    if not coordinates(ctx, by):
        return Reply(text=text, buttons=card.reading_verbs(shown))
    return Reply(text=text, buttons=card.agenda_verbs(shown, agendas.unlisted(ctx, shown)))


_LIMIT = 3_000
"""Characters of an agenda's text: what a form's entry holds."""

ROUTES = (
    Route(Act.READ_NEXT_MEETING, f"{card.AGENDA} : [n°] [partie]", show),
    Route(
        Act.ATTEND,
        f"{card.ADD} : [n°] <point>",
        reading(_POINT, add),
        care=DEPOSITED,
        form=_add_form,
    ),
    Route(Act.ATTEND, f"{card.CHANGE} : [n°] <texte>", change, limit=_LIMIT, form=_change_form),
)
