"""« Mes derniers gestes »: the ten last things that someone did, and what takes each back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.network.rights import Act
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.gestures import store
from bot.talk.gestures.rules import LET_GO, LIST, NotedGesture
from bot.talk.markdown import typeset
from bot.talk.render import shorten
from bot.talk.reply import Reply
from bot.talk.routing import Route


def last(command: Command, ctx: Context) -> Reply:
    """Show what the caller did lately in their networks; a menu takes back what can be."""
    networks = command.caller.networks_among(ctx.networks.values())
    found = store.of_user(ctx.db, [each.slug for each in networks], command.caller.id)
    names = {each.slug: each.name for each in networks if len(networks) > 1}
    return ctx.reply("aide/gestures.md.j2", *_taking_back(found), gestures=found, names=names)


def let_go(command: Command, ctx: Context) -> Reply:
    """Have what is held never be done."""
    store.drop(ctx.db, command.text, command.caller.id)
    return Reply(text=typeset("C'est annulé : rien n'est parti."))


def _taking_back(found: Sequence[NotedGesture]) -> Iterator[Button]:
    options = tuple(_option(each) for each in found if each.route)
    if options:
        yield menu("annuler", "Annuler…", *options)


def _option(gesture: NotedGesture) -> Option:
    label = shorten(typeset(gesture.line), OPTION_LABEL)
    route, argument = gesture.back
    return Option(label, route, argument, gesture.network)


ROUTES = (
    Route(Act.READ_HELP, LIST, last),
    Route(Act.READ_HELP, LET_GO, let_go),
)
