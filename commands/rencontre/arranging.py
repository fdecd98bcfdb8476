"""The agenda: shown, and changed by picking its points; typed, « 3.2 » is one, « 3 » a part."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from bot.core.errors import Refusal
from bot.core.patterns import lazy_pattern
from bot.french.dates import read_duration
from bot.french.folding import fold
from bot.french.text import TEXT_LIMIT, checked_text, stored_text
from bot.meeting import agendas, card, planning
from bot.meeting.agenda import Agenda, AgendaItem, AgendaPlace, ItemKind
from bot.meeting.ideas import choosing
from bot.meeting.links import expiry_of, name_of, read_link, without_link
from bot.meeting.rules import Meeting, MeetingStatus
from bot.meeting.tools import Toolbox
from bot.network.rights import Act
from bot.talk.arguments import first_word
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.render import duration
from bot.talk.reply import NO_DIALOG_HERE, Choice, Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from commands.rencontre.door import (
    account_in,
    coordinates,
    holds,
    meeting_numbered,
    meeting_said,
    number_said,
)

_PLACE = lazy_pattern(
    r"^\s*(?:la\s+|le\s+)?(?:partie\s+|point\s+|n\s*°\s*)?(\d{1,2})(?:[.,](\d{1,3}))?(?!\w)"
)
_LENGTH = lazy_pattern(
    r"[,;(]?\s*(?:pendant\s+|durée\s*:?\s*)?(\d{1,3}\s*(?:min(?:utes?)?|mn|h(?:eures?)?(?:\s*\d{2})?))\s*\)?",
    re.IGNORECASE,
)
_OWNER = lazy_pattern(
    r"[,;(]\s*(?:par|avec|animée? par|menée? par)\s+([^,;()]{2,60})\)?", re.IGNORECASE
)
_RANK = lazy_pattern(r"\d{1,3}$")

_EXAMPLE = "/rencontre ajouter 4 Retour sur l'atelier tablettes, 20 min, par Zoé"

NO_PLACE_GIVEN = Refusal(
    "place missing",
    reply="Dites-moi d'abord de quel point il s'agit, par exemple `/{usage}`.",
)

NOT_A_TOOL_LINK = Refusal(
    "not a link",
    reply="Je ne lis pas ce lien. Collez l'adresse entière, par exemple "
    "« https://www.wooclap.com/ABCDEF ».",
)

POINT_GONE = Refusal(
    "no such point any more",
    reply="L'ordre du jour a changé entre-temps, et ce point n'y est plus : le voici, "
    "`/rencontre ordre-du-jour`.",
)


def show(command: Command, ctx: Context) -> Reply:
    """Show the agenda, with what a coordinator may do with it; or one part, at length."""
    meeting, rest = meeting_said(ctx, command.text)
    if meeting.status is MeetingStatus.DRAFT and not holds(ctx, meeting, command.caller):
        ctx.require(Act.DRAFT_AGENDA, command.caller)
    part = _PLACE.match(rest)
    if part is None:
        return _shown(ctx, meeting, command)
    shown = agendas.filled(ctx, meeting)
    text = card.part_text(ctx, shown, int(part[1]), agendas.ended(ctx, meeting))
    return Reply(text=text, buttons=(card.agenda_verb(meeting),))


def add(command: Command, ctx: Context) -> Reply:
    """Add a point to a part, or a part."""
    meeting, text = meeting_said(ctx, _typed(command))
    word, rest = first_word(text)
    if fold(word) == "partie" and not re.match(r"\d", rest):
        text, minutes, _ = _read(command, rest)
        return _edited(ctx, command, meeting, meeting.agenda.add_part(text, minutes or 15))
    place, rest = _place(text, "rencontre ajouter 3 <point>")
    rest, link = without_link(rest)
    text, minutes, owner = _read(command, rest, name_of(_tools(ctx), link))
    text += expiry_of(_tools(ctx), link)
    point = AgendaItem(kind=ItemKind.POINT, text=text, link=link, minutes=minutes, owner=owner)
    agenda = agendas.filled(ctx, meeting).agenda.add(place.part, point)
    return _edited(ctx, command, meeting, agenda)


def add_questions(command: Command, ctx: Context) -> Reply:
    """Add the questions that came after the agenda was announced."""
    meeting = meeting_numbered(ctx, command.text)
    late = agendas.unlisted(ctx, meeting)
    return _edited(ctx, command, meeting, meeting.agenda.with_questions(late))


def remove(command: Command, ctx: Context) -> Reply:
    """Take out a part or a point."""
    meeting, text = meeting_said(ctx, command.text)
    meeting = agendas.filled(ctx, meeting)
    place, _ = _found(command, text, meeting.agenda, "rencontre enlever 3.2")
    rest = meeting.agenda.remove(place)
    choosing.dropped(ctx, meeting.agenda, rest)
    return _edited(ctx, command, meeting, rest)


def change(command: Command, ctx: Context) -> Reply:
    """Change the text, length, place and person of a part or a point at once."""
    meeting, text = meeting_said(ctx, command.text)
    meeting = agendas.filled(ctx, meeting)
    agenda = meeting.agenda
    place, rest = _found(command, text, agenda, "rencontre changer 4 <nouveau titre>")
    if not rest and command.via.immediate:
        return Reply(dialog=_change_form(meeting, place))
    if not rest:
        raise NO_DIALOG_HERE(line=f"/{card.CHANGE} {place} <titre>, <durée>, par <qui>")
    if command.via is Via.DIALOG:
        text, minutes, owner = rest, _minutes_or_none(command), command.fields.get("qui", "")
        link = _link(command)
    else:
        rest, link = without_link(rest) if _takes_link(agenda, place) else (rest, "")
        text, minutes, owner = _read(command, rest, _words(agenda, place))
    text = checked_text(text, what="le titre", example=_EXAMPLE, doubts=False)
    agenda = agenda.rename(place, text)
    if link or "lien" in command.fields:
        agenda = agenda.link(place, link)
    if minutes:
        agenda = agenda.resize(place, minutes)
    if owner or (command.via is Via.DIALOG and not _owner(agenda, place).startswith("@")):
        agenda = agenda.entrust(place, owner and _who(command, owner))
    if rank := _RANK.match(command.fields.get("rang", "")):
        agenda = agenda.move(place, int(rank[0]))
    return _edited(ctx, command, meeting, agenda)


def put(command: Command, ctx: Context) -> Reply:
    """Put a part or a point at another place."""
    place, rest = _place(command.text, "rencontre placer 3.2 1")
    to = NO_PLACE_GIVEN.unless(re.search(r"\d+", rest), usage="rencontre placer 3.2 1")
    meeting = agendas.filled(ctx, planning.current(ctx))
    return _edited(ctx, command, meeting, meeting.agenda.move(place, int(to[0])))


def resize(command: Command, ctx: Context) -> Reply:
    """Set the length of a part or a point."""
    place, rest = _place(command.text, "rencontre durée 3 40 min")
    meeting = agendas.filled(ctx, planning.current(ctx))
    return _edited(ctx, command, meeting, meeting.agenda.resize(place, _minutes(rest)))


def resize_parts(command: Command, ctx: Context) -> Reply:
    """Set the length of every part; the same button then restores the lengths they had."""
    meeting, rest = meeting_said(ctx, command.text)
    before = meeting.agenda.lengths
    agenda = meeting.agenda.resize_parts([int(each) for each in re.findall(r"\d{1,4}", rest)])
    reply = _edited(ctx, command, meeting, agenda)
    if agenda.over(meeting.minutes):
        return reply
    undo = card.lengths_verb(meeting, "Remettre les durées d'avant", before)
    return replace(reply, buttons=(undo, *reply.buttons))


def entrust(command: Command, ctx: Context) -> Reply:
    """Give a part or a point to someone."""
    place, rest = _place(command.text, "rencontre confier 3 Zoé")
    meeting = agendas.filled(ctx, planning.current(ctx))
    return _edited(ctx, command, meeting, meeting.agenda.entrust(place, _who(command, rest)))


def rename(command: Command, ctx: Context) -> Reply:
    """Change the text of a part or a point."""
    place, rest = _place(command.text, "rencontre renommer 4 <nouveau titre>")
    text = checked_text(rest, what="le nouveau titre", example=_EXAMPLE, doubts=False)
    meeting = agendas.filled(ctx, planning.current(ctx))
    return _edited(ctx, command, meeting, meeting.agenda.rename(place, text))


def _add_form(command: Command, ctx: Context) -> Dialog:
    meeting, _ = meeting_said(ctx, command.text)
    point = Field(name="texte", label="Le point", limit=150)
    part = Field(
        name="partie",
        label="Dans la partie",
        default=str(len(meeting.agenda.parts)),
        choices=tuple(
            Choice(label=f"{number}. {part.title}"[: card.LABEL_LIMIT], value=str(number))
            for number, part in enumerate(meeting.agenda.parts, start=1)
        ),
    )
    return Dialog(
        title="Ajouter un point",
        argument=f"n° {meeting.number}",
        submit="Ajouter",
        fields=(point, part, _length_field(0), _owner_field(""), _link_field("")),
    )


def _change_form(meeting: Meeting, place: AgendaPlace) -> Dialog:
    """Return the form of a part or a point: its title, its length, by whom, and where."""
    agenda = meeting.agenda
    minutes = (agenda.item(place) if place.item else agenda.part(place.part)).minutes
    beside = [
        (each, words)
        for each, words in card.places(agenda)
        if (each.part == place.part and each.item if place.item else not each.item)
    ]
    text = _words(agenda, place)
    owner = _owner(agenda, place)
    named = "" if owner.startswith("@") else owner  # an account is known by its id alone
    title = Field(name="texte", label="Titre", limit=TEXT_LIMIT, default=text)
    where = Field(
        name="rang",
        label="À quel rang",
        default=str(place.item or place.part),
        choices=tuple(
            Choice(label=f"{each} {words}"[: card.LABEL_LIMIT], value=str(each.item or each.part))
            for each, words in beside
        ),
    )
    return Dialog(
        title=f"Changer le point {place}" if place.item else f"Changer la partie {place}",
        route=card.CHANGE,
        argument=f"n° {meeting.number} {place}",
        submit="Changer",
        fields=(
            title,
            _length_field(minutes),
            _owner_field(named),
            where,
            *([_link_field(agenda.item(place).link)] if _takes_link(agenda, place) else []),
        ),
    )


def _words(agenda: Agenda, place: AgendaPlace) -> str:
    return agenda.item(place).text if place.item else agenda.part(place.part).title


def _takes_link(agenda: Agenda, place: AgendaPlace) -> bool:
    return bool(place.item) and agenda.item(place).held_with_links


def _owner(agenda: Agenda, place: AgendaPlace) -> str:
    return (agenda.item(place) if place.item else agenda.part(place.part)).owner


def _length_field(minutes: int) -> Field:
    shown = duration(minutes) if minutes else ""
    return Field(name="duree", label="Durée", placeholder="20 min", default=shown, optional=True)


def _owner_field(owner: str) -> Field:
    return Field(name="qui", label="Par qui", placeholder="Zoé", default=owner, optional=True)


def _link_field(link: str) -> Field:
    return Field(
        name="lien",
        label="Lien",
        placeholder="https://",
        help="Mur, quiz, sondage… Il se montre à ce moment de la rencontre.",
        default=link,
        optional=True,
    )


def _link(command: Command) -> str:
    return NOT_A_TOOL_LINK.unless(read_link(command.fields.get("lien", "")))


def _typed(command: Command) -> str:
    """Return what was typed, or a form's entries put together as one would type them."""
    entries = command.fields
    if "partie" not in entries:
        return command.text
    number, text = number_said(command.text)
    about = f"n° {number} " if number else ""
    length, owner = entries.get("duree", ""), entries.get("qui", "")
    parts = [
        f"{about}{entries['partie']} {text} {_link(command)}",
        length,
        f"par {owner}" if owner else "",
    ]
    return ", ".join(part for part in parts if part)


