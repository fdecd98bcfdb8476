"""The mails on their way: one row a recipient, claimed before it is handed to the server."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    delete,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)

from bot.core.rows import Mapper
from bot.letter.inbox.tables import mail_replies
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
    reply=None,
)
_TO_SENDERS = select(
    mail_replies.c.network,
    mail_replies.c.address,
    mails.c.id.label("mail"),
    *(mails.c[name] for name in ("kind", "reply", "status", "attempts", "made_at")),
).join(mails, mail_replies.c.id == mails.c.reply)
_QUEUED = {"status": MailStatus.WAITING, "attempts": 0, "error": "", "domain": "", "asked_by": ""}
_ORPHANED = mails.c.status.in_(_LIVE) & mails.c.subscriber.is_(None)
"""Mails whose recipient left while a server held them: they will not leave any more."""

_CONFIRMED = subscribers.c.standing == AddressStatus.CONFIRMED


def queue_letter(db: Connection, network: str, letter: int, now: datetime) -> int:
    """Have a letter sent to everyone who confirmed; return how many.

    What was queued already is not queued again.
    """
    queued = select(mails.c.id).where(
        mails.c.letter == letter, mails.c.subscriber == subscribers.c.id
    )
    return _queue(db, network, MailKind.LETTER, now, _CONFIRMED, ~queued.exists(), letter=letter)


def queue_confirmations(
    db: Connection, network: str, handles: Collection[str], now: datetime, *, by: str = ""
) -> None:
    """Have some subscribers asked to confirm; `by` is the member who gave the address."""
    asked = subscribers.c.handle.in_(handles)
    _queue(db, network, MailKind.CONFIRM, now, asked, asked_by=by)


def queue_trial(db: Connection, network: str, user: str, now: datetime) -> None:
    """Have the draft sent to the confirmed addresses of one member."""
    _queue(db, network, MailKind.TRIAL, now, _CONFIRMED, subscribers.c.user == user)


def queue_answer(db: Connection, network: str, kind: MailKind, reply: int, now: datetime) -> None:
    """Have one mail sent to whoever wrote something to us."""
    row = {**_QUEUED, "network": network, "kind": kind, "reply": reply, "made_at": now}
    db.execute(insert(mails).values(row))


def _queue(
    db: Connection,
    network: str,
    kind: MailKind,
    now: datetime,
    *chosen: ColumnElement[bool],
    **others: object,
) -> int:
    """Have a mail sent to each of a network's subscribers chosen, in one statement."""
    row = {**_QUEUED, "network": network, "kind": kind, "made_at": now, **others}
    values = (literal(value, mails.c[name].type) for name, value in row.items())
    found = select(subscribers.c.id, *values).where(subscribers.c.network == network, *chosen)
    queued = insert(mails).from_select(
        ["subscriber", *row], found.order_by(subscribers.c.id), include_defaults=False
    )
    return db.execute(queued.execution_options(preserve_rowcount=True)).rowcount


def asked_since(db: Connection, user: str, since: datetime) -> int:
    """Count the confirmations that a member had sent since then, everywhere."""
    found = select(func.count()).where(mails.c.asked_by == user, mails.c.made_at > since)
    return db.execute(found).scalar_one()


def claim(db: Connection, networks: Collection[str], now: datetime) -> Outgoing | None:
    """Take the next mail for ours, confirmations and trials first; None when none may leave now.

    One whose claim lapsed was perhaps sent: a crash came between its server and us. Only what its
    recipient still wants is taken: not confirmed yet for a confirmation, confirmed for the others.
    """
    may_leave = or_(mails.c.not_before.is_(None), mails.c.not_before <= now)
    answers = db.execute(
        _TO_SENDERS.where(
            mails.c.network.in_(networks), mails.c.status.in_(_LIVE), may_leave
        ).order_by(mails.c.id)
    )
    row = next(_firsts(db, networks, may_leave), None) or answers.first()
    if row is None:
        return None
    claimed = {"attempts": mails.c.attempts + 1, "not_before": now + CLAIM}
    taken = update(mails).where(_still(row.mail, row.status, row.attempts))
    taken = taken.values(status=MailStatus.SENDING, **claimed)
    if db.execute(taken).rowcount != 1:
        return None
    return _OUTGOING.read(row) if row.kind not in _ANSWERS else _to_sender(row)


_ANSWERS = (MailKind.CONSENT, MailKind.ANSWER)


