from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.french.legible import cut, legible, whole_until

WHOLE = (
    "👩🏽\u200d🌾",
    "👨\u200d👩\u200d👧\u200d👦",
    "🇫🇷",
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "🏳\ufe0f\u200d🌈",
    "3\ufe0f\u20e3",
    "❤\ufe0f",
    "é",
    "ệ",
    "x\u0323\u0302",
    "ن\u064e\u0651",
)
"""What is read as one sign, and must stay one."""

_HIDDEN = ("\u200b", "\u200d", "\ufeff", "\xad", "\u202e", "\u2066", "\x00", "\ue000", "\U000e0041")
_BLANK = ("\u3164", "\u2800", "\u2028", "\x0b", "\u3000", "\xa0")
_PILED = "\u0351\u0335\u0357\u0323\u031c"
PIECES = st.sampled_from(
    [*WHOLE, *_HIDDEN, *_BLANK, _PILED, "\u0301", "\u0336", "a", "L", " ", "\n"]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=20).map("".join), st.text(max_size=40))


@pytest.mark.parametrize("sign", WHOLE)
def test_what_is_read_as_one_sign_stays_whole(sign: str) -> None:
    assert legible(f"à {sign} vous") == f"à {sign} vous"
    for limit in range(12, 30):
        kept = cut(sign * 20, limit).removesuffix("…")
        assert kept == sign * (len(kept) // len(sign))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("ca\u200bch\xadé\ufeff", "caché"),
        ("à l'\u202eenvers\u202c", "à l'envers"),
        ("un\u2028deux\u3164trois", "un deux trois"),
        ("".join(f"{letter}{_PILED}" for letter in "pile"), "pile"),
        ("b\u0336a\u0336r\u0336r\u0336é\u0336", "barré"),
        ("e\u0301te\u0301", "été"),
        ("a ≠ b, =\u0338", "a ≠ b, ≠"),
        ("au\u200dto et 👩\u200dmot", "auto et 👩mot"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("ก" + "\u0e47" * 30, "ก" + "\u0e47" * 4),
        ("\x1b[1mgras\x1b[0m", "gras"),
        ("\u0301\u0302 \u0e47", ""),
    ],
)
def test_what_hides_disorders_or_piles_up_goes(typed: str, read: str) -> None:
    assert legible(typed) == read


@given(TEXTS)
def test_what_is_legible_stays_so(text: str) -> None:
    read = legible(text)

    assert legible(read) == read
    read.encode()
    assert not set(read) & {"\u200b", "\ufeff", "\xad", "\u202e", "\u3164", "\ue000"}


@given(TEXTS, st.integers(10, 40))
def test_a_text_is_cut_to_its_limit_at_most(text: str, limit: int) -> None:
    kept = cut(text, limit)

    assert len(kept) <= limit
    assert kept == text or (kept[-1] == "…" and text.startswith(kept[:-1]))


@given(st.lists(st.sampled_from(WHOLE), max_size=12), st.integers(0, 60))
def test_no_sign_is_cut_in_two(signs: list[str], at: int) -> None:
    ends, text = {0}, ""
    for sign in signs:
        text += sign
        ends.add(len(text))

    assert at >= len(text) or whole_until(text, at) in ends


def test_a_text_is_cut_between_two_words() -> None:
    assert cut("un deux trois quatre", 14) == "un deux trois…"
    assert cut("un deux, trois quatre", 10) == "un deux…"
    assert cut("un deux", 7) == "un deux"
    assert cut("x" * 50, 10) == "x" * 9 + "…"
