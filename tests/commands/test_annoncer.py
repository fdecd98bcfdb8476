"""Announcements from above, as conversations over four networks and two servers."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect, select, table
from sqlalchemy import text as sql

from bot.core import outbox
from bot.core.message import Message, MessageKind
from bot.relay.announcing import card
from bot.talk.command import Command, Via
from bot.talk.reply import Reply
from bot.veille.feeds import collecting
from scheduler.deliver import Deliverer
from scheduler.purge import Purge
from tests.databases import made_in
from tests.pile_cases import waiting
from tests.relay.tree_room import TREE, TreeRoom, caller, labels
from tests.rounds import go
from tests.scheduler.sender import NEVER_SENT, Mouth
from tests.typable import require_routes

TEXT = "Les inscriptions aux rencontres nationales sont ouvertes."
LATER = "15 mars 2027"


@dataclass
class Heard(TreeRoom):
    """The tree, and what each server is told to say."""

    mouths: dict[str, Mouth] = field(default_factory=lambda: {"france": Mouth(), "drome": Mouth()})

    def __post_init__(self) -> None:
        super().__post_init__()
        self.store(lambda db: collecting.configure(db, self.bot.networks.values(), self.clock.now))

    def delivers(self) -> None:
        """Let all that waits be said, on both servers."""
        for server, mouth in self.mouths.items():
            asyncio.run(Deliverer(self.database, server, mouth, self.clock).deliver_due())

    def waiting(self) -> list[Message]:
        """Return what waits to be said; what can be done with it can be typed."""
        found = list(self.store(lambda db: outbox.due(db, self.clock.now)))
        require_routes([each for one in found for each in one.buttons])
        return found

    def posts(self, network: str) -> list[Message]:
        """Return what waits to be posted in a network's channel."""
        here = [each for each in self.waiting() if each.network == network and each.user is None]
        return [each for each in here if each.kind is MessageKind.POST]

    def read_in(self, network: str) -> list[str]:
        """Return the same, as it is read."""
        return [each.text.replace("\u00a0", " ") for each in self.posts(network)]

    def asked(self, who: str) -> list[Message]:
        """Return what waits to be said to one person."""
        return [each for each in self.waiting() if each.user == who]

    def goes(self, name: str) -> int:
        """Go a round; return how much was done."""
        return asyncio.run(go(self.database, self.bot, name))


@pytest.fixture
def tree(tmp_path: Path) -> Heard:
    return Heard(made_in(tmp_path))


def everything(tree: Heard) -> str:
    with tree.database.engine.connect() as db:
        tables = [table(name) for name in sorted(inspect(db).get_table_names())]
        return "\n".join(
            f"{each.name} {tuple(row)}"
            for each in tables
            for row in db.execute(select(sql("*")).select_from(each))
        )


def announced(tree: Heard) -> list[str]:
    """Return what is kept of announcements, and what letters are to tell of them."""
    kept = ("announcements ", "announcement_copies ", "letter_notes ")
    return [line for line in everything(tree).splitlines() if line.startswith(kept)]


def announces(tree: Heard, text: str, **entries: str) -> Reply:
    """Have Nadia send the form of an announcement."""
    return sends(tree, card.ANNOUNCE, text, texte=text, **entries)


def edits(tree: Heard, text: str, number: int = 1) -> Reply:
    """Have Nadia send the form of her announcement with other words."""
    return sends(tree, card.EDIT, f"{number} {text}", texte=text)


def sends(tree: Heard, route: str, text: str, **entries: str) -> Reply:
    """Have Nadia send a form under a message that she alone is shown."""
    return tree.asks(
        Command(
            text=text,
            caller=caller("nadia"),
            via=Via.DIALOG,
            channel="national-channel",
            network="national",
            route=route,
            fields=entries,
            on_the_spot=True,
        )
    )


def reads(reply: Reply) -> str:
    return reply.text.replace("\u00a0", " ")


def chooses(tree: Heard, who: str, network: str, what: str) -> str:
    return reads(tree.does(who, f"reseau annonces {what}".rstrip(), network=network))


def counts(tree: Heard, number: int = 1) -> str:
    return reads(tree.does("nadia", f"reseau annonce {number}", network="national"))


def letter(tree: Heard, who: str = "amina", network: str = "loire") -> str:
    tree.clicks(who, "lettre publier", "", network=network)
    tree.clicks(who, "lettre publier", "confirmé", network=network)
    return "\n".join(tree.read_in(network))


