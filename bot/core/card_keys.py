"""The keys of cards: posts that show what has a number in its network, « question:loire:12 ».

What is said about it has a key that goes on: « question:loire:12:answer0 ».
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sqlalchemy import ColumnElement, Table, Text, cast, literal


class CardKind(Enum):
    """What a card shows."""

    QUESTION = "question"
    MEETING = "meeting"
    HELD_MEETING = "held"
    IDEA = "idea"
    POLL = "poll"
    DEADLINE = "deadline"
    LETTER = "letter"
    ANNOUNCEMENT = "announcement"
    SURVEY = "survey"
    RESOURCE = "resource"


PILE = "pile:"
"""What the key of a post starts with that shows someone's pile."""

REWRITTEN = (
    CardKind.QUESTION,
    CardKind.MEETING,
    CardKind.HELD_MEETING,
    CardKind.IDEA,
    CardKind.POLL,
    CardKind.ANNOUNCEMENT,
    CardKind.SURVEY,
    CardKind.RESOURCE,
)
"""Cards that may be rewritten long after they were posted."""

_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class CardKey:
    """A key as it is read; `about` is what goes on after the card's own, "" for the card itself."""

    kind: CardKind
    network: str
    number: int
    about: str


def card_key(kind: CardKind, network: str, number: int) -> str:
    """Return the key of the card of what bears this number in this network."""
    return f"{kind.value}:{network}:{number}"


def card_key_of_rows(kind: CardKind, table: Table) -> ColumnElement[str]:
    """Return the same in SQL, for the rows of a table."""
    return literal(f"{kind.value}:") + table.c.network + ":" + cast(table.c.number, Text)


def read_card_key(key: str) -> CardKey | None:
    """Return what a key says, None when it is of nothing that has a number."""
    kind, network, number, about = (*key.split(":", 3), "", "", "")[:4]
    if kind not in _KINDS or not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        return None
    return CardKey(_KINDS[kind], network, int(number), about)


_KINDS = {kind.value: kind for kind in CardKind}
