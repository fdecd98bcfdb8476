"""Enums whose members say what people read of them."""

from __future__ import annotations

from enum import Enum
from typing import Self


class Labelled(Enum):
    """An enum with a French label beside each value: `OPEN = "open", "ouverte"`.

    `value` is what is stored, `label` what is read.
    """

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member; what reads one by its value gives no label."""
        member = object.__new__(cls)
        member._value_ = value
        member.label = label
        return member
