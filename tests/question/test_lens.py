"""What is sought, seen through the lens: moved a little, and still a vector of length one."""

from __future__ import annotations

from collections.abc import Iterator
from math import sqrt
from pathlib import Path
from struct import pack, unpack

import pytest

from bot.meaning.vector import SCALE, likeness_to
from bot.question.search import lens

RIGHT, UP = pack("3b", 120, 0, 0), pack("3b", 0, 120, 0)


@pytest.fixture
def ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Look through a lens of three dimensions, which moves what points right a little upwards."""
    monkeypatch.setattr(lens, "FILE", tmp_path / "lens.bin")
    lens.FILE.write_bytes(lens.written([[100, 0, 0]], [[0], [50], [0]], 1 / 10_000))
    yield lens.FILE
    lens.through.cache_clear()
    lens._lens.cache_clear()


@pytest.fixture(autouse=True)
def anew() -> None:
    """Forget what was seen through other lenses."""
    lens.through.cache_clear()
    lens._lens.cache_clear()


def length(vector: bytes) -> float:
    steps = unpack(f"{len(vector)}b", vector)
    return sqrt(sum(each * each for each in steps)) / SCALE


@pytest.mark.usefixtures("ours")
def test_what_is_sought_is_moved_towards_how_it_is_kept() -> None:
    seen = lens.through(RIGHT)

    assert likeness_to(UP)(seen) > likeness_to(UP)(RIGHT)


@pytest.mark.usefixtures("ours")
def test_what_the_lens_did_not_learn_stays_where_it_was() -> None:
    x, y, z = unpack("3b", lens.through(UP))

    assert y > 0
    assert x == z == 0


def test_a_vector_of_another_model_is_left_as_it_is() -> None:
    assert lens.through(b"\x01\x02\x03") == b"\x01\x02\x03"


def test_what_is_seen_has_length_one() -> None:
    sought = pack("512b", *[13, -13] * 256)

    assert length(lens.through(sought)) == pytest.approx(1, abs=0.02)


def test_a_vector_of_nothing_is_no_error() -> None:
    assert lens.through(bytes(512)) == bytes(512)
