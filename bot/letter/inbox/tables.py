"""What came to the mailbox: which messages were dealt with."""

from __future__ import annotations

from sqlalchemy import Column, Text

from bot.core.columns import Holds, Moment, table

# A message whose fate is committed, and which may still be in the box: a digest of it only.
received_mails = table(
    "received_mails",
    Column("digest", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)
