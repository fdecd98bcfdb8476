"""Meetings in people's own calendars: a file with each announcement, and all at once."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.message import File
from bot.meeting import store as meetings
from bot.meeting.calendar_file import Invitation, invitation_file
from bot.meeting.rules import Meeting, MeetingStatus
from bot.network.network import Network
from bot.talk.context import Context


def invitation(network: Network, meeting: Meeting) -> Invitation:
    """Return a meeting as calendars know it: never who comes."""
    return Invitation(
        uid=f"{network.slug}-{meeting.number}@courroie",
        sequence=meeting.sequence,
        start=meeting.at,
        minutes=meeting.minutes,
        title=f"Rencontre\u00a0: {network.name}",
        place=meeting.place,
        link=meeting.link,
        description="\n".join(part.title for part in meeting.agenda.parts),
        organiser=network.name,
        cancelled=meeting.status is MeetingStatus.CANCELLED,
        updated_at=meeting.updated_at or meeting.at,
    )


def file_of(ctx: Context, meeting: Meeting) -> File:
    """Return the file that puts a meeting into a calendar, or takes it out once called off."""
    return File(
        name=f"rencontre-{ctx.network.slug}-{meeting.at:%Y-%m-%d}.ics",
        content=invitation_file(invitation(ctx.network, meeting)),
    )


def invitations(ctx: Context) -> Sequence[Invitation]:
    """Return all that a network's calendar shows: what was announced, called off or not."""
    found = meetings.with_status(ctx.db, ctx.network.slug, tuple(MeetingStatus))
    return [invitation(ctx.network, each) for each in found if each.announced_at is not None]
