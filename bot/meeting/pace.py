"""How a meeting that is held keeps to its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.meeting.agenda import AgendaPlace, ItemKind
from bot.meeting.rules import Meeting

NOTABLE = timedelta(minutes=5)
"""By how much a meeting overruns before that is said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingPace:
    """Where a meeting stands: the `rank`th of so `many` parts, or of the questions of its part.

    What is spoken of is planned `until` a moment, the meeting itself to end at `ends`; at the
    planned lengths, what is left leads to `likely`, None when that is hardly later.
    """

    rank: int
    many: int
    until: datetime
    ends: datetime
    likely: datetime | None


def pace(meeting: Meeting, now: datetime) -> MeetingPace:
    """Return how a meeting that is held keeps to its time, as its present step was reached."""
    here, begun = meeting.here, meeting.started_at or now
    reached = meeting.step_at or begun
    longest = begun + timedelta(minutes=meeting.minutes)
    ends = min(meeting.end, longest) if begun < meeting.end else longest
    likely = reached + timedelta(minutes=_left(meeting))
    same = [each for each in meeting.agenda.steps() if _is_beside(each, here)]
    return MeetingPace(
        rank=same.index(here) + 1,
        many=len(same),
        until=reached + timedelta(minutes=_minutes(meeting, here)),
        ends=ends,
        likely=likely if likely - ends >= NOTABLE else None,
    )


def _left(meeting: Meeting) -> int:
    """Return the minutes that are planned from the present step on."""
    here, parts = meeting.here, meeting.agenda.parts
    present = parts[here.part - 1]
    asked = [each for each in present.items[here.item - 1 :] if each.kind is ItemKind.QUESTION]
    left = sum(each.minutes for each in asked) if here.item else present.minutes
    return left + sum(part.minutes for part in parts[here.part :])


def _minutes(meeting: Meeting, place: AgendaPlace) -> int:
    agenda = meeting.agenda
    return (agenda.item(place) if place.item else agenda.part(place.part)).minutes


def _is_beside(one: AgendaPlace, other: AgendaPlace) -> bool:
    """Tell whether two steps are parts, or questions of one part."""
    return one.part == other.part and bool(one.item) if other.item else not one.item
