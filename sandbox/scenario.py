"""A whole month, played without a browser: what `courroie demo --scenario` prints.

Each step waits for what it expects to read; the first that does not come ends the play.
"""

from __future__ import annotations

import asyncio
import re
import textwrap
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from bot.app import App
from bot.talk.render import day, moment
from sandbox.demo import Stage, bot_beside, stage
from sandbox.player import PATIENCE, Json, MissingError, Player

Say = Callable[[str], None]

LOIRE = "loire"
BOT = "courroie"
ZONE = "Europe/Paris"
WIDTH = 96

_NAMES = {"amina": "Amina", "louis": "Louis", "zoe": "Zoé", "marc": "Marc"}


async def play(say: Say) -> int:
    """Play the month; return 0 if each step happened, 1 otherwise."""
    with TemporaryDirectory(prefix="courroie-") as folder:
        async with stage(Path(folder), 0) as on, _cast(on, say) as play_:
            try:
                for act in (_questions, _answers, _preparation, _digest, _outage):
                    await act(play_)
            except (MissingError, TimeoutError) as error:
                say(f"\n✘ {str(error) or 'ce qui était attendu n’est jamais venu'}")
                return 1
    say("\n✔ Le mois s'est déroulé comme prévu.")
    return 0


@dataclass(slots=True)
class _Play:
    """The people, the world's clock, the bot that can be stopped, and who prints."""

    on: Stage
    say: Say
    people: dict[str, Player]
    bots: AsyncExitStack
    app: App

    def scene(self, title: str) -> None:
        """Announce a moment."""
        now = moment(self.on.clock.now(), ZONE)
        self.say(f"\n━━ {title} ━━ {now}")

    async def types(self, who: str, text: str, expected: str, channel: str = LOIRE) -> str:
        """Have someone type a command, and expect words in the answer they alone see."""
        self.said(_NAMES[who], text)
        answer = await self.people[who].types(channel, text)
        self.said(f"Courroie, à {_NAMES[who]} seulement", answer)
        _expect(expected, answer)
        return answer

    async def reads(self, who: str, words: str) -> Json:
        """Have someone read in the channel a post that has these words."""
        post = await self.people[who].reads(LOIRE, words)
        self.said("Courroie, dans le canal", post["message"])
        return post

    async def hears(self, who: str, words: str) -> None:
        """Have someone receive a direct message that has these words."""
        post = await self.people[who].hears_from(BOT, words)
        self.said(f"Courroie, en message direct à {_NAMES[who]}", post["message"])

    def does(self, who: str, what: str) -> None:
        """Tell a gesture."""
        self.say(f"\n  {_NAMES[who]} {what}")

    async def weeks_later(self, weeks: int) -> None:
        """Move the clock on, and wait until the feeds were read at the new date."""
        self.on.clock.advance(timedelta(weeks=weeks).total_seconds())
        today = f"lu le {day(self.on.clock.now(), ZONE)}"
        async with asyncio.timeout(PATIENCE):
            async for _ in self._looks():
                if today in await self.people["amina"].types(LOIRE, "/veille flux"):
                    return

    async def next_digest(self, at: datetime) -> Json:
        """Move the clock to a moment, and wait for the digest that it brings."""
        before = len(_digests(await self.people["zoe"].all_in(LOIRE)))
        self.on.clock.move_to(at)
        return await self.digest_after(before)

    async def digest_after(self, before: int) -> Json:
        """Wait for a digest more than there were; return the last one."""
        async with asyncio.timeout(PATIENCE):
            async for posts in self._looks():
                found = _digests(posts)
                if len(found) > before:
                    return found[-1]
        raise AssertionError("unreachable")

    async def _looks(self) -> AsyncIterator[list[Json]]:
        while True:
            yield await self.people["zoe"].all_in(LOIRE)
            await asyncio.sleep(0.05)

    async def restart(self) -> None:
        """Start the bot again."""
        self.app = await self.bots.enter_async_context(bot_beside(self.on))

    def said(self, who: str, text: str) -> None:
        """Print what someone says."""
        self.say(f"\n  {who} :")
        for line in _readable(text).splitlines():
            for part in textwrap.wrap(line, WIDTH) or [""]:
                self.say(f"    │ {part}".rstrip())


@asynccontextmanager
async def _cast(on: Stage, say: Say) -> AsyncIterator[_Play]:
    """Bring everyone on stage, and the bot, at the start of a month: just after a digest."""
    async with AsyncExitStack() as opened:
        http = await opened.enter_async_context(aiohttp.ClientSession())
        bots = await opened.enter_async_context(AsyncExitStack())
        app = await bots.enter_async_context(bot_beside(on))
        people = {}
        for name in _NAMES:
            people[name] = await Player(http, on.sandbox.url, name).enter()
            opened.push_async_callback(people[name].leave)
        play_ = _Play(on, say, people, bots, app)
        await play_.next_digest(_digest_due(app))
        on.clock.advance(timedelta(days=1).total_seconds())
        yield play_


