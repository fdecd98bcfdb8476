"""A meeting: planned, announced, held, and all that may become of it.

TRANSITIONS is the whole of its life. Its agenda is a value of its own, see `agenda.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Self

from bot.core.errors import Refusal, not_found
from bot.core.labels import Labelled
from bot.meeting.agenda import Agenda, AgendaPlace
from bot.meeting.venue import Venue
from bot.network.rights import Tie

MEETING_MINUTES = 180
"""Half a day: what a département meeting takes, travel apart."""


class MeetingStatus(Labelled):
    """Where a meeting stands; `label` agrees with « une rencontre »."""

    DRAFT = "draft", "en préparation"
    ANNOUNCED = "announced", "annoncée"
    RUNNING = "running", "en cours"
    HELD = "held", "tenue, compte rendu à relire"
    REPORTED = "reported", "tenue"
    CANCELLED = "cancelled", "annulée"


COMING = (MeetingStatus.DRAFT, MeetingStatus.ANNOUNCED, MeetingStatus.RUNNING)
"""The states of a meeting that is still to be held, or being held."""


class MeetingStep(Enum):
    """What may happen to a meeting."""

    EDITED = "edited"
    MOVED = "moved"
    ANNOUNCED = "announced"
    ANSWERED = "answered"
    STARTED = "started"
    GONE_ON = "gone_on"
    ENDED = "ended"
    REPORTED = "reported"
    CANCELLED = "cancelled"
    TOOK_PLACE = "took_place"


_D, _A, _R, _H, _P, _C = MeetingStatus

TRANSITIONS: Mapping[MeetingStep, Mapping[MeetingStatus, MeetingStatus]] = {
    MeetingStep.EDITED: {_D: _D, _A: _A, _R: _R, _H: _H},
    MeetingStep.MOVED: {_D: _D, _A: _A},
    MeetingStep.ANNOUNCED: {_D: _A, _A: _A},
    MeetingStep.ANSWERED: {_A: _A},
    MeetingStep.STARTED: {_D: _R, _A: _R},
    MeetingStep.GONE_ON: {_R: _R},
    MeetingStep.ENDED: {_R: _H},
    MeetingStep.REPORTED: {_H: _P},
    MeetingStep.TOOK_PLACE: {_A: _H},
    MeetingStep.CANCELLED: {_D: _C, _A: _C},
}
"""The state machine: from each state that allows a step, the state that it leads to."""


class Attendance(Labelled):
    """What someone says of a meeting."""

    PLACE = "place", "je viens sur place"
    VIDEO = "video", "je viens en visio"
    NO = "no", "je ne peux pas venir"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting of one network, known there by its number.

    It starts at `at` (UTC) and takes `minutes`; `place` and `link` (video) may both be given.
    `host` is a chat user id, `welcome` the host's own words on their place. `occurrence` is the
    date of the network's rhythm that it stands for, None outside the series. `sequence` counts
    the changes that calendars must follow. `present` counts the advisers who came, `structures`
    theirs, `others` the other people. While it is held, `step` is the current place of the
    agenda, since `step_at`. `entrusted_to` is whoever was asked to hold it, `held_by` who opened
    it, chat user ids. `agenda_changed_at` is when what was announced of its agenda last changed.
    Once it is held, `minutes_wait_from` is the moment from which its minutes may wait, see
    `minutes.py`. `id` and `version` are the store's.
    """

    network: str
    number: int
    at: datetime
    minutes: int = MEETING_MINUTES
    place: str = ""
    link: str = ""
    host: str = ""
    welcome: str = ""
    status: MeetingStatus = MeetingStatus.DRAFT
    agenda: Agenda = field(default_factory=Agenda)
    occurrence: datetime | None = None
    reason: str = ""
    sequence: int = 0
    step: AgendaPlace | None = None
    step_at: datetime | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    updated_at: datetime | None = None
    announced_at: datetime | None = None
    present: int = 0
    structures: int = 0
    others: int = 0
    held_by: str = ""
    entrusted_to: str = ""
    agenda_changed_at: datetime | None = None
    minutes_wait_from: datetime | None = None
    id: int = 0
    version: int = 0

    @property
    def end(self) -> datetime:
        """When it should end."""
        return self.at + timedelta(minutes=self.minutes)

    @property
    def here(self) -> AgendaPlace:
        """Where it is in its agenda while it is held."""
        return self.step or AgendaPlace(1)

    def tie_to(self, user: str) -> Tie:
        """Return what someone is to it: its host, whoever it is entrusted to or opened it."""
        holders = (self.host, self.entrusted_to, self.held_by)
        return Tie.HOLDER if user and user in holders else Tie.NONE

    def require(self, step: MeetingStep) -> MeetingStatus:
        """Return the state that a step leads to; raises MEETING_NOT_NOW."""
        return MEETING_NOT_NOW.unless(
            TRANSITIONS[step].get(self.status), number=self.number, status=self.status
        )

    def plan(self, agenda: Agenda) -> Self:
        """Change the agenda. Raises MEETING_NOT_NOW."""
        self.require(MeetingStep.EDITED)
        return replace(self, agenda=agenda)

    def edit(self, agenda: Agenda, now: datetime) -> Self:
        """Change the agenda; once announced, it says since when. Raises MEETING_NOT_NOW."""
        step = agenda.follow(self.agenda, self.step) if self.step else None
        edited = replace(self.plan(agenda), step=step)
        announced = self.status is MeetingStatus.ANNOUNCED and agenda != self.agenda
        return replace(edited, agenda_changed_at=now) if announced else edited

    def rearrange(self, at: datetime, minutes: int, venue: Venue, now: datetime) -> Self:
        """Change when or where it is, the agenda fitting in; calendars follow once announced.

        Raises MEETING_NOT_NOW.
        """
        self.require(MeetingStep.MOVED)
        moved = replace(self, at=at, minutes=minutes, place=venue.place, link=venue.link)
        moved = replace(moved, agenda=self.agenda.fit(minutes))
        return replace(moved, sequence=self.sequence + (moved != self), updated_at=now)

    def hosted(self, host: str, welcome: str = "") -> Self:
        """Have it hosted by someone. Raises MEETING_NOT_NOW."""
        self.require(MeetingStep.EDITED)
        return replace(self, host=host, welcome=welcome)

    def entrust(self, user: str) -> Self:
        """Have it held by someone, "" for the coordination. Raises MEETING_NOT_NOW."""
        self.require(MeetingStep.EDITED)
        return replace(self, entrusted_to=user)

    def announce(self, now: datetime) -> Self:
        """Let the network know of it. Raises MEETING_NOT_NOW."""
        status = self.require(MeetingStep.ANNOUNCED)
        return replace(self, status=status, updated_at=now, announced_at=self.announced_at or now)

    def cancel(self, reason: str, now: datetime) -> Self:
        """Call it off; those who answered are told why. Raises MEETING_NOT_NOW."""
        status = self.require(MeetingStep.CANCELLED)
        return replace(
            self, status=status, reason=reason, updated_at=now, sequence=self.sequence + 1
        )

    def start(self, now: datetime, by: str = "") -> Self:
        """Begin it, at the first part. Raises MEETING_NOT_NOW."""
        return replace(
            self,
            status=self.require(MeetingStep.STARTED),
            step=AgendaPlace(1),
            step_at=now,
            started_at=now,
            held_by=by,
        )

    def go_to(self, place: AgendaPlace, now: datetime) -> Self:
        """Pass to another part or point. Raises MEETING_NOT_NOW."""
        self.require(MeetingStep.GONE_ON)
        return replace(self, step=place, step_at=now)

    def finish(self, now: datetime) -> Self:
        """End it; its minutes are to be read over. Raises MEETING_NOT_NOW."""
        status = self.require(MeetingStep.ENDED)
        ended = replace(self, status=status, step=None, step_at=None)
        return replace(ended, ended_at=now, minutes_wait_from=now)

    def took_place(self, now: datetime, by: str) -> Self:
        """Note that it was held without us; its minutes are to be written.

        Raises MEETING_NOT_NOW.
        """
        status = self.require(MeetingStep.TOOK_PLACE)
        return replace(self, status=status, ended_at=self.end, held_by=by, minutes_wait_from=now)

    def let_minutes_wait(self, until: datetime) -> Self:
        """Have its minutes wait longer. Raises MEETING_NOT_NOW."""
        self.require(MeetingStep.REPORTED)
        return replace(self, minutes_wait_from=until)

    def report(self) -> Self:
        """Note that its minutes are posted. Raises MEETING_NOT_NOW."""
        return replace(self, status=self.require(MeetingStep.REPORTED))


MEETING_NOT_NOW = Refusal(
    "meeting {number} is {status.value}",
    reply="La rencontre n° {number} est {status.label} : ce n'est pas possible maintenant. Où elle "
    "en est : `/rencontre`.",
)


UNKNOWN_MEETING = not_found("meeting", "de rencontre", "Celles qui viennent : `/rencontre`.")


NO_MEETING = Refusal(
    "no meeting planned",
    reply="Aucune rencontre n'est planifiée. Où l'on en est : `/rencontre`.",
)


NOTHING_TO_REPORT = Refusal(
    "no meeting to report",
    reply="Aucune rencontre n'est en cours, et aucune n'attend son compte rendu. Pour en commencer "
    "une : `/rencontre tenir`.",
)
