"""A network of advisers: its scale, its place among the others, its rhythm, its feeds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Protocol, TypeVar

from bot.core.grouping import grouped
from bot.core.labels import Labelled
from bot.core.patterns import lazy_pattern
from bot.french.territories import spoken_name
from bot.network.parts import DEFAULT_PARTS, PartPlan
from bot.network.rhythm import Rhythm, parse_rhythm

_ALWAYS = datetime.min.replace(tzinfo=UTC)


class Scale(Labelled):
    """How far a network reaches, the smallest first; the larger it is, the rarer its meetings.

    `label` is the level itself: « le national », « la région ».
    """

    EPCI = "epci", "l'intercommunalité"
    DEPARTEMENT = "département", "le département"
    REGION = "région", "la région"
    NATIONAL = "national", "le national"

    @property
    def whence(self) -> str:
        """What comes from there, in French: « du national », « de la région »."""
        return f"de {self.label}".replace("de le ", "du ")

    @property
    def whither(self) -> str:
        """What goes there, in French: « au national », « à la région »."""
        return f"à {self.label}".replace("à le ", "au ")

    @property
    def plural(self) -> str:
        """The networks of it, in French: « les départements »."""
        return _PLURALS[self]


_PLURALS = {
    Scale.EPCI: "les EPCI",
    Scale.DEPARTEMENT: "les départements",
    Scale.REGION: "les régions",
    Scale.NATIONAL: "les réseaux nationaux",
}

DEFAULT_DIGEST = "le 1er mardi à 9 h"
"""The veille comes each month by default; the founding text asks for one sequence a month."""

DEFAULT_MEETINGS: Mapping[Scale, str] = {
    Scale.EPCI: "le 2e jeudi à 9 h 30",
    Scale.DEPARTEMENT: "le 2e jeudi, un mois sur deux, 9 h 30",
    Scale.REGION: "le 3e jeudi, tous les 3 mois, 9 h 30",
    Scale.NATIONAL: "le 4e jeudi, tous les 6 mois dès mars, 9 h 30",
}
"""The larger the scale, the rarer the meetings.

On a week of its own, so that who animates one network may come to the next: what a département
could not answer climbs to its region the week after, then to the national level. None falls in
August.
"""

DEFAULT_LETTERS: Mapping[Scale, str] = {
    Scale.EPCI: "le 3e jeudi, un mois sur deux dès février, 9 h 30",
    Scale.DEPARTEMENT: "le 2e jeudi, les mois sans rencontre, 9 h 30",
    Scale.REGION: "le 2e jeudi, les mois sans rencontre, 9 h 30",
    Scale.NATIONAL: "le 1er jeudi, les mois sans rencontre, 9 h 30",
}
"""A month has a meeting or a letter; where each has its meeting, every other one a letter too.

The national letter comes a week before the others, which may carry what it says.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A feed that a network follows: what the network calls it, the theme it is shown under."""

    url: str
    name: str
    theme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceList:
    """An open list of places (CSV): its web address, or a file; what of it is the territory's.

    `areas` are départements (« 42 », « 2A », « 974 ») or communes (« 42187 », « Roanne »).
    """

    source: str
    areas: tuple[str, ...]


class Home(Enum):
    """Where a network's settings are kept: the administrator's file, or the database."""

    FILE = "file"
    CHAT = "chat"


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFacts:
    """What is told of a network, wherever its settings are kept.

    `server`, `team` and `channel` name the place in the configuration's words; `timezone` is an
    IANA name; `parent` is the slug of the network above, if any. `organisation` is who answers for
    its data, when it is told; `contact` says how it is written to, `protection` who its data
    protection officer is; without them, the configuration's own contact is told. `agreement` says
    what was agreed with the organisation of its parent. `called` is how people say its name, where
    that is not to be guessed; `video` the address of its own video room, empty where each meeting
    has its own or none; `school_zone` is « A », « B », « C » or « Corse », empty where holidays do
    not matter.
    """

    slug: str
    name: str
    scale: Scale
    server: str
    channel: str
    team: str = ""
    timezone: str = "Europe/Paris"
    parent: str | None = None
    called: str = ""
    organisation: str = ""
    contact: str = ""
    protection: str = ""
    agreement: str = ""
    video: str = ""
    school_zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network(NetworkFacts):
    """A network: one channel of one chat server, one time zone, one rhythm.

    Without a `letter` rule it has no letter, and the digest stands for it. `agenda` has the parts
    of its meetings; `fragility` leads to where its territory is compared with others, which
    `fragility_source` publishes; `places` is the open list of the places of its territory, if any.
    `coordinators` are the user names of the configuration, of which one may be « amina:id »: see
    `bot.people.coordinators`. One that is not `live` has asked to enter, and is served no more than
    that: see `bot.entry`; what is said in its channel is heard `since` the day it is.
    """

    digest: Rhythm
    meeting: Rhythm
    letter: Rhythm | None = None
    feeds: tuple[Subscription, ...] = ()
    agenda: tuple[PartPlan, ...] = DEFAULT_PARTS
    fragility: str = ""
    fragility_source: str = ""
    places: PlaceList | None = None
    coordinators: tuple[str, ...] = ()
    home: Home = Home.FILE
    live: bool = True
    since: datetime = _ALWAYS

    @property
    def place(self) -> tuple[str, str, str]:
        """Its channel, in the words of its server: no other network may have it."""
        return self.server, self.team, self.channel

    @property
    def spoken(self) -> str:
        """Its name as people say it: « la Loire », « le réseau national »."""
        territory = self.number_and_territory[1]
        return self.called or spoken_name(territory, region=self.scale is Scale.REGION)

    @property
    def number_and_territory(self) -> tuple[str, str]:
        """« 42 » and « Loire » of « 42 - Loire »; "" and the whole name where it has no number."""
        prefix = _NUMBERED.match(self.name)
        return (prefix[1], self.name[prefix.end() :]) if prefix else ("", self.name)


def network_of(told: Mapping[str, Any]) -> Network:
    """Return the network of which something is told, under the same names; the rest is no part."""
    return Network(**{each.name: told[each.name] for each in fields(Network) if each.name in told})


def visited(server: str) -> Network:
    """Return what stands for the network of a channel that we were invited into: nobody's yet."""
    return Network(
        slug="",
        name="",
        scale=Scale.DEPARTEMENT,
        server=server,
        channel="",
        digest=parse_rhythm(DEFAULT_DIGEST),
        meeting=parse_rhythm(DEFAULT_MEETINGS[Scale.DEPARTEMENT]),
        live=False,
    )


_NUMBERED = lazy_pattern(r"^(\d\w{0,2})\s*[-–—:]\s*")


class OfNetwork(Protocol):
    """Anything that belongs to one network."""

    @property
    def network(self) -> str:
        """The network's slug."""


_Its = TypeVar("_Its", bound=OfNetwork)


def by_network(found: Iterable[_Its]) -> Mapping[str, Sequence[_Its]]:
    """Group things by the slug of their network, in order."""
    return grouped((each.network, each) for each in found)
