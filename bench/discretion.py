"""How well the wish for discretion is read, on phrases by hands that did not know the rules.

`data/discretion/*.jsonl` holds invented texts, each with what its writer wishes: `anonymous`,
`private`, `either` of the two, `none`, or `doubtful`. The rules were made with the `dev` halves
only; the `held` ones measure them.

- *published signed*: of the texts that wish for discretion, how many were taken for ordinary ones;
- *obeyed otherwise*: an anonymous wish obeyed as private, or the other way;
- *asked though clear*: of the texts that wish for discretion, how many were asked about;
- *ordinary asked*, *ordinary obeyed*: of the texts that wish for nothing, the share that was asked
  about, or treated as a wish;
- *doubtful unasked*: of the doubtful ones, how many were published signed without a word.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from pydantic import BaseModel, ConfigDict

from bot.domain.discretion import Discretion, read

_FOLDER = Path(__file__).parent / "data" / "discretion"
_ROUNDS = 5
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
    return [Labelled.model_validate(json.loads(line)) for line in lines if line.strip()]


def figures() -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure, a set at a time."""
    every: list[Labelled] = []
    for path in sorted(_FOLDER.glob("*.jsonl")):
        texts = labelled(path.stem)
        every += texts
        yield from _figures(path.stem, texts)
    yield "discretion_cost", median(_spent(every) for _ in range(_ROUNDS)), "µs/text"


def _figures(name: str, texts: Sequence[Labelled]) -> Iterable[tuple[str, float, str]]:
    asked = {one.text: read(one.text).asked for one in texts}
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
        read(one.text)
    return (time.perf_counter() - start) / len(texts) * 1e6
