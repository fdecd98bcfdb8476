"""The bot as a real process, killed at many moments: nothing is lost, nothing is said twice.

The sandbox keeps running beside it, as Mattermost would. Its memory of `pending_post_id` is taken
away: after thirty seconds a real server has forgotten too, and only our own care is left.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from sandbox.server import triggers
from scheduler import late
from tests import program
from tests.amounts import some_or_all
from tests.sandbox.people import Json
from tests.waiting import eventually
from tests.whole.town import Village, key_of, twice

KILLS = some_or_all(4, 24)
MOST_KILLS = 96
"""Where the machine is so busy that little happens between two kills, more of them are needed, and
longer lives.
"""

SEED = 20_261_102
LONGEST_LIFE = 0.5
"""Seconds of activity before a kill: a deposit, its delivery and a digest fit in."""

ONE_LOOK = 0.5
"""Seconds within which the bot has looked at its clock again."""

NETWORKS = ("loire", "national", "aura", "drome")


@dataclass
class Bot:
    """The bot's process; its log is read only when a test fails."""

    village: Village
    process: program.Running | None = None

    async def start(self) -> None:
        folder = self.village.stage.folder
        files = ("--config", folder / "config.toml", "--clock", folder / "clock")
        self.process = program.start("run", *files, said=Path(os.devnull))
        await self.village.heard()
        await eventually(self.village.answers)

    async def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        await self.process.wait()


@dataclass
class Memory:
    """What people were told, and what the calendar owes them."""

    confirmed: dict[tuple[str, str], str] = field(default_factory=dict)
    mentioned: dict[str, str] = field(default_factory=dict)
    answered: dict[int, str] = field(default_factory=dict)
    deferred: set[int] = field(default_factory=set)
    replied: set[int] = field(default_factory=set)
    touched: set[int] = field(default_factory=set)
    found: set[int] = field(default_factory=set)
    proposed: set[str] = field(default_factory=set)
    tried: set[str] = field(default_factory=set)
    due: list[tuple[str, datetime]] = field(default_factory=list)

    @property
    def rich(self) -> bool:
        """Enough happened for the comparison to mean something."""
        for_the_veille = self.proposed and self.tried
        return bool(self.answered and self.deferred and self.replied and for_the_veille)


class Life:
    """What people do in one village while its bot dies and comes back."""

    def __init__(self, village: Village, chance: random.Random) -> None:
        self.village = village
        self.chance = chance
        self.memory = Memory()

    async def goes_on(self, turn: int) -> None:
        """Ask by every way, answer, put off, and let a month pass now and then, all at once."""
        if turn % 3 == 2:
            self.month_passes()
        numbers = [int(n) for slug, n in self.memory.confirmed if slug == "loire"]
        known = [number for number in numbers if self.fresh(number)]
        self.chance.shuffle(known)
        async with asyncio.TaskGroup() as people:
            for number in range(3):
                people.create_task(self.asks("louis", f"Question {turn} {number} ?", "loire"))
            people.create_task(self.asks("nadia", f"Question du pays {turn} ?", "national"))
            people.create_task(self.mentions("zoe", f"Mention {turn} ?"))
            people.create_task(self.asks("zoe", f"Qui sait faire {turn} ?", "loire"))
            people.create_task(self.takes_up_offers("zoe"))
            people.create_task(self.proposes("louis", f"https://exemple.invalid/{turn}-louis"))
            people.create_task(self.writes("zoe", f"https://exemple.invalid/{turn}-zoe"))
            people.create_task(self.tries("amina", f"https://site-{turn}.invalid/flux"))
            if len(known) > 2:
                people.create_task(self.answers("zoe", known[0], turn))
                people.create_task(self.defers("amina", known[1]))
                people.create_task(self.replies("zoe", known[2], turn))

    def fresh(self, number: int) -> bool:
        text = self.memory.confirmed.get(("loire", str(number)), "")
        return text.startswith("Question") and number not in self.memory.touched

    def month_passes(self) -> None:
        now = self.village.stage.clock.now()
        dues = {
            slug: network.digest.next_dates(now, network.timezone, 1)[0]
            for slug, network in self.village.networks.items()
        }
        self.memory.due += dues.items()
        self.village.stage.clock.move_to(max(dues.values()))

    async def asks(self, who: str, text: str, where: str) -> None:
        told = await self.village.types(who, f"/besoin {text}", where)
        number = re.search(r"n°\s(\d+)", told)
        if number:
            self.memory.confirmed[where, number[1]] = text

    async def mentions(self, who: str, text: str) -> None:
        post = await self.village.says(who, f"@courroie besoin {text}")
        self.memory.mentioned[text] = post["id"]

    async def proposes(self, who: str, link: str) -> None:
        told = await self.village.types(who, f"/veille proposer {link} Utile")
        if "c'est noté" in told:
            self.memory.proposed.add(link)

    async def writes(self, who: str, link: str) -> None:
        """Write a message for the veille: it is heard, now or after the bot comes back."""
        await self.village.says(who, f"Utile : {link} #veille")
        self.memory.proposed.add(link)

    async def tries(self, who: str, address: str) -> None:
        told = await self.village.does(who, f"veille flux tester {address}")
        if "Je lis" in told:
            self.memory.tried.add(address)

    async def answers(self, who: str, number: int, turn: int) -> None:
        self.memory.touched.add(number)
        told = await self.village.types(who, f"/besoin répondre {number} Réponse {turn}")
        if "réponse paraît sous la question" in told:
            self.memory.answered[number] = f"Réponse {turn}"

    async def defers(self, who: str, number: int) -> None:
        """Put a question off, to the channel: a month brings it back."""
        self.memory.touched.add(number)
        told = await self.village.does(who, f"besoin reporter {number} mattermost")
        if "est reportée" in told:
            self.memory.deferred.add(number)

    async def replies(self, who: str, number: int, turn: int) -> None:
        """Reply in the thread of a question, once its card is there."""
        self.memory.touched.add(number)
        for card in await self.village.by_bot():
            if key_of(card) == f"question:loire:{number}" and "Louis" in card["message"]:
                await self.village.reply(who, card, f"Peut-être {turn}")
                self.memory.replied.add(number)

    async def takes_up_offers(self, who: str) -> None:
        """Take an answer that was offered, or ask anyway, or let it be for half an hour."""
        for letter in await self.village.letters(who):
            offer = re.search(r"votre question n°\s(\d+), voici", letter["message"])
            number = offer[1] if offer else ""
            asked = self.memory.confirmed.get(("loire", number), "")
            if not asked.startswith("Qui sait") or int(number) in self.memory.touched:
                continue
            self.memory.touched.add(int(number))
            answers = re.findall(r"^\*\*n°\s(\d+)", letter["message"], re.MULTILINE)
            lines = f"trouvé {number} {answers[0]}", f"poser {number}", "liste"
            told = await self.village.plays(who, f"/besoin {self.chance.choice(lines)}")
            if "Tant mieux" in told:
                self.memory.found.add(int(number))


