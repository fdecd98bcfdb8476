"""The deadlines of calls for projects that an article tells, each with the words that say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

from bot.french.personal.reading import PlainText
from bot.veille.deadlines import cues
from bot.veille.deadlines.mentions import END_OF_DAY, Mention, mentions
from bot.veille.deadlines.passages import passages

PHRASE = 160
"""Characters of the words that are quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDeadline:
    """A deadline that was read, to be checked by somebody: articles are not written for us.

    `phrase` quotes the article, in PHRASE characters at most, cut on words. `starts` is the day
    from which one may apply, when the same words say it. `ends` is in UTC, None when `permanent`.
    """

    phrase: str
    starts: date | None = None
    ends: datetime | None = None
    permanent: bool = False
    certain: bool = True


def found_in(
    text: str, published: datetime, zone: str, theme: str = ""
) -> tuple[FoundDeadline, ...]:
    """Return the deadlines that a text tells, in its order, as known at `published` (UTC).

    The first of several lines is the title: its words say what the others are about. Days are
    those of an IANA zone. Without an hour a day ends at 23:59, and so it does « à minuit »:
    « jusqu'au 28 octobre à minuit » is the end of the 28th; « 0h » is its beginning. « Avant le
    12 » is taken as the article writes it, the 12th. What is over is left out, and what was
    put off replaced by the new date. Dated ends go before « toute l'année ».
    """
    title, several, _ = text.strip().partition("\n")
    about = _Folded.of(title) if several else _NOTHING
    local = published.astimezone(ZoneInfo(zone))
    read: list[_Read] = []
    for passage in passages(text):
        for one in _Passage(_Folded.of(passage), about, local).read():
            if one.postponed:
                read = [each for each in read if each.found.permanent]
            read.append(one)
    found = [one.found for one in read if not one.found.permanent] or [one.found for one in read]
    by_date = {(one.ends, one.permanent): one for one in reversed(found)}
    return tuple(reversed(by_date.values()))


@dataclass(frozen=True, slots=True)
class _Read:
    found: FoundDeadline
    postponed: bool = False


@dataclass(frozen=True)
class _Folded:
    """A text in plain lower-case letters and single spaces, each with its place in it."""

    text: str
    cased: str
    lower: str
    origins: Sequence[int]

    @classmethod
    def of(cls, text: str) -> Self:
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
    def gives(self) -> bool:
        """Whether it tells of what calls give."""
        return bool(cues.GIVES.search(self.lower))

    @cached_property
    def other(self) -> bool:
        """Whether it tells of something else that has deadlines too."""
        return bool(cues.OTHER_MATTER.search(self.lower))

    def quote(self, start: int, end: int) -> str:
        """Return the original of a span, around which it may be cut."""
        origin = self.origins[end] if end < len(self.origins) else len(self.text)
        return self.text[self.origins[start] : origin].strip(" \u00a0\u202f,;:-–—")


_NOTHING = _Folded.of("")
_SENTENCE = re.compile(r"[.!?…](?= +[A-Z«\"\[])")


