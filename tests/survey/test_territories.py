"""A survey of a network and its territories, on two servers: let through, added up, compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.message import Message
from bot.network.network import Scale
from bot.network.rights import Role
from bot.survey import store as surveys
from bot.survey.rules import Survey, SurveyStatus
from bot.talk.command import Caller, Command, Via
from bot.talk.reply import Reply
from tests.pile_cases import waiting
from tests.relay import tree_room
from tests.relay.tree_room import TREE, TreeRoom, labels, network, open_tree
from tests.survey.crowds import QUESTIONS, pressed

CHILDREN = ("ain", "drome", "isere", "loire")
FOUR = (
    *TREE,
    network("isere", "38 - Isère", Scale.DEPARTEMENT, "drome", "aura"),
    network("ain", "01 - Ain", Scale.DEPARTEMENT, "france", "aura"),
)
SERVERS = {each.slug: each.server for each in FOUR}


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TreeRoom:
    more = {
        "karim": ("drome", {"isere": Role.COORDINATOR}),
        "odile": ("france", {"ain": Role.COORDINATOR}),
    }
    for who, known in more.items():
        monkeypatch.setitem(tree_room.PEOPLE, who, known)
    return open_tree(tmp_path, tree=FOUR)


COORDINATORS = {"loire": "amina", "drome": "bruno", "isere": "karim", "ain": "odile"}


def spreads(
    tree: TreeRoom,
    asked: int = 4,
    who: str = "rachid",
    slug: str = "aura",
    questions: str = QUESTIONS,
) -> list[Message]:
    """Have Rachid, or who is told, launch a survey for the territories too; return what is said."""
    form = Command(
        text=questions,
        caller=tree_room.caller(who),
        via=Via.DIALOG,
        channel=f"{slug}-channel",
        network=slug,
        route="reseau préparer-enquête",
        fields={"pour": "territoires"},
        on_the_spot=True,
    )
    reply = tree.asks(form)
    assert f"proposée aussi à {asked}\u00a0" in reply.text
    number = latest(tree, slug).number
    tree.does(who, f"reseau lancer-enquête {number}", network=slug)
    return tree.deliver()


def passes(tree: TreeRoom, *slugs: str) -> None:
    """Have the coordinators of some territories let the survey through, the others refuse it."""
    for slug, who in COORDINATORS.items():
        route = "lancer-enquête" if slug in slugs else "abandonner-enquête"
        number = latest(tree, slug).number
        assert not tree.does(who, f"reseau {route} {number}", network=slug).refused


def answers(tree: TreeRoom, slug: str, choices: Sequence[str]) -> None:
    """Have one member of a territory a letter choose it for the first question."""
    for number, letter in enumerate(choices):
        words = f"reseau enquête {latest(tree, slug).number} 1 {letter}"
        who = Caller(
            server=SERVERS[slug], id=f"{slug}{number}", name=slug, roles={slug: Role.MEMBER}
        )
        assert not tree.asks(pressed(who, words, slug)).refused


def prepares(tree: TreeRoom, who: str, slug: str) -> Reply:
    """Have someone send the form of a survey of their own."""
    route = "reseau préparer-enquête"
    return tree.clicks(who, route, QUESTIONS, network=slug, questions=QUESTIONS)


def latest(tree: TreeRoom, slug: str) -> Survey:
    found: list[Survey] = []
    for status in SurveyStatus:
        found += tree.store(lambda db, s=status: surveys.of_status(db, slug, s))  # type: ignore[misc]
    return max(found, key=lambda each: each.number)


def ends(tree: TreeRoom) -> list[Message]:
    """Let the date of the survey come, and all that follows be said."""
    tree.clock.now = latest(tree, "aura").closes_at
    tree.goes_round("surveys")
    tree.goes_round("surveys")
    return tree.deliver()


def read_in(tree: TreeRoom, slug: str, said: list[Message]) -> str:
    return "\n".join(each.text for each in tree.shown(slug, said)).replace("\u00a0", " ")


def test_each_coordinator_decides_whether_it_passes_on_their_own_server(tree: TreeRoom) -> None:
    said = spreads(tree)

    for who in COORDINATORS.values():
        [asked] = tree.told(who, said)
        assert labels(asked) == ["Proposer à mon réseau", "Pas cette fois"]
        assert "Auvergne-Rhône-Alpes" in asked.text
    assert tree.shown("drome", said) == []

    tree.presses("bruno", tree.told("bruno", said)[0], "Proposer à mon réseau")
    tree.presses("amina", tree.told("amina", said)[0], "Pas cette fois")
    after = tree.deliver()

    [card] = [each for each in tree.shown("drome", after) if each.server == "drome"]
    assert "Proposée par la région Auvergne-Rhône-Alpes" in card.text
    assert tree.shown("loire", after) == []
    assert "**pas proposée** dans votre réseau" in tree.last("amina", after, "enquête").text


def test_what_nobody_has_decided_stands_on_the_card_of_the_week(tree: TreeRoom) -> None:
    spreads(tree)

    assert "elle n'est pas posée ici" in waiting(tree, "bruno", "drome")
    passes(tree)
    assert "pas posée ici" not in waiting(tree, "bruno", "drome")


def test_a_member_of_a_territory_decides_nothing(tree: TreeRoom) -> None:
    spreads(tree)

    assert tree.does("ines", "reseau lancer-enquête 1", network="drome").refused
    assert latest(tree, "drome").status is SurveyStatus.OFFERED


def test_answers_stay_where_they_were_given(tree: TreeRoom) -> None:
    spreads(tree)
    passes(tree, "drome")
    answers(tree, "drome", "aaaaaabbbb")

    said = ends(tree)

    assert "Intelligence artificielle : **6**" in read_in(tree, "drome", said)
    assert "Intelligence" not in read_in(tree, "aura", said)
    assert "pas assez de réponses, ou trop semblables, pour un total" in read_in(tree, "aura", said)


def test_totals_merge_upward_without_naming_or_ranking_a_territory(tree: TreeRoom) -> None:
    spreads(tree)
    passes(tree, *CHILDREN)
    answers(tree, "drome", "aaaaaabbbb")
    answers(tree, "loire", "aaaabbbbccc")
    answers(tree, "isere", "aaac")
    answers(tree, "ain", "abbcc")

    said = ends(tree)

    above = read_in(tree, "aura", said)
    assert ": 30 réponses**" in above
    assert "Intelligence artificielle : **14**" in above  # 6, 4, and 4 of the two small ones
    assert [name for name in ("Drôme", "Loire", "Isère", "Ain") if name in above] == []
    assert "Pas assez de réponses" in read_in(tree, "isere", said)
    assert latest(tree, "aura").carried == 4
    assert [latest(tree, slug).tallies for slug in CHILDREN] == [()] * 4


def test_a_total_waits_until_all_have_closed(tree: TreeRoom) -> None:
    spreads(tree)
    passes(tree, *CHILDREN)
    for slug in CHILDREN:
        answers(tree, slug, "aaaabbbb")
    number = latest(tree, "aura").number
    tree.does("rachid", f"reseau clore-enquête {number}", network="aura")
    tree.goes_round("surveys")
    assert latest(tree, "aura").merged == ()

    said = ends(tree)

    assert ": 32 réponses**" in read_in(tree, "aura", said)
    assert ": 32 réponses**" not in read_in(tree, "drome", said)


def test_who_decides_nothing_lets_nothing_through(tree: TreeRoom) -> None:
    spreads(tree)

    said = ends(tree)

    assert {latest(tree, slug).status for slug in CHILDREN} == {SurveyStatus.DROPPED}
    assert "territoires" not in read_in(tree, "aura", said)
    assert tree.does("bruno", "reseau lancer-enquête 1", network="drome").refused


def test_a_territory_that_has_its_own_survey_lets_another_through_afterwards(
    tree: TreeRoom,
) -> None:
    prepares(tree, "bruno", "drome")
    tree.does("bruno", "reseau lancer-enquête 1", network="drome")
    spreads(tree)

    assert tree.does("bruno", "reseau lancer-enquête 2", network="drome").refused
    tree.does("bruno", "reseau clore-enquête 1", network="drome")
    assert not tree.does("bruno", "reseau lancer-enquête 2", network="drome").refused


def test_a_territory_that_is_no_longer_in_the_tree_is_not_waited_for(tree: TreeRoom) -> None:
    spreads(tree)
    passes(tree, *CHILDREN)
    for slug in CHILDREN:
        answers(tree, slug, "aaaabbbb")
    known = dict(tree.bot.networks)
    tree.bot = replace(tree.bot, networks={s: n for s, n in known.items() if s != "drome"})

    said = ends(tree)

    assert latest(tree, "drome").status is SurveyStatus.OPEN
    assert ": 24 réponses**" in read_in(tree, "aura", said)


def goes_down(tree: TreeRoom) -> Reply:
    """Have Nadia's survey let through by the region; return what Rachid reads."""
    spreads(tree, asked=1, who="nadia", slug="national")
    return tree.does("rachid", "reseau lancer-enquête 1", network="aura")


