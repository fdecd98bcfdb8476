"""A message that is edited or deleted, from the chat to the database and back."""

from __future__ import annotations

from tests.waiting import eventually
from tests.whole.conftest import village
from tests.whole.test_discretion import holding
from tests.whole.town import Village

__all__ = ["village"]

SALLE = "Qui prête une salle à Brest ?"


async def test_what_a_message_made_follows_it(village: Village) -> None:
    patient = holding(village, 30)
    louis = await patient.person("louis")
    async with patient.bot():
        direct = await patient.direct("louis")
        said = await louis.says(direct, f"besoin ~loire {SALLE}")
        await patient.letter_with("louis", "n°\u00a01")
        edited = {"message": f"besoin ~loire anonyme {SALLE}"}
        await louis.call("PUT", f"/posts/{said['id']}/patch", edited)
        card = await patient.post_with("salle à Brest")
        await patient.quietly()
        await louis.call("DELETE", f"/posts/{said['id']}")
        hidden = await patient.post_with("retirée par la personne qui l'a posée")
        await patient.letter_with("louis", "n'est plus montrée à personne")
        listed = await patient.types("zoe", "/besoin liste")

    assert "posée sans nom" in card["message"]
    assert hidden["id"] == card["id"]
    assert "salle à Brest" not in str(hidden) + listed


async def test_what_changed_while_the_bot_was_away_is_followed(village: Village) -> None:
    louis = await village.person("louis")
    async with village.bot():
        one = await village.says("louis", f"@courroie besoin {SALLE} Rose la cherche.")
        two = await village.says("louis", "@courroie besoin Qui a un scanner ?")
        first = await village.post_with("Rose la cherche")
        second = await village.post_with("Qui a un scanner")
        await village.quietly()
    await louis.call("PUT", f"/posts/{one['id']}/patch", {"message": f"@courroie besoin {SALLE}"})
    await louis.call("DELETE", f"/posts/{two['id']}")
    for _ in range(2):
        async with village.bot():

            async def followed() -> bool:
                now = {each["id"]: each["message"] for each in await village.posts()}
                less = "Rose" not in now[first["id"]] and "Brest" in now[first["id"]]
                return less and "scanner" not in now[second["id"]]

            await eventually(followed)
            await village.quietly()
    told = [each["message"] for each in await village.letters("louis")]

    assert sum("n'est plus montrée à personne" in each for each in told) == 1
    assert sum("J'ai suivi" in each for each in told) == 1
