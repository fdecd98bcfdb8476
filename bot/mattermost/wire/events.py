"""What the WebSocket says, one dataclass an event.

What we do not use, or cannot read, is `Other`: never an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

import structlog
from pydantic import AliasChoices, AliasPath, Field

from bot.mattermost.errors import MalformedError
from bot.mattermost.wire.fields import Id, OptionalId, Text, Whole, built, parse_json, read
from bot.mattermost.wire.objects import Channel, ChannelType, Post, User

log = structlog.get_logger(__name__)

_BROADCAST = "broadcast"
"""Where an event tells whom it is meant for, beside what it tells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """A new session: whatever came before it and was not seen has to be fetched over REST."""

    connection_id: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A post, joins and leaves included (`post.type`)."""

    post: Post
    channel_type: ChannelType = ChannelType.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class PostEdited:
    """A post changed; also comes on a pin, without a new `post.edited`."""

    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDeleted:
    """A post is gone; `post` is what it was."""

    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class Reacted:
    """A reaction that came or went.

    `emoji` is the name without colons: white_check_mark; `channel_id` is the post's.
    """

    user_id: Annotated[Id, Field(validation_alias=AliasPath("reaction", "user_id"))]
    post_id: Annotated[Id, Field(validation_alias=AliasPath("reaction", "post_id"))]
    emoji: Annotated[Text, Field(validation_alias=AliasPath("reaction", "emoji_name"))]
    channel_id: Annotated[
        OptionalId, Field(validation_alias=AliasPath(_BROADCAST, "channel_id"))
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionAdded(Reacted):
    """Someone reacted on a post."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionRemoved(Reacted):
    """Someone took a reaction back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserAdded:
    """Someone, perhaps the bot, joined a channel."""

    user_id: Id
    channel_id: Annotated[Id, Field(validation_alias=AliasPath(_BROADCAST, "channel_id"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRemoved:
    """Someone left a channel; the bot itself when `user_id` is its own.

    Told to the channel about a user, or to the bot about a channel it was removed from.
    """

    user_id: Annotated[
        Id, Field(validation_alias=AliasChoices("user_id", AliasPath(_BROADCAST, "user_id")))
    ]
    channel_id: Annotated[
        Id, Field(validation_alias=AliasChoices("channel_id", AliasPath(_BROADCAST, "channel_id")))
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLeft:
    """Someone left a team, or was removed from it; no UserRemoved tells its channels."""

    user_id: Id
    team_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class UserUpdated:
    """A profile changed, or an account was deactivated.

    The socket leaves `is_bot` out for some users.
    """

    user: User


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelUpdated:
    """A channel was renamed or otherwise changed."""

    channel: Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelDeleted:
    """A channel was archived; told to its whole team."""

    channel_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRestored:
    """A channel is archived no longer; told to its whole team."""

    channel_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Anything else, known by its name only.

    "" for what has none (an answer to our own requests, bad JSON).
    """

    name: str


PostEvent = Posted | PostEdited | PostDeleted | ReactionAdded | ReactionRemoved
PersonEvent = UserAdded | UserRemoved | TeamLeft | UserUpdated
ChannelEvent = ChannelUpdated | ChannelDeleted | ChannelRestored
UsedEvent = PostEvent | PersonEvent | ChannelEvent
"""What we use of what happens on the server."""

Event = Hello | UsedEvent | Other


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """An event and its place in the session: 0 for hello, then one more each.

    None: outside the sequence.
    """

    seq: int | None
    event: Event


_KINDS: Mapping[str, type[Event]] = {
    "hello": Hello,
    "posted": Posted,
    "post_edited": PostEdited,
    "post_deleted": PostDeleted,
    "reaction_added": ReactionAdded,
    "reaction_removed": ReactionRemoved,
    "user_added": UserAdded,
    "user_removed": UserRemoved,
    "leave_team": TeamLeft,
    "user_updated": UserUpdated,
    "channel_updated": ChannelUpdated,
    "channel_deleted": ChannelDeleted,
    "channel_restored": ChannelRestored,
}

_IN_JSON = frozenset({"post", "reaction", "user", "channel"})
"""What Mattermost writes as JSON text inside the JSON, in some versions at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Envelope:
    event: Text = ""
    seq: Whole = 0
    data: object = None
    broadcast: object = None


def parse_frame(text: str | bytes) -> Frame:
    """Read one WebSocket message.

    Never raises: what cannot be read is logged by its event's name, and is Other.
    """
    name, seq = "", None
    try:
        told = read(_Envelope, text)
        name = told.event
        seq = told.seq if name else None
        kind = _KINDS.get(name)
        if kind is None:
            return Frame(seq=seq, event=Other(name=name))
        return Frame(seq=seq, event=built(kind, _parts(told)))
    except MalformedError as error:
        log.warning("socket_event_unreadable", event_name=name[:64], reason=str(error))
        return Frame(seq=seq, event=Other(name=name))


def _parts(told: _Envelope) -> dict[str, object]:
    parts = dict(told.data) if isinstance(told.data, dict) else {}
    for name in _IN_JSON & parts.keys():
        if isinstance(parts[name], str):
            parts[name] = parse_json(parts[name])
    return {**parts, _BROADCAST: told.broadcast}
