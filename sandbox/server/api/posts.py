"""Writing, changing, deleting and pinning posts; reactions; whispering."""

import re

from aiohttp import web

from sandbox.server import posting, wire
from sandbox.server.api.channels import post_list
from sandbox.server.context import (
    Context,
    answer,
    body_of,
    caller,
    channel_by_id,
    channel_in_path,
    done,
    here,
    living_post,
    post_in_path,
    readable,
    strings_of,
    text_in,
    user_in_path,
)
from sandbox.server.errors import NO_SUCH_POST, ApiError, bad_body, forbidden
from sandbox.server.ids import is_id
from sandbox.server.records import Channel, Json, Post, Reaction

MAX_FILES = 5
_EMOJI = re.compile(r"[a-zA-Z0-9\-+_]{1,64}")


async def create(request: web.Request) -> web.Response:
    """Post as the caller. A pending_post_id seen within 30 s gives the first post again."""
    body, asker, context = await body_of(request), caller(request), here(request)
    pending = text_in(body, "pending_post_id")
    if pending and (first := context.pending.post_for(pending)):
        post = living_post(context, first)
        return answer(wire.post(context.world, post, metadata=False), 201)
    channel = _writable(request, text_in(body, "channel_id"))
    if channel.delete_at:
        raise ApiError(400, "api.post.create_post.can_not_post_to_deleted.error")
    props = _props_in(body) or {}
    if asker.is_bot:
        props["from_bot"] = "true"
    draft = posting.new_post(
        context,
        asker,
        channel,
        text_in(body, "message"),
        root_id=_root_in(context, body, channel),
        props=props,
        file_ids=_files_in(body),
    )
    post = posting.publish(context, draft, pending=pending)
    if pending:
        context.pending.remember(pending, post.id)
    return answer(wire.post(context.world, post, pending=pending), 201)


async def whisper(request: web.Request) -> web.Response:
    """Show an ephemeral post to somebody: only a system admin may."""
    asker, context = caller(request), here(request)
    if not asker.admin:
        raise forbidden("create_post_ephemeral")
    body = await body_of(request)
    given = body.get("post")
    reader = context.world.users.get(text_in(body, "user_id"))
    if not isinstance(given, dict) or reader is None:
        raise bad_body("post" if reader else "user_id")
    channel = channel_by_id(context, text_in(given, "channel_id"))
    draft = posting.new_post(
        context, asker, channel, text_in(given, "message"), props=_props_in(given) or {}
    )
    shown = posting.whisper(context, reader, draft)
    return answer(wire.post(context.world, shown), 201)


async def show(request: web.Request) -> web.Response:
    """Give a post."""
    return answer(wire.post(here(request).world, post_in_path(request)))


async def show_thread(request: web.Request) -> web.Response:
    """Give a post's whole thread: the post asked for first, then the others, latest first."""
    context, post = here(request), post_in_path(request)
    root = living_post(context, post.root_id or post.id)
    others = [root, *context.world.replies(root.id)][::-1]
    return answer(post_list(context, [post, *(one for one in others if one.id != post.id)]))


async def replace(request: web.Request) -> web.Response:
    """Change a post whole: what is not given is emptied, props included."""
    body, post = await body_of(request), _changeable(request, "edit_post")
    if body.get("id") != post.id:
        raise bad_body("id")
    _check_editable(request, post, "update")
    changed = posting.edit(
        here(request),
        post,
        message=text_in(body, "message"),
        props=_props_in(body) or {},
        file_ids=_files_in(body),
        is_pinned=bool(body.get("is_pinned")),
    )
    return answer(wire.post(here(request).world, changed))


async def patch(request: web.Request) -> web.Response:
    """Change only what is given of a post."""
    body, post = await body_of(request), _changeable(request, "edit_post")
    _check_editable(request, post, "patch")
    changes: Json = {}
    if body.get("message") is not None:
        changes["message"] = text_in(body, "message")
    if (props := _props_in(body)) is not None:
        changes["props"] = props
    if body.get("file_ids") is not None:
        changes["file_ids"] = _files_in(body)
    if body.get("is_pinned") is not None:
        changes["is_pinned"] = bool(body["is_pinned"])
    changed = posting.edit(here(request), post, **changes)
    return answer(wire.post(here(request).world, changed))


async def remove(request: web.Request) -> web.Response:
    """Delete one's own post; an admin, anybody's."""
    post, asker = _changeable(request, "delete_post"), caller(request)
    if post.user_id != asker.id and not asker.admin:
        raise forbidden("delete_others_posts")
    if here(request).world.channels[post.channel_id].delete_at:
        raise ApiError(400, "api.post.delete_post.can_not_delete_post_in_deleted.error")
    posting.delete(here(request), post)
    return done()


async def pin(request: web.Request) -> web.Response:
    """Pin a post to its channel."""
    _check_living(request, post_in_path(request), "patch")
    posting.edit(here(request), post_in_path(request), is_pinned=True)
    return done()


async def unpin(request: web.Request) -> web.Response:
    """Take a pin off."""
    _check_living(request, post_in_path(request), "patch")
    posting.edit(here(request), post_in_path(request), is_pinned=False)
    return done()


async def list_pinned(request: web.Request) -> web.Response:
    """Give a channel's pinned posts."""
    context, channel = here(request), readable(request, channel_in_path(request))
    pinned = [post for post in context.world.timeline(channel.id) if post.is_pinned]
    return answer(post_list(context, pinned[::-1]))


