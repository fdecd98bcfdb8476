"""Who receives the letter by mail, and who must not any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.core.rows import Mapper
from bot.core.upsert import insert_or_ignore
from bot.letter.mail.rules import AddressStatus, MailStatus, Reason, Subscriber
from bot.letter.mail.tables import mails, subscribers, suppressions

SUBSCRIBERS = Mapper(Subscriber, subscribers.c)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many addresses receive the letter, wait to confirm, have mails come back, left.

    `troubles` counts what came back by its reason, the most common first.
    """

    confirmed: int
    waiting: int
    troubles: Sequence[tuple[str, int]]
    left: int

    @property
    def troubled(self) -> int:
        """How many addresses have mails come back."""
        return sum(count for _, count in self.troubles)


def at(db: Connection, network: str, address: str) -> Subscriber | None:
    """Return whoever has this address in a network's list."""
    found = select(subscribers).filter_by(network=network, address=address)
    return SUBSCRIBERS.first(db, found)


def by_handle(db: Connection, handle: str) -> Subscriber | None:
    """Return whom a link or a return address names."""
    return SUBSCRIBERS.first(db, select(subscribers).where(subscribers.c.handle == handle))


def of_user(db: Connection, network: str, user: str) -> Sequence[Subscriber]:
    """Return the addresses that a member gave, oldest first."""
    theirs = (subscribers.c.network == network) & (subscribers.c.user == user)
    return SUBSCRIBERS.all(db, select(subscribers).where(theirs).order_by(subscribers.c.id))


def of_network(db: Connection, network: str) -> Sequence[Subscriber]:
    """Return a network's list, by address."""
    here = select(subscribers).where(subscribers.c.network == network)
    return SUBSCRIBERS.all(db, here.order_by(subscribers.c.address))


def addresses(db: Connection, network: str) -> frozenset[str]:
    """Return all the addresses of a network's list."""
    found = select(subscribers.c.address).where(subscribers.c.network == network)
    return frozenset(db.execute(found).scalars())


def add_all(db: Connection, added: Sequence[Subscriber]) -> None:
    """Keep many new ones at once."""
    if added:
        db.execute(insert(subscribers), [SUBSCRIBERS.values(each) for each in added])


def save(db: Connection, subscriber: Subscriber) -> None:
    """Keep a new one, or what became of one; of one who left meanwhile nothing is written."""
    if not subscriber.id:
        add_all(db, [subscriber])
    same = (subscribers.c.id == subscriber.id) & (subscribers.c.handle == subscriber.handle)
    db.execute(update(subscribers).where(same).values(SUBSCRIBERS.values(subscriber)))


def remove(db: Connection, subscriber: Subscriber) -> None:
    """Forget one; the mails that wait for them will not leave."""
    waiting = (mails.c.subscriber == subscriber.id) & (mails.c.status == MailStatus.WAITING)
    db.execute(update(mails).where(waiting).values(status=MailStatus.DROPPED))
    db.execute(delete(subscribers).where(subscribers.c.id == subscriber.id))


def suppress(db: Connection, network: str, kept: str, reason: Reason, now: datetime) -> None:
    """Note that an address, of which this is kept, must not be written to."""
    row = {"network": network, "address_hash": kept, "reason": reason, "at": now}
    db.execute(insert_or_ignore(suppressions), row)


def allow(db: Connection, network: str, kept: str) -> None:
    """Let an address be written to again: its owner asked for it."""
    db.execute(delete(suppressions).filter_by(network=network, address_hash=kept))


def suppressed(db: Connection, network: str) -> frozenset[str]:
    """Return what is kept of all the addresses that must not be written to."""
    found = select(suppressions.c.address_hash).where(suppressions.c.network == network)
    return frozenset(db.execute(found).scalars())


def counts(db: Connection, network: str) -> Counts:
    """Count a network's list."""
    here = subscribers.c.network == network
    standings = Counter(db.execute(select(subscribers.c.standing).where(here)).scalars())
    troubled = select(subscribers.c.trouble).where(here, subscribers.c.failures > 0)
    left = select(func.count()).where(suppressions.c.network == network)
    return Counts(
        confirmed=standings[AddressStatus.CONFIRMED],
        waiting=standings[AddressStatus.WAITING],
        troubles=Counter(db.execute(troubled).scalars()).most_common(),
        left=db.execute(left).scalar_one(),
    )


def forget_unconfirmed(db: Connection, asked_before: datetime) -> int:
    """Drop the addresses that were never confirmed; return how many."""
    old = delete(subscribers).where(
        subscribers.c.standing == AddressStatus.WAITING, subscribers.c.asked_at < asked_before
    )
    return db.execute(old).rowcount


def forget_suppressions(db: Connection, before: datetime) -> int:
    """Forget who asked before to be left alone; return how many may be written to again."""
    return db.execute(delete(suppressions).where(suppressions.c.at < before)).rowcount
