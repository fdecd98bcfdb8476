"""Answers: given, proposed in the thread, accepted, told, found wanting."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.message import MessageKind
from bot.question.rules import QuestionStatus
from bot.talk.command import Command, Via
from bot.talk.reply import Reply
from tests.commands.gestures import (
    asks_privately,
    checks,
    deliver,
    kept,
    presses,
    replies,
    story,
    told,
    written,
)
from tests.room import Room, caller

SALLE = "/besoin Qui prête une salle à Brest ?"


@pytest.fixture
def asked(room: Room) -> Room:
    """Return a room where Louis has asked, and Zoé has joined."""
    room.says("louis", SALLE)
    room.does("zoé", "besoin moi-aussi 1")
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


def test_a_reply_is_proposed_to_the_author_once(asked: Room) -> None:
    replies(asked, "zoé", "La Manufacture")
    [news] = told(asked, "louis")
    assert news.text.startswith("\ue000zoe\ue001 a écrit dans le fil de votre question")
    [accept] = news.buttons
    assert (accept.label, accept.route) == ("C'est la réponse", "besoin accepter")
    deliver(asked)

    second = replies(asked, "amina", "Ou la mairie")
    assert told(asked, "louis") == []
    assert not checks(asked, "louis", second).refused


def test_ones_own_reply_and_one_to_an_ended_question_are_not_proposed(asked: Room) -> None:
    replies(asked, "louis", "Personne ?")
    assert told(asked, "louis") == []

    asked.does("amina", "besoin fermer 1 Déjà vu")
    deliver(asked)
    replies(asked, "zoé", "La Manufacture")

    assert told(asked, "louis") == []


@pytest.mark.parametrize("who", ["gaspard", "marc"])
def test_a_reply_from_outside_the_network_is_not_proposed(asked: Room, who: str) -> None:
    replies(asked, who, "La Manufacture")

    assert told(asked, "louis") == []


def test_after_a_reopening_a_reply_is_proposed_again(asked: Room) -> None:
    checks(asked, "louis", replies(asked, "zoé", "La Manufacture"))
    asked.does("louis", "besoin rouvrir 1")
    deliver(asked)

    replies(asked, "zoé", "L'auberge, alors")

    assert [m.text for m in told(asked, "louis") if "a écrit dans le fil" in m.text] != []


def test_a_reply_to_a_call_is_proposed_as_well(asked: Room) -> None:
    asked.does("amina", "besoin reporter 1 mattermost")
    deliver(asked)

    found = replies(asked, "zoé", "La Manufacture", under="question:loire:1:call1")

    assert len(told(asked, "louis")) == 1
    checks(asked, "louis", found)
    assert kept(asked).status is QuestionStatus.ANSWERED


def test_all_those_concerned_are_told_personally_but_for_who_answers(asked: Room) -> None:
    asked.does("amina", "besoin moi-aussi 1")

    asked.says("amina", "/besoin répondre 1 La mairie")

    assert "votre question n°\u00a01" in told(asked, "louis")[0].text
    assert "qui vous concerne aussi" in told(asked, "zoé")[0].text
    assert told(asked, "amina") == []


def test_who_wrote_the_accepted_reply_is_not_told_their_own_answer(asked: Room) -> None:
    checks(asked, "louis", replies(asked, "zoé", "La Manufacture"))

    assert told(asked, "zoé") == []


def says_what_is_missing(room: Room, who: str, to: str = "rouvrir") -> Reply:
    """Fill in the form of « Pas tout à fait… »."""
    return room.fills(who, "besoin pas-tout-à-fait", "1", texte="Il manque un horaire", a_qui=to)


@pytest.mark.parametrize("who", ["louis", "zoé"])
def test_those_concerned_say_once_to_all_what_is_missing(asked: Room, who: str) -> None:
    asked.says("amina", "/besoin répondre 1 La mairie")
    more = told(asked, who)[0].buttons[1]
    assert more.label == "Plus…"
    [menu] = [each for each in asked.says(who, "/besoin voir 1").buttons if each.options]
    [wanting] = [each for each in menu.options if each.label == "Pas tout à fait…"]
    dialog = asked.takes(who, wanting).dialog
    assert dialog is not None
    assert dialog.introduction == "> La mairie"

    assert not says_what_is_missing(asked, who).refused

    assert kept(asked).status is QuestionStatus.OPEN
    [thread] = [each.text for each in asked.outbox() if ":reopened" in each.key]
    assert thread == (
        "La question n°\u00a01 est rouverte. Il manque encore\u00a0:\n> Il manque un horaire\n\n"
        "Qui peut aider\u00a0?"
    )
    assert "attend encore sa réponse" in asked.takes(who, wanting).text
    asked.says("amina", "/besoin répondre 1 L'auberge")
    for each in ("louis", "zoé"):
        assert "L'auberge" in told(asked, each)[-1].text
        assert "a déjà été rouverte une fois" in says_what_is_missing(asked, each).text
    assert kept(asked).status is QuestionStatus.ANSWERED


def test_whoever_answered_is_asked_in_private_for_what_is_missing(asked: Room) -> None:
    asked.says("amina", "/besoin répondre 1 La mairie")
    asked.does("louis", "besoin rouvrir 1")
    asked.says("amina", "/besoin répondre 1 L'auberge")

    says_what_is_missing(asked, "louis", to="demander")

    assert "La réponse reste" in told(asked, "louis")[-1].text
    assert kept(asked).status is QuestionStatus.ANSWERED
    [asking] = told(asked, "amina")
    assert "\ue000louis\ue001 demande une précision" in asking.text
    assert "> Il manque un horaire" in asking.text
    assert [each.label for each in asking.buttons] == ["Compléter"]
    deliver(asked)
    asked.does("amina", "besoin compléter 1 De 9 h à midi")
    [news] = told(asked, "louis")
    assert "> De 9 h à midi" in news.text
    assert told(asked, "zoé") == []


def test_nobody_asks_oneself_for_what_is_missing(asked: Room) -> None:
    asked.says("louis", "/besoin répondre 1 La mairie")

    assert (
        "Je n'ai personne d'autre à qui le demander"
        in says_what_is_missing(asked, "louis", to="demander").text
    )


def test_whoever_completes_their_own_answer_is_named_once(asked: Room) -> None:
    asked.says("amina", "/besoin répondre 1 La mairie")
    asked.does("amina", "besoin compléter 1 Le jeudi aussi")

    shown = asked.says("zoé", "/besoin voir 1").text

    assert "Réponse d'Amina\u00a0:\n> La mairie\n>\n> Le jeudi aussi" in shown


def test_an_answer_is_completed_by_anyone_and_credits_them(asked: Room) -> None:
    asked.says("amina", "/besoin répondre 1 La mairie")
    deliver(asked)

    reply = asked.does("zoé", "besoin compléter 1 Le jeudi aussi")

    assert not reply.refused
    card, thread = asked.said()
    assert "Réponse d'Amina, complétée par Zoé\u00a0:\n> La mairie" in card
    assert "La mairie\n>\n> Complément : Le jeudi aussi" in card
    assert thread == "Zoé complète la réponse à la question n°\u00a01\u00a0:\n> Le jeudi aussi"
    assert asked.outbox()[1].thread == "question:loire:1"
    asked.does("louis", "besoin rouvrir 1")
    asked.says("amina", "/besoin répondre 1 L'auberge")
    assert "complétée par" not in asked.says("zoé", "/besoin voir 1").text.split("\n- ")[0]


def test_an_addition_may_be_unsigned_and_an_endless_answer_grows_no_more(asked: Room) -> None:
    asked.says("amina", "/besoin répondre 1 La mairie")

    asked.does("zoé", "besoin compléter 1 anonyme : le jeudi aussi")
    assert "Zoé" not in "".join(asked.said()[-2:])
    for _ in range(2):
        refused = asked.does("zoé", f"besoin compléter 1 {'mot ' * 490}")
    refused = asked.does("zoé", f"besoin compléter 1 {'mot ' * 490}")
    assert "déjà bien longue" in refused.text


@pytest.mark.parametrize("kind", ["", "anonyme "])
def test_what_its_author_adds_names_nobody_once_they_are_unsigned(room: Room, kind: str) -> None:
    room.says("louis", f"/besoin {kind}Qui prête une salle à Brest ?")
    room.says("amina", "/besoin répondre 1 La mairie")
    deliver(room)

    room.does("louis", "besoin compléter 1 Le jeudi aussi")
    assert "La réponse à la question n°\u00a01 est complétée" in room.said()[-1]
    room.does("louis", "besoin retirer-mon-nom 1")

    assert "Louis" not in room.says("zoé", "/besoin voir 1").text
    card = [each.text for each in room.outbox() if each.edits == "question:loire:1"][-1]
    assert "louis" not in card


def test_what_is_missing_in_a_private_answer_is_said_to_its_readers_alone(room: Room) -> None:
    asks_privately(room, "louis", "Comment parler de dettes ?")
    room.says("amina", "/besoin répondre 1 Avec douceur")
    deliver(room)

    says_what_is_missing(room, "louis")

    assert [each.user for each in room.outbox() if "Il manque un horaire" in each.text] == ["amina"]
    room.says("amina", "/besoin répondre 1 À la permanence")
    deliver(room)
    room.does("amina", "besoin compléter 1 Le jeudi")
    [news] = told(room, "louis")
    assert "> Le jeudi" in news.text
    assert all(each.user for each in room.outbox())


def test_in_private_what_is_missing_is_asked_of_whoever_answered(asked: Room) -> None:
    asked.says("amina", "/besoin répondre 1 La mairie")

    asked.does("louis", "besoin pas-tout-à-fait 1 en privé : il manque un horaire")

    assert kept(asked).status is QuestionStatus.ANSWERED
    assert "il manque un horaire" in told(asked, "amina")[-1].text


@pytest.mark.parametrize("line", ["compléter 1 Oui", "remercier 1", "pas-tout-à-fait 1 Oui"])
def test_what_is_said_of_an_answer_needs_one(asked: Room, line: str) -> None:
    reply = asked.does("louis", f"besoin {line}")

    assert reply.refused
    assert reply.text == "La question n°\u00a01 attend encore sa réponse."
    assert [each.label for each in reply.buttons] == ["J'ai une réponse", "Plus…"]


# Thanks


def thanks(room: Room, after: float = 1) -> list[str]:
    """Return what whoever answered is told, an hour later."""
    room.clock.forward(hours=after)
    room.settles()
    return [each.text for each in told(room, "amina") if ":thanks" in each.key]


def test_thanks_reach_whoever_answered_in_one_message_that_counts(asked: Room) -> None:
    asked.says("amina", "/besoin répondre 1 La mairie")
    deliver(asked)

    for who in ("louis", "zoé"):
        reply = asked.clicks(who, "besoin remercier", "1")
        assert "saura qu'on l'en remercie, sans savoir qui" in reply.text

    assert thanks(asked, after=0.9) == []
    [text] = thanks(asked)
    assert text.startswith("Votre réponse à la question n°\u00a01 de la Loire a aidé")
    assert "2\u00a0personnes vous remercient" in text


def test_the_same_press_takes_thanks_back(asked: Room) -> None:
    asked.says("amina", "/besoin répondre 1 La mairie")
    for _ in range(2):
        reply = asked.clicks("louis", "besoin remercier", "1")

    assert "C'est repris" in reply.text
    assert thanks(asked) == []


def test_later_thanks_rewrite_what_was_said(asked: Room) -> None:
    asked.says("amina", "/besoin répondre 1 La mairie")
    asked.does("louis", "besoin remercier 1")
    thanks(asked)
    deliver(asked)

    asked.does("zoé", "besoin remercier 1")

    [rewritten] = told(asked, "amina")
    assert rewritten.kind is MessageKind.EDIT
    assert "2\u00a0personnes vous remercient" in rewritten.text


def test_one_does_not_thank_oneself(asked: Room) -> None:
    asked.says("amina", "/besoin répondre 1 La mairie")

    assert asked.does("amina", "besoin remercier 1").refused
    assert asked.says("marc", "/besoin ~loire remercier 1").refused
    assert thanks(asked) == []


def test_a_new_answer_has_thanks_of_its_own(asked: Room) -> None:
    asked.says("amina", "/besoin répondre 1 La mairie")
    asked.does("louis", "besoin remercier 1")
    asked.does("louis", "besoin rouvrir 1")
    asked.says("amina", "/besoin répondre 1 L'auberge")
    asked.does("zoé", "besoin remercier 1")

    assert len(thanks(asked)) == 2
    assert all("1\u00a0personne vous remercie" in text for text in thanks(asked))


def test_someone_whom_it_does_not_concern_reopens_nothing(room: Room) -> None:
    room.says("louis", SALLE)
    room.says("amina", "/besoin répondre 1 La mairie")

    reply = room.does("zoé", "besoin rouvrir 1")

    assert reply.refused
    assert "aux personnes que la question concerne" in reply.text


def test_a_coordinator_reopens_whenever(asked: Room) -> None:
    for ending in ("répondre 1 La mairie", "fermer 1 Déjà vu", "répondre 1 L'auberge"):
        assert not asked.plays("amina", f"besoin {ending}").refused
        assert not asked.does("amina", "besoin rouvrir 1").refused

    assert kept(asked).status is QuestionStatus.OPEN
    assert asked.does("amina", "besoin rouvrir 1").refused


def test_what_its_author_withdrew_its_author_reopens(asked: Room) -> None:
    asked.does("louis", "besoin retirer 1")
    assert told(asked, "zoé") == []
    assert asked.does("zoé", "besoin rouvrir 1").refused

    assert not asked.does("louis", "besoin rouvrir 1").refused
    assert not kept(asked).reopened


def test_what_a_coordinator_closed_its_author_does_not_reopen(asked: Room) -> None:
    asked.does("amina", "besoin fermer 1 Déjà vu en septembre")
    assert "Déjà vu en septembre" in told(asked, "louis")[0].text
    assert "Déjà vu en septembre" in told(asked, "zoé")[0].text

    assert asked.does("louis", "besoin rouvrir 1").refused


def test_an_answer_after_a_reopening_is_told_under_fresh_keys(asked: Room) -> None:
    for number in range(4):
        assert not asked.says("zoé", f"/besoin répondre 1 Idée {number}").refused
        assert not asked.does("amina", "besoin rouvrir 1").refused

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

    reply = asked.clicks("zoé", "besoin répondre", "1")

    assert reply.dialog is None
    assert reply.text == ("La question n°\u00a01 a déjà sa réponse, d'Amina\u00a0:\n> La mairie")


def test_one_who_leaves_is_no_longer_counted_nor_told(asked: Room) -> None:
    left = asked.does("zoé", "besoin sans-moi 1")
    again = asked.does("zoé", "besoin sans-moi 1")
    asked.says("amina", "/besoin répondre 1 La mairie")

    assert "ne vous compte plus" in left.text
    assert "ne vous comptait pas" in again.text
    assert kept(asked).concerned == 1
    assert told(asked, "zoé") == []


def test_two_messages_about_a_question_at_the_same_moment_both_go(asked: Room) -> None:
    for text in ("Pour quel public ?", "Et pour quand ?"):
        assert not asked.does("amina", f"besoin écrire 1 {text}").refused

    first, second = told(asked, "louis")
    assert presses(asked, "louis", first.buttons[0]).dialog is not None
    assert first.key != second.key


def test_a_message_to_nobody_is_not_said_to_have_left(room: Room) -> None:
    room.says("amina", SALLE)

    assert "rien n'est parti" in room.does("amina", "besoin écrire 1 Bonjour").text


def test_what_someone_adds_to_an_answer_does_not_read_as_the_words_of_who_gave_it(
    room: Room,
) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.says("zoé", "/besoin répondre 1 La Manufacture")
    room.does("zoé", "besoin compléter 1 le mardi")
    room.does("louis", "besoin compléter 1 sans mon nom : sauf en août")

    answer = kept(room).answer
    assert answer is not None
    assert answer.text == "La Manufacture\n\nle mardi\n\nComplément\u00a0: sauf en août"
