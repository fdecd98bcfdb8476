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
    STAYS_IN_CHANNEL,
    Change,
    Leave,
    Occasion,
    Origin,
    Place,
    Question,
    QuestionStatus,
    back_at,
)
from bot.question.store import QuestionFilter
from bot.question.verbs import verbs
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
    """Defer a question to a coming occasion; return when that is.

    Its card tells it; the author of a private one is told. On Mattermost, the channel is asked
    again: one of the past, for the first time, by its card. Raises UNKNOWN_QUESTION, NOT_ALLOWED,
    MOVED_ON, and STAYS_IN_CHANNEL for the letter.
    """
    question = theirs(ctx, Act.DEFER, number, by)
    if question.withheld and occasion is Occasion.LETTER:
        raise STAYS_IN_CHANNEL(number=number)
    return settle(ctx, question, occasion, by)


def settle(
    ctx: Context, question: Question, occasion: Occasion, by: Caller | None = None
) -> tuple[Question, datetime]:
    """Defer a question as a meeting decided; `by` published the minutes, if anyone did.

    As `defer` tells it. Raises MOVED_ON, ChangedMeanwhileError.
    """
    at = occasion_at(ctx, occasion)
    moved = question.defer(occasion, back_at(occasion, at))
    shown = say.was_said(ctx, cards.key_of(question))
    deferred = keep(ctx, moved, Change.DEFERRED, by, detail=occasion.value)
    if question.private:
        _tell_asker(ctx, deferred, at, by)
    elif occasion is Occasion.MATTERMOST and shown:
        call = ctx.render("besoin/call.md.j2", question=deferred)
        say.in_channel(ctx, cards.call_key(ctx, deferred), call, buttons=verbs(deferred))
    return deferred, at


def undefer(ctx: Context, number: int, by: Caller) -> Question:
    """Take back a question's last deferral, and the call for answers or the card that it made.

    Raises UNKNOWN_QUESTION, NOT_ALLOWED, MOVED_ON.
    """
    question = theirs(ctx, Act.DEFER, number, by)
    open_again = keep(ctx, question.undefer(), Change.RETURNED, by)
    if not question.private:
        text = ctx.render("besoin/called_off.md.j2", question=question)
        first = question.origin is Origin.PAST and not open_again.deferrals
        called = cards.key_of(question) if first else cards.call_key(ctx, question)
        say.remove(ctx, called, text)
    return open_again


def occasion_moved(ctx: Context, occasion: Occasion, *, since: datetime | None = None) -> None:
    """Move the questions that are deferred to an occasion to its new date.

    With `since`, those whose occasion was before keep their date: they come back by themselves.
    """
    until = back_at(occasion, occasion_at(ctx, occasion))
    earliest = None if since is None else back_at(occasion, since)
    questions.wait_until(ctx.db, ctx.network.slug, occasion, until, since=earliest)


def waiting_for_letter(ctx: Context) -> Sequence[Question]:
    """Return the questions deferred to the letter that may stand there, in order."""
    choice = QuestionFilter(statuses=(QuestionStatus.SCHEDULED,), occasion=Occasion.LETTER)
    found = questions.listed(ctx.db, ctx.network.slug, choice)[::-1]
    return [each for each in found if each.leaves(Place.LETTER) is not Leave.NEVER]


def bring_back(ctx: Context, due: Sequence[Question]) -> int:
    """Make a network's deferred questions wait again, as their cards and Monday's tell.

    Those that a letter is to settle wait for it, however late: its publication passes them on.
    Return how many are back. Raises ChangedMeanwhileError.
    """
    back = [each for each in due if not _settled_by_letter(ctx, each)]
    for each in back:
        detail = each.occasion.value if each.occasion else ""
        keep(ctx, each.come_back(), Change.RETURNED, None, detail=detail)
    return len(back)


def _tell_asker(ctx: Context, question: Question, at: datetime, by: Caller | None) -> None:
    """Tell the author of a private question, which has no card, that it was just deferred."""
    if question.author and (by is None or question.author != by.id):
        key = f"{cards.key_of(question)}:deferred{question.version}"
        news = ctx.render("besoin/deferred_asker.md.j2", question=question, at=at)
        say.to_user(ctx, key, question.author, news)


def _settled_by_letter(ctx: Context, question: Question) -> bool:
    told = question.leaves(Place.LETTER) is not Leave.NEVER
    return told and question.occasion is Occasion.LETTER and ctx.next_letter(ctx) is not None
