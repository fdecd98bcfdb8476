"""A piece of the coordination's work, asked of a member; theirs once they say yes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from bot.core.errors import Refusal
from bot.core.labels import Labelled

ENTRUST = "aide confier"
ACCEPT = "aide accepter"
GIVE_BACK = "aide rendre"
TAKE_BACK = "aide reprendre"

TO_HOST = "hôte"
"""Stands for whoever hosts the meeting, in place of a name."""


class EntrustedTask(Labelled):
    """What may be handed over, as it is said to whoever is asked."""

    SORTING = "veille", "le tri de la veille"
    EDITO = "edito", "l'édito de la lettre"
    MINUTES = "compte-rendu", "le compte rendu de la rencontre"
    MEETING = "rencontre", "l'animation de la rencontre"
    GUIDE = "repère", "l'accueil des personnes qui arrivent"


class EntrustedStep(Labelled):
    """What became of it, as one message tells it."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    YOURS = "yours"
    DECLINED = "declined"
    GIVEN_BACK = "given back"
    TAKEN_BACK = "taken back"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrusted:
    """A task that `by` asked of `user`, for what comes out `at` a date; over once that is past.

    It is theirs since `accepted_at`. `number` is that of the meeting to hold, 0 for other tasks.
    """

    network: str
    task: EntrustedTask
    number: int = 0
    user: str
    by: str
    at: datetime
    asked_at: datetime
    accepted_at: datetime | None = None

    @property
    def argument(self) -> str:
        """What names the task on a button: « veille », « rencontre 4 »."""
        return f"{self.task.value} {self.number or ''}".rstrip()

    def accept(self, now: datetime) -> Self:
        """Make it theirs. Raises NO_TASK_ASKED once it is over."""
        if self.at <= now:
            raise NO_TASK_ASKED()
        return replace(self, accepted_at=now)


NO_TASK_ASKED = Refusal(
    "nothing asked",
    reply="Cela ne vous est plus demandé : vous n'avez rien à faire.",
)

TAKEN = Refusal(
    "task {task} held by someone else",
    reply="Quelqu'un d'autre s'en charge déjà : merci d'avoir dit oui.",
)

NO_ONE_NAMED = Refusal(
    "no member named",
    reply="Je ne trouve pas cette personne parmi les membres du réseau : nommez-la par son "
    "« @nom », tel que le canal le propose.",
)

NOTHING_TO_ENTRUST = Refusal(
    "no date to come for {task}",
    reply="Aucune date n'est prévue pour cela : il n'y a rien à confier.",
)
