"""Whoever asks for discretion gets it: before a card is shown, after, and by name for readers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.core.message import Message, MessageKind
from bot.core.message_tables import outbox as outbox_table
from bot.network.rights import Role
from bot.question.rules import UNSENT_ERASED_AFTER, Place, Visibility
from bot.talk.command import Via
from bot.talk.markdown import with_names
from bot.talk.reply import Reply
from tests.commands.gestures import (
    asks_privately,
    deliver,
    everything,
    kept,
    presses,
    replies,
    sends_form,
    story,
    told,
    turns_into_question,
)
from tests.commands.test_tenir import draft
from tests.pile_cases import waiting
from tests.room import ROLES, Room, open_room
from tests.rounds import goes
from tests.typable import parted

SALLE = "Qui prête une salle à Brest ?"
DETTES = "Comment parler de dettes sans blesser ?"
WAYS = (Via.SLASH, Via.MENTION, Via.DIRECT)
UNSIGNED_WAYS = [Via.SLASH, Via.DIRECT]
"""Where nobody else sees what is typed: a mention is signed already, see `test_discretion`."""


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[Room]:
    """Return a room where signed cards are held half a minute."""
    opened = open_room(tmp_path, hold=timedelta(seconds=30))
    yield opened
    opened.database.close()


def channel(room: Room) -> list[Message]:
    """Return what waits to be said in the channel."""
    return [each for each in room.outbox() if each.user is None]


def waits(room: Room, **time: float) -> None:
    """Let time pass, and what is due be done."""
    room.clock.forward(**time)
    room.settles()
    goes(room, "unsent")


def read(room: Room, who: str, reply: Reply, via: Via) -> tuple[str, list[str]]:
    """Return what someone reads as an answer, and the labels of its buttons."""
    if via is Via.SLASH:
        return reply.text, [each.label for each in reply.buttons]
    [*_, last] = told(room, who)
    text = with_names(last.text, {who: who.capitalize() for who in ROLES})
    return text, [each.label for each in last.buttons]


def read_by(room: Room, who: str) -> str:
    """Return all that someone can read of questions, the words that they type themselves apart."""
    typed = ["voir 1", "liste", "liste toutes", "mes", "chercher salle", "chercher dettes"]
    texts = [room.says(who, f"/besoin {each}").text for each in typed]
    texts += [room.says(who, "/rencontre").text, room.says(who, "/lettre").text]
    return "\n".join(texts)


# Half a minute to think again


@pytest.mark.parametrize("via", WAYS)
def test_a_signed_card_is_held_half_a_minute_and_its_receipt_says_so(
    patient: Room, via: Via
) -> None:
    reply = patient.says("louis", f"/besoin {SALLE}", via=via)

    text, labels = read(patient, "louis", reply, via)
    assert "**avec votre nom**" in text
    assert "30\u00a0secondes" in text
    assert labels == ["Sans mon nom", "En privé", "Modifier", "Retirer", "Demander à qui sait"]
    waits(patient, seconds=29)
    assert channel(patient) == []
    waits(patient, seconds=1)
    [card] = channel(patient)
    assert SALLE in card.text


def test_an_unsigned_card_does_not_wait(patient: Room) -> None:
    reply = patient.says("louis", f"/besoin anonyme {SALLE}")

    [card] = channel(patient)
    assert "posée sans nom" in card.text
    assert [each.label for each in reply.buttons] == [
        *("En privé", "Modifier", "Retirer", "Demander à qui sait"),
    ]


def test_without_a_hold_the_card_is_shown_at_once(room: Room) -> None:
    reply = room.says("louis", f"/besoin {SALLE}")

    assert len(channel(room)) == 1
    assert "secondes" not in reply.text
    assert [each.label for each in reply.buttons][:2] == ["Sans mon nom", "En privé"]


def test_nobody_reads_elsewhere_a_question_whose_card_is_held(patient: Room) -> None:
    patient.says("zoé", f"/besoin {SALLE}")
    waits(patient, minutes=1)
    patient.says("louis", "/besoin Qui prête une salle à Brest, même petite ?")

    for who in ("zoé", "amina"):
        assert "petite" not in read_by(patient, who)
        assert patient.says(who, "/besoin répondre 2 Oui").refused
    assert "petite" not in "".join(each.text for each in told(patient, "amina"))
    assert "petite" in patient.says("louis", "/besoin mes").text
    waits(patient, seconds=30)
    assert "petite" in read_by(patient, "zoé")


def test_a_double_is_proposed_once_its_card_may_be_read(patient: Room) -> None:
    patient.says("zoé", f"/besoin {SALLE}")
    waits(patient, minutes=1)
    patient.says("louis", f"/besoin {SALLE}")
    patient.does("louis", "besoin rendre-privée 2")
    waits(patient, minutes=1)

    assert told(patient, "amina") == []


@pytest.mark.parametrize("via", WAYS)
def test_a_name_taken_off_in_time_was_never_read(patient: Room, via: Via) -> None:
    patient.says("louis", f"/besoin {SALLE}")
    reply = patient.clicks("louis", "besoin retirer-mon-nom", "1", via=via)

    text, _ = read(patient, "louis", reply, via)
    assert text == "C'est fait\u00a0: votre question n°\u00a01 ne porte pas votre nom."
    waits(patient, minutes=1)
    [card] = channel(patient)
    assert card.kind is MessageKind.POST
    assert "posée sans nom" in card.text
    for who in ("zoé", "amina"):
        assert "Louis" not in read_by(patient, who)


def test_the_buttons_of_the_receipt_do_the_same(patient: Room) -> None:
    first, second = (patient.says("louis", f"/besoin {each}").buttons for each in (SALLE, DETTES))

    presses(patient, "louis", first[0])
    presses(patient, "louis", second[1])

    assert kept(patient, 1).visibility is Visibility.ANONYMOUS
    assert kept(patient, 2).visibility is Visibility.PRIVATE


@pytest.mark.parametrize("via", WAYS)
def test_a_question_made_private_in_time_never_has_a_card(patient: Room, via: Via) -> None:
    patient.says("louis", f"/besoin {SALLE}")
    reply = patient.clicks("louis", "besoin rendre-privée", "1", via=via)

    text, labels = read(patient, "louis", reply, via)
    assert "le réseau n'a pas lu votre question" in text
    assert "lue par Amina" in text
    assert labels == ["Transmettre", "Sans mon nom", "Modifier", "Retirer", "Me rappeler plutôt"]
    waits(patient, minutes=1)
    assert channel(patient) == []
    assert told(patient, "amina") == []
    assert "salle à Brest" not in read_by(patient, "amina")


def test_what_was_made_private_then_shared_is_shown_without_a_name(patient: Room) -> None:
    patient.says("louis", f"/besoin {SALLE}")
    patient.does("louis", "besoin rendre-privée 1")
    asked = patient.clicks("louis", "besoin retirer-mon-nom", "1", on_the_spot=True)

    assert kept(patient).private
    assert all(each.label in asked.text for each in Place)
    assert "ne peut plus être rappelé" in asked.text
    presses(patient, "louis", asked.buttons[0])
    [card] = channel(patient)
    assert "posée sans nom" in card.text


def test_the_receipt_of_an_anonymous_question_names_where_it_is_read(room: Room) -> None:
    signed, unsigned = (
        room.says("louis", f"/besoin {each}") for each in (SALLE, f"anonyme {DETTES}")
    )

    assert all(each.label in unsigned.text for each in Place)
    assert "ne peut plus être rappelé" in unsigned.text
    assert "wiki" not in signed.text


@pytest.mark.parametrize("line", ["retirer-mon-nom 1"])
def test_opening_a_private_question_asks_about_ones_own_name_first(room: Room, line: str) -> None:
    room.says("louis", "/besoin privé Comment parler de dettes ? Louis")

    asked = room.clicks("louis", *parted(f"besoin {line}"), on_the_spot=True)

    assert kept(room).private
    assert "**Louis**" in asked.text
    assert [each.label for each in asked.buttons] == ["La poser sans mon nom", "Modifier…"]


# Afterwards


def test_afterwards_the_card_is_rewritten_and_may_have_been_read(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    deliver(room)

    reply = room.does("louis", "besoin retirer-mon-nom 1")

    assert "ne porte plus votre nom" in reply.text
    assert "a pu être lue" in reply.text
    [card] = channel(room)
    assert (card.kind, card.edits) == (MessageKind.EDIT, "question:loire:1")
    assert "posée sans nom" in card.text
    assert "Louis" not in read_by(room, "zoé") + read_by(room, "amina")


def test_ones_own_answer_loses_ones_name_with_the_question(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    room.says("louis", "/besoin répondre 1 Trouvé : à la Manufacture")
    deliver(room)

    room.does("louis", "besoin retirer-mon-nom 1")

    rewritten = {each.edits: each.text for each in channel(room)}
    assert set(rewritten) == {"question:loire:1", "question:loire:1:answer0"}
    assert "louis" not in "".join(rewritten.values())


def test_afterwards_a_private_question_leaves_the_channel_and_every_list(room: Room) -> None:
    room.says("amina", "/rencontre planifier confirmé 3 décembre 2026 14h, médiathèque")
    room.says("louis", f"/besoin {SALLE}")
    room.does("zoé", "besoin moi-aussi 1")
    room.does("amina", "besoin reporter 1 mattermost")
    room.does("amina", "rencontre annoncer")
    deliver(room)
    assert "salle à Brest" in read_by(room, "zoé")

    reply = room.does("louis", "besoin rendre-privée 1")

    assert "a pu être lue" in reply.text
    removed = {each.edits: each.text for each in channel(room) if each.kind is MessageKind.REMOVE}
    assert set(removed) == {"question:loire:1", "question:loire:1:call1"}
    assert not any("salle" in text for text in removed.values())
    for who in ("zoé", "amina"):
        assert "salle à Brest" not in read_by(room, who)
    [agenda] = [each for each in channel(room) if each.edits == "meeting:loire:1"]
    assert "salle à Brest" not in agenda.text
    [news] = told(room, "zoé")
    assert "n'est plus ouverte au réseau" in news.text
    assert "salle" not in news.text
    asks_again = room.does("louis", "besoin transmettre 1")
    assert "transmise à Amina" in asks_again.text
    room.says("amina", "/besoin répondre 1 À la Manufacture")
    assert "Manufacture" not in "".join(each.text for each in told(room, "zoé"))


def test_a_shared_question_has_a_new_card_once_the_old_one_was_removed(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    deliver(room)
    room.does("louis", "besoin rendre-privée 1")
    deliver(room)
    in_channel = select(outbox_table.c.text).where(outbox_table.c.user.is_(None))
    assert not [
        text for text in room.store(lambda db: db.scalars(in_channel).all()) if SALLE in text
    ]

    room.does("louis", "besoin retirer-mon-nom 1 confirmé")

    [card] = channel(room)
    assert (card.kind, card.key) == (MessageKind.POST, "question:loire:1")


def test_an_answered_question_is_left_out_of_the_minutes_once_private(room: Room) -> None:
    room.says("amina", "/rencontre planifier confirmé 3 novembre 2026 14h, médiathèque")
    room.says("louis", f"/besoin {SALLE}")
    room.clock.forward(days=1, hours=5)
    room.says("amina", "/rencontre tenir")
    room.does("amina", "rencontre réponse 1 À la Manufacture")
    room.does("amina", "rencontre terminer")
    assert "salle à Brest" in draft(room)

    room.does("louis", "besoin rendre-privée 1")

    assert "salle à Brest" not in draft(room)
    assert "Manufacture" not in draft(room)


@pytest.mark.parametrize("line", ["retirer-mon-nom 1", "rendre-privée 1"])
def test_only_the_asker_chooses_who_sees_a_question(room: Room, line: str) -> None:
    room.says("louis", f"/besoin {SALLE}")
    before = everything(room)

    for who in ("zoé", "amina", "marc", "gaspard"):
        assert room.does(who, f"besoin {line}").refused
    assert everything(room) == before


def test_what_is_so_already_is_too_late(room: Room) -> None:
    room.says("louis", f"/besoin anonyme {SALLE}")
    assert "n'est plus possible" in room.does("louis", "besoin retirer-mon-nom 1").text
    late = room.does("louis", "besoin transmettre 1")
    assert "n'est plus possible" in late.text
    assert late.buttons  # what may be done now
    room.does("louis", "besoin rendre-privée 1")
    assert "n'est plus possible" in room.does("louis", "besoin rendre-privée 1").text


# The same words again


@pytest.mark.parametrize("via", UNSIGNED_WAYS)
@pytest.mark.parametrize("later", [timedelta(minutes=1), timedelta(days=3)])
def test_the_same_words_without_a_name_change_the_question_that_is_kept(
    room: Room, via: Via, later: timedelta
) -> None:
    room.says("louis", f"/besoin {SALLE}")
    deliver(room)
    room.clock.now += later

    reply = room.says("louis", f"/besoin anonyme {SALLE}", via=via)

    text, _ = read(room, "louis", reply, via)
    assert "déjà déposée, sans votre nom" in text
    assert "a pu être lue avec votre nom" in text
    assert kept(room).visibility is Visibility.ANONYMOUS
    assert "Louis" not in read_by(room, "zoé")
    assert "Je ne trouve pas de question n°\u00a02" in room.says("louis", "/besoin voir 2").text


def test_the_same_words_asked_privately_take_the_question_back(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    deliver(room)

    reply = room.says("louis", f"/besoin privé {SALLE}")

    assert "lue par Amina" in reply.text
    assert kept(room).private
    assert "salle à Brest" not in read_by(room, "zoé")


def test_the_same_words_in_the_form_do_too(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")

    sends_form(room, "louis", SALLE, visibilite="anonymous")

    assert kept(room).visibility is Visibility.ANONYMOUS


def test_someone_elses_same_words_change_nothing(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    room.says("zoé", f"/besoin anonyme {SALLE}")
    turns_into_question(room, "amina", "louis", SALLE, typed="besoin anonyme")

    assert kept(room, 1).signed
    assert not kept(room, 2).signed


def test_signed_words_again_never_sign_what_was_unsigned(room: Room) -> None:
    room.says("louis", f"/besoin anonyme {SALLE}")
    room.says("louis", f"/besoin {SALLE}")

    assert not kept(room).signed
    assert len(channel(room)) == 1


# Who will read a private question


@pytest.mark.parametrize("via", UNSIGNED_WAYS)
def test_a_private_question_names_its_readers_and_waits_for_a_yes(room: Room, via: Via) -> None:
    reply = room.says("louis", f"/besoin privé {DETTES}", via=via)

    text, labels = read(room, "louis", reply, via)
    assert "elle sera lue par" in text
    assert labels == ["Transmettre", "Sans mon nom", "Modifier", "Retirer", "Me rappeler plutôt"]
    assert told(room, "amina") == []
    assert channel(room) == []
    for who in ("amina", "zoé"):
        assert "dettes" not in read_by(room, who)

    sent = room.clicks("louis", "besoin transmettre", "1", via=via)
    text, _ = read(room, "louis", sent, via)
    assert "et à personne d'autre" in text
    [news] = told(room, "amina")
    assert DETTES in news.text
    assert DETTES in room.says("amina", "/besoin voir 1").text


def test_what_was_sent_is_sent_once(room: Room) -> None:
    reply = room.says("louis", f"/besoin privé {DETTES}")
    for _ in range(2):
        assert "transmise à Amina" in presses(room, "louis", reply.buttons[0]).text

    assert len(told(room, "amina")) == 1
    assert [each.change.value for each in story(room)] == ["asked", "sent"]


def form(room: Room, who: str) -> dict[str, str]:
    """Open the form, and return the values of its choices by what is read."""
    dialog = room.says(who, "/besoin").dialog
    assert dialog is not None
    [entry] = [each for each in dialog.fields if each.name == "visibilite"]
    return {each.label: each.value for each in entry.choices} | {"": dialog.introduction}


def test_the_form_names_the_readers_so_what_it_brings_is_sent(room: Room) -> None:
    choices = form(room, "louis")
    assert "lue par \ue000amina\ue001, et par personne d'autre" in choices[""]

    sends_form(room, "louis", DETTES, visibilite=choices["La coordination seulement"])

    [news] = told(room, "amina")
    assert DETTES in news.text
    [receipt] = told(room, "louis")
    assert "est transmise à" in receipt.text


@pytest.mark.parametrize("value", ["private", "private:", "private:zoe", "private:::"])
def test_a_form_that_named_other_readers_sends_nothing(room: Room, value: str) -> None:
    sends_form(room, "louis", DETTES, visibilite=value)

    assert kept(room).private
    assert told(room, "amina") == []


def test_a_coordinator_who_came_since_the_form_was_opened_is_named_first(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    value = form(room, "louis")["La coordination seulement"]
    monkeypatch.setitem(ROLES, "zoé", {"loire": Role.COORDINATOR})

    sends_form(room, "louis", DETTES, visibilite=value)

    assert told(room, "amina") == told(room, "zoé") == []


def test_a_coordinator_who_asks_is_not_among_the_readers(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROLES, "zoé", {"loire": Role.COORDINATOR})

    reply = room.says("amina", f"/besoin privé {DETTES}")

    assert "lue par Zoé, et par personne" in reply.text
    room.does("amina", "besoin transmettre 1")
    assert len(told(room, "zoé")) == 1


def test_nobody_to_read_it_is_said_and_it_waits_for_someone(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROLES, "amina", {"loire": Role.MEMBER})
    reply = room.says("louis", f"/besoin privé {DETTES}")
    assert "Personne ne peut lire votre question privée" in reply.text
    assert [each.label for each in reply.buttons] == ["Sans mon nom", "Modifier", "Retirer"]
    waits(room, hours=30)
    assert room.outbox() == []

    monkeypatch.setitem(ROLES, "zoé", {"loire": Role.COORDINATOR})
    waits(room, hours=1)
    waits(room, hours=1)

    [news] = told(room, "louis")
    assert "lue par Zoé" in news.text.replace("\ue000zoe\ue001", "Zoé")
    assert [each.label for each in news.buttons] == [
        "Transmettre",
        "Sans mon nom",
        "Modifier",
        "Retirer",
        "Me rappeler plutôt",
    ]
    assert told(room, "zoé") == []
    assert "dettes" not in read_by(room, "zoé")
    presses(room, "louis", news.buttons[0])
    assert len(told(room, "zoé")) == 1


def test_readers_who_changed_since_they_were_named_are_sent_nothing(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    reply = room.says("louis", f"/besoin privé {DETTES}")
    monkeypatch.setitem(ROLES, "amina", {"loire": Role.MEMBER})
    monkeypatch.setitem(ROLES, "zoé", {"loire": Role.COORDINATOR})

    again = presses(room, "louis", reply.buttons[0])

    assert "Je n'ai rien transmis" in again.text
    assert "lue par Zoé" in again.text
    assert told(room, "zoé") == []
    presses(room, "louis", again.buttons[0])
    assert len(told(room, "zoé")) == 1


def test_who_comes_to_coordinate_later_does_not_read_what_was_sent_to_others(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks_privately(room, "louis", DETTES)
    monkeypatch.setitem(ROLES, "zoé", {"loire": Role.COORDINATOR})

    assert "dettes" not in read_by(room, "zoé")
    room.does("zoé", "besoin exporter")
    [*_, table] = [each for each in told(room, "zoé") if each.file]
    assert table.file is not None
    assert list(csv.DictReader(io.StringIO(table.file.content[1:]), delimiter=";")) == []
    assert "dettes" in read_by(room, "amina")
    assert "Une question privée vous attend" in waiting(room)
    assert "question privée" not in waiting(room, "zoe")
    room.does("louis", "besoin écrire 1 Un détail")
    assert not [each for each in told(room, "zoé") if "détail" in each.text]


@pytest.mark.parametrize(("asked", "told_too"), [("privé ", []), ("", ["zoé"])])
def test_what_is_answered_in_private_reaches_the_readers_of_a_question_alone(
    room: Room, monkeypatch: pytest.MonkeyPatch, asked: str, told_too: list[str]
) -> None:
    monkeypatch.setitem(ROLES, "nadia", {"loire": Role.COORDINATOR})
    room.says("louis", f"/besoin {asked}{DETTES}")
    room.does("louis", "besoin transmettre 1")
    monkeypatch.setitem(ROLES, "zoé", {"loire": Role.COORDINATOR})

    room.says("amina", "/besoin répondre 1 en privé : Écoutez d'abord")

    answered = [who for who in ROLES if any("Écoutez" in each.text for each in told(room, who))]
    assert sorted(answered) == sorted(["louis", "nadia", *told_too])


def test_where_its_readers_are_gone_the_asker_is_told_who_came(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks_privately(room, "louis", DETTES)
    monkeypatch.setitem(ROLES, "amina", {"loire": Role.MEMBER})
    monkeypatch.setitem(ROLES, "zoé", {"loire": Role.COORDINATOR})

    waits(room, hours=1)

    [news] = told(room, "louis")
    assert news.buttons[0].label == "Transmettre"
    assert "dettes" not in read_by(room, "zoé")
    waits(room, days=29)
    assert kept(room).text == DETTES


def test_its_author_is_reminded_once_that_it_was_not_sent(room: Room) -> None:
    room.says("louis", f"/besoin privé {DETTES}")
    waits(room, hours=23)
    assert told(room, "louis") == []

    waits(room, hours=2)
    waits(room, days=3)

    [news] = told(room, "louis")
    assert DETTES in news.text
    assert news.buttons[0].label == "Transmettre"


def test_what_was_sent_to_nobody_is_erased_after_thirty_days_and_its_author_told(
    room: Room,
) -> None:
    room.says("louis", f"/besoin privé {DETTES}")
    waits(room, days=2)
    waits(room, days=UNSENT_ERASED_AFTER.days - 3)
    assert kept(room).text == DETTES

    waits(room, days=1)

    assert "dettes" not in everything(room)
    [news] = told(room, "louis")
    assert "je l'ai effacée" in news.text
    room.says("zoé", f"/besoin {SALLE}")
    assert kept(room, 2).text == SALLE


def test_a_private_question_taken_back_is_never_read(room: Room) -> None:
    room.says("louis", f"/besoin privé {DETTES}")
    room.does("louis", "besoin retirer 1")
    waits(room, days=2)

    assert room.does("louis", "besoin transmettre 1").refused
    assert told(room, "amina") == []
    assert "dettes" not in read_by(room, "amina")


def test_a_mention_makes_no_private_question_of_someone_elses_message(room: Room) -> None:
    turns_into_question(room, "amina", "louis", DETTES, typed="besoin privé")

    assert told(room, "louis") == channel(room) == []
    [news] = told(room, "amina")
    assert "demande peut-être la discrétion" in news.text


def test_a_reply_in_the_thread_of_a_question_made_private_proposes_nothing(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    deliver(room)
    room.does("louis", "besoin rendre-privée 1")
    before = len(told(room, "louis"))

    replies(room, "zoé", "À la Manufacture")

    assert len(told(room, "louis")) == before


def test_without_buttons_the_words_are_told(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False, hold=timedelta(seconds=30))
    room.says("louis", f"besoin {SALLE}", via=Via.MENTION)
    room.says("louis", f"besoin privé {DETTES}", via=Via.DIRECT)

    signed, private = (re.sub(r"\s", " ", each.text) for each in told(room, "louis"))
    assert "**1** Sans mon nom (ou :bust_in_silhouette:) · **2** En privé (ou :lock:)" in signed
    assert "**3** Modifier" in signed
    assert "**1** Transmettre (ou :incoming_envelope:)" in private
    room.database.close()
