"""Coming to a meeting: saying so, who comes, reminders, calendars."""

from __future__ import annotations

from bot.french.folding import fold
from bot.meeting import announcement, attending, planning
from bot.meeting import attendance_store as attendances
from bot.meeting.rules import Attendance, Meeting
from bot.network.rights import Act
from bot.talk.arguments import number_first
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.errors import UNCLEAR
from bot.talk.reply import Reply
from bot.talk.routing import Route
from bot.talk.toggles import toggle

_WORDS = {
    "place": Attendance.PLACE,
    "present": Attendance.PLACE,
    "presente": Attendance.PLACE,
    "oui": Attendance.PLACE,
    "viens": Attendance.PLACE,
    "visio": Attendance.VIDEO,
    "video": Attendance.VIDEO,
    "distance": Attendance.VIDEO,
    "no": Attendance.NO,
    "non": Attendance.NO,
    "absent": Attendance.NO,
    "absente": Attendance.NO,
}


def answer(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Keep what the caller says of the next announced meeting, or of one by its number."""
    meeting, said = _read(command, ctx)
    if said is Attendance.VIDEO and not meeting.link:
        raise UNCLEAR(
            hint="Cette rencontre se tient seulement sur place. Venez-vous ? "
            "`/rencontre présence oui` ou `non`."
        )
    counts = attending.answer(ctx, meeting, command.caller, said, on=on)
    coming = counts[Attendance.PLACE] + counts[Attendance.VIDEO]
    return ctx.reply(
        "rencontre/attending.md.j2", meeting=meeting, said=said if on else None, coming=coming
    )


def is_said(command: Command, ctx: Context) -> bool:
    """Tell whether that is what the caller says already."""
    meeting, said = _read(command, ctx)
    return attending.says(ctx, meeting, command.caller, said)


def silence(command: Command, ctx: Context) -> Reply:
    """Send the caller no reminder of the next meeting."""
    meeting = planning.announced(ctx)[0]
    attending.silence(ctx, meeting, command.caller)
    return ctx.reply("rencontre/silent.md.j2", meeting=meeting)


def comers(command: Command, ctx: Context) -> Reply:
    """Show how many come; their names to the host only."""
    meeting = planning.announced(ctx)[0]
    hosting = meeting.host == command.caller.id
    said = attendances.of(ctx.db, meeting) if hosting else []
    return ctx.reply(
        "rencontre/comers.md.j2",
        meeting=meeting,
        counts=attendances.counts(ctx.db, meeting),
        said=[each for each in said if each.answer],
    )


def _read(command: Command, ctx: Context) -> tuple[Meeting, Attendance]:
    """Read which meeting, the next announced one unless it is said, and whether one comes."""
    found = number_first(command.text)
    number, words = found or (0, command.text)
    meeting = planning.numbered(ctx, number) if number else planning.announced(ctx)[0]
    said = UNCLEAR.unless(
        next(
            (_WORDS[word] for word in fold(words).replace("'", " ").split() if word in _WORDS), None
        ),
        hint="Viendrez-vous à la rencontre ? `/rencontre présence oui`, `visio` ou `non`.",
    )
    return meeting, said


ROUTES = (
    *toggle(
        Act.ATTEND,
        f"{announcement.ANSWER}|venir|participer : oui|visio|non",
        announcement.TAKE_BACK,
        answer,
        is_said,
        summary="dire si vous venez à la prochaine rencontre",
        off_summary="",
    ),
    Route(
        Act.READ_NEXT_MEETING,
        "rencontre inscrits|présents|participants",
        comers,
        "voir combien de personnes viennent",
    ),
    Route(
        Act.ATTEND,
        "rencontre silence",
        silence,
        "ne recevoir aucun rappel de la prochaine rencontre",
    ),
)
