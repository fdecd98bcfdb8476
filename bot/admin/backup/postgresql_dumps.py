"""PostgreSQL: a dump of our tables by `pg_dump`, read whole again by `pg_restore`."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import IO

from sqlalchemy import Connection, inspect, text

from bot.admin.backup.contents import OURS, VERSION, Contents, counted, read_moment
from bot.admin.backup.errors import BackupError, told_of_file
from bot.admin.backup.postgresql_tools import Tools, reason, require, tools_for
from bot.core.database import unpooled
from bot.core.database_errors import first_use, told_plainly
from bot.core.locks import our_name
from bot.core.patterns import lazy_pattern

Step = Callable[[], None]
"""Told that one more table is written."""

_MAGIC = b"PGDMP"
_DUMPED = b"dumping contents of table"
COPY = lazy_pattern(rb'COPY "?([^".]+)"?\."?([^".]+)"? \((.*)\) FROM stdin;\n')
"""The line of a script after which the rows of a table come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One transaction on the database that is saved or replaced, and the tools for it."""

    address: str = field(repr=False)
    db: Connection
    tools: Tools
    schema: str
    tables: frozenset[str]
    server: int

    def contents(self) -> Contents:
        """Count what our tables hold."""
        return counted(lambda query: self.db.execute(text(query)).scalar(), self.tables & OURS)


@contextmanager
def session(url: str) -> Iterator[Session]:
    """Open a transaction that sees one moment, however long it lasts.

    Raises UnusableDatabaseError, DatabaseAwayError.
    """
    known = {"application_name": our_name(), "connect_timeout": 5}
    with (
        ExitStack() as opened,
        told_plainly(),
        unpooled(url, isolation_level="REPEATABLE READ", connect_args=known) as engine,
    ):
        with first_use():
            db = opened.enter_context(engine.connect())
            schema = db.execute(text("SELECT current_schema()")).scalar()
        db.execute(text("SET idle_in_transaction_session_timeout = 0"))
        found = inspect(db).get_table_names(schema=schema)
        yield Session(
            address=url,
            db=db,
            tools=tools_for(db),
            schema=str(schema),
            tables=frozenset(found),
            server=int(db.execute(text("SHOW server_version_num")).scalar_one()) // 10_000,
        )


def is_dump(path: Path) -> bool:
    """Tell whether a file begins as the custom format of pg_dump does."""
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def dumped_to(partial: Path, saved: Session, step: Step) -> Contents:
    """Write our tables as they are now; return what they hold. Raises BackupError."""
    require(("pg_dump", "pg_restore"), saved.server)
    tables = sorted(saved.tables & OURS)
    if VERSION not in tables:
        raise BackupError(
            "Cette base PostgreSQL n'a pas encore de tables : il n'y a rien à sauvegarder tant "
            "que le robot n'a pas tourné. Vérifiez bot.database."
        )
    snapshot = saved.db.execute(text("SELECT pg_export_snapshot()")).scalar_one()
    held = saved.contents()
    if held.newer_than_us:  # it may have tables that we do not know
        raise BackupError(
            f"La base vient d'une version plus récente de Courroie ({held.version}) : "
            "sauvegardez-la par cette version."
        )
    command = (
        *("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--verbose"),
        *("--no-password", "--lock-wait-timeout=30s", f"--snapshot={snapshot}"),
        *(f'--table="{saved.schema}"."{each}"' for each in tables),
        f"--dbname={saved.tools.address}",
    )
    process = saved.tools.start(*command, stdout=subprocess.PIPE)
    said: list[bytes] = []
    listening = Thread(target=_listen, args=(process.stderr, said, step))
    listening.start()
    try:
        with told_of_file("Impossible d'écrire", partial), partial.open("wb") as file:
            shutil.copyfileobj(_pipe(process.stdout), file)
    finally:
        _pipe(process.stdout).close()
        process.wait()
        listening.join()
        _pipe(process.stderr).close()
    if process.returncode:
        raise BackupError(f"pg_dump n'a pas pu finir : {reason(b''.join(said).decode())}.")
    return held


def dump_checked(path: Path) -> tuple[str, Contents]:
    """Read a dump whole; return its schema and what it holds.

    Raises BackupError if it is cut, damaged, of a newer tool, or no database of ours.
    """
    require(("pg_restore",), 0)
    process = subprocess.Popen(  # noqa: S603  the tool, on a file
        ("pg_restore", "--data-only", "--file=-", str(path)),  # noqa: S607  found in the path
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "LC_ALL": "C"},
    )
    said: list[bytes] = []
    listening = Thread(target=_listen, args=(process.stderr, said, lambda: None))
    listening.start()
    read = _Reading()
    with process:
        for line in _pipe(process.stdout):
            read.take(line)
        listening.join()
    if process.returncode:
        raise BackupError(
            f"{path} ne se lit pas jusqu'au bout ({reason(b''.join(said).decode())}) : prenez "
            "une autre sauvegarde, ou un pg_restore plus récent."
        )
    if not read.version or len(read.schemas) != 1 or not read.rows.keys() <= OURS:
        raise BackupError(f"{path} n'est pas une sauvegarde de Courroie : vérifiez son nom.")
    return read.schemas.pop(), Contents(
        version=read.version, rows=read.rows, newest=read_moment(read.newest)
    )


class _Reading:
    """What the lines of a script tell: rows stand between `COPY … FROM stdin` and its end."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.schemas: set[str] = set()
        self.version = ""
        self.newest = ""
        self._table = ""
        self._made_at: int | None = None

    def take(self, line: bytes) -> None:
        """Read one line; a row of a table is always one."""
        if not self._table:
            if found := COPY.fullmatch(line):
                self._begin(*(each.decode() for each in found.groups()))
        elif line == b"\\.\n":
            self._table = ""
        else:
            self.rows[self._table] += 1
            if self._table == VERSION:
                self.version = line.decode().strip()
            elif self._made_at is not None:
                self.newest = max(self.newest, line.split(b"\t")[self._made_at].decode())

    def _begin(self, schema: str, table: str, columns: str) -> None:
        self.schemas.add(schema)
        self._table = table
        self.rows[table] = 0
        named = columns.split(", ")
        self._made_at = named.index("made_at") if table == "outbox" else None


def _listen(pipe: IO[bytes] | None, said: list[bytes], step: Step) -> None:
    """Keep what a tool says but for its progress, which is told."""
    for line in _pipe(pipe):
        if _DUMPED in line:
            step()
        else:
            said.append(line)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # noqa: S101  asked for
    return pipe
