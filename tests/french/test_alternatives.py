"""Alternatives grouped by letter: the same language, searched faster."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.french.alternatives import by_first_letter

WORDS = (
    *("caf", "cnav", "cartes?", "(?<!de )fil", "msa", "m", "s(?:o|oe)ur", "n ?°", "x?y", "[ab]c"),
    *("(?:sera|est|ser) lu", "(?:mis|(?:mal|bien) lu)", "(?:un|une)? lu", "du[(|]", "(?:a|b)c"),
)


@given(st.lists(st.sampled_from(WORDS), min_size=1), st.text("abcefilmnorstuvxy° d(|", max_size=30))
def test_what_is_grouped_matches_where_the_plain_alternatives_do(
    words: list[str], text: str
) -> None:
    plain, grouped = (
        re.compile(rf"\b(?:{alternatives})(?!\w)", re.IGNORECASE)
        for alternatives in ("|".join(words), by_first_letter("|".join(words)))
    )

    assert [one.span() for one in grouped.finditer(text)] == [
        one.span() for one in plain.finditer(text)
    ]


def test_words_of_one_letter_are_put_together_and_the_others_left() -> None:
    assert by_first_letter("caf|(?<!de )fil|cnav|x?y|msa") == "(?:c(?:af|nav)|msa|(?<!de )fil|x?y)"
    assert by_first_letter("(?:sera|est) lu|sien") == "(?:s(?:era lu|ien)|est lu)"
