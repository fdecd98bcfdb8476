"""Learn the weights of `bot/french/discretion/weights.tsv`, and tell what they are worth.

    pip install scikit-learn && python -m bench.discretion_training

scikit-learn is needed here only. The texts are those of `data/discretion`, each set by another
hand, the phrases of `data/discretion/training` (by the hand that made the rules: learnt from, never
measured), and ordinary texts of other benches, half of the hands of `personal_training.json` among
them. Wishes and hard negatives are also put before and after ordinary questions, so that the
question around a wish weighs nothing; and so are the barest wishes (`_BARE`), with no sign between.
Only the heaviest part of a text weighs, so only that part is learnt from, as the weights of a first
round tell it.

What is printed and kept in `data/discretion/estimate.json`, for the bench, is the estimate for a
new hand: each set is read with weights that were learnt without it. The ordinary questions of
`themes.json` are never learnt from.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from bench.discretion import WISHES, Labelled, is_said, labelled
from bench.weights import keep, written
from bot.french.discretion import reading, weighing

_DATA = Path(__file__).parent / "data"
_SETS = tuple(f"dev{number}" for number in range(1, 21))
_OTHERS = 0.5
"""How much a text counts that no hand wrote for this: a phrase by the maker, an ordinary one."""
_DOUBTFUL = {True: 0.3, False: 0.3}
"""How much a doubtful text counts as a wish, and as none."""
_SPLICED = 0.4
_BARE = (
    "privé",
    "en privé",
    "anonyme",
    "anonymement",
    "en anonyme",
    "confidentiel",
    "sans mon nom",
)
_ENDS = " .?!…"
_BARELY = 0.2
_FEWER = 2
"""How much a bare wish counts before or after a deposit, one of so few."""
_DEPOSITS = 0.5
"""How much a deposit of `personal_training.json` counts, by hands that had no wish in mind."""
_MARKS = (". ", ". ", ", ", " ")
_LONGEST = 160
_SEED = 1
_ROUNDS = 3
_LONGEST_BIT = 4
_STRENGTH = 1.0
_RAREST = 3
_LIGHTEST = 9
"""Hundredths under which a weight is left out."""


_MARKED = re.compile(r"\[\[[^|\]]*\|([^\]]*)\]\]")


@dataclass(frozen=True, slots=True)
class _Example:
    """A text to learn from: which set it is of, what each of its parts holds, and its worth."""

    source: str
    parts: Sequence[Mapping[str, float]]
    wish: bool
    weight: float


def ordinary() -> tuple[Sequence[str], Sequence[str]]:
    """Return the ordinary texts to learn from, and those to measure on."""
    pairs = _json("paraphrases.json")
    learnt = [pair[side] for pair in pairs["pairs"] for side in ("kept", "asked")]
    learnt += pairs["distractors"]
    learnt += [each["text"] for each in _json("personal.json")["texts"]]
    learnt = list(dict.fromkeys(learnt))
    known = set(learnt)
    asked = dict.fromkeys(each["text"] for each in _json("themes.json")["questions"])
    return learnt, [text for text in asked if text not in known]


def deposits() -> Sequence[str]:
    """Return what advisers deposit, by every other of some sixty hands, where nothing asks."""
    rows = _json("personal_training.json")["texts"]
    hands = sorted({row["hand"] for row in rows} - {"older"})[::2]
    texts = [_MARKED.sub(r"\1", row["text"]) for row in rows if row["hand"] in hands]
    return [
        text for text in texts if not any("surely" in mark for mark in reading.weighed(text)[1])
    ]


def _json(name: str) -> Any:  # noqa: ANN401
    return json.loads((_DATA / name).read_text(encoding="utf-8"))


def examples() -> Sequence[_Example]:
    """Return all that is learnt from."""
    chance = random.Random(_SEED)  # noqa: S311
    plain = ordinary()[0]
    bodies = [text for text in plain if len(text) < _LONGEST]
    found = [_example("", text, wish=False, weight=_OTHERS) for text in plain]
    for place, text in enumerate(deposits()):
        found.append(_example("", text, said=place % 2 > 0, wish=False, weight=_DEPOSITS))
    for text in deposits()[::_FEWER]:
        bare, body = chance.choice(_BARE), chance.choice((text, text[0].lower() + text[1:]))
        asks = chance.choice((f"{bare} {body}", f"{body.rstrip(_ENDS)} {bare}"))
        found.append(_example("", asks, wish=True, weight=_BARELY))
    for source in (*_SETS, "training/maker"):
        worth = 1.0 if source in _SETS else _OTHERS
        for one in labelled(source):
            if one.wish == "doubtful":
                found += [
                    _example(source, one.text, said=is_said(one), wish=wish, weight=worth * weight)
                    for wish, weight in _DOUBTFUL.items()
                ]
                continue
            texts = [(one.text, worth)]
            if len(one.text) < 2 * _LONGEST:
                texts.append((_spliced(one.text, chance.choice(bodies), chance), _SPLICED))
            wish = one.wish != "none"
            ways = {is_said(one), is_said(one) and wish}  # chatter may be given for a question
            found += [
                _example(source, text, said=said, wish=wish, weight=weight)
                for text, weight in texts
                for said in sorted(ways)
            ]
    return found


def _spliced(text: str, body: str, chance: random.Random) -> str:
    return chance.choice(_MARKS).join((text, body) if chance.random() < 0.55 else (body, text))  # noqa: PLR2004


def _example(source: str, text: str, *, said: bool = False, wish: bool, weight: float) -> _Example:
    words, known = reading.weighed(text, said=said)
    parts = [
        {name: times * weighing.scale(part) * _stress(name) for name, times in counted.items()}
        | dict.fromkeys(known, 1.0)
        for part in weighing.parts(words)
        for counted in [Counter(weighing.features(part))]
    ]
    return _Example(source, parts, wish, weight)


def _stress(name: str) -> float:
    """Return how freely a weight is learnt: that of pairs of words most, that of bits least."""
    if name.startswith("~"):
        return 2.5 if name.endswith(" anew") else 1.0
    return 1.0 if len(name) <= _LONGEST_BIT else 2.5 if " " in name else 1.5


class _Learner:
    """What the parts of all texts hold, as one table, from which weights are learnt."""

    def __init__(self, texts: Sequence[_Example]) -> None:
        from sklearn.feature_extraction import (  # type: ignore[import-not-found]  # noqa: PLC0415
            DictVectorizer,
        )

        self._texts = texts
        self._owners = [number for number, text in enumerate(texts) for _ in text.parts]
        seen = Counter(name for text in texts for name in set().union(*text.parts))
        table = DictVectorizer()
        self._rows = table.fit_transform(
            {name: value for name, value in part.items() if seen[name] >= _RAREST}
            for text in texts
            for part in text.parts
        )
        self._names: Sequence[str] = list(table.get_feature_names_out())

    def weights(self, *, without: Sequence[str] = ()) -> Mapping[str, float]:
        """Return the weights that the texts teach, those of one set left out."""
        from sklearn.linear_model import (  # type: ignore[import-not-found]  # noqa: PLC0415
            LogisticRegression,
        )

        texts, owners = self._texts, self._owners
        learnt = [row for row, owner in enumerate(owners) if texts[owner].source not in without]
        model = LogisticRegression(C=_STRENGTH, max_iter=300, tol=1e-3, warm_start=True)
        chosen = learnt
        for _ in range(_ROUNDS):
            shared = Counter(owners[row] for row in chosen)
            own = [texts[owners[row]] for row in chosen]
            worth = [texts[owners[row]].weight / shared[owners[row]] for row in chosen]
            model.fit(self._rows[chosen], [each.wish for each in own], sample_weight=worth)
            heavy = model.decision_function(self._rows)
            parts = groupby(learnt, key=owners.__getitem__)
            chosen = [max(rows, key=heavy.__getitem__) for _, rows in parts]
        learnt_as = zip(self._names, map(float, model.coef_[0]), strict=True)
        found = {name: each * _stress(name) for name, each in learnt_as}
        kept = {name: each for name, each in found.items() if abs(100 * each) >= _LIGHTEST}
        return {"": float(model.intercept_[0])} | kept


def counted(texts: Sequence[Labelled]) -> Counter[str]:
    """Count what is read of some texts with the weights of the moment."""
    return Counter(
        f"{one.wish if one.wish not in WISHES else 'wish'} "
        f"{reading.read(one.text, said=is_said(one)).asked.value}"
        for one in texts
    )


def estimate(learner: _Learner) -> Iterable[tuple[str, Mapping[str, int]]]:
    """Count, for each set, what is read of it with weights that were learnt without it."""
    fresh = ordinary()[1]
    for name in _SETS:
        keep(weighing, written(learner.weights(without=[name])))
        counts = counted(labelled(name))
        counts.update(f"fresh {reading.read(text).asked.value}" for text in fresh)
        yield name, counts


def main() -> None:
    """Estimate, learn from all, and write both."""
    learner = _Learner(examples())
    kept = {"by_set": dict(estimate(learner))}
    text = json.dumps(kept, indent=1, sort_keys=True)
    (_DATA / "discretion" / "estimate.json").write_text(f"{text}\n", encoding="utf-8")
    print(text)
    keep(weighing, written(learner.weights()))


if __name__ == "__main__":
    main()
