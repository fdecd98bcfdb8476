"""What the templates of a channel's past are rendered with, in every case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.past.rules import PastMessage, PastReading, PastState
from bot.question.rules import Answer, Origin, Question, Visibility

_NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
_READING = PastReading(network="loire", announced_at=_NOW, starts_at=_NOW)
_READINGS = [
    *(replace(_READING, state=each, ended_at=_NOW) for each in PastState),
    replace(_READING, state=PastState.SHOWN, read_at=_NOW, since=_NOW, posts=1_950),
    replace(_READING, state=PastState.SHOWN, read_at=_NOW, since=_NOW, posts=10_000),
]
_OPEN = Question(
    network="loire",
    number=3,
    text="Qui prête",
    author="amina",
    asked_at=_NOW,
    visibility=Visibility.ANONYMOUS,
    origin=Origin.PAST,
    opens_at=_NOW,
    withheld_by_asker=True,
)
_ANSWERED = _OPEN.resolve(Answer(text="Moi", by="louis", at=_NOW, signed=False))
_FOUND = PastMessage(network="loire", post="post", author="amina", at=_NOW)
_REPLIES = [replace(_FOUND, post=f"post{each}", author=each) for each in ("louis", "zoe")]

CASES: dict[str, list[object]] = {}
OWN: dict[str, dict[str, list[object]]] = {
    "passe/announced.md.j2": {
        "reading": [*_READINGS[:1]],
        "by": ["amina", ""],
        "preview": [True, False],
    },
    "passe/announcing.md.j2": {"said": ["#### Retrouver nos questions"]},
    "passe/reading.md.j2": {"reading": [None, *_READINGS], "waits": [0, 1, 12]},
    "passe/read.md.j2": {"reading": [*_READINGS]},
    "passe/undoing.md.j2": {"reading": [*_READINGS]},
    "passe/ending.md.j2": {"count": [0, 1, 2]},
    "passe/withdrawing.md.j2": {"words": ["Moi"]},
    "passe/undone_told.md.j2": {"left": [0, 1, 2]},
    "passe/candidate.md.j2": {
        "found": [_FOUND, *(replace(_FOUND, replies=_REPLIES[:each]) for each in (1, 2))]
    },
    "passe/named.md.j2": {
        "named": [[("la question", ["Zoé"])], [(each, ["Zoé", "Loubna"]) for each in ("a", "b")]]
    },
    "passe/ended.md.j2": {
        "kept": [[], [_OPEN], [_OPEN, _ANSWERED]],
        "coordinates": [False, True],
    },
    "passe/own.md.j2": {
        "own": [
            [],
            [_OPEN],
            [_ANSWERED, replace(_ANSWERED, withheld_by_asker=False, opens_at=None)],
        ],
        "more": [0, 1, 3],
        "user": ["amina", "louis"],
    },
}
