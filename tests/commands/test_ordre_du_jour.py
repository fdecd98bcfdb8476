"""The agenda, said again in its form, or added to by another one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.talk.command import Command, Via
from bot.talk.reply import Dialog, Reply
from tests.commands.gestures import deliver, labels, presses, replies, sends, told
from tests.room import Room, caller, open_room
from tests.rounds import bring_back


@pytest.fixture
def planned(room: Room) -> Room:
    for text in ("Qui prête une salle à Brest ?", "Où imprimer en grand format ?"):
        room.says("louis", f"/besoin {text}")
    room.says("louis", "/besoin privé Comment parler à mon employeur ?")
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")
    return room


def form(room: Room, who: str = "amina") -> Dialog:
    """Open the agenda's form."""
    found = room.does(who, "rencontre changer n° 1").dialog
    assert found is not None
    return found


def agenda(room: Room) -> str:
    """Read the agenda."""
    return room.does("amina", "rencontre ordre-du-jour n° 1").text


def retells(room: Room, old: str, new: str) -> Reply:
    """Change some words of the agenda's text."""
    opened = form(room)
    assert old in opened.fields[0].default
    return sends(room, "amina", opened, texte=opened.fields[0].default.replace(old, new))


def test_each_line_is_moved_changed_or_erased_in_one_form(planned: Room) -> None:
    text = (
        "1. Accueil, 30 min\n2. Déjeuner, 45 min, @zoe\n- Le traiteur, 10 min, Louis\n"
        "3. Questions et besoins, 45 min\n- n° 2 Où imprimer\n- n° 1 Qui prête, 15 min"
    )

    sends(planned, "amina", form(planned), texte=text)

    shown = agenda(planned)
    for line in (
        "**1. Accueil** (30\u00a0min)",
        "**2. Déjeuner** (45\u00a0min, Zoé)",
        "2.1 Le traiteur (10\u00a0min), Louis",
        "3.1 **n°\u00a02** Où imprimer en grand format ?",
        "3.2 **n°\u00a01** Qui prête une salle à Brest ? (15\u00a0min)",
        "Il dure 2\u00a0h, sur 3\u00a0h.",
    ):
        assert line in shown
    assert "@zoe" in form(planned).fields[0].default.replace("\ue000", "").replace("\ue001", "")


def test_the_last_of_many_accounts_of_a_long_agenda_is_known_too(planned: Room) -> None:
    others = "\n".join(f"- Point {number}, @inconnu{number}" for number in range(1, 20))

    sends(planned, "amina", form(planned), texte=f"1. Accueil, 30 min\n{others}\n2. Repas, @zoe")

    assert "Repas** (2\u00a0h\u00a030, Zoé)" in agenda(planned)


def test_a_line_that_is_wrong_is_named_and_nothing_is_changed(planned: Room) -> None:
    long = retells(planned, "45 min", "3 h")
    assert long.refused
    assert "L'ordre du jour dure 5\u00a0h\u00a015, et la rencontre 3\u00a0h" in long.text
    named = retells(planned, "- n° 1", "- Appelez le 06 12 34 56 78\n- n° 1")
    assert "Ligne 4." in named.text
    assert named.field == "texte"
    assert "06 12" not in planned.says("amina", "/rencontre").text


def test_nothing_is_lost_when_someone_else_changed_it_meanwhile(planned: Room) -> None:
    opened = form(planned)
    planned.does("amina", "rencontre ajouter n° 1 Les tablettes")

    sends(planned, "amina", opened, texte=f"{opened.fields[0].default}\n- Un quiz, 20 min")

    shown = agenda(planned)
    assert "Les tablettes" in shown
    assert "Un quiz (20\u00a0min)" in shown


def test_a_sentence_is_no_agenda(planned: Room) -> None:
    assert planned.does("amina", "rencontre changer n° 1 ajoutez un quiz").refused
    assert sends(planned, "amina", form(planned), texte="ajoutez un quiz").refused
    assert "Accueil" in agenda(planned)


def test_what_is_taken_out_stays_out(planned: Room) -> None:
    retells(planned, "- n° 1 Qui prête une salle à Brest ?\n", "")

    assert "Brest" not in planned.says("amina", "/rencontre").text


