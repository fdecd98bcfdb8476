r"""Other people's words inside our Markdown, and long texts cut into posts.

The one place that escapes. Rules from Mattermost's renderers (forks of marked and, on phones, of
commonmark.js; its `emoticons` and `text_formatting`) and its server's parser
(server/public/shared/markdown): a mention is `@` and a name, a hashtag `#` and a letter, a channel
`~` and a name. The server reads character references before it looks for mentions, so that
`&#64;channel` would ring; neither knows `\<` or `\&`. These are broken by an invisible space.
Neither that nor a backslash stops `$`, nor a `<` that some `>` closes: they are written as
references. A backslash before a letter is itself already. The rest a backslash stops. Only what
would act is escaped, since notifications show the raw text.

What people type in the chat keeps its emoji codes and its links (`escape`); what comes from outside
does nothing at all (`inert`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, urlsplit

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.french.legible import legible

POST_LIMIT = 16_383
"""Characters in one post: Mattermost's own limit, in runes."""

PAGE_LIMIT = 16_000
"""Characters of a page: the rest is for what names, commands and hours take once written out."""

_INVISIBLE = "\u200b"
_BROKEN = rf"\g<0>{_INVISIBLE}"
_LINK = lazy_pattern(r"(?<![^\W_])(?<!\\)https?://[^\W_][^\s<>\"`\\]*", re.IGNORECASE)
_ACTIVE = lazy_pattern(r"\\(?![A-Za-z0-9])|[`*_\[\]|~]")
_BREAKS = lazy_pattern(r"[@#<](?!\s)|~(?=\\?[\w.-])|&(?=#|\w)")
_ACTS_IN_LINK = lazy_pattern(
    r"[\[\]()|*~]|@(?=(?:all|channel|here)\b)|&(?=#\w+;|commat;)", re.IGNORECASE
)
_REFERENCE = lazy_pattern(r"(&(?:#\w{1,8}|[a-zA-Z]\w{1,31}));")
_LINE_START = lazy_pattern(r"^(\s*)([-+>]|#|=+\s*$|\d{1,9}(?=[.)]))")
_EMOJI = lazy_pattern(
    r":(?=[\w+-]{1,100}:)"
    r"|(?<![a-z0-9_])(?::(?=[-'`’]?[()\[\]/|@$dopsx])|;(?=-?\))|x(?=-d(?![a-z0-9_])))",
    re.IGNORECASE,
)
"""Codes, then smileys, up to where they are broken."""

_ADDRESS = lazy_pattern(
    r"(?<=[a-z0-9+.-]):(?=/)|(?:(?<=http)|(?<=https)|(?<=ftp)|(?<=mailto)|(?<=tel)):(?=[\w%])"
    r"|www\d{0,3}(?=\.)|(?<=\.)[^\W\d_]{2,4}(?=/)",
    re.IGNORECASE,
)
"""What becomes a link by itself, up to where it is broken."""

_BRACKETS = lazy_pattern(r"(\\\[[^\[\]]*\\\](?!:))|\\([\[\]])")


def shown(text: str) -> str:
    """Return someone's words on one line, typeset, without what hides, disorders or is not XML.

    It escapes nothing: where it goes does.
    """
    return typeset(visible(text))


def visible(text: str) -> str:
    """Return the same as it was typed: an address, the name of a file."""
    return " ".join(legible(text).split())


def escape(text: str) -> str:
    """Return someone's words as one line of Markdown that shows them and does nothing else.

    Links stay links; `@` and `#` ring nothing; control and bidirectional characters go.
    """
    return _escaped_line(visible(text))


def inert(text: str) -> str:
    """Return words from outside as one line of Markdown: no link, emoji code nor smiley acts."""
    return _inert(_ADDRESS.sub(_BROKEN, visible(text)))


def label(text: str) -> str:
    """Return the same as the label of a link: there, an address is text like any other.

    A bracket without its pair, or before a colon, is written as a reference: marked looks for pairs
    and for `[name]: address` before it heeds a backslash.
    """
    return _inert(visible(text))


def quote_block(text: str) -> str:
    """Return someone's words as a Markdown quotation, line by line."""
    lines = (_escaped_line(visible(each)) for each in text.splitlines())
    return "\n".join(f"> {line}".rstrip() for line in lines)


def item(text: str) -> str:
    """Return someone's words inside an item of a list: as `escape`, line by line where it has some.

    So a list that someone wrote stays one.
    """
    lines = (_escaped_line(visible(each)) for each in text.splitlines())
    return "\n  ".join(filter(None, lines))


