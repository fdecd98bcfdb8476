"""The picture of a network's year: its figures, what each month had, questions by theme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.talk.drawing import Chart, Picture, above, month_axis, opened, ranked, theme_bars
from bot.talk.render import Render, short_month
from bot.talk.shapes import LEAST, MARGIN, RIGHT, Box, number
from bot.year.report import MonthHeld

_COLUMNS = 200
"""Height of the tallest column."""

_LETTER = 40
"""Side of the square that stands for a letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearChart(Chart):
    """All that the picture shows; `months` are oldest first, in an IANA `zone`."""

    months: tuple[MonthHeld, ...] = ()
    zone: str


def draw_year(chart: YearChart, render: Render) -> str:
    """Return the picture as SVG."""
    return render("picture.svg.j2", picture=lay_out_year(chart))


def lay_out_year(chart: YearChart) -> Picture:
    """Give each part of the picture its place, top to bottom."""
    picture = opened(chart)
    _months(picture, chart.months, chart.zone)
    theme_bars(picture, "Les questions, par thème", ranked(chart.themes))
    return picture


def _months(picture: Picture, months: Sequence[MonthHeld], zone: str) -> None:
    """Lay a column a month for who came to meetings, and a square under it for each letter."""
    top = picture.begin("Mois par mois")
    if not any(each.meetings or each.letters for each in months):
        picture.leave_empty(top)
        return
    picture.explain("meeting", "rencontres\u00a0: personnes présentes", MARGIN + 300, top)
    picture.explain("letter", "lettre", RIGHT - 124, top)
    labels = [short_month(each.month, zone) for each in months]
    axis = month_axis(picture, labels, top + 80 + _COLUMNS)
    picture.end += 22
    most = max(1, *(each.people for each in months))
    for month, middle in zip(months, axis.middles, strict=True):
        if month.meetings:
            column = _column(month, middle, axis.line.y, min(64.0, axis.step - 12), most)
            picture.boxes.append(column)
            people = number(month.people) if month.people else "tenue"
            picture.words.append(above(column, people, size=30, bold=True))
        picture.boxes += _squares(month.letters, middle, picture.end, axis.step)
    picture.boxes.append(axis.line)
    if any(each.letters for each in months):
        picture.end += _LETTER


def _column(month: MonthHeld, middle: float, base: float, width: float, most: int) -> Box:
    height = max(LEAST, _COLUMNS * month.people / most)
    return Box(x=middle - width / 2, y=base - height, width=width, height=height, look="meeting")


def _squares(letters: int, middle: float, top: float, step: float) -> Iterator[Box]:
    """Yield a square a letter side by side, narrower where a month has many."""
    if not letters:
        return
    side = min(_LETTER, (step - 8) / letters)
    left = middle - side * letters / 2
    for at in range(letters):
        yield Box(x=left + side * at + 1, y=top, width=side - 2, height=_LETTER, look="letter")
