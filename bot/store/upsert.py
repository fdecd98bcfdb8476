"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy does not."""

from __future__ import annotations

from sqlalchemy import Insert, Table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler


def insert_or_ignore(table: Table) -> Insert:
    """Return an INSERT that leaves an existing row as it is: `rowcount` is then 0.

    Inline, so that no RETURNING comes before ON CONFLICT on PostgreSQL, where SQLAlchemy also
    keeps an INSERT's count of rows only if asked.
    """
    return _OrIgnore(table).inline().execution_options(preserve_rowcount=True)


class _OrIgnore(Insert):
    inherit_cache = True


@compiles(_OrIgnore)
def _ignore(statement: _OrIgnore, compiler: SQLCompiler, **keywords: object) -> str:
    plain: str = compiler.visit_insert(statement, **keywords)  # type: ignore[no-untyped-call]
    return f"{plain} ON CONFLICT DO NOTHING"
