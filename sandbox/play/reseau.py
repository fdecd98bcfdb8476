"""The network's own year, who comes, and what is kept of them: `courroie demo --scenario`."""

from __future__ import annotations

import json
import re

from sandbox.play.people import LOIRE, Play, expect
from sandbox.play.player import MissingError

PNG = b"\x89PNG\r\n\x1a\n"


async def year(play_: Play) -> None:
    """Publish the year's figures: a picture, a page, a table, and no one's name."""
    play_.scene("Le bilan de l'année")
    told = await play_.types("amina", "/reseau bilan canal", "Je publie le bilan de l'année")
    post = await play_.reads("zoe", "Le bilan de 42 - Loire, d")  # de mars, d'avril
    if not (await play_.people["zoe"].downloads(post)).startswith(PNG):
        raise MissingError("the year's picture is none")
    page = re.search(r"http://\S+", told)
    if page is None:
        raise MissingError(f"no address in « {told} »")
    play_.does("zoe", "ouvre la page du bilan dans son navigateur.")
    text = await play_.people["zoe"].visits(page[0])
    expect("Le bilan de 42 - Loire", text)
    for name in ("Louis", "Zoé", "Amina"):
        if name in text:
            raise MissingError(f"a member is named at {page[0]}")
    await play_.types("louis", "/reseau bilan csv", "arrive en message direct")
    await play_.hears("louis", "un chiffre par ligne")


async def arriving(play_: Play) -> None:
    """Welcome a newcomer, once, who chooses what to be told."""
    play_.scene("Marc rejoint le réseau")
    play_.does("amina", "ajoute Marc au canal.")
    await play_.people["amina"].adds(LOIRE, "marc")
    await play_.hears("marc", "je garde les questions jusqu")
    for text, told in (
        ("/reseau confidentialité", "Ce que je garde de vous"),
        ("/reseau messages essentiel", "C'est noté"),
        ("/besoin Qui a un modèle d'affiche pour un atelier ?", "n°"),
    ):
        await play_.types("marc", text, told, LOIRE)


async def forgetting(play_: Play) -> None:
    """Hand over all that is known of someone, then forget them."""
    play_.scene("Marc demande ses données, puis l'oubli")
    await play_.types("marc", "/reseau mes-données", "par message direct", LOIRE)
    post = await play_.hears("marc", "pour un autre outil (JSON")
    known = json.loads(await play_.people["marc"].downloads(post))
    expect("modèle d'affiche", json.dumps(known["données"], ensure_ascii=False))
    await play_.types("marc", "/reseau oublie-moi", "On ne peut pas revenir en arrière", LOIRE)
    await play_.types("marc", "/reseau oublie-moi confirmé", "je ne sais plus qui vous êtes", LOIRE)
    await play_.reads("zoe", "posée sans nom")
