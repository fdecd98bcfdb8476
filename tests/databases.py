"""A database a test: a SQLite file, and a schema of a PostgreSQL where there is one.

`COURROIE_TEST_POSTGRESQL` names the server, as SQLAlchemy writes it:
`postgresql+psycopg://courroie@127.0.0.1:5432/courroie_test`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from sqlalchemy.schema import CreateSchema, DropSchema

from bot.core.database import Database
from bot.core.migrate import migrate

POSTGRESQL = "COURROIE_TEST_POSTGRESQL"

Open = Callable[[], Database]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of an empty place; gone after the test."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'courroie.db'}"
        return
    server = os.environ.get(POSTGRESQL)
    if not server:
        pytest.skip(f"{POSTGRESQL} names no PostgreSQL server")
    schema = f"t{uuid4().hex}"
    engine = create_engine(server)
    with engine.begin() as db:
        db.execute(CreateSchema(schema))
    place = make_url(server).update_query_dict({"options": f"-csearch_path={schema}"})
    yield place.render_as_string(hide_password=False)
    with engine.begin() as db:
        db.execute(DropSchema(schema, cascade=True))
    engine.dispose()


@pytest.fixture
def opened(url: str) -> Iterator[Open]:
    """Return what opens the place, as one more process does."""
    databases: list[Database] = []

    def one_more() -> Database:
        databases.append(Database(url))
        return databases[-1]

    yield one_more
    for database in databases:
        database.close()


@pytest.fixture
def database(opened: Open) -> Database:
    """Return a database whose tables are made."""
    made = opened()
    migrate(made)
    return made
