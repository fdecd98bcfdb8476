"""The places of open lists, and when each list was read."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, delete, false, insert, or_, select

from bot.core.rows import Mapper
from bot.core.upsert import insert_or_replace
from bot.helping.places.rules import ListedPlace, ListState
from bot.helping.tables import listed_places, place_lists

_PLACES = Mapper(ListedPlace, listed_places.c)
_STATES = Mapper(ListState, place_lists.c)


def state_of(db: Connection, network: str) -> ListState | None:
    """Return when a network's list was last asked for."""
    return _STATES.first(db, select(place_lists).where(place_lists.c.network == network))


def note(db: Connection, state: ListState) -> None:
    """Keep that a network's list was asked for."""
    db.execute(insert_or_replace(place_lists), _STATES.values(state))


def keep(db: Connection, network: str, places: Sequence[ListedPlace]) -> None:
    """Keep the places of a network, instead of those that were there."""
    db.execute(delete(listed_places).where(listed_places.c.network == network))
    if places:
        db.execute(insert(listed_places), [_PLACES.values(each) for each in places])


def drop_others(db: Connection, networks: Collection[str]) -> int:
    """Forget the places of all networks but those that have a list; return of how many."""
    db.execute(delete(listed_places).where(listed_places.c.network.notin_(networks)))
    return db.execute(delete(place_lists).where(place_lists.c.network.notin_(networks))).rowcount


def speaking_of(db: Connection, network: str, stems: Collection[str]) -> Sequence[ListedPlace]:
    """Return the places of a network that have one of some words, by their stems."""
    said = (listed_places.c.stems.contains(f" {each} ", autoescape=True) for each in sorted(stems))
    found = select(listed_places).where(listed_places.c.network == network, or_(false(), *said))
    return _PLACES.all(db, found.order_by(listed_places.c.name, listed_places.c.id))
