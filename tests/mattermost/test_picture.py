"""Drawings become pictures in a process of their own, with our font and no other."""

from __future__ import annotations

import io
import sys

import pytest

from bot.core.message import NotMadeError
from bot.mattermost.picture import FONT, draw, to_png
from tests.mattermost.png import pixels, size_of


def svg(inside: str = "", *, width: int = 60, height: int = 40) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">{inside}</svg>'
    )


def text(words: str, family: str = FONT, weight: int = 400) -> str:
    look = f'font-family="{family}" font-weight="{weight}"'
    return svg(f'<text x="2" y="30" font-size="30" {look}>{words}</text>')


async def test_a_drawing_becomes_a_picture_of_its_size() -> None:
    png = await to_png(svg('<rect width="60" height="40" fill="#0072b2"/>'))

    assert size_of(png) == (60, 40)
    assert set(pixels(png)) == {(0x00, 0x72, 0xB2, 0xFF)}


async def test_resvg_stays_out_of_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "resvg_py", raising=False)

    await to_png(svg())

    assert "resvg_py" not in sys.modules


@pytest.mark.parametrize("wrong", ["", "bonjour", "<svg", svg("&#1;"), svg(width=0)])
async def test_what_is_no_drawing_is_refused(wrong: str) -> None:
    with pytest.raises(NotMadeError, match="ValueError"):
        await to_png(wrong)


async def test_a_crash_of_the_renderer_is_an_error_like_another() -> None:
    with pytest.raises(NotMadeError, match="status -"):
        await to_png(svg(width=900_000, height=900_000))


async def test_a_drawing_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(NotMadeError, match="not made in 0 s"):
        await to_png(svg(), time_limit=0)


async def test_without_a_process_there_is_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nulle/part")

    with pytest.raises(NotMadeError, match="no process"):
        await to_png(svg())


async def test_our_font_is_used_whatever_is_asked_and_has_accents() -> None:
    regular = await to_png(text("Éç"))

    assert set(pixels(regular)) != {(0, 0, 0, 0)}
    assert await to_png(text("Éç", family="DejaVu Sans")) == regular
    assert await to_png(text("Ec")) != regular
    assert await to_png(text("Éç", weight=700)) != regular


def test_the_other_side_reads_one_drawing_and_writes_one_picture() -> None:
    picture = io.BytesIO()

    draw(io.BytesIO(svg().encode()), picture)

    assert size_of(picture.getvalue()) == (60, 40)
