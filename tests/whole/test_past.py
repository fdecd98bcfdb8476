"""« Retrouver les questions passées » on a server: announced, read, shown, kept, told."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from datetime import timedelta

import pytest

from bot.core.card_keys import PILE
from bot.past import reading
from bot.past.rules import starting
from tests.past.channel import asking
from tests.sandbox.people import Json
from tests.waiting import eventually
from tests.whole.conftest import village
from tests.whole.town import Village, key_of

__all__ = ["village"]

ASKED = "Bonjour, qui aurait un modèle de charte informatique pour une médiathèque ?"
ANSWER = "Oui, nous en avons une : elle tient en une page, je vous l'envoie."
OTHER = "Bonjour, qui saurait où trouver des claviers zygomorphes pour débutants ?"


async def test_a_coordinator_keeps_what_was_asked_before_the_bot_came(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "find", asking)
    asked = await village.says("louis", ASKED)
    await village.says("zoe", ANSWER, root_id=asked["id"])
    await village.says("zoe", OTHER)
    async with village.bot():
        assert "lirai le canal" in await village.does("amina", "reseau relire confirmé")
        announced = await village.post_with("Retrouver nos questions")
        assert labels(announced) == ["Ne pas lire mes messages"]

        network, clock = village.networks["loire"], village.stage.clock
        begins = starting(clock.now(), network.timezone, network.school_zone)
        clock.move_to(begins + timedelta(hours=1))
        await village.letter_with("amina", "semblent demander")
        await village.types("amina", "/aide")
        for _ in range(12):
            shown = await pile(village)
            if "charte informatique" in text(shown):
                assert "Louis" in text(shown)
                assert "elle tient en une page" in text(shown)
                await press(village, next(each for each in labels(shown) if "réponse de Z" in each))
            elif "zygomorphes" in text(shown):
                await press(village, "Pas celle-ci")
            elif "Plus tard" in labels(shown):
                await press(village, "Plus tard")
            with suppress(IndexError):
                if await village.by_bot("du réseau, dont 1 avec réponse"):
                    break
        own = await village.letter_with("louis", "De vos messages passés")
        assert "charte informatique" in own["message"]
        assert labels(own) == ["Signer", "Corriger…", "La retirer…", "Elle peut sortir du canal"]
        await village.quietly()

    path = village.stage.folder / "courroie.db"
    with closing(sqlite3.connect(path)) as db:
        whole = "\n".join(db.iterdump())
    assert "charte informatique" in whole
    assert "zygomorphes" not in whole


async def pile(village: Village) -> Json:
    """Return the post of Amina's pile, once it is there."""

    async def there() -> list[Json]:
        return [each for each in await village.letters("amina") if key_of(each).startswith(PILE)]

    await village.quietly()
    return (await eventually(there))[-1]


async def press(village: Village, label: str) -> None:
    """Press what stands on Amina's pile."""
    village.stage.clock.advance(2)
    await village.click("amina", await pile(village), label)


def text(post: Json) -> str:
    found = "".join(str(each["text"]) for each in post["props"].get("attachments", []))
    return found.replace("\u00a0", " ").replace("\u200b", "")


def labels(post: Json) -> list[str]:
    cards = post["props"].get("attachments", [])
    return [action["name"] for card in cards for action in card["actions"]]
