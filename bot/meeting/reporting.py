"""The minutes: drafted from what happened, read over, posted; questions then take their state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.errors import Refusal
from bot.core.message import File
from bot.index import store as index
from bot.meeting import held_card, holding, planning
from bot.meeting import note_store as notes
from bot.meeting import store as meetings
from bot.meeting.agenda import AgendaItem
from bot.meeting.minutes import Minutes
from bot.meeting.record import store as records
from bot.meeting.rules import Meeting, MeetingStatus
from bot.question import answering, deferring
from bot.question import store as questions
from bot.question.answering import AnswerDraft
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.entrusting import service as entrusting
from bot.talk.entrusting.rules import EntrustedTask
from bot.talk.markdown import phone_lines

OPINIONS_LAST = timedelta(days=30)
"""How long after a meeting one may say what one thought of it: see `opinions_end`."""

PHONE_LINES = 55
"""Lines on a phone of one post in the thread: more is tiring to read there."""


def draft(ctx: Context, by: Caller, number: int = 0) -> Minutes:
    """Return the minutes as they would be posted now, of the meeting of this number if given.

    Raises NOTHING_TO_REPORT, NO_MEETING, MEETING_NOT_NOW, NOT_ALLOWED.
    """
    return held_card.minutes_of(ctx, holding.to_report(ctx, by, number))


def published(ctx: Context, by: Caller, number: int = 0) -> Minutes | None:
    """Return the published minutes of the meeting of this number, None where it has none.

    Without a number, the latest ones; None to whoever has some to read over first.
    """
    chosen = [each for each in archive(ctx) if number in (0, each.number)]
    if not chosen or (not number and holding.has_to_report(ctx, by)):
        return None
    return replace(held_card.minutes_of(ctx, chosen[-1]), next_at=None, next_host="")


def archive(ctx: Context) -> Sequence[Meeting]:
    """Return the meetings whose minutes are published, by date."""
    return meetings.with_status(ctx.db, ctx.network.slug, (MeetingStatus.REPORTED,))


def post(ctx: Context, by: Caller, number: int = 0) -> Minutes:
    """Publish the minutes: in short on the card, whole in its thread and as a file.

    The notes that were given of it are erased, and questions settled, in the same transaction:
    answers are kept and told, the other questions go where they were deferred, unless they went
    there already, and those that were not spoken of stay open. Raises what `draft` does, and
    ChangedMeanwhileError.
    """
    minutes = draft(ctx, by, number)
    meeting = minutes.meeting
    entrusting.end(ctx, EntrustedTask.MINUTES)
    records.forget(ctx.db, meeting.id)
    reported = planning.keep(ctx, replace(meeting.report(), agenda=meeting.agenda.settle()))
    for item in (*minutes.answered, *minutes.deferred):
        if not item.settled:
            _settle(ctx, item, by)
    held_card.post(ctx, reported)
    for read in (
        *meetings.texts(ctx.db, meeting.network, [meeting.number]),
        *notes.texts(
            ctx.db,
            meeting.network,
            [each.number for each in (*minutes.decisions, *minutes.actions)],
        ),
    ):
        index.index(ctx.db, read)
    card, text = held_card.key_of(reported), text_of(ctx, minutes)
    file = File(
        name=f"compte-rendu-{meeting.network}-{meeting.at:%Y-%m-%d}.md",
        content=text,
    )
    for rank, page in enumerate(_phone_pages(text), start=1):
        first = file if rank == 1 else None
        say.in_channel(ctx, f"{card}:minutes{rank}", page, thread=card, file=first)
    return minutes


def text_of(ctx: Context, minutes: Minutes) -> str:
    """Write the whole minutes."""
    return ctx.render("rencontre/minutes.md.j2", minutes=minutes)


def _phone_pages(text: str) -> Sequence[str]:
    """Cut a text into posts, between its lines; a line that is too long alone stays whole."""
    found, lines = [[""]], 0
    for line in text.split("\n"):
        taken = phone_lines(line)
        if lines + taken > PHONE_LINES:
            found.append([])
            lines = 0
        found[-1].append(line)
        lines += taken
    return [page for each in found if (page := "\n".join(each).strip("\n"))]


def _settle(ctx: Context, item: AgendaItem, by: Caller) -> None:
    """Give a question the answer, or the occasion, that it got in the meeting.

    One that ended meanwhile stays as it is.
    """
    question = questions.get(ctx.db, ctx.network.slug, item.ref)
    if not question.status.waiting:
        return
    if item.to is None:
        giver = Caller(server=by.server, id=item.answered_by, name="", roles=by.roles)
        draft = AnswerDraft(text=item.answer, signed=bool(giver.id))
        answering.resolve(ctx, item.ref, draft, giver)
    else:
        deferring.settle(ctx, question, item.to, by)


OPINIONS_CLOSED = Refusal(
    "opinions on a meeting are closed",
    reply="Les avis se donnaient dans les 30 jours qui ont suivi cette rencontre : ils sont "
    "comptés maintenant. Ce qui en ressort se lit sous son compte rendu.",
)

MEETING_NOT_HELD = Refusal(
    "meeting not held",
    reply="Cette rencontre n'a pas encore eu lieu : votre avis sera le bienvenu après.",
)


def opinions_end(meeting: Meeting) -> datetime:
    """Return when what people thought of a meeting may be told, and is no longer asked.

    Who gave an opinion is forgotten then.
    """
    return meeting.at + OPINIONS_LAST


def feel(ctx: Context, number: int, face: int, by: Caller) -> bool:
    """Keep what someone thought of a meeting; False when they said it already.

    Raises NO_MEETING, MEETING_NOT_HELD, OPINIONS_CLOSED.
    """
    return notes.feel(ctx.db, _felt(ctx, number), by.id, face)


def add_word(ctx: Context, number: int, line: str) -> None:
    """Keep a word on a meeting. Raises NO_MEETING, MEETING_NOT_HELD, OPINIONS_CLOSED."""
    notes.add_word(ctx.db, _felt(ctx, number), line)


def _felt(ctx: Context, number: int) -> Meeting:
    meeting = planning.numbered(ctx, number)
    if meeting.status is not MeetingStatus.REPORTED:
        raise MEETING_NOT_HELD()
    if ctx.now >= opinions_end(meeting):
        raise OPINIONS_CLOSED()
    return meeting
