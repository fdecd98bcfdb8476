"""The networks that entered from the chat, and the organisations that may have some."""

from __future__ import annotations

from sqlalchemy import Column, Index, Text

from bot.core.columns import EnumText, Fate, Holds, Moment, Privacy, Retention, person_column, table
from bot.entry.rules import EntryState
from bot.network.network import Scale

_ASKED = Privacy(
    Fate.UNNAMED,
    "Le réseau que vous avez fait entrer",
    {"name": "réseau", "at": "depuis le"},
)

_PROPOSER = Privacy(Fate.UNNAMED, "Les coordinations que vous avez proposées", {"at": "le"})

entries = table(
    "entries",
    Column("slug", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("server", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("team", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("channel", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("channel_name", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("name", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("called", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("scale", EnumText(Scale), nullable=False),
    Column("parent", Text, info=Holds.IMPERSONAL),
    Column("timezone", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("organisation", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("contact", Text, nullable=False, info=Holds.WORDS),
    Column("protection", Text, nullable=False, info=Holds.WORDS),
    Column("agreement", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("state", EnumText(EntryState), nullable=False),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    person_column("asked_by", _ASKED),
    Column("organisation_at", Moment, info=Holds.PAST),
    Column("place_at", Moment, info=Holds.PAST),
    Column("agenda", Text, nullable=False, server_default="", info=Holds.IMPERSONAL),
    Column("video", Text, nullable=False, server_default="", info=Holds.IMPERSONAL),
    Column("school_zone", Text, nullable=False, server_default="", info=Holds.IMPERSONAL),
    Index("ix_entries_place", "server", "channel"),
)

_PROPOSED = Privacy(
    Fate.DELETED,
    "La coordination que l'on vous propose",
    {"name": "nom du compte", "at": "le"},
    leaves=True,
    kept=Retention("coordinations proposées, sans réponse", days=30, since="at"),
)

# Who was asked to coordinate a network with those who do, and has not answered yet.
proposals = table(
    "proposals",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    person_column("user", _PROPOSED, primary_key=True),
    Column("name", Text, nullable=False, info=Holds.WORDS),
    person_column("by", _PROPOSER),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)

_CHANGED = Privacy(
    Fate.UNNAMED,
    "Les réglages que vous avez changés, les coordinations où vous êtes en cause",
    {"line": "changement", "at": "le"},
)

# What was changed of a network, by whom, about whom: which those who coordinate it may read.
network_changes = table(
    "network_changes",
    Column("id", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("network", Text, nullable=False, info=Holds.IMPERSONAL),
    person_column("by", _CHANGED),
    Column("line", Text, nullable=False, info=Holds.WORDS),
    person_column("whom", _CHANGED),
    Column("at", Moment, nullable=False, info=Holds.PAST),
    Index("ix_network_changes_at", "network", "at"),
)

# The organisations that an administrator has accepted on a server, by how their name is told apart.
organisations = table(
    "organisations",
    Column("server", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("key", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)
