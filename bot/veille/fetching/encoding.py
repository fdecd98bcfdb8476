"""Bytes to text, whatever the server, the document and the truth say about the encoding."""

from __future__ import annotations

import codecs
import re

from bot.core.patterns import lazy_pattern

_DECLARED = lazy_pattern(rb"^[^<]{0,10}<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_CHARSET = lazy_pattern(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_XML = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF]))
_ANY_NOT_XML = lazy_pattern(f"[{_NOT_XML}]")
_NO_CHARSETS = frozenset(
    ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined", "utf-7")
)
"""Codecs of Python that no document is written in; UTF-7 serves only to hide tags."""

_AS_BROWSERS_DO = {"iso8859-1": "windows-1252", "ascii": "windows-1252"}


def decode(body: bytes, content_type: str | None) -> str:
    """Read a document; never fails: the last resort is UTF-8, but for bytes of windows-1252.

    A byte order mark wins; then UTF-8 if the bytes are valid UTF-8, whatever is declared (no
    text in another encoding is, by chance); then the server's charset, then the document's own.
    Spaces before the document and characters that XML forbids are removed.
    """
    text = _decoded(body, content_type).lstrip("\ufeff \t\r\n")
    # One by one: to look for any of them at once takes twenty times as long.
    return _ANY_NOT_XML.sub("", text) if any(sign in text for sign in _NOT_XML) else text


def _decoded(body: bytes, content_type: str | None) -> str:
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    for encoding in (_bare_utf16(body), "utf-8", *_claims(body, content_type)):
        try:
            return body.decode(encoding)
        except (LookupError, ValueError):  # a codec that makes no text, bytes that are none
            continue
    return body.decode("utf-8", _MIXED)


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    """Read what is no UTF-8: a whole text, or a few words pasted into one that is."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("windows-1252", "replace"), error.end


_MIXED = "courroie-windows-1252"
codecs.register_error(_MIXED, _as_windows_1252)


def _bare_utf16(body: bytes) -> str:
    """Recognise `<` in two bytes; otherwise UTF-8, to be tried next in any case."""
    head = body[:2]
    return {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}.get(head, "utf-8")


def _claims(body: bytes, content_type: str | None) -> list[str]:
    claimed = []
    if match := _CHARSET.search(content_type or ""):
        claimed.append(match.group(1))
    if declared := _DECLARED.match(body):
        claimed.append(declared.group(1).decode("ascii"))
    names = []
    for name in claimed:
        try:
            codec = codecs.lookup(name)
        except LookupError:
            continue
        if codec.name in _NO_CHARSETS:
            continue
        names.append(_AS_BROWSERS_DO.get(codec.name, codec.name))
    return names
