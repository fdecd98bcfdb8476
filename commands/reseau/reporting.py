"""The network's year in figures: its picture, its page, its table."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.errors import Refusal
from bot.core.message import Button
from bot.french.folding import fold
from bot.network.period import Period, calendar_year, last_months
from bot.network.rights import Act
from bot.talk.arguments import without_thanks
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route
from bot.year import reporting as year_reporting

BILAN = "reseau bilan"

_TO_CHANNEL = frozenset({"canal", "publier", "public"})
_TABLE = frozenset({"csv", "tableau", "tableur"})
_RENEW = frozenset({"renouveler", "renouvelle"})
_LITTLE_WORDS = frozenset({"en", "de", "l'annee", "annee", "pour", "dans", "le", "et", "l'adresse"})
_YEAR_DIGITS = 4


UNKNOWN_REPORT_ACTION = Refusal(
    "unknown wish for the year's report",
    reply="Je n'ai pas compris quel bilan. Une année se dit en chiffres : `/reseau bilan 2026`. "
    "Sans rien, ce sont les douze derniers mois, avec ce qu'on peut en faire.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    year: int = 0
    to_channel: bool = False
    table: bool = False
    renew: bool = False


def report(command: Command, ctx: Context) -> Reply:
    """Send the year's figures and their picture, or its table; to the channel when asked to."""
    wish = _wish(command.text)
    period = _period(ctx, wish)
    if wish.table:
        year_reporting.export(ctx, command.caller, period)
        return Reply(text="Le tableau des chiffres de l'année arrive en message direct.")
    if wish.renew:
        ctx.require(Act.CHANGE_ADDRESS, command.caller)
        page = year_reporting.page(ctx, period, renew=True)
        return ctx.reply("reseau/bilan_renewed.md.j2", page=page)
    if wish.to_channel:
        ctx.require(Act.POST_YEAR, command.caller)
    year_reporting.send(ctx, command.caller, period, to_channel=wish.to_channel)
    page = year_reporting.page(ctx, period)
    further = () if wish.to_channel else _further(command, ctx, wish.year)
    return ctx.reply("reseau/bilan_sent.md.j2", *further, page=page, posted=wish.to_channel)


def _further(command: Command, ctx: Context, year: int) -> tuple[Button, ...]:
    """Return what may be done next with a report that was just sent: `year` 0 for twelve months."""
    which = f"{year} " if year else ""
    table = Button("csv", "En tableau", BILAN, f"{which}csv")
    post = Button("canal", "Publier dans le canal", BILAN, f"{which}canal")
    return (table, post) if ctx.allows(Act.POST_YEAR, command.caller) else (table,)


def _period(ctx: Context, wish: _Wish) -> Period:
    zone = ctx.network.timezone
    return calendar_year(wish.year, ctx.now, zone) if wish.year else last_months(ctx.now, zone)


def _wish(typed: str) -> _Wish:
    """Read « 2026 canal », in any order. Raises UNKNOWN_REPORT_ACTION."""
    bare = (fold(word).strip(" .,;:?!…") for word in without_thanks(typed).split())
    words = {word for word in bare if word} - _LITTLE_WORDS
    years = {word for word in words if word.isdecimal() and len(word) == _YEAR_DIGITS}
    if len(years) > 1 or words - years - _TO_CHANNEL - _TABLE - _RENEW:
        raise UNKNOWN_REPORT_ACTION()
    return _Wish(
        year=int(next(iter(years), 0)),
        to_channel=bool(words & _TO_CHANNEL),
        table=bool(words & _TABLE),
        renew=bool(words & _RENEW),
    )


ROUTES = (
    Route(
        Act.READ_YEAR,
        f"{BILAN}|chiffres|statistiques : [<année>]",
        report,
        "recevoir le bilan de l'année du réseau, avec son image",
    ),
)
