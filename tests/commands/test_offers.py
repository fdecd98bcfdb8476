"""What is offered for a sentence: at most three gestures, none of which is done unasked."""

from __future__ import annotations

import pytest

from bench.said import said
from bot.core.message import Button, Message
from bot.question import store as questions
from bot.question.rules import QuestionStatus
from bot.question.store import QuestionFilter
from bot.talk.command import Via
from bot.talk.routing import find
from commands import ROUTES
from commands.offers import _ABOUT_A_QUESTION, MOST, OFFERS
from tests.commands.gestures import deliver, everything, kept, presses
from tests.commands.test_understanding import SALLE, asked, labels, meets, writes
from tests.room import Room
from tests.typable import doing


def button(offer: Message, label: str) -> Button:
    """Return the button of an offer that says this."""
    return next(each for each in offer.buttons if each.label == label)


@pytest.mark.parametrize(
    ("who", "text", "label"),
    [
        ("louis", "rencontre quand ?", "Voir la rencontre"),
        ("louis", "où est le compte rendu de la dernière réunion ?", "Voir le compte rendu"),
        ("louis", "est-ce qu'on a déjà parlé du chèque énergie ici ?", "Chercher dans le réseau"),
        ("louis", "et ma question sur ameli, toujours rien ?", "Voir mes questions"),
        ("louis", "l'appel à projets de la région ferme quand ?", "Voir les échéances"),
        ("louis", "je n'ai pas reçu la lettre ce mois-ci", "Voir la lettre"),
        ("louis", "oups, annule ce que je viens de faire", "Mes derniers gestes"),
        ("louis", "trop de notifications, une fois par semaine suffit", "Moins de messages"),
        ("louis", "tu ne comprends rien à ce qu'on écrit", "Écrire à la coordination"),
        ("louis", "j'aimerais qu'on parle de l'IA à la prochaine réunion", "Proposer ce sujet"),
        ("amina", "demande à chacun combien de postes il a", "Préparer une enquête"),
        ("amina", "fais-les voter entre le mardi 3 et le jeudi 5", "Proposer des dates"),
        ("amina", "à partir de janvier on se réunit le deuxième mardi", "Régler le rythme"),
        ("louis", "Comment supprimer un compte Facebook d'un défunt ?", "Poser cette question"),
        ("louis", "réseau wifi en panne chez un usager, que faire ?", "Poser cette question"),
    ],
)
def test_the_right_gesture_is_offered(room: Room, who: str, text: str, label: str) -> None:
    offer = writes(room, who, text)

    assert label in labels(offer)
    assert labels(offer)[-1] == "Non merci"


@pytest.mark.parametrize("hand", ["dev1", "dev2", "dev3", "dev4", "dev5", "dev6"])
def test_nothing_is_done_unasked(room: Room, hand: str) -> None:
    """Whatever six hands say, nobody else hears of it, and no question is kept."""
    for place, one in enumerate(said(hand)[::4]):
        who = "amina" if one.who == "coordinator" else "louis"
        via = Via.DIRECT if one.where == "direct" else Via.MENTION
        room.says(who, one.words, via=via, post=f"said{place}")

    assert asked(room) == []
    for message in room.outbox():
        assert message.kind.value == "reaction" or message.user in ("amina", "louis")
        shown = [each for each in message.buttons if not each.label.startswith("Poser dans")]
        assert len(shown) <= MOST + 4 or "Non merci" not in labels(message)


def test_each_gesture_leads_where_its_writer_may_go() -> None:
    """A gesture's route asks for no other right than the one by which it is offered."""
    every = (*_ABOUT_A_QUESTION.values(), *(each for row in OFFERS.values() for each in row))
    for one in every:
        asked_for, offered_by = find(ROUTES, one.route).act.right, one.act.right
        assert asked_for.role is not None
        assert offered_by.role is not None
        assert asked_for.role <= offered_by.role, one.route


def test_a_member_is_offered_nothing_that_only_coordinators_do(room: Room) -> None:
    for text in ("fais-les voter entre mardi et jeudi", "demande à chacun combien de postes il a"):
        offer = writes(room, "louis", text)

        assert not {"Proposer des dates", "Préparer une enquête"} & {*labels(offer)}
        assert "Écrire à la coordination" in labels(offer)


