"""One passage of an article: the deadlines that rules read in it, and every date to come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from bot.veille.deadlines import around, cues, left
from bot.veille.deadlines.certainty import is_certain, is_written_out
from bot.veille.deadlines.clocks import clock_after, is_far_away, leaves_a_doubt
from bot.veille.deadlines.hours import END_OF_DAY
from bot.veille.deadlines.mentions import Mention
from bot.veille.deadlines.nearby import all_mentions
from bot.veille.deadlines.spans import Span
from bot.veille.deadlines.subject import Belief, Subject
from bot.veille.deadlines.weighing import DateWords

PHRASE = 160
"""Characters of the words that are quoted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDeadline:
    """A deadline that was read, to be checked by somebody: articles are not written for us.

    `phrase` quotes the article, in PHRASE characters at most, cut on words. `starts` is the day
    from which one may apply, when the article says it. `ends` is in UTC, None when `permanent`.
    It is `certain` when nothing leaves a doubt (see `certainty`); else a coordinator's yes comes
    before anyone else reads it.
    """

    phrase: str
    starts: date | None = None
    ends: datetime | None = None
    permanent: bool = False
    certain: bool = True


Ruled = Mapping[datetime | None, FoundDeadline]
"""What rules find in an article, by its end in UTC; None for what is permanent."""


@dataclass(frozen=True, slots=True)
class PassageRead:
    """A deadline; a `weak` one is a day on which something is sent, when no end is told.

    One is told `also`, as the one before it. A `rough` one counts the days left, when nothing else
    is told.
    """

    found: FoundDeadline
    postponed: bool = False
    weak: bool = False
    also: bool = False
    rough: bool = False

    def opened(self, first: Mention) -> Self:
        """Say from when on one may apply, unless it is told already, or was put off."""
        if self.postponed or self.found.starts or self.found.ends is None:
            return self
        starts = first.on(self.found.ends.date(), not_after=self.found.ends.date())
        return replace(self, found=replace(self.found, starts=starts))


@dataclass(frozen=True, slots=True)
class DatedWords:
    """A date to come: the words around it, and the deadline that it is if they say so.

    It is `barred` when something tells that it is none.
    """

    words: DateWords
    found: FoundDeadline
    barred: bool


def _belief(found: FoundDeadline | None) -> Belief:
    if found is None:
        return Belief.NONE
    return Belief.CERTAIN if found.certain else Belief.DOUBTFUL


_SENTENCE = re.compile(r"[.!?…](?= +[A-Z«\"\[])|;(?= )")


