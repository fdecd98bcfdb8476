"""Reading a channel, its members and its posts; joining and leaving it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from aiohttp import web

from sandbox.server import channels, wire
from sandbox.server.context import (
    Context,
    answer,
    body_of,
    caller,
    channel_by_id,
    channel_in_path,
    done,
    here,
    id_in_path,
    number_in,
    readable,
    text_in,
    user_in_path,
)
from sandbox.server.errors import ApiError, bad_body, forbidden
from sandbox.server.records import DIRECT, OPEN, Channel, Json, Post
from sandbox.server.world import World

MAX_PAGE = 200


async def show(request: web.Request) -> web.Response:
    """Give a channel: an open one to its whole team, any other to its members."""
    channel, asker, world = channel_in_path(request), caller(request), here(request).world
    if channel.type == OPEN and asker.id in world.teams[channel.team_id].member_ids:
        return answer(wire.channel(world, channel))
    return answer(wire.channel(world, readable(request, channel)))


async def archive(request: web.Request) -> web.Response:
    """Archive a channel: any member may."""
    channel = _of_a_team(request)
    channels.archive(here(request), readable(request, channel), by=caller(request))
    return done()


async def restore(request: web.Request) -> web.Response:
    """Take a channel out of the archives: an administrator may."""
    channel, asker, context = _of_a_team(request), caller(request), here(request)
    if not asker.admin:
        raise forbidden("manage_team")
    restored = channels.restore(context, channel, by=asker)
    return answer(wire.channel(context.world, restored))


async def patch(request: web.Request) -> web.Response:
    """Rename a channel: any member may."""
    channel, context = readable(request, _of_a_team(request)), here(request)
    body = await body_of(request)
    renamed = channels.rename(
        context,
        channel,
        name=text_in(body, "name") or channel.name,
        display_name=text_in(body, "display_name") or channel.display_name,
    )
    return answer(wire.channel(context.world, renamed))


async def open_direct(request: web.Request) -> web.Response:
    """Give the direct channel of two people, the caller being one of them."""
    asker, context = caller(request), here(request)
    ids = await _two_ids(request)
    users = [user for one in ids if (user := context.world.users.get(one))]
    if len(users) != 2:  # noqa: PLR2004 - a direct channel has two people
        raise ApiError(400, "api.channel.create_direct_channel.invalid_user.app_error")
    if asker not in users and not asker.admin:
        raise forbidden("manage_system")
    channel = channels.direct(context, users[0], users[1])
    return answer(wire.channel(context.world, channel), 201)


async def list_members(request: web.Request) -> web.Response:
    """Give a channel's members, by pages."""
    channel = readable(request, channel_in_path(request))
    page, per_page = number_in(request, "page", 0), _page_size(request)
    members = here(request).world.members(channel.id)
    return answer([wire.member(m) for m in members[page * per_page : (page + 1) * per_page]])


async def show_member(request: web.Request) -> web.Response:
    """Give somebody's place in a channel. 404 when there is none, 403 to those outside."""
    channel = readable(request, channel_in_path(request))
    asked = request.match_info["user_id"]
    user_id = caller(request).id if asked == "me" else id_in_path(request, "user_id")
    member = here(request).world.member(channel.id, user_id)
    if member is None:
        raise ApiError(404, "app.channel.get_member.missing.app_error")
    return answer(wire.member(member))


async def add_member(request: web.Request) -> web.Response:
    """Add somebody: oneself to an open channel, anybody of the team to a channel one is in."""
    channel, asker, context = channel_in_path(request), caller(request), here(request)
    user = context.world.users.get(text_in(await body_of(request), "user_id"))
    if user is None:
        raise bad_body("user_id")
    if channel.type == DIRECT:
        raise forbidden("manage_public_channel_members")
    joining = channel.type == OPEN and user.id == asker.id
    if not joining and not context.world.may_read(asker, channel):
        raise forbidden("manage_private_channel_members")
    if user.id not in context.world.teams[channel.team_id].member_ids:
        raise ApiError(404, "api.channel.add_user.to.channel.failed.app_error")
    return answer(wire.member(channels.add(context, channel, user, by=asker)), 201)