def test_a_complaint_is_told_to_the_coordinators_alone(room: Room) -> None:
    text = "tu ne comprends rien à ce qu'on écrit"
    offer = writes(room, "louis", text)

    reply = presses(room, "louis", button(offer, "Écrire à la coordination"))

    assert "à elle seule" in reply.text
    assert asked(room) == []
    assert [each.user for each in room.outbox() if "vous confie" in each.text] == ["amina"]
    assert not [each for each in room.outbox() if each.user is None]


def test_one_knows_who_would_read_before_writing_to_the_coordinators(room: Room) -> None:
    offer = writes(
        room, "louis", "mon coordinateur me harcèle, à qui je peux en parler, entre nous"
    )

    assert "Écrire à la coordination" in labels(offer)
    assert "avec votre nom, par \ue000amina\ue001, et par personne d'autre" in offer.text
    assert "amina" not in writes(room, "louis", "rencontre quand ?").text


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Qui peut me remplacer vendredi ? en privé svp", "Poser en privé"),
        ("sans mon nom est-ce que vous remplissez les déclarations ?", "Poser sans mon nom"),
    ],
)
def test_a_button_says_how_discreet_the_question_will_be(room: Room, text: str, label: str) -> None:
    offer = writes(room, "louis", text)

    assert [each for each in labels(offer) if each.startswith("Poser")] == [label]


def test_a_wish_with_no_question_is_not_asked_to_the_network(room: Room) -> None:
    offer = writes(room, "louis", "enlève mon nom de la question 1 svp")

    assert labels(offer) == ["Voir mes questions", "Mes derniers gestes", "Non merci"]


def test_what_is_looked_for_is_searched(room: Room) -> None:
    room.says("zoé", "/besoin Où trouver un formulaire de chèque énergie ?")
    deliver(room)
    offer = writes(room, "louis", "est-ce qu'on a déjà parlé du chèque énergie ici ?")

    found = presses(room, "louis", button(offer, "Chercher dans le réseau"))

    assert "formulaire de chèque énergie" in found.text


def test_a_link_with_a_remark_goes_to_the_veille(room: Room) -> None:
    text = "https://exemple.org/guide pas mal sur les seniors, à partager"
    offer = writes(room, "louis", text)

    reply = presses(room, "louis", button(offer, "Proposer à la veille"))

    assert "noté pour la prochaine veille" in reply.text
    assert "pas mal sur les seniors" in everything(room)


def test_an_answer_goes_to_the_question_that_is_chosen(room: Room) -> None:
    room.says("zoé", f"/besoin {SALLE}")
    deliver(room)
    text = "pour la question de Zoé : la Manufacture prête la sienne le mardi"
    which = button(writes(room, "louis", text), "J'ai une réponse…")

    room.does("louis", doing(which.options[0]))

    assert kept(room).status is QuestionStatus.ANSWERED
    answer = kept(room).answer
    assert answer is not None
    assert answer.text == text


def test_a_question_that_asks_for_discretion_is_not_signed_by_a_gesture(room: Room) -> None:
    text = "peux-tu demander sans dire que c'est moi si on doit tenir le standard ?"
    offer = writes(room, "louis", text)

    presses(room, "louis", button(offer, "Poser sans mon nom"))

    choice = QuestionFilter(statuses=())
    assert not any(
        each.signed for each in room.store(lambda db: questions.listed(db, "loire", choice))
    )
    assert not [each for each in room.outbox() if each.user is None and "@louis" in each.text]


def test_thanks_in_many_words_are_answered_by_a_sign(room: Room) -> None:
    room.says("louis", "merci à tous et bon week-end", via=Via.MENTION, post="thepost")

    [sign] = room.outbox()
    assert sign.kind.value == "reaction"


def test_whether_one_comes_is_offered_where_it_is_said_in_a_sentence(room: Room) -> None:
    meets(room)
    offer = writes(room, "louis", "désolé, je ne pourrai pas être là jeudi, réunion en mairie")

    reply = presses(room, "louis", button(offer, "Je ne viens pas"))

    assert "vous ne venez pas" in reply.text
