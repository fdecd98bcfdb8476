"""What people wrote for the next letter: points, resources, and answers given with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.core.numbered import NumberedMapper
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_replace
from bot.letter.note import UNKNOWN_LETTER_NOTE, LetterNote, WrittenAnswer
from bot.letter.rules import Letter
from bot.letter.tables import letter_answers, letter_notes
from bot.question.rules import Question
from bot.question.tables import questions

_NOTES = NumberedMapper(LetterNote, letter_notes, "letter note", UNKNOWN_LETTER_NOTE)
_WRITTEN = select(letter_answers, questions.c.number).join(
    questions, questions.c.id == letter_answers.c.question
)
_ANSWERS = Mapper(WrittenAnswer, _WRITTEN.selected_columns, question="number")


add = _NOTES.add


def waiting(db: Connection, network: str) -> Sequence[LetterNote]:
    """Return what waits for a network's next letter, in order."""
    found = select(letter_notes).where(_waits(network))
    return _NOTES.all(db, found.order_by(letter_notes.c.id))


def get(db: Connection, network: str, number: int) -> LetterNote:
    """Return a note that waits; raises UNKNOWN_LETTER_NOTE."""
    found = select(letter_notes).where(_waits(network), letter_notes.c.number == number)
    return UNKNOWN_LETTER_NOTE.unless(_NOTES.first(db, found), number=number)


def remove(db: Connection, network: str, number: int) -> None:
    """Take back a note that waits."""
    db.execute(delete(letter_notes).where(_waits(network), letter_notes.c.number == number))


def reword(db: Connection, note: LetterNote) -> None:
    """Change the text of a note that waits."""
    changed = update(letter_notes).where(_waits(note.network), letter_notes.c.number == note.number)
    db.execute(changed.values(_NOTES.values(note)))


def take(db: Connection, letter: Letter, numbers: Collection[int]) -> None:
    """Note that this letter took what waited under some numbers; the rest waits for the next."""
    taken = update(letter_notes).where(_waits(letter.network), letter_notes.c.number.in_(numbers))
    db.execute(taken.values(letter=letter.id))


def keep_answer(db: Connection, question: Question, text: str, by: str, at: datetime) -> bool:
    """Keep an answer for the letter, instead of an earlier one; True when there was none."""
    here = select(letter_answers.c.question).where(letter_answers.c.question == question.id)
    fresh = db.execute(here).first() is None
    row = {"question": question.id, "text": text, "by": by, "at": at}
    db.execute(insert_or_replace(letter_answers), row)
    return fresh


def forget_answer(db: Connection, question: Question) -> bool:
    """Drop the answer that was kept for a question; False when there was none."""
    gone = delete(letter_answers).where(letter_answers.c.question == question.id)
    return db.execute(gone).rowcount == 1


def answers(db: Connection, network: str) -> Sequence[WrittenAnswer]:
    """Return the answers that wait for a network's letter, in the questions' order."""
    found = _WRITTEN.where(questions.c.network == network).order_by(questions.c.number)
    return _ANSWERS.all(db, found)


def drop_answers(db: Connection, network: str) -> None:
    """Drop the answers to questions that wait no more: the letter gave them, or someone did."""
    ended = select(questions.c.id).where(
        questions.c.network == network, questions.c.ended_at.is_not(None)
    )
    db.execute(delete(letter_answers).where(letter_answers.c.question.in_(ended)))


def _waits(network: str) -> ColumnElement[bool]:
    """Return the condition that a note waits for a network's next letter."""
    return (letter_notes.c.network == network) & letter_notes.c.letter.is_(None)
