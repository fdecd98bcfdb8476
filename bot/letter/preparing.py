"""The letter to come, as people write it: édito, title, points, resources, answers, choices.

Its dates are in `letter_dates.py`, what it tells in `letter_content.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.french.text import stored_text
from bot.letter import dates as letter_dates
from bot.letter import gathering
from bot.letter import note_store as letter_notes
from bot.letter import store as letters
from bot.letter.content import Piece
from bot.letter.note import (
    MOST_OF_ONE,
    MOST_POINTS,
    NOTHING_TO_ERASE,
    POINT_LIMIT,
    PRIVATE_IN_LETTER,
    RESOURCE_LIMIT,
    TOO_MANY_NOTES,
    UNKNOWN_LETTER_NOTE,
    LetterNote,
    LetterNoteKind,
    brief,
)
from bot.letter.rules import FAR_LETTER_DATE, NO_LETTER_DATE, PAST_LETTER_DATE, TITLE_LIMIT, Letter
from bot.network.rights import Act
from bot.question import deferring
from bot.question.answering import AnswerDraft
from bot.question.asking import seen
from bot.question.rules import Change, Occasion, Question
from bot.talk.command import Caller
from bot.talk.context import Context

FARTHEST = timedelta(days=366)
"""How far ahead a letter may be put off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraft:
    """What a member proposes for the letter; personal data was looked for in it.

    A text, the words beside a link, or a link alone.
    """

    text: str
    link: str = ""
    signed: bool = True


def introduce(ctx: Context, text: str, by: Caller, *, mark: int | None) -> Letter:
    """Keep the édito, "" to erase it; `mark` is that of the one a form showed, if a form did.

    Raises EMPTY_TEXT, PersonalDataError, ChangedMeanwhileError.
    """
    draft = gathering.draft(ctx)
    if mark is not None:
        draft.require_edito(mark)
    edito = text and stored_text(text, what="l'édito")
    return _keep(ctx, draft.introduce(edito, by.id))


def entitle(ctx: Context, text: str) -> Letter:
    """Give the letter a title of its own, "" for the usual one.

    Raises EMPTY_TEXT, PersonalDataError, TOO_LONG_FOR_LETTER, ChangedMeanwhileError.
    """
    title = text and brief(stored_text(text, what="le titre"), TITLE_LIMIT)
    return _keep(ctx, replace(gathering.draft(ctx), title=title))


def retain(ctx: Context, text: str, by: Caller) -> LetterNote:
    """Keep a point « à retenir ».

    Raises EMPTY_TEXT, PersonalDataError, TOO_LONG_FOR_LETTER, TOO_MANY_NOTES.
    """
    point = stored_text(text, what="le point à retenir")
    if len(_waiting(ctx, LetterNoteKind.POINT)) >= MOST_POINTS:
        raise TOO_MANY_NOTES(most=MOST_POINTS)
    return _noted(ctx, LetterNoteKind.POINT, by, LetterDraft(text=brief(point, POINT_LIMIT)))


def propose(ctx: Context, draft: LetterDraft, by: Caller) -> LetterNote:
    """Keep what a member proposes for the next letter: a text, a link, or both.

    Raises EMPTY_TEXT, PersonalDataError, BAD_LINK, TOO_LONG_FOR_LETTER,
    TOO_MANY_NOTES.
    """
    words = draft.text
    if words or not draft.link:
        words = stored_text(words, what="votre texte")
    if len(own_notes(ctx, by)) >= MOST_OF_ONE:
        raise TOO_MANY_NOTES(most=MOST_OF_ONE)
    kept = replace(draft, text=brief(words, RESOURCE_LIMIT))
    return _noted(ctx, LetterNoteKind.RESOURCE, by, kept)


def own_notes(ctx: Context, by: Caller) -> Sequence[LetterNote]:
    """Return what someone proposed and that waits for the next letter."""
    return [each for each in _waiting(ctx, LetterNoteKind.RESOURCE) if each.author == by.id]


def remove(ctx: Context, number: int, by: Caller) -> LetterNote:
    """Remove a note that waits for the letter: its author may, and a coordinator.

    Raises UNKNOWN_LETTER_NOTE, for the notes of others and of networks above too.
    """
    note = letter_notes.get(ctx.db, ctx.network.slug, number)
    coordinates = ctx.allows(Act.WRITE_LETTER, by)
    if note.kind is LetterNoteKind.ABOVE or (note.author != by.id and not coordinates):
        raise UNKNOWN_LETTER_NOTE(number=number)
    letter_notes.remove(ctx.db, note.network, note.number)
    return note


def leave_out(ctx: Context, name: str, *, out: bool) -> Piece:
    """Take a piece, by its name, out of the letter, or put it back.

    Raises TOO_LATE, ChangedMeanwhileError.
    """
    piece = gathering.preview(ctx).piece(name)
    if piece.left_out != out:
        _keep(ctx, gathering.draft(ctx).leave_out(piece.name, out=out))
    return piece


def show_outside(ctx: Context, number: int, *, shown: bool) -> Piece:
    """Have a question of the draft read in mails and on pages too, or in the chat only.

    Raises TOO_LATE, ChangedMeanwhileError.
    """
    piece = gathering.preview(ctx).discreet_question(number)
    if piece.outside != shown:
        _keep(ctx, gathering.draft(ctx).show_outside(piece.name, shown=shown))
    return piece