def test_a_private_question_is_never_on_it(planned: Room) -> None:
    assert "employeur" not in planned.says("amina", "/rencontre").text
    assert "employeur" not in form(planned).fields[0].default


def test_members_may_not_change_it(planned: Room) -> None:
    assert planned.does("louis", "rencontre changer n° 1").refused
    assert planned.fills("louis", "rencontre changer", "n° 1", texte="1. Repas, 1 h").refused
    assert planned.does("louis", "rencontre ajouter n° 1 Un quiz").refused


def test_the_announcement_follows_and_says_that_it_changed(planned: Room) -> None:
    planned.does("amina", "rencontre annoncer")
    planned.clock.forward(days=1)
    planned.does("amina", "rencontre ajouter n° 1 Un quiz")

    assert "Un quiz" in planned.said()[-1]
    assert "Ordre du jour modifié le mardi 3\u00a0novembre" in planned.said()[-1]


def test_questions_that_came_since_it_was_announced_are_in_the_form(planned: Room) -> None:
    planned.does("amina", "rencontre annoncer")
    planned.says("zoé", "/besoin Qui connaît Framaforms ?")
    planned.says("zoé", "/besoin Qui connaît Wooclap ?")
    add = next(
        each
        for each in planned.says("amina", "/rencontre").buttons
        if each.label == "Ajouter 2\u00a0questions…"
    )

    opened = presses(planned, "amina", add).dialog

    assert opened is not None
    assert "questions arrivées depuis l'annonce" in opened.introduction
    text = opened.fields[0].default
    planned.says("zoé", "/besoin Qui connaît Genially ?")
    sends(planned, "amina", opened, texte=text.replace("- n° 5 Qui connaît Wooclap ?", ""))
    shown = planned.does("amina", "rencontre ordre-du-jour n° 1")
    assert "Framaforms" in shown.text
    assert "Wooclap" not in shown.text
    assert "Genially" not in shown.text
    assert "Ajouter 1\u00a0question…" in labels(shown)


LATE = "Qui connaît Framaforms ?"


@pytest.fixture
def promised(planned: Room) -> Room:
    """Return a room where a question was deferred to a meeting that was announced before."""
    planned.does("amina", "rencontre annoncer")
    planned.says("zoé", f"/besoin {LATE}")
    assert LATE not in agenda(planned)
    planned.does("amina", "besoin reporter 4 rencontre")
    return planned


def announcement(room: Room) -> str:
    """Return what the meeting's announcement says at last."""
    key = "meeting:loire:1"
    return [each.text for each in room.outbox() if key in (each.key, each.edits)][-1]


def test_a_question_deferred_to_an_announced_meeting_is_read_wherever_its_agenda_is(
    promised: Room,
) -> None:
    shown = promised.does("amina", "rencontre ordre-du-jour n° 1")
    card = promised.says("louis", "/rencontre").text

    pasted = promised.does("amina", "rencontre coller n° 1").text
    part = promised.does("louis", "rencontre ordre-du-jour n° 1 3").text
    for text in (shown.text, card, announcement(promised), pasted, part):
        assert text.count(LATE) == 1
    assert "Ordre du jour modifié" not in announcement(promised)
    assert "Tout changer…" in labels(shown)
    assert "arrivée" not in form(promised).introduction
    promised.clock.forward(days=31, hours=5)
    promised.says("amina", "/rencontre tenir")
    assert agenda(promised).count(LATE) == 1


@pytest.mark.parametrize(
    ("who", "does"),
    [
        ("amina", "besoin reporter 4 lettre"),
        ("amina", "besoin fermer 4 Trop tard"),
        ("amina", "besoin reporter 4 annuler"),
        ("zoé", "besoin retirer 4"),
        ("zoé", "besoin rendre-privée 4"),
        ("zoé", "besoin répondre 4 Moi"),
    ],
)
def test_what_is_deferred_there_no_more_leaves_the_announcement(
    promised: Room, who: str, does: str
) -> None:
    assert not promised.does(who, does).refused

    assert LATE not in announcement(promised)
    assert LATE not in agenda(promised)


