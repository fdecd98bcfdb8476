"""The network's own year, who comes, and what is kept of them: `courroie demo --scenario`."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

from sandbox.play.people import LOIRE, Play, expect
from sandbox.play.player import Json, MissingError, actions_of

PNG = b"\x89PNG\r\n\x1a\n"


async def year(play_: Play) -> None:
    """Publish the year's figures: a picture, a page, a table, and no one's name."""
    play_.scene("Le bilan de l'année")
    figures = await play_.opens("amina", "/reseau bilan", "Le bilan de l'année arrive")
    told = figures["message"]
    await play_.presses("amina", figures, "Publier dans le canal", "Je publie le bilan")
    post = await play_.reads("zoe", "Le bilan de la Loire, d")  # de mars, d'avril
    if not (await play_.people["zoe"].downloads(post)).startswith(PNG):
        raise MissingError("the year's picture is none")
    (file,) = post["metadata"]["files"]
    play_.said("Courroie, dans le canal", f"{file['name']}, une image de {file['width']} pixels")
    questions = "Les questions en tableau"
    await play_.presses("amina", figures, "Plus…", "arrive en message direct", questions)
    page = re.search(r"http://\S+", told)
    if page is None:
        raise MissingError(f"no address in « {told} »")
    play_.does("zoe", "ouvre la page du bilan dans son navigateur.")
    text = await play_.people["zoe"].visits(page[0])
    expect("Le bilan de la Loire", text)
    for name in ("Louis", "Zoé", "Amina"):
        if name in text:
            raise MissingError(f"a member is named at {page[0]}")
    figures = await play_.opens("louis", "/reseau bilan", "arrive en message direct")
    await play_.presses("louis", figures, "En tableau", "arrive en message direct")
    await play_.hears("louis", "un chiffre par ligne")


async def sheet(play_: Play) -> None:
    """Have the network read its year on one page, two days before it may be given outside."""
    play_.scene("Le point, pour la préfecture")
    card = await _sheet(play_, "l'année sur une page")
    await play_.presses("amina", card, "Montrer au réseau", "Le point paraît dans le canal")
    await play_.reads("zoe", "Vous la lisez avant tout le monde")
    play_.on.clock.advance(timedelta(days=2).total_seconds())
    card = await _sheet(play_, "montré au réseau le")
    await play_.presses("amina", card, "Le donner", "à transmettre")
    post = await play_.hears("amina", "tel que le réseau l'a relu")
    page = (await play_.people["amina"].downloads(post)).decode()
    expect("Comment c'est compté", page)
    for name in ("Louis", "Zoé", "Amina"):
        if name in page:
            raise MissingError(f"a member is named in the sheet of the year: {name}")


async def _sheet(play_: Play, expected: str) -> Json:
    asked = f"/reseau bilan {play_.on.clock.now().year}"
    figures = await play_.opens("amina", asked, "Le bilan de l'année arrive")
    chosen = "« Le point », pour l'extérieur"
    return await play_.presses("amina", figures, "Plus…", expected, chosen)


async def remembering(play_: Play) -> None:
    """Choose which answers the network's memory has, and take it away as a ZIP, without a name."""
    play_.scene("La mémoire du réseau")
    figures = await play_.opens("amina", "/reseau bilan", "arrive en message direct")
    chosen = "La mémoire du réseau"
    card = await play_.presses("amina", figures, "Plus…", "peuvent y entrer", option=chosen)
    (keeping,) = (each["name"] for each in actions_of(card) if each["name"].startswith("Garder"))
    await play_.presses("amina", card, keeping, "Gardé dans la mémoire")
    await play_.presses("amina", card, "Recevoir la mémoire (ZIP)", "arrive en message direct")
    post = await play_.hears("amina", "ouvrez le ZIP")
    content = await play_.people["amina"].downloads(post)
    with ZipFile(BytesIO(content)) as archive:
        names = archive.namelist()
        sheets = [each for each in names if "/fiches/" in each]
        if "memoire-loire/index.html" not in names or not sheets:
            raise MissingError(f"the memory lacks its pages: {names}")
        told = "".join(archive.read(each).decode() for each in sheets)
    play_.said("Courroie, en message direct à Amina", f"{len(sheets)} fiches, dont {sheets[0]}")
    for name in ("Louis", "Zoé", "Amina"):
        if name in told:
            raise MissingError("a member is named in the memory")


async def arriving(play_: Play) -> None:
    """Welcome a newcomer, once, who chooses what to be told."""
    play_.scene("Marc rejoint le réseau")
    play_.does("amina", "ajoute Marc au canal.")
    await play_.people["amina"].adds(LOIRE, "marc")
    await play_.hears("marc", "je garde les questions jusqu")
    await play_.types("marc", "/reseau confidentialité", "Ce que je garde de vous", LOIRE)
    year = await play_.opens("marc", "/reseau", "L'année", LOIRE)
    levels = await play_.presses("marc", year, "Plus…", "Mes messages privés", "Mes messages")
    await play_.presses("marc", levels, "L'essentiel", "C'est noté")
    text = "/besoin Qui a un modèle d'affiche pour un atelier ?"
    await play_.types("marc", text, "n°", LOIRE)


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
