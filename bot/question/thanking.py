"""Thanks for an answer: counted, and told to whoever gave it, in one message an answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.errors import Refusal
from bot.question import card as cards
from bot.question import story_store as stories
from bot.question.asking import seen, tell
from bot.question.rules import Change, Question
from bot.question.story import StoryEvent, thanking
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context

OWN_ANSWER = Refusal(
    "the answer of question {number} is the caller's own",
    reply="La réponse à la question n° {number} est la vôtre : merci de l'avoir donnée.",
)


def thanks(ctx: Context, number: int, by: Caller) -> bool:
    """Tell whether someone thanks for the answer of a question. Raises UNKNOWN_QUESTION."""
    return by.id in thanking(stories.of(ctx.db, seen(ctx, number, by)))


def thank(ctx: Context, number: int, by: Caller, *, on: bool) -> Question:
    """Thank for an answer, or take it back; either may be so already.

    Raises UNKNOWN_QUESTION, MOVED_ON, OWN_ANSWER.
    """
    question = seen(ctx, number, by)
    question.require(Change.THANKED)
    if question.answer is not None and question.answer.by == by.id:
        raise OWN_ANSWER(number=number)
    if on is not (by.id in thanking(stories.of(ctx.db, question))):
        tell(ctx, question, Change.THANKED if on else Change.UNTHANKED, by)
        _tell_answerer(ctx, question)
    return question


def _tell_answerer(ctx: Context, question: Question) -> None:
    story = stories.of(ctx.db, question)
    key, count = _key(question, story), len(thanking(story))
    told = ctx.render("besoin/thanked.md.j2", question=question, count=count) if count else ""
    say.gathered(ctx, key, question.answer.by if question.answer else "", told)


def _key(question: Question, story: Sequence[StoryEvent]) -> str:
    answers = sum(each.change is Change.ANSWERED for each in story)
    return f"{cards.key_of(question)}:thanks{answers}"
