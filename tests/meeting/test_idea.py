"""An idea for an animation: what may become of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.meeting.agenda import Agenda, ItemKind
from bot.meeting.ideas.rules import (
    IDEA_ENDED,
    IDEA_TRANSITIONS,
    OWN_IDEA,
    Idea,
    IdeaKind,
    IdeaStatus,
    IdeaStep,
)
from bot.network.parts import PartKind
from tests.refusals import refused

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
IDEA = Idea(network="loire", number=3, text="Un mur de post-it", author="zoe", at=NOW)


def test_every_step_is_in_the_table_and_every_word_has_its_french() -> None:
    assert set(IDEA_TRANSITIONS) == set(IdeaStep)
    assert all(each.label for each in (*IdeaStatus, *IdeaKind))


def test_an_idea_waits_until_it_is_held_whatever_agendas_it_was_on() -> None:
    chosen = IDEA.choose(7)
    again = chosen.drop().choose(8)

    assert (chosen.status, chosen.meeting) == (IdeaStatus.CHOSEN, 7)
    assert again.choose(9).meeting == 9
    assert again.waiting
    held = again.hold(9, NOW)
    assert (held.status, held.meeting, held.ended_at) == (IdeaStatus.HELD, 9, NOW)


@pytest.mark.parametrize("ended", [IDEA.hold(1, NOW), IDEA.withdraw(NOW)])
def test_an_ended_idea_is_left_alone(ended: Idea) -> None:
    for move in (
        lambda: ended.choose(2),
        ended.drop,
        lambda: ended.hold(2, NOW),
        lambda: ended.withdraw(NOW),
        lambda: ended.require_votable("louis"),
    ):
        with refused(IDEA_ENDED):
            move()


def test_an_idea_on_no_agenda_is_taken_off_none() -> None:
    with refused(IDEA_ENDED):
        IDEA.drop()


def test_one_does_not_support_ones_own_idea() -> None:
    IDEA.require_votable("louis")
    with refused(OWN_IDEA):
        IDEA.require_votable("zoe")


def test_the_agenda_credits_those_who_signed() -> None:
    assert IDEA.item.owner == "@zoe"
    assert replace(IDEA, signed=False).item.owner == ""
    assert replace(IDEA, author="").item.owner == ""


def test_the_agenda_holds_the_ideas_that_were_chosen_and_no_others() -> None:
    agenda = Agenda().filled([], [], [IDEA.item])
    place = agenda.find(ItemKind.IDEA, 3)

    assert place is not None
    assert agenda.part(place.part).kind is PartKind.WORKSHOP
    assert agenda.filled([], [], [IDEA.item]) == agenda
    assert agenda.filled([], []).find(ItemKind.IDEA, 3) is None
