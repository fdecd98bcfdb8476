"""A short life by each way in: all by presses, then where nothing can be pressed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest_asyncio

from bot.admin.setup import set_up_all
from tests.live.bot import House, eventually, holds, plain
from tests.live.conftest import Build
from tests.live.server import in_direct, posts_in
from tests.sandbox.people import Json, Person

CHECK = "white_check_mark"
HAND = "raising_hand"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def pressed(build: Build) -> AsyncIterator[House]:
    """Return a house with buttons, where nothing was planned yet."""
    made = await build("vie", administers=True)
    said: list[str] = []
    assert await set_up_all(made.config, said.append) == 0, said
    async with made.running():
        yield made


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def written(build: Build) -> AsyncIterator[House]:
    """Return a house that Mattermost cannot call, where nothing was planned yet."""
    made = await build("vie-ecrite", callback=None)
    async with made.running():
        yield made


async def test_a_coordinator_begins_the_week_from_the_hall(pressed: House) -> None:
    said = await pressed.types(pressed.louis, "/besoin privé Comment dire non à mon élue ?")
    (number,) = re.findall(r"n°\u00a0(\d+)", said)[:1]
    await pressed.types(pressed.louis, f"/besoin transmettre {number}")

    hall = await pressed.shows(pressed.amina, "/aide")
    first = _labels(hall)[0]
    shown = await pressed.turns(pressed.amina, hall, first)

    assert first == f"Lire la n°\u00a0{number}"
    assert "Comment dire non à mon élue ?" in plain(shown["message"])
    form = await pressed.form(pressed.amina, shown, "J'ai une réponse")
    assert await pressed.amina.fills_in(form, pressed.here, texte="Avec un café") == {}
    await pressed.told(pressed.louis, f"n°\u00a0{number}", "> Avec un café")


async def test_a_question_lives_by_presses_alone(pressed: House) -> None:
    hall = await pressed.shows(pressed.louis, "/aide")
    form = await pressed.form(pressed.louis, hall, "Poser une question")
    words = "Qui prête un rétroprojecteur ?"
    assert await pressed.louis.fills_in(form, pressed.here, texte=words) == {}
    card = await _card(pressed, words)
    key = card["props"]["courroie_key"]

    assert "concerne" in await pressed.presses(pressed.zoe, card, "Moi aussi")
    await pressed.said(key, "Elle concerne 2\u00a0personnes")
    assert "ne vous compte plus" in await pressed.presses(pressed.zoe, card, "Moi aussi")
    await pressed.presses(pressed.amina, card, "Gérer…", "Reporter à la prochaine lettre")
    await pressed.said(key, "Reportée à la prochaine lettre")
    form = await pressed.form(pressed.zoe, card, "J'ai une réponse")
    assert await pressed.zoe.fills_in(form, pressed.here, texte="La ressourcerie") == {}

    answered = await pressed.said(key, "> La ressourcerie")
    letter = await pressed.told(pressed.louis, "Bonne nouvelle", "> La ressourcerie")
    assert await pressed.presses(pressed.amina, answered, "Merci")
    form = await pressed.form(pressed.louis, letter, "Pas tout à fait…")
    assert await pressed.louis.fills_in(form, pressed.here, texte="Et un écran ?") == {}
    reopened = await _card(pressed, "Et un écran ?")
    assert reopened["root_id"] == card["id"]


async def test_a_meeting_lives_by_presses_alone(pressed: House) -> None:
    door = await pressed.shows(pressed.amina, "/rencontre")
    form = await pressed.form(pressed.amina, door, "Planifier…")
    draft = await _sends(pressed, pressed.amina, form)
    if "À vérifier" in draft["message"]:  # the clock is the real one: it may be a holiday
        draft = await pressed.turns(pressed.amina, draft, "Confirmer cette date")
    assert "Rencontre en préparation" in draft["message"]
    assert "C'est annoncé" in await pressed.presses(pressed.amina, draft, "Annoncer")

    key = "meeting:loire:1"
    post = await pressed.said(key, "Venez-vous", filed=True)
    assert "vous venez sur place" in await pressed.presses(pressed.louis, post, "Je viens")
    await pressed.said(key, "1\u00a0personne sur place")
    assert "est effacée" in await pressed.presses(pressed.louis, post, "Je viens")
    await pressed.said(key, "Venez-vous")

    card = await pressed.shows(pressed.amina, "/rencontre")
    asked = await pressed.turns(pressed.amina, card, "Tenir")
    assert "pas encore le jour" in asked["message"]
    assert "est ouverte" in await pressed.presses(pressed.amina, asked, "Commencer maintenant")
    held = await pressed.said("held:loire:1", "Rencontre en cours")
    form = await pressed.form(pressed.amina, held, "Décision")
    assert await pressed.amina.fills_in(form, pressed.here, texte="Un goûter en juin") == {}
    assert "en relecture" in await pressed.presses(pressed.amina, held, "Terminer")
    held = await pressed.said("held:loire:1", "en relecture")
    assert "Compte rendu publié" in await pressed.presses(pressed.amina, held, "Publier")
    await pressed.said("held:loire:1", "Un goûter en juin", "vous a-t-elle été utile")


async def test_a_question_lives_by_signs_and_by_what_its_card_says_to_type(written: House) -> None:
    post = await written.writes(written.louis, "besoin Qui prête une plastifieuse ?")
    number = await written.confirmed(written.louis, post)
    card = await written.card(number, "Qui prête une plastifieuse ?")
    assert await written.reactions(written.louis, card) == [HAND]

    await written.zoe.reacts(card["id"], HAND)
    await written.card(number, "Elle concerne 2\u00a0personnes")
    await written.zoe.takes_back(card["id"], HAND)
    await _without(written, card, "concerne 2")
    manage = await _writes_as_told(written, written.amina, card, "besoin voir")
    ways = await _answered(written, written.amina, manage)
    await _writes_as_told(written, written.amina, ways, f"besoin reporter {number} lettre")
    card = await written.card(number, "Reportée à la prochaine lettre")
    await _writes_as_told(written, written.zoe, card, "besoin répondre", "Le centre social")

    await written.card(number, "> Le centre social")
    letter = await written.told(written.louis, "Bonne nouvelle", "> Le centre social")
    await _writes_as_told(written, written.louis, letter, "besoin pas-tout-à-fait", "Et le lundi ?")
    await written.told(written.louis, f"n°\u00a0{number} est rouverte")


async def test_a_meeting_lives_by_signs_alone(written: House) -> None:
    day = datetime.now(UTC) + timedelta(days=33)
    line = f"rencontre planifier confirmé {day:%d/%m/%Y} à 14h, 2h, La Cure de Saint-Jean"
    draft = await _answered(written, written.amina, await written.writes(written.amina, line))
    await _signs(written, written.amina, draft, "mega")
    key = "meeting:loire:1"
    post = await written.said(key, "La Cure de Saint-Jean", "Venez-vous")
    await _signs(written, written.louis, post, CHECK)
    await written.said(key, "1\u00a0personne sur place")
    await written.louis.takes_back(post["id"], CHECK)
    await written.said(key, "Venez-vous")

    ask = await written.writes(written.amina, "rencontre tenir")
    asked = await _answered(written, written.amina, ask)
    assert "pas encore le jour" in asked["message"]
    await _signs(written, written.amina, asked, CHECK)
    held = await written.said("held:loire:1", "Rencontre en cours")
    await _signs(written, written.amina, held, "checkered_flag")
    held = await written.said("held:loire:1", "en relecture")
    await _signs(written, written.amina, held, "mega")
    await written.said("held:loire:1", "vous a-t-elle été utile")


def _labels(post: Json) -> list[str]:
    return [each["name"] for card in post["props"]["attachments"] for each in card["actions"]]


async def _sends(house: House, who: Person, form: Json) -> Json:
    """Send a form as it is proposed, and return what is shown on the spot."""
    window = await who.listens()
    assert await who.fills_in(form, house.here) == {}
    shown = await window.whisper()
    await window.socket.close()
    return shown


async def _card(house: House, words: str) -> Json:
    """Wait for the card of a question, whose number nobody was told."""

    async def look() -> Json | None:
        found = (each for each in await house.all_said() if holds(each, f"> {words}"))
        return next(found, None)

    return await eventually(look)


async def _without(house: House, post: Json, words: str) -> None:
    async def look() -> bool:
        return words not in (await house.zoe.get(f"/posts/{post['id']}"))["message"]

    assert await eventually(look)


async def _answered(house: House, who: Person, post: Json) -> Json:
    """Wait for the bot's direct answer to a message."""
    channel = await in_direct(who, house.bot)
    key = f"reply:{post['id']}"

    async def look() -> Json | None:
        found = await posts_in(who, channel)
        return next((each for each in found if each["props"].get("courroie_key") == key), None)

    return await eventually(look)


async def _writes_as_told(
    house: House, who: Person, post: Json, command: str, text: str = ""
) -> Json:
    """Write in the channel the line that a post tells to type, with a text in its last blank."""
    lines = re.findall(r"`(@[^`]+)`", post["message"])
    line = next((each for each in lines if f" {command}" in each), "")
    assert line, (command, post["message"])
    return await who.says(house.here, re.sub(r"<[^>]*>$", text, line))


async def _signs(house: House, who: Person, post: Json, emoji: str) -> None:
    """React as the bot did first under its post."""

    async def offered() -> bool:
        return emoji in await house.reactions(house.bot, post)

    assert await eventually(offered)
    await who.reacts(post["id"], emoji)
