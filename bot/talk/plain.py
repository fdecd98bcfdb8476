"""Our Markdown as plain text, which a terminal or a screen reader reads well."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator

from bot.core.patterns import lazy_pattern
from bot.talk.markdown import typeset

WIDTH = 72
"""Characters of a line, as mails have it."""

_LINK = lazy_pattern(r"\[((?:\\.|[^\]\\])*)\]\(([^)\s\[]*)\)")
_STRONG = lazy_pattern(r"\*\*(?=\S)((?:(?!\*\*).)+)(?<=\S)\*\*")
_SOFT = lazy_pattern(r"(?<![\w*\\])([*_])(?=[^\s*_])(.{1,500}?)(?<=[^\s*_\\])\1(?![\w*])")
_ESCAPED = lazy_pattern(r"\\([\\`*_\[\]|~+>#.()!-])")
_BOLD_LINE = lazy_pattern(r"^\*\*([^*]+)\*\*$")
_HEADING = lazy_pattern(r"^(#{1,6})\s+(.*)$")
_ITEM = lazy_pattern(r"^(\s*)(?:[-*]|(\d+[.)]))\s+(.*)$")
_REFERENCE = lazy_pattern(r"&#(\d{2});")
_INVISIBLE = "\u200b"


def plain(markdown: str) -> str:
    """Return Markdown of ours without its marks, in lines of WIDTH; addresses are never cut."""
    blocks = "\n".join(_lines(typeset(markdown)))
    return re.sub(r"\n{3,}", "\n\n", blocks).strip()


def _lines(markdown: str) -> Iterator[str]:
    for line in markdown.splitlines():
        heading, item = _HEADING.match(_BOLD_LINE.sub(r"#### \1", line)), _ITEM.match(line)
        if heading:
            title = _words(heading[2])
            yield from (
                "",
                title,
                ("=" if len(heading[1]) <= _TOP else "-") * min(len(title), WIDTH),
            )
        elif item:
            mark = f"{item[1]}{item[2] or '-'} "
            yield _wrapped(_words(item[3]), mark)
        elif line.startswith("> "):
            yield _wrapped(_words(line[2:]), "> ", again="> ")
        else:
            yield _wrapped(_words(line), "")


_TOP = 3


def _words(line: str) -> str:
    text = _LINK.sub(_spelled, line)
    return unescaped(_SOFT.sub(r"\2", _STRONG.sub(r"\1", text)))


def unescaped(text: str) -> str:
    """Return escaped words, between two marks of Markdown, as they were written."""
    text = _ESCAPED.sub(r"\1", text).replace("`", "")
    return _REFERENCE.sub(lambda found: chr(int(found[1])), text).replace(_INVISIBLE, "")


def _spelled(link: re.Match[str]) -> str:
    """Write a link as its words, then its address, unless they are the same."""
    label, target = link[1].replace(_INVISIBLE, ""), link[2]
    return target if label == target else f"{label} <{target}>"


def _wrapped(text: str, first: str, *, again: str | None = None) -> str:
    """Wrap between plain spaces only: a French one before « ? » does not break."""
    indent = " " * len(first) if again is None else again
    parts = textwrap.wrap(
        text.replace("\u00a0", "\ue010").replace("\u202f", "\ue011"),
        WIDTH,
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(parts).replace("\ue010", "\u00a0").replace("\ue011", "\u202f")
