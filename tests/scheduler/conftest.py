from __future__ import annotations

import pytest

from tests.room import Room
from tests.scheduler.sender import Desk, Mouth


@pytest.fixture
def desk(room: Room) -> Desk:
    return Desk(room, Mouth())