@pytest.mark.parametrize(
    ("who", "does"),
    [
        ("amina", "besoin répondre 5 Moi"),
        ("amina", "besoin fermer 5 Trop tard"),
        ("louis", "besoin retirer 5"),
        ("amina", "besoin reporter 5 lettre"),
        ("amina", "besoin répondre 3 Parlez-m'en"),
        ("louis", "besoin retirer 3"),
    ],
)
def test_a_question_that_is_not_on_the_announcement_has_it_not_rewritten(
    promised: Room, who: str, does: str
) -> None:
    promised.does("louis", "besoin transmettre 3")
    promised.says("louis", "/besoin Qui connaît Wooclap ?")
    before = rewritten(promised)

    assert not promised.does(who, does).refused

    assert rewritten(promised) == before
    promised.does("zoé", "besoin répondre 1 La mairie")
    assert rewritten(promised) == before + 1


def rewritten(room: Room) -> int:
    """Count how often the meeting's announcement was rewritten."""
    return sum(each.edits == "meeting:loire:1" for each in room.outbox())


def test_it_is_on_the_next_meeting_alone_and_leaves_it_when_its_line_is_erased(
    promised: Room,
) -> None:
    promised.says("amina", "/rencontre planifier jeudi 17 décembre 14h, mairie")
    promised.does("amina", "rencontre annoncer n° 2")
    assert LATE in promised.does("amina", "rencontre ordre-du-jour n° 2").text  # as any that waits
    promised.says("zoé", "/besoin Qui connaît Wooclap ?")
    promised.does("amina", "besoin reporter 5 rencontre")
    assert "Wooclap" not in promised.does("amina", "rencontre ordre-du-jour n° 2").text

    retells(promised, f"- n° 4 {LATE}", "")

    assert LATE not in announcement(promised)
    assert "Wooclap" in announcement(promised)


def test_a_question_deferred_goes_to_a_meeting_that_is_planned_before(promised: Room) -> None:
    assert LATE in announcement(promised)

    promised.says("amina", "/rencontre planifier lundi 30 novembre 14h, mairie")

    assert LATE not in announcement(promised)


def test_a_question_deferred_to_a_meeting_follows_it_to_another_day(promised: Room) -> None:
    promised.does("amina", "rencontre modifier n° 1 confirmé 10 décembre 2026 14h")
    promised.clock.forward(days=33)
    bring_back(promised)
    assert LATE in announcement(promised)

    promised.does("amina", "rencontre annuler n° 1 La salle est fermée")
    promised.clock.forward(days=7)
    bring_back(promised)
    assert "report" in promised.says("zoé", "/besoin voir 4").text


def test_a_question_deferred_to_the_rhythm_follows_what_is_planned_or_skipped(room: Room) -> None:
    room.says("zoé", f"/besoin {LATE}")
    assert "12\u00a0novembre" in room.does("amina", "besoin reporter 1 rencontre").text

    room.does("amina", "rencontre sauter")
    room.clock.forward(days=12)
    assert bring_back(room) == 0

    room.says("amina", "/rencontre planifier lundi 7 juin 2027 14h, mairie")
    room.clock.forward(days=200)
    assert bring_back(room) == 0
    room.clock.forward(days=7)
    assert bring_back(room) == 1


def test_a_question_deferred_waits_for_the_meeting_that_is_planned_before(promised: Room) -> None:
    promised.says("amina", "/rencontre planifier lundi 30 novembre 14h, mairie")
    promised.clock.forward(days=29, hours=6)

    assert bring_back(promised) == 1


@pytest.mark.parametrize(
    "changed",
    [
        "modifier n° 1 confirmé 3 décembre 2026 14h, salle bleue",
        "modifier n° 2 confirmé 17 décembre 2026 14h, salle bleue",
        "modifier n° 2 confirmé 18 décembre 2026 14h, salle bleue",
        "annuler n° 2 La salle est fermée",
    ],
)
def test_what_a_meeting_that_passed_left_unanswered_comes_back_whatever_becomes_of_the_next(
    promised: Room, changed: str
) -> None:
    promised.says("amina", "/rencontre planifier jeudi 17 décembre 14h, mairie")
    promised.clock.forward(days=31, hours=9)

    assert not promised.does("amina", f"rencontre {changed}").refused

    promised.clock.forward(days=1)
    assert bring_back(promised) == 1


