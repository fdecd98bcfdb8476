"""A climb: what links a question to the network above, and all that may become of it.

TRANSITIONS is the whole of its life; `docs/lives.md` draws it. What comes down has a life of its
own, one for each version of the answer: DECISIONS.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from bot.core.errors import TOO_LATE, Refusal
from bot.core.labels import Labelled
from bot.network.tree import Networks, linked, parent_of

CONSENT_DAYS = 5
"""Working days without an answer, after which a coordinator may send a summary of their own."""

DECIDED_DAYS = 5
"""Working days without a gesture, after which a network's setting decides what came down."""

SILENT_DAYS = 15
"""Working days without a decision, after which those above are reminded, those below told."""

TAKEN_BACK = "Texte repris par la personne qui avait posé la question."
"""What stands above in the place of words that were taken back."""

NAMED_FROM = 3
"""A territory of fewer people than this is named only if its coordinator chooses so."""


class ClimbStatus(Labelled):
    """Where a climb stands; `label` follows « la question est »."""

    WAITING = "waiting", "en attente de l'accord de la personne qui l'a posée"
    SENT = "sent", "en attente d'une décision"
    TAKEN = "taken", "prise en charge"
    JOINED = "joined", "jointe à une question qui y était déjà posée"
    ANSWERED = "answered", "résolue"
    PUBLISHED = "published", "résolue, et traitée ici"
    RETURNED = "returned", "renvoyée"
    STOPPED = "stopped", "arrêtée par la personne qui l'a posée"
    WITHDRAWN = "withdrawn", "retirée par la coordination"
    ENDED = "ended", "terminée ici entre-temps"

    @property
    def open(self) -> bool:
        """Whether something may still come of it by itself."""
        return self in OPEN

    @property
    def above(self) -> bool:
        """Whether the network above knows of it and carries it."""
        return self in CARRIED


OPEN = (
    ClimbStatus.WAITING,
    ClimbStatus.SENT,
    ClimbStatus.TAKEN,
    ClimbStatus.JOINED,
    ClimbStatus.ANSWERED,
)
CARRIED = (
    ClimbStatus.TAKEN,
    ClimbStatus.JOINED,
    ClimbStatus.ANSWERED,
    ClimbStatus.PUBLISHED,
)


class ClimbChange(Labelled):
    """What may happen to a climb; `label` is what the coordinators read."""

    AGREED = "agreed", "accord donné"
    SUMMED_UP = "summed-up", "transmise en d'autres mots"
    STOPPED = "stopped", "accord refusé ou repris"
    WITHDRAWN = "withdrawn", "reprise par la coordination"
    TAKEN = "taken", "prise en charge"
    JOINED = "joined", "jointe à une autre"
    UNJOINED = "unjoined", "détachée"
    RETURNED = "returned", "renvoyée"
    ANSWERED = "answered", "réponse trouvée"
    REOPENED = "reopened", "rouverte"
    DECIDED = "decided", "réponse traitée"
    ENDED = "ended", "terminée là d'où elle vient"


