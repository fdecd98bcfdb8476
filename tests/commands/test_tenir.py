"""A meeting held and reported on one card: steps, outcomes, minutes, feedback, actions."""

from __future__ import annotations

from pathlib import Path
from textwrap import wrap

import pytest

from bot.core import generation_store as generations
from bot.core.errors import ChangedMeanwhileError
from bot.core.message import Button, Message
from bot.meeting import note_store
from bot.meeting import store as meetings
from bot.question.rules import Occasion, QuestionStatus
from bot.talk.command import Command, Via
from bot.talk.reply import Dialog, Reply
from tests.commands.gestures import everything, kept, presses, replies, told
from tests.room import Room, caller, open_room
from tests.typable import doing

CARD = "held:loire:1"


@pytest.fixture
def held(room: Room) -> Room:
    for text in ("Qui prête une salle à Brest ?", "Où imprimer en grand format ?"):
        room.says("zoé", f"/besoin {text}")
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")
    room.does("amina", "rencontre ajouter n° 1 Un quiz")
    room.does("amina", "rencontre annoncer")
    room.clock.forward(days=31, hours=5)
    room.says("amina", "/rencontre tenir")
    return room


def card(room: Room, key: str = CARD) -> Message:
    """Return what a post says now."""
    return [each for each in room.outbox() if key in (each.key, each.edits)][-1]


def button(room: Room, label: str, key: str = CARD) -> Button:
    """Return a button, or a menu, that the card bears now."""
    [found] = [each for each in card(room, key).buttons if each.label.startswith(label)]
    return found


def press(room: Room, label: str, who: str = "amina") -> Reply:
    return presses(room, who, button(room, label))


def pick(room: Room, menu: str, option: str, who: str = "amina") -> Reply:
    """Choose in a menu of the card by what is read there."""
    [chosen] = [each for each in button(room, menu).options if option in each.label]
    return room.does(who, doing(chosen))


def fill(room: Room, form: Dialog | None, text: str, who: str = "amina", **fields: str) -> Reply:
    """Send a form, its first entry first."""
    assert form is not None
    return room.asks(
        Command(
            text=f"{form.argument} {text}".strip(),
            caller=caller(who),
            via=Via.DIALOG,
            channel="loire-channel",
            network="loire",
            route=form.route,
            fields={form.fields[0].name: text, **fields} if text else fields,
            people={each: each for each in ("louis", "zoe") if f"@{each}" in fields.values()},
        )
    )


def draft(room: Room) -> str:
    """Return the minutes as they are read over."""
    reply = room.says("amina", "/rencontre compte-rendu")
    return reply.dialog.introduction if reply.dialog else reply.text


def steps(room: Room, count: int) -> None:
    for _ in range(count):
        room.does("amina", "rencontre suivant")


def end(room: Room) -> None:
    room.does("louis", "rencontre réponse 1 La Manufacture, le mardi")
    room.does("amina", "rencontre reporter 2 lettre")
    room.does("amina", "rencontre décision Un atelier commun")
    room.does("amina", "rencontre action Réserver la salle, Zoé, 15 janvier")
    room.clock.forward(minutes=95)
    room.does("amina", "rencontre terminer")


def test_it_goes_step_by_step_on_one_card_and_stops_at_the_last(held: Room) -> None:
    assert card(held).pinned
    for words in ("Actualité", "Questions", "Brest", "grand format", "Animation"):
        press(held, "Suivant")
        assert words in card(held).text

    public = [each for each in held.outbox() if each.user is None and each.key.startswith(CARD)]
    assert [each.key for each in public if each.edits is None] == [CARD]
    assert "Suivant" not in [each.label for each in card(held).buttons]
    assert held.does("amina", "rencontre suivant").refused


def test_a_step_pressed_twice_by_mistake_is_passed_once(held: Room) -> None:
    first = button(held, "Suivant")
    presses(held, "amina", first)

    assert "à jour" in presses(held, "amina", first).text
    assert "Actualité" in card(held).text


def test_one_goes_back_from_the_menu(held: Room) -> None:
    steps(held, 3)
    pick(held, "Corriger", "Revenir")
    assert "Partie 3 sur 4" in card(held).text
    for _ in range(2):
        held.does("amina", "rencontre précédent")
    assert held.does("amina", "rencontre précédent").refused


