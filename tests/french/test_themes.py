"""Themes: named, tagged in a text or given away by its words, and at what cost."""

from __future__ import annotations

import unicodedata
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.themes import labelled, quality
from bot.french.text import TEXT_LIMIT
from bot.french.themes import HASHTAGS_READ, THEMES, Themes
from bot.french.themes.formalities import FORMALITIES
from bot.french.themes.skills import SKILLS
from tests import hostile
from tests.costs import costs_at_most, grows_in_proportion

LA_COOP = Themes(THEMES)


def test_the_networks_own_life_is_the_last_theme() -> None:
    assert len(THEMES) == len(set(THEMES)) == 30
    assert THEMES[-1] == "Vie du réseau"


def test_each_theme_has_its_words_and_no_words_are_of_another() -> None:
    assert (*SKILLS, *FORMALITIES) == THEMES


@pytest.mark.parametrize("theme", THEMES)
def test_a_theme_is_known_by_its_name_however_it_is_typed(theme: str) -> None:
    bare = "".join(c for c in unicodedata.normalize("NFD", theme) if not unicodedata.combining(c))

    assert LA_COOP.named(theme.upper()) == theme
    assert LA_COOP.named(unicodedata.normalize("NFD", theme)) == theme
    assert LA_COOP.named(theme.replace(" ", "_")) == theme
    assert LA_COOP.named(f"  {bare.lower().replace(' ', '-')} ") == theme


@pytest.mark.parametrize(
    ("typed", "theme"),
    [
        ("papiers", "Papiers - Élections - Citoyenneté"),
        ("papier", "Papiers - Élections - Citoyenneté"),
        ("élections, citoyenneté", "Papiers - Élections - Citoyenneté"),
        ("IA", "Intelligence artificielle (IA)"),
        ("Intelligence artificielle", "Intelligence artificielle (IA)"),
        ("reseau social", "Réseaux sociaux communication"),
        ("ReseauxSociaux", "Réseaux sociaux communication"),
        ("logements", "Logement"),
        ("IMPOTS", "Argent - Impôts"),
        ("mobilité", "Transports - Mobilité"),
        ("le sport", "Loisirs - Sports - Culture"),
        ("mail", "E-mail"),
        ("email", "E-mail"),
        ("l'Europe", "Étrangers - Europe"),
        ("viedureseau", "Vie du réseau"),
    ],
)
def test_a_part_that_only_one_theme_has_is_enough(typed: str, theme: str) -> None:
    assert LA_COOP.named(typed) == theme


@pytest.mark.parametrize(
    ("typed", "theme"), [("bureau", "Bureautique"), ("parents", "Parentalité")]
)
def test_a_beginning_that_only_one_theme_has_is_enough(typed: str, theme: str) -> None:
    assert LA_COOP.named(typed) == theme


@pytest.mark.parametrize(
    ("typed", "theme"),
    [
        ("bureautiqe", "Bureautique"),
        ("justise", "Justice"),
        ("logemnet", "Logement"),
        ("resaux sociaux", "Réseaux sociaux communication"),
        ("transorts-mobilite", "Transports - Mobilité"),
    ],
)
def test_a_small_error_of_typing_is_forgiven(typed: str, theme: str) -> None:
    assert LA_COOP.named(typed) == theme


def test_what_is_typed_exactly_wins_over_a_part_of_another() -> None:
    assert LA_COOP.named("santé") == "Santé"
    assert LA_COOP.named("social santé") == "Social - Santé"
    assert LA_COOP.named("réseau") == "Vie du réseau"
    assert LA_COOP.named("réseaux") == "Réseaux sociaux communication"


@pytest.mark.parametrize("typed", ["numérique", "culture", "scolarité", "matériel"])
def test_what_several_themes_share_names_none(typed: str) -> None:
    assert LA_COOP.named(typed) is None


@pytest.mark.parametrize(
    "typed",
    ["", "  ", "#", "12", "du", "et", "🎉", "jenesaispas", "urgent", "merci", "euro", "x" * 5_000],
)
def test_what_is_of_no_theme_names_none(typed: str) -> None:
    assert LA_COOP.named(typed) is None


