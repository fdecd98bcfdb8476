"""`/aide`: only what the caller may do, and how."""

from __future__ import annotations

import pytest

from bot.network.rights import allows
from bot.talk.markdown import typeset
from commands import ROUTES
from tests.room import Room, caller


@pytest.mark.parametrize("who", ["louis", "amina"])
def test_the_help_lists_every_command_that_a_member_may_need(room: Room, who: str) -> None:
    role = caller(who).role_in("loire")
    short, whole = room.says(who, "/aide").text, room.says(who, "/aide tout").text

    for route in ROUTES:
        told = bool(route.summary) and allows(route.for_whom or route.act, role)
        line = f"- `{route.line}`\u00a0: {typeset(route.summary)}"
        assert (line in whole) == told
        assert (line in short) == (told and not route.rare)


@pytest.mark.parametrize("who", ["gaspard", "marc"])
def test_the_help_lists_only_what_the_role_allows(room: Room, who: str) -> None:
    text = room.says(who, "/aide").text

    assert "- `/aide`" in text
    assert "- `/reseau confidentialité`" in text
    assert text.count("\n- ") == 2


def test_the_help_speaks_in_the_words_of_the_configuration(room: Room) -> None:
    assert "les conseillers numériques de 42 - Loire" in room.says("louis", "/aide").text


def test_the_help_tells_all_of_one_word(room: Room) -> None:
    meetings = room.says("amina", "/aide rencontre ?").text

    assert "`/rencontre confier <place> <qui>`" in meetings
    assert "`/besoin voir <n°>`" not in meetings
    assert "`/aide besoin`, `/aide veille`, `/aide lettre`, " in meetings
    assert "`/aide tout`" in meetings


def test_the_help_answers_whatever_follows(room: Room) -> None:
    plain = room.says("louis", "/aide").text

    assert room.says("louis", "AIDE SVP").text == plain
    assert room.says("louis", "/aide flux").text == plain


def test_a_stranger_elsewhere_is_told_whom_to_ask(room: Room) -> None:
    reply = room.says("marc", "/aide", network=None)

    assert reply.refused
    assert "coordination" in reply.text
