"""Answers: given, found in the thread, told to those who wait, and found wanting."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import uuid4

from bot.core.message import Button
from bot.french.discretion import Discretion, read
from bot.french.text import checked_text
from bot.network.rights import Act, Role, Tie, require
from bot.question import card as cards
from bot.question import store as questions
from bot.question import story_store as stories
from bot.question.asking import counted, keep, seen, theirs, tie, to_readers
from bot.question.rules import Answer, Change, Question, QuestionStatus
from bot.talk import say
from bot.talk.command import Caller, Referred
from bot.talk.context import Context

ACCEPT = "besoin accepter"
REOPEN = "besoin rouvrir"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDraft:
    """An answer as someone gives it, named to the network when `signed`.

    `certified` when they say that what looks like personal data is none.
    """

    text: str
    signed: bool = True
    certified: bool = False


def resolve(ctx: Context, number: int, draft: AnswerDraft, by: Caller) -> Question:
    """Keep the answer, show it on the card and in its thread, tell those who wait for it.

    Raises UNKNOWN_QUESTION, QUESTION_ENDED, EMPTY_TEXT, PersonalDataError.
    """
    question = seen(ctx, number, by)
    question.require(Change.ANSWERED)
    text = _checked(number, draft)
    answer = Answer(text=text, by=by.id, at=ctx.now, signed=draft.signed)
    resolved = _answered(ctx, question, answer, by)
    if not question.private:
        key = cards.key_of(question)
        told = ctx.render("besoin/answered_thread.md.j2", question=resolved)
        say.in_channel(ctx, f"{key}:answer{question.version}", told, thread=key)
    return resolved


def tell_privately(ctx: Context, number: int, draft: AnswerDraft, by: Caller) -> Question:
    """Carry an answer to whoever asked and to the coordinators; the question goes on waiting.

    Raises UNKNOWN_QUESTION, QUESTION_ENDED, EMPTY_TEXT, PersonalDataError.
    """
    question = seen(ctx, number, by)
    question.require(Change.ANSWERED)
    text = _checked(question.number, draft)
    about = f"{cards.key_of(question)}:private:{uuid4().hex}"
    for user in sorted({question.author, *ctx.coordinators} - {"", by.id}):
        news = ctx.render(
            "besoin/answered_privately.md.j2",
            question=question,
            text=text,
            by=by.id,
            own=user == question.author,
        )
        say.to_user(ctx, f"{about}:{user}", user, news)
    return question


def accept(ctx: Context, found: Referred, by: Caller) -> Question | None:
    """Keep a reply of the thread as the answer: the author says so, or a coordinator.

    None when the thread is no question's. Raises NOT_ALLOWED, QUESTION_ENDED, EMPTY_TEXT,
    PersonalDataError.
    """
    question = _asked_in(ctx, found, by)
    if question is None:
        return None
    role = by.role_in(ctx.network.slug)
    require(Act.ACCEPT_ANSWER, role, ctx.network, tie=tie(ctx, question, by))
    question.require(Change.ANSWERED)
    reading = read(found.text)
    text = checked_text(
        reading.text, what="la réponse", example=f"/besoin répondre {question.number} Oui, le mardi"
    )
    signed = reading.asked is Discretion.NONE
    answer = Answer(text=text, by=found.author.id, at=ctx.now, signed=signed)
    return _answered(ctx, question, answer, by)


def propose(ctx: Context, found: Referred) -> None:
    """Tell the author, once for each reopening, that a reply has come in the thread."""
    question = _asked_in(ctx, found, found.author)
    if question is None or not question.status.waiting or not question.author:
        return
    again = sum(each.change is Change.REOPENED for each in stories.of(ctx.db, question))
    key = f"{cards.key_of(question)}:reply{again}"
    if question.author == found.author.id:
        return
    accepting = Button(
        id="accepter",
        label="C'est la réponse",
        route=ACCEPT,
        argument="",
        emoji="white_check_mark",
        primary=True,
        refers=found.post,
    )
    news = ctx.render("besoin/proposed.md.j2", question=question, by=found.author.id)
    say.to_user(ctx, key, question.author, news, buttons=(accepting,), once=True)


def reopen(ctx: Context, number: int, by: Caller) -> Question:
    """Make a question wait again.

    Those whom it concerns, once, when the answer does not help; its author, when it is their own
    doing that ended it; a coordinator, whenever. Raises UNKNOWN_QUESTION, NOT_ALLOWED,
    STILL_WAITING, QUESTION_ENDED, ALREADY_REOPENED.
    """
    question = theirs(ctx, Act.REOPEN, number, by)
    coordinates = by.role_in(ctx.network.slug) is Role.COORDINATOR
    own = tie(ctx, question, by) is Tie.AUTHOR and question.status in _OWN_DOING
    reopened = question.reopen(wanting=not (coordinates or own))
    before = question.answer.text if question.answer else ""
    kept = keep(ctx, reopened, Change.REOPENED, by, detail=before)
    if own and question.merged_into is not None:
        joined = questions.get(ctx.db, question.network, question.merged_into)
        if questions.leave(ctx.db, joined, by.id):
            counted(ctx, joined, Change.LEFT, by)
    if question.private:
        to_readers(ctx, kept, f"reopened{kept.version}", again=True)
    elif question.answer is not None:
        key = cards.key_of(question)
        told = ctx.render("besoin/reopened_thread.md.j2", question=question)
        say.in_channel(ctx, f"{key}:reopened{question.version}", told, thread=key)
    return kept


_OWN_DOING = (QuestionStatus.WITHDRAWN, QuestionStatus.MERGED)


def tell_answer(
    ctx: Context, question: Question, people: list[str], *, but: str, double: Question | None = None
) -> None:
    """Tell people the answer, each by direct message, and let them say that it does not help.

    `double` is the question that brought them, now merged into this one.
    """
    about = double or question
    wanting = cards.button_about(question, "rouvrir", "Cela ne m'aide pas", REOPEN, "thumbsdown")
    buttons = () if question.reopened else (wanting,)
    for user in people:
        if user and user != but:
            own = user == question.author
            news = ctx.render(
                "besoin/answered_asker.md.j2",
                question=question,
                double=double,
                own=own,
            )
            key = f"{cards.key_of(about)}:told{about.version}:{user}"
            say.to_user(ctx, key, user, news, buttons=buttons)


def _answered(ctx: Context, question: Question, answer: Answer, by: Caller) -> Question:
    teller = by if answer.signed else None
    resolved = keep(ctx, question.resolve(answer), Change.ANSWERED, teller)
    others = [each for each in questions.supporters_of(ctx.db, question) if each != answer.by]
    tell_answer(ctx, resolved, [question.author, *others], but=by.id)
    return resolved


def _checked(number: int, draft: AnswerDraft) -> str:
    return checked_text(
        draft.text,
        what="la réponse, après le numéro",
        example=f"/besoin répondre {number} Oui, le mardi",
        certified=draft.certified,
    )


def _asked_in(ctx: Context, found: Referred, caller: Caller) -> Question | None:
    """Return the question whose thread a message is in."""
    number = cards.number_at(ctx.db, ctx.network.server, found.root, ctx.network.slug)
    return None if number is None else seen(ctx, number, caller)
