"""A short life by each way in: all by presses, then where nothing can be pressed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest_asyncio

from bot.admin.setup import set_up_all
from tests.live.bot import House, eventually, holds
from tests.live.conftest import Build
from tests.live.postroom import RULE
from tests.sandbox.people import Json, Person

CHECK = "white_check_mark"
HAND = "raising_hand"


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def pressed(build: Build) -> AsyncIterator[House]:
    """Return a house with buttons, where nothing was planned yet."""
    made = await build("vie", administers=True, letter=RULE)
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


async def test_a_coordinator_begins_the_week_with_what_waits(pressed: House) -> None:
    said = await pressed.types(pressed.louis, "/besoin privé Comment dire non à mon élue ?")
    (number,) = re.findall(r"n°\u00a0(\d+)", said)[:1]
    await pressed.does(pressed.louis, f"besoin transmettre {number}")

    await pressed.types(pressed.amina, "/aide")
    pile = await pressed.told(pressed.amina, "Une question privée vous attend")
    shown = await pressed.turns(pressed.amina, pile, "Lire")

    assert not holds(pile, "Comment dire non à mon élue ?")
    assert holds(shown, "Comment dire non à mon élue ?")
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
    await pressed.presses(pressed.amina, card, "Plus…")
    more = await pressed.told(pressed.amina, words, "Posée le")
    form = await pressed.form(pressed.amina, more, "Plus…", "Reporter…")
    assert await pressed.amina.fills_in(form, pressed.here, quand="La prochaine lettre") == {}
    await pressed.said(key, "Reportée à la prochaine lettre")
    form = await pressed.form(pressed.zoe, card, "J'ai une réponse")
    assert await pressed.zoe.fills_in(form, pressed.here, texte="La ressourcerie") == {}

    answered = await pressed.said(key, "> La ressourcerie")
    letter = await pressed.told(pressed.louis, "Bonne nouvelle", "> La ressourcerie")
    assert await pressed.presses(pressed.amina, answered, "Merci")
    await pressed.presses(pressed.louis, letter, "Plus…")
    more = await pressed.told(pressed.louis, words, "Posée le")
    form = await pressed.form(pressed.louis, more, "Plus…", "Pas tout à fait…")
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


async def test_a_letter_lives_by_presses_alone(pressed: House) -> None:
    shown = await pressed.shows(pressed.amina, "/lettre")
    form = await pressed.form(pressed.amina, shown, "Écrire l'édito…")
    assert await pressed.amina.fills_in(form, pressed.here, texte="L'hiver est là") == {}
    shown = await pressed.shows(pressed.amina, "/lettre")
    asked = await pressed.turns(pressed.amina, shown, "Publier")
    await pressed.presses(pressed.amina, asked, "Publier la lettre")

    async def published() -> Json | None:
        posts = await pressed.all_said()
        return next((each for each in posts if holds(each, "L'hiver est là")), None)

    assert holds(await eventually(published), "La lettre de la Loire")


async def test_a_question_lives_by_signs_and_by_the_numbers_of_its_card(written: House) -> None:
    post = await written.writes(written.louis, "besoin Qui prête une plastifieuse ?")
    number = await written.confirmed(written.louis, post)
    card = await written.card(number, "Qui prête une plastifieuse ?")
    assert await written.reactions(written.louis, card) == [HAND]

    await written.zoe.reacts(card["id"], HAND)
    await written.card(number, "Elle concerne 2\u00a0personnes")
    await written.zoe.takes_back(card["id"], HAND)
    await _without(written, card, "concerne 2")
    form = await written.chooses(written.amina, card, "Reporter…")
    await written.amina.replies(form, "La prochaine lettre")
    card = await written.card(number, "Reportée à la prochaine lettre")
    await written.answers(written.zoe, card, "J'ai une réponse", "Le centre social")

    await written.card(number, "> Le centre social")
    letter = await written.told(written.louis, "Bonne nouvelle", "> Le centre social")
    form = await written.chooses(written.louis, letter, "Pas tout à fait…")
    await written.louis.replies(form, "Et le lundi ?\nrouvrir")
    await written.told(written.louis, f"n°\u00a0{number} est rouverte")


async def test_a_meeting_lives_by_signs_alone(written: House) -> None:
    day = datetime.now(UTC) + timedelta(days=33)
    line = f"rencontre planifier confirmé {day:%d/%m/%Y} à 14h, 2h, La Cure de Saint-Jean"
    draft = await written.answered(written.amina, await written.writes(written.amina, line))
    await _signs(written, written.amina, draft, "mega")
    key = "meeting:loire:1"
    post = await written.said(key, "La Cure de Saint-Jean", "Venez-vous")
    await _signs(written, written.louis, post, CHECK)
    await written.said(key, "1\u00a0personne sur place")
    await written.louis.takes_back(post["id"], CHECK)
    await written.said(key, "Venez-vous")

    ask = await written.writes(written.amina, "rencontre tenir")
    asked = await written.answered(written.amina, ask)
    assert "pas encore le jour" in asked["message"]
    await _signs(written, written.amina, asked, CHECK)
    held = await written.said("held:loire:1", "Rencontre en cours")
    await _signs(written, written.amina, held, "checkered_flag")
    held = await written.said("held:loire:1", "en relecture")
    await _signs(written, written.amina, held, "mega")
    await written.said("held:loire:1", "vous a-t-elle été utile")


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


async def _signs(house: House, who: Person, post: Json, emoji: str) -> None:
    """React as the bot did first under its post."""

    async def offered() -> bool:
        return emoji in await house.reactions(house.bot, post)

    assert await eventually(offered)
    await who.reacts(post["id"], emoji)
