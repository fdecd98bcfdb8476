"""Enums whose members have their French words beside their value."""

from __future__ import annotations

from enum import Enum
from typing import Self


class Labelled(Enum):
    """An enum of texts, each with the `label` that people read: `OPEN = "open", "ouverte"`."""

    _value_: str
    label: str

    def __new__(cls, value: str, label: str = "", *_more: object) -> Self:
        """Keep the words beside the value, by which alone a member is found again.

        What an enum has `more` of each member, its own `__init__` takes.
        """
        member = object.__new__(cls)
        member._value_ = value
        member.label = label
        return member
