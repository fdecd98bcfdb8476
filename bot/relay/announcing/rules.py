"""An announcement from above, and what becomes of it in each network that it is aimed at.

TRANSITIONS is the whole of the life of a copy; `docs/lives.md` draws it. Once its announcement is
over, or withdrawn, nothing moves a copy any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from bot.core.errors import TOO_LATE, Refusal, not_found
from bot.core.labels import Labelled
from bot.network.network import Network, Scale

LASTS = timedelta(days=92)
"""How long an announcement without a date stands: three months, longer than between two letters."""

ANNOUNCEMENT_LIMIT = 1_000
"""Characters of an announcement: half a phone's screen; its link says the rest."""


class AnnouncementChoice(Labelled):
    """What a network wants done with what comes from above."""

    AT_ONCE = "tout de suite", "je les publie dans le canal dès qu'elles arrivent"
    CHOOSE = "à choisir", "vous choisissez ; sans choix, elles paraissent dans la lettre"
    LETTER = "dans la lettre", "elles paraissent dans la lettre, sans rien vous demander"
    NEVER = "jamais", "elles ne vous arrivent pas"


USUAL_CHOICE = AnnouncementChoice.CHOOSE
"""What is done where nobody chose."""


class AnnouncementOrigin(Labelled):
    """What is announced: words, or something that the network above keeps itself."""

    FREE = "free", "annonce"
    ARTICLE = "article", "article"
    DEADLINE = "deadline", "échéance"
    MEETING = "meeting", "rencontre"
    PROJECT = "project", "projet"


class CopyStatus(Labelled):
    """Where an announcement stands in a network; `label` agrees with « une annonce »."""

    WAITING = "waiting", "en attente de votre choix"
    PUBLISHED = "published", "publiée dans le canal"
    LETTER = "letter", "gardée pour la lettre"
    DISCARDED = "discarded", "écartée"
    UNWANTED = "unwanted", "non reçue, par votre réglage"


class CopyChange(Labelled):
    """What may happen to it there."""

    PUBLISHED = "published", "publiée"
    KEPT = "kept", "gardée pour la lettre"
    DISCARDED = "discarded", "écartée"


_W, _P, _L, _D, _U = CopyStatus
TRANSITIONS: Mapping[CopyChange, Mapping[CopyStatus, CopyStatus]] = {
    CopyChange.PUBLISHED: dict.fromkeys((_W, _P, _L, _D), _P),
    CopyChange.KEPT: dict.fromkeys((_W, _D), _L),
    CopyChange.DISCARDED: dict.fromkeys((_W, _L), _D),
}
"""From each state that allows a change, the state that it leads to. What is published again has
other words."""

_ARRIVES: Mapping[AnnouncementChoice, CopyStatus] = {
    AnnouncementChoice.AT_ONCE: _P,
    AnnouncementChoice.CHOOSE: _W,
    AnnouncementChoice.LETTER: _L,
    AnnouncementChoice.NEVER: _U,
}


def arriving(choice: AnnouncementChoice) -> CopyStatus:
    """Return where an announcement stands as it reaches a network."""
    return _ARRIVES[choice]


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """Whom an announcement is for: scales, and networks by slug; all those below for none."""

    scales: tuple[Scale, ...] = ()
    networks: tuple[str, ...] = ()

    def reaches(self, network: Network) -> bool:
        """Tell whether a network below is aimed at."""
        everyone = not self.scales and not self.networks
        return everyone or network.scale in self.scales or network.slug in self.networks

    def among(self, below: Iterable[Network]) -> tuple[Network, ...]:
        """Return those aimed at of the networks below. Raises TOO_LATE where none is."""
        found = tuple(each for each in below if self.reaches(each))
        return TOO_LATE.unless(found or None, what="an aim that reaches no network")


