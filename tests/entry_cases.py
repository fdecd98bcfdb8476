"""What the templates of a network that enters are rendered with, in every case."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime

from bot.entry.rules import EntryState, NetworkChange, NetworkEntry, Proposal
from bot.meeting.minutes import Note, NoteKind
from bot.network.network import Home, Scale
from bot.network.schedule import Due
from bot.people.coordinators import Coordinator
from bot.pile.rules import PieceKind
from tests.room import LOIRE, NATIONAL

_AT = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
_ASKED = NetworkEntry(
    slug="07-ardeche",
    server="test",
    team="france",
    channel="c",
    channel_name="ardeche",
    name="07 - Ardèche",
    scale=Scale.DEPARTEMENT,
    state=EntryState.ASKED,
    at=_AT,
    asked_by="marc",
    organisation="Hub *du* Sud",
)
_ACCEPTED = replace(_ASKED, organisation_at=_AT)
_ENTRIES = [
    _ASKED,
    _ACCEPTED,
    replace(_ASKED, place_at=_AT, contact="a@b.example", protection="Nadia Ferrand"),
    replace(_ACCEPTED, place_at=_AT),
]
_CHANGE = NetworkChange(network="loire", by="amina", line="a *retiré* le réseau", at=_AT)
_CHANGES = [_CHANGE, replace(_CHANGE, by=""), replace(_CHANGE, line="propose à", whom="zoe")]
_HOMES = [LOIRE, replace(LOIRE, home=Home.CHAT, organisation="Hub *du* Sud", contact="a@b.example")]

OWN: dict[str, dict[str, list[object]]] = {
    "entree/invited.md.j2": {
        "title": ["07_a", "ardeche"],
        "why": ["", "guest", "no administrator", "asked", "ended"],
    },
    "entree/asked.md.j2": {"entry": [*_ENTRIES], "above": [NATIONAL, None], "news": [True, False]},
    "entree/organisation_changed.md.j2": {
        "by": ["amina"],
        "entry": [_ENTRIES[2]],
        "was": [replace(_ASKED, organisation="Département")],
    },
    "entree/organisation.md.j2": {"entry": [*_ENTRIES]},
    "entree/place.md.j2": {"entry": [*_ENTRIES], "agreed": [True, False]},
    "entree/refused.md.j2": {
        "entry": [_ASKED],
        "why": ["Il y en a *déjà* un."],
        "organisation": [True, False],
    },
    "entree/ended.md.j2": {"entry": [_ASKED]},
    "entree/live.md.j2": {"entry": [_ASKED]},
    "entree/proposed.md.j2": {"by": ["amina"]},
    "entree/answered.md.j2": {"user": ["zoe"], "takes": [True, False]},
    "entree/taken_back.md.j2": {},
    "entree/removed.md.j2": {"by": ["amina"]},
    "entree/removing.md.j2": {"user": ["zoe"], "own": [True, False], "alone": [True, False]},
    "entree/over.md.j2": {"by": ["amina"], "until": [_AT]},
    "entree/erased.md.j2": {},
    "entree/end_asked.md.j2": {"questions": [0, 1, 12], "until": [_AT]},
    "reseau/changed.md.j2": {"change": [*_CHANGES]},
    "reseau/change_line.md.j2": {"change": [*_CHANGES]},
    "reseau/handed_over.md.j2": {"by": ["amina"], "page": ["**Ouvert**"]},
    "reseau/uncoordinated.md.j2": {"network": [*_HOMES]},
    "reseau/settings.md.j2": {
        "network": [
            *_HOMES,
            replace(_HOMES[1], video="https://visio.example.org/a_b", school_zone="A"),
        ],
        "filed": [True, False],
        "above": [NATIONAL, None],
        "rules": [[(each, "le 2e jeudi à 9 h") for each in Due]],
        "people": [[], [Coordinator(network="loire", name="zoe", user="zoe", since=_AT)]],
        "proposed": [[], [Proposal(network="loire", user="louis", name="louis", by="zoe", at=_AT)]],
        "changes": [[], _CHANGES],
    },
    "reseau/relay.md.j2": {
        "actions": [
            [],
            [Note(number=2, kind=NoteKind.ACTION, text="Un *atelier*", due=_AT, at=_AT)],
        ],
        "pieces": [
            Counter(),
            Counter({each.name: 2 for each in PieceKind}),
            Counter(["EMPTY_MONTH"]),
        ],
    },
}
