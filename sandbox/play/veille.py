"""The veille's month, told by `courroie demo --scenario`: its acts, in order."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.pile.rules import week_of
from sandbox.play.people import BOT, LOIRE, NAMES, Play, digest_due, digests, expect
from sandbox.play.player import Json, MissingError, button

GUIDE = "https://hub.exemple.invalid/ia-en-huit-seances"
CONVENTION = "https://hub.exemple.invalid/don-d-ordinateurs"
FEED = "/sandbox/feeds/hub.atom"


async def feeding(play_: Play) -> None:
    """Have members bring links, and a coordinator a feed."""
    play_.scene("Chacun nourrit la veille")
    said = f"Huit séances prêtes à l'emploi pour parler d'IA : {GUIDE} #veille"
    play_.said(f"{NAMES['zoe']}, dans le canal", said)
    post = await play_.people["zoe"].says(LOIRE, said)
    await play_.sees("louis", post, "newspaper", "📰")
    letter = await play_.hears("zoe", "J'ai noté votre lien")
    await play_.presses("zoe", letter, "Sans mon nom", "ne sera pas cité")
    await play_.types(
        "louis",
        f"/veille proposer {CONVENTION} La convention que ma mairie a signée",
        "c'est noté",
    )
    feeds = await play_.opens("amina", "/veille flux", "flux suivi")
    await play_.presses("amina", feeds, "Des idées de flux", "Des idées de flux")
    await play_.types("amina", f"/veille flux {play_.on.sandbox.url}{FEED}", "Je lis")
    await play_.hears("amina", "C'est ajouté")


async def choosing(play_: Play) -> None:
    """Show a coordinator the digest some days before; she goes through it on a card."""
    network = play_.app.bot.networks[LOIRE]
    play_.on.clock.move_to(week_of(digest_due(play_.app), network.timezone))
    play_.scene("Le lundi d'avant la veille")
    await play_.hears("amina", "1 sur")
    card = await play_.pile_at("amina", "Sans vous : il paraît", "/veille trier")
    card = await play_.turns("amina", card, "Écarter")
    play_.does("amina", "appuie sur « Pourquoi… », et l'écrit.")
    play_.on.clock.advance(2)
    await play_.people["amina"].clicks(card, "Pourquoi…")
    expect("", await play_.people["amina"].fills_in(LOIRE, "À lire avant notre rencontre"))
    card = await play_.hears("amina", "Pourquoi : À lire")
    await play_.turns("amina", card, "Épingler")
    card = await play_.hears("amina", "✔ Épinglé")
    await play_.turns("amina", card, "Garder")
    card = await play_.hears("amina", "✔ Gardé")


async def applying(play_: Play) -> None:
    """Confirm a deadline that was read in a feed, and put those who apply in touch."""
    play_.scene("Un appel à projets")
    listed = await _deadlines(play_, "amina", "à confirmer")
    checking = "Vérifier, corriger…"
    first = button(listed, checking)["options"][0]
    shown = await play_.presses("amina", listed, checking, "jusqu'au", option=first["text"])
    await play_.presses("amina", shown, "C'est bon", "C'est confirmé")
    for who in ("louis", "zoe"):
        listed = await _deadlines(play_, who, "Les échéances")
        await play_.presses(who, listed, "Ma structure candidate", "C'est noté")
    await play_.hears("louis", "candidate aussi")


async def _deadlines(play_: Play, who: str, expected: str) -> Json:
    """Have someone open the list of deadlines from /veille."""
    door = await play_.opens(who, "/veille", "La veille de la Loire")
    return await play_.presses(who, door, "Plus…", expected, option="Échéances")


async def publishing(play_: Play) -> None:
    """Publish the digest, with its thread."""
    digest = await play_.next_digest(digest_due(play_.app))
    play_.scene("Le jour de la veille")
    play_.said("Courroie, dans le canal", digest["message"])
    expect("📌", digest["message"])
    for words in ("proposé par Louis", "proposé par un membre", "À lire avant notre rencontre"):
        await play_.follows(digest, words)
    _expect_once(await play_.people["zoe"].all_in(LOIRE))


async def reading(play_: Play) -> None:
    """Find what was published, read it outside the chat, look after the feeds."""
    play_.scene("La veille se retrouve")
    await play_.types("louis", "/veille chercher carte a imprimer", "Un générateur de cartes")
    door = await play_.opens("zoe", "/veille", "La veille de la Loire")
    outside = "Lire la veille hors de Mattermost"
    told = await play_.presses("zoe", door, "Plus…", "ne peut deviner", option=outside)
    page = re.search(r"http://\S+", told["message"])
    if page is None:
        raise MissingError(f"no address in « {told['message']} »")
    play_.does("zoe", "ouvre la page dans son navigateur.")
    for address in (page[0], f"{page[0]}.atom"):
        text = await play_.people["zoe"].visits(address)
        expect("La veille de la Loire", text)
        expect("Un générateur de cartes", text)
        if "Louis" in text:
            raise MissingError(f"a member is named at {address}")
    await play_.types("amina", "/veille flux", "le site est en panne")


async def outage(play_: Play) -> None:
    """Publish late the digest of a day when the bot was stopped."""
    await play_.bots.aclose()
    before = len(digests(await play_.people["zoe"].all_in(LOIRE)))
    play_.on.clock.move_to(digest_due(play_.app) + timedelta(hours=5))
    play_.scene("Le robot s'était arrêté ; il revient")
    play_.does("louis", "lui avait écrit pendant ce temps : besoin liste")
    await play_.people["louis"].writes_to(BOT, "besoin ~loire liste")
    await play_.restart()
    digest = await play_.digest_after(before)
    play_.said("Courroie, dans le canal", digest["message"])
    expect("Avec du retard", digest["message"])
    await play_.hears("louis", "2 questions attendent")
    _expect_once(await play_.people["zoe"].all_in(LOIRE))


def _expect_once(posts: list[Json]) -> None:
    """Expect that no article stands in two digests, and that no post was said twice."""
    links = [
        line.partition("](")[2]
        for digest in digests(posts)
        for line in digest["message"].splitlines()
        if re.match(r"\d+\. (?:📌 )?\[", line)
    ]
    keys = [post["props"].get("courroie_key") for post in posts]
    for found in (links, [key for key in keys if key]):
        twice = {each for each in found if found.count(each) > 1}
        if twice:
            raise MissingError(f"said twice: {min(twice)}")
