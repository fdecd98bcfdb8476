"""What tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.room import Room, open_room


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Return a room with a database of its own."""
    opened = open_room(tmp_path)
    yield opened
    opened.database.close()
