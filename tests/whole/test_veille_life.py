"""A message for the veille on the sandbox: one reaction of the bot, and one letter."""

from __future__ import annotations

from tests.waiting import eventually
from tests.whole.town import Village


async def test_a_message_for_the_veille_gets_a_newspaper_and_a_letter(village: Village) -> None:
    async with village.bot():
        said = await village.says("zoe", "Utile : https://exemple.fr/guide #veille")
        letter = await village.letter_with("zoe", "exemple.fr/guide")
        zoe = await village.person("zoe")

        async def reacted() -> bool:
            found = await zoe.get(f"/posts/{said['id']}/reactions")
            return [each["emoji_name"] for each in found or []] == ["newspaper"]

        await eventually(reacted)
        await village.click("zoe", letter, "Sans mon nom")
        shown = await village.types("louis", "/veille")

    assert "exemple.fr/guide" in shown
