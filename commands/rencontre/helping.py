"""What helps around a meeting: tools for its animations, the network's calendar to follow."""

from __future__ import annotations

from functools import partial

from bot.french.folding import fold
from bot.meeting.tools import Purpose, Toolbox, purpose_of
from bot.network.address import AddressKind
from bot.network.rights import Act, require
from bot.talk.addressing import address
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes
from commands.telling import told


def tools(command: Command, ctx: Context) -> Reply:
    """Show the tools that serve a purpose, or whose name or use is typed."""
    words = command.text.strip()
    purpose = purpose_of(words) if words else None
    found = (
        ctx.settings.of(Toolbox).tools_for(purpose)
        if purpose
        else ctx.settings.of(Toolbox).search(words)
    )
    return told(
        ctx,
        "rencontre/tools.md.j2",
        tools=found if words else [],
        words=words,
        purposes=[each.value for each in Purpose],
    )


def calendar(command: Command, ctx: Context) -> Reply:
    """Give the address of the network's calendar; a coordinator may have a new one made."""
    renew = fold(command.text).strip(" .!") in ("renouveler", "nouveau", "changer")
    if renew:
        require(Act.DRAFT_AGENDA, command.caller.role_in(ctx.network.slug), ctx.network)
    return told(
        ctx,
        "rencontre/calendar.md.j2",
        address=address(ctx, AddressKind.CALENDAR, renew=renew),
        renewed=renew,
    )


_route = partial(Route, Act.READ_NEXT_MEETING)

ROUTES = (
    _route(
        "rencontre outils|outil : <but ou mot>",
        tools,
        "trouver un outil pour animer une rencontre",
        Takes.WORDS,
    ),
    _route(
        "rencontre agenda|calendrier|ics",
        calendar,
        "suivre les rencontres dans votre agenda",
        Takes.WORDS,
    ),
)
