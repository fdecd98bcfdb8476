"""Answers: given, proposed in the thread, accepted, told, found wanting."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.message import MessageKind
from bot.question.rules import QuestionStatus
from bot.talk.command import Command, Via
from bot.talk.reply import Reply
from tests.commands.gestures import checks, deliver, kept, presses, replies, story, told, written
from tests.room import Room, caller

SALLE = "/besoin Qui prête une salle à Brest ?"


@pytest.fixture
def asked(room: Room) -> Room:
    """Return a room where Louis has asked, and Zoé has joined."""
    room.says("louis", SALLE)
    room.says("zoé", "/besoin moi-aussi 1")
    return room


@pytest.mark.parametrize("who", ["louis", "amina"])
@pytest.mark.parametrize("via", [Via.REACTION, Via.BUTTON])
def test_the_author_or_a_coordinator_accepts_a_reply(asked: Room, who: str, via: Via) -> None:
    found = replies(asked, "zoé", "La Manufacture, le mardi")

    reply = checks(asked, who, found, via=via)

    answer = kept(asked).answer
    assert not reply.refused
    assert answer is not None
    assert (answer.text, answer.by) == ("La Manufacture, le mardi", "zoe")
    assert bool(reply.text) == (via is Via.BUTTON)
    card = [message for message in asked.outbox() if message.kind is MessageKind.EDIT][-1]
    assert "La Manufacture, le mardi" in card.text


@pytest.mark.parametrize("who", ["zoé", "gaspard", "marc"])
def test_nobody_else_accepts_a_reply(asked: Room, who: str) -> None:
    found = replies(asked, "zoé", "La Manufacture, le mardi")

    assert checks(asked, who, found).refused
    assert checks(asked, who, found, via=Via.BUTTON).refused
    assert kept(asked).status is QuestionStatus.OPEN


def test_a_second_reply_is_not_accepted(asked: Room) -> None:
    first, second = (replies(asked, "zoé", each) for each in ("À l'auberge", "À la mairie"))
    checks(asked, "louis", first)

    assert checks(asked, "louis", second).refused
    assert checks(asked, "amina", first, via=Via.BUTTON).refused
    answer = kept(asked).answer
    assert answer is not None
    assert answer.text == "À l'auberge"


@pytest.mark.parametrize("text", ["", "👍", "…"])
def test_a_reply_without_a_word_is_no_answer(asked: Room, text: str) -> None:
    assert checks(asked, "louis", replies(asked, "zoé", text)).refused
    assert kept(asked).status is QuestionStatus.OPEN


@pytest.mark.parametrize(
    "under", ["digest:loire:1", "question:national:1", "question:loire:1:told"]
)
def test_a_check_mark_elsewhere_means_nothing(asked: Room, under: str) -> None:
    deliver(asked)

    reply = checks(asked, "louis", written(asked, "zoé", "Oui", under=under))

    assert (reply.text, reply.refused) == ("", False)
    assert kept(asked).status is QuestionStatus.OPEN


def test_a_reply_that_is_gone_cannot_be_accepted(asked: Room) -> None:
    assert checks(asked, "louis", None).text == ""

    reply = checks(asked, "louis", None, via=Via.BUTTON)

    assert reply.refused
    assert "`/besoin répondre <n°> <réponse>`" in reply.text


def test_a_reply_is_proposed_to_the_author_once_a_person(asked: Room) -> None:
    replies(asked, "zoé", "La Manufacture")
    [news] = told(asked, "louis")
    assert news.text.startswith("\ue000zoe\ue001 a écrit dans le fil de votre question")
    [accept] = news.buttons
    assert (accept.label, accept.route) == ("C'est la réponse", "besoin accepter")
    deliver(asked)

    replies(asked, "zoé", "Ou l'auberge")
    assert told(asked, "louis") == []
    replies(asked, "amina", "Ou la mairie")
    assert len(told(asked, "louis")) == 1


def test_ones_own_reply_and_one_to_an_ended_question_are_not_proposed(asked: Room) -> None:
    replies(asked, "louis", "Personne ?")
    assert told(asked, "louis") == []

    asked.says("amina", "/besoin fermer 1 Déjà vu")
    deliver(asked)
    replies(asked, "zoé", "La Manufacture")

    assert told(asked, "louis") == []


@pytest.mark.parametrize("who", ["gaspard", "marc"])
def test_a_reply_from_outside_the_network_is_not_proposed(asked: Room, who: str) -> None:
    replies(asked, who, "La Manufacture")

    assert told(asked, "louis") == []


def test_after_a_reopening_the_same_person_may_propose_again(asked: Room) -> None:
    checks(asked, "louis", replies(asked, "zoé", "La Manufacture"))
    asked.says("louis", "/besoin rouvrir 1")
    deliver(asked)

    replies(asked, "zoé", "L'auberge, alors")

    assert [m.text for m in told(asked, "louis") if "a écrit dans le fil" in m.text] != []


def test_a_reply_to_a_call_is_proposed_as_well(asked: Room) -> None:
    asked.says("amina", "/besoin reporter 1 mattermost")
    deliver(asked)

    found = replies(asked, "zoé", "La Manufacture", under="question:loire:1:call1")

    assert len(told(asked, "louis")) == 1
    checks(asked, "louis", found)
    assert kept(asked).status is QuestionStatus.ANSWERED


def test_all_those_concerned_are_told_personally_but_for_who_answers(asked: Room) -> None:
    asked.says("amina", "/besoin moi-aussi 1")

    asked.says("amina", "/besoin répondre 1 La mairie")

    assert "votre question n°\u00a01" in told(asked, "louis")[0].text
    assert "qui vous concerne aussi" in told(asked, "zoé")[0].text
    assert told(asked, "amina") == []


def test_who_wrote_the_accepted_reply_is_not_told_their_own_answer(asked: Room) -> None:
    checks(asked, "louis", replies(asked, "zoé", "La Manufacture"))

    assert told(asked, "zoé") == []


@pytest.mark.parametrize("who", ["louis", "zoé"])
def test_those_concerned_reopen_once_an_answer_that_does_not_help(asked: Room, who: str) -> None:
    asked.says("amina", "/besoin répondre 1 La mairie")
    [wanting] = told(asked, who)[0].buttons
    assert wanting.label == "Cela ne m'aide pas"

    assert not presses(asked, who, wanting).refused
    assert kept(asked).status is QuestionStatus.OPEN
    assert "la réponse n'a pas suffi" in asked.said()[-1]
    assert presses(asked, who, wanting).refused

    asked.says("amina", "/besoin répondre 1 L'auberge")
    for each in ("louis", "zoé"):
        second = told(asked, each)[-1]
        assert "L'auberge" in second.text
        assert second.buttons == ()
        refused = presses(asked, each, wanting)
        assert "a déjà été rouverte une fois" in refused.text
    assert kept(asked).status is QuestionStatus.ANSWERED


def test_someone_whom_it_does_not_concern_reopens_nothing(room: Room) -> None:
    room.says("louis", SALLE)
    room.says("amina", "/besoin répondre 1 La mairie")

    reply = room.says("zoé", "/besoin rouvrir 1")

    assert reply.refused
    assert "aux personnes que la question concerne" in reply.text


def test_a_coordinator_reopens_whenever(asked: Room) -> None:
    for ending in ("répondre 1 La mairie", "fermer 1 Déjà vu", "répondre 1 L'auberge"):
        assert not asked.says("amina", f"/besoin {ending}").refused
        assert not asked.says("amina", "/besoin rouvrir 1").refused

    assert kept(asked).status is QuestionStatus.OPEN
    assert asked.says("amina", "/besoin rouvrir 1").refused


def test_what_its_author_withdrew_its_author_reopens(asked: Room) -> None:
    asked.says("louis", "/besoin retirer 1")
    assert "Si elle vous intéresse toujours" in told(asked, "zoé")[0].text
    assert asked.says("zoé", "/besoin rouvrir 1").refused

    assert not asked.says("louis", "/besoin rouvrir 1").refused
    assert not kept(asked).reopened


def test_what_a_coordinator_closed_its_author_does_not_reopen(asked: Room) -> None:
    asked.says("amina", "/besoin fermer 1 Déjà vu en septembre")
    assert "Déjà vu en septembre" in told(asked, "louis")[0].text
    assert "Déjà vu en septembre" in told(asked, "zoé")[0].text

    assert asked.says("louis", "/besoin rouvrir 1").refused


def test_an_answer_after_a_reopening_is_told_under_fresh_keys(asked: Room) -> None:
    for number in range(4):
        assert not asked.says("zoé", f"/besoin répondre 1 Idée {number}").refused
        assert not asked.says("amina", "/besoin rouvrir 1").refused

    keys = [message.key for message in asked.outbox()]
    assert len(set(keys)) == len(keys)
    assert len([m for m in told(asked, "louis") if "La réponse" in m.text]) == 4


def test_of_an_acceptance_and_an_answer_at_once_one_wins(asked: Room) -> None:
    found = replies(asked, "zoé", "La Manufacture")
    accepting = Command(
        text="",
        caller=caller("louis"),
        via=Via.BUTTON,
        channel="loire-channel",
        network="loire",
        route="besoin accepter",
        refers=found,
    )
    answering = Command(
        text="besoin répondre 1 L'auberge",
        caller=caller("amina"),
        via=Via.SLASH,
        channel="loire-channel",
        network="loire",
    )

    async def both() -> list[Reply]:
        each = (asked._dispatch.answer(command) for command in (accepting, answering))
        return list(await asyncio.gather(*each))

    replied = asyncio.run(both())

    assert sorted(reply.refused for reply in replied) == [False, True]
    assert len([event for event in story(asked) if event.change.value == "answered"]) == 1


def test_the_form_refuses_a_question_that_has_its_answer(asked: Room) -> None:
    asked.says("amina", "/besoin répondre 1 La mairie")

    assert asked.clicks("zoé", "besoin j-ai-une-reponse", "1").refused


def test_one_who_leaves_is_no_longer_counted_nor_told(asked: Room) -> None:
    left = asked.says("zoé", "/besoin sans-moi 1")
    again = asked.says("zoé", "/besoin sans-moi 1")
    asked.says("amina", "/besoin répondre 1 La mairie")

    assert "ne vous compte plus" in left.text
    assert "Vous n'étiez pas dans le compte" in again.text
    assert kept(asked).concerned == 1
    assert told(asked, "zoé") == []


def test_two_messages_about_a_question_at_the_same_moment_both_go(asked: Room) -> None:
    for text in ("Pour quel public ?", "Et pour quand ?"):
        assert not asked.says("amina", f"/besoin écrire 1 {text}").refused

    assert len(told(asked, "louis")) == 2


def test_a_message_to_nobody_is_not_said_to_have_left(room: Room) -> None:
    room.says("amina", SALLE)

    assert "rien n'est parti" in room.says("amina", "/besoin écrire 1 Bonjour").text
