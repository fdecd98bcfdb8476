"""Our Markdown in the markup of others: that of a wiki, that of Discord.

Other people's words do nothing there either: what would act is broken by an invisible space.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from bot.core.patterns import lazy_pattern
from bot.talk.markdown import pages, typeset
from bot.talk.plain import unescaped

_HEADING = lazy_pattern(r"^(#{1,6})\s+(.*)$")
_ITEM = lazy_pattern(r"^(\s*)[-*]\s+(.*)$")
_ROW = lazy_pattern(r"^\|(.+)\|\s*$")
_RULE = lazy_pattern(r"^[\s|:-]+$")
_MARKED = lazy_pattern(
    r"\[(?P<label>(?:\\.|[^\]\\]){0,600})\]\((?P<target>[^)\s\[]*)\)"
    r"|(?<!\\)\*\*(?=\S)(?P<strong>(?:(?!\*\*).){1,2000})(?<=\S)\*\*"
    r"|(?<![\w\\])_(?=\S)(?P<soft>[^_]{1,2000})(?<=[^\s\\])_(?!\w)"
    r"|(?P<bare>https?://[^\s<>\"]+)"
)
_ACTS = lazy_pattern(r"([{}\[\]\"=*_#@%|-])(?=\1)|(?<!:)/(?=/)")
_ACTS_ON_DISCORD = lazy_pattern(r"[\\*_~`|>]|<(?=[@#:/a-z])|@(?=\w)|\[(?=[^\]]{0,600}\]\()")
_STARTS = lazy_pattern(r"^(\s*)(?=[#-]+ )")
_INVISIBLE = "\u200b"


def wiki(markdown: str) -> str:
    """Return Markdown of ours as a YesWiki writes it; nothing in it is an action, nor HTML."""
    return "\n".join(_lines(markdown, _WIKI))


def wiki_words(text: str) -> str:
    """Return someone's words so that a YesWiki shows them, and does nothing else."""
    shown = typeset(text).replace("<", "‹").replace(">", "›")
    return _ACTS.sub(rf"\g<0>{_INVISIBLE}", shown)


def discord(markdown: str, limit: int) -> tuple[str, ...]:
    """Return Markdown of ours as messages of Discord, cut between items, of `limit` characters."""
    text = "\n".join(_lines(markdown, _DISCORD))
    blocks = re.split(r"\n(?!\s)", re.sub(r"\n{3,}", "\n\n", text).strip())
    found = [""]
    for block in blocks:
        for part in pages(block, limit) if len(block) > limit else (block,):
            joined = f"{found[-1]}\n{part}".lstrip("\n")
            if len(joined) <= limit:
                found[-1] = joined
            else:
                found.append(part)
    return tuple(each.strip("\n") for each in found if each.strip())


def discord_words(text: str) -> str:
    """Return someone's words so that Discord shows them, and does nothing else."""
    return _ACTS_ON_DISCORD.sub(_escape_for_discord, typeset(text))


def _escape_for_discord(found: re.Match[str]) -> str:
    return f"{found[0]}{_INVISIBLE}" if found[0] in "@<" else f"\\{found[0]}"


@dataclass(frozen=True, slots=True)
class _Markup:
    """How one of them writes a heading, an item, a link, soft words, and mere words."""

    words: Callable[[str], str]
    soft: str
    heading: Callable[[str], str]
    item: Callable[[str, str], str]
    link: Callable[[str, str], str]

    def line(self, text: str) -> str:
        """Return a line with its links and bold words."""
        parts, end = [], 0
        for found in _MARKED.finditer(text):
            parts += [self.words(unescaped(text[end : found.start()])), self._marked(found)]
            end = found.end()
        return "".join([*parts, self.words(unescaped(text[end:]))])

    def _marked(self, found: re.Match[str]) -> str:
        if found["strong"] is not None:
            return f"**{self.line(found['strong'])}**"
        if found["soft"] is not None:
            return f"{self.soft}{self.line(found['soft'])}{self.soft}"
        if found["bare"] is not None:
            return _safe(found["bare"])
        return self.link(self.words(unescaped(found["label"])), _safe(found["target"]))


def _safe(url: str) -> str:
    return quote(url, safe="%/:=&?~#+!$,;'@.-_()")


def _wiki_link(label: str, target: str) -> str:
    return f"[[{target} {label.replace(']', ' ').replace('[', ' ')}]]"


def _discord_link(label: str, target: str) -> str:
    words = label.replace("\\[", "(").replace("[", "(").replace("]", ")")
    target = target.replace("(", "%28").replace(")", "%29")
    return f"[{words}](<{target}>)"  # between angles: no picture of the page beneath


_WIKI = _Markup(
    wiki_words,
    "//",
    lambda title: f"===={title}====",
    lambda indent, item: f"{' ' * (1 + len(indent) // 2)}- {item}",
    _wiki_link,
)
_DISCORD = _Markup(
    discord_words,
    "_",
    lambda title: f"### {title}",
    lambda indent, item: f"{indent}- {item}",
    _discord_link,
)


def _lines(markdown: str, markup: _Markup) -> Iterator[str]:
    for line in markdown.splitlines():
        heading, item, row = _HEADING.match(line), _ITEM.match(line), _ROW.match(line)
        if heading:
            yield markup.heading(markup.line(heading[2]))
        elif row and _RULE.match(row[1]):
            continue
        elif row:
            cells = (markup.line(each.strip()) for each in row[1].split("|"))
            yield markup.item("", "\u00a0: ".join(cells))
        elif item:
            yield markup.item(item[1], markup.line(item[2]))
        else:
            words = markup.line(line.removeprefix("> "))
            yield _STARTS.sub(rf"\1{_INVISIBLE}", words)  # what someone wrote is no heading
