"""Words that tell of someone stay: personal data, first names, accounts; those of places may go."""

from __future__ import annotations

import pytest

from bot.outside.content import OutsideContent
from bot.outside.discretion import ACCOUNT, FIRST_NAME, what_is_personal
from bot.talk.markdown import person


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Fatou veut passer un titre d'aide-soignante, qui finance ?", FIRST_NAME),
        ("Atelier du jeudi : tout le monde y arrive, sauf Marie-Noëlle", FIRST_NAME),
        ("Qui rappelle Mme Durand ?", "le nom d'une personne"),
        ("Voir ça avec @louis.martin ?", ACCOUNT),
        ("Le rappeler au 06 12 34 56 78, c'est son portable", "un numéro de téléphone"),
        ("Qui prête une salle à Saint-Étienne ?", ""),
        ("La salle Jean Moulin, rue Pierre Loti", ""),
        ("À Noël, on ferme. Prudence avec les mots de passe", ""),
        ("Écrire à contact@mediatheque.fr, ou à la CAF", ""),
    ],
)
def test_words_that_tell_of_someone_are_told_by_kind(words: str, told: str) -> None:
    assert what_is_personal(OutsideContent(words=(words,))) == told


def test_what_was_chosen_to_be_shown_outside_is_held_for_what_is_surely_personal() -> None:
    place = OutsideContent(reread=("12 rue Gambetta, 42300 Roanne",))
    letter = OutsideContent(reread=("Une journée avec Inès, médiatrice",))
    sure = OutsideContent(reread=("Mme Durand, numéro de sécurité sociale 2 69 05 49 588 157 80",))

    assert what_is_personal(place) == what_is_personal(letter) == ""
    assert what_is_personal(sure)


def test_a_mark_that_stands_for_a_name_never_leaves() -> None:
    assert what_is_personal(OutsideContent(text=f"Chez {person('louis')}")) == ACCOUNT
