"""Three networks of two levels that one bot serves, on one server or on two."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.admin.setup import set_up_all
from bot.app import App, Pace
from tests.live.bot import House, holds
from tests.live.newsroom import Clock
from tests.live.server import CALLBACK, Server, in_direct, posts_in
from tests.live.wire import Cable, cable_to
from tests.sandbox.people import Json, Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """A région above two départements, the second of which may be on another server.

    Rachid coordinates the région, Amina the Loire (Louis, Zoé), Bruno the Drôme (Inès); Amina and
    Zoé are members of the région too. `cable` is the way to the Drôme's server.
    """

    region: House
    loire: House
    drome: House
    app: App
    clock: Clock
    cable: Cable

    @property
    def rachid(self) -> Person:
        """Who coordinates the région."""
        return self.region.amina

    @property
    def amina(self) -> Person:
        """Who coordinates the Loire."""
        return self.loire.amina

    @property
    def louis(self) -> Person:
        """Who asks in the Loire."""
        return self.loire.louis

    @property
    def bruno(self) -> Person:
        """Who coordinates the Drôme."""
        return self.drome.amina

    @property
    def ines(self) -> Person:
        """Who asks in the Drôme."""
        return self.drome.louis


@asynccontextmanager
async def open_levels(
    server: Server, second: Server | None, folder: Path, name: str, *, buttons: bool = True
) -> AsyncIterator[Levels]:
    """Run a bot for three networks, the Drôme's on the `second` server if there is one.

    Without `buttons` no click comes.
    """
    there, clock = second or server, Clock()
    rachid, amina, louis, zoe = [
        await server.person(f"{each}-{name}") for each in ("rachid", "amina", "louis", "zoe")
    ]
    bruno, ines = [await there.person(f"{each}-{name}") for each in ("bruno", "ines")]
    bot = await server.bot(f"robot-{name}")
    other = await second.bot(f"robot-{name}") if second else bot
    async with cable_to(there.url) as cable:
        settings = {
            "folder": folder,
            "secret": secrets.token_hex(32),
            "callback": CALLBACK if buttons else None,
            "letter": "le 2e jeudi à 9 h",
            "pace": Pace(clock=clock, fast=True),
        }
        loire = await _house(server, "loire", bot, (amina, louis, zoe), **settings)
        drome = await _house(there, "drome", other, (bruno, ines, ines), **settings)
        region = await _house(server, "region", bot, (rachid, amina, zoe), **settings)
        region = replace(region, name="Auvergne-Rhône-Alpes", scale="région")
        loire = replace(loire, parent="region", port=region.port)
        drome = replace(drome, parent="region", port=region.port, name="26 - Drôme")
        if second:
            drome = replace(drome, url=cable.url, server="autre")
        whole = replace(region, below=(loire, drome))
        if buttons:
            said: list[str] = []
            assert await set_up_all(whole.config, said.append) == 0, said
        async with whole.running() as app:
            yield Levels(region=region, loire=loire, drome=drome, app=app, clock=clock, cable=cable)


async def letters(house: House, who: Person, *words: str) -> list[Json]:
    """Return the bot's direct messages to someone that hold these words, oldest first."""
    posts = await posts_in(who, await in_direct(who, house.bot))
    own = [each for each in posts if each["user_id"] == house.bot.id]
    return [each for each in own if all(holds(each, word) for word in words)]


async def _house(
    server: Server,
    slug: str,
    bot: Person,
    who: tuple[Person, Person, Person],
    **settings: object,
) -> House:
    """Make a network's team and channel: who coordinates, who asks, who reads, and the bot."""
    coordinator, asker, reader = who
    coordinates, calls = [(await each.get("/users/me"))["username"] for each in (coordinator, bot)]
    team = await server.team(f"{calls.rpartition('-')[0]}-{slug}", coordinator, asker, reader)
    await server.join_team(team.id, bot, admin=True)
    return House(
        http=server.http,
        url=server.url,
        team=team,
        channel=await server.channel(team.id, slug, coordinator, asker, reader, bot),
        bot=bot,
        amina=coordinator,
        louis=asker,
        zoe=reader,
        marc=asker,
        names={"amina": coordinates, "bot": calls},
        slug=slug,
        **settings,  # type: ignore[arg-type]
    )
