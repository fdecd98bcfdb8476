"""The deadlines of calls for projects that an article tells, each with the words that say it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Self
from zoneinfo import ZoneInfo

from bot.french.folding import fold
from bot.french.personal.reading import PlainText
from bot.veille.deadlines import cues
from bot.veille.deadlines.mentions import END_OF_DAY, Mention
from bot.veille.deadlines.nearby import all_mentions
from bot.veille.deadlines.passages import passages

PHRASE = 160
"""Characters of the words that are quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDeadline:
    """A deadline that was read, to be checked by somebody: articles are not written for us.

    `phrase` quotes the article, in PHRASE characters at most, cut on words. `starts` is the day
    from which one may apply, when the article says it. `ends` is in UTC, None when `permanent`.
    It is `certain` when the article names a call or what one gives, and writes the date in full;
    else a coordinator's yes comes before anyone else reads it.
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

    The first of several lines is the title: its words say what the others are about, and so does
    `theme`: its feed's, the feed's name and the article's tags. Days are those of an IANA zone.
    Without an hour a day ends at 23:59, and so it does « à minuit »: « jusqu'au 28 octobre à minuit » is the end of
    the 28th; « 0h » is its beginning. « Avant le 12 » is taken as the article writes it, the 12th.
    What is over is left out, and what was put off replaced by the new date. Dated ends go before
    « toute l'année ».
    """
    title, several, _ = text.strip().partition("\n")
    about = _About(
        title=_Folded.of(title) if several else _NOTHING,
        money=cues.MONEY.search(fold(theme)) is not None,
        asking=cues.ASKING.search(fold(theme)) is not None,
        local=published.astimezone(ZoneInfo(zone)),
    )
    read: list[_Read] = []
    for passage in passages(text):
        for one in _Passage(_Folded.of(passage), about).read():
            if one.postponed:
                read = [each for each in read if each.found.permanent]
            read.append(one)
    found = [one.found for one in read if not one.found.permanent] or [one.found for one in read]
    by_date: dict[tuple[datetime | None, bool], FoundDeadline] = {}
    for each in found:
        same = by_date.setdefault((each.ends, each.permanent), each)
        if each.certain and not same.certain:
            by_date[each.ends, each.permanent] = each
    return tuple(by_date.values())


@dataclass(frozen=True, slots=True)
class _Read:
    found: FoundDeadline
    postponed: bool = False

    def opened(self, first: Mention) -> Self:
        """Say from when on one may apply, unless it is told already, or was put off."""
        if self.postponed or self.found.starts or self.found.ends is None:
            return self
        starts = first.on(self.found.ends.date(), not_after=self.found.ends.date())
        return replace(self, found=replace(self.found, starts=starts))


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
    def requests(self) -> bool:
        """Whether it tells of something else that is answered."""
        return bool(cues.REQUESTS.search(self.lower) or cues.INVITES.search(self.lower))

    @cached_property
    def public(self) -> bool:
        """Whether it tells of a formality of everybody's."""
        return bool(cues.PUBLIC.search(self.lower))

    @cached_property
    def over(self) -> bool:
        """Whether it tells of something that is over."""
        return bool(cues.OVER.search(self.lower))

    def quote(self, start: int, end: int) -> str:
        """Return the original of a span, around which it may be cut."""
        origin = self.origins[end] if end < len(self.origins) else len(self.text)
        return self.text[self.origins[start] : origin].strip(" \u00a0\u202f,;:-–—")


_NOTHING = _Folded.of("")


def _says_what(clause: str) -> bool:
    return any(each.search(clause) for each in (cues.SENDS, cues.INVITES, cues.CLOSES))


_SHORT_CLAUSE = 20
"""Characters before a date that say no more than « Jusqu'au »: what it is comes after."""

_SENTENCE = re.compile(r"[.!?…](?= +[A-Z«\"\[])|;(?= )")


@dataclass(frozen=True, slots=True, kw_only=True)
class _About:
    """What is known of an article besides a passage; its feed tells of `money`, or is `asking`."""

    title: _Folded
    money: bool
    asking: bool
    local: datetime


@dataclass(frozen=True, slots=True)
class _Span:
    """The date that ends a time, the one that starts it, and the span of the words around them.

    It is `moved` when it takes the place of a date before it: « passe du 10 au 24 ».
    """

    first: Mention | None
    last: Mention
    told_from: int
    told_to: int
    moved: bool = False

    @property
    def lead(self) -> int:
        """Where the words before it stop."""
        return self.first.lead if self.first else self.last.lead


