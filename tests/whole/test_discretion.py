"""Discretion, from the chat to the database and back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.waiting import eventually
from tests.whole.conftest import village
from tests.whole.town import Village

__all__ = ["village"]


def holding(village: Village, seconds: int) -> Village:
    """Return the same place where signed cards are held so long."""
    config = village.stage.config
    bot = config.bot.model_copy(update={"hold": seconds})
    held = replace(village.stage, config=config.model_copy(update={"bot": bot}))
    return replace(village, stage=held)


async def test_a_signed_card_waits_for_its_author_to_think_again(village: Village) -> None:
    patient = holding(village, 30)
    async with patient.bot():
        told = await patient.types("louis", "/besoin Qui prête une salle à Brest ?")
        await patient.types("zoe", "/besoin anonyme Un modèle de charte ?")
        await patient.post_with("Un modèle de charte")
        assert not await patient.by_bot("salle à Brest")
        assert "salle à Brest" not in await patient.types("amina", "/besoin liste")
        done = await patient.does("louis", "besoin retirer-mon-nom 1")
        patient.stage.clock.move_to(patient.stage.clock.now() + timedelta(seconds=31))
        card = await patient.post_with("salle à Brest")

    assert "**avec votre nom**" in told
    assert "ne porte pas votre nom" in done
    assert "posée sans nom" in card["message"]


async def test_a_question_made_private_leaves_the_channel_or_keeps_its_replies_alone(
    village: Village,
) -> None:
    async with village.bot():
        await village.types("louis", "/besoin Comment dire non à mon employeur ?")
        alone = await village.post_with("mon employeur")
        await village.types("louis", "/besoin Que répondre à une note de frais ?")
        talked = await village.post_with("note de frais")
        await village.reply("zoe", talked, "Demandez-la par écrit.")
        await village.quietly()

        made = await village.does("louis", "besoin rendre-privée 1")
        await village.does("louis", "besoin rendre-privée 2")
        rewritten = await village.post_with("ne la partage plus avec le réseau")

        async def gone() -> bool:
            return alone["id"] not in [each["id"] for each in await village.posts()]

        await eventually(gone)
        listed = await village.types("zoe", "/besoin liste")

    assert "lue par Amina" in made
    assert rewritten["id"] == talked["id"]
    assert "attachments" not in rewritten["props"]
    posts = await village.posts()
    assert "Demandez-la par écrit." in [each["message"] for each in posts]
    assert not [each for each in posts if "employeur" in each["message"]]
    assert "employeur" not in listed
    assert "note de frais" not in listed


async def test_who_left_the_channel_receives_no_answer(village: Village) -> None:
    async with village.bot():
        louis = await village.person("louis")
        await village.types("louis", "/besoin Qui prête une salle à Brest ?")
        await village.quietly()
        before = len(await village.letters("louis"))
        await louis.call("DELETE", f"/channels/{await village.channel()}/members/{louis.id}")

        await village.types("zoe", "/besoin répondre 1 La Manufacture")
        await village.post_with("La Manufacture")
        await village.quietly()

    assert len(await village.letters("louis")) == before
