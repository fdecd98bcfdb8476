from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.database import Database
from tests.admin.backup.cases import House
from tests.databases import POSTGRESQL, at, copied, drop, made_at


@pytest.fixture
def house(database: Database, url: str, tmp_path: Path) -> House:
    """Return a house on each engine, whose tables are made; nothing of ours is connected to it."""
    database.close()
    return House(url, tmp_path / "sauvegardes")


@pytest.fixture
def filed(tmp_path: Path) -> House:
    """Return a house on a SQLite file alone."""
    path = tmp_path / "courroie.db"
    made_at(path).close()
    return House(f"sqlite:///{path}", tmp_path / "sauvegardes")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[House]:
    """Return a house on a PostgreSQL server alone."""
    server = os.environ.get(POSTGRESQL)
    if not server:
        pytest.skip(f"{POSTGRESQL} names no PostgreSQL server")
    name = copied(server)
    yield House(at(server, name), tmp_path / "sauvegardes")
    drop(server, name)
