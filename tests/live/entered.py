"""A server where no network is declared, and a channel that has lived a year without the bot."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from bot.app import App, Pace
from sandbox.server.talk import read_talk
from tests.live.bot import House, eventually
from tests.live.conftest import Build
from tests.live.newsroom import Clock
from tests.live.piles import PileReader
from tests.sandbox.people import Person

TITLE = "07 - Ardèche"
SLUG = "07-ardeche"
ANSWERING = "Département de l'Ardèche\nnumerique@ardeche.example\nNadia Ferrand"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyServer:
    """A house whose network is to enter, the bot there, and the minutes that each step took."""

    house: House
    app: App
    clock: Clock
    minutes: dict[str, float] = field(default_factory=dict)
    since: list[float] = field(default_factory=lambda: [time.monotonic()])

    def took(self, step: str) -> None:
        """Note how long a step took."""
        now = time.monotonic()
        self.minutes[step] = (now - self.since[-1]) / 60
        self.since.append(now)

    @property
    def pile(self) -> PileReader:
        """The pile of who coordinates."""
        return PileReader(house=self.house, who=self.house.amina, clock=self.clock)

    async def enters(self, *, others: str = "") -> None:
        """Have Amina invite the bot and ask, and Zoé, who administrates, accept."""
        house, amina = self.house, self.house.amina
        assert await house.types(amina, f"/invite @{house.names['bot']}") == ""
        asked = await house.told(amina, "Merci de m'avoir invité")
        await eventually(self._noted)
        self.took("invited")
        form = await house.form(amina, asked, "Faire entrer ce réseau…")
        told = await amina.fills_in(
            form, house.here, au_dessus="Aucun", donnees=ANSWERING, coordination=others
        )
        assert not (told or {}).get("errors"), told
        self.took("asked")
        accepting = await house.told(house.zoe, "demande à faire entrer un réseau")
        await house.presses(house.zoe, accepting, "Accepter cette organisation")
        await house.told(amina, "C'est parti")
        self.took("accepted")

    async def _noted(self) -> bool:
        return self.app.bot.entering(self.house.slug) is not None


@asynccontextmanager
async def open_empty_server(build: Build, name: str) -> AsyncIterator[EmptyServer]:
    """Serve no network; Zoé administrates the server for the bot, which is in its team only."""
    clock = Clock()
    made = await build(name, pace=Pace(clock=clock, fast=True), declared=False, slug=SLUG)
    zoe = (await made.zoe.get("/users/me"))["username"]
    house = replace(made, administrators=(zoe,))
    path = f"/channels/{house.here}"
    await house.amina.call("PUT", f"{path}/patch", {"display_name": TITLE})
    await house.amina.call("DELETE", f"{path}/members/{house.bot.id}")
    async with house.running() as app:
        yield EmptyServer(house=house, app=app, clock=clock)


async def lives_a_year(house: House) -> int:
    """Have the channel's people say what the demo's fifth channel said; return how many posts."""
    cast = [house.amina, house.louis, house.marc]
    await house.amina.call("POST", f"/channels/{house.here}/members", {"user_id": house.marc.id})
    speakers: dict[str, Person] = {}
    said: list[str] = []
    for _, who, root, text, *_ in read_talk("ardeche.json")["posts"]:
        speaker = speakers.setdefault(who, cast[len(speakers) % len(cast)])
        post = await speaker.says(house.here, text, root_id=said[root - 1] if root else "")
        said.append(post["id"])
    return len(said)
