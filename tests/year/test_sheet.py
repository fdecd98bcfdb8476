"""« Le point »: read by the network before anyone else, and of no few people."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert

from bot.core.message import Message
from bot.question.tables import questions, supporters
from bot.year import sheet_store as sheets
from bot.year.giving import SHOW
from bot.year.report import PeopleCounts, YearReport
from bot.year.sheet import told_outside
from commands.reseau.sheet import SHEET
from tests.commands.gestures import deliver, file_of, labels, told
from tests.room import LOIRE, Room
from tests.year_cases import RENDER, YEAR

GIVE = "reseau donner-point"


@pytest.fixture
def lived(room: Room) -> Room:
    """Return a room where two needs are shared by some, another is its asker's alone."""
    room.says("louis", "/besoin #bureautique Un tableur ?")
    room.says("zoé", "/besoin #logement Quelle aide au loyer ?")
    room.says("zoé", "/besoin privé #justice Une affaire privée ?")
    room.says("louis", "/besoin #email Comment trier ses messages ?")
    shared(room, "Bureautique", range(9))
    shared(room, "E-mail", range(9, 14))
    return room


def shared(room: Room, theme: str, people: range) -> None:
    """Have these people share what was asked of a theme."""

    def work(db: Connection) -> None:
        row = db.execute(questions.select().where(questions.c.theme == theme)).one()
        users = [{"question": row.id, "user": f"u{n}", "at": room.clock.now} for n in people]
        db.execute(insert(supporters), users)

    room.store(work)


def shown(room: Room) -> Message:
    """Return what the channel was shown last of a sheet."""
    return [each for each in room.outbox() if each.key.startswith("sheet:")][-1]


def test_the_network_reads_it_before_anyone_else(lived: Room) -> None:
    asked = lived.clicks("amina", SHEET, "2026")
    assert labels(asked) == ["Montrer au réseau"]
    assert "n'a pas encore été montré" in lived.clicks("amina", GIVE, "2026").text

    lived.clicks("amina", SHOW, "2026")
    post = shown(lived)
    assert (post.network, post.user) == ("loire", None)
    assert "avant tout le monde" in post.text
    assert "À relire par le réseau" in file_of(post).content
    assert "n'a pas encore été montré" in lived.clicks("amina", GIVE, "2026").text, "not posted"
    deliver(lived)
    assert "Laissez-lui deux jours" in lived.clicks("amina", GIVE, "2026").text
    assert labels(lived.clicks("amina", SHEET, "2026")) == ["Le montrer à jour"]

    lived.clock.forward(days=2)
    assert labels(lived.clicks("amina", SHEET, "2026")) == ["Le donner", "Le montrer à jour"]
    lived.clicks("amina", GIVE, "2026")
    given = file_of(told(lived, "amina")[-1]).content
    assert "À relire" not in given
    assert _body(given) == _body(file_of(post).content)


def _body(page: str) -> str:
    """Return what a sheet says, whatever is said of where it stands."""
    return page[page.index('<ul class="figures">') : page.index("</main>")]


def test_what_was_shown_is_given_whatever_happened_since(lived: Room) -> None:
    lived.clicks("amina", SHOW, "2026")
    deliver(lived)
    lived.clock.forward(days=3)
    shared(lived, "Logement", range(20, 32))
    lived.clicks("amina", GIVE, "2026")

    assert "Logement" not in file_of(told(lived, "amina")[-1]).content


def test_no_theme_of_few_is_told_and_people_are_told_in_steps(lived: Room) -> None:
    lived.clicks("amina", SHOW, "2026")
    page = file_of(shown(lived)).content

    assert re.search(r"Bureautique</th><td>10 et plus", page)
    for word in ("Logement", "Justice", "louis", "Zoé"):
        assert word not in page


