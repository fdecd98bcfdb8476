"""The mails on their way: one row a recipient, claimed before it is handed to the server."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from bot.core.rows import Mapper
from bot.letter.mail.address import domain_of
from bot.letter.mail.rules import CLAIM, AddressStatus, MailKind, MailStatus, Outgoing, Subscriber
from bot.letter.mail.subscriber_store import SUBSCRIBERS
from bot.letter.mail.tables import mails, subscribers

_LIVE = (MailStatus.WAITING, MailStatus.SENDING)
_ADDRESSED = select(
    subscribers,
    mails.c.id.label("mail"),
    *(mails.c[name] for name in ("kind", "letter", "status", "attempts", "made_at")),
).join(mails, subscribers.c.id == mails.c.subscriber)
_OUTGOING = Mapper(
    Outgoing,
    _ADDRESSED.selected_columns,
    id="mail",
    attempts=lambda row: row.attempts + 1,  # the one that claims it
    to=SUBSCRIBERS.read,
)
_ORPHANED = mails.c.status.in_(_LIVE) & mails.c.subscriber.is_(None)
"""Mails whose recipient left while a server held them: they will not leave any more."""


def queue_letter(db: Connection, network: str, letter: int, now: datetime) -> int:
    """Have a letter sent to everyone who confirmed; return how many.

    What was queued already is not queued again.
    """
    queued = select(mails.c.id).where(
        mails.c.letter == letter, mails.c.subscriber == subscribers.c.id
    )
    confirmed = subscribers.c.standing == AddressStatus.CONFIRMED
    row = _new(network, MailKind.LETTER, now) | {"letter": letter}
    return _queue(db, row, confirmed, ~queued.exists())


def queue_confirmations(
    db: Connection, network: str, handles: Collection[str], now: datetime, *, by: str = ""
) -> None:
    """Have some subscribers asked to confirm; `by` is the member who gave the address."""
    _queue(db, _new(network, MailKind.CONFIRM, now, by), subscribers.c.handle.in_(handles))


def queue_trial(db: Connection, network: str, user: str, now: datetime) -> None:
    """Have the draft sent to the confirmed addresses of one member."""
    confirmed = subscribers.c.standing == AddressStatus.CONFIRMED
    _queue(db, _new(network, MailKind.TRIAL, now), confirmed, subscribers.c.user == user)


def _queue(db: Connection, row: Mapping[str, object], *chosen: ColumnElement[bool]) -> int:
    """Have a mail sent to each of a network's subscribers chosen, in one statement."""
    found = select(
        subscribers.c.id,
        *(literal(value, mails.c[name].type) for name, value in row.items()),
    ).where(subscribers.c.network == row["network"], *chosen)
    return db.execute(
        insert(mails)
        .from_select(["subscriber", *row], found.order_by(subscribers.c.id), include_defaults=False)
        .execution_options(preserve_rowcount=True)
    ).rowcount


def _new(network: str, kind: MailKind, now: datetime, by: str = "") -> dict[str, object]:
    """Return the row of a mail that waits, but for its recipient."""
    waiting = {"status": MailStatus.WAITING, "attempts": 0, "error": "", "domain": ""}
    asked = {"made_at": now, "asked_by": by}
    return {"network": network, "kind": kind, **waiting, **asked}


def asked_since(db: Connection, user: str, since: datetime) -> int:
    """Count the confirmations that a member had sent since then, everywhere."""
    found = select(func.count()).where(mails.c.asked_by == user, mails.c.made_at > since)
    return db.execute(found).scalar_one()


def claim(db: Connection, networks: Collection[str], now: datetime) -> Outgoing | None:
    """Take the next mail for ours, confirmations and trials first; None when none may leave now.

    One whose claim lapsed was perhaps sent: a crash came between its server and us. Only what its
    recipient still wants is taken: not confirmed yet for a confirmation, confirmed for the others.
    """
    row = next(filter(None, (_next(db, turn, networks, now) for turn in _TURNS)), None)
    if row is None:
        return None
    taken = db.execute(
        update(mails)
        .where(
            mails.c.id == row.mail,
            mails.c.status == row.status,
            mails.c.attempts == row.attempts,
        )
        .values(
            status=MailStatus.SENDING,
            attempts=mails.c.attempts + 1,
            not_before=now + CLAIM,
        )
    )
    return _OUTGOING.read(row) if taken.rowcount == 1 else None


_Turn = tuple[MailKind, AddressStatus, MailStatus]

_TURNS: tuple[_Turn, ...] = tuple(
    (kind, standing, status)
    for kind, standing in (
        (MailKind.CONFIRM, AddressStatus.WAITING),
        (MailKind.TRIAL, AddressStatus.CONFIRMED),
        (MailKind.LETTER, AddressStatus.CONFIRMED),
    )
    for status in (MailStatus.WAITING, MailStatus.SENDING)
)
"""What is looked for, in turn: each is read off the index, however many mails wait."""


