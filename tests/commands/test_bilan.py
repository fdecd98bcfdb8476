"""`/reseau bilan`: the year in figures, for whom, in three forms, and no one's name."""

from __future__ import annotations

import csv
import io

import pytest

from bot.core.message import FileKind, Message
from bot.talk.command import Via
from bot.year.reporting import POST
from commands.reseau.reporting import RENEW, TABLE
from tests.commands.articles import collected
from tests.commands.gestures import file_of, labels, told
from tests.room import NATIONAL, Room
from tests.scheduler.test_publish import published

NBSP = "\u00a0"


@pytest.fixture
def lived(room: Room) -> Room:
    """Return a room that met once, asked three times, and read a digest."""
    collected(room, "Un guide des aides", "Une étude", later=True)
    room.says("louis", "/besoin #bureautique Un tableur ?")
    room.says("zoé", "/besoin #logement Quelle aide au loyer ?")
    room.says("zoé", "/besoin privé #justice Une affaire privée ?")
    room.clock.forward(days=1)
    room.says("amina", "/besoin répondre 1 LibreOffice")
    room.does("zoé", "veille utile 1")
    room.does("amina", "veille garder 2")
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, médiathèque de Valcombe")
    room.does("amina", "rencontre hôte @louis")
    room.clock.forward(days=30)
    room.says("amina", "/rencontre tenir")
    room.clock.forward(hours=3)
    room.does("amina", "rencontre terminer")
    room.fills("amina", "rencontre effectif", texte="12", structures="9", autres="2")
    room.does("amina", "rencontre publier")
    return room


def latest(room: Room, who: str) -> Message:
    """Return the last file that someone received, with its words."""
    return [each for each in told(room, who) if each.file][-1]


def test_a_member_receives_the_picture_with_its_figures_in_words(lived: Room) -> None:
    reply = lived.says("louis", "/reseau bilan")

    assert "arrive en message direct" in reply.text
    sent = latest(lived, "louis")
    assert f"**1{NBSP}rencontre tenue**, 14{NBSP}présences comptées" in sent.text
    assert (
        f"**2{NBSP}questions posées**{NBSP}: 1{NBSP}a sa réponse (50{NBSP}%), "
        "la moitié des réponses en moins" in sent.text
    )
    assert f"1{NBSP}a accueilli une rencontre, dans 1{NBSP}lieu." in sent.text
    picture = file_of(sent)
    assert (picture.name, picture.kind) == (
        "bilan-de-l-annee-loire-2026-12-03.png",
        FileKind.DRAWING,
    )
    assert all(
        words in picture.content for words in (">Bureautique<", ">50\u00a0%<", ">rencontre (14)<")
    )


def test_everyone_who_did_something_counts_once_and_nobody_is_named(lived: Room) -> None:
    lived.says("louis", "/reseau bilan")
    sent = latest(lived, "louis")

    assert f"**Moins de 10{NBSP}personnes ont contribué**" in sent.text
    for name in ("louis", "zoé", "zoe", "amina"):
        assert name not in (sent.text + file_of(sent).content).casefold()


def test_what_is_private_is_in_no_figure(lived: Room) -> None:
    lived.says("amina", "/reseau bilan")

    assert "Justice" not in file_of(latest(lived, "amina")).content


def test_only_coordinators_publish_it(lived: Room) -> None:
    refused = lived.clicks("louis", POST, "")
    posted = lived.clicks("amina", POST, "2026")

    assert "réservé à la coordination" in refused.text
    assert posted.text.startswith("Je publie le bilan de l'année dans le canal")
    post = next(each for each in lived.outbox() if each.key.startswith("file:"))
    assert (post.network, post.user) == ("loire", None)
    assert file_of(post).name == "bilan-de-l-annee-loire-2026.png"