class _Passage:
    """One passage, under a title, as read on the day of its publication."""

    def __init__(self, folded: _Folded, title: _Folded, published: datetime) -> None:
        self.folded = folded
        self.title = title
        self.published = published
        self.stops = [0, *(m.end() for m in _SENTENCE.finditer(folded.cased)), len(folded.cased)]

    def read(self) -> Iterator[_Read]:
        """Give what the passage tells, in order."""
        if self.folded.other or self.title.other:
            return
        dates = mentions(self.folded.lower)
        for first, mention, following in zip(
            (None, *dates), dates, (*dates[1:], None), strict=False
        ):
            if following is None or not self._range(mention, following):
                yield from self._ending(first, mention)
        for found in cues.PERMANENT.finditer(self.folded.lower):
            start, end = self._sentence(found.start())
            if self._calls(start, end) and not cues.OTHER_END.search(self.folded.lower[start:end]):
                phrase = self._phrase(start, end, found.start(), found.end())
                yield _Read(FoundDeadline(phrase=phrase, permanent=True))

    def _sentence(self, place: int) -> tuple[int, int]:
        start = max(stop for stop in self.stops if stop <= place)
        return start, min((stop for stop in self.stops if stop > place), default=self.stops[-1])

    def _ending(self, first: Mention | None, mention: Mention) -> Iterator[_Read]:
        """Give the deadline that a date is, if it is one; `first` is the date before it."""
        start, end = self._sentence(mention.start)
        if first and first.start < start:
            first = None
        span = first is not None and self._range(first, mention)
        told_from = first.lead if first and span else mention.lead
        if not (span or self._ends(first, mention)) or not self._calls(start, end):
            return
        lead = self.folded.lower[start:told_from]
        clause = lead if span or first is None else self.folded.lower[first.end : told_from]
        if any(each.search(clause) for each in (cues.OTHER_END, cues.FORMER, cues.CLOSED)):
            return
        ends = self._moment(mention)
        if ends is None:
            return
        postponed = cues.POSTPONED.search(self.folded.lower, start, mention.lead) is not None
        starts = None
        if first and not postponed and (span or cues.OPENS.search(lead[: first.lead - start])):
            told_from = first.lead
            starts = first.on(self.published.date(), not_after=ends.date())
        phrase = self._phrase(start, end, told_from, mention.end)
        yield _Read(
            FoundDeadline(phrase=phrase, starts=starts, ends=ends.astimezone(UTC)), postponed
        )

    def _ends(self, first: Mention | None, mention: Mention) -> bool:
        """Tell whether the words around a date, up to the one before it, make it an end."""
        start, end = self._sentence(mention.start)
        before = self.folded.lower[first.end if first else start : mention.lead]
        handed = cues.HANDED.search(before) and not cues.BEGINS.search(before)
        return bool(
            cues.UNTIL.search(before)
            or cues.CLOSES.search(before)
            or handed
            or cues.AFTER.match(self.folded.lower, mention.end, end)
        )

    def _range(self, first: Mention, last: Mention) -> bool:
        """Tell whether two dates are the first and the last day of the same time."""
        lower = self.folded.lower
        start, _ = self._sentence(last.start)
        return bool(
            first.start >= start
            and cues.RANGE_JOINS.fullmatch(lower, first.end, last.start)
            and cues.RANGE_STARTS.search(lower[start : first.lead])
        )

    def _moment(self, mention: Mention) -> datetime | None:
        """Return the local moment at which a date ends, None when it is over or none such."""
        day = mention.on(self.published.date())
        if day is None:
            return None
        moment = datetime.combine(day, mention.at or END_OF_DAY, self.published.tzinfo)
        return moment if moment > self.published else None

    def _calls(self, start: int, end: int) -> bool:
        """Tell whether a sentence is about a call: by its name, or by what one does and gets."""
        sentence = self.folded.lower[start:end]
        if cues.CALL.search(sentence) or cues.CALL_SIGNS.search(self.folded.cased, start, end):
            return True
        if self.title.call or self.folded.call:
            return cues.ASKS.search(sentence) is not None
        gives = self.title.gives or self.folded.gives
        return gives and cues.SENDS.search(sentence) is not None

    def _phrase(self, start: int, end: int, first: int, last: int) -> str:
        """Return the sentence, cut on words around what must be read when it is too long."""
        if end - start <= PHRASE:
            return self.folded.quote(start, end)
        lower = self.folded.lower
        stop = min(end, max(last, first + _AFTER_FIRST))
        begin = max(start, stop - PHRASE + 2)
        if begin > start:
            begin = lower.find(" ", begin, first) + 1 or begin
        if stop < end:
            stop = max(lower.rfind(" ", last, stop + 1), last)
        quoted = self.folded.quote(begin, stop)
        return f"{'…' if begin > start else ''}{quoted}{'…' if stop < end else ''}"


_AFTER_FIRST = 60
