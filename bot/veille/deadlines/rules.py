"""A deadline of a network's watch: found in an article or typed, checked, reminded of, dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

from bot.core.errors import Refusal, not_found
from bot.core.labels import Labelled
from bot.french.dates import PAST_END
from bot.french.workdays import AUGUST, DAY_STARTS, is_working_day

TITLE = 200
"""Characters of a title."""


class DeadlineStatus(Labelled):
    """Where a deadline stands; `label` agrees with « une échéance ».

    What is to be checked is shown to everybody, said to be so; what is doubtful to coordinators.
    """

    TO_CHECK = "to_check", "à vérifier"
    DOUBTFUL = "doubtful", "à confirmer"
    CONFIRMED = "confirmed", "confirmée"
    DROPPED = "dropped", "écartée"


class DeadlineStep(Enum):
    """What may happen to a deadline."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    DROPPED = "dropped"
    RESTORED = "restored"


_T, _Q, _C, _D = DeadlineStatus

DEADLINE_TRANSITIONS: Mapping[DeadlineStep, Mapping[DeadlineStatus, DeadlineStatus]] = {
    DeadlineStep.CONFIRMED: {_T: _C, _Q: _C},
    DeadlineStep.CORRECTED: {_T: _C, _Q: _C, _C: _C},
    DeadlineStep.DROPPED: {_T: _D, _Q: _D, _C: _D},
    DeadlineStep.RESTORED: {_D: _T},
}
"""The state machine: from each state that allows a step, the state that it leads to. Who corrects
a date has checked it; what is restored is to be checked again."""

_MADE: Mapping[DeadlineStep, tuple[DeadlineStatus, ...]] = {
    DeadlineStep.CONFIRMED: (_C,),
    DeadlineStep.DROPPED: (_D,),
    DeadlineStep.RESTORED: (_T, _C),
}
"""The states of a deadline on which a step was made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A deadline of one network, known there by its number.

    `phrase` quotes the article, "" when somebody typed the date. `ends` is in UTC, None when one
    may apply all year round. `by` is the chat user id of whoever brought it to its state, "" for
    a feed, `at` the moment of that (UTC): from a confirmation on, the one reminders count from.
    `article` is the store's id of the article, `applicants` counts the members who apply.
    """

    network: str
    number: int
    title: str
    link: str
    phrase: str = ""
    starts: date | None = None
    ends: datetime | None = None
    status: DeadlineStatus = DeadlineStatus.TO_CHECK
    by: str = ""
    at: datetime
    article: int | None = None
    id: int = 0
    applicants: int = 0

    @property
    def permanent(self) -> bool:
        """Whether it has no end."""
        return self.ends is None

    @property
    def checked(self) -> bool:
        """Whether a coordinator took its date for right."""
        return self.status is DeadlineStatus.CONFIRMED

    @property
    def waits(self) -> bool:
        """Whether a coordinator has still to check it."""
        return self.status in {DeadlineStatus.TO_CHECK, DeadlineStatus.DOUBTFUL}

    def ended(self, now: datetime) -> bool:
        """Tell whether it is too late to apply."""
        return self.ends is not None and self.ends <= now

    def take(self, step: DeadlineStep, by: str, at: datetime) -> Self:
        """Confirm it as it was read, bring it back to be checked, or drop it, ended or not.

        Raises DEADLINE_STATE, and DEADLINE_ENDED for what is of use before the end only.
        """
        after = self._after(step)
        if step is not DeadlineStep.DROPPED and self.ended(at):
            raise DEADLINE_ENDED(number=self.number)
        return replace(self, status=after, by=by, at=at)

    def took(self, step: DeadlineStep) -> bool:
        """Tell whether such a step is made already: it would change nothing."""
        return self.status in _MADE[step]

    def correct(self, ends: datetime | None, by: str, at: datetime) -> Self:
        """Give it its right date, None for none, which confirms it.

        A first day that the new end precedes goes. Raises PAST_END for a date that is
        over, DEADLINE_STATE for a deadline that was dropped; one that has ended may be put
        off so.
        """
        if ends is not None and ends <= at:
            raise PAST_END()
        starts = self.starts
        if starts and (ends is None or starts > ends.date()):
            starts = None
        after = self._after(DeadlineStep.CORRECTED)
        return replace(self, ends=ends, starts=starts, status=after, by=by, at=at)

    def require_open(self, now: datetime) -> None:
        """Refuse what is of use on a confirmed deadline to come only, such as applying.

        Raises DEADLINE_ENDED or DEADLINE_STATE.
        """
        if self.status is not DeadlineStatus.CONFIRMED:
            raise DEADLINE_STATE[self.status](number=self.number, status=self.status)
        if self.ended(now):
            raise DEADLINE_ENDED(number=self.number)

    def _after(self, step: DeadlineStep) -> DeadlineStatus:
        leads_to = DEADLINE_TRANSITIONS[step].get(self.status)
        if leads_to is None:
            raise DEADLINE_STATE[self.status](number=self.number, status=self.status)
        return leads_to


