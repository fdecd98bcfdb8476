"""How well a question's theme is proposed from its words, on invented questions, and what it costs.

`data/themes.json` holds questions in the advisers' voice, each with the themes that are right:
one, two when both honestly are, "" when nothing should be proposed. Held-out questions were
never used to tune the tables, and come in two parts, for a table is kind to its author:

- *same hand*: written by whoever wrote the tables, before them;
- *other hand*: those of `paraphrases.json`, written by somebody else for another purpose, read
  and labelled once the tables were written, without seeing what is proposed. Believe this one.

What is told of each part:

- *precision*: of the themes that were proposed, the share that is right;
- *recall*: of the questions that have a theme, the share that was proposed a right one.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from pydantic import BaseModel, ConfigDict

from bot.french.themes import THEMES, Themes

_LABELLED = Path(__file__).parent / "data" / "themes.json"
_ROUNDS = 5


class Labelled(BaseModel):
    """A question, and the themes that are right for it; "" is none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    themes: tuple[str, ...]
    held_out: bool
    other_hand: bool = False


class _Set(BaseModel):
    model_config = ConfigDict(extra="forbid")

    warning: str
    questions: tuple[Labelled, ...]


def labelled() -> tuple[Labelled, ...]:
    """Read the labelled questions."""
    return _Set.model_validate_json(_LABELLED.read_bytes()).questions


def quality(themes: Themes, questions: Sequence[Labelled]) -> tuple[float, float]:
    """Return precision and recall, from 0 to 1."""
    proposed = [(themes.proposed(one.text), one.themes) for one in questions]
    made = sum(bool(theme) for theme, _ in proposed)
    right = sum(bool(theme) and theme in accepted for theme, accepted in proposed)
    return right / made, right / sum(accepted != ("",) for _, accepted in proposed)


def figures() -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure, the held-out part first."""
    themes, questions = Themes(THEMES), labelled()
    held_out = [one for one in questions if one.held_out]
    tuned_on = [one for one in questions if not one.held_out]
    cost = median(_spent(themes, held_out, after=tuned_on) for _ in range(_ROUNDS))
    parts = {
        "held_out_other_hand": [one for one in held_out if one.other_hand],
        "held_out_same_hand": [one for one in held_out if not one.other_hand],
        "open": tuned_on,
    }
    for name, part in parts.items():
        precision, recall = quality(themes, part)
        yield f"themes_{name}_{len(part)}_precision", 100 * precision, "%"
        yield f"themes_{name}_{len(part)}_recall", 100 * recall, "%"
    yield "themes_cost", cost, "µs/text"


def _spent(themes: Themes, texts: Sequence[Labelled], *, after: Sequence[Labelled]) -> float:
    """Return the microseconds a text takes on average, once other texts were read."""
    for one in after:
        themes.proposed(one.text)
    start = time.perf_counter()
    for one in texts:
        themes.proposed(one.text)
    return (time.perf_counter() - start) / len(texts) * 1e6
