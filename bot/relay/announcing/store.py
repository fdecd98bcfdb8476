"""Announcements, and what becomes of each in the networks that it is aimed at."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, select, update

from bot.core import counters, outbox
from bot.core.card_keys import CardKind, card_key_of_rows
from bot.core.message_tables import outbox as messages
from bot.core.numbered import NumberedMapper
from bot.core.rows import Mapper, change_one
from bot.letter.content import NOTE
from bot.letter.tables import letter_notes, letters
from bot.network.network import Network, Scale, by_network
from bot.relay.announcing.rules import (
    FOLLOWS,
    UNKNOWN_ANNOUNCEMENT,
    Aim,
    Announcement,
    AnnouncementCopy,
    AnnouncementOrigin,
    Arrival,
    CopyStatus,
)
from bot.relay.announcing.tables import announcement_copies as copies
from bot.relay.announcing.tables import announcements

_COUNTER = CardKind.ANNOUNCEMENT.value
"""What is announced in a network and what reaches it share their numbers."""


def _aim(row: Row[Any]) -> Aim:
    return Aim(scales=tuple(map(Scale, row.scales)), networks=row.networks)


def _aimed(announcement: Announcement) -> dict[str, Any]:
    aim = announcement.aim
    return {"scales": [each.value for each in aim.scales], "networks": list(aim.networks)}


_ANNOUNCEMENTS = NumberedMapper(
    Announcement, announcements, _COUNTER, UNKNOWN_ANNOUNCEMENT, by_hand=_aimed, aim=_aim
)
_FOUND = select(
    copies,
    letters.c.id.label("letter"),
    letters.c.left_out.label("letter_left_out"),
    messages.c.post.is_not(None).label("was_said"),
).select_from(
    copies.outerjoin(
        letter_notes,
        and_(letter_notes.c.network == copies.c.network, letter_notes.c.number == copies.c.note),
    )
    .outerjoin(letters, letters.c.id == letter_notes.c.letter)
    .outerjoin(messages, messages.c.key == card_key_of_rows(CardKind.ANNOUNCEMENT, copies))
)
_COPIES = Mapper(
    AnnouncementCopy,
    _FOUND.selected_columns,
    told=lambda row: row.letter is not None and f"{NOTE}{row.note}" not in row.letter_left_out,
    left_out=lambda row: row.letter is not None and f"{NOTE}{row.note}" in row.letter_left_out,
    said=lambda row: bool(row.was_said),
)
_ALL = select(announcements)

add, get, made_here = _ANNOUNCEMENTS.add, _ANNOUNCEMENTS.get, _ANNOUNCEMENTS.find


def add_copy(db: Connection, copy: AnnouncementCopy) -> AnnouncementCopy:
    """Keep what reaches a network under its next number, which it comes back with."""
    numbered = replace(copy, number=counters.next_value(db, copy.network, _COUNTER))
    db.execute(insert(copies).values(_COPIES.values(numbered)))
    return numbered


def arrival(db: Connection, network: str, number: int) -> Arrival:
    """Return what reached a network. Raises UNKNOWN_ANNOUNCEMENT."""
    found = _arrivals(db, copies.c.network == network, copies.c.number == number)
    if not found:
        raise UNKNOWN_ANNOUNCEMENT(number=number)
    return found[0]


def arrivals(db: Connection, network: str, now: datetime) -> Sequence[Arrival]:
    """Return what reached a network and is not over, the newest first."""
    wanted = copies.c.status != CopyStatus.UNWANTED
    return _arrivals(db, copies.c.network == network, wanted, _live(now))


def copies_of(db: Connection, announcement: Announcement) -> Sequence[AnnouncementCopy]:
    """Return what becomes of an announcement, network by network."""
    found = _FOUND.where(copies.c.announcement == announcement.id)
    return _COPIES.all(db, found.order_by(copies.c.id))


def made_by(db: Connection, network: str, *, limit: int) -> Sequence[Announcement]:
    """Return what a network announced, the newest first."""
    found = _ALL.where(announcements.c.network == network)
    return _ANNOUNCEMENTS.all(db, found.order_by(announcements.c.id.desc()).limit(limit))


def passing(
    db: Connection, above: Collection[str], below: Collection[str], now: datetime
) -> Sequence[Announcement]:
    """Return what some networks announced to others and is not over, the newest first."""
    reached = select(copies.c.announcement).where(copies.c.network.in_(below))
    found = _ALL.where(
        announcements.c.network.in_(above), announcements.c.id.in_(reached), _live(now)
    )
    return _ANNOUNCEMENTS.all(db, found.order_by(announcements.c.id.desc()))


def offer_of(
    db: Connection, network: str, origin: AnnouncementOrigin, ref: int
) -> Announcement | None:
    """Return the announcement that offers something of a network, unless it was withdrawn."""
    found = _ALL.where(
        announcements.c.network == network,
        announcements.c.origin == origin,
        announcements.c.ref == ref,
        announcements.c.withdrawn_at.is_(None),
    )
    return _ANNOUNCEMENTS.first(db, found)


def following(
    db: Connection, networks: Collection[Network], now: datetime
) -> Mapping[str, Sequence[Announcement]]:
    """Return what some networks offer, that follows what it offers and is not over."""
    found = _ALL.where(
        announcements.c.network.in_([each.slug for each in networks]),
        announcements.c.origin.in_(FOLLOWS),
        _live(now),
    )
    return by_network(_ANNOUNCEMENTS.all(db, found.order_by(announcements.c.id)))


def save(db: Connection, announcement: Announcement, *, was: Announcement) -> None:
    """Write a change, unless someone else made one since. Raises ChangedMeanwhileError."""
    _ANNOUNCEMENTS.write(db, announcement, version=was.version, withdrawn_at=None)


def save_copy(db: Connection, copy: AnnouncementCopy, *, was: AnnouncementCopy) -> None:
    """Write what becomes of it, unless someone else chose since. Raises ChangedMeanwhileError."""
    same = (
        copies.c.announcement == was.announcement,
        copies.c.network == was.network,
        copies.c.status == was.status,
        copies.c.adapted == was.adapted,
    )
    change = update(copies).where(*same).values(_COPIES.values(copy))
    change_one(db, change, f"announcement {was.number} of {was.network}")


def forget(db: Connection, before: datetime) -> int:
    """Forget what was over before, with its posts' words and its notes; return how many."""
    old = select(announcements.c.id).where(announcements.c.over_at < before)
    gone = db.execute(
        select(copies.c.network, copies.c.number, copies.c.note).where(
            copies.c.announcement.in_(old)
        )
    ).all()
    outbox.forget_cards(
        db, CardKind.ANNOUNCEMENT, [(network, number) for network, number, _ in gone]
    )
    for network, _, note in gone:
        here = and_(letter_notes.c.network == network, letter_notes.c.number == note)
        db.execute(delete(letter_notes).where(here, letter_notes.c.letter.is_(None)))
    db.execute(delete(copies).where(copies.c.announcement.in_(old)))
    return db.execute(delete(announcements).where(announcements.c.id.in_(old))).rowcount


def _arrivals(db: Connection, *which: ColumnElement[bool]) -> Sequence[Arrival]:
    joined = _FOUND.join(announcements, announcements.c.id == copies.c.announcement)
    found = _COPIES.all(db, joined.where(*which).order_by(copies.c.id.desc()))
    ids = {each.announcement for each in found}
    of = {each.id: each for each in _ANNOUNCEMENTS.all(db, _ALL.where(announcements.c.id.in_(ids)))}
    return [Arrival(announcement=of[each.announcement], copy=each) for each in found]


def _live(now: datetime) -> ColumnElement[bool]:
    return and_(announcements.c.over_at > now, announcements.c.withdrawn_at.is_(None))
