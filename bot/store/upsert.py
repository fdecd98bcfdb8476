"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy does not."""

from __future__ import annotations

from sqlalchemy import Insert, Table
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler


class insert_or_ignore(Insert):  # noqa: N801  reads as SQL
    """An INSERT that leaves an existing row as it is: `rowcount` is then 0."""

    inherit_cache = True

    def __init__(self, table: Table) -> None:
        super().__init__(table)


@compiles(insert_or_ignore)
def _ignore(statement: insert_or_ignore, compiler: SQLCompiler, **keywords: object) -> str:
    plain: str = compiler.visit_insert(statement, **keywords)  # type: ignore[no-untyped-call]
    return f"{plain} ON CONFLICT DO NOTHING"