@pytest.mark.parametrize(
    ("text", "theme", "rest"),
    [
        ("Qui prête une salle ? #vie-du-reseau", "Vie du réseau", "Qui prête une salle ?"),
        ("Qui prête une salle #viedureseau.", "Vie du réseau", "Qui prête une salle."),
        ("#logement Qui connaît le DALO ?", "Logement", "Qui connaît le DALO ?"),
        ("#Logement : qui connaît le DALO ?", "Logement", "qui connaît le DALO ?"),
        ("Quel tableur ? #bureautique #excel", "Bureautique", "Quel tableur ? #excel"),
        ("Une question\n\n#impôts\n", "Argent - Impôts", "Une question"),
        ("#ia", "Intelligence artificielle (IA)", ""),
    ],
)
def test_a_hashtag_at_either_end_sets_the_theme_and_leaves_the_text(
    text: str, theme: str, rest: str
) -> None:
    assert LA_COOP.tagged(text) == (theme, rest)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Un outil de #bureautique gratuit ?", "Un outil de bureautique gratuit ?"),
        ("Qui anime un atelier de #bureautique", "Qui anime un atelier de bureautique"),
        ("Un atelier (#bureautique) à Brest", "Un atelier (bureautique) à Brest"),
        ("Parler d'#bureautique demain", "Parler d'bureautique demain"),
        ("Le tuto #bureautique, il est où ?", "Le tuto bureautique, il est où ?"),
    ],
)
def test_a_hashtag_inside_a_sentence_is_a_word_of_it(text: str, rest: str) -> None:
    assert LA_COOP.tagged(text) == ("Bureautique", rest)


@pytest.mark.parametrize(
    "text",
    [
        "La question #12 est-elle la même ?",
        "#jenesaispas quoi demander",
        "Un cours de C# ?",
        "https://exemple.fr/aide#logement et https://exemple.fr/#logement",
        "Culture ou scolarité ? #culture #scolarite",
        "Sans hashtag, # logement",
    ],
)
def test_other_hashtags_are_left_as_they_are(text: str) -> None:
    assert LA_COOP.tagged(text) == ("", text)


def test_the_first_hashtag_that_names_a_theme_wins() -> None:
    assert LA_COOP.tagged("#12 : un CV ? #logement #justice") == (
        "Logement",
        "#12 : un CV ? #justice",
    )


def test_a_list_of_hashtags_is_not_read_to_its_end() -> None:
    assert LA_COOP.tagged("#abc " * HASHTAGS_READ + "#logement")[0] == ""


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Parents perdus sur Pronote, vous avez un tuto ?", "Scolarité et numérique"),
        ("renouveler une CARTE D'IDENTITE", "Papiers - Élections - Citoyenneté"),
        ("Le covoiturage, quelle appli ?", "Transports - Mobilité"),
        ("Un café IA à la médiathèque", "Intelligence artificielle (IA)"),
        ("contrôle parental sur une tablette Android", "Parentalité"),
        ("imprimante 3D en panne", "Créer avec le numérique"),
        ("imprimante en panne", "Maintenance de matériel"),
        ("Qui prête une salle à Brest ?", "Vie du réseau"),
        ("hameconage par sms", "Prévention en sécurité numérique"),
    ],
)
def test_a_questions_words_give_its_theme_away(text: str, theme: str) -> None:
    assert LA_COOP.proposed(text) == theme


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bonjour, qui est là ?",
        "La machine à café est en train de rendre l'âme",
        "Un café après ?",
        "Quel mode d'emploi ?",
        "En tout cas, merci pour le coup de main",
        "Un CV sur Pronote",
    ],
)
def test_no_theme_is_proposed_when_nothing_stands_out(text: str) -> None:
    assert LA_COOP.proposed(text) == ""


def test_a_hint_alone_proposes_nothing_and_two_do() -> None:
    assert LA_COOP.proposed("un bouton") == ""
    assert LA_COOP.proposed("un bouton du téléphone") == "Prendre en main du matériel"


