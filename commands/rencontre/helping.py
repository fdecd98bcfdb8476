"""What helps around a meeting: tools for its animations, the network's calendar to follow."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.core.message import Button, Option, menu
from bot.meeting import agendas, planning
from bot.meeting.agenda import ItemKind
from bot.meeting.card import CALENDAR, PASTE, TOOLS
from bot.meeting.ideas import store as ideas
from bot.meeting.rules import MeetingStatus
from bot.meeting.tools import Purpose, Toolbox
from bot.network.address import AddressKind
from bot.network.rights import Act
from bot.talk.addressing import address
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route
from commands.rencontre.door import holds, meeting_of

RENEW = "renouveler"

MOST_PASTED = 12
"""Questions, and ideas, of a list to paste: one phone screen, and what a wall can hold."""

MOST_TOOLS = 5
"""Tools in one answer: a phone screen. Those made for a purpose come first."""


def tools(command: Command, ctx: Context) -> Reply:
    """Show the tools that serve a purpose; else ask for which."""
    purpose = next((each for each in Purpose if each.value == command.text.strip()), None)
    found = ctx.settings.of(Toolbox).tools_for(purpose)[:MOST_TOOLS] if purpose else ()
    options = (
        Option(each.value.capitalize(), TOOLS, each.value)
        for each in Purpose
        if each is not purpose
    )
    label = "Un autre usage…" if purpose else "Pour quoi faire…"
    others, said = menu("usage", label, *options), purpose.value if purpose else ""
    return ctx.reply("rencontre/tools.md.j2", others, tools=found, purpose=said)


def paste(command: Command, ctx: Context) -> Reply:
    """List the questions of an agenda and the ideas that wait, to be pasted into another tool."""
    meeting = meeting_of(ctx, command.number)
    if meeting.status is MeetingStatus.DRAFT and not holds(ctx, meeting, command.caller):
        ctx.require(Act.DRAFT_AGENDA, command.caller)
    ended = agendas.ended(ctx, meeting)
    items = agendas.shown(ctx, meeting).agenda.items
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
    renew = command.text.strip() == RENEW
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
    _route(TOOLS, tools),
    _route(f"{PASTE} : [n°]", paste),
    _route(CALENDAR, calendar),
)
