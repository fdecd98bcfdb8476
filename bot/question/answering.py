"""Answers: given, found in the thread, told to those who wait, completed, and found wanting."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import uuid4

from bot.core.errors import Refusal
from bot.core.message import Button
from bot.french.discretion import Discretion, read
from bot.french.text import checked_text, same_words, stored_text
from bot.network.rights import Act, Role, Tie
from bot.question import card as cards
from bot.question import readers
from bot.question import store as questions
from bot.question import story_store as stories
from bot.question.asking import counted, keep, seen, tell, theirs, tie, to_readers
from bot.question.card import follow, note
from bot.question.rules import OWN_DOING, Answer, Change, Question
from bot.question.story import wanting
from bot.question.verbs import ANSWER, COMPLETE, WANT, about, verbs
from bot.talk import say
from bot.talk.command import Caller, Referred
from bot.talk.context import Context

ACCEPT = "besoin accepter"

NOBODY_ANSWERED = Refusal(
    "question {number} has an answer of nobody else",
    reply="Je n'ai personne d'autre à qui le demander : rouvrez plutôt la question.",
)


ADDED = "Complément\u00a0: "
"""Before what someone adds to another's answer, wherever it is read: these are not their words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDraft:
    """An answer as someone gives it, or what they add to one, or miss in it.

    Named to the network when `signed`. Personal data was looked for in it.
    """

    text: str
    signed: bool = True


def resolve(ctx: Context, number: int, draft: AnswerDraft, by: Caller) -> Question:
    """Keep the answer, show it on the card and in its thread, tell those who wait for it.

    Raises UNKNOWN_QUESTION, MOVED_ON, EMPTY_TEXT, PersonalDataError.
    """
    question = seen(ctx, number, by)
    question.require(Change.ANSWERED)
    text = _checked(draft, ANSWER)
    answer = Answer(text=text, by=by.id, at=ctx.now, signed=draft.signed)
    return settle(ctx, question, _credited(ctx, question, answer), by)


def settle(ctx: Context, question: Question, answer: Answer, by: Caller | None) -> Question:
    """Keep an answer that was checked, and tell it as `resolve` does; `by` settles it, if anyone.

    Raises MOVED_ON, ChangedMeanwhileError.
    """
    resolved = _answered(ctx, question, answer, by)
    cards.tell_in_thread(ctx, resolved, was=question.version)
    return resolved


def correct(ctx: Context, question: Question, answer: Answer) -> Question:
    """Change a published answer's text; the people concerned are told once.

    Raises MOVED_ON, ChangedMeanwhileError.
    """
    corrected = reword(ctx, question, answer)
    people = [question.author, *questions.supporters_of(ctx.db, question)]
    tell_answer(ctx, corrected, people, but="", again=True)
    return corrected


def reword(ctx: Context, question: Question, answer: Answer, by: Caller | None = None) -> Question:
    """Change a published answer's text without telling anyone.

    Raises MOVED_ON, ChangedMeanwhileError.
    """
    corrected = keep(ctx, question.correct(answer), Change.CORRECTED, by if answer.signed else None)
    cards.tell_in_thread_again(ctx, corrected)
    return corrected


def hide(ctx: Context, question: Question) -> None:
    """Hide an answer's text: the message that gave it was deleted."""
    if question.answer is not None:
        cards.cover_answer(ctx, reword(ctx, question, question.answer.hide()))


def restore(ctx: Context, question: Question) -> None:
    """Show a hidden answer again; those who had been told it are told anew."""
    if question.answer is not None:
        correct(ctx, question, question.answer.restore())


def take_back(ctx: Context, question: Question) -> Question:
    """Remove an answer that its writer withdrew: the question waits again, its author is told.

    One that has lost its own words too waits for nothing.
    """
    if not question.text and question.answer is not None:
        return keep(
            ctx, question.correct(replace(question.answer, hidden="")), Change.CORRECTED, None
        )
    kept = keep(ctx, question.reopen(wanting=False), Change.REOPENED, None)
    news = ctx.render("besoin/answer_withdrawn.md.j2", question=kept)
    if question.private:
        to_readers(ctx, kept, f"reopened{kept.version}", again=True)
    else:
        cards.say_beneath(ctx, kept, f"reopened{question.version}", news)
    about = f"{cards.key_of(kept)}:unanswered{kept.version}"
    say.to_user(ctx, about, question.author, news)
    return kept


