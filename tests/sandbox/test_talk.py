"""The year of talk that the demo's fifth channel begins with."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sandbox.server.clock import CLOCK_FILE, WorldClock
from sandbox.server.records import Channel, Post
from sandbox.server.seed import FRANCE, fill
from sandbox.server.world import World
from tests.sandbox.people import Person, Town

YEAR = timedelta(weeks=52)


def begun(folder: Path, at: datetime) -> tuple[World, Channel, list[Post]]:
    """Begin a world at an instant; return it, the channel that has a year of talk, its posts."""
    clock = WorldClock(folder / CLOCK_FILE)
    clock.begin(at)
    world = World(folder, clock)
    fill(world, FRANCE)
    channel = next(each for each in world.channels if each.name == "ardeche")
    return world, channel, world.timeline(channel.id)


def said(post: Post) -> datetime:
    return datetime.fromtimestamp(post.create_at / 1000, UTC)


@pytest.mark.parametrize("month", [1, 3, 8, 12])
def test_all_was_said_in_the_year_before_and_answers_come_after_what_they_answer(
    tmp_path: Path, month: int
) -> None:
    now = datetime(2027, month, 4, 9, tzinfo=UTC)

    world, _, posts = begun(tmp_path, now)

    assert 300 < len(posts) < 340
    assert now - YEAR <= said(posts[0])
    assert said(posts[-1]) < now
    assert posts == sorted(posts, key=lambda each: each.create_at)
    for reply in (each for each in posts if each.root_id):
        assert world.posts[reply.root_id].create_at < reply.create_at


def test_what_is_said_at_christmas_is_said_at_christmas_whenever_the_demo_starts(
    tmp_path: Path,
) -> None:
    for month in (2, 7):
        folder = tmp_path / str(month)
        _, _, posts = begun(folder, datetime(2027, month, 10, tzinfo=UTC))
        (market,) = (each for each in posts if "marché de Noël" in each.message)
        (ended,) = (each for each in posts if "Réseau au ralenti en août" in each.message)
        assert (said(market).month, said(market).weekday()) == (12, 2)
        assert said(ended).month in (7, 8)


def test_it_is_all_read_and_who_left_is_gone(tmp_path: Path) -> None:
    world, channel, posts = begun(tmp_path, datetime(2027, 3, 4, tzinfo=UTC))
    members = {each.user_id: each for each in world.members(channel.id)}
    authors = {each.user_id for each in posts}

    assert {each.msg_count for each in members.values()} == {len(posts)}
    gone = [world.users[each] for each in authors - members.keys()]
    assert "kevin" in {each.username for each in gone}
    assert all(each.delete_at for each in gone)
    (team,) = world.teams
    assert not {each.id for each in gone} & set(team.member_ids)


async def test_the_bot_reads_it_once_it_is_invited(town: Town, bot: Person) -> None:
    maelle = await town.person("maelle")
    ardeche = (await maelle.channel("ardeche"))["id"]
    assert (await bot.call("GET", f"/channels/{ardeche}/posts")).status == 403

    await maelle.types(ardeche, "/invite @courroie")

    page = await bot.get(f"/channels/{ardeche}/posts?per_page=200")
    assert len(page["order"]) == 200
    before = await bot.get(f"/channels/{ardeche}/posts?per_page=200&before={page['order'][-1]}")
    assert len(before["order"]) > 100
