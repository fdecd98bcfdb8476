"""Which messages of the mailbox were dealt with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete

from bot.core.upsert import insert_or_ignore
from bot.letter.inbox.tables import received_mails


def take(db: Connection, digest: str, now: datetime) -> bool:
    """Note that a message is dealt with, in the transaction that does; False when it was before."""
    row = {"digest": digest, "at": now}
    return db.execute(insert_or_ignore(received_mails), row).rowcount == 1


def forget_received(db: Connection, before: datetime) -> int:
    """Forget which messages were dealt with before; return how many."""
    return db.execute(delete(received_mails).where(received_mails.c.at < before)).rowcount
