"""Questions that might climb: the bot only says so, people decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.core.labels import Labelled
from bot.network.network import Network
from bot.network.tree import parent_of
from bot.question import store as questions
from bot.question.rules import Origin, Question
from bot.question.search.store import DOUBLE, nearest
from bot.question.store import QuestionFilter
from bot.relay import store as climbs
from bot.talk.context import Context

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
        if each.id not in climbed and (each.author or each.origin is not Origin.ASKED)
    ]
    latest = sorted(found, key=lambda each: -each.number)[:COMPARED]
    elsewhere = [each for each in latest if _is_carried(ctx, each, above)]
    for each in elsewhere:
        yield each, ClimbReason.ELSEWHERE
    for each in found:
        reason = _reason(ctx, each)
        if reason is not None and each not in elsewhere:
            yield each, reason


def _reason(ctx: Context, question: Question) -> ClimbReason | None:
    if question.concerned >= SHARED_BY:
        return ClimbReason.SHARED
    if question.deferrals >= DEFERRALS:
        return ClimbReason.DEFERRED
    return ClimbReason.OLD if ctx.now - question.asked_at > OLD else None


def _is_carried(ctx: Context, question: Question, above: Network) -> bool:
    """Tell whether a waiting question of the network above stands for another territory's need."""
    seeking = questions.meaning_of(ctx.db, question.id)
    hits = nearest(ctx.db, above.slug, question.text, limit=_ALIKE, seeking=seeking)
    return any(
        likeness >= DOUBLE
        and each.status.waiting
        and any(climb.network != question.network for climb in climbs.carried_by(ctx.db, each.id))
        for each, likeness in questions.of_hits(ctx.db, hits)
    )
