"""What people write for a letter beforehand: points to keep in mind, resources, answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.errors import Refusal
from bot.core.labels import Labelled

POINT_LIMIT = 300
"""Characters of a point « à retenir »: two lines on a phone."""

MOST_POINTS = 10
"""Points of one letter: what is to be kept in mind is short, or is not kept."""

RESOURCE_LIMIT = 600
"""Characters of what a member proposes for the letter: a short paragraph."""

MOST_OF_ONE = 10
"""What one member may have waiting for the letter: more would fill it alone."""


class LetterNoteKind(Labelled):
    """Who a note comes from: coordinators, a member, or a network above."""

    POINT = "point", "point à retenir"
    RESOURCE = "resource", "proposition"
    ABOVE = "above", "annonce"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterNote:
    """Something to tell in the next letter, known in its network by its number.

    `author` is a chat user id, named to the network when `signed`; `link` is "" without one.
    `source` is the slug of the network above that an announcement comes from, which is over
    `until` a moment.
    """

    network: str
    number: int = 0
    kind: LetterNoteKind
    text: str
    author: str = ""
    at: datetime
    link: str = ""
    signed: bool = True
    source: str = ""
    until: datetime | None = None
    id: int = 0

    def over(self, at: datetime) -> bool:
        """Tell whether a letter that comes out then would tell it too late."""
        return self.until is not None and self.until <= at


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenAnswer:
    """The answer to a question, by its number, kept until the letter gives it."""

    question: int
    text: str
    by: str
    at: datetime


UNKNOWN_LETTER_NOTE = Refusal(
    "no letter note {number}",
    reply="Je ne trouve pas de texte n° {number} à vous dans la prochaine lettre. Ce qui s'y "
    "trouve : `/lettre`.",
)
"""No note that waits for the letter bears this number, or it is someone else's."""

TOO_MANY_NOTES = Refusal(
    "more than {most} notes",
    reply="Il y a déjà {most} textes qui attendent la lettre, et personne n'en lit plus d'un coup. "
    "Retirez-en un d'abord, dans le projet de lettre : `/lettre`",
)

NOTHING_TO_ERASE = Refusal(
    "no answer written for question {number}",
    reply="Aucune réponse n'attend la lettre pour la question n° {number}. Pour en écrire une : "
    "« Répondre… », dans `/lettre`.",
)

PRIVATE_IN_LETTER = Refusal(
    "question {number} is private",
    reply="La question n° {number} est privée : la lettre n'en dit rien. Répondez à la personne "
    "depuis sa carte, ou demandez-lui de la partager sans son nom : `/besoin voir {number}`",
)

TOO_LONG_FOR_LETTER = Refusal(
    "{count} characters for a letter",
    reply="Dans la lettre, restez bref : {most} caractères au plus, ici {count}. Rien n'est "
    "enregistré ; le détail peut se lire au bout d'un lien.",
)


def brief(text: str, most: int) -> str:
    """Return a text as one line; raises TOO_LONG_FOR_LETTER above so many characters."""
    line = " ".join(text.split())
    if len(line) > most:
        raise TOO_LONG_FOR_LETTER(count=len(line), most=most)
    return line
