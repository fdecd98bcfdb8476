"""Texts that seem to carry someone's data: nothing is kept, and their writer is told what to do."""

from __future__ import annotations

import pytest

from bot.talk.command import Via
from tests.commands.gestures import (
    checks,
    everything,
    kept,
    presses,
    replies,
    sends_form,
    told,
    turns_into_question,
)
from tests.room import Room

PHONE = "06 12 34 56 78"
ASKED = f"Qui peut rappeler le {PHONE} avant jeudi ?"
SALLE = "Qui prête une salle à Brest ?"
NOTHING = "Je n'ai rien enregistré\u00a0: votre texte semble contenir un numéro de téléphone."


@pytest.fixture
def asked(room: Room) -> Room:
    """Return a room where Louis has asked for a place."""
    room.says("louis", f"/besoin {SALLE}")
    return room


@pytest.mark.parametrize("kind", ["", "anonyme ", "privé "])
@pytest.mark.parametrize("via", [Via.SLASH, Via.MENTION, Via.DIRECT])
def test_nothing_of_a_refused_question_is_kept(room: Room, kind: str, via: Via) -> None:
    reply = room.says("louis", f"/besoin {kind}{ASKED}", via=via)

    read = reply.text if via is Via.SLASH else room.said()[0]
    assert read.startswith(NOTHING)
    assert reply.refused
    assert PHONE not in everything(room)
    assert "rappeler" not in everything(room)


def test_under_a_slash_command_the_text_comes_back_without_it(room: Room) -> None:
    reply = room.says("louis", f"/besoin {ASKED}")

    assert "> Qui peut rappeler le \\[téléphone\\] avant jeudi ?" in reply.text
    assert "le mot «\u00a0certifié\u00a0» juste devant votre texte" in reply.text
    assert "supprimez-le" not in reply.text


def test_who_mentioned_it_in_the_channel_is_told_to_delete_the_message(room: Room) -> None:
    room.says("louis", f"besoin {ASKED}", via=Via.MENTION)

    [news] = told(room, "louis")
    assert "Votre message, lui, reste lisible dans le canal\u00a0: supprimez-le." in news.text
    assert news.buttons == ()
    assert "rappeler" not in news.text


def test_in_a_direct_message_nobody_else_reads_it(room: Room) -> None:
    room.says("louis", f"besoin {ASKED}", via=Via.DIRECT)

    [news] = told(room, "louis")
    assert "supprimez-le" not in news.text


@pytest.mark.parametrize("visibility", ["public", "anonymous", "private"])
def test_a_form_stays_open_and_says_why(room: Room, visibility: str) -> None:
    reply = sends_form(room, "louis", ASKED, visibilite=visibility)

    assert reply.refused
    assert reply.text.startswith(NOTHING)
    assert "Cochez «\u00a0Certifié\u00a0»" in reply.text
    assert room.outbox() == []
    assert PHONE not in everything(room)


def test_a_certified_form_keeps_its_choices(room: Room) -> None:
    sends_form(room, "louis", f"certifié {ASKED}", visibilite="private")

    assert kept(room).private
    assert kept(room).text == ASKED


@pytest.mark.parametrize("via", [Via.SLASH, Via.MENTION, Via.DIRECT])
@pytest.mark.parametrize("word", ["certifié", "Certifié :", "certifie", "CERTIFIÉE,", "certifiés"])
def test_what_is_certified_is_kept_as_it_is(room: Room, via: Via, word: str) -> None:
    room.says("louis", f"/besoin {word} {ASKED}", via=via)

    assert kept(room).text == ASKED


@pytest.mark.parametrize("kind", ["", "anonyme ", "privé "])
def test_the_button_certifies_the_same_command(room: Room, kind: str) -> None:
    refused = room.says("louis", f"/besoin {kind}{ASKED}")
    [confirm] = refused.buttons
    assert confirm.label == "Ce n'est pas une donnée personnelle"

    reply = presses(room, "louis", confirm)

    assert not reply.refused
    assert kept(room).text == ASKED
    assert kept(room).visibility.value == {"": "public", "anonyme ": "anonymous"}.get(
        kind, "private"
    )


@pytest.mark.parametrize(
    ("who", "typed"),
    [
        ("zoé", "répondre 1 {}"),
        ("louis", "modifier 1 {}"),
        ("amina", "fermer 1 {}"),
        ("louis", "écrire 1 {}"),
        ("amina", "écrire 1 {}"),
    ],
)
def test_answers_edits_reasons_and_messages_are_read_as_well(
    asked: Room, who: str, typed: str
) -> None:
    told_at = f"Appelez le {PHONE} avant jeudi"
    before = kept(asked)

    reply = asked.plays(who, f"besoin {typed.format(told_at)}")

    assert reply.refused
    assert kept(asked) == before
    assert PHONE not in everything(asked)
    assert "avant jeudi" not in everything(asked)

    said = asked.plays(who, f"besoin {typed.format(f'certifié {told_at}')}")
    assert not said.refused
    assert PHONE in everything(asked)


@pytest.mark.parametrize(
    ("who", "typed"),
    [
        ("zoé", "répondre 1 {}"),
        ("zoé", "répondre n°1 {}"),
        ("zoé", "répondre #1 : {}"),
    ],
)
def test_the_button_certifies_what_comes_after_a_number(asked: Room, who: str, typed: str) -> None:
    refused = asked.says(who, f"/besoin {typed.format(f'Appelez le {PHONE}')}")

    reply = presses(asked, who, refused.buttons[0])

    assert not reply.refused
    assert f"Appelez le {PHONE}" in everything(asked)
    assert "certifié" not in everything(asked)


@pytest.mark.parametrize("via", [Via.REACTION, Via.BUTTON])
def test_a_reply_that_carries_it_is_not_kept_as_the_answer(asked: Room, via: Via) -> None:
    found = replies(asked, "zoé", f"Rappelez la dame au {PHONE}")

    reply = checks(asked, "louis", found, via=via)

    assert reply.refused
    assert kept(asked).status.waiting
    assert PHONE not in everything(asked)
    assert (NOTHING in reply.text) == (via is Via.BUTTON)


def test_a_message_that_carries_it_is_not_turned_into_a_question(room: Room) -> None:
    turns_into_question(room, "amina", "louis", ASKED)
    assert PHONE not in everything(room)
    room.clock.forward(seconds=1)

    turns_into_question(room, "amina", "louis", ASKED, typed="besoin certifié")

    assert kept(room).text == ASKED


@pytest.mark.parametrize("typed", [f"thème 1 {PHONE}", f"liste {PHONE} Bernard"])
@pytest.mark.parametrize("via", [Via.MENTION, Via.DIRECT])
def test_a_refusal_that_quotes_what_was_typed_does_not_keep_it(
    asked: Room, typed: str, via: Via
) -> None:
    asked.says("louis", f"/besoin {typed}", via=via)

    assert PHONE not in everything(asked)


def test_a_search_keeps_nothing_of_its_words(asked: Room) -> None:
    asked.says("louis", f"/besoin chercher {PHONE} Durand", via=Via.DIRECT)

    assert PHONE not in everything(asked)
    assert "urand" not in everything(asked)


def test_two_kinds_are_named_together(room: Room) -> None:
    reply = room.says("louis", f"/besoin Qui rappelle le {PHONE} ou j.valtaud@example.org ?")

    assert "un numéro de téléphone et une adresse" in reply.text
