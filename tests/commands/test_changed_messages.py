"""A message that is edited or deleted: what it made follows it, and its author is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core import outbox
from bot.core.message import Delivery, Message, MessageKind
from bot.meeting.ideas import store as ideas
from bot.meeting.ideas.rules import Idea
from bot.question.rules import QuestionStatus, Visibility
from bot.talk.command import MessageChange, Via
from tests.commands.gestures import (
    checks,
    deliver,
    everything,
    gives,
    kept,
    labels,
    presses,
    replies,
    story,
    told,
    turns_into_question,
)
from tests.commands.test_discretion import waiting
from tests.commands.test_proposer import GUIDE, gathers, given, publish
from tests.commands.test_who_reads import read_by
from tests.room import Room, open_room
from tests.rounds import goes

SALLE = "Qui prête une salle à Brest ?"
LONGER = "Qui prête une salle à Brest ? Rose la cherche."
WAYS = (Via.MENTION, Via.DIRECT)


@pytest.fixture
def patient(tmp_path: Path) -> Iterator[Room]:
    """Return a room where signed cards are held half a minute."""
    opened = open_room(tmp_path, hold=timedelta(seconds=30))
    yield opened
    opened.database.close()


@pytest.fixture
def shown(room: Room) -> Room:
    """Return a room where Louis's message has made a question that everyone reads."""
    room.says("louis", f"besoin {LONGER}", via=Via.MENTION, post="p")
    deliver(room)
    return room


def channel(room: Room) -> list[Message]:
    """Return what waits to be said in the channel."""
    return [each for each in room.outbox() if each.user is None]


def waiting_cards(room: Room) -> list[Message]:
    """Return the card that nobody has read yet, if there is one."""
    card = room.store(lambda db: outbox.by_key(db, "question:loire:1"))
    return [card] if card is not None and card.status is Delivery.HELD else []


def last(room: Room, who: str = "louis") -> Message:
    """Return what waits to be said to someone, the last."""
    return told(room, who)[-1]


def idea(room: Room) -> Idea:
    """Return the first idea of the Loire."""
    return room.store(lambda db: ideas.get(db, "loire", 1))


# While nobody has read it


@pytest.mark.parametrize("via", WAYS)
def test_an_edit_is_read_as_if_it_had_been_written_so(patient: Room, via: Via) -> None:
    patient.says("louis", "besoin Qui prete une sale ?", via=via, post="p")
    patient.clock.forward(seconds=6)

    patient.edits("louis", "p", f"besoin {SALLE}", via=via)

    [card] = waiting_cards(patient)
    assert SALLE in card.text
    assert "sale" not in card.text
    assert (kept(patient).text, kept(patient).status) == (SALLE, QuestionStatus.OPEN)
    assert "n°\u00a01" in last(patient).text
    patient.clock.forward(seconds=31)
    patient.settles()
    assert deliver(patient).count("question:loire:1") == 1


def test_discretion_asked_after_six_seconds_is_obeyed(patient: Room) -> None:
    patient.says("louis", f"besoin {SALLE}", via=Via.DIRECT, post="p")
    patient.clock.forward(seconds=6)

    patient.edits("louis", "p", f"besoin anonyme {SALLE}", via=Via.DIRECT)

    [card] = channel(patient)
    assert "posée sans nom" in card.text
    assert "louis" not in card.text
    assert kept(patient).visibility is Visibility.ANONYMOUS


def test_what_is_to_be_private_leaves_the_channel(patient: Room) -> None:
    patient.says("louis", f"besoin {SALLE}", via=Via.DIRECT, post="p")

    patient.edits("louis", "p", f"besoin en privé : {SALLE}", via=Via.DIRECT)

    assert waiting_cards(patient) == channel(patient) == []
    assert kept(patient).private
    assert "Transmettre" in labels(last(patient))
    assert SALLE not in read_by(patient, "zoé")


def test_in_a_channel_discretion_is_asked_about_and_nothing_is_shown(patient: Room) -> None:
    patient.says("louis", f"besoin {SALLE}", via=Via.MENTION, post="p")

    patient.edits("louis", "p", f"besoin anonyme {SALLE}")

    assert waiting_cards(patient) == channel(patient) == []
    assert waiting(patient) == [SALLE]
    assert SALLE not in read_by(patient, "zoé")
    [_, unsigned, *_] = last(patient).buttons
    presses(patient, "louis", unsigned)
    assert kept(patient).visibility is Visibility.ANONYMOUS
    assert "posée sans nom" in channel(patient)[0].text