class DeadlinePassage:
    """One passage of an article, as read on the day of its publication."""

    def __init__(self, subject: Subject, local: datetime) -> None:
        self.subject = subject
        self.text = subject.text
        self.lower = subject.text.lower
        self.local = local
        cased = subject.text.cased
        self.stops = [0, *(m.end() for m in _SENTENCE.finditer(cased)), len(cased)]
        self.spans = list(self._spans())

    def dates(self, ruled: Ruled) -> Iterator[DatedWords]:
        """Give every date to come, with what would be found if it is a deadline."""
        for span in self.spans:
            ends = self._moment(span.last)
            if ends is None:
                continue
            ends = ends.astimezone(UTC)
            start, end = self._sentence(span.last.start)
            before, after = span.lead, span.last.end
            phrase = self.text.phrase((start, end), (before, after), PHRASE)
            yield DatedWords(
                DateWords(
                    ends=ends,
                    told=_belief(ruled.get(ends)),
                    sentence=(self.lower[start:before], self.lower[after:end]),
                    clause=(
                        self.lower[max(start, span.told_from) : before],
                        self.lower[after : span.told_to],
                    ),
                    ending=span.moved or span.ends(end),
                    ranged=span.first is not None,
                    something_else=span.something_else(start),
                ),
                FoundDeadline(phrase=phrase, ends=ends, certain=False),
                barred=self.subject.barred(slice(start, end)),
            )

    def read(self) -> Sequence[PassageRead]:
        """Return what the passage tells, in order."""
        return [*self._dated(), *self._permanent()]

    def _dated(self) -> Sequence[PassageRead]:
        found: list[PassageRead] = []
        opening: Mention | None = None
        near: Mention | None = None
        ended: Mention | None = None
        for span in self.spans:
            read = self._ending(span, ended)
            if read is not None:
                ended = span.last
                if near and self._sentence(near.start) == self._sentence(span.last.start):
                    read = read.opened(near)
                found.append(read)
            elif span.first is None:
                before = span.before
                opening = span.last if around.OPENING.search(before) else opening
                near = span.last if around.OPENS.search(before) else near
        if opening and len(found) == 1:
            return [found[0].opened(opening)]
        return found

    def _permanent(self) -> Iterator[PassageRead]:
        for found in cues.PERMANENT.finditer(self.lower):
            start, end = self._sentence(found.start())
            belief = self.subject.call(slice(start, end))
            if belief and not left.OTHER_END.search(self.lower[start:end]):
                phrase = self.text.phrase((start, end), found.span(), PHRASE)
                certain = belief is Belief.CERTAIN
                yield PassageRead(FoundDeadline(phrase=phrase, permanent=True, certain=certain))

    def _spans(self) -> Iterator[Span]:
        """Give the dates of the passage, ranges as one, each with where its clause begins."""
        first: Mention | None = None
        told_from, moved = 0, False
        dates = all_mentions(self.lower)
        for mention, following in zip(dates, (*dates[1:], None), strict=False):
            start, _ = self._sentence(mention.start)
            if first is None and not moved:
                told_from = max(told_from, start)
                if following is not None and self._range(mention, following):
                    moved = around.MOVES.search(self.lower[told_from : mention.lead]) is not None
                    first = None if moved else mention
                    continue
            _, told_to = self._sentence(mention.start)
            if following is not None:
                told_to = max(mention.end, min(told_to, following.lead))
            yield Span(self.lower, first, mention, told_from, told_to, moved)
            first, told_from, moved = None, mention.end, False

    def _sentence(self, place: int) -> tuple[int, int]:
        start = max(stop for stop in self.stops if stop <= place)
        return start, min((stop for stop in self.stops if stop > place), default=self.stops[-1])

    def _ending(self, span: Span, ended: Mention | None) -> PassageRead | None:
        """Return the deadline that a date is, if it is one; `ended` is the last one before it."""
        start, end = self._sentence(span.last.start)
        if around.LAST.match(self.lower, span.last.end):
            return None
        also = ended is not None and span.told_as(ended, self._sentence(ended.start)[0])
        ends_so = span.moved or also or span.ends(end)
        weak = not (span.first or ends_so)
        if weak and not self._sent(span):
            return None
        sentence = slice(start, end)
        said = self._said(span, start, end)
        own = self._own(span, sentence)
        belief = self.subject.answered(own, sentence, said, ranged=not (ends_so or weak))
        if also:
            belief = max(belief, Belief.DOUBTFUL)
        if not belief or span.something_else(start):
            return None
        ends = self._moment(span.last)
        if ends is None:
            return None
        postponed = around.POSTPONED.search(self.lower, start, span.last.lead) is not None
        postponed = postponed or span.moved
        phrase = self.text.phrase((start, end), (span.lead, span.last.end), PHRASE)
        certain = belief is Belief.CERTAIN and not (also or weak or postponed)
        certain = certain and self._plain(span) and self._nothing_else(span, sentence, ends.date())
        found = FoundDeadline(phrase=phrase, ends=ends.astimezone(UTC), certain=certain)
        read = PassageRead(found, postponed, weak, also, span.last.rough)
        return read.opened(span.first) if span.first else read

    def _sent(self, span: Span) -> bool:
        """Tell whether something is sent on the day, or it stands after its label in a call."""
        before = span.before
        named = self.subject.context.title.named
        return bool(
            (cues.ASKS.search(before) or (named and around.NAMED_DAY.search(before)))
            and not cues.BEGINS.search(before)
            and not around.OPENS.search(before)
        )

    def _range(self, first: Mention, last: Mention) -> bool:
        """Tell whether two dates are the first and the last day of the same time."""
        start, _ = self._sentence(last.start)
        before = self.lower[start : first.lead]
        return bool(
            first.start >= start
            and around.RANGE_JOINS.fullmatch(self.lower, first.end, last.start)
            and around.RANGE_STARTS.search(before)
        )

    def _moment(self, mention: Mention) -> datetime | None:
        """Return the local moment at which a date ends, None when it is over or none such."""
        day = mention.on(self.local.date())
        if day is None:
            return None
        clock = clock_after(self.subject.text.cased, mention.end)
        zone = ZoneInfo(clock) if clock else self.local.tzinfo
        moment = datetime.combine(day, mention.at or END_OF_DAY, zone)
        elsewhere = clock and moment.utcoffset() != moment.astimezone(self.local.tzinfo).utcoffset()
        if elsewhere and "minuit" in self.lower[mention.lead : mention.end]:
            moment += timedelta(minutes=1)  # 23:59 ends a day here; elsewhere midnight is an hour
        return moment if moment > self.local else None

    def _own(self, span: Span, sentence: slice) -> slice:
        """Return the words of a date alone: between two dates a comma parts them."""
        start, end = span.told_from, span.told_to
        if start != sentence.start:
            start = max(start, self.lower.find(",", start, span.lead))
        if end != sentence.stop and (comma := self.lower.find(",", span.last.end, end)) >= 0:
            end = comma
        return slice(start, end)

    def _said(self, span: Span, start: int, end: int) -> int:
        """Count the characters around an end in its sentence, but for a label before it."""
        before, after = self.lower[start : span.lead], end - span.last.end
        return after + (0 if around.LABELLED.search(before) else len(before))

    def _nothing_else(self, span: Span, sentence: slice, day: date) -> bool:
        """Tell whether its sentence and its title leave no doubt about an end."""
        title, said = self.subject.context.title, self.lower[sentence]
        if title.public or title.cancelled or title.procured or self.subject.text.procured:
            return False
        before = self.lower[self._own(span, sentence).start : span.lead]
        plain = is_certain(title=title.lower, sentence=said, before=before)
        return plain and is_written_out(span.last, day, self.local.date(), span.before)

    def _plain(self, span: Span) -> bool:
        """Tell whether a date is written out, and no other beside it is left unread."""
        beside = self.lower[span.told_from : span.lead] + self.lower[span.last.end : span.told_to]
        if around.UNREAD.search(beside):
            return False
        cased, title = self.subject.text.cased, self.subject.context.title.cased
        if span.last.at and clock_after(cased, span.last.end) is None:
            zone = str(self.local.tzinfo)
            if is_far_away(f"{title}\n{cased}", zone):
                return False
        return not leaves_a_doubt(cased, span.last.end)
