"""What the WebSocket says, one dataclass an event.

What we do not use, or cannot read, is `Other`: never an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog

from bot.mattermost.errors import MalformedError
from bot.mattermost.wire.fields import Fields
from bot.mattermost.wire.objects import (
    Channel,
    ChannelType,
    Post,
    User,
    read_channel,
    read_post,
    read_user,
)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hello:
    """A new session: whatever came before it and was not seen has to be fetched over REST."""

    connection_id: str
    server_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A post, joins and leaves included (`post.type`).

    `mentions` are user ids; `team_id` is "" in direct channels.
    """

    post: Post
    channel_type: ChannelType
    sender_name: str
    mentions: frozenset[str]
    team_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostEdited:
    """A post changed; also comes on a pin, without a new `post.edited`."""

    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDeleted:
    """A post is gone; `post` is what it was."""

    post: Post


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionAdded:
    """`emoji` is the name without colons: white_check_mark; `channel_id` is the post's."""

    user_id: str
    post_id: str
    emoji: str
    channel_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReactionRemoved:
    """The reverse of ReactionAdded."""

    user_id: str
    post_id: str
    emoji: str
    channel_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UserAdded:
    """Someone, perhaps the bot, joined a channel."""

    user_id: str
    channel_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRemoved:
    """Someone left a channel; the bot itself when `user_id` is its own."""

    user_id: str
    channel_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLeft:
    """Someone left a team, or was removed from it; no UserRemoved tells its channels."""

    user_id: str
    team_id: str


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

    channel_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRestored:
    """A channel is archived no longer; told to its whole team."""

    channel_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """Anything else, known by its name only.

    "" for what has none (an answer to our own requests, bad JSON).
    """

    name: str


Event = (
    Hello
    | Posted
    | PostEdited
    | PostDeleted
    | ReactionAdded
    | ReactionRemoved
    | UserAdded
    | UserRemoved
    | TeamLeft
    | UserUpdated
    | ChannelUpdated
    | ChannelDeleted
    | ChannelRestored
    | Other
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """An event and its place in the session: 0 for hello, then one more each.

    None: outside the sequence.
    """

    seq: int | None
    event: Event


def parse_frame(text: str | bytes) -> Frame:
    """Read one WebSocket message.

    Never raises: what cannot be read is logged by its event's name, and is Other.
    """
    name, seq = "", None
    try:
        fields = Fields.from_body(text)
        name = fields.text("event")
        seq = fields.number("seq") if name else None
        read = _READERS.get(name)
        if read is None:
            return Frame(seq=seq, event=Other(name=name))
        return Frame(seq=seq, event=read(fields.nested("data"), fields.nested("broadcast")))
    except MalformedError as error:
        log.warning("socket_event_unreadable", event_name=name[:64], reason=str(error))
        return Frame(seq=seq, event=Other(name=name))


def _hello(data: Fields, _broadcast: Fields) -> Hello:
    return Hello(
        connection_id=data.text("connection_id"), server_version=data.text("server_version")
    )


def _posted(data: Fields, _broadcast: Fields) -> Posted:
    return Posted(
        post=read_post(data.nested("post")),
        channel_type=ChannelType.read(data.text("channel_type")),
        sender_name=data.text("sender_name").removeprefix("@"),
        mentions=data.ids_in_json("mentions"),
        team_id=data.id_if_any("team_id"),
    )


def _post_edited(data: Fields, _broadcast: Fields) -> PostEdited:
    return PostEdited(post=read_post(data.nested("post")))


def _post_deleted(data: Fields, _broadcast: Fields) -> PostDeleted:
    return PostDeleted(post=read_post(data.nested("post")))


def _reaction_added(data: Fields, broadcast: Fields) -> ReactionAdded:
    reaction = data.nested("reaction")
    return ReactionAdded(
        user_id=reaction.id("user_id"),
        post_id=reaction.id("post_id"),
        emoji=reaction.text("emoji_name"),
        channel_id=broadcast.id_if_any("channel_id"),
    )


def _reaction_removed(data: Fields, broadcast: Fields) -> ReactionRemoved:
    reaction = data.nested("reaction")
    return ReactionRemoved(
        user_id=reaction.id("user_id"),
        post_id=reaction.id("post_id"),
        emoji=reaction.text("emoji_name"),
        channel_id=broadcast.id_if_any("channel_id"),
    )


def _user_added(data: Fields, broadcast: Fields) -> UserAdded:
    return UserAdded(user_id=data.id("user_id"), channel_id=broadcast.id("channel_id"))


def _user_removed(data: Fields, broadcast: Fields) -> UserRemoved:
    """Read either shape.

    Told to the channel about a user, or to the bot about a channel it was removed from.
    """
    return UserRemoved(
        user_id=data.id_if_any("user_id") or broadcast.id("user_id"),
        channel_id=data.id_if_any("channel_id") or broadcast.id("channel_id"),
    )


def _team_left(data: Fields, _broadcast: Fields) -> TeamLeft:
    return TeamLeft(user_id=data.id("user_id"), team_id=data.id("team_id"))


def _user_updated(data: Fields, _broadcast: Fields) -> UserUpdated:
    return UserUpdated(user=read_user(data.nested("user")))


def _channel_updated(data: Fields, _broadcast: Fields) -> ChannelUpdated:
    return ChannelUpdated(channel=read_channel(data.nested("channel")))


def _channel_deleted(data: Fields, _broadcast: Fields) -> ChannelDeleted:
    return ChannelDeleted(channel_id=data.id("channel_id"))


def _channel_restored(data: Fields, _broadcast: Fields) -> ChannelRestored:
    return ChannelRestored(channel_id=data.id("channel_id"))


_READERS: Mapping[str, Callable[[Fields, Fields], Event]] = {
    "hello": _hello,
    "posted": _posted,
    "post_edited": _post_edited,
    "post_deleted": _post_deleted,
    "reaction_added": _reaction_added,
    "reaction_removed": _reaction_removed,
    "user_added": _user_added,
    "user_removed": _user_removed,
    "leave_team": _team_left,
    "user_updated": _user_updated,
    "channel_updated": _channel_updated,
    "channel_deleted": _channel_deleted,
    "channel_restored": _channel_restored,
}