def test_personal_data_that_an_edit_brings_takes_the_question_back(patient: Room) -> None:
    patient.says("louis", f"besoin {SALLE}", via=Via.MENTION, post="p")
    data = "Qui aide Madame Durand, 06 12 34 56 78 ?"

    patient.edits("louis", "p", f"besoin {data}")

    assert waiting_cards(patient) == channel(patient) == []
    assert "Je n'ai rien enregistré" in last(patient).text
    assert "06 12 34 56 78" not in everything(patient)
    assert SALLE not in read_by(patient, "zoé")
    patient.clock.forward(seconds=5)
    patient.edits("louis", "p", "besoin Qui aide à remplir un dossier ?")
    assert "remplir un dossier" in waiting_cards(patient)[0].text


def test_what_a_button_has_chosen_outlives_an_edit(patient: Room) -> None:
    patient.says("louis", f"besoin {SALLE}", via=Via.DIRECT, post="p")
    patient.does("louis", "besoin retirer-mon-nom 1")

    patient.edits("louis", "p", "besoin Qui prête une salle à Quimper ?", via=Via.DIRECT)

    [card] = channel(patient)
    assert "Quimper" in card.text
    assert "louis" not in card.text


@pytest.mark.parametrize("via", WAYS)
def test_a_deletion_takes_it_back_before_anyone_reads_it(patient: Room, via: Via) -> None:
    patient.says("louis", f"besoin {SALLE}", via=via, post="p")

    patient.deletes("louis", "p")

    assert waiting_cards(patient) == channel(patient) == []
    assert kept(patient).status is QuestionStatus.WITHDRAWN
    assert "votre question n°\u00a01 est retirée" in last(patient).text
    assert SALLE not in read_by(patient, "zoé")
    patient.clock.forward(seconds=61)
    patient.settles()
    assert waiting_cards(patient) == channel(patient) == []


def test_a_message_that_asks_nothing_any_more_takes_it_back(patient: Room) -> None:
    patient.says("louis", f"besoin {SALLE}", via=Via.MENTION, post="p")

    patient.edits("louis", "p", SALLE, change=MessageChange.ASKS_NO_MORE)

    assert waiting_cards(patient) == channel(patient) == []
    assert "ne me demande plus la même chose" in last(patient).text


def test_a_change_that_is_heard_twice_acts_once(patient: Room) -> None:
    patient.says("louis", f"besoin {SALLE}", via=Via.MENTION, post="p")
    patient.edits("louis", "p", "besoin Qui prête une salle à Quimper ?")
    said = len(patient.outbox())

    patient.edits("louis", "p", "besoin Qui prête une salle à Quimper ?")

    assert len(patient.outbox()) == said


def test_an_edit_that_comes_late_does_nothing(patient: Room) -> None:
    patient.says("louis", f"besoin {SALLE}", via=Via.MENTION, post="p")
    patient.clock.forward(seconds=9)
    patient.edits("louis", "p", "besoin Qui prête une salle à Quimper ?")
    patient.clock.forward(seconds=-3)

    patient.edits("louis", "p", "besoin Qui prête une salle à Nantes ?")

    assert "Quimper" in kept(patient).text


def test_what_made_nothing_of_ours_is_left_alone(room: Room) -> None:
    room.edits("louis", "p", f"besoin {SALLE}")
    room.deletes("louis", "p")

    assert room.outbox() == []


def test_a_text_that_waits_for_a_choice_is_read_anew_or_erased(room: Room) -> None:
    room.says("louis", f"besoin anonyme {SALLE}", via=Via.MENTION, post="p")
    room.clock.forward(seconds=9)

    room.edits("louis", "p", "besoin anonyme Qui prête une salle à Quimper ?")
    assert waiting(room) == ["Qui prête une salle à Quimper ?"]

    room.deletes("louis", "p")
    assert waiting(room) == []
    assert "est effacé" in last(room).text


def test_what_its_writer_has_chosen_follows_the_message_that_asked(room: Room) -> None:
    room.says("louis", f"besoin anonyme {SALLE}", via=Via.MENTION, post="p")
    presses(room, "louis", last(room).buttons[1])
    deliver(room)

    room.deletes("louis", "p")

    assert kept(room).hidden is Visibility.ANONYMOUS
    sending = room.does("louis", "besoin transmettre 1")
    assert sending.refused
    assert "n'est plus possible" in sending.text
    assert "transmet" not in room.says("louis", "/besoin voir 1").text


