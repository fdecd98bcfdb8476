"""What helps around a meeting: tools for its animations, the network's calendar to follow."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.core.message import Button, Option, menu
from bot.french.folding import fold
from bot.meeting.tools import Purpose, Toolbox, purpose_of
from bot.network.address import AddressKind
from bot.network.rights import Act, allows, require
from bot.talk.addressing import address
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes
from commands.telling import told

TOOLS = "rencontre outils"
CALENDAR = "rencontre agenda"
RENEW = "renouveler"

MOST_TOOLS = 5
"""Tools in one answer: a phone screen. Those made for a purpose come first."""


def tools(command: Command, ctx: Context) -> Reply:
    """Show the tools that serve a purpose, or whose name or use is typed; else ask for which."""
    words = command.text.strip()
    toolbox = ctx.settings.of(Toolbox)
    purpose = purpose_of(words)
    found = toolbox.tools_for(purpose) if purpose else toolbox.search(words) if words else []
    reply = told(ctx, "rencontre/tools.md.j2", tools=found[:MOST_TOOLS], words=words)
    options = (
        Option(each.value.capitalize(), f"{TOOLS} {each.value}")
        for each in Purpose
        if each is not purpose
    )
    label = "Un autre usage…" if words else "Pour quoi faire…"
    # Without menus all are said when someone asks for them, and how to ask afterwards.
    again = TOOLS if words else ""
    return replace(reply, buttons=(menu("usage", label, *options, route=again),))


def calendar(command: Command, ctx: Context) -> Reply:
    """Give the address of the network's calendar; a coordinator may have a new one made."""
    role = command.caller.role_in(ctx.network.slug)
    renew = fold(command.text).strip(" .!") in (RENEW, "nouveau", "changer")
    if renew:
        require(Act.DRAFT_AGENDA, role, ctx.network)
    found = address(ctx, AddressKind.CALENDAR, renew=renew)
    reply = told(ctx, "rencontre/calendar.md.j2", address=found, renewed=renew)
    if not found or renew or not allows(Act.DRAFT_AGENDA, role):
        return reply
    change = Button(id="changer", label="Changer l'adresse", route=CALENDAR, argument=RENEW)
    return replace(reply, buttons=(change,))


_route = partial(Route, Act.READ_NEXT_MEETING)

ROUTES = (
    _route(
        f"{TOOLS}|outil : <usage ou mot>",
        tools,
        "trouver un outil pour animer une rencontre",
        Takes.WORDS,
    ),
    _route(
        f"{CALENDAR}|calendrier|ics",
        calendar,
        "suivre les rencontres dans votre agenda",
        Takes.WORDS,
    ),
)
