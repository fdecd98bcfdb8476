"""Surveys, as conversations: prepared, answered in private, closed, told as counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.core import compacting
from bot.core import generation_store as generations
from bot.core.message import FileKind, Message, MessageKind
from bot.letter import note_store as letter_notes
from bot.meeting.ideas import store as ideas
from bot.privacy import forgetting
from bot.privacy.forgetting import Person
from bot.survey import closing
from bot.survey import store as surveys
from bot.survey.rules import SurveyStatus
from bot.survey.tables import survey_answers
from bot.talk.command import Command, Via
from bot.talk.reply import Reply
from tests.commands.gestures import chooses, everything, labels
from tests.lettered import comes_out, open_lettered
from tests.room import Room, caller, open_room
from tests.rounds import goes
from tests.survey.crowds import QUESTIONS, crowd, launched, prepares, pressed, presses
from tests.typable import doing, parted

NINE = ["aa", "aa", "aa", "aa", "aa", "ba", "ba", "bb", "cb"]
"""Five for the first theme, three for the second, one for the third."""


@pytest.fixture
def asked(room: Room) -> Room:
    """Return a room where a survey is open."""
    launched(room)
    return room


def taps(room: Room, who: str, words: str) -> Reply:
    """Press a button of a message that its reader alone is shown: « reseau enquête 1 2 a »."""
    return room.clicks(who, *parted(words), on_the_spot=True)


def posts(room: Room) -> list[str]:
    """Return what the channel reads, as words."""
    here = [each for each in room.outbox() if each.user is None]
    return [each.text.replace("\u00a0", " ") for each in here]


def card(room: Room) -> str:
    """Return what the one post of the survey reads now."""
    shown = [each for each in room.outbox() if each.edits or each.key == "survey:loire:1"]
    return shown[-1].text.replace("\u00a0", " ")


def told(room: Room, who: str) -> list[Message]:
    """Return what waits to be said to one person."""
    return [each for each in room.outbox() if each.user == who]


def rows(room: Room) -> int:
    """Count the answers that are kept with the people who gave them."""
    found = select(func.count()).select_from(survey_answers)
    return room.store(lambda db: db.execute(found).scalar_one())


def status(room: Room, number: int = 1) -> SurveyStatus:
    return room.store(lambda db: surveys.get(db, "loire", number)).status


def notes(room: Room) -> list[str]:
    found = room.store(lambda db: letter_notes.waiting(db, "loire"))
    return [each.text.replace("\u00a0", " ") for each in found]


def in_letter(room: Room) -> bool:
    """Tell whether the next letter has something to keep in mind."""
    text = room.does("amina", "lettre aperçu").text.replace("\u00a0", " ")
    return "1 point à retenir" in text


# Preparing


def test_the_form_has_the_questions_of_the_template_ready_to_be_changed(room: Room) -> None:
    reply = taps(room, "amina", "reseau préparer-enquête")

    assert reply.dialog is not None
    questions = reply.dialog.fields[0].default
    assert questions.startswith("Quel thème voulez-vous aborder ensemble")
    assert not prepares(room, questions).refused


def test_nothing_is_said_in_the_channel_before_the_coordinator_launches(room: Room) -> None:
    reply = prepares(room, QUESTIONS)

    assert labels(reply) == ["Lancer", "Modifier…", "Abandonner"]
    assert "1. Quel thème vous serait utile" in reply.text
    assert posts(room) == []
    assert taps(room, "louis", "reseau enquête 1 1 a").refused


def test_a_survey_that_is_changed_before_it_is_launched_stays_the_same_one(room: Room) -> None:
    prepares(room, QUESTIONS)
    shorter = QUESTIONS.replace("- Parentalité\n", "")

    reply = prepares(room, shorter)

    assert "Parentalité" not in reply.text
    assert not taps(room, "amina", "reseau lancer-enquête 1").refused
    assert taps(room, "amina", "reseau lancer-enquête 2").refused


def test_a_draft_can_be_given_up(room: Room) -> None:
    prepares(room, QUESTIONS)

    assert not taps(room, "amina", "reseau abandonner-enquête 1").refused
    assert taps(room, "amina", "reseau lancer-enquête 1").refused
    assert status(room) is SurveyStatus.DROPPED


def test_the_next_survey_begins_with_the_questions_of_the_last_one(asked: Room) -> None:
    taps(asked, "amina", "reseau clore-enquête 1")

    reply = taps(asked, "amina", "reseau préparer-enquête")

    assert reply.dialog is not None
    assert reply.dialog.fields[0].default == QUESTIONS


@pytest.mark.parametrize(
    ("questions", "says"),
    [
        ("Une seule ?\n- oui\n- non", "trois à huit questions"),
        ("- orphelin\nUn ?\nDeux ?", "Il manque une question"),
        ("Un ?\n- a\n\nDeux ?\n- a\n- b\n\nTrois ?", "de deux à huit choix"),
        ("Un ?\n\nDeux ?\n\nTrois ?\n- a\n- b", "Une seule question peut"),
        ("Un ?\n- a\n- A\n\nDeux ?\n- a\n- b\n\nTrois ?", "deux fois le même choix"),
        (f"{'Un' * 90} ?\n- a\n- b\n\nDeux ?\n- a\n- b\n\nTrois ?", "trop long"),
    ],
)
def test_questions_that_do_not_make_a_survey_are_explained(
    room: Room, questions: str, says: str
) -> None:
    reply = prepares(room, questions)

    assert reply.refused
    assert says in reply.text.replace("\u00a0", " ")


def test_a_survey_ends_when_the_coordinator_says(room: Room) -> None:
    def sends(until: str) -> str:
        fields = {"jusquau": until, "lien": "https://framaforms.org/enquete-123"}
        form = Command(
            text=QUESTIONS,
            caller=caller("amina"),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route="reseau préparer-enquête",
            fields=fields,
            on_the_spot=True,
        )
        return room.asks(form).text.replace("\u00a0", " ")

    assert "jusqu'au vendredi 27 novembre 2026 à 17 h" in sends("27 novembre")
    assert "d'un jour à deux mois" in sends("27 juin 2027")
    assert "d'un jour à deux mois" in sends("un de ces jours")


def test_one_survey_at_a_time(asked: Room) -> None:
    prepares(asked, QUESTIONS)

    reply = taps(asked, "amina", "reseau lancer-enquête 2")

    assert reply.refused
    assert "une seule à la fois" in reply.text
    assert len(posts(asked)) == 1


REWORDED = """Sur quoi travailler ?
- IA
- Logiciels
- Familles

