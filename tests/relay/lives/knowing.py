"""What people do of who knows: tick, have a question put, say no, answer from elsewhere."""

from __future__ import annotations

from random import Random
from typing import Any

from sqlalchemy import Row, select

from bot.helping.tables import askings
from tests.relay.lives.belt import Belt, Done, Person
from tests.relay.lives.choosing import WAITING, a_question, about, anyone, coordinator

THEME = "Culture numérique"

_OFFERED = select(askings).where(askings.c.reply == "offered").order_by(askings.c.id)
_WAITING = select(askings).where(askings.c.reply == "").order_by(askings.c.id)


async def tick(belt: Belt, draw: Random) -> Done:
    """Have someone say that they know the one theme of a life, to other territories or not."""
    slug = draw.choice(belt.tree).slug
    who = anyone(belt, draw, slug)
    if who is None:
        return Done()
    if draw.random() < 0.1:
        return await belt.asks(who, slug, "besoin aider", "aucun")
    await belt.asks(who, slug, "besoin aider", THEME)
    reach = "ailleurs" if draw.random() < 0.8 else "ici"
    return await belt.asks(who, slug, "besoin aider-ailleurs", reach)


async def put(belt: Belt, draw: Random) -> Done:
    """Have a coordinator put a question to those who know, one that climbed rather than others."""
    found = a_question(belt, draw, *WAITING)
    climbed = [
        each
        for each in belt.questions()
        if each.origin.value == "relay" and each.status.value in WAITING
    ]
    found = draw.choice(climbed) if climbed and draw.random() < 0.7 else found
    who = coordinator(belt, draw, found)
    await about(belt, who, found, "besoin thème", THEME)
    done = await about(belt, who, found, "besoin demander")
    await belt.goes_round("who knows")
    return done


async def put_no_more(belt: Belt, draw: Random) -> Done:
    found = a_question(belt, draw, *WAITING)
    return await about(belt, coordinator(belt, draw, found), found, "besoin ne-plus-demander")


async def say_no(belt: Belt, draw: Random) -> Done:
    asked = _asked(belt, draw)
    if asked is None:
        return Done()
    who = Person(belt.bot.networks[asked.network].server, asked.user)
    return await belt.asks(who, asked.network, "besoin pas-cette-fois", str(asked.id))


async def answer_elsewhere(belt: Belt, draw: Random) -> Done:
    asked = _asked(belt, draw)
    if asked is None:
        return Done()
    who = Person(belt.bot.networks[asked.network].server, asked.user)
    text = f"{asked.id} Voyez {belt.words()}"
    return await belt.asks(who, asked.network, "besoin répondre-ailleurs", text)


async def take_beyond(belt: Belt, draw: Random) -> Done:
    """Have a coordinator take what someone of a territory offers."""
    offered = belt.store(lambda db: db.execute(_OFFERED).all())
    found = draw.choice(offered) if offered else None
    asked = [each for each in belt.questions() if found and each.id == found.question]
    who = coordinator(belt, draw, asked[0] if asked else None)
    if found is None or who is None:
        return Done()
    return await belt.asks(who, asked[0].network, "besoin reprendre-réponse", f"{found.id} demandé")


def _asked(belt: Belt, draw: Random) -> Row[Any] | None:
    """Return someone who is waited for, of another network than the question's if any is."""
    found = belt.store(lambda db: db.execute(_WAITING).all())
    networks = {each.id: each.network for each in belt.questions()}
    elsewhere = [each for each in found if networks.get(each.question) != each.network]
    return draw.choice(elsewhere or found) if found else None
