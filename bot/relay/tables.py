"""What climbs, and what comes down."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.core.columns import (
    EnumText,
    Fate,
    Holds,
    Moment,
    Privacy,
    Retention,
    person_column,
    table_with_id,
    waits,
)
from bot.relay.rules import ClimbStatus, DescentStatus

_OPEN = text("status IN ('waiting', 'sent', 'taken', 'joined', 'answered')")

_KEPT = Retention("noms autour d'un besoin transmis", days=365, since="asked_at")

_ASKER = Privacy(
    Fate.UNNAMED,
    "Ce que l'on vous a demandé de laisser transmettre à un autre réseau",
    {
        "number": "question n°",
        "parent": "vers le réseau",
        "text": "texte",
        "named": "territoire nommé",
        "around": "proposé à d'autres territoires",
        "asked_at": "demandé le",
        "consent_at": "accord donné le",
    },
    kept=_KEPT,
)
_SENDER = Privacy(
    Fate.UNNAMED,
    "Ce que vous avez transmis à un autre réseau",
    {"number": "question n°", "text": "texte", "sent_at": "le"},
    kept=_KEPT,
)

# `network` is the one below: whose people `asker` and `sent_by` are. Of those above nothing is
# kept here: the story of their question tells who took it. `key` is the digest of what lets
# an asker who was forgotten take their words back.
climbs = table_with_id(
    "climbs",
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("number", Integer, nullable=False),
    Column("parent", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("text", Text, nullable=False, info=Holds.WORDS),
    Column("status", EnumText(ClimbStatus), nullable=False),
    Column("named", Boolean, nullable=False, server_default=false()),
    Column("summary", Boolean, nullable=False, server_default=false()),
    Column("around", Boolean, nullable=False, server_default=false()),
    person_column("asker", _ASKER),
    person_column("sent_by", _SENDER),
    Column("asked_at", Moment, nullable=False, info=Holds.PAST),
    Column("consent_at", Moment, info=Holds.PAST),
    Column("sent_at", Moment, info=Holds.PAST),
    Column("decided_at", Moment, info=Holds.PAST),
    Column("parent_question", ForeignKey("questions.id", ondelete="SET NULL")),
    Column("reason", Text, nullable=False, server_default="", info=Holds.WORDS),
    Column("offer", Text, nullable=False, server_default="", info=Holds.WORDS),
    Column("reminded_at", Moment, info=Holds.PAST),
    Column("card", Integer),
    Column("key", Text, nullable=False, server_default="", info=Holds.IMPERSONAL),
    Column("version", Integer, nullable=False, server_default="0"),
    Index("uq_climbs_open", "question", unique=True, sqlite_where=_OPEN),
    Index("ix_climbs_question", "question", "id"),
    Index("ix_climbs_parent", "parent", "status", "id"),
    Index("ix_climbs_parent_question", "parent_question", "status"),
    Index("ix_climbs_network", "network", "status", "id"),
)

# One row a climb and version of the answer: what a network below has to do with it.
descents = table_with_id(
    "descents",
    Column("climb", ForeignKey("climbs.id", ondelete="CASCADE"), nullable=False),
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("number", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("text", Text, nullable=False, info=Holds.WORDS),
    Column("source", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    Column("due_at", Moment, nullable=False, info=waits(days=30, since="at")),
    Column("status", EnumText(DescentStatus), nullable=False),
    Column("adapted", Boolean, nullable=False, server_default=false()),
    Column("decided_at", Moment, info=Holds.PAST),
    UniqueConstraint("climb", "version"),
    Index("ix_descents_waiting", "status", "due_at"),
    Index("ix_descents_network", "network", "status", "id"),
)