Se voir ?
- Dans un lieu
- À distance

Autre chose ?"""


@pytest.mark.parametrize("questions", [QUESTIONS, REWORDED])
def test_nothing_is_asked_again_for_three_months_in_whatever_words(
    asked: Room, questions: str
) -> None:
    """Of two results of nearly the same people, the difference would tell a newcomer's answer."""
    crowd(asked, NINE)
    taps(asked, "amina", "reseau clore-enquête 1")
    asked.clock.forward(days=30)
    prepares(asked, questions)

    reply = taps(asked, "amina", "reseau lancer-enquête 2")

    assert reply.refused
    assert "la différence dirait ce qu'a répondu une seule" in reply.text
    asked.clock.forward(days=61)
    prepares(asked, questions)
    assert not taps(asked, "amina", "reseau lancer-enquête 2").refused


def test_what_told_nothing_may_be_asked_again_at_once(asked: Room) -> None:
    crowd(asked, NINE[:7])
    taps(asked, "amina", "reseau clore-enquête 1")
    prepares(asked, QUESTIONS)

    assert not taps(asked, "amina", "reseau lancer-enquête 2").refused


def test_a_second_tap_launches_nothing_more(asked: Room) -> None:
    assert asked.clicks("amina", "reseau lancer-enquête", "1").refused
    assert len(posts(asked)) == 1


# Answering


def test_a_member_answers_with_one_tap_a_question(asked: Room) -> None:
    first = taps(asked, "louis", "reseau enquête")
    assert first.text == "**1. Quel thème vous serait utile\u00a0?**"

    for place, label in enumerate(("Bureautique", "En visio"), start=1):
        [button] = [each for each in first.buttons if each.label == label]
        first = asked.clicks("louis", button.route, button.argument, on_the_spot=True)
        assert first.text.startswith(f"Réponse notée, {place} sur 3.")
    assert labels(first) == ["Écrire…", "Passer"]
    last = taps(asked, "louis", "reseau écrire-enquête 1 Plus de café")

    assert "vous avez tout parcouru" in last.text
    assert rows(asked) == 3


