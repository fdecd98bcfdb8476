"""What the templates of « qui sait » are rendered with."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.helping.finding import Directions
from bot.helping.places.rules import ListedPlace
from bot.helping.rules import Helper, Welcome
from bot.helping.ticking import Ticked

_NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
_HELPER = Helper(network="loire", user="zoe", theme="Papiers * Élections", since=_NOW)
_WELCOME = Welcome(
    network="loire",
    user="zoe",
    words="Personnes *sourdes*",
    structure="La médiathèque [centrale]",
    commune="Roanne",
    at=_NOW,
)
_PLACE = ListedPlace(
    network="loire",
    name="Espace *public*",
    commune="Feurs",
    receives=("Surdité", "Seniors"),
    programmes=("Promeneurs du net",),
    address="2 rue [du] Puits",
    site="https://epn.example.org/",
    phone="04 77 00 00 00",
)

CASES: dict[str, list[object]] = {}
OWN: dict[str, dict[str, list[object]]] = {
    "besoin/around_asked.md.j2": {
        "outcome": ["", "no", "offered", "own", "answered", "late", "ended"],
        "above": ["", "Auvergne * Rhône"],
    },
    "besoin/offered_beyond.md.j2": {
        "text": ["Les fiches en clair"],
        "by": ["ines"],
        "above": ["Auvergne * Rhône"],
    },
    "besoin/around.md.j2": {"above": ["à la région", ""]},
    "besoin/above_asked.md.j2": {"above": ["à la région"]},
    "besoin/above_wanted.md.j2": {"above": ["au national"]},
    "besoin/shown.md.j2": {"above": ["à la région"]},
    "besoin/event.md.j2": {"above": ["à la région"]},
    "besoin/answered_down.md.j2": {"below": ["la Loire", ""]},
    "besoin/helping.md.j2": {
        "mine": [
            Ticked(helps=[], welcomes=[]),
            Ticked(helps=[_HELPER, _HELPER], welcomes=[_WELCOME], silent=True),
        ],
        "done": ["", "reçoit", "retiré"],
    },
    "besoin/directed.md.j2": {
        "found": [
            Directions(welcomes=[], places=[], total=0, page=1, last=1),
            Directions(
                welcomes=[_WELCOME],
                places=[_PLACE, ListedPlace(network="loire", name="Mairie", commune="Feurs")],
                total=7,
                page=1,
                last=2,
                theme="Papiers * Élections",
            ),
        ],
        "need": ["personnes *sourdes*"],
    },
}
