# ruff: noqa: E501
"""Well-formed feeds without end, for the tests that compare: every format, every way to write."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

_NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" '
    'xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:slash="http://purl.org/rss/1.0/modules/slash/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)

_WORDS = st.sampled_from(
    ("l'été", "atelier", "«\u00a0numérique\u00a0»", "1 < 2", "R&D", "50 %", "a > b", "100 €", "l’aide",
     "[fiche]", "😀", "e\u0301", "x\u200by", "-", "2026", "@channel", "#1", "https://a.example/?b=1&c=2")
)  # fmt: skip
_PLAIN = st.lists(_WORDS, min_size=1, max_size=6).map(" ".join)
_INLINE = st.sampled_from(("b", "em", "span", "p", "li", "h2", "a"))
_DATES = st.sampled_from(
    ("Mon, 23 Nov 2026 09:00:00 +0100", "2026-11-23T09:00:00Z", "2026-11-23T09:00:00.123+01:00",
     "23 Nov 2026 09:00 GMT", "lundi 23 novembre 2026", "2026-11-23", "Thu, 01 Jan 1970 00:00:00 GMT",
     "0000-00-00T00:00:00Z", "9999-12-31T23:59:59Z", "hier", "Mon, 23 Nov 26 09:00:00 EST", "1e308",
     "2026-02-30T25:61:61Z", "23/11/2026")
)  # fmt: skip
_LINKS = st.sampled_from(
    ("https://a.example/1", "http://a.example/été?x=1&y=2#z", "/relatif", "relatif?p=1", "../haut",
     "//b.example/2", "https://a.example/a b", "javascript:alert(1)", "mailto:a@b.example", "#ancre",
     "?param=3", "https://a.example/(x)[y]|z", "HTTPS://A.example/%c3%a9")
)  # fmt: skip
_IDS = st.sampled_from(
    ("urn:1", "tag:a.example,2026:/1", "https://a.example/?p=1", "at://did:plc:a/b/1", " urn:2 ")
)
_GUIDS = _IDS | st.sampled_from(("1", " 2 "))
_NAMES = st.sampled_from(
    ("Zoé", "louis@a.example (Louis)", "Amina <amina@a.example>", "a@b.example", "Hub &Co")
)
_BASES = st.sampled_from(("", ' xml:base="https://base.example/a/"', ' xml:base="sous/"'))


@st.composite
def _html(draw: DrawFn) -> str:
    """Draw a text, in HTML or not."""
    parts = []
    for _ in range(draw(st.integers(1, 3))):
        text = escape(draw(_PLAIN), quote=False)
        name = draw(st.none() | _INLINE)
        parts.append(f"<{name}>{text}</{name}>" if name else text)
    return draw(st.sampled_from((" ", "<br/>", "&nbsp;", "\n"))).join(parts)


@st.composite
def _written(draw: DrawFn, text: SearchStrategy[str]) -> str:
    """Write a text in XML: escaped, in CDATA, in both."""
    drawn = draw(text)
    way = draw(st.integers(0, 3))
    if way == 0:
        return f"<![CDATA[{drawn}]]>"
    if way == 1:
        half = len(drawn) // 2
        return f"{_xml(drawn[:half])}<![CDATA[{drawn[half:]}]]>"
    return _xml(drawn) if way == 2 else f"\n  {_xml(drawn)}\n"


def _xml(text: str) -> str:
    return escape(text, quote=True)


@st.composite
def _some(draw: DrawFn, *made: SearchStrategy[str]) -> str:
    """Draw a few elements, each at most once, in any order."""
    chosen = [draw(each) for each in made if draw(st.booleans())]
    return "\n".join(draw(st.permutations(chosen)))


def _element(
    name: str, text: SearchStrategy[str], attributes: SearchStrategy[str] | None = None
) -> SearchStrategy[str]:
    given = st.just("") if attributes is None else attributes
    return st.builds(lambda a, t: f"<{name}{a}>{t}</{name}>", given, _written(text))


def _empty(
    name: str, attributes: Callable[..., str], **drawn: SearchStrategy[str]
) -> SearchStrategy[str]:
    return st.builds(lambda **given: f"<{name} {attributes(**given)}/>", **drawn)


_MODULES = (
    _element("dc:subject", _PLAIN),
    _element("slash:comments", st.just("3")),
    st.just('<media:content url="https://a.example/i.png" medium="image"><media:title>Image</media:title>'
            "<media:description>Légende</media:description></media:content>"),
    st.just('<media:thumbnail url="https://a.example/t.png"/>'),
    st.just("<itunes:duration>12:30</itunes:duration>"),
)  # fmt: skip


def _rss_item() -> SearchStrategy[str]:
    return _some(
        _element("title", _html()),
        _element("link", _LINKS),
        _element("guid", _GUIDS, st.sampled_from(("", ' isPermaLink="false"', ' isPermaLink="true"'))),
        _element("description", _html()),
        _element("content:encoded", _html()),
        _element("pubDate", _DATES) | _element("dc:date", _DATES),
        _element("author", _NAMES) | _element("dc:creator", _NAMES),
        _element("category", _PLAIN, st.sampled_from(("", ' domain="https://a.example/"'))),
        _element("comments", st.just("https://a.example/1#comments")),
        st.just('<enclosure url="https://a.example/s.mp3" length="1" type="audio/mpeg"/>'),
        *_MODULES,
    )  # fmt: skip


@st.composite
def _rss(draw: DrawFn) -> str:
    version = draw(st.sampled_from(("0.91", "0.92", "2.0")))
    items = draw(st.lists(_rss_item(), max_size=3))
    between = "\n".join(f"<item>{each}</item>" for each in items)
    title = draw(_element("title", _html()))
    image = draw(st.sampled_from(("", "<image><title>Logo</title><url>x</url></image>")))
    return (
        f'<rss version="{version}" {_NAMESPACES}><channel>{title}<link>https://a.example/</link>'
        f"{image}{between}</channel></rss>"
    )


@st.composite
def _rdf(draw: DrawFn) -> str:
    fields = _some(
        _element("title", _html()), _element("link", _LINKS), _element("description", _html()),
        _element("content:encoded", _html()), *_MODULES,
    )  # fmt: skip
    items = draw(st.lists(fields, max_size=3))
    between = "\n".join(
        f'<item rdf:about="https://a.example/{n}">{each}</item>' for n, each in enumerate(items)
    )
    title = draw(_element("title", _html()))
    space = draw(
        st.sampled_from(("http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"))
    )
    return (
        f'<rdf:RDF xmlns="{space}" {_NAMESPACES} '
        'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<channel rdf:about="https://a.example/">{title}</channel>{between}</rdf:RDF>'
    )  # fmt: skip


@st.composite
def _construct(draw: DrawFn, name: str) -> str:
    """Draw one of Atom's three kinds of text."""
    kind = draw(st.sampled_from(("", "text", "html", "xhtml")))
    if kind == "xhtml":
        inner = draw(_html()).replace("&nbsp;", "&#160;")
        return (
            f'<{name} type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{inner}</div></{name}>'
        )
    if kind == "html":
        return draw(_element(name, _html(), st.just(' type="html"')))
    attribute = ' type="text"' if kind else ""
    return draw(_element(name, _PLAIN, st.just(attribute)))


