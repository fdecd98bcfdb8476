"""Makes the guides' pictures again: `python -m docs.captures`, with Chromium installed.

A month is played on the sandbox, from a date of its own, and looked at on the page as its people
see it. A picture that grew too heavy stops the script.
"""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from docs.camera import IMAGES, Camera, Screen, camera, message, opens_robot, types, whispered
from sandbox.demo import stage
from sandbox.play.lettre import ADDRESS, address_in
from sandbox.play.people import BOT, Play, cast
from sandbox.play.player import MissingError
from sandbox.play.relais import CONSENT, UP
from sandbox.server.clock import CLOCK_FILE

START = datetime(2026, 10, 5, 7, 0, tzinfo=UTC)
"""The day before the veille of October 2026: the month begins with it."""

ROOM = "Qui prête une salle à Brézieux le mardi ? #vie-du-réseau"


async def take(folder: Path) -> None:
    """Play the month, and take every picture into a folder."""
    with TemporaryDirectory(prefix="courroie-") as home:
        offset = (START - datetime.now(UTC)).total_seconds()
        (Path(home) / CLOCK_FILE).write_text(f"{offset!r}\n", encoding="ascii")
        async with (
            stage(Path(home), 0) as on,
            cast(on, lambda _line: None) as play_,
            camera(on.sandbox.url, folder) as shots,
        ):
            for scene in _SCENES:
                await scene(play_, shots)


async def _asking(play_: Play, shots: Camera) -> None:
    async with shots.seen_by("louis", Screen.PHONE) as page:
        await types(page, f"/besoin {ROOM}")
        card = await play_.reads("zoe", "Question n° 1")
        await message(page, card).get_by_text("Moi aussi").wait_for()
        await page.get_by_text("Vous seul").first.wait_for()
        await shots.whole(page, "membres-question")
    await play_.presses("zoe", card, "Moi aussi", "concerne maintenant 2 personnes")
    async with shots.seen_by("zoe", Screen.PHONE) as page:
        await message(page, card).get_by_text("2 personnes").wait_for()
        await shots.part(message(page, card), "question")


async def _answering(play_: Play, shots: Camera) -> None:
    card = await play_.reads("zoe", "Question n° 1")
    async with shots.seen_by("zoe", Screen.PHONE) as page:
        await message(page, card).get_by_text("J'ai une réponse").click()
        form = page.get_by_test_id("dialog")
        await form.get_by_role("textbox").first.fill("La mairie prête la salle des fêtes.")
        await shots.whole(page, "membres-repondre")
        await page.get_by_test_id("dialog-submit").click()
    letter = await play_.hears("louis", "a répondu à votre question n° 1")
    async with shots.seen_by("louis", Screen.PHONE) as page:
        await opens_robot(page, Screen.PHONE)
        await message(page, letter).wait_for()
        await shots.part(message(page, letter), "membres-reponse")


async def _preparing(play_: Play, shots: Camera) -> None:
    for who, question, told in (
        ("zoe", "Une fiche pour refaire une carte grise ?", "n° 2"),
        ("louis", "Comment parler d'IA à des débutants ?", "n° 3"),
    ):
        await play_.types(who, f"/besoin {question}", told)
    await _fills_in(play_, "louis", "Proposer une animation…", "Un quiz en équipes")
    await _fills_in(play_, "zoe", "Proposer mon lieu…", "La médiathèque, 20 places")
    door = await play_.opens("amina", "/rencontre", "encontre")
    await play_.people["amina"].clicks(door, "Planifier…")
    await play_.fills("amina", "12 novembre 2026 14h", lieu="Médiathèque de Valcombe")
    await play_.sees_alone("amina", "en préparation")
    await _fills_in(play_, "amina", "Confier l'accueil à…", "@zoe")
    async with shots.seen_by("amina", Screen.DESKTOP) as page:
        await types(page, "/rencontre")
        await shots.part(await whispered(page, "en préparation"), "coordination-agenda")
    draft = await play_.opens("amina", "/rencontre", "en préparation")
    await play_.presses("amina", draft, "Annoncer", "C'est annoncé")
    post = await play_.reads("louis", "Venez-vous")
    async with shots.seen_by("louis", Screen.PHONE) as page:
        await message(page, post).get_by_text("Je viens").wait_for()
        await shots.part(message(page, post), "membres-venir")


async def _fills_in(play_: Play, who: str, label: str, text: str) -> None:
    """Fill in what stands under the door of meetings, or under the hosting of its « Plus… »."""
    door = await play_.opens(who, "/rencontre", "encontre")
    if not label.endswith("animation…"):
        door = await play_.presses(who, door, "Accueil…", "Accueil des rencontres")
    await play_.people[who].clicks(door, label)
    await play_.fills(who, text)


async def _coming_in(play_: Play, shots: Camera) -> None:
    play_.on.clock.move_to(datetime(2026, 10, 8, 8, 0, tzinfo=UTC))
    await play_.reads("zoe", "La lettre de la Loire, octobre")
    await play_.weeks_later(3)
    known = await play_.people["amina"].heard_from(BOT)
    play_.on_monday()
    post = await play_.people["amina"].hears_from(BOT, "1 sur", known)
    async with shots.seen_by("amina", Screen.PHONE) as page:
        await opens_robot(page, Screen.PHONE)
        await message(page, post).wait_for()
        await shots.part(message(page, post), "accueil")


