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
        await village.click("amina", await _card(village, "Partie 1 sur 4"), "Suivant")
        await village.click("amina", await _card(village, "Partie 2 sur 4"), "Suivant")
        card = await _card(village, "Partie 3 sur 4")
        await village.quietly()
    async with village.bot():
        await village.click("amina", card, "Suivant")
        card = await _card(village, "Question 1 sur 1")
        await village.does("zoe", "rencontre réponse 1 La Manufacture, le mardi")
        await village.click("amina", card, "Suivant")
        await village.click("amina", await _card(village, "Partie 4 sur 4"), "Terminer")
        await village.post_with("Compte rendu en relecture")
        await village.fills("amina", "rencontre effectif", texte="12")
        await village.click("amina", await village.post_with("12\u00a0personnes"), "Publier")
        minutes = await village.post_with("Compte rendu de la rencontre")
        await village.post_with("Réponse de Zoé")
        await village.quietly()
        posts = await village.posts()
        pinned = [each for each in posts if each["is_pinned"]]

    assert "La Manufacture, le mardi" in minutes["message"]
    [card] = pinned
    assert "vous a-t-elle été utile" in card["message"]
    assert minutes["root_id"] == card["id"]
    assert minutes["metadata"]["files"][0]["name"].endswith(".md")
    assert not twice(posts)


async def test_members_are_reminded_once_though_the_bot_restarts(village: Village) -> None:
    async with village.bot():
        day = await _announced(village, days=30)
        await village.click("louis", await village.post_with("La Fabrique"), "Je viens")
        await village.quietly()
    village.stage.clock.move_to((day - timedelta(days=5)).astimezone())
    async with village.bot():
        asked = await village.letter_with("zoe", "viendrez-vous")
        await village.quietly()
    village.stage.clock.move_to((day - timedelta(days=1)).astimezone())
    async with village.bot():
        await village.letter_with("louis", "Rappel")
        await village.quietly()
    async with village.bot():
        await village.quietly()
        letters = [*await village.letters("louis"), *await village.letters("zoe")]
        others = [*await village.letters("amina"), *await village.letters("marc")]

    assert asked["props"]["attachments"]
    assert not twice(letters)
    assert "viendrez-vous" not in str(others)


async def _announced(village: Village, *, days: int) -> datetime:
    """Plan a meeting on the first Tuesday in so many days, and announce it; return when."""
    day = datetime.now().replace(hour=14, minute=0, second=0) + timedelta(days=days)  # noqa: DTZ005  typed
    while day.weekday() != 1:
        day += timedelta(days=1)
    line = f"/rencontre planifier confirmé {day:%d/%m/%Y} à 14h, 2h, La Fabrique"
    assert "Rencontre en préparation" in await village.types("amina", line)
    await village.does("amina", "rencontre annoncer")
    await village.post_with("La Fabrique")
    return day


async def _card(village: Village, words: str) -> Json:
    """Wait for the card of a held meeting to have these words."""
    return (await eventually(lambda: village.by_bot(words)))[-1]