def _atom_link() -> SearchStrategy[str]:
    return _empty(
        "link",
        lambda rel, href, kind, base: f'{rel}href="{_xml(href)}"{kind}{base}',
        rel=st.sampled_from(("", 'rel="alternate" ', 'rel="self" ', 'rel="enclosure" ', 'rel="replies" ')),
        href=_LINKS,
        kind=st.sampled_from(("", ' type="text/html"', ' type="application/json"')),
        base=_BASES,
    )  # fmt: skip


@st.composite
def _atom(draw: DrawFn) -> str:
    old = draw(st.booleans())
    space, born, changed = (
        ("http://purl.org/atom/ns#", "issued", "modified")
        if old
        else ("http://www.w3.org/2005/Atom", "published", "updated")
    )
    person = st.builds(
        "<author><name>{}</name><email>x@a.example</email><uri>https://a.example/x</uri></author>".format,
        _written(_NAMES),
    )
    category = st.sampled_from(
        ('<category term="ia"/>', '<category term="ia" label="L\'IA &amp; nous"/>', "<category/>")
    )
    entry = _some(
        _construct("title"), _construct("summary"), _construct("content"), _atom_link(), _atom_link(),
        _element("id", _IDS), _element(born, _DATES), _element(changed, _DATES), person, category,
        *_MODULES,
    )  # fmt: skip
    entries = [f"<entry{draw(_BASES)}>{each}</entry>" for each in draw(st.lists(entry, max_size=3))]
    version = ' version="0.3"' if old else ""
    return (
        f'<feed xmlns="{space}"{version} {_NAMESPACES}{draw(_BASES)}>{draw(_construct("title"))}'
        f'<id>urn:feed</id>{"".join(entries)}</feed>'
    )  # fmt: skip


@st.composite
def feeds(draw: DrawFn) -> bytes:
    """Draw a well-formed feed, in UTF-8 or with its characters as references."""
    document = draw(st.one_of(_rss(), _rdf(), _atom()))
    encoding = draw(st.sampled_from(("utf-8", "us-ascii", "iso-8859-1")))
    declaration = f'<?xml version="1.0" encoding="{encoding}"?>\n'
    return (declaration + document).encode(encoding, "xmlcharrefreplace")
