"""The minutes: drafted from what happened, read over, posted; questions then take their state."""

from __future__ import annotations

from dataclasses import replace

from bot.core.errors import Refusal
from bot.core.message import Button, File, FileKind
from bot.meeting import announcement, holding, planning
from bot.meeting import note_store as notes
from bot.meeting.aftermath import spoken_of
from bot.meeting.agenda import AgendaItem
from bot.meeting.minutes import Minutes, make_minutes
from bot.meeting.rules import Meeting, MeetingStatus
from bot.question import answering, deferring
from bot.question import store as questions
from bot.question.answering import AnswerDraft
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context

FEEL = "rencontre avis"
FACES = (
    ("Pas du tout", "disappointed"),
    ("Plutôt non", "slightly_frowning_face"),
    ("Moyen", "neutral_face"),
    ("Plutôt oui", "slightly_smiling_face"),
    ("Tout à fait", "grinning"),
)
"""From the least to the most satisfied."""


def draft(ctx: Context, by: Caller, number: int = 0) -> Minutes:
    """Return the minutes as they would be posted now, of the meeting of this number if given.

    A question that has become private since is left out.
    Raises NOTHING_TO_REPORT, NO_MEETING, MEETING_NOT_NOW, NOT_ALLOWED.
    """
    meeting = holding.to_report(ctx, by, number)
    asked = [item.ref for item in spoken_of(meeting)]
    told = questions.told_among(ctx.db, ctx.network.slug, asked)
    coming = [each for each in planning.planned(ctx) if each.id != meeting.id]
    return make_minutes(
        meeting,
        notes.of(ctx.db, meeting),
        told=told,
        next_at=coming[0].at if coming else planning.proposed_dates(ctx)[0],
        next_host=coming[0].host if coming else "",
    )


def post(ctx: Context, by: Caller, number: int = 0) -> Minutes:
    """Post the minutes, pinned, their text beside them as a file; settle the questions.

    All in one transaction: answers are kept and told, the other questions go where they were
    deferred, unless they went there already, and those that were not spoken of stay open. Raises
    what `draft` does, and ChangedMeanwhileError.
    """
    minutes = draft(ctx, by, number)
    meeting = minutes.meeting
    planning.keep(ctx, replace(meeting.report(), agenda=meeting.agenda.settle()))
    for item in (*minutes.answered, *minutes.deferred):
        if not item.settled:
            _settle(ctx, item, by)
    text = text_of(ctx, minutes)
    key = f"{announcement.key_of(meeting)}:minutes"
    file = File(
        name=f"compte-rendu-{meeting.network}-{meeting.at:%Y-%m-%d}.md",
        kind=FileKind.TEXT,
        content=text,
    )
    say.in_channel(ctx, key, text, file=file, pinned=True)
    asked = ctx.render("rencontre/feedback_asked.md.j2", meeting=meeting)
    say.in_channel(ctx, f"{key}:feedback", asked, buttons=_faces(meeting))
    return minutes


def text_of(ctx: Context, minutes: Minutes) -> str:
    """Write the minutes."""
    return ctx.render("rencontre/minutes.md.j2", minutes=minutes)


def _settle(ctx: Context, item: AgendaItem, by: Caller) -> None:
    """Give a question the answer, or the occasion, that it got in the meeting.

    One that ended meanwhile stays as it is.
    """
    question = questions.get(ctx.db, ctx.network.slug, item.ref)
    if not question.status.waiting:
        return
    if item.to is None:
        giver = Caller(server=by.server, id=item.answered_by, name="", roles=by.roles)
        draft = AnswerDraft(text=item.answer, signed=bool(giver.id), certified=True)
        answering.resolve(ctx, item.ref, draft, giver)
    else:
        deferring.settle(ctx, question, item.to, by)


def _faces(meeting: Meeting) -> tuple[Button, ...]:
    return tuple(
        Button(
            id=f"avis{rank}",
            label=label,
            route=FEEL,
            argument=f"{meeting.number} {rank}",
            emoji=emoji,
        )
        for rank, (label, emoji) in enumerate(FACES, start=1)
    )


MEETING_NOT_HELD = Refusal(
    "meeting not held",
    reply="Cette rencontre n'a pas encore eu lieu : votre avis sera le bienvenu après.",
)


def feel(ctx: Context, number: int, face: int, line: str, by: Caller) -> bool:
    """Keep what someone thought of a meeting; False when they said it already.

    Raises NO_MEETING, MEETING_NOT_HELD.
    """
    meeting = planning.numbered(ctx, number)
    if meeting.status is not MeetingStatus.REPORTED:
        raise MEETING_NOT_HELD()
    return notes.feel(ctx.db, meeting, by.id, face, line)
