"""Plain text out of what publishers write: HTML, escaped any number of times, cut or broken."""

from __future__ import annotations

import html
import re

import nh3

from bot.core.patterns import lazy_pattern
from bot.french.legible import cut, legible

READ_LIMIT = 6_000
"""Characters of a text that are looked at: enough to fill a summary behind any preamble."""

_BLOCK = lazy_pattern(
    r"<(?=/?(?:p|br|div|li|ul|ol|h[1-6]|tr|td|th|table|hr|figure|img|figcaption|"
    r"blockquote|section|article|header|footer|pre|dt|dd)\b)",
    re.IGNORECASE,
)
_PLAIN_TAG = lazy_pattern(
    r"</?+(?:(p|br|div|li|ul|ol|h[1-6]|hr|figure|img|figcaption|blockquote|section|article|header"
    r"|footer|pre|dt|dd)|a|abbr|b|cite|code|del|em|font|i|ins|mark|q|s|small|span|strong|sub|sup"
    r"|time|u)"
    r"""(?:\s++[a-z][\w:.-]*+(?:\s*+=\s*+(?:"[^"<]*+"|'[^'<]*+'|[^\s"'<>=`]++))?+)*+\s*+/?+>""",
    re.ASCII,
)
"""A tag that holds no surprise: what it encloses is shown, once, where it stands.

Its name is told of those between which words are apart. An address has no `<` in it.
"""

_ODD_REFERENCE = lazy_pattern(
    r"&#(?!(?:3[2-9]|[4-9]\d|1[01]\d|12[0-6]|1[6-9]\d|[2-9]\d\d|[1-9]\d{3}|12[6-9]\d{3});)",
    re.ASCII,
)
"""A number that is not simply that of a character."""

_STILL_HTML = lazy_pattern(
    r"</?[a-z][^<>]*>|<!--|&(?:[a-z][a-z0-9]{1,8}|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE
)
_POINTED = lazy_pattern(r"<(https?://[^\s<>\"']{1,500})>", re.IGNORECASE)
_GUILLEMETS = lazy_pattern(r"<< ?([^<>]{1,300}?) ?>>")
_SPACES = lazy_pattern("\\s(?:\\s+|(?<![ \u00a0\u202f]))")
_NO_REFERENCE = lazy_pattern(
    r"&(?!(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[0-9a-f]{1,6});)", re.IGNORECASE
)
_ESCAPED_AGAIN = lazy_pattern(r"&(?:(?:amp|#0{0,6}38|#x0{0,6}26);)+", re.IGNORECASE)
_LINE_MARKS = lazy_pattern(r"^(?:#{1,6} +(?=\S)|(?:[*-] +|> ?)(?=[^\s\d=])){1,3}")
_MARKS = lazy_pattern(
    r"(?<!`)(?P<ticks>`{1,8})(?!`)(?P<code>[^`]{1,400})(?P=ticks)(?!`)"
    r"|!?\[(?P<label>[^\[\]]{0,400})\]\((?:[a-z][a-z0-9+.-]{0,20}:|[/#.]|[\w-]{1,60}\.[a-z])"
    r"(?:[^()\s]|\([^()\s]{0,400}\)){0,800}\)"
    r"|(?<![\w*_~\\])(?P<mark>(?P<sign>[*_])(?P=sign){0,2}|~~)(?!\s|(?P=sign))"
    r"(?P<inner>.{1,400}?)(?<![\s\\])(?P=mark)(?![\w*_~])",
    re.IGNORECASE,
)
"""Code, links and pictures, emphasis: as CommonMark reads them, and never inside a word."""

_TITLE_READ = 2_000
_ROUNDS = 3
_NOT_IN_ADDRESSES = lazy_pattern("[\x00-\x20\x7f-\xa0\ud800-\udfff\ufffe\uffff]")
_LONE = lazy_pattern("[\ud800-\udfff]")
_WORDPRESS_TAIL = lazy_pattern(
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

    However many times the text was escaped. French non-breaking spaces stay; what hides, disorders
    or piles up goes.
    """
    return cut(whole(markup), limit)


def headline(markup: str, limit: int) -> str:
    """Make the same of a title, without the marks of Markdown that some are typed with.

    What may be an honest sign is left: « 3 * 4 », « > 50 ans », « + de lieux », « a_b », « 1. ».
    """
    text = _LINE_MARKS.sub("", whole(markup)[:_TITLE_READ])
    if any(map(text.__contains__, "`[*_~")):
        text = _unmarked(text)
    return cut(_SPACES.sub(" ", text).strip(), limit)


def whole(markup: str) -> str:
    """Make the same plain text of what is read of some markup, uncut: READ_LIMIT characters."""
    read = markup[:READ_LIMIT].replace("<![CDATA[", "").replace("]]>", "")
    text = _stripped(_ESCAPED_AGAIN.sub("&", read))
    for _ in range(_ROUNDS):
        if not (_may_be_html(text) and _STILL_HTML.search(text)):
            break
        text = _stripped(text)
    text = legible(text)
    if not text.isprintable() or "  " in text:
        text = _SPACES.sub(" ", text)
    text = text.strip()
    return _WORDPRESS_TAIL.sub("", text) if "apparu" in text or "first" in text else text


def _unmarked(text: str, depth: int = 3) -> str:
    def inside(found: re.Match[str]) -> str:
        if code := found["code"]:
            return code.strip()
        words = found["label"] or found["inner"] or ""
        return _unmarked(words, depth - 1) if depth else words

    return _MARKS.sub(inside, text)


def _may_be_html(text: str) -> bool:
    return "<" in text or "&" in text


def _stripped(markup: str) -> str:
    """Strip tags and decode entities as browsers do."""
    if not _may_be_html(markup):
        return markup
    markup = _GUILLEMETS.sub(r"« \1 »", _POINTED.sub(r"\1", markup))  # no tags
    markup = _NO_REFERENCE.sub("&amp;", markup)  # « ?a=1&copy=2 » is no « © »
    plain_markup = _without_plain_tags(markup)
    return html.unescape(_by_parser(markup) if plain_markup is None else plain_markup)


def _without_plain_tags(markup: str) -> str | None:
    """Take away the tags of plain markup, ten times as fast as a parser; None for any other."""
    text = _PLAIN_TAG.sub(lambda tag: " " if tag[1] else "", markup)
    return None if "<" in text or _ODD_REFERENCE.search(text) else text


def _by_parser(markup: str) -> str:
    return nh3.clean(_BLOCK.sub(" <", markup), tags=set())
