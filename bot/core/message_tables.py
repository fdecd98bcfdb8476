"""What was heard and what is to be said."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Index, Integer, Table, Text, false

from bot.core.channel import ChannelState
from bot.core.columns import EnumText, Id, Moment, metadata
from bot.core.message import Delivery, MessageKind

# What was said, is being said, must be said. `key` is carried in the post itself.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("server", Text, nullable=False),
    Column("network", Text),
    Column("kind", EnumText(MessageKind), nullable=False),
    Column("channel", Text),
    Column("user", Text),
    Column("thread", Text),
    Column("edits", Text),
    Column("text", Text, nullable=False),
    Column("buttons", JSON, nullable=False),
    Column("file", JSON(none_as_null=True)),
    Column("pinned", Boolean, nullable=False, server_default=false()),
    Column("status", EnumText(Delivery), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment),
    Column("made_at", Moment, nullable=False),
    Column("sent_at", Moment),
    Column("post", Text),
    Column("error", Text),
    Index("ix_outbox_status", "status", "id"),
    Index("ix_outbox_post", "server", "post"),
)

# Messages that were acted upon, so that reading one twice does nothing twice.
seen = Table(
    "seen",
    metadata,
    Column("server", Text, primary_key=True),
    Column("post", Text, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
)

# How far each channel was read over the socket.
cursors = Table(
    "cursors",
    metadata,
    Column("server", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("post", Text, nullable=False),
    Column("at", Moment, nullable=False),
)

# The networks' channels as they were last seen. `team` and `name` are the configuration's, which
# the channel's id was found for; `shown` is the name that it has; `state` holds since `since`.
channels = Table(
    "channels",
    metadata,
    Column("network", Text, primary_key=True),
    Column("team", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("shown", Text, nullable=False),
    Column("state", EnumText(ChannelState), nullable=False),
    Column("since", Moment, nullable=False),
)

# The reactions of others that were acted upon: those that came or went while we did not hear are
# told by comparing.
reactions = Table(
    "reactions",
    metadata,
    Column("server", Text, primary_key=True),
    Column("post", Text, primary_key=True),
    Column("user", Text, primary_key=True),
    Column("emoji", Text, primary_key=True),
    Column("at", Moment, nullable=False, index=True),
)

# Slash commands made by `courroie setup`: only a hash of each token is kept.
command_tokens = Table(
    "command_tokens",
    metadata,
    Column("server", Text, primary_key=True),
    Column("team", Text, primary_key=True),
    Column("trigger", Text, primary_key=True),
    Column("token_hash", Text, nullable=False),
)
