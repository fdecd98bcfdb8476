"""What the templates of a network's own affairs are rendered with, in every case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.helping.newcomers import SHOWN, NewcomerStep
from bot.helping.rules import Welcome
from bot.people.wish import Wish
from bot.privacy.knowing import Chapter, Fact
from bot.year.territories import TerritoryLine
from tests.room import LOIRE, NATIONAL

_NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
_FIRST, _NEXT = datetime(2026, 9, 10, 8, tzinfo=UTC), datetime(2026, 12, 10, 8, 30, tzinfo=UTC)
_QUIET = TerritoryLine(
    network=LOIRE,
    last=None,
    meetings=(),
    letter=None,
    people="",
    since=None,
    climbed="",
    coordinated=True,
    left=None,
)
_LIVELY = replace(
    _QUIET,
    last=_FIRST,
    meetings=(_NEXT,),
    letter=_FIRST,
    people="5\u00a0personnes et plus",
    since=_FIRST,
    climbed="4\u00a0besoins",
)
_WELCOME = Welcome(
    network="loire",
    user="louis",
    words="Personnes sourdes, le mardi",
    structure="La médiathèque",
    commune="Roanne",
    at=_NOW,
)
_LINES = [
    _QUIET,
    _LIVELY,
    replace(_LIVELY, network=replace(LOIRE, letter=LOIRE.digest), letter=None),
]
_LINES += [replace(_QUIET, coordinated=False, left=each) for each in (None, _FIRST)]

CASES: dict[str, list[object]] = {
    "parent": [None],
    "territories": [[], [LOIRE], [LOIRE] * 2, [LOIRE] * 6],
    "chosen": [True, False],
    "readable": [True, False],
    "member": [True, False],
    "wishes": [list(Wish)],
    "chapters": [
        [],
        [
            Chapter(
                label="Vos questions",
                facts=[
                    Fact(network="42 - Loire", values={"n°": "12", "texte": "Un *prêt*"}),
                    Fact(network="", values={}),
                ],
            )
        ],
    ],
}
OWN: dict[str, dict[str, list[object]]] = {
    "reseau/coordination.md.j2": {"source": [LOIRE, NATIONAL], "text": ["Bonjour à vous"]},
    "reseau/my_territories.md.j2": {
        "lines": [_LINES, []],
        "calendar": [[], [(_NEXT, LOIRE)], [(_NEXT, LOIRE)] * 14],
        "own": [None, (NATIONAL, _LIVELY)],
        "now": [_NOW],
    },
    "reseau/own_line.md.j2": {"own": [(NATIONAL, _LIVELY)], "now": [_NOW]},
    "reseau/territory.md.j2": {"line": [*_LINES], "now": [_NOW]},
    "reseau/erased.md.j2": {"number": [12, 0]},
    "reseau/welcome.md.j2": {
        "letter": [None, datetime(2026, 11, 19, 8, 30, tzinfo=UTC)],
        "meeting": [datetime(2026, 12, 10, 8, 30, tzinfo=UTC)],
        "parent": [None, NATIONAL],
        "guide": ["", "zoe"],
    },
    "reseau/guide.md.j2": {"guide": ["zoe"]},
    "reseau/newcomer.md.j2": {
        "step": [each.name for each in NewcomerStep],
        "welcomes": [[], [_WELCOME], [_WELCOME] * SHOWN],
        "guide": ["", "zoe"],
    },
    "reseau/word.md.j2": {"text": ["Bonjour à vous"]},
    "reseau/presentation.md.j2": {"letter": [None, datetime(2026, 11, 19, 8, 30, tzinfo=UTC)]},
    "reseau/territories.md.j2": {"territories": [[LOIRE] * count for count in (1, 2, 5, 6)]},
    "reseau/messages.md.j2": {"wish": list(Wish)},
    "reseau/privacy.md.j2": {
        "more": [True, False],
        "wording": [
            {"contact": "", "responsible": ""},
            {"contact": "coordination@example.org", "responsible": "Le Département"},
        ],
    },
}
