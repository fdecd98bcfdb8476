"""Lost connections: what was said meanwhile is heard, once; nothing is thought lost that is not."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from bot.mattermost.client import Mattermost
from bot.mattermost.socket import Heard, Patience, Socket
from bot.mattermost.wire.events import (
    Hello,
    PostDeleted,
    Posted,
    PostEdited,
    ReactionAdded,
    UserAdded,
)
from tests.live.bot import House, eventually, holds
from tests.live.conftest import Build
from tests.live.server import URL, Server, in_direct
from tests.live.wire import cable_to
from tests.waiting import PATIENCE


async def _cards(house: House, text: str) -> list[str]:
    return [each["id"] for each in await house.all_said() if holds(each, f"> {text}")]


async def _asked_once(house: House, *texts: str) -> None:
    """Wait for each question's card; then make sure, by another question, that each has one."""

    async def all_there() -> bool:
        return all([await _cards(house, text) for text in texts])

    await eventually(all_there)
    last = f"Et la suite de {texts[-1]}"
    await house.amina.says(house.here, f"@{house.names['bot']} besoin {last}")

    async def seen() -> bool:
        return bool(await _cards(house, last))

    await eventually(seen)
    assert [len(await _cards(house, text)) for text in texts] == [1] * len(texts)


async def test_what_was_said_while_the_bot_was_down_is_heard_once(build: Build) -> None:
    house = await build("d", callback=None)
    name = house.names["bot"]
    direct = await in_direct(house.zoe, house.bot)
    async with house.running():
        root = await house.louis.says(house.here, f"@{name} besoin Avant la panne ?")
        await _asked_once(house, "Avant la panne ?")

    await house.louis.says(house.here, f"@{name} besoin Pendant la panne ?")
    await house.amina.says(house.here, f"@{name} besoin Dans un fil ?", root_id=root["id"])
    await house.zoe.says(direct, "besoin Par écrit ?")
    async with house.running():
        await _asked_once(house, "Pendant la panne ?", "Dans un fil ?", "Par écrit ?")
    async with house.running():
        await _asked_once(house, "Avant la panne ?", "Pendant la panne ?", "Par écrit ?")


async def test_a_last_post_deleted_meanwhile_hides_nothing(build: Build) -> None:
    house = await build("e", callback=None)
    name = house.names["bot"]
    async with house.running():
        await house.louis.says(house.here, f"@{name} besoin Qui tient la buvette ?")
        await _asked_once(house, "Qui tient la buvette ?")
        last = await house.louis.says(house.here, "le dernier mot")
        await _asked_once(house, "Qui tient la buvette ?")
    await house.louis.call("DELETE", f"/posts/{last['id']}")
    for post in await house.all_said():
        await house.bot.call("DELETE", f"/posts/{post['id']}")

    await house.louis.says(house.here, f"@{name} besoin Après l'effacement ?")

    async with house.running():
        await _asked_once(house, "Après l'effacement ?")


async def test_a_killed_bot_loses_and_doubles_nothing(build: Build) -> None:
    house = await build("f")
    name = house.names["bot"]
    async with _process(house) as first:
        for number in range(5):
            await house.louis.says(house.here, f"@{name} besoin Qui vient au tour {number} ?")
        await eventually(lambda: _cards(house, "Qui vient au tour 0 ?"))
        first.send_signal(signal.SIGKILL)
        await first.wait()
    await house.zoe.says(house.here, f"@{name} besoin Qui vient au tour 5 ?")

    async with _process(house):
        await _asked_once(house, *(f"Qui vient au tour {number} ?" for number in range(6)))


async def test_a_cut_cable_is_noticed_and_what_was_missed_is_heard(build: Build) -> None:
    async with cable_to(URL) as cable:
        house = await build("g", callback=None, url=cable.url)
        name = house.names["bot"]
        async with house.running():
            await house.louis.says(house.here, f"@{name} besoin Avant la coupure ?")
            await _asked_once(house, "Avant la coupure ?")
            cable.cut()
            await house.louis.says(house.here, f"@{name} besoin Pendant la coupure ?")
            await house.zoe.says(await in_direct(house.zoe, house.bot), "besoin Coupé par écrit ?")
            cable.mend()

            await _asked_once(house, "Pendant la coupure ?", "Coupé par écrit ?")