def test_the_card_says_the_time_that_is_left(held: Room) -> None:
    assert "fin de la rencontre à 17\u00a0h." in card(held).text
    held.clock.forward(minutes=70)
    steps(held, 1)
    assert "plutôt 17\u00a0h" in card(held).text


def test_a_whole_meeting_needs_no_typed_command(held: Room) -> None:
    for _ in range(3):
        press(held, "Suivant")
    form = press(held, "Réponse").dialog
    fill(held, form, "La Manufacture", qui="@louis")
    assert "Réponse trouvée" in card(held).text
    press(held, "Suivant")
    pick(held, "Reporter", "lettre")
    assert "Reportée à la prochaine lettre" in card(held).text
    fill(held, press(held, "Décision").dialog, "Un atelier commun")
    fill(held, press(held, "Action").dialog, "Réserver la salle", qui="Zoé", quand="15 janvier")
    fill(held, press(held, "Présences").dialog, "18", structures="9")
    fill(held, press(held, "Point", "louis").dialog, "Les tablettes", "louis")
    press(held, "Terminer")
    assert "relecture" in card(held).text
    assert "18\u00a0personnes présentes, 9\u00a0structures" in card(held).text
    press(held, "Publier")

    assert "Un atelier commun" in card(held).text
    assert kept(held).status is QuestionStatus.ANSWERED
    answer = kept(held).answer
    assert answer is not None
    assert answer.by == "louis"
    assert kept(held, 2).occasion is Occasion.LETTER
    whole = card(held, f"{CARD}:minutes1")
    assert whole.thread == CARD
    for words in ("Les tablettes", "vendredi 15\u00a0janvier", "18\u00a0personnes présentes"):
        assert words in whole.text


def test_what_was_just_noted_is_corrected_or_taken_back(held: Room) -> None:
    steps(held, 3)
    fill(held, press(held, "Réponse").dialog, "La Manufactur", qui="une voisine")
    fill(held, press(held, "Décision").dialog, "Un atelier")
    fill(held, press(held, "Action").dialog, "Réserver", qui="Zoé")

    form = pick(held, "Corriger", "Question : Qui prête").dialog
    assert form is not None
    assert form.fields[0].default == "La Manufactur (une voisine)"
    fill(held, form, "La Manufacture", qui="@louis")
    fill(held, pick(held, "Corriger", "Question : Qui prête").dialog, "La Manufacture, le mardi")
    assert "La Manufacture, le mardi (Louis)" in draft(held)
    fill(held, pick(held, "Corriger", "Décision").dialog, "Un atelier en mars")
    fill(held, pick(held, "Corriger", "À faire").dialog, "")

    press(held, "Point")
    held.does("louis", "rencontre ajouter Les tablettes")
    agenda = pick(held, "Corriger", "L'ordre du jour").dialog
    assert agenda is not None
    text = agenda.fields[0].default
    assert "- Les tablettes\n" in text
    fill(held, agenda, text.replace("- Les tablettes\n", ""))

    text = draft(held)
    assert "La Manufacture" in text
    assert "Un atelier en mars" in text
    assert "Réserver" not in text
    fill(held, pick(held, "Corriger", "Question : Qui prête").dialog, "")
    assert "La Manufacture" not in draft(held)


def test_a_deferral_chosen_again_is_taken_back(held: Room) -> None:
    steps(held, 3)
    pick(held, "Reporter", "Mattermost")
    assert "Reportée sur Mattermost" in card(held).text
    pick(held, "Reporter", "Mattermost")
    assert "Reportée" not in card(held).text


def test_an_answer_that_was_noted_is_not_erased_by_a_deferral(held: Room) -> None:
    steps(held, 3)
    stale = next(each for each in button(held, "Reporter").options if "lettre" in each.label)
    held.does("louis", "rencontre réponse 1 La Manufacture, le mardi")
    assert "Revoir la réponse" in [each.label for each in card(held).buttons]
    assert "Reporter…" not in [each.label for each in card(held).buttons]

    pressed = held.does("amina", doing(stale))

    assert "« Revoir la réponse »" in pressed.text.replace("\u00a0", " ")
    assert "La Manufacture" in card(held).text
    form = held.does("amina", "rencontre changer n° 1").dialog
    assert form is not None
    without = form.fields[0].default.replace("- n° 1 Qui prête une salle à Brest ?\n", "")
    assert "est notée" in fill(held, form, without).text
    assert "La Manufacture" in draft(held)


