"""Enums whose members bear their French words."""

from __future__ import annotations

import pytest

from bot.core.labels import Labelled


class Door(Labelled):
    """Whether one may come in."""

    OPEN = "open", "ouverte"
    SHUT = "shut", "fermée"


def test_a_member_is_known_by_its_value_and_read_by_its_label() -> None:
    assert [(each.value, each.label) for each in Door] == [("open", "ouverte"), ("shut", "fermée")]
    assert Door("shut") is Door.SHUT


def test_a_label_is_no_value() -> None:
    with pytest.raises(ValueError, match="ouverte"):
        Door("ouverte")
