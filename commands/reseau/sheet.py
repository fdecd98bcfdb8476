"""« Le point »: a year on one page, shown to the network, then given to those outside."""

from __future__ import annotations

from functools import partial

from bot.core.message import Button
from bot.network.rights import Act
from bot.talk.arguments import confirmed_first
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.gestures import service as gestures
from bot.talk.reply import Reply, taking_back
from bot.talk.routing import Route
from bot.year import giving
from bot.year import sheet_store as sheets
from bot.year.giving import SHOW

SHEET = "reseau point"
_GIVE = "reseau donner-point"
_WITHDRAW = "reseau retirer-point"


def look(command: Command, ctx: Context) -> Reply:
    """Show where the sheet of a year stands, and what may be done of it."""
    year = command.number or giving.usual_year(ctx)
    sheet, of_year = sheets.find(ctx.db, ctx.network.slug, year), str(year)
    if sheet is None:
        showing = Button("montrer", "Montrer au réseau", SHOW, of_year, primary=True)
        told = giving.figures(ctx, year)
        return ctx.reply("reseau/point_asked.md.j2", showing, told=told, year=year)
    back = Button("retirer", "Retirer…", _WITHDRAW, of_year)
    give = Button("donner", "Le donner", _GIVE, of_year, primary=True)
    buttons = (give, back) if sheet.free_at <= ctx.now else (back,)
    return ctx.reply("reseau/point_state.md.j2", *buttons, sheet=sheet)


def show(command: Command, ctx: Context) -> Reply:
    """Show it in the network's channel."""
    year, line = str(command.number), f"Le point de {command.number} : montré au réseau"
    told = "Le point paraît dans le canal"
    if held := gestures.hold_back(ctx, command.caller, SHOW, year, line, told):
        return held
    giving.show(ctx, command.caller, year)
    return Reply(text=f"{told}.", did=line, undo=taking_back(_WITHDRAW, year))


def give(command: Command, ctx: Context) -> Reply:
    """Hand it over, to be passed on."""
    giving.give(ctx, command.caller, command.number)
    return Reply(text="Le point arrive en message direct, à transmettre.")


def withdraw(command: Command, ctx: Context) -> Reply:
    """Take it back, once that was confirmed."""
    if not confirmed_first(command.words)[0]:
        sheet = sheets.get(ctx.db, ctx.network.slug, command.number)
        sure = Button("confirmer", "Oui, le retirer", _WITHDRAW, f"{sheet.year} confirmé")
        return ctx.reply("reseau/point_withdrawing.md.j2", sure, sheet=sheet)
    sheet = giving.withdraw(ctx, command.number)
    return Reply(text=f"Le point de {sheet.year} est retiré : il ne se donne plus.")


_gives = partial(Route, Act.GIVE_SHEET)

ROUTES = (
    _gives(f"{SHEET} : [n°]", look),
    _gives(f"{SHOW} : <n°>", show),
    _gives(f"{_GIVE} : <n°>", give),
    _gives(f"{_WITHDRAW} : <n°>", withdraw),
)
