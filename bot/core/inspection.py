"""A look at the database that makes and changes nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.core import generation_store as generations
from bot.core.database import Database, unpooled
from bot.core.database_errors import first_use
from bot.core.migrate import HEAD, version_of

T = TypeVar("T")

_PATIENCE = 5
"""Seconds to reach a PostgreSQL server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What stands in a database.

    `empty` without tables; `has_run` once the bot ran on it; `restored_at` is when it was noticed
    that a backup was put back, `followed_at` that the bot's account had served a former
    installation. `closed` is the folder in which the missing file cannot be made.
    """

    empty: bool = False
    has_run: bool = False
    restored_at: datetime | None = None
    followed_at: datetime | None = None
    closed: Path | None = None


def inspected(address: str) -> Inspected:
    """Look at the database of this address; raises what `version_of` does."""
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        url = url.update_query_dict({"connect_timeout": str(_PATIENCE)})
    elif url.database and not Path(url.database).exists():
        folder = next(each for each in Path(url.database).absolute().parents if each.exists())
        may = os.access(folder, os.W_OK | os.X_OK)
        return Inspected(empty=True, closed=None if may else folder)
    with closing(Database(url.render_as_string(hide_password=False))) as database:
        version = version_of(database)
        if version != HEAD:  # the next start makes the tables, or brings them up to date
            return Inspected(empty=version is None, has_run=version is not None)
        with first_use(), database.engine.connect() as db:
            return Inspected(
                has_run=bool(generations.current(db)),
                restored_at=generations.restored_at(db),
                followed_at=generations.followed_at(db),
            )


def peek(url: str, read: Callable[[Connection], T]) -> T | None:
    """Return what is read in a database; None where it is not there, or cannot be read.

    It is neither made nor brought up to date.
    """
    address = make_url(url)
    is_file = address.get_backend_name() == "sqlite"
    if is_file and not Path(address.database or "").is_file():
        return None
    try:
        with unpooled(address) as engine, engine.connect() as db:
            return read(db)
    except SQLAlchemyError:
        return None
