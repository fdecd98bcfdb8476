"""Coming to a meeting: saying so, who comes, reminders, calendars."""

from __future__ import annotations

from dataclasses import replace

from bot.core.errors import Refusal
from bot.meeting import announcement, attending, card, planning
from bot.meeting import attendance_store as attendances
from bot.meeting.rules import Attendance, Meeting
from bot.network.rights import Act
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply, taking_back
from bot.talk.routing import Route, named
from bot.talk.toggles import toggle

ONLY_THERE = Refusal(
    "no video at meeting {number}", reply="Cette rencontre se tient seulement sur place."
)


def answer(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Keep what the caller says of the next announced meeting, or of one by its number."""
    meeting, said = _read(command, ctx)
    if said is Attendance.VIDEO and not meeting.link:
        raise ONLY_THERE(number=meeting.number)
    was = attending.said(ctx, meeting, command.caller)
    counts = attending.answer(ctx, meeting, command.caller, said, on=on)
    coming = counts[Attendance.PLACE] + counts[Attendance.VIDEO]
    reply = ctx.reply(
        "rencontre/attending.md.j2", meeting=meeting, said=said if on else None, coming=coming
    )
    before = was if on and was is not said else None
    back = announcement.TAKE_BACK if on and before is None else announcement.ANSWER
    undo = taking_back(back, f"{meeting.number} {(before or said).value}")
    return replace(reply, did=f"Rencontre n° {meeting.number} : votre présence", undo=undo)


def is_said(command: Command, ctx: Context) -> bool:
    """Tell whether that is what the caller says already."""
    meeting, said = _read(command, ctx)
    return attending.said(ctx, meeting, command.caller) is said


def silence(command: Command, ctx: Context) -> Reply:
    """Send the caller no reminder of a meeting."""
    meeting = planning.numbered(ctx, command.number)
    attending.silence(ctx, meeting, command.caller)
    return ctx.reply("rencontre/silent.md.j2", meeting=meeting)


def comers(command: Command, ctx: Context) -> Reply:
    """Show how many come; their names to the host only."""
    meeting = planning.numbered(ctx, command.number)
    hosting = meeting.host == command.caller.id
    said = attendances.of(ctx.db, meeting) if hosting else []
    return ctx.reply(
        "rencontre/comers.md.j2",
        meeting=meeting,
        counts=attendances.counts(ctx.db, meeting),
        said=[each for each in said if each.answer],
    )


def _read(command: Command, ctx: Context) -> tuple[Meeting, Attendance]:
    """Return which meeting, the next announced one without a number, and what they say of it."""
    said, number = named(Attendance, command.words), command.number
    return planning.numbered(ctx, number) if number else planning.announced(ctx)[0], said


ROUTES = (
    *toggle(
        Act.ATTEND,
        f"{announcement.ANSWER} : [n°] place|video|no",
        f"{announcement.TAKE_BACK} : [n°] place|video|no",
        answer,
        is_said,
    ),
    Route(Act.READ_NEXT_MEETING, f"{card.COMERS} : <n°>", comers),
    Route(Act.ATTEND, f"{announcement.SILENCE} : <n°>", silence),
)
