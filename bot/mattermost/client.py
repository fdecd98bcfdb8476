"""A Mattermost server as its bot sees it: typed questions, typed answers.

Every method raises `MattermostError` or one of its kin, and `MalformedError` on an answer that
Mattermost does not give. Refusals of one name or id are `NotFoundError`; lists leave out what does
not exist.
"""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pydantic import SecretStr

from bot.core.patterns import lazy_pattern
from bot.mattermost.driver import Driver
from bot.mattermost.errors import NotFoundError
from bot.mattermost.transport import HttpxClient, Retries, TimeLimits, trusted_authorities
from bot.mattermost.wire import cards, fields, objects

PAGE = 200
"""Posts or members asked for at once: the most that Mattermost gives."""

NAMES_AT_ONCE = 100
"""Users asked for at once, by id or by name."""

MOST_PAGES_BACK = 5
"""Pages that `find_posts` looks through: a thousand posts."""

CLOCKS_APART = timedelta(minutes=2)
"""How far the server's clock may be behind ours: `find_posts` looks that much further back."""

_NAME = lazy_pattern(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")


class Mattermost:
    """One server, one bot account.

    Open until `close()`; build it inside the running loop's lifetime.
    """

    def __init__(
        self,
        url: str,
        token: SecretStr,
        *,
        limits: TimeLimits | None = None,
        retries: Retries | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.url = url.rstrip("/")
        self._http = HttpxClient(
            self.url,
            token,
            limits=limits or TimeLimits(),
            retries=retries or Retries(),
            tls=tls or trusted_authorities(url),
        )
        # The driver is given neither the address nor the token: it logs its options in debug mode.
        self._driver = Driver({}, client_cls=lambda _options: self._http)
        self._me: objects.User | None = None
        self._direct_channels: dict[str, objects.Channel] = {}

    @property
    def server_version(self) -> str:
        """The server's version, as in "5.37.0"; "" before its first answer."""
        return ".".join(self._http.server_version.split(".")[:3])

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()

    # Users and teams

    async def me(self) -> objects.User:
        """Ask who the token belongs to: the check that it is still good."""
        self._me = fields.read(objects.User, await self._driver.users.get_user("me"))
        return self._me

    async def user(self, user_id: str) -> objects.User:
        """Ask for a user by id."""
        return fields.read(objects.User, await self._driver.users.get_user(user_id))

    async def users_by_names(self, names: Iterable[str]) -> tuple[objects.User, ...]:
        """Ask for users by name; the unknown are left out."""
        return await _in_portions(self._driver.users.get_users_by_usernames, names)

    async def users_by_ids(self, user_ids: Iterable[str]) -> tuple[objects.User, ...]:
        """Ask for users by id; the unknown are left out."""
        return await _in_portions(self._driver.users.get_users_by_ids, user_ids)

    async def team(self, team_id: str) -> objects.Team:
        """Ask for a team by id."""
        return fields.read(objects.Team, await self._driver.teams.get_team(team_id))

    async def team_by_name(self, name: str) -> objects.Team:
        """Ask for a team by the name in its address."""
        checked = _checked("/teams/name", name)
        return fields.read(objects.Team, await self._driver.teams.get_team_by_name(checked))

    # Channels

    async def channel(self, channel_id: str) -> objects.Channel:
        """Ask for a channel by id."""
        return fields.read(objects.Channel, await self._driver.channels.get_channel(channel_id))

    async def channel_by_name(self, team_id: str, name: str) -> objects.Channel:
        """Ask for a channel by the name in its address, archived or not.

        The driver takes no options here.
        """
        checked = _checked(f"/teams/{team_id}/channels/name", name)
        path = f"/teams/{team_id}/channels/name/{checked}"
        answer = await self._http.get(path, params={"include_deleted": "true"})
        return fields.read(objects.Channel, answer)

    async def channel_member(self, channel_id: str, user_id: str) -> bool:
        """Ask whether a user is in a channel that the bot may see (ForbiddenError otherwise).

        A 404 that is not Mattermost's own (a proxy's page) is no answer: NotFoundError.
        """
        try:
            await self._driver.channels.get_channel_member(channel_id, user_id)
        except NotFoundError as error:
            if not error.error_id:
                raise
            return False
        return True

    async def channel_members(self, channel_id: str) -> tuple[str, ...]:
        """Ask for the user ids of all members of a channel, page by page."""
        members: list[str] = []
        page = 0
        while True:
            asked = {"page": page, "per_page": PAGE}
            answer = await self._driver.channels.get_channel_members(channel_id, asked)
            some = [member.user_id for member in fields.read_all(objects.Member, answer)]
            members += some
            page += 1
            if len(some) < PAGE:
                return tuple(dict.fromkeys(members))

    async def own_teams(self) -> tuple[objects.Team, ...]:
        """Ask for the teams we are in."""
        answer = await self._driver.teams.get_user_teams(await self._own_id())
        return fields.read_all(objects.Team, answer)

    async def own_channels(self) -> tuple[objects.Channel, ...]:
        """Ask for the channels we are in, direct ones included, over all our teams."""
        me = await self._own_id()
        found: dict[str, objects.Channel] = {}
        for team in await self.own_teams():
            answer = await self._driver.channels.get_channels_for_user(me, team.id)
            found |= {channel.id: channel for channel in fields.read_all(objects.Channel, answer)}
        return tuple(found.values())

    async def direct_channel(self, user_id: str) -> objects.Channel:
        """Open the direct channel with a user, or find it; asked once a user."""
        if user_id not in self._direct_channels:
            pair = [await self._own_id(), user_id]
            answer = await self._driver.channels.create_direct_message_channel(pair)
            self._direct_channels[user_id] = fields.read(objects.Channel, answer)
        return self._direct_channels[user_id]

    # Posts

    async def create_post(  # noqa: PLR0913 - a post has that many parts
        self,
        channel_id: str,
        message: str,
        *,
        root_id: str = "",
        props: cards.PostProps | None = None,
        pending_post_id: str = "",
        file_ids: Sequence[str] = (),
    ) -> objects.Post:
        """Post once. After an error `in_doubt`, look for it (`find_posts`) before trying anew.

        `pending_post_id` protects from doubles for 30 seconds, across the whole server: it must
        bear our prefix.
        """
        post: fields.JsonObject = {"channel_id": channel_id, "message": message, "root_id": root_id}
        if props is not None:
            post["props"] = fields.written(props)
        if pending_post_id:
            post["pending_post_id"] = pending_post_id
        if file_ids:
            post["file_ids"] = list(file_ids)
        return fields.read(objects.Post, await self._driver.posts.create_post(post))

    async def update_post(
        self, post_id: str, message: str, props: cards.PostProps | None = None
    ) -> objects.Post:
        """Change a post's text; `props` None keeps the old ones, and given, replaces them all."""
        change: fields.JsonObject = {"message": message}
        if props is not None:
            change["props"] = fields.written(props)
        return fields.read(objects.Post, await self._driver.posts.patch_post(post_id, change))

    async def delete_post(self, post_id: str) -> None:
        """Delete a post, and its thread if it is a root."""
        await self._driver.posts.delete_post(post_id)

    async def pin_post(self, post_id: str) -> None:
        """Pin a post to its channel."""
        await self._driver.posts.pin_post_to_channel(post_id)

    async def post(self, post_id: str) -> objects.Post:
        """Ask for a post by id."""
        return fields.read(objects.Post, await self._driver.posts.get_post(post_id))

    async def thread(self, root_id: str) -> tuple[objects.Post, ...]:
        """Ask for a root and its replies, oldest first."""
        return objects.parse_posts(await self._driver.posts.get_thread(root_id))

    async def posts_after(self, channel_id: str, post_id: str) -> tuple[objects.Post, ...]:
        """Ask for every post after a given one, oldest first, replies included, to the end.

        Each page starts after the last post of the one before, so what is posted or deleted
        meanwhile shifts nothing. A deleted post still has its place; one that the server never
        knew, or purged, has none: Mattermost then answers with no posts rather than an error.
        """
        found: list[objects.Post] = []
        last = post_id
        while True:
            asked = {"after": last, "per_page": PAGE}
            some = await self._page(channel_id, asked)
            found += some
            if len(some) < PAGE:
                return tuple(found)
            last = some[-1].id

    async def latest_posts(self, channel_id: str, limit: int) -> tuple[objects.Post, ...]:
        """Ask for the latest posts of a channel, 200 at most, oldest first."""
        return await self._page(channel_id, {"page": 0, "per_page": min(limit, PAGE)})

    async def posts_before(self, channel_id: str, post_id: str) -> tuple[objects.Post, ...]:
        """Ask for the posts before a given one, the latest for "", oldest first, a page of them.

        A page starts from a post, so that what is posted or deleted meanwhile shifts nothing.
        """
        asked = {"before": post_id} if post_id else {"page": 0}
        return await self._page(channel_id, {**asked, "per_page": PAGE})

    async def posts_changed_since(
        self, channel_id: str, since: datetime
    ) -> tuple[objects.Post, ...]:
        """Ask for the posts that changed since then, a thousand at most, oldest first.

        By an edit, a pin, a reaction or their deletion.
        """
        return await self._page(channel_id, {"since": int(since.timestamp() * 1000)})

    async def _page(self, channel_id: str, asked: Mapping[str, object]) -> tuple[objects.Post, ...]:
        answer = await self._driver.posts.get_posts_for_channel(channel_id, asked)
        return objects.parse_posts(answer)

    async def reactions_on(
        self, post_ids: Sequence[str]
    ) -> Mapping[str, tuple[objects.Reaction, ...]]:
        """Ask for the reactions on many posts, by post; one that is hidden refuses them all."""
        path = f"{self._driver.posts.endpoint}/ids/reactions"
        return objects.parse_reactions(await self._http.post(path, list(post_ids)))

    async def find_posts(self, channel_id: str, key: str, since: datetime) -> list[objects.Post]:
        """Look for the bot's own posts that bear `key`, created since then or so, oldest first.

        Gives up after a thousand posts or at the first page older than `since`.
        """
        found: dict[str, objects.Post] = {}
        own_id = await self._own_id()
        oldest = since - CLOCKS_APART
        for page in range(MOST_PAGES_BACK):
            posts = await self._page(channel_id, {"page": page, "per_page": PAGE})
            found |= {
                post.id: post
                for post in posts
                if post.user_id == own_id and post.key == key and post.created >= oldest
            }
            if len(posts) < PAGE or posts[0].created < oldest:
                break
        return sorted(found.values(), key=lambda post: post.created)

    async def add_reaction(self, post_id: str, emoji: str) -> None:
        """React as the bot; `emoji` is a name without colons."""
        reaction = {"user_id": await self._own_id(), "post_id": post_id, "emoji_name": emoji}
        await self._driver.reactions.create_reaction(reaction)

    async def upload_file(self, channel_id: str, name: str, content: bytes) -> str:
        """Upload a file for a post to come in that channel, and return its id."""
        files = {"files": (name, content)}
        answer = await self._driver.files.upload_file(channel_id, files)
        return fields.read(objects.Uploaded, answer).file_infos[0].id

    async def file_info(self, file_id: str) -> objects.FileInfo:
        """Ask what a file is: its name, its size."""
        return fields.read(objects.FileInfo, await self._driver.files.get_file_metadata(file_id))

    async def file(self, file_id: str) -> bytes:
        """Download a file: look at its size first."""
        return await self._http.download(f"{self._driver.files.endpoint}/{file_id}")

    # Integrations

    async def open_dialog(self, trigger_id: str, url: str, dialog: cards.WireDialog) -> None:
        """Open a dialog, within 3 seconds of the command or click that gave `trigger_id`."""
        asked = {"trigger_id": trigger_id, "url": url, "dialog": fields.written(dialog)}
        await self._driver.integration_actions.open_dialog(asked)

    async def answer_later(self, hook: str, answer: cards.SlashAnswer) -> None:
        """Show one more answer to whoever typed a slash command: 5 of them, for 30 minutes.

        Raises MattermostError when it cannot be shown any more.
        """
        url, named = f"{self.url}/hooks/commands/{hook}", "/hooks/commands"
        await self._http.tell(url, fields.written(answer), named=named)

    async def triggers(self, team_id: str) -> frozenset[str]:
        """Ask which slash commands a team's members may type, by their first word."""
        path = f"/teams/{team_id}/commands/autocomplete"
        return frozenset(
            each.trigger for each in fields.read_all(objects.Trigger, await self._http.get(path))
        )

    async def commands(self, team_id: str) -> tuple[objects.SlashCommand, ...]:
        """Ask for a team's own slash commands, with their tokens if the bot may manage them."""
        asked = {"team_id": team_id, "custom_only": True}
        return fields.read_all(
            objects.SlashCommand, await self._driver.commands.list_commands_for_team(asked)
        )

    async def create_command(self, command: objects.SlashCommand) -> objects.SlashCommand:
        """Create a slash command, and return it with its id and token."""
        created = await self._driver.commands.create_command(
            fields.written(replace(command, id=""))
        )
        return fields.read(objects.SlashCommand, created)

    async def update_command(self, command: objects.SlashCommand) -> objects.SlashCommand:
        """Change a slash command; the driver forgets a `/` in this path."""
        path = f"{self._driver.commands.endpoint}/{command.id}"
        return fields.read(
            objects.SlashCommand, await self._http.put(path, fields.written(command))
        )

    async def run_command(self, channel_id: str, line: str) -> str:
        """Type a slash command as the bot, and return what it is answered."""
        asked = {"channel_id": channel_id, "command": line}
        answer = await self._driver.commands.execute_command(asked)
        return fields.read(objects.Ran, answer).text

    async def _own_id(self) -> str:
        return (self._me or await self.me()).id


def _checked(path: str, name: str) -> str:
    """Refuse what cannot be a name, as the server would.

    A name put in a path must not lead elsewhere.
    """
    if not _NAME.fullmatch(name):
        raise NotFoundError(method="GET", path=path, status=404, error_id="not_a_name")
    return name


async def _in_portions(
    ask: Callable[[list[str]], Awaitable[bytes]], items: Iterable[str]
) -> tuple[objects.User, ...]:
    unique = list(dict.fromkeys(items))
    users: list[objects.User] = []
    for start in range(0, len(unique), NAMES_AT_ONCE):
        users += fields.read_all(objects.User, await ask(unique[start : start + NAMES_AT_ONCE]))
    return tuple(users)
