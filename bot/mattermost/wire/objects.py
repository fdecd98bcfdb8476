"""What the server keeps: users, teams, channels, posts, slash commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AliasPath, Field

from bot.mattermost.errors import MalformedError
from bot.mattermost.wire.fields import (
    LONGEST_TEXT,
    AnyText,
    Flag,
    Given,
    Happened,
    HowMany,
    Id,
    Ids,
    Mark,
    Marked,
    Moment,
    NullIsEmpty,
    OptionalId,
    OptionalMark,
    OptionalMoment,
    Text,
    Whole,
    Words,
    read,
)

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
    def _missing_(cls, value: object) -> ChannelType | None:
        return cls.OTHER if isinstance(value, str) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A person or a bot. `deleted` means deactivated: the account no longer logs in."""

    id: Id
    username: Text = ""
    first_name: Text = ""
    last_name: Text = ""
    nickname: Text = ""
    is_bot: Flag = False
    roles: Words = ()
    deleted: Annotated[Happened, Field(alias="delete_at")] = False

    @property
    def is_guest(self) -> bool:
        """Guests see only the channels they were invited to."""
        return "system_guest" in self.roles

    @property
    def display_name(self) -> str:
        """Nickname, else first and last name, else user name.

        As Mattermost's own « nickname » setting does.
        """
        return self.nickname or f"{self.first_name} {self.last_name}".strip() or self.username


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A team of the server; `name` is the one in addresses."""

    id: Id
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A channel; `team_id` is "" for direct and group channels."""

    id: Id
    team_id: OptionalId = ""
    type: ChannelType = ChannelType.OPEN
    name: Text = ""
    display_name: Text = ""
    archived: Annotated[Happened, Field(alias="delete_at")] = False
    last_post_at: OptionalMoment = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A message.

    `root_id` is "" for a post that is not a reply; `type` is "" for what a person or a bot wrote,
    `system_…` for joins and the like, of which `added` is whom someone had join. `from_webhook`
    marks what an integration made the server post under a user's name, `from_afar` what another
    server sent through a shared channel: never take either for the words of someone here. `edited`
    is None while the text has not changed (a pin does not edit).
    """

    id: Id
    channel_id: Id
    user_id: OptionalId = ""
    root_id: OptionalId = ""
    message: Annotated[AnyText, Field(max_length=4 * LONGEST_TEXT)] = field(default="", repr=False)
    type: Text = ""
    created: Annotated[Moment, Field(alias="create_at")]
    edited: Annotated[OptionalMoment, Field(alias="edit_at")] = None
    deleted: Annotated[Happened, Field(alias="delete_at")] = False
    pinned: Annotated[Flag, Field(alias="is_pinned")] = False
    from_webhook: Annotated[Marked, Field(validation_alias=AliasPath("props", "from_webhook"))] = (
        False
    )
    from_bot: Annotated[Marked, Field(validation_alias=AliasPath("props", "from_bot"))] = False
    added: Annotated[OptionalId, Field(validation_alias=AliasPath("props", "addedUserId"))] = ""
    from_afar: Annotated[Given, Field(alias="remote_id")] = False
    file_ids: Ids = ()
    key: Annotated[OptionalMark, Field(validation_alias=AliasPath("props", KEY))] = None
    mark: Annotated[Mark, Field(validation_alias=AliasPath("props", MARK))] = ""
    reactions: Annotated[HowMany, Field(validation_alias=AliasPath("metadata", "reactions"))] = 0

    @property
    def relayed(self) -> bool:
        """Whether a program wrote it, or carried it here."""
        return self.from_webhook or self.from_bot or self.from_afar


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """Someone's reaction on a post.

    Put again, it keeps the date of its creation.
    """

    user_id: Id
    emoji: Annotated[Text, Field(alias="emoji_name")]
    created: Annotated[Moment, Field(alias="create_at")]
    updated: Annotated[OptionalMoment, Field(alias="update_at")] = None

    @property
    def at(self) -> datetime:
        """When it was put, for the last time if several."""
        return max(self.created, self.updated or self.created)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInfo:
    """What the server says of a file; `size` in bytes."""

    id: Id
    name: Text = ""
    size: Whole = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SlashCommand:
    """A slash command of one team. `id` and `token` are "" until the server has created it.

    The server keeps the token itself: it is read, never sent.
    """

    id: OptionalId = ""
    token: Annotated[Text, Field(exclude=True)] = field(default="", repr=False)
    team_id: Id
    method: Literal["P"] = field(default="P", init=False)
    trigger: Text
    url: Text
    display_name: Text = ""
    description: Text = ""
    auto_complete: Flag = True
    auto_complete_desc: Text = ""
    auto_complete_hint: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """The first word of a slash command that may be typed in a team."""

    trigger: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Someone in a channel."""

    user_id: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a slash command was answered."""

    text: AnyText = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """Files that were uploaded for a post to come."""

    file_infos: Annotated[tuple[FileInfo, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    order: Annotated[tuple[str, ...], NullIsEmpty] = ()
    posts: dict[str, Post]


def parse_posts(body: bytes) -> tuple[Post, ...]:
    """Read a page of posts, oldest first.

    The page's own order counts: `posts` also holds roots from elsewhere, and 5.37 lists the root of
    a thread twice.
    """
    page = read(_Page, body)
    try:
        posts = [page.posts[each] for each in reversed(dict.fromkeys(page.order))]
    except KeyError:
        raise MalformedError("order names a post that is not there") from None
    return tuple(sorted(posts, key=lambda post: post.created))


def parse_reactions(body: bytes) -> dict[str, tuple[Reaction, ...]]:
    """Read the reactions on many posts, by post."""
    return read(dict[str, Annotated[tuple[Reaction, ...], NullIsEmpty]], body)
