"""What the templates of a meeting's notes are rendered with, in every case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace

from bot.meeting.record.rules import ProposalKind, ProposedPassage

_NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
_FOUND = ProposedPassage(
    id=3,
    network="loire",
    meeting=1,
    kind=ProposalKind.ANSWER,
    ref=12,
    text="La *mairie* @channel",
    given_at=_NOW,
)
CASES: dict[str, list[object]] = {"unsorted": [0, 1, 7]}
OWN: dict[str, dict[str, list[object]]] = {
    "rencontre/passage.md.j2": {
        "found": [
            _FOUND,
            replace(_FOUND, kind=ProposalKind.DECISION, ref=0, before="Bon, on dit *quoi* ?"),
            replace(_FOUND, kind=ProposalKind.ACTION, ref=0),
        ],
        "asked": ["", "Qui prête une salle ?"],
        "names": [False, True],
    },
    "rencontre/record_given.md.j2": {
        "given": [SimpleNamespace(left_out=each, file=each == 1) for each in (0, 1, 4)],
    },
}