def test_each_network_does_with_it_what_it_chose(tree: Heard) -> None:
    chooses(tree, "amina", "loire", "tout de suite")
    chooses(tree, "bruno", "drome", "jamais")

    reply = announces(tree, TEXT, fin=LATER)

    assert "va à la région Auvergne-Rhône-Alpes, à la Drôme et à la Loire" in reads(reply)
    [posted] = tree.read_in("loire")
    assert posted.startswith(":loudspeaker: **Le réseau national** annonce :\n\n> Les inscriptions")
    assert "Jusqu'au lundi 15 mars 2027" in posted
    assert tree.read_in("aura") == []
    assert tree.read_in("drome") == []
    seen = counts(tree)
    assert "- publiée dans le canal : 1 réseau" in seen
    assert "- en attente d'un choix : 1 réseau" in seen
    assert "- non reçue, par réglage : 1 réseau" in seen


def test_it_waits_for_a_choice_and_the_letter_tells_it_if_nobody_chooses(tree: Heard) -> None:
    announces(tree, TEXT)

    assert TEXT in waiting(tree)
    assert tree.asked("amina") == []
    told_there = letter(tree)
    assert "**Du national**" in told_there
    assert f"- {TEXT}" in told_there
    assert "annonce" not in waiting(tree)
    assert "- parue dans la lettre : 1 réseau" in counts(tree)


def test_what_was_published_or_set_aside_is_not_in_the_letter(tree: Heard) -> None:
    announces(tree, TEXT)
    announces(tree, "La plateforme ferme samedi.")

    shown = tree.does("amina", "reseau annonce 1")
    assert labels(shown) == ["Publier", "Adapter…", "Dans la lettre", "Écarter"]
    tree.clicks("amina", "reseau publier-annonce", "1")
    tree.clicks("amina", "reseau écarter-annonce", "2")

    assert len(tree.read_in("loire")) == 1
    assert "Du national" not in letter(tree)
    again = tree.clicks("amina", "reseau publier-annonce", "1")
    assert again.refused
    assert "n'est plus possible" in again.text


def test_it_is_adapted_and_kept_for_the_letter(tree: Heard) -> None:
    announces(tree, TEXT)
    announces(tree, "La plateforme ferme samedi.")

    form = tree.clicks("amina", "reseau adapter-annonce", "1").dialog
    assert form is not None
    assert form.fields[0].default == TEXT
    tree.clicks(
        "amina", form.route, "1 Inscrivez-vous avec nous.", texte="Inscrivez-vous avec nous."
    )
    kept = tree.clicks("amina", "reseau garder-annonce", "2")

    [posted] = tree.read_in("loire")
    assert "> Inscrivez-vous avec nous." in posted
    assert "**D'après le réseau national**, texte adapté par la Loire :" in posted
    assert TEXT in reads(tree.does("louis", "reseau annonce-origine 1"))
    assert "Elle est **gardée pour la lettre**" in reads(kept)
    assert "annonce" not in waiting(tree)
    assert "- La plateforme ferme samedi." in letter(tree)


def test_an_announcement_over_before_the_letter_is_asked_about_at_once(tree: Heard) -> None:
    announces(tree, TEXT, fin="5 novembre 2026")

    sends(tree, card.EDIT, f"1 {TEXT}", texte=TEXT, fin="6 novembre 2026")
    [asked] = [each for each in tree.asked("amina") if not each.edits]
    assert [each.label for each in asked.buttons] == ["Publier", "Adapter…", "Écarter"]
    assert "votre réseau n'en saura rien" in asked.text.replace("\u00a0", " ")
    assert tree.clicks("amina", "reseau garder-annonce", "1").refused
    assert asked.server == "france"
    [beside] = [each for each in tree.asked("bruno") if not each.edits]
    assert beside.server == "drome"


def test_it_is_never_told_once_it_is_over(tree: Heard) -> None:
    chooses(tree, "amina", "loire", "dans la lettre")
    announces(tree, TEXT, fin="20 novembre 2026")
    tree.clock.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    assert "Du national" not in letter(tree)
    assert tree.clicks("rachid", "reseau publier-annonce", "1", network="aura").refused
    assert "- passée sans avoir paru : 3 réseaux" in counts(tree)


