"""« Le point »: a year on one page, shown to the network, then given to those outside."""

from __future__ import annotations

from functools import partial

from bot.core.message import Button
from bot.network.rights import Act
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.gestures import service as gestures
from bot.talk.reply import Reply
from bot.talk.routing import Route
from bot.year import giving
from bot.year import sheet_store as sheets
from bot.year.giving import SHOW

SHEET = "reseau point"
_GIVE = "reseau donner-point"


def look(command: Command, ctx: Context) -> Reply:
    """Show where the sheet of a year stands, and what may be done of it."""
    year = command.number or giving.usual_year(ctx)
    sheet, of_year = sheets.find(ctx.db, ctx.network.slug, year), str(year)
    if sheet is None:
        showing = Button("montrer", "Montrer au réseau", SHOW, of_year, primary=True)
        told = giving.figures(ctx, year)
        return ctx.reply("reseau/point_asked.md.j2", showing, told=told, year=year)
    anew = Button("montrer", "Le montrer à jour", SHOW, of_year)
    give = Button("donner", "Le donner", _GIVE, of_year, primary=True)
    buttons = (give, anew) if sheet.free_at <= ctx.now else (anew,)
    return ctx.reply("reseau/point_state.md.j2", *buttons, sheet=sheet)


def show(command: Command, ctx: Context) -> Reply:
    """Show it in the network's channel."""
    year, line = str(command.number), f"Le point de {command.number} : montré au réseau"
    told = "Le point paraît dans le canal"
    if held := gestures.hold_back(ctx, command.caller, SHOW, year, line, told):
        return held
    giving.show(ctx, command.caller, year)
    return Reply(text=f"{told}.")


def give(command: Command, ctx: Context) -> Reply:
    """Hand it over, to be passed on."""
    giving.give(ctx, command.caller, command.number)
    return Reply(text="Le point arrive en message direct, à transmettre.")


_gives = partial(Route, Act.GIVE_SHEET)

ROUTES = (
    _gives(f"{SHEET} : [n°]", look),
    _gives(f"{SHOW} : <n°>", show),
    _gives(f"{_GIVE} : <n°>", give),
)
