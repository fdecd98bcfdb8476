"""A database's error never repeats what people wrote, whichever statement met it."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest
import structlog
from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from bot.core import migrate as migrations
from bot.core.database import Database
from bot.core.database_errors import DatabaseBrokeError
from bot.core.logs import log_to_stderr
from bot.core.message_tables import outbox
from bot.core.migrate import migrate
from bot.core.prepared import Prepared
from bot.core.tables import counters
from bot.core.upsert import insert_or_ignore, insert_or_replace
from bot.letter.mail.tables import subscribers
from bot.people.tables import preferences
from tests.databases import Open

WORDS = "amina-qui-a-peur@loire.example.org"
"""A question, an anonymous author's id or an address: nobody must read it in a log."""

ROW = {"network": "loire", "name": WORDS, "value": 1}
SUBSCRIBER = {
    "network": "loire",
    "address": WORDS,
    "handle": "h1",
    "user": "louis",
    "standing": "waiting",
    "asked_at": None,
    "failures": 0,
    "trouble": "",
}


def _twice(db: Connection) -> None:
    for _ in range(2):
        db.execute(insert(counters), ROW)


def _twice_prepared(db: Connection) -> None:
    statement = Prepared(insert(counters), keys=tuple(ROW))
    for _ in range(2):
        statement.run(db, ROW)


def _to_the_same_key(db: Connection) -> None:
    db.execute(insert(counters), [ROW, {**ROW, "name": "autre"}])
    db.execute(update(counters).where(counters.c.name == "autre").values(name=WORDS))


def _inside_a_savepoint(db: Connection) -> None:
    with db.begin_nested():
        _twice(db)


STATEMENTS: Mapping[str, Callable[[Connection], object]] = {
    "insert": _twice,
    "insert many": lambda db: db.execute(insert(counters), [ROW, ROW]),
    "insert nothing where something must be": lambda db: db.execute(
        insert(subscribers), SUBSCRIBER
    ),
    "insert of another type": lambda db: db.execute(
        text("INSERT INTO counters VALUES ('loire', :name, :name || 'x')"), {"name": [WORDS]}
    ),
    "prepared insert": _twice_prepared,
    "prepared select": lambda db: Prepared(
        select(text("nowhere")).where(counters.c.name == bindparam("of"))
    ).rows(db, {"of": WORDS}),
    "upsert that ignores": lambda db: db.execute(
        insert_or_ignore(preferences), {"network": "loire", "user": WORDS, "wish": None, "at": None}
    ),
    "upsert that replaces": lambda db: db.execute(
        insert_or_replace(preferences),
        {"network": "loire", "user": WORDS, "wish": None, "at": None},
    ),
    "update": _to_the_same_key,
    "update of no member": lambda db: db.execute(update(outbox).values(status=WORDS)),
    "update of no moment": lambda db: db.execute(update(outbox).values(made_at=WORDS)),
    "delete": lambda db: db.execute(
        delete(counters).where(text("nowhere = :name")), {"name": WORDS}
    ),
    "select": lambda db: db.execute(
        select(counters).where(text("nowhere = :name")), {"name": WORDS}
    ),
    "savepoint": _inside_a_savepoint,
}


@pytest.fixture(autouse=True)
def gives_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a key that is taken for no other transaction's: nothing is worth trying again."""
    monkeypatch.setattr("bot.core.database.KEEPS_TRYING", 0.0)


@contextmanager
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Log as `courroie run` does, and SQLAlchemy all that it can."""
    told = io.StringIO()
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", told)
        log_to_stderr()
        handler = logging.StreamHandler(told)
        engine = logging.getLogger("sqlalchemy")
        engine.addHandler(handler)
        usual = engine.level
        engine.setLevel(logging.DEBUG)
        try:
            yield told
        finally:
            engine.removeHandler(handler)
            engine.setLevel(usual)
            structlog.reset_defaults()


@pytest.mark.parametrize("kind", STATEMENTS)
def test_an_error_repeats_nobody_s_words(
    database: Database, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with logged(monkeypatch) as told:
        with pytest.raises(DatabaseBrokeError) as raised:
            database.submit(STATEMENTS[kind]).result()
        structlog.get_logger().error("broken", exc_info=raised.value)

    assert '"broken"' in told.getvalue()
    assert "DatabaseBrokeError" in told.getvalue()
    assert _lines_with(WORDS, told) == []


def test_a_migration_that_breaks_repeats_nobody_s_words(
    opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = opened()
    migrate(database)
    monkeypatch.setattr(migrations, "HEAD", "9999")
    monkeypatch.setattr(migrations, "upgrade", _twice)
    with logged(monkeypatch) as told:
        with pytest.raises(migrations.BrokenStepError) as raised:
            migrate(database)
        structlog.get_logger().error("broken", exc_info=raised.value)

    assert "DatabaseBrokeError" in told.getvalue()
    assert _lines_with(WORDS, told) == []


def _lines_with(words: str, told: io.StringIO) -> list[str]:
    return [line for line in told.getvalue().splitlines() if words in line]
