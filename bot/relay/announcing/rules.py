"""An announcement from above, and what becomes of it in each network that it is aimed at.

TRANSITIONS is the whole of the life of a copy; `docs/lives.md` draws it. Once its announcement is
over, or withdrawn, nothing moves a copy any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from bot.core.errors import Refusal, not_found
from bot.core.labels import Labelled
from bot.network.network import Network, Scale

LASTS = timedelta(days=92)
"""How long an announcement without a date stands: three months, longer than between two letters."""

ANNOUNCEMENT_LIMIT = 1_000
"""Characters of an announcement: half a phone's screen; its link says the rest."""


class AnnouncementChoice(Labelled):
    """What a network wants done with what comes from above; the value is what is typed."""

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
        """Return those aimed at of the networks below. Raises NOBODY_AIMED_AT."""
        found = tuple(each for each in below if self.reaches(each))
        if not found:
            raise NOBODY_AIMED_AT()
        return found


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
        """Refuse what is of use on a live announcement only. Raises ANNOUNCEMENT_OVER."""
        if self.withdrawn:
            raise ANNOUNCEMENT_WITHDRAWN()
        if self.over(now):
            raise ANNOUNCEMENT_OVER()

    def edit(self, text: str, link: str, over_at: datetime, *, dated: bool, now: datetime) -> Self:
        """Give it other words, another link or end.

        Raises ANNOUNCEMENT_OVER, ANNOUNCEMENT_WITHDRAWN.
        """
        self.require_live(now)
        changed = replace(self, text=text, link=link, over_at=over_at, dated=dated)
        return self if changed == self else replace(changed, version=self.version + 1)

    def withdraw(self, now: datetime) -> Self:
        """Take it back, over or not. Raises ANNOUNCEMENT_WITHDRAWN."""
        if self.withdrawn:
            raise ANNOUNCEMENT_WITHDRAWN()
        return replace(self, withdrawn_at=now)


FOLLOWS = (AnnouncementOrigin.DEADLINE, AnnouncementOrigin.MEETING)
"""What is offered of these changes as they do: nobody edits it by hand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementCopy:
    """What becomes of an announcement in one network, known there by its number.

    `announcement` is the store's id of it, `version` the wording that was carried here; `adapted`
    are the words that the network gave it, "" for its own. `note` is the number of the letter's
    note that tells it if nobody chooses, 0 for none; a letter `told` it, or it was `left_out` of
    it. `asked` once the coordinators were asked out of turn, `said` once the channel could read it.
    """

    announcement: int
    network: str
    number: int
    status: CopyStatus
    version: int = 1
    adapted: str = ""
    note: int = 0
    asked: bool = False
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
        """Publish it, keep it for the letter, or set it aside. Raises COPY_STATE."""
        after = TRANSITIONS[change].get(self.status)
        same = change is CopyChange.PUBLISHED and self.status is CopyStatus.PUBLISHED
        if after is None or (same and adapted == self.adapted):
            raise COPY_STATE(status=self.status)
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


NO_CHILDREN = Refusal(
    "no network below {network}",
    reply="Aucun réseau n'est rattaché au vôtre : il n'y a personne en dessous à qui annoncer "
    "quelque chose. Ce que vous voulez dire à votre réseau se dit dans son canal.",
)

NOBODY_AIMED_AT = Refusal(
    "an aim that reaches no network",
    reply="Aucun des réseaux rattachés au vôtre n'est de cette échelle. Je n'ai rien envoyé.",
)

UNKNOWN_ANNOUNCEMENT = not_found(
    "announcement", "d'annonce", "Celles que je connais : `/reseau annonces`"
)

UNKNOWN_TERRITORY = Refusal(
    "unknown territories in an aim",
    reply="Je ne connais pas « {name} » parmi les réseaux rattachés au vôtre, et je n'ai rien "
    "envoyé. Je connais : {known}.",
)

UNKNOWN_ANNOUNCEMENT_CHOICE = Refusal(
    "unknown choice for announcements",
    reply="Je n'ai rien changé. Choisissez l'un des quatre : `/reseau annonces tout de suite`, "
    "`à choisir`, `dans la lettre` ou `jamais`.",
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

ANNOUNCEMENT_OVER = Refusal(
    "announcement over",
    reply="Cette annonce est passée : il n'y a plus rien à en faire.",
)

ANNOUNCEMENT_WITHDRAWN = Refusal(
    "announcement withdrawn",
    reply="Cette annonce a été retirée par le réseau qui l'avait faite.",
)

COPY_STATE = Refusal(
    "copy is {status.value}",
    reply="C'est déjà fait : cette annonce est {status.label}.",
)

FOLLOWS_BY_ITSELF = Refusal(
    "an offer is edited by what it offers",
    reply="Cette annonce suit d'elle-même ce qu'elle annonce : changez-en la date là où elle se "
    "règle, elle changera partout.",
)

NO_ANNOUNCEMENT_NUMBER = Refusal(
    "announcement number missing",
    reply="Il me manque le numéro de l'annonce, qui se lit dans `/reseau annonces`. Par exemple : "
    "{usage}",
)

NO_LETTER_IN_TIME = Refusal(
    "no letter before an announcement is over",
    reply="La prochaine lettre paraîtra trop tard pour cette annonce. Publiez-la dans le canal, ou "
    "écartez-la.",
)

NOTHING_TO_OFFER = Refusal(
    "nothing to offer below",
    reply="Il n'y a rien à proposer ici : je ne propose plus bas qu'un article de la veille, une "
    "échéance confirmée ou une rencontre annoncée, encore à venir.",
)

OFFERED_ALREADY = Refusal(
    "offered already as announcement {number}",
    reply="C'est déjà proposé : `/reseau annonce {number}`.",
)
