"""The second month's letter, told by `courroie demo --scenario`: its acts, in order."""

from __future__ import annotations

import re

from bot.talk.render import month
from sandbox.play.people import ZONE, Play, expect, letter_due
from sandbox.play.player import MissingError

GUIDE = "https://mediatheque.exemple.invalid/affiches"
ADDRESS = "louis@exemple.fr"
REPLY = "Où faire réparer une tablette dont l'écran est cassé ?"


async def preparing(play_: Play) -> None:
    """Ask the coordinator for what is missing; she writes it, and a member proposes."""
    play_.scene("La lettre s'écrit presque seule")
    draft = await play_.opens("amina", "/lettre", "L'édito manque")
    play_.does("amina", "choisit la n° 4 dans « Répondre… », et l'écrit.")
    await play_.people["amina"].clicks(draft, "Répondre…", "n° 4")
    await play_.fills(
        "amina",
        "Non : la régie n'est pas dans vos missions. Un modèle de courrier est épinglé ici.",
    )
    answered = await play_.opens("amina", "/lettre", "L'édito manque")
    await play_.presses(
        "amina", answered, "Par courriel aussi…", "se lira aussi, sans nom", option="n° 4"
    )
    play_.does("amina", "appuie sur « Écrire l'édito… », et l'écrit.")
    await play_.people["amina"].clicks(draft, "Écrire l'édito…")
    await play_.fills(
        "amina", "Bonjour à toutes et à tous, voici ce que nous avons vécu depuis la rentrée."
    )
    mine = await play_.opens("louis", "/lettre", "paraîtra le")
    await play_.people["louis"].clicks(mine, "Proposer")
    await play_.fills("louis", f"{GUIDE} Des affiches à imprimer")
    await play_.people["amina"].clicks(draft, "À retenir…")
    await play_.fills("amina", "Les vœux du réseau : le 14 janvier")
    preview = await play_.presses("amina", draft, "Plus…", "Aperçu de la lettre", option="Aperçu")
    play_.does("amina", "ouvre l'aperçu dans son navigateur.")
    page = await play_.people["amina"].visits(address_in(preview["message"]))
    expect("cette lettre n'est pas encore parue", page)


async def subscribing(play_: Play) -> None:
    """Ask for the letter by mail; only the address's owner can confirm."""
    await play_.types("louis", f"/lettre abonner {ADDRESS}", "ouvrez-le et confirmez")
    mail = await play_.receives(ADDRESS, "Recevoir la lettre")
    play_.does("louis", "ouvre le lien du courriel, et appuie sur « Recevoir la lettre ».")
    link = address_in(mail["text"])
    expect("Recevoir la lettre", await play_.people["louis"].visits(link))
    expect("est confirmé", await play_.people["louis"].submits(link))


async def publishing(play_: Play) -> None:
    """Publish the letter on its date; who asked is told."""
    play_.on.clock.move_to(letter_due(play_.app))
    play_.scene("Le jour de la lettre")
    letter = await play_.reads("louis", _title(play_))
    expect("voici ce que nous avons vécu", letter["message"])
    for words in ("la régie n'est pas dans vos missions", "Des affiches à imprimer"):
        await play_.follows(letter, words)
    await play_.hears("zoe", "la régie n'est pas dans vos missions")


async def writing_back(play_: Play) -> None:
    """Reply to the letter by mail; the coordinator has it asked, its sender would rather not."""
    play_.scene("Une réponse revient par courriel")
    mail = await play_.receives(ADDRESS, _title(play_))
    play_.does("louis", "répond à la lettre, depuis sa messagerie.")
    await play_.writes_back("louis", mail, REPLY)
    card = await play_.pile_at("amina", "a répondu à la lettre")
    play_.does("amina", "appuie sur « En faire une question… », et laisse ces mots.")
    await play_.people["amina"].clicks(card, "En faire une question…")
    await play_.fills("amina", REPLY)
    asked = await play_.receives(ADDRESS, "Votre réponse à la lettre")
    play_.does("louis", "ouvre le lien du courriel, et dit non.")
    link = address_in(asked["text"])
    expect("Publier ces mots", await play_.people["louis"].visits(link))
    expect("Rien ne paraît", await play_.people["louis"].submits(link, accord="non"))
    await play_.hears("amina", "préfère que rien ne paraisse")


async def leaving(play_: Play) -> None:
    """Receive the letter by mail, then no more: one click, as mail programs offer it."""
    mail = await play_.receives(ADDRESS, _title(play_))
    expect("la régie n'est pas dans vos missions", " ".join(mail["text"].split()))
    _names_no_one(mail["text"] + mail["html"], ADDRESS)
    headers = mail["headers"]
    expect("List-Unsubscribe=One-Click", headers["List-Unsubscribe-Post"])
    expect(f"<{mail['one_click']}>", headers["List-Unsubscribe"])
    play_.does("louis", "se désabonne d'un clic, dans sa messagerie.")
    said = await play_.people["louis"].submits(
        mail["one_click"], **{"List-Unsubscribe": "One-Click"}
    )
    expect("ne vous arrivera plus", said)
    draft = await play_.opens("amina", "/lettre", "La lettre de la Loire")
    receives = "Qui la reçoit par courriel"
    await play_.presses("amina", draft, "Plus…", "n'existent plus : 1", option=receives)


async def reading(play_: Play) -> None:
    """Read the letter outside the chat, where nobody is named."""
    mine = await play_.opens("zoe", "/lettre", "La dernière")
    listed = await play_.presses("zoe", mine, "Lettres parues", "Les lettres")
    outside = await play_.presses("zoe", listed, "Hors de Mattermost", "ne peut deviner")
    told = outside["message"]
    play_.does("zoe", "ouvre la page de la lettre dans son navigateur.")
    for address in (address_in(told), f"{address_in(told)}.atom"):
        text = await play_.people["zoe"].visits(address)
        expect("la régie n", text)
        _names_no_one(text, address)
    draft = await play_.opens("amina", "/lettre", "La lettre de la Loire")
    receives = "Qui la reçoit par courriel"
    kept = await play_.presses("amina", draft, "Plus…", "reçoivent la lettre", option=receives)
    files = "La dernière lettre en fichiers"
    await play_.presses("amina", kept, "Plus…", "en message direct", option=files)


def _title(play_: Play) -> str:
    """Return the title of the letter of this month, whichever it is where the play began today."""
    told = month(play_.on.clock.now(), ZONE).replace("\u00a0", " ")
    return f"La lettre de la Loire, {told}"


def _names_no_one(text: str, where: str) -> None:
    if "Amina" in text or "Louis" in text:
        raise MissingError(f"a member is named at {where}")


def address_in(told: str) -> str:
    """Return the first address of the web in a text. Raises MissingError."""
    found = re.search(r"http://[^\s)>]+", told)
    if found is None:
        raise MissingError(f"no address in « {told} »")
    return found[0]
