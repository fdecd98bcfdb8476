"""What the tests of the belt share."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.relay.tree_room import TreeRoom, open_tree


@pytest.fixture
def room(tmp_path: Path) -> TreeRoom:
    """Open a tree of networks."""
    return open_tree(tmp_path)
