"""The picture of a network's questions: nothing lost, nothing outside, nobody's words trusted."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from bot.mattermost.picture import to_png
from bot.question.drawing import QuestionChart, draw, lay_out
from bot.question.report import Count
from bot.talk.drawing import Bar, Figure
from bot.talk.render import make_render
from bot.talk.shapes import WIDTH, wrapped
from tests.mattermost.png import pixels, size_of

SVG = "{http://www.w3.org/2000/svg}"
WHITE = (255, 255, 255, 255)
MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin"]
MONTHS += ["juil.", "août", "sept.", "oct.", "nov.", "déc."]

EMPTY = QuestionChart(title="Les questions du réseau Finistère", period="novembre 2026")
CHART = replace(
    EMPTY,
    figures=(
        Figure(value="128", label="questions posées"),
        Figure(value="71\u00a0%", label="ont leur réponse"),
        Figure(value="2\u00a0jours", label="pour une réponse sur deux"),
    ),
    themes=(Bar(label="Matériel", count=12), Bar(label="Accès aux droits", count=30)),
    months=tuple(Count(label=label, asked=at, answered=11 - at) for at, label in enumerate(MONTHS)),
)
CROWDED = replace(
    CHART,
    title="Les questions du réseau " + "national des conseillers numériques " * 9,
    figures=tuple(Figure(value="W" * 40, label="mots " * 40) for _ in range(3)),
    themes=tuple(Bar(label=f"{'M' * at} {'mm ' * at}", count=10 ** min(at, 8)) for at in range(30)),
    months=tuple(replace(each, asked=9_999, label=f"{each.label} 2026") for each in CHART.months),
)
HOSTILE = [
    "<script>alert(1)</script>",
    "</text></svg>&lt;&#1;&unknown;",
    "\"'><rect onload='x' width=\"9",
    "]]> <!-- <![CDATA[",
    "un\x00deux\x1b[31m\u202etrois\ufffe\ud800\u200b",
    "🖥️ 👨‍👩‍👧 Matériel 漢字 שלום",
    "e\u0301a\u0300\u0301\u0302\u0303" * 20,
    "{{ drawing }} {% for %} {# #}",
    "\n\r\t\u2028",
    "i i " * 50_000,
    "",
]


def texts(chart: QuestionChart) -> list[str]:
    return [each.text or "" for each in _read(chart).iter(f"{SVG}text")]


def test_everything_that_was_asked_for_is_written() -> None:
    told = texts(CHART)

    assert {CHART.title, CHART.period, "128", "71\u00a0%", "Par thème"} <= set(told)
    assert told.index("Accès aux droits") < told.index("Matériel")
    assert [each for each in told if each in MONTHS] == MONTHS
    assert [told.count(str(count)) for count in range(12)] == [2] * 12


def test_a_network_without_a_question_has_an_honest_picture() -> None:
    assert texts(EMPTY) == [EMPTY.title, EMPTY.period] + [
        each for title in ("Par thème", "Mois par mois") for each in (title, "Rien encore")
    ]
    silent = replace(EMPTY, months=(Count(label="nov.", asked=0, answered=0),))
    assert texts(silent).count("Rien encore") == 2


def test_no_more_than_a_year_is_shown() -> None:
    long = replace(CHART, months=(Count(label="avant", asked=999, answered=0), *CHART.months))

    assert lay_out(long) == lay_out(CHART)


def test_bars_are_as_long_as_their_counts() -> None:
    large, small = sorted(
        (each.width for each in lay_out(CHART).boxes if each.height == 40), reverse=True
    )

    assert large / small == pytest.approx(30 / 12)


def test_a_count_too_long_for_its_column_stands_under_its_month() -> None:
    busy = replace(CHART, months=(replace(CHART.months[0], asked=1234, answered=99),))
    words = lay_out(busy).words
    counts = [each for each in words if each.text in {"1\u00a0234", "99"}]

    assert len(counts) == 2
    assert min(each.y for each in counts) > max(each.y for each in words if each.text == "janv.")


@pytest.mark.parametrize("hostile", HOSTILE)
async def test_anyones_words_are_only_words(hostile: str) -> None:
    chart = QuestionChart(
        title=hostile,
        period=hostile,
        figures=(Figure(value=hostile, label=hostile),),
        themes=(Bar(label=hostile, count=1),),
        months=(Count(label=hostile, asked=1, answered=1),),
    )
    root = _read(chart)

    assert {each.tag.removeprefix(SVG) for each in root.iter()} == {"svg", "title", "text", "rect"}
    assert not [name for each in root.iter() for name in each.attrib if name.startswith("on")]
    assert size_of(await to_png(draw(chart, make_render())))[0] == WIDTH


def test_words_keep_their_accents_and_lose_what_the_font_lacks() -> None:
    shown = wrapped("🖥️ Mate\u0301riel\u202f: n°\u00a03\u200b\nœuvre", size=32, room=900)

    assert shown == ("Matériel\u00a0: n°\u00a03 œuvre",)


def test_a_long_name_is_cut_between_words_and_says_so() -> None:
    room = 436
    kept = wrapped("Formation des aidants numériques", size=32, room=room)
    cut = wrapped("Formation des aidants numériques du département et au-delà", size=32, room=room)
    one = wrapped("anticonstitutionnellement" * 4, size=32, room=room)

    assert kept == ("Formation des aidants", "numériques")
    assert cut == ("Formation des aidants", "numériques du département…")
    assert len(one) == 2
    assert one[1].endswith("…")


@pytest.mark.parametrize("chart", [EMPTY, CHART, CROWDED], ids=["empty", "usual", "crowded"])
def test_all_that_is_written_can_be_read(chart: QuestionChart) -> None:
    drawing = lay_out(chart)

    assert all(each.size >= 26 for each in drawing.words)
    assert all(0 < each.y < drawing.height for each in drawing.words)
    assert drawing.height < 2 * WIDTH


@pytest.mark.parametrize("chart", [EMPTY, CHART, CROWDED], ids=["empty", "usual", "crowded"])
async def test_nothing_stands_out_of_the_picture(chart: QuestionChart) -> None:
    """Drawn at a quarter of its size: the right margin is white, where letters would run over."""
    svg = draw(chart, make_render())
    height = lay_out(chart).height // 4
    small = re.sub(r'width="1200" height="[\d.]+"', f'width="300" height="{height}"', svg, count=1)

    picture = pixels(await to_png(small))

    *rows, _ = [picture[at : at + 300] for at in range(0, len(picture), 300)]
    assert {each for row in rows for each in row[288:299]} == {WHITE}
    assert any(each != WHITE for row in rows for each in row)


def _read(chart: QuestionChart) -> ET.Element:
    return ET.fromstring(draw(chart, make_render()))  # noqa: S314 - ours