def test_a_server_that_was_away_says_it_late_but_never_once_it_is_over(tree: Heard) -> None:
    for who, network in (("amina", "loire"), ("bruno", "drome")):
        chooses(tree, who, network, "tout de suite")
    announces(tree, TEXT, fin="6 novembre 2026")
    announces(tree, "La plateforme ferme samedi.")
    short, long = (f"announcement:drome:{number}" for number in (1, 2))
    tree.mouths["drome"].fails(short, *[NEVER_SENT] * 5)
    tree.mouths["drome"].fails(long, *[NEVER_SENT] * 5)
    tree.delivers()

    assert {"announcement:loire:1", "announcement:loire:2"} <= set(tree.mouths["france"].keys)
    tree.clock.forward(days=8)
    tree.mouths["drome"].failures.clear()
    tree.delivers()
    tree.delivers()

    assert tree.mouths["drome"].keys == [long]
    assert "- passée sans avoir paru : 2 réseaux" in counts(tree)
    assert "- publiée dans le canal : 1 réseau" in counts(tree)


def test_edits_rewrite_and_a_withdrawal_strikes_it_through(tree: Heard) -> None:
    for who, network in (("amina", "loire"), ("bruno", "drome")):
        chooses(tree, who, network, "tout de suite")
    announces(tree, TEXT)
    tree.delivers()

    form = tree.does("nadia", "reseau modifier-annonce 1", network="national").dialog
    assert form is not None
    tree.clicks(
        "nadia",
        "reseau modifier-annonce",
        "1 Les inscriptions ferment vendredi.",
        network="national",
        texte="Les inscriptions ferment vendredi.",
        fin="20 novembre 2026",
    )
    tree.delivers()
    reply = tree.clicks("nadia", "reseau retirer-annonce", "1", network="national")
    tree.delivers()

    assert "**Annonce n° 1**, retirée" in reads(reply)
    for server, network in (("france", "loire"), ("drome", "drome")):
        said = [text for key, text in tree.mouths[server].said if f":{network}:" in key]
        assert len(said) == 3
        assert "> Les inscriptions ferment vendredi." in said[1]
        assert "~~Les inscriptions ferment vendredi.~~" in said[2]
        assert len({place for place in tree.mouths[server].places if place.count(":") == 2}) == 1
    assert "Du national" not in letter(tree, "rachid", "aura")
    assert tree.does("nadia", "reseau retirer-annonce 1", network="national").refused


def test_what_was_not_said_yet_is_said_with_the_last_words_or_not_at_all(tree: Heard) -> None:
    chooses(tree, "amina", "loire", "tout de suite")
    announces(tree, TEXT)
    edits(tree, "C'est complet.")

    [posted] = tree.read_in("loire")
    assert "> C'est complet." in posted
    tree.does("nadia", "reseau retirer-annonce 1", network="national")
    assert tree.waiting() == []


def test_words_that_were_adapted_stay_and_their_coordinators_are_told(tree: Heard) -> None:
    announces(tree, TEXT)
    tree.does("amina", "reseau adapter-annonce 1 Venez avec nous.")
    tree.delivers()
    edits(tree, "C'est complet.")

    [asked] = tree.asked("amina")
    assert "a changé" in asked.text
    assert [each.label for each in asked.buttons] == ["Publier le texte d'origine", "Adapter…"]
    tree.does("amina", "reseau publier-annonce 1")
    tree.delivers()
    in_channel = [text for key, text in tree.mouths["france"].said if ":changed" not in key]
    assert "> C'est complet." in in_channel[-1]


def test_it_is_aimed_at_scales_or_territories(tree: Heard) -> None:
    assert "va à la région Auvergne-Rhône-Alpes." in reads(
        announces(tree, TEXT, pour="les régions")
    )
    assert "va à la Drôme et à la Loire." in reads(
        announces(tree, "Salle ouverte.", territoires="la Loire et la Drôme", fin="3 décembre 2026")
    )
    unknown = announces(tree, "Salle ouverte.", territoires="la Loire et le Cantal")
    assert unknown.refused
    assert "« le Cantal »" in reads(unknown)
    assert "3 réseaux" not in reads(unknown)
    assert "à la Drôme et à la Loire." in reads(
        announces(tree, "Pour rappel : la salle est ouverte.")
    )
    assert announces(tree, "Rien pour les autres.", pour="les EPCI").refused
    assert announces(tree, "Rien pour les autres.", fin="le grand soir").refused


