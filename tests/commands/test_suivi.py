"""The follow-up of one person: opened by them, the same for both sides, read by no one else."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from bot.question.tables import follow_up_lines
from bot.talk.reply import Reply
from tests.commands.gestures import asks_privately, labels, told
from tests.room import Room

FOLLOW, OPEN, NOTE = "besoin suivi 1", "besoin ouvrir-suivi 1", "besoin noter-suivi"
STEP = "Un point au téléphone sur la fiche de poste"


@pytest.fixture
def asked(room: Room) -> Room:
    """Return a room where Zoé asked something privately, that Amina reads."""
    asks_privately(room, "zoé", "Comment dire non à ma hiérarchie ?")
    return room


@pytest.fixture
def opened(asked: Room) -> Room:
    """Return it once Zoé opened her follow-up."""
    asked.does("zoé", OPEN)
    return asked


def notes(room: Room, who: str, text: str = STEP, **entries: str) -> Reply:
    return room.fills(who, NOTE, "1", texte=text, **{"nature": "step", **entries})


def read(room: Room, who: str) -> str:
    return room.does(who, FOLLOW).text.replace("\u00a0", " ")


def kept(room: Room) -> int:
    found = select(func.count()).select_from(follow_up_lines)
    return room.store(lambda db: db.execute(found).scalar_one())


def test_it_is_opened_by_its_member_who_reads_who_reads(asked: Room) -> None:
    assert "avec l'accord de" in read(asked, "amina")
    assert notes(asked, "amina").refused
    asked.does("amina", OPEN)
    assert kept(asked) == 0
    [proposed] = [each for each in told(asked, "zoé") if "Un suivi vous est proposé" in each.text]
    assert "@amina" in proposed.text.casefold() or "amina" in proposed.text.casefold()
    assert labels(proposed) == ["D'accord"]

    asked.does("zoé", OPEN)
    assert "Rien n'est encore noté" in read(asked, "amina")


def test_both_read_the_same_and_messages_tell_no_word_of_it(opened: Room) -> None:
    notes(opened, "amina", quand="15 janvier 2027")
    assert any("Une ligne est notée" in each.text for each in told(opened, "zoé"))
    assert not any(STEP in each.text for each in told(opened, "zoé"))
    opened.does("zoé", "besoin me-rappeler 1")
    notes(opened, "zoé", "Visite de la médiathèque", nature="visit")

    assert read(opened, "zoé") == read(opened, "amina")
    for words in (STEP, "pour le vendredi 15 janvier 2027", "visite prévue", "appel demandé"):
        assert words in read(opened, "zoé")


def test_nobody_else_reads_it_nor_anything_else(opened: Room) -> None:
    notes(opened, "amina")

    for who in ("louis", "marc"):
        for verb in (FOLLOW, OPEN, "besoin effacer-suivi 1 confirmé"):
            assert STEP not in opened.does(who, verb).text
    assert kept(opened) == 2
    for typed in ("/besoin chercher fiche de poste", "/besoin liste", "/reseau bilan"):
        assert STEP not in opened.says("amina", typed).text
    assert "Lui proposer" not in str(labels(opened.does("louis", FOLLOW)))


def test_the_member_erases_any_line_or_all_and_others_only_theirs(opened: Room) -> None:
    notes(opened, "amina")
    notes(opened, "zoé", "Visite de la médiathèque")
    shown = opened.does("amina", FOLLOW)
    [menu] = [each for each in shown.buttons if each.label == "Effacer une ligne…"]
    assert len(menu.options) == 1, "her own"
    assert "Tout effacer" not in labels(shown)
    opened.does("amina", "besoin effacer-suivi 1 3 confirmé")
    assert opened.does("amina", "besoin effacer-suivi 1 confirmé").refused
    assert kept(opened) == 3

    assert "On ne peut pas revenir" in opened.does("zoé", "besoin effacer-suivi 1 2").text
    opened.does("zoé", "besoin effacer-suivi 1 2 confirmé")
    assert STEP not in read(opened, "amina")
    opened.does("zoé", "besoin effacer-suivi 1 confirmé")
    assert kept(opened) == 0
    assert notes(opened, "amina").refused, "closed, until she says yes again"


def test_personal_data_is_refused_as_everywhere(opened: Room) -> None:
    notes(opened, "amina", "Rappeler Mme Martin au 06 12 34 56 78")
    notes(opened, "amina", "Un point", quand="hier soir peut-être")

    assert kept(opened) == 1


def test_it_goes_after_a_year_with_its_member_and_when_the_question_is_opened(room: Room) -> None:
    for leaves in ("year", "forgotten", "shared"):
        number = {"year": 1, "forgotten": 2, "shared": 3}[leaves]
        asks_privately(room, "zoé" if number != 2 else "louis", f"Une affaire {leaves} ?")
        who = "louis" if number == 2 else "zoé"
        room.does(who, f"besoin ouvrir-suivi {number}")
        room.fills("amina", NOTE, str(number), texte=STEP, nature="call")
        assert kept(room) == 2, leaves
        if leaves == "year":
            room.forgets(days=366)
        elif leaves == "forgotten":
            room.says("louis", "/reseau oublie-moi confirmé")
        else:
            room.does("zoé", f"besoin retirer-mon-nom {number} confirmé")
        assert kept(room) == 0, leaves


def test_a_line_that_its_member_s_yes_does_not_outlive_is_still_read_and_erased(room: Room) -> None:
    asks_privately(room, "zoé", "Comment dire non à ma hiérarchie ?")
    room.does("zoé", OPEN)
    room.clock.forward(days=300)
    notes(room, "amina")
    room.forgets(days=70)

    assert kept(room) == 1
    assert STEP in read(room, "zoé")
    assert STEP in read(room, "amina")
    room.does("zoé", "besoin effacer-suivi 1 confirmé")
    assert kept(room) == 0


def test_no_line_names_the_author_of_a_question_that_lost_them(opened: Room) -> None:
    opened.does("zoé", "besoin retirer 1 confirmé")
    opened.clock.forward(days=300)
    notes(opened, "zoé")
    opened.forgets(days=70)

    assert not read(opened, "zoé").count(STEP)
    assert kept(opened) == 0
