"""Answers are shown where the click was, with their own buttons."""

from __future__ import annotations

import pytest

from bot.config.feeds import default_suggestions
from bot.mattermost.wire.calls import SlashCall
from sandbox import demo
from tests.sandbox.people import Json, Listener
from tests.whole.conftest import village
from tests.whole.town import Village

__all__ = ["village"]

SALLE = "/besoin Qui prête une salle à Brest ?"


def labels(post: Json) -> list[str]:
    cards = post["props"].get("attachments", [])
    return [action["name"] for card in cards for action in card["actions"]]


async def shown(village: Village, louis: Listener, line: str) -> Json:
    """Type a command, and return what is shown to its caller alone."""
    await village.types("louis", line)
    return await louis.whisper()


async def test_the_answer_to_a_click_has_its_own_buttons(village: Village) -> None:
    async with village.bot():
        louis = await (await village.person("louis")).listens()
        receipt = await shown(village, louis, SALLE)
        await village.click("louis", receipt, "En privé")
        private = await louis.whisper()
        assert "Transmettre" in labels(private)

        await village.click("louis", private, "Transmettre")
        sent = await louis.whisper()

    assert "transmise à" in sent["message"].replace("\u00a0", " ")
    assert await village.letters("louis") == []


async def test_after_five_answers_on_the_spot_the_next_one_goes_on_in_the_direct_message(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Our own list, which has pages: the demo's holds what it serves.
    monkeypatch.setattr(demo, "_suggested", lambda _sandbox: default_suggestions())
    async with village.bot():
        amina = await (await village.person("amina")).listens()
        await village.types("amina", "/veille flux")
        page = await amina.whisper()
        for label in ("Des idées de flux", *["La suite"] * 4):
            await village.click("amina", page, label)
            page = await amina.whisper()
            assert "La suite" in labels(page)
        assert await village.letters("amina") == []

        await village.click("amina", page, "La suite")
        told = await amina.whisper()
        going_on = await village.letter_with("amina", "page 6 sur")
        await village.click("amina", going_on, "La suite")
        await village.letter_with("amina", "page 7 sur")

    assert "message direct" in told["message"]
    assert labels(told) == []
    assert "La suite" in labels(going_on)


async def test_under_a_card_nobody_needs_its_number(village: Village) -> None:
    async with village.bot():
        await village.types("louis", SALLE)
        card = await village.post_with("Qui prête une salle")
        await village.reply("zoe", card, "@courroie La Manufacture, le mardi")
        asked = await village.letter_with("zoe", "Que voulez-vous faire de ce message")
        await village.click("zoe", asked, "J'ai une réponse")

        answered = await village.post_with("La Manufacture, le mardi")

    assert answered["id"] == card["id"] or answered["root_id"] == card["id"]


def test_only_a_hook_of_the_server_is_read_from_an_address() -> None:
    def hook(url: str) -> str:
        return SlashCall(channel_id="c" * 26, user_id="u" * 26, response_url=url).hook

    assert hook(f"https://chat.example.org/hooks/commands/{'k' * 26}") == "k" * 26
    assert hook(f"https://ailleurs.example/hooks/commands/{'k' * 26}?a=1") == ""
    assert hook("https://ailleurs.example/../../etc/passwd") == ""
    assert hook("") == ""