def _edited(ctx: Context, command: Command, meeting: Meeting, agenda: Agenda) -> Reply:
    return _shown(ctx, planning.edit(ctx, meeting, agenda), command)


def _shown(ctx: Context, meeting: Meeting, command: Command) -> Reply:
    shown = agendas.filled(ctx, meeting)
    text = card.agenda_text(ctx, shown, agendas.ended(ctx, meeting))
    if not coordinates(ctx, command.caller):
        return Reply(text=text, buttons=card.reading_verbs(shown))
    return Reply(text=text, buttons=card.agenda_verbs(shown, agendas.unlisted(ctx, meeting)))


def _found(command: Command, text: str, agenda: Agenda, usage: str) -> tuple[AgendaPlace, str]:
    """Read which point is meant, and the rest.

    A menu's choice repeats the first words of its point: should the agenda have changed since the
    menu was shown, the point is where these words are. Raises NO_PLACE_GIVEN, POINT_GONE.
    """
    place, rest = _place(text, usage)
    if command.via is not Via.BUTTON or not rest:
        return place, rest
    words = " ".join(rest.split())
    there = [each for each, said in card.places(agenda) if " ".join(said.split()).startswith(words)]
    if not there:
        raise POINT_GONE()
    return (place if place in there else there[0]), ""