EVERYONE = Aim()


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What a network announces to those below, known there by its number.

    `over_at` is the moment from which it is of no use, `dated` when someone gave that date.
    `author` is the chat user id of whoever announced it. `title` is what a deadline is called.
    `ref` is the number, there, of what it offers: such an announcement follows it, see FOLLOWS.
    `version` counts its wordings. `id` is the store's.
    """

    network: str
    number: int
    text: str
    author: str
    made_at: datetime
    over_at: datetime
    dated: bool = False
    link: str = ""
    title: str = ""
    origin: AnnouncementOrigin = AnnouncementOrigin.FREE
    ref: int = 0
    aim: Aim = EVERYONE
    version: int = 1
    withdrawn_at: datetime | None = None
    id: int = 0

    @property
    def withdrawn(self) -> bool:
        """Whether it was taken back."""
        return self.withdrawn_at is not None

    @property
    def line(self) -> str:
        """Its words on one line, as a letter or a list tells them."""
        return " ".join(self.text.split())

    def over(self, now: datetime) -> bool:
        """Tell whether nothing comes of it any more."""
        return self.withdrawn or self.over_at <= now

    def require_live(self, now: datetime) -> None:
        """Refuse what is of use on a live announcement only. Raises TOO_LATE."""
        if self.over(now):
            raise TOO_LATE(what=f"announcement {self.number}")

    def edit(self, text: str, link: str, over_at: datetime, *, dated: bool, now: datetime) -> Self:
        """Give it other words, another link or end. Raises TOO_LATE."""
        self.require_live(now)
        changed = replace(self, text=text, link=link, over_at=over_at, dated=dated)
        return self if changed == self else replace(changed, version=self.version + 1)

    def withdraw(self, now: datetime) -> Self:
        """Take it back, over or not. Raises TOO_LATE."""
        if self.withdrawn:
            raise TOO_LATE(what=f"announcement {self.number}")
        return replace(self, withdrawn_at=now)


FOLLOWS = (AnnouncementOrigin.DEADLINE, AnnouncementOrigin.MEETING, AnnouncementOrigin.PROJECT)
"""What is offered of these changes as they do: nobody edits it by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementCopy:
    """What becomes of an announcement in one network, known there by its number.

    `announcement` is the store's id of it, `version` the wording that was carried here; `adapted`
    are the words that the network gave it, "" for its own. `note` is the number of the letter's
    note that tells it if nobody chooses, 0 for none; a letter `told` it, or it was `left_out` of
    it. `said` once the channel could read it.
    """

    announcement: int
    network: str
    number: int
    status: CopyStatus
    version: int = 1
    adapted: str = ""
    note: int = 0
    decided_at: datetime | None = None
    told: bool = False
    left_out: bool = False
    said: bool = False

    @property
    def open(self) -> bool:
        """Whether something may still come of it without anyone's choice."""
        waits = self.status in (CopyStatus.WAITING, CopyStatus.LETTER)
        return waits and not self.told and not self.left_out

    def change(self, change: CopyChange, now: datetime, *, adapted: str = "") -> Self:
        """Publish it, keep it for the letter, or set it aside. Raises TOO_LATE."""
        after = TRANSITIONS[change].get(self.status)
        same = change is CopyChange.PUBLISHED and self.status is CopyStatus.PUBLISHED
        if after is None or (same and adapted == self.adapted):
            raise TOO_LATE(what=f"copy {self.number}, {self.status.value},")
        return replace(self, status=after, adapted=adapted, decided_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """An announcement, and what becomes of it in one network."""

    announcement: Announcement
    copy: AnnouncementCopy

    @property
    def words(self) -> str:
        """What the network's channel reads of it."""
        return self.copy.adapted or self.announcement.text


class Carried(Labelled):
    """What came of an announcement in a network, as its author reads it in numbers."""

    PUBLISHED = "published", "publiée dans le canal"
    TOLD = "told", "parue dans la lettre"
    LETTER = "letter", "gardée pour la lettre"
    WAITING = "waiting", "en attente d'un choix"
    DISCARDED = "discarded", "écartée"
    UNWANTED = "unwanted", "non reçue, par réglage"
    MISSED = "missed", "passée sans avoir paru"


def carried(copy: AnnouncementCopy, announcement: Announcement, now: datetime) -> Carried:
    """Return what came of an announcement in one network so far."""
    if copy.status is CopyStatus.PUBLISHED:
        missed = announcement.over(now) and not copy.said
        return Carried.MISSED if missed else Carried.PUBLISHED
    if copy.told or copy.left_out:
        return Carried.TOLD if copy.told else Carried.DISCARDED
    if copy.open and announcement.over(now):
        return Carried.MISSED
    return Carried(copy.status.value)


UNKNOWN_ANNOUNCEMENT = not_found(
    "announcement", "d'annonce", "Elles sont sous `/reseau`, [Annonces]."
)

UNKNOWN_TERRITORY = Refusal(
    "unknown territories in an aim",
    reply="Je ne connais pas « {name} » parmi les réseaux rattachés au vôtre, et je n'ai rien "
    "envoyé. Je connais : {known}.",
)

LONG_ANNOUNCEMENT = Refusal(
    "announcement of {count} characters",
    reply="Une annonce reste brève : {most} caractères au plus, ici {count}. Je n'ai rien envoyé ; "
    "le détail peut se lire au bout d'un lien.",
)

UNREAD_END = Refusal(
    "end of an announcement unreadable",
    reply="Je n'ai pas compris jusqu'à quand, et je n'ai rien envoyé. Donnez une date : "
    "« 15 janvier 2027 », « fin mars ».",
)

NOTHING_TO_OFFER = Refusal(
    "nothing to offer below",
    reply="Il n'y a rien à proposer ici : je ne propose plus bas qu'un article de la veille, une "
    "échéance confirmée, une rencontre annoncée, encore à venir, ou un projet, avec l'accord de la "
    "personne qui le porte.",
)
