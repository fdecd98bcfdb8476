"""The network's year at a glance: told, sent as a picture, posted."""

from __future__ import annotations

from functools import partial

from bot.core.message import Button, Option, menu
from bot.french.folding import fold
from bot.network.rights import Act
from bot.relay.card import STANDING
from bot.relay.standing import on_the_belt
from bot.talk.arguments import without_thanks
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes
from bot.year import glances
from bot.year import sequence_store as sequences
from commands.reseau import announcing, messages, privacy, surveying
from commands.reseau.reporting import BILAN
from commands.reseau.rhythm import RHYTHM

_YEAR = "reseau année"
_CHANNEL = frozenset({"canal", "publier", "dans le canal", "public"})


def glance(command: Command, ctx: Context) -> Reply:
    """Tell what each month had, has and will have, and open what the network's affairs are."""
    seen = sequences.look(ctx.db, ctx.network, ctx.now)
    coordinates = ctx.allows(Act.CHANGE_RHYTHM, command.caller)
    text = glances.told(ctx, seen, coordinates=coordinates)
    reads = ctx.allows(Act.READ_CLIMBS, command.caller)
    year, report, *others = _DOORS
    if reads and on_the_belt(ctx):
        report = _FIGURES
    doors = (year, report, *others)
    return Reply(
        text=text, buttons=(*doors, *announcing.verbs(command, ctx), *surveying.verbs(command, ctx))
    )


def picture(command: Command, ctx: Context) -> Reply:
    """Send the year's picture to whoever asks; to the channel when a coordinator says so."""
    to_channel = fold(without_thanks(command.text)).strip(" .!") in _CHANNEL
    if to_channel:
        ctx.require(Act.CHANGE_RHYTHM, command.caller)
    seen = glances.send(ctx, command.caller, to_channel=to_channel)
    return ctx.reply("reseau/sent.md.j2", glance=seen, posted=to_channel)


_DOORS = (
    Button("annee", "L'année en image", _YEAR, primary=True),
    Button("bilan", "Le bilan", BILAN),
    Button("rythme", "Le rythme…", RHYTHM),
    messages.choices(),
    menu(
        "donnees",
        "Mes données…",
        Option("Ce que je garde de vous", privacy.EXPLAIN),
        Option("Recevoir mes données", privacy.OWN_DATA),
        Option("M'oublier…", privacy.FORGET),
        route=privacy.EXPLAIN,
    ),
)

_FIGURES = menu(
    "bilan",
    "Le bilan…",
    Option("Le bilan de l'année", BILAN),
    Option("Ce qui est transmis", STANDING),
    route=BILAN,
)
"""In the place of the report alone, for the coordinators of a network that the belt links."""

_route = partial(Route, Act.READ_RHYTHM)

ROUTES = (
    _route("reseau", glance, "voir l'année du réseau : ce qui est fait, prévu, à planifier"),
    _route(
        f"{_YEAR}|image|régularité", picture, "recevoir l'année du réseau en image", Takes.WORDS
    ),
)
