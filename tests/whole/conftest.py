from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.whole.town import Village, village_in


@pytest.fixture
async def village(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Village]:
    feeds = request.node.get_closest_marker("feeds") is not None
    async with village_in(tmp_path, feeds=feeds) as opened:
        yield opened