def test_no_card_shows_what_someone_chose(asked: Room) -> None:
    """Neither what answers them, nor a question asked again, nor anyone's card."""
    fresh = taps(asked, "louis", "reseau enquête 1")
    answered = [taps(asked, "louis", f"reseau enquête {each}") for each in ("1 b", "2 a")]
    taps(asked, "louis", "reseau écrire-enquête 1 Plus de café")

    again = taps(asked, "louis", "reseau enquête 1")

    assert again == fresh
    assert [each for each in answered if "Bureautique" in each.text] == []
    seen = [*posts(asked), taps(asked, "amina", "reseau enquête").text]
    assert [text for text in seen if "Bureautique" in text or "café" in text] == []


def test_a_survey_is_finished_later_where_one_stopped(asked: Room) -> None:
    taps(asked, "louis", "reseau enquête 1 1 b")
    asked.clock.forward(days=2)

    assert "Nos rencontres" in taps(asked, "louis", "reseau enquête").text


def test_an_answer_is_changed_until_the_survey_closes(asked: Room) -> None:
    crowd(asked, NINE[:-1])
    crowd(asked, ["ba"], start=9)
    last = presses(asked, "m8", "reseau enquête 1 1 c")
    presses(asked, "m8", "reseau enquête 1 2 a")
    last = presses(asked, "m8", "reseau enquête 1 3 passer")
    [menu] = [each for each in last.buttons if each.options]
    shown = presses(asked, "m8", doing(menu.options[0]))
    assert labels(shown)[:2] == ["Intelligence artificielle", "Bureautique"]

    presses(asked, "m8", "reseau enquête 1 1 a")
    taps(asked, "amina", "reseau clore-enquête 1")

    counts = asked.store(lambda db: surveys.get(db, "loire", 1)).results[0].counts
    assert counts == (6, 4, 0)


def test_a_question_may_be_skipped_and_all_answers_erased(asked: Room) -> None:
    taps(asked, "louis", "reseau enquête 1 1 passer")
    taps(asked, "louis", "reseau enquête 1 2 b")

    assert "effacées" in taps(asked, "louis", "reseau effacer-réponses 1").text
    assert rows(asked) == 0
    assert "aucune réponse" in taps(asked, "louis", "reseau effacer-réponses 1").text


def test_a_button_of_a_survey_that_is_over_answers_no_other_one(asked: Room) -> None:
    old = taps(asked, "louis", "reseau enquête").buttons[0]
    taps(asked, "amina", "reseau clore-enquête 1")
    prepares(asked, QUESTIONS)
    taps(asked, "amina", "reseau lancer-enquête 2")

    assert asked.clicks("louis", old.route, old.argument).refused
    assert rows(asked) == 0


@pytest.mark.parametrize("given", ["1 9 a", "1 1 e", "1 3 a", "7 1 a"])
def test_what_is_no_answer_is_not_taken_for_one(asked: Room, given: str) -> None:
    assert taps(asked, "louis", f"reseau enquête {given}").refused
    assert rows(asked) == 0


def test_what_answers_a_direct_message_is_not_kept_once_said(asked: Room) -> None:
    asked.clicks("louis", "reseau enquête", "1 1 b")

    [message] = told(asked, "louis")
    assert message.key.startswith("once:")
    assert rows(asked) == 1


def test_a_free_line_names_nobody(asked: Room) -> None:
    reply = taps(asked, "louis", "reseau écrire-enquête 1 Appelez Josette au 06 12 34 56 78")

    assert reply.refused
    assert rows(asked) == 0


def test_without_buttons_the_options_have_numbers(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)
    launched(room)

    room.clicks("louis", "reseau enquête", "")

    assert "**1** Intelligence artificielle · **2** Bureautique" in room.said()[-1]


