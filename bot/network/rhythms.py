"""A network's rules: what is owed by them, and how a coordinator changes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, takewhile, tee
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.core import occurrences, settings
from bot.french.folding import fold
from bot.network import schedule
from bot.network.network import Network
from bot.network.schedule import SHOWN_DATES, Due, read_rule, rule_of, with_rule
from bot.network.served import choice, configured_text, written

USUAL = "habituel"
"""What is written in place of a rule to go back to the configuration's."""

_USUAL_WORDS = frozenset({USUAL, "habituelle", "par defaut", "comme d'habitude"})


_A_YEAR = timedelta(weeks=52)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTold:
    """One rule as it is told: its words, its next dates, how many a year has of them.

    `own` tells whether the network chose it by command.
    """

    due: Due
    text: str
    dates: tuple[datetime, ...]
    yearly: int
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What became of one rule: the network as it is from now on, and what to type to go back.

    `fresh` tells whether anything changed.
    """

    due: Due
    network: Network
    before: str
    back: str
    fresh: bool

    @property
    def rule(self) -> str:
        """The rule as it is from now on, as one types it."""
        return written(rule_of(self.network, self.due))


def owed(db: Connection, network: Network, due: Due, now: datetime) -> datetime | None:
    """Return the moment that fell due and was not done yet, None when nothing is owed.

    Only the last one missed is. What was done stands for its whole day: a rule changed that day
    owes nothing more on it. The network must have been started.
    """
    return owed_of_each(db, [network], due, now).get(network.slug)


def owed_of_each(
    db: Connection, networks: Iterable[Network], due: Due, now: datetime
) -> Mapping[str, datetime]:
    """Return what `owed` does for each network that is owed something, in one query."""
    networks = list(networks)
    known = occurrences.since_and_last(db, due.value, [each.slug for each in networks])
    found = {each.slug: _owed(each, due, *known[each.slug], now) for each in networks}
    return {slug: at for slug, at in found.items() if at is not None}


def rules(
    db: Connection, network: Network, now: datetime, letters: Iterator[datetime]
) -> tuple[RuleTold, ...]:
    """Return the network's three rules, with what falls due by them.

    `letters` are the dates at which letters come out, moved or skipped as they may be.
    """

    def told(due: Due) -> RuleTold:
        dates, of_a_year = tee(schedule.dates_after(network, due, now))
        return RuleTold(
            due=due,
            text=written(rule_of(network, due)),
            dates=tuple(islice(letters if due is Due.LETTER else dates, SHOWN_DATES)),
            yearly=sum(1 for _ in takewhile(lambda at: at <= now + _A_YEAR, of_a_year)),
            own=bool(settings.get(db, network.slug, choice(due))),
        )

    return tuple(map(told, Due))


def change_all(
    db: Connection, network: Network, now: datetime, texts: Mapping[Due, str]
) -> tuple[Changed, ...]:
    """Give the network other rules, or « habituel » the configuration's again.

    What fell due before is not owed. Raises UNREADABLE_RHYTHM, and then changes none.
    """
    made = []
    for due, text in texts.items():
        made.append(_change(db, network, now, due, text))
        network = made[-1].network
    return tuple(made)


def _change(db: Connection, network: Network, now: datetime, due: Due, text: str) -> Changed:
    slug = network.slug
    chosen = settings.get(db, slug, choice(due))
    usual = fold(text).strip(" .!") in _USUAL_WORDS
    rule = read_rule(due, configured_text(db, slug, due) if usual else text)
    settings.put(db, slug, choice(due), "" if usual else written(rule))
    before = rule_of(network, due)
    fresh = rule != before
    if fresh:
        _note_change(db, network, now, due)
    return Changed(
        due=due,
        network=with_rule(network, due, rule),
        before=written(before),
        back=chosen or USUAL,
        fresh=fresh,
    )


def _owed(
    network: Network, due: Due, since: datetime, done: datetime | None, now: datetime
) -> datetime | None:
    at = schedule.last_due(network, due, since, now)
    if at is None or done is None:
        return at
    zone = ZoneInfo(network.timezone)
    return None if at.astimezone(zone).date() == done.astimezone(zone).date() else at


def _note_change(db: Connection, network: Network, now: datetime, due: Due) -> None:
    """Owe nothing of before; letters between the meetings have new dates when these have."""
    occurrences.rule_changed(db, network.slug, due.value, now)
    letter = network.letter
    if due is Due.MEETING and letter is not None and letter.between_meetings:
        occurrences.rule_changed(db, network.slug, Due.LETTER.value, now)
