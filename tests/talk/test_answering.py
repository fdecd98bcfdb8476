"""Where nothing can be pressed, people answer in the thread of a card: by a number, in a line."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core import outbox
from bot.core.message import Message
from bot.core.traffic import Traffic
from bot.talk.command import Command, Via
from scheduler.clean import Cleaner
from tests.commands.articles import collected
from tests.pile_cases import pile, reads
from tests.room import Room, caller, open_room

SALLE = "/besoin Qui prête une salle à Brest ?"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Return a room where clicks cannot reach us, and whose card n° 1 is Zoé's question."""
    room = open_room(tmp_path, buttons=False)
    try:
        room.says("zoé", SALLE)
        deliver(room)
        yield room
    finally:
        room.database.close()


def deliver(room: Room) -> list[Message]:
    """Have said all that waits, each by a post of its own."""

    def say(message: Message) -> None:
        room.store(lambda db: outbox.claim(db, message))
        post = f"post-of-{message.id}"
        room.store(lambda db: outbox.sent(db, message, post=post, at=room.clock.now))

    said = room.outbox()
    for message in said:
        say(message)
    return said


def card(room: Room) -> str:
    """Return the post of the card of question n° 1."""
    found = room.store(lambda db: outbox.by_key(db, "question:loire:1"))
    assert found is not None
    assert found.post is not None
    return found.post


def replies(  # noqa: PLR0913  who, what, where
    room: Room, who: str, text: str, under: str, *, via: Via = Via.MENTION, post: str = ""
) -> list[Message]:
    """Write something in a thread, and return what is then said."""
    room.asks(
        Command(
            text=text,
            caller=caller(who),
            via=via,
            channel="loire-channel",
            network=None if via is Via.DIRECT else "loire",
            post=post or f"{who}-{text[:20]}",
            thread=under,
        )
    )
    return deliver(room)


def test_a_card_says_what_to_answer_and_its_number_does_it(room: Room) -> None:
    post = card(room)
    shown = room.store(lambda db: outbox.by_post(db, "test", post))
    assert shown is not None
    assert "Répondez dans ce fil : **1** Moi aussi" in shown.text.replace("\u00a0", " ")

    replies(room, "louis", "1", card(room))

    assert "Elle concerne 2\u00a0personnes." in room.says("zoé", "/besoin voir 1").text


def test_what_follows_the_number_is_the_text_of_its_form(room: Room) -> None:
    replies(room, "louis", "2 La Manufacture, le mardi", card(room))

    assert "La Manufacture, le mardi" in room.says("zoé", "/besoin voir 1").text


def test_a_number_alone_asks_for_the_text_in_a_thread_of_its_own(room: Room) -> None:
    [asked] = [each for each in replies(room, "louis", "2", card(room)) if each.user == "louis"]
    assert "**Répondez à ce message, dans son fil**" in asked.text

    replies(room, "louis", "La Manufacture, le mardi", f"post-of-{asked.id}", via=Via.DIRECT)

    assert "La Manufacture, le mardi" in room.says("zoé", "/besoin voir 1").text


def test_a_question_is_asked_by_the_number_that_its_door_gives(room: Room) -> None:
    [door] = replies(room, "louis", "besoin", "", via=Via.DIRECT)
    [asked] = replies(room, "louis", "1", f"post-of-{door.id}", via=Via.DIRECT, post="chosen")
    assert "**Répondez à ce message, dans son fil**" in asked.text

    under = f"post-of-{asked.id}"
    replies(room, "louis", "Qui prête une agrafeuse géante ?", under, via=Via.DIRECT, post="said")

    assert "agrafeuse géante" in room.says("zoé", "/besoin voir 2").text


def test_what_is_written_in_the_thread_of_a_form_turns_the_pile_that_asked_for_it(
    room: Room,
) -> None:
    collected(room, "Un guide", "Un atelier", later=True)
    replies(room, "amina", "veille trier", "")
    shown = f"post-of-{pile(room).id}"
    [asked] = replies(room, "amina", "4", shown, via=Via.DIRECT, post="chosen")

    replies(room, "amina", "Pour l'accueil", f"post-of-{asked.id}", via=Via.DIRECT, post="said")

    assert reads(room).startswith("✔ Raison notée")
    assert "Pourquoi : Pour l'accueil" in reads(room)


def test_a_number_with_a_text_for_what_takes_none_is_a_sentence(room: Room) -> None:
    replies(room, "louis", "1 personne cherche une salle aussi", card(room))

    assert "concerne 2" not in room.says("zoé", "/besoin voir 1").text


def test_the_label_of_a_choice_does_it_too(room: Room) -> None:
    replies(room, "louis", "J'ai une réponse", card(room))

    latest = room.store(lambda db: outbox.latest_to(db, "test", "louis", 1))
    assert latest[0].buttons[0].in_thread


