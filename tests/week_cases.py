"""What the templates of the hall are rendered with, in every case."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.week.rules import Todo, TodoKind
from commands import ROUTES

_NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
_TODOS = [
    Todo(kind, (), number=3, count=count, also=also, at=_NOW, why="elle attend depuis un mois")
    for kind in TodoKind
    for count, also in ((1, 0), (3, 2))
]
CASES: dict[str, list[object]] = {
    "guest": [True, False],
    "last": [1, 2],
    "next_at": [_NOW],
    "todos": [[], _TODOS[:1], _TODOS],
    "word": ["", "besoin"],
}
OWN: dict[str, dict[str, list[object]]] = {
    "aide/commands.md.j2": {
        "usages": [[route.told for route in ROUTES if route.summary]],
        "page": [1],
    },
    "aide/stranger.md.j2": {
        "wording": [{"advisers": "conseillers", "contact": each} for each in ("", "a@example.org")]
    },
    "aide/todo.md.j2": {"each": [*_TODOS]},
    "aide/week.md.j2": {"others": [0, 1, 3]},
}
