"""What helps around a meeting: tools for its animations, the network's calendar to follow."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.core.message import Button, Option, menu
from bot.french.folding import fold
from bot.meeting import agendas, planning
from bot.meeting.agenda import ItemKind
from bot.meeting.card import PASTE
from bot.meeting.ideas import store as ideas
from bot.meeting.rules import MeetingStatus
from bot.meeting.tools import Purpose, Toolbox, purpose_of
from bot.network.address import AddressKind
from bot.network.rights import Act
from bot.talk.addressing import address
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes
from commands.rencontre.door import holds, meeting_said

TOOLS = "rencontre outils"
CALENDAR = "rencontre agenda"
RENEW = "renouveler"

MOST_PASTED = 12
"""Questions, and ideas, of a list to paste: one phone screen, and what a wall can hold."""

MOST_TOOLS = 5
"""Tools in one answer: a phone screen. Those made for a purpose come first."""


def tools(command: Command, ctx: Context) -> Reply:
    """Show the tools that serve a purpose, or whose name or use is typed; else ask for which."""
    words = command.text.strip()
    toolbox = ctx.settings.of(Toolbox)
    purpose = purpose_of(words)
    found = toolbox.tools_for(purpose) if purpose else toolbox.search(words) if words else []
    reply = ctx.reply("rencontre/tools.md.j2", tools=found[:MOST_TOOLS], words=words)
    options = (
        Option(each.value.capitalize(), f"{TOOLS} {each.value}")
        for each in Purpose
        if each is not purpose
    )
    label = "Un autre usage…" if words else "Pour quoi faire…"
    # Without menus all are said when someone asks for them, and how to ask afterwards.
    again = TOOLS if words else ""
    return replace(reply, buttons=(menu("usage", label, *options, route=again),))


def paste(command: Command, ctx: Context) -> Reply:
    """List the questions of an agenda and the ideas that wait, to be pasted into another tool."""
    meeting, _ = meeting_said(ctx, command.text)
    if meeting.status is MeetingStatus.DRAFT and not holds(ctx, meeting, command.caller):
        ctx.require(Act.DRAFT_AGENDA, command.caller)
    ended = agendas.ended(ctx, meeting)
    items = agendas.filled(ctx, meeting).agenda.items
    waiting = (
        each
        for each in items
        if each.kind is ItemKind.QUESTION and each.ref not in ended and not each.answer
    )
    asked = [_pasted(each.text) for each in waiting if each.text != planning.HIDDEN]
    found = ideas.waiting(ctx.db, ctx.network.slug, limit=MOST_PASTED)
    proposed = [_pasted(each.text) for each in found]
    return ctx.reply(
        "rencontre/paste.md.j2",
        questions=asked[:MOST_PASTED],
        ideas=proposed,
        total=len(asked),
    )


def calendar(command: Command, ctx: Context) -> Reply:
    """Give the address of the network's calendar; a coordinator may have a new one made."""
    renew = fold(command.text).strip(" .!") in (RENEW, "nouveau", "changer")
    if renew:
        ctx.require(Act.DRAFT_AGENDA, command.caller)
    found = address(ctx, AddressKind.CALENDAR, renew=renew)
    reply = ctx.reply("rencontre/calendar.md.j2", address=found, renewed=renew)
    if not found or renew or not ctx.allows(Act.DRAFT_AGENDA, command.caller):
        return reply
    change = Button("changer", "Changer l'adresse", CALENDAR, RENEW)
    return replace(reply, buttons=(change,))


def _pasted(text: str) -> str:
    """Return a text on one line, as it stands in a block of code."""
    return " ".join(text.split()).replace("```", "''")


_route = partial(Route, Act.READ_NEXT_MEETING)

ROUTES = (
    _route(
        f"{TOOLS}|outil : <usage ou mot>",
        tools,
        "trouver un outil pour animer une rencontre",
        Takes.WORDS,
    ),
    _route(
        f"{PASTE} : [n°]",
        paste,
        "avoir les questions et les idées en une liste à coller dans un mur, un quiz",
    ),
    _route(
        f"{CALENDAR}|calendrier|ics",
        calendar,
        "suivre les rencontres dans votre agenda",
        Takes.WORDS,
    ),
)
