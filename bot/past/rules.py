"""The reading of a channel's past: announced, read once, shown, over; what it finds, what is kept.

Of what was found only ids are known here: the words stay in the channel, where they are read again
each time that they are shown, and once more when a question is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from bot.core.errors import Refusal
from bot.core.labels import Labelled
from bot.french.school import school_holidays
from bot.french.workdays import AUGUST, is_working_day
from bot.question.rules import Question

ANNOUNCED_FOR = timedelta(days=7)
"""How long before it begins a reading is announced in the channel."""

LOOKS_BACK = timedelta(days=365)
"""How far back the channel is read."""

MOST_POSTS = 10_000
"""Messages that are read, the latest: in a channel that has more, the year is cut short."""

MOST_FOUND = 400
"""Messages that are shown, the likeliest to ask something."""

SHOWN_AT_ONCE = 10
"""Messages that a coordinator is shown in one sitting."""

OPENS_AFTER = timedelta(days=7)
"""How long their authors have, before the network can search the questions that were kept."""

DECIDED_WITHIN = timedelta(days=30)
"""What nobody has decided of by then is forgotten, and the reading is over."""

BEGINS_AT = time(10)
"""When a reading begins, on the network's own clock."""


class PastState(Labelled):
    """How far the reading of a channel's past is; `label` agrees with « la lecture »."""

    ANNOUNCED = "announced", "annoncée"
    READING = "reading", "en cours"
    SHOWN = "shown", "faite, à trier"
    STOPPED = "stopped", "arrêtée"
    DONE = "done", "terminée"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastReading:
    """The one reading of a network's past.

    As many `posts` were read as were written `since` a moment.
    """

    network: str
    announced_at: datetime
    starts_at: datetime
    state: PastState = PastState.ANNOUNCED
    read_at: datetime | None = None
    ended_at: datetime | None = None
    since: datetime | None = None
    posts: int = 0

    @property
    def cut(self) -> bool:
        """Whether a year has more messages than are read."""
        return self.posts >= MOST_POSTS

    def begin(self) -> Self:
        """Read from now on; a reading that was interrupted begins again. Raises NOT_NOW."""
        return self._moved(PastState.READING, PastState.ANNOUNCED, PastState.READING)

    def show(self, at: datetime, posts: int, since: datetime | None) -> Self:
        """Have what was found be decided of. Raises NOT_NOW."""
        shown = self._moved(PastState.SHOWN, PastState.READING)
        return replace(shown, read_at=at, posts=posts, since=since)

    def stop(self) -> Self:
        """Show nothing for now. What is not read yet is undone instead. Raises NOT_NOW."""
        return self._moved(PastState.STOPPED, PastState.SHOWN)

    def resume(self) -> Self:
        """Go on where it was stopped. Raises NOT_NOW."""
        return self._moved(PastState.SHOWN, PastState.STOPPED)

    def end(self, at: datetime) -> Self:
        """Show nothing more. Raises NOT_NOW."""
        done = self._moved(PastState.DONE, PastState.SHOWN, PastState.STOPPED)
        return replace(done, ended_at=at)

    def _moved(self, to: PastState, *among: PastState) -> Self:
        if self.state not in among:
            raise NOT_NOW(network=self.network, state=self.state)
        return replace(self, state=to)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastMessage:
    """A message that asks something, by its ids, with those that may answer it, likeliest first.

    `decided` once it was kept or left out; `question` is the id of the one that it became.
    """

    network: str
    post: str
    author: str
    at: datetime
    decided: bool = False
    question: int | None = None
    id: int = 0
    replies: Sequence[PastMessage] = ()


def authors(question: Question) -> Sequence[str]:
    """Return whose words a question of the past and its answer are, as far as that is known."""
    asker = question.author if question.text else ""
    answerer = question.answer.by if question.answer else ""
    return [each for each in dict.fromkeys((asker, answerer)) if each]


def of_someone(kept: Iterable[Question], user: str) -> Sequence[Question]:
    """Return those of the questions that were kept that have words of someone's."""
    return [question for question in kept if user in authors(question)]


def starting(now: datetime, zone: str, school_zone: str) -> datetime:
    """Return when a reading that is announced now begins (UTC): ANNOUNCED_FOR later, or after that.

    On a working day, and so many days outside August and the school holidays: people have time to
    refuse.
    """
    local = now.astimezone(ZoneInfo(zone))
    day, left = local.date(), ANNOUNCED_FOR.days + (local.time() > BEGINS_AT)
    while left > 0 or not may_read(day, zone, school_zone):
        left -= not are_away(day, school_zone)
        day += timedelta(days=1)
    return datetime.combine(day, BEGINS_AT, local.tzinfo).astimezone(now.tzinfo)


def are_away(day: date, school_zone: str) -> bool:
    """Tell whether many people are away: in August, and in the school holidays of their zone."""
    return day.month == AUGUST or school_holidays(day, school_zone) is not None


def may_read(day: date, zone: str, school_zone: str) -> bool:
    """Tell whether a reading may begin on a day."""
    return is_working_day(day, zone) and not are_away(day, school_zone)


NOT_NOW = Refusal(
    "the reading of the past of {network} is {state.value}",
    reply="La lecture des messages passés est {state.label}, et ne se fait qu'une fois : rien n'a "
    "été changé.",
)

NEVER_ANNOUNCED = Refusal(
    "no reading of the past of {network}",
    reply="Aucune lecture des messages passés n'est prévue.",
)

NOT_TO_SORT = Refusal(
    "no message {number} to sort",
    reply="Ce message n'est plus à trier : il a été trié, ou n'est plus proposé.",
)

POST_GONE = Refusal(
    "a post of the past is gone",
    reply="Ce message n'est plus dans le canal, ou la personne n'y est plus : écartez-le.",
)

NOT_TO_KEEP = Refusal(
    "a post of the past is not to be kept",
    reply="Ce message {why} : il ne peut pas être gardé. Écartez-le, ou demandez à la personne de "
    "le corriger dans le canal.",
)

NOT_THEIRS = Refusal(
    "question {number} is not of the caller's past",
    reply="Ces mots ne sont pas les vôtres, ou ne sont plus gardés.",
)
