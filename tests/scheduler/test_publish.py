"""The publication job: each digest once, on time or late, never a burst."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime

import pytest

from bot.core.database import Database
from bot.veille.article import Article
from bot.veille.feeds import collecting
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.rules import Collected
from scheduler import publish
from scheduler.publish import Publisher
from tests.room import LOIRE, Room
from tests.scheduler.sender import publisher


def published(room: Room) -> int:
    return asyncio.run(publisher(room).publish_due())


def brings(room: Room, *titles: str) -> None:
    """Have the Loire's feed bring new articles."""
    now = room.clock.now
    found = tuple(
        Article(guid=each, link=f"https://a.example.org/{each}", title=each, published=now)
        for each in titles
    )
    feed = room.store(lambda db: followings.of_network(db, "loire"))[0].feed
    room.store(lambda db: collecting.keep(db, feed, Collected(articles=found), now, {}))


def digests(room: Room, where: str = "de la Loire") -> list[str]:
    return [each for each in room.said() if f"La veille {where}" in each]


def due(room: Room, number: int = 1) -> datetime:
    return LOIRE.digest.next_dates(room.clock.now, LOIRE.timezone, number)[-1]


def test_nothing_is_published_before_its_time(room: Room) -> None:
    assert published(room) == 0
    assert not room.said()


def test_a_digest_is_published_once(room: Room) -> None:
    brings(room, "Nouvelle")
    room.clock.now = due(room)

    assert published(room) == 2
    assert published(room) == 0
    assert len(digests(room)) == 1
    assert "Nouvelle" in digests(room)[0]


def test_what_was_published_is_not_news_the_month_after(room: Room) -> None:
    brings(room, "Nouvelle")
    room.clock.now = due(room)
    published(room)
    brings(room, "Suivante")
    room.clock.now = due(room)
    published(room)

    assert "Suivante" in digests(room)[1]
    assert "Nouvelle" not in digests(room)[1]


def test_a_month_without_news_says_so(room: Room) -> None:
    room.clock.now = due(room)
    published(room)

    assert "Rien de neuf" in digests(room)[0]


def test_a_network_that_follows_no_feed_is_not_told_that_its_feeds_are_silent(room: Room) -> None:
    [followed] = room.store(lambda db: followings.of_network(db, "loire"))
    room.store(lambda db: followings.remove(db, followed))
    room.clock.now = due(room)
    published(room)

    [said] = digests(room)
    assert "ne suit encore aucun flux" in said
    assert "Rien de neuf" not in said


def test_after_an_outage_only_the_last_digest_comes_and_says_that_it_is_late(room: Room) -> None:
    room.clock.now = due(room, 3)
    room.clock.forward(days=2)

    assert published(room) == 2
    assert len(digests(room)) == 1
    assert "Avec du retard" in digests(room)[0]
    assert published(room) == 0


def test_a_network_that_breaks_us_does_not_deprive_the_others(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.clock.now = due(room)
    monkeypatch.setitem(room.bot.networks, "national", broken())

    assert published(room) == 1
    assert len(digests(room)) == 1


def test_a_last_look_that_takes_too_long_is_cut_short(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publish, "LAST_LOOK", 0.01)
    room.clock.now = due(room)

    async def endless() -> int:
        await asyncio.Event().wait()
        return 0

    asyncio.run(Publisher(room.database, room.bot, endless, lambda: None).publish_due())

    assert len(digests(room)) == 1


async def test_two_processes_at_once_publish_once(room: Room, other: Database) -> None:
    brings(room, "Nouvelle")
    room.clock.now = due(room)

    said = await asyncio.gather(publisher(room).publish_due(), publisher(room, other).publish_due())

    assert sum(said) == 2
    assert len(digests(room)) == 1


@pytest.fixture
def other(room: Room) -> Iterator[Database]:
    """Return the same file as another process opens it."""
    database = Database(room.database.url.render_as_string())
    yield database
    database.close()


def broken() -> object:
    """Return a network without a name: its digest falls due, and cannot be composed."""

    class Broken:
        slug = "national"
        timezone = "Europe/Paris"
        server = "test"
        digest = LOIRE.digest

    return Broken()
