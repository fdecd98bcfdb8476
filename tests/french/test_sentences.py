"""The first sentences of a summary, as French writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.french.sentences import SUMMARY, opening


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Une. Deux. Trois.", "Une. Deux."),
        (
            "M. Durand ouvre. Il est à Brest. Fin.",
            "M. Durand ouvre. Il est à Brest.",
        ),
        ("Selon l'art. 12 du code, c'est dû. Oui. Non.", "Selon l'art. 12 du code, c'est dû. Oui."),
        ("Il dit : « Venez ! » Puis il part. Fin.", "Il dit : « Venez ! » Puis il part."),
        ("Ah… Vraiment ? Oui.", "Ah… Vraiment ?"),
        ("Version 3.2 publiée. Bravo.", "Version 3.2 publiée. Bravo."),
        ("Sans point", "Sans point"),
        ("", ""),
    ],
)
def test_two_sentences_are_kept(text: str, kept: str) -> None:
    assert opening(text) == kept


def test_a_long_sentence_is_cut_between_words() -> None:
    found = opening("mot " * 200)

    assert found.endswith("mot…")
    assert len(found) <= SUMMARY


@given(st.text(max_size=600))
def test_a_summary_is_never_longer_than_its_limit(text: str) -> None:
    assert len(opening(text)) <= SUMMARY
