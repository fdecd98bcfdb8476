"""The life of a meeting on the sandbox, though the bot is stopped in the middle of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.sandbox.people import Json
from tests.waiting import eventually
from tests.whole.town import Village, twice


async def test_a_meeting_goes_on_where_it_was_when_the_bot_comes_back(village: Village) -> None:
    async with village.bot():
        await village.types("louis", "/besoin Qui prête une salle à Roanne ?")
        await _announced(village, days=30)
        await village.types("amina", "/rencontre tenir confirmé")
        await village.click("amina", await _step(village, "1. Accueil"), "Suivant")
        await village.click("amina", await _step(village, "2. Actualité"), "Suivant")
        step = await _step(village, "3. Questions")
        await village.quietly()
    async with village.bot():
        await village.click("amina", step, "Suivant")
        step = await _step(village, "Question n°\u00a01")
        await village.types("zoe", "/rencontre répondue 1 La Manufacture, le mardi")
        await village.click("amina", step, "Suivant")
        await village.click("amina", await _step(village, "4. Animation"), "Terminer")
        await village.post_with("est terminée, merci")
        await village.types("amina", "/rencontre effectif 12 médiateurs")
        await village.types("amina", "/rencontre publier")
        minutes = await village.post_with("Compte rendu de la rencontre")
        await village.post_with("Réponse de Zoé")
        await village.quietly()
        posts = await village.posts()
        pinned = [each["message"] for each in posts if each["is_pinned"]]

    assert "La Manufacture, le mardi" in minutes["message"]
    assert pinned == [minutes["message"]]
    assert minutes["metadata"]["files"][0]["name"].endswith(".md")
    assert not twice(posts)


async def test_members_are_reminded_once_though_the_bot_restarts(village: Village) -> None:
    async with village.bot():
        day = await _announced(village, days=30)
        await village.click("louis", await village.post_with("La Fabrique"), "Je viens")
        await village.types("zoe", "/rencontre silence")
        await village.quietly()
    village.stage.clock.move_to((day - timedelta(days=5)).astimezone())
    async with village.bot():
        await village.letter_with("louis", "Rappel")
        asked = await village.letter_with("amina", "approche")
        await village.quietly()
    async with village.bot():
        await village.quietly()
        letters = [*await village.letters("louis"), *await village.letters("amina")]
        silent = await village.letters("zoe")
        stranger = await village.letters("marc")

    assert asked["props"]["attachments"]
    assert not twice(letters)
    assert "approche" not in str([silent, stranger])


async def _announced(village: Village, *, days: int) -> datetime:
    """Plan a meeting on the first Tuesday in so many days, and announce it; return when."""
    day = datetime.now().replace(hour=14, minute=0, second=0) + timedelta(days=days)  # noqa: DTZ005  typed
    while day.weekday() != 1:
        day += timedelta(days=1)
    line = f"/rencontre planifier confirmé {day:%d/%m/%Y} à 14h, 2h, La Fabrique"
    assert "Rencontre en préparation" in await village.types("amina", line)
    await village.types("amina", "/rencontre annoncer")
    await village.post_with("La Fabrique")
    return day


async def _step(village: Village, words: str) -> Json:
    """Wait for the step of a held meeting that has these words: never the announcement."""

    async def look() -> list[Json]:
        return [post for post in await village.by_bot(words) if post["root_id"]]

    return (await eventually(look))[-1]
