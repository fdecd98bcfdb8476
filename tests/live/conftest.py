"""What live tests share: a server, people on it, and houses where a bot lives.

Everything is made once for the whole suite; each test brings its own questions.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from bot.admin.setup import set_up_all
from tests.live.bot import House
from tests.live.server import ADMIN_TOKEN, ADMIN_TOKEN_2, URL, URL_2, Server, Team, open_server
from tests.sandbox.people import Json, Person

HERE = Path(__file__).parent


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the suite without a server; run it in one process and event loop, as it is written."""
    mine = [item for item in items if HERE in item.path.parents]
    mine.sort(key=lambda item: (item.path, item.name.partition("[")[2], item.location[1] or 0))
    items[:] = [*(item for item in items if HERE not in item.path.parents), *mine]
    missing = not (URL and ADMIN_TOKEN)
    reason = "no real server: set COURROIE_LIVE_URL and COURROIE_LIVE_ADMIN_TOKEN"
    for item in mine:
        if missing:
            item.add_marker(pytest.mark.skip(reason=reason))
        item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
        item.add_marker(pytest.mark.xdist_group("live"))


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Amina coordinates, Louis and Zoé are advisers, Marc is a stranger to the network."""

    amina: Person
    louis: Person
    zoe: Person
    marc: Person


Build = Callable[..., Awaitable[House]]


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def server() -> AsyncIterator[Server]:
    """Return the server; all that it was given is taken away at the end."""
    async with open_server() as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def second_server() -> AsyncIterator[Server | None]:
    """Return a second server, None where only one is named."""
    if not (URL_2 and ADMIN_TOKEN_2):
        yield None
        return
    async with open_server(URL_2, ADMIN_TOKEN_2) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def people(server: Server) -> People:
    """Return the four people of every test."""
    return People(
        amina=await server.person("amina"),
        louis=await server.person("louis"),
        zoe=await server.person("zoe", nickname="Zoé_*la* [belle](http://x.fr) @channel"),
        marc=await server.person("marc"),
    )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def build(server: Server, people: People, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Return what builds a house: a team of this name, a bot of its own, a network's channel."""

    async def built(name: str, *, administers: bool = False, **more: object) -> House:
        bot = await server.bot(f"robot-{name}")
        everyone = (people.amina, people.louis, people.zoe, people.marc)
        team: Team = await server.team(f"equipe-{name}", *everyone)
        await server.join_team(team.id, bot, admin=administers)
        members = (people.amina, people.louis, people.zoe, bot)
        channel: Json = await server.channel(team.id, "loire", *members)
        return House(
            http=server.http,
            folder=tmp_path_factory.mktemp(name),
            team=team,
            channel=channel,
            bot=bot,
            amina=people.amina,
            louis=people.louis,
            zoe=people.zoe,
            marc=people.marc,
            names={"amina": f"amina-{server.suffix}", "bot": f"robot-{name}-{server.suffix}"},
            **more,  # type: ignore[arg-type]
        )

    return built


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def house(build: Build) -> AsyncIterator[House]:
    """Return a house whose bot made its own commands, and serves buttons and dialogs."""
    made = await build("a", administers=True)
    said: list[str] = []
    assert await set_up_all(made.config, said.append) == 0, said
    async with made.running():
        yield made


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def quiet(build: Build) -> AsyncIterator[House]:
    """Return a house that Mattermost cannot call: mentions, direct messages, reactions."""
    made = await build("b", callback=None)
    async with made.running():
        yield made
