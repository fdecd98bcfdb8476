from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.mattermost.rest_server import RestServer


@pytest.fixture
async def server() -> AsyncIterator[RestServer]:
    async with RestServer() as running:
        yield running
