"""A text as deadlines are looked for in it: plain letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from bot.french.personal.reading import PlainText


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text in plain lower-case letters and single spaces, each with its place in it."""

    text: str
    cased: str
    lower: str
    origins: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Self:
        """Fold a text."""
        reading = PlainText.of(text)
        kept = [
            place
            for place, letter in enumerate(reading.plain)
            if not letter.isspace() or not reading.plain[place - 1 : place].isspace()
        ]
        cased = "".join(reading.plain[place] for place in kept).replace("\n", " ")
        return cls(text, cased, cased.lower(), [reading.origins[place] for place in kept])

    def quote(self, start: int, end: int) -> str:
        """Return the original of a span, around which it may be cut."""
        origin = self.origins[end] if end < len(self.origins) else len(self.text)
        return self.text[self.origins[start] : origin].strip(" \u00a0\u202f,;:-–—")

    def phrase(self, sentence: tuple[int, int], said: tuple[int, int], longest: int) -> str:
        """Return a sentence, cut on words around what must be read when it is too long."""
        (start, end), (first, last) = sentence, said
        if end - start <= longest:
            return self.quote(start, end)
        stop = min(end, max(last, first + _AFTER_FIRST))
        begin = max(start, stop - longest + 2)
        if begin > start:
            begin = self.lower.find(" ", begin, first) + 1 or begin
        if stop < end:
            stop = max(self.lower.rfind(" ", last, stop + 1), last)
        quoted = self.quote(begin, stop)
        return f"{'…' if begin > start else ''}{quoted}{'…' if stop < end else ''}"


_AFTER_FIRST = 60
