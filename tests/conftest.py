"""What tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.room import Room, open_room

pytest_plugins = ["tests.databases"]

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")  # on a busy machine any example may be slow: CPU time is measured


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start what takes longest first, so that the last minute is not one process's alone."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    """Return a room with a database of its own."""
    opened = open_room(tmp_path)
    yield opened
    opened.database.close()