def complete(ctx: Context, number: int, draft: AnswerDraft, by: Caller) -> Question:
    """Add to the answer; those who asked for more are told, and the author of a private question.

    Raises UNKNOWN_QUESTION, MOVED_ON, ANSWER_IS_LONG, EMPTY_TEXT,
    PersonalDataError.
    """
    question = seen(ctx, number, by)
    text = _checked(draft, COMPLETE)
    own = question.answer is not None and question.answer.by == by.id
    completed = question.complete(text if own else f"{ADDED}{text}")
    asked = [question.author] if question.private else wanting(stories.of(ctx.db, question))
    kept = keep(ctx, completed, Change.COMPLETED, by if draft.signed else None)
    # A question may lose its author's name later: the thread never gives it.
    named = by.id if draft.signed and by.id != question.author else ""
    told = ctx.render("besoin/completed.md.j2", question=kept, text=text, by=named)
    about = f"completed{question.version}"
    cards.say_beneath(ctx, question, about, told)
    for user in asked:
        if user != by.id:
            say.to_user(
                ctx, f"{cards.key_of(question)}:{about}:{user}", user, told, buttons=verbs(kept)
            )
    return kept


def ask_for_more(ctx: Context, number: int, draft: AnswerDraft, by: Caller) -> Question:
    """Ask whoever answered, privately, for what is missing; the answer stands.

    Raises UNKNOWN_QUESTION, NOT_ALLOWED, MOVED_ON, NOBODY_ANSWERED,
    EMPTY_TEXT, PersonalDataError.
    """
    question = theirs(ctx, Act.REOPEN, number, by)
    question.require(Change.WANTED)
    text = _checked(draft, WANT)
    answerer = question.answer.by if question.answer else ""
    from_above = question.answer is not None and bool(question.answer.source)
    unread = question.private and not readers.reads(ctx, question, answerer)
    if not from_above and (answerer in ("", by.id) or unread):
        raise NOBODY_ANSWERED(number=number)
    tell(ctx, question, Change.WANTED, by)
    if from_above:  # those who answered there read a count, and no word of anyone's
        follow(ctx, question, Change.WANTED)
        return question
    named = "" if not question.signed and by.id == question.author else by.id
    told = ctx.render(
        "besoin/wanted.md.j2", question=question, text=text, by=named if draft.signed else ""
    )
    key = f"{cards.key_of(question)}:wanted:{uuid4().hex}"
    completing = about(question, "completer", "Compléter", COMPLETE, primary=True)
    say.to_user(ctx, key, answerer, told, buttons=(completing,))
    return question