def test_nobody_answers_in_the_thread_of_what_was_told_to_someone_else(room: Room) -> None:
    [asked] = [each for each in replies(room, "louis", "2", card(room)) if each.user == "louis"]

    replies(room, "amina", "À la mairie", f"post-of-{asked.id}", via=Via.DIRECT)

    assert "À la mairie" not in room.says("zoé", "/besoin voir 1").text


def test_alone_a_number_is_for_the_last_card_if_no_other_came_shortly_before(room: Room) -> None:
    room.clock.forward(hours=1)
    [shown] = replies(room, "louis", "besoin voir 1", "", via=Via.DIRECT)
    assert "Répondez dans ce fil" in shown.text
    [asked] = replies(room, "louis", "2", "", via=Via.DIRECT, post="x")
    assert asked.buttons[0].in_thread

    again = replies(room, "louis", "1", "", via=Via.DIRECT, post="y")

    assert not any("Je vous compte" in each.text for each in again)  # two cards: nothing is done


def test_a_stranger_may_do_nothing_by_a_number(room: Room) -> None:
    replies(room, "marc", "2 La Manufacture", card(room))

    assert "La Manufacture" not in room.says("zoé", "/besoin voir 1").text


def test_a_text_that_is_left_out_stays_as_it_was(room: Room) -> None:
    room.clicks("zoé", "besoin modifier", "1", via=Via.MENTION)
    [asked] = deliver(room)
    told = asked.text.replace("\u00a0", " ")
    assert "aujourd'hui « Qui prête une salle à Brest ? »" in told.replace("’", "'")

    themes = list(room.bot.themes.names)
    replies(
        room, "zoé", f"-\n{themes.index('Logement') + 1}", f"post-of-{asked.id}", via=Via.DIRECT
    )

    shown = room.says("zoé", "/besoin voir 1").text
    assert "(Logement)" in shown
    assert "> Qui prête une salle à Brest ?" in shown


def test_more_is_a_number_too_and_its_choices_have_theirs(room: Room) -> None:
    [shown] = replies(room, "louis", "3", card(room))
    assert shown.user == "louis"
    assert "**1** Moi aussi" in shown.text

    replies(room, "louis", "1", f"post-of-{shown.id}", via=Via.DIRECT)

    assert "2\u00a0personnes" in room.says("zoé", "/besoin voir 1").text


def test_the_edito_of_the_letter_is_written_in_the_thread_that_asks_for_it(room: Room) -> None:
    room.says("amina", "lettre édito", via=Via.MENTION)
    asked = deliver(room)[-1]
    assert "L'édito de la lettre" in asked.text

    said = replies(room, "amina", "Bonjour à vous", f"post-of-{asked.id}", via=Via.DIRECT)

    assert "L'édito est noté" in said[-1].text


DOUBTFUL = "besoin Anonyme ou pas, le cloud privé ?"


def test_whom_a_task_is_entrusted_to_is_named_in_the_thread_that_asks(room: Room) -> None:
    room.clicks("amina", "aide confier", "veille", via=Via.DIRECT)
    (form,) = [each for each in deliver(room) if each.user == "amina"]
    assert form.buttons[0].in_thread

    (asked,) = room.store(lambda db: outbox.latest_to(db, "test", "amina", 1))
    room.asks(
        Command(
            text="@zoe",
            caller=caller("amina"),
            via=Via.DIRECT,
            channel="amina-direct",
            thread=f"post-of-{asked.id}",
            post="p",
            people={"zoe": "zoe"},
        )
    )

    told = {each.user: each.text for each in deliver(room)}
    assert "vous propose le tri de la veille" in told["zoe"]


@pytest.mark.parametrize("in_thread", [False, True])
def test_a_number_under_one_card_decides_nothing_of_a_text_that_waits_elsewhere(
    room: Room, *, in_thread: bool
) -> None:
    replies(room, "louis", DOUBTFUL, "", via=Via.DIRECT, post="a")
    room.clock.forward(hours=2)
    [pile] = replies(room, "louis", "aide", "", via=Via.DIRECT, post="b")
    assert "**2** Moi aussi" in pile.text

    under = f"post-of-{pile.id}" if in_thread else ""
    replies(room, "louis", "2", under, via=Via.DIRECT, post="c")

    told = room.says("zoé", "/besoin liste").text
    assert "cloud" not in told
    assert "2 personnes" in room.says("zoé", "/besoin voir 1").text.replace("\u00a0", " ")


def test_a_number_still_decides_of_its_own_text_when_its_words_are_kept_no_longer(
    room: Room,
) -> None:
    [asked] = replies(room, "louis", DOUBTFUL, "", via=Via.DIRECT, post="a")
    assert "**2** Sans mon nom" in asked.text
    asyncio.run(Cleaner(room.database, room.clock, Traffic()).clean())
    kept = room.store(lambda db: outbox.by_post(db, "test", f"post-of-{asked.id}"))
    assert kept is not None
    assert not kept.text

    replies(room, "louis", "2", f"post-of-{asked.id}", via=Via.DIRECT)

    assert "posée sans nom" in room.says("zoé", "/besoin voir 2").text
