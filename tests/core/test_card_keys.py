"""Keys of cards are read as they are written."""

from __future__ import annotations

import pytest

from bot.core.card_keys import CardKey, CardKind, card_key, read_card_key


@pytest.mark.parametrize("kind", CardKind)
def test_a_key_is_read_as_it_was_written(kind: CardKind) -> None:
    key = card_key(kind, "loire", 12)

    assert read_card_key(key) == CardKey(kind, "loire", 12, "")
    assert read_card_key(f"{key}:picked:louis") == CardKey(kind, "loire", 12, "picked:louis")


@pytest.mark.parametrize(
    "key",
    [
        *("", "question", "question:loire", "question:loire:", "question:loire:douze"),
        *("letter:12:files:text", "digest:loire:2026-12-01T08:00", "question:loire:1234567890"),
        "welcome:loire:12",
    ],
)
def test_what_has_no_number_is_no_card(key: str) -> None:
    assert read_card_key(key) is None
