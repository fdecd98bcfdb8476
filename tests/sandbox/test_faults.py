"""Faults: what goes wrong on request."""

import aiohttp
import pytest

from tests.sandbox.people import Person, Town


async def test_a_rate_limit_is_plain_text_with_retry_after(town: Town, bot: Person) -> None:
    town.sandbox.faults.rate_limit("/users", times=1, retry_after=7)

    limited = await bot.call("GET", "/users/me")
    fine = await bot.call("GET", "/users/me")

    assert (limited.status, limited.body) == (429, "limit exceeded\n")
    assert limited.headers["Retry-After"] == "7"
    assert limited.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fine.status == 200


async def test_an_error_strikes_only_what_matches(town: Town, bot: Person) -> None:
    loire = await bot.channel("loire")
    town.sandbox.faults.error("/posts$", method="POST", times=None)

    for _ in range(2):
        body = {"channel_id": loire["id"], "message": "x"}
        assert (await bot.call("POST", "/posts", body)).status == 500
    assert (await bot.get(f"/channels/{loire['id']}/posts"))["order"] == []
    town.sandbox.faults.clear()
    await bot.says(loire["id"], "x")


async def test_a_dropped_answer_comes_after_the_write(town: Town, bot: Person) -> None:
    loire = await bot.channel("loire")
    town.sandbox.faults.drop_answer("/posts$", method="POST")

    with pytest.raises(aiohttp.ClientError):
        await bot.says(loire["id"], "écrit quand même", pending_post_id="courroie:9")

    listed = await bot.get(f"/channels/{loire['id']}/posts")
    assert len(listed["order"]) == 1
    again = await bot.says(loire["id"], "encore", pending_post_id="courroie:9")
    assert again["id"] == listed["order"][0]


async def test_a_delay_makes_callers_give_up(town: Town, bot: Person) -> None:
    town.sandbox.faults.delay(0.3, "/users/me")
    timeout = aiohttp.ClientTimeout(total=0.05)
    headers = {"Authorization": f"Bearer {bot.token}"}

    with pytest.raises(TimeoutError):
        await town.http.get(f"{bot.url}/api/v4/users/me", headers=headers, timeout=timeout)
