"""What weights find of deadlines in labelled articles."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.deadlines import Labelled, by_others, cases, collected, labelled, quality
from bot.veille.deadlines.passages import LONGEST, passages
from bot.veille.deadlines.reading import found_in

PARIS = "Europe/Paris"
PUBLISHED = datetime(2026, 10, 5, 8, tzinfo=UTC)
TEXTS = labelled()


@pytest.mark.parametrize("part", ["held_out", "fifth"])
def test_the_figures_hold(part: str) -> None:
    precision, recall, _ = quality([one for one in TEXTS if one.part == part])

    assert precision > 0.97
    assert recall > 0.93


def test_the_figures_hold_on_articles_by_other_hands() -> None:
    seen = by_others([case for case in cases() if case.part == "seen"])

    assert min(seen[f"recall_{naming}"] for naming in ("unnamed", "title", "text")) > 0.97
    assert seen["precision"] > 0.97
    assert seen["silent"] > 0.97
    assert seen["certain_and_wrong"] == 0


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=9), st.sampled_from(["", "Titre\n"]))
def test_the_phrases_that_are_kept_say_as_much_as_the_whole_text(
    texts: list[Labelled], title: str
) -> None:
    body = " ".join(one.text.replace("\n", " ") for one in texts)
    kept = passages(body)

    assert len(kept) <= 3
    assert all(len(phrase) <= LONGEST for phrase in kept)
    title = title or "Appel à projets avant le 28 octobre\n"
    assert found_in(title + body, PUBLISHED, PARIS) == found_in(
        title + "\n".join(kept), PUBLISHED, PARIS
    )


@pytest.mark.parametrize(
    ("hands", "precision", "recall", "silent"),
    [(("yy", "zz"), 0.9, 0.92, 0.91), (("A", "B"), 0.84, 0.76, 0.9)],
)
def test_what_nobody_opened_is_read_as_it_was_told(
    hands: tuple[str, ...], precision: float, recall: float, silent: float
) -> None:
    blind = by_others([case for case in cases() if case.part == "blind" and case.hand in hands])

    assert blind["precision"] > precision
    assert blind["silent"] > silent
    assert min(blind["recall_title"], blind["recall_unnamed"]) > recall
    assert blind["certain_and_wrong"] == 0


def test_nothing_that_any_hand_wrote_is_certain_and_wrong() -> None:
    for case in cases():
        told = {each.ends for each in case.deadlines}
        sure = [each for each in collected(case) if each.certain]
        read = {
            each.ends and each.ends.astimezone(ZoneInfo(PARIS)).replace(tzinfo=None)
            for each in sure
        }

        assert read <= told