def test_who_is_there_notes_by_a_reply_in_the_thread(held: Room) -> None:
    steps(held, 3)
    replies(held, "louis", "point : les tablettes", under=CARD)
    replies(held, "louis", "Réponse : La Manufacture, le mardi", under=CARD)
    replies(held, "louis", "suivant", under=CARD)
    replies(held, "zoé", "Merci, on en reparle au prochain point", under=CARD)
    assert "Réponse trouvée" in held.says("amina", "/rencontre").text
    replies(held, "amina", "décision : un atelier commun", under=CARD)
    replies(held, "amina", "suivant", under=CARD)

    assert "grand format" in held.says("amina", "/rencontre").text
    held.does("amina", "rencontre terminer")
    replies(held, "louis", "point : les ordinateurs", under=CARD)
    text = draft(held)
    assert "ordinateurs" not in text
    for noted in ("les tablettes", "La Manufacture", "un atelier commun"):
        assert noted in text
    assert "reparle" not in text


def test_members_note_answers_and_points_and_nothing_else(held: Room) -> None:
    steps(held, 3)
    form = press(held, "Réponse", "louis").dialog
    assert form is not None
    assert form.fields[1].default == "@louis"
    for label in ("Suivant", "Terminer"):
        assert press(held, label, "louis").refused
    assert pick(held, "Reporter", "lettre", "louis").refused
    for label in ("Décision", "Action"):
        form = press(held, label, "louis").dialog
        assert fill(held, form, "Un atelier", "louis").refused


def test_who_is_entrusted_with_it_holds_notes_rereads_and_publishes(held: Room, room: Room) -> None:
    held.does("amina", "rencontre terminer")
    room.says("amina", "/rencontre planifier jeudi 10 décembre 14h, mairie")
    room.does("amina", "aide confier rencontre 2 @louis")
    room.does("louis", "aide accepter rencontre 2")
    room.does("amina", "rencontre annoncer")
    room.clock.forward(days=7)
    assert room.says("zoé", "/rencontre tenir").refused
    room.says("louis", "/rencontre tenir")
    second = "held:loire:2"

    presses(room, "louis", button(room, "Suivant", second))
    fill(room, presses(room, "louis", button(room, "Décision", second)).dialog, "Oui", "louis")
    presses(room, "louis", button(room, "Terminer", second))
    form = presses(room, "louis", button(room, "Relire", second)).dialog
    assert form is not None
    assert "Oui" in form.introduction
    fill(room, form, "12", "louis")

    assert "12\u00a0personnes présentes" in card(room, second).text
    assert room.does("louis", "rencontre publier 1").refused


def test_the_question_that_is_spoken_of_needs_no_number(held: Room) -> None:
    assert held.does("louis", "rencontre réponse La Manufacture").refused
    steps(held, 3)
    assert not held.does("louis", "rencontre réponse La Manufacture").refused
    assert kept(held).status is QuestionStatus.OPEN
    end(held)

    assert "La Manufacture" in draft(held)


def test_nothing_is_held_twice_nor_before_it_starts(held: Room, room: Room) -> None:
    assert held.says("amina", "/rencontre tenir").refused
    end(held)
    for typed in ("suivant", "terminer", "décision Un atelier"):
        assert room.does("louis", f"rencontre {typed}").refused


def test_what_was_not_covered_goes_to_the_next_meeting(held: Room) -> None:
    held.does("amina", "rencontre terminer")
    held.says("amina", "/rencontre planifier jeudi 14 janvier 2027 14h, mairie")

    assert "Un quiz" in held.does("amina", "rencontre ordre-du-jour n° 2").text


def test_who_and_when_are_read_of_a_form_that_was_filled_in_its_thread(held: Room) -> None:
    entries = {"texte": "Réserver, puis payer", "qui": "Zoé", "quand": "15 janvier"}

    noted = held.asks(
        Command(
            text=entries["texte"],
            caller=caller("amina"),
            via=Via.MENTION,
            channel="loire-channel",
            network="loire",
            route="rencontre action",
            fields=entries,
        )
    )

    assert not noted.refused
    assert "Réserver, puis payer" in held.said()[-1]
    assert "15\u00a0janvier" in held.said()[-1]