def soonest(deadline: Deadline) -> tuple[bool, datetime, int]:
    """Return what to sort deadlines by: the soonest first, permanent ones last."""
    return deadline.permanent, deadline.ends or deadline.at, deadline.number


REMINDED = (30, 14, 7, 2)
"""Days before the end of a call on which the network is reminded of it."""

FIRST_REMINDED_WITHIN = timedelta(days=REMINDED[0] + 35)
"""No reminder is earlier: the first one, moved to before August, or a few days off."""


def reminders(deadline: Deadline, zone: str) -> tuple[datetime, ...]:
    """Return the moments (UTC), in order, at which a confirmed deadline is recalled.

    They are those of REMINDED at 9 h on an IANA zone's clock, each moved to the working day
    before when people are away (weekend, bank holiday, August); two that meet are one. None is
    before the confirmation: a call that is known late is recalled at the next one only.
    """
    if deadline.status is not DeadlineStatus.CONFIRMED or deadline.ends is None:
        return ()
    moments = _reminders(deadline.ends.astimezone(ZoneInfo(zone)).date(), zone)
    return tuple(moment for moment in moments if deadline.at <= moment < deadline.ends)


@lru_cache(maxsize=1024)
def _reminders(last: date, zone: str) -> tuple[datetime, ...]:
    """Return the moments at which a call that ends on a day is recalled: jobs ask at each beat."""
    days = {_working_day(last - timedelta(days=ahead), zone) for ahead in REMINDED}
    return tuple(
        datetime.combine(day, DAY_STARTS, ZoneInfo(zone)).astimezone(UTC) for day in sorted(days)
    )


def due_reminder(
    deadline: Deadline, now: datetime, last: datetime | None, zone: str
) -> datetime | None:
    """Return the moment of the reminder that is due, None when there is none.

    `last` is the moment of the latest that was given. Of several that were missed the nearest
    to the end is due, once; nothing is due once the call has ended.
    """
    if deadline.ended(now):
        return None
    passed = [moment for moment in reminders(deadline, zone) if moment <= now]
    if not passed or (last is not None and passed[-1] <= last):
        return None
    return passed[-1]


def _working_day(day: date, zone: str) -> date:
    while day.month == AUGUST or not is_working_day(day, zone):
        day -= timedelta(days=1)
    return day


UNKNOWN_DEADLINE = not_found(
    "deadline", "d'échéance", "Elles se lisent par « Échéances », dans `/veille`."
)

DEADLINE_ENDED = Refusal(
    "deadline {number} has ended",
    reply="L'échéance n° {number} est passée : on ne peut plus candidater. Si l'appel est "
    "prolongé, corrigez sa date : « Échéances », dans `/veille`.",
)


_DEADLINE_IS = "deadline {number} is {status.value}"
DEADLINE_STATE = {
    **dict.fromkeys(
        (DeadlineStatus.TO_CHECK, DeadlineStatus.DOUBTFUL),
        Refusal(
            _DEADLINE_IS,
            reply="L'échéance n° {number} est {status.label} : la coordination doit d'abord "
            "confirmer sa date.",
        ),
    ),
    DeadlineStatus.CONFIRMED: Refusal(
        _DEADLINE_IS,
        reply="L'échéance n° {number} est {status.label} : il n'y a rien à faire de plus, sauf "
        "corriger sa date.",
    ),
    DeadlineStatus.DROPPED: Refusal(
        _DEADLINE_IS,
        reply="L'échéance n° {number} est {status.label} : rétablissez-la d'abord si elle peut "
        "encore servir.",
    ),
}
"""What was asked does not fit where the deadline stands."""
