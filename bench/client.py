"""What Mattermost's web client makes of one line: a model of its rules, to measure what we write.

Its Markdown is an old marked with changes of their own (github.com/mattermost/marked), whose texts
are then searched for mentions, channels, mail addresses, hashtags and emoji
(webapp/channels/src/utils/text_formatting and emoticons). Where two versions differ, what either
would do counts.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

SCHEMES = ("http", "https", "ftp", "mailto", "tel")
"""What a server links by itself as it is installed."""


@dataclass(slots=True)
class Seen:
    """What a reader sees: a text, where its links lead, and what else came alive in it."""

    text: str = ""
    links: list[str] = field(default_factory=list)
    alive: list[str] = field(default_factory=list)


def seen(line: str) -> Seen:
    """Read one line as a post of its own; a bullet of a list is what one writes oneself."""
    found = Seen()
    body = line.replace("\u00a0", " ").removeprefix("- ")
    if block := _BLOCK.match(body):
        found.alive.append(f"block {block[0]!r}")
    found.text = " ".join(html.unescape(_read(body, found, in_link=False)).split())
    found.text = found.text.replace("\u200b", "")
    return found


_BLOCK = re.compile(
    r" *(?:#{1,6} +[^\n]|>|(?:[*+-]|\d+\.) |(?:[-*_] *){3,}$|\[[^\]]+\]: *<?(?:\w*:|/|#))| {4}"
)

_ESCAPE = re.compile(r"\\([`*{}\[\]()#+\-.!_>|~]|\\(?!\w))", re.ASCII)
_POINTED = re.compile(r"<((?:[^ >]+(?:@|:/)|www\d{0,3}\.)[^ >]+)>")
_ADDRESS = re.compile(
    r"(?:(?P<scheme>[A-Za-z][A-Za-z\d.+-]*):(?:/{1,3}|[^\W_]|%)|www\d{0,3}\.|"
    r"(?:[^\W_]|[.-])+\.[^\W\d_]{2,4}/)\S+"
)
_INSIDE = r"(?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*"
_LINK = re.compile(rf"(?P<picture>!?)\[(?P<label>{_INSIDE})\]\((?P<target>(?:[^()]|\([^()]*\))*)\)")
_STRONG = re.compile(r"__(.+?)__(?!_)|\*\*(.+?)\*\*(?!\*)")
_EMPHASIS = re.compile(
    r"_([^\s_])_(?!_)|_([^\s].*?[^\s_])_(?!_|[^\s!-/:-@\[^_{|}~])|\*([^\s*\"<])\*(?!\*)"
    r"|\*([^\s\"<].*?[^\s*])\*(?!\*)"
)
_CODE = re.compile(r"(`+)([^`]|[^`].*?[^`])\1(?!`)")
_STRUCK = re.compile(r"~~(?=\S)(.*?\S)~~")
_FORMULA = re.compile(r"\$([^$\n]+)\$(?!\w)", re.ASCII)
_TEXT = re.compile(
    r"(?:`+|[^`]).*?(?=[\\<!\[`*~]|\B\$|\b_|\b[a-z][a-z0-9.+-]{1,31}:|\bwww\d{0,3}\.|$)",
    re.ASCII | re.DOTALL,
)


def _read(source: str, found: Seen, *, in_link: bool) -> str:
    """Return the text of Markdown, references not yet read; what is alive goes to `found`."""
    parts: list[str] = []
    texts = ""
    while source:
        if escaped := _ESCAPE.match(source):
            texts += escaped[1]
            source = source[escaped.end() :]
            continue
        taken = _taken(source, found, in_link=in_link)
        if taken is None:
            plain = _TEXT.match(source)
            size = max(plain.end(), 1) if plain else 1
            texts += source[:size]
        else:
            inner, size = taken
            parts += [_alive_in(texts, found), inner]
            texts = ""
        source = source[size:]
    return "".join([*parts, _alive_in(texts, found)])


def _taken(source: str, found: Seen, *, in_link: bool) -> tuple[str, int] | None:
    """Return what the construct at the start shows, and its length; None for plain text."""
    if pointed := _POINTED.match(source):
        found.alive.append(f"pointed address {pointed[1]!r}")
        return pointed[1], pointed.end()
    address = None if in_link else _ADDRESS.match(source)
    if address and (address["scheme"] or "http").lower() in SCHEMES:
        shown = address[0].rstrip("?!.,:*_~'\"")
        found.alive.append(f"address {shown!r}")
        return shown, len(shown)
    if link := _LINK.match(source):
        found.links.append(link["target"])
        if link["picture"]:
            found.alive.append(f"picture {link['target']!r}")
        return _read(link["label"], found, in_link=True), link.end()
    for name, pattern in _SPANS:
        if span := pattern.match(source):
            found.alive.append(f"{name} {span[0]!r}")
            words = next(filter(None, reversed(span.groups())))
            return (words if name in _RAW else _read(words, found, in_link=in_link)), span.end()
    return None


_SPANS = (
    ("strong", _STRONG),
    ("emphasis", _EMPHASIS),
    ("code", _CODE),
    ("struck", _STRUCK),
    ("formula", _FORMULA),
)
_RAW = ("code", "formula")

_MAIL = r"(?<![^\W_])[\w!#$%&'*+/=?^`{|}~.-]+@(?:[^\W_]|[.-])+\.[^\W\d_]{2,5}(?![^\W\d_])"
_SMILEYS = (
    r"(?:^|\B):[`'’]?-?[()\[\]/|$@](?:$|\B)",
    r"(?:^|\B);-?\)(?:$|\B)",
    r"(?:^|\B):-?[odpsx](?:$|\b)",
    r"\bx-d\b",
    r"(?:^|\B)<[/]?3(?:$|\b)",
    r"(?:^|\B)&lt;[/]?3(?:$|\b)",
)
_ALIVE: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("mention", re.compile(r"(?:\B|\b_+)@[a-z0-9._-]+", re.IGNORECASE | re.ASCII)),
    ("channel", re.compile(r"\B~[a-z0-9._-]+", re.IGNORECASE | re.ASCII)),
    ("mail", re.compile(_MAIL)),
    ("hashtag", re.compile(r"(?:^|(?a:\W))#[^\W\d_](?:[\w.-])*[^\W_]")),
    ("emoji", re.compile(r":[\w+-]+:", re.ASCII)),
    *(("smiley", re.compile(each, re.IGNORECASE | re.ASCII)) for each in _SMILEYS),
)


def _alive_in(text: str, found: Seen) -> str:
    for name, pattern in _ALIVE:
        found.alive += [f"{name} {each[0]!r}" for each in pattern.finditer(text)]
    return text


def pings(line: str) -> list[str]:
    """Return whom the server would call: it reads references, and no escape stops a mention."""
    return _PING.findall(html.unescape(line))


_PING = re.compile(r"(?<![a-z0-9])@(?:all|channel|here)\b", re.IGNORECASE)
