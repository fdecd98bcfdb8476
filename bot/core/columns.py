"""What every table is made with, and what each column says of itself.

A column of text or JSON, unless it is an enum, says what it holds of people; a moment, whether it
is past: the register of personal data, forgetting, the purge and the watch over the clock follow
from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import ClassVar, TypeVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.schema import SchemaItem

E = TypeVar("E", bound=Enum)


class Moment(TypeDecorator[datetime]):
    """An aware UTC datetime; a naive one is refused with a TypeError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Write UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError("a naive datetime cannot be kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read UTC: SQLite keeps no zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EnumText(TypeDecorator[E]):
    """A member of an enum, kept as its value; anything else is refused with a ValueError."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[E]) -> None:
        super().__init__()
        self.kind = kind
        self._members = {str(member.value): member for member in kind}

    def process_bind_param(self, value: E | str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the value of a member, which may also be told by its value."""
        return None if value is None else str(self.kind(value).value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> E | None:  # noqa: ARG002
        """Read the member."""
        return None if value is None else self._members[value]


class TextTuple(TypeDecorator[tuple[str, ...]]):
    """Some texts in their order, kept as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_result_value(self, value: list[str] | None, dialect: Dialect) -> tuple[str, ...]:  # noqa: ARG002
        """Read a tuple."""
        return tuple(value or ())


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite numbers a row by itself only in a column of type INTEGER.
Id = BigInteger().with_variant(Integer, "sqlite")


PERSONAL, MOMENT = "personal", "moment"
"""Where a column's `info` says what it holds of people, or what its moment tells."""


class Holds:
    """What a column holds, as its `info` says where it is not someone's id.

    Of people, a text or a JSON document: WORDS, what they wrote, which names nobody by itself, and
    goes with their row or stays without their name; MIXED, where someone's id may stand among other
    things, and is taken out of them; IMPERSONAL, what tells nothing of anyone: states, addresses of
    the web, ids of posts, stems, hashes.

    Of the present, a moment: PAST, what happened, and did by now whatever the clock told; CHOSEN,
    dates of people and of rhythms, as far ahead as they like; DONE, what tells that something was
    published or done for a date, which has a rule of its own; or how long it `waits`.
    """

    WORDS: ClassVar = {PERSONAL: "words"}
    MIXED: ClassVar = {PERSONAL: "mixed"}
    IMPERSONAL: ClassVar = {PERSONAL: "nothing"}
    PAST: ClassVar = {MOMENT: "past"}
    CHOSEN: ClassVar = {MOMENT: "chosen"}
    DONE: ClassVar = {MOMENT: "done"}


def table(name: str, *parts: SchemaItem, sqlite_with_rowid: bool = True) -> Table:
    """Return a table of ours: its columns, its constraints and indexes.

    Without SQLite's own row numbers, it is kept in the order of its key alone.
    """
    return Table(name, metadata, *parts, sqlite_with_rowid=sqlite_with_rowid)


def table_with_id(name: str, *parts: SchemaItem) -> Table:
    """Return a table whose rows the database gives a number of their own."""
    return table(name, Column("id", Id, primary_key=True), *parts)


def numbered_table(name: str, *parts: SchemaItem) -> Table:
    """Return a table of what each network knows by a number of its own, given out once."""
    return table_with_id(
        name,
        Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
        Column("number", Integer, nullable=False),
        *parts,
        UniqueConstraint("network", "number"),
    )


class Fate(Enum):
    """What becomes of a row that names someone, once they are forgotten.

    It goes, or it stays without their name. What tells an office that the configuration gives stays
    whole for as long as they hold it: until the configuration takes it back, or the account ends.
    """

    DELETED = "deleted"
    UNNAMED = "unnamed"
    OFFICE = "office"


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a name is kept, from the moment in the column `since` of its row.

    Or, as « meeting.at », in the row that one of its columns leads to. `what` says in French what
    goes, as the register of processings has it.
    """

    what: str
    days: int
    since: str


@dataclass(frozen=True, slots=True)
class Privacy:
    """What becomes of the rows that name someone, and what they are told of these.

    `label` says in French what they are, `told` which columns are told, by what each is called;
    « article.link » is one of the row that a column leads to.
    `erased` gives what other columns become where the row stays without the name. `leaves` when
    the row also goes as they leave the network's channel, once it is of no use any more. Without
    `kept`, the name is there until it is forgotten, or for as long as a rule of the purge says.
    """

    fate: Fate
    label: str
    told: Mapping[str, str]
    erased: Mapping[str, object] = field(default_factory=dict)
    leaves: bool = False
    kept: Retention | None = None


def person_column(
    name: str,
    privacy: Privacy,
    *,
    primary_key: bool = False,
    nullable: bool = False,
    server_default: str | None = None,
) -> Column[str]:
    """Return a column that holds someone's id, « » once they are forgotten."""
    return Column(
        name,
        Text,
        primary_key=primary_key,
        nullable=nullable,
        server_default=server_default,
        info={PERSONAL: privacy},
    )


@dataclass(frozen=True, slots=True)
class Wait:
    """Until when something waits: `at_most` so long, from the fact in the column `since` if any."""

    at_most: timedelta
    since: str | None = None


def waits(*, days: int, since: str | None = None) -> dict[str, Wait]:
    """Say that a moment is waited for: at most the longest that the program itself ever waits."""
    return {MOMENT: Wait(timedelta(days=days), since)}
