"""What follows from a change of a question: agendas, the other levels, those who were asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.helping import putting
from bot.meeting import planning
from bot.question.rules import Change, Question
from bot.relay.following import BELT
from bot.talk.context import Context

_OUTCOMES: Mapping[Change, str] = {
    Change.ANSWERED: "answered",
    Change.CLOSED: "ended",
    Change.WITHDRAWN: "ended",
    Change.MERGED: "ended",
    Change.MADE_PRIVATE: "ended",
    Change.HIDDEN: "ended",
}
"""What those who were asked read of it, when a question is put to nobody any more."""


def follow(ctx: Context, question: Question, change: Change) -> None:
    """Have all that tells a question follow what was just written of it."""
    planning.follow_question(ctx, question, change)
    BELT.follow(ctx, question, change)
    outcome = _OUTCOMES.get(change)
    if outcome is not None:
        putting.close(ctx, question, outcome)
    elif change is Change.EDITED:
        putting.reword(ctx, question)


FOLLOWED = replace(BELT, follow=follow)
"""What questions are handed of the other levels, and of those who know."""
