"""The pictures of a year: every month, its word and its sign, large enough, no words trusted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest

from bot.mattermost.picture import to_png
from bot.network.network import Network
from bot.network.schedule import Due
from bot.question.report import make_report
from bot.talk.drawing import Picture, draw
from bot.talk.render import make_render
from bot.talk.shapes import WIDTH, Words, width_of
from bot.year.drawing import lay_out_glance, lay_out_report
from bot.year.glance import Glance, MonthMark, State, YearEvent, look
from bot.year.report import YearReport
from tests.mattermost.png import pixels, size_of
from tests.room import LOIRE, MONDAY
from tests.year_cases import EMPTY_YEAR, HOSTILE, HOSTILE_YEAR, PERIOD, YEAR, months

PHONE_PIXELS, HIGHEST = 314, 380
"""What a post leaves to a picture on a phone of 390 × 844: its width, and 45 % of the height."""

SVG = "{http://www.w3.org/2000/svg}"
WHITE = (255, 255, 255, 255)
EVENTS = [
    YearEvent(due=due, at=MONDAY + timedelta(days=31 * at), state=state, number=at % 4)
    for at, state in zip(range(-6, 6), [*State] * 3, strict=True)
    for due in Due
]
FULL = look(EVENTS, began=MONDAY - timedelta(days=400), now=MONDAY, zone="Europe/Paris")
EMPTY = look([], began=MONDAY, now=MONDAY, zone="Europe/Paris")
MET = YearEvent(due=Due.MEETING, at=MONDAY - timedelta(days=40), state=State.DONE, people=99_999)
CROWDED = replace(
    YEAR,
    months=months(*[replace(MET, at=MET.at - timedelta(days=7 * at)) for at in range(40)]),
    questions=make_report([], PERIOD),
)
LONG_NAME = replace(LOIRE, name="Réseau " + "des conseillers numériques " * 9)


def rows(picture: Picture) -> Sequence[Sequence[Words]]:
    """Return the words of each month: its name, what it has."""
    found = [each for each in picture.boxes if each.look not in {"card", "asked", "others"}]
    return [[w for w in picture.words if box.y < w.y < box.y + box.height] for box in found]


def told(picture: Picture) -> dict[str, str]:
    return {name.text: has.text for name, has in rows(picture)}


@pytest.mark.parametrize(("glance", "began"), [(FULL, "mai"), (EMPTY, "nov.")])
def test_each_month_that_the_network_knows_is_named(glance: Glance, began: str) -> None:
    picture = lay_out_glance(glance, LOIRE)

    names = list(told(picture))
    assert (names[0], names[-1]) == (began, "avr.")
    assert [each.strong for each in picture.boxes].count(True) == 1


def test_a_month_without_a_meeting_or_a_letter_says_its_mark() -> None:
    assert told(lay_out_glance(EMPTY, LOIRE))["nov."] == MonthMark.EMPTY.label


def test_a_year_in_figures_tells_who_came_where_a_glance_tells_the_day() -> None:
    in_figures = told(lay_out_report(YEAR, LOIRE))
    at_a_glance = told(lay_out_glance(Glance(months=YEAR.months, regular=0, counted=0), LOIRE))

    assert in_figures["oct."] == "rencontre (21), lettre le 12"
    assert in_figures["sept."] == "rencontre le 10"
    assert at_a_glance["oct."] == "rencontre le 10, lettre le 12"


@pytest.mark.parametrize("glance", [FULL, EMPTY])
def test_the_year_at_a_glance_is_read_on_a_phone(glance: Glance) -> None:
    picture = lay_out_glance(glance, replace(LOIRE, name="42 - Loire"))

    scale = min(PHONE_PIXELS / picture.width, HIGHEST / picture.height)
    assert min(each.size for each in picture.words) * scale >= 14


def test_a_year_of_nothing_has_an_honest_picture() -> None:
    texts = [each.text for each in lay_out_report(EMPTY_YEAR, LOIRE).words]

    assert "Rien encore" in texts
    assert [text for text in texts if text.startswith("rencontres tenues")] == []


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "]]> & \"'", "🖥️ un\x00deux", HOSTILE]
)
def test_anyones_words_are_only_words(name: str) -> None:
    network = replace(LOIRE, name=name)

    for file in (
        draw("glance", lay_out_glance(FULL, network), make_render()),
        draw("year", lay_out_report(HOSTILE_YEAR, network), make_render()),
    ):
        tree = ET.fromstring(file.content)  # noqa: S314 - ours
        assert {each.tag.removeprefix(SVG) for each in tree.iter()} <= {
            *("svg", "title", "rect", "text", "g", "circle", "path")
        }


@pytest.mark.parametrize("network", [LOIRE, LONG_NAME], ids=["usual", "long"])
@pytest.mark.parametrize("year", [EMPTY_YEAR, YEAR, CROWDED], ids=["empty", "usual", "crowded"])
async def test_all_can_be_read_and_nothing_stands_out(year: YearReport, network: Network) -> None:
    picture = lay_out_report(year, network)
    assert all(each.size >= 26 for each in picture.words)
    assert all(0 < each.y < picture.height for each in picture.words)
    assert all(
        each.x + width_of(each.text, each.size, bold=each.bold) <= WIDTH for each in picture.words
    )
    assert all(0 <= each.x <= each.x + each.width <= WIDTH for each in picture.boxes)
    svg = draw("year", picture, make_render()).content
    assert size_of(await to_png(svg)) == (WIDTH, picture.height)

    height = picture.height // 4
    small = re.sub(r'width="760" height="[\d.]+"', f'width="190" height="{height}"', svg, count=1)
    drawn = pixels(await to_png(small))
    lines = [drawn[at : at + 190] for at in range(0, len(drawn) - 190, 190)]
    assert {each for line in lines for each in line[183:189]} == {WHITE}
    assert any(each != WHITE for line in lines for each in line)
