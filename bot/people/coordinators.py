"""Who coordinates a network: the accounts that had the configuration's names at first sight.

A name that is freed gives nothing to whoever takes it next, and a renamed account goes on. Where
the configuration tells an account's id beside its name, that account coordinates.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, select, update

from bot.core import outbox
from bot.core.rows import Mapper
from bot.core.upsert import insert_or_ignore
from bot.people.tables import coordinators


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinator:
    """The account that coordinates a network under one of the configuration's names.

    `user` is "" once it was forgotten: its name still gives nothing to another. `taken_at` is since
    when the name is seen to belong to another account, None where it does not.
    """

    network: str
    name: str
    user: str
    since: datetime
    taken_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenName:
    """A name of the configuration: the account that has it today, "" for none.

    `confirmed` is the account that the configuration itself tells beside the name, "" for none.
    """

    network: str
    name: str
    user: str = ""
    confirmed: str = ""


def administration(server: str) -> str:
    """Return what stands for a network beside the names of those who administrate a server."""
    return f"administration:{server}"


def administrators(db: Connection, server: str) -> Sequence[str]:
    """Return who administrates a server for us, by chat user id."""
    return sorted({each.user for each in in_office(db, administration(server))})


_COORDINATORS = Mapper(Coordinator, coordinators.c)


def of(db: Connection, networks: Collection[str]) -> Sequence[Coordinator]:
    """Return who coordinates some networks, those that were forgotten included."""
    here = coordinators.c.network.in_(sorted(networks))
    order = coordinators.c.network, coordinators.c.name
    return _COORDINATORS.all(db, select(coordinators).where(here).order_by(*order))


def in_office(db: Connection, network: str) -> Sequence[Coordinator]:
    """Return who coordinates a network, as it is written in this transaction."""
    return [each for each in of(db, [network]) if each.user]


def settle(
    db: Connection,
    seen: Sequence[SeenName],
    now: datetime,
    own_cards: Callable[[Connection, str, str], Iterable[str]] = lambda *_: (),
) -> Sequence[Coordinator]:
    """Take note of all the names of some networks, as they are seen today.

    Return who coordinates these networks. A name that the configuration has no more is dropped, and
    whoever no longer coordinates is not told what still waits to be said to them of the network,
    but about their `own_cards`, by network and account: that is theirs as a member.
    """
    networks = {each.network for each in seen}
    before = of(db, networks)
    known = {(each.network, each.name): each for each in before}
    for name in seen:
        user = name.confirmed or name.user
        was = known.pop((name.network, name.name), None)
        if was is None:
            row = Coordinator(network=name.network, name=name.name, user=user, since=now)
            if user:
                db.execute(insert_or_ignore(coordinators), _COORDINATORS.values(row))
            continue
        holder = name.confirmed or was.user
        taken = name.user not in ("", holder)
        values = {
            "user": holder,
            "since": was.since if holder == was.user else now,
            "taken_at": (was.taken_at or now) if taken else None,
        }
        if values != {"user": was.user, "since": was.since, "taken_at": was.taken_at}:
            db.execute(update(coordinators).where(_at(was)).values(**values))
    for dropped in known.values():
        db.execute(delete(coordinators).where(_at(dropped)))
    after = of(db, networks)
    still = {(each.network, each.user) for each in after}
    for each in before:
        if (each.network, each.user) not in still:
            own = own_cards(db, each.network, each.user)
            outbox.drop_waiting_for(db, each.network, each.user, but=own)
    return after


def name(db: Connection, network: str, called: str, user: str, now: datetime) -> None:
    """Have an account coordinate a network that entered from the chat, by the name it has today.

    Another account may have had that name here: it goes on, under the name with its id.
    """
    row = Coordinator(network=network, name=called, user=user, since=now)
    if user not in {each.user for each in of(db, [network])}:
        told = _COORDINATORS.values(row)
        if db.execute(insert_or_ignore(coordinators), told).rowcount != 1:
            db.execute(insert_or_ignore(coordinators), told | {"name": f"{called}.{user}"})


def remove(
    db: Connection, network: str, user: str, own_cards: Iterable[str] = ()
) -> Coordinator | None:
    """Have an account coordinate a network no more; return what it was, None for nothing.

    What waits to be said to it of the network is not, but about its `own_cards`.
    """
    this = (coordinators.c.network == network) & (coordinators.c.user == user)
    found = _COORDINATORS.first(db, select(coordinators).where(this)) if user else None
    if found is None or db.execute(delete(coordinators).where(this)).rowcount != 1:
        return None
    outbox.drop_waiting_for(db, network, user, but=own_cards)
    return found


def drop(db: Connection, network: str) -> None:
    """Have nobody coordinate a network any more."""
    db.execute(delete(coordinators).where(coordinators.c.network == network))


def forget(db: Connection, networks: Collection[str], user: str) -> None:
    """Forget an account that has ended: its names still give nothing to anyone else."""
    here = coordinators.c.network.in_(sorted(networks)) & (coordinators.c.user == user)
    db.execute(update(coordinators).where(here).values(user=""))


def _at(row: Coordinator) -> ColumnElement[bool]:
    return (coordinators.c.network == row.network) & (coordinators.c.name == row.name)
