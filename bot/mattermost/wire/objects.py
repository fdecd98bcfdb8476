"""What the server keeps: users, teams, channels, posts, slash commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.mattermost.wire.fields import LARGEST_BODY, LONGEST_TEXT, Fields, JsonObject, each_of

KEY = "courroie_key"
"""The prop that carries our own key: how a post is found again when in doubt, and known as ours."""

MARK = "courroie_mark"
"""The prop that tells which generation of the database made a post, and when."""


class ChannelType(StrEnum):
    """Mattermost's letters. A type that a later server invents reads as OTHER."""

    OPEN = "O"
    PRIVATE = "P"
    DIRECT = "D"
    GROUP = "G"
    OTHER = ""

    @classmethod
    def read(cls, letter: str) -> ChannelType:
        """Read a letter, known or not."""
        return cls(letter) if letter in {kind.value for kind in cls} else cls.OTHER


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person or a bot. `deleted` means deactivated: the account no longer logs in."""

    id: str
    username: str
    first_name: str = ""
    last_name: str = ""
    nickname: str = ""
    is_bot: bool = False
    roles: frozenset[str] = frozenset()
    deleted: bool = False
    locale: str = ""

    @property
    def is_guest(self) -> bool:
        """Guests see only the channels they were invited to."""
        return "system_guest" in self.roles

    @property
    def is_system_admin(self) -> bool:
        """Whether the whole server is theirs to administer."""
        return "system_admin" in self.roles

    @property
    def display_name(self) -> str:
        """Nickname, else first and last name, else user name.

        As Mattermost's own « nickname » setting does.
        """
        return self.nickname or f"{self.first_name} {self.last_name}".strip() or self.username


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team of the server; `name` is the one in addresses."""

    id: str
    name: str
    display_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel; `team_id` is "" for direct and group channels."""

    id: str
    team_id: str = ""
    type: ChannelType = ChannelType.OPEN
    name: str = ""
    display_name: str = ""
    archived: bool = False
    last_post_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message.

    `root_id` is "" for a post that is not a reply; `type` is "" for what a person or a bot wrote,
    `system_…` for joins and the like. `from_webhook` marks what an integration made the server post
    under a user's name: never take it for that user's words. `edited` is None while the text has
    not changed (a pin does not edit).
    """

    id: str
    channel_id: str
    user_id: str
    root_id: str = ""
    message: str = field(default="", repr=False)
    type: str = ""
    created: datetime
    edited: datetime | None = None
    deleted: bool = False
    pinned: bool = False
    from_webhook: bool = False
    from_bot: bool = False
    file_ids: tuple[str, ...] = ()
    key: str | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """Someone's reaction on a post, and when it was put, for the last time if several."""

    user_id: str
    emoji: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInfo:
    """What the server says of a file; `size` in bytes."""

    id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlashCommand:
    """A slash command of one team. `id` and `token` are "" until the server has created it."""

    id: str = ""
    token: str = field(default="", repr=False)
    team_id: str
    trigger: str
    url: str
    creator_id: str = ""
    display_name: str = ""
    description: str = ""
    auto_complete: bool = True
    auto_complete_desc: str = ""
    auto_complete_hint: str = ""

    def to_wire(self) -> JsonObject:
        """Write what `POST` and `PUT /commands` take.

        The server keeps the token and the creator itself.
        """
        return {
            "id": self.id,
            "team_id": self.team_id,
            "method": "P",
            "trigger": self.trigger,
            "url": self.url,
            "display_name": self.display_name,
            "description": self.description,
            "auto_complete": self.auto_complete,
            "auto_complete_desc": self.auto_complete_desc,
            "auto_complete_hint": self.auto_complete_hint,
        }


def parse_user(body: bytes) -> User:
    """Read one user."""
    return read_user(Fields.from_body(body))


def parse_users(body: bytes) -> tuple[User, ...]:
    """Read a list of users."""
    return each_of(body, read_user)


def parse_team(body: bytes) -> Team:
    """Read one team."""
    return _read_team(Fields.from_body(body))


def parse_channel(body: bytes) -> Channel:
    """Read one channel."""
    return read_channel(Fields.from_body(body))


def parse_teams(body: bytes) -> tuple[Team, ...]:
    """Read a list of teams."""
    return each_of(body, _read_team)


def parse_channels(body: bytes) -> tuple[Channel, ...]:
    """Read a list of channels."""
    return each_of(body, read_channel)