def test_what_is_no_number_or_no_day_is_said_at_its_entry(held: Room) -> None:
    counted = held.fills("amina", "rencontre effectif", texte="18", structures="neuf")
    assert counted.field == "structures"
    noted = held.fills("amina", "rencontre action", texte="Réserver", quand="bientôt")
    assert noted.field == "quand"
    assert "Réserver" not in draft(held)


def test_publishing_settles_the_questions_posts_pins_and_attaches(held: Room) -> None:
    end(held)
    assert kept(held).status is QuestionStatus.OPEN
    held.fills("amina", "rencontre effectif", texte="18", structures="9", autres="2")
    text = draft(held)
    assert "Médiatrices et médiateurs\u00a0: 18\u00a0; structures\u00a0: 9" in text
    assert "Durée\u00a0: 1\u00a0h\u00a035" in text

    held.does("amina", "rencontre publier")

    [post] = [m for m in held.outbox() if m.key == f"{CARD}:minutes1"]
    assert post.thread == CARD
    assert post.file is not None
    assert post.file.content == post.text
    assert "La Coop" not in post.text
    assert kept(held).status is QuestionStatus.ANSWERED
    assert kept(held, 2).occasion is Occasion.LETTER
    assert any("La Manufacture" in m.text for m in told(held, "zoé"))


def test_minutes_longer_than_a_phone_are_cut_and_sent_whole_in_a_file(held: Room) -> None:
    for number in range(12):
        held.does("amina", f"rencontre décision Un atelier {number}")
    end(held)

    held.says("amina", "rencontre compte-rendu", via=Via.MENTION)

    whole, text = told(held, "amina")[-2:]
    assert whole.file is not None
    assert "Un atelier 11" in whole.file.content
    assert "Un atelier 11" not in text.text
    assert "_La suite est dans le fichier que je vous envoie._" in text.text
    assert "La Coop" in text.text


@pytest.mark.parametrize("via", [Via.SLASH, Via.MENTION, Via.DIRECT])
@pytest.mark.parametrize("typed", ["compte-rendu 1", "compte-rendu", "compte-rendu n°1"])
def test_published_minutes_are_read_by_any_member(held: Room, typed: str, via: Via) -> None:
    end(held)
    held.does("amina", "rencontre publier")

    reply = held.says("zoé", f"/rencontre {typed}", via=via)
    read = reply.text or told(held, "zoé")[-1].text

    assert "Compte rendu de la rencontre du" in read
    assert "Un atelier commun" in read
    assert "relecture" not in read
    assert "La Coop" not in read
    assert held.says("marc", f"/rencontre {typed}").refused


def test_minutes_that_are_not_published_stay_with_whoever_reports_on_them(held: Room) -> None:
    end(held)

    for typed in ("compte-rendu", "compte-rendu 1"):
        refused = held.says("zoé", f"/rencontre {typed}")
        assert refused.refused
        assert "atelier" not in refused.text
    assert "Un atelier commun" in draft(held)


def test_the_archive_leads_from_one_meeting_to_the_others(held: Room) -> None:
    end(held)
    held.does("amina", "rencontre publier")
    held.says("amina", "/rencontre planifier 14 janvier 14 h, mairie")
    held.does("amina", "rencontre annoncer")
    held.clock.forward(days=42)
    held.says("amina", "/rencontre tenir")
    held.does("amina", "rencontre décision Une visite")
    held.does("amina", "rencontre terminer")
    assert "Une visite" not in held.says("zoé", "/rencontre compte-rendu").text
    held.does("amina", "rencontre publier 2")

    door = held.says("zoé", "/rencontre")
    [last] = [each for each in door.buttons if each.label == "Dernier compte rendu"]
    latest = held.clicks("zoé", last.route, last.argument)
    [others] = [each for each in latest.buttons if each.label == "Autres comptes rendus…"]
    first = held.does("zoé", doing(others.options[0]))

    assert "Une visite" in latest.text
    assert "Un atelier commun" in first.text


def test_a_question_that_ended_meanwhile_stays_as_it_is(held: Room) -> None:
    end(held)
    held.does("zoé", "besoin retirer 1")
    assert not held.does("amina", "rencontre publier").refused
    assert kept(held).status is QuestionStatus.WITHDRAWN


