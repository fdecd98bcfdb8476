"""What was kept of people's past: each is told once, and signs, corrects or withdraws theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core import sources
from bot.core.source import MadeKind
from bot.past import card
from bot.past.rules import NOT_THEIRS, OPENS_AFTER, authors, of_someone
from bot.people import store as preferences
from bot.question import answering, asking, story_store
from bot.question import card as question_cards
from bot.question import store as questions
from bot.question.rules import Change, Origin, Question
from bot.talk.command import Caller
from bot.talk.context import Context


def tell_all(ctx: Context) -> Sequence[Question]:
    """Tell each author what was kept of theirs, and when the network will read it; return all.

    What is of someone who has left goes.
    """
    for user in _people(ctx):
        if preferences.of(ctx.db, ctx.network.slug, user).gone:
            withdraw_all(ctx, user)
    kept = _kept(ctx)
    for question in kept:
        questions.save(ctx.db, replace(question, opens_at=ctx.now + OPENS_AFTER))
    for user in _people(ctx):
        card.tell_author(ctx, user)
    return kept


def open_due(ctx: Context, due: Sequence[Question]) -> int:
    """Let the network find and list the questions whose authors had their time; none is posted.

    A crash at the worst moment leaves all unopened: the next round opens them.
    """
    for question in due:
        questions.save(ctx.db, replace(question, opens_at=None))
    return len(due)


def sign(ctx: Context, number: int, by: Caller) -> Question:
    """Name someone as having asked, or answered, what was kept of theirs. Raises NOT_THEIRS."""
    was = question = _theirs(ctx, number, by)
    answer = question.answer
    if question.author == by.id:
        question = question.sign()
    if answer is not None and answer.by == by.id:
        question = replace(question, answer=replace(answer, signed=True))
    if question == was:
        return was
    signed = asking.keep(ctx, question, Change.SIGNED, by)
    _tell_again(ctx, authors(signed))
    return signed


def correct(ctx: Context, number: int, text: str, by: Caller) -> Question:
    """Give what was kept of someone's other words: of their answer, where they did not ask.

    Raises NOT_THEIRS.
    """
    question = _theirs(ctx, number, by)
    if question.author == by.id:
        corrected = asking.reword(ctx, question, text, by)
    else:
        assert question.answer is not None  # noqa: S101  it is theirs
        corrected = answering.reword(ctx, question, replace(question.answer, text=text))
    _tell_again(ctx, authors(corrected))
    return corrected


def agree(ctx: Context, number: int, by: Caller) -> Question:
    """Let what was kept of someone's leave the channel, as far as it is theirs to say.

    Raises NOT_THEIRS.
    """
    question = _theirs(ctx, number, by)
    by_asker = question.withheld_by_asker and question.author != by.id
    by_answerer = question.withheld_by_answerer and question.answer is not None
    if question.answer is not None and question.answer.by == by.id:
        by_answerer = False
    agreed = replace(question, withheld_by_asker=by_asker, withheld_by_answerer=by_answerer)
    if agreed != question:
        questions.save(ctx.db, agreed)
        _tell_again(ctx, authors(agreed))
    return agreed


def withdraw(ctx: Context, number: int, by: Caller) -> Question:
    """Erase what was kept of someone's: their question, or their answer. Raises NOT_THEIRS."""
    question = _theirs(ctx, number, by)
    _withdraw(ctx, question, by.id)
    return question


def withdraw_all(ctx: Context, user: str) -> int:
    """Erase all that was kept of someone's past; return of how many questions."""
    theirs = of_someone(_kept(ctx), user)
    for question in theirs:
        _withdraw(ctx, question, user)
    return len(theirs)


def forget(ctx: Context, user: str) -> None:
    """Erase what was kept of someone who is forgotten, as far as nothing of it left the channel."""
    for question in of_someone(_kept(ctx), user):
        if question.withheld:
            _withdraw(ctx, question, user)


def take_back_all(ctx: Context) -> int:
    """Erase all that was kept of the past and that nobody has changed; return how much stays."""
    people, left = _people(ctx), 0
    for question in _kept(ctx):
        events = story_store.of(ctx.db, question)
        changes = {each.change for each in events if each.who or each.change is not Change.REOPENED}
        if question.withheld_by_asker and changes <= _CHANGES_NOTHING:
            erase(ctx, question)
        else:
            left += bool(authors(question))
    _tell_again(ctx, people)
    return left


def erase(ctx: Context, question: Question) -> None:
    """Erase a question of the past, with all that shows it; it never left the channel."""
    for kind in (MadeKind.QUESTION, MadeKind.ANSWER):
        for each in sources.of_made(ctx.db, question.network, kind, str(question.number)):
            sources.remove(ctx.db, each)
    anyone = replace(question, author="")  # what told its author of it goes too
    question_cards.take_back(ctx, anyone)
    question_cards.cover(ctx, anyone)
    questions.erase(ctx.db, question)


def words_of(ctx: Context, number: int, by: Caller) -> str:
    """Return what was kept of someone's words in a question. Raises NOT_THEIRS."""
    question = _theirs(ctx, number, by)
    answer = question.answer.text if question.answer else ""
    return question.text if question.author == by.id else answer


def _withdraw(ctx: Context, question: Question, user: str) -> None:
    if question.author == user and question.withheld:
        erase(ctx, question)
    elif question.author == user:
        answer = question.answer and replace(question.answer, text="")
        asking.end_hidden(ctx, replace(asking.hide(ctx, question), answer=answer))
    elif question.opens_at is None:
        answering.take_back(ctx, question)
    else:
        asking.keep(ctx, question.reopen(wanting=False), Change.REOPENED, None)
    _tell_again(ctx, authors(question))


def _tell_again(ctx: Context, users: Sequence[str]) -> None:
    for user in users:
        card.tell_again(ctx, user)


def _theirs(ctx: Context, number: int, by: Caller) -> Question:
    question = questions.get(ctx.db, ctx.network.slug, number)
    if question.origin is not Origin.PAST or by.id not in authors(question):
        raise NOT_THEIRS(number=number)
    return question


def _kept(ctx: Context) -> Sequence[Question]:
    return questions.of_past(ctx.db, ctx.network.slug)


def _people(ctx: Context) -> Sequence[str]:
    return sorted({user for question in _kept(ctx) for user in authors(question)})


_CHANGES_NOTHING = {
    *(Change.ASKED, Change.JOINED, Change.LEFT, Change.THANKED, Change.UNTHANKED),
    *(Change.DEFERRED, Change.RETURNED),
}
