"""Learn the weights of `bot/french/aims/weights.tsv`, and tell what they are worth.

    pip install scikit-learn && python -m bench.said_training

scikit-learn is needed here only. The sentences are those of the `dev` hands of `data/said`, plain
ones by the maker (`training`: learnt from, never measured), and the ordinary questions that the
reader of discretion learns from, each worth a little: a mere topic is a question too. What is
printed and kept in `data/said/estimate.json`, for the bench, is the estimate for a new hand: each
is read with weights that were learnt without it.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import cycle

from bench.discretion_training import deposits, ordinary
from bench.said import FOLDER, PLACES, Said, counted, field, said
from bench.weights import keep, letters, lines
from bot.french.aims import SentenceAim, weighing

_MAKER = "training/maker"
_STRENGTH = 3.0
_SPARING = 15.0
"""The same for what only chooses: of each aim, the few names that tell it from the others."""

_FEWEST_HANDS = 3
"""Hands that use a word before it weighs: what one or two invented says nothing."""

_FEWEST_QUESTIONS = 8
"""Ordinary questions with it that are worth as much."""

_ONE_OF = 5
_ORDINARY = 0.06
"""How many deposits are learnt from, and how much they and other ordinary questions count."""


def learn(hands: Mapping[str, Sequence[Said]]) -> Mapping[str, Sequence[float]]:
    """Return the weights of each feature for the aims, in their order."""
    from sklearn.feature_extraction import (  # type: ignore[import-not-found]  # noqa: PLC0415
        DictVectorizer,
    )
    from sklearn.linear_model import (  # type: ignore[import-not-found]  # noqa: PLC0415
        LogisticRegression,
    )

    users = defaultdict(set)
    texts = [(hand, one) for hand, its in hands.items() for one in its]
    rows = [weighing.features(one.words, one.facts) for _, one in texts]
    for (hand, _), row in zip(texts, rows, strict=True):
        for name in row:
            users[name].add(hand)
    questions = zip([*ordinary()[0], *deposits()[::_ONE_OF]], cycle(PLACES))
    asked = [weighing.features(text, place) for text, place in questions]
    seen = Counter(name for row in asked for name in row)
    usual = {name for name, its in users.items() if len(its) >= _FEWEST_HANDS}
    usual |= {name for name, times in seen.items() if times >= _FEWEST_QUESTIONS}
    usual.discard("")
    table = DictVectorizer()
    known = table.fit_transform(
        {name: row[name] for name in row if name in usual} for row in (*rows, *asked)
    )
    aims = [one.aim for _, one in texts] + [SentenceAim.ASK] * len(asked)
    worth = [1.0] * len(texts) + [_ORDINARY] * len(asked)
    known.indices, known.indptr = known.indices.astype("int32"), known.indptr.astype("int32")
    names = table.get_feature_names_out()
    weighs = {at for at, name in enumerate(names) if name.startswith("~")}
    for aim in SentenceAim:
        few = LogisticRegression(
            penalty="l1", solver="liblinear", C=_SPARING, max_iter=60, tol=5e-3
        )
        few.fit(known, [each is aim for each in aims], sample_weight=worth)
        weighs.update(few.coef_[0].nonzero()[0].tolist())
    kept = sorted(weighs)
    model = LogisticRegression(C=_STRENGTH, max_iter=300, tol=1e-3)
    model.fit(known[:, kept], [aim.value for aim in aims], sample_weight=worth)
    assert list(model.classes_) == [aim.value for aim in SentenceAim]
    each = zip((names[at] for at in kept), model.coef_.T.tolist(), strict=True)
    return {"": model.intercept_.tolist(), **dict(each)}


def main() -> None:
    """Estimate, learn from all, and write both."""
    hands = {path.stem: said(path.stem) for path in sorted(FOLDER.glob("dev*.jsonl"))}
    every = {**hands, _MAKER: said(_MAKER)}
    told = {}
    for hand, its in hands.items():
        keep(
            weighing,
            lines(letters(learn({other: them for other, them in every.items() if other != hand}))),
        )
        told[hand] = {**counted(its), **field()}
    text = json.dumps(told, indent=1, sort_keys=True)
    (FOLDER / "estimate.json").write_text(f"{text}\n", encoding="utf-8")
    print(text)
    keep(weighing, lines(letters(learn(every))))


if __name__ == "__main__":
    main()
