"""The wish for discretion, read in a text: obeyed, asked about, or none."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from bench import themes
from bench.discretion import figures
from bot.french.discretion import Discretion, read
from bot.french.discretion.spelling import KEYS, OWN, spelt
from tests import hostile
from tests.costs import grows_in_proportion

ASK = "est-ce que je peux refuser une mission ?"

OBEYED = {
    f"anonyme {ASK}": ASK,
    f"ANONYME\n{ASK}": ASK,
    f"a n o n y m e {ASK}": ASK,
    f"**anonyme** {ASK}": ASK,
    "anonyme Où imprimer en grand format ?": "Où imprimer en grand format ?",
    "Anonyme Dans quelle salle se tient l'atelier ?": "Dans quelle salle se tient l'atelier ?",
    f"[anonyme] {ASK}": ASK,
    f"{ASK} #SansMonNom": ASK,
    f"{ASK} (ne me citez pas)": ASK,
    f"{ASK} Merci de taire mon nom.": ASK,
    f"no name svp {ASK}": ASK,
    f"Question anonyme : {ASK}": ASK,
    f"sans mon nom stp, {ASK}": ASK,
    f"Mon chef boit. {ASK} PS : pas mon nom": f"Mon chef boit. {ASK}",
    "Ne dites pas que c'est moi mais mon chef boit": (
        "Ne dites pas que c'est moi mais mon chef boit"
    ),
    f"jveu pa kon sache ke c moi : {ASK}": ASK,
}
TOLD = {
    f"en privé {ASK}": ASK,
    f"🤫 {ASK}": ASK,
    f":shushing_face: {ASK}": ASK,
    f"Question privée : {ASK}": ASK,
    f"confidanciel : {ASK}": ASK,
    f"{ASK} À ne pas publier": ASK,
    f"{ASK} [pour la coordination seulement]": ASK,
    f"{ASK} entre nous": ASK,
}
DOUBTFUL = [
    f"entre nous et sans mon nom : {ASK}",
    f"c confidentiel, je veu pas que mon nom apparaisse : {ASK}",
    "Anonyme ou pas, le questionnaire ?",
    "anonyme, c'est quoi ?",
    "Comment rester anonyme quand on témoigne ?",
    f"ananime {ASK}",
    f"Sans mon nom, et en privé : {ASK}",
]
ORDINARY = [
    "Est-ce que mon nom s'affiche ici ?",
    "Vous avez un compte anonyme ?",
    "Le cloud privé, c'est quoi ?",
    "Qui prête une salle à Brest ?",
    "La navigation privée protège-t-elle vraiment ?",
    "Une école privée peut-elle demander un conseiller ?",
    "Vous avez une politique de confidentialité à partager ?",
    "Comment créer un compte anonyme sur un forum ?",
    "Un monsieur ne veut pas que son nom paraisse sur le site",
    "Comment changer mon nom sur Ameli ?",
    "Le secret professionnel s'applique-t-il à nous ?",
    "Que sont les synonymes, les antonymes et les acronymes ?",
    "Le Drive de la structure est plein, à Brive et à Privas aussi",
    "Pas besoin d'être anonyme : qui prête une salle ?",
    "https://exemple.org/prive/anonyme un guide clair",
    "Question 2 de la grille PIX : quelle réponse attendue ?",
    "Découvrir un mur de post-it en ligne",
    "Un monsieur est privé d'internet depuis trois jours, que dit l'opérateur ?",
    "Est-ce que quelqu'un voit ce que je veux dire ?",
    "Anonymiser une liste d'usagers sous Excel",
    "",
]


@pytest.mark.parametrize("text", OBEYED)
def test_no_name_is_read_in_any_wording(text: str) -> None:
    assert (read(text).asked, read(text).text) == (Discretion.ANONYMOUS, OBEYED[text])


@pytest.mark.parametrize("text", TOLD)
def test_what_is_for_the_coordinators_is_read_in_any_wording(text: str) -> None:
    assert (read(text).asked, read(text).text) == (Discretion.PRIVATE, TOLD[text])


@pytest.mark.parametrize("text", DOUBTFUL)
def test_what_may_be_a_part_of_the_sentence_is_a_doubt(text: str) -> None:
    assert (read(text).asked, read(text).text) == (Discretion.DOUBTFUL, text)


@pytest.mark.parametrize("text", ORDINARY)
def test_an_ordinary_text_asks_for_nothing(text: str) -> None:
    assert (read(text).asked, read(text).text) == (Discretion.NONE, text)


@pytest.mark.parametrize("key", KEYS)
def test_one_slip_changes_nothing(key: str) -> None:
    """A letter left out, doubled, or swapped with the next one, after the first two."""
    for place in range(2, len(key) - 1):
        before, here, after = key[:place], key[place], key[place + 1 :]
        slips = (before + after, before + here * 2 + after, before + after[0] + here + after[1:])
        read_as = [spelt(each).word for each in slips if len(each) >= 5 and each not in OWN]
        assert all(each[:5] == key[:5] for each in read_as)


@pytest.mark.parametrize(
    "words",
    ["pas mon nom ", "anonyme ", "que ca se sache, ", "?! ", "seulement pour ", "🤫 "],
)
@pytest.mark.sample(one_in=4)
def test_a_long_text_is_read_in_time_that_grows_with_it(words: str) -> None:
    assert grows_in_proportion(lambda size: read(hostile.of(words, size)), 2_000)


def test_a_wish_is_found_wherever_it_stands_in_a_long_text() -> None:
    body = "Nous avons reçu douze tablettes, et la salle du haut reste fermée le lundi. " * 40

    assert read(f"anonyme : {body}").asked is Discretion.ANONYMOUS
    assert read(f"{body} Ne mettez pas mon nom.").asked is Discretion.ANONYMOUS
    assert read(f"{body} Ne mettez surtout pas mon nom. {body}").asked is Discretion.DOUBTFUL
    assert read(body).asked is Discretion.NONE


def test_a_wish_is_found_in_words_that_no_phrase_holds() -> None:
    for wish in (
        "Oubliez qui a posé la question",
        "Question à publier, identité à taire",
        "J'aimerais autant que l'on ne remonte pas à moi",
        "Je ne tiens pas à ce que mes voisins de bureau l'apprennent",
    ):
        assert read(f"{wish}. {ASK}").asked is not Discretion.NONE
        assert read(f"{ASK} {wish}.").asked is not Discretion.NONE


@pytest.mark.parametrize("text", [*OBEYED, *TOLD, *DOUBTFUL, *ORDINARY])
def test_what_is_said_in_passing_asks_no_sooner_than_what_is_given_for_a_question(
    text: str,
) -> None:
    if read(text, said=True).asked is not Discretion.NONE:
        assert read(text).asked is not Discretion.NONE


def test_few_wishes_are_published_signed_be_the_hand_new_and_the_field_is_seldom_asked() -> None:
    """Of a new hand, the estimate that was kept when the weights were learnt, its set left out."""
    counts = list(figures())

    wishes = [(value, unit) for name, value, unit in counts if "published_signed" in name]
    signed = sum(value for value, unit in wishes if unit.startswith("of"))
    assert signed <= 0.01 * sum(int(unit[3:]) for _, unit in wishes if unit.startswith("of"))
    kept = {name: value for name, value, _ in counts}
    assert kept["discretion_new_hand_published_signed"] <= 3
    assert kept["discretion_field_asked"] + kept["discretion_field_obeyed"] <= 2


@pytest.mark.parametrize(
    "opening",
    ["privé", "en privé", "anonyme", "anonymement", "confidentiel", "sans mon nom", "privé :"],
)
def test_a_wish_that_is_the_first_word_is_never_published_whatever_follows(opening: str) -> None:
    asked = [each.text for each in themes.labelled()]

    assert _published(f"{opening} {text}" for text in asked) == []
    assert _published(f"{opening} {text[0].lower()}{text[1:]}" for text in asked) == []


@pytest.mark.parametrize("closing", ["privé", "en privé", "anonyme", "anonymement", "confidentiel"])
def test_a_wish_that_is_the_last_word_is_asked_about_with_no_sign_before_it(closing: str) -> None:
    asked = [each.text.rstrip(" ?.!") for each in themes.labelled()]

    assert len(_published(f"{text} {closing}" for text in asked)) <= 0.03 * len(asked)


def _published(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if read(text).asked is Discretion.NONE]