@pytest.mark.long
@pytest.mark.feeds
@pytest.mark.parametrize("kills", KILLS)
async def test_a_killed_bot_loses_nothing_and_says_nothing_twice(
    village: Village, monkeypatch: pytest.MonkeyPatch, kills: int
) -> None:
    monkeypatch.setattr(triggers, "PENDING_SECONDS", 0.0)
    chance = random.Random(SEED)  # noqa: S311  a reproducible play, not a secret
    life, bot = Life(village, chance), Bot(village)
    try:
        for turn in range(MOST_KILLS):
            if turn >= kills and life.memory.rich:
                break
            await bot.start()
            longest = LONGEST_LIFE * (1 + turn // kills)
            await outlive(life, bot, turn, chance.uniform(0, longest))
            if turn % 3 == 2:
                await bot.start()
                await digests_are_out(life)
                await bot.kill()
        await bot.start()
        await all_done(life)
        for text in life.memory.mentioned:
            await village.post_with(text)
        await all_said(village)
    finally:
        await bot.kill()

    assert not await broken_promises(life)
    assert life.memory.rich


async def outlive(life: Life, bot: Bot, turn: int, seconds: float) -> None:
    """Let life go on, and kill the bot after so many seconds, whatever it is doing."""
    people = asyncio.create_task(life.goes_on(turn))
    await asyncio.sleep(seconds)
    await bot.kill()
    await people


async def all_said(village: Village) -> None:
    """Wait until nothing is left to say; what a passing month made late comes little by little."""

    async def look() -> bool:
        told = await village.health()  # nothing of it while the database is away
        if told is not None and told.get("outbox_waiting") == 0:
            return True
        village.stage.clock.advance(late.THEN_EVERY.total_seconds())
        await asyncio.sleep(ONE_LOOK)
        return False

    await eventually(look)
    await village.quietly()


async def all_done(life: Life) -> None:
    """Wait until all that was asked is done, and what was put off is back after a month."""
    await all_said(life.village)
    for look in (all_heard, all_gathered, all_tried):
        await eventually(partial(look, life))
    life.month_passes()
    await digests_are_out(life)
    await eventually(partial(none_put_off, life))
    await all_said(life.village)


async def digests_are_out(life: Life) -> None:
    """Wait for each digest that is due: only the last of several missed would ever come."""
    for slug, due in life.memory.due:

        async def look(slug: str = slug, due: datetime = due) -> list[Json]:
            posts = await life.village.by_bot("La veille d", slug)
            return [each for each in posts if key_of(each) == digest_key(slug, due)]

        await eventually(look)


def digest_key(slug: str, due: datetime) -> str:
    return f"digest:{slug}:{due:%Y-%m-%dT%H:%M}"


async def all_heard(life: Life) -> bool:
    """Tell whether each mention has been answered."""
    keys = {key_of(letter) for letter in await life.village.letters("zoe")}
    return keys >= {f"reply:{post}" for post in life.memory.mentioned.values()}


async def all_gathered(life: Life) -> bool:
    """Tell whether each link is in a digest, or in the one to come."""
    pages = [await life.village.does("louis", f"veille articles {page}") for page in range(1, 9)]
    said = [each["message"] for each in await life.village.by_bot("exemple.invalid")]
    text = "\n".join([*pages, *said])
    return all(f"({link})" in text for link in life.memory.proposed)


async def all_tried(life: Life) -> bool:
    """Tell whether each address was told of."""
    letters = "\n".join(each["message"] for each in await life.village.letters("amina"))
    return all(address in letters for address in life.memory.tried)


async def none_put_off(life: Life) -> bool:
    """Tell whether all that was put off has come back."""
    listed = await life.village.types("amina", "/besoin liste mattermost")
    return "Aucune question" in listed


def _plain(posts: list[Json]) -> list[Json]:
    """Return posts as they would be typed: with no space that does not break."""
    return [each | {"message": each["message"].replace("\u00a0", " ")} for each in posts]


def _published(posts: list[Json]) -> tuple[Counter[str], Counter[str]]:
    """Count the links of the digests' posts in the channel, and of those in their threads.

    A thread tells every article of its digest, the channel's post the titles of the first ones.
    """
    titles, details = Counter[str](), Counter[str]()
    for each in posts:
        if key_of(each).startswith("digest:"):  # a letter tells some of it again
            links = re.findall(r"\((https://exemple\.invalid/[^)]+)\)", each["message"])
            (details if each["root_id"] else titles).update(links)
    return titles, details


async def broken_promises(life: Life) -> list[str]:
    """Compare what was promised with what can be read."""
    village, memory = life.village, life.memory
    posts = {slug: _plain(await village.by_bot(where=slug)) for slug in NETWORKS}
    letters = {who: _plain(await village.letters(who)) for who in ("louis", "zoe", "amina")}
    broken = []
    for place, found in (*posts.items(), *letters.items()):
        broken += [f"{key} said twice in {place}" for key in twice(found)]
    for (slug, number), text in memory.confirmed.items():
        card = [e for e in posts[slug] if key_of(e) == f"question:{slug}:{number}"]
        spared = slug == "loire" and int(number) in memory.found and not card
        if not spared and (len(card) != 1 or text not in card[0]["message"]):
            broken.append(f"question {number} of {slug} lost: {text}")
    for answered, text in memory.answered.items():
        card = [e for e in posts["loire"] if key_of(e) == f"question:loire:{answered}"]
        if not card or text not in card[0]["message"]:
            broken.append(f"answer to {answered} not on its card")
    for deferred in memory.deferred:
        card = [e for e in posts["loire"] if key_of(e) == f"question:loire:{deferred}"]
        if not card or "De nouveau ouverte" not in card[0]["message"]:
            broken.append(f"{deferred} did not come back: {[each['message'] for each in card]}")
    told = {key_of(letter) for letter in letters["louis"]}
    broken += [
        f"reply to {number} not told"
        for number in memory.replied
        if f"question:loire:{number}:reply0" not in told
    ]
    texts = Counter(
        line
        for found in posts.values()
        for each in found
        if re.fullmatch(r"question:[a-z]+:\d+", key_of(each))
        for line in re.findall(r"^> ((?:Question|Mention) .*)$", each["message"], re.MULTILINE)
    )
    broken += [f"« {text} » on {count} cards" for text, count in texts.items() if count > 1]
    broken += [f"mention lost: {text}" for text in memory.mentioned if texts[text] != 1]
    titles, details = _published(posts["loire"])
    links = titles | details
    broken += [f"{link} published {links[link]} times" for link in links if links[link] != 1]
    broken += [
        f"{link} not published" for link in (memory.proposed | titles.keys()) - details.keys()
    ]
    trials = Counter(
        address
        for each in letters["amina"]
        if key_of(each).startswith("tried:")
        for address in re.findall(r"https://site-\d+\.invalid/flux", each["message"])[:1]
    )
    broken += [
        f"{address} told {trials[address]} times"
        for address in memory.tried | trials.keys()
        if trials[address] != 1
    ]
    digests = Counter(
        key_of(each)
        for found in posts.values()
        for each in found
        if "La veille d" in each["message"]
    )
    owed = Counter(digest_key(slug, due) for slug, due in memory.due)
    if digests != owed:
        broken.append(f"digests said {digests - owed} too much, {owed - digests} too little")
    return broken
