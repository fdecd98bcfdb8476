"""What a kill, an absence and second thoughts do to the reading of a past, on a server."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from collections import Counter
from contextlib import closing, suppress
from datetime import timedelta

import pytest

from bot.past import reading
from bot.past.rules import starting
from tests.amounts import some_or_all
from tests.past.channel import asking
from tests.sandbox.people import Json
from tests.waiting import eventually
from tests.whole.conftest import village
from tests.whole.test_kill import Bot
from tests.whole.test_past import ANSWER, ASKED, OTHER, labels, pile, press, text
from tests.whole.town import Village, trembling

__all__ = ["village"]

SEED = 20_261_201


@pytest.fixture(autouse=True)
def finds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take for a question what ends as one: which do is tried elsewhere."""
    monkeypatch.setattr(reading, "find", asking)


async def test_words_that_are_taken_back_are_shown_to_nobody_and_hidden_where_they_are_kept(
    village: Village,
) -> None:
    asked = await village.says("louis", ASKED)
    answer = await village.says("zoe", ANSWER, root_id=asked["id"])
    other = await village.says("zoe", OTHER)
    async with village.bot():
        await begins(village)
        await village.letter_with("amina", "semblent demander")
        zoe, louis = await village.person("zoe"), await village.person("louis")
        assert (await zoe.call("DELETE", f"/posts/{other['id']}")).status == 200
        await village.types("amina", "/aide")
        await comes_to(village, "charte informatique")
        await press(village, next(each for each in labels(await pile(village)) if "de Z" in each))
        await village.quietly()
        shown = text(await comes_to(village, "Une question d"))
        assert "n'est plus là" in shown.replace("’", "'")
        assert "zygomorphes" not in shown

        assert (await zoe.call("DELETE", f"/posts/{answer['id']}")).status == 200
        await village.letter_with("zoe", "votre réponse à la question")
        assert (await louis.call("DELETE", f"/posts/{asked['id']}")).status == 200
        await village.letter_with("louis", "votre question n°")
    whole = dump(village)
    assert "zygomorphes" not in whole


@pytest.mark.long
@pytest.mark.parametrize("kills", some_or_all(3, 9))
async def test_a_bot_killed_while_it_reads_shows_each_message_once(
    village: Village, kills: int
) -> None:
    chance = random.Random(SEED)  # noqa: S311  a reproducible play, not a secret
    for number in range(60):
        await village.says("louis", f"Bonjour, qui aurait un modèle de charte n°{number} ?")
    bot = Bot(village)
    await bot.start()
    try:
        await begins(village)
        for _ in range(kills):
            await asyncio.sleep(chance.uniform(0, 1.5))
            await bot.kill()
            await bot.start()
        await village.letter_with("amina", "semblent demander")
        posts = Counter(found(village))
        assert len(posts) > 30
        assert set(posts.values()) == {1}
        assert "charte" not in dump(village)
    finally:
        await bot.kill()


@pytest.mark.long
async def test_a_server_that_limits_and_fails_between_pages_is_read_whole(village: Village) -> None:
    for number in range(450):
        await village.says("louis", f"Bonjour, qui aurait un modèle de charte n°{number} ?")
    async with village.bot():
        await begins(village)
        for _ in range(4):
            await trembling(village)
            await asyncio.sleep(0.6)
        await village.letter_with("amina", "semblent demander")
        posts = Counter(found(village))
    assert len(posts) > 300
    assert set(posts.values()) == {1}


async def test_what_cannot_be_read_now_is_not_kept_and_stays_to_be_sorted(
    village: Village,
) -> None:
    asked = await village.says("louis", ASKED)
    await village.says("zoe", ANSWER, root_id=asked["id"])
    await village.says("zoe", OTHER)
    faults = village.stage.sandbox.faults
    async with village.bot():
        await begins(village)
        await village.letter_with("amina", "semblent demander")
        await village.types("amina", "/aide")
        shown = await comes_to(village, "charte informatique")
        keeping = next(each for each in labels(shown) if "réponse de Z" in each)
        village.stage.clock.advance(2)
        faults.error(f"/posts/{asked['id']}$", method="GET", times=None, status=503)
        await village.click("amina", shown, keeping)
        faults.clear()

        village.stage.clock.advance(300)  # the pile is shown again, once the server answers
        shown = await comes_to(village, "charte informatique")
        assert "ne me répond pas" in text(shown)
        assert "charte informatique" not in dump(village)
        keeping = next(each for each in labels(shown) if "réponse de Z" in each)
        await press(village, keeping)
        await village.quietly()
    assert "charte informatique" in dump(village)


async def begins(village: Village) -> None:
    """Announce the reading, and let its week pass."""
    assert "lirai le canal" in await village.does("amina", "reseau relire confirmé")
    await village.quietly()
    network, clock = village.networks["loire"], village.stage.clock
    at = starting(clock.now(), network.timezone, network.school_zone)
    clock.move_to(at + timedelta(hours=1))


async def comes_to(village: Village, words: str) -> Json:
    """Leave for later what stands on Amina's pile, until it shows some words."""

    async def there() -> list[Json]:
        with suppress(IndexError):
            shown = await pile(village)
            if words in text(shown):
                return [shown]
            if "Plus tard" in labels(shown):
                await press(village, "Plus tard")
        return []

    return (await eventually(there))[-1]


def dump(village: Village) -> str:
    """Return all that the database holds."""
    with closing(sqlite3.connect(village.stage.folder / "courroie.db")) as db:
        return "\n".join(db.iterdump())


def found(village: Village) -> list[str]:
    """Return the messages that were found."""
    with closing(sqlite3.connect(village.stage.folder / "courroie.db")) as db:
        return [
            row[0] for row in db.execute("SELECT post FROM past_messages WHERE answers IS NULL")
        ]
