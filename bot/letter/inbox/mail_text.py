"""The text of a mail, whatever its parts and charsets; of HTML, what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from html.parser import HTMLParser

_BLOCKS = frozenset(
    {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "table", "ul", "ol", "blockquote", "hr"}
)
_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "ul", "ol"})
_WESTERN = frozenset({"iso-8859-1", "latin1", "us-ascii", "ascii", "windows-1252"})
_UNSEEN = frozenset({"style", "script", "head", "title"})
_KEPT = {*_BLOCKS, "a", "img"}
_LARGEST = 100_000


def decoded(value: object) -> str:
    """Return a header as people read it."""
    try:
        return str(make_header(decode_header(str(value))))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return str(value)


def text_of(message: Message) -> str:
    """Return the text of a mail: its first plain part that says something, else what HTML shows."""
    plain = [_content(each) for each in _parts(message, "text/plain")]
    told = next((each for each in plain if each.strip()), "")
    if told:
        return _flowed(message, told)
    shown = (html_text(_content(each)) for each in _parts(message, "text/html"))
    return next((each for each in shown if each), "")


def html_of(message: Message) -> str:
    """Return the HTML of a mail, "" where it has none."""
    return next((_sound(_content(each)) for each in _parts(message, "text/html")), "")


def _sound(content: str) -> str:
    """Return HTML made well: the standard library takes minutes over what is made to hurt it."""
    import nh3  # noqa: PLC0415  a bot without mail does without

    return nh3.clean(
        content[:_LARGEST],
        tags=_KEPT,
        clean_content_tags=set(_UNSEEN) - {"head"},
        attributes={"a": {"href"}, "img": {"alt"}},
        link_rel=None,
    )


def _parts(message: Message, kind: str) -> Iterator[Message]:
    """Yield the parts of a kind that are no attachment, and not of a message inside."""
    if message.get_content_maintype() == "message":
        return
    if message.is_multipart():
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _parts(part, kind)
    elif message.get_content_type() == kind and message.get_content_disposition() != "attachment":
        yield message


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    named = str(part.get_content_charset() or "")
    named = "cp1252" if named in _WESTERN else named  # as browsers and mail programs read them
    for charset in ("utf-8",) if named == "cp1252" and _is_utf8(content) else (named, "utf-8"):
        try:
            return _lines(content.decode(charset))
        except (LookupError, ValueError):
            continue
    return _lines(content.decode("cp1252", "replace"))


def _is_utf8(content: bytes) -> bool:
    try:
        return not content.decode("utf-8").isascii()
    except UnicodeDecodeError:
        return False


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def _flowed(message: Message, text: str) -> str:
    """Join the lines that were cut to be sent (RFC 3676)."""
    part = next((each for each in _parts(message, "text/plain")), message)
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    joined: list[str] = []
    open_line = False
    for line in text.split("\n"):
        if open_line and line.startswith(">") == joined[-1].startswith(">"):
            joined[-1] += line.lstrip("> ") if line.startswith(">") else line.removeprefix(" ")
        else:
            joined.append(line if line.startswith(">") else line.removeprefix(" "))
        open_line = line.endswith(" ") and line != "-- "
    return "\n".join(joined)


def html_text(content: str) -> str:
    """Return the text that HTML shows, what it quotes marked by `>`."""
    shown = _Shown()
    shown.feed(_sound(content))
    shown.close()
    return "\n".join(shown.lines()).strip()


class _Shown(HTMLParser):
    """Gathers what HTML shows, line by line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[tuple[int, str]] = [(0, "")]
        self._quoted = self._unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  HTMLParser's
        """Begin a line, or what is not shown."""
        self._unseen += tag in _UNSEEN
        self._quoted += tag == "blockquote"
        if tag in _BLOCKS:
            self._new(spaced=tag in _SPACED)
        if tag == "li":
            self._say("- ")

    def handle_endtag(self, tag: str) -> None:
        """End a line, or what is not shown."""
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        if tag in _BLOCKS and tag != "br":
            self._new(spaced=tag in _SPACED)
        if tag == "blockquote":
            self._quoted = max(0, self._quoted - 1)

    def handle_data(self, data: str) -> None:
        """Add to the line."""
        if not self._unseen:
            self._say(" ".join(f"x{data}x".split())[1:-1])

    def lines(self) -> list[str]:
        """Return the lines."""
        return [f"> {line.strip()}" if quoted else line.strip() for quoted, line in self._lines]

    def _say(self, words: str) -> None:
        quoted, line = self._lines[-1]
        self._lines[-1] = (quoted if line.strip() else self._quoted, line + words)

    def _new(self, *, spaced: bool) -> None:
        if self._lines[-1][1].strip():
            self._lines.append((self._quoted, ""))
            if spaced:
                self._lines.append((self._quoted, ""))
