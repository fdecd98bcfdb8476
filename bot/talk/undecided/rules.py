"""A text that may ask for discretion, until its writer says: seen by nobody else, one day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from bot.core.errors import Refusal
from bot.french.discretion import Discretion

GIVEN_BACK_AFTER = timedelta(hours=24)
"""How long a text waits for its writer's choice."""

REMINDED_AFTER = timedelta(hours=20)
"""When they are reminded, once."""

MOST_OF_ONE = 20
"""Texts of one person that wait at the same time: the oldest is given back before one more."""


class SigningChoice(Enum):
    """What the writer of such a text may choose; the number is what is typed."""

    SIGNED = 1
    ANONYMOUS = 2
    PRIVATE = 3
    ERASE = 4

    @property
    def label(self) -> str:
        """What its button says."""
        return _LABELS[self]

    @property
    def discretion(self) -> Discretion:
        """What it asks for; a text that is erased is never deposited."""
        return _ASKED.get(self, Discretion.NONE)


_LABELS = {
    SigningChoice.SIGNED: "Avec mon nom",
    SigningChoice.ANONYMOUS: "Sans mon nom",
    SigningChoice.PRIVATE: "En privé, à la coordination",
    SigningChoice.ERASE: "Effacer",
}
_ASKED = {SigningChoice.ANONYMOUS: Discretion.ANONYMOUS, SigningChoice.PRIVATE: Discretion.PRIVATE}


@dataclass(frozen=True, slots=True, kw_only=True)
class UndecidedText:
    """What was typed after the words of `route` in a network, by `user` (a chat user id).

    `fields` are its form's entries. `id` is drawn at random: a button never finds another text.
    """

    network: str
    user: str
    route: str
    text: str
    made_at: datetime
    fields: Mapping[str, str] = field(default_factory=dict)
    reminded_at: datetime | None = None
    id: str = ""

    def is_over(self, now: datetime) -> bool:
        """Tell whether it is to be given back and erased."""
        return now - self.made_at >= GIVEN_BACK_AFTER

    def is_due(self, now: datetime) -> bool:
        """Tell whether its writer is to be reminded of it, or given it back."""
        late = now - self.made_at >= REMINDED_AFTER
        return self.is_over(now) or (late and self.reminded_at is None)


NO_UNDECIDED_TEXT = Refusal(
    "no undecided text",
    reply="Aucun texte n'attend votre choix : il est déjà déposé, effacé, ou je vous l'ai rendu en "
    "message direct. Pour le redonner, écrivez-le-moi de nouveau.",
)
"""It was deposited, erased or given back already, or is someone else's."""
