"""The people of a scenario, what they can do, how it is printed: see `sandbox.play.scenario`."""

from __future__ import annotations

import asyncio
import json
import textwrap
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from bot.app import App
from bot.network.schedule import Due, dates_after
from bot.people.wish import next_delivery
from bot.talk.render import moment, short_day
from sandbox.demo import Stage, bot_beside
from sandbox.play.player import (
    PATIENCE,
    Json,
    MissingError,
    Player,
    actions_of,
    found_on,
    having,
    readable,
    text_of,
)
from sandbox.play.witness import Witness
from sandbox.server.seed import DROME, FRANCE

Say = Callable[[str], None]

LOIRE = "loire"
BOT = "courroie"
ZONE = "Europe/Paris"
PILE, MOVED = "Ce qui vous attend", "La suite est plus bas"
WIDTH = 96
_MONTH = timedelta(days=30.4)

PLAYERS = {each.username: each for seed in (FRANCE, DROME) for each in seed.players}
NAMES = {name: each.first_name for name, each in PLAYERS.items()}
HOMES = {name: each.channels[0] for name, each in PLAYERS.items()}
"""Who plays, on either server, and the channel where each is unless it is told."""


@dataclass(slots=True)
class Play:
    """The people, the world's clock, the bot that can be stopped, and who prints."""

    on: Stage
    say: Say
    people: dict[str, Player]
    bots: AsyncExitStack
    app: App
    witness: Witness

    def scene(self, title: str) -> None:
        """Announce a moment."""
        now = moment(self.on.clock.now(), ZONE)
        self.say(f"\n━━ {title} ━━ {now}")

    async def types(self, who: str, text: str, expected: str, channel: str = "") -> str:
        """Have someone type a command, and expect words in the answer they alone see."""
        self.said(NAMES[who], text)
        answer = await self.people[who].types(channel or HOMES[who], text)
        self.said(f"Courroie, à {NAMES[who]} seulement", answer)
        expect(expected, answer)
        return answer

    async def manages(self, who: str, card: Json, option: str, expected: str = "") -> Json:
        """Have someone do what stands behind « Plus… » under a card; return what they are told.

        Nothing is expected where a form opens.
        """
        self.does(who, f"appuie sur « Plus… », et choisit « {option} ».")
        known = await self.people[who].heard_from(BOT)
        await self.people[who].clicks(card, option)
        return await self._answered(who, expected, known) if expected else card

    async def _answered(self, who: str, expected: str, known: Collection[str]) -> Json:
        told = await self.people[who].is_answered(having(expected), known)
        self.said(f"Courroie, à {NAMES[who]} seulement", whole(told))
        return told

    async def opens(self, who: str, text: str, expected: str, channel: str = "") -> Json:
        """Have someone type a command, and return the card that they alone see, with its verbs."""
        self.said(NAMES[who], text)
        await self.people[who].types(channel or HOMES[who], text)
        told = await self.people[who].is_told(expected)
        self.said(f"Courroie, à {NAMES[who]} seulement", whole(told))
        return told

    async def offers(self, who: str, label: str) -> Json:
        """Wait until a post of someone's channel has a button that begins with a label."""
        async with asyncio.timeout(PATIENCE):
            async for posts in self._looks(who):
                for post in posts:
                    if found_on(post, label) is not None:
                        return post
        raise AssertionError("unreachable")

    async def fills(self, who: str, text: str = "", **entries: str) -> None:
        """Have someone fill in the form that has just opened."""
        expect("", await self.people[who].fills_in(HOMES[who], text, **entries))

    async def pile_at(self, who: str, words: str, command: str = "/aide") -> Json:
        """Have someone ask what waits for them, and put things off until one has these words."""
        known = await self.people[who].heard_from(BOT)
        await self.types(who, command, "message direct")
        card = await self.people[who].hears_from(BOT, PILE, known)
        self.said(f"Courroie, en message direct à {NAMES[who]}", whole(card))
        while words not in text_of(card).replace("\u00a0", " "):
            if MOVED in text_of(card):  # Monday's own pile and the one asked for crossed
                known = {*known, card["id"]}
                card = await self.people[who].hears_from(BOT, PILE, known)
            else:
                card = await self.turns(who, card, "Plus tard")
        return card

    async def writes(self, who: str, text: str, expected: str) -> Json:
        """Have someone write to the bot alone, and read its answer there."""
        self.said(f"{NAMES[who]}, en message direct", text)
        await self.people[who].writes_to(BOT, text)
        return await self.hears(who, expected)

    async def reads(self, who: str, words: str, channel: str = "") -> Json:
        """Have someone read in a channel, their own unless it is told, a post with these words."""
        place = channel or HOMES[who]
        post = await self.people[who].reads(place, words)
        where = "" if place == LOIRE else f" ({place})"
        self.said(f"Courroie, dans le canal{where}", whole(post))
        return post

    async def hears(self, who: str, words: str) -> Json:
        """Have someone receive a direct message that has these words."""
        post = await self.people[who].hears_from(BOT, words)
        self.said(f"Courroie, en message direct à {NAMES[who]}", whole(post))
        return post

    async def receives(self, address: str, subject: str) -> Json:
        """Have a mail come to an address, whose subject has these words."""
        async with asyncio.timeout(PATIENCE):
            while True:
                for mail in await self._mails(".json"):
                    if mail["to"] == address and subject in mail["subject"]:
                        whole_mail: Json = await self._mails(f"/{mail['number']}.json")
                        self.said(
                            f"Courriel à {address}, « {mail['subject']} »", whole_mail["text"]
                        )
                        return whole_mail
                await asyncio.sleep(0.05)

    async def writes_back(self, who: str, mail: Json, text: str) -> None:
        """Have someone reply to a mail that they received, and the bot read it."""
        url = f"{self.on.sandbox.url}/sandbox/mails/{mail['number']}/repondre"
        await self.people[who].submits(url, text=text)
        async with asyncio.timeout(PATIENCE):
            while True:
                if not await self._mails("/attendent.json"):
                    return
                await asyncio.sleep(0.05)

    async def _mails(self, path: str) -> Any:  # noqa: ANN401 - JSON of any shape
        return json.loads(
            await self.people["zoe"].visits(f"{self.on.sandbox.url}/sandbox/mails{path}")
        )

    async def turns(self, who: str, card: Json, label: str, where: str = "") -> Json:
        """Have someone press a button that rewrites what bears it; return that as it is then."""
        self.does(who, f"appuie sur « {label} ».")
        self.on.clock.advance(2)  # a press within a second of a change acts on nothing
        await self.people[who].clicks(card, label)
        return await self.sees_change(who, card, where)

    async def sees_change(self, who: str, card: Json, where: str = "") -> Json:
        """Wait until a card is rewritten, in a direct message unless said; return it then."""
        now = await self.people[who].rereads(card)
        place = where or f"en message direct à {NAMES[who]}"
        self.said(f"Courroie, {place}, à la place", whole(now))
        return now

    async def presses(
        self, who: str, post: Json, label: str, expected: str, option: str = ""
    ) -> Json:
        """Have someone press a button, or choose in a menu, and expect words in what they read.

        They alone are told, where they are or by direct message; return it, with its own buttons.
        """
        self.does(who, _gesture(label, option))
        known = await self.people[who].heard_from(BOT)
        await self.people[who].clicks(post, label, option)
        return await self._answered(who, expected, known)

    async def sees_alone(self, who: str, words: str) -> Json:
        """Have someone be shown alone, with its verbs, what a form of theirs led to."""
        told = await self.people[who].is_told(words)
        self.said(f"Courroie, à {NAMES[who]} seulement", whole(told))
        return told

    async def replies(self, who: str, post: Json, text: str) -> str:
        """Have someone write in the thread of a post; return the reply's id."""
        self.said(f"{NAMES[who]}, dans le fil", text)
        return await self.people[who].replies(post, text)

    def does(self, who: str, what: str) -> None:
        """Tell a gesture."""
        self.say(f"\n  {NAMES[who]} {what}")

    async def weeks_later(self, weeks: int) -> None:
        """Move the clock on, and wait until the feeds were read at the new date."""
        self.on.clock.advance(timedelta(weeks=weeks).total_seconds())
        today = f"lu le {short_day(self.on.clock.now(), ZONE)}"
        async with asyncio.timeout(PATIENCE):
            async for _ in self._looks():
                if today in await self.people["amina"].types(LOIRE, "/veille flux"):
                    return

    def on_monday(self) -> None:
        """Move the clock on to the next Monday at 9."""
        self.on.clock.move_to(next_delivery(self.on.clock.now(), ZONE))

    async def next_digest(self, at: datetime) -> Json:
        """Move the clock to a moment, and wait for the digest that it brings."""
        before = len(digests(await self.people["zoe"].all_in(LOIRE)))
        self.on.clock.move_to(at)
        return await self.digest_after(before)

    async def digest_after(self, before: int) -> Json:
        """Wait for a digest more than there were; return the last one."""
        async with asyncio.timeout(PATIENCE):
            async for posts in self._looks():
                found = digests(posts)
                if len(found) > before:
                    return found[-1]
        raise AssertionError("unreachable")

    async def follows(self, root: Json, words: str, who: str = "zoe") -> Json:
        """Wait for what the bot says in the thread of a post where someone is, with these words."""
        async with asyncio.timeout(PATIENCE):
            async for posts in self._looks(who):
                for post in posts:
                    if post["root_id"] == root["id"] and words in post["message"]:
                        self.said("Courroie, dans le fil", whole(post))
                        return post
        raise AssertionError("unreachable")

    async def sees(self, who: str, post: str, emoji: str, shown: str) -> None:
        """Wait until a post, by its id, bears the bot's reaction."""
        async with asyncio.timeout(PATIENCE):
            async for _ in self._looks():
                if emoji in await self.people[who].reactions(post):
                    self.say(f"\n  Courroie réagit par {shown}")
                    return

    async def _looks(self, who: str = "zoe") -> AsyncIterator[list[Json]]:
        while True:
            yield await self.people[who].all_in(HOMES[who])
            await asyncio.sleep(0.05)

    async def restart(self) -> None:
        """Start the bot again."""
        self.app = await self.bots.enter_async_context(bot_beside(self.on))

    def said(self, who: str, text: str) -> None:
        """Print what someone says."""
        self.say(f"\n  {who} :")
        for line in readable(text).splitlines():
            for part in textwrap.wrap(line, WIDTH) or [""]:
                self.say(f"    │ {part}".rstrip())


