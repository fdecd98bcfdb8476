"""What the templates of a network's own affairs are rendered with, in every case."""

from __future__ import annotations

from bot.domain.wish import Wish
from bot.services.privacy import Line, Page

CASES: dict[str, list[object]] = {
    "chosen": [True, False],
    "readable": [True, False],
    "member": [True, False],
    "wishes": [list(Wish)],
    "pages": [
        [],
        [
            Page(
                label="Vos questions",
                lines=[
                    Line(network="42 - Loire", values={"n°": "12", "texte": "Un *prêt*"}),
                    Line(network="", values={}),
                ],
            )
        ],
    ],
}
OWN: dict[str, dict[str, list[object]]] = {
    "reseau/erased.md.j2": {"number": [12, 0]},
    "reseau/messages.md.j2": {"wish": list(Wish)},
    "reseau/privacy.md.j2": {
        "wording": [
            {"contact": "", "responsible": ""},
            {"contact": "coordination@example.org", "responsible": "Le Département"},
        ]
    },
}
