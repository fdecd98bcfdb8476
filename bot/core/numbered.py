"""What a network knows by a number of its own: one way to keep, find, change and forget it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, delete, insert, select, update

from bot.core import counters, outbox
from bot.core.card_keys import CardKind
from bot.core.errors import Refusal
from bot.core.rows import Mapper, change_one

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    class Numbered(DataclassInstance, Protocol):
        """An object that a network knows by its number."""

        @property
        def network(self) -> str:
            """The network's slug."""

        @property
        def number(self) -> int:
            """Its number there."""

        @property
        def id(self) -> int:
            """The database's own."""


N = TypeVar("N", bound="Numbered")


class NumberedMapper(Mapper[N]):
    """Reads, finds and writes the objects that stand in a table, each under a network's number.

    `counter` names what gives out the numbers; `unknown` is raised for a number that is not there.
    `found` selects what each object is read from, where that is more than the table's columns;
    `by_hand` gives the values of the columns that are no field. The `others` are those of a Mapper.
    """

    def __init__(  # noqa: PLR0913  what is kept, and where
        self,
        kind: type[N],
        table: Table,
        counter: str,
        unknown: Refusal,
        /,
        *,
        found: Select[Any] | None = None,
        by_hand: Callable[[N], dict[str, Any]] | None = None,
        **others: str | Callable[[Row[Any]], object] | None,
    ) -> None:
        self._found = select(table) if found is None else found
        super().__init__(kind, self._found.selected_columns, **others)
        self._table, self._counter, self._unknown = table, counter, unknown
        self._written_by_hand = by_hand

    def values(self, written: N, *, but: Collection[str] = ()) -> dict[str, Any]:
        """Return an object's values by column, those that are written by hand among them."""
        values = super().values(written, but=but)
        return values | self._written_by_hand(written) if self._written_by_hand else values

    def add(self, db: Connection, new: N) -> N:
        """Keep something new under its network's next number; it comes back with it, and its id."""
        number = counters.next_value(db, new.network, self._counter)
        row = self.values(new) | {"number": number}
        made = db.execute(insert(self._table).returning(self._table.c.id), row).scalar_one()
        return replace(new, number=number, id=made)

    def find(self, db: Connection, network: str, number: int) -> N | None:
        """Return what a network has under a number, None where it has nothing."""
        columns = self._table.c
        here = (columns.network == network, columns.number == number)
        return self.first(db, self._found.where(*here))

    def get(self, db: Connection, network: str, number: int) -> N:
        """Return what a network has under a number; raises `unknown` where it has nothing."""
        return self._unknown.unless(self.find(db, network, number), number=number)

    def write(self, db: Connection, changed: N, **was: object) -> None:
        """Write a change, unless one of these columns is no longer what it was.

        Raises ChangedMeanwhileError.
        """
        self._update(db, changed, self.values(changed), was)

    def save(self, db: Connection, changed: N) -> N:
        """Write a change, unless someone else made one since it was read; return it as it is then.

        For what counts its versions. Raises ChangedMeanwhileError.
        """
        version = self.values(changed)["version"]
        saved = replace(changed, version=version + 1)
        self.write(db, saved, version=version)
        return saved

    def hold(self, db: Connection, held: N, **was: object) -> None:
        """Keep a row as it is until the transaction ends: whoever writes it next waits.

        Raises ChangedMeanwhileError, as `write` does.
        """
        self._update(db, held, {"number": held.number}, was)

    def forget(self, db: Connection, old: ColumnElement[bool], *cards: CardKind) -> int:
        """Drop the rows that are `old`, and the cards that show them; return how many."""
        columns = self._table.c
        gone = delete(self._table).where(old).returning(columns.network, columns.number)
        shown = [(row.network, row.number) for row in db.execute(gone)]
        for kind in cards:
            outbox.forget_cards(db, kind, shown)
        return len(shown)

    def _update(
        self, db: Connection, known: N, values: dict[str, Any], was: dict[str, object]
    ) -> None:
        same = [self._table.c[name] == value for name, value in {"id": known.id, **was}.items()]
        change = update(self._table).where(*same).values(values)
        change_one(db, change, f"{self._counter} {known.number}")