def test_a_message_that_someone_else_made_a_question_is_its_writers(patient: Room) -> None:
    turns_into_question(patient, "amina", "zoé", LONGER)
    patient.clock.forward(seconds=6)

    patient.edits("zoé", "their-post", SALLE, change=MessageChange.ASKS_NO_MORE)
    assert SALLE in waiting_cards(patient)[0].text
    assert "Rose" not in waiting_cards(patient)[0].text

    patient.clock.forward(seconds=6)
    data = "Qui aide Madame Durand, 06 12 34 56 78 ?"
    patient.edits("zoé", "their-post", data, change=MessageChange.ASKS_NO_MORE)
    assert kept(patient).status is QuestionStatus.WITHDRAWN
    assert waiting_cards(patient) == channel(patient) == []
    assert "06 12 34 56 78" not in everything(patient)


def test_a_link_that_someone_else_gave_the_veille_outlives_an_edit(room: Room) -> None:
    gathers(room, "zoé", f"Voyez {GUIDE}", by="louis", post="v")

    room.edits("zoé", "v", f"Voyez bien {GUIDE}", change=MessageChange.ASKS_NO_MORE)
    assert len(given(room)) == 1

    room.deletes("zoé", "v")
    assert given(room) == []


def test_what_was_confided_to_coordinators_is_read_by_none_once_deleted(room: Room) -> None:
    room.says("louis", f"besoin en privé : {LONGER}", via=Via.DIRECT, post="p")
    room.does("louis", "besoin transmettre 1")
    deliver(room)
    assert LONGER in room.says("amina", "/besoin voir 1").text

    room.deletes("louis", "p")
    assert LONGER not in room.says("amina", "/besoin voir 1").text

    presses(room, "louis", last(room).buttons[0])
    assert LONGER in room.says("amina", "/besoin voir 1").text


def test_one_that_was_taken_back_unread_can_be_reopened_and_is_followed(patient: Room) -> None:
    patient.says("louis", f"besoin {SALLE}", via=Via.MENTION, post="p")
    patient.deletes("louis", "p")

    patient.does("louis", "besoin rouvrir 1")

    assert (kept(patient).status, kept(patient).private) == (QuestionStatus.OPEN, True)
    assert kept(patient).hidden is None


# Once the network reads it


def test_an_edit_that_only_takes_away_is_followed_at_once(shown: Room) -> None:
    shown.says("amina", "/rencontre planifier jeudi 12 novembre 14 h")
    shown.clock.forward(days=2)

    shown.edits("louis", "p", f"besoin {SALLE}")

    assert kept(shown).text == SALLE
    [card] = [each for each in channel(shown) if each.edits == "question:loire:1"]
    assert "Rose" not in card.text
    assert "n°\u00a01 dit maintenant" in last(shown).text
    assert "Rose" not in read_by(shown, "zoé")


def test_another_edit_is_asked_about(shown: Room) -> None:
    quimper = "Qui prête une salle à Quimper ?"
    shown.clock.forward(days=2)

    shown.edits("louis", "p", f"besoin {quimper}")

    assert kept(shown).text == LONGER
    assert channel(shown) == []
    assert labels(last(shown)) == ["Reprendre ce texte", "Garder comme c'est"]
    assert LONGER in last(shown).text.replace("> ", "")
    presses(shown, "louis", last(shown).buttons[0])
    assert kept(shown).text == quimper


def test_it_stays_as_it_was_where_its_author_says_so_or_says_nothing(shown: Room) -> None:
    shown.clock.forward(days=2)
    shown.edits("louis", "p", "besoin Qui prête une salle à Quimper ?")

    presses(shown, "louis", last(shown).buttons[1])

    assert kept(shown).text == LONGER
    assert waiting(shown) == []


def test_personal_data_in_an_edit_is_neither_kept_nor_shown(shown: Room) -> None:
    shown.clock.forward(days=2)

    shown.edits("louis", "p", "besoin Qui aide Madame Durand, 06 12 34 56 78 ?")

    assert kept(shown).text == LONGER
    assert "Je n'ai rien enregistré" in last(shown).text
    assert "06 12 34 56 78" not in everything(shown)


