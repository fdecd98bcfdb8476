"""`/aide`: the hall, and the commands behind it; only what the caller may do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.network.rights import allows
from bot.talk.command import Via
from bot.talk.markdown import typeset
from bot.talk.routing import USUAL
from commands import ROUTES
from tests.room import Room, caller, open_room


def listed(room: Room, who: str, word: str) -> str:
    """Return all the pages of a list of commands."""
    reply = room.says(who, f"/aide {word}")
    text = reply.text
    while reply.buttons and reply.buttons[0].label == "La suite":
        reply = room.clicks(who, reply.buttons[0].route, reply.buttons[0].argument)
        text += f"\n{reply.text}"
    return text


@pytest.mark.parametrize("who", ["louis", "amina"])
def test_every_command_that_a_member_may_need_is_listed_under_its_word(
    room: Room, who: str
) -> None:
    role = caller(who).role_in("loire")
    told = [route for route in ROUTES if route.summary]
    whole = "\n".join(listed(room, who, root) for root in {route.root for route in told})

    for route in told:
        line = f"- `{route.line}`\u00a0: {typeset(route.summary)}"
        assert (line in whole) == allows(route.for_whom or route.act, role), line


def test_fifteen_commands_are_all_that_anyone_should_know(room: Room) -> None:
    assert {route.path for route in ROUTES} >= USUAL
    assert len(USUAL) == 15

    reply = room.says("amina", "/aide tout")

    assert reply.text.count("\n- `/") == 15
    assert room.says("louis", "/aide tout").text.count("\n- `/") == 10
    (menu,) = reply.buttons
    assert [each.command for each in menu.options][:2] == ["aide besoin", "aide rencontre"]
    assert not room.picks("amina", "aide besoin").refused


def test_a_member_is_greeted_with_where_the_network_stands_and_what_to_click(room: Room) -> None:
    room.says("zoé", "/besoin Qui prête une salle à Roanne ?")

    reply = room.says("louis", "/aide")

    text = reply.text.replace("\u00a0", " ")
    assert text.startswith("**Bonjour.** Je suis Courroie")
    assert "les conseillères et conseillers numériques de 42 - Loire" in text
    assert "**1 question attend** une réponse" in text
    assert "**Prochaine rencontre** : jeudi 12 novembre 2026 à 9 h 30" in text
    assert [each.label for each in reply.buttons] == [
        "Poser une question",
        "Je peux répondre",
        "La prochaine rencontre",
        "Partager un lien",
        "Autre chose…",
    ]
    assert len(reply.text.splitlines()) < 10


@pytest.mark.parametrize("who", ["louis", "amina"])
def test_whatever_the_hall_offers_is_done_or_opens_its_form(room: Room, who: str) -> None:
    for button in room.says(who, "/aide").buttons:
        for option in button.options:
            assert not room.picks(who, option.command).refused, option
        if not button.options:
            assert not room.clicks(who, button.route, button.argument).refused, button


@pytest.mark.parametrize(
    ("who", "said"),
    [("gaspard", "il me faut un compte membre"), ("marc", "demandez à la coordination")],
)
def test_who_is_no_member_is_told_how_to_become_one_and_what_is_kept(
    room: Room, who: str, said: str
) -> None:
    reply = room.says(who, "/aide")

    assert said in reply.text
    assert "coordination@example.org" in reply.text
    assert [each.route for each in reply.buttons] == ["reseau confidentialité"]
    assert "question" not in reply.text.replace("leurs questions", "")


def test_the_help_answers_whatever_follows(room: Room) -> None:
    plain = room.says("louis", "/aide").text

    assert room.says("louis", "AIDE SVP").text == plain
    assert room.says("louis", "/aide flux").text == plain
    assert "`/rencontre confier" in listed(room, "amina", "rencontre ?")
    assert room.says("amina", "/aide rencontre 99999999").text


def test_where_clicks_cannot_reach_us_the_hall_says_what_to_type(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)

    room.says("louis", "aide", via=Via.DIRECT)

    [text] = room.said()
    assert "Poser une question : `/besoin <votre question>`" in text.replace("\u00a0", " ")
    assert "Autre chose : `/aide tout`" in text.replace("\u00a0", " ")
    room.database.close()


def test_a_stranger_elsewhere_is_told_whom_to_ask(room: Room) -> None:
    reply = room.says("marc", "/aide", network=None)

    assert reply.refused
    assert "coordination" in reply.text
