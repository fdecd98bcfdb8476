"""What the sandbox remembers. Times are Mattermost's: milliseconds since 1970, 0 for never."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

ADMIN_ROLES = "system_user system_admin"
DIRECT = "D"
OPEN = "O"
PRIVATE = "P"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the journal keeps: JSON values under a key."""

    @property
    def key(self) -> str:
        """Name the record among those of its kind."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class User(Record):
    """A person's account, or a bot's; `delete_at` once closed."""

    id: str
    username: str
    first_name: str = ""
    last_name: str = ""
    position: str = ""
    roles: str = "system_user"
    is_bot: bool = False
    bot_description: str = ""
    create_at: int
    delete_at: int = 0

    @property
    def key(self) -> str:
        """The account's identifier."""
        return self.id

    @property
    def admin(self) -> bool:
        """Tell whether the account may do everything."""
        return "system_admin" in self.roles.split()


@dataclass(frozen=True, slots=True, kw_only=True)
class Session(Record):
    """A token and whose it is; a bot's never ends."""

    token: str
    user_id: str

    @property
    def key(self) -> str:
        """The token itself."""
        return self.token


@dataclass(frozen=True, slots=True, kw_only=True)
class Team(Record):
    """A team and its members' identifiers."""

    id: str
    name: str
    display_name: str
    create_at: int
    member_ids: list[str]

    @property
    def key(self) -> str:
        """The team's identifier."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Record):
    """A channel of a team, or a direct one (type D, without team); `delete_at` once archived."""

    id: str
    team_id: str
    type: str
    name: str
    display_name: str
    purpose: str = ""
    creator_id: str = ""
    create_at: int
    update_at: int = 0
    delete_at: int = 0

    @property
    def key(self) -> str:
        """The channel's identifier."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Member(Record):
    """Somebody in a channel, and how far that person has read."""

    channel_id: str
    user_id: str
    msg_count: int = 0
    mention_count: int = 0
    last_viewed_at: int = 0

    @property
    def key(self) -> str:
        """The channel and the user, together."""
        return f"{self.channel_id}:{self.user_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post(Record):
    """A message. Props are kept whole, with the integrations that readers never see."""

    id: str
    create_at: int
    update_at: int
    edit_at: int = 0
    delete_at: int = 0
    is_pinned: bool = False
    user_id: str
    channel_id: str
    root_id: str = ""
    message: str
    type: str = ""
    props: Json = field(default_factory=dict)
    file_ids: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The post's identifier."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction(Record):
    """One emoji by one person under one post."""

    user_id: str
    post_id: str
    emoji_name: str
    create_at: int

    @property
    def key(self) -> str:
        """Who, where and which, together."""
        return f"{self.post_id}:{self.user_id}:{self.emoji_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload(Record):
    """A file that was sent; its bytes lie beside the journal. Pictures have a size, in pixels."""

    id: str
    user_id: str
    channel_id: str
    post_id: str = ""
    name: str
    size: int
    mime_type: str
    width: int = 0
    height: int = 0
    create_at: int

    @property
    def key(self) -> str:
        """The file's identifier."""
        return self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class SlashCommand(Record):
    """A custom slash command of a team."""

    id: str
    token: str
    create_at: int
    update_at: int
    creator_id: str
    team_id: str
    trigger: str
    method: str = "P"
    username: str = ""
    icon_url: str = ""
    auto_complete: bool = False
    auto_complete_desc: str = ""
    auto_complete_hint: str = ""
    display_name: str = ""
    description: str = ""
    url: str

    @property
    def key(self) -> str:
        """The command's identifier."""
        return self.id