def test_one_of_two_who_publish_at_once_wins(held: Room) -> None:
    end(held)
    stale = held.store(lambda db: meetings.get(db, "loire", 1))
    held.does("amina", "rencontre publier")
    known = everything(held)

    assert held.does("amina", "rencontre publier").refused
    assert everything(held) == known
    with pytest.raises(ChangedMeanwhileError):
        held.store(lambda db: meetings.save(db, stale.report()))


def test_feedback_is_anonymous_and_counts_once(held: Room) -> None:
    end(held)
    held.does("amina", "rencontre publier")
    given = held.does("louis", "rencontre avis 1 4")
    assert "compté, sans votre nom" in given.text
    [word] = given.buttons
    fill(held, presses(held, "louis", word).dialog, "Très utile", "louis")
    assert "déjà compté" in held.does("louis", "rencontre avis 1 1").text
    held.clock.forward(days=30)

    text = held.does("amina", "rencontre ressentis").text

    assert "trop peu d'avis pour en donner le détail" in text
    assert "Très utile" not in text
    assert "Louis" not in text


def test_opinions_are_told_once_none_comes_any_more(held: Room) -> None:
    end(held)
    held.does("amina", "rencontre publier")
    told = [opinions(held, number, face) for number, face in enumerate(GIVEN)]
    assert "jusqu'au samedi 2\u00a0janvier 2027, et se lisent ensuite" in told[0]
    assert {*told} == {told[0]}  # nobody learns from one more what it was

    held.clock.forward(days=30)
    text = held.does("louis", "rencontre ressentis").text

    assert "6\u00a0avis à 5 sur 5, 4\u00a0avis à 4 sur 5, 3\u00a0autres" in text
    assert "« Mot 7 »" in text.replace("\u00a0", " ")
    late = held.does("zoé", "rencontre avis 1 5")
    assert late.refused
    assert "30 jours" in late.text
    assert held.does("louis", "rencontre ressentis").text == text


def test_under_eight_opinions_their_words_are_not_told_either(held: Room) -> None:
    end(held)
    held.does("amina", "rencontre publier")
    for number in range(7):
        opinions(held, number, 4)
    held.clock.forward(days=30)

    assert "Mot" not in held.does("louis", "rencontre ressentis").text


def test_opinions_under_which_a_backup_was_put_back_are_not_told(held: Room) -> None:
    end(held)
    held.does("amina", "rencontre publier")
    for number, face in enumerate(GIVEN):
        opinions(held, number, face)
    first = held.store(lambda db: generations.begin(db, held.clock.now))
    held.clock.forward(days=30)
    held.store(lambda db: generations.renew(db, first, (), held.clock.now))

    assert "trop peu d'avis" in held.does("louis", "rencontre ressentis").text


GIVEN = (5,) * 6 + (4,) * 4 + (3, 3, 1)


def opinions(held: Room, number: int, face: int) -> str:
    """Have someone give an opinion; return what anyone is told of all of them."""
    meeting = held.store(lambda db: meetings.get(db, "loire", 1))
    held.store(lambda db: note_store.feel(db, meeting, f"u{number}", face))
    held.store(lambda db: note_store.add_word(db, meeting, f"Mot {number}"))
    return held.does("louis", "rencontre ressentis").text


def test_actions_are_followed_until_they_are_done(held: Room) -> None:
    end(held)
    held.does("amina", "rencontre publier")
    assert "Réserver la salle (Zoé)" in card(held).text

    assert "merci" in pick(held, "Action faite", "Réserver", "zoé").text
    assert "Réserver" not in card(held).text
    pick(held, "Action faite", "Pas encore", "zoé")
    assert "Réserver" in card(held).text
    assert held.does("zoé", "rencontre fait 1").refused


def test_an_action_whose_day_is_doubtful_is_asked_about(held: Room) -> None:
    reply = held.does("amina", "rencontre action Écrire au maire, Zoé, mardi 15 janvier 2027")
    limit = held.does("amina", "rencontre action Écrire au maire, Zoé, avant le 15 janvier 2027")

    assert reply.refused
    assert "mais c'est un vendredi" in reply.text
    assert "pour le vendredi 15\u00a0janvier" in limit.text


