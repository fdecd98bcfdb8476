"""Writing in channels: each change is kept, then told to those who may hear it."""

import re
from dataclasses import replace

from sandbox.server import attachments, wire
from sandbox.server.context import Context
from sandbox.server.errors import ApiError
from sandbox.server.ids import new_id
from sandbox.server.records import DIRECT, Channel, Json, Post, Reaction, User
from sandbox.server.triggers import EphemeralAction

MESSAGE_LIMIT = 16_383
PROPS_LIMIT = 8_000
_MENTION = re.compile(r"(?<![\w@/])@([a-z0-9._-]*[a-z0-9_-])", re.IGNORECASE)
_EVERYBODY = {"all", "channel", "here"}
_SLACK_LINK = re.compile(r"<([^\s<>|]+)\|([^<>|]+)>")
_SLACK_CALL = re.compile(r"<!(channel|here|everyone|all)>")


def new_post(
    context: Context, author: User, channel: Channel, message: str, **more: object
) -> Post:
    """Draft a post, dated from the world's clock. `more` are other fields of `Post`."""
    now = context.world.tick()
    draft = Post(
        id=new_id(),
        create_at=now,
        update_at=now,
        user_id=author.id,
        channel_id=channel.id,
        message=message,
    )
    return replace(draft, **more)  # type: ignore[arg-type]


def publish(context: Context, post: Post, *, pending: str = "") -> Post:
    """Keep a draft in its channel, adopt its files, count it as unread, and tell the members.

    Files that are another's, or another post's, are left out without a word.
    """
    world = context.world
    files = [upload for one in post.file_ids if (upload := world.uploads.get(one))]
    files = [one for one in files if one.user_id == post.user_id and not one.post_id]
    post = replace(
        post,
        props=attachments.normalized(post.props),
        file_ids=[one.id for one in files],
    )
    check(post)
    world.add_post(post)
    for upload in files:
        world.uploads.keep(replace(upload, post_id=post.id))
    mentioned = _mentioned(context, post)
    if not post.type.startswith("system_"):
        _count_unread(context, post, mentioned)
    context.hub.publish(
        "posted", _posted(context, post, mentioned, pending), channel_id=post.channel_id
    )
    return post


def check(post: Post) -> None:
    """Refuse what the real server's database refuses: 16,383 characters, 8,000 of props."""
    if len(post.message) > MESSAGE_LIMIT:
        raise ApiError(400, "model.post.is_valid.msg.app_error", f"id={post.id}")
    if len(wire.text(post.props)) > PROPS_LIMIT:
        raise ApiError(400, "model.post.is_valid.props.app_error", f"id={post.id}")


def edit(context: Context, post: Post, **changes: object) -> Post:
    """Change a post. Only another message makes it edited: a pin or new props do not."""
    now = context.world.tick()
    changed = replace(post, update_at=now, **changes)  # type: ignore[arg-type]
    changed = replace(changed, props=attachments.normalized(changed.props))
    if changed.message != post.message:
        changed = replace(changed, edit_at=now)
    check(changed)
    context.world.posts.keep(changed)
    tell_edited(context, changed)
    return changed


def tell_edited(context: Context, post: Post) -> None:
    """Tell the members that a post changed."""
    shown = {"post": wire.text(wire.post(context.world, post))}
    context.hub.publish("post_edited", shown, channel_id=post.channel_id)


def delete(context: Context, post: Post) -> None:
    """Delete a post, and its replies with it."""
    shown = wire.post(context.world, post) | {"reply_count": 0}
    now = context.world.tick()
    for one in (post, *context.world.replies(post.id)):
        context.world.posts.keep(replace(one, delete_at=now, update_at=now))
    context.hub.publish("post_deleted", {"post": wire.text(shown)}, channel_id=post.channel_id)


def react(context: Context, reaction: Reaction, *, added: bool) -> None:
    """Add or remove a reaction, and tell the channel."""
    world = context.world
    removed_at = 0 if added else world.tick()
    if added:
        world.reactions.keep(reaction)
    else:
        world.reactions.drop(reaction.key)
    post = world.posts[reaction.post_id]
    world.posts.keep(replace(post, update_at=world.tick()))
    shown = wire.text(wire.reaction(reaction, removed_at=removed_at))
    context.hub.publish(
        "reaction_added" if added else "reaction_removed",
        {"reaction": shown},
        channel_id=post.channel_id,
    )


def whisper(context: Context, reader: User, post: Post) -> Post:
    """Show an ephemeral post to one reader; it is kept nowhere, save for what its buttons call."""

    def keep(action: Json) -> str:
        return context.cookies.bake(
            EphemeralAction(post.id, post.channel_id, post.root_id or post.id, action)
        )

    props = attachments.with_cookies(attachments.normalized(post.props), keep)
    shown = replace(post, type="system_ephemeral", update_at=0, props=props)
    data = {"post": wire.text(wire.post(context.world, shown) | {"reply_count": 0})}
    context.hub.publish("ephemeral_message", data, user_id=reader.id, channel_id=post.channel_id)
    return shown


def without_slack(text: str) -> str:
    """Turn Slack's links and calls into Markdown, as the server does to integrations' answers."""
    return _SLACK_CALL.sub(r"@\1", _SLACK_LINK.sub(r"[\2](\1)", text))


def _mentioned(context: Context, post: Post) -> list[str]:
    """List whom a post calls: by name, all at once, or because it is a direct message."""
    world = context.world
    member_ids = [member.user_id for member in world.members(post.channel_id)]
    if world.channels[post.channel_id].type == DIRECT:
        called = set(member_ids)
    elif post.type.startswith("system_"):
        called = {str(post.props.get("addedUserId"))}
    else:
        names = {name.lower() for name in _MENTION.findall(post.message)}
        everybody = bool(names & _EVERYBODY)
        called = {one for one in member_ids if everybody or world.users[one].username in names}
    return [one for one in member_ids if one in called and one != post.user_id]


def _count_unread(context: Context, post: Post, mentioned: list[str]) -> None:
    world = context.world
    for user_id in mentioned:
        member = world.memberships[f"{post.channel_id}:{user_id}"]
        world.memberships.keep(replace(member, mention_count=member.mention_count + 1))
    author = world.member(post.channel_id, post.user_id)
    if author is not None:
        world.memberships.keep(
            replace(author, msg_count=author.msg_count + 1, last_viewed_at=post.create_at)
        )


def _posted(context: Context, post: Post, mentioned: list[str], pending: str) -> Json:
    world = context.world
    channel = world.channels[post.channel_id]
    author = world.users[post.user_id]
    data: Json = {
        "channel_display_name": wire.title(channel, author),
        "channel_name": channel.name,
        "channel_type": channel.type,
    }
    files = [world.uploads[file_id] for file_id in post.file_ids]
    if files:
        data["otherFile"] = "true"
    if any(upload.mime_type.startswith("image/") for upload in files):
        data["image"] = "true"
    if mentioned:
        data["mentions"] = wire.text(mentioned)
    return data | {
        "post": wire.text(wire.post(world, post, pending=pending)),
        "sender_name": f"@{author.username}",
        "set_online": True,
        "team_id": channel.team_id,
    }
