"""Rows are read as objects, and objects written as rows, a field a column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    MetaData,
    Row,
    Table,
    Text,
    bindparam,
    create_engine,
    insert,
    select,
    text,
)
from sqlalchemy.exc import StatementError

from bot.core.columns import EnumText, TextTuple
from bot.core.prepared import Prepared
from bot.core.rows import Mapper


class Colour(Enum):
    GREEN = "vert"
    RED = "rouge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chair:
    name: str
    colour: Colour | None
    tags: tuple[str, ...] = ()
    legs: int
    folded: bool = False
    id: int = 0


chairs = Table(
    "chairs",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("called", Text, nullable=False),
    Column("colour", EnumText(Colour)),
    Column("tags", TextTuple, nullable=False),
    Column("feet", Text, nullable=False),
)


def _legs(row: Row[Any]) -> int:
    return len(row.feet)


CHAIRS = Mapper(Chair, chairs.c, name="called", legs=_legs, folded=None)
ARMCHAIR = Chair(name="fauteuil", colour=Colour.RED, tags=("à roulettes", "bas"), legs=4, id=1)


@pytest.fixture
def db() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    chairs.metadata.create_all(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def test_an_object_comes_back_as_it_was_written(db: Connection) -> None:
    db.execute(insert(chairs), CHAIRS.values(ARMCHAIR) | {"feet": "||||"})

    assert CHAIRS.all(db, select(chairs)) == [ARMCHAIR]
    assert CHAIRS.first(db, select(chairs)) == ARMCHAIR
    assert CHAIRS.first(db, select(chairs).where(chairs.c.called == "pouf")) is None


def test_a_prepared_statement_gives_the_same_objects(db: Connection) -> None:
    db.execute(insert(chairs), CHAIRS.values(ARMCHAIR) | {"feet": "||||"})
    called = Prepared(select(chairs).where(chairs.c.called == bindparam("name")))

    assert CHAIRS.first(db, called, {"name": "fauteuil"}) == ARMCHAIR
    assert CHAIRS.all(db, called, {"name": "fauteuil"}) == [ARMCHAIR]
    assert CHAIRS.first(db, called, {"name": "pouf"}) is None


def test_the_values_are_those_of_columns_but_the_id_that_the_database_gives() -> None:
    assert CHAIRS.values(ARMCHAIR) == {
        "called": "fauteuil",
        "colour": Colour.RED,
        "tags": ("à roulettes", "bas"),
    }
    assert CHAIRS.values(ARMCHAIR, but=("colour", "tags")) == {"called": "fauteuil"}


def test_a_row_may_have_more_after_what_the_mapper_knows(db: Connection) -> None:
    db.execute(insert(chairs), CHAIRS.values(ARMCHAIR) | {"feet": "||||"})

    row = db.execute(select(chairs, chairs.c.id.label("place"))).one()

    assert (CHAIRS.read(row), row.place) == (ARMCHAIR, 1)


def test_a_field_of_which_nothing_is_known_is_refused_at_once() -> None:
    with pytest.raises(KeyError, match="legs"):
        Mapper(Chair, chairs.c, name="called")


def test_enums_are_kept_by_value_and_tuples_as_json(db: Connection) -> None:
    db.execute(insert(chairs), CHAIRS.values(ARMCHAIR) | {"feet": ""})

    kept = db.execute(text("SELECT colour, tags FROM chairs")).one()

    assert tuple(kept) == ("rouge", '["\\u00e0 roulettes", "bas"]')


def test_a_member_may_be_told_by_its_value_and_be_none(db: Connection) -> None:
    row = {"called": "banc", "tags": (), "feet": ""}
    db.execute(insert(chairs), [row | {"colour": "vert"}, row | {"colour": None}])

    assert [each.colour for each in CHAIRS.all(db, select(chairs))] == [Colour.GREEN, None]
    found = select(chairs).where(chairs.c.colour.in_([Colour.GREEN]))
    assert len(CHAIRS.all(db, found)) == 1


def test_what_is_no_member_is_refused(db: Connection) -> None:
    with pytest.raises(StatementError):
        db.execute(select(chairs).where(chairs.c.colour == "bleu"))
