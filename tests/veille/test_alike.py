"""Articles that tell the same news in other words, and those that only look so."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.meaning.vector import SCALE
from bot.veille import alike
from bot.veille.alike import pairs, same_news, together
from bot.veille.article import Unread
from bot.veille.digest import Entry
from bot.veille.pick import Verdict
from bot.veille.ranking import SHOWN, ranked
from tests.veille.test_ranking import entry

NOW = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)

PRESS = (
    "Le bac de Lampaul passe au billet numérique",
    "Dès le 4 mai, les passagers du bac de Lampaul paieront par téléphone ou au guichet.",
)
TOWN = (
    "Traversée vers Lampaul : payer par téléphone, dès mai",
    "Le billet du bac devient numérique le 4 mai ; le guichet reste ouvert aux passagers.",
)


def article(number: int, title: str, summary: str = "", **values: object) -> Unread:
    made = Unread(
        id=number, title=title, link="", summary=summary, published=NOW, feed=number, page=""
    )
    return replace(made, **values)  # type: ignore[arg-type]


def pointing(*weights: float) -> bytes:
    """Return a vector of length one, as it is kept."""
    spread = weights * 9  # no dimension over what is kept
    length = sum(each * each for each in spread) ** 0.5
    return bytes(round(SCALE * each / length) % 256 for each in spread)


NEWS = [article(1, *PRESS), article(2, *TOWN)]
ALIKE = {1: pointing(1, 1, 1, 0.2), 2: pointing(1, 1, 0.9, 0.2)}


def test_the_same_news_in_other_words() -> None:
    assert pairs(NEWS, ALIKE) == {1: {2}, 2: {1}}


def test_what_means_something_else_is_other_news() -> None:
    assert pairs(NEWS, ALIKE | {2: pointing(1, -1, 1, -1)}) == {}


def test_nothing_is_known_where_no_model_tells() -> None:
    assert pairs(NEWS, {}) == {}
    assert pairs(NEWS, {1: ALIKE[1]}) == {}


def test_long_after_it_is_other_news() -> None:
    later = replace(NEWS[1], published=NOW + alike.WITHIN + timedelta(hours=1))

    assert pairs([NEWS[0], later], ALIKE) == {}


def test_only_the_latest_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alike, "MOST", 2)
    newest = article(3, "Autre chose", published=NOW + timedelta(hours=1))

    assert pairs([*NEWS, newest], ALIKE | {3: ALIKE[1]}) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Lettre du hub n° 8", ""), ("La lettre du hub, n° 9", "")),
        (
            ("Rendez-vous du numérique à Ambert", "Le bus des démarches vous y attend."),
            ("Le bus des démarches s'arrête à Thiers", "Un rendez-vous numérique vous attend."),
        ),
        (
            ("Le bus des démarches passe mardi", "Un rendez-vous numérique au village."),
            ("Rendez-vous numérique au village", "Le bus pour vos démarches y est jeudi."),
        ),
        (
            ("Choisir une messagerie pour son association", "Nos conseils en trois points."),
            ("Choisir une messagerie pour son équipe", "En trois points, nos conseils."),
        ),
        (
            ("Imprimer une photo", "Une fiche en images pour vos ateliers de quartier."),
            ("Partager un album", "Une fiche en images pour vos ateliers entre aînés."),
        ),
        (("Un guide", ""), ("Un autre guide", "")),
    ],
    ids=["number", "place", "day", "pattern", "pattern of summaries", "too little said"],
)
def test_what_is_made_on_one_pattern_is_other_news(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    assert not same_news(article(1, *one), article(2, *other))


def test_a_text_that_another_site_took_over_is_the_same_news() -> None:
    copy = article(2, PRESS[0], f"{PRESS[1]} Lire la suite.")

    assert same_news(article(1, *PRESS), copy)
    assert not same_news(article(1, *PRESS), replace(copy, feed=1))  # a rubric of one feed
    assert not same_news(article(1, *PRESS), replace(copy, summary="Bac de Lampaul, le 4 mai."))


def told(entries: list[Entry]) -> dict[int, list[int]]:
    return {each.article: [one.article for one in each.alike] for each in entries}


def test_the_best_ranked_stands_for_the_others() -> None:
    same = {1: frozenset({2, 3}), 2: frozenset({1}), 3: frozenset({1})}

    assert told(list(ranked([entry(3), entry(2), entry(1), entry(4)], same))) == {1: [2, 3], 4: []}
    assert told(list(ranked([entry(2, cited=2), entry(1), entry(3)], same))) == {2: [1], 3: []}


@pytest.mark.parametrize(
    "asked", [{"pinned": True}, {"verdict": Verdict.KEPT}, {"proposed": True}, {"why": "Utile"}]
)
def test_what_people_asked_for_has_its_own_place(asked: dict[str, object]) -> None:
    same = {1: frozenset({2}), 2: frozenset({1})}

    assert together([entry(1, pinned=True), entry(2, **asked)], same) == [
        entry(1, pinned=True),
        entry(2, **asked),
    ]


def test_what_is_told_under_another_takes_no_place() -> None:
    entries = [entry(number, feed=number) for number in range(1, SHOWN + 2)]
    same = {1: frozenset({2}), 2: frozenset({1})}

    found = ranked(entries, same)

    assert [each.article for each in found if not each.brief] == [
        1,
        *range(3, SHOWN + 2),
    ]


def test_what_is_told_under_another_counts_against_no_cap() -> None:
    entries = [entry(number, feed=1, cap=2) for number in (1, 2, 3)]
    same = {1: frozenset({2}), 2: frozenset({1})}

    assert [each.brief for each in ranked(entries, same)] == [False, False]