def test_what_a_region_lets_through_is_offered_to_its_own_territories(tree: TreeRoom) -> None:
    asked = spreads(tree, asked=1, who="nadia", slug="national")
    assert "aussi à 4\u00a0territoires, dont" in tree.told("rachid", asked)[0].text
    assert tree.told("bruno", asked) == []

    tree.presses("rachid", tree.told("rachid", asked)[0], "Proposer à mon réseau")
    said = tree.deliver()

    for who in COORDINATORS.values():
        [offer] = tree.told(who, said)
        assert "réseau national" in offer.text
        assert "aussi à" not in offer.text
    passes(tree, "drome")
    assert "Proposée par le réseau national" in read_in(tree, "drome", tree.deliver())


def test_what_a_region_refuses_goes_no_further(tree: TreeRoom) -> None:
    spreads(tree, asked=1, who="nadia", slug="national")

    tree.does("rachid", "reseau abandonner-enquête 1", network="aura")

    assert not any(tree.told(who, tree.deliver()) for who in COORDINATORS.values())


def test_a_survey_of_the_country_adds_up_all_levels_and_the_region_none(tree: TreeRoom) -> None:
    assert "4\u00a0territoires décident à leur tour" in goes_down(tree).text
    passes(tree, "drome", "loire")
    answers(tree, "aura", "aab")
    answers(tree, "drome", "abb")
    answers(tree, "loire", "ab")

    said = ends(tree)

    above = read_in(tree, "national", said)
    assert ": 8 réponses**" in above
    assert "Intelligence artificielle : **4**" in above
    assert "Bureautique : **4**" in above
    assert [name for name in ("Drôme", "Loire", "Auvergne") if name in above] == []
    assert "total des territoires" not in read_in(tree, "aura", said)
    assert "Pas assez de réponses" in read_in(tree, "aura", said)