def test_the_form_says_it_all_without_a_line_to_learn(tree: Heard) -> None:
    form = tree.does("nadia", "reseau annoncer", network="national").dialog
    assert form is not None
    assert [each.label for each in form.fields[2].choices] == [
        "Tous les réseaux rattachés (3)",
        "Seulement les régions",
        "Seulement les départements",
    ]

    said = f"{TEXT} https://exemple.fr/inscription"
    reply = tree.clicks(
        "nadia",
        "reseau annoncer",
        said,
        network="national",
        texte=said,
        fin="15 janvier 2027",
        pour="les départements",
    )
    assert not reply.refused
    tree.does("amina", "reseau publier-annonce 1")
    [posted] = tree.read_in("loire")
    assert "https://exemple.fr/inscription" in posted
    assert "Jusqu'au vendredi 15 janvier 2027" in posted
    assert "annonce : 0" not in counts(tree)


def test_the_levels_between_see_it_and_have_nothing_to_do(tree: Heard) -> None:
    announces(tree, TEXT, pour="les départements")

    seen = tree.does("rachid", "reseau annonces", network="aura")

    assert "**Pour les réseaux rattachés au vôtre**" in seen.text
    assert TEXT in seen.text
    assert "annonce" not in waiting(tree, "rachid", "aura")
    assert tree.does("rachid", "reseau annonce 1", network="aura").refused


def test_a_network_without_children_and_members_cannot(tree: Heard) -> None:
    refused = tree.does("amina", f"reseau annoncer {TEXT}")
    assert refused.refused
    assert tree.does("louis", "reseau annonces jamais").refused
    assert tree.does("ines", "reseau annonce 1", network="drome").refused

    def more(who: str, network: str = "") -> list[str]:
        shown = tree.says(who, "/reseau", network=network)
        return [each.label for each in shown.buttons[-1].options]

    national = tree.says("nadia", "/reseau", network="national").buttons
    assert "Annoncer…" in [each.label for each in national]
    assert "Annonces" in more("amina")
    assert "Annonces" not in more("louis")


def test_the_same_words_sent_twice_are_one_announcement(tree: Heard) -> None:
    chooses(tree, "amina", "loire", "tout de suite")
    announces(tree, TEXT)
    announces(tree, TEXT)

    assert len(tree.read_in("loire")) == 1


def test_personal_data_is_asked_about(tree: Heard) -> None:
    known = everything(tree)
    reply = announces(tree, "Appelez Mme Durand au 06 12 34 56 78 pour vous inscrire.")

    assert "données" in reply.text or "téléphone" in reply.text
    assert "06 12 34 56 78" not in everything(tree)
    assert len(everything(tree)) == len(known)


def test_a_deadline_is_offered_and_becomes_one_of_the_network_s_own(tree: Heard) -> None:
    link = "https://exemple.org/appel"
    entries = {"lien": link, "date": "15 janvier 2027 à 12 h", "titre": "Appel Tiers-lieux"}
    tree.clicks("nadia", "veille échéance", link, network="national", **entries)
    shown = tree.clicks("nadia", "veille voir-échéance", "1", network="national")
    [offer] = [each for each in shown.buttons if each.label == "Proposer aux territoires"]
    tree.clicks("nadia", offer.route, offer.argument, network="national")
    tree.does("amina", "reseau publier-annonce 1")

    [posted] = tree.posts("loire")
    assert "Appel Tiers-lieux" in posted.text
    assert [each.label for each in posted.buttons] == ["Ma structure candidate"]
    assert "Appel Tiers-lieux" in tree.clicks("louis", "veille échéances", "").text
    again = tree.clicks("nadia", offer.route, offer.argument, network="national")
    assert "l'annonce n° 1" in reads(again)
    assert len(tree.posts("loire")) == 1
    edited = edits(tree, "Autre chose")
    assert edited.refused

    tree.delivers()
    tree.clicks("nadia", "veille corriger", "1 20 janvier 2027 à 12 h", network="national")
    tree.goes("offers")
    tree.delivers()
    last = tree.mouths["france"].said[-1][1].replace("\u00a0", " ")
    assert "Jusqu'au mercredi 20 janvier 2027" in last
    assert "20 janvier 2027" in reads(tree.clicks("louis", "veille échéances", ""))
    assert tree.goes("offers") == 0


