# ruff: noqa: E501 - lists read better so
"""Feeds that want to hurt, each by one small builder: the reader, the channel, or its links."""

from __future__ import annotations

import gzip
import json
from html import escape

from tests.veille.fetching import samples

BIDI = "\u202e\u202d\u2066\u2067\u200e\u200f\u061c"

WORDS = (
    "@channel", "@all réunion", "x @here", "@Channel", "&#64;channel", "&commat;all", "&amp;#64;all",
    "@\u200bchannel", "@\u00adall", "＠channel", "@channel.", "(@channel)", "*@channel*", "`@channel`",
    "#alerte", "# Titre", "- liste", "1. liste", "> cité", "+ un", "=== ", "~~barré~~", "***", "---",
    "a]b", "a[b", "[a](https://mal.example)", "](https://mal.example)", "a](javascript:alert(1))b", "a|b",
    "a)b", "\\", "a\\", "\\]", "`", "```", "``a`", "![i](https://mal.example/i.png)", "[a][b]", "[a]: b",
    "<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;", "<img src=x onerror=alert(1)>",
    "<https://mal.example>", "<a href='javascript:alert(1)'>x</a>", "<!-- @channel -->", "<b", "</", "&", "&#0;",
    "&#xD800;", "&#x110000;", "&#99999999999;", "&nosuch;", f"a{BIDI}b", "a\u200bb\u2060c", "\u200b", "\ufeff", "\x85",
    "\u2028a\u2029b", "\ue000amina\ue001", "\ue000\ue001", "Z" + "\u0351" * 2_000, "x" * 200_000, "é " * 90_000,
    "<b>" * 2_000, "&lt;" * 50_000, "[" * 5_000, "@channel " * 5_000, "👩\u200d👩\u200d👧", "\U000e0041", "a\tb\rc\nd",
    "https://mal.example/@channel", "https://mal.example/)](x", ":smile:", "$x^2$", "| a | b |\n|---|---|",
)  # fmt: skip

LINKS = (
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)", "data:text/html,x",
    "vbscript:x", "file:///etc/passwd", "mailto:a@b.example", "tel:+33100000000", "ftp://a.example/", "about:blank",
    "blob:https://a.example/1", "mattermost://a", "//", "///", "http:", "http://", "https://", "http:///x", "http://[",
    "http://[::1", "http://a.example:99999/", "http://a.example:x/", "http://user:pw@a.example/", "https://a.example/a b",
    "https://a.example/a)b", "https://a.example/a(b", "https://a.example/[x]|y", "https://a.example/@channel",
    "https://a.example/`x`", "https://a.example/\\x", "https://a.example/<x>", "https://a.example/\"x\"",
    "https://a.example/*x*_y_~z~", "https://a.example/#&#64;all", "https://a.example/?a=&commat;channel",
    "https://a.example/\u202eb", "https://a.example/\u200b", "https://a.example/é", "https://é.example/", "https://a.example/%",
    "https://a.example/%00", "https://a.example/%ZZ", "https://a.example/\n)x", "https://a.example/" + "x" * 50_000,
    "https://" + "a." * 5_000 + "example/", "../" * 2_000, "https://xn--.example/", "?" * 3_000, "\\\\a.example\\x",
)  # fmt: skip

DATES = (
    "0000-00-00", "0000-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "9999-12-31T23:59:59-23:59",
    "99999-01-01", "1e308", "-1", "NaN", "Infinity", "2026-13-45T99:99:99Z", "2026-02-30", "Mon, 99 Abc 2026 25:61:61 +9999",
    "9" * 5_000, "2026-11-24T09:00:00+99:99", "²⁰²⁶-11-24", "２０２６-11-24", " " * 5_000, "2026-11-24" * 500, "a" * 90 + "1",
)  # fmt: skip


def _rss(inner: str) -> str:
    return f"<rss version='2.0'><channel><title>T</title>{inner}</channel></rss>"


def _item(title: str = "t", link: str = "https://a.example/1", more: str = "") -> str:
    title, link = escape(title), escape(link)
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


