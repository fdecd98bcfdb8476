"""A pile pressed while its bot dies, and on two devices served by two processes.

Each press is done with what the pile shows next, or not at all: question by question, who is
counted among those it concerns tells which presses were done.
"""

from __future__ import annotations

import asyncio
import random
import re
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

import aiohttp
import pytest

from bot.core.card_keys import PILE
from tests.amounts import some_or_all
from tests.sandbox.people import Json
from tests.waiting import eventually
from tests.whole.several import Group
from tests.whole.test_kill import Bot
from tests.whole.test_several import group
from tests.whole.town import Village, key_of

__all__ = ["group"]

SEED = 20_261_201
PRESS = "Moi aussi"
LONGEST_PRESS = 0.06
"""Seconds between a press and a kill: what it does is written, and the post is rewritten."""

ASKED = (
    "Qui prête une salle à Brest ?",
    "Où imprimer en grand format ?",
    "Comment refaire une carte grise ?",
    "Quel logiciel pour monter une vidéo ?",
    "Un modèle de charte informatique ?",
    "Qui anime un atelier tablettes ?",
    "Comment signaler un faux SMS ?",
    "Quelle aide pour acheter un ordinateur ?",
)


@pytest.mark.long
@pytest.mark.parametrize("kills", some_or_all(2, 8))
async def test_a_bot_killed_at_a_press_has_done_it_and_shows_the_next_or_neither(
    village: Village, kills: int
) -> None:
    chance = random.Random(SEED)  # noqa: S311  a reproducible play, not a secret
    bot = Bot(village)
    await bot.start()
    try:
        numbers = await opened(village)
        for _ in range(kills):
            press = asyncio.create_task(presses(village))
            await asyncio.sleep(chance.uniform(0, LONGEST_PRESS))
            await bot.kill()
            await press
            village.stage.clock.advance(2)
            await bot.start()
            await eventually(partial(as_done, village, numbers))
    finally:
        await bot.kill()


async def test_presses_of_one_thing_on_two_devices_do_it_once(group: Group) -> None:
    village = group.village
    numbers = await opened(village)
    for done in range(3):
        await asyncio.gather(*(presses(village) for _ in range(4)))
        village.stage.clock.advance(2)

        await eventually(partial(as_done, village, numbers))
        assert len(await joined(village, numbers)) == done + 1


async def opened(village: Village) -> Sequence[int]:
    """Have Louis ask what waits for a week, and Amina open her pile on it; return its numbers."""
    for text in ASKED:
        assert "n°" in await village.types("louis", f"/besoin {text}")
    village.stage.clock.advance(8 * 86_400)
    await village.types("amina", "/aide")
    await eventually(lambda: is_shown(village))
    return range(1, len(ASKED) + 1)


async def pile(village: Village) -> Json:
    """Return the post of Amina's pile."""
    return [each for each in await village.letters("amina") if key_of(each).startswith(PILE)][-1]


async def shown(village: Village) -> str:
    """Return what Amina's pile shows."""
    (card,) = (await pile(village))["props"]["attachments"]
    return str(card["text"]).replace("\u00a0", " ")


async def is_shown(village: Village) -> bool:
    """Tell whether Amina may press there what joins a question."""
    with suppress(IndexError):
        (card,) = (await pile(village))["props"]["attachments"]
        return PRESS in [each["name"] for each in card.get("actions", ())]
    return False


async def presses(village: Village) -> None:
    """Have Amina press, whatever becomes of it."""
    with suppress(aiohttp.ClientError):
        await (await village.person("amina")).clicks(await pile(village), PRESS)


async def joined(village: Village, numbers: Sequence[int]) -> Sequence[int]:
    """Return the questions that Amina joined."""
    told = [await village.types("amina", f"/besoin voir {number}") for number in numbers]
    assert all(told)
    return [each for each, text in zip(numbers, told, strict=True) if "2\u00a0personnes" in text]


async def as_done(village: Village, numbers: Sequence[int]) -> bool:
    """Tell whether Amina joined the questions that come before the one that is shown, no other."""
    found = re.search(r"Question n° (\d+)", await shown(village))
    at = int(found[1]) if found else len(numbers) + 1
    return await joined(village, numbers) == [each for each in numbers if each < at]
