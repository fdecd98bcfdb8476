"""Lists of feeds as other readers keep them: OPML 2.0 (http://opml.org/spec2.opml), in and out.

Read by expat alone: nothing is fetched, entities are refused, size, depth and number are limited.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import quoteattr

from bot.core.errors import Refusal
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
    groups: dict[str, list[Outline]] = {}
    for each in feeds:
        groups.setdefault(each.group, []).append(each)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{_attribute(title)[1:-1]}</title></head>",
        "  <body>",
    ]
    for group, some in groups.items():
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
    try:
        return _Reading().read(content)
    except expat.ExpatError:
        mended = _BARE_AMPERSAND.sub(b"&amp;", content)
    try:
        return _Reading().read(mended)
    except expat.ExpatError as error:
        raise NOT_OPML(why=f"not XML: {error}") from None


@dataclass
class _Reading:
    """One reading of a file: the groups around where it is, what was found."""

    path: list[str] = field(default_factory=list)
    found: list[Outline] = field(default_factory=list)
    root: str = ""

    def read(self, content: bytes) -> Sequence[Outline]:
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.EntityDeclHandler = self._entity
        try:
            parser.Parse(content, True)  # noqa: FBT003  expat's own signature
        except (ValueError, LookupError) as error:  # an encoding that is not known
            raise NOT_OPML(why=f"unreadable: {error}") from None
        return self.found

    def _start(self, name: str, given: dict[str, str]) -> None:
        if not self.root:
            self.root = name.lower()
            if self.root != "opml":
                raise NOT_OPML(why="another root than opml")
        if len(self.path) >= MOST_DEPTH:
            raise NOT_OPML(why="too deep")
        inside = {key.lower(): value for key, value in given.items()}
        words = " ".join((inside.get("text") or inside.get("title") or "").split())
        address = inside.get("xmlurl", "").strip() if name.lower() == "outline" else ""
        if address:
            self._keep(address, words, inside.get("category", ""))
        group = words if name.lower() == "outline" and not address else ""
        self.path.append(group[:LONGEST_WORDS])

    def _keep(self, address: str, name: str, category: str) -> None:
        if len(self.found) >= MOST_FEEDS:
            raise TOO_MANY_FEEDS(most=MOST_FEEDS)
        last = category.partition(",")[0].rpartition("/")[2].strip()
        group = next(filter(None, reversed(self.path)), "") or last[:LONGEST_WORDS]
        self.found.append(Outline(address=address, name=name[:LONGEST_WORDS], group=group))

    def _end(self, _name: str) -> None:
        self.path.pop()

    def _entity(self, *_declared: object) -> None:
        raise NOT_OPML(why="entities declared")


def _attribute(text: str) -> str:
    return quoteattr(_NOT_XML.sub("", text))
