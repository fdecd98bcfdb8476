"""Everything that exists in the sandbox, and what one may ask about it. It tells nobody."""

from collections import defaultdict
from pathlib import Path

from sandbox.server.clock import WorldClock
from sandbox.server.journal import Journal, Shelf
from sandbox.server.records import (
    DIRECT,
    Channel,
    Member,
    Post,
    Reaction,
    Session,
    SlashCommand,
    Team,
    Upload,
    User,
)

FILES_FOLDER = "files"
JOURNAL_FILE = "journal.jsonl"


class World:
    """The records kept in `data_dir`, with the few indexes that reading them needs."""

    def __init__(self, data_dir: Path, clock: WorldClock) -> None:
        self.files_folder = data_dir / FILES_FOLDER
        self.files_folder.mkdir(parents=True, exist_ok=True)
        self._clock = clock
        self._journal = Journal(data_dir / JOURNAL_FILE)
        self.users = Shelf(self._journal, "user", User)
        self.sessions = Shelf(self._journal, "session", Session)
        self.teams = Shelf(self._journal, "team", Team)
        self.channels = Shelf(self._journal, "channel", Channel)
        self.memberships = Shelf(self._journal, "member", Member)
        self.posts = Shelf(self._journal, "post", Post)
        self.reactions = Shelf(self._journal, "reaction", Reaction)
        self.uploads = Shelf(self._journal, "upload", Upload)
        self.commands = Shelf(self._journal, "command", SlashCommand)
        self._timelines: dict[str, list[str]] = defaultdict(list)
        self._threads: dict[str, list[str]] = defaultdict(list)
        self._latest = 0
        for post in self.posts:
            self._index(post)

    def close(self) -> None:
        """Close the journal."""
        self._journal.close()

    def tick(self) -> int:
        """Give the present instant, later than any given before: posts keep their order."""
        self._latest = max(self._clock.millis(), self._latest + 1)
        return self._latest

    def user_named(self, username: str) -> User | None:
        """Find an account by its name, whatever the capitals."""
        wanted = username.lower().removeprefix("@")
        return next((user for user in self.users if user.username == wanted), None)

    def team_named(self, name: str) -> Team | None:
        """Find a team by its name in addresses."""
        return next((team for team in self.teams if team.name == name), None)

    def channel_named(self, team_id: str, name: str) -> Channel | None:
        """Find a team's channel by its name in addresses."""
        return next((c for c in self.channels if c.team_id == team_id and c.name == name), None)

    def member(self, channel_id: str, user_id: str) -> Member | None:
        """Tell how somebody is in a channel, if at all."""
        return self.memberships.get(f"{channel_id}:{user_id}")

    def members(self, channel_id: str) -> list[Member]:
        """List who is in a channel, first come first."""
        return [member for member in self.memberships if member.channel_id == channel_id]

    def channels_of(self, user_id: str, team_id: str) -> list[Channel]:
        """List somebody's living channels in a team, and the direct ones, which belong to each."""
        return [
            channel
            for channel in self.channels
            if channel.team_id in {team_id, ""}
            and not channel.delete_at
            and self.member(channel.id, user_id)
        ]

    def add_post(self, post: Post) -> Post:
        """Keep a new post at the end of its channel and of its thread."""
        self.posts.keep(post)
        self._index(post)
        return post

    def timeline(self, channel_id: str) -> list[Post]:
        """List a channel's living posts, oldest first."""
        return self._living(self._timelines[channel_id])

    def everything_since(self, channel_id: str, millis: int) -> list[Post]:
        """List a channel's posts changed after an instant, the deleted ones too, oldest first."""
        posts = (self.posts[post_id] for post_id in self._timelines[channel_id])
        return [post for post in posts if post.update_at > millis]

    def replies(self, root_id: str) -> list[Post]:
        """List a thread's living replies, oldest first, without its root."""
        return self._living(self._threads[root_id])

    def talk_count(self, channel_id: str) -> int:
        """Count the messages that people wrote: comings and goings do not make a channel unread."""
        return sum(
            not self.posts[post_id].type.startswith("system_")
            for post_id in self._timelines[channel_id]
        )

    def last_post_at(self, channel: Channel) -> int:
        """Give the instant of a channel's last post, or of its creation: 0 for a direct one."""
        posts = self._timelines[channel.id]
        if posts:
            return self.posts[posts[-1]].create_at
        return 0 if channel.type == DIRECT else channel.create_at

    def reactions_to(self, post_id: str) -> list[Reaction]:
        """List the reactions under a post, oldest first."""
        return [reaction for reaction in self.reactions if reaction.post_id == post_id]

    def may_read(self, user: User, channel: Channel) -> bool:
        """Tell whether somebody may read a channel: members, and admins save for direct ones."""
        return bool(self.member(channel.id, user.id)) or (user.admin and channel.type != DIRECT)

    def file_path(self, upload: Upload) -> Path:
        """Tell where a file's bytes lie."""
        return self.files_folder / upload.id

    def _living(self, post_ids: list[str]) -> list[Post]:
        return [post for post_id in post_ids if not (post := self.posts[post_id]).delete_at]

    def _index(self, post: Post) -> None:
        self._timelines[post.channel_id].append(post.id)
        if post.root_id:
            self._threads[post.root_id].append(post.id)
        self._latest = max(self._latest, post.update_at)
