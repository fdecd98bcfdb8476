"""How well dates are read as tired people type them, and what it costs.

`data/dates.json` holds invented phrases, each with the moment of typing, by hands that did not
know the rules: two at first, two *later*. Half of them were *seen* while the rules were mended,
half were *held* until the end: their first run gave 95.5 % right and 0.9 % silently wrong (A, B),
98.3 % and 0.8 % (K, M); the three phrases that were silently wrong were mended since, so
that these halves flatter us a little. Two more came *latest* (N: the country, P: towns, overseas
and telephones): their seen half first gave 88.3 % right, 1.7 % silently wrong, 14.6 % of the clear
asked about; the held one 95 %, 1.7 % and 6.9 %, before its four faults were read and mended by
kind: it flatters us since. *last_held* (Q), after that, was measured and never opened. *newest* (R,
S) came last: their first run gave 88 % right and 22.2 % of the clear asked about (seen), 98 % and
3.7 % (held), none silently wrong; the seen half was then mended by kind, and the held one never
opened. *true* (`yy`, `zz`) is by two who were asked for what colleagues really type, and was never
opened either: with Q and these, all is told that is still blind. Since a day or an hour that is
typed, then taken back (« jeudi, non vendredi ») is asked about, and so are two hours with no word
between, 32 phrases more of the 1,180 are asked about, none is silently wrong. Each says where it
starts and whether it must be asked about:

- `no`: it is clear, and is right when it is taken at that start, with nothing asked of the text;
- `may`: right when it is taken at that start, or asked about;
- `must`: right when it is refused, or asked about.

What is told of each part:

- *right*: the share that is right, its minutes too;
- *silently wrong*: the share that is taken at another start, for other minutes, or where it must be
  asked about, with no question at all: what would send people to the wrong day;
- *asked by luck*: the share that would be so, were it not for a question of convenience (a bank
  holiday, a weekend, an unusual hour…), which says nothing of the text but shows what was read;
- *clear asked about*: of the clear phrases, the share whose text is refused or asked about.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from statistics import median
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.french.dates import Doubt, DoubtKind, When, WhenError, doubts, read_when

ZONE = "Europe/Paris"
_LABELLED = Path(__file__).parent / "data" / "dates.json"
_ROUNDS = 5


class Labelled(BaseModel):
    """A phrase, when it was typed, what it means; local times, `hand` is who wrote it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    part: Literal[
        "seen",
        "held",
        "later_seen",
        "later_held",
        "latest_seen",
        "latest_held",
        "last_held",
        "newest_seen",
        "newest_held",
        "true",
    ]
    now: datetime
    typed: str
    start: datetime | None
    minutes: int | None
    ask: Literal["no", "may", "must"]
    why: str = ""
    hand: str


class Outcome(Enum):
    """What was made of a phrase."""

    RIGHT = "taken or asked about as it should be"
    ASKED = "clear, and refused or asked about"
    LUCKY = "wrong, and asked about for another reason"
    WRONG = "silently wrong"


def labelled() -> Sequence[Labelled]:
    """Read the labelled phrases."""
    return TypeAdapter(list[Labelled]).validate_json(_LABELLED.read_bytes())


_OF_CONVENIENCE = frozenset(
    (
        DoubtKind.SOON,
        DoubtKind.HOLIDAY,
        DoubtKind.WEEKEND,
        DoubtKind.AUGUST,
        DoubtKind.SCHOOL,
        DoubtKind.HOUR,
    )
)
"""What is asked of a day and an hour that were read for sure, lest they suit nobody."""


def doubts_of_text(when: When, *, zone: str) -> tuple[Doubt, ...]:
    """Return what to ask of the words themselves, whatever suits people: which day, which hour."""
    found = doubts(when, zone=zone, school_zone="")
    return tuple(each for each in found if each.kind not in _OF_CONVENIENCE)


def outcome(one: Labelled) -> Outcome:
    """Return what is made of a phrase."""
    when = _read(one)
    if when is None or doubts_of_text(when, zone=ZONE):
        return Outcome.ASKED if one.ask == "no" else Outcome.RIGHT
    taken = one.ask != "must" and (when.wall, when.minutes) == (one.start, one.minutes)
    if taken:
        return Outcome.RIGHT
    return Outcome.LUCKY if doubts(when, zone=ZONE, school_zone="") else Outcome.WRONG


def figures() -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure, the held parts first."""
    phrases = labelled()
    for part in (
        "true",
        "newest_held",
        "last_held",
        "latest_held",
        "held",
        "later_held",
        "newest_seen",
        "latest_seen",
        "seen",
        "later_seen",
    ):
        of_part = [one for one in phrases if one.part == part]
        if of_part:
            yield from _quality(of_part, f"dates_{part}_{len(of_part)}")
    yield "dates_cost", median(_spent(phrases) for _ in range(_ROUNDS)), "µs/phrase"


def _quality(phrases: Sequence[Labelled], name: str) -> Iterable[tuple[str, float, str]]:
    made = Counter(outcome(one) for one in phrases)
    clear = sum(one.ask == "no" for one in phrases)
    yield f"{name}_right", 100 * made[Outcome.RIGHT] / len(phrases), "%"
    yield f"{name}_silently_wrong", 100 * made[Outcome.WRONG] / len(phrases), "%"
    yield f"{name}_asked_by_luck", 100 * made[Outcome.LUCKY] / len(phrases), "%"
    yield f"{name}_clear_asked_about", 100 * made[Outcome.ASKED] / clear, "%"


def _read(one: Labelled) -> When | None:
    now = one.now.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
    try:
        return read_when(one.typed, now=now, zone=ZONE)
    except WhenError:
        return None


def _spent(phrases: Sequence[Labelled]) -> float:
    """Return the microseconds of CPU a phrase takes, on average."""
    start = time.process_time()
    for one in phrases:
        _read(one)
    return (time.process_time() - start) / len(phrases) * 1e6
