"""Writes the next step of the migrations: what the tables say, and the steps so far do not make.

`make migration NAME="Count who reads"`, after a change in some `tables.py`. Then read it, and add
what fills the new columns. The newest step is where each start brings the database.
"""

from __future__ import annotations

import sys
from contextlib import closing
from tempfile import TemporaryDirectory
from typing import Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from alembic.operations.ops import CreateIndexOp, UpgradeOps
from sqlalchemy import Connection, DefaultClause, MetaData, TypeDecorator
from sqlalchemy.sql.elements import False_, True_

from bot.core.database import Database
from bot.core.migrate import HEAD, STEPS, migrate
from bot.privacy.tables import TABLES

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


def changes(db: Connection, tables: MetaData) -> str:
    """Return the operations, as Python, that make these tables of those that are there."""
    context = MigrationContext.configure(db, opts={"compare_type": True})
    found = produce_migrations(context, tables).upgrade_ops
    assert found is not None  # noqa: S101  it always has some, be they empty
    _say_for_postgresql(found, tables)
    return render_python_code(found, render_as_batch=True, render_item=_as_any_database_sees_it)


def main() -> None:
    """Write the next step, named by the command line's words."""
    _write_next(" ".join(sys.argv[1:]).strip(" ."))


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
