"""A date poll: dates put to the vote, counted, one of them picked by a coordinator.

TRANSITIONS is the whole of its life. Votes are counted here, whose they are is shown nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from functools import cached_property
from typing import Self

from bot.core.errors import Refusal, not_found
from bot.core.labels import Labelled
from bot.french.workdays import last_working_hour
from bot.meeting.rules import MEETING_MINUTES

FEWEST_DATES = 2
MOST_DATES = 8
"""Eight numbers to press still hold on a phone; beyond, people stop reading."""

OPEN_FOR = timedelta(days=7)
"""How long people may answer, unless said otherwise: everyone has been at work once."""

BEFORE_THE_FIRST = timedelta(days=2)
"""A poll closes so long before its first date at the latest, for people to arrange their day."""

_SHORTLY = timedelta(days=1)
_AT_LEAST = timedelta(hours=1)


class PollStatus(Labelled):
    """Where a poll stands; `label` agrees with « un sondage »."""

    OPEN = "open", "ouvert"
    CLOSED = "closed", "clos"
    PICKED = "picked", "terminé"
    DROPPED = "dropped", "sans suite"


PENDING = (PollStatus.OPEN, PollStatus.CLOSED)
"""The states of a poll that still waits for its date."""


class Vote(Labelled):
    """What someone says of a date."""

    YES = "yes", "oui"
    IF_NEEDED = "if needed", "si besoin"
    NO = "no", "non"

    @staticmethod
    def after(said: Vote | None) -> Vote | None:
        """Return what pressing a date once more says of it: each in turn, then nothing."""
        turns: tuple[Vote | None, ...] = (None, *Vote, None)
        return turns[turns.index(said) + 1]


class PollStep(Enum):
    """What may happen to a poll."""

    VOTED = "voted"
    CLOSED = "closed"
    EXTENDED = "extended"
    PICKED = "picked"
    DROPPED = "dropped"


TRANSITIONS: Mapping[PollStep, Mapping[PollStatus, PollStatus]] = {
    PollStep.VOTED: {PollStatus.OPEN: PollStatus.OPEN},
    PollStep.CLOSED: {PollStatus.OPEN: PollStatus.CLOSED},
    PollStep.EXTENDED: dict.fromkeys(PENDING, PollStatus.OPEN),
    PollStep.PICKED: dict.fromkeys(PENDING, PollStatus.PICKED),
    PollStep.DROPPED: dict.fromkeys(PENDING, PollStatus.DROPPED),
}
"""The state machine: from each state that allows a turn, the state that it leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What someone, a chat user id, says of one date, by its number."""

    user: str
    date: int
    vote: Vote


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """The dates that a network is asked about, known by the poll's number.

    `dates` (UTC) are in order, each known by its place, from 1. `author` is a chat user id,
    `words` say where it would be, if that is known, and `minutes` how long. Answers are taken
    until `closes_at`, which is when it closed once it has. `picked` is the date that was chosen.
    `id` is the store's.
    """

    network: str
    number: int
    author: str
    dates: tuple[datetime, ...]
    closes_at: datetime
    made_at: datetime
    minutes: int = MEETING_MINUTES
    words: str = ""
    status: PollStatus = PollStatus.OPEN
    picked: datetime | None = None
    id: int = 0

    def require(self, turn: PollStep) -> PollStatus:
        """Return the state that a turn leads to; raises POLL_ENDED."""
        leads_to = TRANSITIONS[turn].get(self.status)
        if leads_to is None:
            raise POLL_ENDED[self.status](number=self.number, status=self.status)
        return leads_to

    def date(self, number: int) -> datetime:
        """Return the date at this place, from 1."""
        return self.dates[number - 1]

    def require_open(self, now: datetime) -> None:
        """Refuse votes that come too late. Raises POLL_ENDED."""
        self.require(PollStep.VOTED)
        if now >= self.closes_at:  # the job has not come by yet
            closed = PollStatus.CLOSED
            raise POLL_ENDED[closed](number=self.number, status=closed)

    def close(self, now: datetime) -> Self:
        """Take no more answers. Raises POLL_ENDED."""
        return replace(
            self, status=self.require(PollStep.CLOSED), closes_at=min(now, self.closes_at)
        )

    def extend(self, until: datetime, now: datetime) -> Self:
        """Take answers until then. Raises POLL_ENDED and CLOSING_OUT_OF_BOUNDS."""
        status = self.require(PollStep.EXTENDED)
        if not now < until <= self.dates[0]:
            raise CLOSING_OUT_OF_BOUNDS()
        return replace(self, status=status, closes_at=until)

    def pick(self, number: int, now: datetime) -> Self:
        """Choose a date. Raises POLL_ENDED and PAST_POLL_DATE."""
        status = self.require(PollStep.PICKED)
        date = self.date(number)
        if date <= now:
            raise PAST_POLL_DATE(number=number)
        return replace(self, status=status, picked=date, closes_at=min(now, self.closes_at))

    def drop(self, now: datetime) -> Self:
        """Choose none of the dates. Raises POLL_ENDED."""
        status = self.require(PollStep.DROPPED)
        return replace(self, status=status, closes_at=min(now, self.closes_at))

    def is_due(self, now: datetime) -> bool:
        """Tell whether its closing time has come, or, once closed, that of its last date."""
        until = self.closes_at if self.status is PollStatus.OPEN else self.dates[-1]
        return self.status in PENDING and until <= now


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many people said what of one date, known by its number."""

    number: int
    date: datetime
    yes: int = 0
    if_needed: int = 0
    no: int = 0

    @property
    def able(self) -> int:
        """How many could come."""
        return self.yes + self.if_needed

    @property
    def said(self) -> tuple[tuple[int, Vote], ...]:
        """How many said each thing of it, without what nobody said."""
        counts = ((self.yes, Vote.YES), (self.if_needed, Vote.IF_NEEDED), (self.no, Vote.NO))
        return tuple(each for each in counts if each[0])


