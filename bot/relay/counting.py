"""How many people stand behind a question, over all the levels below: distinct ones, counted anew.

The sets of people are made here, counted, and dropped: no id of a network's member reaches another.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.network.network import Network, by_network
from bot.question import card as cards
from bot.question import store as questions
from bot.question.rules import Question
from bot.relay import store as climbs
from bot.talk.context import Context

Person = tuple[str, str]
"""A server's name, and an id there: what tells two people apart."""


def recount(ctx: Context, question: Question) -> None:
    """Count again who stands behind a question that others carry, and behind those further above.

    Its card is rewritten when that changed.
    """
    fresh = questions.by_id(ctx.db, question.id)
    if fresh is None:
        return
    carried = climbs.carried_by(ctx.db, fresh.id)
    own = frozenset(_own(ctx, fresh))
    below = frozenset(each for climb in carried for each in _behind(ctx, climb.question))
    territories = len({each.network for each in carried})
    if questions.carry(ctx.db, fresh, people=len(below - own), territories=territories):
        again = questions.get(ctx.db, fresh.network, fresh.number)
        cards.show(ctx, again)
    further = climbs.last_of(ctx.db, fresh.id)
    above = ctx.networks.get(further.parent) if further is not None else None
    if further is None or above is None or further.parent_question is None:
        return
    carrying = questions.by_id(ctx.db, further.parent_question)
    if carrying is not None and further.status.above:
        recount(ctx.at(above), carrying)


def count_behind(ctx: Context, question: int) -> int:
    """Return how many people a question stands for, those of the levels below included."""
    return len(frozenset(_behind(ctx, question)))


def to_recount(
    db: Connection, networks: Collection[Network], _now: datetime
) -> Mapping[str, Sequence[Question]]:
    """Return the waiting questions that others carry, by network."""
    found = questions.by_ids(db, climbs.carrying(db, [each.slug for each in networks]))
    return by_network(each for each in found.values() if each.status.waiting)


def recount_all(ctx: Context, carrying: Sequence[Question]) -> int:
    """Count again behind each of these questions of a network; return how many they are."""
    for each in carrying:
        recount(ctx, each)
    return len(carrying)


def _own(ctx: Context, question: Question) -> Iterator[Person]:
    network = ctx.networks.get(question.network)
    if network is not None:
        for user in questions.people_of(ctx.db, question):
            yield network.server, user


def _behind(ctx: Context, question: int) -> Iterator[Person]:
    found = questions.by_id(ctx.db, question)
    if found is None:
        return
    yield from _own(ctx, found)
    for climb in climbs.carried_by(ctx.db, question):
        yield from _behind(ctx, climb.question)
