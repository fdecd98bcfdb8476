"""The life of a network that enters from the chat, and what a channel's name tells of it.

invited → asked → live. An administrator accepts its organisation, once for all its networks; the
coordinators of the network above accept its place. Either may refuse, and say why; it may then be
asked for again. Thirty days without a word end it: nothing of it is kept. What is live may be
ended: it is live again as it was, or erased thirty days later.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from bot.core.errors import Refusal
from bot.french.folding import fold
from bot.network.network import (
    DEFAULT_DIGEST,
    DEFAULT_LETTERS,
    DEFAULT_MEETINGS,
    Home,
    Network,
    NetworkFacts,
    Scale,
    network_of,
)
from bot.network.parts import DEFAULT_PARTS
from bot.network.rhythm import parse_rhythm
from bot.network.settings import NAME_LENGTH, Setting, answering, parts_in, quiet, read_setting
from bot.network.tree import fits
from bot.talk.markdown import visible

PATIENCE = timedelta(days=30)
"""How long what is asked waits for a word."""

SLUG_LENGTH = 40
LINE_LENGTH = 120


class EntryState(Enum):
    """How far a network has entered."""

    INVITED = "invited"
    ASKED = "asked"
    REFUSED = "refused"
    LIVE = "live"
    ENDED = "ended"


WAITING = (EntryState.INVITED, EntryState.ASKED, EntryState.REFUSED)
"""The states of what may yet become live."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkEntry(NetworkFacts):
    """A network that entered, or may: its channel, what was told of it, who said yes.

    `channel` is an id, and `channel_name` what a network is told by. It is in its state since `at`.
    `asked_by` is who invited us, and coordinates it from then on. `organisation_at` and `place_at`
    are when each yes was given. `agenda` has the parts of its meetings as one types them, "" for
    the usual.
    """

    channel_name: str
    state: EntryState
    at: datetime
    asked_by: str
    organisation_at: datetime | None = None
    place_at: datetime | None = None
    agenda: str = ""

    @property
    def accepted(self) -> bool:
        """Whether both have said yes."""
        return self.organisation_at is not None and self.place_at is not None

    def network(self, coordinators: Sequence[str] = ()) -> Network:
        """Return the network that it is or will be, as one of the file would be."""
        return network_of(
            asdict(self)
            | {
                "channel": self.channel_name,
                "agenda": parts_in(self.agenda) or DEFAULT_PARTS,
                "digest": parse_rhythm(DEFAULT_DIGEST),
                "meeting": parse_rhythm(DEFAULT_MEETINGS[self.scale]),
                "letter": parse_rhythm(DEFAULT_LETTERS[self.scale]),
                "coordinators": tuple(coordinators),
                "home": Home.CHAT,
                "live": self.state is EntryState.LIVE,
                "since": self.at,
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Someone who is asked to coordinate a network, by its account's name, `by` whom and when."""

    network: str
    user: str
    name: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkChange:
    """What was changed of a network: `line`, in French, after the name of who did it, `by`.

    `whom` is who it is about, and ends the line.
    """

    id: str = ""
    network: str
    by: str
    line: str
    whom: str = ""
    at: datetime


ENTRY_NOT_ASKED = Refusal(
    "no such entry waits",
    reply="Cette demande n'attend plus de réponse : elle a été tranchée, retirée, ou elle a pris "
    "fin. Je n'ai rien changé.",
)
ALREADY_ASKED = Refusal(
    "entry asked already",
    reply="C'est déjà demandé : il reste à attendre une réponse, et je vous écrirai dès qu'elle "
    "viendra.",
)
NOT_THE_ONE_INVITING = Refusal(
    "another one has invited us",
    reply="C'est la personne qui m'a invité qui fait entrer ce réseau. Pour le faire à sa place, "
    "retirez-moi du canal, puis invitez-moi vous-même.",
)
NO_LONGER_PROPOSED = Refusal(
    "not asked to coordinate",
    reply="On ne vous demande plus de coordonner ce réseau : la proposition a été reprise, ou elle "
    "date de plus de trente jours.",
)
IN_THE_FILE = Refusal(
    "the settings of a network of the file",
    reply="Ce réseau est déclaré dans ma configuration : cela se change là, par la personne qui "
    "s'occupe de moi.",
)
NO_LONGER_IN_OFFICE = Refusal(
    "coordinates no longer",
    reply="Vous ne coordonnez plus ce réseau : la coordination a changé entre-temps. Je n'ai rien "
    "fait.",
)
COORDINATES_ALREADY = Refusal(
    "coordinates already", reply="{name} coordonne déjà ce réseau : il n'y a rien à proposer."
)
NOT_IN_OFFICE = Refusal(
    "whoever is removed does not coordinate",
    reply="Cette personne ne coordonne pas, ou plus, ce réseau : rien n'a changé.",
)
NOT_YOURS_TO_NAME = Refusal(
    "someone coordinates the network",
    reply="Ce réseau a une coordination : c'est à elle de proposer à quelqu'un de coordonner. S'il "
    "n'y avait plus personne, ce serait à vous.",
)
NOT_ENDED = Refusal(
    "a network that is not ended, or erased",
    reply="Ce réseau n'est pas retiré, ou ne l'est plus : rien n'a changé.",
)
NO_ORGANISATION = Refusal(
    "no organisation told",
    reply="Dites d'abord, sur la première ligne, quelle organisation répond des données de ce "
    "réseau : « Département de la Loire », « Hub du Sud »…",
)
NO_CONTACT = Refusal(
    "no contact told",
    reply="Il manque comment joindre « {organisation} » : écrivez-le sur la deuxième ligne, par "
    "exemple une adresse de courriel. La troisième, qui veille à la protection des données, peut "
    "rester vide.",
)
LONG_LINE = Refusal(
    "a line of the form is too long",
    reply="Une ligne est trop longue : gardez {limit} caractères au plus par ligne.",
)
DOES_NOT_FIT = Refusal(
    "parent of no larger scale",
    reply="Le réseau au-dessus doit être d'un niveau plus large : {above} ne l'est pas. Choisissez "
    "un autre niveau, un autre réseau, ou « Aucun ».",
)

NOBODY_ABOVE = Refusal(
    "nobody coordinates the network above",
    reply="Je ne vois personne aujourd'hui à la coordination de ce réseau au-dessus ({above}) : "
    "personne ne pourrait dire oui. Choisissez un autre réseau ou « Aucun », ou réessayez plus "
    "tard.",
)
ASKER_GONE = Refusal(
    "who asked for the network has left its channel",
    reply="La personne qui a fait cette demande n'est plus dans le canal, ou son compte est "
    "fermé : je n'ai rien changé. Une autre personne du canal peut m'y inviter de nouveau, et la "
    "reprendre.",
)


def name_of_channel(title: str, name: str) -> str:
    """Return what a channel's title gives for a name, else its name in addresses."""
    found = (quiet(visible(each))[:NAME_LENGTH].strip() for each in (title, name, "Réseau"))
    return next(filter(None, found))


def with_answering(entry: NetworkEntry, text: str) -> NetworkEntry:
    """Return an entry with who answers for its data: organisation, contact, DPO, one a line.

    Raises NO_ORGANISATION, NO_CONTACT, LONG_LINE.
    """
    lines = [line for each in text.splitlines() if (line := visible(each).strip(" -"))]
    if not lines:
        raise NO_ORGANISATION()
    if max(map(len, lines)) > LINE_LENGTH:
        raise LONG_LINE(limit=LINE_LENGTH)
    organisation, *others = lines
    if not others:
        raise NO_CONTACT(organisation=organisation)
    contact, *others = others
    protection = ", ".join(others)[:LINE_LENGTH]
    return replace(entry, organisation=organisation, contact=contact, protection=protection)


def slug_of(name: str, taken: Collection[str]) -> str:
    """Return a slug that no network has, made of a channel's name: « 42-loire », « 42-loire-2 »."""
    bare = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[: SLUG_LENGTH - 4].strip("-")
    bare = bare or "reseau"
    numbered = (f"{bare}-{number}" if number > 1 else bare for number in range(1, len(taken) + 3))
    return next(each for each in numbered if each not in taken)


def likely_scale(name: str) -> Scale:
    """Guess how far the network of a channel of this name reaches; whoever enters it corrects."""
    words = set(re.findall(r"[^\W\d_]+", fold(name)))
    return next((scale for scale, told in _TOLD.items() if told & words), Scale.DEPARTEMENT)


_TOLD: Mapping[Scale, frozenset[str]] = {
    Scale.NATIONAL: frozenset(("national", "nationale", "france")),
    Scale.REGION: frozenset(("region", "regional", "regionale")),
    Scale.EPCI: frozenset(
        ("cc", "ca", "cu", "epci", "agglo", "agglomeration", "metropole", "communaute", "interco")
    ),
}


def parents_for(network: Network, networks: Mapping[str, Network]) -> Sequence[Network]:
    """Return the networks that may be above one, by the only rule: each is of a larger scale.

    One that is not live is above nobody yet, so that no circle can be made.
    """
    found = (each for each in networks.values() if each.slug != network.slug)
    return sorted((each for each in found if fits(network, each)), key=lambda each: each.name)


def likely_parent(network: Network, networks: Mapping[str, Network]) -> str:
    """Return the slug of the only network of the next scale that may be above; "" for none."""
    found = parents_for(network, networks)
    scales = [scale for scale in Scale if any(each.scale is scale for each in found)]
    nearest = [each for each in found if each.scale is scales[0]] if scales else []
    return nearest[0].slug if len(nearest) == 1 else ""


def with_setting(entry: NetworkEntry, setting: Setting, text: str) -> NetworkEntry:
    """Return an entry with one setting as it was typed, the usual for "". Raises as it is read."""
    if setting is Setting.ANSWERING:
        return with_answering(entry, text)
    read: dict[str, Any] = {_FIELDS[setting]: read_setting(setting, text)}
    return replace(entry, **read)


def setting_of(entry: NetworkEntry, setting: Setting) -> str:
    """Return what an entry keeps of a setting, as one types it; "" for the usual."""
    if setting is Setting.ANSWERING:
        return answering(entry)
    return str(getattr(entry, _FIELDS[setting]))


_FIELDS = {
    Setting.NAME: "called",
    Setting.AGENDA: "agenda",
    Setting.VIDEO: "video",
    Setting.ZONE: "school_zone",
}


def renew(entry: NetworkEntry, state: EntryState, now: datetime) -> NetworkEntry:
    """Return an entry in another state since now, and later than it was in the last one.

    By that moment one request is told from the next, wherever one was asked about it.
    """
    return replace(entry, state=state, at=max(now, entry.at + timedelta.resolution))