def test_discretion_asked_later_is_obeyed_at_once(shown: Room) -> None:
    shown.clock.forward(days=2)

    shown.edits("louis", "p", f"besoin anonyme {LONGER}")

    assert kept(shown).visibility is Visibility.ANONYMOUS
    assert "louis" not in channel(shown)[-1].text
    assert "Elle a pu être lue avant" in last(shown).text


def test_a_doubt_that_an_edit_brings_is_asked_about(shown: Room) -> None:
    shown.clock.forward(days=2)

    shown.edits("louis", "p", f"besoin {LONGER} ananime")

    assert kept(shown).text == LONGER
    assert labels(last(shown)) == ["Reprendre ce texte", "Garder comme c'est"]
    presses(shown, "louis", last(shown).buttons[0])
    assert kept(shown).text == LONGER
    assert waiting(shown) == [f"1 {LONGER} ananime"]


def test_only_the_authors_own_edit_counts(room: Room) -> None:
    turns_into_question(room, "amina", "zoé", LONGER)
    deliver(room)
    room.clock.forward(days=2)

    room.edits("amina", "their-post", SALLE)

    assert kept(room).text == LONGER
    assert channel(room) == []


def test_a_deletion_hides_it_at_once(shown: Room) -> None:
    shown.does("zoé", "besoin moi-aussi 1")
    shown.says("amina", "/rencontre planifier jeudi 12 novembre 14 h")
    deliver(shown)
    shown.clock.forward(days=2)

    shown.deletes("louis", "p")

    [card] = [each for each in channel(shown) if each.edits == "question:loire:1"]
    assert card.text.strip() == "**Question n°\u00a01**, retirée par la personne qui l'a posée"
    assert card.buttons == ()
    assert LONGER not in read_by(shown, "zoé")
    assert LONGER not in read_by(shown, "amina")
    assert "est retirée le" in last(shown).text
    assert labels(last(shown)) == ["La garder", "La retirer maintenant"]
    assert goes(shown, "unsent") == 0


def test_its_author_keeps_it_as_it_was(shown: Room) -> None:
    shown.does("zoé", "besoin moi-aussi 1")
    shown.deletes("louis", "p")
    question, garder = kept(shown), last(shown).buttons[0]

    assert presses(shown, "zoé", garder).refused
    reply = presses(shown, "louis", garder)

    assert question.private
    assert "de nouveau montrée" in reply.text
    assert kept(shown).visibility is Visibility.PUBLIC
    assert kept(shown).concerned == 2
    assert LONGER in channel(shown)[-1].text
    shown.clock.forward(days=8)
    assert goes(shown, "hidden") == 0
    shown.deletes("louis", "p")  # told again by a catch-up
    assert kept(shown).visibility is Visibility.PUBLIC


def test_after_seven_days_it_is_withdrawn(shown: Room) -> None:
    shown.does("zoé", "besoin moi-aussi 1")
    shown.deletes("louis", "p")
    deliver(shown)
    shown.clock.forward(days=6, hours=23)
    assert goes(shown, "hidden") == 0

    shown.clock.forward(hours=2)
    assert goes(shown, "hidden") == 1

    assert kept(shown).status is QuestionStatus.WITHDRAWN
    assert "votre question n°\u00a01 est retirée" in last(shown).text
    assert "n'est plus ouverte au réseau" in last(shown, "zoé").text
    assert goes(shown, "hidden") == 0
    assert LONGER not in read_by(shown, "zoé")


def test_its_author_withdraws_it_without_waiting(shown: Room) -> None:
    shown.deletes("louis", "p")
    now = last(shown).buttons[1]

    presses(shown, "louis", now)

    assert kept(shown).status is QuestionStatus.WITHDRAWN
    assert presses(shown, "louis", now).refused


def test_the_same_words_asked_anew_after_a_deletion_are_a_new_question(shown: Room) -> None:
    shown.deletes("louis", "p")

    shown.says("louis", f"besoin {LONGER}", via=Via.MENTION, post="q")

    assert kept(shown, 2).text == LONGER


def test_an_answered_question_is_hidden_too(shown: Room) -> None:
    shown.says("zoé", "/besoin répondre 1 La Manufacture, le mardi")
    deliver(shown)
    shown.deletes("louis", "p")

    assert "Manufacture" not in read_by(shown, "amina")
    shown.clock.forward(days=8)
    goes(shown, "hidden")
    assert (kept(shown).status, kept(shown).private) == (QuestionStatus.ANSWERED, True)


# An answer, an idea, links, a text for the letter


