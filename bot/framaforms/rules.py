"""A form on Framaforms that a network follows: its end, its counts, the needs that it brought."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Self

from bot.core.errors import Refusal
from bot.framaforms.export import FormSending
from bot.network.small_numbers import GroupedCounts, grouped, tells_nothing

LASTS = timedelta(weeks=26)
"""How long a form can be answered on Framaforms, from the day when it is made."""

EXPORTED_FOR = timedelta(weeks=9)
"""How long its answers can still be exported, after its end: they are then lost."""

REMINDED = (timedelta(days=21), timedelta(days=7))
"""How long before its end a form is brought to mind, for a week: on one Monday's card."""

LINES_KEPT = timedelta(days=30)
"""A line on which nobody decided is kept so long."""


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """How many answered a question, and chose each of its options.

    `numbers` are those who answered by one, and `total` what these come to.
    """

    name: str
    answered: int
    options: Mapping[str, int] = field(default_factory=dict)
    numbers: int = 0
    total: float = 0.0

    @property
    def told(self) -> GroupedCounts | None:
        """What may be told of it, None for nothing."""
        return grouped(self.options, self.answered)

    @property
    def mean(self) -> float | None:
        """The mean of the numbers, None where there are none, or too few."""
        return None if tells_nothing(self.numbers) else self.total / self.numbers

    def add(self, sendings: Sequence[FormSending]) -> Self:
        """Count what some more sendings answer to it."""
        chosen = [each.chosen[self.name] for each in sendings if self.name in each.chosen]
        numbers = [each.numbers[self.name] for each in sendings if self.name in each.numbers]
        options = Counter(self.options)
        for each in chosen:
            options.update(dict.fromkeys(each, 1))
        return replace(
            self,
            answered=self.answered + len(chosen) + len(numbers),
            options=dict(options),
            numbers=self.numbers + len(numbers),
            total=self.total + sum(numbers),
        )


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
    themes: Mapping[str, int] = field(default_factory=dict)
    imported_at: datetime | None = None
    lines: int = 0
    id: int = 0
    version: int = 0

    @property
    def told(self) -> bool:
        """Whether enough answered for its counts to be told."""
        return not tells_nothing(self.answers)

    @property
    def told_themes(self) -> GroupedCounts | None:
        """The themes that may be told, None for nothing."""
        return grouped(self.themes, self.answers)

    def add(self, sendings: Sequence[FormSending], at: datetime) -> Self:
        """Count some more sendings."""
        known = {each.name: each for each in self.questions}
        for each in sendings:
            for name in (*each.chosen, *each.numbers):
                known.setdefault(name, QuestionCounts(name, 0))
        themes = Counter(self.themes)
        for each in sendings:
            themes.update(each.themes)
        return replace(
            self,
            answers=self.answers + len(sendings),
            questions=tuple(each.add(sendings) for each in known.values()),
            themes=dict(themes),
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


UNKNOWN_FORM = Refusal(
    "no form {number}",
    reply="Je ne trouve pas de formulaire n° {number} ici. Ceux que je suis : "
    "`/reseau formulaires`.",
)

NO_FORM_NUMBER = Refusal(
    "form number missing",
    reply="Il me manque le numéro, comme dans « {usage} ». Les formulaires que je suis : "
    "`/reseau formulaires`.",
)

LINE_GONE = Refusal(
    "no line {number} waits",
    reply="Cette réponse n'attend plus : elle a été acceptée, écartée, ou effacée après "
    f"{LINES_KEPT.days} jours. Les suivantes : `/reseau formulaire relire`.",
)

NO_FORM_LINK = Refusal(
    "no link of a form",
    reply="Il me manque l'adresse du formulaire. Par exemple : `/reseau formulaire suivre "
    "https://framaforms.org/vos-besoins-1790000000 jusqu'au 15 mars 2027`",
)

UNREAD_EXPIRY = Refusal(
    "end of a form unreadable",
    reply="Je n'ai pas compris quand ce formulaire expire, et je n'ai rien changé. Donnez une "
    "date : « 15 mars 2027 », « fin mars ».",
)
