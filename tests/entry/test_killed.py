"""An entry, a handover and an end are killed at each of their transactions: told once, not lost."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from pathlib import Path

import pytest

from bot.entry import card, ending, handing
from bot.entry import store as entries
from bot.network.rights import Role
from scheduler.entering import EntryWatch
from tests.amounts import some_or_all
from tests.entry import entering
from tests.entry.entering import ROSE, SLUG, administrated, asks, invites, joins, presses
from tests.entry.living import fills
from tests.killed import Killer, Step, lives, told


def steps(monkeypatch: pytest.MonkeyPatch) -> list[Step]:
    """Return an entry until it is erased."""

    def becomes(who: str, role: Role) -> Step:
        return lambda _room: joins(monkeypatch, who, **{SLUG: role})

    def day(days: int) -> Step:
        return lambda room: room.clock.forward(days=days)

    def presser(who: str, route: str, argument: str = "") -> Step:
        return lambda room: presses(room, who, route, argument)

    return [
        administrated,
        lambda room: invites(room, "marc"),
        becomes("marc", Role.MEMBER),
        lambda room: asks(room, "marc", au_dessus="national", coordination="@zoe"),
        becomes("marc", Role.COORDINATOR),
        lambda room: presses(room, ROSE, card.ACCEPT),
        lambda room: presses(room, "amina", card.WELCOME, f"{SLUG} Convention", network="national"),
        becomes("zoé", Role.MEMBER),
        presser("zoé", handing.TAKE),
        becomes("zoé", Role.COORDINATOR),
        lambda room: fills(room, "zoé", handing.PROPOSE, "", "@louis"),
        presser("zoé", handing.TAKE_BACK, "louis"),
        presser("marc", handing.REMOVE, "marc confirmé"),
        day(1),
        presser("zoé", ending.END, "confirmé"),
        day(1),
        presser("zoé", ending.RESUME),
        day(1),
        presser("zoé", ending.END, "confirmé"),
        day(30),
        lambda room: asyncio.run(EntryWatch(room.database, room.bot, lambda: None).end_overdue()),
    ]


@pytest.mark.parametrize("every", some_or_all(9, 1))
def test_it_is_told_once_and_never_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, every: int
) -> None:
    monkeypatch.setattr(entering, "_posts", itertools.repeat(1))
    joins(monkeypatch, "amina", national=Role.COORDINATOR)

    def lived(killer: Killer) -> Counter[tuple[str, str]]:
        with monkeypatch.context() as patched:
            folder = tmp_path / f"{killer.at} {killer.durable}"
            room = lives(folder, patched, steps(patched), killer)
            assert room.store(entries.networks) == []
            found = told(room)
            room.database.close()
            return found

    undisturbed = lived(killer := Killer(0, durable=False))
    for at, durable in itertools.product(range(1, killer.seen + 1, every), (False, True)):
        assert lived(Killer(at, durable=durable)) == undisturbed, (at, durable)
