"""All that is known of someone, as the tables say it, and nothing about anyone else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, select

from bot.privacy.forgetting import Person, theirs
from bot.privacy.register import TRACES, Trace, network_of

Value = str | int | bool | datetime | None
"""What a column holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A row that names someone: the network's slug, then what they are told, by its French name."""

    network: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """All the facts of one sort."""

    label: str
    facts: Sequence[Fact]


def known(db: Connection, person: Person) -> Sequence[Chapter]:
    """Return what is known of someone, the sorts of which there is nothing left out."""
    chapters = [
        Chapter(label=trace.privacy.label, facts=_facts(db, trace, person)) for trace in TRACES
    ]
    return [each for each in chapters if each.facts]


def _facts(db: Connection, trace: Trace, person: Person) -> Sequence[Fact]:
    told = trace.privacy.told
    columns: Sequence[ColumnElement[Any]] = [_column(trace.table, name) for name in told]
    found = select(*columns).where(theirs(trace.column, person))
    if "server" not in trace.table.c or "network" in trace.table.c:
        network, key = network_of(trace.table)
        found = found.add_columns(network.label("of_network"))
        if key is not None:
            found = found.join_from(trace.table, network.table, key.parent == key.column)
    return [
        Fact(network=row.get("of_network") or "", values=_told(trace, row))
        for row in db.execute(found).mappings()
    ]


def _column(table: Table, name: str) -> ColumnElement[Any]:
    """Return a column of a table; as « article.link », of the row that one of its own leads to."""
    own, _, further = name.partition(".")
    if not further:
        return table.c[name]
    (key,) = table.c[own].foreign_keys
    there = key.column.table.alias()
    found = select(there.c[further]).where(there.c[key.column.name] == table.c[own])
    return found.correlate(table).scalar_subquery().label(name)


def _told(trace: Trace, row: Mapping[Any, Any]) -> Mapping[str, Value]:
    return {called: _plain(row[name]) for name, called in trace.privacy.told.items()}


def _plain(value: Value | Enum | Mapping[str, str]) -> Value:
    if isinstance(value, Mapping):
        return " ; ".join(f"{name} : {each}" for name, each in value.items())
    return str(value.value) if isinstance(value, Enum) else value
