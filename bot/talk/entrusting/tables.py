"""Who was asked to do a piece of the coordination's work, and who said yes."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Text

from bot.core.columns import EnumText, Fate, Holds, Moment, Privacy, Retention, person_column, table
from bot.talk.entrusting.rules import EntrustedTask

_ASKED = Privacy(
    Fate.DELETED,
    "Ce que la coordination vous confie",
    {"task": "quoi", "asked_at": "demandé le", "accepted_at": "accepté le"},
    kept=Retention("ce qui a été confié à des membres", days=30, since="asked_at"),
)
_ASKED_BY = Privacy(
    Fate.UNNAMED, "Ce que vous avez confié", {"task": "quoi", "asked_at": "demandé le"}
)

entrusted = table(
    "entrusted",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("task", EnumText(EntrustedTask), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False, server_default="0"),
    person_column("user", _ASKED, primary_key=True),
    person_column("by", _ASKED_BY),
    Column("at", Moment, nullable=False, info=Holds.CHOSEN),
    Column("asked_at", Moment, nullable=False, info=Holds.PAST),
    Column("accepted_at", Moment, info=Holds.PAST),
)
