"""How well personal data is seen, and what looking for it costs.

Weights decide (`bot/french/personal/weighing.py`), learnt on the texts of
`data/personal_training.json`, which have most of those below: what is told of these flatters us.
Nobody learnt from, nor opened, the parts *true_2*, *true* and *held_4*. `estimate` tells what the
texts learnt from give when weights are learnt without their hand
(`python -m bench.personal_training`): near half of those hands were asked to be hard, or to dwell
on some kinds.

`data/personal_hands.json` holds invented texts by independent hands, who had not seen the rules.
Half of them were *seen*: the rules were made with these in sight. The other half is *held*: read
once the rules were made. Two hands wrote first; *seen_2* and *held_2* are by two others, later, for
the rules as they had become. The first run on *held_2* gave 93.5 % of recall and 89.2 % of
precision, before two labels and one false alarm were mended. *seen_3* and *held_3* are by two
more; the first gave 69.2 % of recall and 93.1 % of precision, the second 71.9 % and 92 %, before
its faults were read too and mended by kind: it flatters us since. *held_4*, by one more hand after
that, was measured and never opened. The last ten were asked for what is really deposited: *true*
(`tt`, `uu`, `ww`, `zz`) was measured some times as this was made, and never opened; *true_2*
(`rr`, `ss`) was measured once, before two small changes that moved none of its figures. The others,
*true_seen*, first gave rules alone, each, 91.7 to 93.8 % of recall and 93.2 to 100 % of precision,
before what they showed was mended by kind. Where a hand was not sure itself, the text is
*doubtful*, and counted apart.

`data/personal.json` is our own set (*ours*), by the hand that made the first rules: its figures
flatter us. *ordinary* are the questions of the bench of themes, which carry none.

- *recall*: of the kinds that the texts carry, the share that was seen;
- *precision*: of what was seen, the share that the texts carry;
- *texts stopped*: of the texts that carry something, the share that was stopped, whatever was
  seen in them: what decides whether personal data is kept;
- *false alarms*: of the texts that carry nothing, the share that was stopped all the same, and the
  share that was *refused*: the others are shown, to be deposited in one gesture;
- *doubtful stopped*: of the doubtful texts, those that were stopped. There is no right figure.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bench import themes
from bot.french.personal import DataKind, FoundData, personal_data
from bot.french.text import TEXT_LIMIT
from tests import hostile

DATA = Path(__file__).parent / "data"
ESTIMATE = DATA / "personal_estimate.json"
BLIND = ("true", "true_2", "held_4")
"""Parts that are never learnt from."""
OLDER = "older"
"""Whose texts are learnt from and say nothing of a new hand: rules were once made with them."""

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
        "seen",
        "held",
        "seen_2",
        "held_2",
        "seen_3",
        "held_3",
        "held_4",
        "true",
        "true_2",
        "true_seen",
    ]
    hand: str
    doubtful: bool = False


class Marked(BaseModel):
    """A text to learn from, each piece of data between marks: « [[name|Mme Exemple]] »."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    hand: str
    text: str
    doubtful: bool = False

    def read(self) -> tuple[str, Sequence[tuple[int, int, DataKind]]]:
        """Return the text without its marks, and the span and kind of each."""
        plain, spans, place = "", [], 0
        for mark in _MARK.finditer(self.text):
            plain += self.text[place : mark.start()]
            spans.append((len(plain), len(plain) + len(mark[2]), DataKind(mark[1])))
            plain, place = plain + mark[2], mark.end()
        return plain + self.text[place:], spans


_MARK = re.compile(r"\[\[([a-z ]+)\|(.*?)\]\]", re.DOTALL)


class _Training(BaseModel):
    model_config = ConfigDict(extra="forbid")

    warning: str
    texts: tuple[Marked, ...]


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
    return _Ours.model_validate_json((DATA / "personal.json").read_bytes()).texts


def of_hands() -> tuple[HandText, ...]:
    """Read the texts of the independent hands."""
    return _Hands.model_validate_json((DATA / "personal_hands.json").read_bytes()).texts


def marked() -> tuple[Marked, ...]:
    """Read the texts that weights are learnt from."""
    return _Training.model_validate_json((DATA / "personal_training.json").read_bytes()).texts


def figures() -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure, those of the independent hands first."""
    yield from _estimated()
    hands = of_hands()
    for part in (
        *("true_2", "true", "held_4", "held_3", "held_2", "held"),
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
    ordinary = [one.text for one in themes.labelled()]
    alarms = sum(bool(personal_data(text)) for text in ordinary)
    yield "personal_data_ordinary_false_alarms", alarms, f"of {len(ordinary)} texts"
    for name, read in (("", [one.text for one in (*hands, *own)]), ("_ordinary", ordinary)):
        spent = [min(_spent([text]) for _ in range(_ROUNDS)) for text in read]
        yield f"personal_data{name}_cost_median", median(spent), "µs/text"
        yield f"personal_data{name}_cost_mean", mean(spent), "µs/text"
    hurtful = (hostile.of(each, TEXT_LIMIT) for each in hostile.REPEATED.values())
    yield "personal_data_slowest_hurtful_text", max(_spent([each]) for each in hurtful), "µs"


def _estimated() -> Iterable[tuple[str, float, str]]:
    """Tell of all hands learnt from what is read with weights learnt without them."""
    counted = Counter[str]()
    for each in json.loads(ESTIMATE.read_bytes()).values():
        counted.update(each)
    yield from _shares(counted, f"personal_data_estimate_{counted['texts']}")


def _of_part(texts: Sequence[HandText], name: str) -> Iterable[tuple[str, float, str]]:
    clear = [one for one in texts if not one.doubtful]
    doubtful = [one for one in texts if one.doubtful]
    yield from _quality(clear, f"{name}_{len(clear)}")
    stopped = sum(bool(personal_data(one.text)) for one in doubtful)
    yield f"{name}_doubtful_stopped", stopped, f"of {len(doubtful)}"


def _quality(texts: Sequence[Labelled], name: str) -> Iterable[tuple[str, float, str]]:
    counted = Counter[str]()
    for one in texts:
        counted.update(count(one.kinds, personal_data(one.text)))
    yield from _shares(counted, name)


def count(kinds: Iterable[DataKind], found: Sequence[FoundData]) -> Mapping[str, int]:
    """Count what was found in a text that carries some kinds."""
    want = Counter(kinds)
    got = Counter(each.kind for each in found)
    carries = bool(want)
    return {
        "texts": 1,
        "right": (want & got).total(),
        "seen": got.total(),
        "carried": want.total(),
        "carrying": carries,
        "stopped": carries and bool(got),
        "alarms": not carries and bool(got),
        "refused": not carries and any(each.sure for each in found),
    }


def _shares(counted: Mapping[str, int], name: str) -> Iterable[tuple[str, float, str]]:
    carrying, plain = counted["carrying"], counted["texts"] - counted["carrying"]
    shares = (
        ("recall", "right", counted["carried"], "kinds"),
        ("precision", "right", counted["seen"], "kinds"),
        ("texts_stopped", "stopped", carrying, "texts"),
        ("false_alarms", "alarms", plain, "texts"),
        ("false_alarms_refused", "refused", plain, "texts"),
    )
    for what, some, all_, unit in shares:
        yield f"{name}_{what}", 100 * counted[some] / all_, f"% of {all_} {unit}"


def _spent(texts: Sequence[str]) -> float:
    """Return the microseconds a text takes, on average."""
    start = time.perf_counter()
    for one in texts:
        personal_data(one)
    return (time.perf_counter() - start) / len(texts) * 1e6
