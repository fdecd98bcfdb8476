"""The process that parses what could hurt: `python -m bot.veille.fetching.parsing_process LIMIT`.

Requests come on its stdin, answers go to its stdout; LIMIT is its memory, in bytes. A request is
two frames (a JSON header, the body), an answer one JSON frame; a frame is four bytes of length,
big-endian, then as many bytes. Nothing is shared with the bot but these: the process gets no secret
of ours, and may be killed at any moment. It loads little, to be there soon.
"""

from __future__ import annotations

import json
import os
import select
import sys
from contextlib import suppress
from dataclasses import fields
from typing import Any, BinaryIO

from bot.veille.article import Article
from bot.veille.fetching.errors import FeedError
from bot.veille.fetching.parse import ParsedFeed, parse

IDLE_LIMIT = 60.0
"""Seconds without work after which the process ends by itself."""

_FIELDS = tuple(each.name for each in fields(Article))


def serve(requests: BinaryIO, answers: BinaryIO, *, idle_limit: float = IDLE_LIMIT) -> None:
    """Answer requests until the other side closes, or asks nothing for `idle_limit` seconds."""
    while select.select([requests], [], [], idle_limit)[0]:
        header, body = _read_frame(requests), _read_frame(requests)
        if header is None or body is None:
            return
        asked = json.loads(header)
        try:
            answer = _told(parse(body, asked["content_type"], asked["base_url"]))
        except FeedError as error:
            answer = {"error": type(error).__name__, "detail": str(error)[:200]}
        except Exception as error:  # noqa: BLE001 - whatever feedparser does, the bot is told
            answer = {"error": "UnreadableError", "detail": repr(error)[:200]}
        answers.write(frame(json.dumps(answer).encode()))
        answers.flush()


def frame(payload: bytes) -> bytes:
    """Write what a frame is made of."""
    return len(payload).to_bytes(4) + payload


def _told(feed: ParsedFeed) -> dict[str, Any]:
    return {
        "title": feed.title,
        "articles": [
            {name: getattr(each, name) for name in _FIELDS}
            | {"published": each.published and each.published.isoformat()}
            for each in feed.articles
        ],
    }


def _read_frame(stream: BinaryIO) -> bytes | None:
    size = stream.read(4)
    if len(size) < 4:  # noqa: PLR2004 - the length's own size
        return None
    payload = stream.read(int.from_bytes(size))
    return payload if len(payload) == int.from_bytes(size) else None


def _main() -> None:
    with suppress(ImportError, ValueError, OSError):  # no such limit on some systems
        import resource  # noqa: PLC0415 - Unix only

        limit = int(sys.argv[1])
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # What a library prints must not pass for an answer.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    _main()
