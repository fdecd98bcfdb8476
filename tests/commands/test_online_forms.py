"""Forms on Framaforms: answers counted once, needs accepted one by one, ends brought to mind."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.message import Message
from bot.framaforms import store as forms
from bot.framaforms.rules import NeedLine, OnlineForm, QuestionCounts
from bot.network.small_numbers import GroupedCounts
from bot.talk.command import ATTACHED_LIMIT
from bot.talk.reply import Reply
from tests.commands.gestures import everything, kept, story, told
from tests.framaforms.exports import NEEDS, SENT, Asked, sendings, table, text, workbook
from tests.framaforms.forms_room import button_of, imports, plain, presses, sends
from tests.pile_cases import reads
from tests.pile_cases import waiting as in_pile
from tests.room import Room, caller
from tests.rounds import goes
from tests.survey.crowds import pressed

TITLE = "Vos besoins pour 2027"
LINK = "https://framaforms.org/vos-besoins-pour-2027-1790000000"


def export(count: int, *, first: int = 1, title: str = TITLE) -> bytes:
    """Return an export of so many sendings, numbered from the first."""
    return text(table(sendings(count, first=first), first=first, title=title))


def form(room: Room, number: int = 1) -> OnlineForm:
    return room.store(lambda db: forms.get(db, "loire", number))


def follows(room: Room, until: str = "", **entries: str) -> Reply:
    """Send the form that follows another one."""
    given = {"lien": LINK, "fin": until, **entries}
    return room.fills("amina", "reseau formulaire suivre", **given)


def waiting(room: Room) -> list[NeedLine]:
    return list(room.store(lambda db: forms.waiting(db, "loire")))


def at(room: Room, day: str) -> None:
    """Make it 9 h in the morning of some day, in Paris."""
    room.clock.now = datetime.fromisoformat(f"{day} 08:00").replace(tzinfo=UTC)


def week(room: Room) -> str:
    return in_pile(room)


def test_an_export_becomes_counts_and_lines_to_read(room: Room) -> None:
    reply = imports(room, export(12))

    assert "**12 réponses comptées** pour « Vos besoins pour 2027 »" in plain(reply.text)
    assert "6 réponses libres sont à relire" in plain(reply.text)
    assert "« Votre nom », « Adresse de courriel »" in plain(reply.text)
    shown = plain(presses(room, reply, "Voir les comptes").text)
    assert "**Votre rythme** : pas assez de réponses, ou trop semblables, pour être" in shown
    assert "**Vos freins** : pas assez de réponses, ou trop semblables" in shown  # le temps: 12
    assert "**Par thème** : Vie du réseau" not in shown
    assert "Le bruit dans la salle" not in shown


def test_nothing_of_who_answered_is_kept_or_said(room: Room) -> None:
    imports(room, export(6))

    whole = everything(room)
    for who in ("Personne", "exemple.fr", "90.12.3", "compte1", "70001", "4001", "amina"):
        assert not re.search(rf"\b{re.escape(who)}\b", whole), who  # « 4001 » may be in a hash


def test_a_real_workbook_and_the_old_one_say_the_same(room: Room) -> None:
    cells = table(sendings(6))
    imports(room, workbook(cells))
    first = form(room)

    for content in (text(cells, encoding="utf-16"), text(cells, separator=";"), workbook(cells)):
        reply = imports(room, content)
        assert "**Rien de nouveau**" in reply.text

    assert form(room).questions == first.questions
    assert form(room).answers == 6
    assert len(waiting(room)) == 6


def test_only_the_sendings_that_are_new_are_counted(room: Room) -> None:
    imports(room, export(6))

    reply = imports(room, export(14))

    assert "**8 réponses comptées**" in plain(reply.text)
    assert "6 l'étaient déjà" in plain(reply.text)
    assert form(room).answers == 14
    assert len(waiting(room)) == 6  # whoever read them once reads none again
    imports(room, export(14, title="Le même, d'un coup"))
    assert form(room).questions == form(room, 2).questions


def test_an_export_of_the_new_ones_alone_adds_up_too(room: Room) -> None:
    imports(room, export(6))

    imports(room, export(8, first=7))

    assert form(room).answers == 14


def test_without_their_numbers_the_same_sendings_are_known_again(room: Room) -> None:
    cells = text(table(sendings(7), sent=()))
    imports(room, cells)

    assert "**Rien de nouveau**" in imports(room, cells).text


def test_a_number_that_comes_twice_in_a_file_is_one_sending(room: Room) -> None:
    cells = table(sendings(6))

    imports(room, text([*cells, *cells[3:]]))

    assert form(room).answers == 6


def test_under_five_answers_nothing_is_counted_told_nor_kept(room: Room) -> None:
    reply = imports(room, export(4))

    assert "**Rien n'est compté**" in reply.text
    assert waiting(room) == []
    assert "Aucun compte" in room.does("amina", "reseau formulaire 1").text

    imports(room, export(7))

    assert form(room).answers == 7


def test_so_few_new_ones_wait_for_the_next_export(room: Room) -> None:
    """Two results that differ by one answer would tell it."""
    imports(room, export(6))
    before = form(room).questions

    reply = imports(room, export(9))

    assert "3 nouvelles réponses" in plain(reply.text)
    assert form(room).questions == before
    imports(room, export(11))
    assert form(room).answers == 11


def test_two_forms_are_told_apart_by_their_title_or_their_number(room: Room) -> None:
    imports(room, export(6))
    imports(room, export(6, title="Un autre"))
    imports(room, export(12, title="Titre changé depuis"), number="1")

    assert [form(room, each).answers for each in (1, 2)] == [12, 6]
    assert imports(room, export(6), number="9").refused


def test_a_form_that_is_followed_by_its_link_is_known_again_by_its_title(room: Room) -> None:
    follows(room, "15 mars 2027")

    imports(room, export(6))

    found = form(room)
    assert (found.answers, found.link) == (6, LINK)
    assert found.expires_at is not None
    assert f"[Vos besoins pour 2027]({LINK})" in room.does("amina", "reseau enquêtes").text


def test_lines_are_accepted_reworded_or_erased_one_by_one(room: Room) -> None:
    reply = presses(room, imports(room, export(6)), "Relire")
    assert NEEDS[0] in reply.text
    assert "5 autres ensuite" in plain(reply.text)

    reply = presses(room, reply, "Accepter")
    assert "C'est la question n° 1, sans auteur." in plain(reply.text)
    assert NEEDS[1] in reply.text
    reply = presses(room, reply, "Écarter")
    assert "C'est effacé." in reply.text
    sends(room, presses(room, reply, "Modifier…"), "Qui ouvre ses portes ?")

    assert [each.text for each in waiting(room)] == list(NEEDS[3:])
    assert (kept(room).text, kept(room).author, kept(room).theme) == (
        NEEDS[0],
        "",
        "Social - Santé",
    )
    assert kept(room, 2).text == "Qui ouvre ses portes ?"
    assert [each.who for each in story(room)] == [""]
    assert any("**Question n° 1**, venue d'une enquête" in plain(each) for each in room.said())


def test_a_need_that_has_its_answer_already_is_shown_and_offered_to_nobody(room: Room) -> None:
    room.says("louis", f"/besoin {NEEDS[0]}")
    room.says("zoé", "/besoin répondre 1 En agence, ou par le site, avec une pièce d'identité")
    reply = presses(room, imports(room, export(6)), "Relire")

    presses(room, reply, "Accepter")

    waiting_to_be_said = room.outbox()
    assert any(
        "**Question n° 2**, venue d'une enquête" in plain(each.text) for each in waiting_to_be_said
    )
    assert all(each.user != "" for each in waiting_to_be_said)


def test_who_decides_second_is_told_so(room: Room) -> None:
    reply = presses(room, imports(room, export(6)), "Relire")
    presses(room, reply, "Accepter")

    for label in ("Accepter", "Écarter", "Modifier…"):
        again = presses(room, reply, label)
        assert again.refused
        assert "n'est plus possible" in again.text


def test_once_all_is_read_it_is_said(room: Room) -> None:
    reply = presses(room, imports(room, export(6)), "Relire")
    for _ in NEEDS:
        reply = presses(room, reply, "Écarter")

    assert "Plus aucune réponse libre" in reply.text
    assert reply.buttons == ()
    assert "Plus aucune" in room.does("amina", "reseau formulaire relire").text


def test_what_nobody_decided_on_is_erased_after_thirty_days(room: Room) -> None:
    reply = presses(room, imports(room, export(6)), "Relire")
    presses(room, reply, "Accepter")

    room.forgets(days=29)
    assert len(waiting(room)) == 5
    room.forgets(days=2)

    assert waiting(room) == []
    assert form(room).answers == 6
    assert kept(room).text == NEEDS[0]
    assert "**Rien de nouveau**" in imports(room, export(6)).text  # they do not come back


def test_a_form_goes_a_year_after_its_end(room: Room) -> None:
    imports(room, export(6))
    room.fills("amina", "reseau formulaire suivre", "1", lien="", fin="1er décembre 2026")

    room.forgets(days=380)
    assert form(room).answers == 6
    room.forgets(days=20)

    assert room.does("amina", "reseau formulaire 1").refused


def test_a_form_may_be_forgotten_with_all_that_it_brought(room: Room) -> None:
    reply = imports(room, export(6))

    assert "Ne plus le suivre" in [each.label for each in button_of(reply, "Plus…").options]
    room.does("amina", "reseau formulaire oublier 1")

    assert waiting(room) == []
    assert TITLE not in everything(room)
    assert "**6 réponses comptées**" in plain(imports(room, export(6)).text)


def test_the_whole_is_sent_as_a_table_that_no_spreadsheet_runs(room: Room) -> None:
    asked = (Asked("=cmd|' /C calc'!A0"), Asked("Rythme"))
    rows = [["Oui", "Chaque mois"]] * 6 + [["Non", "Jamais"]] * 4 + [["Oui", "Parfois"]] * 1
    imports(room, text(table(rows, asked=asked)))

    room.does("amina", "reseau formulaire tableau 1")

    sent: Message = told(room, "amina")[-1]
    assert sent.file is not None
    lines = sent.file.content.removeprefix("\ufeff").splitlines()
    assert lines[0] == "question;choix;réponses"
    assert "'=cmd|' /C calc'!A0;Oui;7" in lines
    assert "Rythme;Chaque mois;6" in lines
    assert "Rythme;autres;5" in lines
    assert "Parfois" not in sent.file.content


def test_numbers_are_told_by_their_mean_that_later_exports_move(room: Room) -> None:
    first, then = (
        ("12", "7.5", "30", "2", "18", "1", "4", "9"),
        ("10", "11", "10", "11", "12.5", "10", "11", "12"),
    )
    rows = [[each] for each in (*first, *then)]
    asked = (Asked("Kilomètres"),)
    imports(room, text(table(rows[:8], asked=asked)))
    assert "**Kilomètres** : moyenne 10,4" in plain(room.does("amina", "reseau formulaire 1").text)

    imports(room, text(table(rows, asked=asked)))
    room.does("amina", "reseau formulaire tableau 1")

    sent = told(room, "amina")[-1].file
    assert sent is not None
    assert "Kilomètres;moyenne;10,7" in plain(sent.content)
    assert "Kilomètres;;" not in sent.content


def test_its_end_is_brought_to_mind_twice_then_before_its_answers_are_lost(room: Room) -> None:
    follows(room, "31 décembre 2026")

    expected = {
        "2026-12-07": False,
        "2026-12-14": True,
        "2026-12-21": False,
        "2026-12-28": True,
        "2027-01-04": False,
        "2027-02-22": False,
        "2027-03-01": True,
        "2027-03-08": False,
    }
    found = {}
    for day in expected:
        at(room, day)
        found[day] = "**Le formulaire « Vos besoins pour 2027 »** est à exporter avant" in week(
            room
        )

    assert found == expected


def test_monday_s_card_tells_it_and_an_export_is_enough(room: Room) -> None:
    follows(room, "31 décembre 2026")
    at(room, "2026-12-14")

    goes(room, "week")

    assert "à exporter avant le jeudi 31 décembre" in reads(room)
    imports(room, export(6))
    assert "à exporter" not in week(room)
    assert "**6 réponses libres sont à relire.**" in week(room)


def test_without_a_date_a_form_is_taken_for_new(room: Room) -> None:
    follows(room)

    assert form(room).expires_at == room.clock.now + timedelta(weeks=26)


def test_an_import_asks_when_the_form_ends_until_it_is_told(room: Room) -> None:
    reply = imports(room, export(6))
    assert "Quand expire ce formulaire" in reply.text

    opened = room.does("amina", "reseau formulaire suivre 1")
    shown = sends(room, opened, "", TITLE, "15 mars 2027")

    assert "Il expire le lundi 15 mars 2027" in plain(shown.text)
    assert sends(room, opened, "", TITLE, "demain peut-être").refused
    assert sends(room, opened, "", TITLE, "3 janvier 2020").refused
    assert "Quand expire" not in imports(room, export(12)).text


def test_a_form_is_followed_from_a_form(room: Room) -> None:
    opened = room.does("amina", "reseau formulaire suivre")
    shown = sends(room, opened, LINK, "Nos besoins", "15 mars 2027")

    assert "Nos besoins" in shown.text
    again = sends(room, opened, LINK, "", "16 mars 2027")
    assert "Nos besoins" in again.text
    assert "16 mars" in plain(again.text)
    assert len(room.store(lambda db: forms.followed(db, "loire"))) == 1


def test_what_is_not_understood_or_not_there_changes_nothing(room: Room) -> None:
    before = everything(room)

    assert follows(room, lien="n'importe quoi").refused
    assert follows(room, lien="http://localhost/formulaire").refused
    assert follows(room, "un de ces jours").refused
    assert room.fills("amina", "reseau formulaire suivre", "7", lien="", fin="15 mars 2027").refused
    assert room.does("amina", "reseau formulaire accepter 12").refused
    assert room.does("amina", "reseau formulaire tableau 3").refused
    assert everything(room) == before


def test_without_a_file_or_with_a_large_one_it_is_told_how(room: Room) -> None:
    room.does("amina", "reseau formulaire importer")
    assert "**Joignez le fichier en réponse à ce message**" in room.said()[-1]
    assert "Framaforms, onglet Résultats, puis Téléchargement" in room.said()[-1]

    assert "dépasse 1 Mo" in imports(room, b"x" * (ATTACHED_LIMIT + 1)).text
    assert "trois lignes de titres" in imports(room, b"a;b\n1;2\n3;4").text
    assert room.store(lambda db: forms.followed(db, "loire")) == []


@pytest.mark.parametrize("who", ["louis", "gaspard", "marc"])
def test_only_coordinators_import_and_read(room: Room, who: str) -> None:
    assert imports(room, export(6), who=who).refused
    assert room.store(lambda db: forms.followed(db, "loire")) == []
    imports(room, export(6))
    for words in ("formulaire 1", "formulaire relire", "formulaire tableau 1"):
        reply = room.does(who, f"reseau {words}")
        assert reply.refused
        assert TITLE not in reply.text


def test_the_lines_of_another_network_are_not_there(room: Room) -> None:
    imports(room, export(6))
    line = waiting(room)[0].id

    assert room.store(lambda db: forms.waiting(db, "national")) == []
    press = pressed(caller("amina"), f"reseau formulaire accepter {line}", "national")
    assert room.asks(press).refused
    assert len(waiting(room)) == 6


def test_forgetting_whoever_imported_leaves_the_counts_that_name_nobody(room: Room) -> None:
    imports(room, export(6))

    room.says("amina", "/reseau oublie-moi confirmé")

    assert form(room).answers == 6
    assert "Personne" not in everything(room)


def test_a_need_from_a_survey_may_climb_with_nobody_to_ask(room: Room) -> None:
    reply = presses(room, imports(room, export(6)), "Relire")
    presses(room, reply, "Accepter")

    climbs = room.does("amina", "besoin transmettre 1 tel quel")

    assert not climbs.refused, climbs.text


def test_the_columns_about_the_sending_may_be_unticked(room: Room) -> None:
    imports(room, text(table(sendings(6), sent=SENT[1:2])))

    assert form(room).answers == 6


def test_what_an_import_adds_is_told_only_where_it_may_be_told_alone(room: Room) -> None:
    first = ["Tablette"] * 6 + ["Ordinateur"] * 6
    alike, others = ["Tablette"] * 6, ["Ordinateur"] * 6

    def told(rows: list[str]) -> GroupedCounts | None:
        imports(room, text(table([[each] for each in rows], asked=(Asked("Votre outil"),))))
        return form(room).questions[0].options

    before = told(first)
    assert before == GroupedCounts((("Ordinateur", 6), ("Tablette", 6)))
    assert told([*first, *alike]) == before
    after = told([*first, *alike, *others])
    assert after == GroupedCounts((("Ordinateur", 12), ("Tablette", 12)))


def test_numbers_wait_until_there_are_enough_that_differ() -> None:
    alike = QuestionCounts("Votre note").add((), [5.0] * 12)
    assert alike.mean is None

    told = alike.add((), [2.0] * 4)
    assert told.mean == (12 * 5 + 4 * 2) / 16
    assert told.add((), [1.0] * 7).mean == told.mean
