"""What people wrote for the next letter: points, resources, and answers given with it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.core import counters
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_replace
from bot.letter.note import UNKNOWN_LETTER_NOTE, LetterNote, WrittenAnswer
from bot.letter.rules import Letter
from bot.letter.tables import letter_answers, letter_notes
from bot.question.rules import Question
from bot.question.tables import questions

_COUNTER = "letter note"
_NOTES = Mapper(LetterNote, letter_notes.c)
_WRITTEN = select(letter_answers, questions.c.number).join(
    questions, questions.c.id == letter_answers.c.question
)
_ANSWERS = Mapper(WrittenAnswer, _WRITTEN.selected_columns, question="number")


def add(db: Connection, note: LetterNote) -> LetterNote:
    """Keep a note under the network's next number, which it comes back with."""
    numbered = replace(note, number=counters.next_value(db, note.network, _COUNTER))
    db.execute(insert(letter_notes), _NOTES.values(numbered))
    return numbered


def waiting(db: Connection, network: str) -> Sequence[LetterNote]:
    """Return what waits for a network's next letter, in order."""
    found = select(letter_notes).where(
        letter_notes.c.network == network, letter_notes.c.letter.is_(None)
    )
    return _NOTES.all(db, found.order_by(letter_notes.c.id))


def get(db: Connection, network: str, number: int) -> LetterNote:
    """Return a note that waits; raises UNKNOWN_LETTER_NOTE."""
    waiting = select(letter_notes).where(
        letter_notes.c.network == network,
        letter_notes.c.number == number,
        letter_notes.c.letter.is_(None),
    )
    return UNKNOWN_LETTER_NOTE.unless(_NOTES.first(db, waiting), number=number)


def remove(db: Connection, network: str, number: int) -> None:
    """Take back a note that waits."""
    here = (letter_notes.c.network == network) & (letter_notes.c.number == number)
    db.execute(delete(letter_notes).where(here, letter_notes.c.letter.is_(None)))


def reword(db: Connection, note: LetterNote) -> None:
    """Change the text of a note that waits."""
    here = (letter_notes.c.network == note.network) & (letter_notes.c.number == note.number)
    changed = update(letter_notes).where(here, letter_notes.c.letter.is_(None))
    db.execute(changed.values(_NOTES.values(note)))


def take(db: Connection, letter: Letter, numbers: Collection[int]) -> None:
    """Note that this letter took what waited under some numbers; the rest waits for the next."""
    waits = (letter_notes.c.network == letter.network) & letter_notes.c.letter.is_(None)
    taken = update(letter_notes).where(waits, letter_notes.c.number.in_(numbers))
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
