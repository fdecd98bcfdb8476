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
_PLAIN_TAG = re.compile(
    r"</?+(?:(p|br|div|li|ul|ol|h[1-6]|hr|figure|img|figcaption|blockquote|section|article|header"
    r"|footer|pre|dt|dd)|a|abbr|b|cite|code|del|em|font|i|ins|mark|q|s|small|span|strong|sub|sup"
    r"|time|u)"
    r"""(?:\s++[a-z][\w:.-]*+(?:\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'|[^\s"'<>=`]++))?+)*+\s*+/?+>""",
    re.ASCII,
)
"""A tag that holds no surprise: what it encloses is shown, once, where it stands.

Its name is told of those between which words are apart. An address has no `<` in it.
"""

_ODD_REFERENCE = re.compile(
    r"&#(?!(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6]|1[6-9]\d|[2-9]\d\d|[1-9]\d{3}|12[6-9]\d{3});)",
    re.ASCII,
)
"""A number that is not simply that of a character."""

_STILL_HTML = re.compile(
    r"</?[a-z][^<>]*>|&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE
)
_SPACES = re.compile("\\s(?:\\s+|(?<![ \u00a0\u202f]))")
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
    if _may_be_html(text) and _STILL_HTML.search(text):
        text = _stripped(text)
    text = _UNSEEN.sub("", text)
    if not text.isprintable() or "  " in text:
        text = _SPACES.sub(" ", text)
    text = text.strip()
    return _WORDPRESS_TAIL.sub("", text) if "apparu" in text or "first" in text else text


def cut(text: str, limit: int) -> str:
    """Shorten to `limit` characters at most, the ellipsis included, between two words."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at_a_word = head.rsplit(" ", 1)[0] if not text[limit - 1].isspace() else head
    if len(at_a_word) < limit // 2:
        at_a_word = head
    return at_a_word.rstrip(" ,;:.-–—(«\u00a0\u202f") + "…"


def _may_be_html(text: str) -> bool:
    return "<" in text or "&" in text


def _stripped(markup: str) -> str:
    """Strip tags and decode entities as browsers do."""
    if not _may_be_html(markup):
        return markup
    plain_markup = _without_plain_tags(markup)
    return html.unescape(_by_parser(markup) if plain_markup is None else plain_markup)


def _without_plain_tags(markup: str) -> str | None:
    """Take away the tags of plain markup, ten times as fast as a parser; None for any other."""
    text = _PLAIN_TAG.sub(lambda tag: " " if tag[1] else "", markup)
    return None if "<" in text or _ODD_REFERENCE.search(text) else text


def _by_parser(markup: str) -> str:
    return nh3.clean(_BLOCK.sub(" <", markup), tags=set())
