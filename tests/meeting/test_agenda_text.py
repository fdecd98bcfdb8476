"""An agenda as a text: what its lines say, what stays, what someone else changed meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import UserError
from bot.meeting.agenda import Agenda, AgendaItem, AgendaPart, ItemKind, ItemState
from bot.meeting.agenda_text import AGENDA_TOO_LONG, LINE_UNREAD, ROOM, AgendaReader, read, write
from bot.meeting.tools import Purpose, Tool, Toolbox
from bot.network.parts import PartKind
from bot.talk.markdown import person
from tests.refusals import refused

SLOT = 180
WALL = "https://mur.example.org/a"
QUESTION = AgendaItem(
    kind=ItemKind.QUESTION, text="Qui prête une salle, le mardi ?", ref=12, minutes=5
)
ARTICLE = AgendaItem(kind=ItemKind.ARTICLE, text="Un guide", ref=3, link="https://a.fr/guide")
POINT = AgendaItem(kind=ItemKind.POINT, text="Un quiz", minutes=20, owner="Zoé", link=WALL)
IDEA = AgendaItem(kind=ItemKind.IDEA, text="Comparer deux tableurs", ref=4, owner="@zoe")
TOOLS = Toolbox(
    (
        Tool(
            name="Mur",
            url="https://mur.example.org/",
            purposes=(Purpose.VOTE,),
            good_for="",
            libre=True,
        ),
    )
)


def _agenda() -> Agenda:
    agenda = Agenda()
    for part, item in ((2, ARTICLE), (3, QUESTION), (4, POINT), (4, IDEA)):
        agenda = agenda.add(part, item)
    return agenda


def _shown(agenda: Agenda) -> str:
    """Return the text as the chat shows it, accounts by their names."""
    return write(agenda)[0].replace(person("zoe"), "zoe")


def _read(text: str, now: Agenda, shown: Agenda | None = None, slot: int = SLOT) -> Agenda:
    def account(words: str) -> str:
        return words[1:] if words == "@zoe" else ""

    marks = write(now if shown is None else shown)[1]
    return read(text, now, AgendaReader(marks=marks, slot=slot, account=account, tools=TOOLS))


def _texts(agenda: Agenda, part: int) -> list[str]:
    return [each.text for each in agenda.part(part).items]


def test_a_line_a_part_and_a_line_a_point_with_its_link() -> None:
    assert _shown(_agenda()).split("\n") == [
        "1. Accueil et visite du lieu, 30 min",
        "2. Actualité : études, financements, appels à projets, 30 min",
        "- Un guide",
        "3. Questions et besoins, 45 min",
        "- n° 12 Qui prête une salle, le mardi ?",
        "4. Animation : partage de pratiques, outil, intervention extérieure, 1 h 15",
        f"- Un quiz, 20 min, Zoé {WALL}",
        "- idée n° 4 Comparer deux tableurs, @zoe",
    ]


def test_what_is_sent_as_it_was_changes_nothing() -> None:
    assert _read(_shown(_agenda()), _agenda()) == _agenda()
    assert _read(_shown(_agenda()).replace("\n", "\r\n\r\n"), _agenda()) == _agenda()


@pytest.mark.parametrize(
    ("line", "item"),
    [
        ("Retour sur l'atelier", ("Retour sur l'atelier", 0, "", "")),
        ("Retour, 20 min", ("Retour", 20, "", "")),
        ("Retour, 45", ("Retour", 45, "", "")),
        (
            "Souris, claviers, écrans, 1 h 15, Zoé et Louis",
            ("Souris, claviers, écrans", 75, "Zoé et Louis", ""),
        ),
        ("Retour, par Zoé", ("Retour", 0, "Zoé", "")),
        ("Retour, @zoe", ("Retour", 0, "@zoe", "")),
        (f"Le mur des idées {WALL}, 20 min", ("Le mur des idées", 20, "", WALL)),
        (WALL, ("Mur", 0, "", WALL)),
    ],
)
def test_a_new_point_says_its_title_how_long_and_by_whom(
    line: str, item: tuple[str, int, str, str]
) -> None:
    made = _read(f"{_shown(_agenda())}\n- {line}", _agenda()).part(4).items[-1]

    assert (made.text, made.minutes, made.owner, made.link) == item
    assert made.kind is ItemKind.POINT


def test_lines_are_moved_changed_and_erased() -> None:
    text = "\n".join(
        (
            "1. Accueil, 20 min, Zoé",
            f"- Un quiz, 30 min {WALL}",
            "3. Questions et besoins, 45 min",
            "- n° 12 reformulée, 10 min",
            "2. Actualité : études, financements, appels à projets, 30 min",
            "Repas, 1 h",
        )
    )

    made = _read(text, _agenda())

    assert [(each.title, each.kind, each.minutes) for each in made.parts] == [
        ("Accueil", PartKind.WELCOME, 20),
        ("Questions et besoins", PartKind.NEEDS, 45),
        ("Actualité\u00a0: études, financements, appels à projets", PartKind.NEWS, 30),
        ("Repas", PartKind.FREE, 60),
    ]
    assert made.part(1).items == (replace(POINT, minutes=30, owner=""),)
    assert made.part(2).items == (replace(QUESTION, minutes=10),)
    assert set(made.dropped) == {ARTICLE.identity, IDEA.identity}


def test_a_part_without_a_length_takes_the_time_that_is_left() -> None:
    made = _read("1. Accueil, 30 min\n2. Débats\n3. Repas\n4. Jeux, 1 h", Agenda())

    assert [each.minutes for each in made.parts] == [30, 45, 45, 60]


def test_an_agenda_longer_than_its_meeting_is_refused_with_what_is_too_much() -> None:
    with refused(AGENDA_TOO_LONG) as caught:
        _read("1. Accueil, 2 h\n2. Repas, 1 h 20", Agenda())
    assert "enlevez 20\u00a0min" in caught.value.reply
    with refused(AGENDA_TOO_LONG):
        _read("1. Accueil, 3 h\n2. Repas", Agenda())


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("- Un point", 1, "dans aucune partie"),
        ("1. Accueil, 30 min\n\n- Un point, 1500 min", 3, "journée"),
        ("1. Accueil, 30 min\n- Appelez le 06 12 34 56 78", 2, "numéro de téléphone"),
        ("1. Accueil, 30 min\n- , 20 min", 2, "le titre"),
    ],
)
def test_a_line_that_is_refused_is_named(text: str, line: int, said: str) -> None:
    with refused(LINE_UNREAD) as caught:
        _read(text, Agenda())
    assert f"Ligne {line}." in caught.value.reply
    assert said in caught.value.reply


def test_at_least_a_part_is_kept() -> None:
    with pytest.raises(UserError, match="without a part"):
        _read("", Agenda())


def test_what_someone_else_did_meanwhile_is_kept() -> None:
    shown = _agenda()
    text = _shown(shown).replace("- Un guide\n", "").replace("Un quiz, 20 min", "Un quiz, 10 min")
    other = replace(POINT, text="Les tablettes", owner="", link="")
    now = shown.add(3, other)
    parts = [replace(each) for each in now.parts]
    parts[0] = replace(parts[0], minutes=10)
    parts[3] = replace(parts[3], items=(POINT,))  # the idea was taken out
    now = now.with_parts((*parts, AgendaPart(kind=PartKind.FREE, title="Repas", minutes=20)))

    made = _read(text, now, shown)

    assert _texts(made, 2) == []
    assert _texts(made, 3) == [QUESTION.text, "Les tablettes"]
    assert made.part(4).items == (replace(POINT, minutes=10),)
    assert [each.title for each in made.parts][4:] == ["Repas"]


def test_what_both_changed_is_there_twice_rather_than_lost() -> None:
    shown = _agenda()
    theirs = replace(POINT, text="Un grand quiz")
    now = shown.with_parts((*shown.parts[:3], replace(shown.part(4), items=(theirs, IDEA))))

    made = _read(_shown(shown).replace("Un quiz, 20 min", "Un petit quiz, 20 min"), now, shown)

    assert {"Un grand quiz", "Un petit quiz"} <= set(_texts(made, 4))
    untouched = _read(_shown(shown), now, shown)
    assert _texts(untouched, 4) == ["Comparer deux tableurs", "Un grand quiz"]


def test_an_answer_that_was_noted_stays_though_its_line_was_erased() -> None:
    answered = replace(QUESTION, answer="La mairie", state=ItemState.DONE)
    agenda = Agenda().add(3, answered)

    with pytest.raises(UserError, match="was answered"):
        _read(_shown(agenda).replace("- n° 12 Qui prête une salle, le mardi ?", ""), agenda)
    assert _read(_shown(agenda), agenda).part(3).items == (answered,)


def test_a_form_has_room_for_the_text_and_what_it_has_no_room_for_is_kept() -> None:
    agenda = Agenda()
    for number in range(1, 201):
        agenda = agenda.add(3, replace(QUESTION, ref=number, text=f"{number} {'question ' * 30}"))
    agenda = agenda.add(4, POINT)

    text = _shown(agenda)

    assert len(text) <= ROOM
    assert "autres points gardés" in text
    made = _read(text.replace("- n° 1 ", "- n° 1 Un autre mot, "), agenda)
    assert len(made.part(3).items) == 200
    assert sorted(each.ref for each in made.items) == sorted(each.ref for each in agenda.items)


@given(st.text(alphabet="-12.n° ,ah@\n…Zé https://", max_size=60))
def test_any_text_is_an_agenda_or_is_refused_with_a_sentence(text: str) -> None:
    try:
        made = _read(text, _agenda())
    except UserError:
        return
    assert made.minutes <= SLOT
    assert _read(_shown(made), made) == made
