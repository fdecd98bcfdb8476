"""What tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.room import Room, open_room

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")  # on a busy machine any example may be slow: CPU time is measured


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Return a room with a database of its own."""
    opened = open_room(tmp_path)
    yield opened
    opened.database.close()