def tell_privately(ctx: Context, number: int, draft: AnswerDraft, by: Caller) -> Question:
    """Carry an answer to whoever asked and to the coordinators; the question goes on waiting.

    Of a private question, to those of them who read it.

    Raises UNKNOWN_QUESTION, MOVED_ON, EMPTY_TEXT, PersonalDataError.
    """
    question = seen(ctx, number, by)
    question.require(Change.ANSWERED)
    text = _checked(draft, ANSWER)
    about = f"{cards.key_of(question)}:private:{uuid4().hex}"
    for user in sorted({question.author, *readers.told(ctx, question)} - {"", by.id}):
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

    None when the thread is no question's. Raises NOT_ALLOWED, MOVED_ON, EMPTY_TEXT,
    PersonalDataError.
    """
    question = _asked_in(ctx, found, by)
    if question is None:
        return None
    ctx.require(Act.ACCEPT_ANSWER, by, tie=tie(ctx, question, by))
    question.require(Change.ANSWERED)
    reading = read(found.text)
    text = checked_text(reading.text, what="la réponse")
    signed = reading.asked is Discretion.NONE
    answer = Answer(text=text, by=found.author.id, at=ctx.now, signed=signed)
    return _answered(ctx, question, answer, by)


def propose(ctx: Context, found: Referred) -> None:
    """Tell the author, once for each reopening, that a reply has come in the thread.

    The check mark takes any other reply for the answer as well.
    """
    question = _asked_in(ctx, found, found.author)
    if question is None or not question.status.waiting or not question.author:
        return
    again = sum(each.change is Change.REOPENED for each in stories.of(ctx.db, question))
    key = f"{cards.key_of(question)}:reply{again}"
    if question.author == found.author.id:
        return
    accepting = Button(
        "accepter",
        "C'est la réponse",
        ACCEPT,
        emoji="white_check_mark",
        primary=True,
        refers=found.post,
    )
    news = ctx.render("besoin/proposed.md.j2", question=question, by=found.author.id)
    say.to_user(ctx, key, question.author, news, buttons=(accepting,), once=True)


def reopen(ctx: Context, number: int, by: Caller, missing: AnswerDraft | None = None) -> Question:
    """Make a question wait again; the thread says what is `missing` in its answer, if it is told.

    Those whom it concerns, once, when the answer does not help; its author, when it is their own
    doing that ended it; a coordinator, whenever. Raises UNKNOWN_QUESTION, NOT_ALLOWED,
    MOVED_ON, ALREADY_REOPENED, EMPTY_TEXT, PersonalDataError.
    """
    question = theirs(ctx, Act.REOPEN, number, by)
    coordinates = by.role_in(ctx.network.slug) is Role.COORDINATOR
    own = tie(ctx, question, by) is Tie.AUTHOR and question.status in OWN_DOING
    reopened = question.reopen(wanting=not (coordinates or own))
    text = _checked(missing, WANT) if missing else ""
    before = question.answer
    words, words_of = (before.text, before.by) if before else ("", "")
    teller = by if missing is None or missing.signed else None
    kept = keep(ctx, reopened, Change.REOPENED, teller, detail=words, words_of=words_of)
    if own and question.merged_into is not None:
        joined = questions.by_numbers(ctx.db, question.network, [question.merged_into])
        for each in joined.values():
            if questions.leave(ctx.db, each, by.id):
                counted(ctx, each, Change.LEFT, by)
    if question.private:
        to_readers(ctx, kept, f"reopened{kept.version}", again=True, missing=text)
    elif question.answer is not None:
        told = ctx.render("besoin/reopened_thread.md.j2", question=question, missing=text)
        cards.say_beneath(ctx, question, f"reopened{question.version}", told)
    return kept


def tell_answer(  # noqa: PLR0913  whom, what, why
    ctx: Context,
    question: Question,
    people: list[str],
    *,
    but: str,
    double: Question | None = None,
    again: bool = False,
) -> None:
    """Tell people the answer, each by direct message, with what they may do about it.

    `double` is the question that brought them, now merged into this one; `again` when it was
    corrected since they were told.
    """
    brought, belt = double or question, note(ctx, question)
    for user in people:
        if user and user != but:
            own = user == question.author
            news = ctx.render(
                "besoin/answered_asker.md.j2",
                question=question,
                double=double,
                own=own,
                belt=belt,
                again=again,
            )
            key = f"{cards.key_of(brought)}:{cards.TOLD}{brought.version}:{user}"
            say.to_user(ctx, key, user, news, buttons=verbs(question))


def _answered(ctx: Context, question: Question, answer: Answer, by: Caller | None) -> Question:
    teller = by if answer.signed else None
    resolved = keep(ctx, question.resolve(answer), Change.ANSWERED, teller)
    others = [each for each in questions.supporters_of(ctx.db, question) if each != answer.by]
    tell_answer(ctx, resolved, [question.author, *others], but=by.id if by else "")
    return resolved


def _credited(ctx: Context, question: Question, answer: Answer) -> Answer:
    """Return an answer with credit to the network that it came down from, if it is that one."""
    belt = note(ctx, question)
    if not belt.ready or not same_words(belt.ready, answer.text):
        return answer
    return replace(answer, by="", signed=False, source=belt.ready_from)


def _checked(draft: AnswerDraft, route: str) -> str:
    return stored_text(draft.text, what=_TEXTS[route])


_TEXTS = {ANSWER: "la réponse", COMPLETE: "ce que vous ajoutez", WANT: "ce qui manque"}


def _asked_in(ctx: Context, found: Referred, caller: Caller) -> Question | None:
    """Return the question whose thread a message is in."""
    number = cards.number_at(ctx.db, ctx.network.server, found.root, ctx.network.slug)
    return None if number is None else seen(ctx, number, caller)
