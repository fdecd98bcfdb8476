"""Learn the weights of `bot/french/discretion/weights.tsv`, and tell what they are worth.

    pip install scikit-learn && python -m bench.discretion_training

scikit-learn is needed here only. The texts are those of `data/discretion`, each set by another
hand, the phrases of `data/discretion/training` (by the hand that made the rules: learnt from, never
measured), and ordinary questions of other benches. Wishes and hard negatives are also put before
and after ordinary questions, so that the question around a wish weighs nothing.

What is printed and kept in `data/discretion/estimate.json`, for the bench, is the estimate for a
new hand: each set is read with weights that were learnt without it. The ordinary questions of
`themes.json` are never learnt from.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.discretion import WISHES, Labelled, labelled
from bot.french.discretion import reading, weighing
from bot.french.learnt import FILE, written

_DATA = Path(__file__).parent / "data"
_SETS = tuple(f"dev{number}" for number in range(1, 11))
_WEIGHTS = Path(weighing.__file__).with_name(FILE)
_DOUBTFUL = 0.5
_REST = 1.0
"""What stands beside a wish is ordinary, however it speaks of contracts and employers."""
_SPLICED = 1
_LONGEST = 160
_SEED = 1
_STRENGTH = 1.0
_RAREST = 4
_LIGHTEST = 5
"""Hundredths under which a weight is left out."""


@dataclass(frozen=True, slots=True)
class _Example:
    words: Sequence[str]
    wish: bool
    weight: float


def _words(text: str) -> Sequence[str]:
    return reading.words_of(text)


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


def _json(name: str) -> Any:  # noqa: ANN401
    return json.loads((_DATA / name).read_text(encoding="utf-8"))


def learn(sets: Sequence[str], maker: Sequence[Labelled]) -> Mapping[str, float]:
    """Return the weights that the sets teach."""
    chance = random.Random(_SEED)  # noqa: S311
    plain = [_words(text) for text in ordinary()[0]]
    bodies = [words for words in plain if len(" ".join(words)) < _LONGEST]
    examples = [_Example(words, wish=False, weight=0.5) for words in plain]
    texts = [one for name in sets for one in labelled(name)]
    for one in texts:
        weight = _DOUBTFUL if one.wish == "doubtful" else 1.0
        examples.append(_Example(_words(one.text), one.wish != "none", weight))
    for one in maker:
        words, wish = _words(one.text), one.wish != "none"
        if one.wish == "doubtful":
            examples.append(_Example(words, wish, 3.0))
            continue
        examples.append(_Example(words, wish, 0.5))
        examples += _spliced(words, bodies, chance, wish=wish, weight=0.5, times=3)
    weights = _fitted(examples)
    for one in texts:
        if one.wish == "doubtful":
            continue
        words, wish = _words(one.text), one.wish != "none"
        if wish:
            parts = _sentences(words)
            words = max(parts, key=lambda part: _weight(part, weights), default=words)
            examples += [
                _Example(part, wish=False, weight=_REST)
                for part in parts
                if part is not words and _weight(part, weights) + weights[""] < 0
            ]
        examples += _spliced(words, bodies, chance, wish=wish, weight=0.5, times=_SPLICED)
    return {
        name: weight
        for name, weight in _fitted(examples).items()
        if abs(100 * weight) >= _LIGHTEST or not name
    }


def _spliced(  # noqa: PLR0913
    words: Sequence[str],
    bodies: Sequence[Sequence[str]],
    chance: random.Random,
    *,
    wish: bool,
    weight: float,
    times: int,
) -> Iterable[_Example]:
    for _ in range(times):
        mark = chance.choice([["|"], ["|"], [","], []])
        body = [*chance.choice(bodies)]
        asked = [*words]
        around = [*asked, *mark, *body] if chance.random() < 0.55 else [*body, *mark, *asked]  # noqa: PLR2004
        yield _Example(around, wish, weight / times)


def _sentences(words: Sequence[str]) -> Sequence[Sequence[str]]:
    return [part.split() for part in " ".join(words).split("|") if part.strip()]


def _weight(words: Sequence[str], weights: Mapping[str, float]) -> float:
    total = sum(weights.get(each, 0.0) for each in weighing.features(words))
    return total * weighing.scale(words)


def _fitted(examples: Sequence[_Example]) -> Mapping[str, float]:
    from sklearn.feature_extraction import (  # type: ignore[import-not-found]  # noqa: PLC0415
        DictVectorizer,
    )
    from sklearn.linear_model import (  # type: ignore[import-not-found]  # noqa: PLC0415
        LogisticRegression,
    )

    seen: Counter[str] = Counter()
    counted = [Counter(weighing.features(each.words)) for each in examples]
    for features in counted:
        seen.update(features.keys())
    rows = [
        {
            name: times * weighing.scale(each.words)
            for name, times in features.items()
            if seen[name] >= _RAREST
        }
        for each, features in zip(examples, counted, strict=True)
    ]
    table = DictVectorizer()
    model = LogisticRegression(C=_STRENGTH, max_iter=3_000)
    model.fit(
        table.fit_transform(rows),
        [each.wish for each in examples],
        sample_weight=[each.weight for each in examples],
    )
    names = table.get_feature_names_out()
    return {"": float(model.intercept_[0])} | dict(
        zip(names, map(float, model.coef_[0]), strict=True)
    )


def _keep(weights: Mapping[str, float]) -> None:
    _WEIGHTS.write_text(written(weights), encoding="utf-8")
    weighing.reload()


def estimate() -> Iterable[tuple[str, Mapping[str, int]]]:
    """Count, for each set, what is read of it with weights that were learnt without it."""
    maker = labelled("training/maker")
    fresh = ordinary()[1]
    for name in _SETS:
        rest = [each for each in _SETS if each != name]
        _keep(learn(rest, maker))
        counts = Counter(
            f"{one.wish if one.wish not in WISHES else 'wish'} {reading.read(one.text).asked.value}"
            for one in labelled(name)
        )
        counts.update(f"fresh {reading.read(text).asked.value}" for text in fresh)
        yield name, counts


def main() -> None:
    """Estimate, learn from all, and write both."""
    kept = {"by_set": dict(estimate())}
    text = json.dumps(kept, indent=1, sort_keys=True)
    (_DATA / "discretion" / "estimate.json").write_text(f"{text}\n", encoding="utf-8")
    print(text)
    _keep(learn(_SETS, labelled("training/maker")))


if __name__ == "__main__":
    main()
