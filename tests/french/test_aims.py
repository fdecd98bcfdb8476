"""What a sentence is after is guessed, whoever says it, whatever it says."""

from __future__ import annotations

import json
import random
from collections import Counter

import pytest

from bench.said import FOLDER, SHOWN, said
from bench.weights import letters
from bot.french.aims import SentenceAim, likeliest, weighing
from bot.french.personal.words import GIVEN_NAMES, ORDINARY

TEXTS = 40


@pytest.mark.parametrize(
    ("text", "facts", "aim"),
    [
        ("rencontre quand ?", ("member", "direct"), SentenceAim.WHEN),
        (
            "où est le compte rendu de la dernière réunion ?",
            ("member", "direct"),
            SentenceAim.MINUTES,
        ),
        ("je serai en retard d'un quart d'heure", ("member", "channel"), SentenceAim.LATE),
        (
            "https://exemple.fr/article pas mal sur les seniors",
            ("member", "channel"),
            SentenceAim.SHARE,
        ),
        (
            "et ma question sur ameli, quelqu'un a répondu ?",
            ("member", "direct"),
            SentenceAim.STATUS,
        ),
        ("annule ce que je viens de faire", ("member", "direct"), SentenceAim.OWN),
        ("Comment réinitialiser un mot de passe Ameli ?", ("member", "channel"), SentenceAim.ASK),
        ("ordre du jour de la prochaine réunion ?", ("member", "direct"), SentenceAim.WHEN),
    ],
)
def test_what_a_sentence_is_after_is_among_the_first(
    text: str, facts: tuple[str, ...], aim: SentenceAim
) -> None:
    assert aim in list(likeliest(text, facts))[:SHOWN]


def test_hands_that_were_left_out_are_understood() -> None:
    """Of a question 95 %, of the others 70 %, as estimated when the weights were learnt."""
    by_hand = json.loads((FOLDER / "estimate.json").read_text(encoding="utf-8")).values()
    count = sum(map(Counter, by_hand), Counter[str]())

    assert count["questions offered"] >= 0.95 * count["questions"]
    assert count["others offered"] >= 0.70 * count["others"]
    assert count["field first"] >= 0.95 * count["field"]


def test_the_likelihoods_are_shares() -> None:
    for text in ("", "?", "Bonjour", "a" * 20_000, "réunion " * 5_000, "https://exemple.fr"):
        found = likeliest(text, ())

        assert set(found) == set(SentenceAim)
        assert sum(found.values()) == pytest.approx(1)
        assert list(found.values()) == sorted(found.values(), reverse=True)


def test_a_name_weighs_as_much_as_any_other() -> None:
    draw = random.Random(14)  # noqa: S311  a reproducible draw
    names = draw.sample(sorted(name for name in {*GIVEN_NAMES} - {*ORDINARY} if len(name) > 3), 50)
    texts = said("dev1")[:TEXTS]

    changed = [
        (name, one.text)
        for name in names
        for one in texts
        if likeliest(f"{name}, {one.words}", one.facts)
        != likeliest(f"Delvaux, {one.words}", one.facts)
    ]

    assert changed == []


def test_a_weight_that_is_kept_is_read_again() -> None:
    weights = {"1mot": [0.0, 0.05, -1.2, 9.0]}

    (kept,) = letters(weights).values()

    assert [(ord(each) - weighing.MIDDLE) * weighing.STEP for each in kept] == pytest.approx(
        [0, 0.05, -1.2, 2.3]
    )
    assert "\t" not in kept
