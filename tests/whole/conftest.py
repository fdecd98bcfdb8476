from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.whole.town import Village, village_in


@pytest.fixture
async def village(tmp_path: Path) -> AsyncIterator[Village]:
    async with village_in(tmp_path) as opened:
        yield opened
