"""One network's schedule: its meetings, its letters between them, its veille each month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice, takewhile
from zoneinfo import ZoneInfo

from bot.domain.network import Network

_LOOKED_BACK = timedelta(days=370)


def letters_after(network: Network, moment: datetime) -> Iterator[datetime]:
    """Yield the moments (UTC) at which letters fall due, strictly after one, earliest first.

    Nothing where the network has no letter.
    """
    rule = network.letter
    if rule is None:
        return
    for due in rule.after(moment, network.timezone):
        if not (rule.between_meetings and _meets_in_month_of(network, due)):
            yield due


def next_letter(network: Network, now: datetime) -> datetime | None:
    """Return when the next letter falls due, None where there is none."""
    return next(islice(letters_after(network, now), 1), None)


def last_letter_due(network: Network, since: datetime, now: datetime) -> datetime | None:
    """Return the latest letter with since < due <= now, None when none is; see Rhythm.last_due."""
    start = max(since, now - _LOOKED_BACK)
    latest = None
    for due in takewhile(lambda each: each <= now, letters_after(network, start)):
        latest = due
    return latest


def _meets_in_month_of(network: Network, moment: datetime) -> bool:
    zone = ZoneInfo(network.timezone)
    first = moment.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    (meeting,) = network.meeting.next_dates(first - timedelta(seconds=1), network.timezone, 1)
    local = meeting.astimezone(zone)
    return (local.year, local.month) == (first.year, first.month)
