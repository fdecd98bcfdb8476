"""The agenda, edited by its places as they are read: « 3 » for a part, « 3.2 » for a point."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from bot.core.errors import Refusal
from bot.french.dates import read_duration
from bot.french.folding import fold
from bot.french.text import checked_text
from bot.meeting import agendas, planning
from bot.meeting.agenda import Agenda, AgendaItem, AgendaPlace, ItemKind
from bot.meeting.ideas import choosing
from bot.meeting.rules import Meeting
from bot.meeting.tools import Toolbox
from bot.network.rights import Act
from bot.talk.arguments import first_word
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Choice, Dialog, Field, Reply
from bot.talk.routing import Route
from commands.telling import told

_PLACE = re.compile(
    r"^\s*(?:la\s+|le\s+)?(?:partie\s+|point\s+|n\s*°\s*)?(\d{1,2})(?:[.,](\d{1,3}))?(?!\w)"
)
_LENGTH = re.compile(
    r"[,;(]?\s*(?:pendant\s+|durée\s*:?\s*)?(\d{1,3}\s*(?:min(?:utes?)?|mn|h(?:eures?)?(?:\s*\d{2})?))\s*\)?",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"[,;(]\s*(?:par|avec|animée? par|menée? par)\s+([^,;()]{2,60})\)?", re.IGNORECASE
)
_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
ADD = "rencontre ajouter"

CHOICE_LIMIT = 60
"""Characters of a choice in a menu: more is cut on a phone."""

_EXAMPLE = "/rencontre ajouter 4 Retour sur l'atelier tablettes, 20 min, par Zoé"


NO_PLACE_GIVEN = Refusal(
    "place missing",
    reply="Dites-moi d'abord à quelle place de l'ordre du jour : `/{usage}`. Les places se lisent "
    "dans `/rencontre`.",
)


def add(command: Command, ctx: Context) -> Reply:
    """Add a point to a part, or a part; without a text, open the form."""
    meeting = planning.current(ctx)
    if not command.text.strip() and command.via.immediate:
        return Reply(dialog=_form(meeting))
    command = replace(command, text=_typed(command))
    word, rest = first_word(command.text)
    if fold(word) == "partie" and not re.match(r"\d", rest):
        text, minutes, _ = _read(command, rest)
        return _edited(ctx, meeting, meeting.agenda.add_part(text, minutes or 15))
    place, rest = _place(command.text, "rencontre ajouter 3 <point>")
    text, minutes, owner = _read(command, rest)
    text = _with_expiry(ctx, text)
    point = AgendaItem(kind=ItemKind.POINT, text=text, minutes=minutes, owner=owner)
    return _edited(ctx, meeting, agendas.filled(ctx, meeting).agenda.add(place.part, point))


def remove(command: Command, ctx: Context) -> Reply:
    """Take out a part or a point."""
    place, _ = _place(command.text, "rencontre enlever 3.2")
    meeting = agendas.filled(ctx, planning.current(ctx))
    rest = meeting.agenda.remove(place)
    choosing.dropped(ctx, meeting.agenda, rest)
    return _edited(ctx, meeting, rest)


def put(command: Command, ctx: Context) -> Reply:
    """Put a part or a point at another place."""
    place, rest = _place(command.text, "rencontre placer 3.2 1")
    to = re.search(r"\d+", rest)
    if to is None:
        raise NO_PLACE_GIVEN(usage="rencontre placer 3.2 1")
    meeting = agendas.filled(ctx, planning.current(ctx))
    return _edited(ctx, meeting, meeting.agenda.move(place, int(to[0])))


def last(command: Command, ctx: Context) -> Reply:
    """Give a part or a point another length."""
    place, rest = _place(command.text, "rencontre durée 3 40 min")
    meeting = agendas.filled(ctx, planning.current(ctx))
    return _edited(ctx, meeting, meeting.agenda.last(place, _minutes(rest)))


def entrust(command: Command, ctx: Context) -> Reply:
    """Give a part or a point to someone."""
    place, rest = _place(command.text, "rencontre confier 3 Zoé")
    meeting = agendas.filled(ctx, planning.current(ctx))
    return _edited(ctx, meeting, meeting.agenda.entrust(place, _who(command, rest)))


def rename(command: Command, ctx: Context) -> Reply:
    """Say a part or a point otherwise."""
    place, rest = _place(command.text, "rencontre renommer 4 <nouveau titre>")
    text = checked_text(rest, what="le nouveau titre", example=_EXAMPLE)
    meeting = agendas.filled(ctx, planning.current(ctx))
    return _edited(ctx, meeting, meeting.agenda.rename(place, text))


def _form(meeting: Meeting) -> Dialog:
    point = Field(name="texte", label="Le point", limit=150)
    part = Field(
        name="partie",
        label="Dans la partie",
        default=str(len(meeting.agenda.parts)),
        choices=tuple(
            Choice(label=f"{number}. {part.title}"[:CHOICE_LIMIT], value=str(number))
            for number, part in enumerate(meeting.agenda.parts, start=1)
        ),
    )
    length = Field(name="duree", label="Durée", placeholder="20 min", optional=True)
    owner = Field(name="qui", label="Par qui", placeholder="Zoé", optional=True)
    return Dialog(
        title="Ajouter un point",
        route=ADD,
        argument="",
        submit="Ajouter",
        fields=(point, part, length, owner),
    )


def _typed(command: Command) -> str:
    """Return what was typed, or a form's entries put together as one would type them."""
    entries = command.fields
    if "partie" not in entries:
        return command.text
    length, owner = entries.get("duree", ""), entries.get("qui", "")
    parts = [f"{entries['partie']} {command.text}", length, f"par {owner}" if owner else ""]
    return ", ".join(part for part in parts if part)


