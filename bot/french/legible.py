"""What can be read of a text: no character that hides, disorders or piles up; cut between words.

Everything from outside passes here when it arrives and, for what was kept before, when it is
shown. Characters by the Unicode Standard (chapters 2.11, 23.2 and 23.4) and UTS #51; an emoji made
of several stays whole, and so do the joiners that Arabic and Indic scripts are written with.
"""

from __future__ import annotations

from unicodedata import category, normalize

from bot.core.patterns import lazy_pattern

_USUAL = (
    "\t\n\\x20-\x7e\xa0-\xac\xae-\u02ff\u1e00-\u1eff\u2010-\u2027\u202f-\u205e\u20a0-\u20c0"
    "\u2190-\u22ff"
)
"""What French is written with, a few signs besides: nothing is to be done in such a text."""

_PICTURE = (
    "\xa9\xae\u203c\u2049\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2934\u2935"
    "\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
)
"""What emoji are made of, skin tones and letters of flags included."""

_JOINED = (
    "\u0600-\u061b\u061d-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17b3\u17b6-\u180a\u1810-\u18af"
)
"""Scripts in which a joiner, or its contrary, changes a letter."""

_HIDDEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\ud800-\uf8ff\ufe00-\ufe0f\ufeff\ufff0-\ufffc\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U0010ffff"
)
_MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Accents that any letter may bear."""

_UNUSUAL = lazy_pattern(f"[^{_USUAL}]")
_TERMINAL = lazy_pattern(r"(?:\x1b\[|\x9b)[0-?]{0,40}[ -/]{0,4}[@-~]")
_BLANK = lazy_pattern("[\x0b\x0c\x85\u115f\u1160\u2028\u2029\u2800\u3164\uffa0]")
"""Other ends of lines, and letters of which nothing is drawn."""

_ONLY_IN_PLACE = lazy_pattern(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f"
    f"|(?:(?<=[{_PICTURE}])|(?<=[{_PICTURE}]\ufe0f))\u200d(?=[{_PICTURE}])"
    f"|(?<=[{_JOINED}])[\u200c\u200d](?=[{_JOINED}])"
    f"|(?<=[#*0-9{_PICTURE}])[\ufe0e\ufe0f])"
    f"|[{_HIDDEN}]"
)
_PILE = lazy_pattern(f"[{_MARKS}]{{3,}}")
_STRUCK = lazy_pattern(
    f"(?<!\\S)[{_MARKS}]{{1,2}}|(?<![#*0-9])(?<![#*0-9]\ufe0f)\u20e3"
    "|[\u0334-\u0338\u0488\u0489\u20d2\u20d3\u20d8-\u20da\u20dd-\u20e2\u20e4-\u20ef]"
)
"""What strikes or frames a letter, but for keycaps, and accents on nothing: no language has them.

Two accents are kept, as Vietnamese and phoneticians write them; a pile is a game, and goes whole.
"""

_MARK_KINDS = frozenset(("Mn", "Me"))
_OTHER_MARKS = 4
"""Marks on one letter of a script that has its own: Hebrew and Tibetan have as many."""


def legible(text: str) -> str:
    """Return a text without what hides, disorders or piles up; its spaces and lines stay.

    Nothing is left of one that has accents only, and no letter.
    """
    if not _UNUSUAL.search(text):
        return text
    text = _BLANK.sub(" ", _TERMINAL.sub("", text))
    text = _ONLY_IN_PLACE.sub(lambda found: found[1] or "", text)
    bare = _STRUCK.sub("", normalize("NFC", _PILE.sub("", text)))
    return normalize("NFC", _without_piles(bare))


def cut(text: str, limit: int) -> str:
    """Shorten to `limit` characters at most, the ellipsis included, between two words.

    A word that is longer than half of that is cut too, never inside an emoji or an accented letter.
    """
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    if not text[limit - 1].isspace():
        kept = kept.rpartition(" ")[0]
        if len(kept) < limit // 2:
            kept = text[: whole_until(text, limit - 1)]
    return kept.rstrip(" ,;:.-–—(«\u00a0\u202f") + "…"


_GOES_ON = lazy_pattern("[\u200c\u200d\ufe0e\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))


def whole_until(text: str, at: int) -> int:
    """Return the place, at `at` or before, where no emoji nor accented letter is cut in two."""
    while 0 < at < len(text) and (
        _GOES_ON.match(text, at) or category(text[at])[0] == "M" or text[at - 1] == "\u200d"
    ):
        at -= 1
    before = text[:at]
    odd = (len(before) - len(before.rstrip(_FLAG_LETTERS))) % 2
    return at - 1 if odd and text[at : at + 1] in _FLAG_LETTERS else at


def _without_piles(text: str) -> str:
    if all(category(each)[0] in "MZC" for each in text):
        return ""
    if _MARK_KINDS.isdisjoint(map(category, text)):
        return text
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if category(character) in _MARK_KINDS else 0
        if marks <= _OTHER_MARKS:
            kept.append(character)
    return "".join(kept)