def test_the_questions_to_copy_are_shown_where_no_form_opens(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)

    room.says("amina", "reseau", via=Via.DIRECT)
    room.asks(replace(pressed(caller("amina"), "reseau préparer-enquête"), via=Via.DIRECT))

    assert "Quel thème voulez-vous" in room.said()[-1]
    assert "Répondez à ce message, dans son fil" in room.said()[-1]


# Closing


def test_nobody_reads_a_result_before_the_survey_closes(asked: Room) -> None:
    crowd(asked, NINE)
    for who in ("louis", "amina"):
        for typed in ("/reseau", "reseau enquêtes", "reseau résultats-enquête 1", "/reseau bilan"):
            text = asked.plays(who, typed).text
            assert "5" not in text.replace("2025", "")
            assert "9 personnes" not in text


def test_closing_destroys_what_links_people_to_their_answers_and_says_so(asked: Room) -> None:
    crowd(asked, NINE, ["Plus de café", "Moins de réunions"])

    taps(asked, "amina", "reseau clore-enquête 1")

    assert rows(asked) == 0
    kept = [line for line in everything(asked).splitlines() if "m8" in line or "m1" in line]
    assert kept == []
    assert asked.store(compacting.asked_since) == asked.clock.now
    assert "leurs réponses est détruit" in card(asked)


def test_results_are_told_as_counts_with_a_picture_and_in_words(asked: Room) -> None:
    crowd(asked, [*NINE, "aa", "bb"])

    taps(asked, "amina", "reseau clore-enquête 1")

    assert "11 personnes ont répondu" in card(asked)
    [picture] = [each for each in asked.outbox() if each.key == "survey:loire:1:results"]
    assert picture.thread == "survey:loire:1"
    assert picture.file is not None
    assert picture.file.kind is FileKind.DRAWING
    assert "Intelligence artificielle" in picture.file.content
    whole = posts(asked)[-1]
    assert "- Intelligence artificielle : **6**" in whole
    assert "- autres réponses, chacune trop rare pour être montrée : 5" in whole
    assert "Parentalité" not in whole


def test_under_eight_answers_no_line_is_kept_either(asked: Room) -> None:
    crowd(asked, NINE[:7], ["Plus de café"])

    taps(asked, "amina", "reseau clore-enquête 1")

    assert "Pas assez de réponses pour en montrer" in card(asked)
    assert "café" not in everything(asked)
    read = taps(asked, "amina", "reseau résultats-enquête 1").text
    assert "Bureautique" not in read
    assert notes(asked) == []


@pytest.mark.parametrize("answers", ["aaaab", "aabbcc", "aaabbbc"])
def test_under_eight_nothing_is_told_not_even_how_many_answered(asked: Room, answers: str) -> None:
    crowd(asked, answers, ["Plus de café"])

    taps(asked, "amina", "reseau clore-enquête 1")

    assert "Pas assez de réponses pour en montrer : il en faut huit" in card(asked)
    shown = "\n".join((*posts(asked), taps(asked, "louis", "reseau résultats-enquête 1").text))
    assert "personnes ont répondu" not in shown
    assert "Intelligence" not in shown
    assert told(asked, "amina") == []


def test_who_all_answer_alike_are_not_told(asked: Room) -> None:
    crowd(asked, ["aa", "aa", "aa", "ab", "ab", "ab", "ab", "ab"])

    taps(asked, "amina", "reseau clore-enquête 1")

    assert "8 personnes ont répondu" in card(asked)
    whole = posts(asked)[-1]
    assert "Intelligence" not in whole
    assert "Pas assez de réponses, ou trop semblables" in whole


def test_free_lines_are_for_coordinators_only(asked: Room) -> None:
    lines = [f"Idée numéro {each}" for each in "abcdefghi"]
    crowd(asked, NINE, lines)
    taps(asked, "amina", "reseau clore-enquête 1")
    [told_amina] = told(asked, "amina")

    [button] = [each for each in told_amina.buttons if "lignes libres" in each.label]
    shown = asked.clicks("amina", button.route, button.argument)

    assert all(line in shown.text for line in lines)
    assert "Idée numéro" not in taps(asked, "louis", "reseau résultats-enquête 1").text
    assert "Idée numéro" not in "\n".join(posts(asked))


