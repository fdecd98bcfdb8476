"""What the templates of the help and of piles are rendered with, in every case."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.core.message import Button
from bot.pile.rules import PieceKind, PilePiece
from bot.talk.reply import Reply
from commands import ROUTES

_NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
_PIECES = [
    PilePiece(
        kind,
        3,
        due=_NOW,
        count=count,
        also=also,
        at=_NOW,
        why="elle attend depuis un mois",
        private=bool(also),
    )
    for kind in PieceKind
    for count, also in ((1, 0), (3, 2))
]
_DONE = [Reply(), Reply(did="C'est gardé", undo=Button("annuler", "Annuler", "aide"))]
_DONE += [Reply(text="Ce message n'est plus là.", refused=True)]
CASES: dict[str, list[object]] = {"guest": [True, False], "last": [1, 2], "word": ["", "besoin"]}
OWN: dict[str, dict[str, list[object]]] = {
    "aide/commands.md.j2": {
        "commands": [[route for route in ROUTES if route.summary]],
        "page": [1],
    },
    "aide/elsewhere.md.j2": {"count": [0, 1, 3], "team": ["conseillers"]},
    "aide/piece.md.j2": {
        "piece": [*_PIECES],
        "card": ["**Un guide**"],
        "place": [1],
        "total": [3],
        "named": [False, True],
        "told": [False, True],
        "done": [*_DONE],
    },
    "aide/pile_over.md.j2": {
        "more": [0, 1, 10],
        "most": [10],
        "answered": [0, 1, 2],
        "coordinates": [False, True],
        "done": [*_DONE],
    },
    "aide/stranger.md.j2": {
        "wording": [{"advisers": "conseillers", "contact": each} for each in ("", "a@example.org")]
    },
    "veille/card_sent.md.j2": {"sent": [0, 1, 23]},
    "veille/kept.md.j2": {"count": [2, 9]},
}