class _Passage:
    """One passage of an article, as read on the day of its publication."""

    def __init__(self, folded: _Folded, about: _About) -> None:
        self.folded = folded
        self.lower = folded.lower
        self.about = about
        self.stops = [0, *(m.end() for m in _SENTENCE.finditer(folded.cased)), len(folded.cased)]

    def read(self) -> Sequence[_Read]:
        """Return what the passage tells, in order."""
        return [*self._dated(), *self._permanent()]

    def _dated(self) -> Sequence[_Read]:
        found: list[_Read] = []
        opening: Mention | None = None
        near: Mention | None = None
        ended: Mention | None = None
        for span in self._spans():
            read = self._ending(span, ended)
            if read is not None:
                ended = span.last
                if near and self._sentence(near.start) == self._sentence(span.last.start):
                    read = read.opened(near)
                found.append(read)
            elif span.first is None:
                before = self.lower[span.told_from : span.last.lead]
                opening = span.last if cues.OPENING.search(before) else opening
                near = span.last if cues.OPENS.search(before) else near
        if opening and len(found) == 1:
            return [found[0].opened(opening)]
        return found

    def _permanent(self) -> Iterator[_Read]:
        for found in cues.PERMANENT.finditer(self.lower):
            start, end = self._sentence(found.start())
            certain = self._applies(start, end)
            if certain is not None and not cues.OTHER_END.search(self.lower[start:end]):
                phrase = self._phrase(start, end, found.start(), found.end())
                yield _Read(FoundDeadline(phrase=phrase, permanent=True, certain=certain))

    def _spans(self) -> Iterator[_Span]:
        """Give the dates of the passage, ranges as one, each with where its clause begins."""
        first: Mention | None = None
        told_from, moved = 0, False
        dates = all_mentions(self.lower)
        for mention, following in zip(dates, (*dates[1:], None), strict=False):
            start, _ = self._sentence(mention.start)
            if first is None and not moved:
                told_from = max(told_from, start)
                if following is not None and self._range(mention, following):
                    moved = cues.MOVES.search(self.lower[told_from : mention.lead]) is not None
                    first = None if moved else mention
                    continue
            _, told_to = self._sentence(mention.start)
            if following is not None:
                told_to = max(mention.end, min(told_to, following.lead))
            yield _Span(first, mention, told_from, told_to, moved)
            first, told_from, moved = None, mention.end, False

    def _sentence(self, place: int) -> tuple[int, int]:
        start = max(stop for stop in self.stops if stop <= place)
        return start, min((stop for stop in self.stops if stop > place), default=self.stops[-1])

    def _ending(self, span: _Span, ended: Mention | None) -> _Read | None:
        """Return the deadline that a date is, if it is one; `ended` is the last one before it."""
        start, end = self._sentence(span.last.start)
        also = ended is not None and self._also(ended, span)
        if not (span.first or span.moved or also or self._ends(span, end)):
            return None
        answered = self._answered(span, start, end)
        if answered is None or self._something_else(span, end):
            return None
        ends = self._moment(span.last)
        if ends is None:
            return None
        postponed = cues.POSTPONED.search(self.lower, start, span.last.lead) is not None
        postponed = postponed or span.moved
        phrase = self._phrase(start, end, span.lead, span.last.end)
        found = FoundDeadline(
            phrase=phrase,
            ends=ends.astimezone(UTC),
            certain=answered and span.last.exact and not also and not self._lesser(start, end),
        )
        read = _Read(found, postponed)
        return read.opened(span.first) if span.first else read

    def _ends(self, span: _Span, end: int) -> bool:
        """Tell whether the words around a date, up to the one before it, make it an end."""
        before = self.lower[span.told_from : span.last.lead]
        if cues.BEYOND.search(before):
            refused = cues.REFUSED.match(self.lower, span.last.end, end)
            return bool(refused or cues.NO_LONGER.search(before))
        return bool(
            cues.UNTIL.search(before)
            or cues.CLOSES.search(before)
            or cues.DUE.search(before)
            or cues.DELIVERED.search(before)
            or (cues.HANDED.search(before) and not cues.BEGINS.search(before))
            or cues.AFTER.match(self.lower, span.last.end, end)
        )

    def _also(self, ended: Mention, span: _Span) -> bool:
        """Tell whether a date is told as the one that ended before it: « la seconde le »."""
        between = self.lower[ended.end : span.last.lead]
        return span.told_from == ended.end and bool(cues.ALSO.fullmatch(between))

    def _something_else(self, span: _Span, end: int) -> bool:
        """Tell whether the words around a date make it the end of something else."""
        clause = self.lower[span.told_from : span.lead]
        _, colon, rest = clause.rpartition(":")
        if colon and (cues.SENDS.search(rest) or cues.CALL.search(rest)):
            clause = rest
        if len(clause) <= _SHORT_CLAUSE and not _says_what(clause):
            clause = f"{clause}|{self.lower[span.last.end : min(end, span.last.end + PHRASE)]}"
        if span.first and cues.TO_DO.search(clause):
            return True
        if cues.EVENTS.search(clause) and not cues.HELD.search(clause):
            return True
        return any(each.search(clause) for each in (cues.OTHER_END, cues.FORMER, cues.CLOSED))

    def _range(self, first: Mention, last: Mention) -> bool:
        """Tell whether two dates are the first and the last day of the same time."""
        start, _ = self._sentence(last.start)
        before = self.lower[start : first.lead]
        return bool(
            first.start >= start
            and cues.RANGE_JOINS.fullmatch(self.lower, first.end, last.start)
            and cues.RANGE_STARTS.search(before)
        )

    def _moment(self, mention: Mention) -> datetime | None:
        """Return the local moment at which a date ends, None when it is over or none such."""
        day = mention.on(self.about.local.date())
        if day is None:
            return None
        moment = datetime.combine(day, mention.at or END_OF_DAY, self.about.local.tzinfo)
        return moment if moment > self.about.local else None

    def _answered(self, span: _Span, start: int, end: int) -> bool | None:
        """Tell whether what a date ends is answered, for certain when its own clause says so."""
        if self._applies(span.told_from, span.told_to):
            return True
        applies = self._applies(start, end)
        if applies is not None or self._bare(span, start, end):
            return False
        if self.about.title.over or self._public(start, end):
            return None
        sentence = self.lower[start:end]
        if cues.INVITES.search(sentence):
            return False
        acts = (cues.SENDS, cues.ADDRESSED, cues.CLOSING)
        if self.about.asking or self.about.title.requests or self.folded.requests:
            return False if any(each.search(sentence) for each in acts) else None
        sends = cues.SENDS.search(sentence) and cues.DEPOSIT_ENDS.search(sentence)
        return False if sends else None

    def _applies(self, start: int, end: int) -> bool | None:
        """Tell whether some words are about a call, for certain, None when they are about none.

        A call is told by its name, or by what one does and gets, or by the feed's theme.
        """
        title, money = self.about.title, self.about.money
        if self._public(start, end):
            return None
        words = self.lower[start:end]
        sends = cues.SENDS.search(words) is not None
        signs = cues.CALL_SIGNS.search(self.folded.cased, start, end)
        named = signs is not None or cues.CALL.search(words) is not None
        if title.over:
            return False if named and sends else None
        gives = title.gives or self.folded.gives
        called = title.call or self.folded.call
        if named or (gives and sends) or (called and cues.ASKS.search(words)):
            return True
        acts = [cues.INVITES, cues.DEPOSIT_ENDS] if gives else []
        if called or title.gives or money:
            acts = [cues.INVITES, cues.DEPOSIT_ENDS, cues.SENDS, cues.ADDRESSED, cues.CLOSING]
        return False if any(each.search(words) for each in acts) else None

    def _bare(self, span: _Span, start: int, end: int) -> bool:
        """Tell whether an end is all that is said under the title of a call: « Jusqu'au 8 mai »."""
        title = self.about.title
        called = title.call or (title.gives and self.about.money)
        said = span.lead - start + end - span.last.end
        return called and not title.over and not title.public and said <= _SHORT_CLAUSE

    def _lesser(self, start: int, end: int) -> bool:
        told = cues.LESSER.search(self.lower[start:end])
        return told is not None or cues.LESSER.search(self.about.title.lower) is not None

    def _public(self, start: int, end: int) -> bool:
        sentence = self.lower[start:end]
        told = cues.PUBLIC.search(sentence) or cues.SCAM.search(sentence)
        return self.about.title.public or told is not None

    def _phrase(self, start: int, end: int, first: int, last: int) -> str:
        """Return the sentence, cut on words around what must be read when it is too long."""
        if end - start <= PHRASE:
            return self.folded.quote(start, end)
        lower = self.lower
        stop = min(end, max(last, first + _AFTER_FIRST))
        begin = max(start, stop - PHRASE + 2)
        if begin > start:
            begin = lower.find(" ", begin, first) + 1 or begin
        if stop < end:
            stop = max(lower.rfind(" ", last, stop + 1), last)
        quoted = self.folded.quote(begin, stop)
        return f"{'…' if begin > start else ''}{quoted}{'…' if stop < end else ''}"


_AFTER_FIRST = 60
