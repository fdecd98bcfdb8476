"""The picture of a network's year: one cell a month, its mark a colour, a sign and a word.

Anyone may see it: a draft has no date there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.network.network import Network
from bot.talk.drawing import Picture, titled
from bot.talk.render import Render, month, months_between, plural, sentence
from bot.talk.shapes import INNER, MARGIN, Words, wrapped
from bot.year.glance import Glance, State, YearEvent, YearMonth

_COLUMNS = 3
_GAP = 24
_CELL = (INNER - _GAP * (_COLUMNS - 1)) / _COLUMNS
_PAD = 22
_LINE = 36
_MOST_SEQUENCES = 3
"""Meetings and letters told in a cell: a month seldom has more than two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One month: `look` names its colours and its sign, whose middle is (`sign_x`, `sign_y`)."""

    x: float
    y: float
    width: float
    height: float
    look: str
    present: bool
    sign_x: float
    sign_y: float
    words: tuple[Words, ...]


def draw(glance: Glance, network: Network, render: Render) -> str:
    """Return a network's year as SVG."""
    picture, cells = lay_out(glance, network)
    return render("reseau/annee.svg.j2", picture=picture, cells=cells)


def lay_out(glance: Glance, network: Network) -> tuple[Picture, list[Cell]]:
    """Give each month its cell, three a row, under the title and the regularity."""
    first, last = glance.months[0].first, glance.months[-1].first
    period = sentence(months_between(first, last, network.timezone))
    picture = titled(f"L'année de {network.name}", period)
    picture.end += 56
    for line in wrapped(_regularity(glance), size=33, room=INNER):
        picture.words.append(Words(x=MARGIN, y=picture.end, size=33, text=line))
        picture.end += 46
    height = 118.0 + _LINE * max(len(_told(each, network)) for each in glance.months)
    cells = []
    for place, each in enumerate(glance.months):
        row, column = divmod(place, _COLUMNS)
        x, y = MARGIN + column * (_CELL + _GAP), picture.end + row * (height + _GAP)
        cells.append(_cell(each, x, y, height, network))
    picture.end = cells[-1].y + height
    return picture, cells


def _regularity(glance: Glance) -> str:
    if not glance.counted:
        return "La régularité se compte à partir du premier mois complet."
    share = f"{plural(glance.regular, 'mois', 'mois')} sur {glance.counted}"
    return f"{share} avec au moins une rencontre ou une lettre (août mis à part)"


def _cell(each: YearMonth, x: float, y: float, height: float, network: Network) -> Cell:
    name = month(each.first, network.timezone)
    words = [
        Words(x=x + _PAD, y=y + 46, size=32, text=name, bold=True),
        Words(x=x + _PAD, y=y + 86, size=30, text=each.mark.label),
    ]
    for row, line in enumerate(_told(each, network)):
        (told,) = wrapped(line, size=27, room=_CELL - 2 * _PAD, lines=1)
        words.append(Words(x=x + _PAD, y=y + 126 + _LINE * row, size=27, text=told, soft=True))
    return Cell(
        x=x,
        y=y,
        width=_CELL,
        height=height,
        look=each.mark.value,
        present=each.present,
        sign_x=x + _CELL - 40,
        sign_y=y + 42,
        words=tuple(words),
    )


def _told(each: YearMonth, network: Network) -> tuple[str, ...]:
    zone = ZoneInfo(network.timezone)
    return tuple(_lines(each, zone))


def _lines(each: YearMonth, zone: ZoneInfo) -> Iterator[str]:
    for event in each.sequences[:_MOST_SEQUENCES]:
        yield _line(event, zone)
    if len(each.digests) == 1:
        yield _line(each.digests[0], zone)
    elif each.digests:
        yield plural(len(each.digests), "veille")


def _line(event: YearEvent, zone: ZoneInfo) -> str:
    if event.draft:
        return f"{event.due.label.capitalize()} en vue"
    number = f" n°\u00a0{event.number}" if event.number else ""
    doubt = "\u00a0?" if event.state in (State.PROPOSED, State.UNTOLD) else ""
    return f"{event.due.label.capitalize()}{number} le {event.at.astimezone(zone).day}{doubt}"