async def _choosing(play_: Play, shots: Camera) -> None:
    door = await play_.opens("amina", "/veille", "La veille de la Loire")
    await play_.presses("amina", door, "Trier", "Trions")
    card = await play_.hears("amina", "Sans vous : il paraît")
    async with shots.seen_by("amina", Screen.DESKTOP) as page:
        await opens_robot(page, Screen.DESKTOP)
        await message(page, card).wait_for()
        await shots.part(message(page, card), "coordination-tri")


async def _lettering(play_: Play, shots: Camera) -> None:
    card = await play_.reads("amina", "Question n° 2")
    await play_.manages("amina", card, "Reporter…")
    await play_.fills("amina", quand="La prochaine lettre")
    draft = await play_.opens("amina", "/lettre", "L'édito manque")
    await play_.people["amina"].clicks(draft, "Répondre…", "n° 2")
    await play_.fills("amina", "La fiche de la Drôme est très bien faite.")
    await play_.people["amina"].clicks(draft, "Écrire l'édito")
    await play_.fills("amina", "Bonjour à toutes et à tous, voici décembre.")
    async with shots.seen_by("amina", Screen.DESKTOP) as page:
        await types(page, "/lettre")
        await shots.part(await whispered(page, "lettre"), "coordination-lettre")


async def _subscribing(play_: Play, _shots: Camera) -> None:
    await play_.types("louis", f"/lettre abonner {ADDRESS}", "confirmez")
    mail = await play_.receives(ADDRESS, "Recevoir la lettre")
    await play_.people["louis"].submits(address_in(mail["text"]))


async def _holding(play_: Play, _shots: Camera) -> None:
    play_.on.clock.move_to(datetime(2026, 11, 12, 13, 0, tzinfo=UTC))
    await play_.types("amina", "/rencontre tenir", "est ouverte")
    card = await play_.reads("amina", "Rencontre en cours")
    for button, text, entries in (
        ("Décision", "Un atelier commun en mars, à la médiathèque de Valcombe.", {}),
        ("Action", "Réserver la salle avant Noël.", {"qui": "Zoé"}),
        ("Présences", "18", {"structures": "9"}),
    ):
        await play_.people["amina"].clicks(card, button)
        await play_.fills("amina", text, **entries)
    play_.on.clock.advance(timedelta(hours=3).total_seconds())
    await play_.presses("amina", card, "Terminer", "en relecture")
    card = await play_.reads("amina", "Compte rendu en relecture")
    await play_.presses("amina", card, "Publier", "Compte rendu publié")


async def _reading(play_: Play, shots: Camera) -> None:
    play_.on.clock.move_to(datetime(2026, 12, 10, 9, 0, tzinfo=UTC))
    await play_.reads("zoe", "La lettre de la Loire, décembre")
    told = await play_.opens("zoe", "/lettre", "La dernière")
    page = re.search(r"http://[^\s)]+", told["message"])
    if page is None:
        raise MissingError(f"no address in « {told['message']} »")
    async with shots.seen_by("zoe", Screen.PHONE) as seen:
        await seen.goto(page[0].rstrip(").,"))
        await shots.whole(seen, "membres-lettre")
    mail = await play_.receives(ADDRESS, "La lettre de la Loire")
    async with shots.seen_by("amina", Screen.DESKTOP) as seen:
        await seen.goto(f"{play_.on.sandbox.url}/sandbox/mails/{mail['number']}")
        await seen.frame_locator("iframe").get_by_role("heading").first.wait_for()
        await shots.whole(seen, "coordination-courriel")


async def _telling(play_: Play, shots: Camera) -> None:
    async with shots.seen_by("amina", Screen.DESKTOP) as page:
        await types(page, "/reseau")
        await shots.part(await whispered(page, "Régularité"), "coordination-annee")
        figures = await play_.opens("amina", "/reseau bilan", "Le bilan de l'année arrive")
        await play_.presses("amina", figures, "Publier dans le canal", "Je publie le bilan")
        post = await play_.reads("zoe", "Le bilan de la Loire, de")
        await message(page, post).locator("img").last.wait_for()
        await shots.part(message(page, post), "coordination-bilan")


async def _transmitting(play_: Play, shots: Camera) -> None:
    await play_.types("amina", "/besoin Qui prête des tablettes aux communes ?", "n° 1", "aura")
    await play_.types("louis", "/besoin Où trouver des tablettes à prêter ?", "n° 4")
    card = await play_.reads("amina", "tablettes à prêter")
    await play_.manages("amina", card, UP)
    await play_.fills("amina", territoire="Son nom")
    asked = await play_.hears("louis", CONSENT)
    async with shots.seen_by("louis", Screen.PHONE) as page:
        await opens_robot(page, Screen.PHONE)
        await message(page, asked).wait_for()
        await shots.part(message(page, asked), "membres-accord")
    await play_.turns("louis", asked, "D'accord")
    arrived = await play_.hears("rachid", "Un besoin monte")
    async with shots.seen_by("rachid", Screen.DESKTOP) as page:
        await opens_robot(page, Screen.DESKTOP)
        await message(page, arrived).wait_for()
        await shots.part(message(page, arrived), "coordination-besoin")


_SCENES = (
    _asking,
    _answering,
    _preparing,
    _coming_in,
    _choosing,
    _lettering,
    _subscribing,
    _holding,
    _reading,
    _telling,
    _transmitting,
)

if __name__ == "__main__":
    IMAGES.mkdir(exist_ok=True)
    asyncio.run(take(IMAGES))