def test_an_action_that_two_people_say_is_done_is_done(held: Room) -> None:
    end(held)
    held.does("amina", "rencontre publier")
    [shown] = [each for each in button(held, "Action faite").options if "Réserver" in each.label]

    assert "merci" in held.does("zoé", doing(shown)).text
    assert "merci" in held.does("louis", doing(shown)).text

    assert "de nouveau" in held.does("zoé", doing(shown).replace("fait", "pas-fait")).text


def test_a_member_neither_erases_nor_rewrites_the_answer_of_another(held: Room) -> None:
    held.does("zoé", "rencontre réponse 1 La Manufacture")

    assert held.clicks("louis", "rencontre réponse", "1").dialog is None
    for words in ("", "L'auberge"):
        sent = held.clicks("louis", "rencontre réponse", f"1 {words}".strip(), via=Via.DIALOG)
        assert sent.refused
        assert "n'est pas de vous" in sent.text
    assert not held.does("zoé", "rencontre réponse 1 La Manufacture, le mardi").refused
    assert not held.does("amina", "rencontre réponse 1 L'auberge").refused


def test_a_card_shown_in_a_direct_message_is_shown_again_there(held: Room) -> None:
    on = button(held, "Suivant")
    pressed = Command(
        text=on.argument,
        caller=caller("amina"),
        via=Via.BUTTON,
        channel="direct",
        network="loire",
        route=on.route,
        direct=True,
    )

    held.asks(pressed)

    [shown] = [each for each in held.outbox() if each.user == "amina" and each.buttons]
    assert any(each.route == "rencontre suivant" for each in shown.buttons)


def test_all_of_it_fits_on_a_phone(held: Room) -> None:
    long = "Prévoir un atelier commun sur les mots de passe, avec la médiathèque et la mairie. "
    texts = []
    for number in (1, 2):
        held.does("louis", f"rencontre réponse {number} {5 * long}")
    for _ in range(3):
        held.does("amina", f"rencontre décision {5 * long}")
        held.does("amina", f"rencontre action {2 * long.replace(',', '')}, Zoé, 15 janvier")
        held.does("louis", f"rencontre ajouter {long}")
    for _ in range(5):
        press(held, "Suivant")
        texts.append(card(held).text)
    held.fills("amina", "rencontre effectif", texte="18", structures="9", autres="2")
    press(held, "Terminer")
    texts.append(card(held).text)
    press(held, "Publier")
    texts.append(card(held).text)
    whole = [each.text for each in held.outbox() if each.key.startswith(f"{CARD}:minutes")]

    assert [each for each in texts if height(each) > 25] == []
    assert len(whole) > 1
    assert [height(each) for each in whole if height(each) > 60] == []


def height(text: str) -> int:
    """Return how many lines a text takes on a phone, empty ones too."""
    return sum(max(1, len(wrap(line, 42))) for line in text.split("\n"))


def test_a_new_meeting_recalls_in_its_thread_what_was_to_be_done(held: Room) -> None:
    end(held)
    held.does("amina", "rencontre publier")
    held.says("amina", "/rencontre planifier confirmé vendredi 4 décembre 14h, mairie")
    held.says("amina", "/rencontre tenir confirmé")

    recalled = card(held, "held:loire:2:actions")

    assert recalled.thread == "held:loire:2"
    assert "Réserver la salle" in recalled.text
    assert doing(button(held, "Action faite", recalled.key).options[0]) == "rencontre fait 2"


def test_without_buttons_the_card_says_what_to_type(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)
    room.says("zoé", "/besoin Qui prête une salle à Brest ?")
    room.says("amina", "/rencontre planifier confirmé mardi 3 novembre 8h, mairie")
    room.says("amina", "/rencontre tenir confirmé")
    steps(room, 3)

    text = card(room).text

    lines = text[text.index("Répondez dans ce fil") :].replace("**", "").split("\n")[1:]
    assert lines[:3] == ["- 1 Réponse trouvée", "- 2 Reporter", "- 3 Suivant (ou :arrow_forward:)"]
    assert len(lines) == 9
    replies(room, "amina", "1 La Manufacture", under=CARD)
    assert "Réponse trouvée : La Manufacture" in card(room).text.replace("\u00a0", " ")