_BEFORE_REST = range(4, 9)
"""Months of which a play of four would meet August, when the bot asks before it plans anything."""


@asynccontextmanager
async def cast(
    on: Stage, say: Say, witness: Witness | None = None, *, for_months: bool = False
) -> AsyncIterator[Play]:
    """Bring everyone and the bot on stage just after a digest.

    A play `for_months` begins where none of its dates meets August, nor its letter comes too soon.
    At the end, tell in figures what people saw, as the witness did.
    """
    witness = witness or Witness()
    async with AsyncExitStack() as opened:
        http = await opened.enter_async_context(aiohttp.ClientSession())
        bots = await opened.enter_async_context(AsyncExitStack())
        app = await bots.enter_async_context(bot_beside(on))
        people = {}
        for name in NAMES:
            people[name] = await Player(http, on.sandbox_of(name).url, name).enter()
            opened.push_async_callback(people[name].leave)
            watching = asyncio.create_task(witness.watch(people[name]))
            opened.callback(watching.cancel)
        play_ = Play(on, say, people, bots, app, witness)
        await play_.next_digest(digest_due(app))
        while for_months and not _may_begin(app):
            await play_.next_digest(digest_due(app))
        on.clock.advance(timedelta(days=1).total_seconds())
        begin = on.clock.now()
        yield play_
        play_.scene("En chiffres")
        for line in witness.told(people.values(), max(1.0, (on.clock.now() - begin) / _MONTH)):
            say(f"  {line}")