async def test_no_event_of_a_busy_server_looks_lost(server: Server, build: Build) -> None:
    house = await build("h", callback=None)
    heard: list[Heard] = []
    client = Mattermost(URL, SecretStr(house.bot.token))

    async def hear(event: Heard) -> None:
        heard.append(event)

    socket = Socket(
        url=URL,
        token=SecretStr(house.bot.token),
        check_token=client.me,
        now=lambda: datetime.now(UTC),
        patience=Patience(first=0.05),
    )
    listening = asyncio.create_task(socket.run(hear))
    try:
        await eventually(_true_when(lambda: bool(heard)))
        ends = await asyncio.gather(*(_lively(server, house, number) for number in range(6)))
        await eventually(_true_when(lambda: ends[-1] in _posts(heard)))
        await eventually(_true_when(lambda: set(ends) <= set(_posts(heard))))
    finally:
        listening.cancel()
        await asyncio.wait({listening})
        await client.close()

    assert sum(isinstance(each, Hello) for each in heard) == 1
    assert len(_posts(heard)) == len(set(_posts(heard)))
    for kind in (PostEdited, PostDeleted, ReactionAdded, UserAdded):
        assert any(isinstance(each, kind) for each in heard), kind


async def test_the_same_pending_key_gives_the_first_post_again(house: House) -> None:
    client = Mattermost(URL, SecretStr(house.bot.token))
    key = f"courroie:essai:{house.here}"

    first = await client.create_post(house.here, "une fois", pending_post_id=key)
    again = await client.create_post(house.here, "deux fois", pending_post_id=key)

    assert again.id == first.id
    assert "deux fois" not in [each["message"] for each in await house.all_said()]
    await client.close()


async def test_a_post_is_found_by_its_key_after_a_doubt(house: House) -> None:
    number = await house.asks(house.louis, "Une question retrouvée ?")
    card = await house.card(number)
    client = Mattermost(URL, SecretStr(house.bot.token))
    moment = datetime.now(UTC)

    found = await client.find_posts(house.here, f"question:loire:{number}", moment)
    later = moment + timedelta(hours=1)

    assert [each.id for each in found] == [card["id"]]
    assert await client.find_posts(house.here, f"question:loire:{number}", later) == []
    await client.close()


async def _lively(server: Server, house: House, number: int) -> str:
    """Make events of many kinds, and return the id of the last post."""
    someone = await server.person(f"vif{number}")
    window = await someone.listens()
    await server.join_team(house.team.id, someone)
    path = f"/channels/{house.here}/members"
    await house.amina.post(path, {"user_id": someone.id}, status=201)
    channel = await server.channel(house.team.id, f"autour-{number}", house.bot, someone, kind="O")
    for place in (house.here, channel["id"]):
        typing = {"action": "user_typing", "seq": 1, "data": {"channel_id": place}}
        await window.socket.send_json(typing)
        post = await someone.says(place, f"bonjour @{house.names['bot']} @channel {number}")
        await someone.says(place, "une réponse", root_id=post["id"])
        reaction = {"user_id": someone.id, "post_id": post["id"], "emoji_name": "wave"}
        await someone.call("POST", "/reactions", reaction)
        await someone.call("DELETE", f"/users/me/posts/{post['id']}/reactions/wave")
        await someone.call("PUT", f"/posts/{post['id']}/patch", {"message": "modifié"})
        await someone.call("POST", f"/posts/{post['id']}/pin", {})
        await someone.call("DELETE", f"/posts/{post['id']}")
    patch = {"nickname": f"Vif {number}"}
    await someone.call("PUT", "/users/me/patch", patch)
    await someone.call("PUT", f"/channels/{channel['id']}/patch", {"header": "en-tête"})
    await someone.call("POST", "/channels/members/me/view", {"channel_id": house.here})
    await someone.call("PUT", "/users/me/status", {"user_id": someone.id, "status": "dnd"})
    await someone.says(await in_direct(someone, house.bot), "bonjour")
    await someone.call("DELETE", f"/channels/{channel['id']}/members/{someone.id}")
    await window.socket.close()
    return str((await someone.says(house.here, f"fin {number}"))["id"])


@asynccontextmanager
async def _process(house: House) -> AsyncIterator[Process]:
    """Run `courroie run` as a process of its own, from ready to stopped."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.cli",
        "run",
        "--config",
        str(house.config_path),
        stdout=DEVNULL,
        stderr=PIPE,
    )
    assert process.stderr is not None
    drained = None
    try:
        async with asyncio.timeout(PATIENCE):
            while b'"ready"' not in await process.stderr.readline():
                assert process.returncode is None
        drained = asyncio.create_task(process.stderr.read())
        await house.settled()
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
        if drained is not None:
            await drained


def _posts(heard: list[Heard]) -> list[str]:
    return [each.post.id for each in heard if isinstance(each, Posted)]


def _true_when(look: Callable[[], bool]) -> Callable[[], Awaitable[bool]]:
    async def looked() -> bool:
        return look()

    return looked
