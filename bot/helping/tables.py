"""Who can help, what structures receive, who was asked; the places of open lists."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Text, UniqueConstraint, false

from bot.core.columns import (
    EnumText,
    Fate,
    Holds,
    Moment,
    Privacy,
    Retention,
    TextTuple,
    person_column,
    table,
    table_with_id,
    waits,
)
from bot.helping.rules import AskReply

_HELPS = Privacy(
    Fate.DELETED,
    "Les thèmes sur lesquels vous aidez",
    {"theme": "thème", "beyond": "pour d'autres territoires", "since": "depuis le"},
    leaves=True,
    kept=Retention("thèmes sur lesquels des membres aident", days=730, since="since"),
)

# A row a theme; `beyond` when other territories may ask too.
helpers = table(
    "helpers",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    person_column("user", _HELPS, primary_key=True),
    Column("theme", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("beyond", Boolean, nullable=False, server_default=false()),
    Column("since", Moment, nullable=False, info=Holds.PAST),
)

_RECEIVES = Privacy(
    Fate.DELETED,
    "Ce que votre structure reçoit",
    {"words": "reçoit", "structure": "structure", "commune": "commune", "at": "dit le"},
    leaves=True,
    kept=Retention("ce que des structures reçoivent", days=730, since="at"),
)

welcomes = table_with_id(
    "welcomes",
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    person_column("user", _RECEIVES),
    Column("words", Text, nullable=False, info=Holds.WORDS),
    Column("structure", Text, nullable=False, info=Holds.WORDS),
    Column("commune", Text, nullable=False, info=Holds.WORDS),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    UniqueConstraint("network", "user", "words", "structure", "commune"),
)

# A question that is put to those who know; when to look next whom to ask.
put_questions = table(
    "put_questions",
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("look_at", Moment, nullable=False, info=waits(days=31)),
    Index("ix_put_questions_look", "look_at"),
)

_ASKED = Privacy(
    Fate.DELETED,
    "Les questions que l'on vous a proposées",
    {"question": "question (numéro interne)", "offer": "réponse proposée", "at": "le"},
    leaves=True,
    kept=Retention("à qui une question a été proposée", days=365, since="at"),
)

# Whom a question was put to: `network` is theirs. A yes is not kept: the answer is, as any other;
# to a question of another network it is an `offer`, until those who coordinate there take it.
askings = table_with_id(
    "askings",
    Column("question", ForeignKey("questions.id", ondelete="CASCADE"), nullable=False),
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    person_column("user", _ASKED),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    Column("reply", EnumText(AskReply), nullable=False),
    Column("offer", Text, nullable=False, server_default="", info=Holds.WORDS),
    UniqueConstraint("question", "network", "user"),
    Index("ix_askings_user", "network", "user"),
)

# Places of the territory, from an open list; `stems` are those of all their words, for the search.
listed_places = table_with_id(
    "listed_places",
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("name", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("commune", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("receives", TextTuple, nullable=False, info=Holds.IMPERSONAL),
    Column("programmes", TextTuple, nullable=False, info=Holds.IMPERSONAL),
    Column("address", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("site", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("phone", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("stems", Text, nullable=False, info=Holds.IMPERSONAL),
    Index("ix_listed_places_network", "network"),
)

# When a network's list was last asked for, and how its publisher dated it.
place_lists = table(
    "place_lists",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("source", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("read_at", Moment, nullable=False, info=Holds.PAST),
    Column("etag", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("modified", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("good_at", Moment, info=Holds.PAST),
)
