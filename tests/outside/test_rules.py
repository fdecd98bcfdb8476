"""What is kept of a copy and of a tool, step by step: pure, and never optimistic."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.outside.content import OutsideContent, numbers, page_key, whole_key
from bot.outside.rules import (
    LONGEST_ASKED,
    LONGEST_PAUSE,
    NOTHING,
    TOLD_AFTER,
    CopyState,
    OutsideCopy,
    OutsideError,
    OutsideFault,
    OutsideTool,
    ToolState,
    mark_of,
    pause,
)
from tests.room import MONDAY

COPY = OutsideCopy(network="loire", tool=OutsideTool.DISCORD, key="meeting:1", at=MONDAY)
STANDING = COPY.claim("one", MONDAY).sent("900", MONDAY)
TOOL = ToolState(network="loire", tool=OutsideTool.DISCORD, target="t", access="a")


def error(fault: OutsideFault, *, doubt: bool = False, seconds: int = 0) -> OutsideError:
    wait = timedelta(seconds=seconds) if seconds else None
    return OutsideError(fault, "il ne répond pas", doubt=doubt, retry_after=wait)


def test_a_copy_is_marked_before_it_is_sent_and_stands_after() -> None:
    claimed = COPY.claim("one", MONDAY)

    assert (claimed.sending, claimed.fingerprint, claimed.lost) == ("one", "", True)
    assert (STANDING.sending, STANDING.fingerprint, STANDING.outside_id) == ("", "one", "900")


def test_what_is_being_sent_again_is_not_lost_for_it_has_a_name() -> None:
    assert not STANDING.claim("two", MONDAY).lost


@pytest.mark.parametrize("fault", list(OutsideFault))
def test_in_doubt_it_stays_marked_whatever_failed(fault: OutsideFault) -> None:
    failed = COPY.claim("one", MONDAY).failed(error(fault, doubt=True), MONDAY)

    assert failed.sending == "one"
    assert failed.not_before is not None


@pytest.mark.parametrize("fault", [OutsideFault.AWAY, OutsideFault.BUSY, OutsideFault.ACCESS])
def test_what_surely_was_not_sent_is_as_it_was(fault: OutsideFault) -> None:
    failed = STANDING.claim("two", MONDAY).failed(error(fault), MONDAY)

    assert failed == STANDING


@pytest.mark.parametrize("fault", [OutsideFault.BUSY, OutsideFault.REFUSED])
def test_what_was_in_doubt_stays_so_when_the_next_try_surely_failed(fault: OutsideFault) -> None:
    lost = COPY.claim("one", MONDAY).failed(error(OutsideFault.AWAY, doubt=True), MONDAY)
    taken = lost.claim(NOTHING, MONDAY).failed(error(fault), MONDAY)

    assert taken.sending, "« one » may stand there: it is still to be taken away"
    assert taken.claim(NOTHING, MONDAY).sent("", MONDAY).sending == ""
    assert taken.claim("two", MONDAY).sent("900", MONDAY).fingerprint == "two"


def test_what_the_tool_refuses_is_tried_ever_later_and_says_why() -> None:
    refused, waits = COPY, []
    for _ in range(3):
        refused = refused.claim("one", MONDAY).failed(error(OutsideFault.REFUSED), MONDAY)
        assert refused.not_before is not None
        waits.append(refused.not_before - MONDAY)

    assert refused.state is CopyState.REFUSED
    assert refused.reason == "il ne répond pas"
    assert waits == sorted(set(waits))
    assert refused.claim("two", MONDAY).sent("900", MONDAY) == replace(STANDING, fingerprint="two")


def test_what_people_took_away_is_theirs() -> None:
    gone = STANDING.claim("two", MONDAY).failed(error(OutsideFault.GONE), MONDAY)

    assert (gone.state, gone.fingerprint, gone.outside_id) == (CopyState.LEFT, "", "")


def test_what_is_held_back_is_taken_away_and_stays_held() -> None:
    held = STANDING.hold("two", "le nom d'une personne", MONDAY).claim(NOTHING, MONDAY)
    taken = held.sent("", MONDAY)

    assert (taken.state, taken.fingerprint, taken.held) == (CopyState.HELD, "", "two")
    assert taken.reason == "le nom d'une personne"

    mended = taken.claim("three", MONDAY).sent("901", MONDAY)

    assert (mended.state, mended.held, mended.reason) == (CopyState.FOLLOWED, "", "")


def test_a_tool_that_fails_is_left_alone_ever_longer() -> None:
    state, waits = TOOL, []
    for _ in range(14):
        state = state.failed(error(OutsideFault.AWAY), MONDAY)
        assert state.not_before is not None
        waits.append(state.not_before - MONDAY)

    assert waits[:3] == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert waits[-1] == LONGEST_PAUSE == pause(1_000)
    assert state.worked() == TOOL


def test_it_is_asked_for_patience_at_most_a_day() -> None:
    busy = TOOL.failed(error(OutsideFault.BUSY, seconds=10**6), MONDAY)
    away = TOOL.failed(error(OutsideFault.AWAY, seconds=600), MONDAY)

    assert busy.not_before == MONDAY + LONGEST_ASKED
    assert away.not_before == MONDAY + timedelta(minutes=10)
    assert not busy.failing_since
    assert TOOL.failed(error(OutsideFault.BUSY), MONDAY).not_before == MONDAY + timedelta(minutes=1)


def test_people_are_told_of_a_long_failure_and_at_once_of_a_refusal() -> None:
    away = TOOL.failed(error(OutsideFault.AWAY), MONDAY)
    stopped = TOOL.failed(error(OutsideFault.ACCESS), MONDAY)

    assert not away.fails(MONDAY + TOLD_AFTER / 2)
    assert away.fails(MONDAY + TOLD_AFTER)
    assert stopped.fails(MONDAY)
    assert not stopped.may_send(MONDAY + timedelta(days=30))
    assert not TOOL.fails(MONDAY + timedelta(days=30))


def test_a_fingerprint_tells_all_that_is_shown_and_nothing_that_is_only_checked() -> None:
    base = OutsideContent(title="Titre", text="Texte", at=MONDAY, fields=(("etat", "ouverte"),))
    others = [
        replace(base, title="Autre"),
        replace(base, text="Autre"),
        replace(base, at=MONDAY + timedelta(days=1)),
        replace(base, fields=(("etat", "fermée"),)),
    ]

    assert len({each.fingerprint for each in (base, *others)}) == 5
    assert replace(base, words=("Texte",)).fingerprint == base.fingerprint


def test_the_parts_of_something_are_known_by_its_key() -> None:
    keys = [page_key("letter:3", number) for number in range(3)]

    assert keys == ["letter:3", "letter:3#1", "letter:3#2"]
    assert {whole_key(each) for each in keys} == {"letter:3"}
    assert numbers(frozenset((*keys, "question:12", "meeting:4")), "letter") == {3}


def test_a_mark_tells_secrets_apart_and_none_of_them() -> None:
    assert mark_of("https://a.fr", "secret") != mark_of("https://a.fr", "autre")
    assert mark_of("ab", "c") != mark_of("a", "bc")
    assert "secret" not in mark_of("https://a.fr", "secret")
