"""One passage of an article: every date to come, and « toute l'année », with the words around."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from bot.core.patterns import lazy_pattern
from bot.french.dates.mentions.clocks import clock_after, is_far_away, leaves_a_doubt
from bot.french.dates.mentions.hours import END_OF_DAY
from bot.french.dates.mentions.mention import Mention
from bot.french.dates.mentions.reading import mentions
from bot.veille.deadlines import around
from bot.veille.deadlines.folded import FoldedText
from bot.veille.deadlines.spans import Span
from bot.veille.deadlines.weighing import DateWords

PHRASE = 160
"""Characters of the words that are quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDeadline:
    """A deadline that was read, to be checked by somebody: articles are not written for us.

    `phrase` quotes the article, in PHRASE characters at most, cut on words. `starts` is the day
    from which one may apply, when the article says it. `ends` is in UTC, None when `permanent`.
    It is `certain` when nothing leaves a doubt (see `found_in`); else a coordinator's yes comes
    before anyone else reads it.
    """

    phrase: str
    starts: date | None = None
    ends: datetime | None = None
    permanent: bool = False
    certain: bool = True


class Vague(IntEnum):
    """How little is said of an end: what is less vague goes before what is more so."""

    NOT = 0
    DAYS_LEFT = 1
    ENDLESS = 2


@dataclass(frozen=True, slots=True)
class DatedWords:
    """A date to come: the words around it, and the deadline that it is if they say so.

    What was found is `certain` when the date is written out and nothing beside it contradicts it.
    """

    words: DateWords
    found: FoundDeadline
    vague: Vague


_SENTENCE = lazy_pattern(r"[.!?…](?= +[A-Z«\"\[])|;(?= )")


class DeadlinePassage:
    """One passage of an article, as read on the day of its publication."""

    def __init__(self, text: FoldedText, title: FoldedText, local: datetime) -> None:
        self.lower = text.lower
        self._text = text
        self._title = title
        self._local = local
        cased = text.cased
        self._stops = [0, *(m.end() for m in _SENTENCE.finditer(cased)), len(cased)]
        self._spans = list(self._cut())

    def dates(self) -> Iterator[DatedWords]:
        """Give every date to come, and every saying that there is no end."""
        opening: Mention | None = None
        for span in self._spans:
            opening = self._opening(span) or opening
            ends = self._moment(span.last)
            if ends is None:
                continue
            day = ends.date()
            first = None if span.moved else span.first or opening
            found = FoundDeadline(
                phrase=self._phrase(span.lead, span.last.end),
                starts=first.on(day, not_after=day) if first and first != span.last else None,
                ends=ends.astimezone(UTC),
                certain=self._plain(span),
            )
            yield self._told(span.lead, span.last.end, span, found)
        for said in around.ENDLESS.finditer(self.lower):
            found = FoundDeadline(
                phrase=self._phrase(*said.span()), permanent=True, certain=not self._spans
            )
            yield self._told(said.start(), said.end(), None, found)

    def _told(self, start: int, end: int, span: Span | None, found: FoundDeadline) -> DatedWords:
        first, last = self._sentence(start)
        last = max(last, end)
        words = DateWords(
            ends=found.ends,
            facts=tuple(self._facts(span, found.ends)) if span and found.ends else ("endless",),
            sentence=(self.lower[first:start], self.lower[end:last]),
            clause=(
                self.lower[max(first, span.told_from if span else 0) : start],
                self.lower[end : span.told_to if span else last],
            ),
        )
        if span is None:
            return DatedWords(words, found, Vague.ENDLESS)
        return DatedWords(words, found, Vague.DAYS_LEFT if span.last.rough else Vague.NOT)

    def _facts(self, span: Span, ends: datetime) -> Iterator[str]:
        """Give what is known of a date besides its words: how it is written, how soon it is."""
        date = span.last
        days = (ends - self._local).days
        yield f"within {next((most for most in _WITHIN if days < most), 'more')} days"
        for name, true in (
            ("ranged", span.first is not None),
            ("moved", span.moved),
            ("exact", date.exact),
            ("hour", date.at is not None),
            ("year", date.year is not None),
            ("weekday", date.weekday is not None),
            ("counted", date.shift is not None),
            ("ends", date.ends),
            ("rough", date.rough),
        ):
            if true:
                yield name

    def _cut(self) -> Iterator[Span]:
        """Give the dates of the passage, ranges as one, each with where its clause begins."""
        first: Mention | None = None
        told_from, moved = 0, False
        dates = mentions(self.lower)
        for mention, following in zip(dates, (*dates[1:], None), strict=False):
            start, told_to = self._sentence(mention.start)
            if first is None and not moved:
                told_from = max(told_from, start)
                if following is not None and self._range(mention, following):
                    moved = around.MOVES.search(self.lower[told_from : mention.lead]) is not None
                    first = None if moved else mention
                    continue
            if following is not None:
                told_to = max(mention.end, min(told_to, following.lead))
            yield Span(self.lower, first, mention, told_from, told_to, moved)
            first, told_from, moved = None, mention.end, False

    def _sentence(self, place: int) -> tuple[int, int]:
        start = max(stop for stop in self._stops if stop <= place)
        return start, min((stop for stop in self._stops if stop > place), default=self._stops[-1])

    def _phrase(self, start: int, end: int) -> str:
        return self._text.phrase(self._sentence(start), (start, end), PHRASE)

    def _range(self, first: Mention, last: Mention) -> bool:
        """Tell whether two dates are the first and the last day of the same time."""
        start, _ = self._sentence(last.start)
        before = self.lower[start : first.lead]
        return bool(
            first.start >= start
            and around.RANGE_JOINS.fullmatch(self.lower, first.end, last.start)
            and around.RANGE_STARTS.search(before)
        )

    def _opening(self, span: Span) -> Mention | None:
        """Return the date when it is the day from which one may apply."""
        opens = span.first is None and around.OPENS.search(span.before)
        return span.last if opens else None

    def _moment(self, mention: Mention) -> datetime | None:
        """Return the local moment at which a date ends, None when it is over or none such."""
        day = mention.on(self._local.date())
        if day is None:
            return None
        clock = clock_after(self._text.cased, mention.end)
        zone = ZoneInfo(clock) if clock else self._local.tzinfo
        moment = datetime.combine(day, mention.at or END_OF_DAY, zone)
        elsewhere = (
            clock and moment.utcoffset() != moment.astimezone(self._local.tzinfo).utcoffset()
        )
        if elsewhere and "minuit" in self.lower[mention.lead : mention.end]:
            moment += timedelta(minutes=1)  # 23:59 ends a day here; elsewhere midnight is an hour
        return moment if moment > self._local else None

    def _plain(self, span: Span) -> bool:
        """Tell whether a date is written out, and nothing beside it contradicts it.

        « Avant le 12 » without an hour is the eve for some; an hour or a day left unread, or
        another place's clock, may be the end's.
        """
        date, cased = span.last, self._text.cased
        if not date.exact or date.nth is not None:
            return False
        if date.at is None:
            return not (around.BEFORE.search(span.before) or around.UNREAD.search(self.lower))
        beside = self.lower[span.told_from : span.lead] + self.lower[date.end : span.told_to]
        if around.UNREAD.search(beside):
            return False
        if clock_after(cased, date.end) is not None:
            return True
        far = is_far_away(f"{self._title.cased}\n{cased}", str(self._local.tzinfo))
        return not far and not leaves_a_doubt(cased, date.end)


_WITHIN = (3, 10, 21, 45, 75, 120, 200, 330)
"""Days ahead that are weighed apart."""