async def remove_member(request: web.Request) -> web.Response:
    """Remove somebody, or leave."""
    channel, asker, user = channel_in_path(request), caller(request), user_in_path(request)
    context = here(request)
    if user.id != asker.id:
        readable(request, channel)
    channels.remove(context, channel, user, by=asker)
    return done()


async def view(request: web.Request) -> web.Response:
    """Count a channel as read by the caller."""
    asker, context = caller(request), here(request)
    channel_id = text_in(await body_of(request), "channel_id")
    viewed = {}
    if channel_id:
        channel = readable(request, channel_by_id(context, channel_id))
        member = channels.view(context, channel, asker)
        viewed = {channel_id: member.last_viewed_at} if member else {}
    return answer({"status": "OK", "last_viewed_at_times": viewed})


async def list_posts(request: web.Request) -> web.Response:
    """Give a channel's posts, latest first: a page, around a post, or since an instant."""
    context = here(request)
    channel = readable(request, channel_in_path(request))
    since = number_in(request, "since", 0)
    if since:
        changed = context.world.everything_since(channel.id, since)
        return answer(post_list(context, changed[::-1]))
    posts = context.world.timeline(channel.id)
    first, last = _window(request, context.world, posts)
    newer = posts[last].id if last < len(posts) else ""
    older = posts[first - 1].id if 0 < first <= len(posts) else ""
    chosen = posts[first:last][::-1]
    return answer(post_list(context, chosen, next_post_id=newer, prev_post_id=older))


def post_list(
    context: Context, posts: Sequence[Post], *, next_post_id: str = "", prev_post_id: str = ""
) -> Json:
    """Show posts in this order; the threads they belong to come along, unordered."""
    shown = {post.id: post for post in posts}
    for post in posts:
        for other in _thread(context.world, post):
            shown.setdefault(other.id, other)
    return {
        "order": [post.id for post in posts],
        "posts": {one.id: wire.post(context.world, one) for one in shown.values()},
        "next_post_id": next_post_id,
        "prev_post_id": prev_post_id,
    }


def _thread(world: World, post: Post) -> list[Post]:
    root = world.posts.get(post.root_id) if post.root_id else None
    return [root] if root and not root.delete_at else []


def _window(request: web.Request, world: World, posts: Sequence[Post]) -> tuple[int, int]:
    """Choose a slice of the timeline (oldest first); pages count away from `before` or `after`.

    A deleted post still has its place.
    """
    size = _page_size(request)
    skipped = number_in(request, "page", 0) * size
    moments = [post.create_at for post in posts]
    if after := request.query.get("after"):
        known = world.posts.get(after)
        first = bisect_right(moments, known.create_at) if known else len(posts)
        return min(first + skipped, len(posts)), min(first + skipped + size, len(posts))
    end = len(posts)
    if before := request.query.get("before"):
        known = world.posts.get(before)
        end = bisect_left(moments, known.create_at) if known else 0
    last = max(end - skipped, 0)
    return max(last - size, 0), last


def _page_size(request: web.Request) -> int:
    return min(number_in(request, "per_page", 60) or 60, MAX_PAGE)


def _of_a_team(request: web.Request) -> Channel:
    channel = channel_in_path(request)
    if channel.type == DIRECT:
        raise ApiError(400, "api.channel.delete_channel.type.invalid")
    return channel


async def _two_ids(request: web.Request) -> list[str]:
    try:
        ids = await request.json()
    except ValueError as error:
        raise bad_body("user_ids") from error
    if not isinstance(ids, list) or len(ids) != 2:  # noqa: PLR2004
        raise bad_body("user_ids")
    return [str(one) for one in ids]


ROUTES = (
    web.post("/channels/direct", open_direct),
    web.post("/channels/members/{user_id}/view", view),
    web.get("/channels/{channel_id}", show),
    web.delete("/channels/{channel_id}", archive),
    web.post("/channels/{channel_id}/restore", restore),
    web.put("/channels/{channel_id}/patch", patch),
    web.get("/channels/{channel_id}/posts", list_posts),
    web.get("/channels/{channel_id}/members", list_members),
    web.post("/channels/{channel_id}/members", add_member),
    web.get("/channels/{channel_id}/members/{user_id}", show_member),
    web.delete("/channels/{channel_id}/members/{user_id}", remove_member),
)
