"""Plain text out of what publishers write: HTML, escaped once or twice, cut or broken."""

from __future__ import annotations

import html
import re

import nh3

READ_LIMIT = 6_000
"""Characters of a text that are looked at: enough to fill a summary behind any preamble."""

_BLOCK = re.compile(
    r"<(?=/?(?:p|br|div|li|ul|ol|h[1-6]|tr|td|th|table|hr|figure|img|figcaption|"
    r"blockquote|section|article|header|footer|pre|dt|dd)\b)",
    re.IGNORECASE,
)
_STILL_HTML = re.compile(
    r"</?[a-z][^<>]*>|&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE
)
_SPACES = re.compile("\\s{2,}|[^\\S \u00a0\u202f]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ue000-\uf8ff\ufeff\ufff0-\ufffc\U000e0000-\U0010ffff]"
)
_NOT_IN_ADDRESSES = re.compile("[\x00-\x20\x7f-\xa0\ud800-\udfff\ufffe\uffff]")
_LONE = re.compile("[\ud800-\udfff]")
_WORDPRESS_TAIL = re.compile(
    r"\s*(?:L['’]article .{1,300} est apparu en premier sur|The post .{1,300} (?:appeared )?first "
    r"(?:appeared )?on) .{1,200}$"
)


def sound(text: str) -> str:
    """Replace lone halves of surrogate pairs, which JSON can write and nothing can store."""
    return text if text.isascii() else _LONE.sub("\ufffd", text)


def bare(address: str) -> str:
    """Leave spaces and control characters out of an address or an identifier."""
    return _NOT_IN_ADDRESSES.sub("", address)


def plain(markup: str, limit: int) -> str:
    """Strip tags, decode entities, fold spaces and cut on a word; `limit` is in characters.

    A second round follows where the first one shows that the text was escaped twice. French
    non-breaking spaces stay; invisible, private and direction-changing characters go.
    """
    return cut(whole(markup), limit)


def whole(markup: str) -> str:
    """Make the same plain text of what is read of some markup, uncut: READ_LIMIT characters."""
    text = _stripped(markup[:READ_LIMIT])
    if _STILL_HTML.search(text):
        text = _stripped(text)
    text = _SPACES.sub(" ", _UNSEEN.sub("", text)).strip()
    return _WORDPRESS_TAIL.sub("", text)


def cut(text: str, limit: int) -> str:
    """Shorten to `limit` characters at most, the ellipsis included, between two words."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at_a_word = head.rsplit(" ", 1)[0] if not text[limit - 1].isspace() else head
    if len(at_a_word) < limit // 2:
        at_a_word = head
    return at_a_word.rstrip(" ,;:.-–—(«\u00a0\u202f") + "…"


def _stripped(markup: str) -> str:
    if "<" not in markup and "&" not in markup:
        return markup
    return html.unescape(nh3.clean(_BLOCK.sub(" <", markup), tags=set()))
