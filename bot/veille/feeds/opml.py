"""Lists of feeds as other readers keep them: OPML 2.0 (http://opml.org/spec2.opml), in and out.

Nothing is fetched, entities are refused, size, depth and number are limited.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from xml.sax.saxutils import quoteattr

from bot.core.errors import Refusal
from bot.core.grouping import grouped
from bot.core.patterns import lazy_pattern
from bot.veille.feeds.following import MOST_FEEDS

MOST_DEPTH = 20
LONGEST_WORDS = 200

_BARE_AMPERSAND = lazy_pattern(rb"&(?!#?\w{1,10};)")
_NOT_XML = lazy_pattern("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


NOT_OPML = Refusal(
    "{why}",
    reply="Ce fichier n'est pas une liste de flux (OPML). Dans votre lecteur de flux, cherchez "
    "« exporter » : il donne un fichier `.opml` ou `.xml`.",
)

TOO_MANY_FEEDS = Refusal(
    "too many feeds",
    reply="Ce fichier a plus de {most} flux : gardez-en l'essentiel, une veille se lit.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A feed of a list: its address as written, its name, the group it is in, "" if none."""

    address: str
    name: str
    group: str


def write_opml(title: str, feeds: Sequence[Outline]) -> str:
    """Write a list, a group an outline."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{_attribute(title)[1:-1]}</title></head>",
        "  <body>",
    ]
    for group, some in grouped((each.group, each) for each in feeds).items():
        lines.append(f"    <outline text={_attribute(group)} title={_attribute(group)}>")
        lines += [
            f'      <outline type="rss" text={_attribute(each.name)} '
            f"title={_attribute(each.name)} xmlUrl={_attribute(each.address)} "
            f"category={_attribute('/' + group.replace('/', '-').replace(',', ' '))}/>"
            for each in some
        ]
        lines.append("    </outline>")
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def read_opml(content: bytes) -> Sequence[Outline]:
    """Read a list, in its order. Raises NOT_OPML.

    A lone `&` in an address, which is no XML, is forgiven.
    """
    root = _parsed(content)
    if root.tag.lower() != "opml":
        raise NOT_OPML(why="another root than opml")
    found = list(islice(_outlines(root, "", MOST_DEPTH), MOST_FEEDS + 1))
    if len(found) > MOST_FEEDS:
        raise TOO_MANY_FEEDS(most=MOST_FEEDS)
    return found


def _parsed(content: bytes) -> ET.Element:
    if b"<!ENTITY" in content.replace(b"\0", b""):  # in two bytes a letter too
        raise NOT_OPML(why="entities declared")
    for each in (content, _BARE_AMPERSAND.sub(b"&amp;", content)):
        with suppress(ET.ParseError, ValueError, LookupError):
            return ET.fromstring(each)  # noqa: S314  entities are refused just above
    raise NOT_OPML(why="not XML")


def _outlines(element: ET.Element, group: str, depth: int) -> Iterator[Outline]:
    """Give the feeds inside an element; those without a group around take their category's."""
    if not depth:
        raise NOT_OPML(why="too deep")
    given = {key.lower(): value for key, value in element.items()}
    outline = element.tag.lower() == "outline"
    words = " ".join((given.get("text") or given.get("title") or "").split())[:LONGEST_WORDS]
    address = given.get("xmlurl", "").strip() if outline else ""
    if address:
        last = given.get("category", "").partition(",")[0].rpartition("/")[2].strip()
        yield Outline(address=address, name=words, group=group or last[:LONGEST_WORDS])
    elif outline:
        group = words or group
    for child in element:
        yield from _outlines(child, group, depth - 1)


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("", text))
