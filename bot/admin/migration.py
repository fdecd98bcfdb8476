"""Writes the steps of the migrations: the baseline, which makes all tables, and what changes them.

Until the first release nobody has a database to keep: after a change in some `tables.py`,
`make baseline` writes the baseline anew, from nothing to what the tables say. Once it is frozen
(`FROZEN`), `make migration NAME="Count who reads"` writes the next step: what the tables say, and
the steps so far do not make. Then read it, and add what fills the new columns. The newest step is
where each start brings the database.
"""

from __future__ import annotations

import sys
from contextlib import closing
from hashlib import sha256
from tempfile import TemporaryDirectory
from typing import Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations.ops import CreateIndexOp, UpgradeOps
from sqlalchemy import Connection, DefaultClause, MetaData, TypeDecorator, create_engine
from sqlalchemy.sql.elements import False_, True_

from bot.core.database import Database
from bot.core.migrate import BASELINE, HEAD, STEPS, migrate
from bot.privacy.tables import TABLES

FROZEN = ""
"""The digest of the baseline once databases of it are in use: it never changes again."""

_BASELINE = STEPS / f"step_{BASELINE}.py"

_STEP = '''\
"""{name}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = {before}


def upgrade() -> None:
    """{name}."""
    {changes}
'''


def changes(db: Connection, tables: MetaData, *, batch: bool = True) -> str:
    """Return the operations, as Python, that make these tables of those that are there."""
    context = MigrationContext.configure(db, opts={"compare_type": True})
    found = produce_migrations(context, tables).upgrade_ops
    assert found is not None  # noqa: S101  it always has some, be they empty
    _say_for_postgresql(found, tables)
    return render_python_code(found, render_as_batch=batch, render_item=_as_any_database_sees_it)


def baseline(tables: MetaData) -> str:
    """Return the step that makes these tables of nothing."""
    with create_engine("sqlite://").connect() as db:
        found = changes(db, tables, batch=False)
    return _STEP.format(name="Make the tables", revision=BASELINE, before=None, changes=found)


def digest() -> str:
    """Return what FROZEN is once the baseline is frozen as it is now."""
    return sha256(_BASELINE.read_bytes()).hexdigest()


def main() -> None:
    """Write the next step, or the baseline anew, or tell its digest."""
    match sys.argv[1:]:
        case ["--digest"]:
            sys.stdout.write(f"{digest()}\n")
        case ["--baseline"] if FROZEN:
            sys.exit('The baseline is frozen: make migration NAME="Count who reads"')
        case ["--baseline"]:
            _BASELINE.write_text(baseline(TABLES[0].metadata), encoding="utf-8")
            sys.stdout.write(f"{_BASELINE}\n")
        case words:
            _write_next(" ".join(words).strip(" ."))


def _write_next(name: str) -> None:
    """Write the step from the newest one to the tables, beside the others."""
    if not name:
        sys.exit('What does the step do? make migration NAME="Count who reads"')
    with (
        TemporaryDirectory() as folder,
        closing(Database(f"sqlite:///{folder}/courroie.db")) as database,
    ):
        migrate(database)
        with database.engine.connect() as db:
            found = changes(db, TABLES[0].metadata)
    number = f"{int(HEAD) + 1:04}"
    step = STEPS / f"step_{number}.py"
    source = _STEP.format(name=name, revision=number, before=f'"{HEAD}"', changes=found)
    step.write_text(source, encoding="utf-8")
    sys.stdout.write(f"{step}\n")


def _say_for_postgresql(found: UpgradeOps, tables: MetaData) -> None:
    """Add what PostgreSQL needs to the indexes: the tables say it without loading its dialect.

    An index of some rows holds the same rows there; other options stand in the index's `info`.
    """
    options = {
        str(each.name): each.info for table in tables.tables.values() for each in table.indexes
    }
    for group in found.ops:
        for each in getattr(group, "ops", [group]):
            if isinstance(each, CreateIndexOp):
                if "sqlite_where" in each.kw:
                    each.kw["postgresql_where"] = each.kw["sqlite_where"]
                each.kw.update(options.get(str(each.index_name), {}))


def _as_any_database_sees_it(kind: str, item: object, _context: object) -> str | Literal[False]:
    """Write a type of ours as the one below it, so that no step depends on the program.

    And true and false by name: SQLite's 1 and 0 are not PostgreSQL's.
    """
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    if isinstance(item, DefaultClause) and isinstance(item.arg, True_ | False_):
        return f"sa.{item.arg}()"
    return False


if __name__ == "__main__":
    main()
