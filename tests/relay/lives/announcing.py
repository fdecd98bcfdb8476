"""What people do with announcements: make them, change them, take them back, choose."""

from __future__ import annotations

from random import Random
from typing import Any

from sqlalchemy import Row, select

from bot.network.rights import Role
from bot.relay.announcing.tables import announcement_copies, announcements
from tests.relay.lives.belt import Belt, Done
from tests.relay.lives.choosing import coordinator_of

_CHOICES = ("tout de suite", "à choisir", "dans la lettre", "jamais")


async def announce(belt: Belt, draw: Random) -> Done:
    """Announce something to those below, until a date or not."""
    above = sorted({each.parent for each in belt.tree if each.parent})
    slug = draw.choice(above) if above else ""
    who = coordinator_of(belt, draw, slug)
    if who is None:
        return Done()
    until = belt.clock.now.date().toordinal() + draw.choice((2, 10, 40))
    end = f"{type(belt.clock.now.date()).fromordinal(until):%d/%m/%Y}"
    text = f"Des ateliers {belt.words()}"
    fields = {"texte": text, "fin": end} if draw.random() < 0.6 else {}
    return await belt.asks(who, slug, "reseau annoncer", text, **fields)


async def change(belt: Belt, draw: Random) -> Done:
    """Give an announcement other words."""
    return await _own(belt, draw, "reseau modifier-annonce", f"Des stages {belt.words()}")


async def take_back(belt: Belt, draw: Random) -> Done:
    """Withdraw an announcement."""
    return await _own(belt, draw, "reseau retirer-annonce")


async def choose(belt: Belt, draw: Random) -> Done:
    """Choose what becomes of an announcement in one network."""
    every = belt.store(lambda db: db.execute(select(announcement_copies)).all())
    found = draw.choice(every) if every else None
    who = coordinator_of(belt, draw, found.network) if found else None
    if found is None or who is None:
        return Done()
    verb = draw.choice(("publier", "publier", "adapter", "garder", "écarter"))
    text = f"{found.number} Ici {belt.words()}" if verb == "adapter" else str(found.number)
    return await belt.asks(who, found.network, f"reseau {verb}-annonce", text)


async def choose_all(belt: Belt, draw: Random) -> Done:
    """Choose what becomes of all that is announced to one network."""
    slug = draw.choice(belt.tree).slug
    who = coordinator_of(belt, draw, slug)
    if who is None:
        return Done()
    return await belt.asks(who, slug, "reseau annonces", draw.choice(_CHOICES))


async def _own(belt: Belt, draw: Random, route: str, text: str = "") -> Done:
    every: list[Row[Any]] = belt.store(lambda db: list(db.execute(select(announcements))))
    found = draw.choice(every) if every else None
    here = belt.of(found.network, Role.COORDINATOR) if found else []
    if found is None or not here:
        return Done()
    return await belt.asks(here[0], found.network, route, f"{found.number} {text}".strip())
