"""What waits for a coordinator on the belt: needs, answers, and what might climb."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from bot.question.verbs import SEND
from bot.relay import arriving, card, standing
from bot.relay.standing import Gesture
from bot.relay.suggesting import suggested
from bot.talk.context import Context
from bot.week.rules import Todo, TodoKind, click

SUGGESTED = 2
"""Questions that might climb, told of at once: transmitting one takes a moment."""


def to_decide(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    """Yield the needs that reached this network and wait for its decision, as one."""
    waiting = arriving.undecided(ctx)
    if len(waiting) == 1:
        decide = click("Décider du besoin qui monte", card.DECIDE, waiting[0].id)
        yield Todo(TodoKind.NEEDS_FROM_BELOW, decide, count=1, at=waiting[0].sent_at)
    elif waiting:
        see = click("Décider des besoins qui montent", card.STANDING)
        yield Todo(TodoKind.NEEDS_FROM_BELOW, see, count=len(waiting), at=waiting[0].sent_at)


def to_follow(ctx: Context, coordinator: str) -> Iterator[Todo]:
    """Yield what was transmitted and asks for a gesture.

    Answers from above, as one whose oldest is read first; questions of which a coordinator's own
    words may climb now; answers found here that are still awaited above.
    """
    asking: dict[Gesture, list[int]] = {each: [] for each in Gesture}
    for each in standing.transmitted(ctx, coordinator):
        asking[each.asks].append(each.question.number)
    for number in asking[Gesture.CHOOSE][:1]:
        read = click(f"Lire la réponse à la n°\u00a0{number}", card.CHOOSE, number)
        yield Todo(
            TodoKind.ANSWERS_FROM_ABOVE, read, number=number, count=len(asking[Gesture.CHOOSE])
        )
    for number in asking[Gesture.SUM_UP]:
        send = click(f"Résumer la n°\u00a0{number}…", SEND, number)
        yield Todo(TodoKind.SUMMARY_TO_SEND, send, number=number)
    for number in asking[Gesture.OFFER]:
        offer = click(f"Proposer la n°\u00a0{number} plus haut", card.OFFER, number)
        yield Todo(TodoKind.ANSWER_TO_OFFER, offer, number=number)


def to_transmit(ctx: Context, _coordinator: str) -> Iterator[Todo]:
    """Yield the questions that might climb."""
    for question, reason in islice(suggested(ctx), SUGGESTED):
        number = question.number
        send = click(f"Transmettre la n°\u00a0{number}…", SEND, number)
        yield Todo(TodoKind.QUESTION_TO_TRANSMIT, send, number=number, why=reason.label)
