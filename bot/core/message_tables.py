"""What was heard and what is to be said."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Index, Integer, Text, false

from bot.core.channel import ChannelState
from bot.core.columns import (
    EnumText,
    Fate,
    Holds,
    Moment,
    Privacy,
    Retention,
    person_column,
    table,
    table_with_id,
    waits,
)
from bot.core.message import Delivery, MessageKind
from bot.core.source import MadeKind

_RECIPIENT = Privacy(
    Fate.DELETED,
    "Les messages privés que je vous ai envoyés, trente jours",
    {"made_at": "le", "text": "texte"},
)

# What was said, is being said, must be said. `key` is carried in the post itself; by its beginning
# it is found by an index, of a kind of its own on PostgreSQL.
outbox = table_with_id(
    "outbox",
    Column("key", Text, nullable=False, unique=True, info=Holds.MIXED),
    Column("server", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("network", Text, info=Holds.IMPERSONAL),
    Column("kind", EnumText(MessageKind), nullable=False),
    Column("channel", Text, info=Holds.IMPERSONAL),
    person_column("user", _RECIPIENT, nullable=True),
    Column("thread", Text, info=Holds.IMPERSONAL),
    Column("edits", Text, info=Holds.IMPERSONAL),
    Column("text", Text, nullable=False, info=Holds.MIXED),
    Column("head", Text, nullable=False, server_default="", info=Holds.IMPERSONAL),
    Column("buttons", JSON, nullable=False, info=Holds.MIXED),
    Column("file", JSON(none_as_null=True), info=Holds.WORDS),
    Column("pinned", Boolean, nullable=False, server_default=false()),
    Column("status", EnumText(Delivery), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Moment, info=waits(days=15, since="made_at")),
    Column("not_after", Moment, info=Holds.CHOSEN),
    Column("made_at", Moment, nullable=False, info=Holds.PAST),
    Column("sent_at", Moment, info=Holds.PAST),
    Column("post", Text, info=Holds.IMPERSONAL),
    Column("error", Text, info=Holds.IMPERSONAL),
    Index("ix_outbox_status", "status", "id"),
    Index("ix_outbox_post", "server", "post"),
    Index("ix_outbox_prefix", "key", info={"postgresql_ops": {"key": "text_pattern_ops"}}),
)

# Messages that were acted upon, so that reading one twice does nothing twice.
seen = table(
    "seen",
    Column("server", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("post", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("at", Moment, nullable=False, index=True, info=Holds.PAST),
)

# What was made from someone's message, so that its edits and its deletion are followed; see Source.
# Without its author, a link is none: it would tell who asked unsigned.
_WRITER = Privacy(
    Fate.DELETED,
    "Ce qui a été fait de vos messages, un an",
    {"kind": "quoi", "ref": "n°", "at": "le"},
)

sources = table(
    "sources",
    Column("server", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("post", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("kind", EnumText(MadeKind), primary_key=True),
    Column("ref", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("channel", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("at", Moment, nullable=False, index=True, info=Holds.PAST),
    Column("root", Text, nullable=False, index=True, info=Holds.IMPERSONAL),
    person_column("author", _WRITER),
    Column("whole", Boolean, nullable=False, server_default=false()),
    Column("edited_at", Moment, info=Holds.PAST),
    Column("deleted", Boolean, nullable=False, server_default=false()),
    Column("withdrawn_at", Moment, index=True, info=waits(days=7)),
    Index("ix_sources_made", "network", "kind", "ref"),
)

# How far each channel was read over the socket.
cursors = table(
    "cursors",
    Column("server", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("channel", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("post", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("at", Moment, nullable=False, info=Holds.PAST),
)

# The networks' channels as they were last seen. `team` and `name` are the configuration's, which
# the channel's id was found for; `shown` is the name that it has; `state` holds since `since`.
channels = table(
    "channels",
    Column("network", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("team", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("name", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("channel", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("shown", Text, nullable=False, info=Holds.IMPERSONAL),
    Column("state", EnumText(ChannelState), nullable=False),
    Column("since", Moment, nullable=False, info=Holds.PAST),
)

_REACTED = Privacy(
    Fate.DELETED,
    "Les réactions que vous avez mises autour de mes messages",
    {"emoji": "réaction", "at": "le"},
    kept=Retention("réactions autour des messages du robot", days=365, since="at"),
)

# The reactions of others that were acted upon: those that came or went while we did not hear are
# told by comparing.
reactions = table(
    "reactions",
    Column("server", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("post", Text, primary_key=True, info=Holds.IMPERSONAL),
    person_column("user", _REACTED, primary_key=True),
    Column("emoji", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("at", Moment, nullable=False, index=True, info=Holds.PAST),
)

# Slash commands made by `courroie setup`: only a hash of each token is kept.
command_tokens = table(
    "command_tokens",
    Column("server", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("team", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("trigger", Text, primary_key=True, info=Holds.IMPERSONAL),
    Column("token_hash", Text, nullable=False, info=Holds.IMPERSONAL),
)
