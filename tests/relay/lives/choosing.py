"""Who does what to which question or climb, among what is possible at that moment."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from random import Random
from typing import Any

from sqlalchemy import Row

from bot.network.rights import Role
from tests.relay.lives.belt import Belt, Done, Person

WAITING = ("open", "scheduled")
"""The states of a question that waits, as they are written."""


def those(belt: Belt, *states: str) -> list[Row[Any]]:
    """Return the questions in these states, or all."""
    return [each for each in belt.questions() if not states or each.status.value in states]


def a_question(
    belt: Belt, draw: Random, *states: str, but: Collection[int] = ()
) -> Row[Any] | None:
    found = [each for each in those(belt, *states) if each.id not in but]
    return draw.choice(found) if found else None


def a_climb(belt: Belt, draw: Random, *states: str) -> Row[Any] | None:
    found = [each for each in belt.climbs() if each.status.value in states]
    return draw.choice(found) if found else None


def anyone(belt: Belt, draw: Random, slug: str) -> Person | None:
    here = belt.of(slug)
    return draw.choice(here) if here else None


def coordinator_of(belt: Belt, draw: Random, slug: str) -> Person | None:
    here = belt.of(slug, Role.COORDINATOR)
    return draw.choice(here) if here else None


def coordinator(belt: Belt, draw: Random, found: Row[Any] | None) -> Person | None:
    return coordinator_of(belt, draw, found.network) if found else None


async def about(  # noqa: PLR0913, PLR0917  who does what to which question
    belt: Belt,
    who: Person | None,
    found: Row[Any] | None,
    route: str,
    text: str = "",
    **fields: str,
) -> Done:
    if found is None or who is None:
        return Done()
    typed = f"{found.number} {text}".strip()
    entries = {"texte": text, **fields} if fields else {}
    return await belt.asks(who, found.network, route, typed, **entries)


async def by_member(
    belt: Belt, draw: Random, found: Row[Any] | None, route: str, text: str = ""
) -> Done:
    who = anyone(belt, draw, found.network) if found else None
    return await about(belt, who, found, route, text)


async def by_author(
    belt: Belt, draw: Random, route: str, text: str = "", *, states: Sequence[str] = ()
) -> Done:
    found = [each for each in those(belt, *states) if each.author]
    if not found:
        return Done()
    chosen = draw.choice(found)
    return await about(belt, person_of(belt, chosen.network, chosen.author), chosen, route, text)


async def by_asker(belt: Belt, draw: Random, route: str, *states: str) -> Done:
    found = a_climb(belt, draw, *states)
    if found is None or not found.asker:
        return Done()
    who = person_of(belt, found.network, found.asker)
    return await belt.asks(who, found.network, route, f"{found.number} {found.id}")


async def above(belt: Belt, draw: Random, route: str, *states: str, text: str = "") -> Done:
    """Have a coordinator above decide on a need; one in twenty on any."""
    found = a_climb(belt, draw, *states)
    if draw.random() < 0.05:
        every = belt.climbs()
        found = draw.choice(every) if every else None
    who = coordinator_of(belt, draw, found.parent) if found else None
    if found is None or who is None:
        return Done()
    return await belt.asks(who, found.parent, route, f"{found.id} {text}".strip())


async def come_down(belt: Belt, draw: Random, route: str, text: str = "") -> Done:
    """Have a coordinator below decide what an answer from above becomes."""
    found = a_climb(belt, draw, "answered") or a_climb(belt, draw, "published")
    who = coordinator_of(belt, draw, found.network) if found else None
    if found is None or who is None:
        return Done()
    return await belt.asks(who, found.network, route, f"{found.number} {text}".strip())


def person_of(belt: Belt, slug: str, user: str) -> Person:
    return Person(belt.bot.networks[slug].server, user)
