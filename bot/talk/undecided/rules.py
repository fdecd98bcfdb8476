"""A text until its writer says what to do with it: seen by nobody else, one day.

It may ask for discretion; or be no question, or the text of no command, and is then offered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

from bot.core.errors import Refusal
from bot.core.patterns import lazy_pattern
from bot.french.discretion import Discretion

GIVEN_BACK_AFTER = timedelta(hours=24)
"""How long a text waits for its writer's choice."""

REMINDED_AFTER = timedelta(hours=20)
"""When they are reminded, once."""

ANSWERED_WITHIN = timedelta(minutes=15)
"""How long « oui » is an answer to what was offered: later it may be about anything."""

MOST_OF_ONE = 20
"""Texts of one person that wait at the same time: the oldest is given back before one more."""


class SigningChoice(Enum):
    """What the writer of such a text may choose; the number is what is typed.

    AS_WRITTEN is what a text is offered for: what its words ask for, discretion too, is then read;
    UNNAMED is the same without what names its writer at the end. REWRITTEN opens it in a form.
    """

    SIGNED = 1
    ANONYMOUS = 2
    PRIVATE = 3
    ERASE = 4
    AS_WRITTEN = 5
    UNNAMED = 6
    REWRITTEN = 7

    @property
    def discretion(self) -> Discretion | None:
        """What it asks for, None where the text is to be read; an erased one is not deposited."""
        return _ASKED.get(self)


_ASKED = {
    SigningChoice.SIGNED: Discretion.NONE,
    SigningChoice.ANONYMOUS: Discretion.ANONYMOUS,
    SigningChoice.PRIVATE: Discretion.PRIVATE,
    SigningChoice.ERASE: Discretion.NONE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class UndecidedText:
    """What was typed after the words of `route` in a network, by `user` (a chat user id).

    `fields` are its form's entries. `id` is drawn at random: a button never finds another text.
    Of one that is `offered` its writer is not reminded, and it goes in silence.
    """

    network: str
    user: str
    route: str
    text: str
    made_at: datetime
    fields: Mapping[str, str] = field(default_factory=dict)
    reminded_at: datetime | None = None
    id: str = ""

    @property
    def shown(self) -> str:
        """Its own words, without what is put before them once its writer is sure of them."""
        return _CERTIFIED.sub("", self.text)

    @property
    def before(self) -> str:
        """What is put before its own words: a number, what it asks for, that it is certified."""
        return self.text.removesuffix(self.shown)

    @property
    def offered(self) -> bool:
        """Whether it is offered for `route`: it was then « reminded of » from the start."""
        return self.reminded_at == self.made_at

    def is_over(self, now: datetime) -> bool:
        """Tell whether it is to be given back and erased."""
        return now - self.made_at >= GIVEN_BACK_AFTER

    def is_due(self, now: datetime) -> bool:
        """Tell whether its writer is to be reminded of it, or given it back."""
        late = now - self.made_at >= REMINDED_AFTER
        return self.is_over(now) or (late and self.reminded_at is None)


_CERTIFIED = lazy_pattern(r"^(?:\d{1,9} )?certifié (?:(?:anonyme|en privé) : )?")

NO_UNDECIDED_TEXT = Refusal(
    "no undecided text",
    reply="Ce texte n'attend plus votre choix : il est déjà posé, effacé, ou je vous l'ai rendu en "
    "message direct. Pour le redonner, écrivez-le-moi de nouveau.",
)
"""It was deposited, erased or given back already, or is someone else's."""
