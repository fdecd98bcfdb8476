"""A letter: what changes it while it is a draft, and that it stays as it is once published."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.errors import TOO_LATE, ChangedMeanwhileError
from bot.letter.composing import LetterMaterial, compose
from bot.letter.content import SectionKind
from bot.letter.note import TOO_LONG_FOR_LETTER, WrittenAnswer, brief
from bot.letter.rules import LetterStatus
from bot.question.rules import Answer, Question, Visibility
from bot.veille.deadlines.rules import Deadline
from bot.veille.pick import Contribution, Gift, Verdict
from tests.letter_cases import DRAFT, ENTRY, FULL, LINK, NOW, POINT, UNSIGNED
from tests.refusals import refused


def question(number: int, **changed: object) -> Question:
    asked = Question(
        network="loire", number=number, text="Qui prête ?", author="louis", asked_at=NOW
    )
    return replace(asked, **changed)  # type: ignore[arg-type]


def test_where_a_letter_stands_has_its_french_word() -> None:
    assert [each.label for each in LetterStatus] == ["en préparation", "parue"]


def test_an_edito_without_words_has_no_writer() -> None:
    written = DRAFT.introduce("Bonjour", "amina")

    assert written.edito_by == "amina"
    assert written.introduce("", "amina").edito_by == ""


def test_a_form_writes_over_the_edito_that_it_showed_only() -> None:
    written = DRAFT.introduce("Bonjour", "amina")

    written.require_edito(written.edito_mark)
    with pytest.raises(ChangedMeanwhileError):
        written.require_edito(DRAFT.edito_mark)


def test_a_letter_that_goes_back_to_its_date_was_not_moved() -> None:
    moved = DRAFT.move(NOW + timedelta(days=7), due=NOW)

    assert (moved.moved_to, moved.due_at) == (NOW + timedelta(days=7), NOW)
    assert moved.move(None, due=NOW) == DRAFT


def test_each_piece_is_found_by_its_name() -> None:
    assert [FULL.piece(each.name) for each in FULL.pieces] == list(FULL.pieces)


@pytest.mark.parametrize("typed", ["", "1", "note:9", "note"])
def test_what_it_does_not_hold_is_refused(typed: str) -> None:
    with refused(TOO_LATE):
        FULL.piece(typed)


def test_what_is_left_out_stays_in_the_draft() -> None:
    assert FULL.piece("note:2").left_out
    assert [each.name for each in FULL.told.section(SectionKind.TO_KEEP).pieces] == ["note:1"]


def test_the_meeting_that_was_held_comes_first_and_its_answers_are_told_there_only() -> None:
    first = FULL.sections[0]

    assert (first.kind, first.at) == (SectionKind.MEETING, NOW)
    assert [each.name for each in first.pieces] == ["minute:1", "minute:2", "question:5"]
    assert 5 not in {each.number for each in FULL.section(SectionKind.ANSWERS).pieces}


def test_a_section_tells_no_more_than_it_has_room_for() -> None:
    many = [question(number) for number in range(1, 12)]
    content = compose(DRAFT, LetterMaterial(open=many), title="", at=NOW)

    section = content.section(SectionKind.OPEN)

    assert (len(section.pieces), section.others) == (8, 3)


def test_what_is_left_out_leaves_its_room_to_the_next() -> None:
    many = [question(number) for number in range(1, 12)]
    letter = DRAFT.leave_out("question:1", out=True)
    told = compose(letter, LetterMaterial(open=many), title="", at=NOW).told.section(
        SectionKind.OPEN
    )

    assert [each.number for each in told.pieces] == [2, 3, 4, 5, 6, 7, 8, 9]


def test_a_question_that_the_letter_must_answer_always_has_its_room() -> None:
    due = [question(number) for number in range(1, 31)]
    written = {
        each.number: WrittenAnswer(question=each.number, text="Oui", by="amina", at=NOW)
        for each in due[:20]
    }
    content = compose(DRAFT, LetterMaterial(due=due, written=written), title="", at=NOW)

    assert len(content.promised) == 20
    assert len(content.awaited) == 10


def test_empty_sections_vanish() -> None:
    content = compose(DRAFT, LetterMaterial(due=[question(1)]), title="", at=NOW)

    assert [each.kind for each in content.sections] == [SectionKind.ANSWERS]
    assert content.told.sections == ()
    assert content.section(SectionKind.OPEN).pieces == ()


def read(**lived: object) -> list[str]:
    """Return the articles that a letter tells."""
    content = compose(DRAFT, LetterMaterial(**lived), title="", at=NOW)  # type: ignore[arg-type]
    return [each.name for each in content.section(SectionKind.READING).pieces]


def test_three_articles_at_most_pinned_first_then_kept_then_praised() -> None:
    entries = [
        replace(ENTRY, article=1, copies=(1,), members=1),
        replace(ENTRY, article=2, copies=(2,), verdict=Verdict.KEPT),
        replace(ENTRY, article=3, copies=(3,), pinned=True),
        replace(ENTRY, article=4, copies=(4,), cited=3),
    ]

    assert read(entries=entries) == ["article:3", "article:2", "article:1"]


def test_what_the_channel_just_read_is_told_only_where_it_was_praised_or_kept() -> None:
    latest = [
        replace(ENTRY, article=1, copies=(1,), proposed=True, members=1),
        replace(ENTRY, article=2, copies=(2,), members=1),
        replace(ENTRY, article=3, copies=(3,), verdict=Verdict.KEPT),
    ]
    useful = Contribution(network="loire", article=2, user="zoe", at=NOW, kind=Gift.USEFUL)

    assert read(latest=latest, gifts={2: [useful]}) == ["article:3", "article:2"]


def test_who_asked_unsigned_and_answered_is_counted_and_never_named() -> None:
    own = question(1, visibility=Visibility.ANONYMOUS).resolve(
        Answer(text="J'ai trouvé", by="louis", at=NOW)
    )
    due = question(2, visibility=Visibility.ANONYMOUS)
    written = {2: WrittenAnswer(question=2, text="Oui", by="louis", at=NOW)}
    lived = LetterMaterial(answered=[own], due=[due], written=written)

    thanks = compose(DRAFT, lived, title="", at=NOW).thanks

    assert (thanks.people, thanks.count, thanks.others) == ((), 1, 1)


def test_thanks_name_each_once_and_count_all() -> None:
    lived = LetterMaterial(
        resources=[LINK, replace(LINK, number=5), UNSIGNED], hosts=["louis", "", "amina"]
    )

    thanks = compose(DRAFT, lived, title="", at=NOW).thanks

    assert (thanks.people, thanks.count) == (("louis", "amina"), 3)


def test_a_note_whose_author_was_forgotten_thanks_nobody() -> None:
    lived = LetterMaterial(points=[replace(POINT, author="")])

    assert compose(DRAFT, lived, title="", at=NOW).thanks.count == 0


def test_a_deadline_says_whether_it_was_checked() -> None:
    lived = LetterMaterial(
        deadlines=[Deadline(network="loire", number=4, title="Un appel", link="", ends=NOW, at=NOW)]
    )

    (piece,) = compose(DRAFT, lived, title="", at=NOW).section(SectionKind.DEADLINES).pieces

    assert (piece.name, piece.checked, piece.ends) == ("deadline:4", False, NOW)


def test_its_own_title_replaces_the_usual_one() -> None:
    assert compose(DRAFT, LetterMaterial(), title="Usuelle", at=NOW).title == "Usuelle"
    assert (
        compose(replace(DRAFT, title="Choisie"), LetterMaterial(), title="Usuelle", at=NOW).title
        == "Choisie"
    )


def test_what_is_brief_is_one_line() -> None:
    assert brief("Un point\n sur  deux lignes", 30) == "Un point sur deux lignes"
    with refused(TOO_LONG_FOR_LETTER) as caught:
        brief("mot " * 10, 30)
    assert "30 caractères au plus, ici 39" in caught.value.reply
