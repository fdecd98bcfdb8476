"""What a network's coordinators may do about its questions: one look, for their week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.question import merging
from bot.question import store as questions
from bot.question.asking import known_to
from bot.question.rules import Question, QuestionStatus
from bot.question.store import QuestionFilter
from bot.talk.context import Context

GROWS_OLD = timedelta(days=30)
"""An open question is brought back to the coordinators from this age on."""

_LATEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionsOwed:
    """The questions that a coordinator is to look at.

    `private` ones, sent to them, wait for their answer; those `back` were deferred, and their
    occasion passed without an answer; `old` ones wait for long, the most shared first; `doubles`
    ask the same, in pairs, the later first.
    """

    private: Sequence[Question]
    back: Sequence[Question]
    old: Sequence[Question]
    doubles: Sequence[tuple[Question, Question]]


def owed(ctx: Context, coordinator: str, *, since: datetime, limit: int = 5) -> QuestionsOwed:
    """Return what a coordinator, by chat user id, is to look at; what is new, `since` then."""

    def listed(choice: QuestionFilter, most: int = limit) -> Sequence[Question]:
        return questions.listed(ctx.db, ctx.network.slug, choice, limit=most)

    is_open = (QuestionStatus.OPEN,)
    latest = listed(QuestionFilter(statuses=is_open), _LATEST)
    back = questions.came_back(ctx.db, ctx.network.slug, since)
    old = QuestionFilter(statuses=is_open, before=ctx.now - GROWS_OLD, shared_first=True)
    return QuestionsOwed(
        private=listed(QuestionFilter(reader=coordinator, private=True)),
        back=known_to(ctx, back, coordinator)[:limit],
        old=listed(old),
        doubles=merging.doubles(ctx, [each for each in latest if each.asked_at > since])[:limit],
    )
