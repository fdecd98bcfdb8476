"""The letter's jobs: published once, on its date or late, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.letter import note_store as letter_notes
from bot.letter import publishing
from bot.letter import store as letters
from bot.network.rhythm import parse_rhythm
from bot.question import store as questions
from bot.question.rules import Occasion, QuestionStatus
from tests.commands.gestures import asks_privately
from tests.lettered import DATE, comes_out, latest, open_lettered, posts, published
from tests.room import LOIRE, MONDAY, Room, open_room
from tests.rounds import goes


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = open_lettered(tmp_path)
    yield opened
    opened.database.close()


def writes(room: Room, number: int, answer: str) -> None:
    """Keep an answer beforehand, as Amina does."""

    def keep(db: Connection) -> bool:
        question = questions.get(db, "loire", number)
        return letter_notes.keep_answer(db, question, answer, "amina", room.clock.now)

    room.store(keep)


def test_nothing_is_published_before_its_date(room: Room) -> None:
    room.clock.forward(days=20)

    assert published(room) == 0
    assert posts(room) == []


def test_a_letter_with_nothing_to_tell_still_reads_well(room: Room) -> None:
    letter = comes_out(room)

    (post,) = posts(room)
    assert post.startswith("#### :newspaper: La lettre de la Loire, décembre 2026")
    assert "Rien de particulier à raconter cette fois-ci" in post
    assert "**Prochaine rencontre**\u00a0: jeudi 14\u00a0janvier 2027" in post
    assert letter.html.startswith("<p>Rien de particulier à raconter cette fois-ci")
    assert letter.text.startswith("# La lettre de la Loire, décembre 2026")


def test_a_letter_is_published_once(room: Room) -> None:
    comes_out(room)
    room.clock.forward(minutes=1)

    assert published(room) == 0
    assert len(posts(room)) == 1


def test_a_weekly_letter_comes_out_each_week(tmp_path: Path) -> None:
    weekly = replace(LOIRE, letter=parse_rhythm("chaque lundi à 9 h"))
    room = open_room(tmp_path, loire=weekly)

    came = [day for day in range(1, 31) if _tomorrow(room)]

    room.database.close()
    assert came == [7, 14, 21, 28]


def test_after_an_outage_one_letter_comes_late_and_says_so(room: Room) -> None:
    room.clock.now = DATE
    room.clock.forward(days=70)

    assert published(room) == 1
    assert published(room) == 0
    assert (
        "_Avec du retard\u00a0: elle était prévue le jeudi 11\u00a0février 2027" in posts(room)[0]
    )


def test_an_answer_written_beforehand_settles_its_question(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.does("amina", "besoin reporter 1 lettre")
    writes(room, 1, "La Manufacture, le mardi")
    room.does("amina", "lettre garder 1")

    letter = comes_out(room)

    question = room.store(lambda db: questions.get(db, "loire", 1))
    assert question.status is QuestionStatus.ANSWERED
    assert question.answer is not None
    assert (question.answer.text, question.answer.by) == ("La Manufacture, le mardi", "amina")
    assert "La Manufacture, le mardi" in posts(room)[0]
    assert "La Manufacture, le mardi" in letter.html
    told = [each.text for each in room.outbox() if each.user == "louis"]
    assert "La Manufacture, le mardi" in told[-1]
    assert not room.store(lambda db: letter_notes.answers(db, "loire"))


def test_a_question_that_the_letter_did_not_answer_goes_to_the_next_meeting(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.does("amina", "besoin reporter 1 lettre")

    comes_out(room)

    question = room.store(lambda db: questions.get(db, "loire", 1))
    assert (question.occasion, question.deferrals) == (Occasion.MEETING, 2)
    assert [each.text for each in room.outbox() if each.user == "louis"] == []


def test_nobody_is_named_outside_the_channel(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.says("zoé", "/besoin répondre 1 La Manufacture, le mardi")
    room.does("amina", "lettre garder 1")

    letter = comes_out(room)

    (post,) = posts(room)
    assert "_Réponse de Zoé_" in post
    assert "Merci à Zoé, qui" in post
    for frozen in (letter.html, letter.text):
        assert "Zoé" not in frozen
        assert "zoe" not in frozen
        assert "Merci à la personne qui a répondu" in frozen


def test_a_private_question_is_never_told(room: Room) -> None:
    asks_privately(room, "louis", "Comment aider une famille sans papiers ?")
    room.says("amina", "/besoin répondre 1 Voyez la permanence du mardi")

    letter = comes_out(room)

    assert "papiers" not in letter.text + letter.html + posts(room)[0]
    assert "permanence" not in letter.text + letter.html + posts(room)[0]


def test_a_crash_midway_leaves_nothing(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.does("amina", "besoin reporter 1 lettre")
    writes(room, 1, "La Manufacture, le mardi")
    room.clock.now = DATE
    before = len(room.outbox())
    with monkeypatch.context() as broken:
        broken.setattr(letter_notes, "drop_answers", _breaks)

        assert published(room) == 0

    assert room.store(lambda db: letters.latest(db, "loire")) is None
    assert len(room.outbox()) == before
    assert room.store(lambda db: questions.get(db, "loire", 1)).status is QuestionStatus.SCHEDULED
    assert published(room) == 1
    assert latest(room).number == 1


def _breaks(_db: Connection, _network: str) -> None:
    raise RuntimeError("the plug is pulled")


def test_a_letter_tells_what_came_since_the_last_one_only(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.says("zoé", "/besoin répondre 1 La Manufacture, le mardi")
    comes_out(room)
    room.clock.forward(days=1)
    room.says("louis", "/besoin Où imprimer en grand format ?")
    room.says("zoé", "/besoin répondre 2 À la reprographie de la mairie")
    room.does("amina", "lettre garder 2")
    room.clock.forward(days=70)
    published(room)

    text = latest(room).text
    assert "reprographie" in text
    assert "Manufacture" not in text


def test_the_key_of_a_letter_is_its_own(room: Room) -> None:
    letter = comes_out(room)

    assert publishing.key_of(letter) == "letter:loire:1"
    assert letter.published_at == DATE > MONDAY


def _tomorrow(room: Room) -> int:
    """Let a day pass; return how many letters came out."""
    room.clock.forward(days=1)
    return published(room)


def test_a_question_waits_for_its_letter_however_late(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.does("amina", "besoin reporter 1 lettre")
    room.clock.now = DATE
    room.clock.forward(days=3)

    assert goes(room, "bring back") == 0
    assert published(room) == 1
    question = room.store(lambda db: questions.get(db, "loire", 1))
    assert question.occasion is Occasion.MEETING


def test_a_private_question_deferred_to_the_letter_comes_back_to_the_coordinators(
    room: Room,
) -> None:
    asks_privately(room, "louis", "Comment aider cette famille ?")
    room.does("amina", "besoin reporter 1 lettre")
    comes_out(room)
    room.clock.forward(days=2)

    assert goes(room, "bring back") == 1
    question = room.store(lambda db: questions.get(db, "loire", 1))
    assert question.status is QuestionStatus.OPEN
