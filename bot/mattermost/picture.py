"""From a drawing (SVG) to a picture (PNG), in a process of its own.

resvg holds the interpreter's lock while it works (170 ms for a full chart, measured: a thread would
silence the bot as long), keeps some 5 MB afterwards, and a defect of it ends the whole process.
Pictures are rare, and a process costs 80 ms: it is started for each, and gets no secret of ours.
`to_png` is the bot's side, `python -m bot.mattermost.picture` the other: SVG on its stdin, PNG on
its stdout. Only our own font is used, so that a picture is the same everywhere.
"""

from __future__ import annotations

import sys
from importlib import resources
from typing import BinaryIO

from bot.core.child import made_apart
from bot.core.message import NotMadeError

TIME_LIMIT = 15.0
"""Seconds for one picture."""

FONT = "Atkinson Hyperlegible Next"
"""The family in `templates/fonts/`, drawn by the Braille Institute for readers who see little."""

_PNG = b"\x89PNG\r\n\x1a\n"


async def to_png(svg: str, *, time_limit: float = TIME_LIMIT) -> bytes:
    """Draw an SVG at its own size. Raises NotMadeError: not SVG, too big, or too long to draw."""
    picture = await made_apart(__name__, svg.encode(), time_limit=time_limit)
    if not picture.startswith(_PNG):
        raise NotMadeError("no picture")
    return picture


def draw(svg: BinaryIO, png: BinaryIO) -> None:
    """Read a drawing, write its picture; raises ValueError on what is not SVG."""
    import resvg_py  # noqa: PLC0415 - only here, in the other process

    png.write(
        resvg_py.svg_to_bytes(
            svg_string=svg.read().decode(),
            skip_system_fonts=True,
            font_dirs=[str(resources.files("templates") / "fonts")],
            font_family=FONT,
            serif_family=FONT,  # what resvg falls back on where a family is not there
        )
    )


if __name__ == "__main__":
    draw(sys.stdin.buffer, sys.stdout.buffer)
