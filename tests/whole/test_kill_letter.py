"""The bot killed around each letter's publication: every letter once, every question settled once.

As in `test_kill.py`, the sandbox keeps running beside it, and forgets `pending_post_id`.
"""

from __future__ import annotations

import asyncio
import random
import re
from dataclasses import dataclass, field

import pytest

from bot.network.schedule import Due, dates_after
from sandbox.server import triggers
from tests.amounts import some_or_all
from tests.sandbox.people import Json
from tests.waiting import eventually
from tests.whole.test_kill import Bot
from tests.whole.town import Village, key_of, twice

KILLS = 2
SEED = 20_261_210
QUESTIONS = (
    ("Qui prête une salle à Brest ?", "Où imprimer en grand format ?"),
    ("Comment refaire une carte grise ?", "Quel logiciel pour monter une vidéo ?"),
    ("Un modèle de charte informatique ?", "Qui anime un atelier tablettes ?"),
    ("Comment signaler un faux SMS ?", "Quelle aide pour acheter un ordinateur ?"),
)
"""What Louis asks before each letter: no two alike, so that no card waits for an offer."""

LONGEST_LIFE = 0.6
"""Seconds before a kill: a letter is published within the first beat, then said."""


@dataclass
class Promises:
    """What each letter owes Louis: questions to answer, and questions that it passes on."""

    answers: dict[int, str] = field(default_factory=dict)
    passed: set[int] = field(default_factory=set)


@pytest.mark.long
@pytest.mark.parametrize("letters", some_or_all(1, len(QUESTIONS)))
async def test_a_bot_killed_while_it_publishes_a_letter_does_it_once(
    village: Village, monkeypatch: pytest.MonkeyPatch, letters: int
) -> None:
    monkeypatch.setattr(triggers, "PENDING_SECONDS", 0.0)
    chance = random.Random(SEED)  # noqa: S311  a reproducible play, not a secret
    bot, promises = Bot(village), Promises()
    await bot.start()
    try:
        for number, asked in enumerate(QUESTIONS[:letters], start=1):
            await prepare(village, asked, promises)
            letter = next(
                dates_after(village.networks["loire"], Due.LETTER, village.stage.clock.now()), None
            )
            assert letter is not None
            village.stage.clock.move_to(letter)
            for _ in range(KILLS):
                await asyncio.sleep(chance.uniform(0, LONGEST_LIFE))
                await bot.kill()
                await bot.start()
            await eventually(lambda number=number: is_out(village, number))  # type: ignore[misc]
        await village.quietly()
        stories = {
            each: await village.types("amina", f"/besoin voir {each}") for each in promises.passed
        }
    finally:
        await bot.kill()

    posts, told = await village.by_bot(), await village.letters("louis")
    assert not twice(posts)
    assert not twice(told)
    out = [key_of(each) for each in posts if re.fullmatch(r"letter:loire:\d+", key_of(each))]
    assert out == [f"letter:loire:{number}" for number in range(1, letters + 1)]
    for question, answer in promises.answers.items():
        (given,) = [each for each in told if about(each, question, "told")]
        assert f"> {answer}" in given["message"]
    for story in stories.values():
        assert story.count("reportée à la prochaine rencontre") == 1, story


def about(letter: Json, question: int, what: str) -> bool:
    """Tell whether a direct message is about a question, and this about it."""
    return key_of(letter).startswith(f"question:loire:{question}:{what}")


async def prepare(village: Village, asked: tuple[str, str], promises: Promises) -> None:
    """Have Louis ask twice; Amina defers both to the letter, and prepares one answer."""
    for rank, question in enumerate(asked):
        told = await village.types("louis", f"/besoin {question}")
        found = re.search(r"n°\s(\d+)", told)
        assert found is not None, told
        number = int(found[1])
        assert "est reportée" in await village.does("amina", f"besoin reporter {number} lettre")
        if rank:
            promises.passed.add(number)
            continue
        answer = f"À la mairie, guichet {number}"
        told = await village.does("amina", f"lettre répondre {number} {answer}")
        assert "est prête" in told, told
        promises.answers[number] = answer


async def is_out(village: Village, number: int) -> bool:
    """Tell whether a letter is in the channel."""
    return any(key_of(each) == f"letter:loire:{number}" for each in await village.by_bot())
