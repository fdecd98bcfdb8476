"""A survey: a few questions answered in private, until it closes and only counts are left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from itertools import product
from typing import Self
from zoneinfo import ZoneInfo

from bot.core.errors import TOO_LATE, Refusal, not_found
from bot.core.labels import Labelled
from bot.french.words import terms
from bot.french.workdays import last_working_hour, working_days_before
from bot.network.small_numbers import AnswersTold

LASTS = timedelta(days=14)
"""How long a survey is open, unless its coordinator says until when."""

SHORTEST, LONGEST = timedelta(days=1), timedelta(days=60)

_REMINDED_BEFORE = 2
"""Working days before a survey closes on which the channel is reminded, once."""

_REMINDED_AT = timedelta(hours=10)

LAST_YEAR = timedelta(days=183), timedelta(days=548)
"""How long before a survey the one may have closed that it is compared with."""


NOT_AGAIN_BEFORE = timedelta(days=90)
"""How long a network launches no survey after one whose results were told, in whatever words.

Of two results so near, of nearly the same people, the difference would tell a newcomer's answer.
"""


class SurveyStatus(Labelled):
    """Where a survey stands; `label` agrees with « une enquête »."""

    DRAFTED = "drafted", "en préparation"
    OFFERED = "offered", "proposée à votre réseau"
    OPEN = "open", "en cours"
    CLOSED = "closed", "close"
    DROPPED = "dropped", "abandonnée"


class SurveyStep(Enum):
    """What may happen to a survey."""

    OPENED = "opened"
    CLOSED = "closed"
    DROPPED = "dropped"


_D, _O, _R, _C, _X = SurveyStatus

TRANSITIONS: Mapping[SurveyStep, Mapping[SurveyStatus, SurveyStatus]] = {
    SurveyStep.OPENED: {_D: _R, _O: _R},
    SurveyStep.CLOSED: {_R: _C},
    SurveyStep.DROPPED: {_D: _X, _O: _X},
}
"""The state machine: from each state that allows a step, the state that it leads to."""

WAITING = (SurveyStatus.OFFERED, SurveyStatus.OPEN)
"""Where a territory's survey stands that its parent waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyQuestion:
    """One question; without options, it is the free line."""

    text: str
    options: tuple[str, ...] = ()

    @property
    def free(self) -> bool:
        """Whether it is answered in one's own words."""
        return not self.options

    @property
    def sense(self) -> frozenset[str]:
        """The stems of what it is about, its options included."""
        return frozenset(terms(" ".join((self.text, *self.options))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A survey of one network, known there by its number.

    `link` is a form for those who are not on the chat. `spread` when the territories are asked
    too; in theirs, and in those below, `parent` is the id of the one launched. Once closed,
    `people` is how many answered (0 for too few to be told), `results` what may be told of each
    question. `tallies` are the counts that a parent still waits for, then none; `merged` is what
    it tells of its territories, so many of which let it through (`carried`).
    """

    network: str
    number: int
    questions: tuple[SurveyQuestion, ...]
    author: str
    made_at: datetime
    closes_at: datetime
    status: SurveyStatus = SurveyStatus.DRAFTED
    link: str = ""
    spread: bool = False
    parent: int | None = None
    opened_at: datetime | None = None
    remind_at: datetime | None = None
    ended_at: datetime | None = None
    people: int = 0
    tallies: tuple[tuple[int, ...], ...] = ()
    results: tuple[AnswersTold, ...] = ()
    merged: tuple[AnswersTold, ...] = ()
    carried: int = 0
    merged_at: datetime | None = None
    id: int = 0

    def open(self, now: datetime, zone: str) -> Self:
        """Begin to take answers. Raises TOO_LATE and TOO_LATE_TO_OPEN."""
        status = self._after(SurveyStep.OPENED)
        if self.closes_at - now < SHORTEST:
            raise TOO_LATE_TO_OPEN(number=self.number)
        remind_at = reminder(now, self.closes_at, zone)
        return replace(self, status=status, opened_at=now, remind_at=remind_at)

    def reminded(self) -> Self:
        """Note that the channel was reminded."""
        return replace(self, remind_at=None)

    def close(self, now: datetime) -> Self:
        """Take no more answers. Raises TOO_LATE."""
        return replace(self, status=self._after(SurveyStep.CLOSED), ended_at=now)

    def drop(self, now: datetime) -> Self:
        """Give it up before anyone was asked. Raises TOO_LATE."""
        return replace(self, status=self._after(SurveyStep.DROPPED), ended_at=now)

    def require_answerable(self, now: datetime) -> None:
        """Refuse answers before it opens and after it closes. Raises SURVEY_CLOSED."""
        if self.status is not SurveyStatus.OPEN or now >= self.closes_at:
            raise SURVEY_CLOSED(number=self.number)

    def asks_again(self, earlier: Self) -> bool:
        """Tell whether it asks what an earlier one did: with half of the same words or options."""
        asked = [each.sense for each in earlier.questions if not each.free]
        asking = [each.sense for each in self.questions if not each.free]
        return any(
            2 * len(one & other) >= min(len(one), len(other))
            for one, other in product(asked, asking)
        )

    def question(self, number: int) -> SurveyQuestion:
        """Return a question by its place, from 1. Raises TOO_LATE."""
        if not 1 <= number <= len(self.questions):
            raise TOO_LATE(what=f"survey {self.number}")
        return self.questions[number - 1]

    @property
    def free(self) -> int:
        """The place of the free line, 0 without one."""
        places = (place for place, each in enumerate(self.questions, start=1) if each.free)
        return next(places, 0)

    def _after(self, step: SurveyStep) -> SurveyStatus:
        leads_to = TRANSITIONS[step].get(self.status)
        return TOO_LATE.unless(leads_to, what=f"survey {self.number}, {self.status.value},")


def closing_time(now: datetime, zone: str) -> datetime:
    """Return when a survey closes by itself: as a day of work ends, on the network's own clock."""
    night = (now + LASTS).astimezone(ZoneInfo(zone)).replace(hour=23)
    return last_working_hour(night, zone)


def require_bounds(closes_at: datetime, now: datetime) -> None:
    """Refuse that a survey closes at once, or lasts for ever. Raises SURVEY_LENGTH."""
    if not SHORTEST <= closes_at - now <= LONGEST:
        raise SURVEY_LENGTH()


def reminder(opened_at: datetime, closes_at: datetime, zone: str) -> datetime | None:
    """Return when the channel is reminded: late in the survey, None where it is too short."""
    at = working_days_before(closes_at, _REMINDED_BEFORE, zone) + _REMINDED_AT
    return at if at >= opened_at + (closes_at - opened_at) / 2 else None


UNKNOWN_SURVEY = not_found("survey", "d'enquête", "Toutes sont sous `/reseau`, [Enquêtes].")

SURVEY_CLOSED = Refusal(
    "survey {number} takes no answers",
    reply="L'enquête n° {number} ne prend pas de réponses : elle est close, ou pas encore ouverte.",
)

SURVEY_RUNNING = Refusal(
    "survey {number} is open already",
    reply="L'enquête n° {number} est en cours : une seule à la fois, pour ne lasser personne. "
    "Celle-ci attend que vous la lanciez ensuite.",
)

ASKED_LATELY = Refusal(
    "survey {number} was told lately",
    reply="L'enquête n° {number} a donné ses résultats il y a moins de trois mois. De deux "
    "enquêtes si proches, auprès des mêmes personnes, la différence dirait ce qu'a répondu une "
    "seule, même avec d'autres mots. Celle-ci peut commencer le {day}.",
)

TOO_LATE_TO_OPEN = Refusal(
    "survey {number} closes too soon",
    reply="L'enquête n° {number} se termine dans moins d'un jour : il est trop tard pour la lancer "
    "telle quelle.",
)

SURVEY_LENGTH = Refusal(
    "closing time out of bounds",
    reply="Une enquête dure d'un jour à deux mois : donnez une autre date de fin, ou aucune, et "
    "elle dure deux semaines.",
)