def _to_sender(row: Row[Any]) -> Outgoing:
    """Return a mail to someone who wrote to us, who need be of no list."""
    return Outgoing(
        id=row.mail,
        kind=row.kind,
        letter=None,
        attempts=row.attempts + 1,
        made_at=row.made_at,
        to=Subscriber(network=row.network, address=row.address, handle="", asked_at=row.made_at),
        reply=row.reply,
    )


_TURNS = (
    (MailKind.CONFIRM, AddressStatus.WAITING),
    (MailKind.TRIAL, AddressStatus.CONFIRMED),
    (MailKind.LETTER, AddressStatus.CONFIRMED),
)
"""What is looked for, in turn: each is read off the index, however many mails wait."""


def _firsts(
    db: Connection, networks: Collection[str], *among: ColumnElement[bool]
) -> Iterator[Row[Any]]:
    """Yield the first mail of each turn, where there is one."""
    of_networks = _ADDRESSED.where(mails.c.network.in_(networks), *among).order_by(mails.c.id)
    for (kind, standing), status in product(_TURNS, _LIVE):
        turn = (mails.c.kind == kind, subscribers.c.standing == standing, mails.c.status == status)
        yield from db.execute(of_networks.where(*turn).limit(1)).all()


def _still(mail: int, status: MailStatus, attempts: int) -> ColumnElement[bool]:
    """Tell whether a mail is as it was read: nobody has claimed it since."""
    return and_(mails.c.id == mail, mails.c.status == status, mails.c.attempts == attempts)


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
    _settle(db, mail, not_before=None, **_failure(mail.to, reason))


def came_back(db: Connection, subscriber: Subscriber, reason: str) -> None:
    """Note that the last letter sent to someone came back for good."""
    last = (
        select(func.max(mails.c.id))
        .filter_by(subscriber=subscriber.id, status=MailStatus.SENT)
        .where(mails.c.letter.is_not(None))
        .scalar_subquery()
    )
    change = update(mails).where(mails.c.id == last)
    db.execute(change.values(**_failure(subscriber, reason)))


def _failure(to: Subscriber, reason: str) -> Mapping[str, object]:
    return {"status": MailStatus.FAILED, "error": reason, "domain": domain_of(to.address)}


def progress(db: Connection, letter: int) -> Mapping[MailStatus, int]:
    """Count a letter's mails by how far they are, without those that nobody waits for any more."""
    counts = select(mails.c.status, func.count().label("total")).group_by(mails.c.status)
    found = db.execute(counts.where(mails.c.letter == letter, ~_ORPHANED))
    return {row.status: row.total for row in found}


def failures(db: Connection, letter: int) -> Sequence[tuple[str, str]]:
    """Return why each mail of a letter could not be sent, and the domain of its address."""
    failed = select(mails.c.error, mails.c.domain).where(
        mails.c.letter == letter, mails.c.status == MailStatus.FAILED
    )
    return [(row.error, row.domain) for row in db.execute(failed.order_by(mails.c.id))]


def letters_that_failed(db: Connection, network: str) -> Sequence[int]:
    """Return a network's letters that have left, and of which some mail could not."""
    of_letters = select(mails.c.letter).where(mails.c.letter.is_not(None))
    leaving = of_letters.where(mails.c.status.in_(_LIVE), mails.c.subscriber.is_not(None))
    failed = of_letters.where(mails.c.network == network, mails.c.status == MailStatus.FAILED)
    gone = failed.where(mails.c.letter.not_in(leaving)).distinct().order_by(mails.c.letter)
    return db.execute(gone).scalars().all()


def waiting(db: Connection) -> int:
    """Count the mails that are still to be sent."""
    found = select(func.count()).where(mails.c.status.in_(_LIVE), mails.c.subscriber.is_not(None))
    return db.execute(found).scalar_one()


def waiting_since(db: Connection, networks: Collection[str]) -> datetime | None:
    """Return when the oldest mail was made that these networks still have to send.

    Each is the first of its turn on the index: what its recipient wants no more is passed over.
    """
    return min((row.made_at for row in _firsts(db, networks)), default=None)


def forget(db: Connection, made_before: datetime) -> int:
    """Drop what became of old mails; return how many."""
    ended = mails.c.status.not_in(_LIVE) | _ORPHANED
    return db.execute(delete(mails).where(mails.c.made_at < made_before, ended)).rowcount


def _settle(db: Connection, mail: Outgoing, **values: object) -> None:
    """Write what became of a mail that is ours, unless its claim lapsed and another took it."""
    ours = _still(mail.id, MailStatus.SENDING, mail.attempts)
    db.execute(update(mails).where(ours).values(**values))
