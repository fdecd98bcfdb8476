"""What people write for a letter beforehand: points to keep in mind, resources, answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.core.errors import UserError

POINT_LIMIT = 300
"""Characters of a point « à retenir »: two lines on a phone."""

MOST_POINTS = 10
"""Points of one letter: what is to be kept in mind is short, or is not kept."""

RESOURCE_LIMIT = 600
"""Characters of what a member proposes for the letter: a short paragraph."""

MOST_OF_ONE = 10
"""What one member may have waiting for the letter: more would fill it alone."""


class LetterNoteKind(Enum):
    """Who a note comes from: a point of the coordinators, or what a member proposes."""

    POINT = "point"
    RESOURCE = "resource"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterNote:
    """Something to tell in the next letter, known in its network by its number.

    `author` is a chat user id, named to the network when `signed`; `link` is "" without one.
    """

    network: str
    number: int
    kind: LetterNoteKind
    text: str
    author: str
    at: datetime
    link: str = ""
    signed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenAnswer:
    """The answer to a question, by its number, kept until the letter gives it."""

    question: int
    text: str
    by: str
    at: datetime


class UnknownLetterNoteError(UserError):
    """No note that waits for the letter bears this number, or it is someone else's."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"no letter note {number}",
            reply=f"Je ne trouve pas de texte n° {number} à vous dans la prochaine lettre. "
            "Ce qui s'y trouve : `/lettre`.",
        )


class TooManyNotesError(UserError):
    """A letter is read when it is short."""

    def __init__(self, most: int) -> None:
        super().__init__(
            f"more than {most} notes",
            reply=f"Il y a déjà {most} textes qui attendent la lettre, et personne n'en lit plus "
            "d'un coup. Retirez-en un d'abord : `/lettre effacer <n°>` ; les numéros se lisent "
            "dans `/lettre`.",
        )


class NothingToEraseError(UserError):
    """No answer was written beforehand for this question."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"no answer written for question {number}",
            reply=f"Aucune réponse n'attend la lettre pour la question n° {number}. "
            f"Pour en écrire une : `/lettre répondre {number} <réponse>`.",
        )


class PrivateInLetterError(UserError):
    """A private question is answered to its author, never in a letter."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"question {number} is private",
            reply=f"La question n° {number} est privée : la lettre n'en dit rien. Répondez à la "
            f"personne : `/besoin répondre {number} <réponse>`. Avec son accord, elle peut "
            f"devenir collective, sans nom : `/besoin collective {number}`.",
        )


class TooLongForLetterError(UserError):
    """A text that would not be read in a letter."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__(
            f"{count} characters for a letter",
            reply=f"Dans la lettre, restez bref : {most} caractères au plus, ici {count}. "
            "Rien n'est enregistré ; le détail peut se lire au bout d'un lien.",
        )


def brief(text: str, most: int) -> str:
    """Return a text as one line; raises TooLongForLetterError above so many characters."""
    line = " ".join(text.split())
    if len(line) > most:
        raise TooLongForLetterError(len(line), most)
    return line
