"""What befalls everyone: time, departures, outages, and being killed in the middle."""

from __future__ import annotations

from random import Random

from sqlalchemy import Connection

from bot.network.rights import Role
from bot.people import store as preferences
from bot.relay import coming_down
from bot.relay.rules import Undecided
from tests.relay.lives.belt import Belt, Done
from tests.relay.lives.choosing import anyone

_ROUNDS = (
    "bring back",
    "answers from above",
    "silent above",
    "people carried",
    "offers",
    "who knows",
)


async def forget(belt: Belt, draw: Random) -> Done:
    who = draw.choice(list(belt.people))
    belt.forgotten.add(who.id)
    here = next(each.slug for each in belt.tree if each.server == who.server)
    return await belt.asks(who, here, "reseau oublie-moi", "confirmé")


async def go(belt: Belt, draw: Random) -> Done:
    """Have someone leave a network's channel, a coordinator as well as anyone."""
    slug = draw.choice(belt.tree).slug
    role = draw.choice((Role.COORDINATOR, Role.MEMBER))
    here = belt.of(slug, role)
    if not here:
        return Done()
    who = draw.choice(here)
    del belt.people[who][slug]
    belt.store(lambda db: preferences.leave(db, slug, who.id, belt.clock.now))
    return Done(f"{who.id} leaves {slug}")


async def arrive(belt: Belt, draw: Random) -> Done:
    """Have a member coordinate a network from now on."""
    slug = draw.choice(belt.tree).slug
    who = anyone(belt, draw, slug)
    if who is None:
        return Done()
    belt.people[who][slug] = Role.COORDINATOR
    belt.arrived.add(who.id)
    return Done(f"{who.id} coordinates {slug}")


async def choose(belt: Belt, draw: Random) -> Done:
    """Have a network choose what becomes of answers that nobody chooses anything for."""
    here, choice = draw.choice(belt.tree), draw.choice(list(Undecided))

    def work(db: Connection) -> None:
        ctx = belt.bot.context(db, here, belt.clock.now)
        coming_down.choose_undecided(ctx, choice)

    belt.store(work)
    return Done(f"{here.slug} chooses {choice.value}")


async def days(belt: Belt, draw: Random) -> Done:
    days = draw.choice((1, 1, 3, 8, 8, 22))
    belt.clock.forward(days=days)
    await belt.reads()
    await belt.goes_round(*_ROUNDS)
    return Done(f"{days} days pass")


async def deliver(belt: Belt, draw: Random) -> Done:
    servers = draw.sample(belt.servers, draw.randint(1, len(belt.servers)))
    await belt.reads()
    await belt.delivers(*servers)
    return Done(f"delivered on {', '.join(servers)}")


async def lose(belt: Belt, draw: Random) -> Done:
    server = draw.choice(belt.servers)
    if server in belt.chat.away:
        belt.comes_back(server)
        return Done(f"{server} is back")
    belt.chat.away.add(server)
    return Done(f"{server} is away")


async def kill(belt: Belt, _draw: Random) -> Done:
    belt.database.killed = True
    return Done("the next transaction is killed")


async def die(belt: Belt, draw: Random) -> Done:
    belt.chat.dies = draw.random() < 0.5
    return Done(f"we die {'after' if belt.chat.dies else 'before'} the next post")
