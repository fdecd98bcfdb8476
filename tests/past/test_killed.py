"""The reading of a past is killed at each of its transactions: told once, kept once, not lost."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import pytest

from bot.past import reading
from tests.amounts import some_or_all
from tests.commands.gestures import kept
from tests.killed import Killer, Step, lives, told
from tests.past.channel import CHARTER, asking, goes_round, lived
from tests.past.test_attacked import keeps, number_of, of
from tests.past.test_past import kept_numbers
from tests.room import Room


def reads(room: Room) -> None:
    """Let the job come by, in the process of now."""
    lived(room).reads()


def does(who: str, words: str) -> Step:
    return lambda room: room.does(who, words)


def passes(days: int) -> Step:
    return lambda room: room.clock.forward(days=days)


def charter(who: str, verb: str) -> Step:
    return lambda room: room.does(who, f"besoin {verb} {number_of(room, CHARTER)}")


KEPT: list[Step] = [
    does("amina", "reseau relire confirmé"),
    passes(8),
    reads,
    lambda room: _decides(room, "louis"),
    passes(1),
    lambda room: _decides(room, "zoe"),
    charter("louis", "signer-retrouvée"),
    charter("zoé", "laisser-sortir"),
    passes(9),
    lambda room: goes_round(room, "past opened"),
]
UNDONE: list[Step] = [
    *KEPT[:4],
    does("amina", "reseau arrêter-relecture"),
    does("amina", "reseau reprendre-relecture"),
    does("zoé", "reseau ne-pas-me-lire"),
    does("amina", "reseau annuler-relecture confirmé"),
]


def _decides(room: Room, author: str) -> None:
    try:
        found = of(room, author)
    except StopIteration:  # it was decided of, and the answer was lost
        return
    keeps(room, found)


@pytest.mark.parametrize("every", some_or_all(9, 1))
@pytest.mark.parametrize("steps", [KEPT, UNDONE], ids=["kept", "undone"])
def test_it_is_told_once_and_never_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: list[Step], every: int
) -> None:
    monkeypatch.setattr(reading, "find", asking)

    def after(killer: Killer) -> tuple[Counter[tuple[str, str]], list[str]]:
        room = lives(tmp_path / f"{killer.at} {killer.durable}", monkeypatch, steps, killer)
        found = told(room), sorted(str(kept(room, each)) for each in kept_numbers(room))
        room.database.close()
        return found

    undisturbed = after(killer := Killer(0, durable=False))
    for at, durable in itertools.product(range(1, killer.seen + 1, every), (False, True)):
        assert after(Killer(at, durable=durable)) == undisturbed, (at, durable)