@dataclass(frozen=True, kw_only=True)
class PollStanding:
    """Where a poll stands: its dates as they come, with their counts, and how many answered."""

    poll: Poll
    tallies: tuple[Tally, ...]
    voters: int

    @cached_property
    def ranked(self) -> tuple[Tally, ...]:
        """The dates, the best first: most « oui », then most who could come, then the earliest."""
        return tuple(sorted(self.tallies, key=lambda each: (-each.yes, -each.able, each.date)))

    @cached_property
    def leaders(self) -> tuple[Tally, ...]:
        """The best dates: several when as many people want each; none when nobody could come."""
        first = self.ranked[0]
        if not first.able:
            return ()
        best = (first.yes, first.able)
        return tuple(each for each in self.ranked if (each.yes, each.able) == best)


def propose(poll: Poll, *, now: datetime) -> Poll:
    """Return a new poll, its dates put in order, once they have been looked through.

    Raises POLL_SIZE, SAME_DATE_TWICE, PAST_POLL_DATE and CLOSING_OUT_OF_BOUNDS, which name the
    dates by their places as typed.
    """
    dates = poll.dates
    if not FEWEST_DATES <= len(dates) <= MOST_DATES:
        raise POLL_SIZE(dates=len(dates), fewest=FEWEST_DATES, most=MOST_DATES)
    for number, date in enumerate(dates, start=1):
        if date <= now:
            raise PAST_POLL_DATE(number=number)
        if (other := dates.index(date) + 1) < number:
            raise SAME_DATE_TWICE(one=other, other=number)
    if not now < poll.closes_at <= min(dates):
        raise CLOSING_OUT_OF_BOUNDS()
    return replace(poll, dates=tuple(sorted(dates)))


def closing_time(dates: Sequence[datetime], *, now: datetime, zone: str) -> datetime:
    """Return when a poll closes by itself: OPEN_FOR from now, BEFORE_THE_FIRST at the latest.

    The last working hour before that, on the network's own clock. Where the first date is so
    near that less than a day would be left, half of the time until it.
    """
    first = min(dates)
    latest = min(now + OPEN_FOR, first - BEFORE_THE_FIRST)
    if latest - now < _SHORTLY:
        latest = now + (first - now) / 2
    hour = last_working_hour(latest, zone)
    return hour if hour - now >= _AT_LEAST else latest


def count(poll: Poll, ballots: Iterable[Ballot]) -> PollStanding:
    """Count the votes; each person has one at most for each date."""
    cast = list(ballots)
    found = Counter((each.date, each.vote) for each in cast)
    tallies = tuple(
        Tally(
            number=number,
            date=date,
            yes=found[number, Vote.YES],
            if_needed=found[number, Vote.IF_NEEDED],
            no=found[number, Vote.NO],
        )
        for number, date in enumerate(poll.dates, start=1)
    )
    return PollStanding(poll=poll, tallies=tallies, voters=len({each.user for each in cast}))


POLL_SIZE = Refusal(
    "a poll of {dates} dates",
    reply="Un sondage propose de {fewest} à {most} dates ; j'en lis {dates}. Séparez-les par un "
    "point-virgule, ou mettez-en une par ligne.",
)

SAME_DATE_TWICE = Refusal(
    "dates {one} and {other} are the same",
    reply="Les dates n° {one} et n° {other} sont la même : enlevez-en une.",
)

PAST_POLL_DATE = Refusal(
    "date {number} is past",
    reply="La date n° {number} est déjà passée : choisissez-en une à venir.",
)

CLOSING_OUT_OF_BOUNDS = Refusal(
    "closing time out of bounds",
    reply="Un sondage se clôt avant sa première date, et pas dans le passé. Dites jusqu'à quel "
    "jour prendre les réponses, ou laissez-moi choisir.",
)


_POLL_IS = "poll {number} is {status.value}"
POLL_ENDED = {
    PollStatus.CLOSED: Refusal(
        _POLL_IS,
        reply="Le sondage n° {number} est clos : la coordination choisit la date.",
    ),
    PollStatus.PICKED: Refusal(
        _POLL_IS,
        reply="La date du sondage n° {number} est déjà choisie : `/rencontre` la montre.",
    ),
    PollStatus.DROPPED: Refusal(
        _POLL_IS,
        reply="Le sondage n° {number} est resté sans suite.",
    ),
}
"""It takes no answers any more, or has its date: the reply says which."""


UNKNOWN_POLL = not_found("poll", "de sondage", "Celui qui est en cours : `/rencontre`.")