_S = ClimbStatus
TRANSITIONS: Mapping[ClimbChange, Mapping[ClimbStatus, ClimbStatus]] = {
    ClimbChange.AGREED: {_S.WAITING: _S.SENT},
    ClimbChange.SUMMED_UP: {_S.WAITING: _S.SENT},
    ClimbChange.STOPPED: dict.fromkeys((*OPEN, _S.PUBLISHED, _S.RETURNED, _S.ENDED), _S.STOPPED),
    ClimbChange.WITHDRAWN: dict.fromkeys((_S.WAITING, _S.SENT), _S.WITHDRAWN),
    ClimbChange.TAKEN: {_S.SENT: _S.TAKEN},
    ClimbChange.JOINED: {_S.SENT: _S.JOINED},
    ClimbChange.UNJOINED: {_S.JOINED: _S.SENT},
    ClimbChange.RETURNED: dict.fromkeys((_S.SENT, _S.TAKEN, _S.JOINED), _S.RETURNED),
    ClimbChange.ANSWERED: dict.fromkeys(
        (_S.SENT, _S.TAKEN, _S.JOINED, _S.ANSWERED, _S.PUBLISHED), _S.ANSWERED
    ),
    ClimbChange.REOPENED: dict.fromkeys((_S.ANSWERED, _S.PUBLISHED), _S.TAKEN),
    ClimbChange.DECIDED: {_S.ANSWERED: _S.PUBLISHED},
    ClimbChange.ENDED: dict.fromkeys(OPEN, _S.ENDED),
}
"""The state machine: from each state that allows a change, the state that it leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Climb:
    """A need on its way up, from one network to its parent.

    `question` and `parent_question` are the questions' ids; `network` is the slug of the network
    below, `number` its question's; `parent` the slug of the network above, « » where no network
    above is served by us. `text` is just what leaves, `named` tells whether the territory's name
    does; `summary` that the words are the coordinator's; `around` that the asker was told that
    someone of another territory may be asked. `asker` is whose agreement was asked,
    `sent_by` who transmits it, by chat user id of the network below. `card` is the number
    of the card that shows it to those above. `offer` is an answer found below, offered upward.
    `key` is the digest of what lets an asker who was forgotten take their words back.
    `id` and `version` are the store's.
    """

    question: int
    network: str
    number: int
    parent: str
    text: str
    sent_by: str
    asked_at: datetime
    status: ClimbStatus = ClimbStatus.WAITING
    named: bool = False
    summary: bool = False
    around: bool = False
    asker: str = ""
    consent_at: datetime | None = None
    sent_at: datetime | None = None
    decided_at: datetime | None = None
    parent_question: int | None = None
    reason: str = ""
    offer: str = ""
    reminded_at: datetime | None = None
    card: int | None = None
    key: str = ""
    id: int = 0
    version: int = 0

    def require(self, change: ClimbChange) -> ClimbStatus:
        """Return the state that a change leads to; raises TOO_LATE where it is not allowed."""
        what = f"climb {self.id}, {self.status.value},"
        return TOO_LATE.unless(TRANSITIONS[change].get(self.status), what=what)

    def leads_nowhere(self, networks: Networks) -> bool:
        """Tell whether nothing can come of it any more, the tree having changed since.

        Its asker was named another network than the one above today, or the one where it is no
        longer passes anything down.
        """
        if self.status is ClimbStatus.WAITING:
            below = networks.get(self.network)
            above = parent_of(below, networks) if below is not None else None
            return self.parent != (above.slug if above is not None else "")
        known = linked(self.network, self.parent, networks)
        return self.status.open and bool(self.parent) and not known

    def moved(self, change: ClimbChange, **values: object) -> Self:
        """Follow a transition. Raises TOO_LATE."""
        return replace(self, status=self.require(change), **values)  # type: ignore[arg-type]


class Undecided(Labelled):
    """What becomes of an answer from above that nobody chose anything for."""

    PUBLISH = "publish", "Les publier"
    LETTER = "letter", "Les mettre dans la lettre"
    WAIT = "wait", "Attendre votre choix"


class DescentStatus(Labelled):
    """What a network below has done with an answer from above; `label` follows « la réponse »."""

    WAITING = "waiting", "attend votre choix"
    PUBLISHED = "published", "est publiée"
    MEETING = "meeting", "est gardée pour la rencontre"
    LETTER = "letter", "ira dans la lettre"
    DISCARDED = "discarded", "est écartée"
    REOPENED = "reopened", "a été publiée, puis la question rouverte"
    REPLACED = "replaced", "n'est plus à jour, elle a été corrigée ou reprise là d'où elle vient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Descent:
    """One version of an answer that comes down to one network, for one climb.

    `text` is as it came, `source` the slug of the network that it comes from; `due_at` is when the
    network's own setting decides; `adapted` tells that other words were given here. `id` is the
    store's.
    """

    climb: int
    network: str
    number: int
    version: int
    text: str
    source: str
    at: datetime
    due_at: datetime
    status: DescentStatus = DescentStatus.WAITING
    adapted: bool = False
    decided_at: datetime | None = None
    id: int = 0


UNKNOWN_KEY = Refusal(
    "no consent has this key",
    reply="Cette clé n'ouvre rien : recopiez-la telle que je vous l'ai donnée. Ce qui est déjà "
    "repris n'en a plus.",
)

NAMES_TERRITORY = Refusal(
    "words that climb name the territory that is not to be named",
    reply="Votre territoire ne serait pas nommé, mais ces mots le disent : « {said} ». {mend}",
)

OWN_WORDS = Refusal(
    "summary of question {number} in its asker's words",
    reply="Ces mots sont ceux de la personne qui a posé la question n° {number}, et elle n'a pas "
    "donné son accord : résumez-la avec les vôtres. Rien n'a été transmis.",
)

OTHER_WORDS = Refusal(
    "consent to other words of question {number}",
    reply="Ce texte n'est plus celui qui partirait pour la question n° {number} : relisez le "
    "dernier message que je vous ai envoyé à son sujet. Rien n'a été transmis.",
)
