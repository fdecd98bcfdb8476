"""A text as deadlines are looked for in it: plain letters, and what its words tell of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from bot.french.personal.reading import PlainText
from bot.veille.deadlines import again, cues, left


@dataclass(frozen=True)
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

    @cached_property
    def call(self) -> bool:
        """Whether it names a call."""
        return bool(cues.CALL.search(self.lower) or cues.CALL_SIGNS.search(self.cased))

    @cached_property
    def named(self) -> bool:
        """Whether it names a call in full: « appel à projets »."""
        return bool(cues.NAMED.search(self.lower) or cues.CALL_SIGNS.search(self.cased))

    @cached_property
    def gives(self) -> bool:
        """Whether it tells of what calls give."""
        return bool(cues.GIVES.search(self.lower))

    @cached_property
    def grants(self) -> bool:
        """Whether what it gives is not for everybody."""
        return bool(cues.GRANTS.search(self.lower))

    @cached_property
    def offers(self) -> bool:
        """Whether it tells of what one may get or join, call or not."""
        return bool(cues.OFFERS.search(self.lower))

    @cached_property
    def cancelled(self) -> bool:
        """Whether what it tells of is no more."""
        return bool(left.CANCELLED.search(self.lower))

    @cached_property
    def requests(self) -> bool:
        """Whether it tells of something else that is answered."""
        return bool(cues.REQUESTS.search(self.lower) or cues.INVITES.search(self.lower))

    @cached_property
    def public(self) -> bool:
        """Whether it tells of a formality of everybody's."""
        return bool(left.PUBLIC.search(self.lower)) or self._people

    @cached_property
    def _people(self) -> bool:
        return bool(left.PEOPLE.search(self.lower)) and not self.grants

    @cached_property
    def procured(self) -> bool:
        """Whether a public body buys something, under no name of a call."""
        return not self.named and bool(left.PROCURED.search(self.lower))

    @cached_property
    def renewed(self) -> bool:
        """Whether it tells of a new call."""
        return bool(again.RENEWED.search(self.lower))

    @cached_property
    def over(self) -> bool:
        """Whether it tells of something that is over."""
        return bool(left.OVER.search(self.lower))

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