def _minutes_or_none(command: Command) -> int:
    typed = command.fields.get("duree", "").strip()
    return _minutes(typed) if typed else 0


def _place(text: str, usage: str) -> tuple[AgendaPlace, str]:
    """Read the place that comes first; raises NO_PLACE_GIVEN."""
    found = NO_PLACE_GIVEN.unless(_PLACE.match(text), usage=usage)
    return AgendaPlace(int(found[1]), int(found[2] or 0)), text[found.end() :].strip(" ,;:")


def _read(command: Command, text: str, otherwise: str = "") -> tuple[str, int, str]:
    """Read « Retour sur l'atelier, 20 min, par Zoé »: the words, the minutes, the owner.

    Without words, it is called `otherwise`.
    """
    owner, minutes = "", 0
    if found := _OWNER.search(text):
        owner = _who(command, found[1])
        text = text.replace(found[0], "", 1)
    if found := _LENGTH.search(text):
        minutes = read_duration(found[1])
        text = text.replace(found[0], "", 1)
    words = text.strip(" ,;") or otherwise
    kept = checked_text(words, what="ce qu'il faut ajouter", example=_EXAMPLE, doubts=False)
    return kept, minutes, owner


def _tools(ctx: Context) -> Toolbox:
    return ctx.settings.of(Toolbox)


