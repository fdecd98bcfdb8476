"""A project is offered to the territories with its author's yes, and joined from there."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.meeting.ideas import choosing
from bot.meeting.ideas import store as ideas
from bot.relay.announcing import card
from tests.commands.test_annoncer import Heard, everything, reads
from tests.databases import made_in
from tests.relay.tree_room import labels

WORDS = "Monter ensemble un escape game sur les arnaques"
OFFER, SHARE = "reseau proposer-aux-territoires projet 1", "rencontre partager-projet 1"
UNSHARE = "rencontre ne-plus-partager-projet 1"
MINE = "Inès, i.morel@drome.example"


@pytest.fixture
def tree(tmp_path: Path) -> Heard:
    """Return the tree, where Zoé proposed a project to the region, whose coordinator asks her."""
    tree = Heard(made_in(tmp_path))
    propose(tree, WORDS)
    tree.does("rachid", OFFER, network="aura")
    for who, network in (("amina", "loire"), ("bruno", "drome")):
        tree.does(who, "reseau annonces tout de suite", network=network)
    return tree


def propose(tree: Heard, words: str) -> None:
    fields = {"texte": words, "genre": "projet"}
    tree.clicks("zoe", "rencontre proposer", words, network="aura", **fields)


def joins(tree: Heard, who: str = "ines", words: str = "J'en suis") -> str:
    fields = {"texte": words, "contact": MINE}
    reply = tree.clicks(who, card.JOIN, f"1 {words}", network="drome", **fields)
    return reads(reply) or tree.asked(who)[-1].text.replace("\u00a0", " ")


def reworded(tree: Heard, words: str) -> None:
    """Have the author's message be edited."""

    def work(db: Connection) -> None:
        ctx = tree.bot.context(db, tree.bot.networks["aura"], tree.clock.now)
        choosing.reword(ctx, ideas.get(db, "aura", 1), words, signed=True)

    tree.store(work)


def test_nothing_leaves_before_its_author_s_yes_which_names_every_place(tree: Heard) -> None:
    assert tree.read_in("drome") == []
    [asked] = [each for each in tree.asked("zoe") if "pourrait être" in each.text]
    assert labels(asked) == ["D'accord", "Non, il reste ici"]
    assert WORDS in asked.text
    for place in ("la Drôme", "la Loire", "canal", "lettre", "courriels", "pages"):
        assert place in asked.text

    tree.does("rachid", SHARE, network="aura")  # who is not its author
    assert tree.read_in("drome") == []

    tree.does("zoe", SHARE, network="aura")
    [read] = tree.read_in("drome")
    assert WORDS in read
    assert "propose" in read
    assert "zoe" not in read.casefold()
    assert "Ça m'intéresse…" in labels(tree.posts("drome")[0])


def test_it_is_joined_from_there_by_a_word_to_its_author_alone(tree: Heard) -> None:
    tree.does("zoe", SHARE, network="aura")
    tree.delivers()

    assert "à la personne qui porte le projet" in joins(tree)
    [told] = [each for each in tree.asked("zoe") if "intéresse quelqu'un" in each.text]
    assert MINE in told.text
    assert tree.asked("rachid") == []
    rows = [line for line in everything(tree).splitlines() if MINE in line]
    assert all(line.startswith("outbox ") for line in rows)
    assert not any(" ines " in line.replace(MINE, "") for line in rows), "no id crosses"
    joins(tree, words="Encore moi")
    assert not any("Encore moi" in each.text for each in tree.asked("zoe"))


def test_a_no_is_remembered_and_a_yes_is_taken_back(tree: Heard) -> None:
    tree.does("zoe", UNSHARE, network="aura")
    assert "ne le souhaite pas" in reads(tree.does("rachid", OFFER, network="aura"))

    tree.does("zoe", SHARE, network="aura")
    tree.delivers()
    tree.does("zoe", UNSHARE, network="aura")
    tree.delivers()
    assert "~~" in tree.mouths["drome"].said[-1][1]
    assert "intéresse" not in str(tree.asked("zoe"))
    assert "à la personne" not in joins(tree)


def test_it_goes_with_its_author_and_with_its_end(tree: Heard) -> None:
    tree.does("zoe", SHARE, network="aura")
    tree.delivers()
    assert tree.goes("offers") == 0, "nothing changed, so nothing is said again"

    tree.says("zoe", "/reseau oublie-moi confirmé", network="aura")
    assert tree.goes("offers") == 1
    assert "à la personne" not in joins(tree)


def test_words_that_tell_their_author_are_asked_about(tree: Heard) -> None:
    propose(tree, "Zoe anime un club de lecture en ligne, qui vient ?")
    tree.does("rachid", OFFER.replace("1", "2"), network="aura")
    asked = tree.does("zoe", SHARE.replace("1", "2"), network="aura")

    assert "disent qui vous êtes" in reads(asked)
    assert tree.read_in("drome") == []


def test_another_idea_a_stranger_and_hostile_words_get_nowhere(tree: Heard) -> None:
    tree.does("zoe", SHARE, network="aura")
    tree.delivers()
    assert "à la personne" not in joins(tree, "louis")
    joins(tree, words="@channel [x](javascript:alert(1)) \u202egauche\n# Titre")
    [told] = [each for each in tree.asked("zoe") if "intéresse quelqu'un" in each.text]
    assert "@channel" not in told.text
    assert r"\[x\](java" in told.text
    assert "rien à proposer" in reads(
        tree.does("rachid", "reseau proposer-aux-territoires projet 9", network="aura")
    ) or "pas d'idée" in reads(tree.does("rachid", OFFER.replace("1", "9"), network="aura"))


def test_a_yes_is_of_the_words_that_were_asked_about(tree: Heard) -> None:
    tree.does("zoe", SHARE, network="aura")
    tree.delivers()
    reworded(tree, "Zoe monte un escape game")
    tree.goes("offers")
    tree.delivers()

    assert "Zoe monte" not in str(tree.mouths["drome"].said)
    tree.does("zoe", SHARE, network="aura")
    assert "Zoe monte" not in str(tree.mouths["drome"].said)
    tree.does("rachid", OFFER, network="aura")
    assert [each for each in tree.asked("zoe") if "Zoe monte" in each.text], "asked anew"


def test_nobody_offers_their_project_unasked(tree: Heard) -> None:
    propose(tree, "Un club de lecture en ligne")
    tree.does("zoe", SHARE.replace("1", "2"), network="aura")

    assert tree.read_in("drome") == []