async def react(request: web.Request) -> web.Response:
    """Put a reaction under a post; the same one twice is one."""
    body, asker, context = await body_of(request), caller(request), here(request)
    emoji = text_in(body, "emoji_name")
    if body.get("user_id") != asker.id:
        raise forbidden("add_reaction")
    if not _EMOJI.fullmatch(emoji):
        raise bad_body("emoji_name")
    post = living_post(context, text_in(body, "post_id"))
    if _writable(request, post.channel_id).delete_at:
        raise ApiError(403, "api.reaction.save.archived_channel.app_error")
    reaction = Reaction(
        user_id=asker.id, post_id=post.id, emoji_name=emoji, create_at=context.world.tick()
    )
    if known := context.world.reactions.get(reaction.key):
        return answer(wire.reaction(known))
    posting.react(context, reaction, added=True)
    return answer(wire.reaction(reaction))


async def unreact(request: web.Request) -> web.Response:
    """Take one's own reaction back."""
    post, user, context = post_in_path(request), user_in_path(request), here(request)
    if user.id != caller(request).id and not caller(request).admin:
        raise forbidden("remove_others_reactions")
    if context.world.channels[post.channel_id].delete_at:
        raise ApiError(403, "api.reaction.delete.archived_channel.app_error")
    key = f"{post.id}:{user.id}:{request.match_info['emoji']}"
    if known := context.world.reactions.get(key):
        posting.react(context, known, added=False)
    return done()


async def list_reactions(request: web.Request) -> web.Response:
    """Give a post's reactions; `null` when there are none, as the real server says."""
    reactions = here(request).world.reactions_to(post_in_path(request).id)
    return answer([wire.reaction(one) for one in reactions] or None)


def _writable(request: web.Request, channel_id: str) -> Channel:
    if not is_id(channel_id):
        raise bad_body("channel_id")
    world, asker = here(request).world, caller(request)
    channel = world.channels.get(channel_id)
    if channel is None or not world.may_read(asker, channel):
        raise forbidden("create_post")
    return channel


def _changeable(request: web.Request, permission: str) -> Post:
    """Find a post to change. One that is not there is forbidden, where reading it is a 404."""
    try:
        return post_in_path(request)
    except ApiError as error:
        if error.error_id == NO_SUCH_POST:
            raise forbidden(permission) from error
        raise


def _check_editable(request: web.Request, post: Post, how: str) -> None:
    _check_living(request, post, how)
    if post.user_id != caller(request).id:
        raise forbidden("edit_others_posts")
    if post.type.startswith("system_"):
        raise ApiError(400, "api.post.update_post.system_message.app_error", f"id={post.id}")


def _check_living(request: web.Request, post: Post, how: str) -> None:
    """Refuse to change a post of an archived channel; `how` stands in the error's id."""
    if here(request).world.channels[post.channel_id].delete_at:
        raise ApiError(400, f"api.post.{how}_post.can_not_update_post_in_deleted.error")


def _root_in(context: Context, body: Json, channel: Channel) -> str:
    root_id = text_in(body, "root_id")
    if not root_id:
        return ""
    root = context.world.posts.get(root_id)
    if root is None or root.delete_at or root.root_id:
        raise ApiError(400, "api.post.create_post.root_id.app_error")
    if root.channel_id != channel.id:
        raise ApiError(400, "api.post.create_post.channel_root_id.app_error")
    return root_id


def _props_in(body: Json) -> Json | None:
    props = body.get("props")
    if props is not None and not isinstance(props, dict):
        raise bad_body("props")
    return dict(props) if props is not None else None


def _files_in(body: Json) -> list[str]:
    file_ids = body.get("file_ids") or []
    if not isinstance(file_ids, list) or not all(isinstance(one, str) for one in file_ids):
        raise bad_body("file_ids")
    if len(file_ids) > MAX_FILES:
        raise ApiError(400, "model.post.is_valid.file_ids.app_error")
    return file_ids


async def list_reactions_to_many(request: web.Request) -> web.Response:
    """Give the reactions of many posts, by post; one that may not be read refuses them all."""
    world, asker, found = here(request).world, caller(request), {}
    for post_id in await strings_of(request, "post_ids"):
        post = world.posts.get(post_id)
        if post is None or not world.may_read(asker, world.channels[post.channel_id]):
            raise forbidden("read_channel")
        found[post_id] = [wire.reaction(one) for one in world.reactions_to(post_id)]
    return answer(found)


ROUTES = (
    web.post("/posts", create),
    web.post("/posts/ids/reactions", list_reactions_to_many),
    web.post("/posts/ephemeral", whisper),
    web.get("/posts/{post_id}", show),
    web.put("/posts/{post_id}", replace),
    web.delete("/posts/{post_id}", remove),
    web.put("/posts/{post_id}/patch", patch),
    web.get("/posts/{post_id}/thread", show_thread),
    web.post("/posts/{post_id}/pin", pin),
    web.post("/posts/{post_id}/unpin", unpin),
    web.get("/channels/{channel_id}/pinned", list_pinned),
    web.post("/reactions", react),
    web.get("/posts/{post_id}/reactions", list_reactions),
    web.delete("/users/{user_id}/posts/{post_id}/reactions/{emoji}", unreact),
)
