"""A network enters from its channel, and begins with its own past: `courroie demo --scenario`."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import timedelta

from bot.french.signatures import names_said
from bot.mattermost.wire.objects import KEY
from bot.past.rules import starting
from sandbox.play.people import BOT, NAMES, ZONE, Play
from sandbox.play.player import PATIENCE, Json, MissingError, found_on, text_of
from sandbox.server.talk import read_talk

HERE = "ardeche"
SLUG = "07-ardeche"
BEFORE = "Une question d'avant"
LEFT_OUT = "Pas celle-ci"
KEEPING = ("Garder, avec la réponse", "Garder ouverte")
UNREAD = ("Léna Chabal", "Kévin Marze", "Estelle Ranc", "entretien", "malaise")
"""Who did not want to be read, who left, and what is never shown."""

_TELLS = re.compile(r"^\d\. [^:]+ : ", re.MULTILINE)
"""What tells whose a reply is."""

_CUT = re.compile(r"([^\n]{15})… \[voir dans le canal\]")
"""What a message that is cut ends with."""


async def inviting(play_: Play) -> None:
    """Have a coordinator invite the bot, and fill in the form that it sends."""
    play_.scene("Un réseau entre, depuis son canal")
    play_.said("Maëlle, dans le canal de l'Ardèche", f"/invite @{BOT}")
    await play_.people["maelle"].types(HERE, f"/invite @{BOT}")
    asked = await play_.hears("maelle", "Merci de m'avoir invité")
    await _until(lambda: play_.app.bot.entering(SLUG))
    play_.does("maelle", "appuie sur « Faire entrer ce réseau… », et dit qui répond des données.")
    await play_.people["maelle"].clicks(asked, "Faire entrer ce réseau…")
    await play_.fills(
        "maelle",
        au_dessus="Auvergne-Rhône-Alpes",
        coordination="@thibault",
        donnees="Département de l'Ardèche\nnumerique@ardeche.example\nHélène Crouzet, DPO",
    )
    await play_.hears("maelle", "Il reste à recevoir")


async def accepting(play_: Play) -> None:
    """Have both say yes: who administrates the server, and the region above; silent until then."""
    organisation = await play_.hears("nadia", "demande à faire entrer un réseau")
    await play_.presses("nadia", organisation, "Accepter cette organisation", "C'est accepté")
    place = await play_.hears("rachid", "sous votre réseau")
    play_.does("rachid", "appuie sur « D'accord… », et dit ce qui est convenu.")
    await play_.people["rachid"].clicks(place, "D'accord…")
    if said := [each for each in await play_.people["maelle"].all_in(HERE) if KEY in each["props"]]:
        raise MissingError(f"said before the second yes: « {text_of(said[0])} »")
    await play_.fills("rachid", "Convention régionale de mars")
    await play_.hears("maelle", "C'est parti")
    await play_.reads("camille", "fait le lien", HERE)
    text = "/besoin Qui prête un vidéoprojecteur à Rochebelle ?"
    await play_.types("camille", text, "n° 1", HERE)


async def announcing(play_: Play) -> None:
    """Announce that the channel's past will be read; one of its people would rather not be."""
    play_.scene("Les questions de l'an dernier")
    asked = await play_.presses(
        "maelle", await _past(play_), "Prévenir le réseau", "Le canal lirait ceci"
    )
    await play_.presses("maelle", asked, "Oui, prévenir le réseau", "Le réseau est prévenu")
    post = await play_.reads("lena", "vos messages ne soient pas lus", HERE)
    await play_.presses("lena", post, "Ne pas lire mes messages", "ne sont ni lus, ni montrés")


async def sorting(play_: Play) -> None:
    """Keep every other message that was found, until one is Fatoumata's; forget the rest."""
    play_.on.clock.move_to(starting(play_.on.clock.now(), ZONE, "") + timedelta(hours=1))
    await play_.hears("maelle", "semblent demander")
    hers, label = False, LEFT_OUT
    said = [text.replace("\u00a0", " ") for _, _, _, text, *_ in read_talk("ardeche.json")["posts"]]
    card = await play_.pile_at("maelle", BEFORE)
    while not hers:
        shown = text_of(card).replace("\u00a0", " ")
        if found := [each for each in UNREAD if each in shown]:
            raise MissingError(f"« {found[0]} » is shown")
        told = _TELLS.sub("", shown.partition(">")[2])
        ends = _CUT.findall(told)
        told += " ".join(each for each in said if any(end in each for end in ends))
        unnamed = not names_said(told, NAMES.values())  # else a form asks for other words
        hers = unnamed and "Fatoumata Diarra :" in shown.partition(">")[0]
        keeps = unnamed and "✔" in shown and (hers or label == LEFT_OUT)
        label = next((each for each in KEEPING if keeps and found_on(card, each)), LEFT_OUT)
        card = await play_.turns("maelle", card, label)
        hers = hers and "Gardée" in text_of(card)
        if not hers and BEFORE not in text_of(card):
            card = await play_.pile_at("maelle", BEFORE)
    asked = await play_.presses("maelle", await _past(play_), "Terminer…", "Terminer ?")
    await play_.presses("maelle", asked, "Oui, terminer", "du réseau, dont")
    own = await play_.hears("fatoumata", "De vos messages passés")
    await play_.presses("fatoumata", own, "Signer", "votre nom y est")
    play_.on.clock.advance(timedelta(days=8).total_seconds())
    await _found(play_, " ".join(shown.partition(">")[2].split()[:9]))


async def handing_over(play_: Play) -> None:
    """Have the one who was proposed coordinate, and the other leave."""
    play_.scene("La coordination change de mains")
    asked = await play_.hears("thibault", "vous propose de coordonner")
    await play_.presses("thibault", asked, "D'accord", "vous coordonnez ce réseau")
    await play_.hears("maelle", "rejoint la coordination")
    play_.does("maelle", "quitte le canal : elle change de métier.")
    maelle = play_.people["maelle"]
    await maelle.leaves(HERE)
    await _until(lambda: maelle.id not in play_.app.bot.coordinators_of(SLUG))
    await play_.writes("maelle", "besoin liste", "aucun des réseaux")


async def _until(known: Callable[[], object]) -> None:
    """Wait until the bot knows something that people take longer to react to."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if known():
                return
            await asyncio.sleep(0.05)


async def _past(play_: Play) -> Json:
    """Have the coordinator look where the reading of the past stands."""
    year = await play_.opens("maelle", "/reseau", "L'année", HERE)
    chosen = "Les questions passées"
    return await play_.presses("maelle", year, "Plus…", chosen, option=chosen)


async def _found(play_: Play, words: str) -> None:
    """Search what was kept until it is found: a week after it was."""
    async with asyncio.timeout(PATIENCE):
        while True:
            await play_.people["camille"].types(HERE, f"/besoin chercher {words}")
            found = text_of(await play_.people["camille"].is_told(""))
            if words[:20] in found.replace("\u00a0", " "):
                play_.said(f"Courroie, à Camille qui cherche « {words} »", found)
                return
            await asyncio.sleep(0.05)
