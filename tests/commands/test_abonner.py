"""Who receives the letter: asked, confirmed by its owner, ended at once, never brought back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail import subscribing
from bot.letter.mail.rules import AddressStatus
from bot.talk.command import Via
from tests.commands.gestures import labels, presses
from tests.mail_room import (
    OFFICE,
    Box,
    imports,
    links,
    mail_room,
    publish,
    send,
    standing,
    subscribe,
)
from tests.mail_room import body as text_of
from tests.room import LOIRE, Room, open_room

OWN = "zoe@loire.example.org"
OUTSIDE = "zoe@ailleurs.example"


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return mail_room(tmp_path)


def confirms(room: Room, address: str) -> None:
    known = room.store(lambda db: subscribers.at(db, "loire", address))
    assert known is not None
    assert room.store(
        lambda db: subscribing.confirm(room.bot.context(db, LOIRE, room.clock.now), known.handle)
    )


def test_an_address_of_the_networks_own_structures_needs_no_confirmation(room: Room) -> None:
    reply = room.says("zoé", f"/lettre abonner {OWN}")

    assert "C'est fait" in reply.text
    assert standing(room, OWN) is AddressStatus.CONFIRMED
    box = Box()
    assert send(room, box) == 0


def test_an_outside_address_confirms_first(room: Room) -> None:
    reply = room.says("zoé", f"/lettre abonner Zoé <{OUTSIDE}>")

    assert "ouvrez-le et confirmez dans les sept jours" in reply.text
    assert standing(room, OUTSIDE) is AddressStatus.WAITING
    box = Box()
    assert send(room, box) == 1
    (mail,) = box.mails
    assert mail["To"] == OUTSIDE
    assert "Recevoir la lettre de la Loire" in mail["Subject"]
    assert "Quelqu'un, sans doute vous" in text_of(mail)
    assert links(text_of(mail))[0].startswith("/abonnement/loire.")
    publish(room)
    assert send(room, box) == 0
    confirms(room, OUTSIDE)
    publish(room)
    assert send(room, box) == 1


def test_asking_twice_says_so(room: Room) -> None:
    room.says("zoé", f"/lettre abonner {OWN}")

    assert "reçoit déjà la lettre" in room.says("louis", f"/lettre abonner {OWN}").text


def test_a_confirmation_is_asked_again_once_a_day(room: Room) -> None:
    room.says("zoé", f"/lettre abonner {OUTSIDE}")

    again = room.says("zoé", f"/lettre abonner {OUTSIDE}")
    assert again.refused
    assert "déjà parti" in again.text
    room.clock.forward(days=1, hours=1)
    assert not room.says("zoé", f"/lettre abonner {OUTSIDE}").refused
    box = Box()
    assert send(room, box) == 2


def test_taking_an_address_back_lets_nobody_pester_the_world(room: Room) -> None:
    box = Box()
    for _ in range(5):
        assert not room.says("zoé", f"/lettre abonner {OUTSIDE}").refused
        send(room, box)
        room.does("zoé", "lettre désabonner")

    assert room.says("zoé", f"/lettre abonner {OUTSIDE}").refused
    assert room.says("zoé", "/lettre abonner autre@ailleurs.example").refused
    assert len(box.kept) == 5


def test_taking_back_an_address_that_nobody_confirmed_keeps_its_owner_welcome(room: Room) -> None:
    room.says("zoé", f"/lettre abonner {OUTSIDE}")
    room.does("zoé", "lettre désabonner")

    imports(room, "amina", OUTSIDE.encode())

    assert standing(room, OUTSIDE) is AddressStatus.WAITING


def test_nobody_pesters_the_world(room: Room) -> None:
    for number in range(5):
        assert not room.says("zoé", f"/lettre abonner p{number}@ailleurs.example").refused

    refused = room.says("zoé", "/lettre abonner p6@ailleurs.example")

    assert refused.refused
    assert "revenez demain" in refused.text


def test_without_an_address_a_form_opens(room: Room) -> None:
    form = room.says("zoé", "/lettre abonner").dialog
    assert form is not None
    assert form.route == "lettre abonner"


def test_a_trial_leaves_for_the_coordinator_s_own_address_only(room: Room) -> None:
    room.says("amina", "/lettre abonner amina@loire.example.org")
    room.says("zoé", f"/lettre abonner {OWN}")
    room.says("amina", "/lettre édito Bonjour à toutes et à tous")

    reply = room.does("amina", "lettre essai")

    assert "part vers `amina@loire.example.org`" in reply.text
    box = Box()
    assert send(room, box) == 1
    assert box.mails[0]["To"] == "amina@loire.example.org"
    assert box.mails[0]["Subject"] == "Essai\u00a0: La lettre de la Loire, novembre 2026"
    assert "Bonjour à toutes et à tous" in text_of(box.mails[0])
    assert "List-Unsubscribe" not in box.mails[0]
    publish(room)
    assert send(room, box) == 2


def test_a_member_s_card_offers_the_mail_or_its_end(room: Room) -> None:
    assert "La recevoir par courriel" in labels(room.says("zoé", "/lettre"))

    stop = room.says("zoé", f"/lettre abonner {OWN}").buttons[0]

    assert "Ne plus la recevoir" in labels(room.says("zoé", "/lettre"))
    assert "n'arrivera plus" in presses(room, "zoé", stop).text


def test_an_address_said_in_the_channel_is_seen_by_all_and_told(room: Room) -> None:
    room.says("zoé", f"lettre abonner {OWN}", via=Via.MENTION)

    assert "plutôt en message direct" in room.said()[-1]
    assert room.outbox()[-1].user == "zoe"


@pytest.mark.parametrize("typed", ["zoe", "zoe@", "zoé@exemple.fr", "a b@exemple.fr", "zoe@local"])
def test_what_is_no_address_is_refused_in_words(room: Room, typed: str) -> None:
    reply = room.says("zoé", f"/lettre abonner {typed}")

    assert reply.refused
    assert "`prenom.nom@exemple.fr`" in reply.text


def test_members_stop_what_they_asked_for_and_nothing_else(room: Room) -> None:
    room.says("zoé", f"/lettre abonner {OWN}")

    assert "aucune adresse" in room.does("louis", "lettre désabonner").text
    assert standing(room, OWN) is AddressStatus.CONFIRMED
    reply = room.does("zoé", "lettre désabonner")
    assert OWN in reply.text
    assert standing(room, OWN) is None
    assert "aucune adresse" in room.does("zoé", "lettre désabonner").text


def test_whoever_left_comes_back_by_confirming_only(room: Room) -> None:
    room.says("zoé", f"/lettre abonner {OWN}")
    room.does("zoé", "lettre désabonner")

    reply = imports(room, "amina", f"{OWN}\nlouis@loire.example.org".encode())
    room.says("louis", f"/lettre abonner {OWN}")

    assert reply.text == ""  # told by direct message
    assert "1 ne veut plus la recevoir" in room.said()[-1].replace("\u00a0", " ")
    assert standing(room, OWN) is AddressStatus.WAITING
    confirms(room, OWN)
    assert standing(room, OWN) is AddressStatus.CONFIRMED


def test_a_removed_address_is_kept_as_a_seal_only(room: Room) -> None:
    subscribe(room, OWN)

    reply = room.does("amina", f"lettre retirer-abonné {OWN}")

    assert "ne recevra plus" in reply.text
    assert room.store(lambda db: subscribers.suppressed(db, "loire")) == {
        OFFICE.suppressed("loire", OWN)
    }
    assert room.does("amina", f"lettre retirer-abonné {OWN}").refused


def test_what_is_done_of_the_list_stands_under_its_figures(room: Room) -> None:
    shown = room.does("amina", "lettre abonnés")

    assert labels(shown) == ["Ajouter d'un fichier…", "Retirer une adresse…", "Plus…"]
    assert [each.label for each in shown.buttons[2].options] == ["Le projet en fichiers"]
    assert presses(room, "amina", shown.buttons[1]).dialog is not None
    unknown = room.fills("amina", "lettre retirer-abonné", adresse=OWN)
    assert (unknown.refused, unknown.field) == (True, "adresse")


def test_a_list_is_imported_whole_and_told_dryly(room: Room) -> None:
    content = (
        "Nom;Courriel\r\n"
        f"Zoé;{OWN}\r\nLouis;{OUTSIDE}\r\nAmina;pas une adresse\r\nZoé;{OWN.upper()}\r\n"
    ).encode("cp1252")

    imports(room, "amina", content)

    told = room.said()[-1].replace("\u00a0", " ")
    assert "2 adresses lues" in told
    assert "1 la recevra dès la prochaine" in told
    assert "1 reçoit un courriel pour confirmer" in told
    assert "1 ligne en double" in told
    assert "ligne 4 : pas d'adresse" in told
    assert standing(room, OUTSIDE) is AddressStatus.WAITING
    box = Box()
    assert send(room, box) == 1
    assert "La coordination de la Loire" in text_of(box.mails[0])


def test_a_file_is_needed_of_a_size_that_can_be_read(room: Room) -> None:
    room.does("amina", "lettre importer")
    assert "Joignez le fichier" in room.said()[-1]

    imports(room, "amina", b"x" * 1_000_001)
    assert "dépasse 1 Mo" in room.said()[-1]
    imports(room, "amina", b"rien ici")
    assert "aucune ligne ne contient d'adresse" in room.said()[-1]


def test_coordinators_read_figures_never_addresses(room: Room) -> None:
    assert "Personne ne la reçoit encore" in room.does("amina", "lettre abonnés").text
    subscribe(room, OWN, OUTSIDE)
    room.does("amina", "lettre retirer-abonné zoe@ailleurs.example")

    told = room.does("amina", "lettre abonnés").text

    assert "reçoivent la lettre\u00a0: **1**" in told
    assert "n'existent plus\u00a0: 1" in told
    assert "`@loire.example.org`" in told
    assert OWN not in told
    assert room.does("zoé", "lettre abonnés").refused


def test_without_a_server_nothing_leaves_and_it_is_said(tmp_path: Path) -> None:
    room = open_room(tmp_path, office=replace(OFFICE, sends=False))

    reply = room.says("zoé", f"/lettre abonner {OWN}")

    assert reply.refused
    assert "ne part pas encore par courriel" in reply.text
    asked = room.says("zoé", "/lettre abonner")
    assert asked.dialog is None
    assert asked.text == reply.text
    assert "par courriel" not in room.says("zoé", "/lettre").text
    assert "recevez un fichier" in room.does("amina", "lettre abonnés").text


def test_what_is_never_confirmed_is_forgotten(room: Room) -> None:
    room.says("zoé", f"/lettre abonner {OUTSIDE}")
    room.says("zoé", f"/lettre abonner {OWN}")

    room.forgets(days=31)

    assert standing(room, OUTSIDE) is None
    assert standing(room, OWN) is AddressStatus.CONFIRMED
