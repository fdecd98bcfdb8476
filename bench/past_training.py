"""Learn the weights of `bot/past/weights.tsv`, and tell what they are worth.

    pip install scikit-learn && python -m bench.past_training

scikit-learn is needed here only. The years are those of the `dev` hands of `data/past`. What is too
private to be shown is rare in them, so that two hands wrote nothing but that and what looks like it
(`private_dev`). Few questions are short, or were left alone: short texts by the maker teach that
too, and what is private about someone (`data/past/training`: learnt from, never measured; the last
ones written with `private_dev` in mind, so that those two are told better than a new hand). What is
printed and kept in `data/past/estimate.json`, for the bench, is the estimate for a new hand: each
is read with weights that were learnt without it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from bench.discretion_training import ordinary
from bench.past import FOLDER, Line, counted, year
from bench.weights import keep, written
from bot.past import weighing
from bot.past.finding import asked_in
from bot.past.posts import TalkPost
from bot.past.weighing import Facts

_STRENGTH = {"asks": 1.0, "private": 3.0, "answers": 0.3}
_ORDINARY = 0.3
"""How much an ordinary question of another bench counts, of which none is private."""

_FEWEST = 3
"""Texts with a word before it weighs."""

_LIGHTEST = 0.05
"""The weight under which nothing is kept."""


_BY_THE_MAKER = {"asks": 0.2, "private": 1.0}
"""How much a text by the maker counts beside a post of a year."""

_REPLY = "Oui, il faut passer par le menu en haut à droite puis valider, ça a marché chez nous"
"""What answers each of them, once: that there is a reply says nothing of them."""

Example = tuple[str, Facts, bool, float]
"""What is to be told, from which facts, whether it is so, and how much that counts."""


def examples(lines: Sequence[Line]) -> Iterable[Example]:
    """Give what a year teaches."""
    truths = {line.id: line.truth for line in lines if line.truth is not None}
    for asked in asked_in([line.post for line in lines]):
        truth = truths.get(asked.post.id)
        if truth is None:
            continue
        yield "private", weighing.private(asked), truth.sensitive, 1.0
        if not truth.sensitive:
            yield "asks", weighing.asking(asked), truth.asks, 1.0
            for reply in asked.replies if truth.asks else ():
                yield (
                    "answers",
                    weighing.answering(asked, reply),
                    reply.id == truth.answer,
                    1.0,
                )


def by_the_maker() -> Iterable[Example]:
    """Give what the maker's texts teach: each as if it had been said alone, and with a reply."""
    for row in (FOLDER / "training" / "maker.jsonl").read_text(encoding="utf-8").splitlines():
        told = json.loads(row)
        post = _said_alone(told["text"])
        reply = replace(post, id="2", author="2", text=told.get("reply", _REPLY))
        alone, answered = (next(iter(asked_in(talk))) for talk in ([post], [post, reply]))
        asked = answered if "reply" in told else alone
        yield "private", weighing.private(asked), told["sensitive"], _BY_THE_MAKER["private"]
        for asked in (alone, answered) if not told["sensitive"] else ():
            yield "asks", weighing.asking(asked), told["asks"], _BY_THE_MAKER["asks"]


def others() -> Iterable[Example]:
    """Give what ordinary questions teach."""
    for text in ordinary()[0]:
        (asked,) = asked_in([_said_alone(text)])
        yield "private", weighing.private(asked), False, _ORDINARY


def _said_alone(text: str) -> TalkPost:
    return TalkPost(id="1", root="1", at=datetime.now(UTC), author="1", text=text)


def learn(some: Sequence[Example]) -> Mapping[str, float]:
    """Return the weights of all facts."""
    from sklearn.feature_extraction import (  # type: ignore[import-not-found]  # noqa: PLC0415
        DictVectorizer,
    )
    from sklearn.linear_model import (  # type: ignore[import-not-found]  # noqa: PLC0415
        LogisticRegression,
    )

    weights = {}
    for what, strength in _STRENGTH.items():
        table = DictVectorizer()
        its = [one for one in some if one[0] == what]
        usual = Counter(name for _, facts, _, _ in its for name in facts)
        facts = table.fit_transform(
            {name: facts[name] for name in facts if usual[name] >= _FEWEST}
            for _, facts, _, _ in its
        )
        model = LogisticRegression(C=strength, max_iter=3_000, fit_intercept=False)
        worth = [weight for _, _, _, weight in its]
        model.fit(facts, [is_so for _, _, is_so, _ in its], sample_weight=worth)
        each = zip(table.get_feature_names_out(), model.coef_[0].tolist(), strict=True)
        weights.update(
            {f"{what} {name}": weight for name, weight in each if abs(weight) >= _LIGHTEST}
        )
    return weights


def main() -> None:
    """Estimate, learn from all, and write both."""
    every = [*by_the_maker(), *others()]
    years = {path.stem: year(path) for path in sorted(FOLDER.glob("*dev*.jsonl"))}
    learnt = {hand: [*examples(lines)] for hand, lines in years.items()}
    told = {}
    for hand, lines in years.items():
        years_of_others = [one for other, some in learnt.items() if other != hand for one in some]
        keep(weighing, written(learn([*years_of_others, *every])))
        told[hand] = counted(lines)
    text = json.dumps(told, indent=1, sort_keys=True)
    (FOLDER / "estimate.json").write_text(f"{text}\n", encoding="utf-8")
    print(text)
    keep(weighing, written(learn([*every, *(one for some in learnt.values() for one in some)])))


if __name__ == "__main__":
    main()