def _next(
    db: Connection, turn: _Turn, networks: Collection[str], now: datetime
) -> Row[tuple[object, ...]] | None:
    may_leave = or_(mails.c.not_before.is_(None), mails.c.not_before <= now)
    return db.execute(_turn(turn, networks).where(may_leave)).first()


def _turn(turn: _Turn, networks: Collection[str]) -> Select[Any]:
    """Choose the first mail of a turn."""
    kind, standing, status = turn
    return (
        _ADDRESSED.where(
            mails.c.status == status,
            mails.c.kind == kind,
            mails.c.network.in_(networks),
            subscribers.c.standing == standing,
        )
        .order_by(mails.c.id)
        .limit(1)
    )


def sent(db: Connection, mail: Outgoing, now: datetime) -> None:
    """Note that a server has accepted a mail."""
    _settle(db, mail, status=MailStatus.SENT, not_before=None, error="", sent_at=now)


def later(db: Connection, mail: Outgoing, until: datetime, reason: str) -> None:
    """Plan another try."""
    _settle(db, mail, status=MailStatus.WAITING, not_before=until, error=reason)


def untouched(db: Connection, mail: Outgoing) -> None:
    """Put a mail back as it was: nobody could be asked to take it."""
    _settle(db, mail, status=MailStatus.WAITING, not_before=None, attempts=mail.attempts - 1)


def failed(db: Connection, mail: Outgoing, reason: str) -> None:
    """Note that a mail will never leave, and for which domain it was."""
    _settle(
        db,
        mail,
        status=MailStatus.FAILED,
        not_before=None,
        error=reason,
        domain=domain_of(mail.to.address),
    )


def came_back(db: Connection, subscriber: Subscriber, reason: str) -> None:
    """Note that the last letter sent to someone came back for good."""
    last = (
        select(func.max(mails.c.id))
        .where(
            mails.c.subscriber == subscriber.id,
            mails.c.status == MailStatus.SENT,
            mails.c.letter.is_not(None),
        )
        .scalar_subquery()
    )
    db.execute(
        update(mails)
        .where(mails.c.id == last)
        .values(status=MailStatus.FAILED, error=reason, domain=domain_of(subscriber.address))
    )


def progress(db: Connection, letter: int) -> Mapping[MailStatus, int]:
    """Count a letter's mails by how far they are, without those that nobody waits for any more."""
    found = (
        select(mails.c.status, func.count().label("total"))
        .where(mails.c.letter == letter, ~_ORPHANED)
        .group_by(mails.c.status)
    )
    return {row.status: row.total for row in db.execute(found)}


def failures(db: Connection, letter: int) -> Sequence[tuple[str, str]]:
    """Return why each mail of a letter could not be sent, and the domain of its address."""
    failed = select(mails.c.error, mails.c.domain).where(
        mails.c.letter == letter, mails.c.status == MailStatus.FAILED
    )
    return [(row.error, row.domain) for row in db.execute(failed.order_by(mails.c.id))]


def letters_that_failed(db: Connection, network: str) -> Sequence[int]:
    """Return a network's letters that have left, and of which some mail could not."""
    leaving = select(mails.c.letter).where(
        mails.c.status.in_(_LIVE), mails.c.letter.is_not(None), mails.c.subscriber.is_not(None)
    )
    rows = db.execute(
        select(mails.c.letter)
        .where(
            mails.c.network == network,
            mails.c.status == MailStatus.FAILED,
            mails.c.letter.is_not(None),
            mails.c.letter.not_in(leaving),
        )
        .distinct()
        .order_by(mails.c.letter)
    )
    return [letter for (letter,) in rows]


def waiting(db: Connection) -> int:
    """Count the mails that are still to be sent."""
    found = select(func.count()).where(mails.c.status.in_(_LIVE), mails.c.subscriber.is_not(None))
    return db.execute(found).scalar_one()


def waiting_since(db: Connection, networks: Collection[str]) -> datetime | None:
    """Return when the oldest mail was made that these networks still have to send.

    Each is the first of its turn on the index: what its recipient wants no more is passed over.
    """
    oldest = (db.execute(_turn(turn, networks)).first() for turn in _TURNS)
    return min((row.made_at for row in oldest if row is not None), default=None)


def forget(db: Connection, made_before: datetime) -> int:
    """Drop what became of old mails; return how many."""
    ended = mails.c.status.not_in(_LIVE) | _ORPHANED
    return db.execute(delete(mails).where(mails.c.made_at < made_before, ended)).rowcount


def _settle(db: Connection, mail: Outgoing, **values: object) -> None:
    """Write what became of a mail that is ours, unless its claim lapsed and another took it."""
    db.execute(
        update(mails)
        .where(
            mails.c.id == mail.id,
            mails.c.status == MailStatus.SENDING,
            mails.c.attempts == mail.attempts,
        )
        .values(**values)
    )
