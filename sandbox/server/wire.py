"""How records look in answers and events: the real server's fields, in its order."""

import json
from pathlib import PurePath

from sandbox.server import attachments
from sandbox.server.records import (
    DIRECT,
    Channel,
    Json,
    Member,
    Post,
    Reaction,
    SlashCommand,
    Team,
    Upload,
    User,
)
from sandbox.server.world import World

_NOTIFY = {
    "channel": "true",
    "comments": "never",
    "desktop": "mention",
    "desktop_sound": "true",
    "email": "true",
    "first_name": "false",
    "mention_keys": "",
    "push": "mention",
    "push_status": "away",
}
_TIMEZONE = {"automaticTimezone": "", "manualTimezone": "", "useAutomaticTimezone": "true"}


def text(value: object) -> str:
    """Write JSON the way Go does: compact, accents kept."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def user(account: User, *, own: bool = False) -> Json:
    """Show an account; one's own with its settings."""
    shown: Json = {
        "id": account.id,
        "create_at": account.create_at,
        "update_at": account.create_at,
        "delete_at": account.delete_at,
        "username": account.username,
        "auth_data": "",
        "auth_service": "",
        "email": f"{account.username}@{'localhost' if account.is_bot else 'example.org'}",
        "nickname": "",
        "first_name": account.first_name,
        "last_name": account.last_name,
        "position": account.position,
        "roles": account.roles,
    }
    if own:
        shown |= {"notify_props": _NOTIFY, "last_password_update": account.create_at}
    shown |= {"locale": "en" if account.is_bot else "fr", "timezone": _TIMEZONE}
    if account.is_bot:
        shown |= {"is_bot": True, "bot_description": account.bot_description}
    return shown | {"disable_welcome_email": False}


def team(record: Team) -> Json:
    """Show a team."""
    return {
        "id": record.id,
        "create_at": record.create_at,
        "update_at": record.create_at,
        "delete_at": 0,
        "display_name": record.display_name,
        "name": record.name,
        "description": "",
        "email": "",
        "type": "O",
        "company_name": "",
        "allowed_domains": "",
        "invite_id": "",
        "allow_open_invite": False,
        "scheme_id": None,
        "group_constrained": None,
        "policy_id": None,
    }


def channel(world: World, record: Channel) -> Json:
    """Show a channel. A direct one has no display name: the reader builds it."""
    count = world.talk_count(record.id)
    return {
        "id": record.id,
        "create_at": record.create_at,
        "update_at": record.update_at or record.create_at,
        "delete_at": record.delete_at,
        "team_id": record.team_id,
        "type": record.type,
        "display_name": record.display_name,
        "name": record.name,
        "header": "",
        "purpose": record.purpose,
        "last_post_at": world.last_post_at(record),
        "total_msg_count": count,
        "extra_update_at": 0,
        "creator_id": record.creator_id,
        "scheme_id": None,
        "props": None,
        "group_constrained": None,
        "shared": None,
        "total_msg_count_root": count,
        "policy_id": None,
    }


def member(record: Member) -> Json:
    """Show somebody's place in a channel."""
    return {
        "channel_id": record.channel_id,
        "user_id": record.user_id,
        "roles": "channel_user",
        "last_viewed_at": record.last_viewed_at,
        "msg_count": record.msg_count,
        "mention_count": record.mention_count,
        "mention_count_root": record.mention_count,
        "msg_count_root": record.msg_count,
        "notify_props": {
            "desktop": "default",
            "email": "default",
            "ignore_channel_mentions": "default",
            "mark_unread": "all",
            "push": "default",
        },
        "last_update_at": record.last_viewed_at,
        "scheme_guest": False,
        "scheme_user": True,
        "scheme_admin": False,
        "explicit_roles": "",
    }


def post(world: World, record: Post, *, pending: str = "", metadata: bool = True) -> Json:
    """Show a post to clients: integrations stripped, files and reactions in `metadata`."""
    reactions = world.reactions_to(record.id)
    shown: Json = {
        "id": record.id,
        "create_at": record.create_at,
        "update_at": record.update_at,
        "edit_at": record.edit_at,
        "delete_at": record.delete_at,
        "is_pinned": record.is_pinned,
        "user_id": record.user_id,
        "channel_id": record.channel_id,
        "root_id": record.root_id,
        "parent_id": record.root_id,
        "original_id": "",
        "message": record.message,
        "type": record.type,
        "props": attachments.stripped(record.props),
        "hashtags": "",
    }
    if record.file_ids:
        shown["file_ids"] = record.file_ids
    shown["pending_post_id"] = pending
    if reactions:
        shown["has_reactions"] = True
    shown |= {
        "reply_count": len(world.replies(record.root_id or record.id)),
        "last_reply_at": 0,
        "participants": None,
    }
    if metadata:
        shown["metadata"] = _metadata(world, record, reactions)
    return shown


def _metadata(world: World, record: Post, reactions: list[Reaction]) -> Json:
    found: Json = {}
    if record.props.get("attachments"):
        found["embeds"] = [{"type": "message_attachment"}]
    files = [upload(file) for file_id in record.file_ids if (file := world.uploads.get(file_id))]
    if files:
        found["files"] = files
    if reactions:
        found["reactions"] = [reaction(one) for one in reactions]
    return found


def reaction(record: Reaction, *, removed_at: int = 0) -> Json:
    """Show a reaction; a removed one loses its date of creation, as the real server has it."""
    return {
        "user_id": record.user_id,
        "post_id": record.post_id,
        "emoji_name": record.emoji_name,
        "create_at": 0 if removed_at else record.create_at,
        "update_at": removed_at or record.create_at,
        "delete_at": 0,
        "remote_id": "",
    }


def upload(record: Upload) -> Json:
    """Show a file's description; 5.37 leaves its channel out."""
    suffix = PurePath(record.name).suffix.removeprefix(".")
    shown: Json = {"id": record.id, "user_id": record.user_id}
    if record.post_id:
        shown["post_id"] = record.post_id
    shown |= {
        "channel_id": "",
        "create_at": record.create_at,
        "update_at": record.create_at,
        "delete_at": 0,
        "name": record.name,
        "extension": suffix.lower(),
        "size": record.size,
        "mime_type": record.mime_type,
    }
    if record.width:
        shown |= {"width": record.width, "height": record.height, "has_preview_image": True}
    return shown | {"mini_preview": None, "remote_id": ""}


def command(record: SlashCommand, *, secret: bool = True) -> Json:
    """Show a slash command, without its secrets to those who may only use it."""
    return {
        "id": record.id,
        "token": record.token if secret else "",
        "create_at": record.create_at,
        "update_at": record.update_at,
        "delete_at": 0,
        "creator_id": record.creator_id if secret else "",
        "team_id": record.team_id,
        "trigger": record.trigger,
        "method": record.method if secret else "",
        "username": record.username if secret else "",
        "icon_url": record.icon_url if secret else "",
        "auto_complete": record.auto_complete,
        "auto_complete_desc": record.auto_complete_desc,
        "auto_complete_hint": record.auto_complete_hint,
        "display_name": record.display_name,
        "description": record.description,
        "url": record.url if secret else "",
        "plugin_id": "",
    }


def title(record: Channel, reader: User) -> str:
    """Name a channel as `reader` sees it in events: a direct one bears the sender's name."""
    return f"@{reader.username}" if record.type == DIRECT else record.display_name
