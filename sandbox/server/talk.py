"""A year of talk in an invented channel, which a new world finds already said.

Each post keeps its season, its weekday and its hour: a year that ends today begins where the file's
talk of that day stands. A file has its people, who left if they bear a mark, and its posts: when,
by whom, in the thread of which post (by its place, from 1; 0 for none), what, and its reactions.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sandbox.server.ids import new_id
from sandbox.server.records import Json, Post, Reaction
from sandbox.server.world import World

_YEAR = timedelta(weeks=52)
_ZONE = ZoneInfo("Europe/Paris")


def read_talk(name: str) -> Json:
    """Read a file of talk, which stands beside this module."""
    talk: Json = json.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))
    return talk


def tell_talk(world: World, channel_id: str, talk: Json, now: int) -> None:
    """Have a channel's people have said all of it over the year before an instant."""
    today = datetime.fromtimestamp(now / 1000, UTC)
    ids = {user.username: user.id for user in world.users}
    said: list[Post] = []
    reactions: list[Reaction] = []
    for at, who, root, text, *liked in talk["posts"]:
        first = talk["posts"][root - 1][0] if root else at
        begun = datetime.fromisoformat(first).replace(tzinfo=_ZONE)
        years = (today - begun) // _YEAR
        moment = datetime.fromisoformat(at).replace(tzinfo=_ZONE) + years * _YEAR
        millis = int(moment.timestamp() * 1000)
        post = Post(
            id=new_id(),
            create_at=millis,
            update_at=millis,
            user_id=ids[who],
            channel_id=channel_id,
            root_id=said[root - 1].id if root else "",
            message=text,
        )
        said.append(post)
        reactions += (
            Reaction(user_id=ids[name], post_id=post.id, emoji_name=emoji, create_at=millis)
            for emoji, names in (liked[0] if liked else {}).items()
            for name in names
        )
    for post in sorted(said, key=lambda each: each.create_at):
        if post.create_at < now:
            world.add_post(post)
    for reaction in reactions:
        if reaction.post_id in world.posts:
            world.reactions.keep(reaction)
