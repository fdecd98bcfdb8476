"""How well the wish for discretion is read, on phrases by hands that did not know the rules.

`data/discretion/*.jsonl` holds texts that are invented in every field, each with what its writer
wishes: `anonymous`, `private`, `either` of the two, `none`, or `doubtful`. Each file was written by
another hand, who knew neither the rules nor the other files; half of their `none` lines were made
to look like a wish. The rules and weights were made with the `dev` ones, so what is read of them
here flatters; the `held` ones, where they are present, measure. `data/discretion/training` holds
phrases by the maker of the rules: learnt from, never measured.

The weights are learnt by `discretion_training`, which also keeps `estimate.json`: what is read of
each `dev` set with weights that were learnt without it (*new hand*), and of ordinary questions that
were written for another bench and never learnt from (*field*).

- *published signed*: of the texts that wish for discretion, how many were taken for ordinary ones;
- *obeyed otherwise*: an anonymous wish obeyed as private, or the other way;
- *asked though clear*: of the texts that wish for discretion, how many were asked about;
- *ordinary asked*, *ordinary obeyed*: of the texts that wish for nothing, the share that was asked
  about, or treated as a wish;
- *doubtful unasked*: of the doubtful ones, how many were published signed without a word.

`data/own_names` holds texts with the names of their author: *found*, of those that tell them, how
many are asked about; *asked in vain*, of the others. `held` was seen by nobody who made the rules.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from pydantic import BaseModel, ConfigDict

from bot.french.discretion import Discretion, read
from bot.french.signatures import signatures

_FOLDER = Path(__file__).parent / "data" / "discretion"
_ROUNDS = 5
_CALL = re.compile(r"\A\s*@courroie\b[\s,:]*")
"""What a mention begins with; it is not a part of what is read."""

WISHES = ("anonymous", "private", "either")


class Labelled(BaseModel):
    """A text, where it is typed, what its writer wishes, and why it was written so."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    kind: str
    wish: str
    why: str = ""


def labelled(name: str) -> Sequence[Labelled]:
    """Read one of the sets."""
    lines = (_FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    found = [Labelled.model_validate(json.loads(line)) for line in lines if line.strip()]
    return [one.model_copy(update={"text": _CALL.sub("", one.text, count=1)}) for one in found]


def is_said(one: Labelled) -> bool:
    """Tell whether a text was said to the bot, and given neither for a question nor an answer."""
    return one.kind in ("mention", "direct")


def figures() -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure, a set at a time."""
    every: list[Labelled] = []
    for path in sorted(_FOLDER.glob("*.jsonl")):
        texts = labelled(path.stem)
        every += texts
        yield from _figures(path.stem, texts)
    yield from _estimated()
    yield from _own_names()
    yield "discretion_cost", median(_spent(every) for _ in range(_ROUNDS)), "µs/text"


def _own_names() -> Iterable[tuple[str, float, str]]:
    """Give how often a text that names its author was found, and one that does not was asked."""
    for path in sorted((_FOLDER.parent / "own_names").glob("*.jsonl")):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        count: Counter[tuple[bool, bool]] = Counter()
        for one in lines:
            names = [one["author"][each] for each in ("account", "first", "last")]
            count[one["named"], bool(signatures(one["text"], names))] += 1
        for named, what in ((True, "found"), (False, "asked_in_vain")):
            every = count[named, True] + count[named, False]
            yield f"own_names_{path.stem}_{what}", count[named, True], f"of {every}"


def _estimated() -> Iterable[tuple[str, float, str]]:
    """Give what a new hand may expect, as it was estimated when the weights were learnt."""
    kept = json.loads((_FOLDER / "estimate.json").read_text(encoding="utf-8"))
    sums: Counter[str] = Counter()
    for counts in kept["by_set"].values():
        sums.update(counts)

    def among(wish: str, *found: str) -> float:
        every = sum(count for name, count in sums.items() if name.startswith(f"{wish} "))
        return 100 * sum(sums[f"{wish} {each}"] for each in found) / every

    yield "discretion_new_hand_published_signed", among("wish", "none"), "%"
    yield "discretion_new_hand_asked_though_clear", among("wish", "doubtful"), "%"
    yield "discretion_new_hand_ordinary_asked", among("none", "doubtful"), "%"
    yield "discretion_new_hand_ordinary_obeyed", among("none", "anonymous", "private"), "%"
    yield "discretion_new_hand_doubtful_unasked", among("doubtful", "none"), "%"
    yield "discretion_field_asked", among("fresh", "doubtful"), "%"
    yield "discretion_field_obeyed", among("fresh", "anonymous", "private"), "%"


def _figures(name: str, texts: Sequence[Labelled]) -> Iterable[tuple[str, float, str]]:
    asked = {one.text: read(one.text, said=is_said(one)).asked for one in texts}
    wishes = [one for one in texts if one.wish in WISHES]
    plain = [one for one in texts if one.wish == "none"]
    doubtful = [one for one in texts if one.wish == "doubtful"]

    def count(among: Sequence[Labelled], found: Discretion) -> int:
        return sum(asked[one.text] is found for one in among)

    obeyed = (Discretion.ANONYMOUS, Discretion.PRIVATE)
    otherwise = [
        one
        for one in wishes
        if one.wish != "either" and asked[one.text] in obeyed and asked[one.text].value != one.wish
    ]
    yield f"discretion_{name}_texts", len(texts), "texts"
    published = count(wishes, Discretion.NONE)
    yield f"discretion_{name}_published_signed", published, f"of {len(wishes)}"
    yield f"discretion_{name}_obeyed_otherwise", len(otherwise), f"of {len(wishes)}"
    unsure = count(wishes, Discretion.DOUBTFUL)
    yield f"discretion_{name}_asked_though_clear", unsure, f"of {len(wishes)}"
    share = 100 / len(plain) if plain else 0
    yield f"discretion_{name}_ordinary_asked", share * count(plain, Discretion.DOUBTFUL), "%"
    turned = sum(asked[one.text] in obeyed for one in plain)
    yield f"discretion_{name}_ordinary_obeyed", share * turned, "%"
    unasked = count(doubtful, Discretion.NONE)
    yield f"discretion_{name}_doubtful_unasked", unasked, f"of {len(doubtful)}"


def _spent(texts: Sequence[Labelled]) -> float:
    """Return the microseconds a text takes, on average."""
    start = time.perf_counter()
    for one in texts:
        read(one.text, said=is_said(one))
    return (time.perf_counter() - start) / len(texts) * 1e6
