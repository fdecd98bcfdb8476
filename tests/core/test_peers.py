"""Of several processes on one PostgreSQL database, one leads; the others hear from it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial

import pytest
from sqlalchemy import text

from bot.core import peers_postgresql
from bot.core.database import Database
from bot.core.migrate import HEAD, NewerDatabaseError, migrate
from bot.core.peers import NotLeadingError, Peers, Topic
from bot.core.peers_postgresql import PostgresqlPeers, holder
from tests.databases import Open
from tests.waiting import until


@dataclass
class Process:
    """One of those that stand for the lead, and what it did."""

    database: Database
    peers: Peers
    heard: list[Topic] = field(default_factory=list)
    led: list[str] = field(default_factory=list)
    work: Callable[[], Awaitable[None]] | None = None

    async def lead(self) -> None:
        self.led.append("began")
        try:
            await (self.work() if self.work else asyncio.Event().wait())
        finally:
            self.led.append("ended")

    def may_write(self) -> bool:
        with suppress(NotLeadingError):
            self.database.fenced(self.peers.fence).submit(lambda _db: None).result()
            return True
        return False


@pytest.fixture
def shared(url: str, opened: Open) -> Open:
    if not url.startswith("postgresql"):
        pytest.skip("one process serves a file")
    migrate(opened())
    return opened


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, seconds in (("BEAT", 0.2), ("LOOK", 0.1), ("VALID", 1.0), ("GRACE", 0.2)):
        monkeypatch.setattr(peers_postgresql, name, seconds)


@asynccontextmanager
async def process(opened: Open) -> AsyncIterator[Process]:
    """Run one more process until the end of the block."""
    database = opened()
    made = Process(database, PostgresqlPeers(database) if database.path is None else Peers())
    made.peers.heard = {topic: partial(made.heard.append, topic) for topic in Topic}
    running = asyncio.create_task(made.peers.run(made.lead))
    try:
        yield made
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


def forgets_its_link(process: Process, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a process renew nothing any more, as one that is frozen or cut off."""

    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(process.peers, "_stand", never)


async def test_the_only_process_of_a_file_leads(database: Database) -> None:
    if database.path is None:
        pytest.skip("several may serve it")
    async with process(lambda: database) as alone:
        await until(lambda: alone.led == ["began"])
        alone.peers.tell(Topic.SPOKEN)
        assert alone.may_write()
        assert alone.peers.leads()


async def test_one_leads_and_the_next_takes_over_at_once_when_it_stops(shared: Open) -> None:
    async with process(shared) as second:
        async with process(shared) as first:
            await until(lambda: bool(first.led or second.led))
            leader, other = (first, second) if first.led else (second, first)
            assert other.led == []
            assert leader.may_write()
            assert not other.may_write()
            assert isinstance(leader.peers, PostgresqlPeers)
            named = leader.database.submit(holder).result()
            assert named == leader.peers.name
        await until(lambda: second.led[:1] == ["began"])
        assert first.led in ([], ["began", "ended"])


async def test_a_leader_that_renews_no_more_is_replaced_and_stops_by_itself(
    shared: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with process(shared) as frozen:
        await until(lambda: frozen.led == ["began"])
        async with process(shared) as next_one:
            forgets_its_link(frozen, monkeypatch)

            await until(lambda: next_one.led == ["began"])

            assert frozen.led == ["began", "ended"]
            assert not frozen.may_write()
            assert next_one.may_write()


async def test_what_a_former_leader_still_believes_is_refused_in_its_transaction(
    shared: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with process(shared) as former:
        await until(lambda: former.led == ["began"])
        monkeypatch.setattr(former.peers, "leads", lambda: True)
        forgets_its_link(former, monkeypatch)
        async with process(shared) as next_one:
            await until(lambda: next_one.led == ["began"])

            assert not former.may_write()


async def test_what_one_tells_all_hear(shared: Open) -> None:
    async with process(shared) as first, process(shared) as second:
        await until(lambda: len(first.heard) == len(second.heard) == len(Topic))  # on linking
        first.peers.tell(Topic.SETTINGS)

        await until(lambda: second.heard[len(Topic) :] == [Topic.SETTINGS])


async def test_a_cut_link_is_made_anew_and_hears_what_it_missed(shared: Open) -> None:
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = :name"
    )
    async with process(shared) as first:
        await until(lambda: first.led == ["began"])
        assert isinstance(first.peers, PostgresqlPeers)
        name = {"name": first.peers.name}
        await asyncio.to_thread(
            lambda: first.database.submit(lambda db: db.execute(cut, name).all()).result()
        )

        await until(lambda: len(first.heard) == 2 * len(Topic))
        await until(first.peers.leads)


async def test_an_older_program_stops_once_a_newer_one_has_changed_the_tables(
    shared: Open,
) -> None:
    database = shared()
    running = asyncio.create_task(PostgresqlPeers(database).run(asyncio.Event().wait))  # type: ignore[arg-type]
    await until(lambda: bool(database.submit(holder).result()))

    newer = text("UPDATE alembic_version SET version_num = '9999'")
    await database.run(lambda db: db.execute(newer).close())

    with pytest.RaisesGroup(NewerDatabaseError):
        await running
    await database.run(
        lambda db: db.execute(
            text("UPDATE alembic_version SET version_num = :head"), {"head": HEAD}
        ).close()
    )


async def test_what_the_leaders_work_raises_comes_out(shared: Open) -> None:
    async def breaks() -> None:
        raise ValueError("broken")

    with pytest.RaisesGroup(ValueError):
        await PostgresqlPeers(shared()).run(breaks)


async def test_what_a_process_tells_reaches_the_others_or_is_known_not_to(
    shared: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    peers = PostgresqlPeers(shared())
    assert await peers.hears()

    async def deaf(_peers: PostgresqlPeers, _link: object) -> None:
        """Listen on a session that is lent to another one meanwhile, as poolers do."""

    monkeypatch.setattr(PostgresqlPeers, "_attend", deaf)
    monkeypatch.setattr(peers_postgresql, "_ANSWER", 0.3)
    assert not await peers.hears()
