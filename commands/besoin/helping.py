"""What someone can help with and receives, taken back at any time; where to send someone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from bot.core.message import Button
from bot.french.text import checked_text, tidied
from bot.helping import card, finding, ticking
from bot.helping.rules import WELCOME_LIMIT
from bot.network.rights import Act
from bot.talk.arguments import certified_first, paged
from bot.talk.care import DEPOSITED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import Situation, reading
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import SHORT, Route
from commands.besoin.forms import theme_field
from commands.besoin.reading import ASK


@dataclass(frozen=True, slots=True)
class _Received:
    """What a structure receives, as its form says it, its texts checked."""

    words: str
    structure: str
    commune: str


def help_(command: Command, ctx: Context) -> Reply:
    """Tick a theme, or take it back, or all of them; without any, show what is ticked."""
    theme, by = command.text, command.caller
    if theme == card.NONE:
        return _shown(command, ctx, "retiré" if ticking.untick(ctx, None, by) else "")
    if not theme_field(ctx.themes).chosen({"theme": theme}):
        return _shown(command, ctx, "")
    ticked = ticking.tick(ctx, theme, by)
    return _shown(command, ctx, "" if ticked or not ticking.untick(ctx, theme, by) else "retiré")


def reach(command: Command, ctx: Context) -> Reply:
    """Let other territories ask the caller too, or not."""
    ticking.reach(ctx, command.caller, beyond=command.text == card.BEYOND)
    return _shown(command, ctx, "")


def receive(command: Command, ctx: Context, typed: _Received) -> Reply:
    """Keep what the caller's structure receives."""
    ticking.receive(ctx, typed.words, typed.structure, typed.commune, command.caller)
    return _shown(command, ctx, "reçoit")


def receive_no_more(command: Command, ctx: Context) -> Reply:
    """Take back something that the caller's structure receives."""
    ticking.receive_no_more(ctx, command.number, command.caller)
    return _shown(command, ctx, "retiré")


def find(command: Command, ctx: Context) -> Reply:
    """Tell where someone with a need may be sent, a phone screen at a time."""
    need, page = paged(tidied(command.text))
    found = finding.find(ctx, need, page)
    text = ctx.render("besoin/directed.md.j2", found=found, need=need)
    more = Button("suite", "La suite", card.FIND, f"{need} {page + 1}")
    asking = Button("poser", "Poser la question", ASK, need, primary=not found.total)
    further = (more,) if found.page < found.last else ()
    return Reply(text=text, buttons=(*further, asking, card.HELPING))


def _shown(command: Command, ctx: Context, done: str) -> Reply:
    mine = ticking.standing(ctx, command.caller)
    return ctx.reply("besoin/helping.md.j2", *ticking.verbs(ctx, mine), mine=mine, done=done)


def _read(command: Command, _situation: Situation) -> _Received:
    """Read the form's entries. Raises EMPTY_TEXT and PersonalDataError."""
    certified, text = certified_first(command.text)
    typed = [text, *(command.fields.get(each.name, "") for each in _RECEIVING.fields[1:])]
    kept = [
        checked_text(part, what=what, certified=certified)[:WELCOME_LIMIT]
        for part, what in zip(typed, _PARTS, strict=True)
    ]
    return _Received(*(" ".join(each.split()) for each in kept))


_PARTS = ("ce que vous recevez", "la structure", "la commune")

_RECEIVING = Dialog(
    title="Ce que je reçois",
    submit="Enregistrer",
    introduction="Les membres du réseau le liront, avec votre nom, quand une personne cherche où "
    "orienter quelqu'un. Vous le retirez quand vous voulez.",
    fields=(
        Field(
            label="Publics ou besoins reçus",
            placeholder="Personnes sourdes, le mardi",
            limit=WELCOME_LIMIT,
            help="Qui vous recevez, ou pour quoi ; jamais le nom d'une personne.",
        ),
        Field(
            name="structure",
            label="Structure",
            placeholder="La médiathèque",
            limit=WELCOME_LIMIT,
        ),
        Field(name="commune", label="Commune", placeholder="Roanne", limit=WELCOME_LIMIT),
    ),
)

_FINDING = Dialog(
    title="Où orienter quelqu'un",
    submit="Chercher",
    fields=(
        Field(
            label="Le besoin, et la commune",
            placeholder="Personnes sourdes, Roanne",
            help="Sans nom ni détail qui permette de reconnaître la personne.",
        ),
    ),
)

_route = partial(Route, Act.HELP_OTHERS)

ROUTES = (
    _route(f"{card.HELP} : [thème]", help_),
    _route(f"{card.REACH} : [où]", reach),
    _route(card.RECEIVE, reading(_read, receive), limit=3 * SHORT, care=DEPOSITED, form=_RECEIVING),
    _route(f"{card.RECEIVE_NO_MORE} : <n°>", receive_no_more),
    Route(Act.FIND_WHO, f"{card.FIND} : <besoin>", find, limit=SHORT, form=_FINDING),
)
