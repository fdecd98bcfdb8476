"""An idea for the animation of a meeting: proposed by a member, voted for, taken up, held."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Self

from bot.core.errors import Refusal, not_found
from bot.core.labels import Labelled
from bot.meeting.agenda import AgendaItem, ItemKind


class IdeaKind(Labelled):
    """The four kinds of animation that the founding text names, and what is built together.

    `label` is what people read.
    """

    PRACTICE = "pratiques", "partage de pratiques"
    TOOL = "outil", "outil"
    TESTED = "animation", "animation testée"
    SPEAKER = "intervenant", "intervention extérieure"
    PROJECT = "projet", "projet à plusieurs"


class IdeaStatus(Labelled):
    """Where an idea stands; `label` agrees with « une idée ». The last two are a project's."""

    OPEN = "open", "ouverte"
    CHOSEN = "chosen", "retenue"
    HELD = "held", "animée"
    WITHDRAWN = "withdrawn", "retirée"
    LAUNCHED = "launched", "lancée"
    ABANDONED = "abandoned", "abandonnée"


WAITING_IDEAS = (IdeaStatus.OPEN, IdeaStatus.CHOSEN)
"""The states of an idea that was not held yet."""


class IdeaStep(Enum):
    """What may happen to an idea. `DROPPED` is told of one that an agenda has no room for."""

    CHOSEN = "chosen"
    DROPPED = "dropped"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    SUPPORTED = "supported"
    LAUNCHED = "launched"
    ABANDONED = "abandoned"


_O, _C, _H, _W, _L, _A = IdeaStatus

IDEA_TRANSITIONS: Mapping[IdeaStep, Mapping[IdeaStatus, IdeaStatus]] = {
    IdeaStep.CHOSEN: {_O: _C, _C: _C},
    IdeaStep.DROPPED: {_C: _O},
    IdeaStep.HELD: {_O: _H, _C: _H},
    IdeaStep.WITHDRAWN: {_O: _W, _C: _W},
    IdeaStep.RESTORED: {_W: _O},
    IdeaStep.SUPPORTED: {_O: _O, _C: _C},
    IdeaStep.LAUNCHED: {_O: _L, _C: _L},
    IdeaStep.ABANDONED: {_O: _A, _C: _A},
}
"""The state machine: from each state that allows a step, the state that it leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Idea:
    """An idea of one network, known there by its number.

    `author` is a chat user id, named to the network when `signed`. `votes` counts those who
    support it, or would join it, its author apart. `meeting` is the store's id of the meeting that
    took it up. `contact` says by what someone from outside is reached: its author and the
    coordinators read it. `outside` tells whether the author of a project lets the territories read
    it, None while they have not said.
    """

    network: str
    number: int
    text: str
    author: str
    at: datetime
    kind: IdeaKind = IdeaKind.PRACTICE
    signed: bool = True
    contact: str = ""
    status: IdeaStatus = IdeaStatus.OPEN
    meeting: int | None = None
    ended_at: datetime | None = None
    outside: bool | None = None
    votes: int = 0
    id: int = 0

    @property
    def waiting(self) -> bool:
        """Whether it was neither held nor withdrawn."""
        return self.status in WAITING_IDEAS

    @property
    def project(self) -> bool:
        """Whether it is to be built together: followed from meeting to meeting until it is."""
        return self.kind is IdeaKind.PROJECT

    @property
    def shared(self) -> bool:
        """Whether the territories read it: its author agreed and is there, and it waits."""
        return bool(self.outside and self.author) and self.project and self.waiting

    def share(self, *, agreed: bool) -> Self:
        """Note whether its author lets the territories read it. Raises IDEA_ENDED, NOT_SHARED."""
        self._after(IdeaStep.SUPPORTED)
        if not self.project or not self.author:
            raise NOT_SHARED(number=self.number)
        return replace(self, outside=agreed)

    @property
    def item(self) -> AgendaItem:
        """What stands for it on an agenda, with its proposer's name if they signed."""
        owner = f"@{self.author}" if self.signed and self.author else ""
        return AgendaItem(kind=ItemKind.IDEA, text=self.text, ref=self.number, owner=owner)

    def choose(self, meeting: int) -> Self:
        """Take it up for a meeting. Raises IDEA_ENDED."""
        return replace(self, status=self._after(IdeaStep.CHOSEN), meeting=meeting)

    def drop(self) -> Self:
        """Let it wait again: it is on no agenda any more. Raises IDEA_ENDED."""
        return replace(self, status=self._after(IdeaStep.DROPPED), meeting=None)

    def hold(self, meeting: int, at: datetime) -> Self:
        """Note that a meeting has tried it. Raises IDEA_ENDED."""
        return replace(self, status=self._after(IdeaStep.HELD), meeting=meeting, ended_at=at)

    def withdraw(self, at: datetime) -> Self:
        """Take it back. Raises IDEA_ENDED."""
        return replace(self, status=self._after(IdeaStep.WITHDRAWN), ended_at=at, contact="")

    def restore(self) -> Self:
        """Let one that was withdrawn wait again. Raises IDEA_ENDED."""
        return replace(self, status=self._after(IdeaStep.RESTORED), ended_at=None, meeting=None)

    def reach(self, contact: str) -> Self:
        """Set the contact of a speaker from outside, "" for none. Raises IDEA_ENDED."""
        self._after(IdeaStep.SUPPORTED)
        return replace(self, contact=contact, kind=IdeaKind.SPEAKER if contact else self.kind)

    def end(self, step: IdeaStep, at: datetime) -> Self:
        """Note that a project is launched, or abandoned. Raises IDEA_ENDED."""
        return replace(self, status=self._after(step), ended_at=at)

    def require_votable(self, user: str) -> None:
        """Refuse that one supports one's own idea, or an ended one.

        Raises OWN_IDEA or IDEA_ENDED.
        """
        self._after(IdeaStep.SUPPORTED)
        if user == self.author:
            raise OWN_IDEA(number=self.number)

    def _after(self, step: IdeaStep) -> IdeaStatus:
        return IDEA_ENDED.unless(
            IDEA_TRANSITIONS[step].get(self.status), number=self.number, status=self.status
        )


UNKNOWN_IDEA = not_found("idea", "d'idée", "Peut-être a-t-elle été retirée.")

IDEA_ENDED = Refusal(
    "idea {number} is {status.value}",
    reply="L'idée n° {number} est {status.label} : ce n'est plus possible.",
)

OWN_IDEA = Refusal(
    "idea {number} is the caller's own",
    reply="L'idée n° {number} est la vôtre : les autres membres peuvent la soutenir.",
)

NOT_SHARED = Refusal(
    "idea {number} is not to be shared",
    reply="Le n° {number} ne se propose pas aux territoires : ce n'est pas un projet, ou la "
    "personne qui le porte ne le souhaite pas.",
)

ON_THE_AGENDA = Refusal(
    "idea {number} is on the agenda",
    reply="L'idée n° {number} est déjà à l'ordre du jour : `/rencontre`.",
)
