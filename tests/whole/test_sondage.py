"""A date poll beside the sandbox: by buttons and form, then by reactions."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.waiting import eventually
from tests.whole.town import Village, key_of, twice


def dates(count: int) -> str:
    """Return dates of the coming weeks as they are typed: the sandbox's clock is the real one."""
    days = (datetime.now() + timedelta(days=20 + n) for n in range(count))  # noqa: DTZ005  typed
    return " ; ".join(f"{day:%d/%m/%Y} à 14h" for day in days)


async def test_eight_dates_are_voted_on_by_buttons(village: Village) -> None:
    async with village.bot():
        await village.types("amina", f"/rencontre sonder confirmé {dates(8)}")
        card = await village.post_with("quelle date pour la prochaine rencontre")
        labels = [each["name"] for each in card["props"]["attachments"][0]["actions"]]
        told = await village.click("louis", card, labels[2])
        for _ in ("oui", "si besoin"):
            await village.click("zoe", card, labels[5])
        await village.post_with("2\u00a0personnes ont déjà répondu")
        await village.letter_with("zoe", "**si besoin**")
        await village.quietly()
        posts = await village.posts()
        letters = await village.letters("zoe")

    assert key_of(card) == "poll:loire:1"
    assert len(labels) == 9
    assert told.get("status") == "OK"
    assert not twice(posts)
    assert len([each for each in letters if "Vos dates" in each["message"]]) == 1


async def test_without_callback_a_number_is_a_reaction(village: Village) -> None:
    place = village.without_callback()
    async with place.bot():
        await place.says("amina", f"@courroie rencontre sonder confirmé {dates(2)}")
        card = await place.post_with("quelle date pour la prochaine rencontre")

        async def offered() -> list[str]:
            louis = await place.person("louis")
            found = await louis.get(f"/posts/{card['id']}/reactions")
            return [each["emoji_name"] for each in found or []]

        async def both() -> bool:
            return await offered() == ["one", "two"]

        await eventually(both)
        await place.react("zoe", card["id"], "two")
        await place.post_with("1 oui\n")
        await place.unreact("zoe", card["id"], "two")
        await place.post_with("pas encore de réponse\n\nDurée\u00a0: 3\u00a0h. Réponses jusqu'au")
        await place.quietly()

        assert "attachments" not in card["props"]
        assert not twice(await place.posts())
