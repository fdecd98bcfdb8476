"""A channel that was lived in before the bot came, and the job that reads it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.core.errors import ServerAwayError
from bot.core.traffic import Traffic
from bot.past import store as pasts
from bot.past.finding import Found, is_kept_back
from bot.past.posts import TalkPost
from bot.past.rules import PastReading
from bot.talk.command import Referred
from bot.talk.reply import Reply
from scheduler.past import PastReader
from tests.room import Room, caller
from tests.rounds import go

PAGE = 200

CHARTER = "Qui aurait un modèle de charte pour un espace public numérique ?"
ANSWER = "Oui, nous en avons une à la médiathèque, je vous l'envoie : elle tient en une page."
PRINTER = "Comment faites-vous pour imprimer les attestations sans imprimante ?"
CHAT = "Merci à tous pour la belle journée d'hier."
SECRET = "Mme Josette Exemple, née le 3 mars 1951, 06 12 34 56 78, comment l'aider ?"


class AwayError(ServerAwayError):
    """The chat cannot be asked."""


@dataclass
class Channel:
    """What was said, oldest first; `meanwhile` happens between two pages."""

    room: Room
    posts: list[TalkPost] = field(default_factory=list)
    members: list[str] = field(default_factory=lambda: ["amina", "louis", "zoe"])
    asked: list[str] = field(default_factory=list)
    away: bool = False
    meanwhile: Callable[[], None] = lambda: None
    pause: float = 0.0

    def says(self, who: str, text: str, *, under: str = "", days: float = 100) -> str:
        """Have someone write so many days ago; return the id of their post."""
        post = f"p{len(self.posts)}x"
        at = self.room.clock.now - timedelta(days=days)
        self.posts.append(TalkPost(id=post, root=under or post, at=at, author=_id(who), text=text))
        self.posts.sort(key=lambda each: (each.at, each.id))
        author = caller(who) if who in _KNOWN else replace(caller("marc"), id=who)
        self.room.talk[post] = Referred(post=post, root=under or post, text=text, author=author)
        return post

    def edits(self, post: str, text: str) -> None:
        """Have a message say something else."""
        self.room.talk[post] = replace(self.room.talk[post], text=text)

    def deletes(self, post: str) -> None:
        """Have a message be gone."""
        del self.room.talk[post]

    async def talk(self, _network: str, before: str) -> Sequence[TalkPost]:
        if self.away:
            raise AwayError
        self.asked.append(before)
        upto = next((n for n, each in enumerate(self.posts) if each.id == before), len(self.posts))
        some = self.posts[max(0, upto - PAGE) : upto]
        self.meanwhile()
        return some

    async def members_of(self, _network: str) -> Sequence[str]:
        return self.members

    def reads(self) -> int:
        """Let the job come by."""
        room = self.room
        job = PastReader(room.database, room.bot, self, Traffic(), lambda: None, pause=self.pause)
        return asyncio.run(job.read_due())


def asking(posts: Sequence[TalkPost], _rest: Callable[[], None]) -> Sequence[Found]:
    """Take for a question what ends as one: which do is tried elsewhere."""
    return [
        Found(post=each, likelihood=1.0, replies=[one for one in posts if one.root == each.id][1:])
        for each in posts
        if each.text.endswith("?") and not is_kept_back(each.text)
    ]


def lived(room: Room) -> Channel:
    """Return a channel where some was asked and answered, and some was not."""
    channel = Channel(room)
    asked = channel.says("louis", CHARTER, days=200)
    channel.says("zoé", ANSWER, under=asked, days=199)
    channel.says("zoé", CHAT, days=150)
    channel.says("zoé", PRINTER, days=90)
    channel.says("louis", SECRET, days=80)
    return channel


def announced(room: Room) -> Reply:
    """Announce the reading, and let its week pass."""
    reply = room.does("amina", "reseau relire confirmé")
    assert not reply.refused
    room.clock.forward(days=8)
    return reply


def read(room: Room, channel: Channel | None = None) -> Channel:
    """Announce the reading of a channel's past, and read it."""
    channel = channel or lived(room)
    announced(room)
    assert channel.reads() == 1
    return channel


def state(room: Room) -> PastReading:
    """Return how far the reading is."""
    found = room.store(lambda db: pasts.of(db, "loire"))
    assert found is not None
    return found


def goes_round(room: Room, name: str) -> None:
    """Let a round pass."""

    async def members(_network: str) -> list[str]:
        return ["amina", "louis", "zoe"]

    asyncio.run(go(room.database, room.bot, name, members))


def _id(who: str) -> str:
    return {"zoé": "zoe"}.get(who, who)


_KNOWN = ("amina", "louis", "zoé", "marc", "gaspard")
