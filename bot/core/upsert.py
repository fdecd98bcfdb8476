"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy does not.

Two transactions that write the same row at once then wait for each other, where a deletion before
the insertion, or a look before it, would break one of them.
"""

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


def insert_or_replace(table: Table) -> Insert:
    """Return an INSERT that gives a row of the same primary key all its values.

    For tables whose primary key is the only thing that two rows may not share.
    """
    return _OrReplace(table).inline()


class _OrIgnore(Insert):
    inherit_cache = True


class _OrReplace(Insert):
    inherit_cache = True


@compiles(_OrIgnore)
def _ignore(statement: _OrIgnore, compiler: SQLCompiler, **keywords: object) -> str:
    plain: str = compiler.visit_insert(statement, **keywords)  # type: ignore[no-untyped-call]
    return f"{plain} ON CONFLICT DO NOTHING"


@compiles(_OrReplace)
def _replace(statement: _OrReplace, compiler: SQLCompiler, **keywords: object) -> str:
    plain: str = compiler.visit_insert(statement, **keywords)  # type: ignore[no-untyped-call]
    table = statement.table
    assert isinstance(table, Table)  # noqa: S101  insert_or_replace takes no other
    name = compiler.preparer.format_column
    key = ", ".join(name(column) for column in table.primary_key)
    others = [name(column) for column in table.columns if not column.primary_key]
    changes = ", ".join(f"{column} = excluded.{column}" for column in others)
    return f"{plain} ON CONFLICT ({key}) DO UPDATE SET {changes}"
