"""The registry of where people stand: whole, and true to the tables."""

from __future__ import annotations

import pytest
from sqlalchemy import JSON, Column, Table, Text

from bot.core.columns import metadata
from bot.privacy.register import MIXED, NEITHER, TRACES, WORDS, Trace, network_of
from bot.question.search.store import search_metadata

TABLES = [*metadata.sorted_tables, *search_metadata.sorted_tables]
COLUMNS = [
    column
    for table in TABLES
    for column in table.c
    if isinstance(getattr(column.type, "impl", column.type), Text | JSON)
    or column.type.python_type is str
]


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_text_is_in_one_category(column: Column[str]) -> None:
    assert _categories(column) == 1, (
        f"say in bot/privacy/register.py what {column} holds of people, and what becomes of it"
    )


@pytest.mark.parametrize("listed", [WORDS, NEITHER])
def test_the_registry_names_only_what_there_is(listed: dict[str, str]) -> None:
    there = {f"{column.table.name}.{column.name}" for column in COLUMNS}

    assert {f"{table}.{name}" for table in listed for name in listed[table].split()} <= there


@pytest.mark.parametrize("trace", TRACES, ids=lambda trace: str(trace.column))
def test_each_trace_can_be_told_and_erased(trace: Trace) -> None:
    assert trace.label
    assert {*trace.told, *trace.erased} <= {column.name for column in trace.table.c}
    assert "server" in trace.table.c or network_of(trace.table)[0].name == "network"


def test_a_table_that_no_network_leads_to_is_refused() -> None:
    lost = Table("lost", metadata.__class__(), Column("user", Text))

    with pytest.raises(LookupError):
        network_of(lost)


def _categories(column: Column[str]) -> int:
    table, name = column.table.name, column.name
    return sum(
        [
            any(trace.column is column for trace in TRACES),
            any(mixed is column for mixed, _ in MIXED),
            name in WORDS.get(table, "").split(),
            name in NEITHER.get(table, "").split(),
        ]
    )
