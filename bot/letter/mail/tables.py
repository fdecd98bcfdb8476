"""Who receives the letter by mail, who must not, and each mail on its way."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from bot.core.columns import EnumText, Id, Moment, metadata
from bot.letter.mail.rules import AddressStatus, MailKind, MailStatus, Reason

# `user` is the member who gave the address, "" when it was imported; `handle` names the row in
# links, as its number cannot: a number is given again once its row is gone. `trouble` is what its
# server last said.
subscribers = Table(
    "subscribers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("handle", Text, nullable=False, unique=True),
    Column("user", Text, nullable=False),
    Column("standing", EnumText(AddressStatus), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("confirmed_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("trouble", Text, nullable=False),
    UniqueConstraint("network", "address"),
)

# Addresses that must not be written to any more: a keyed hash only, so that none is kept.
suppressions = Table(
    "suppressions",
    metadata,
    Column("network", Text, primary_key=True),
    Column("address_hash", Text, primary_key=True),
    Column("reason", EnumText(Reason), nullable=False),
    Column("at", Moment, nullable=False),
)

# One mail to one recipient; `letter` is null for what is no letter (a confirmation asked for),
# `subscriber` once they are gone: only the `domain` is kept of one who could not be reached.
# `told` when coordinators know that it failed. `asked_by` is the member who had a confirmation
# sent, "" for any other mail: it outlives the address, so that nobody has more sent by taking it
# back.
mails = Table(
    "mails",
    metadata,
    Column("id", Id, primary_key=True),
    Column("network", Text, nullable=False),
    Column("subscriber", ForeignKey("subscribers.id", ondelete="SET NULL")),
    Column("letter", ForeignKey("letters.id", ondelete="CASCADE")),
    Column("kind", EnumText(MailKind), nullable=False),
    Column("status", EnumText(MailStatus), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment),
    Column("error", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("asked_by", Text, nullable=False),
    UniqueConstraint("letter", "subscriber"),
    Index("ix_mails_status", "status", "kind", "id"),
    Index("ix_mails_subscriber", "subscriber"),
)
