"""Words that ask for discretion: obeyed or asked about, never published signed."""

from __future__ import annotations

import asyncio
import re

import pytest

from bot.core.message import Message
from bot.core.traffic import Traffic
from bot.talk import say
from bot.talk.command import Via
from bot.talk.undecided import store as undecided
from bot.talk.undecided.tables import undecided_texts
from scheduler.clean import Cleaner
from tests.commands.gestures import (
    checks,
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
from tests.room import Room
from tests.rounds import goes

REFUSE = "est-ce que je peux refuser une mission hors de mon contrat ?"
CLOUD = "Anonyme ou pas, le cloud privé ?"
SALLE = "Qui prête une salle à Brest ?"

ANONYMOUS = [
    f"anonyme {REFUSE}",
    f"anonime {REFUSE}",
    f"annonyme {REFUSE}",
    f"anonimement {REFUSE}",
    f"en anonyme : {REFUSE}",
    f"(anonyme) {REFUSE}",
    f"#anonyme {REFUSE}",
    f"sans mon nom : {REFUSE}",
    f"{REFUSE} anonyme",
    f"{REFUSE} (sans mon nom, merci)",
    f"{REFUSE} Ne mettez pas mon nom.",
    f"ANONYME SVP\n{REFUSE}",
]
PRIVATE = [
    f"privé {REFUSE}",
    f"en privé : {REFUSE}",
    f"confidentiel : {REFUSE}",
    f"confidantiel {REFUSE}",
    f"{REFUSE} En privé svp",
    f"pour la coordination seulement : {REFUSE}",
    f"{REFUSE} Ne publiez pas dans le canal.",
    f"entre nous : {REFUSE}",
]
DOUBTFUL = [CLOUD, "Comment rester anonyme quand on témoigne ?", f"ananime {REFUSE}"]
WAYS = [Via.SLASH, Via.DIRECT]


def in_channel(room: Room) -> list[Message]:
    """Return what waits to be said to more than one person."""
    return [message for message in room.outbox() if message.user is None]


def looks(room: Room, **later: float) -> int:
    """Let time pass, then the job that reminds and gives back."""
    room.clock.forward(**later)
    return goes(room, "undecided texts")


def waiting(room: Room, who: str = "louis") -> list[str]:
    """Return the texts of someone that wait for their choice."""
    found = room.store(lambda db: undecided.of_user(db, ["loire", "national"], who))
    return [each.text for each in found]


@pytest.mark.parametrize("via", WAYS)
@pytest.mark.parametrize("text", ANONYMOUS)
def test_a_question_that_asks_for_it_bears_no_name(room: Room, text: str, via: Via) -> None:
    room.says("louis", f"besoin {text}", via=via)

    [card] = in_channel(room)
    assert "posée sans nom" in card.text
    assert "louis" not in card.text
    assert "est-ce que je peux refuser" in kept(room).text


@pytest.mark.parametrize("via", WAYS)
@pytest.mark.parametrize("text", PRIVATE)
def test_a_question_that_asks_for_it_is_not_published(room: Room, text: str, via: Via) -> None:
    room.says("louis", f"besoin {text}", via=via)

    assert in_channel(room) == told(room, "amina") == []
    room.does("louis", "besoin transmettre 1")
    assert "Question privée n°\u00a01" in told(room, "amina")[0].text


@pytest.mark.parametrize("via", WAYS)
@pytest.mark.parametrize("text", DOUBTFUL)
def test_in_doubt_nothing_is_shown_before_its_writer_says(room: Room, text: str, via: Via) -> None:
    reply = room.says("louis", f"besoin {text}", via=via)

    read = reply.text or told(room, "louis")[0].text
    assert "je ne l'ai montré à personne" in read
    assert {message.user for message in room.outbox()} <= {"louis"}
    assert waiting(room) == [text]


@pytest.mark.parametrize(
    ("rank", "shown"), [(0, "de @louis"), (1, "posée sans nom"), (2, ""), (3, "")]
)
def test_its_writer_chooses_by_a_button(room: Room, rank: int, shown: str) -> None:
    buttons = room.says("louis", f"/besoin {CLOUD}").buttons
    assert [each.label for each in buttons] == [
        "Avec mon nom",
        "Sans mon nom",
        "En privé, à la coordination",
        "Effacer",
    ]

    presses(room, "louis", buttons[rank])

    cards = [message.text for message in in_channel(room)]
    assert len(cards) == bool(shown)
    assert all(re.search("posée sans nom" if rank else "louis", card) for card in cards)
    room.does("louis", "besoin transmettre 1")
    assert (len(told(room, "amina")) == 1) is (rank == 2)
    assert waiting(room) == []


@pytest.mark.parametrize("typed", ["sans mon nom", "Anonyme !"])
def test_its_writer_chooses_in_a_word_where_there_is_no_button(room: Room, typed: str) -> None:
    room.says("louis", f"besoin {CLOUD}", via=Via.DIRECT)

    room.says("louis", typed, via=Via.DIRECT)

    [card] = in_channel(room)
    assert "posée sans nom" in card.text


def test_a_word_means_nothing_when_no_text_waits(room: Room) -> None:
    room.says("louis", "2", via=Via.DIRECT)

    assert "Je ne comprends pas cette commande" in told(room, "louis")[0].text


def test_nobody_else_may_choose(room: Room) -> None:
    button = room.says("louis", f"/besoin {CLOUD}").buttons[0]

    refused = presses(room, "amina", button)

    assert refused.refused
    assert in_channel(room) == []
    assert waiting(room) == [CLOUD]


def test_a_choice_is_made_once(room: Room) -> None:
    buttons = room.says("louis", f"/besoin {CLOUD}").buttons
    presses(room, "louis", buttons[1])

    again = presses(room, "louis", buttons[0])

    assert again.refused
    assert len(in_channel(room)) == 1


def test_the_same_text_again_waits_once(room: Room) -> None:
    first = room.says("louis", f"/besoin {CLOUD}").buttons
    room.says("louis", f"/besoin {CLOUD}")

    assert waiting(room) == [CLOUD]
    assert presses(room, "louis", first[0]).refused


def test_its_writer_is_reminded_once_then_given_it_back(room: Room) -> None:
    room.says("louis", f"/besoin {CLOUD}")

    assert looks(room, hours=19) == 0
    assert looks(room, hours=1) == 1
    assert looks(room, hours=1) == 0
    [reminder] = told(room, "louis")
    assert len(reminder.buttons) == 4
    assert looks(room, hours=3) == 1
    assert looks(room, hours=3) == 0

    [_, returned] = told(room, "louis")
    assert "Je vous rends ce texte" in returned.text
    assert "cloud privé" in returned.text
    assert waiting(room) == []
    assert in_channel(room) == []


def test_what_repeats_it_is_not_kept_once_said(room: Room) -> None:
    room.says("louis", f"besoin {CLOUD}", via=Via.DIRECT)
    looks(room, hours=25)
    assert all(message.key.startswith(say.ERASED) for message in told(room, "louis"))

    deliver(room)
    asyncio.run(Cleaner(room.database, room.clock, Traffic()).clean())

    assert "cloud" not in everything(room)


def test_it_is_erased_with_its_writer(room: Room) -> None:
    room.says("louis", f"/besoin {CLOUD}")
    room.says("louis", "/reseau oublie-moi confirmé")

    with room.database.engine.connect() as db:
        assert db.execute(undecided_texts.select()).all() == []


@pytest.mark.parametrize("text", [ANONYMOUS[0], PRIVATE[1], CLOUD, f"{REFUSE} #anonyme"])
def test_a_mention_that_asks_for_it_leaves_no_trace_in_the_channel(room: Room, text: str) -> None:
    room.says("louis", f"besoin {text}", via=Via.MENTION, post="thepost")

    [news] = room.outbox()
    assert news.user == "louis"
    assert "[supprimez-le](/_redirect/pl/thepost)" in news.text
    assert len(news.buttons) == 4

    presses(room, "louis", news.buttons[1])

    [card] = in_channel(room)
    assert card.thread is None
    assert "posée sans nom" in card.text
    assert "anonyme" not in kept(room).text


def test_a_message_of_someone_else_that_asks_for_it_is_left_alone(room: Room) -> None:
    turns_into_question(room, "amina", "louis", f"anonyme : {SALLE}")

    [news] = room.outbox()
    assert news.user == "amina"
    assert "je n'en fais rien" in news.text


@pytest.mark.parametrize(("menu", "text"), [("public", ANONYMOUS[0]), ("anonymous", SALLE)])
def test_a_form_is_obeyed_whichever_entry_asks(room: Room, menu: str, text: str) -> None:
    sends_form(room, "louis", text, visibilite=menu)

    assert "posée sans nom" in in_channel(room)[0].text


def test_a_form_whose_text_is_doubtful_is_asked_about(room: Room) -> None:
    sends_form(room, "louis", CLOUD, visibilite="public")
    [news] = room.outbox()
    assert news.user == "louis"

    sends_form(room, "zoé", CLOUD, visibilite="anonymous")

    [card] = in_channel(room)
    assert "posée sans nom" in card.text


def test_said_otherwise_without_its_name_a_question_loses_it(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")

    room.does("louis", f"besoin modifier 1 anonyme : {REFUSE}")

    assert not kept(room).signed
    assert kept(room).text == REFUSE
    assert "posée sans nom" in room.says("zoé", "/besoin voir 1").text


def test_a_question_that_was_read_does_not_become_private(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")

    refused = room.does("louis", f"besoin modifier 1 en privé : {REFUSE}")

    assert "déjà dans le canal" in refused.text
    assert kept(room).text == SALLE


@pytest.mark.parametrize("via", WAYS)
def test_an_answer_may_bear_no_name(room: Room, via: Via) -> None:
    room.says("louis", f"/besoin {SALLE}")

    room.says("zoé", "besoin répondre 1 anonyme : La Manufacture, le mardi", via=via)

    answer = kept(room).answer
    assert answer is not None
    assert (answer.text, answer.signed) == ("La Manufacture, le mardi", False)
    assert all("zoe" not in message.text for message in room.outbox())
    assert all(event.who != "zoe" for event in story(room))
    for who in ("amina", "louis"):
        assert "Zoé" not in room.says(who, "/besoin voir 1").text


def test_an_answer_in_private_goes_to_whoever_asked_and_to_the_coordinators(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")

    room.says("zoé", "/besoin répondre 1 en privé : La Manufacture, mais ils ferment")

    assert kept(room).answer is None
    assert [message.user for message in room.outbox() if "ferment" in message.text] == [
        "amina",
        "louis",
    ]
    assert all("ferment" not in message.text for message in in_channel(room))


def test_a_doubtful_answer_is_asked_about(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")

    buttons = room.says("zoé", "/besoin répondre 1 Demandez un accès privé").buttons
    assert kept(room).answer is None
    presses(room, "zoé", buttons[1])

    assert kept(room).answered_by == ""


def test_an_accepted_reply_that_asks_for_it_is_kept_without_a_name(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    found = replies(room, "zoé", "La Manufacture, le mardi (ne me citez pas)")

    checks(room, "louis", found)

    assert kept(room).answered_by == ""


PROPOSALS = [
    ("rencontre proposer", "Un mur de post-it en ligne"),
    ("veille proposer", "https://exemple.org/article Clair et à jour"),
    ("lettre proposer", "Un guide à imprimer"),
]


@pytest.mark.parametrize(("route", "text"), PROPOSALS)
def test_what_is_proposed_in_private_is_told_to_the_coordinators_alone(
    room: Room, route: str, text: str
) -> None:
    room.plays("zoé", f"/{route} en privé : {text}")

    [news] = room.outbox()
    assert news.user == "amina"
    assert "Rien n'en est publié" in news.text


@pytest.mark.parametrize(("route", "text"), PROPOSALS)
def test_a_doubtful_proposal_is_asked_about(room: Room, route: str, text: str) -> None:
    reply = room.plays("zoé", f"/{route} {text}, anonyme ou pas ?")

    assert "je ne l'ai montré à personne" in reply.text
    assert room.outbox() == []


@pytest.mark.parametrize(("route", "text"), PROPOSALS[1:2])
def test_a_mention_that_proposes_discreetly_leaves_no_trace(
    room: Room, route: str, text: str
) -> None:
    room.says("zoé", f"{route} sans mon nom : {text}", via=Via.MENTION)

    assert in_channel(room) == []
    assert "supprimez-le" in told(room, "zoé")[0].text


def test_personal_data_is_refused_and_not_kept_a_day(room: Room) -> None:
    reply = room.says("louis", "/besoin Un compte anonyme pour le 06 12 34 56 78 ?")

    assert reply.refused
    assert "12 34" not in everything(room)
