"""The picture of a year: every value written, large enough, inside, whatever the words."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from bot.mattermost.picture import to_png
from bot.talk.drawing import Bar, Figure
from bot.talk.render import make_render
from bot.talk.shapes import WIDTH
from bot.year.report import MonthHeld
from bot.year.report_drawing import YearChart, draw_year, lay_out_year
from tests.mattermost.png import pixels, size_of
from tests.year_cases import HOSTILE, NOVEMBER

SVG = "{http://www.w3.org/2000/svg}"
WHITE = (255, 255, 255, 255)
MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin"]
MONTHS += ["juil.", "août", "sept.", "oct.", "nov.", "déc."]

EMPTY = YearChart(
    title="Le bilan de 42 - Loire", period="De décembre 2025 à novembre 2026", zone="UTC"
)
CHART = replace(
    EMPTY,
    figures=tuple(Figure(value=str(at), label="personnes ont contribué") for at in range(4)),
    months=tuple(
        MonthHeld(
            month=NOVEMBER.replace(month=at + 1),
            meetings=at % 2,
            people=7 * at,
            letters=(at + 1) % 2,
        )
        for at in range(12)
    ),
    themes=(Bar(label="Matériel", count=12), Bar(label="Accès aux droits", count=30)),
)
CROWDED = replace(
    CHART,
    months=tuple(replace(each, meetings=9, people=99_999, letters=31) for each in CHART.months),
    themes=tuple(Bar(label="mots " * 30, count=10 ** min(at, 8)) for at in range(30)),
)


def texts(chart: YearChart) -> list[str]:
    return [each.text or "" for each in _read(chart).iter(f"{SVG}text")]


def test_who_came_is_written_on_each_meeting() -> None:
    told = texts(CHART)

    assert {"7", "21", "35", "49", "63", "77", "30", "12"} <= set(told)
    assert [each for each in told if each in MONTHS] == MONTHS


def test_a_meeting_without_a_count_was_held_all_the_same() -> None:
    some = replace(EMPTY, months=(MonthHeld(month=NOVEMBER, meetings=1),))

    assert "tenue" in texts(some)


def test_there_is_a_square_for_each_letter() -> None:
    some = replace(EMPTY, months=(MonthHeld(month=NOVEMBER, letters=3),))
    legend = ["meeting", "letter"]

    assert [each.look for each in lay_out_year(some).boxes] == [*legend, *["letter"] * 3, "ground"]


def test_a_year_of_nothing_has_an_honest_picture() -> None:
    assert texts(EMPTY).count("Rien encore") == 2


def test_anyones_words_are_only_words() -> None:
    chart = replace(CHART, title=HOSTILE, themes=(Bar(label=HOSTILE, count=1),))

    tags = {each.tag.removeprefix(SVG) for each in _read(chart).iter()}
    assert tags == {"svg", "title", "text", "rect"}


@pytest.mark.parametrize("chart", [EMPTY, CHART, CROWDED], ids=["empty", "usual", "crowded"])
async def test_all_can_be_read_and_nothing_stands_out(chart: YearChart) -> None:
    drawing = lay_out_year(chart)
    assert all(each.size >= 26 for each in drawing.words)
    assert all(0 < each.y < drawing.height for each in drawing.words)
    assert all(0 <= each.x <= each.x + each.width <= WIDTH for each in drawing.boxes)
    svg = draw_year(chart, make_render())
    assert size_of(await to_png(svg)) == (WIDTH, drawing.height)

    height = drawing.height // 4
    small = re.sub(r'width="1200" height="[\d.]+"', f'width="300" height="{height}"', svg, count=1)
    picture = pixels(await to_png(small))
    rows = [picture[at : at + 300] for at in range(0, len(picture) - 300, 300)]
    assert {each for row in rows for each in row[290:299]} == {WHITE}
    assert any(each != WHITE for row in rows for each in row)


def _read(chart: YearChart) -> ET.Element:
    return ET.fromstring(draw_year(chart, make_render()))  # noqa: S314 - ours
