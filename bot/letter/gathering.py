"""What a letter tells now: gathered from all that the network lived since the last one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core import occurrences
from bot.french.territories import of
from bot.letter import dates as letter_dates
from bot.letter import note_store as letter_notes
from bot.letter import store as letters
from bot.letter.composing import LetterMaterial, MeetingTold, compose
from bot.letter.content import Content, NextMeeting
from bot.letter.note import LetterNote, LetterNoteKind
from bot.letter.rules import Letter, LetterStatus
from bot.meeting import note_store as notes
from bot.meeting import planning
from bot.meeting import store as meetings
from bot.meeting.agenda import ItemKind
from bot.meeting.rules import MeetingStatus
from bot.network.network import Scale
from bot.question import card as cards
from bot.question import deferring
from bot.question import store as questions
from bot.question.rules import Leave, Place, Question, QuestionStatus
from bot.question.store import QuestionFilter
from bot.talk.context import Context
from bot.talk.render import month, sentence
from bot.veille import contribution_store as contributions
from bot.veille import digests
from bot.veille import store as articles
from bot.veille.deadlines import service as deadlines
from bot.veille.digest import Entry, every

FIRST_LOOKS_BACK = timedelta(days=92)
"""How far back a network's first letter looks: three months, a quarter's life."""

_LATEST_DIGEST = timedelta(days=31)
"""A digest that was made since may have been due so long before: not longer, or it was let go."""

_READ = 60
"""Questions that are read to choose from: many more than any letter tells."""


def draft(ctx: Context) -> Letter:
    """Return the letter that is being prepared; nothing keeps it before it is written in."""
    kept = letters.draft(ctx.db, ctx.network.slug)
    return kept or Letter(network=ctx.network.slug, number=0, made_at=ctx.now)


def content(
    ctx: Context, letter: Letter, at: datetime, *, late_since: datetime | None = None
) -> Content:
    """Compose a letter from what is known now, as coming out `at`; see Content."""
    return compose(
        letter,
        _lived(ctx, at),
        title=f"La lettre {of(ctx.network.spoken)}, {month(at, ctx.network.timezone)}",
        at=at,
        late_since=late_since,
    )


def preview(ctx: Context) -> Content:
    """Compose the letter to come, as far as it is known now."""
    planned = letter_dates.next_at(ctx) or ctx.now
    return content(ctx, draft(ctx), max(planned, ctx.now))


def promises(ctx: Context) -> Content:
    """Compose of the letter to come the questions that it must answer, and nothing else."""
    return compose(draft(ctx), _promised(ctx), title="", at=ctx.now)


def written(ctx: Context, content: Content, *, due: datetime) -> Letter:
    """Return a letter as it is published now for a date, on paper only.

    Page, feed and mail show neither names nor the questions that coordinators did not choose to
    show there; where they miss some, the chat has a text of its own.
    """
    outside, inside = content.outside, ""
    if outside.inside:
        inside = ctx.render("lettre/letter.md.j2", content=content.told)
    return replace(
        content.letter,
        status=LetterStatus.PUBLISHED,
        published_at=ctx.now,
        due_at=due,
        title=content.title,
        html=ctx.render("lettre/letter.html.j2", content=outside),
        text=ctx.render("lettre/letter.md.j2", content=outside),
        chat_text=inside,
    )


def since(ctx: Context) -> datetime:
    """Return from when on the letter tells: the last one's publication, else FIRST_LOOKS_BACK."""
    last = letters.last_published_at(ctx.db, ctx.network.slug)
    begun = occurrences.started(ctx.db, [ctx.network.slug]) or ctx.now
    before = begun - timedelta(seconds=1)  # what was done at that very moment is told too
    return last or max(before, ctx.now - FIRST_LOOKS_BACK)


def _promised(ctx: Context) -> LetterMaterial:
    return LetterMaterial(
        due=deferring.waiting_for_letter(ctx),
        written={each.question: each for each in letter_notes.answers(ctx.db, ctx.network.slug)},
    )