def test_a_question_deferred_to_a_meeting_that_was_not_held_goes_to_the_next(
    promised: Room,
) -> None:
    promised.clock.forward(days=31, hours=9)

    told = promised.does("amina", "rencontre eu-lieu n° 1 non").text

    assert "3\u00a0questions passent à la prochaine rencontre" in told


def test_a_question_deferred_after_a_meeting_that_passed_waits_for_the_next_one(
    promised: Room,
) -> None:
    promised.says("amina", "/rencontre planifier jeudi 17 décembre 14h, mairie")
    promised.clock.forward(days=31, hours=9)
    promised.says("zoé", "/besoin Qui connaît Wooclap ?")
    promised.does("amina", "besoin reporter 5 rencontre")

    assert "Wooclap" not in announcement(promised)
    promised.does("amina", "rencontre eu-lieu n° 1 oui")
    assert "Wooclap" not in promised.does("amina", "rencontre ordre-du-jour n° 1").text
    assert "Wooclap" in promised.does("amina", "rencontre ordre-du-jour n° 2").text


def test_answered_questions_leave_it(planned: Room) -> None:
    planned.says("zoé", "/besoin répondre 1 La mairie")

    assert "Brest" not in planned.says("amina", "/rencontre").text


def test_a_point_is_added_by_its_own_form(planned: Room) -> None:
    dialog = planned.does("amina", "rencontre ajouter n° 1").dialog
    assert dialog is not None
    assert [field.name for field in dialog.fields] == ["texte", "partie", "duree", "qui", "lien"]
    assert len(dialog.fields[1].choices) == 4

    sends(
        planned,
        "amina",
        dialog,
        texte="Le prêt de tablettes",
        partie="3",
        duree="10 min",
        qui="@zoe",
    )

    assert "- 3.3 Le prêt de tablettes (10\u00a0min), Zoé" in agenda(planned)


def test_while_it_is_held_anyone_adds_a_point_and_its_holder_changes_all(planned: Room) -> None:
    planned.does("amina", "rencontre annoncer")
    planned.clock.forward(days=31, hours=5)
    planned.says("amina", "/rencontre tenir")
    for _ in range(3):
        planned.does("amina", "rencontre suivant")
    dialog = planned.does("louis", "rencontre ajouter").dialog
    assert dialog is not None
    assert [field.name for field in dialog.fields] == ["texte", "lien", "certifie"]
    sends(planned, "louis", dialog, texte="Les tablettes")
    deliver(planned)
    replies(planned, "zoé", "point : les souris", under="held:loire:1")

    assert planned.does("louis", "rencontre changer n° 1").refused
    retells(planned, "2. Actualité : études, financements, appels à projets, 30 min\n", "")

    shown = planned.says("amina", "/rencontre").text
    assert "Question 1 sur 2" in shown
    listed = agenda(planned)
    assert "Les tablettes" in listed
    assert "les souris" in listed
    assert "Actualité" not in listed


def test_a_shorter_meeting_has_its_agenda_fit_in(planned: Room) -> None:
    dialog = planned.does("amina", "rencontre modifier n° 1").dialog
    assert dialog is not None
    sends(planned, "amina", dialog, duree="1 h 30")

    shown = agenda(planned)

    assert "Il dure 1\u00a0h\u00a030, sur 1\u00a0h\u00a030." in shown


def test_where_no_form_opens_its_lines_are_written_in_a_thread(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)
    room.says("amina", "/rencontre planifier jeudi 3 décembre 14h, mairie")

    asked = Command(
        text="n° 1",
        caller=caller("amina"),
        via=Via.MENTION,
        channel="loire-channel",
        network="loire",
        route="rencontre changer",
        post="p",
        thread="p",
    )
    room.asks(asked)

    [said] = told(room, "amina")
    quoted = [line.removeprefix("> ") for line in said.text.split("\n") if line.startswith("> ")]
    assert quoted[0].replace("\u200b", "") == "1. Accueil et visite du lieu, 30 min"
    written = "\n".join([*quoted[:-1], "5. Repas, 1 h"])
    sent = f"{said.buttons[0].argument} {written}"
    room.asks(replace(asked, text=sent, fields={"texte": written}, post="q"))
    assert "**4. Repas** (1\u00a0h)" in room.does("amina", "rencontre ordre-du-jour n° 1").text
