"""The files of a network's memory: Markdown, tables, and a site that opens from a disk.

They depend on the memory alone: where nothing changed in it, nothing does in them. No path has
anyone's words: our own names, numbers, the letters and figures of a theme.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from bot.core.grouping import grouped
from bot.french.folding import fold
from bot.memory.rules import Memory, MemoryKind, MemoryRecord
from bot.talk.markdown import typeset, visible, web_target
from bot.talk.render import Render
from bot.talk.spreadsheet import spreadsheet

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

SITE = "site"
"""Where the site's own files are; its first page stands above them."""

A_PAGE = 200
"""Records of one page: what a browser shows at once, and a printer takes."""

_SCRIPTS = ("minisearch.js", "minisearch-LICENSE.txt", "recherche.js")
_COLUMNS = ("numéro", "date", "thème", "titre", "texte", "lien")
_INVISIBLE = "\u200b"


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage:
    """A page of the site: records of one kind, and of one theme or year, `label`."""

    path: str
    kind: MemoryKind
    label: str
    records: Sequence[MemoryRecord]


def files(memory: Memory, render: Render) -> Iterator[tuple[str, bytes]]:
    """Yield each file of a memory that was sifted: its path, with `/`, and what it holds."""
    pages = list(_pages(memory))
    yield "LISEZ-MOI.md", _text(render("memoire/readme.md.j2", memory=memory))
    if memory.held:
        yield "A-RELIRE.md", _text(render("memoire/held.md.j2", memory=memory))
    if memory.feeds:
        yield "flux.opml", memory.feeds.encode()
    yield from memory.files.items()
    for kind, _ in memory.kinds():
        yield f"tableaux/{kind.value}.csv", _table(memory.of(kind)).encode()
    for each in memory.records:
        yield f"fiches/{each.kind.value}/{each.name}.md", _text(_sheet(memory, each))
    yield "index.html", _text(render("memoire/index.html.j2", memory=memory, pages=pages))
    for page in pages:
        shown = [(each, _html(each.content.text)) for each in page.records]
        told = render("memoire/page.html.j2", memory=memory, page=page, shown=shown)
        yield f"{SITE}/{page.path}", _text(told)
    yield f"{SITE}/style.css", _text(render("memoire/site.css"))
    yield f"{SITE}/fiches.js", _text(f"const FICHES = {_json(_found(pages))};")
    ours = resources.files("templates") / "memoire"
    for name in _SCRIPTS:
        yield f"{SITE}/{name}", (ours / name).read_bytes()


def front_matter(told: Sequence[tuple[str, str | int]]) -> str:
    """Return what is told of a sheet, as YAML between two rules: numbers, and quoted lines.

    A text in JSON's quotation marks, of characters that can be seen, is one of YAML's too.

    >>> print(front_matter([("numero", 12), ("titre", "Qui a une clé : ---")]))
    ---
    numero: 12
    titre: "Qui a une clé : ---"
    ---
    """
    lines = [
        f"{name}: {value if isinstance(value, int) or name == 'date' else _json(visible(value))}"
        for name, value in told
        if value
    ]
    return "\n".join(["---", *lines, "---"])


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False)


def _sheet(memory: Memory, record: MemoryRecord) -> str:
    told: tuple[tuple[str, str | int], ...] = (
        ("type", record.kind.value),
        ("numero", record.number),
        ("titre", record.content.title),
        ("date", record.day),
        ("theme", record.theme),
        ("lien", web_target(record.link)),
        *record.more,
        ("reseau", memory.spoken),
    )
    title = record.content.title.replace("\\", "\\\\")
    heading = re.sub(r"([`*_\[\]<>#&!|~])", r"\\\1", title)
    return f"{front_matter(told)}\n\n# {heading}\n\n{typeset(record.content.text)}"


def _table(records: Sequence[MemoryRecord]) -> str:
    return spreadsheet(
        _COLUMNS,
        (
            (each.number, each.day, each.theme, each.content.title, each.plain, each.link)
            for each in records
        ),
    )


def _pages(memory: Memory) -> Iterator[SitePage]:
    """Cut what there is into pages: by theme or by year, the latest first, A_PAGE at most."""
    for kind, _ in memory.kinds():
        by_part = grouped((_part(each), each) for each in reversed(memory.of(kind)))
        for part in sorted(
            by_part, key=lambda each: (each.isdigit(), each), reverse=not kind.by_theme
        ):
            found = by_part[part]
            label = (found[0].theme or "Sans thème") if kind.by_theme else part
            for first in range(0, len(found), A_PAGE):
                number = f"_{first // A_PAGE + 1}" if first else ""  # no theme's part has « _ »
                yield SitePage(
                    path=f"{kind.value}-{part}{number}.html",
                    kind=kind,
                    label=f"{label} ({first // A_PAGE + 1})" if len(found) > A_PAGE else label,
                    records=found[first : first + A_PAGE],
                )


def _part(record: MemoryRecord) -> str:
    """Return what pages gather a record by: the letters and figures of its theme, or its year."""
    if not record.kind.by_theme:
        return record.day[:4]
    return "-".join(re.findall("[a-z0-9]+", fold(record.theme))) or "sans-theme"


def _found(pages: Sequence[SitePage]) -> Sequence[Sequence[str]]:
    """Return what the page's search knows: of each record its words, and where it is read."""
    return [
        [
            each.kind.label,
            each.content.title,
            visible(each.plain),
            each.theme,
            each.day,
            f"{SITE}/{page.path}#{each.name}",
        ]
        for page in pages
        for each in page.records
    ]


def _html(markdown: str) -> str:
    """Return Markdown as HTML: no tag of anyone's, no picture, links to the web only."""
    parser = _parser()
    tokens = parser.parse(typeset(markdown))
    for each in tokens:
        if each.type in {"heading_open", "heading_close"}:
            each.tag = "h3"
        for inner in each.children or ():
            if inner.type == "link_open":
                inner.attrSet("rel", "noopener noreferrer nofollow")
    told: str = parser.renderer.render(tokens, parser.options, {})
    return told.replace(_INVISIBLE, "")


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415  which an idle bot does without

    parser = MarkdownIt("commonmark", {"html": False}).disable(["image", "html_inline"])
    parser.validateLink = _leads_to_the_web  # type: ignore[method-assign]
    return parser


def _leads_to_the_web(url: str) -> bool:
    return bool(web_target(url))


def _text(words: str) -> bytes:
    return f"{words}\n".encode()
