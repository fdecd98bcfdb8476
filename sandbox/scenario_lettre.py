"""The second month's letter, told by `courroie demo --scenario`: its acts, in order."""

from __future__ import annotations

import re

from bot.domain.schedule import next_letter
from sandbox.play import LOIRE, Play, expect
from sandbox.player import MissingError

GUIDE = "https://mediatheque.exemple.invalid/affiches"


async def preparing(play_: Play) -> None:
    """Ask the coordinator for what is missing; she writes it, and a member proposes."""
    play_.scene("La lettre s'écrit presque seule")
    asked = await play_.hears("amina", "il y manque encore")
    play_.does("amina", "appuie sur « Écrire la réponse à la n° 4 », et l'écrit.")
    await play_.people["amina"].clicks(asked, "Écrire la réponse à la n°\u00a04")
    answer = "Non : la régie n'est pas dans vos missions. Un modèle de courrier est épinglé ici."
    expect("", await play_.people["amina"].fills_in(LOIRE, answer))
    play_.does("amina", "appuie sur « Écrire l'édito », et l'écrit.")
    await play_.people["amina"].clicks(asked, "Écrire l'édito")
    edito = "Bonjour à toutes et à tous, voici ce que nous avons vécu depuis la rentrée."
    expect("", await play_.people["amina"].fills_in(LOIRE, edito))
    await play_.types("louis", f"/lettre proposer {GUIDE} Des affiches à imprimer", "Merci")
    await play_.types("amina", "/lettre retenir Les vœux du réseau : le 14 janvier", "C'est noté")
    draft = await play_.types("amina", "/lettre", "Seule la coordination voit ce projet")
    expect("Des affiches à imprimer", draft)
    preview = await play_.types("amina", "/lettre aperçu", "telle qu'elle paraîtrait")
    play_.does("amina", "ouvre l'aperçu dans son navigateur.")
    page = await play_.people["amina"].visits(_address(preview))
    expect("cette lettre n'est pas encore parue", page)


async def publishing(play_: Play) -> None:
    """Publish the letter on its date; who asked is told."""
    due = next_letter(play_.app.house.networks[LOIRE], play_.on.clock.now())
    if due is None:
        raise MissingError("no letter is due")
    play_.on.clock.move_to(due)
    play_.scene("Le jour de la lettre")
    letter = await play_.reads("louis", "La lettre de 42 - Loire, décembre 2026")
    for words in (
        "voici ce que nous avons vécu",
        "la régie n'est pas dans vos missions",
        "Des affiches à imprimer",
        "À lire, choisi par le réseau",
        "Prochaine rencontre",
        "Merci à",
    ):
        expect(words, letter["message"])
    await play_.hears("zoe", "la régie n'est pas dans vos missions")


async def reading(play_: Play) -> None:
    """Read the letter outside the chat, where nobody is named."""
    told = await play_.types("zoe", "/lettre adresse", "que personne ne peut deviner")
    play_.does("zoe", "ouvre la page de la lettre dans son navigateur.")
    for address in (_address(told), f"{_address(told)}.atom"):
        text = await play_.people["zoe"].visits(address)
        expect("la régie n", text)
        if "Amina" in text or "Louis" in text:
            raise MissingError(f"a member is named at {address}")
    await play_.types("louis", "/lettre archives", "La lettre de 42 - Loire")
    play_.does("amina", "n'a pas de serveur de courriels : la lettre lui arrive prête à envoyer.")
    await play_.hears("amina", "prête à envoyer")
    await play_.types("zoe", "/lettre abonner zoe@example.org", "ne part pas encore par courriel")
    await play_.types("amina", "/lettre exporter", "en message direct")


def _address(told: str) -> str:
    found = re.search(r"http://[^\s)]+", told)
    if found is None:
        raise MissingError(f"no address in « {told} »")
    return found[0]