def _lived(ctx: Context, at: datetime) -> LetterMaterial:
    network, begin = ctx.network.slug, since(ctx)
    waiting = [each for each in letter_notes.waiting(ctx.db, network) if not each.over(at)]
    entries, latest = _entries(ctx, begin)
    copies = [copy for each in every((*entries, *latest)) for copy in each.copies]
    open_ones = QuestionFilter(statuses=(QuestionStatus.OPEN,), shared_first=True)
    above = _of(waiting, LetterNoteKind.ABOVE)
    answered = questions.answered_since(ctx.db, network, begin, limit=_READ)
    return replace(
        _promised(ctx),
        above=above,
        heard=_heard(ctx, above),
        points=_of(waiting, LetterNoteKind.POINT),
        resources=_of(waiting, LetterNoteKind.RESOURCE),
        answered=_told(answered),
        belts={each.number: cards.note(ctx, each) for each in answered if _came(each)},
        open=_told(questions.listed(ctx.db, network, open_ones, limit=_READ)),
        deadlines=deadlines.coming(ctx.db, network, ctx.now),
        held=_held(ctx, begin),
        entries=entries,
        latest=latest,
        gifts=contributions.of_articles(ctx.db, network, copies),
        meeting=_meeting(ctx),
        hosts=_hosts(ctx, begin),
    )


def _told(found: Sequence[Question]) -> Sequence[Question]:
    """Return the questions that may stand in a letter."""
    return [each for each in found if each.leaves(Place.LETTER) is not Leave.NEVER]


def _came(question: Question) -> bool:
    return question.answer is not None and bool(question.answer.source)


def _of(written: Sequence[LetterNote], kind: LetterNoteKind) -> Sequence[LetterNote]:
    return [each for each in written if each.kind is kind]


def _heard(ctx: Context, above: Sequence[LetterNote]) -> str:
    """Return « Du national et de la région »: the levels that announcements come from."""
    found = {ctx.networks[each.source].scale for each in above if each.source in ctx.networks}
    levels = [scale.whence for scale in reversed(Scale) if scale in found]
    return sentence(" et ".join(levels))


def _entries(ctx: Context, begin: datetime) -> tuple[Sequence[Entry], Sequence[Entry]]:
    """Return what was told in the digests published since, the last one's articles apart."""
    network = ctx.network.slug
    dues = [due for due, _ in articles.dues(ctx.db, network) if due > begin - _LATEST_DIGEST]
    told = (
        *digests.again(ctx.db, network, dues[:1]),
        *digests.again(ctx.db, network, dues[1:], whole=False),
    )
    latest, *earlier = [
        (*digest.shown, *digest.also) for digest in told if digest.made > begin
    ] or [()]
    return [entry for entries in earlier for entry in entries if not entry.brief], latest


def _held(ctx: Context, begin: datetime) -> MeetingTold | None:
    """Return the last meeting since then whose minutes were published, None when there is none."""
    network = ctx.network.slug
    reported = meetings.with_status(ctx.db, network, [MeetingStatus.REPORTED])
    found = [each for each in reported if (each.ended_at or each.at) > begin]
    if not found:
        return None
    items = found[-1].agenda.items
    return MeetingTold(
        at=found[-1].at,
        notes=notes.of(ctx.db, found[-1]),
        answered={each.ref for each in items if each.kind is ItemKind.QUESTION and each.answer},
    )


def _meeting(ctx: Context) -> NextMeeting:
    """Return the next meeting: as planned, else as the rhythm proposes."""
    ahead = [each for each in planning.planned(ctx) if each.end > ctx.now]
    if not ahead:
        return NextMeeting(at=planning.proposed_dates(ctx)[0], planned=False)
    meeting = ahead[0]
    if meeting.status is MeetingStatus.DRAFT:  # members know of its date only
        return NextMeeting(at=meeting.at, planned=False)
    return NextMeeting(
        at=meeting.at,
        planned=True,
        place=meeting.place,
        online=bool(meeting.link),
        host=meeting.host,
    )


def _hosts(ctx: Context, begin: datetime) -> Sequence[str]:
    held = (MeetingStatus.HELD, MeetingStatus.REPORTED)
    found = meetings.with_status(ctx.db, ctx.network.slug, held)
    return [each.host for each in found if (each.ended_at or each.at) > begin]