def parse_member_ids(body: bytes) -> tuple[str, ...]:
    """Read the user ids of a page of channel members."""
    return each_of(body, lambda fields: fields.id("user_id"))


def parse_post(body: bytes) -> Post:
    """Read one post."""
    return read_post(Fields.from_body(body))


def parse_posts(body: bytes) -> tuple[Post, ...]:
    """Read a page of posts, oldest first.

    The page's own order counts: `posts` also holds roots from elsewhere.
    """
    posts = list(Fields.from_body(body).each("posts", "order", read_post))
    posts.reverse()
    posts.sort(key=lambda post: post.created)
    return tuple(posts)


def parse_reactions(body: bytes) -> dict[str, tuple[Reaction, ...]]:
    """Read the reactions on many posts, by post."""
    posts = Fields.from_body(body)
    return {post: posts.all(post, _read_reaction) for post in posts}


def parse_command(body: bytes) -> SlashCommand:
    """Read one slash command."""
    return _read_command(Fields.from_body(body))


def parse_commands(body: bytes) -> tuple[SlashCommand, ...]:
    """Read a list of slash commands."""
    return each_of(body, _read_command)


def parse_command_text(body: bytes) -> str:
    """Read the text that a slash command was answered."""
    return Fields.from_body(body).text("text", longest=LARGEST_BODY)


def parse_file_id(body: bytes) -> str:
    """Read the id of the one file that was uploaded."""
    return Fields.from_body(body).first("file_infos").id("id")


def parse_file_info(body: bytes) -> FileInfo:
    """Read what the server says of a file."""
    fields = Fields.from_body(body)
    return FileInfo(id=fields.id("id"), name=fields.text("name"), size=fields.number("size"))


def read_user(fields: Fields) -> User:
    """Read a user from its fields, as REST and the socket both give them."""
    return User(
        id=fields.id("id"),
        username=fields.text("username"),
        first_name=fields.text("first_name"),
        last_name=fields.text("last_name"),
        nickname=fields.text("nickname"),
        is_bot=fields.flag("is_bot"),
        roles=frozenset(fields.words("roles")),
        deleted=fields.number("delete_at") > 0,
        locale=fields.text("locale"),
    )


def read_channel(fields: Fields) -> Channel:
    """Read a channel from its fields."""
    return Channel(
        id=fields.id("id"),
        team_id=fields.id_if_any("team_id"),
        type=ChannelType.read(fields.text("type")),
        name=fields.text("name"),
        display_name=fields.text("display_name"),
        archived=fields.number("delete_at") > 0,
        last_post_at=fields.moment("last_post_at") if fields.number("last_post_at") else None,
    )


def read_post(fields: Fields) -> Post:
    """Read a post from its fields."""
    props = fields.nested("props")
    return Post(
        id=fields.id("id"),
        channel_id=fields.id("channel_id"),
        user_id=fields.id_if_any("user_id"),
        root_id=fields.id_if_any("root_id"),
        message=fields.text("message", longest=4 * LONGEST_TEXT),
        type=fields.text("type"),
        created=fields.moment("create_at"),
        edited=fields.moment("edit_at") if fields.number("edit_at") else None,
        deleted=fields.number("delete_at") > 0,
        pinned=fields.flag("is_pinned"),
        from_webhook=props.mark("from_webhook") == "true",
        from_bot=props.mark("from_bot") == "true",
        file_ids=fields.ids("file_ids"),
        key=props.mark(KEY) or None,
        mark=props.mark(MARK),
    )


def _read_reaction(fields: Fields) -> Reaction:
    """Read a reaction; put again, it keeps the date of its creation."""
    put_again = fields.number("update_at") > fields.number("create_at")
    return Reaction(
        user_id=fields.id("user_id"),
        emoji=fields.text("emoji_name"),
        at=fields.moment("update_at" if put_again else "create_at"),
    )


def _read_team(fields: Fields) -> Team:
    return Team(
        id=fields.id("id"),
        name=fields.text("name"),
        display_name=fields.text("display_name"),
    )


def _read_command(fields: Fields) -> SlashCommand:
    return SlashCommand(
        id=fields.id("id"),
        token=fields.text("token"),
        team_id=fields.id("team_id"),
        trigger=fields.text("trigger"),
        url=fields.text("url"),
        creator_id=fields.id_if_any("creator_id"),
        display_name=fields.text("display_name"),
        description=fields.text("description"),
        auto_complete=fields.flag("auto_complete"),
        auto_complete_desc=fields.text("auto_complete_desc"),
        auto_complete_hint=fields.text("auto_complete_hint"),
    )
