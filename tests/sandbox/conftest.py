"""A town a test: a fresh sandbox, an integration beside it, and people."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest

from sandbox.server.sandbox import Sandbox
from tests.sandbox.people import Integration, Person, Town, serve


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(data_dir=tmp_path, port=0))
        integration = Integration()
        await serve(stack, integration)
        jar = aiohttp.DummyCookieJar()
        http = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=jar))
        yield Town(sandbox, integration, http)


@pytest.fixture
async def amina(town: Town) -> Person:
    return await town.person("amina")


@pytest.fixture
async def louis(town: Town) -> Person:
    return await town.person("louis")


@pytest.fixture
async def marc(town: Town) -> Person:
    return await town.person("marc")


@pytest.fixture
async def bot(town: Town) -> Person:
    return await town.person("courroie")
