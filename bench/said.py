"""Whether what a sentence is after is among the (at most three) gestures that are offered for it.

`data/said/*.jsonl` holds sentences said to such a bot: each file by another hand, who wrote from
situations and knew none of our commands and verbs, with where, by whom and after what it is said,
and what is `meant`. The `dev` ones are learnt from (`said_training`), which keeps `estimate.json`:
what is guessed of each with weights that were learnt without it. The `held` ones are never to be
read, shown or learnt from: only what is counted on them here is told.

- *questions*, *others*: of what is a question for the network, and of what is none, the share whose
  gesture is the first, and is among the first three. A courtesy or chat is right where no question
  comes first, and courtesy is among them.
- *field*: of the questions of `themes.json` on some theme, which are never learnt from, the same.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import cycle
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bench.discretion_training import ordinary
from bench.themes import labelled
from bot.french.aims import SentenceAim, is_courtesy, likeliest, worth_offering
from bot.french.folding import fold

FOLDER = Path(__file__).parent / "data" / "said"
SHOWN = 3
"""Gestures that are offered at most."""

PLACES = (
    ("member", "direct"),
    ("member", "channel"),
    ("coordinator", "direct"),
    ("coordinator", "channel"),
)
"""By whom and where an ordinary question may be said."""

_CALL = re.compile(r"\s*@courroie\b[\s,:]*")
_AIMS = {
    **dict.fromkeys(("resource", "find", "people"), SentenceAim.SEARCH),
    **dict.fromkeys(("edit", "delete", "undo"), SentenceAim.OWN),
    **dict.fromkeys(("thanks", "offtopic"), SentenceAim.COURTESY),
    **dict.fromkeys(("complaint", "other"), SentenceAim.TELL),
    "anonymous": SentenceAim.UNSIGNED,
}
"""What is meant by the hands, where it is no aim of its own."""

_CARDS = {
    "meeting": r"reunion|rencontre|rendez-vous|qui vient|viens|present|serez|a demain",
    "letter": r"lettre",
    "deadline": r"appel|cloture",
    "question": r"question|demande|cherche|\?",
}
"""Under which card a sentence in a thread seems to be, by what was posted before it."""


class Said(BaseModel):
    """A sentence: who says it where, in which situation, after what, and what is meant."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    who: str
    where: str
    situation: str
    after: str
    text: str
    meant: str

    @property
    def aim(self) -> SentenceAim:
        """What it is after."""
        return _AIMS[self.meant] if self.meant in _AIMS else SentenceAim(self.meant)

    @property
    def words(self) -> str:
        """What it says without the bot's name."""
        return _CALL.sub(" ", self.text).strip()

    @property
    def facts(self) -> Sequence[str]:
        """What is known of it besides its words."""
        shown = fold(self.after)
        under = next((card for card, words in _CARDS.items() if re.search(words, shown)), "")
        card = (f"under {under}",) if under and self.where == "thread" else ()
        return (self.who, self.where, *card)


def said(hand: str) -> Sequence[Said]:
    """Read what a hand wrote."""
    lines = (FOLDER / f"{hand}.jsonl").read_text(encoding="utf-8").splitlines()
    return [Said.model_validate(json.loads(line)) for line in lines if line.strip()]


def counted(some: Sequence[Said]) -> Mapping[str, int]:
    """Count what is guessed of some sentences with the weights of the moment."""
    count: Counter[str] = Counter()
    for one in some:
        likely = likeliest(one.words, one.facts)
        aims = worth_offering(likely)[:SHOWN]
        what = "questions" if one.aim is SentenceAim.ASK else "others"
        count[what] += 1
        count[f"{what} first"] += aims[0] is one.aim
        asked_first = one.aim is SentenceAim.COURTESY and aims[0] is SentenceAim.ASK
        count[f"{what} offered"] += one.aim in aims and not asked_first
        count[f"{what} asked first"] += aims[0] is SentenceAim.ASK
        count[f"{what} taken for a courtesy"] += is_courtesy(likely)
        count[f"{what} buttons"] += len(aims)
    return count


def field() -> Mapping[str, int]:
    """Count what is guessed of the questions of another bench, with the weights of the moment."""
    count: Counter[str] = Counter()
    learnt = {*ordinary()[0]}
    about = (each.text for each in labelled() if any(each.themes))
    for one, place in zip((text for text in about if text not in learnt), cycle(PLACES)):
        likely = likeliest(one, place)
        aims = worth_offering(likely)[:SHOWN]
        count["field"] += 1
        count["field first"] += aims[0] is SentenceAim.ASK
        count["field taken for a courtesy"] += is_courtesy(likely)
        count["field buttons"] += len(aims)
        count["field offered"] += SentenceAim.ASK in aims
    return count


def figures() -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure: each hand left out in turn, then the held ones."""
    kept = json.loads((FOLDER / "estimate.json").read_text(encoding="utf-8"))
    held = {path.stem: counted(said(path.stem)) for path in sorted(FOLDER.glob("held*.jsonl"))}
    for part, hands in (("left_out", kept), ("held", held)):
        for hand, count in {**hands, "all": sum(map(Counter, hands.values()), Counter())}.items():
            for what in ("questions", "others", "field"):
                for how in ("first", "offered") if count.get(what) else ():
                    share = 100 * count.get(f"{what} {how}", 0) / count[what]
                    yield f"said_{part}_{hand}_{what}_{how}", share, f"% of {count[what]}"
