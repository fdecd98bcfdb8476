"""A database a test: a SQLite file, or a database of a PostgreSQL where there is one.

`COURROIE_TEST_POSTGRESQL` names the server, as SQLAlchemy writes it:
`postgresql+psycopg://courroie@127.0.0.1:5432/courroie_test`. With `COURROIE_TEST_ROOMS=postgresql`
conversations are held there instead of in SQLite files.

The tables are made once a process; each test gets a copy. One that was lent from a server is
emptied for the next test, which takes a few milliseconds where a new one takes a second.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar
from uuid import uuid4

import psycopg
from sqlalchemy import Connection, Engine, create_engine, inspect, text
from sqlalchemy.engine import make_url

from bot.core.database import Database
from bot.core.migrate import back_up, migrate
from bot.privacy.tables import TABLES

POSTGRESQL = "COURROIE_TEST_POSTGRESQL"
ROOMS = "COURROIE_TEST_ROOMS"

T = TypeVar("T")
Open = Callable[[], Database]

_ENGINES: dict[str, Engine] = {}
_LENT: list[_Lent] = []
_TEMPLATES: dict[str, str] = {}
_FREE: dict[str, list[str]] = {}


def made_in(folder: Path) -> Database:
    """Return a database whose tables are made, for conversations; `take_back` closes it."""
    if os.environ.get(ROOMS) != "postgresql":
        return made_at(folder / "room.db")
    server = os.environ[POSTGRESQL]
    name = copied(server)
    lent = _Lent(at(server, name), server, name)
    _LENT.append(lent)
    return compiled_once(lent)


def take_back() -> None:
    """Close the servers' databases that a test left open."""
    for lent in _LENT:
        lent.close()


def made_at(path: Path, content: bytes = b"") -> Database:
    """Return a SQLite database at this place, with this content or whose tables are made."""
    path.write_bytes(content or made_file())
    return compiled_once(Database(f"sqlite:///{path}"))


def compiled_once(database: Database) -> Database:
    """Let it find what the databases before it compiled: that takes longer than a conversation."""
    first = _ENGINES.setdefault(database.engine.dialect.name, database.engine)
    if first is database.engine:
        first.connect().close()  # what it asks of its server, the others take from it
    database.engine.dialect = first.dialect
    database.engine._compiled_cache = first._compiled_cache
    return database


def copied(server: str) -> str:
    """Return the name of a copy of the server's template, which is made at the first call."""
    if _FREE.get(server):
        return _FREE[server].pop()
    if server not in _TEMPLATES:
        template = _created(server, "template1")
        database = Database(at(server, template))
        migrate(database)
        database.close()
        _TEMPLATES[server] = template
    return _created(server, _TEMPLATES[server])


def give_back(server: str, name: str) -> None:
    """Empty a copy for the next test; drop one that was rebuilt.

    One that processes of their own served is dropped: they might still write to it.
    """
    if _emptied(server, name):
        _FREE.setdefault(server, []).append(name)
    else:
        drop(server, name)


def drop(server: str, name: str) -> None:
    """Drop a database, whoever is still connected to it."""
    with connected(server).connect() as db:
        db.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))


def drop_templates() -> None:
    """Leave nothing on the servers."""
    for server, template in _TEMPLATES.items():
        for name in (*_FREE.pop(server, ()), template):
            drop(server, name)
        connected(server).dispose()
    _TEMPLATES.clear()


def at(server: str, name: str) -> str:
    """Return the address of a database of a server."""
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@lru_cache
def connected(server: str) -> Engine:
    """Return the way to the server itself, outside any transaction."""
    return create_engine(server, isolation_level="AUTOCOMMIT")


class LackingStepError(Exception):
    """A table says what no step of the schema makes: each test would break where it meets it."""


def made_file() -> bytes:
    """Return the SQLite file of a database whose tables are made. Raises LackingStepError."""
    content, lacking = _made_file()
    if lacking:
        raise LackingStepError(f"no step makes {', '.join(lacking)}: make migration NAME=…")
    return content


@lru_cache(maxsize=1)
def _made_file() -> tuple[bytes, Sequence[str]]:
    with TemporaryDirectory() as folder:
        made = Path(folder, "made.db")
        database = Database(f"sqlite:///{made}")
        migrate(database)
        with database.engine.connect() as db:
            look = inspect(db)
            columns = {
                f"{table}.{column['name']}"
                for table in look.get_table_names()
                for column in look.get_columns(table)
            }
        lacking = {str(column) for table in TABLES for column in table.columns} - columns
        return file_of(database, made), sorted(lacking)


def file_of(database: Database, path: Path) -> bytes:
    """Close a SQLite database, and return all that its file holds."""
    database.close()
    copy = path.with_name("copy.db")
    back_up(path, copy)
    return copy.read_bytes()


class _Lent(Database):
    """A database of a server that goes when it is closed."""

    def __init__(self, url: str, server: str, name: str) -> None:
        super().__init__(url)
        self._lent = (server, name)

    def close(self) -> None:
        if self in _LENT:
            _LENT.remove(self)
        super().close()
        give_back(*self._lent)


_SHAPE = """
SELECT
    (SELECT string_agg(oid || relname, ' ' ORDER BY oid) FROM pg_class WHERE oid >= 16384),
    (SELECT (count(*), sum(attnum::int))::text FROM pg_attribute WHERE attrelid >= 16384),
    (SELECT (count(*), sum(oid::bigint))::text FROM pg_constraint),
    (SELECT count(*) FROM pg_namespace)
"""
"""What of a database is more than rows; a copy has its template's unless a test rebuilt it."""

_VERSION = "SELECT version_num FROM alembic_version"

_TABLES = """
SELECT quote_ident(tablename) FROM pg_tables
WHERE schemaname = 'public' AND tablename <> 'alembic_version'
"""

_NUMBERS = """
SELECT setval(format('%I.%I', schemaname, sequencename), start_value, false)
FROM pg_sequences WHERE last_value IS NOT NULL
"""


@lru_cache
def _made(server: str) -> tuple[object, object, Sequence[str]]:
    """Return the shape of a server's template, its version and its tables."""
    with _connected(server, _TEMPLATES[server]) as db:
        shape, version = (db.execute(each).fetchall() for each in (_SHAPE, _VERSION))
        return shape, version, [name for (name,) in db.execute(_TABLES)]


def _emptied(server: str, name: str) -> bool:
    """Delete all rows of a copy, begin its numbers anew; tell whether it is as it was made."""
    shape, version, tables = _made(server)
    with _connected(server, name) as db:
        db.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        same = db.execute(_SHAPE).fetchall() == shape
        if not same or db.execute(_VERSION).fetchall() != version:
            return False
        any_row = ", ".join(f"EXISTS (SELECT FROM {table})" for table in tables)
        found = db.execute(f"SELECT {any_row}".encode()).fetchone() or ()
        filled = [table for table, rows in zip(tables, found, strict=True) if rows]
        if filled:
            db.execute(f"TRUNCATE {', '.join(filled)} CASCADE".encode())
        db.execute(_NUMBERS)
    return True


def _connected(server: str, name: str) -> psycopg.Connection:
    url = make_url(server).set(drivername="postgresql", database=name)
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


def _created(server: str, template: str) -> str:
    name = f"t{uuid4().hex}"
    with connected(server).connect() as db:
        db.execute(text(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"))
    return name


def store(database: Database, work: Callable[[Connection], T]) -> T:
    """Have something done in a transaction, and return what it gives."""
    return database.submit(work).result()
