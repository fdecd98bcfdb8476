"""How well personal data is seen, and what looking for it costs.

`data/personal_hands.json` holds invented texts by independent hands, who had not seen the rules.
Half of them were *seen*: the rules were made with these in sight. The other half is *held*: read
once the rules were made. Two hands wrote first; *seen_2* and *held_2* are by two others, later, for
the rules as they had become. The first run on *held_2* gave 93.5 % of recall and 89.2 % of
precision, before two labels and one false alarm were mended. *seen_3* and *held_3* are by two
more; the first gave 69.2 % of recall and 93.1 % of precision, the second 71.9 % and 92 %, before
its faults were read too and mended by kind: it flatters us since. *held_4*, by one more hand after
that, was measured and never opened. The last six were asked for what is really deposited: *true*
(`ww`, `zz`) was never opened, and with *held_4* it alone is still blind. The others, *true_seen*,
first gave, each, 91.7 to 93.8 % of recall and 93.2 to 100 % of precision, before what they showed
was mended by kind. Where a hand was not sure itself, the text is *doubtful*, and counted apart.

`data/personal.json` is our own set (*ours*), by the hand that made the first rules: its figures
flatter us. A third was held out while these were made, some of it written to break them (*hard*);
the rules since were made with all of it in sight.

- *recall*: of the kinds that the texts carry, the share that was seen;
- *precision*: of what was seen, the share that the texts carry;
- *texts stopped*: of the texts that carry something, the share that was stopped, whatever was
  seen in them: what decides whether personal data is kept;
- *false alarms*: of the texts that carry nothing, the share that was stopped all the same, and the
  share that was *refused*: the others are shown, to be deposited in one gesture;
- *doubtful stopped*: of the doubtful texts, those that were stopped. There is no right figure.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.french.personal import DataKind, personal_data

_DATA = Path(__file__).parent / "data"
_ROUNDS = 5


class Labelled(BaseModel):
    """A text, and the kinds it carries, as many times as it does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    kinds: tuple[DataKind, ...]


class OurText(Labelled):
    """One of our own, perhaps written to break the first rules."""

    held_out: bool
    hard: bool = False


class HandText(Labelled):
    """One by an independent hand."""

    part: Literal[
        "seen", "held", "seen_2", "held_2", "seen_3", "held_3", "held_4", "true", "true_seen"
    ]
    hand: str
    doubtful: bool = False


class _Ours(BaseModel):
    model_config = ConfigDict(extra="forbid")

    warning: str
    texts: tuple[OurText, ...]


class _Hands(BaseModel):
    model_config = ConfigDict(extra="forbid")

    warning: str
    texts: tuple[HandText, ...]


def ours() -> tuple[OurText, ...]:
    """Read our own labelled texts."""
    return _Ours.model_validate_json((_DATA / "personal.json").read_bytes()).texts


def of_hands() -> tuple[HandText, ...]:
    """Read the texts of the independent hands."""
    return _Hands.model_validate_json((_DATA / "personal_hands.json").read_bytes()).texts


def figures() -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure, those of the independent hands first."""
    hands = of_hands()
    for part in (
        *("true", "held_4", "held_3", "held_2", "held"),
        *("true_seen", "seen_3", "seen_2", "seen"),
    ):
        texts = [one for one in hands if one.part == part]
        if texts:
            yield from _of_part(texts, f"personal_data_{part}")
    own = ours()
    held_out = [one for one in own if one.held_out]
    yield from _quality(held_out, f"personal_data_ours_held_out_{len(held_out)}")
    hard = [one for one in held_out if one.hard]
    yield from _quality(hard, f"personal_data_ours_held_out_hard_{len(hard)}")
    yield from _quality(own, f"personal_data_ours_all_{len(own)}")
    read = [one.text for one in (*hands, *own)]
    yield "personal_data_cost", median(_spent(read) for _ in range(_ROUNDS)), "µs/text"


def _of_part(texts: Sequence[HandText], name: str) -> Iterable[tuple[str, float, str]]:
    clear = [one for one in texts if not one.doubtful]
    doubtful = [one for one in texts if one.doubtful]
    yield from _quality(clear, f"{name}_{len(clear)}")
    stopped = sum(bool(personal_data(one.text)) for one in doubtful)
    yield f"{name}_doubtful_stopped", stopped, f"of {len(doubtful)}"


def _quality(texts: Sequence[Labelled], name: str) -> Iterable[tuple[str, float, str]]:
    right = seen = carried = refused = 0
    alarms: Counter[bool] = Counter()
    for one in texts:
        want = Counter(one.kinds)
        found = personal_data(one.text)
        got = Counter(each.kind for each in found)
        right += (want & got).total()
        seen += got.total()
        carried += want.total()
        alarms[bool(one.kinds)] += bool(got)
        refused += not one.kinds and any(each.sure for each in found)
    carrying = sum(bool(one.kinds) for one in texts)
    plain = len(texts) - carrying
    yield f"{name}_recall", 100 * right / carried, f"% of {carried} kinds"
    yield f"{name}_precision", 100 * right / seen, f"% of {seen} kinds"
    yield f"{name}_texts_stopped", 100 * alarms[True] / carrying, f"% of {carrying} texts"
    yield f"{name}_false_alarms", 100 * alarms[False] / plain, f"% of {plain} texts"
    yield f"{name}_false_alarms_refused", 100 * refused / plain, f"% of {plain} texts"


def _spent(texts: Sequence[str]) -> float:
    """Return the microseconds a text takes, on average."""
    start = time.perf_counter()
    for one in texts:
        personal_data(one)
    return (time.perf_counter() - start) / len(texts) * 1e6
