"""The indexing job: new questions are read a little after their deposit, once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import Connection

from bot.core import outbox
from bot.core.traffic import Traffic
from bot.dispatch import Dispatch
from bot.index import store as search
from bot.question import merging
from bot.question import store as questions
from bot.question.rules import Question
from bot.talk.command import Command, Via
from bot.talk.context import Context
from scheduler.index import READ_AT_ONCE, Indexer
from tests.room import Room, caller
from tests.waiting import PATIENCE


def index(room: Room) -> int:
    return asyncio.run(Indexer(room.database, room.bot, Traffic(), lambda: None).read_new())


def test_what_is_new_is_read_once(room: Room) -> None:
    room.busy = True
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.says("zoé", "/besoin Où imprimer en grand format ?")

    assert index(room) == 2
    assert index(room) == 0
    found = room.store(
        lambda db: questions.of_hits(db, search.search(db, "loire", "imprimer", limit=5))
    )
    assert [each.number for each, _ in found] == [2]


def test_a_beat_asks_nothing_of_each_network_where_nothing_is_new(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.says("zoé", "/besoin privé Mon chef refuse mes congés")
    room.says("louis", "/besoin Où imprimer ?")
    room.does("louis", "besoin retirer 3")
    looked: list[str] = []

    def read(ctx: Context, **_more: int) -> int:
        looked.append(ctx.network.slug)
        return 0

    monkeypatch.setattr(merging, "read_new", read)

    assert index(room) == 0
    assert looked == []


def test_more_than_one_transaction_holds_is_read_all_the_same(room: Room) -> None:
    for number in range(READ_AT_ONCE + 2):
        asked = Question(
            network="loire",
            number=0,
            text=f"Atelier {number}",
            author="a",
            asked_at=room.clock.now,
        )
        room.store(partial(questions.add, question=asked))

    assert index(room) == READ_AT_ONCE + 2


def test_a_question_withdrawn_before_it_is_read_stays_out(room: Room) -> None:
    room.busy = True
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.does("louis", "besoin retirer 1")

    assert index(room) == 0
    assert not room.store(lambda db: search.search(db, "loire", "salle", limit=5))


def test_an_answer_does_not_hide_an_older_question_from_the_search(room: Room) -> None:
    room.busy = True
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.says("zoé", "/besoin Où imprimer en grand format ?")
    room.says("amina", "/besoin répondre 2 À la mairie")

    assert index(room) == 2


def test_a_card_held_through_a_long_stop_is_looked_at_before_it_leaves(room: Room) -> None:
    room.says("louis", "/besoin Comment ouvrir un coffre-fort numérique à La Poste ?")
    room.says("amina", "/besoin répondre 1 Sur le site, en trois étapes")
    room.busy = True
    room.says("zoé", "/besoin Qui sait ouvrir un coffre-fort numérique à La Poste ?")
    room.clock.forward(hours=1)
    starting = replace(room.bot, hears=lambda _: False)

    asyncio.run(Indexer(room.database, starting, Traffic(), lambda: None).read_new())
    before = room.said()
    index(room)

    assert not any("Qui sait ouvrir" in text for text in before)
    assert any("Avant que le réseau ne lise" in text for text in room.said())


def test_one_networks_trouble_keeps_no_other_from_being_read(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.busy = True
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.says("amina", "/besoin ~national Où imprimer en grand format ?")
    work = merging.read_new

    def broken(ctx: Context, *, limit: int) -> int:
        if ctx.network.slug == "national":
            raise RuntimeError("one network's trouble")
        return work(ctx, limit=limit)

    with monkeypatch.context() as patch:
        patch.setattr(merging, "read_new", broken)
        assert index(room) == 1
    assert index(room) == 1


async def test_it_reads_when_it_is_woken_and_goes_on_after_a_trouble(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked, broken once, asked again: both questions are read."""
    broken, spoken = threading.Event(), asyncio.Event()
    indexer = Indexer(room.database, room.bot, Traffic(), spoken.set)
    held = outbox.networks_held

    def networks_held(db: Connection) -> Sequence[str]:
        if not broken.is_set():
            broken.set()
            raise RuntimeError("the database is away")
        return held(db)

    async def asks(text: str) -> None:
        asked = Command(
            text=text, caller=caller("louis"), via=Via.SLASH, channel="c", network="loire"
        )
        await dispatch.answer(asked)

    async def is_unread() -> bool:
        new = partial(questions.new_to_search, network="loire", limit=1)
        return bool(await room.database.run(new))

    monkeypatch.setattr(outbox, "networks_held", networks_held)
    dispatch = Dispatch(room.database, room.bot, indexer.wake)
    async with asyncio.timeout(PATIENCE):
        running = asyncio.create_task(indexer.run())
        await asks("besoin Qui prête une salle ?")
        await asyncio.to_thread(broken.wait, PATIENCE)
        await asks("besoin Où imprimer un plan ?")
        while await is_unread():
            await spoken.wait()
            spoken.clear()
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
