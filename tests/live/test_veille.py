"""The watch: its preview, its feeds, and the digest when its moment comes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest_asyncio

from tests.live.bot import eventually
from tests.live.conftest import Build
from tests.live.newsroom import Newsroom, open_newsroom

LIMIT = 16_383


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def newsroom(build: Build) -> AsyncIterator[Newsroom]:
    """Return a newsroom whose newspaper has one article."""
    async with open_newsroom(build, "kiosque") as opened:
        yield opened


async def test_the_feeds_and_their_health_are_shown(newsroom: Newsroom) -> None:
    house = newsroom.house

    async def read() -> str:
        said = await house.types(house.louis, "/veille flux")
        return said if "✔" in said else ""

    assert "**La presse**" in await eventually(read)


async def test_what_is_news_goes_to_the_next_digest_once_and_rings_nobody(
    newsroom: Newsroom,
) -> None:
    title = "Un *guide pour [tous] | @channel #inclusion (suite)"
    link = newsroom.press.publish(title, newsroom.clock())
    place = f"/channels/{newsroom.house.here}/members/{newsroom.house.zoe.id}"
    before = (await newsroom.house.zoe.get(place))["mention_count"]

    posts = await newsroom.next_digest()
    preview = await newsroom.house.does(newsroom.house.louis, "veille articles")

    text = posts[0]["message"]
    assert text.count(f"]({link})") == 1
    assert "[Un \\*guide pour \\[tous\\] \\| @\u200bchannel #\u200binclusion" in text
    assert link not in preview
    assert all(not each["hashtags"] for each in posts)
    assert (await newsroom.house.zoe.get(place))["mention_count"] == before


async def test_a_long_digest_goes_on_in_its_thread_within_the_limit(newsroom: Newsroom) -> None:
    long = "Une aide à l'équipement des lieux de médiation, troisième volet du plan pour "
    links = [
        newsroom.press.publish(f"{long * 2} {number}", newsroom.clock() - timedelta(minutes=1))
        for number in range(120)
    ]

    root, *others = await newsroom.next_digest()

    texts = [root["message"], *(each["message"] for each in others)]
    told = [sum(text.count(f"]({link})") for text in texts[1:]) for link in links]
    assert len(others) >= 1
    assert all(len(text) <= LIMIT for text in texts)
    assert all(each["root_id"] == root["id"] for each in others)
    assert told == [1] * len(links)


async def test_a_coordinator_is_told_that_nothing_is_planned_and_a_member_the_date(
    newsroom: Newsroom,
) -> None:
    house = newsroom.house

    assert "Aucune rencontre n'est planifiée" in await house.types(house.amina, "/rencontre")
    assert "Prochaine rencontre de la Loire" in await house.types(house.louis, "/rencontre")


async def test_a_month_without_news_still_has_its_digest(newsroom: Newsroom) -> None:
    await newsroom.next_digest()

    (post,) = await newsroom.next_digest()

    assert "Rien de neuf dans les flux" in post["message"]
