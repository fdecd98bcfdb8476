"""Several bots on one PostgreSQL database: one may die, freeze or stop, and nobody notices.

One alone, on SQLite, comes back, and has lost nothing.
"""

from __future__ import annotations

import asyncio
import os
import random
import signal
from collections.abc import AsyncIterator

import pytest

from sandbox.server import triggers
from tests.databases import POSTGRESQL
from tests.waiting import eventually
from tests.whole.busy import BusyLife, broken_by, lived
from tests.whole.several import OF_SEVERAL, Group, Trouble, of_one, restart, several
from tests.whole.test_kill import all_said, digests_are_out
from tests.whole.town import Village

SERVER = os.environ.get(POSTGRESQL, "")
TURNS = 4
SEED = 20_261_126


@pytest.fixture
async def group(village: Village) -> AsyncIterator[Group]:
    if not SERVER:
        pytest.skip(f"{POSTGRESQL} names no PostgreSQL server")
    async with several(village, SERVER) as running:
        yield running


async def test_one_leads_all_answer_and_a_rule_changed_on_one_is_known_to_the_others(
    group: Group,
) -> None:
    assert len(await group.leaders()) == 1
    village = group.village
    for number in range(2, 6):  # by one and by the other
        assert "n°" in await village.types("louis", f"/besoin Qui prête {number} tables ?")
        await village.post_with(f"Qui prête {number} tables ?")
    told = await village.does("amina", "reseau changer-rythme lettre le 1er lundi du mois à 9h")

    async def known() -> bool:
        shown = [await village.types("amina", "/reseau rythme") for _ in range(2)]
        return all("1er lundi" in each.replace("\u00a0", " ") for each in shown)

    assert "lundi" in told
    await eventually(known)


async def test_when_the_leader_dies_the_other_goes_on(group: Group) -> None:
    first = await group.leader()
    first.sends(signal.SIGKILL)
    asked = await group.village.says("zoe", "@courroie besoin Qui entend pendant la panne ?")

    second = await group.leader()

    assert second is not first
    await group.village.post_with("Qui entend pendant la panne ?")
    assert asked


async def test_a_leader_that_was_frozen_leads_no_more(group: Group) -> None:
    first = await group.leader()
    first.sends(signal.SIGSTOP)
    second = await group.leader()
    assert second is not first
    assert "n°" in await group.village.types("louis", "/besoin Pendant le gel ?")
    await group.village.post_with("Pendant le gel ?")

    first.sends(signal.SIGCONT)
    await group.all_ready()

    assert await group.leaders() == [second]


@pytest.mark.exhaustive
@pytest.mark.feeds
async def test_whatever_happens_to_the_leader_nothing_is_lost_nor_said_twice(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triggers, "PENDING_SECONDS", 0.0)
    chance = random.Random(SEED)  # noqa: S311  a reproducible play, not a secret
    troubles = [*OF_SEVERAL]
    chance.shuffle(troubles)

    assert (await lived(group, troubles, chance)).broken == {}


@pytest.mark.long
@pytest.mark.feeds
async def test_whatever_happens_to_the_only_one_nothing_is_lost_nor_said_twice(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triggers, "PENDING_SECONDS", 0.0)
    chance = random.Random(SEED)  # noqa: S311  a reproducible play, not a secret
    async with several(village, "", 1) as alone:
        assert (await lived(alone, of_one(), chance)).broken == {}


@pytest.mark.exhaustive
@pytest.mark.feeds
async def test_a_database_that_restarts_or_answers_slowly_loses_nothing(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triggers, "PENDING_SECONDS", 0.0)
    life = BusyLife(group.village, random.Random(SEED))  # noqa: S311  a reproducible play
    await life.begins()
    for turn in range(TURNS):
        people = asyncio.create_task(life.goes_on(turn))
        await asyncio.sleep(0.2)
        if turn % 2:
            restart(group.address)
        else:
            group.slow(0.01)
        await people
        group.slow(0.0)
        await group.all_ready()
        await digests_are_out(life)

    assert await broken_by(life) == []


async def test_where_mattermost_is_slow_and_forgets_nothing_is_said_twice(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triggers, "PENDING_SECONDS", 0.0)
    faults = group.village.stage.sandbox.faults
    faults.delay(2.0, r"/posts$", method="POST", times=None)
    asked = [f"Qui prête la salle {number} ?" for number in range(4)]
    for text in asked:
        await group.village.types("louis", f"/besoin {text}")
    await asyncio.sleep(0.5)
    await group.strike(Trouble.KILL)
    faults.clear()

    await all_said(group.village)

    cards = [await group.village.by_bot(f"> {text}") for text in asked]
    assert [len(each) for each in cards] == [1] * len(asked)