def digest_due(app: App) -> datetime:
    """Return when the next digest is due."""
    network = app.bot.networks[LOIRE]
    return network.digest.next_dates(app.bot.clock(), network.timezone, 1)[0]


def _may_begin(app: App) -> bool:
    """Tell a month whose letter comes after a Monday, four months at least before August's rest."""
    now = app.bot.clock()
    return (
        now + timedelta(days=8) < letter_due(app) < digest_due(app)
        and now.month not in _BEFORE_REST
    )


def letter_due(app: App) -> datetime:
    """Return when the next letter is due; MissingError if the network has none."""
    due = next(dates_after(app.bot.networks[LOIRE], Due.LETTER, app.bot.clock()), None)
    if due is None:
        raise MissingError("no letter is due")
    return due


def digests(posts: list[Json]) -> list[Json]:
    """Return the digests among posts, oldest first."""
    return [post for post in posts if "La veille d" in post["message"]]


def expect(words: str, text: str) -> None:
    """Expect words in a text, or no text at all when there are none. Raises MissingError."""
    if words not in text.replace("\u00a0", " ") or (not words and text):
        raise MissingError(f"expected « {words} », read « {text[:200]} »")


def whole(post: Json) -> str:
    """Return what a post says, and what can be clicked under it."""
    buttons = " ".join(f"[ {each} ]" for each in labels(post))
    return "\n".join([text_of(post), *([buttons] if buttons else [])])


def _gesture(label: str, option: str) -> str:
    return f"choisit « {option} » dans « {label} »." if option else f"appuie sur « {label} »."


def labels(post: Json) -> list[str]:
    """Return what is written on a post's buttons."""
    return [str(action["name"]) for action in actions_of(post)]
