"""Whose turn it is to host: a fair order, explained.

Volunteers come first; among them those who never hosted, then those who did the longest ago, then
the oldest offer. Who is away that day, or has said no this time, is not asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from bot.core.errors import Refusal
from bot.meeting.rules import Meeting


class HostKind(Enum):
    """What a member said of hosting: they offer to, they are away, they are not to be asked."""

    OFFER = "offer"
    AWAY = "away"
    RETIRED = "retired"


class HostReply(Enum):
    """What someone who was asked to host a meeting said; `SWAP` is asked by its present host."""

    WAITED_FOR = ""
    SWAP = "swap"
    YES = "yes"
    NO = "no"


WAITED_FOR = (HostReply.WAITED_FOR, HostReply.SWAP)
"""What is in the call of someone who has not replied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Someone was asked to host one meeting, and said this, or nothing yet."""

    user: str
    reply: HostReply
    at: datetime

    @property
    def waits(self) -> bool:
        """Whether they have not replied."""
        return self.reply in WAITED_FOR


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """Someone would host: since when, and in what words on their place."""

    user: str
    words: str
    since: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """Someone is away until a moment; None: until they say otherwise."""

    user: str
    until: datetime | None

    def covers(self, at: datetime) -> bool:
        """Tell whether they are still away then."""
        return self.until is None or at <= self.until


class HostReason(Enum):
    """What makes someone the next to ask."""

    NEVER_HOSTED = "never hosted"
    LONGEST_AGO = "longest ago"
    NO_VOLUNTEER = "no volunteer left"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostTurn:
    """Whose turn it is, and why.

    `since` is when they offered, None for a former host who has not; `hosted` when they last
    hosted. `tied` tells that others were as entitled: the oldest offer decided.
    """

    user: str
    why: HostReason
    since: datetime | None = None
    hosted: datetime | None = None
    tied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """All that decides of turns in one network.

    `hosted` says when each last hosted, or is to; `retired` are those who asked not to be asked
    any more.
    """

    offers: Sequence[Offer] = ()
    absences: Sequence[Absence] = ()
    hosted: Mapping[str, datetime] = field(default_factory=dict)
    retired: frozenset[str] = frozenset()

    def turns(self, at: datetime, *, but: frozenset[str] = frozenset()) -> tuple[HostTurn, ...]:
        """Return those who may host a meeting at a moment, the first to ask first.

        `but` leaves out those who were asked already, or hold it.
        """
        away = {each.user for each in self.absences if each.covers(at)}
        offers = {each.user: each.since for each in self.offers}
        open_to = {*offers, *self.hosted} - away - but - self.retired
        order = sorted(open_to, key=lambda user: (*self._rank(user, offers), user))
        ranks = [self._rank(user, offers)[:-1] for user in order]
        return tuple(
            HostTurn(
                user=user,
                why=self._why(user, offers),
                since=offers.get(user),
                hosted=self.hosted.get(user),
                tied=place + 1 < len(ranks) and ranks[place] == ranks[place + 1],
            )
            for place, user in enumerate(order)
        )

    def _rank(self, user: str, offers: Mapping[str, datetime]) -> tuple[bool, bool, float, float]:
        hosted, since = self.hosted.get(user), offers.get(user)
        return (
            since is None,
            hosted is not None,
            hosted.timestamp() if hosted else 0.0,
            since.timestamp() if since else 0.0,
        )

    def _why(self, user: str, offers: Mapping[str, datetime]) -> HostReason:
        if user not in offers:
            return HostReason.NO_VOLUNTEER
        return HostReason.LONGEST_AGO if user in self.hosted else HostReason.NEVER_HOSTED


@dataclass(frozen=True, slots=True, kw_only=True)
class HostStanding:
    """What someone reads of their own part: nobody else's."""

    offer: Offer | None
    absence: Absence | None
    hosted: datetime | None
    hosting: Meeting | None
    asked: Meeting | None
    volunteers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What coordinators read: turns at the date of the meeting, who was asked, who is away."""

    meeting: Meeting | None
    turns: Sequence[HostTurn]
    calls: Sequence[Call]
    rota: Rota

    @property
    def words(self) -> Mapping[str, str]:
        """What volunteers say of their places, "" for whoever said nothing of it."""
        return {turn.user: "" for turn in self.turns} | {
            each.user: each.words for each in self.rota.offers
        }

    @property
    def refused(self) -> Sequence[Call]:
        """Those who cannot this time."""
        return [call for call in self.calls if call.reply is HostReply.NO]

    @property
    def waited_for(self) -> Sequence[Call]:
        """Those who have not replied yet."""
        return [call for call in self.calls if call.waits]


NO_HOST_TO_ASK = Refusal(
    "nobody to ask to host",
    reply="Je ne vois plus personne à qui demander pour cette date. Invitez les membres à se "
    "proposer, ou nommez l'hôte par « Confier l'accueil à… ».",
)

HOSTED_ALREADY = Refusal(
    "meeting {number} has a host",
    reply="Cette rencontre a déjà son hôte. Pour en changer : « Confier l'accueil à… ».",
)

HOST_FOUND = Refusal(
    "meeting {number} has found its host",
    reply="Merci. Cette rencontre a déjà trouvé son hôte.",
)

NOT_ASKED = Refusal(
    "not asked to host",
    reply="Cette demande ne tient plus, ou ne vous était pas adressée.",
)

UNKNOWN_PERSON = Refusal(
    "no member named",
    reply="Donnez le nom d'utilisateur d'un membre du réseau, avec « @ », par exemple « @zoe ».",
)

SAME_PERSON = Refusal(
    "swap with oneself",
    reply="C'est déjà vous. Nommez la personne avec qui échanger, par exemple « @zoe ».",
)
