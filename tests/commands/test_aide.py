"""`/aide`: the hall, and the commands behind it; only what the caller may do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.network.rights import allows
from bot.talk.command import Via
from bot.talk.markdown import typeset
from bot.talk.routing import COMMANDS, READING
from commands import ROUTES
from tests.pile_cases import kinds, labels, opens, reads
from tests.pile_cases import presses as pressed
from tests.room import Room, caller, open_room


def listed(room: Room, who: str, word: str) -> str:
    """Return all the pages of a list of commands."""
    reply = room.says(who, f"/aide {word}")
    return reply.text


@pytest.mark.parametrize("who", ["louis", "amina"])
def test_every_command_that_a_member_may_need_is_listed_under_its_word(
    room: Room, who: str
) -> None:
    role = caller(who).role_in("loire")
    told = [route for route in ROUTES if route.path in COMMANDS]
    whole = "\n".join(listed(room, who, root) for root in {route.root for route in told})

    for route in told:
        line = f"- `{route.line}`\u00a0: {typeset(route.summary)}"
        assert (line in whole) == allows(route.for_whom or route.act, role), line


def test_the_commands_are_all_that_is_typed(room: Room) -> None:
    assert {route.path for route in ROUTES} >= COMMANDS
    assert len(COMMANDS) <= 28
    assert READING <= COMMANDS

    told = room.says("amina", "/aide tout").text

    assert told.count("\n- `/") == len(COMMANDS)
    assert room.says("louis", "/aide rencontre").text.count("\n- `/rencontre") == 2
    room.says("amina", "aide tout", via=Via.DIRECT)
    assert room.outbox()[-1].text.count("\n- `/") == len(COMMANDS)


def test_from_a_channel_it_is_one_line_and_the_pile_is_in_the_direct_message(room: Room) -> None:
    room.says("zoé", "/besoin Qui prête une salle à Roanne ?")

    reply = room.says("louis", "/aide")

    assert reply.text.replace("\u00a0", " ").startswith(
        "**Une minute pour le réseau** vous attend [en message direct](/"
    )
    assert [each.label for each in reply.buttons] == ["Poser une question"]
    assert "Qui prête une salle à Roanne" in reads(room, "louis")
    assert not room.says("louis", "aide", via=Via.DIRECT).text


@pytest.mark.parametrize("who", ["louis", "amina"])
def test_whatever_the_end_of_a_pile_offers_is_done_or_opens_its_form(room: Room, who: str) -> None:
    opens(room, who)
    for _ in kinds(room, who):
        pressed(room, who, "Plus tard")
    for label in {*labels(room, who)} - {"Parcourir…", "Un autre réseau…", "la Loire"}:
        assert not pressed(room, who, label).refused, label


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
    assert "`/rencontre tenir" in listed(room, "amina", "rencontre ?")
    assert room.says("amina", "/aide rencontre 99999999").text


def test_where_clicks_cannot_reach_us_the_pile_says_what_to_type(tmp_path: Path) -> None:
    room = open_room(tmp_path, buttons=False)

    room.says("louis", "aide", via=Via.DIRECT)

    [text] = room.said()
    assert "**1** Proposer mon lieu · **2** Pas pour moi · **3** Plus tard" in text.replace(
        "\u00a0", " "
    )
    room.database.close()


def test_a_stranger_elsewhere_is_told_whom_to_ask(room: Room) -> None:
    reply = room.says("marc", "/aide", network=None)

    assert reply.refused
    assert "coordination" in reply.text
