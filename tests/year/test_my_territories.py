"""« Mes territoires »: one card of the networks below, and each reads the same line of itself.

Rachid coordinates Auvergne-Rhône-Alpes; below it Amina the Loire, Bruno the Drôme on its server.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.dispatch import Dispatch
from bot.network.rights import Role
from bot.network.served import Networks
from tests.pile_cases import waiting
from tests.relay import steps
from tests.relay.tree_room import PEOPLE, TREE, TreeRoom, button, labels, open_tree

ABOVE = "la coordination de la région Auvergne-Rhône-Alpes"
NOTHING = (
    "aucune rencontre en un an, rien d'annoncé ; aucune lettre en un an ; aucune question n'attend."
)


@pytest.fixture
def tree(tmp_path: Path) -> TreeRoom:
    """Open a tree of networks."""
    return open_tree(tmp_path)


def card(tree: TreeRoom, who: str = "rachid") -> str:
    return plain(tree.does(who, "reseau territoires").text)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\\-", "-")


def line(tree: TreeRoom, name: str) -> str:
    [found] = [each for each in card(tree).splitlines() if each.startswith(f"- **{name}**")]
    return found


def test_each_territory_has_one_line_in_the_order_of_the_names(tree: TreeRoom) -> None:
    assert card(tree).startswith(
        f"#### Mes territoires\n\n- **La Drôme** : {NOTHING}\n- **La Loire** : {NOTHING}"
    )


def test_it_is_on_the_card_of_the_networks_year(tree: TreeRoom) -> None:
    menu = button(tree.says("rachid", "/reseau"), "Plus…")
    assert [each.route for each in menu.options if each.label == "Mes territoires"] == [
        "reseau territoires"
    ]
    for who in ("amina", "louis"):
        menu = button(tree.says(who, "/reseau"), "Plus…")
        assert "Mes territoires" not in [each.label for each in menu.options]


def test_meetings_are_told_once_announced_and_all_in_one_calendar(tree: TreeRoom) -> None:
    tree.says("bruno", "/rencontre planifier jeudi 17 décembre 14h, mairie")
    tree.says("amina", "/rencontre planifier jeudi 10 décembre 9h30, mairie")
    assert "la prochaine" not in card(tree)

    for who in ("amina", "bruno"):
        tree.clicks(who, "rencontre annoncer", "1")

    assert "aucune rencontre en un an, la prochaine le 10 décembre ;" in line(tree, "La Loire")
    assert (
        "**Leurs rencontres à venir**\n\n"
        "- jeu. 10 déc., 9 h 30 : la Loire\n"
        "- jeu. 17 déc., 14 h : la Drôme"
    ) in card(tree)


def test_what_waits_is_told_of_three_people_at_least_never_what_is_private(tree: TreeRoom) -> None:
    tree.says("amina", "/besoin privé Mon employeur ne me paie plus, que faire ?")
    assert "aucune question n'attend" in line(tree, "La Loire")

    tree.says("louis", "/besoin Qui prête une salle à Roanne ?")
    tree.clock.forward(weeks=5)
    tree.says("zoe", "/besoin Qui forme au tableur ?", network="loire")
    few = "une ou deux personnes attendent une réponse, la première depuis 5 semaines"
    assert few in line(tree, "La Loire")
    tree.says("amina", "/besoin Où imprimer en grand format ?")
    assert "3 personnes et plus attendent une réponse" in line(tree, "La Loire")


def test_what_climbed_counts_under_the_territorys_own_name_alone(tree: TreeRoom) -> None:
    steps.sent(tree, "amina", "louis")
    assert "; un ou deux besoins transmis en un an." in line(tree, "La Loire")

    tree.says("ines", "/besoin Qui prête des tablettes ?")
    steps.proposes(tree, "bruno", "Qui prête des tablettes ?", place="")
    asked = tree.last("ines", tree.deliver(), steps.ASKS)
    tree.presses("ines", asked, "D'accord")
    assert "transmis" not in line(tree, "La Drôme")


def test_a_territory_that_nobody_coordinates_says_since_when(
    tree: TreeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PEOPLE, "bruno", ("drome", {"drome": Role.MEMBER}))
    tree.goes_round("coordination")
    tree.clock.forward(weeks=3)
    tree.goes_round("coordination")
    assert line(tree, "La Drôme").startswith(
        "- **La Drôme** : **sans coordination depuis 3 semaines** ; "
    )

    monkeypatch.setitem(PEOPLE, "bruno", ("drome", {"drome": Role.COORDINATOR}))
    assert "sans coordination" not in card(tree)
    tree.goes_round("coordination")
    monkeypatch.setitem(PEOPLE, "bruno", ("drome", {"drome": Role.MEMBER}))
    tree.goes_round("coordination")
    assert "**sans coordination depuis aujourd'hui** ;" in line(tree, "La Drôme")


def test_each_territory_reads_its_own_line_in_the_same_words(tree: TreeRoom) -> None:
    tree.says("louis", "/besoin Qui prête une salle à Roanne ?")

    for who in ("amina", "louis"):
        menu = button(tree.says(who, "/reseau", network="loire"), "Plus…")
        [reading] = [each for each in menu.options if each.label == "Ce que lit la région"]
        told = plain(tree.does(who, reading.route, network="loire").text)
        assert told == f"**Ce que lit {ABOVE}**\n\n{line(tree, 'La Loire')}"


def test_whoever_is_between_reads_both_on_one_card(tree: TreeRoom) -> None:
    own = card(tree).partition("**Ce que lit la coordination du réseau national**\n\n")[2]
    assert own == f"- **La région Auvergne-Rhône-Alpes** : {NOTHING}"
    assert tree.does("nadia", "reseau ma-ligne").refused


def test_nothing_is_read_of_those_with_whom_nothing_was_agreed(tree: TreeRoom) -> None:
    apart = [
        replace(each, organisation="La Métropole") if each.slug == "drome" else each
        for each in TREE
    ]
    tree.bot = replace(tree.bot, networks=Networks(apart))
    tree._dispatch = Dispatch(tree.database, tree.bot)

    assert "La Drôme" not in card(tree)
    assert tree.does("bruno", "reseau ma-ligne").refused


def test_only_a_coordinator_reads_the_card(tree: TreeRoom) -> None:
    assert tree.does("zoe", "reseau territoires", network="aura").refused


def test_it_waits_in_the_week_of_the_months_first_monday(tree: TreeRoom) -> None:
    assert "Mes territoires" in waiting(tree, "rachid", "aura")
    assert "Mes territoires" not in waiting(tree, "amina", "loire")

    tree.clock.forward(days=7)
    assert "Mes territoires" not in waiting(tree, "rachid", "aura")
    tree.clock.forward(days=28)
    assert "Mes territoires" in waiting(tree, "rachid", "aura")


def test_one_coordination_writes_to_another_which_answers(tree: TreeRoom) -> None:
    shown = tree.does("rachid", "reseau territoires")
    assert labels(shown) == ["Écrire…", "Proposer de l'aide…"]
    form = tree.does("rachid", "reseau écrire").dialog
    assert form is not None
    assert [each.label for each in form.fields[1].choices] == [
        "la Drôme",
        "la Loire",
        "le réseau national",
    ]

    sent = tree.clicks(
        "rachid", "reseau écrire", "Où en êtes-vous ?", texte="Où en êtes-vous ?", reseau="drome"
    )
    assert not sent.refused
    said = tree.deliver()
    assert "C'est remis à la coordination de la Drôme." in plain(said[-1].text)
    told = tree.last("bruno", said, "écrit à la vôtre")
    assert plain(told.text) == (f"**L{ABOVE[1:]} écrit à la vôtre** :\n\n> Où en êtes-vous ?")
    assert labels(told) == ["Répondre…"]

    answer = tree.presses("bruno", told, "Répondre…").dialog
    assert answer is not None
    assert answer.fields[1].default == "aura"
    tree.clicks("bruno", "reseau écrire", "Bien, merci", texte="Bien, merci", reseau="aura")
    back = tree.last("rachid", tree.deliver(), "Bien, merci")
    assert "La coordination de la Drôme écrit" in back.text


def test_help_is_offered_in_words_that_may_be_changed(tree: TreeRoom) -> None:
    form = tree.does("rachid", "reseau écrire aide").dialog
    assert form is not None
    assert form.title == "Proposer de l'aide"
    assert form.fields[0].default.startswith("Bonjour, un coup de main vous serait-il utile ?")


def test_nobody_is_written_to_beyond_the_networks_beside(tree: TreeRoom) -> None:
    far = tree.clicks("nadia", "reseau écrire", "Bonjour", texte="Bonjour", reseau="loire")
    assert far.refused
    assert tree.deliver() == []


def test_where_nobody_coordinates_beside_nobody_can_be_written_to(
    tree: TreeRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(PEOPLE, "rachid", ("france", {"aura": Role.MEMBER}))

    assert tree.does("nadia", "reseau écrire").refused
    assert labels(tree.does("nadia", "reseau territoires")) == []