def test_a_meeting_s_date_is_offered_follows_it_and_goes_with_it(tree: Heard) -> None:
    chooses(tree, "amina", "loire", "tout de suite")
    tree.says(
        "nadia", "/rencontre planifier confirmé 3 décembre 2026 14h, Lyon", network="national"
    )
    tree.does("nadia", "rencontre annoncer", network="national")
    shown = tree.says("nadia", "/rencontre", network="national")
    assert "Proposer aux territoires" in labels(shown)

    tree.does("nadia", "reseau proposer-aux-territoires rencontre 1", network="national")
    [posted] = tree.read_in("loire")
    assert "Rencontre le jeudi 3 décembre 2026 à 14 h, heure de Paris, Lyon" in posted
    tree.delivers()
    tree.does("nadia", "rencontre annuler confirmé", network="national")
    tree.goes("offers")
    tree.delivers()
    assert any("a retiré cette annonce" in text for _, text in tree.mouths["france"].said)


def test_without_buttons_the_verbs_have_numbers(tmp_path: Path) -> None:
    tree = Heard(made_in(tmp_path), buttons=False)
    announces(tree, TEXT, fin="5 novembre 2026")

    [asked] = tree.asked("amina")
    assert "**1** Publier (ou :mega:) · **2** Adapter" in asked.text


def test_its_author_is_forgotten_and_what_is_over_goes_after_a_year(tree: Heard) -> None:
    announces(tree, TEXT, fin="5 janvier 2027")
    tree.does("amina", "reseau publier-annonce 1")
    tree.says("nadia", "/reseau oublie-moi confirmé", network="national")

    assert not re.search(r"announcement.*nadia", everything(tree))
    assert TEXT in everything(tree)
    tree.delivers()
    tree.clock.forward(days=366 + 90)
    asyncio.run(Purge(tree.database, tree.clock).forget())
    assert TEXT not in everything(tree)


def test_the_form_that_edits_shows_what_there_is_and_changes_only_what_is_changed(
    tree: Heard,
) -> None:
    announces(tree, f"{TEXT} https://exemple.fr/page", fin=LATER)
    form = tree.does("nadia", "reseau modifier-annonce 1", network="national").dialog
    assert form is not None
    shown = {each.name: each.default for each in form.fields}
    assert shown["texte"] == f"{TEXT} https://exemple.fr/page"

    before = announced(tree)
    words = f"1 {shown['texte']}"
    same = tree.clicks("nadia", "reseau modifier-annonce", words, network="national", **shown)

    assert not same.refused
    assert announced(tree) == before
    shown |= {"fin": "", "texte": TEXT}
    tree.clicks("nadia", "reseau modifier-annonce", f"1 {TEXT}", network="national", **shown)
    seen = tree.does("amina", "reseau annonce 1").text
    assert "Jusqu'au" not in seen
    assert "exemple.fr" not in seen


def test_nothing_passes_between_organisations_that_did_not_agree(tmp_path: Path) -> None:
    apart = tuple(
        replace(each, organisation="Association") if each.slug == "drome" else each for each in TREE
    )
    tree = Heard(made_in(tmp_path), tree=apart)

    reply = announces(tree, TEXT)

    assert "va à la région Auvergne-Rhône-Alpes et à la Loire." in reads(reply)
    assert tree.does("bruno", "reseau annonce 1", network="drome").refused


def test_an_article_is_offered_and_kept(tree: Heard) -> None:
    tree.says(
        "nadia", "/veille proposer https://exemple.org/guide Un guide clair", network="national"
    )
    listed = reads(tree.clicks("nadia", "veille articles", "", network="national"))
    [number] = re.findall(r"n° (\d+)", listed)[:1]
    tree.says("nadia", "/veille trier", network="national")
    [shown] = [each for each in tree.asked("nadia") if each.key.startswith("pile:")]
    labels = [option.label for each in shown.buttons for option in each.options]
    assert "Proposer aux territoires" in labels

    tree.does("nadia", f"reseau proposer-aux-territoires article {number}", network="national")

    seen = reads(tree.does("amina", "reseau annonce 1"))
    assert "Un guide clair" in seen
    assert "https://exemple.org/guide" in seen
    assert tree.says(
        "nadia", "/reseau proposer-aux-territoires article 999", network="national"
    ).refused


def test_one_s_own_copy_tells_what_one_announced(tree: Heard) -> None:
    announces(tree, TEXT)
    tree.says("nadia", "/reseau mes-données", network="national")

    files = [each.file.content for each in tree.asked("nadia") if each.file is not None]
    assert any("Ce que vous avez annoncé aux réseaux rattachés au vôtre" in each for each in files)