def honest(size: int) -> bytes:
    """Return a feed of some length that wants nothing but to be read."""
    item = _item("Un atelier", more=f"<description>{'Venez nombreux. ' * 60}</description>")
    return _rss(item * (size // len(item) + 1)).encode()


def _says(words: str) -> bytes:
    text = escape(words)
    more = f"<description>{text}</description><author>{text}</author><category>{text}</category>"
    return _rss(_item(words, more=f"{more}<guid>{text}</guid>")).encode("utf-8", "replace")


def _says_in_json(words: str) -> bytes:
    item = {"id": words, "title": words, "url": "https://a.example/1", "content_text": words}
    return _json([{**item, "tags": [words], "author": {"name": words}}])


def _json(items: object) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}).encode()


def _atom_link(link: str) -> bytes:
    return (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><title>t</title>"
        f'<link href="{escape(link)}"/></entry></feed>'
    ).encode()


def _dated(date: str) -> bytes:
    return _rss(_item(more=f"<pubDate>{escape(date)}</pubDate>")).encode()


_GOOD = _rss(_item("Été"))
_DEEP = 100_000
_AROUND = "<rss version='2.0'><channel><item><title>x</title>"

DOCUMENTS: dict[str, bytes] = {
    "billion laughs": samples.ENTITY_BOMB,
    "an external entity": samples.EXTERNAL_ENTITY,
    "quadratic entities": (
        f"<!DOCTYPE rss [<!ENTITY a '{'x' * 50_000}'>]>" + _rss(_item("@") * 9).replace("@", "&a;" * 500)
    ).encode(),
    "a parameter entity": b"<!DOCTYPE rss [<!ENTITY % p SYSTEM 'http://a.example/'>%p;]>" + _GOOD.encode(),
    "an endless doctype": b"<!DOCTYPE rss [" + b"<!ELEMENT a ANY>" * 50_000,
    "deep and closed": (_AROUND + "<a>" * _DEEP + "</a>" * _DEEP + "</item></channel></rss>").encode(),
    "deep and open": (_AROUND + "<a>" * 20_000).encode(),
    "deep XHTML": samples.DEEP,
    "deep items": (_AROUND + "<item>" * 20_000).encode(),
    "a huge attribute": _rss(f"<item a='{'x' * 2_000_000}'><title>t</title></item>").encode(),
    "many attributes": _rss(f"<item {' '.join(f'a{n}=1' for n in range(20_000))}/>").encode(),
    "many namespaces": _rss("".join(f"<x:a xmlns:x='urn:{n}'/>" for n in range(20_000))).encode(),
    "nul bytes": _GOOD.replace("Été", "a\0b").encode(),
    "all nul": b"\0" * 200_000,
    "utf-7": b"<?xml version='1.0' encoding='utf-7'?>" + _rss(_item("+AEA-channel")).encode(),
    "utf-16 without a mark": _GOOD.encode("utf-16-le"),
    "utf-16, odd length": _GOOD.encode("utf-16") + b"\0",
    "utf-32": _GOOD.encode("utf-32"),
    "utf-16 said, utf-8 done": b"<?xml version='1.0' encoding='utf-16'?>" + _GOOD.encode(),
    "utf-8 said, latin-1 done": b"<?xml version='1.0' encoding='utf-8'?>" + _GOOD.encode("latin-1"),
    "a codec that is no charset": b"<?xml version='1.0' encoding='zip'?>" + _GOOD.encode("latin-1"),
    "a codec of escapes": b"<?xml version='1.0' encoding='unicode_escape'?>" + _GOOD.encode("latin-1"),
    "a codec that is slow": b"<?xml version='1.0' encoding='punycode'?>" + _GOOD.encode("latin-1") * 1_000,
    "another one": b"<?xml version='1.0' encoding='rot13'?>" + _GOOD.encode("latin-1"),
    "an encoding without end": b"<?xml encoding='" + b"x" * 100_000,
    "ebcdic": _GOOD.encode("cp500"),
    "half a character": _GOOD.encode()[: _GOOD.encode().index(b"\xc3") + 1],
    "overlong utf-8": _GOOD.encode().replace(b"t</title>", b"\xc0\xaf</title>"),
    "surrogates in utf-8": _GOOD.encode().replace("Été".encode(), b"\xed\xa0\x80"),
    "gzip without saying so": gzip.compress(_GOOD.encode()),
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100,
    "an unclosed CDATA": _AROUND.encode() + b"<description><![CDATA[" + b"x" * 100_000,
    "many unclosed CDATA": _AROUND.encode() + b"<![CDATA[" * 10_000,
    "an unclosed comment": _AROUND.encode() + b"<!--" * 20_000,
    "an unclosed tag": _AROUND.encode() + b"<a " * 20_000,
    "an unclosed quote": _AROUND.encode() + b"<a b='" + b"<a b='" * 20_000,
    "only openings": b"<" * 100_000,
    "only ampersands": _AROUND.encode() + b"&" * 100_000,
    "only references": _AROUND.encode() + b"<description>" + b"&#60;" * 50_000,
    "100,000 items": _rss("<item><title>x</title></item>" * 100_000).encode(),
    "100,000 items, broken": (_AROUND + "<item><title>x</title></item>" * 100_000).encode(),
    "one guid for all": _rss("".join(_item(f"t{n}", more="<guid>1</guid>") for n in range(500))).encode(),
    "one link for all": _rss("".join(_item(f"t{n}") for n in range(500))).encode(),
    "10,000 tags": _rss(_item(more="<category>c</category>" * 10_000)).encode(),
    "10,000 titles": _rss("<item>" + "<title>t</title>" * 10_000 + "</item>").encode(),
    "pictures' titles": (_AROUND + "<media:title>" * 20_000).encode(),
    "feeds in feeds": (_rss(_rss(_rss(_item()))) * 50).encode(),
    "a processing instruction": b"<?php system('x') ?>" + _GOOD.encode(),
    "a stylesheet": b"<?xml-stylesheet href='javascript:alert(1)'?>" + _GOOD.encode(),
    "two roots": _GOOD.encode() * 2,
    "an invalid name": b"<rss version='2.0'><channel><\xe9t\xe9/></channel></rss>",
    "xml 1.1": b"<?xml version='1.1'?>" + _GOOD.encode(),
    "a base of javascript": b"<feed xmlns='http://www.w3.org/2005/Atom' xml:base='javascript:a/'><entry>"
    b"<title>t</title><link href='x'/></entry></feed>",
    "json of depth": b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * _DEEP,
    "json of closed depth": b"[" * _DEEP + b"]" * _DEEP,
    "json of objects": b'{"a":' * _DEEP,
    "json of NaN": b'{"version":"https://jsonfeed.org/version/1","items":[{"id":NaN,"title":"t"}]}',
    "json of infinity": b'{"version":"https://jsonfeed.org/version/1","items":[{"id":1e999,"title":"t"}]}',
    "json of digits": b'{"version":"https://jsonfeed.org/version/1","items":[{"id":' + b"9" * 10_000 + b"}]}",
    "json of halves": b'{"version":"https://jsonfeed.org/version/1","items":'
    b'[{"id":"\\ud800","title":"\\udfff@channel\\ud83d","url":"https://a.example/\\ud800","tags":["\\ud800"]}]}',
    "json of nul": _json([{"id": "\0", "title": "a\0b", "url": "https://a.example/\0"}]),
    "json of odd kinds": _json([{"id": [], "title": {}, "url": 1, "tags": {}, "authors": 3}, None, [], 3]),
    "json of 50,000 items": _json([{"id": n, "title": "t"} for n in range(50_000)]),
    "json of twice the key": b'{"version":"https://jsonfeed.org/version/1","items":1,"items":[{"title":"t"}]}',
    "resources of odd kinds": json.dumps([{"id": {}, "slug": 1, "title": [], "published": 1e308}]).encode(),
}  # fmt: skip

FEEDS: dict[str, bytes] = {
    **{f"words {n}": _says(each) for n, each in enumerate(WORDS)},
    **{f"json words {n}": _says_in_json(each) for n, each in enumerate(WORDS)},
    **{f"link {n}": _rss(_item(link=each)).encode() for n, each in enumerate(LINKS)},
    **{f"atom link {n}": _atom_link(each) for n, each in enumerate(LINKS)},
    **{f"json link {n}": _json([{"title": "t", "url": each}]) for n, each in enumerate(LINKS)},
    **{f"date {n}": _dated(each) for n, each in enumerate(DATES)},
    **DOCUMENTS,
}
"""By name; the numbers are those of the lists above."""
