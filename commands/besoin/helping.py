"""What someone can help with and receives: ticked once, taken back at any time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.core.message import Button
from bot.french.folding import fold
from bot.french.text import checked_text, quotable
from bot.helping import card, ticking
from bot.helping.rules import WELCOME_LIMIT, WHERE_RECEIVED
from bot.network.rights import Act
from bot.talk.arguments import certified_first, without_thanks
from bot.talk.care import DEPOSITED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import Situation, reading
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import SHORT, Route, Takes
from commands.besoin.owning import UNKNOWN_THEME
from commands.besoin.reading import ASK


@dataclass(frozen=True, slots=True)
class _Received:
    """What a structure receives, as it was typed, its texts checked."""

    words: str
    structure: str
    commune: str


def help_(command: Command, ctx: Context) -> Reply:
    """Tick themes; without any, show what is ticked."""
    if _is_sentence(command, ctx):
        return _maybe_question(ctx, f"Comment aider {_bare(command)} ?")
    themes = _themes(command, ctx)
    fresh = ticking.tick(ctx, themes, command.caller) if themes else False
    return _shown(command, ctx, "aussi" if fresh else "")


def help_no_more(command: Command, ctx: Context) -> Reply:
    """Take themes back, all of them when told so; without any, show what is ticked."""
    everything = fold(command.text).strip(" .!") == card.ALL
    themes = None if everything else _themes(command, ctx)
    done = ticking.untick(ctx, themes, command.caller) if themes != [] else False
    return _shown(command, ctx, "retiré" if done else "")


def reach(command: Command, ctx: Context, *, beyond: bool) -> Reply:
    """Let other territories ask the caller too, or not."""
    ticking.reach(ctx, command.caller, beyond=beyond)
    return _shown(command, ctx, "ailleurs" if beyond else "ici")


def receive(command: Command, ctx: Context, typed: _Received | None) -> Reply:
    """Keep what the caller's structure receives."""
    if typed is None:
        return _maybe_question(ctx, f"Comment recevoir {_bare(command)} ?")
    ticking.receive(ctx, typed.words, typed.structure, typed.commune, command.caller)
    return _shown(command, ctx, "reçoit")


def receive_no_more(command: Command, ctx: Context) -> Reply:
    """Take back something that the caller's structure receives."""
    ticking.receive_no_more(ctx, command.number, command.caller)
    return _shown(command, ctx, "retiré")


def _shown(command: Command, ctx: Context, done: str) -> Reply:
    mine = ticking.standing(ctx, command.caller)
    return ctx.reply("besoin/helping.md.j2", *ticking.verbs(ctx, mine), mine=mine, done=done)


def _themes(command: Command, ctx: Context) -> Sequence[str]:
    """Return the themes that a text names, between commas. Raises UNKNOWN_THEME."""
    found = []
    for typed in re.split(r"[,;\n]", without_thanks(command.text)):
        words = typed.strip(" .!").removeprefix("sur ").lstrip("#")
        theme = ctx.themes.named(words) if words else None
        if words and theme is None:
            raise UNKNOWN_THEME(typed=quotable(words))
        found.append(theme)
    return [each for each in dict.fromkeys(found) if each]


def _is_sentence(command: Command, ctx: Context) -> bool:
    """Tell whether words name no theme and are many: « aider une dame à imprimer »."""
    words = without_thanks(command.text)
    many = len(words.split()) > _FEW_WORDS and not re.search(r"[,;]", words)
    return many and ctx.themes.named(words) is None


def _bare(command: Command) -> str:
    return command.text.strip(" .!?")


def _maybe_question(ctx: Context, text: str) -> Reply:
    """Say how the command is typed, and let what reads as a question be asked."""
    asking = Button("poser", "Poser cette question", ASK, text)
    return Reply(text=ctx.render("besoin/maybe.md.j2"), buttons=(asking,), refused=True)


_FEW_WORDS = 3


def _read(command: Command, _situation: Situation) -> _Received | None:
    """Read the form's entries, or one line; None for what has no part of it.

    Raises WHERE_RECEIVED and PersonalDataError.
    """
    certified, text = certified_first(command.text)
    parts = [each.strip() for each in text.split(";")]
    if "structure" in command.fields:
        parts = [text, command.fields["structure"], command.fields.get("commune", "")]
    if len(parts) == 1 and len(text.split()) > _FEW_WORDS:
        return None
    if len(parts) != len(_PARTS) or not all(parts):
        raise WHERE_RECEIVED()
    kept = [
        checked_text(part, what=what, example=_EXAMPLE, certified=certified)[:WELCOME_LIMIT]
        for part, what in zip(parts, _PARTS, strict=True)
    ]
    return _Received(*(" ".join(each.split()) for each in kept))


_PARTS = ("ce que vous recevez", "la structure", "la commune")
_EXAMPLE = "/besoin recevoir Personnes sourdes ; La médiathèque ; Roanne"

_RECEIVING = Dialog(
    title="Ce que je reçois",
    submit="Enregistrer",
    introduction="Les membres du réseau le liront, avec votre nom, quand une personne cherche où "
    "orienter quelqu'un. Vous le retirez quand vous voulez.",
    fields=(
        Field(
            name="texte",
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

_route = partial(Route, Act.HELP_OTHERS)

ROUTES = (
    _route(
        f"{card.HELP} : [thème]",
        help_,
        "dire sur quels thèmes vous pouvez aider, et ce que vous recevez",
        Takes.WORDS,
    ),
    _route(
        f"{card.HELP_NO_MORE} : [thème]",
        help_no_more,
        "retirer un thème sur lequel vous aidiez",
        Takes.WORDS,
    ),
    _route(
        card.REACH,
        partial(reach, beyond=True),
        "laisser d'autres territoires vous demander aussi",
    ),
    _route(
        card.REACH_NO_MORE,
        partial(reach, beyond=False),
        "limiter votre aide à votre territoire",
    ),
    _route(
        f"{card.RECEIVE} : <ce que vous recevez> ; <structure> ; <commune>",
        reading(_read, receive),
        "dire quel public ou quel besoin votre structure reçoit",
        limit=3 * SHORT,
        care=DEPOSITED,
        form=_RECEIVING,
    ),
    _route(
        f"{card.RECEIVE_NO_MORE} : <n°>",
        receive_no_more,
        "retirer ce que vous aviez dit recevoir",
    ),
)
