"""The network's year at a glance, and what leads on from there: told, drawn, posted."""

from __future__ import annotations

from functools import partial

from bot.core.message import Button, Option, menu
from bot.network.rights import Act
from bot.outside import card as copies_card
from bot.relay.card import STANDING
from bot.relay.standing import on_the_belt
from bot.survey import card as survey_card
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route
from bot.year import reporting as year_reporting
from bot.year import sequence_store as sequences
from commands.reseau import announcing, messages, past, privacy, territories
from commands.reseau.reporting import BILAN
from commands.reseau.rhythm import RHYTHM
from commands.reseau.settings import SETTINGS

_PICTURE = "reseau année"
_POST = "reseau publier-année"


def glance(command: Command, ctx: Context) -> Reply:
    """Tell what each month had, has and will have, and open what the network's affairs are."""
    seen = sequences.look(ctx.db, ctx.network, ctx.now)
    coordinates = ctx.allows(Act.CHANGE_RHYTHM, command.caller)
    text = year_reporting.glance_told(ctx, seen, coordinates=coordinates)
    doors = (*_DOORS, *announcing.door(command, ctx))
    return Reply(text=text, buttons=(*doors, menu("plus", "Plus…", *_more(command, ctx))))


def picture(command: Command, ctx: Context, *, posted: bool) -> Reply:
    """Send the year's picture to whoever asks, or publish it in the channel."""
    seen = year_reporting.send_glance(ctx, command.caller, to_channel=posted)
    posting = Button("canal", "Publier dans le canal", _POST)
    posts = not posted and ctx.allows(Act.CHANGE_RHYTHM, command.caller)
    further = (posting,) if posts else ()
    return ctx.reply("reseau/sent.md.j2", *further, glance=seen, posted=posted)


_DOORS = (
    Button("annee", "L'année en image", _PICTURE, primary=True),
    Button("enquetes", "Enquêtes", survey_card.DOOR),
)


def _more(command: Command, ctx: Context) -> tuple[Option, ...]:
    """Return what this person may do besides, eight at most."""
    climbs = ctx.allows(Act.READ_CLIMBS, command.caller) and on_the_belt(ctx)
    copies = ctx.allows(Act.FOLLOW_COPIES, command.caller) and copies_card.has_tools(ctx)
    sets = ctx.allows(Act.NAME_COORDINATOR, command.caller)
    looks_back = ctx.allows(Act.LOOK_BACK, command.caller)
    return (
        Option("Le bilan", BILAN),
        Option("Réglages du réseau", SETTINGS) if sets else Option("Le rythme", RHYTHM),
        *territories.choices(command, ctx),
        *announcing.choices(command, ctx),
        *((Option("Ce qui est transmis", STANDING),) if climbs else ()),
        *((Option("Les autres outils", copies_card.LIST),) if copies else ()),
        *((Option("Les questions passées", past.PAST),) if looks_back else ()),
        Option("Mes messages", messages.CHOOSE),
        Option("Mes données", privacy.EXPLAIN),
    )


ROUTES = (
    Route(
        Act.READ_RHYTHM,
        "reseau",
        glance,
        "voir l'année du réseau : ce qui est fait, prévu, à planifier",
    ),
    Route(Act.READ_RHYTHM, _PICTURE, partial(picture, posted=False)),
    Route(Act.CHANGE_RHYTHM, _POST, partial(picture, posted=True)),
)