def link_target(url: str) -> str:
    """Return an address that can stand between the parentheses of a Markdown link."""
    quoted = quote(url.strip(), safe="%/:=&?~#+!$,;'@.-_")
    return _REFERENCE.sub(r"\1%3B", quoted)


def web_target(url: str) -> str:
    """Return the same of what leads to the web, "" for anything else: a script, a local file.

    All links that are written pass here, whatever was checked before.
    """
    target = link_target(url)
    try:
        parts = urlsplit(target)
    except ValueError:
        return ""
    return target if parts.scheme in {"http", "https"} and parts.hostname else ""


def readable(url: str) -> str:
    """Return an address as people read it, to stand for a title: no scheme, nor « www. »."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or url


def address(url: str) -> str:
    """Return an address to be read as it is, or mere words where it does not lead to the web."""
    return web_target(url) or escape(url)


def person(user: str) -> str:
    """Return a mark that stands for a chat user's name until the text is said.

    Names are never stored: the chat's side replaces the mark when it posts.
    """
    return f"\ue000{user}\ue001"


def name_marks(text: str) -> frozenset[str]:
    """Return the ids of the users that a text names by marks."""
    return frozenset(_MARK.findall(text))


def with_names(text: str, names: Mapping[str, str]) -> str:
    """Replace the marks by names, escaped; an unknown user is « une personne partie ».

    Our « de » before one becomes « d' » where French wants it: « d'Amina », « de Yann ».
    """

    def named(mark: re.Match[str]) -> str:
        name = names.get(mark["user"], "une personne partie")
        of = "d'" if mark["of"] and _ELIDES.match(fold(name)) else mark["of"] or ""
        return of + escape(name)

    return _OF_SOMEONE.sub(named, text)


_MARK = lazy_pattern("\ue000(?P<user>[A-Za-z0-9]{0,64})\ue001")
_OF_SOMEONE = lazy_pattern(rf"(?P<of>\bde )?{_MARK.pattern}")
_ELIDES = lazy_pattern(r"[aeiou]|y[^aeiou]")


def quoted(post: str, limit: int) -> str:
    """Return a mark that stands for someone's words in the channel until the text is said.

    They are kept nowhere: the chat's side reads them again, and replaces the mark by so many
    characters at most, then where the others are.
    """
    return f"\ue002{post}:{limit}\ue003"


def quote_marks(text: str) -> frozenset[str]:
    """Return the ids of the posts that a text quotes by marks."""
    return frozenset(match["post"] for match in _QUOTE.finditer(text))


def with_quotes(text: str, words: Mapping[str, str]) -> str:
    """Replace the marks by the words of their posts, on one line; what is gone says so."""

    def said(mark: re.Match[str]) -> str:
        line = visible(words.get(mark["post"], ""))
        limit = int(mark["limit"])
        whole = (
            "" if len(line) <= limit else f"… [voir dans le canal](/_redirect/pl/{mark['post']})"
        )
        return escape(line[:limit].rstrip()) + whole or "_(ce message n'est plus là)_"

    return _QUOTE.sub(said, text)


_QUOTE = lazy_pattern("\ue002(?P<post>[A-Za-z0-9]{1,64}):(?P<limit>[0-9]{1,5})\ue003")


def typeset(text: str) -> str:
    """Set French as it is printed, our words and other people's; what is set already stays so.

    Our words are set when a template is compiled; whole messages, and what pages, mails and
    pictures show of other people's, when they leave.

    Non-breaking spaces before « ? » and the like, and inside quotation marks, so that no line
    begins with them; one apostrophe; one way to write hours, « 9 h 30 ». `code`, web and mail
    addresses stay as they are.
    """
    pieces = _KEPT.split(text) if _MAY_KEEP.search(text) else [text]
    pieces[::2] = map(_set, pieces[::2])
    return "".join(pieces)


def _set(text: str) -> str:
    for typed, printed in _PRINTED:
        text = text.replace(typed, printed)
    text = _BEFORE_MARK.sub("\u00a0", text)
    return _HOUR.sub(_hour, text) if _MAY_SAY_HOURS.search(text) else text


def _hour(found: re.Match[str]) -> str:
    minutes = found["minutes"] or "00"
    return f"{found['hours']}\u00a0h" + (f"\u00a0{minutes}" if minutes != "00" else "")


_MAY_KEEP = lazy_pattern(r"[`@]|://|www\.", re.IGNORECASE)
_KEPT = lazy_pattern(
    r"(`+[^`]*+`*+|\b(?:https?://|www\.)[^\s<>]++|(?<![\w.+-])[\w.+-]++@\u200b?\w[\w.-]*+)",
    re.IGNORECASE,
)
"""Code, and web and mail addresses."""

_PRINTED = (("« ", "«\u00a0"), ("n° ", "n°\u00a0"), ("’", "'"), ("‘", "'"), ("ʼ", "'"))
_BEFORE_MARK = lazy_pattern(r" (?=[;:?!»%€]++(?:[\s).,*_<…\"\]]|$))")
_MAY_SAY_HOURS = lazy_pattern(r"\d[ \u00a0]?[hH]")
_HOUR = lazy_pattern(
    r"(?<![\w.#@])(?<![a-gi-zA-GI-Z]/)(?P<hours>\d{1,2})[ \u00a0]?[hH]"
    r"(?:[ \u00a0]?(?P<minutes>[0-5]\d))?+(?!\w|\.\w|[ \u00a0]?[hH](?!\w))"
)


PHONE_WIDTH = 38
"""Characters of a line on a phone, where a list begins a little further."""


def phone_lines(text: str) -> int:
    """Return how many lines a line of text takes on a phone."""
    return 1 + len(text) // PHONE_WIDTH


def pages(text: str, limit: int = PAGE_LIMIT) -> tuple[str, ...]:
    """Cut a text into posts of at most `limit` characters, between lines.

    A line that is too long by itself is cut between words, never inside a link or its label
    unless the link alone is longer than a post.
    """
    found: list[str] = []
    page = ""
    for line in _short_lines(text, limit):
        if page and len(page) + 1 + len(line) > limit:
            found.append(page)
            page = ""
        page = f"{page}\n{line}" if page else line
    kept = [each.strip("\n") for each in [*found, page] if each.strip()]
    return tuple(kept)


_WORD = lazy_pattern(r"(?:[^\s\[]*\[(?:\\.|[^\]\\])*\]\([^)\s]*\))+\S*|\S+")


def _short_lines(text: str, limit: int) -> Iterator[str]:
    for line in text.split("\n"):
        if len(line) <= limit:
            yield line
            continue
        part = ""
        for word in _WORD.findall(line):
            if part and len(part) + 1 + len(word) > limit:
                yield part
                part = ""
            rest = f"{part} {word}" if part else word
            while len(rest) > limit:
                yield rest[:limit]
                rest = rest[limit:]
            part = rest
        if part:
            yield part


def _escaped_line(line: str) -> str:
    parts: list[str] = []
    end = 0
    for match in _LINK.finditer(line):
        link = _without_punctuation(match[0])
        parts += [_escaped(line[end : match.start()], line, after=parts), _bare_link(link)]
        end = match.start() + len(link)
    parts.append(_escaped(line[end:], line, after=parts))
    return _defused("".join(parts))


def _escaped(text: str, line: str, *, after: Sequence[str] = ()) -> str:
    """Escape what is no address in a line; a reference glued `after` one would be taken into it."""
    broken = _BREAKS.sub(_BROKEN, _ACTIVE.sub(r"\\\g<0>", text)).replace("$", _reference("$"))
    if ">" not in line:
        return broken
    glued, space, rest = broken.partition(" ") if after else ("", "", broken)
    return glued + space + rest.replace(f"<{_INVISIBLE}", _reference("<"))


def _inert(line: str) -> str:
    escaped = _escaped(_EMOJI.sub(_BROKEN, line), line)
    return _defused(_BRACKETS.sub(lambda found: found[1] or _reference(found[2]), escaped))


def _reference(sign: str) -> str:
    return f"&#{ord(sign)};"


def _without_punctuation(url: str) -> str:
    """Leave out what ends the sentence rather than the address."""
    while url[-1] in _ENDS or (
        url[-1] in _CLOSED and url.count(_CLOSED[url[-1]]) < url.count(url[-1])
    ):
        url = url[:-1]
    return url


_ENDS = ".,;:!?'*_|~»’”…"
_CLOSED = {")": "(", "]": "["}


def _bare_link(url: str) -> str:
    """Encode what would act inside an address, and nothing else: people read it."""
    return _ACTS_IN_LINK.sub(lambda found: f"%{ord(found[0]):02X}", url)


def _defused(line: str) -> str:
    return _LINE_START.sub(_defused_start, line)


def _defused_start(match: re.Match[str]) -> str:
    start = match[2]
    if start[0] in "=#":
        return match[1] + _INVISIBLE + start
    if start.isdigit():
        return match[1] + start + _INVISIBLE
    return match[1] + "\\" + start
