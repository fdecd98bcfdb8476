"""Where all that climbs stands, as the coordinators of each level read it, and what might climb.

The bot only says so: people decide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from bot.core.labels import Labelled
from bot.index.store import DOUBLE, nearest
from bot.network.network import Network
from bot.network.tree import children_of, parent_of
from bot.question import readers
from bot.question import store as questions
from bot.question.rules import Origin, Question, QuestionStatus
from bot.question.store import QuestionFilter
from bot.relay import card, climbing, deciding
from bot.relay import store as climbs
from bot.relay.rules import Climb, Descent, DescentStatus
from bot.talk.context import Context

LISTED = 200
"""Climbs and carried questions that are looked at, the latest."""


SHARED_BY = 3
"""People whom a question concerns, from which it may be of more than one place."""

DEFERRALS = 2
"""Times that a question was deferred, from which it may be out of reach here."""

OLD = timedelta(days=30)

COMPARED = 5
"""Questions, the latest, of which the like is looked for above: some 5 ms each."""

_ALIKE = 3


class ClimbReason(Labelled):
    """Why a question might climb; `label` goes on « La question n° 12 : »."""

    ELSEWHERE = "elsewhere", "un autre territoire porte un besoin proche"
    SHARED = "shared", "plusieurs personnes la partagent"
    DEFERRED = "deferred", "elle a été reportée plusieurs fois"
    OLD = "old", "elle attend depuis plus d'un mois"


class Gesture(Enum):
    """What a climb asks of the coordinators of the network below."""

    CHOOSE = "choose"
    SUM_UP = "sum up"
    OFFER = "offer"
    AGAIN = "again"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimbStanding:
    """A question that was to climb, the last answer that came down, and what is to be done.

    `above` is the name of the network where it is, if that is not the one above today.
    """

    climb: Climb
    question: Question
    came_down: Descent | None = None
    asks: Gesture = Gesture.NONE
    above: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedNeed:
    """A question of this network that stands for needs from below, from which networks.

    Its answer came down to `reached` of them, of which `published` have published it.
    """

    question: Question
    territories: str
    reached: int = 0
    published: int = 0


def on_the_belt(ctx: Context) -> bool:
    """Tell whether anything climbs from this network, or may climb from or to it."""
    tree = parent_of(ctx.network, ctx.networks) or children_of(ctx.network, ctx.networks)
    return bool(tree or climbs.of_network(ctx.db, ctx.network.slug, limit=1))


def transmitted(ctx: Context, reader: str) -> Sequence[ClimbStanding]:
    """Return what this network transmitted, as one of its coordinators may read it.

    First what asks for a gesture, then what is under way, the oldest first; then what is over, the
    latest first.
    """
    found = climbs.of_network(ctx.db, ctx.network.slug, limit=LISTED)
    known = questions.by_ids(ctx.db, {each.question for each in found})
    latest = {each.question: each for each in reversed(found)}
    standing = [
        _standing(ctx, each, known[each.question])
        for each in latest.values()
        if each.question in known and _may_read(ctx, known[each.question], reader)
    ]
    return sorted(standing, key=_urgency)


def carried(ctx: Context) -> Sequence[Question]:
    """Return the questions that stand for needs from below: those that wait first, oldest first."""
    ids = climbs.carrying(ctx.db, [ctx.network.slug])[-LISTED:]
    found = [each for each in questions.by_ids(ctx.db, ids).values() if each.territories]
    return sorted(found, key=lambda each: (not each.status.waiting, _age(each)))


def carried_need(ctx: Context, question: Question) -> CarriedNeed:
    """Return what is told of a question that stands for needs: from where, and what came down."""
    below = climbs.carried_by(ctx.db, question.id)
    down = [each for each in below if climbs.last_descent(ctx.db, each.id) is not None]
    published = {each.network for each in down if climbs.published_answer(ctx.db, each.question)}
    return CarriedNeed(
        question=question,
        territories=card.carriers(ctx, question),
        reached=len({each.network for each in down}),
        published=len(published),
    )


def suggested(ctx: Context) -> Iterator[tuple[Question, ClimbReason]]:
    """Yield the questions that might climb and never did, and why; the most telling first.

    None where no network is above. Of what another territory carries neither the words nor the
    name are told.
    """
    above = parent_of(ctx.network, ctx.networks)
    if above is None:
        return
    climbed = climbs.climbed(ctx.db, ctx.network.slug)
    waiting = questions.listed(ctx.db, ctx.network.slug, QuestionFilter(shared_first=True))
    found = [
        each
        for each in waiting
        if each.id not in climbed
        and not each.withheld
        and (each.author or each.origin in (Origin.RELAY, Origin.SURVEY))
    ]
    latest = sorted(found, key=lambda each: -each.number)[:COMPARED]
    elsewhere = [each for each in latest if _is_carried(ctx, each, above)]
    for each in elsewhere:
        yield each, ClimbReason.ELSEWHERE
    for each in found:
        reason = _reason(ctx, each)
        if reason is not None and each not in elsewhere:
            yield each, reason


def _may_read(ctx: Context, question: Question, reader: str) -> bool:
    """Tell whether a coordinator may know of a question that was to climb."""
    if not question.private or question.author == reader:
        return True
    return readers.reads(ctx, question, reader)


def _standing(ctx: Context, climb: Climb, question: Question) -> ClimbStanding:
    came_down = climbs.last_answer(ctx.db, question.id)
    return ClimbStanding(
        climb=climb,
        question=question,
        came_down=came_down,
        asks=_asked(ctx, climb, question, came_down),
        above=_elsewhere(ctx, climb),
    )


def _elsewhere(ctx: Context, climb: Climb) -> str:
    above, today = ctx.networks.get(climb.parent), parent_of(ctx.network, ctx.networks)
    return above.spoken if above is not None and above != today else ""


def _asked(ctx: Context, climb: Climb, question: Question, came_down: Descent | None) -> Gesture:
    if came_down is not None and came_down.status is DescentStatus.WAITING:
        answered = question.status is QuestionStatus.ANSWERED
        return Gesture.CHOOSE if question.status.waiting or answered else Gesture.NONE
    if climb.leads_nowhere(ctx.networks) and question.status.waiting:
        return Gesture.AGAIN
    if climbing.may_sum_up(ctx, question, climb):
        return Gesture.SUM_UP
    return Gesture.OFFER if deciding.to_offer(ctx, question) is not None else Gesture.NONE


def _urgency(each: ClimbStanding) -> tuple[bool, bool, float]:
    moment = (each.climb.sent_at or each.climb.asked_at).timestamp()
    under_way = each.climb.status.open
    over = each.asks is Gesture.NONE and not under_way
    return each.asks is Gesture.NONE, over, -moment if over else moment


def _age(question: Question) -> int:
    return question.number if question.status.waiting else -question.number


def _reason(ctx: Context, question: Question) -> ClimbReason | None:
    if question.concerned >= SHARED_BY:
        return ClimbReason.SHARED
    if question.deferrals >= DEFERRALS:
        return ClimbReason.DEFERRED
    return ClimbReason.OLD if ctx.now - question.asked_at > OLD else None


def _is_carried(ctx: Context, question: Question, above: Network) -> bool:
    """Tell whether a waiting question of the network above stands for another territory's need."""
    seeking = questions.meaning_of(ctx.db, question.network, question.id)
    hits = nearest(ctx.db, above.slug, question.text, limit=_ALIKE, seeking=seeking)
    return any(
        likeness >= DOUBLE
        and each.status.waiting
        and any(climb.network != question.network for climb in climbs.carried_by(ctx.db, each.id))
        for each, likeness in questions.of_hits(ctx.db, hits)
    )
