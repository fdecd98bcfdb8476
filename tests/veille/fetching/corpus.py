"""Every feed at hand, ours and the real ones, and the ways in which we break them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from tests.veille.fetching import blogs, publishers, samples

REAL = next(
    (each for up in Path(__file__).parents if (each := up / "shared/feeds/real").is_dir()),
    Path("shared/feeds/real"),
)
"""Real feeds belong to their publishers: read there, never copied."""


def ours() -> dict[str, bytes]:
    """Give our own well-formed XML feeds, by name."""
    return {**samples.STRICT, **publishers.XML, **blogs.XML}


def real() -> dict[str, bytes]:
    """Give the real feeds, by name; none where they are absent."""
    if not REAL.is_dir():
        return {}
    return {file.name: file.read_bytes() for file in sorted(REAL.iterdir())}


_END = re.compile(
    rb"</(?:\w+:)?(?:rss|RDF|feed)\s*>(?!.*</(?:\w+:)?(?:rss|RDF|feed)\s*>)", re.DOTALL
)


def _at_the_end(mess: bytes) -> Callable[[bytes], bytes]:
    return lambda body: _END.sub(lambda end: mess + end[0], body)


BREAKS: dict[str, Callable[[bytes], bytes]] = {
    "a bare ampersand": _at_the_end(b"Sel & poivre"),
    "an entity of HTML": _at_the_end(b"&nbsp;"),
    "a tag never closed": _at_the_end(b"<aside>"),
    "a tag never opened": _at_the_end(b"</aside>"),
    "an attribute without quotes": _at_the_end(b"<aside class=x/>"),
    "the same attribute twice": _at_the_end(b"<aside a='1' a='2'/>"),
    "a prefix never declared": _at_the_end(b"<jamais:vu/>"),
    "words after the end": lambda body: body.rstrip() + b"<!-- 12 ms --> merci",
    "cut short": lambda body: _END.sub(b"", body),
}
"""None of these touches an article: a reader must find the same ones."""