def _edited(ctx: Context, meeting: Meeting, agenda: Agenda) -> Reply:
    kept = planning.edit(ctx, meeting, agenda)
    shown = agendas.filled(ctx, kept)
    return told(ctx, "rencontre/agenda.md.j2", meeting=shown)


def _place(text: str, usage: str) -> tuple[AgendaPlace, str]:
    """Read the place that comes first; raises NO_PLACE_GIVEN."""
    found = _PLACE.match(text)
    if found is None:
        raise NO_PLACE_GIVEN(usage=usage)
    return AgendaPlace(int(found[1]), int(found[2] or 0)), text[found.end() :].strip(" ,;:")


def _read(command: Command, text: str) -> tuple[str, int, str]:
    """Read « Retour sur l'atelier, 20 min, par Zoé »: the words, the minutes, the owner."""
    owner, minutes = "", 0
    if found := _OWNER.search(text):
        owner = _who(command, found[1])
        text = text.replace(found[0], "", 1)
    if found := _LENGTH.search(text):
        minutes = read_duration(found[1])
        text = text.replace(found[0], "", 1)
    kept = checked_text(text.strip(" ,;"), what="ce qu'il faut ajouter", example=_EXAMPLE)
    return kept, minutes, owner


def _with_expiry(ctx: Context, text: str) -> str:
    """Say beside a tool's link when the tool deletes what is written there."""
    found = _LINK.search(text)
    tool = ctx.settings.of(Toolbox).of_link(found[0]) if found else None
    if tool is None or tool.expires_days is None:
        return text
    return f"{text} (s'efface après {tool.expires_days} jours)"


def _minutes(text: str) -> int:
    bare = text.strip(" .,;:")
    return read_duration(f"{bare} min" if bare.isdigit() else bare)


def _who(command: Command, words: str) -> str:
    """Return someone: « @ » and an id when the words name an account, else the words."""
    bare = words.strip(" .,;")
    known = command.people.get(bare.lstrip("@").casefold())
    if bare.startswith("@") and known:
        return f"@{known}"
    return checked_text(bare, what="le nom de la personne", example=_EXAMPLE, certified=True)


_route = partial(Route, Act.DRAFT_AGENDA)
_rare = partial(Route, Act.DRAFT_AGENDA, rare=True)

ROUTES = (
    _route(
        f"{ADD} : <partie> <point>, <durée>, par <qui>",
        add,
        "ajouter un point à l'ordre du jour, ou une partie",
    ),
    _rare(
        "rencontre enlever|retirer|supprimer : <place>",
        remove,
        "enlever un point ou une partie de l'ordre du jour",
    ),
    _rare("rencontre placer : <place> <rang>", put, "changer l'ordre des points ou des parties"),
    _rare("rencontre durée : <place> <durée>", last, "changer la durée d'un point ou d'une partie"),
    _rare(
        "rencontre confier : <place> <qui>", entrust, "confier un point ou une partie à quelqu'un"
    ),
    _rare(
        "rencontre renommer : <place> <titre>", rename, "redire autrement un point ou une partie"
    ),
)
