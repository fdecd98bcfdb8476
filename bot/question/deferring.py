"""Questions deferred to a coming occasion, and brought back when it has passed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.network import schedule
from bot.network.rights import Act
from bot.network.schedule import Due
from bot.question import card as cards
from bot.question import store as questions
from bot.question.asking import keep, theirs
from bot.question.rules import (
    PUT_AGAIN_FOR,
    Change,
    Occasion,
    Question,
    QuestionStatus,
    back_at,
)
from bot.question.store import QuestionFilter
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context


def occasion_at(ctx: Context, occasion: Occasion) -> datetime:
    """Return when the next occasion is; without a letter, the digest stands for it."""
    match occasion:
        case Occasion.MEETING:
            return ctx.next_meeting(ctx)
        case Occasion.LETTER:
            digest = next(schedule.dates_after(ctx.network, Due.DIGEST, ctx.now))
            return ctx.next_letter(ctx) or digest
        case Occasion.MATTERMOST:
            return ctx.now + PUT_AGAIN_FOR


def defer(ctx: Context, number: int, occasion: Occasion, by: Caller) -> tuple[Question, datetime]:
    """Have a question answered at a coming occasion, and return when that is.

    Its author is told. On Mattermost, the channel is asked again.
    Raises UNKNOWN_QUESTION, NOT_ALLOWED, QUESTION_ENDED.
    """
    return settle(ctx, theirs(ctx, Act.DEFER, number, by), occasion, by)


def settle(
    ctx: Context, question: Question, occasion: Occasion, by: Caller | None = None
) -> tuple[Question, datetime]:
    """Have a question answered where a meeting deferred it; `by` published that, if anyone did.

    Its author is told, on Mattermost the channel too. Raises QUESTION_ENDED, ChangedMeanwhileError.
    """
    deferred, at = _deferred(ctx, question, occasion, by)
    if occasion is Occasion.MATTERMOST and not question.private:
        call = ctx.render("besoin/call.md.j2", question=deferred, buttons=ctx.buttons)
        say.in_channel(ctx, cards.call_key(deferred), call, buttons=cards.buttons(deferred))
    if by is None or question.author != by.id:
        news = ctx.render("besoin/deferred_asker.md.j2", question=deferred, at=at)
        _tell_asker(ctx, deferred, "deferred", news)
    return deferred, at


def pass_on(ctx: Context, question: Question) -> None:
    """Have a question that the letter did not answer answered at the next meeting instead.

    Nobody asked for it: its moment has passed. Its author is told. Raises ChangedMeanwhileError.
    """
    deferred, at = _deferred(ctx, question, Occasion.MEETING, None)
    news = ctx.render("lettre/passed_on_asker.md.j2", question=deferred, at=at)
    _tell_asker(ctx, deferred, "passed", news)


def miss(ctx: Context, question: Question) -> None:
    """Have a question of a meeting that was not held answered at the next one.

    Nobody asked for it. Its author is told. Raises QUESTION_ENDED, ChangedMeanwhileError.
    """
    deferred, at = _deferred(ctx, question, Occasion.MEETING, None)
    news = ctx.render("rencontre/missed_asker.md.j2", question=deferred, at=at)
    _tell_asker(ctx, deferred, "missed", news)


def letter_moved(ctx: Context) -> None:
    """Have the questions that wait for the letter wait until its new date."""
    until = back_at(Occasion.LETTER, occasion_at(ctx, Occasion.LETTER))
    questions.wait_until(ctx.db, ctx.network.slug, Occasion.LETTER, until)


def waiting_for_letter(ctx: Context) -> Sequence[Question]:
    """Return the questions deferred to the letter, in order, the private ones excepted."""
    choice = QuestionFilter(statuses=(QuestionStatus.SCHEDULED,), occasion=Occasion.LETTER)
    return questions.listed(ctx.db, ctx.network.slug, choice)[::-1]


def bring_back(ctx: Context, due: Sequence[Question]) -> int:
    """Make a network's deferred questions wait again: Monday's card tells the coordinators.

    Those that a letter is to settle wait for it, however late: its publication passes them on.
    Return how many are back. Raises ChangedMeanwhileError.
    """
    back = [
        keep(ctx, question.come_back(), Change.RETURNED, None, detail=_value(question.occasion))
        for question in due
        if not _settled_by_letter(ctx, question)
    ]
    return len(back)


def _tell_asker(ctx: Context, question: Question, about: str, news: str) -> None:
    """Tell the author of a private question that it was just deferred, if they are still known.

    The others read it on the card, and in their own list.
    """
    if question.author and question.private:
        key = f"{cards.key_of(question)}:{about}{question.version}"
        say.to_user(ctx, key, question.author, news)


def _deferred(
    ctx: Context, question: Question, occasion: Occasion, by: Caller | None
) -> tuple[Question, datetime]:
    at = occasion_at(ctx, occasion)
    moved = question.defer(occasion, back_at(occasion, at))
    return keep(ctx, moved, Change.DEFERRED, by, detail=occasion.value), at


def _settled_by_letter(ctx: Context, question: Question) -> bool:
    awaits = question.occasion is Occasion.LETTER and not question.private
    return awaits and ctx.next_letter(ctx) is not None


def _value(occasion: Occasion | None) -> str:
    return occasion.value if occasion else ""
