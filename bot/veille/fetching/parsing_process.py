"""The process that parses what could hurt: `python -m bot.veille.fetching.parsing_process LIMIT`.

LIMIT is its memory, in bytes. A request is two frames (a JSON header, the body), an answer one JSON
frame: see `bot.core.child_side`. Nothing is shared with the bot but these: the process gets no
secret of ours, and may be killed at any moment. It loads little, to be there soon.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from datetime import datetime
from typing import BinaryIO

from bot.core.child_side import answer_all, limited
from bot.veille.fetching.errors import FeedError
from bot.veille.fetching.parse import parse

IDLE_LIMIT = 60.0
"""Seconds without work after which the process ends by itself."""


def serve(requests: BinaryIO, answers: BinaryIO, *, idle_limit: float = IDLE_LIMIT) -> None:
    """Answer requests until the other side closes, or asks nothing for `idle_limit` seconds."""
    answer_all(requests, answers, _answer, frames=2, idle_limit=idle_limit)


def _answer(header: bytes, body: bytes) -> bytes:
    asked = json.loads(header)
    try:
        around = asked.get("around") and datetime.fromisoformat(asked["around"])
        answer = asdict(parse(body, asked["content_type"], asked["base_url"], around))
    except FeedError as error:
        answer = {"error": type(error).__name__, "detail": str(error)[:200]}
    except Exception as error:  # noqa: BLE001 - whatever feedparser does, the bot is told
        answer = {"error": "UnreadableError", "detail": repr(error)[:200]}
    return json.dumps(answer, default=datetime.isoformat).encode()


def _main() -> None:
    serve(*limited(int(sys.argv[1])))


if __name__ == "__main__":
    _main()