def _minutes(text: str) -> int:
    bare = text.strip(" .,;:")
    return read_duration(f"{bare} min" if bare.isdigit() else bare)


def _who(command: Command, words: str) -> str:
    """Return someone: « @ » and an id when the words name an account, else the words."""
    bare = words.strip(" .,;")
    account = account_in(command, bare)
    if account:
        return f"@{account}"
    return stored_text(bare, what="le nom de la personne", example=_EXAMPLE)


_route = partial(Route, Act.DRAFT_AGENDA)

ROUTES = (
    Route(
        Act.READ_NEXT_MEETING,
        f"{card.AGENDA}|odj : [partie]",
        show,
        "voir l'ordre du jour, et le changer",
    ),
    _route(
        f"{card.ADD} : [n°] <partie> <point>, <durée>, par <qui>",
        add,
        "ajouter un point à l'ordre du jour, ou une partie",
        Takes.TEXT,
        form=_add_form,
    ),
    _route(
        f"{card.ADD_QUESTIONS} : [n°]",
        add_questions,
        "ajouter à l'ordre du jour annoncé les questions arrivées depuis",
    ),
    _route(
        f"{card.CHANGE} : <point> <titre>, <durée>, par <qui>",
        change,
        "changer un point ou une partie de l'ordre du jour",
    ),
    _route(
        f"{card.LENGTHS} : <minutes de chaque partie>",
        resize_parts,
        "donner une durée à chaque partie de l'ordre du jour",
        Takes.TEXT,
    ),
    _route(
        f"{card.REMOVE}|retirer|supprimer : <point>",
        remove,
        "enlever un point ou une partie de l'ordre du jour",
    ),
    _route("rencontre placer : <point> <rang>", put, "changer l'ordre des points ou des parties"),
    _route(
        "rencontre durée : <point> <durée>", resize, "changer la durée d'un point ou d'une partie"
    ),
    _route(
        "rencontre confier : <point> <qui>", entrust, "confier un point ou une partie à quelqu'un"
    ),
    _route(
        "rencontre renommer : <point> <titre>", rename, "redire autrement un point ou une partie"
    ),
)
