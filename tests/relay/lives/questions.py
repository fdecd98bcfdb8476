"""What people do with the questions of their own network."""

from __future__ import annotations

from random import Random

from tests.relay.lives.belt import Belt, Done
from tests.relay.lives.choosing import (
    WAITING,
    a_question,
    about,
    anyone,
    by_author,
    by_member,
    coordinator,
    those,
)


async def ask(belt: Belt, draw: Random) -> Done:
    below = [each for each in belt.tree if each.parent]
    slug = draw.choice(below if below and draw.random() < 0.8 else belt.tree).slug
    who = anyone(belt, draw, slug)
    if who is None:
        return Done()
    how = draw.choice(("", "", "", "anonyme", "privé"))
    text = f"{how} Qui connaît {belt.words()} ?".strip()
    return await belt.asks(who, slug, "besoin", text)


async def join(belt: Belt, draw: Random) -> Done:
    found = a_question(belt, draw, *WAITING)
    return await by_member(belt, draw, found, "besoin moi-aussi")


async def leave(belt: Belt, draw: Random) -> Done:
    return await by_member(belt, draw, a_question(belt, draw), "besoin sans-moi")


async def answer(belt: Belt, draw: Random) -> Done:
    carried = [each for each in those(belt, *WAITING) if each.territories]
    found = draw.choice(carried) if carried and draw.random() < 0.6 else None
    found = found or a_question(belt, draw, *WAITING)
    return await by_member(belt, draw, found, "besoin répondre", f"Voyez {belt.words()}")


async def complete(belt: Belt, draw: Random) -> Done:
    carried = [each for each in those(belt, "answered") if each.territories]
    found = draw.choice(carried) if carried and draw.random() < 0.6 else None
    found = found or a_question(belt, draw, "answered")
    return await by_member(belt, draw, found, "besoin compléter", f"Aussi {belt.words()}")


async def want(belt: Belt, draw: Random) -> Done:
    found = a_question(belt, draw, "answered")
    text = f"Il manque {belt.words()}"
    return await by_member(belt, draw, found, "besoin pas-tout-à-fait", text)


async def reopen(belt: Belt, draw: Random) -> Done:
    found = a_question(belt, draw, "answered", "closed", "merged", "withdrawn")
    who = coordinator(belt, draw, found)
    return await about(belt, who, found, "besoin rouvrir")


async def merge(belt: Belt, draw: Random) -> Done:
    waiting = those(belt, *WAITING)
    found = draw.choice(waiting) if waiting else None
    alike = [
        each
        for each in those(belt, *WAITING, "answered")
        if found and each.network == found.network and each.id != found.id
    ]
    who = coordinator(belt, draw, found)
    if found is None or who is None or not alike:
        return Done()
    text = f"{found.number} {draw.choice(alike).number}"
    return await belt.asks(who, found.network, "besoin fusionner", text)


async def close(belt: Belt, draw: Random) -> Done:
    found = a_question(belt, draw, *WAITING)
    who = coordinator(belt, draw, found)
    return await about(belt, who, found, "besoin fermer", f"Déjà vu, {belt.words()}")


async def defer(belt: Belt, draw: Random) -> Done:
    found = a_question(belt, draw, *WAITING)
    who = coordinator(belt, draw, found)
    occasion = draw.choice(("rencontre", "lettre", "mattermost", "annuler"))
    return await about(belt, who, found, "besoin reporter", occasion)


async def edit(belt: Belt, draw: Random) -> Done:
    text = f"Qui connaît bien {belt.words()} ?"
    return await by_author(belt, draw, "besoin modifier", text, states=WAITING)


async def withdraw(belt: Belt, draw: Random) -> Done:
    return await by_author(belt, draw, "besoin retirer", states=WAITING)


async def unsign(belt: Belt, draw: Random) -> Done:
    return await by_author(belt, draw, "besoin retirer-mon-nom")


async def make_private(belt: Belt, draw: Random) -> Done:
    return await by_author(belt, draw, "besoin rendre-privée")


async def share(belt: Belt, draw: Random) -> Done:
    return await by_author(belt, draw, "besoin retirer-mon-nom", "confirmé", states=WAITING)
