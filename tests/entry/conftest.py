"""What the tests of entering begin with; each has a `room` of its own."""

from __future__ import annotations

import pytest

from bot.network.rights import Role
from tests.entry.entering import SLUG, invites, joins
from tests.room import Room


@pytest.fixture
def invited(room: Room, monkeypatch: pytest.MonkeyPatch) -> Room:
    """Return a room where Marc has invited us into his channel, which the server has told us."""
    invites(room, "marc")
    joins(monkeypatch, "marc", **{SLUG: Role.MEMBER})
    return room
