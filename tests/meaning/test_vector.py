"""Vectors as they are kept: how alike they are, and the signs by which they are sought first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.meaning.vector import SCALE, SIGNS, likeness_to, signs

ONE = bytes([SCALE // 3, 0, 0, 0] * 2)


def test_a_vector_of_another_model_is_not_like_ours() -> None:
    assert likeness_to(ONE)(ONE[:-1]) == 0


def test_nothing_is_more_alike_than_the_same() -> None:
    assert likeness_to(ONE)(ONE) == pytest.approx(1)


@given(st.binary(min_size=1, max_size=600))
def test_a_sign_for_each_dimension(vector: bytes) -> None:
    steps = memoryview(vector[:SIGNS]).cast("b")

    assert signs(vector).bit_count() == sum(each < 0 for each in steps)
    assert signs(vector) >> len(steps) == 0
