"""What the templates of a network's own affairs are rendered with, in every case."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.people.wish import Wish
from bot.privacy.knowing import Chapter, Fact
from tests.room import LOIRE, NATIONAL

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
    "reseau/erased.md.j2": {"number": [12, 0]},
    "reseau/welcome.md.j2": {
        "letter": [None, datetime(2026, 11, 19, 8, 30, tzinfo=UTC)],
        "meeting": [datetime(2026, 12, 10, 8, 30, tzinfo=UTC)],
        "parent": [None, NATIONAL],
    },
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