def test_free_lines_come_in_no_one_s_order(asked: Room) -> None:
    crowd(asked, [*NINE, *NINE], [f"Ligne {each:02}" for each in range(18)])
    taps(asked, "amina", "reseau clore-enquête 1")

    survey = asked.store(lambda db: surveys.get(db, "loire", 1))
    found = asked.store(lambda db: surveys.lines(db, survey))

    assert list(found) != sorted(found)  # once in 18! it is
    assert len(found) == 18


def test_a_survey_closes_by_itself_at_its_date(asked: Room) -> None:
    crowd(asked, NINE)
    closes_at = asked.store(lambda db: surveys.get(db, "loire", 1)).closes_at

    asked.clock.now = closes_at - timedelta(minutes=1)
    goes(asked, "surveys")
    assert status(asked) is SurveyStatus.OPEN
    asked.clock.now = closes_at
    assert presses(asked, "m0", "reseau enquête 1 1 c").refused
    goes(asked, "surveys", "surveys")

    assert status(asked) is SurveyStatus.CLOSED
    assert len([each for each in posts(asked) if "les résultats" in each]) == 1


def test_a_second_tap_closes_nothing_more(asked: Room) -> None:
    crowd(asked, NINE)

    assert not asked.clicks("amina", "reseau clore-enquête", "1").refused
    assert asked.clicks("amina", "reseau clore-enquête", "1").refused
    assert len([each for each in posts(asked) if "les résultats" in each]) == 1


