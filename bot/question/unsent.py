"""Private questions that nobody reads: their authors are told who could, then that they are erased.

Nothing of them is shown to anyone else meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.core import outbox
from bot.people.wish import Weight
from bot.question import card as cards
from bot.question import readers
from bot.question import store as questions
from bot.question import story_store as stories
from bot.question.rules import UNSENT_ERASED_AFTER, UNSENT_REMINDED_AFTER, Change, Question
from bot.question.verbs import receipt
from bot.talk import say
from bot.talk.context import Context


def follow(ctx: Context, private: Sequence[Question]) -> int:
    """Tell the authors of private questions that nobody reads what they can do; erase the old ones.

    Return how many were told.
    """
    return sum(_followed(ctx, _noted(ctx, each)) for each in private)


def _noted(ctx: Context, question: Question) -> Question:
    """Note since when nobody reads a question that was sent to someone."""
    lost = not readers.is_read(ctx, question) and _since(ctx, question)[1]
    if lost is (question.unread_since is not None):
        return question
    questions.save(ctx.db, replace(question, unread_since=ctx.now if lost else None))
    return questions.get(ctx.db, ctx.network.slug, question.number)


def _followed(ctx: Context, question: Question) -> bool:
    if readers.is_read(ctx, question):
        return False
    since, sent = _since(ctx, question)
    if ctx.now - (question.unread_since or since) >= UNSENT_ERASED_AFTER:
        _erase(ctx, question)
        return True
    about, possible = f"{cards.key_of(question)}:unsent:", readers.possible(ctx, question)
    late = not sent and ctx.now - since >= UNSENT_REMINDED_AFTER
    if possible and not readers.named(ctx, question):
        why, at = "came", ctx.now
    elif sent and not possible:
        why, at = "gone", since
    elif late and possible and not outbox.told_since(ctx.db, question.author, about, since):
        why, at = "late", since
    else:
        return False
    key = f"{about}{why}{int(at.timestamp())}"
    if say.was_said(ctx, key):
        return False
    told = readers.name(ctx, question)
    text = ctx.render("besoin/unsent.md.j2", question=question, readers=told, why=why, sent=sent)
    buttons = receipt(question, told)
    say.to_user(ctx, key, question.author, text, weight=Weight.ANSWER, buttons=buttons)
    return True


def _since(ctx: Context, question: Question) -> tuple[datetime, bool]:
    """Return since when a question is private, and whether it was sent to someone since."""
    since, sent = question.asked_at, False
    for event in stories.of(ctx.db, question):
        if event.change is Change.MADE_PRIVATE:
            since, sent = event.at, False
        elif event.change is Change.SENT:
            sent = True
    return since, sent


def _erase(ctx: Context, question: Question) -> None:
    questions.erase(ctx.db, question)
    outbox.forget_about(ctx.db, f"{cards.key_of(question)}:")
    text = ctx.render("besoin/unsent_erased.md.j2", question=question)
    say.to_user(
        ctx, f"erased:{cards.key_of(question)}", question.author, text, weight=Weight.ANSWER
    )