async def _questions(play_: _Play) -> None:
    play_.scene("Les questions du mois")
    await play_.types("louis", "/besoin Qui prête une salle à Brézieux le mardi ?", "n° 1")
    card = await play_.reads("zoe", "Question n° 1")
    play_.does("zoe", "appuie sur « Moi aussi ».")
    await play_.people["zoe"].clicks(card, "Moi aussi")
    await play_.reads("louis", "Elle concerne 2 personnes")

    play_.does("zoe", "tape /besoin, et remplit le formulaire qui s'ouvre.")
    await play_.people["zoe"].types(LOIRE, "/besoin")
    wrong = await play_.people["zoe"].fills_in(
        LOIRE, "Premier atelier smartphone, huit modèles différents : vous commencez par quoi ?"
    )
    _expect("", wrong)
    await play_.reads("amina", "huit modèles différents")
    await play_.hears("zoe", "n° 2")

    play_.does("louis", "écrit dans le canal : @courroie besoin Une fiche pour la carte grise ?")
    await play_.people["louis"].says(LOIRE, "@courroie besoin Une fiche pour la carte grise ?")
    await play_.reads("amina", "Question n° 3")
    await play_.hears("louis", "n° 3")
    await play_.types("louis", "/besoin lsite", "Vouliez-vous dire")
    await play_.types("marc", "/besoin Je peux venir ?", "aucun des réseaux", channel="hors-sujet")


async def _answers(play_: _Play) -> None:
    await play_.weeks_later(1)
    play_.scene("Une semaine après")
    await play_.types("zoe", "/besoin liste", "3 questions ouvertes")
    card = await play_.people["zoe"].reads(LOIRE, "Question n° 1")
    play_.does("zoe", "appuie sur « J'ai une réponse », et l'écrit.")
    await play_.people["zoe"].clicks(card, "J'ai une réponse")
    _expect("", await play_.people["zoe"].fills_in(LOIRE, "La Manufacture, le mardi"))
    await play_.reads("amina", "Zoé Lambert répond")
    await play_.hears("louis", "a répondu à votre question n° 1")
    await play_.types("amina", "/besoin répondre n°1 L'auberge", "a déjà sa réponse")
    await play_.types("zoe", "/besoin chercher sale a preter", "La Manufacture")
    await play_.types("louis", "/besoin retirer 3", "est retirée")


async def _preparation(play_: _Play) -> None:
    await play_.weeks_later(1)
    play_.scene("La rencontre se prépare")
    await play_.types("louis", "/rencontre", "La prochaine rencontre de 42 - Loire")
    agenda = await play_.types("amina", "/rencontre", "projet d'ordre du jour")
    _expect("n° 2", agenda)
    _expect("Actualité", agenda)
    await play_.types("amina", "/veille flux", "le serveur répond 503")
    await play_.types("zoe", "/veille", "La prochaine veille de 42 - Loire paraîtra")


async def _digest(play_: _Play) -> None:
    digest = await play_.next_digest(_digest_due(play_.app))
    play_.scene("Le jour de la veille")
    play_.said("Courroie, dans le canal", digest["message"])
    _expect_once(await play_.people["zoe"].all_in(LOIRE))


async def _outage(play_: _Play) -> None:
    await play_.bots.aclose()
    before = len(_digests(await play_.people["zoe"].all_in(LOIRE)))
    play_.on.clock.move_to(_digest_due(play_.app) + timedelta(hours=5))
    play_.scene("Le robot s'était arrêté ; il revient")
    play_.does("louis", "lui avait écrit pendant ce temps : besoin liste")
    await play_.people["louis"].writes_to(BOT, "besoin ~loire liste")
    await play_.restart()
    digest = await play_.digest_after(before)
    play_.said("Courroie, dans le canal", digest["message"])
    _expect("Avec du retard", digest["message"])
    await play_.hears("louis", "1 question ouverte")
    _expect_once(await play_.people["zoe"].all_in(LOIRE))


def _digest_due(app: App) -> datetime:
    network = app.house.networks[LOIRE]
    return network.digest.next_dates(app.house.clock(), network.timezone, 1)[0]


def _digests(posts: list[Json]) -> list[Json]:
    return [post for post in posts if "La veille de" in post["message"]]


def _readable(text: str) -> str:
    """Show Markdown as one reads it: links by their title, nothing escaped, nothing invisible."""
    titles = re.sub(r"\[((?:\\.|[^\]\\])*)\]\([^)]*\)", r"\1", text.replace("\u200b", ""))
    return re.sub(r"\\([\\`*_\[\]|~<>])", r"\1", titles)


def _expect(words: str, text: str) -> None:
    if words not in text.replace("\u00a0", " ") or (not words and text):
        raise MissingError(f"expected « {words} », read « {text[:200]} »")


def _expect_once(posts: list[Json]) -> None:
    """Expect that no article stands in two digests, and that no post was said twice."""
    links = [
        line.partition("](")[2]
        for digest in _digests(posts)
        for line in digest["message"].splitlines()
        if line.startswith("- [")
    ]
    keys = [post["props"].get("courroie_key") for post in posts]
    for found in (links, [key for key in keys if key]):
        twice = {each for each in found if found.count(each) > 1}
        if twice:
            raise MissingError(f"said twice: {min(twice)}")
