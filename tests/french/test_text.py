"""Texts that people give us to keep."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import ChangedMeanwhileError, UserError
from bot.french.personal import DataKind
from bot.french.text import (
    EMPTY_TEXT,
    TEXT_LIMIT,
    PersonalDataError,
    TooLongError,
    checked_text,
    quotable,
    same_words,
)
from tests.refusals import refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Qui prête une salle ?\n", "Qui prête une salle ?"),
        ("un\r\ndeux\rtrois\u2028quatre", "un\ndeux\ntrois\nquatre"),
        ("un\n\n\n \n\ndeux", "un\n\ndeux"),
        ("so\x00nne\x07rie", "sonnerie"),
        ("\u202eelbisivni\u202c \u2067rtl\u2069", "elbisivni rtl"),
        ("moiti\u00e9 d'emoji \ud83d", "moiti\u00e9 d'emoji"),
        ("marque \ue000amina\ue001", "marque amina"),
        ("un\tdeux", "un\tdeux"),
        ("👩\u200d🏫 ok", "👩\u200d🏫 ok"),
    ],
)
def test_a_text_is_kept_without_what_hides_or_disorders(typed: str, kept: str) -> None:
    assert _checked(typed) == kept


@pytest.mark.parametrize("typed", ["", "   \n\t", "?!…", "\u202e\u202c", "> - #"])
def test_a_text_without_a_word_is_missing(typed: str) -> None:
    with refused(EMPTY_TEXT) as caught:
        _checked(typed)

    assert caught.value.reply == "Il me manque votre question : quelques mots suffisent."


def test_a_text_is_refused_past_its_limit_only() -> None:
    assert len(_checked("é" * TEXT_LIMIT)) == TEXT_LIMIT
    with pytest.raises(TooLongError) as caught:
        _checked("é" * (TEXT_LIMIT + 1))

    assert "2\u202f001 caractères, pour 2\u202f000 au plus" in caught.value.reply


@given(st.text(max_size=200))
def test_a_kept_text_can_be_stored_and_is_kept_the_same_again(typed: str) -> None:
    try:
        kept = _checked(typed)
    except PersonalDataError:
        return  # noise may look like a password
    except UserError as error:
        if error.refusal is not EMPTY_TEXT:
            raise
        return

    assert kept.encode()
    assert "\r" not in kept
    assert _checked(kept) == kept


def test_the_same_words_differ_by_case_and_spaces_only() -> None:
    assert same_words("Qui  prête\nune SALLE ?", "qui prête une salle ?")
    assert not same_words("Qui prête une salle ?", "Qui prête la salle ?")


def _checked(text: str) -> str:
    return checked_text(text, what="votre question")


def test_who_comes_second_is_told_to_look_again() -> None:
    error = ChangedMeanwhileError("question 3")

    assert str(error) == "question 3 changed meanwhile"
    assert error.reply == (
        "Quelqu'un vient de changer cela en même temps que vous. "
        "Regardez où l'on en est, puis recommencez si besoin."
    )


def test_personal_data_is_refused_with_what_was_seen_and_the_text_without_it() -> None:
    with pytest.raises(PersonalDataError) as caught:
        _checked("Rappeler le 06 12 34 56 78 ou le 06 98 76 54 32 ?")

    assert caught.value.kinds == (DataKind.PHONE,)
    assert caught.value.masked == "Rappeler le [téléphone] ou le [téléphone] ?"
    assert "06" not in caught.value.reply
    assert "06" not in str(caught.value)


def test_what_was_seen_is_told_apart_from_what_is_surely_someones_and_is_never_logged() -> None:
    with pytest.raises(PersonalDataError) as doubtful:
        _checked("Qui suit Josette Bertonnel ?")
    with pytest.raises(PersonalDataError) as sure:
        _checked("Qui suit Josette Bertonnel, 06 12 34 56 78 ?")

    assert not doubtful.value.sure
    assert sure.value.sure
    assert [each.words for each in doubtful.value.passages] == ["Josette Bertonnel"]
    assert "Bertonnel" not in f"{doubtful.value} {doubtful.value.passages}"


def test_who_coordinates_is_not_asked_about_the_names_of_speakers() -> None:
    text = "Josette Bertonnel présente son tiers-lieu"
    assert checked_text(text, what="le titre", doubts=False) == text
    for told in ("Visite, 06 12 34 56 78", "0612345678", "Écrire à jean.dupont@free.fr"):
        with pytest.raises(PersonalDataError):
            checked_text(told, what="le titre", doubts=False)
    with pytest.raises(PersonalDataError):
        checked_text(f"{text}, 06 12 34 56 78", what="le titre", doubts=False)


def test_what_its_writer_certifies_is_kept_but_still_measured() -> None:
    kept = checked_text("Rappeler le 06 12 34 56 78 ?", what="…", certified=True)
    assert kept == "Rappeler le 06 12 34 56 78 ?"
    with refused(EMPTY_TEXT):
        checked_text("?", what="…", certified=True)


def test_what_a_refusal_repeats_is_short_and_without_personal_data() -> None:
    assert quotable(" 06 12 34\u00a056 78\nBernard ") == "[téléphone] Bernard"
    assert len(quotable("a" * 500)) == 60
    assert quotable("") == ""
