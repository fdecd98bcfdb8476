"""The letter as people talk of it: prepared, contributed to, published, read again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.letter import store as letters
from bot.question import store as questions
from bot.question.rules import Occasion, Place, QuestionStatus
from bot.talk.command import Via
from tests.commands.gestures import asks_privately, chooses, fills, labels, presses
from tests.lettered import DATE, LETTERED, comes_out, latest, open_lettered, posts, published
from tests.room import Room, open_room
from tests.scheduler.test_publish import brings
from tests.scheduler.test_publish import published as digest_is_out

SALLE = "Qui prête une salle à Brest ?"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    opened = open_lettered(tmp_path)
    yield opened
    opened.database.close()


def asks_and_defers(room: Room) -> None:
    """Louis asks, Amina defers his question to the letter."""
    room.says("louis", f"/besoin {SALLE}")
    room.does("amina", "besoin reporter 1 lettre")


def test_a_member_is_told_when_the_letter_comes_and_how_to_contribute(room: Room) -> None:
    reply = room.says("louis", "/lettre")

    assert reply.private
    assert "paraîtra le **jeudi 10\u00a0décembre 2026 à 9\u00a0h\u00a030**" in reply.text
    assert labels(reply) == ["Proposer", "Lettres parues"]


def test_a_coordinator_sees_the_draft_and_what_it_misses(room: Room) -> None:
    asks_and_defers(room)

    reply = room.says("amina", "/lettre")

    assert "L'édito manque" in reply.text
    assert f"- **n°\u00a01** {SALLE}" in reply.text
    assert labels(reply) == [
        "Écrire l'édito…",
        "Répondre…",
        "À retenir…",
        "Titre…",
        "Enlever…",
        "M'envoyer un essai",
        "Publier",
        "Plus…",
    ]
    assert chooses(room, "amina", reply, "Répondre…", "salle").dialog is not None
    assert presses(room, "amina", reply.buttons[3]).dialog is not None
    assert chooses(room, "amina", reply, "Plus…", "autre jour").dialog is not None


def test_an_empty_draft_invites(room: Room) -> None:
    reply = room.says("amina", "/lettre")

    assert "Rien à raconter pour l'instant" in reply.text
    assert "Enlever…" not in labels(reply)


def test_where_there_is_no_letter_it_may_still_be_published_by_hand(tmp_path: Path) -> None:
    room = open_room(tmp_path)

    assert "n'a pas de lettre à date fixe" in room.says("amina", "/lettre").text
    assert "n'a pas encore de date" in room.says("louis", "/lettre").text
    assert "il n'y a rien à reporter" in room.does("amina", "lettre sauter").text
    assert "il n'y a rien à reporter" in room.does("amina", "lettre rétablir").text
    room.does("amina", "lettre publier confirmé")
    assert latest(room).number == 1


def test_the_edito_is_written_changed_and_erased(room: Room) -> None:
    room.says("amina", "/lettre édito Bonjour à toutes et à tous,\nvoici la lettre.")
    room.says("amina", "/lettre edito Bonjour,\nvoici la lettre.")

    assert "> Bonjour,\n> voici la lettre." in room.says("amina", "/lettre").text
    assert "plus d'édito" in fills(room, "amina", "lettre édito", texte="").text
    assert "L'édito manque" in room.says("amina", "/lettre").text


def test_the_form_of_the_edito_shows_what_there_is(room: Room) -> None:
    room.says("amina", "/lettre édito Bonjour")

    dialog = room.says("amina", "/lettre édito").dialog

    assert dialog is not None
    assert dialog.fields[0].default == "Bonjour"
    reply = room.clicks("amina", dialog.route, f"{dialog.argument} Bonsoir", via=Via.DIALOG)
    assert not reply.refused
    assert "> Bonsoir" in room.says("amina", "/lettre").text


def test_two_coordinators_do_not_write_over_each_other(room: Room) -> None:
    dialog = room.says("amina", "/lettre édito").dialog
    assert dialog is not None
    room.says("amina", "/lettre édito Écrit entre-temps")

    reply = room.clicks("amina", dialog.route, f"{dialog.argument} Écrasé", via=Via.DIALOG)

    assert reply.refused
    assert "Quelqu'un vient de changer cela" in reply.text
    assert "> Écrit entre-temps" in room.says("amina", "/lettre").text


def test_the_title_may_be_chosen_and_given_back(room: Room) -> None:
    reply = room.does("amina", "lettre titre La lettre d'hiver")

    assert "s'appellera «\u00a0La lettre d'hiver\u00a0»" in reply.text
    assert "**La lettre d'hiver** paraîtra" in room.says("amina", "/lettre").text
    assert "La lettre de la Loire" in fills(room, "amina", "lettre titre", texte="").text
    assert room.does("amina", "lettre titre").dialog is not None
    assert "restez bref" in room.does("amina", f"lettre titre {'long ' * 40}").text


def test_points_to_keep_in_mind_are_published_then_forgotten(room: Room) -> None:
    room.does("amina", "lettre retenir La permanence change de salle")

    comes_out(room)

    assert "**À retenir**\n\n- La permanence change de salle" in posts(room)[0]
    room.clock.forward(days=1)
    assert "permanence" not in room.says("amina", "/lettre").text


def test_ten_points_are_enough(room: Room) -> None:
    for number in range(10):
        room.does("amina", f"lettre retenir Le point {number}")

    assert "Il y a déjà 10 textes" in room.does("amina", "lettre retenir Encore un").text


def test_an_answer_is_prepared_then_given_with_the_letter(room: Room) -> None:
    asks_and_defers(room)

    reply = room.does("amina", "lettre répondre 1 La Manufacture, le mardi")

    assert "la lettre la donnera le jeudi 10\u00a0décembre 2026" in reply.text
    assert "> La Manufacture, le mardi" in reply.text
    before = room.store(lambda db: questions.get(db, "loire", 1))
    assert before.status is QuestionStatus.SCHEDULED
    comes_out(room)
    after = room.store(lambda db: questions.get(db, "loire", 1))
    assert after.status is QuestionStatus.ANSWERED


def test_a_prepared_answer_is_changed_and_erased(room: Room) -> None:
    asks_and_defers(room)
    room.does("amina", "lettre répondre 1 La Manufacture")

    assert "remplace celle" in room.does("amina", "lettre répondre 1 La médiathèque").text
    assert "À répondre" not in room.says("amina", "/lettre").text
    dialog = room.does("amina", "lettre répondre 1").dialog
    assert dialog is not None
    assert dialog.fields[0].default == "La médiathèque"
    assert "est effacée" in fills(room, "amina", "lettre répondre", "1", texte="").text
    assert "À répondre" in room.says("amina", "/lettre").text
    assert "Aucune réponse n'attend" in fills(room, "amina", "lettre répondre", "1", texte="").text


def test_answering_an_open_question_in_the_letter_defers_it_there(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")

    room.does("amina", "lettre répondre 1 La Manufacture")

    question = room.store(lambda db: questions.get(db, "loire", 1))
    assert question.occasion is Occasion.LETTER
    assert "Reportée à la prochaine lettre" in room.said()[-1]


def test_a_private_question_is_not_answered_in_a_letter(room: Room) -> None:
    asks_privately(room, "louis", "Comment aider cette famille ?")

    assert "est privée" in room.does("amina", "lettre répondre 1 Voyez la permanence").text


def test_an_answered_question_needs_no_other_answer(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    room.says("zoé", "/besoin répondre 1 La Manufacture")

    assert "a déjà sa réponse" in room.does("amina", "lettre répondre 1 La médiathèque").text


def test_what_is_left_out_is_not_published_and_is_put_back_by_the_same_choice(room: Room) -> None:
    room.does("amina", "lettre retenir La permanence change de salle")
    room.does("amina", "lettre retenir Le guide est réimprimé")

    def chosen(words: str) -> str:
        return chooses(room, "amina", room.says("amina", "/lettre"), "Enlever…", words).text

    told = chosen("La permanence")
    assert told == "Enlevé de la lettre\u00a0: «\u00a0La permanence change de salle\u00a0»."
    assert "enlevé 1\u00a0passage" in room.says("amina", "/lettre").text
    assert "Enlevé" in chosen("Le guide")
    assert "De nouveau dans la lettre" in chosen("✘ Le guide")
    assert "Enlevé" in room.does("amina", "lettre enlever note:1").text
    comes_out(room)
    assert "permanence" not in posts(room)[0]
    assert "Le guide est réimprimé" in posts(room)[0]


def test_what_the_letter_does_not_hold_is_told(room: Room) -> None:
    told = room.does("amina", "lettre enlever article:9").text
    assert "Ce n'est plus possible" in told


def test_leaving_out_a_prepared_answer_passes_its_question_on(room: Room) -> None:
    asks_and_defers(room)
    room.does("amina", "lettre répondre 1 La Manufacture")

    reply = room.does("amina", "lettre enlever question:1")

    assert "elle passera d'elle-même à la prochaine rencontre" in reply.text
    comes_out(room)
    question = room.store(lambda db: questions.get(db, "loire", 1))
    assert question.occasion is Occasion.MEETING


def test_members_propose_links_and_texts(room: Room) -> None:
    room.does("louis", "lettre proposer https://exemple.fr/guide?utm_source=x Un guide clair")
    room.does("zoé", "lettre proposer anonyme Un mur de post-it en ligne")

    letter = comes_out(room)

    post = posts(room)[0]
    assert "- Un guide clair ([exemple.fr](https://exemple.fr/guide)) (Louis)" in post
    assert "- Un mur de post-it en ligne\n" in post
    assert "Merci à Louis et une autre personne, qui ont" in post
    assert '<a href="https://exemple.fr/guide"' in letter.html


def test_a_link_alone_is_enough(room: Room) -> None:
    room.does("louis", "lettre proposer exemple.fr/guide")
    room.does("louis", "lettre proposer https://exemple.fr/guide")

    comes_out(room)
    assert "- [exemple.fr/guide](https://exemple.fr/guide) (Louis)" in posts(room)[0]


def test_the_form_of_a_proposal_asks_for_one_s_name(room: Room) -> None:
    dialog = room.does("louis", "lettre proposer").dialog

    assert dialog is not None
    assert [each.name for each in dialog.fields][:2] == ["texte", "visibilite"]


def test_personal_data_is_not_kept(room: Room) -> None:
    reply = room.does("louis", "lettre proposer Appelez Mme Durand au 06 12 34 56 78")

    assert reply.refused
    assert "Durand" not in room.says("amina", "/lettre").text


def test_one_erases_one_s_own_texts_only(room: Room) -> None:
    room.does("louis", "lettre proposer Un mur de post-it")

    assert "Je ne trouve pas de texte n°\u00a01" in room.does("zoé", "lettre effacer 1").text
    shown = room.says("louis", "/lettre")
    assert "- Un mur de post-it" in shown.text
    assert "C'est retiré" in chooses(room, "louis", shown, "Retirer…", "post-it").text
    assert "Je ne trouve pas" in room.does("louis", "lettre effacer 1").text


def test_a_coordinator_erases_anyone_s_text(room: Room) -> None:
    room.does("louis", "lettre proposer Un mur de post-it")

    assert "> Un mur de post-it" in room.does("amina", "lettre effacer n°1").text


def test_a_member_does_not_fill_the_letter_alone(room: Room) -> None:
    for number in range(10):
        room.does("louis", f"lettre proposer L'idée {number}")

    assert "Il y a déjà 10 textes" in room.does("louis", "lettre proposer Encore une").text


def test_the_preview_is_the_letter_as_it_will_look(room: Room) -> None:
    room.says("amina", "/lettre édito Bonjour à toutes et à tous")

    reply = room.does("amina", "lettre aperçu")

    assert "#### :newspaper: La lettre de la Loire" in reply.text
    assert "Bonjour à toutes et à tous" in reply.text
    assert "https://bot.example.org/lettre/apercu/" in reply.text
    assert labels(reply) == ["M'envoyer un essai", "Publier"]
    assert "que dans le canal" not in reply.text


def test_the_preview_tells_what_pages_and_mails_will_not_show(room: Room) -> None:
    room.says("zoé", "/besoin Qui prête une salle à Brest ?")
    room.clock.forward(days=1)

    reply = room.does("amina", "lettre aperçu")

    assert "1\u00a0question ne se lira que dans le canal" in reply.text
    assert labels(reply)[0] == "Par courriel aussi…"


def test_a_trial_comes_to_whoever_asks_alone(room: Room) -> None:
    room.does("louis", "lettre proposer Un mur de post-it")

    reply = room.does("amina", "lettre essai")

    assert "vous arrive en message direct" in reply.text
    [sent] = room.outbox()
    assert sent.user == "amina"
    assert "#### :newspaper: La lettre de la Loire" in sent.text
    assert sent.file is not None
    assert "Un mur de post-it" in sent.file.content
    assert room.does("louis", "lettre essai").refused


def test_publishing_at_once_is_confirmed_first(room: Room) -> None:
    asks_and_defers(room)

    reply = room.does("amina", "lettre publier")

    assert "1\u00a0question passera à la prochaine rencontre\u00a0: n°\u00a01" in reply.text
    assert "L'édito manque" in reply.text
    assert posts(room) == []
    done = presses(room, "amina", reply.buttons[0])
    assert "est parue\u00a0: c'est la lettre n°\u00a01" in done.text
    assert len(posts(room)) == 1


def test_a_letter_published_early_stands_for_the_date_that_was_near(room: Room) -> None:
    room.clock.now = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
    room.does("amina", "lettre publier confirmé")
    room.clock.now = DATE

    assert published(room) == 0
    room.clock.now = datetime(2027, 2, 11, 9, 0, tzinfo=UTC)
    assert published(room) == 1


def test_a_letter_published_far_from_its_date_comes_besides(room: Room) -> None:
    room.does("amina", "lettre publier confirmé")
    room.clock.now = DATE

    assert published(room) == 1
    assert latest(room).number == 2


def test_a_letter_is_not_published_twice_by_mistake(room: Room) -> None:
    button = room.does("amina", "lettre publier").buttons[0]
    presses(room, "amina", button)

    assert "je ne la publie pas deux fois" in presses(room, "amina", button).text
    assert "je ne la publie pas deux fois" in room.does("amina", "lettre publier confirmé").text
    assert len(posts(room)) == 1


def test_the_button_of_an_older_letter_publishes_no_other(room: Room) -> None:
    button = room.does("amina", "lettre publier").buttons[0]
    comes_out(room)
    room.clock.forward(days=3)

    assert "je ne la publie pas deux fois" in presses(room, "amina", button).text


def test_a_letter_is_put_off_and_its_questions_wait(room: Room) -> None:
    asks_and_defers(room)

    reply = room.does("amina", "lettre reporter jeudi 17 décembre")

    assert "jeudi 17\u00a0décembre 2026 à 9\u00a0h\u00a030" in reply.text
    room.clock.now = DATE
    assert published(room) == 0
    room.clock.now = datetime(2026, 12, 17, 8, 30, tzinfo=UTC)
    assert published(room) == 1
    room.clock.forward(days=1)
    assert published(room) == 0


def test_a_doubtful_date_is_asked_about(room: Room) -> None:
    reply = room.does("amina", "lettre reporter samedi 19 décembre à 9h")

    assert reply.refused
    assert reply.buttons[0].argument == "confirmé samedi 19 décembre à 9h"
    presses(room, "amina", reply.buttons[0])
    assert "samedi 19\u00a0décembre" in room.says("amina", "/lettre").text


def test_a_letter_is_put_off_until_a_day(room: Room) -> None:
    room.does("amina", "lettre reporter jusqu'au jeudi 17 décembre")

    assert "jeudi 17\u00a0décembre" in room.says("amina", "/lettre").text


def test_no_letter_is_put_off_to_a_day_that_has_passed(room: Room) -> None:
    reply = room.does("amina", "lettre reporter confirmé 1er janvier 2020 à 9 h")

    assert reply.refused
    assert "déjà passée" in reply.text
    assert published(room) == 0


def test_a_letter_put_off_does_not_come_back_to_a_day_that_has_passed(room: Room) -> None:
    room.does("amina", "lettre reporter jeudi 17 décembre")
    room.clock.now = DATE + timedelta(days=2)

    assert "déjà passée" in room.does("amina", "lettre rétablir").text
    assert published(room) == 0


def test_what_is_no_date_is_refused(room: Room) -> None:
    assert room.does("amina", "lettre reporter").dialog is not None
    past = room.does("amina", "lettre reporter confirmé hier à 9h")
    assert past.refused
    assert "Cette date est déjà passée" in past.text
    assert "Il me manque" in room.does("amina", "lettre reporter plus tard").text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("31/12/9999", "Je ne lis pas cette année"),
        ("confirmé 31/12/9999", "Je ne lis pas cette année"),
        ("31 décembre 9999", "Je ne lis pas cette année"),
        ("31/12/2199", "dans plus d'un an"),
        ("confirmé 10/12/2028 à 9h", "dans plus d'un an"),
    ],
)
def test_a_letter_is_put_off_for_a_year_at_most(room: Room, text: str, told: str) -> None:
    assert told in room.does("amina", f"lettre reporter {text}").text
    assert "jeudi 10\u00a0décembre 2026" in room.says("amina", "/lettre").text


@pytest.mark.parametrize(
    "change", ["reporter jeudi 17 décembre", "sauter", "publier confirmé", "rétablir"]
)
def test_the_rhythm_and_the_letter_agree_on_the_next_one(room: Room, change: str) -> None:
    room.does("amina", f"lettre {change}")

    shown = room.says("louis", "/lettre").text
    rhythm = room.says("louis", "/reseau rythme").text.split("**Veille**")[0]

    (day,) = set(re.findall(r"\d+\u00a0(?:décembre|janvier|février|mars|avril) 20\d\d", shown))
    dates = rhythm.split("**Lettre**")[1]
    assert day in dates
    assert re.findall(r"\d+\u00a0\w+ 20\d\d", dates)[0] == day


def test_a_letter_put_off_comes_back_to_its_date(room: Room) -> None:
    room.does("amina", "lettre reporter jeudi 17 décembre")

    assert "jeudi 10\u00a0décembre" in room.does("amina", "lettre rétablir").text
    comes_out(room)


def test_a_skipped_letter_does_not_come_out(room: Room) -> None:
    asks_and_defers(room)
    room.does("amina", "lettre retenir La permanence change de salle")

    reply = room.does("amina", "lettre sauter")

    assert "Pas de lettre le jeudi 10\u00a0décembre 2026" in reply.text
    assert "vous l'avez sautée" in room.says("amina", "/lettre").text
    room.clock.now = DATE
    assert published(room) == 0
    question = room.store(lambda db: questions.get(db, "loire", 1))
    assert question.occasion is Occasion.LETTER
    assert question.back_at is not None
    assert question.back_at > datetime(2027, 2, 11, tzinfo=UTC)
    room.clock.now = datetime(2027, 2, 11, 9, 0, tzinfo=UTC)
    assert published(room) == 1
    assert "La permanence change de salle" in posts(room)[0]


def test_two_letters_skipped_one_after_the_other_never_come_out(room: Room) -> None:
    room.does("amina", "lettre sauter")
    room.clock.now = DATE + timedelta(days=5)

    reply = room.does("amina", "lettre sauter")

    assert "Pas de lettre le jeudi 11\u00a0février 2027" in reply.text
    assert "10\u00a0décembre" not in reply.text
    assert published(room) == 0
    room.clock.now = datetime(2027, 2, 11, 9, 0, tzinfo=UTC)
    assert published(room) == 0


def test_undoing_brings_no_letter_back_once_its_day_has_passed(room: Room) -> None:
    room.does("amina", "lettre sauter")
    room.clock.now = DATE + timedelta(days=5)

    reply = room.does("amina", "lettre rétablir")

    assert "jeudi 11\u00a0février 2027" in reply.text
    assert published(room) == 0


def test_a_letter_moved_beyond_the_next_date_stands_for_both(room: Room) -> None:
    room.does("amina", "lettre reporter lundi 15 février 2027 à 9 h")
    room.clock.now = datetime(2027, 2, 11, 9, 0, tzinfo=UTC)
    assert published(room) == 0
    room.clock.now = datetime(2027, 2, 15, 8, 0, tzinfo=UTC)

    assert [published(room), published(room)] == [1, 0]
    assert len(posts(room)) == 1


def test_a_rule_changed_on_the_letters_own_day_promises_no_second_one(room: Room) -> None:
    comes_out(room)
    room.does("amina", "reseau changer-rythme lettre le 2e jeudi, les mois sans rencontre, 18 h")

    assert "jeudi 11\u00a0février 2027 à 18\u00a0h" in room.says("amina", "/lettre").text
    room.clock.now = DATE + timedelta(hours=10)
    assert published(room) == 0


def test_what_a_letter_has_no_room_for_waits_for_the_next_one(room: Room) -> None:
    for number in range(10):
        room.does("louis", f"lettre proposer Une idée {number} de Louis")
    room.does("zoé", "lettre proposer Un mur de post-it")

    first = comes_out(room)

    assert "Une idée 9 de Louis" in first.text
    assert "Un mur de post-it" not in first.text
    assert "Et 1 autre" not in first.text
    room.clock.now = datetime(2027, 2, 11, 9, 0, tzinfo=UTC)
    assert published(room) == 1
    assert "Un mur de post-it" in latest(room).text
    assert "Une idée 9 de Louis" not in latest(room).text


def test_skipping_is_undone(room: Room) -> None:
    room.does("amina", "lettre reporter jeudi 17 décembre")
    room.does("amina", "lettre sauter")

    room.does("amina", "lettre rétablir")

    comes_out(room)


def test_published_letters_are_read_again(room: Room) -> None:
    assert "Aucune lettre n'est encore parue" in room.does("louis", "lettre archives").text
    room.says("amina", "/lettre édito Bonjour")
    comes_out(room)

    assert "**n°\u00a01** La lettre de la Loire" in room.does("louis", "lettre archives").text
    reply = room.does("louis", "lettre archives 1")
    assert "https://bot.example.org/lettre/secret-loire-0/1" in reply.text
    sent = room.outbox()[-1]
    assert sent.user == "louis"
    assert sent.file is not None
    assert sent.file.name == "lettre-loire-1.md"
    assert sent.file.content.startswith("# La lettre de la Loire")
    assert "Je ne trouve pas de lettre n°\u00a07" in room.does("louis", "lettre archives 7").text
    assert "La dernière\u00a0: La lettre de la Loire" in room.says("louis", "/lettre").text


def test_without_a_public_address_all_is_read_in_the_chat(tmp_path: Path) -> None:
    room = open_lettered(tmp_path, reachable=False)
    comes_out(room)

    assert "http" not in posts(room)[0]
    assert "http" not in room.does("amina", "lettre aperçu").text
    assert "http" not in room.does("louis", "lettre archives 1").text
    assert "http" not in room.says("louis", "/lettre").text


def test_the_address_of_the_letters_is_given_renewed_and_opened(room: Room) -> None:
    assert "/lettre/secret-loire-0" in room.does("louis", "lettre adresse").text
    renew = room.does("amina", "lettre adresse renouveler")
    assert "ne reviendra pas" in renew.text
    assert "/lettre/secret-loire-1" in presses(room, "amina", renew.buttons[1]).text
    open_ = room.does("amina", "lettre adresse publique")
    assert "Ouvrir la lettre à tout le monde" in open_.text
    assert "maintenant **publique**" in presses(room, "amina", open_.buttons[0]).text
    assert "/lettre/loire" in room.does("louis", "lettre adresse").text
    assert "la coordination" in room.does("louis", "lettre adresse privée").text


def test_nothing_is_kept_before_something_is_written(room: Room) -> None:
    room.says("amina", "/lettre")
    room.does("amina", "lettre aperçu")

    assert room.store(lambda db: letters.draft(db, "loire")) is None


def test_a_long_letter_goes_on_in_its_thread(room: Room) -> None:
    for number in range(12):
        room.says("louis", f"/besoin Question {number} {'longue ' * 200} ?")
        room.does("amina", f"lettre répondre {number + 1} {'réponse ' * 200}")
        room.does("amina", f"lettre garder {number + 1}")
    room.says("amina", f"/lettre édito {'Bonjour ' * 240}")

    letter = comes_out(room)

    main, *rest = [each for each in room.outbox() if each.key.startswith("letter:loire:1")]
    assert main.key == "letter:loire:1"
    assert all(each.thread == "letter:loire:1" for each in rest)
    assert all(len(each.text) <= 2_400 for each in rest)
    assert main.text.startswith("#### :newspaper: La lettre de la Loire")
    assert "_Dans le fil\u00a0: 12\u00a0réponses._" in main.text
    assert len(main.text) < 700
    assert "https://bot.example.org/lettre/secret-loire-0/1" in main.text
    assert len(letter.html) < 60_000
    assert letter.text.count("réponse réponse") > 0


def test_it_opens_with_the_meeting_held_since_the_last_one(room: Room) -> None:
    room.says("louis", f"/besoin {SALLE}")
    room.says("amina", "/rencontre planifier confirmé jeudi 12 novembre 2026 14h, La Manufacture")
    room.does("amina", "rencontre annoncer")
    room.clock.now = datetime(2026, 11, 12, 13, 0, tzinfo=UTC)
    for line in ("tenir", "décision Un atelier par mois", "réponse 1 La Manufacture prête"):
        room.plays("amina", f"/rencontre {line}")
    for line in ("action Réserver la salle pour le 1er décembre", "terminer", "publier"):
        room.plays("amina", f"/rencontre {line}")
    assert (
        "Elle contient\u00a0: la rencontre du 12\u00a0novembre"
        in room.says("amina", "/lettre").text
    )

    letter = comes_out(room)

    main = next(each.text for each in room.outbox() if each.key == "letter:loire:1")
    assert main.index("**La rencontre du 12\u00a0novembre**") < main.index("_Dans le fil")
    assert "- Décision\u00a0: Un atelier par mois" in main
    assert "<h2>La rencontre du 12\u00a0novembre</h2>" in letter.html
    assert letter.html.index("La rencontre du") < letter.html.index("La lettre est la vôtre")
    assert "Un atelier par mois" in letter.html


def test_what_rings_or_breaks_is_defused_in_the_channel(room: Room) -> None:
    room.says("amina", "/lettre édito @channel regardez [ceci](https://a.fr)")
    room.does("amina", "lettre retenir @all #urgent `code`")

    comes_out(room)

    post = posts(room)[0]
    assert not {"@channel", "@all", "#urgent"} & {*post.split()}
    assert "[ceci](" not in post


def test_the_next_meeting_is_told_with_its_host_named_in_the_channel_only(room: Room) -> None:
    room.says("amina", "/rencontre planifier confirmé jeudi 14 janvier 2027 14h, La Manufacture")
    room.does("amina", "lettre essai")
    trial = room.outbox()[-1].file
    assert trial is not None
    assert "jeudi 14\u00a0janvier 2027 à 14\u00a0h (date à confirmer)" in trial.content
    room.does("amina", "rencontre hôte @zoe")
    room.does("amina", "rencontre annoncer")

    letter = comes_out(room)

    assert "à 14\u00a0h, La Manufacture, accueillie par Zoé." in posts(room)[0]
    assert "à 14\u00a0h, La Manufacture.</p>" in letter.html
    assert "zoe" not in letter.html + letter.text


def test_who_hosted_since_the_last_letter_is_thanked(room: Room) -> None:
    room.says("amina", "/rencontre planifier confirmé jeudi 12 novembre 2026 14h, La Manufacture")
    room.does("amina", "rencontre hôte @zoe")
    room.does("amina", "rencontre annoncer")
    room.clock.now = datetime(2026, 11, 12, 13, 0, tzinfo=UTC)
    for line in ("tenir", "terminer", "publier"):
        room.plays("amina", f"/rencontre {line}")

    letter = comes_out(room)

    assert ":clap: Merci à Zoé, qui a répondu, accueilli ou partagé" in posts(room)[0]
    assert "Merci à la personne qui a répondu" in letter.text


def test_the_letter_tells_of_the_last_digest_what_was_kept_or_praised_only(room: Room) -> None:
    brings(room, "Un guide clair", "Une étude", "Une annonce")
    room.does("amina", "veille épingler 2")
    room.does("amina", "veille pourquoi 2 À lire avant la rencontre")
    room.says("louis", "/veille proposer https://exemple.fr/affiches Des affiches")
    room.clock.now = LETTERED.digest.next_dates(room.clock.now, LETTERED.timezone, 1)[0]
    assert digest_is_out(room) == 2  # the national network has its own
    told = next(each for each in room.outbox() if each.thread and "exemple.fr" in each.text)
    place = int(told.text[: told.text.index(". [exemple")].rsplit("\n", 1)[-1])
    presses(room, "zoé", told.buttons[place - 1])

    letter = comes_out(room)

    post = posts(room)[0]
    read = post[post.index("**À lire") : post.index("**Prochaine")]
    assert read.index("Une étude") < read.index("exemple.fr/affiches")
    assert "À lire avant la rencontre" in read
    assert "proposé par Louis" in read
    assert "Un guide clair" not in post
    assert "Une annonce" not in post
    assert "louis" not in letter.html.casefold()


def test_articles_of_earlier_digests_are_not_told_again(room: Room) -> None:
    brings(room, "Un guide clair")
    room.clock.now = LETTERED.digest.next_dates(room.clock.now, LETTERED.timezone, 1)[0]
    digest_is_out(room)
    room.clock.forward(days=1)
    room.does("amina", "lettre publier confirmé")
    room.clock.forward(days=1)

    assert "Un guide clair" not in room.says("amina", "/lettre").text


def test_a_point_is_written_in_a_form_too(room: Room) -> None:
    dialog = room.does("amina", "lettre retenir").dialog

    assert dialog is not None
    room.clicks("amina", dialog.route, "La permanence change de salle", via=Via.DIALOG)
    assert "1\u00a0point à retenir" in room.says("amina", "/lettre").text


def lettered(room: Room) -> None:
    """Have a signed question open, a signed one answered, an unsigned one answered."""
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.says("louis", "/besoin Qui a un vidéoprojecteur ?")
    room.says("louis", "/besoin anonyme Où imprimer en grand format ?")
    room.says("zoé", "/besoin répondre 2 La médiathèque")
    room.says("zoé", "/besoin répondre 3 À la reprographie")


def test_outside_the_channel_questions_stand_only_where_kept_signed_or_not(
    room: Room,
) -> None:
    lettered(room)

    letter = comes_out(room)

    [post] = posts(room)
    for outside in (letter.html, letter.text):
        assert "salle à Brest" not in outside
        assert "vidéoprojecteur" not in outside
        assert "La médiathèque" not in outside
        assert "reprographie" not in outside
        assert "elles se lisent sur Mattermost" in outside
    for told in ("salle à Brest", "vidéoprojecteur", "reprographie"):
        assert told in post


def test_each_question_kept_is_read_outside_too_and_may_be_hidden_again(room: Room) -> None:
    lettered(room)

    room.does("amina", "lettre garder 1")
    room.does("amina", "lettre garder 2")
    room.does("amina", "lettre cacher 2")

    assert "2\u00a0questions ne se liront que dans le canal" in room.says("amina", "/lettre").text
    letter = comes_out(room)
    assert "salle à Brest" in letter.html
    assert "vidéoprojecteur" not in letter.html


def test_a_question_that_was_private_once_leaves_by_mail_only_where_it_is_kept(room: Room) -> None:
    room.says("louis", "/besoin privé Qui aide à suivre ses dettes ?")
    asked = room.does("louis", "besoin collective 1")
    told = asked.text
    presses(room, "louis", asked.buttons[0])
    room.says("zoé", "/besoin répondre 1 Le point conseil budget")
    assert all(each.label in told for each in Place)
    assert "ne peut plus être rappelé" in told

    letter = comes_out(room)

    assert "dettes" in posts(room)[-1]
    assert "dettes" not in letter.html + letter.text
    assert "budget" not in letter.html + letter.text


def test_the_draft_has_a_menu_of_what_may_be_read_outside_and_each_choice_is_taken_back(
    room: Room,
) -> None:
    lettered(room)

    def chosen(words: str) -> str:
        draft = room.says("amina", "/lettre")
        return chooses(room, "amina", draft, "Par courriel aussi…", words).text

    assert "se lira aussi, sans nom, par courriel" in chosen("vidéoprojecteur")
    assert "se lira dans le canal seulement" in chosen("✔ n°\u00a02")
    assert room.does("louis", "lettre garder 1").refused


def test_only_questions_of_the_draft_may_be_kept(room: Room) -> None:
    lettered(room)

    assert "Ce n'est plus possible" in room.does("amina", "lettre garder 4").text


def test_members_read_the_whole_letter_again_in_the_chat(room: Room) -> None:
    lettered(room)
    comes_out(room)

    room.does("zoé", "lettre archives 1")

    again = [each for each in room.outbox() if each.key.startswith("file:")][-1]
    assert again.file is not None
    for told in ("salle à Brest", "vidéoprojecteur", "reprographie"):
        assert told in again.file.content
    assert "Louis" not in again.file.content + again.text


def test_when_all_stays_inside_the_mail_says_where_it_is_read(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")

    letter = comes_out(room)

    assert "elles se lisent sur Mattermost" in letter.html
    assert "Rien de particulier" not in letter.html
