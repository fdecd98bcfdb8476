"""Someone's pile on a real server, as their own client shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.core.card_keys import PILE
from bot.pile.rules import THUMB
from sandbox.play.player import actions_of, text_of
from tests.live.bot import House, eventually, holds
from tests.live.newsroom import Clock
from tests.live.server import in_direct, posts_in
from tests.sandbox.people import Answer, Json, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class PileReader:
    """Whose pile is read, where, and the clock by which a press comes too soon."""

    house: House
    who: Person
    clock: Clock

    async def posts(self) -> list[Json]:
        """Return the posts that pile has had, oldest first."""
        posts = await posts_in(self.who, await in_direct(self.who, self.house.bot))
        return [each for each in posts if each["props"].get("courroie_key", "").startswith(PILE)]

    async def shows(self, *words: str) -> Json:
        """Wait for the latest post to hold these words, and return it."""

        async def look() -> Json | None:
            shown = (await self.posts())[-1:]
            return shown[0] if shown and all(holds(shown[0], each) for each in words) else None

        return await eventually(look)

    async def opens(self, *words: str, by: str = "aide") -> Json:
        """Ask for what waits, and return the new post that shows these words."""
        before = len(await self.posts())
        await self.house.writes(self.who, by)

        async def look() -> Json | None:
            posts = await self.posts()
            return posts[-1] if len(posts) > before else None

        await eventually(look)
        return await self.shows(*words)

    async def clicks(self, post: Json, label: str) -> Answer:
        """Press what says this on a post, once its reader has had the time to read it."""
        self.clock.ahead += THUMB + timedelta(seconds=1)
        return await self.who.clicks(post, label)

    async def form(self, label: str) -> Json:
        """Press what says this on the latest post, and return the form that opens."""
        self.clock.ahead += THUMB + timedelta(seconds=1)
        return await self.house.form(self.who, (await self.posts())[-1], label)

    async def presses(self, label: str, *words: str) -> Json:
        """Press what says this on the latest post; return that post once it shows these words."""
        shown = (await self.posts())[-1]
        assert (await self.clicks(shown, label)).status == 200
        return await self.turned(shown, *words)

    async def answers(self, label: str, text: str = "") -> Json:
        """Answer by the number before this in the thread of the latest post; return the new one."""
        shown = (await self.posts())[-1]
        await self.house.answers(self.who, shown, label, text)
        return await self.turned(shown)

    async def turned(self, before: Json, *words: str) -> Json:
        """Wait until something else is shown than before, with these words."""

        async def look() -> Json | None:
            for now in (await self.posts())[-1:]:
                same = text_of(now) == text_of(before) and now["id"] == before["id"]
                return None if same else now
            return None

        await eventually(look)
        return await self.shows(*words)


def labels(post: Json) -> list[str]:
    """Return what can be pressed on a post."""
    return [str(each["name"]) for each in actions_of(post)]
