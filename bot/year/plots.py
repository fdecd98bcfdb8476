"""The charts of a page: rows of bars with their values written, wide enough for a phone.

Sizes are units of a chart 420 wide: on a phone three quarters of a pixel each, a little more than
one on a desktop. What is drawn is also in a table beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.talk.render import plural, short_month
from bot.talk.shapes import Box, Words, width_of, wrapped
from bot.year.report import YearReport

WIDTH = 420
SIZE = 17
"""Of all letters."""

_LEFT = 132
"""Where bars start when their label stands beside them."""

_LEAST = 4.0
_THICK = 16
_LINE = 26
_BETWEEN = 10
_LETTER = 16
_OUTLINE = 2
_WIDER = 1.3
"""A reader's own font may be so much wider than ours, which is what we measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotBar:
    """One bar of a row: its pieces end to end, each a count and a look, and what is said of it."""

    pieces: tuple[tuple[int, str], ...]
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotRow:
    """A label and its bars, one under the other."""

    label: str
    lines: tuple[PlotBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """A chart of which every place is known."""

    width: int
    height: float
    size: int
    boxes: tuple[Box, ...]
    words: tuple[Words, ...]


def plot(rows: Sequence[PlotRow], *, above: bool = False) -> Plot:
    """Lay rows under each other; `above` puts each label over its bars, where it is long."""
    left = 0.0 if above else float(_LEFT)
    unit = _unit(rows, left)
    boxes: list[Box] = []
    words: list[Words] = []
    y = 0.0
    for row in rows:
        if above:
            for text in wrapped(row.label, size=SIZE, room=WIDTH / _WIDER):
                words.append(Words(x=0, y=y + 19, size=SIZE, text=text))
                y += _LINE
        else:
            (text,) = wrapped(row.label, size=SIZE, room=(_LEFT - 8) / _WIDER, lines=1)
            words.append(Words(x=0, y=y + 19, size=SIZE, text=text))
        for line in row.lines:
            placed = tuple(_placed(line, left, y + 5, unit))
            boxes += placed
            end = max((each.x + each.width for each in placed), default=left - 8)
            words.append(Words(x=round(end + 8, 1), y=y + 19, size=SIZE, text=line.said, bold=True))
            y += _LINE
        y += _BETWEEN
    return Plot(width=WIDTH, height=y, size=SIZE, boxes=tuple(boxes), words=tuple(words))


def _unit(rows: Sequence[PlotRow], left: float) -> float:
    """Return the width of one, so that the longest bar leaves room for what is said of it."""
    lines = [line for row in rows for line in row.lines if any(n for n, _ in line.pieces)]
    return min(
        (
            (WIDTH - left - 16 - width_of(line.said, SIZE, bold=True) * _WIDER)
            / sum(count for count, _ in line.pieces)
            for line in lines
        ),
        default=1.0,
    )


def _placed(line: PlotBar, x: float, y: float, unit: float) -> Iterator[Box]:
    for count, look in line.pieces:
        if not count:
            continue
        width = float(_LETTER) if look == "letter" else max(_LEAST, count * unit)
        inner = _OUTLINE / 2 if look == "waiting" else 0.0
        yield Box(
            x=round(x + inner, 1),
            y=y + inner,
            width=round(max(1.0, width - 2 * inner), 1),
            height=_THICK - 2 * inner,
            look=look,
        )
        x += width


@dataclass(frozen=True, slots=True, kw_only=True)
class Charts:
    """The charts of a page."""

    months: Plot
    themes: Plot
    questions: Plot


def charts_of(report: YearReport, zone: str) -> Charts:
    """Draw the charts of a report."""
    return Charts(
        months=month_plot(report, zone),
        themes=theme_plot(report),
        questions=question_plot(report, zone),
    )


def month_plot(report: YearReport, zone: str) -> Plot:
    """Show what each month had: who came to its meetings, its letters."""
    rows = []
    for each in report.months:
        lines = []
        if each.meetings:
            people = plural(each.people, "personne") if each.people else "rencontre"
            lines.append(PlotBar(pieces=((max(1, each.people), "meeting"),), said=people))
        if each.letters:
            said = "lettre" if each.letters == 1 else plural(each.letters, "lettre")
            lines.append(PlotBar(pieces=((1, "letter"),), said=said))
        rows.append(
            PlotRow(
                label=short_month(each.month, zone),
                lines=tuple(lines) or (PlotBar(pieces=(), said="–"),),
            )
        )
    return plot(rows)


def theme_plot(report: YearReport) -> Plot:
    """Show the questions of each theme, and how many of them have their answer."""
    return plot(
        [
            PlotRow(label=each.label or "Sans thème", lines=(_asked(each.asked, each.answered),))
            for each in report.questions.themes
        ],
        above=True,
    )


def question_plot(report: YearReport, zone: str) -> Plot:
    """Show the questions asked in each month, and how many of them have their answer."""
    return plot(
        [
            PlotRow(label=short_month(each.month, zone), lines=(_asked(each.asked, each.answered),))
            for each in report.questions.months
            if each.month is not None
        ]
    )


def _asked(asked: int, answered: int) -> PlotBar:
    if not asked:
        return PlotBar(pieces=(), said="–")
    return PlotBar(
        pieces=((answered, "answered"), (asked - answered, "waiting")),
        said=f"{asked}, dont {answered}\u00a0avec réponse",
    )
