from __future__ import annotations

import asyncio
import io
import json
import os
import signal
from collections.abc import AsyncIterator

import pytest

from bot.veille.fetching.errors import NotAFeedError, UnreadableError
from bot.veille.fetching.parse import ParsedFeed, parse
from bot.veille.fetching.parsing_process import serve
from bot.veille.fetching.worker import AT_HOME_LIMIT, CROWD, Worker
from tests.veille.fetching import samples
from tests.waiting import until

BASE = "https://fabrique.example/flux"
BROKEN = samples.BROKEN["a bare ampersand"]


@pytest.fixture
async def worker() -> AsyncIterator[Worker]:
    async with Worker() as worker:
        yield worker


async def test_a_small_well_formed_feed_starts_no_process(worker: Worker) -> None:
    feed = await worker.parse(samples.RSS.encode(), None, BASE)

    assert feed == parse(samples.RSS.encode(), None, BASE)
    assert worker._processes[-1].id is None


async def test_a_broken_feed_is_read_in_a_process_that_serves_again(worker: Worker) -> None:
    feed = await worker.parse(BROKEN, "text/xml", BASE)
    first = worker._processes[-1].id

    assert feed == parse(BROKEN, "text/xml", BASE)
    with pytest.raises(NotAFeedError):
        await worker.parse(b"<html><p></html>", None, BASE)
    assert await worker.parse(BROKEN, None, BASE) == feed
    assert worker._processes[-1].id == first


async def test_the_passages_that_tell_a_deadline_come_back_from_the_process(
    worker: Worker,
) -> None:
    body = BROKEN.replace(b"Plus long.", "Appel à projets jusqu'au 27 novembre 2026.".encode())

    feed = await worker.parse(body, "text/xml", BASE)

    assert feed == parse(body, "text/xml", BASE)
    assert feed.articles[0].phrases == ("Appel à projets jusqu'au 27 novembre 2026.",)


async def test_a_big_feed_is_read_in_the_process(worker: Worker) -> None:
    big = samples.RSS.replace("Plus long.", "Plus long. " * AT_HOME_LIMIT).encode()

    assert (await worker.parse(big, None, BASE)).title == "La Fabrique & co"
    assert worker._processes[-1].id is not None


async def test_several_feeds_at_once_wait_their_turn(worker: Worker) -> None:
    feeds = await asyncio.gather(*(worker.parse(BROKEN, None, BASE) for _ in range(5)))

    assert len(set(feeds)) == 1


async def test_a_crowd_of_small_feeds_goes_to_the_processes(worker: Worker) -> None:
    async def together(count: int) -> set[ParsedFeed]:
        return set(
            await asyncio.gather(
                *(worker.parse(samples.RSS.encode(), None, BASE) for _ in range(count))
            )
        )

    few = await together(CROWD)
    assert all(each.id is None for each in worker._processes)
    many = await together(CROWD + 2)

    assert few == many == {parse(samples.RSS.encode(), None, BASE)}
    assert all(each.id is not None for each in worker._processes)


async def test_small_feeds_are_no_business_of_a_process_that_has_ended(worker: Worker) -> None:
    await worker.parse(BROKEN, None, BASE)
    process = worker._processes[-1]
    assert process.id is not None
    os.kill(process.id, signal.SIGKILL)
    await until(lambda: process.id is None)

    await worker.parse(samples.RSS.encode(), None, BASE)

    assert process.id is None


async def test_a_dead_process_is_replaced(worker: Worker) -> None:
    await worker.parse(BROKEN, None, BASE)
    assert worker._processes[-1].id is not None
    os.kill(worker._processes[-1].id, signal.SIGKILL)

    assert (await worker.parse(BROKEN, None, BASE)).articles


async def test_a_document_over_the_time_limit_is_given_up_and_the_process_with_it() -> None:
    async with Worker(time_limit=0.01) as worker:
        with pytest.raises(UnreadableError, match=r"not parsed in 0\.01 s"):
            await worker.parse(BROKEN, None, BASE)
        assert worker._processes[-1].id is None


async def test_a_document_over_the_memory_limit_is_unreadable_and_the_next_one_is_read() -> None:
    async with Worker(memory_limit=120_000_000) as worker:
        hostile = b"[" + b"[]," * 1_500_000
        with pytest.raises(UnreadableError):
            await worker.parse(hostile, None, BASE)

        assert (await worker.parse(BROKEN, None, BASE)).articles


async def test_a_cancelled_request_leaves_no_late_answer(worker: Worker) -> None:
    task = asyncio.create_task(worker.parse(BROKEN, None, "https://autre.example/"))
    await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    feed = await worker.parse(BROKEN, None, BASE)

    assert feed.articles[0].link.startswith("https://fabrique.example/")


def test_the_process_ends_when_nothing_is_asked() -> None:
    answers = io.BytesIO()
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as requests, os.fdopen(writing, "wb"):
        serve(requests, answers, idle_limit=0.05)

    assert answers.getvalue() == b""


def test_the_process_answers_what_it_cannot_read() -> None:
    reading, writing = os.pipe()
    answers = io.BytesIO()
    with os.fdopen(reading, "rb") as requests, os.fdopen(writing, "wb") as asking:
        header = json.dumps({"content_type": None, "base_url": BASE}).encode()
        for payload in (header, b"Bonjour"):
            asking.write(len(payload).to_bytes(4) + payload)
        asking.flush()
        asking.close()
        serve(requests, answers)

    assert json.loads(answers.getvalue()[4:])["error"] == "NotAFeedError"
