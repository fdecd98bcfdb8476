"""What people write without a command: understood, or asked about; never kept as a question."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.card_keys import read_card_key
from bot.core.message import Message
from bot.core.traffic import Traffic
from bot.network.rights import Role
from bot.people import store as preferences
from bot.people.wish import Wish
from bot.question import store as questions
from bot.question.store import QuestionFilter
from bot.talk.command import Command, Via
from bot.talk.reply import Reply
from bot.talk.routing import match
from bot.talk.undecided import store as undecided
from bot.talk.understanding import CALLED
from commands import ROUTES
from commands.offers import MOST
from scheduler.clean import Cleaner
from tests.commands.gestures import deliver, everything, kept, presses, replies, sends_form, told
from tests.pile_cases import opens, reads
from tests.room import Room, caller, open_room
from tests.rounds import goes
from tests.typable import doing

SALLE = "Qui prête une salle à Brest ?"
LINK = "https://exemple.org/guide"
OF_A_LINK = [
    "Proposer à la veille",
    "Garder comme ressource",
    "Poser cette question",
    "Non merci",
]

NO_QUESTIONS = [
    "Bonjour",
    "Merci beaucoup !",
    "ok",
    "Bonne journée à toutes et tous",
    "je viens",
    "moi aussi ça m'intéresse",
    LINK,
    "arrêtez de m'écrire",
    "au secours",
]


def asked(room: Room) -> list[str]:
    """Return the questions that were kept."""
    choice = QuestionFilter(statuses=())
    return [each.text for each in room.store(lambda db: questions.listed(db, "loire", choice))]


def writes(room: Room, who: str, text: str) -> Message:
    """Write to the bot alone, and return what it answers."""
    room.says(who, text, via=Via.DIRECT)
    return told(room, who)[-1]


def labels(message: Message | Reply) -> list[str]:
    """Return what the buttons of a message say."""
    return [each.label for each in message.buttons]


def in_channel(room: Room) -> list[Message]:
    """Return what waits to be said to more than one person."""
    return [each for each in room.outbox() if each.user is None]


def meets(room: Room) -> None:
    """Have a meeting announced."""
    room.says("amina", "/rencontre planifier jeudi 12 novembre 2026 9h30 Mairie de Roanne")
    room.does("amina", "rencontre annoncer")
    deliver(room)


@pytest.mark.parametrize("text", NO_QUESTIONS)
@pytest.mark.parametrize("via", [Via.SLASH, Via.MENTION, Via.DIRECT])
def test_what_is_no_question_never_becomes_one_unasked(room: Room, text: str, via: Via) -> None:
    room.says("louis", f"besoin {text}", via=via)
    room.says("zoé", text, via=Via.DIRECT)
    room.says("zoé", text, via=Via.MENTION)
    sends_form(room, "zoé", text)

    assert asked(room) == []
    assert not [each for each in in_channel(room) if each.kind.value == "post"]


@pytest.mark.parametrize(
    "text", ["Bonjour, " + SALLE, "bjr qq1 a un tuto ANTS", "Merci de me dire qui prête une salle"]
)
def test_a_question_that_begins_politely_is_one(room: Room, text: str) -> None:
    room.says("louis", f"/besoin {text}")

    assert asked(room) == [text]


def test_what_reads_as_a_courtesy_is_asked_about_then_kept(room: Room) -> None:
    reply = room.says("louis", "/besoin Merci pour vos idées d'ateliers")
    assert labels(reply) == ["Poser cette question", "Non merci"]

    presses(room, "louis", reply.buttons[0])

    assert asked(room) == ["Merci pour vos idées d'ateliers"]


def test_what_else_it_may_be_is_the_first_button(room: Room) -> None:
    meets(room)
    reply = room.says("louis", "/besoin je ne pourrai pas venir jeudi")
    assert labels(reply) == ["Je ne viens pas", "Poser cette question", "Non merci"]

    assert "vous ne venez pas" in presses(room, "louis", reply.buttons[0]).text


@pytest.mark.parametrize("word", ["exporter", "imprimante"])
def test_one_bare_word_is_asked_about_before_it_is_a_question(room: Room, word: str) -> None:
    reply = room.says("louis", f"/besoin {word}")
    assert asked(room) == []
    assert "Poser cette question" in labels(reply)

    presses(room, "louis", reply.buttons[labels(reply).index("Poser cette question")])

    assert len(asked(room)) == 1
    room.says("louis", "/besoin Imprimante ?")
    assert len(asked(room)) == 2


def test_a_link_given_for_a_question_goes_to_the_veille(room: Room) -> None:
    reply = room.says("louis", f"/besoin {LINK}")
    assert labels(reply) == [
        "Proposer à la veille",
        "Garder comme ressource",
        "Poser cette question",
        "Non merci",
    ]

    presses(room, "louis", reply.buttons[0])

    assert asked(room) == []
    assert "exemple.org/guide" in everything(room)


@pytest.mark.parametrize("via", [Via.SLASH, Via.DIRECT])
@pytest.mark.parametrize("text", ["besoin bonjour", "besoin aidez-moi svp"])
def test_a_greeting_is_shown_what_the_bot_does(room: Room, via: Via, text: str) -> None:
    shown = opens(room, "louis")

    assert not room.says("louis", text, via=via).refused

    assert reads(room, "louis") == shown
    assert len({each.key for each in told(room, "louis") if each.edits is None}) == 2


def test_a_greeting_said_to_the_bot_is_shown_what_it_does(room: Room) -> None:
    shown = opens(room, "louis")

    writes(room, "louis", "Bonjour Courroie !")
    assert reads(room, "louis") == shown
    room.says("louis", "bonjour", via=Via.MENTION)
    assert reads(room, "louis") == shown
    assert in_channel(room) == []


@pytest.mark.parametrize("text", ["merci bcp", "bonne journée", "ok", "👍"])
def test_a_courtesy_is_answered_in_a_line(room: Room, text: str) -> None:
    answer = writes(room, "louis", text)

    assert len(answer.text) < 80
    assert labels(answer) == ["Voir ce que je sais faire"]


def test_a_courtesy_in_the_channel_is_answered_by_a_sign(room: Room) -> None:
    room.says("louis", "merci !", via=Via.MENTION, post="thepost")

    [sign] = room.outbox()
    assert (sign.kind.value, sign.text, sign.thread) == ("reaction", "heart", "thepost")


def test_ones_list_is_shown(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")

    assert "Brest" in writes(room, "louis", "où en sont mes questions ?").text


def test_who_asks_about_their_data_is_told_their_rights(room: Room) -> None:
    told = writes(room, "louis", "comment je fais pour effacer mes données ?")

    assert "Vos droits" in told.text
    assert {"Recevoir mes données", "M'oublier…"} <= {*labels(told)}


def test_a_question_about_ones_data_may_be_asked_of_the_network(room: Room) -> None:
    text = "Comment récupérer mes données ?"
    offer = room.says("louis", f"/besoin {text}")
    assert labels(offer) == ["Poser cette question", "Mes données et mes droits", "Non merci"]
    assert asked(room) == []

    assert "Vos droits" in presses(room, "louis", offer.buttons[1]).text
    presses(room, "louis", offer.buttons[0])
    assert asked(room) == [text]


@pytest.mark.parametrize("via", [Via.DIRECT, Via.MENTION])
def test_one_says_whether_one_comes(room: Room, via: Via) -> None:
    meets(room)

    room.says("louis", "jpeux pas venir", via=via)
    room.says("zoé", "je serai là", via=via)

    comers = room.does("amina", "rencontre inscrits 1").text.replace("\u00a0", " ")
    assert "1" in comers
    assert "vous ne venez pas" in told(room, "louis")[-1].text


def test_whether_one_comes_is_heard_under_the_announcement(room: Room) -> None:
    meets(room)
    before = room.does("amina", "rencontre inscrits 1").text

    replies(room, "zoé", "je viens", under="meeting:loire:1")

    assert room.does("amina", "rencontre inscrits 1").text != before
    assert [each.text for each in room.outbox() if each.kind.value == "reaction"] == ["ok_hand"]
    assert told(room, "zoé") == []


def test_me_too_under_a_question_joins_it(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")

    replies(room, "zoé", "moi aussi !")

    assert kept(room).concerned == 2
    assert told(room, "louis") == []


@pytest.mark.parametrize("text", ["Merci !", "Bonjour", "👍", "ok super", "Bonne journée"])
def test_a_courtesy_under_a_question_is_no_answer(room: Room, text: str) -> None:
    room.says("louis", f"/besoin {SALLE}")

    replies(room, "zoé", text)

    assert told(room, "louis") == []


@pytest.mark.parametrize("text", ["La Manufacture, le mardi", "je viens", LINK])
def test_anything_else_under_a_question_may_be_its_answer(room: Room, text: str) -> None:
    room.says("louis", f"/besoin {SALLE}")

    replies(room, "zoé", text)

    assert len(told(room, "louis")) == 1
    assert kept(room).concerned == 1


def test_what_is_not_understood_under_a_meeting_is_left_alone(room: Room) -> None:
    meets(room)

    replies(room, "zoé", "On se gare où ?", under="meeting:loire:1")

    assert room.outbox() == []


def test_me_too_said_to_the_bot_alone_is_asked_about(room: Room) -> None:
    assert not [each.options for each in writes(room, "zoé", "moi aussi").buttons if each.options]
    room.says("louis", f"/besoin {SALLE}")
    room.says("zoé", "/besoin À qui demander un badge ?")

    which, *_ = writes(room, "zoé", "moi aussi").buttons

    assert [each.label for each in which.options] == [
        "n°\u00a01\u00a0: Qui prête une salle à Brest\u00a0?"
    ]
    room.does("zoé", doing(which.options[0]))
    assert kept(room).concerned == 2
    again = writes(room, "zoé", "moi aussi").buttons
    assert not [each for each in again if each.options]  # nothing to join twice


def test_a_sentence_said_to_the_bot_alone_is_offered_as_a_question(room: Room) -> None:
    offer = writes(room, "louis", SALLE)
    assert (labels(offer)[0], labels(offer)[-1]) == ("Poser cette question", "Non merci")
    assert len(offer.buttons) <= 1 + MOST
    assert asked(room) == []

    presses(room, "louis", offer.buttons[0])

    assert asked(room) == [SALLE]


@pytest.mark.parametrize(("typed", "count"), [("oui", 1), ("1", 1), ("non", 0)])
def test_it_is_answered_in_a_word_where_there_is_no_button(
    tmp_path: Path, typed: str, count: int
) -> None:
    room = open_room(tmp_path, buttons=False)
    writes(room, "louis", SALLE)
    deliver(room)

    writes(room, "louis", typed)

    assert len(asked(room)) == count
    assert room.store(lambda db: undecided.of_user(db, ["loire"], "louis")) == []


@pytest.mark.parametrize("typed", ["oui", "1", "2"])
def test_yes_means_nothing_to_whoever_is_of_several_networks(room: Room, typed: str) -> None:
    writes(room, "amina", SALLE)

    writes(room, "amina", typed)

    assert asked(room) == []
    assert len(room.store(lambda db: undecided.of_user(db, ["loire", "national"], "amina"))) == 1


def test_yes_means_nothing_a_while_later(room: Room) -> None:
    writes(room, "louis", SALLE)
    room.clock.forward(hours=1)

    writes(room, "louis", "oui")

    assert asked(room) == []


def test_what_nobody_answered_is_forgotten_in_silence(room: Room) -> None:
    writes(room, "louis", SALLE)
    deliver(room)
    for _ in range(30):
        room.clock.forward(hours=1)
        goes(room, "undecided texts")

    assert told(room, "louis") == []
    asyncio.run(Cleaner(room.database, room.clock, Traffic()).clean())
    assert "Brest" not in everything(room)


def test_a_private_wish_in_a_sentence_is_obeyed(room: Room) -> None:
    offer = writes(room, "louis", "anonyme : puis-je refuser une mission ?")

    presses(room, "louis", offer.buttons[0])

    assert not kept(room).signed
    assert all("@louis" not in each.text for each in in_channel(room))


def test_a_private_wish_in_a_mention_leaves_no_trace_in_the_channel(room: Room) -> None:
    room.says("louis", "sans mon nom : puis-je refuser une mission ?", via=Via.MENTION)

    [news] = room.outbox()
    assert news.user == "louis"
    assert "supprimez-le" in news.text


def test_personal_data_in_a_sentence_is_not_kept(room: Room) -> None:
    answer = writes(room, "louis", "Madame Durand, 06 12 34 56 78, ne reçoit plus ses sms")

    assert "un numéro de téléphone" in answer.text
    deliver(room)
    assert "12 34" not in everything(room)


def test_a_link_alone_is_offered_to_the_veille(room: Room) -> None:
    offer = writes(room, "louis", LINK)
    assert labels(offer) == [
        "Proposer à la veille",
        "Garder comme ressource",
        "Poser cette question",
        "Non merci",
    ]

    presses(room, "louis", offer.buttons[0])

    assert "exemple.org/guide" in everything(room)


def test_whoever_is_of_several_networks_says_where_a_sentence_goes(room: Room) -> None:
    offer = writes(room, "amina", SALLE)
    assert labels(offer)[:2] == ["Poser dans la Loire", "Poser dans le réseau national"]

    button = offer.buttons[1]
    room.asks(
        Command(
            text=button.argument,
            caller=caller("amina"),
            via=Via.BUTTON,
            channel="amina-alone",
            network=offer.network,
            route=button.route,
        )
    )

    assert asked(room) == []
    assert kept(room, network="national").text == SALLE


def test_nobody_sends_a_sentence_where_they_are_no_member(room: Room) -> None:
    offer = writes(room, "louis", SALLE)
    about, _, _ = offer.buttons[0].argument.rpartition(" ")
    aimed = replace(offer.buttons[0], argument=f"{about} national")

    assert presses(room, "louis", aimed).refused
    assert asked(room) == []


def test_stop_sends_fewer_messages_then_fewer_still(room: Room) -> None:
    answer = writes(room, "louis", "stop")
    assert _wish(room) is Wish.ESSENTIAL
    assert answer.buttons

    writes(room, "louis", "arrêtez de m'écrire svp")

    assert _wish(room) is Wish.ASKED


def test_a_sentence_said_in_the_channel_is_asked_about_in_private(room: Room) -> None:
    room.says("louis", SALLE, via=Via.MENTION)

    sign, offer = room.outbox()
    assert (sign.kind.value, sign.text) == ("reaction", "envelope")
    assert offer.user == "louis"
    assert labels(offer)[0] == "Poser cette question"


def names_in_passing(room: Room, text: str, under: str = "") -> list[Message]:
    """Have Zoé name the bot in a message of the channel, and return what follows."""
    room.asks(
        Command(
            text=text,
            caller=caller("zoé"),
            via=Via.MENTION,
            channel="loire-channel",
            network="loire",
            route=CALLED,
            post="themessage",
            about=read_card_key(under) if under else None,
        )
    )
    return [each for each in room.outbox() if "themessage" in each.key]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Bonjour, {SALLE}", ["Poser cette question", "Non merci"]),
        ("je ne viens pas", ["Je ne viens pas", "Poser cette question", "Non merci"]),
        ("arrêtez de m'écrire", ["Moins de messages", "Poser cette question", "Non merci"]),
        (
            LINK,
            OF_A_LINK,
        ),
        ("besoin Qui prête une salle ?", ["Poser cette question", "Non merci"]),
    ],
)
def test_a_message_that_names_the_bot_in_passing_gets_a_sign_and_an_offer(
    room: Room, text: str, shown: list[str]
) -> None:
    meets(room)

    sign, offer = names_in_passing(room, text)

    assert (sign.kind.value, sign.text, sign.thread) == ("reaction", "envelope", "themessage")
    assert offer.user == "zoe"
    assert [each for each in labels(offer) if each in shown] == shown
    assert labels(offer)[0] == shown[0]
    assert asked(room) == []
    assert room.store(lambda db: preferences.of(db, "loire", "zoe")).wish is not Wish.ESSENTIAL


def test_thanks_in_passing_are_answered_by_a_sign_alone(room: Room) -> None:
    [sign] = names_in_passing(room, "Merci")

    assert (sign.kind.value, sign.text) == ("reaction", "heart")


def test_a_wish_for_discretion_in_passing_leaves_no_sign(room: Room) -> None:
    names_in_passing(room, "Bonjour, sans mon nom : puis-je refuser une mission ?")

    [news] = room.outbox()
    assert news.user == "zoe"
    assert "supprimez-le" in news.text


def test_under_a_card_what_is_said_in_passing_is_about_it(room: Room) -> None:
    meets(room)

    names_in_passing(room, "je ne viens pas", under="meeting:loire:1")

    assert "vous ne venez pas" in told(room, "zoé")[-1].text


def test_a_stranger_is_told_nothing_of_a_network(room: Room) -> None:
    answer = writes(room, "marc", "Bonjour")

    assert "aucun des réseaux" in answer.text
    assert caller("marc").role_in("loire") is Role.STRANGER


@pytest.mark.parametrize(
    ("text", "under"), [("moi aussi", "question:loire:1"), ("je ne viens pas", "meeting:loire:1")]
)
def test_what_is_said_under_a_card_is_about_it(room: Room, text: str, under: str) -> None:
    meets(room)
    room.says("louis", f"/besoin {SALLE}")

    room.asks(
        Command(
            text=text,
            caller=caller("zoé"),
            via=Via.MENTION,
            channel="loire-channel",
            network="loire",
            post="mention",
            about=read_card_key(under),
        )
    )

    assert kept(room).concerned == 1 + ("question" in under)
    assert ("vous ne venez pas" in told(room, "zoé")[-1].text) is ("meeting" in under)


def _wish(room: Room) -> Wish:
    return room.store(lambda db: preferences.of(db, "loire", "louis")).wish


def test_whoever_names_what_a_menu_shows_is_led_there(room: Room) -> None:
    shown = [room.does("amina", each) for each in ("reseau", "reseau bilan", "aide parcourir")]
    options = {
        option.label: option.route
        for each in shown
        for button in each.buttons
        for option in button.options
        if not (option.argument or option.label.endswith("…") or "adresse" in option.label)
    }
    assert len(options) > 10
    del options["La veille"], options["Mes données"]  # of which there are two
    for label, route in options.items():
        assert label == "Mes questions" or match(ROUTES, label).route.path == route


@pytest.mark.parametrize("text", ["la mémoire", "Emporter la mémoire", "réseau mémoire"])
def test_the_memory_is_shown_to_who_names_it_and_asked_of_nobody(room: Room, text: str) -> None:
    shown = writes(room, "amina", text)
    assert "Recevoir la mémoire (ZIP)" in labels(shown)
    assert asked(room) == []

    refused = writes(room, "louis", text)
    assert "coordination" in refused.text
    assert "Poser cette question" not in labels(refused)
