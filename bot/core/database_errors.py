"""What a driver's error means, told without the words that the driver repeats.

SQLAlchemy's errors show values unless told not to, and PostgreSQL's repeat those of the row (« Key
(address)=(…) already exists »): neither must reach a log, so neither leaves the store.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError, StatementError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError


class DatabaseError(Exception):
    """What the database raises, without anyone's words."""


class DatabaseAwayError(DatabaseError):
    """The database cannot be used now, through no fault of the work: the same may pass later.

    It is unreachable, locked by another process, full or read-only.
    """


class DatabaseBrokeError(DatabaseError):
    """The database refused a statement: a defect of ours, or a damaged file.

    The message is the driver's kind of error, without any value.
    """


class UnusableDatabaseError(DatabaseError):
    """The database cannot be opened: its folder, its rights, its address, or it is no database.

    The message is the driver's own, in English, without the address.
    """


class UnreachedDatabaseError(UnusableDatabaseError):
    """The database's server does not answer, or does not take us."""


_SQLITE_AWAY = {
    sqlite3.SQLITE_BUSY: "locked",
    sqlite3.SQLITE_LOCKED: "locked",
    sqlite3.SQLITE_PROTOCOL: "locked",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_NOMEM: "out of memory",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_PERM: "not permitted",
    sqlite3.SQLITE_IOERR: "input or output failed",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened",
    sqlite3.SQLITE_NOTADB: "not a database",
}
"""By SQLite's primary code, https://www.sqlite.org/rescode.html. A damaged page (CORRUPT) is not
among them: it breaks some work for good, and must not hold up the rest."""

_POSTGRESQL_AWAY = {
    "08": "unreachable",
    "40": "too busy",
    "53": "out of resources",
    "57": "stopped by its operator",
    "58": "input or output failed",
    "25006": "read-only",
    "25P03": "we were too slow for it",
    "55P03": "locked",
}
"""By SQLSTATE or its class, https://www.postgresql.org/docs/current/errcodes-appendix.html."""


_CONFLICTS = {"40001", "40P01", "23505", "23503"}
"""Serialization failure, deadlock, and a key that another transaction has just taken or dropped."""


def is_conflict(error: BaseException) -> bool:
    """Tell whether another transaction came in the way: run again, the work sees what it did."""
    return getattr(_driver_error(error), "sqlstate", None) in _CONFLICTS


def away(error: BaseException) -> str:
    """Return why the database cannot be used now, "" if that is not what the error says."""
    if isinstance(error, PoolTimeoutError):
        return "no connection is free"
    driver = _driver_error(error)
    if isinstance(driver, sqlite3.Error):
        code: int = getattr(driver, "sqlite_errorcode", 0)
        return _SQLITE_AWAY.get(code & 0xFF, "")
    if not _is_psycopg(driver):
        return ""
    state = getattr(driver, "sqlstate", None)
    if state is None:  # the client's own words: it never reached the server, or lost it
        operational = any(base.__name__ == "OperationalError" for base in type(driver).__mro__)
        return "unreachable" if operational else ""
    return _POSTGRESQL_AWAY.get(state, _POSTGRESQL_AWAY.get(state[:2], ""))


@contextmanager
def told_plainly() -> Iterator[None]:
    """Raise what the database raises as DatabaseAwayError or DatabaseBrokeError."""
    try:
        yield
    except Exception as error:
        plain = plainly(error)
        if plain is error:
            raise
        raise plain.with_traceback(error.__traceback__) from None


@contextmanager
def first_use() -> Iterator[None]:
    """Raise UnusableDatabaseError for what the driver raises: nothing can be done without it."""
    try:
        yield
    except DBAPIError as error:
        unreached = away(error) == "unreachable"
        kind = UnreachedDatabaseError if unreached else UnusableDatabaseError
        raise kind(str(error.orig).partition("\n")[0]) from error


def plainly(error: BaseException) -> BaseException:
    """Return a database's error without anyone's words; any other error as it is."""
    if not _is_from_database(error):
        return error
    reason = away(error)
    plain = DatabaseAwayError(reason) if reason else DatabaseBrokeError(_named(error))
    plain.__suppress_context__ = True
    return plain.with_traceback(error.__traceback__)


def _driver_error(error: BaseException) -> BaseException:
    """Return the driver's error that SQLAlchemy wraps, or the error itself."""
    orig = error.orig if isinstance(error, StatementError) else None
    return error if orig is None else orig


def _is_psycopg(error: BaseException) -> bool:
    """Tell a psycopg error without importing psycopg, which need not be there."""
    return any(base.__module__.startswith("psycopg") for base in type(error).__mro__)


def _is_from_database(error: BaseException) -> bool:
    return isinstance(error, SQLAlchemyError | sqlite3.Error) or _is_psycopg(error)


def _named(error: BaseException) -> str:
    """Name an error: its classes, and its code or the constraint it met, which are ours."""
    driver = _driver_error(error)
    names = [type(each).__name__ for each in dict.fromkeys((error, driver))]
    diagnosis = getattr(driver, "diag", None)
    told = (
        getattr(driver, "sqlite_errorname", None),
        getattr(driver, "sqlstate", None),
        getattr(diagnosis, "table_name", None),
        getattr(diagnosis, "column_name", None),
        getattr(diagnosis, "constraint_name", None),
    )
    return " ".join((*names, *filter(None, told)))