def test_two_pages_put_beside_each_other_do_not_tell_what_one_more_person_asked() -> None:
    one, more = asked(27, hours=25), asked(28, hours=29)
    themes = {"Bureautique": 12, "Logement": 9}
    now = told_outside(one, themes, 14)
    then = told_outside(more, {**themes, "Bureautique": 13, "Justice": 1}, 15)

    for name in ("point_content.html.j2", "point_figures.md.j2"):
        pages = {RENDER(f"reseau/{name}", told=told, network=LOIRE) for told in (now, then)}
        assert len(pages) == 1
        assert "au moins 20" in pages.pop().replace("\u00a0", " ").casefold()


def asked(questions: int, hours: int) -> YearReport:
    """Return a year of so many questions, of which as many needs climbed, answered so soon."""
    report = replace(YEAR.questions, asked=questions, answered=20, delay=timedelta(hours=hours))
    climbed = replace(YEAR.belt.up, all=replace(YEAR.belt.up.all, climbed=questions))
    return replace(YEAR, questions=report, belt=replace(YEAR.belt, up=climbed))


def test_few_answers_are_told_as_few_and_no_delay_of_one_or_two() -> None:
    def page(answered: int, of: int) -> str:
        year = replace(YEAR, questions=replace(YEAR.questions, asked=of, answered=answered))
        told = told_outside(year, {}, 14)
        pages = (f"reseau/point_{name}" for name in ("content.html.j2", "figures.md.j2"))
        return "".join(RENDER(each, told=told, network=LOIRE) for each in pages)

    one = page(1, 25).replace("\u00a0", " ")
    assert "peu ont encore leur réponse" in one
    assert "peu encore avec réponse" in one
    assert "environ" not in one
    assert "la moitié" not in one
    assert "environ 1 sur 10 a sa réponse." in page(2, 20)
    assert "environ 3 sur 10 ont leur réponse, la moitié en" in page(5, 20), "a half is rounded up"


def test_a_network_of_few_gives_no_count_of_people(room: Room) -> None:
    room.says("louis", "/besoin #bureautique Un tableur ?")
    room.clicks("amina", SHOW, "2026")
    page = file_of(shown(room)).content

    assert "Trop peu de personnes" in page
    assert "et plus" not in page
    assert "Bureautique" not in page


def test_a_question_that_few_asked_is_not_told_by_the_many_who_did_other_things() -> None:
    many = replace(YEAR, parts=PeopleCounts(contributors=12))

    for name in ("point_content.html.j2", "point_figures.md.j2"):
        page, few = (
            RENDER(f"reseau/{name}", told=told_outside(many, {}, people), network=LOIRE)
            for people in (10, 9)
        )
        assert "environ 8 sur 10" in page.replace("\u00a0", " ")
        assert "environ" not in few
        assert "10" in few


def test_it_may_be_shown_anew_once_it_changed_and_is_read_again_first(lived: Room) -> None:
    lived.clicks("amina", SHOW, "2026")
    assert lived.clicks("amina", SHOW, "2026").refused
    lived.clock.forward(days=2)
    shared(lived, "Logement", range(20, 32))
    lived.clicks("amina", SHOW, "2026")

    assert "Logement" in file_of(shown(lived)).content
    deliver(lived)
    assert "Laissez-lui deux jours" in lived.clicks("amina", GIVE, "2026").text
    assert lived.clicks("louis", GIVE, "2026").refused


def test_showing_it_is_held_for_a_moment(lived: Room) -> None:
    held = Room(lived.database, clock=lived.clock, hold=timedelta(seconds=30))
    reply = held.clicks("amina", SHOW, "2026")

    assert "rien n'est parti" in reply.text
    assert held.store(lambda db: sheets.find(db, "loire", 2026)) is None


def test_the_year_is_the_one_that_most_months_are_of(lived: Room) -> None:
    assert "Le point de 2026" in lived.clicks("amina", SHEET, "").text
    lived.clock.forward(days=120)  # in March
    assert "Le point de 2026" in lived.clicks("amina", SHEET, "").text
    lived.clock.forward(days=150)
    assert "Le point de 2027" in lived.clicks("amina", SHEET, "").text