def write_answer(
    ctx: Context, number: int, draft: AnswerDraft, by: Caller
) -> tuple[Question, bool]:
    """Keep the answer that the letter gives to a question, which is then deferred to it.

    Return the question, and False when it takes the place of another answer. Raises
    UNKNOWN_QUESTION, MOVED_ON, PRIVATE_IN_LETTER, EMPTY_TEXT, PersonalDataError.
    """
    question = _answerable(ctx, number, by)
    answer = stored_text(draft.text, what="la réponse")
    giver = by.id if draft.signed else ""
    fresh = letter_notes.keep_answer(ctx.db, question, answer, giver, ctx.now)
    if question.occasion is not Occasion.LETTER:
        question, _ = deferring.defer(ctx, number, Occasion.LETTER, by)
    return question, fresh


def erase_answer(ctx: Context, number: int, by: Caller) -> Question:
    """Drop the answer that was kept for the letter.

    Raises UNKNOWN_QUESTION, MOVED_ON, PRIVATE_IN_LETTER, NOTHING_TO_ERASE.
    """
    question = _answerable(ctx, number, by)
    if not letter_notes.forget_answer(ctx.db, question):
        raise NOTHING_TO_ERASE(number=number)
    return question


def written_answer(ctx: Context, number: int, by: Caller) -> tuple[Question, str]:
    """Return a question that the letter may answer, and what was written for it, "" if nothing.

    Raises UNKNOWN_QUESTION, MOVED_ON, PRIVATE_IN_LETTER.
    """
    question = _answerable(ctx, number, by)
    kept = letter_notes.answers(ctx.db, ctx.network.slug)
    return question, next((each.text for each in kept if each.question == number), "")


def postpone(ctx: Context, to: datetime) -> Letter:
    """Have the next letter come out at another moment; the questions deferred to it follow.

    Raises PAST_LETTER_DATE, FAR_LETTER_DATE, ChangedMeanwhileError.
    """
    require_near(to, ctx.now)
    draft = gathering.draft(ctx)
    due = draft.due_at or next(letter_dates.rhythm_dates(ctx.db, ctx.network, ctx.now), None)
    owed = letter_dates.owed(ctx)
    moved = _keep(ctx, draft.move(to, due=owed.due if owed else due))
    deferring.occasion_moved(ctx, Occasion.LETTER)
    return moved


def require_near(to: datetime, now: datetime) -> None:
    """Raise PAST_LETTER_DATE or FAR_LETTER_DATE for a moment that no letter is put off to."""
    if to <= now:
        raise PAST_LETTER_DATE()
    if to - now > FARTHEST:
        raise FAR_LETTER_DATE()


def skip(ctx: Context) -> datetime:
    """Have no letter at the next date of the rhythm; return which it was.

    What was written waits for the letter after. Raises NO_LETTER_DATE, ChangedMeanwhileError.
    """
    draft = gathering.draft(ctx)
    owed = letter_dates.owed(ctx)
    coming = next(letter_dates.rhythm_dates(ctx.db, ctx.network, ctx.now), None)
    due = NO_LETTER_DATE.unless(draft.due_at or (owed.due if owed else coming))
    letter_dates.skip(ctx, due)
    _follow_rhythm(ctx, draft)
    return due


def restore(ctx: Context) -> datetime | None:
    """Undo `postpone` and `skip`: return the date of the rhythm, None where there is none.

    Raises PAST_LETTER_DATE, ChangedMeanwhileError.
    """
    draft = gathering.draft(ctx)
    if draft.due_at is not None and draft.due_at <= ctx.now:
        raise PAST_LETTER_DATE()
    letter_dates.unskip(ctx)
    _follow_rhythm(ctx, draft)
    return letter_dates.next_at(ctx)


def _follow_rhythm(ctx: Context, draft: Letter) -> None:
    """Have the letter come out at the rhythm's date; the questions deferred to it follow."""
    if draft.moved_to is not None:
        _keep(ctx, draft.move(None, due=None))
    deferring.occasion_moved(ctx, Occasion.LETTER)


def _keep(ctx: Context, letter: Letter) -> Letter:
    """Write a change of the draft; the first one makes it."""
    return letters.save(ctx.db, letter) if letter.id else letters.add(ctx.db, letter)


def _waiting(ctx: Context, kind: LetterNoteKind) -> Sequence[LetterNote]:
    waiting = letter_notes.waiting(ctx.db, ctx.network.slug)
    return [each for each in waiting if each.kind is kind]


def _noted(ctx: Context, kind: LetterNoteKind, by: Caller, draft: LetterDraft) -> LetterNote:
    note = LetterNote(
        network=ctx.network.slug,
        kind=kind,
        text=draft.text,
        author=by.id,
        at=ctx.now,
        link=draft.link,
        signed=draft.signed,
    )
    return letter_notes.add(ctx.db, note)


def _answerable(ctx: Context, number: int, by: Caller) -> Question:
    question = seen(ctx, number, by)
    question.require(Change.ANSWERED)
    if question.private:
        raise PRIVATE_IN_LETTER(number=number)
    return question
