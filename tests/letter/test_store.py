"""Letters kept: one draft a network, numbers of their own, and nobody's name for ever."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.core.database import Database
from bot.core.errors import ChangedMeanwhileError
from bot.letter import note_store as letter_notes
from bot.letter import store as letters
from bot.letter.note import UNKNOWN_LETTER_NOTE
from bot.letter.rules import UNKNOWN_LETTER, Letter, LetterStatus
from bot.privacy import forgetting
from bot.question import store as questions
from bot.question.rules import Answer, Question
from tests.letter_cases import DRAFT, LINK, NOW, POINT
from tests.refusals import refused


def publishes(db: Connection, letter: Letter, days: int = 0) -> Letter:
    """Publish a letter so many days later."""
    at = NOW + timedelta(days=days)
    return letters.save(
        db,
        replace(
            letter, status=LetterStatus.PUBLISHED, published_at=at, due_at=at, title="La lettre"
        ),
    )


def test_a_draft_is_found_until_it_is_published(database: Database) -> None:
    def work(db: Connection) -> None:
        assert letters.draft(db, "loire") is None
        draft = letters.add(db, replace(DRAFT, left_out=("note:1",)))
        assert letters.draft(db, "loire") == draft
        assert letters.draft(db, "national") is None
        with refused(UNKNOWN_LETTER):
            letters.get(db, "loire", 1)
        published = publishes(db, draft)
        assert letters.draft(db, "loire") is None
        assert letters.get(db, "loire", 1) == published == letters.latest(db, "loire")
        assert letters.last_published_at(db, "loire") == NOW

    database.submit(work).result()


def test_letters_are_numbered_in_their_network_and_come_latest_first(database: Database) -> None:
    def work(db: Connection) -> None:
        for days in range(3):
            publishes(db, letters.add(db, DRAFT), days)
        publishes(db, letters.add(db, replace(DRAFT, network="national")))
        assert [each.number for each in letters.published(db, "loire", 2)] == [3, 2]
        assert [each.number for each in letters.published(db, "loire", 2, offset=2)] == [1]
        assert [each.number for each in letters.published(db, "national", 9)] == [1]

    database.submit(work).result()


def test_two_who_write_at_once_cannot_both_win(database: Database) -> None:
    def work(db: Connection) -> None:
        draft = letters.add(db, DRAFT)
        letters.save(db, draft.introduce("Bonjour", "amina"))
        with pytest.raises(ChangedMeanwhileError):
            letters.save(db, draft.introduce("Bonsoir", "zoe"))

    database.submit(work).result()


def test_a_letter_that_came_out_meanwhile_is_not_written_in(database: Database) -> None:
    def work(db: Connection) -> None:
        draft = letters.add(db, DRAFT)
        publishes(db, draft)
        with pytest.raises(ChangedMeanwhileError):
            letters.save(db, draft.introduce("Trop tard", "zoe"))

    database.submit(work).result()


def test_notes_wait_until_a_letter_takes_them(database: Database) -> None:
    def work(db: Connection) -> None:
        point, link = letter_notes.add(db, POINT), letter_notes.add(db, LINK)
        assert (point.number, link.number) == (1, 2)
        assert letter_notes.waiting(db, "loire") == [point, link]
        letter_notes.remove(db, point.network, point.number)
        later = letter_notes.add(db, LINK)
        letter_notes.take(db, letters.add(db, DRAFT), {link.number})
        assert letter_notes.waiting(db, "loire") == [later]
        with refused(UNKNOWN_LETTER_NOTE):
            letter_notes.get(db, "loire", 2)

    database.submit(work).result()


def test_one_answer_waits_for_each_question_until_it_ends(database: Database) -> None:
    def work(db: Connection) -> None:
        asked = Question(network="loire", number=0, text="Qui ?", author="louis", asked_at=NOW)
        numbered = questions.add(db, asked)
        question = questions.get(db, "loire", numbered.number)
        assert letter_notes.keep_answer(db, question, "Moi", "amina", NOW)
        assert not letter_notes.keep_answer(db, question, "Moi, le mardi", "amina", NOW)
        assert [each.text for each in letter_notes.answers(db, "loire")] == ["Moi, le mardi"]
        letter_notes.drop_answers(db, "loire")
        assert letter_notes.answers(db, "loire")
        questions.save(db, question.resolve(Answer(text="Moi", by="zoe", at=NOW)))
        letter_notes.drop_answers(db, "loire")
        assert not letter_notes.answers(db, "loire")

    database.submit(work).result()


def test_who_wrote_is_forgotten_and_what_they_wrote_stays(database: Database) -> None:
    def work(db: Connection) -> None:
        letter_notes.add(db, LINK)
        publishes(db, letters.add(db, DRAFT.introduce("Bonjour", "amina")))
        found = forgetting.forget_names(db, NOW + timedelta(days=365))
        assert (found["letters"], found["letter_notes"]) == (0, 0)
        found = forgetting.forget_names(db, NOW + timedelta(days=366))
        assert (found["letters"], found["letter_notes"]) == (1, 1)
        kept = letters.get(db, "loire", 1)
        assert (kept.edito, kept.edito_by) == ("Bonjour", "")
        assert [(each.author, each.signed) for each in letter_notes.waiting(db, "loire")] == [
            ("", False)
        ]

    database.submit(work).result()
