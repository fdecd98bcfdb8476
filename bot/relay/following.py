"""What follows, on the other levels, from a change of a question."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from bot.network.tree import linked
from bot.question import store as questions
from bot.question import story_store as stories
from bot.question.asking import counted
from bot.question.card import Belt
from bot.question.rules import Change, Question
from bot.question.story import of_answer
from bot.relay import card, climbing, coming_down, deciding
from bot.relay import store as climbs
from bot.relay.counting import recount
from bot.relay.rules import TRANSITIONS, Climb, ClimbChange, ClimbStatus
from bot.talk.command import Caller
from bot.talk.context import Context


def follow(ctx: Context, question: Question, change: Change) -> None:
    """Have the levels above and below follow what was just written of a question."""
    upward, downward = _UPWARD.get(change), _DOWNWARD.get(change)
    climb = climbs.last_of(ctx.db, question.id) if upward is not None else None
    if upward is not None and climb is not None:
        upward(ctx, question, climb)
    if downward is not None:
        downward(ctx, question)


def _answered_here(ctx: Context, question: Question, climb: Climb) -> None:
    """End the climb of a question that has its answer here, which may then be offered upward.

    What was kept for an occasion was given there. Where no network is above, an answer that is
    noted by hand is the climb's own.
    """
    if climb.status in (ClimbStatus.ANSWERED, ClimbStatus.PUBLISHED):
        coming_down.given(ctx, question)
    elif climb.status is ClimbStatus.SENT and not climb.parent:
        noted = climb.moved(ClimbChange.ANSWERED).moved(ClimbChange.DECIDED)
        card.agreed_or_not(ctx, question, climbs.save(ctx.db, noted))
    elif climb.status.open:
        climbing.end(ctx, climb, ClimbChange.ENDED)


def _ended_here(ctx: Context, _question: Question, climb: Climb) -> None:
    if climb.status.open:
        climbing.end(ctx, climb, ClimbChange.ENDED)


def _taken_back(ctx: Context, question: Question, _climb: Climb) -> None:
    """Take the words back from above: their author no longer asks, or asks in private."""
    for each in climbs.all_of(ctx.db, question.id):
        if each.status in TRANSITIONS[ClimbChange.STOPPED]:
            climbing.end(ctx, each, ClimbChange.STOPPED)
    if not question.text:
        climbs.forget_words(ctx.db, question.id)


def _merged_here(ctx: Context, question: Question, climb: Climb) -> None:
    """Have the question that stays climb in its double's stead, if it does not already.

    What its asker has not agreed to ends: the other question has an asker of its own.
    """
    into = questions.get(ctx.db, question.network, question.merged_into or 0)
    if not climb.status.open:
        return
    if (
        climb.status is ClimbStatus.WAITING
        or climbing.current(ctx, into) is not None
        or not into.status.waiting
    ):
        climbing.end(ctx, climb, ClimbChange.ENDED)
    else:
        climbs.hand_over(ctx.db, climb, question=into.id, number=into.number)


def _reopened_here(ctx: Context, question: Question, climb: Climb) -> None:
    if question.reopened:  # by one of those concerned: a coordinator's gesture counts nobody
        _not_enough_here(ctx, question, climb)
    coming_down.found_wanting(ctx, question)


def _not_enough_here(ctx: Context, question: Question, climb: Climb) -> None:
    """Count above that an answer did not help someone below, once; no word of theirs climbs."""
    above = ctx.networks.get(climb.parent)
    if above is None or climb.parent_question is None or climb.status is not ClimbStatus.PUBLISHED:
        return
    *before, last = of_answer(stories.of(ctx.db, question))
    if last.who and any(each.who == last.who and each.change is Change.WANTED for each in before):
        return
    carrying = questions.by_id(ctx.db, climb.parent_question)
    if carrying is not None:
        counted(ctx.at(above), carrying, Change.WANTED, None)


def _returned_here(ctx: Context, question: Question, _climb: Climb) -> None:
    coming_down.ask_again(ctx, question)


def _closed_above(ctx: Context, question: Question) -> None:
    for climb in climbs.carried_by(ctx.db, question.id):
        undecided = climb.status in (ClimbStatus.TAKEN, ClimbStatus.JOINED)
        if undecided and linked(climb.network, climb.parent, ctx.networks):
            deciding.give_back(ctx, climb, question.reason)


def _gone_above(ctx: Context, question: Question) -> None:
    """Have what a question carried wait for a decision again: its author took it back."""
    for climb in climbs.carried_by(ctx.db, question.id):
        if climb.status is ClimbStatus.JOINED:
            deciding.detach(ctx, climb)


def _merged_above(ctx: Context, question: Question) -> None:
    into = questions.get(ctx.db, question.network, question.merged_into or 0)
    if climbs.carried_by(ctx.db, question.id):
        climbs.move(ctx.db, question.id, into.id)
        for each in (question, into):
            recount(ctx, each)
        coming_down.bring_down(ctx, into)


def _reopened_above(ctx: Context, question: Question) -> None:
    for climb in climbs.carried_by(ctx.db, question.id):
        undone = climb.status in (ClimbStatus.ANSWERED, ClimbStatus.PUBLISHED)
        if undone and coming_down.is_last(ctx, climb):
            reopened = climbs.save(ctx.db, climb.moved(ClimbChange.REOPENED))
            coming_down.take_back(ctx, reopened)


def allows(ctx: Context, question: Question, by: Caller) -> Collection[Change]:
    """Tell whether someone may transmit a question, and whether they may take that back."""
    climb = climbing.current(ctx, question)
    stops = climb is not None and climb.status in TRANSITIONS[ClimbChange.WITHDRAWN]
    back = (Change.CAME_BACK,) if stops else ()
    up = () if climbing.in_own_words(ctx, question, by) is None else (Change.CLIMBED,)
    return (*up, *back)


BELT = Belt(follow=follow, note=card.note, allows=allows)
"""What questions are handed of the belt."""

Upward = Callable[[Context, Question, Climb], None]
Downward = Callable[[Context, Question], None]

_UPWARD: Mapping[Change, Upward] = {
    Change.ANSWERED: _answered_here,
    Change.CLOSED: _ended_here,
    Change.WITHDRAWN: _taken_back,
    Change.MADE_PRIVATE: _taken_back,
    Change.HIDDEN: _taken_back,
    Change.MERGED: _merged_here,
    Change.WANTED: _not_enough_here,
    Change.REOPENED: _reopened_here,
    Change.RETURNED: _returned_here,
}
"""What follows above from a change of a question below."""

_DOWNWARD: Mapping[Change, Downward] = {
    Change.ANSWERED: coming_down.bring_down,
    Change.COMPLETED: coming_down.bring_down,
    Change.CORRECTED: coming_down.bring_down,
    Change.CLOSED: _closed_above,
    Change.WITHDRAWN: _gone_above,
    Change.MADE_PRIVATE: _gone_above,
    Change.HIDDEN: _gone_above,
    Change.MERGED: _merged_above,
    Change.REOPENED: _reopened_above,
}
"""What follows below from a change of a question that stands for others."""
