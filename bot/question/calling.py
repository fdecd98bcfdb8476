"""« À rappeler »: the author of a private question would rather talk; no number is kept."""

from __future__ import annotations

from bot.network.rights import Act
from bot.people.wish import Weight
from bot.question import asking, readers
from bot.question import card as cards
from bot.question import store as questions
from bot.question.rules import Question
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context


def call_back(ctx: Context, number: int, by: Caller, *, on: bool) -> tuple[Question, bool]:
    """Have whoever reads a private question call its author, or no more; False if it was so.

    Those whom it was sent to are told, in one message that is rewritten. Only its author may.
    Raises UNKNOWN_QUESTION, NOT_ALLOWED, MOVED_ON, TOO_LATE.
    """
    question = asking.theirs(ctx, Act.CHANGE_VISIBILITY, number, by)
    changed = question.to_call(on=on)
    if changed == question:
        return question, False
    questions.save(ctx.db, changed)
    _tell(ctx, changed)
    return questions.get(ctx.db, ctx.network.slug, number), True


def _tell(ctx: Context, question: Question) -> None:
    text = ctx.render("besoin/to_call.md.j2", question=question)
    key = f"{cards.key_of(question)}:call"
    people = readers.of(ctx, question)
    told = frozenset(user for user in people if say.was_said(ctx, f"{key}:{user}"))
    for user in sorted(told):
        say.again(ctx, f"{key}:{user}", text)
    if question.call_back:
        say.to_coordinators(ctx, key, text, weight=Weight.DUTY, among=people - told)