def test_the_table_has_a_figure_a_line(lived: Room) -> None:
    reply = lived.clicks("louis", TABLE, "")
    content = file_of(latest(lived, "louis")).content
    rows = list(csv.DictReader(io.StringIO(content.removeprefix("\ufeff")), delimiter=";"))
    told = {(row["rubrique"], row["libellé"]): (row["valeur"], row["unité"]) for row in rows}

    assert "tableau" in reply.text
    assert content.startswith("\ufeffrubrique;libellé;valeur;unité\r\n")
    assert told["séquences", "rencontres tenues"] == ("1", "rencontres")
    assert told["présence", "jeudi 3\u00a0décembre 2026"] == ("14", "personnes")
    assert told["personnes", "personnes qui ont contribué"] == ("moins de 10", "personnes")
    assert told["questions", "délai pour une réponse sur deux"] == ("24,0", "heures")
    assert told["questions posées par thème", "Bureautique"] == ("1", "questions")
    assert len(told) == len(rows)


@pytest.mark.parametrize("via", [Via.SLASH, Via.MENTION, Via.DIRECT])
def test_an_empty_year_reads_well_by_every_way(room: Room, via: Via) -> None:
    room.says("louis", "/reseau bilan", via=via)

    sent = latest(room, "louis")
    assert "Rien n'a encore été compté" in sent.text
    assert "Rien encore" in file_of(sent).content


def test_a_year_may_be_named(lived: Room) -> None:
    lived.says("louis", "/reseau bilan 2026")

    assert file_of(latest(lived, "louis")).name == "bilan-de-l-annee-loire-2026.png"


def test_what_cannot_be_told_says_what_can(room: Room) -> None:
    assert "de 2020 à 2026" in room.says("louis", "/reseau bilan 2031").text
    assert room.says("louis", "/reseau bilan bleu").refused
    assert not told(room, "louis")


def test_it_leads_each_to_what_they_may_do_with_it(lived: Room) -> None:
    assert labels(lived.says("louis", "/reseau bilan")) == ["En tableau"]
    card = lived.says("amina", "/reseau bilan 2026")
    assert labels(card) == ["En tableau", "Publier dans le canal", "Plus…"]
    assert [each.label for each in card.buttons[2].options] == [
        "Les questions en tableau",
        "La mémoire du réseau",
        "« Le point », pour l'extérieur",
        "Changer l'adresse de la page",
    ]


def test_last_year_has_only_what_was_lived_then(lived: Room) -> None:
    lived.says("louis", "/reseau bilan 2025")

    assert "Rien n'a encore été compté" in latest(lived, "louis").text


def test_its_page_is_named_where_there_is_one_and_coordinators_move_it(room: Room) -> None:
    nowhere = room.clicks("amina", RENEW, "")
    assert "n'a pas de page" in nowhere.text

    open_ = Room(room.database, reachable=True)
    page = "https://bot.example.org/bilan/secret-loire-1"
    assert page in open_.says("louis", "/reseau bilan").text
    assert f"{page}?annee=2026" in open_.says("louis", "/reseau bilan 2026").text
    assert "réservé" in open_.clicks("louis", RENEW, "").text
    assert f"{page[:-1]}2" in open_.clicks("amina", RENEW, "").text


def test_regularity_is_that_of_the_year_at_a_glance(lived: Room) -> None:
    lived.clock.forward(days=40)
    for typed in ("bilan", "bilan 2026"):
        lived.says("louis", f"/reseau {typed}")
        assert "1 mois sur 1 avec" in latest(lived, "louis").text

    assert "1 mois sur 1 avec au moins" in lived.says("louis", "/reseau").text.replace(NBSP, " ")
    lived.says("louis", "/reseau bilan 2027")
    assert "Régularité" not in latest(lived, "louis").text


def test_another_networks_year_is_its_own(lived: Room) -> None:
    lived.says("amina", f"/reseau ~{NATIONAL.slug} bilan")

    assert "Rien n'a encore été compté" in latest(lived, "amina").text


def test_useful_articles_are_those_that_a_digest_told(room: Room) -> None:
    collected(room, "Un guide des aides", "Une étude", "Un autre", later=True)
    room.does("zoé", "veille utile 1")
    room.does("louis", "veille utile 1")
    room.does("amina", "veille garder 2")
    room.says("louis", "/reseau bilan")
    assert "jugés les plus utiles" not in latest(room, "louis").text

    room.clock.forward(days=30)
    published(room)
    room.says("louis", "/reseau bilan")
    sent = latest(room, "louis").text
    assert f"(utile pour 1 ou{NBSP}2{NBSP}personnes)" in sent
    assert "(gardé par la coordination)" in sent
    assert f"3{NBSP}articles parus" in sent
