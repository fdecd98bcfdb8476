"""What members wish of the bot's private messages, who was met, who may be gone."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from bot.core.columns import EnumText, Moment, metadata
from bot.people.wish import Wish

# `wish` says which private messages someone wants; `gone_at` when they left the channel.
preferences = Table(
    "preferences",
    metadata,
    Column("network", Text, primary_key=True),
    Column("user", Text, primary_key=True),
    Column("wish", EnumText(Wish), nullable=False),
    Column("gone_at", Moment),
    Column("at", Moment, nullable=False),
)

# Who was in a network's channel already, so that nobody is welcomed twice: an imprint, no id.
# `gone_at` is when the channel was first seen without them.
acquaintances = Table(
    "acquaintances",
    metadata,
    Column("network", Text, primary_key=True),
    Column("imprint", Text, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("gone_at", Moment),
)

# Accounts that ended, which may yet be reactivated.
ended_accounts = Table(
    "ended_accounts",
    metadata,
    Column("server", Text, primary_key=True),
    Column("user", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)
