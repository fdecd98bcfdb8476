"""The bot with its model: an answer found in other words is offered before the channel reads."""

from __future__ import annotations

from pathlib import Path

from tests.whole.town import village_in


async def test_an_answer_alike_in_meaning_is_offered(tmp_path: Path) -> None:
    async with village_in(tmp_path, meaning=True) as village, village.bot():
        await village.types("louis", "/besoin Une alerte du navigateur dit d'appeler Microsoft")
        await village.post_with("Une alerte du navigateur")
        await village.types("amina", "/besoin répondre 1 Fermez la page et redémarrez")
        await village.letter_with("louis", "redémarrez")

        await village.types("zoe", "/besoin Le navigateur alerte : il faudrait appeler Microsoft")

        offer = await village.letter_with("zoe", "voici ce qui y répond peut-être")
        assert "redémarrez" in offer["message"]