def test_only_the_themes_of_the_network_are_proposed() -> None:
    few = Themes(("Logement", "Médiathèque et lecture", "Autres"))

    assert few.proposed("Un atelier Pronote ?") == ""
    assert few.proposed("Une demande d'APL ?") == "Logement"
    assert few.named("pronote") is None
    assert few.named("autre") == "Autres"


def test_a_theme_that_is_not_known_is_given_away_by_the_words_of_its_name() -> None:
    few = Themes(("Logement", "Médiathèque et lecture", "Autres"))

    assert few.proposed("Les médiathèques ouvrent quand ?") == "Médiathèque et lecture"
    assert few.proposed("Et les autres ?") == ""


def test_a_list_without_themes_names_and_proposes_none() -> None:
    none = Themes(())

    assert none.named("logement") is None
    assert none.tagged("#logement") == ("", "#logement")
    assert none.proposed("logement") == ""


def test_most_themes_are_right_on_questions_written_by_somebody_else() -> None:
    """Floors below what is measured: see `python -m bench themes`."""
    other_hand = [one for one in labelled() if one.other_hand and not one.held_out]

    precision, recall = quality(LA_COOP, other_hand)

    assert precision >= 0.95
    assert recall >= 0.85


BRICKS = (
    *("#logement ", "#", "##", "# ", "#12 ", "#é", "#abc ", "#e\u0301", "la #", "(#ia)", "l'#ia "),
    *("carte ", "carte grise ", "mot de passe ", "imprimante ", "l'", "œ", "ﬁ", "½ ", "a", "ab "),
    *("\n", "\u00a0", "\u200b", "\ud800", "İ", "ŉ", "C# ", "https://a/#ia ", ".", "?", "-", "_"),
)
TEXTS = st.lists(st.sampled_from(BRICKS) | st.text(max_size=4), max_size=40).map("".join)


@given(TEXTS | st.text(max_size=200))
def test_whatever_is_typed_is_read_without_an_error(text: str) -> None:
    assert LA_COOP.named(text) in {None, *THEMES}
    assert LA_COOP.proposed(text) in {"", *THEMES}


@given(TEXTS)
def test_a_tag_takes_away_nothing_but_itself_and_what_surrounds_it(text: str) -> None:
    theme, rest = LA_COOP.tagged(text)

    if not theme:
        assert rest == text
    kept = iter(text)
    assert all(character in kept for character in rest), "the rest is in the text, in its order"
    assert len(text.split()) - len(rest.split()) <= 3


@given(TEXTS.map(lambda text: text.replace("#", "")).filter(str.strip))
def test_a_tag_after_a_sentence_leaves_it_as_it_was(text: str) -> None:
    sentence = f"{text.strip()} ?"

    assert LA_COOP.tagged(f"{sentence} #justice") == ("Justice", sentence)


@given(st.lists(st.text(max_size=30), max_size=6, unique=True).map(tuple))
def test_whatever_the_configured_names_they_can_be_read(names: tuple[str, ...]) -> None:
    themes = Themes(names)

    assert themes.proposed(" ".join(names)) in {"", *names}
    assert all(themes.named(name) in {None, *names} for name in names)


@pytest.mark.sample(one_in=4)
@pytest.mark.parametrize("brick", [*BRICKS, "abcdefg hijklmnop ", "#abcdefgh "])
def test_the_longest_text_made_to_hurt_costs_little_more_than_an_ordinary_one(brick: str) -> None:
    hurtful, ordinary = (hostile.of(each, TEXT_LIMIT) for each in (brick, hostile.ORDINARY))

    assert costs_at_most(8, lambda: _read(hurtful), lambda: _read(ordinary))


def test_words_never_read_before_are_read_in_proportion() -> None:
    turns = count()

    def read(words: int) -> None:
        turn = next(turns)
        _read(" ".join(f"{word:x}zq{turn}" for word in range(words)))

    assert grows_in_proportion(read, 35)


def _read(text: str) -> None:
    LA_COOP.proposed(text)
    LA_COOP.tagged(text)
    LA_COOP.named(text)
