"""What people replied to the letter, each under its network's number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from bot.core.numbered import NumberedMapper
from bot.letter.inbox.rules import UNKNOWN_REPLY, MailReply, ReplyStatus
from bot.letter.inbox.tables import mail_replies

_REPLIES = NumberedMapper(MailReply, mail_replies, "mail reply", UNKNOWN_REPLY)


def add(db: Connection, reply: MailReply) -> MailReply:
    """Keep a new one under its network's next number."""
    return _REPLIES.add(db, reply)


def get(db: Connection, network: str, number: int) -> MailReply:
    """Return a network's reply of a number. Raises UNKNOWN_REPLY."""
    return _REPLIES.get(db, network, number)


def find(db: Connection, network: str, number: int) -> MailReply | None:
    """Return a network's reply of a number, None once it is erased."""
    return _REPLIES.find(db, network, number)


def by_id(db: Connection, reply: int) -> MailReply | None:
    """Return a reply, None once it is erased."""
    return _REPLIES.first(db, select(mail_replies).where(mail_replies.c.id == reply))


def waiting(db: Connection, network: str) -> Sequence[MailReply]:
    """Return what coordinators have not decided of, oldest first."""
    found = select(mail_replies).filter_by(network=network, status=ReplyStatus.WAITING)
    return _REPLIES.all(db, found.order_by(mail_replies.c.id))


def save(db: Connection, reply: MailReply, *, was: ReplyStatus) -> None:
    """Write what became of one. Raises ChangedMeanwhileError."""
    _REPLIES.write(db, reply, status=was)


def forget(db: Connection, before: datetime) -> int:
    """Erase those that came before; return how many."""
    return _REPLIES.forget(db, mail_replies.c.at < before)
