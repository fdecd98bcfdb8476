"""What happens on the belt in most tests: asked, transmitted, agreed to, taken, answered."""

from __future__ import annotations

from dataclasses import replace

from bot.core.message import Message
from bot.network.served import Networks
from bot.question import store as questions
from bot.question.rules import Question
from bot.relay import store as climbs
from bot.relay.rules import Climb, ClimbStatus
from bot.talk.reply import Reply
from tests.relay.tree_room import TreeRoom

QUESTION = "Qui forme à l'intelligence artificielle sans anglais ?"
ANSWER = "Le parcours « IA pour tous », module 3"

ASKS, ARRIVES, COMES = "Êtes-vous d'accord", "Un besoin monte", "répond à la question"
"""By what the three messages of the belt are known."""


def proposes(
    room: TreeRoom, who: str, text: str = QUESTION, *, number: int = 1, place: str = "nom"
) -> Reply:
    """Have a coordinator send the form of what leaves."""
    return room.clicks(who, "besoin transmettre", f"{number} {text}", texte=text, territoire=place)


def asked(room: TreeRoom, who: str, asker: str, text: str = QUESTION, number: int = 1) -> Message:
    """Have a question asked, and its asker asked whether it may climb; return that message."""
    room.says(asker, f"/besoin {text}")
    proposes(room, who, text, number=number)
    return room.last(asker, room.deliver(), ASKS)


def sent(room: TreeRoom, who: str, asker: str, text: str = QUESTION, number: int = 1) -> Message:
    """Have a question climb with its asker's agreement; return the card of those above."""
    room.presses(asker, asked(room, who, asker, text, number), "D'accord")
    above = {"amina": "rachid", "bruno": "rachid", "rachid": "nadia"}[who]
    return room.last(above, room.deliver(), ARRIVES)


def taken(room: TreeRoom, who: str = "amina", asker: str = "louis", text: str = QUESTION) -> None:
    """Have a question climb and be taken by Rachid."""
    room.presses("rachid", sent(room, who, asker, text), "Prendre")
    room.deliver()


def shared(room: TreeRoom) -> None:
    """Have Rachid's question n° 1 carried by the Loire (Louis) and the Drôme (Inès)."""
    taken(room)
    card = sent(room, "bruno", "ines")
    room.picks("rachid", card, "Joindre à…", "n°\u00a01")
    room.deliver()


def answered(room: TreeRoom, text: str = ANSWER, *, who: str = "amina") -> Message:
    """Have Rachid answer his question n° 1; return what a coordinator below is asked."""
    room.says("rachid", f"/besoin répondre 1 {text}")
    return room.last(who, room.deliver(), COMES)


def question(room: TreeRoom, network: str, number: int = 1) -> Question:
    """Return a question as the store has it."""
    return room.store(lambda db: questions.get(db, network, number))


def climb(room: TreeRoom, network: str = "loire", number: int = 1) -> Climb:
    """Return the newest climb of a question."""
    asked_there = question(room, network, number)
    found = room.store(lambda db: climbs.last_of(db, asked_there.id))
    assert found is not None
    return found


def status(room: TreeRoom, network: str = "loire", number: int = 1) -> ClimbStatus:
    """Return where the newest climb of a question stands."""
    return climb(room, network, number).status


def card(room: TreeRoom, network: str, said: list[Message]) -> str:
    """Return the last words of the last card that a channel was shown."""
    return room.shown(network, said)[-1].text


def becomes(room: TreeRoom, slug: str, **changes: str) -> None:
    """Have the configuration say something else of a network from now on."""
    networks = room.bot.networks
    assert isinstance(networks, Networks)
    networks[slug] = replace(networks[slug], **changes)  # type: ignore[arg-type]


def goes_away(room: TreeRoom, slug: str) -> None:
    """Have the configuration no longer name a network."""
    networks = room.bot.networks
    assert isinstance(networks, Networks)
    del networks[slug]
