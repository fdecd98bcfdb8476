"""Learn the weights of `bot/veille/deadlines/weights.tsv`, and tell what they are worth.

    pip install scikit-learn && python -m bench.deadlines_training

scikit-learn is needed here only. The articles are those of `data/deadlines_training.json`, by
forty-six hands that had not seen the program, those of `data/deadlines_by_others.json`, but for its
last part (`blind`), and our own older set.

What is printed and kept in `data/deadlines_estimate.json`, for the bench, is the estimate for a new
hand: the hands are parted in FOLDS, and each part is read with weights that were learnt without it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from bench.deadlines import (
    ESTIMATE,
    ZONE,
    Case,
    Labelled,
    by_others,
    cases,
    labelled,
    learnt_from,
    text_of,
)
from bench.weights import keep, written
from bot.veille.deadlines import weighing
from bot.veille.deadlines.reading import DatedArticle

FOLDS = 5
_STRENGTH = 2.0
_RAREST = 3
_LIGHTEST = 0.05
"""Under which a weight is left out."""


def lessons() -> Sequence[Case]:
    """Return all that is learnt from, our own older set too."""
    ours = [_ours(one) for one in labelled()]
    return [*learnt_from(), *(case for case in cases() if case.part != "blind"), *ours]


def _ours(one: Labelled) -> Case:
    title, _, text = one.lines.partition("\n")
    return Case(
        part="learnt",
        theme="",
        title=title,
        text=text,
        published=one.published,
        deadlines=one.deadlines,
        names_a_call=False,
        kind="",
        hand="ours",
    )


def learn(some: Sequence[Case]) -> Mapping[str, float]:
    """Return the weights that some articles teach."""
    from sklearn.feature_extraction import (  # type: ignore[import-not-found]  # noqa: PLC0415
        DictVectorizer,
    )
    from sklearn.linear_model import (  # type: ignore[import-not-found]  # noqa: PLC0415
        LogisticRegression,
    )

    rows: list[Mapping[str, float]] = []
    right: list[bool] = []
    for case in some:
        ends = {each.ends and each.ends.replace(tzinfo=ZoneInfo(ZONE)) for each in case.deadlines}
        article = DatedArticle.of(text_of(case), case.at, ZONE, case.theme)
        dates = [each.words for each in article.dates]
        rows += weighing.features(article.words, dates)
        right += [each.ends in ends for each in dates]
    seen = Counter(name for row in rows for name in row)
    table = DictVectorizer()
    known = table.fit_transform(
        [{name: row[name] for name in row if seen[name] >= _RAREST} for row in rows]
    )
    model = LogisticRegression(C=_STRENGTH, max_iter=1_000).fit(known, right)
    weights = zip(table.get_feature_names_out(), map(float, model.coef_[0]), strict=True)
    return {"": float(model.intercept_[0])} | {
        name: weight for name, weight in weights if abs(weight) >= _LIGHTEST
    }


def estimate() -> Mapping[str, Mapping[str, float]]:
    """Return the figures of what is read with weights that were learnt without its hand."""
    every = lessons()
    hands = list(dict.fromkeys(case.hand for case in every))
    told: dict[str, Mapping[str, float]] = {}
    for fold in range(FOLDS):
        here = hands[fold::FOLDS]
        keep(weighing, written(learn([case for case in every if case.hand not in here])))
        for hand in here:
            its = [case for case in every if case.hand == hand]
            told[hand] = {"articles": len(its), **by_others(its)}
    return told


def main() -> None:
    """Estimate, learn from all, and write both."""
    text = json.dumps(estimate(), indent=1, sort_keys=True)
    ESTIMATE.write_text(f"{text}\n", encoding="utf-8")
    print(text)
    keep(weighing, written(learn(lessons())))


if __name__ == "__main__":
    main()
