"""The network's year in figures: its picture, its page, its tables."""

from __future__ import annotations

from functools import partial

from bot.core.message import Button, Option, menu
from bot.memory import choosing as memory
from bot.network.period import Period
from bot.network.rights import Act
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.gestures import service as gestures
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes
from bot.year import reporting as year_reporting
from bot.year.reporting import POST
from commands.reseau.sheet import SHEET

BILAN = "reseau bilan"
TABLE = "reseau bilan-en-tableau"
QUESTIONS = "besoin exporter"
RENEW = "reseau adresse-bilan"


def report(command: Command, ctx: Context, *, posted: bool = False) -> Reply:
    """Send the year's figures with their picture, or publish them in the channel."""
    year, line = str(command.number), "Bilan de l'année : publié"
    told = "Le bilan paraît dans le canal"
    if posted and (held := gestures.hold_back(ctx, command.caller, POST, year, line, told)):
        return held
    period = _period(command, ctx)
    year_reporting.send(ctx, command.caller, period, to_channel=posted)
    page = year_reporting.page(ctx, period)
    further = () if posted else _further(command, ctx)
    return ctx.reply("reseau/bilan_sent.md.j2", *further, page=page, posted=posted)


def table(command: Command, ctx: Context) -> Reply:
    """Send the year's figures as a table, by direct message."""
    year_reporting.export(ctx, command.caller, _period(command, ctx))
    return Reply(text="Le tableau des chiffres de l'année arrive en message direct.")


def renew(command: Command, ctx: Context) -> Reply:
    """Give the page another address."""
    page = year_reporting.page(ctx, _period(command, ctx), renew=True)
    return ctx.reply("reseau/bilan_renewed.md.j2", page=page)


def _further(command: Command, ctx: Context) -> tuple[Button, ...]:
    year, caller = str(command.number or ""), command.caller
    shown = Button("csv", "En tableau", TABLE, year)
    if not ctx.allows(Act.POST_YEAR, caller):
        return (shown,)
    more = menu(
        "plus",
        "Plus…",
        Option("Les questions en tableau", QUESTIONS),
        Option("La mémoire du réseau", memory.SHOWN),
        Option("« Le point », pour l'extérieur", SHEET, year),
        Option("Changer l'adresse de la page", RENEW),
    )
    return (shown, Button("canal", "Publier dans le canal", POST, year), more)


def _period(command: Command, ctx: Context) -> Period:
    """Return the year that is named, the last twelve months without one. Raises NO_FIGURES."""
    return year_reporting.period_of(ctx, command.number)


ROUTES = (
    Route(
        Act.READ_YEAR,
        f"{BILAN} : [année]",
        report,
        "recevoir le bilan de l'année du réseau, avec son image",
        Takes.PAGE,
    ),
    Route(Act.POST_YEAR, f"{POST} : [n°]", partial(report, posted=True)),
    Route(Act.READ_YEAR, f"{TABLE} : [n°]", table),
    Route(Act.CHANGE_ADDRESS, f"{RENEW} : [n°]", renew),
)
