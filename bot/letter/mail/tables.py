"""Who receives the letter by mail, who must not, and each mail on its way."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Text, UniqueConstraint

from bot.core.columns import (
    EnumText,
    Fate,
    Holds,
    Id,
    Moment,
    Privacy,
    person_column,
    table,
    table_with_id,
    waits,
)
from bot.letter.mail.rules import AddressStatus, MailKind, MailStatus, Reason

_SUBSCRIBER = Privacy(
    Fate.DELETED,
    "Votre abonnement à la lettre par courriel",
    {
        "address": "adresse",
        "standing": "état",
        "asked_at": "demandé le",
        "confirmed_at": "confirmé le",
    },
    leaves=True,
)

# `user` is the member who gave the address, "" when it was imported; `handle` names the row in
# links, as its number cannot: a number is given again once its row is gone. `trouble` is what its
# server last said.
subscribers = table_with_id(
    "subscribers",
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("address", Text, nullable=False, info=Holds.WORDS),
    Column("handle", Text, nullable=False, unique=True, info=Holds.IMPERSONAL),
    person_column("user", _SUBSCRIBER),
    Column("standing", EnumText(AddressStatus), nullable=False),
    Column("asked_at", Moment, nullable=False, info=Holds.PAST),
    Column("confirmed_at", Moment, info=Holds.PAST),
    Column("failures", Integer, nullable=False),
    Column("trouble", Text, nullable=False, info=Holds.IMPERSONAL),
    UniqueConstraint("network", "address"),
)

# Addresses that must not be written to any more: a keyed hash only, so that none is kept.
suppressions = table(
    "suppressions",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("address_hash", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("reason", EnumText(Reason), nullable=False),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)

_ASKED_FOR_MAIL = Privacy(
    Fate.UNNAMED, "Les confirmations d'abonnement que vous avez fait envoyer", {"made_at": "le"}
)

# One mail to one recipient; `reply` is what someone wrote that it answers, if it is one: once.
# `letter` is null for what is no letter (a confirmation asked for),
# `subscriber` once they are gone: only the `domain` is kept of one who could not be reached.
# `asked_by` is the member who had a confirmation sent, "" for any other mail: it outlives the
# address, so that nobody has more sent by taking it back.
mails = table_with_id(
    "mails",
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("subscriber", ForeignKey("subscribers.id", ondelete="SET NULL")),
    Column("letter", ForeignKey("letters.id", ondelete="CASCADE")),
    Column("reply", Id, ForeignKey("mail_replies.id", ondelete="CASCADE"), unique=True),
    Column("kind", EnumText(MailKind), nullable=False),
    Column("status", EnumText(MailStatus), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment, info=waits(days=1, since="made_at")),
    Column("error", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("domain", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("made_at", Moment, nullable=False, info=Holds.PAST),
    Column("sent_at", Moment, info=Holds.PAST),
    person_column("asked_by", _ASKED_FOR_MAIL),
    UniqueConstraint("letter", "subscriber"),
    Index("ix_mails_status", "status", "kind", "id"),
    Index("ix_mails_subscriber", "subscriber"),
)
