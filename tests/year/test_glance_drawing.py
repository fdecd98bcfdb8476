"""The picture of a year: every month, its word and its sign, nothing outside, no words trusted."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from bot.network.schedule import Due
from bot.talk.render import make_render
from bot.talk.shapes import MARGIN, RIGHT, width_of
from bot.year.glance import Glance, MonthMark, State, YearEvent, look
from bot.year.glance_drawing import draw, lay_out
from tests.room import LOIRE, MONDAY

SVG = "{http://www.w3.org/2000/svg}"
EVENTS = [
    YearEvent(due=due, at=MONDAY + timedelta(days=31 * at), state=state, number=at % 4)
    for at, state in zip(range(-6, 6), [*State] * 3, strict=True)
    for due in Due
]
FULL = look(EVENTS, began=MONDAY - timedelta(days=400), now=MONDAY, zone="Europe/Paris")
EMPTY = look([], began=MONDAY, now=MONDAY, zone="Europe/Paris")


@pytest.mark.parametrize("glance", [FULL, EMPTY])
def test_each_month_is_named_with_its_word(glance: Glance) -> None:
    _, cells = lay_out(glance, LOIRE)

    assert len(cells) == 12
    assert [each.words[0].text for each in cells][::11] == [
        "mai\u00a02026",
        "avril\u00a02027",
    ]
    labels = {each.label for each in MonthMark}
    assert all(each.words[1].text in labels for each in cells)
    assert [each.present for each in cells].index(True) == 6


def test_nothing_is_written_outside_its_cell() -> None:
    weekly = [
        YearEvent(
            due=Due.MEETING, at=MONDAY + timedelta(days=day), state=State.PLANNED, number=1_000
        )
        for day in range(20)
    ]
    picture, cells = lay_out(
        look(weekly, began=MONDAY, now=MONDAY, zone="Europe/Paris"),
        replace(LOIRE, name="Réseau " + "des conseillers numériques " * 9),
    )

    assert sum(len(cell.words) for cell in cells) > 20
    for cell in cells:
        assert cell.x >= MARGIN
        assert cell.x + cell.width <= RIGHT + 1
        assert cell.y + cell.height < picture.height
        for words in cell.words:
            width = width_of(words.text, words.size, bold=words.bold)
            assert words.x + width <= cell.x + cell.width + 1
            assert words.y < cell.y + cell.height


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", "]]> & \"'", "🖥️ un\x00deux"])
def test_a_name_is_only_text(name: str) -> None:
    svg = draw(FULL, replace(LOIRE, name=name), make_render())

    tree = ET.fromstring(svg)  # noqa: S314 - ours
    assert {each.tag.removeprefix(SVG) for each in tree.iter()} <= {
        *("svg", "title", "rect", "text", "g", "circle", "path")
    }
