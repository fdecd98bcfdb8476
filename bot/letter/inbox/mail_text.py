"""The text of a mail, whatever its parts and charsets; of HTML, what it shows and leads to."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple

from bot.core.patterns import lazy_pattern

_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "ul", "ol"})
_BLOCKS = _SPACED | {"div", "br", "li", "tr", "table", "blockquote", "hr", "pre"}
_UNSEEN = {"style", "script", "title"}
_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----"
_SIGNATURE, _SIGNATURE_ENDS = "-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"
_ESCAPED = lazy_pattern(r"\A\n(?:Hash: .*\n)*|^- ", re.MULTILINE)
_ENCRYPTED = {"multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime"}
_ENCRYPTED_IN_PLACE = "-----BEGIN PGP MESSAGE-----"
_WESTERN = frozenset({"iso-8859-1", "latin1", "us-ascii", "ascii"})
_NO_CHARSETS = frozenset({"punycode", "idna"})
"""Codecs of names, not of texts, which take hours over a long one."""

_LARGEST = 100_000
"""Characters of HTML that are looked at."""

_HOLLOW = 3
"""How many times longer HTML is than a plain part which only says that there is HTML."""


class MailLink(NamedTuple):
    """Where a mail leads: what the link says, the title above it, its address."""

    said: str
    heading: str
    href: str


def decoded(value: object) -> str:
    """Return a header as people read it."""
    try:
        return str(make_header(decode_header(str(value))))
    except (HeaderParseError, LookupError, UnicodeError, ValueError):
        return str(value)


def sender_of(message: Message) -> tuple[str, str]:
    """Return the name and the address of who sent a mail.

    They are told apart before they are decoded: a name may hold a comma, or another's address.
    """
    name, address = parseaddr(str(message.get("From", "")))
    return decoded(name), address


def text_of(message: Message) -> str:
    """Return the text of a mail: its plain parts, but for files, or what its HTML shows.

    What is quoted begins with `>`, what a person began so with a blank (RFC 3676).
    """
    plain = enumerate(parts_of(message, "text/plain"))
    said = (_content(part) for place, part in plain if not (place and part.get_filename()))
    found = "\n\n".join(each for each in said if each.strip())
    shown = "\n".join(_shown(message).lines)
    return _without_armour(shown if len(found) * _HOLLOW < len(shown) else found)


def is_encrypted(message: Message) -> bool:
    """Tell whether a mail is encrypted, by OpenPGP or S/MIME, so that we cannot read it."""
    if _ENCRYPTED_IN_PLACE in text_of(message).split("\n"):
        return True
    signed = message.get_param("smime-type") == "signed-data"
    return message.get_content_type() in _ENCRYPTED and not signed


def links_of(message: Message) -> Sequence[MailLink]:
    """Return where the HTML of a mail leads."""
    return _shown(message).links


def parts_of(message: Message, kind: str) -> Iterator[Message]:
    """Yield the parts of a kind that are no attachment, and not of a message inside."""
    if message.is_multipart() and message.get_content_maintype() != "message":
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from parts_of(part, kind)
    elif message.get_content_type() == kind and message.get_content_disposition() != "attachment":
        yield message


def _without_armour(text: str) -> str:
    """Return the words alone of a text that is signed in place (RFC 9580, 7)."""
    before, signed, rest = text.partition(_SIGNED)
    if not signed:
        return text
    words, _, after = rest.partition(_SIGNATURE)
    return before + _ESCAPED.sub("", words) + after.partition(_SIGNATURE_ENDS)[2]


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    text, named = content.decode("cp1252", "replace"), str(part.get_content_charset() or "")
    for charset in ("cp1252" if named in _WESTERN else named, "utf-8"):  # as mail programs do
        with suppress(LookupError, ValueError):
            if codecs.lookup(charset).name not in _NO_CHARSETS:
                text = content.decode(charset)
    return "\n".join(text.replace("\x00", "").splitlines())


@lru_cache(maxsize=1)
def _shown(message: Message) -> _Shown:
    """Read the first part in HTML, made well before: the standard library takes minutes else."""
    import nh3  # noqa: PLC0415  a bot without mail does without

    content = next((_content(each) for each in parts_of(message, "text/html")), "")
    sound = nh3.clean(
        content[:_LARGEST],
        tags={*_BLOCKS, "a", "img"},
        clean_content_tags=_UNSEEN,
        attributes={"a": {"href"}, "img": {"alt"}},
        link_rel=None,
    )
    shown = _Shown()
    shown.feed(sound)
    shown.close()
    return shown


class _Shown(HTMLParser):
    """Gathers what HTML shows, line by line, and its links."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]
        self.links: list[MailLink] = []
        self._heading = self._said = self._href = ""
        self._quoted = self._kept = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, or a link."""
        given = {name: value or "" for name, value in attrs}
        self._begin(tag)
        self._quoted += tag == "blockquote"
        self._kept += tag == "pre"
        self._said += given.get("alt", "")
        if tag == "a":
            self._href, self._said = given.get("href", "").strip(), ""
        if tag == "li":
            self.handle_data("- ")

    def handle_endtag(self, tag: str) -> None:
        """End a line, a title, or a link."""
        if tag == "a" and self._href:
            self.links.append(MailLink(" ".join(self._said.split()), self._heading, self._href))
            self._href = ""
        if tag in _SPACED and tag.startswith("h"):
            self._heading = self.lines[-1].strip("> ")
        self._begin(tag)
        self._quoted -= tag == "blockquote"
        self._kept -= tag == "pre"

    def handle_data(self, data: str) -> None:
        """Add to the line."""
        for place, line in enumerate(data.split("\n") if self._kept else [data]):
            if place:
                self.lines.append("")
            said = " ".join(f"x{line}x".split())[1:-1]
            if said.strip() and not self.lines[-1].strip():
                self.lines[-1] = "> " if self._quoted else " "
            self.lines[-1] += said
        self._said += data

    def _begin(self, tag: str) -> None:
        """Begin a line, after a blank one where the tag has it so."""
        if tag in _BLOCKS and self.lines[-1].strip():
            self.lines += ["", ""] if tag in _SPACED else [""]
