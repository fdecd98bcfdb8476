"""A year's sheet is shown to the network, then given to those outside, or taken back."""

from __future__ import annotations

from datetime import timedelta

from bot.core import outbox
from bot.core.errors import TOO_LATE
from bot.core.message import Delivery, File
from bot.network.period import calendar_year
from bot.network.rights import Act
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.year import count_store as year_counts
from bot.year import reporting
from bot.year import sheet_store as sheets
from bot.year.sheet import NO_SHEET, SheetFigures, YearSheet, told_outside

SHOW = "reseau montrer-point"
"""What shows a year's sheet to the network, and is held for a moment."""

_HALF_A_YEAR = timedelta(days=182)


def usual_year(ctx: Context) -> int:
    """Return the year that a sheet is made of now, unless another is named.

    The one that most of the last twelve months are of.
    """
    return (ctx.now - _HALF_A_YEAR).year


def figures(ctx: Context, year: int) -> SheetFigures:
    """Return what the sheet of a year tells. Raises NO_FIGURES."""
    period = calendar_year(year, ctx.now, ctx.network.timezone)
    report = reporting.read(ctx.db, ctx.network, period, ctx.now)
    return told_outside(report, *year_counts.people_by_theme(ctx.db, ctx.network.slug, period))


def show(ctx: Context, by: Caller, year: str) -> YearSheet:
    """Write a year's sheet, and show it in the channel. Raises NO_FIGURES, TOO_LATE, NOT_ALLOWED.

    As whoever asked for it has the right to, once it was held for a moment.
    """
    ctx.require(Act.GIVE_SHEET, by)
    told, slug = figures(ctx, int(year)), ctx.network.slug
    content = ctx.render("reseau/point_content.html.j2", told=told)
    sheet = YearSheet(network=slug, year=int(year), content=content, shown_at=ctx.now)
    earlier = sheets.find(ctx.db, slug, sheet.year)
    if earlier is not None and earlier.content == content:
        raise TOO_LATE(what=f"sheet of {year}")
    sheets.put(ctx.db, sheet)
    text = ctx.render("reseau/point_shown.md.j2", told=told, sheet=sheet)
    say.in_channel(ctx, _key_of(sheet), text, file=_document(ctx, sheet, given=False))
    return sheet


def give(ctx: Context, by: Caller, year: int) -> YearSheet:
    """Hand a year's sheet over, to be passed on, once the channel could read it.

    Raises NO_SHEET, SHEET_TOO_NEW.
    """
    sheet = sheets.get(ctx.db, ctx.network.slug, year)
    post = outbox.by_key(ctx.db, _key_of(sheet))
    if post is not None and post.status is not Delivery.SENT:
        raise NO_SHEET(year=year)
    sheet.require_free(ctx.now)
    text = ctx.render("reseau/point_given.md.j2", sheet=sheet)
    say.hand_over(ctx, by.id, text, _document(ctx, sheet, given=True))
    return sheet


def _key_of(sheet: YearSheet) -> str:
    """Return the key of the post that shows a sheet to its network."""
    return f"sheet:{sheet.network}:{sheet.year}:{sheet.shown_at:%y%m%d%H%M%S}"


def _document(ctx: Context, sheet: YearSheet, *, given: bool) -> File:
    """Return a sheet as a page that stands by itself; it says so where it is not given yet."""
    style = f"{ctx.render('veille/page.css')}\n{ctx.render('reseau/bilan.css')}"
    page = ctx.render("reseau/point.html.j2", sheet=sheet, given=given, style=style)
    return File(name=f"le-point-{ctx.network.slug}-{sheet.year}.html", content=page)