def test_a_region_that_left_the_country_takes_its_territories_with_it(tree: TreeRoom) -> None:
    goes_down(tree)
    passes(tree, *CHILDREN)
    for slug in ("aura", *CHILDREN):
        answers(tree, slug, "aaaabbbb")
    aura = replace(tree.bot.networks["aura"], organisation="Une autre")
    tree.bot = replace(tree.bot, networks={**tree.bot.networks, "aura": aura})

    said = ends(tree)

    assert "total des territoires" not in read_in(tree, "national", said)


@pytest.mark.usefixtures("tree")
def test_a_territory_whose_organisation_agreed_on_nothing_is_not_asked(tmp_path: Path) -> None:
    folder = tmp_path / "apart"
    folder.mkdir()
    apart = open_tree(
        folder,
        tree=tuple(
            replace(each, organisation="Une autre") if each.slug == "drome" else each
            for each in FOUR
        ),
    )

    said = spreads(apart, asked=3)

    assert apart.told("bruno", said) == []
    assert apart.told("karim", said) != []


def test_what_was_answered_lately_is_not_let_through_again_in_other_words(tree: TreeRoom) -> None:
    """Of one's own result, then of a total, the difference would tell a newcomer's answer."""
    prepares(tree, "bruno", "drome")
    tree.does("bruno", "reseau lancer-enquête 1", network="drome")
    answers(tree, "drome", "aaaabbbb")
    tree.does("bruno", "reseau clore-enquête 1", network="drome")
    spreads(tree, questions=QUESTIONS.replace("vous serait utile", "voulez-vous voir en premier"))

    reply = tree.does("bruno", "reseau lancer-enquête 2", network="drome")

    assert reply.refused
    assert "L'enquête n° 1 a donné ses résultats" in reply.text.replace("\u00a0", " ")
    assert not tree.does("amina", "reseau lancer-enquête 1", network="loire").refused


def test_what_asks_something_else_is_let_through(tree: TreeRoom) -> None:
    prepares(tree, "bruno", "drome")
    tree.does("bruno", "reseau lancer-enquête 1", network="drome")
    answers(tree, "drome", "aaaabbbb")
    tree.does("bruno", "reseau clore-enquête 1", network="drome")
    spreads(tree, questions="Partir ?\n- Oui\n- Non\n\nQuand ?\n- Mai\n- Juin\n\nEncore ?")

    assert not tree.does("bruno", "reseau lancer-enquête 2", network="drome").refused


def test_what_a_total_was_told_of_is_not_asked_again_lately(tree: TreeRoom) -> None:
    """Even of territories that told nothing themselves: two totals differ by a newcomer."""
    spreads(tree)
    passes(tree, *CHILDREN)
    for slug in CHILDREN:
        answers(tree, slug, "aabb")
    assert ": 16 réponses**" in read_in(tree, "aura", ends(tree))

    prepares(tree, "rachid", "aura")
    assert tree.does("rachid", "reseau lancer-enquête 2", network="aura").refused
    prepares(tree, "bruno", "drome")
    assert tree.does("bruno", "reseau lancer-enquête 2", network="drome").refused


def test_last_year_s_total_stands_beside_this_year_s(tree: TreeRoom) -> None:
    for year in range(2):
        spreads(tree)
        passes(tree, *CHILDREN)
        for slug in CHILDREN:
            answers(tree, slug, "aaaaabbbb" if year else "aaaabbbbb")
        said = ends(tree)
        tree.clock.forward(days=340)

    above = read_in(tree, "aura", said)

    assert "Intelligence artificielle : **20** (l'an dernier, environ 4 personnes" in above
    assert "Intelligence artificielle : **5** (l'an dernier" in read_in(tree, "drome", said)
