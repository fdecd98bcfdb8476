"""Readings of the past, what they found, who refused: ids, never words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from bot.core.grouping import grouped
from bot.core.rows import Mapper, change_one
from bot.core.upsert import insert_or_ignore
from bot.network.network import Network
from bot.past.rules import DECIDED_WITHIN, NOT_TO_SORT, PastMessage, PastReading, PastState
from bot.past.tables import past_messages, past_readings, past_refusals
from bot.people.acquaintances import imprint

_READINGS = Mapper(PastReading, past_readings.c)
_MESSAGES = Mapper(PastMessage, past_messages.c, replies=None)
_ASKS = past_messages.c.answers.is_(None)


def of(db: Connection, network: str) -> PastReading | None:
    """Return the reading of a network's past, None where none was asked for."""
    return _READINGS.first(db, select(past_readings).where(past_readings.c.network == network))


def add(db: Connection, reading: PastReading) -> bool:
    """Keep a reading that is announced; False where the network has one already."""
    return db.execute(insert_or_ignore(past_readings), _READINGS.values(reading)).rowcount == 1


def save(db: Connection, reading: PastReading, *, was: PastState) -> None:
    """Write a transition, unless someone else moved the reading first.

    Raises ChangedMeanwhileError.
    """
    change = update(past_readings).filter_by(network=reading.network, state=was)
    change_one(db, change.values(_READINGS.values(reading)), "a reading of the past")


def remove(db: Connection, network: str) -> None:
    """Forget a reading and what it found."""
    forget_found(db, network)
    db.execute(delete(past_readings).where(past_readings.c.network == network))


def to_read(db: Connection, networks: Iterable[str], now: datetime) -> Sequence[PastReading]:
    """Return the readings that are to be done: those whose moment has come, or under way."""
    due = past_readings.c.starts_at <= now
    moved = past_readings.c.state.in_([PastState.ANNOUNCED, PastState.READING])
    here = past_readings.c.network.in_(list(networks))
    return _READINGS.all(db, select(past_readings).where(here, moved, due))


def announced_before(
    db: Connection, networks: Iterable[str], moment: datetime
) -> Sequence[PastReading]:
    """Return the readings that are not over and were announced before a moment."""
    old = past_readings.c.announced_at < moment, past_readings.c.state != PastState.DONE
    here = past_readings.c.network.in_(list(networks))
    return _READINGS.all(db, select(past_readings).where(here, *old))


def left(db: Connection, networks: Collection[Network], now: datetime) -> Mapping[str, PastReading]:
    """Return the readings that were not all decided of in DECIDED_WITHIN, by network."""
    here = past_readings.c.network.in_([each.slug for each in networks])
    waits = past_readings.c.state.in_([PastState.SHOWN, PastState.STOPPED])
    found = select(past_readings).where(here, waits, past_readings.c.read_at < now - DECIDED_WITHIN)
    return {each.network: each for each in _READINGS.all(db, found)}


def forget_readings(db: Connection, before: datetime) -> int:
    """Forget the readings that ended before; return how many."""
    return db.execute(delete(past_readings).where(past_readings.c.ended_at < before)).rowcount


def put_found(db: Connection, found: Iterable[PastMessage], at: datetime) -> None:
    """Keep what was found, in this order."""
    add = insert(past_messages).returning(past_messages.c.id)
    for asked in found:
        values = {**_MESSAGES.values(asked), "found_at": at}
        answers = db.execute(add.values(values)).scalar_one()
        for reply in asked.replies:
            values = {**_MESSAGES.values(reply), "found_at": at, "answers": answers}
            db.execute(add.values(values))


def waiting(db: Connection, network: str, *, limit: int) -> Sequence[PastMessage]:
    """Return what nobody has decided of yet, the likeliest to ask first."""
    found = select(past_messages).where(_waits(network)).order_by(past_messages.c.id).limit(limit)
    return _with_replies(db, _MESSAGES.all(db, found))


def message(db: Connection, network: str, number: int) -> PastMessage:
    """Return what was found, by its id, decided of or not. Raises NOT_TO_SORT."""
    this = past_messages.c.network == network, past_messages.c.id == number
    found = _MESSAGES.first(db, select(past_messages).where(*this, _ASKS))
    return _with_replies(db, [NOT_TO_SORT.unless(found, number=number)])[0]


def decide(db: Connection, changed: PastMessage) -> None:
    """Write what becomes of a message, unless someone else has decided of it first.

    Raises ChangedMeanwhileError.
    """
    was = past_messages.c.decided.is_not(changed.decided)
    change = update(past_messages).where(past_messages.c.id == changed.id, was)
    values = {"decided": changed.decided, "question": changed.question}
    change_one(db, change.values(values), f"message {changed.id}")


def count_waiting(db: Connection, network: str) -> int:
    """Count what nobody has decided of yet."""
    return db.execute(select(func.count()).where(_waits(network))).scalar_one()


def forget_found(db: Connection, network: str) -> None:
    """Forget all that was found in a network."""
    db.execute(delete(past_messages).where(past_messages.c.network == network))


def forget_of(db: Connection, network: str, user: str) -> Sequence[int]:
    """Forget what someone wrote among what was found; return the messages that showed it."""
    theirs = (past_messages.c.network == network) & (past_messages.c.author == user)
    shown = func.coalesce(past_messages.c.answers, past_messages.c.id)
    found = db.execute(select(shown).where(theirs).distinct()).scalars().all()
    db.execute(delete(past_messages).where(theirs))
    return found


def refuse(db: Connection, network: str, user: str, at: datetime) -> None:
    """Keep that someone does not want to be read."""
    row = {"network": network, "imprint": imprint(network, user), "at": at}
    db.execute(insert_or_ignore(past_refusals), row)


def let_read(db: Connection, network: str, user: str) -> None:
    """Forget that someone did not want to be read."""
    db.execute(delete(past_refusals).filter_by(network=network, imprint=imprint(network, user)))


def refused_among(db: Connection, network: str, users: Iterable[str]) -> frozenset[str]:
    """Return who of these does not want to be read."""
    found = select(past_refusals.c.imprint).where(past_refusals.c.network == network)
    imprints = set(db.execute(found).scalars())
    return frozenset(user for user in users if imprint(network, user) in imprints)


def forget_refusals(db: Connection, before: datetime) -> int:
    """Forget who refused before; return how many."""
    return db.execute(delete(past_refusals).where(past_refusals.c.at < before)).rowcount


def _waits(network: str) -> ColumnElement[bool]:
    return _ASKS & (past_messages.c.network == network) & ~past_messages.c.decided


def _with_replies(db: Connection, found: Sequence[PastMessage]) -> Sequence[PastMessage]:
    """Return messages with those that may answer each, read at once for all."""
    under = past_messages.c.answers
    own = select(past_messages).where(under.in_([each.id for each in found]))
    rows = db.execute(own.order_by(past_messages.c.id)).all()
    replies = grouped((row.answers, _MESSAGES.read(row)) for row in rows)
    return [replace(each, replies=replies.get(each.id, ())) for each in found]
