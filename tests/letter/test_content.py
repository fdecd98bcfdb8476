"""What a letter tells, and to whom: what is left out, read in the chat only, thanked for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.core.errors import TOO_LATE
from bot.letter.content import Content, LetterSection, Piece, SectionKind, Thanks
from tests.letter_cases import DRAFT, NOW
from tests.refusals import refused

OPEN = Piece(name="question:3", number=3, text="Qui prête ?")
DISCREET = Piece(name="question:4", number=4, text="Entre nous ?", discreet=True)
OUTSIDE = replace(DISCREET, name="question:5", number=5, outside=True)
AWAITED = Piece(name="question:6", number=6, text="Sans réponse", discreet=True, awaited=True)
LEFT_OUT = Piece(name="question:7", number=7, text="Non", discreet=True, left_out=True)
ARTICLE = Piece(name="article:7", text="Un guide", detail="Clair.\n\nCourt.")
NOTE = Piece(name="note:2", number=2, text="La carte change de nom", left_out=True)
DEADLINE = Piece(name="deadline:9", number=9, text="Un appel")


def content(*pieces: Piece, **changed: object) -> Content:
    section = LetterSection(kind=SectionKind.ANSWERS, pieces=pieces, others=1)
    read = LetterSection(kind=SectionKind.READING, pieces=(ARTICLE, NOTE))
    made = Content(letter=DRAFT, title="Décembre", at=NOW, sections=(section, read))
    return replace(made, **changed)  # type: ignore[arg-type]


def names(of: Content) -> list[str]:
    return [each.name for each in of.pieces]


def test_what_is_left_out_or_awaited_is_not_told_and_an_empty_part_goes() -> None:
    assert names(content(OPEN, AWAITED, LEFT_OUT).told) == ["question:3", "article:7"]
    assert [each.kind for each in content(AWAITED).told.sections] == [SectionKind.READING]


def test_what_is_read_in_the_chat_only_is_counted_outside() -> None:
    outside = content(OPEN, DISCREET, OUTSIDE, AWAITED, LEFT_OUT).outside

    assert names(outside) == ["question:3", "question:5", "article:7"]
    assert [each.others for each in outside.sections] == [2, 0]
    assert outside.inside == 1
    assert [each.kind for each in content(DISCREET).outside.sections] == [SectionKind.READING]


def test_coordinators_choose_for_each_discreet_question_that_is_told() -> None:
    whole = content(OPEN, DISCREET, OUTSIDE, AWAITED, LEFT_OUT)

    assert whole.discreet == (DISCREET, OUTSIDE, AWAITED)
    assert whole.discreet_question(5) == OUTSIDE
    for number in (3, 7, 12):
        with refused(TOO_LATE):
            whole.discreet_question(number)


def test_an_awaited_answer_that_is_left_out_is_awaited_no_more() -> None:
    assert content(OPEN, AWAITED, replace(AWAITED, left_out=True)).awaited == (AWAITED,)


def test_a_promised_answer_that_is_left_out_is_not_promised() -> None:
    promised = replace(OPEN, promised=True)

    assert content(promised, OPEN, replace(LEFT_OUT, promised=True)).promised == (promised,)


def test_those_who_contributed_are_thanked_once_whether_named_or_counted() -> None:
    pieces = (
        replace(OPEN, people=("louis", "zoe"), unnamed=("amina", "louis")),
        replace(LEFT_OUT, people=("marc",), unnamed=("marc",)),
    )

    assert content(*pieces, hosts=("zoe", "rachid")).thanks == Thanks(
        people=("louis", "zoe", "rachid"), count=4
    )
    crowd = tuple(f"u{number}" for number in range(32))
    thanks = content(replace(OPEN, people=crowd)).thanks
    assert (len(thanks.people), thanks.others) == (30, 2)


def test_notes_are_known_by_their_number_even_left_out() -> None:
    assert content(OPEN).notes == {2}
    assert [each.noted for each in (OPEN, ARTICLE, NOTE)] == [False, False, True]


def test_a_part_that_is_not_there_is_empty() -> None:
    assert content(OPEN).section(SectionKind.ANSWERS).pieces == (OPEN,)
    assert content(OPEN).section(SectionKind.OPEN) == LetterSection(kind=SectionKind.OPEN)


def test_a_piece_is_found_by_its_name() -> None:
    for piece in (OPEN, DEADLINE):
        assert content(OPEN, DEADLINE).piece(piece.name) == piece


@pytest.mark.parametrize("typed", ["", "3", "question", "question:12", "article:3"])
def test_what_is_not_in_the_letter_is_told(typed: str) -> None:
    with refused(TOO_LATE):
        content(OPEN).piece(typed)


def test_a_part_tells_so_many_pieces_under_its_heading() -> None:
    assert [each.most for each in SectionKind] == [12, 6, 10, 12, 8, 10, 3, 10]
    above = LetterSection(kind=SectionKind.ABOVE)
    assert above.title == "Du national"
    assert replace(above, heading="De la région").title == "De la région"


def test_a_detail_is_read_line_by_line_without_the_empty_ones() -> None:
    assert ARTICLE.lines == ("Clair.", "Court.")
