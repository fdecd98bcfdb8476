"""What people do on the belt: transmit, agree, take, join, return, publish, offer."""

from __future__ import annotations

from random import Random

from tests.relay.lives.belt import Belt, Done
from tests.relay.lives.choosing import (
    WAITING,
    a_climb,
    a_question,
    about,
    above,
    by_asker,
    come_down,
    coordinator,
    coordinator_of,
    those,
)


async def transmit(belt: Belt, draw: Random) -> Done:
    """Have a coordinator transmit a question, as it is or in other words, named or not."""
    busy = {each.question for each in belt.climbs() if each.status.open}
    found = a_question(belt, draw, *WAITING, but=busy if draw.random() < 0.9 else set())
    who = coordinator(belt, draw, found)
    if found is None or who is None:
        return Done()
    text = found.text if draw.random() < 0.7 else f"Qui sait pour {belt.words()} ?"
    place = draw.choice(("nom", "sans"))
    return await about(belt, who, found, "besoin transmettre", text, territoire=place)


async def sum_up(belt: Belt, draw: Random) -> Done:
    """Have a coordinator send their own words, where the asker has not answered."""
    found = a_climb(belt, draw, "waiting")
    who = coordinator_of(belt, draw, found.network) if found else None
    if found is None or who is None:
        return Done()
    text = f"{found.number} Qui sait pour {belt.words()} ?"
    return await belt.asks(
        who, found.network, "besoin transmettre", text, texte=text.partition(" ")[2]
    )


async def agree(belt: Belt, draw: Random) -> Done:
    return await by_asker(belt, draw, "besoin accord", "waiting")


async def refuse(belt: Belt, draw: Random) -> Done:
    return await by_asker(belt, draw, "besoin désaccord", "waiting", "sent", "taken", "joined")


async def withdraw_climb(belt: Belt, draw: Random) -> Done:
    found = a_climb(belt, draw, "waiting", "sent")
    who = coordinator_of(belt, draw, found.network) if found else None
    if found is None or who is None:
        return Done()
    return await belt.asks(who, found.network, "besoin ne-plus-transmettre", str(found.number))


async def take(belt: Belt, draw: Random) -> Done:
    return await above(belt, draw, "besoin prendre", "sent")


async def join_to(belt: Belt, draw: Random) -> Done:
    found = a_climb(belt, draw, "sent")
    there = [each for each in belt.questions() if found and each.network == found.parent]
    who = coordinator_of(belt, draw, found.parent) if found else None
    if found is None or who is None or not there:
        return Done()
    text = f"{found.id} {draw.choice(there).number}"
    return await belt.asks(who, found.parent, "besoin joindre", text)


async def unjoin(belt: Belt, draw: Random) -> Done:
    return await above(belt, draw, "besoin détacher", "joined")


async def answer_at_once(belt: Belt, draw: Random) -> Done:
    text = f"Oui, {belt.words()}"
    return await above(belt, draw, "besoin réponse-directe", "sent", "taken", text=text)


async def send_back(belt: Belt, draw: Random) -> Done:
    text = f"Plutôt {belt.words()}"
    return await above(belt, draw, "besoin renvoyer", "sent", "taken", "joined", text=text)


async def publish(belt: Belt, draw: Random) -> Done:
    return await come_down(belt, draw, "besoin publier")


async def adapt(belt: Belt, draw: Random) -> Done:
    return await come_down(belt, draw, "besoin adapter", f"Ici, {belt.words()}")


async def keep(belt: Belt, draw: Random) -> Done:
    return await come_down(belt, draw, "besoin garder", draw.choice(("rencontre", "lettre")))


async def discard(belt: Belt, draw: Random) -> Done:
    return await come_down(belt, draw, "besoin écarter")


async def offer(belt: Belt, draw: Random) -> Done:
    climbed = {each.question for each in belt.climbs() if each.parent_question}
    found = [each for each in those(belt, "answered") if each.id in climbed]
    chosen = draw.choice(found) if found else None
    who = coordinator(belt, draw, chosen)
    return await about(belt, who, chosen, "besoin proposer-réponse")


async def take_offer(belt: Belt, draw: Random) -> Done:
    offered = [each for each in belt.climbs() if each.offer]
    found = draw.choice(offered) if offered else None
    who = coordinator_of(belt, draw, found.parent) if found else None
    if found is None or who is None:
        return Done()
    return await belt.asks(who, found.parent, "besoin reprendre-réponse", str(found.id))