def test_a_crash_while_closing_leaves_the_survey_as_it_was(
    asked: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Either all is counted, destroyed and told, or nothing is."""
    crowd(asked, NINE)
    before = everything(asked)

    def killed(*_args: object, **_parts: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(closing, "_tell_closed", killed)
    with pytest.raises(KeyboardInterrupt):
        taps(asked, "amina", "reseau clore-enquête 1")
    assert everything(asked) == before
    monkeypatch.undo()

    taps(asked, "amina", "reseau clore-enquête 1")
    assert rows(asked) == 0


# The reminder


def test_the_post_says_once_that_it_ends_two_working_days_before(asked: Room) -> None:
    crowd(asked, ["aa"])
    presses(asked, "m5", "reseau enquête 1 1 a")
    for _ in range(24 * 14):
        asked.clock.forward(hours=1)
        goes(asked, "surveys")

    [ending] = [each for each in asked.outbox() if "Il reste peu de temps" in each.text]
    assert (ending.kind, labels(ending)) == (MessageKind.EDIT, ["Répondre"])
    reminders = [each for each in asked.outbox() if ":reminder" in each.key]
    assert [each.user for each in reminders] == ["m0", "m5"]
    assert {each.made_at.isoformat()[:13] for each in (ending, *reminders)} == {"2026-11-12T09"}
    assert "je ne vous la rappellerai plus" in reminders[-1].text


def test_who_wants_no_message_or_has_finished_is_not_reminded(asked: Room) -> None:
    for who in ("louis", "zoé"):
        taps(asked, who, "reseau enquête 1 1 a")
    asked.clicks("louis", "reseau messages", "demandé")
    taps(asked, "zoé", "reseau enquête 1 2 a")
    taps(asked, "zoé", "reseau enquête 1 3 passer")
    asked.clock.forward(days=10, hours=2)

    goes(asked, "surveys")

    assert [each.user for each in asked.outbox() if ":reminder" in each.key] == []


# Who is forgotten, who leaves


def test_who_is_forgotten_has_answered_nothing(asked: Room) -> None:
    crowd(asked, NINE)
    taps(asked, "louis", "reseau enquête 1 1 c")
    person = Person(server="test", id="louis")

    asked.store(lambda db: forgetting.forget(db, person, asked.clock.now, erased=str))

    assert rows(asked) == 18
    taps(asked, "amina", "reseau clore-enquête 1")
    found = asked.store(lambda db: surveys.get(db, "loire", 1))
    assert found.people == 9


def test_who_leaves_the_channel_takes_their_answers_along(asked: Room) -> None:
    taps(asked, "louis", "reseau enquête 1 1 c")
    person = Person(server="test", id="louis")

    asked.store(lambda db: forgetting.let_go(db, person, "loire", asked.clock.now))

    assert rows(asked) == 0


def test_one_s_own_copy_has_the_answers_while_they_are_kept(asked: Room) -> None:
    def copy() -> str:
        asked.says("louis", "/reseau mes-données")
        last = [each for each in told(asked, "louis") if each.file][-1]
        assert last.file is not None
        return last.file.content

    crowd(asked, NINE)
    taps(asked, "louis", "reseau enquête 1 1 b")
    assert "Vos réponses à une enquête en cours" in copy()
    taps(asked, "amina", "reseau clore-enquête 1")

    assert "Vos réponses à une enquête en cours" not in copy()


def test_lines_then_results_are_forgotten(asked: Room) -> None:
    crowd(asked, NINE, ["Plus de café"] * 5)
    taps(asked, "amina", "reseau clore-enquête 1")

    asked.forgets(days=366)
    assert "café" not in everything(asked)
    assert status(asked) is SurveyStatus.CLOSED
    asked.forgets(days=740)

    assert taps(asked, "amina", "reseau résultats-enquête 1").refused


# What results are good for


@pytest.fixture
def lettered(tmp_path: Path) -> Room:
    """Return a room whose network has a letter."""
    return open_lettered(tmp_path)


def test_the_next_letter_tells_the_results_unless_they_are_left_out(lettered: Room) -> None:
    launched(lettered)
    crowd(lettered, NINE)
    taps(lettered, "amina", "reseau clore-enquête 1")
    [note] = notes(lettered)
    assert note.startswith("Notre enquête : 9 personnes ont répondu. Quel thème")
    assert "Sur place (7)" not in note  # with two for the other, seven would tell them

    assert in_letter(lettered)
    assert not lettered.does("amina", "lettre enlever note:1").refused

    assert "Notre enquête" not in comes_out(lettered).text


def test_results_come_out_with_the_letter(lettered: Room) -> None:
    launched(lettered)
    crowd(lettered, NINE)
    taps(lettered, "amina", "reseau clore-enquête 1")

    assert "Notre enquête" in comes_out(lettered).text


def test_the_letter_gives_the_form_while_the_survey_is_open_only(lettered: Room) -> None:
    lettered.asks(
        Command(
            text=QUESTIONS,
            caller=caller("amina"),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route="reseau préparer-enquête",
            fields={"lien": "https://framaforms.org/enquete-123", "jusquau": "20 décembre"},
            on_the_spot=True,
        )
    )
    taps(lettered, "amina", "reseau lancer-enquête 1")

    assert "(https://framaforms.org/enquete-123)" in posts(lettered)[0]
    assert [each for each in notes(lettered) if "Notre enquête est ouverte" in each]
    assert in_letter(lettered)
    taps(lettered, "amina", "reseau clore-enquête 1")
    assert not in_letter(lettered)
    assert notes(lettered) == []


def test_a_network_without_a_letter_keeps_nothing_for_one(asked: Room) -> None:
    crowd(asked, NINE)
    taps(asked, "amina", "reseau clore-enquête 1")

    assert notes(asked) == []
    assert "lettre" not in told(asked, "amina")[-1].text


def test_a_theme_that_people_wish_for_is_proposed_for_a_meeting(asked: Room) -> None:
    crowd(asked, NINE)
    taps(asked, "amina", "reseau clore-enquête 1")
    [message] = told(asked, "amina")

    reply = chooses(asked, "amina", message, "Proposer pour une rencontre…", "Intelligence")

    assert not reply.refused
    idea = asked.store(lambda db: ideas.get(db, "loire", 1))
    assert idea.text == "Intelligence artificielle (souhait de l'enquête)"
    assert not idea.signed


def test_last_year_stands_beside_this_year_in_tenths(asked: Room) -> None:
    crowd(asked, [*NINE, "aa"])
    taps(asked, "amina", "reseau clore-enquête 1")
    asked.clock.forward(days=360)
    prepares(asked, QUESTIONS)
    taps(asked, "amina", "reseau lancer-enquête 2")
    crowd(asked, [*NINE, *NINE, "ca"])
    taps(asked, "amina", "reseau clore-enquête 2")

    whole = [each for each in posts(asked) if "l'an dernier" in each][-1]

    assert "Intelligence artificielle : **10** (l'an dernier, environ 6 personnes sur 10)" in whole
    assert "Bureautique : **6**\n" in whole  # last year it was among the others


def test_the_year_s_report_tells_what_was_answered(asked: Room) -> None:
    crowd(asked, [*NINE, "aa"])
    taps(asked, "amina", "reseau clore-enquête 1")

    asked.says("louis", "/reseau bilan")
    asked.clicks("louis", "reseau bilan-en-tableau", "")
    report, table = told(asked, "louis")

    text = report.text.replace("\u00a0", " ")
    assert "- **Enquête** : Quel thème vous serait utile ? Intelligence artificielle." in text
    assert table.file is not None
    assert "Quel thème vous serait utile ?;Intelligence artificielle;6;réponses" in (
        table.file.content
    )
    assert "Parentalité" not in table.file.content


def test_one_card_has_all_surveys(asked: Room) -> None:
    assert "Enquêtes" in labels(asked.says("louis", "/reseau"))
    assert labels(taps(asked, "louis", "reseau enquêtes")) == ["Répondre"]
    taps(asked, "amina", "reseau clore-enquête 1")

    assert labels(taps(asked, "louis", "reseau enquêtes")) == ["Plus…"]
    prepare, more = taps(asked, "amina", "reseau enquêtes").buttons
    assert prepare.label == "Préparer une enquête…"
    assert [each.label for each in more.options] == [
        "Les derniers résultats",
        "Suivre un formulaire extérieur…",
        "Importer des réponses…",
    ]


def test_the_card_of_the_channel_says_that_it_is_over(asked: Room) -> None:
    taps(asked, "amina", "reseau clore-enquête 1")

    edits = [each for each in asked.outbox() if each.kind is MessageKind.EDIT]
    assert [each.buttons for each in edits] == [()]
    assert replace(edits[0]).text.startswith("#### Enquête close")


def test_pressed_in_a_channel_the_questions_come_in_private_with_their_buttons(
    asked: Room,
) -> None:
    """What a channel answers to a click has no room for buttons."""
    reply = asked.clicks("louis", "reseau enquête", "")

    assert "en message direct" in reply.text
    assert reply.buttons == ()
    [first] = [each for each in asked.outbox() if each.user == "louis"]
    assert first.text == "**1. Quel thème vous serait utile\u00a0?**"
    assert "Bureautique" in labels(first)


def test_a_single_free_line_is_told_as_one(room: Room) -> None:
    launched(room)
    crowd(room, NINE, ["Plus de café"])

    taps(room, "amina", "reseau clore-enquête 1")

    [told] = [each for each in room.outbox() if each.user == "amina"]
    assert "Une ligne libre, sans nom" in told.text
    assert "mélangées" not in told.text


def test_a_backup_put_back_meanwhile_leaves_no_second_total(room: Room) -> None:
    """The first one may have been read before: their difference would be someone's answer."""
    room.store(lambda db: generations.begin(db, room.clock.now))
    launched(room)
    crowd(room, ["aa"] * 6 + ["bb"] * 6)
    room.clock.forward(hours=1)
    room.store(
        lambda db: generations.renew(db, generations.begin(db, room.clock.now), (), room.clock.now)
    )
    taps(room, "amina", "reseau clore-enquête 1")

    [told] = [each for each in room.said() if "sauvegarde a été remise" in each]
    assert "12" not in told
    assert not any("personnes ont répondu" in each for each in room.said())
    assert "12" not in taps(room, "louis", "reseau résultats-enquête 1").text


def test_a_survey_launched_after_a_restore_is_told_as_ever(room: Room) -> None:
    room.store(lambda db: generations.begin(db, room.clock.now))
    room.clock.forward(hours=1)
    room.store(
        lambda db: generations.renew(db, generations.begin(db, room.clock.now), (), room.clock.now)
    )
    room.clock.forward(hours=1)
    launched(room)
    crowd(room, ["aa"] * 6 + ["bb"] * 6)
    taps(room, "amina", "reseau clore-enquête 1")

    assert any("personnes ont répondu" in each for each in room.said())
