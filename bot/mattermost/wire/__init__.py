"""Mattermost's bytes as typed objects, and ours as its JSON.

The one place where JSON has a shape.
"""

# mypy: implicit-reexport

from __future__ import annotations

from bot.mattermost.errors import MalformedError
from bot.mattermost.wire.calls import (
    LONGEST_SIGNED,
    ActionCall,
    ActionKind,
    DialogCall,
    SlashCall,
    parse_action,
    parse_dialog,
    parse_slash,
)
from bot.mattermost.wire.cards import (
    LARGEST_PROPS,
    ActionAnswer,
    Attachment,
    ButtonStyle,
    DialogAnswer,
    DialogElement,
    ElementKind,
    Integration,
    Menu,
    Option,
    PostProps,
    PostUpdate,
    SlashAnswer,
    WireButton,
    WireDialog,
)
from bot.mattermost.wire.events import (
    ChannelDeleted,
    ChannelRestored,
    ChannelUpdated,
    Event,
    Frame,
    Hello,
    Other,
    PostDeleted,
    Posted,
    PostEdited,
    ReactionAdded,
    ReactionRemoved,
    TeamLeft,
    UserAdded,
    UserRemoved,
    UserUpdated,
    parse_frame,
)
from bot.mattermost.wire.fields import LONGEST_TEXT, JsonObject, read, read_all, written
from bot.mattermost.wire.objects import (
    KEY,
    Channel,
    ChannelType,
    FileInfo,
    Member,
    Post,
    Ran,
    Reaction,
    SlashCommand,
    Team,
    Uploaded,
    User,
    parse_posts,
    parse_reactions,
)
