"""Enums whose members bear the words that people read, each beside its value."""

from __future__ import annotations

from enum import Enum
from typing import Self


class LabelledEnum(Enum):
    """An enum whose members are given as `value, label`: kept and looked up by the value alone.

    `label` is the French word for a member.
    """

    _value_: str
    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Make a member. `label` may be missing for type checkers: a lookup has the value only."""
        member = object.__new__(cls)
        member._value_ = value
        member.label = label
        return member
