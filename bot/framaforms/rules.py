"""A form on Framaforms that a network follows: its end, its counts, the needs that it brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Self

from bot.core.errors import Refusal, not_found
from bot.framaforms.export import FormSending
from bot.network.small_numbers import GroupedCounts, grouped, may_tell, tells_nothing

LASTS = timedelta(weeks=26)
"""How long a form can be answered on Framaforms, from the day when it is made."""

EXPORTED_FOR = timedelta(weeks=9)
"""How long its answers can still be exported, after its end: they are then lost."""

REMINDED = (timedelta(days=21), timedelta(days=7))
"""How long before its end a form is brought to mind, for a week: on one Monday's pile."""

LINES_KEPT = timedelta(days=30)
"""A line on which nobody decided is kept so long."""


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """What is told of a question, from its imports; what later ones hold waits until it may be too.

    `options` are told as one batch after the other could be, so that no two imports differ by less
    than what may be told; `numbers` are those told who answered by one, and `total` what these come
    to. Of those who are not told yet, `held` counts what they chose, by option, for `people` of
    them, and `held_numbers` how often each number was given.
    """

    name: str
    options: GroupedCounts | None = None
    numbers: int = 0
    total: float = 0.0
    people: int = 0
    held: Mapping[str, int] = field(default_factory=dict)
    held_numbers: Mapping[str, int] = field(default_factory=dict)

    @property
    def mean(self) -> float | None:
        """The mean of the numbers, None where there are none, or too few."""
        return self.total / self.numbers if self.numbers else None

    @property
    def chosen(self) -> bool:
        """Whether anyone chose an option, told or not."""
        return self.options is not None or bool(self.held)

    def add(self, chosen: Sequence[Iterable[str]], numbers: Sequence[float]) -> QuestionCounts:
        """Count what some more people chose, each of `chosen`, and the numbers that others gave."""
        held, given = Counter(self.held), Counter(self.held_numbers)
        for each in chosen:
            held.update(dict.fromkeys(each, 1))
        given.update(map(str, numbers))
        more = replace(
            self, people=self.people + len(chosen), held=dict(held), held_numbers=dict(given)
        )
        return _with_numbers(_with_options(more))


@dataclass(frozen=True, slots=True, kw_only=True)
class OnlineForm:
    """A form of one network, known there by its number.

    `link` is where it is answered, "" when it was not told; `expires_at` (UTC) None when nobody
    said it. `seal` goes into the hashes of its sendings. `answers` counts those that were
    imported, `questions` and `themes` what they say; `lines` what waits to be decided on.
    """

    network: str
    number: int
    title: str
    link: str
    made_at: datetime
    seal: str = field(repr=False)
    expires_at: datetime | None = None
    answers: int = 0
    questions: tuple[QuestionCounts, ...] = ()
    themes: QuestionCounts = field(default_factory=lambda: QuestionCounts("Thèmes"))
    imported_at: datetime | None = None
    lines: int = 0
    id: int = 0
    version: int = 0

    @property
    def told(self) -> bool:
        """Whether enough answered for its counts to be told."""
        return not tells_nothing(self.answers)

    def add(self, sendings: Sequence[FormSending], at: datetime) -> Self:
        """Count some more sendings."""
        known = {each.name: each for each in self.questions}
        for each in sendings:
            for name in (*each.chosen, *each.numbers):
                known.setdefault(name, QuestionCounts(name))
        return replace(
            self,
            answers=self.answers + len(sendings),
            questions=tuple(
                each.add(
                    [one.chosen[each.name] for one in sendings if each.name in one.chosen],
                    [one.numbers[each.name] for one in sendings if each.name in one.numbers],
                )
                for each in known.values()
            ),
            themes=self.themes.add([each.themes for each in sendings], ()),
            imported_at=at,
        )

    def imprint(self, mark: str) -> str:
        """Return what is kept of a sending, by which it is counted once."""
        return sha256(f"{self.seal}:{mark}".encode()).hexdigest()[:32]

    def ending(self, now: datetime) -> datetime | None:
        """Return what ends next: its answering, then the time to export it."""
        ends = self.expires_at
        return ends if ends is None or now < ends else ends + EXPORTED_FOR

    def to_export(self, now: datetime) -> bool:
        """Tell whether it is the week to bring its end to mind.

        Its own end, or the one of its answers where nobody took them since. Not when they were
        imported within that week.
        """
        if self.expires_at is None:
            return False
        begins = [self.expires_at - each for each in REMINDED]
        if self.imported_at is None or self.imported_at < self.expires_at:
            begins.append(self.expires_at + EXPORTED_FOR - REMINDED[-1])
        begun = [each for each in begins if each <= now < each + timedelta(weeks=1)]
        return any(self.imported_at is None or self.imported_at < each for each in begun)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLine:
    """What someone wrote in a form, to be accepted as a need of the network, or set aside.

    Nobody is known to have written it. `question` is what was asked.
    """

    form: int
    question: str
    text: str = field(repr=False)
    theme: str
    at: datetime
    id: int = 0


UNKNOWN_FORM = not_found("form", "de formulaire", "Ceux que je suis : `/reseau`, [Enquêtes].")

UNREAD_EXPIRY = Refusal(
    "end of a form unreadable",
    reply="Je n'ai pas compris quand ce formulaire expire, et je n'ai rien changé. Donnez une "
    "date : « 15 mars 2027 », « fin mars ».",
)


def _with_options(counts: QuestionCounts) -> QuestionCounts:
    """Tell what chose those who are not told yet, where that may be told by itself."""
    batch = grouped(counts.held, counts.people)
    if batch is None:
        return counts
    told = counts.options.join(batch) if counts.options else batch
    return replace(counts, options=told, people=0, held={})


def _with_numbers(counts: QuestionCounts) -> QuestionCounts:
    """Tell the numbers that are not told yet, where these may be told by themselves."""
    given = counts.held_numbers
    if not may_tell(given.values(), sum(given.values())):
        return counts
    total = counts.total + sum(float(each) * times for each, times in given.items())
    numbers = counts.numbers + sum(given.values())
    return replace(counts, numbers=numbers, total=total, held_numbers={})
