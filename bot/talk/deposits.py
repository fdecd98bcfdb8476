"""How much one person may give the bot to keep: enough for anyone who writes, not for a machine."""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from math import ceil

from bot.core.errors import UserError

MOST_DEPOSITS = 40
"""Texts of one person within WINDOW: one every eight seconds, without a pause."""

WINDOW = timedelta(minutes=5)


class TooManyDepositsError(UserError):
    """A person has given more texts than anyone types; `wait` says for how long to stop."""

    def __init__(self, most: int, wait: timedelta) -> None:
        minutes = max(1, ceil(wait / timedelta(minutes=1)))
        super().__init__(
            f"more than {most} deposits within {WINDOW}",
            reply=f"Vous m'avez confié {most} textes en cinq minutes : laissons au réseau le temps "
            "de les lire. Celui-ci n'est pas enregistré : gardez-le, et redonnez-le-moi dans "
            f"{minutes} minute{'s' if minutes > 1 else ''}.",
        )


class DepositLimit:
    """Counts what each person deposits, whichever way, in memory: a restart forgets it.

    `most` of 0 counts nothing.
    """

    def __init__(self, most: int = MOST_DEPOSITS) -> None:
        self._most = most
        self._times: dict[str, deque[datetime]] = {}

    def take(self, person: str, now: datetime) -> None:
        """Count one deposit more. Raises TooManyDepositsError, and then counts nothing."""
        if not self._most:
            return
        self._forget(now)
        times = self._times.setdefault(person, deque())
        if len(times) >= self._most:
            raise TooManyDepositsError(self._most, times[0] + WINDOW - now)
        times.append(now)

    def give_back(self, person: str) -> None:
        """Count one deposit less: the last one came to nothing."""
        times = self._times.get(person)
        if times:
            times.pop()

    def _forget(self, now: datetime) -> None:
        """Drop what is older than WINDOW, and what a clock that was wrong put in the future."""
        for person, times in list(self._times.items()):
            while times and not timedelta() <= now - times[0] < WINDOW:
                times.popleft()
            if not times:
                del self._times[person]
