"""How well the deadlines of calls are found in what is published, and what it costs.

`data/deadlines.json` holds invented texts in the style of those who publish calls for projects,
each with the deadlines that it tells; half of them tell none, and only look like it. Its parts:

- *open*: what the rules were built on;
- *held_out*: drawn at random from the same list, before the rules; what the stricter ones miss
  of it was seen twice while words were added elsewhere, so it is no longer wholly fresh;
- *other_hand*: written once the rules were finished, from other inspirations. Its first run gave
  68 % of precision and 75 % of recall; some kinds of texts were then mended;
- *fourth*: its first run gave 77 % of precision and 83 % of recall; the rules were then made
  stricter with it;
- *fifth*: written before that, by someone who had read the rules, and run once after: 100 % of
  precision and 95 % of recall on 40 texts. Expect less of what others write.

A deadline is right when its end is exactly right. What is told of each part:

- *precision*: of the deadlines that were found, the share that is right;
- *recall*: of the deadlines that are told, the share that was found;
- *starts*: of those that were found, the share whose first day is right too, or rightly absent.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict

from bot.veille.deadlines.passages import may_tell, passages
from bot.veille.deadlines.reading import FoundDeadline, found_in

ZONE = "Europe/Paris"
_LABELLED = Path(__file__).parent / "data" / "deadlines.json"
_ROUNDS = 5
_LONG = 6_000
"""Characters of an article that are read."""

Part = Literal["open", "held_out", "other_hand", "fourth", "fifth"]


class Told(BaseModel):
    """A deadline as labelled: local times; no end when it is permanent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ends: datetime | None = None
    starts: date | None = None
    permanent: bool = False


class Labelled(BaseModel):
    """A text, when it was published, and the deadlines it tells."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    published: date
    deadlines: tuple[Told, ...]
    part: Part

    @property
    def at(self) -> datetime:
        """The moment of publication: the morning of that day."""
        return datetime.combine(self.published, datetime.min.time(), UTC) + timedelta(hours=8)


class _Set(BaseModel):
    model_config = ConfigDict(extra="forbid")

    warning: str
    texts: tuple[Labelled, ...]


def labelled() -> tuple[Labelled, ...]:
    """Read the labelled texts."""
    return _Set.model_validate_json(_LABELLED.read_bytes()).texts


def read(one: Labelled) -> tuple[Told, ...]:
    """Return what is found in a text, as a label says it."""
    return tuple(map(_told, found_in(one.text, one.at, ZONE)))


def quality(texts: Sequence[Labelled]) -> tuple[float, float, float]:
    """Return precision, recall, and the share of right starts, from 0 to 1."""
    right = found = told = started = 0
    for one in texts:
        got = read(one)
        want = Counter(_end(each) for each in one.deadlines)
        right += (want & Counter(map(_end, got))).total()
        found += len(got)
        told += len(one.deadlines)
        started += len(set(got) & set(one.deadlines))
    return right / max(found, 1), right / max(told, 1), started / max(right, 1)


def figures() -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure, the held-out part first."""
    texts = labelled()
    parts: dict[Part, list[Labelled]] = {
        "held_out": [],
        "fifth": [],
        "other_hand": [],
        "fourth": [],
        "open": [],
    }
    for one in texts:
        parts[one.part].append(one)
    for part, its in parts.items():
        if its:
            precision, recall, starts = quality(its)
            yield f"deadlines_{part}_{len(its)}_precision", 100 * precision, "%"
            yield f"deadlines_{part}_{len(its)}_recall", 100 * recall, "%"
            yield f"deadlines_{part}_{len(its)}_starts", 100 * starts, "%"
    yield "deadlines_cost", median(_spent(texts) for _ in range(_ROUNDS)), "ms/text"
    yield "deadlines_article_left_unread", _left(_quiet()), "ms/text"
    yield "deadlines_article_without_a_date", _skimmed(_quiet()), "ms/text"
    yield "deadlines_article_with_dates", _skimmed(_busy(texts)), "ms/text"


def _told(found: FoundDeadline) -> Told:
    ends = found.ends.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None) if found.ends else None
    return Told(ends=ends, starts=found.starts, permanent=found.permanent)


def _end(told: Told) -> tuple[datetime | None, bool]:
    return told.ends, told.permanent


def _spent(texts: Sequence[Labelled]) -> float:
    start = time.perf_counter()
    for one in texts:
        found_in(one.text, one.at, ZONE)
    return (time.perf_counter() - start) / len(texts) * 1e3


def _skimmed(text: str) -> float:
    """Return the milliseconds that it takes to leave out all that is not dated."""
    spent = []
    for _ in range(200):
        start = time.perf_counter()
        passages(text)
        spent.append(time.perf_counter() - start)
    return median(spent) * 1e3


def _left(markup: str) -> float:
    """Return the milliseconds that it takes to leave an article as it is, without stripping it."""
    spent = []
    for _ in range(200):
        start = time.perf_counter()
        may_tell("", markup)
        spent.append(time.perf_counter() - start)
    return median(spent) * 1e3


def _quiet() -> str:
    said = (
        "Les 34 conseillers de l’agglomération accompagnent 1 200 habitants : « On vient pour un "
        "mot de passe, on revient pour le plaisir », dit l’une d’elles. "
    )
    return (said * 60)[:_LONG]


def _busy(texts: Sequence[Labelled]) -> str:
    return " ".join(one.text.replace("\n", " ") for one in texts)[:_LONG]
