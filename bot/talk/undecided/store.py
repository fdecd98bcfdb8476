"""Texts that wait for their writer's choice; see the rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, delete, insert, select, update

from bot.core.rows import Mapper
from bot.network.network import Network, by_network
from bot.talk.undecided.rules import NO_UNDECIDED_TEXT, REMINDED_AFTER, UndecidedText
from bot.talk.undecided.tables import undecided_texts

_ALL = select(undecided_texts)
_TEXTS = Mapper(UndecidedText, undecided_texts.c)


def add(db: Connection, text: UndecidedText) -> UndecidedText:
    """Add a text, which comes back with its id."""
    made = replace(text, id=uuid4().hex)
    db.execute(insert(undecided_texts), _TEXTS.values(made) | {"fields": dict(made.fields)})
    return made


def of_user(db: Connection, networks: Sequence[str], user: str) -> Sequence[UndecidedText]:
    """Return someone's texts in some networks, oldest first."""
    theirs = undecided_texts.c.user == user, undecided_texts.c.network.in_(networks)
    found = _ALL.where(*theirs).order_by(undecided_texts.c.made_at, undecided_texts.c.id)
    return _TEXTS.all(db, found)


def get(db: Connection, network: str, user: str, text: str) -> UndecidedText:
    """Return one of someone's texts by its id; raises NO_UNDECIDED_TEXT."""
    theirs = undecided_texts.c.user == user, undecided_texts.c.network == network
    return NO_UNDECIDED_TEXT.unless(
        _TEXTS.first(db, _ALL.where(*theirs, undecided_texts.c.id == text))
    )


def by_id(db: Connection, text: str) -> UndecidedText | None:
    """Return a text, whoever's it is, by its id; None when it is gone."""
    return _TEXTS.first(db, _ALL.where(undecided_texts.c.id == text))


def drop(db: Connection, text: str) -> None:
    """Erase a text by its id, if it is still there."""
    db.execute(delete(undecided_texts).where(undecided_texts.c.id == text))


def due(
    db: Connection, networks: Collection[Network], now: datetime
) -> Mapping[str, Sequence[UndecidedText]]:
    """Return the texts to remind of or to give back now, by network, the oldest first."""
    late = (
        undecided_texts.c.network.in_([each.slug for each in networks]),
        undecided_texts.c.made_at <= now - REMINDED_AFTER,
    )
    found = _TEXTS.all(db, _ALL.where(*late).order_by(undecided_texts.c.made_at))
    return by_network(each for each in found if each.is_due(now))


def reminded(db: Connection, text: UndecidedText, at: datetime) -> None:
    """Note that a text's writer was reminded."""
    db.execute(update(undecided_texts).filter_by(id=text.id).values(reminded_at=at))


def remove(db: Connection, text: UndecidedText) -> None:
    """Erase a text. Raises NO_UNDECIDED_TEXT when it is gone already."""
    gone = db.execute(delete(undecided_texts).where(undecided_texts.c.id == text.id))
    if gone.rowcount != 1:
        raise NO_UNDECIDED_TEXT()
