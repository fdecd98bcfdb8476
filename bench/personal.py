"""How well personal data is seen, on texts of ours, and what it costs.

`data/personal.json` holds invented texts in the advisers' voice, each with the kinds it carries.
A third is held out: written before the rules were tuned, and never used to tune them. Some of
these are *hard*: written to break the first rules that passed all the others.

- *recall*: of the kinds that the texts carry, the share that was seen;
- *precision*: of what was seen, the share that the texts carry;
- *false alarms*: of the texts that carry nothing, the share that was stopped all the same;
- *texts stopped*: of the texts that carry something, the share that was stopped, whatever was
  seen in them: what decides whether personal data is kept.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from pydantic import BaseModel, ConfigDict

from bot.french.personal import DataKind, personal_data

_LABELLED = Path(__file__).parent / "data" / "personal.json"
_ROUNDS = 5


class Labelled(BaseModel):
    """A text, and the kinds it carries, as many times as it does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    kinds: tuple[DataKind, ...]
    held_out: bool
    hard: bool = False


class _Set(BaseModel):
    model_config = ConfigDict(extra="forbid")

    warning: str
    texts: tuple[Labelled, ...]


def labelled() -> tuple[Labelled, ...]:
    """Read the labelled texts."""
    return _Set.model_validate_json(_LABELLED.read_bytes()).texts


def figures() -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure, the held-out part first."""
    texts = labelled()
    held_out = [one for one in texts if one.held_out]
    yield from _quality(held_out, f"personal_data_held_out_{len(held_out)}")
    hard = [one for one in held_out if one.hard]
    yield from _quality(hard, f"personal_data_held_out_hard_{len(hard)}")
    yield from _quality(texts, f"personal_data_all_{len(texts)}")
    yield "personal_data_cost", median(_spent(texts) for _ in range(_ROUNDS)), "µs/text"


def _quality(texts: Sequence[Labelled], name: str) -> Iterable[tuple[str, float, str]]:
    right = seen = carried = 0
    alarms: Counter[bool] = Counter()
    for one in texts:
        want = Counter(one.kinds)
        got = Counter(found.kind for found in personal_data(one.text))
        right += (want & got).total()
        seen += got.total()
        carried += want.total()
        alarms[bool(one.kinds)] += bool(got)
    carrying = sum(bool(one.kinds) for one in texts)
    yield f"{name}_recall", 100 * right / carried, "%"
    yield f"{name}_precision", 100 * right / seen, "%"
    yield f"{name}_texts_stopped", 100 * alarms[True] / carrying, "%"
    yield f"{name}_false_alarms", 100 * alarms[False] / (len(texts) - carrying), "%"


def _spent(texts: Sequence[Labelled]) -> float:
    """Return the microseconds a text takes, on average."""
    start = time.perf_counter()
    for one in texts:
        personal_data(one.text)
    return (time.perf_counter() - start) / len(texts) * 1e6