@pytest.fixture
def answered(room: Room) -> Room:
    """Return a room where Zoé's reply in the thread was accepted as the answer."""
    room.says("louis", f"/besoin {SALLE}")
    found = replies(room, "zoé", "La Manufacture, le mardi, demandez Rose")
    checks(room, "louis", found)
    deliver(room)
    return room


def post_of(room: Room) -> str:
    """Return the reply that was accepted."""
    return f"post-of-zoé-{room.clock.now.timestamp()}"


def test_an_accepted_reply_that_says_less_is_followed(answered: Room) -> None:
    change = MessageChange.ASKS_NO_MORE

    answered.edits("zoé", post_of(answered), "La Manufacture, le mardi", change=change)

    answer = kept(answered).answer
    assert answer is not None
    assert answer.text == "La Manufacture, le mardi"
    edits = [each for each in channel(answered) if each.kind is MessageKind.EDIT]
    assert len(edits) >= 1
    assert not any("Rose" in each.text for each in edits)


def test_an_accepted_reply_that_says_otherwise_is_asked_about(answered: Room) -> None:
    change = MessageChange.ASKS_NO_MORE
    answered.edits("zoé", post_of(answered), "La Fabrique, le jeudi", change=change)
    before = kept(answered).answer
    take = last(answered, "zoé").buttons[0]

    assert take.label == "Reprendre ce texte"
    presses(answered, "zoé", take)

    after = kept(answered).answer
    assert before is not None
    assert after is not None
    assert (before.text[:14], after.text) == ("La Manufacture", "La Fabrique, le jeudi")


def test_an_accepted_reply_that_is_deleted_is_hidden_then_withdrawn(answered: Room) -> None:
    answered.deletes("zoé", post_of(answered))

    assert "Manufacture" not in read_by(answered, "amina")
    assert "Manufacture" not in channel(answered)[-1].text
    assert "zoe" not in channel(answered)[-1].text
    deliver(answered)
    answered.clock.forward(days=8)
    goes(answered, "hidden")
    assert kept(answered).status is QuestionStatus.OPEN
    assert "attend de nouveau" in last(answered).text


def test_whoever_answered_keeps_the_answer(answered: Room) -> None:
    answered.deletes("zoé", post_of(answered))

    presses(answered, "zoé", last(answered, "zoé").buttons[0])

    answer = kept(answered).answer
    assert answer is not None
    assert (answer.text, answer.hidden) == ("La Manufacture, le mardi, demandez Rose", "")
    assert "Manufacture" in channel(answered)[-1].text


def test_an_answer_typed_in_a_message_follows_it(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    room.says("zoé", "besoin répondre 1 La Manufacture, avec Rose", via=Via.MENTION, post="r")
    room.clock.forward(hours=1)

    room.edits("zoé", "r", "besoin répondre 1 La Manufacture")

    answer = kept(room).answer
    assert answer is not None
    assert answer.text == "La Manufacture"


def test_an_idea_follows_its_message(room: Room) -> None:
    gives(room, "zoé", "rencontre proposer", "Un mur de post-it, avec Rose", post="i")
    deliver(room)
    room.clock.forward(hours=1)
    room.edits("zoé", "i", "Un mur de post-it")
    assert idea(room).text == "Un mur de post-it"
    room.clock.forward(hours=1)
    room.edits("zoé", "i", "Un mur de cartes")
    presses(room, "zoé", last(room, "zoé").buttons[0])
    assert idea(room).text == "Un mur de cartes"

    room.deletes("zoé", "i")

    assert not idea(room).waiting
    assert "cartes" not in channel(room)[-1].text
    presses(room, "zoé", last(room, "zoé").buttons[0])
    assert idea(room).waiting


def test_links_follow_their_message_until_the_digest(room: Room) -> None:
    gathers(room, "zoé", f"#veille {GUIDE} Clair", post="v")
    assert len(given(room)) == 1

    room.deletes("zoé", "v")

    assert given(room) == []
    assert "sont retirés" in last(room, "zoé").text


def test_links_that_came_out_stay(room: Room) -> None:
    room.says("zoé", f"veille proposer {GUIDE} Clair", via=Via.MENTION, post="v")
    publish(room)

    room.deletes("zoé", "v")

    assert len(given(room)) == 1


def test_the_story_tells_that_it_was_hidden(shown: Room) -> None:
    shown.deletes("louis", "p")
    presses(shown, "louis", last(shown).buttons[0])

    assert [each.change.value for each in story(shown)] == ["asked", "hidden", "restored"]
