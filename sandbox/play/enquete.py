"""A survey, told by `courroie demo --scenario`: from the country to two territories, and back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta

from sandbox.play.people import BOT, LOIRE, NAMES, Play, expect
from sandbox.play.player import Json, MissingError, Player

QUESTIONS = """Quel thème voulez-vous aborder ensemble ?
- Démarches en ligne
- Intelligence artificielle

Nos rencontres, plutôt :
- Sur place
- En visio

Une chose à dire à la coordination ?"""
OPTIONS = (("Démarches en ligne", "Sur place"), ("Intelligence artificielle", "En visio"))
LINE = "Une visio de plus au printemps."
ANSWERS = "Vos réponses à une enquête en cours"

Chosen = Sequence[tuple[str, int]]
"""Who answers, by user name, and which option they choose of each question."""

NATIONAL: Chosen = (("nadia", 0), ("rachid", 0), ("louis", 0), ("zoe", 1), ("admin", 1))
REGION: Chosen = (("rachid", 0), ("amina", 0))
OTHERS: Chosen = (("amina", 0), ("louis", 1))
DROME: Chosen = (("bruno", 0), ("ines", 1), ("admin", 1))
CROWDS = {LOIRE: OTHERS, "drome": DROME, "aura": REGION, "national": NATIONAL}


async def launching(play_: Play) -> None:
    """Launch one for the country; each level below proposes it further."""
    play_.on_monday()
    play_.scene("Une enquête du national, pour les territoires aussi")
    year = await play_.opens("nadia", "/reseau", "L'année")
    door = await play_.presses("nadia", year, "Enquêtes", "Aucune enquête")
    play_.does("nadia", "appuie sur « Préparer une enquête… », garde deux questions et une ligne.")
    await play_.people["nadia"].clicks(door, "Préparer une enquête…")
    await play_.fills("nadia", QUESTIONS, pour="territoires")
    draft = await play_.sees_alone("nadia", "avant de la lancer")
    await play_.presses("nadia", draft, "Lancer", "est dans le canal")
    for who in ("rachid", "amina", "bruno"):
        offer = await play_.hears(who, "propose une enquête à votre réseau")
        await play_.presses(who, offer, "Proposer à mon réseau", "est dans votre canal")


async def answering(play_: Play) -> None:
    """Have everyone answer, by taps; one of them is seen doing it."""
    play_.scene("Chaque personne répond, d'un appui par question")
    card = await play_.reads("zoe", "Enquête : 3 questions")
    await play_.presses("zoe", card, "Répondre", "en message direct")
    asked = await play_.hears("zoe", "1. Quel thème")
    for option, following in zip(OPTIONS[1], ("2. Nos rencontres", "3. Une chose"), strict=True):
        asked = await play_.presses("zoe", asked, option, following)
    await play_.presses("zoe", asked, "Passer", "vous avez tout parcouru")
    play_.say("\n  Les autres font de même, dans la Loire, la Drôme, à la région et au national.")
    async with _crowd(play_) as crowd:
        for place, chosen in CROWDS.items():
            await asyncio.gather(
                *(_answers(crowd[place, who], place, letter) for who, letter in chosen)
            )
    if ANSWERS not in await _own_data(play_, "louis"):
        raise MissingError("louis's answers are not in his data while the survey is open")


async def closing(play_: Play) -> None:
    """Let its date come: what may be told is told, what links people to answers is gone."""
    play_.on.clock.advance(timedelta(weeks=2, hours=10).total_seconds())
    play_.scene("L'enquête se termine")
    for who in ("zoe", "ines", "amina", "nadia"):
        place = "aura" if who == "amina" else ""
        post = await play_.reads(who, "Enquête close, sans résultats", place)
        expect("Pas assez de réponses pour en montrer", post["message"])
    if ANSWERS in await _own_data(play_, "zoe"):
        raise MissingError("zoe's answers are kept after the survey closed")


async def adding_up(play_: Play) -> None:
    """Read the total of all levels, where no territory can be told."""
    play_.scene("Le total remonte au national")
    total = await play_.reads("nadia", "Le total de 3 territoires")
    expect("8 réponses", total["message"])
    told = await play_.follows(total, "Démarches en ligne", "nadia")
    for count in ("Démarches en ligne : **4**", "En visio : **4**"):
        expect(count, told["message"])
    for name in ("Loire", "Drôme", "Auvergne", *NAMES.values()):
        if name in total["message"] + told["message"]:
            raise MissingError(f"« {name} » is named in the total")


async def _answers(player: Player, place: str, letter: int) -> None:
    await player.types(place, "/reseau")
    await player.clicks(await player.is_told("L'année"), "Enquêtes")
    await player.clicks(await player.is_told("Une enquête est en cours"), "Répondre")
    asked = await player.is_told("1. Quel thème")
    for option, following in zip(OPTIONS[letter], ("2. Nos", "3. Une chose"), strict=True):
        await player.clicks(asked, option)
        asked = await player.is_told(following)
    if place == "national" and player.name == "louis":
        await player.clicks(asked, "Écrire…")
        await player.fills_in(place, LINE)
    else:
        await player.clicks(asked, "Passer")
    await player.is_told("vous avez tout parcouru")


@asynccontextmanager
async def _crowd(play_: Play) -> AsyncIterator[dict[tuple[str, str], Player]]:
    """Have the administrators of both servers, who are members too, enter for a moment."""
    people = {
        (place, who): play_.people[who]
        for place, chosen in CROWDS.items()
        for who, _ in chosen
        if who in play_.people
    }
    http = play_.people["zoe"].http
    entered = {
        place: await Player(http, sandbox.url, "admin").enter()
        for place, sandbox in (("national", play_.on.sandbox), ("drome", play_.on.drome))
    }
    try:
        yield people | {(place, "admin"): each for place, each in entered.items()}
    finally:
        for each in entered.values():
            await each.leave()


async def _own_data(play_: Play, who: str) -> str:
    """Have someone ask for all that is known of them; return it."""
    await play_.types(who, "/reseau mes-données", "par message direct")
    post = await play_.people[who].hears_from(BOT, "pour un autre outil (JSON")
    known: Json = json.loads(await play_.people[who].downloads(post))
    return json.dumps(known["données"], ensure_ascii=False)
