"""A gesture: what someone did, and what takes it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.errors import Refusal

SHOWN = 10
"""Gestures that someone is shown, the latest."""

LIST = "aide gestes"
LET_GO = "aide ne-rien-publier"

NO_LONGER_HELD = Refusal(
    "a held gesture was done or dropped",
    reply="C'est trop tard, ou déjà annulé : rien n'a été changé.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedGesture:
    """What someone did: in a few words of ours, « Question n° 12 : moi aussi ».

    `route` with `argument` takes it back, "" where nothing does. What is `due_at` a moment is done
    then by that route; until then it is dropped by its `id`.
    """

    id: str = ""
    network: str
    user: str
    line: str
    route: str = ""
    argument: str = ""
    at: datetime
    due_at: datetime | None = None

    @property
    def back(self) -> tuple[str, str]:
        """The route and the argument that take it back now."""
        return (LET_GO, self.id) if self.due_at else (self.route, self.argument)
