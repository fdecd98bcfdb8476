"""Deposit, wording, people: what every way of asking shares.

Rights on one question are checked here, by the table, from what the caller is to it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Unpack
from uuid import uuid4

from sqlalchemy import Connection

from bot.core import outbox
from bot.core.card_keys import CardKind
from bot.core.errors import UNKNOWN_QUESTION
from bot.core.message import Delivery
from bot.french.text import checked_text, stored_text
from bot.french.themes import Themes
from bot.network.rights import Act, Role, Tie
from bot.people.wish import Weight
from bot.question import card as cards
from bot.question import follow_up_store as follow_ups
from bot.question import readers
from bot.question import store as questions
from bot.question import story_store as stories
from bot.question.card import follow
from bot.question.rules import SHOWN_ALREADY, Change, Occasion, Origin, Question, Visibility
from bot.question.story import EventWords, StoryEvent
from bot.question.verbs import WRITE, QuestionReader, about, receipt, sharing, verbs
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context

READ = "read"
"""The detail of a change of visibility that comes after the card was shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionDraft:
    """A question as someone gives it.

    `theme` is what they chose, empty to have one proposed; `readers` the coordinators that they
    were told would read a private one, and who are sent it at once.
    """

    text: str
    visibility: Visibility = Visibility.PUBLIC
    theme: str = ""
    hoped: Occasion | None = None
    readers: frozenset[str] = frozenset()


def read(draft: QuestionDraft, themes: Themes, *, certified: bool) -> QuestionDraft:
    """Return a draft as it will be kept: its text checked and without its tag, its theme chosen.

    Raises EMPTY_TEXT and PersonalDataError.
    """
    tagged, words = themes.tagged(draft.text)
    text = checked_text(words, what="votre question", certified=certified)
    return replace(draft, text=text, theme=draft.theme or tagged or themes.proposed(text))


def ask(
    ctx: Context, draft: QuestionDraft, author: Caller, by: Caller, *, undone: int | None = None
) -> tuple[Question, bool]:
    """Keep a question, and show its card in the channel; a private one waits to be sent.

    `draft` is as `read` returns it. The same words from the same person within SAME_DEPOSIT are
    the question already kept: it comes back with False. So are, as long as it waits, the same words
    asked without a name or privately: the question is then seen so from now on. `by` deposits it
    for `author`, mostly the same person. `undone` is the number of what the same message made
    before it was edited: it is then that question, asked anew.
    """
    network, text = ctx.network.slug, draft.text
    own = by.id == author.id
    if own and draft.visibility is not Visibility.PUBLIC:
        waiting = questions.same_waiting(ctx.db, network=network, text=text, author=author.id)
        if waiting is not None and waiting.visibility is not draft.visibility:
            return _seen_as(ctx, waiting, draft.visibility, by), False
    earlier = questions.same_deposit(
        ctx.db, network=network, text=text, author=author.id, at=ctx.now
    )
    if earlier is not None:
        return earlier, False
    made = Question(
        network=network,
        number=0,
        text=text,
        author=author.id,
        asked_at=ctx.now,
        visibility=draft.visibility,
        theme=draft.theme,
        hoped=draft.hoped,
        reserved=draft.visibility is Visibility.PUBLIC and bool(ctx.hold),
    )
    question = questions.add(ctx.db, made) if undone is None else _anew(ctx, undone, made)
    tell(ctx, question, Change.ASKED if undone is None else Change.EDITED, by)
    if question.private:
        question = questions.get(ctx.db, network, question.number)
        named = readers.name(ctx, question).possible
        if own and named and draft.readers.issuperset(named):
            _send(ctx, question, by)
    else:
        cards.deposit(ctx, question)
        if undone is not None:  # whether others are like it was looked at before
            cards.release(ctx, question)
    if not own:
        _tell_author(ctx, question, by)
    return question, True


def show_as(ctx: Context, number: int, visibility: Visibility, by: Caller) -> Question:
    """Take the author's name off a question, or take the question back from the network.

    Anonymous, a private one is then open to the network. Private, it waits to be sent to
    coordinators: its card goes, or keeps no word where it has replies. Only its author may. Raises
    UNKNOWN_QUESTION, NOT_ALLOWED, MOVED_ON, TOO_LATE.
    """
    return _seen_as(ctx, theirs(ctx, Act.CHANGE_VISIBILITY, number, by), visibility, by)


def send(ctx: Context, number: int, by: Caller) -> Question:
    """Send a private question to the coordinators who were named to its author, once.

    To nobody, where none of those coordinates any more. Only its author may. Raises
    UNKNOWN_QUESTION, NOT_ALLOWED, MOVED_ON, TOO_LATE.
    """
    question = theirs(ctx, Act.CHANGE_VISIBILITY, number, by)
    question.require_sendable()
    if not readers.of(ctx, question):
        _send(ctx, question, by)
    return question


def seen(ctx: Context, number: int, caller: Caller) -> Question:
    """Return a question that the caller may know of.

    Raises UNKNOWN_QUESTION, also for a private one that they were not sent, and for one that is
    reserved.
    """
    question = questions.get(ctx.db, ctx.network.slug, number)
    if question.private and not ctx.allows(
        Act.READ_PRIVATE, caller, tie=tie(ctx, question, caller)
    ):
        raise UNKNOWN_QUESTION(number=number)
    answerer = question.answer.by if question.answer else ""
    unopened = question.opens_at is not None and answerer != caller.id
    if question.author != caller.id and (unopened or cards.reserved(ctx, question)):
        raise UNKNOWN_QUESTION(number=number)
    return question


def theirs(ctx: Context, act: Act, number: int, caller: Caller) -> Question:
    """Return a question on which the caller may do this act.

    Raises UNKNOWN_QUESTION and NOT_ALLOWED.
    """
    question = seen(ctx, number, caller)
    ctx.require(act, caller, tie=tie(ctx, question, caller))
    return question


def tie(ctx: Context, question: Question, caller: Caller) -> Tie:
    """Tell what someone is to a question."""
    if question.author == caller.id:
        return Tie.AUTHOR
    coordinates = caller.role_in(question.network) is Role.COORDINATOR
    if question.private and coordinates and readers.reads(ctx, question, caller.id):
        return Tie.READER
    concerned = caller.id in questions.supporters_of(ctx.db, question)
    return Tie.CONCERNED if concerned else Tie.NONE


def shown_to(ctx: Context, question: Question, caller: Caller) -> QuestionReader:
    """Return what someone is to a question that they are shown."""
    role, unsent = caller.role_in(question.network), not readers.is_read(ctx, question)
    follows = role is Role.COORDINATOR and question.version
    return QuestionReader(
        id=caller.id,
        role=role,
        tie=tie(ctx, question, caller),
        unsent=question.private and unsent,
        upward=ctx.upward,
        belt=cards.may_climb(ctx, question, caller) if follows else (Change.CLIMBED,),
    )


def edit(ctx: Context, number: int, draft: QuestionDraft, by: Caller) -> Question:
    """Change a question's text, and take its author's name off if the draft says so.

    Only its author may. Raises UNKNOWN_QUESTION, NOT_ALLOWED, MOVED_ON,
    SHOWN_ALREADY, EMPTY_TEXT, PersonalDataError.
    """
    question = theirs(ctx, Act.EDIT, number, by)
    question.require(Change.EDITED)
    if draft.visibility is Visibility.PRIVATE and not question.private:
        raise SHOWN_ALREADY(number=number)
    tagged, words = ctx.themes.tagged(draft.text)
    kept = stored_text(words, what="votre question")
    edited = question.edit(kept)
    if draft.visibility is Visibility.ANONYMOUS and question.signed:
        edited = replace(edited, visibility=Visibility.ANONYMOUS)
    if theme := tagged or draft.theme:
        edited = edited.file_under(theme)
    written = reword(ctx, edited, kept, by)
    if written.theme != question.theme:
        tell(ctx, written, Change.THEMED, by, detail=written.theme)
    return written


def is_unread(ctx: Context, question: Question) -> bool:
    """Tell whether nobody but its author has read a question: its card is held, or it has none."""
    if question.undone:
        return True
    if question.private:
        read = may_have_been_read(ctx, question) or readers.of(ctx, question)
        return question.hidden is None and not read
    card = outbox.by_key(ctx.db, cards.key_of(question))
    return card is not None and card.status is Delivery.HELD


def undo(ctx: Context, question: Question) -> None:
    """Take back a question that nobody has read, whatever it was to be."""
    if not question.status.waiting:
        return
    cards.drop(ctx, question)
    outbox.cancel_about(ctx.db, f"{cards.key_of(question)}:", but="")
    undone = question.undo(ctx.now)
    questions.save(ctx.db, undone)
    follow(ctx, replace(undone, version=undone.version + 1), Change.WITHDRAWN)


def reword(ctx: Context, question: Question, text: str, by: Caller) -> Question:
    """Change a question's text everywhere it is shown, whatever its status.

    Whoever chose the former words for the memory has not chosen these.
    """
    worded = replace(question, text=text, remembered=question.remembered and None)
    kept = keep(ctx, worded, Change.EDITED, by)
    cards.call_again(ctx, kept)
    return kept


def hide(ctx: Context, question: Question) -> Question:
    """Keep a question from everyone but its author: the message that it was made from is gone."""
    hidden = keep(ctx, question.hide(), Change.HIDDEN, None)
    cards.cover(ctx, hidden)
    return hidden


def restore(ctx: Context, question: Question) -> Question:
    """Show a hidden question again, as it was."""
    shown = keep(ctx, question.restore(), Change.RESTORED, None)
    if not shown.private:
        cards.call_again(ctx, shown)
    return shown


def end_hidden(ctx: Context, question: Question) -> Question:
    """Withdraw a hidden question for good, without its words; one that had ended stays private."""
    concerned = questions.supporters_of(ctx.db, question)
    gone, change = replace(question, hidden=None, text=""), Change.MADE_PRIVATE
    if gone.status.waiting:
        gone, change = gone.withdraw(ctx.now), Change.WITHDRAWN
    return _left_alone(ctx, keep(ctx, gone, change, None), concerned)


def set_theme(ctx: Context, number: int, theme: str, by: Caller) -> Question:
    """File a question under a theme of the network's list.

    Raises UNKNOWN_QUESTION, NOT_ALLOWED, MOVED_ON.
    """
    question = theirs(ctx, Act.SET_THEME, number, by)
    return keep(ctx, question.file_under(theme), Change.THEMED, by, detail=theme)


def withdraw(ctx: Context, number: int, by: Caller) -> Question:
    """Take a question back, as its card then tells. Only its author may, or who may close it.

    These for one that has no author: those whom it concerned are told. Raises UNKNOWN_QUESTION,
    NOT_ALLOWED, MOVED_ON.
    """
    act = seen(ctx, number, by).withdrawing
    question = theirs(ctx, act, number, by)
    withdrawn = keep(ctx, question.withdraw(ctx.now), Change.WITHDRAWN, by)
    cards.drop(ctx, question)
    if act is Act.CLOSE:
        others = {*questions.supporters_of(ctx.db, question)} - {by.id}
        _tell_others(ctx, question, sorted(others))
    return withdrawn


def close(ctx: Context, number: int, reason: str, by: Caller) -> Question:
    """End a question without an answer; those whom it concerns are told why.

    Raises UNKNOWN_QUESTION, NOT_ALLOWED, MOVED_ON, EMPTY_TEXT,
    PersonalDataError.
    """
    question = theirs(ctx, Act.CLOSE, number, by)
    question.require(Change.CLOSED)
    why = stored_text(reason, what="la raison, que liront les personnes concernées")
    closed = keep(ctx, question.close(why, ctx.now), Change.CLOSED, by, detail=why)
    news = ctx.render("besoin/closed_people.md.j2", question=closed)
    key = f"{cards.key_of(question)}:closed{question.version}"
    for user in (question.author, *questions.supporters_of(ctx.db, question)):
        if user and user != by.id:
            say.to_user(ctx, f"{key}:{user}", user, news)
    return closed


def propose_sharing(ctx: Context, number: int, by: Caller) -> Question:
    """Ask the author of a private question whether the network may read it, unsigned.

    Raises UNKNOWN_QUESTION, NOT_ALLOWED, MOVED_ON, TOO_LATE.
    """
    question = theirs(ctx, Act.WRITE_ABOUT, number, by)
    question.share()
    if not question.author:
        raise question.too_late
    news = ctx.render("besoin/share_asked.md.j2", question=question)
    say.to_user(
        ctx, _proposal(question), question.author, news, buttons=sharing(question), once=True
    )
    return question


def sharing_proposed(ctx: Context, question: Question) -> bool:
    """Tell whether its author was asked to share a question in its words of today."""
    return say.was_said(ctx, _proposal(question))


def _proposal(question: Question) -> str:
    return f"{cards.key_of(question)}:share{question.version}"


def join(ctx: Context, number: int, by: Caller, *, on: bool) -> tuple[Question, bool]:
    """Count someone among those concerned, or no more; False when it was so already.

    Raises UNKNOWN_QUESTION, OWN_QUESTION, MOVED_ON.
    """
    question = seen(ctx, number, by)
    if on:
        question.require_joinable(by.id)
        changed = questions.join(ctx.db, question, by.id, ctx.now)
    else:
        question.require(Change.LEFT)
        changed = questions.leave(ctx.db, question, by.id)
    change = Change.JOINED if on else Change.LEFT
    return counted(ctx, question, change, by) if changed else question, changed


def write_about(ctx: Context, number: int, text: str, by: Caller) -> bool:
    """Carry words between a question's author and the coordinators, whichever is writing.

    The author of an anonymous question stays unnamed. Return False when there is nobody left to
    write to. Raises UNKNOWN_QUESTION, NOT_ALLOWED, EMPTY_TEXT, PersonalDataError.
    """
    question = theirs(ctx, Act.WRITE_ABOUT, number, by)
    words = stored_text(text, what="votre message")
    from_author = by.id == question.author
    people: Collection[str] = {question.author} - {""}
    if from_author:
        people = readers.told(ctx, question)
    name = "" if from_author and not question.signed else by.id
    news = ctx.render("besoin/written.md.j2", question=question, text=words, by=name)
    key = f"{cards.key_of(question)}:about:{uuid4().hex}"
    replying = about(question, "ecrire", "Répondre…", WRITE, primary=True)
    for user in sorted(people):
        say.to_user(ctx, f"{key}:{user}", user, news, buttons=(replying,))
    return bool(people)


def keep(
    ctx: Context, question: Question, change: Change, by: Caller | None, **told: Unpack[EventWords]
) -> Question:
    """Save a changed question, add the change to its story, and update its card.

    Raises ChangedMeanwhileError.
    """
    questions.save(ctx.db, question)
    kept = replace(question, version=question.version + 1)
    tell(ctx, kept, change, by, **told)
    follow(ctx, kept, change)
    cards.show(ctx, kept)
    return kept


def counted(
    ctx: Context, question: Question, change: Change, by: Caller | None, **told: Unpack[EventWords]
) -> Question:
    """Reload a question whose people changed, add that to its story and update its card."""
    again = questions.get(ctx.db, question.network, question.number)
    tell(ctx, again, change, by, **told)
    cards.show(ctx, again)
    return again


def tell(
    ctx: Context, question: Question, change: Change, by: Caller | None, **told: Unpack[EventWords]
) -> None:
    """Add an event to the question's story."""
    who = by.id if by else ""
    event = StoryEvent(change=change, at=ctx.now, who=who, how=ctx.how, **told)
    stories.add(ctx.db, question, event)


def to_readers(
    ctx: Context, question: Question, about: str, *, again: bool, missing: str = ""
) -> None:
    """Tell those who read a private question that it waits, for the first time or `again`.

    Then with what is `missing` in its answer, if it was told.
    """
    news = ctx.render("besoin/private.md.j2", question=question, again=again, missing=missing)
    say.to_coordinators(
        ctx,
        f"{cards.key_of(question)}:{about}",
        news,
        weight=Weight.DUTY,
        buttons=verbs(question, QuestionReader(id="", role=Role.COORDINATOR, tie=Tie.READER)),
        among=readers.of(ctx, question),
    )


def _tell_author(ctx: Context, question: Question, by: Caller) -> None:
    """Tell the writer of a message that it was made their question, and what they can do."""
    told = readers.name(ctx, question)
    news = ctx.render(
        "besoin/asked_for.md.j2",
        question=question,
        by=by.id,
        readers=told,
    )
    buttons = receipt(question, told)
    say.to_user(ctx, f"{cards.key_of(question)}:for", question.author, news, buttons=buttons)


def _anew(ctx: Context, number: int, made: Question) -> Question:
    """Ask anew, under its number, what was undone; what a button chose still holds."""
    undone = questions.get(ctx.db, made.network, number)
    chose = (Change.UNSIGNED, Change.MADE_PRIVATE)
    seen = made.visibility
    if any(each.change in chose for each in stories.of(ctx.db, undone)):
        seen = max(seen, undone.hidden or seen, key=tuple(Visibility).index)
    again = replace(made, number=number, visibility=seen, id=undone.id, version=undone.version)
    questions.save(ctx.db, replace(again, reserved=made.reserved and again.signed))
    return questions.get(ctx.db, made.network, number)


def _seen_as(ctx: Context, question: Question, visibility: Visibility, by: Caller) -> Question:
    """Change who sees a question, and all that shows it."""
    if visibility is Visibility.PRIVATE:
        return _made_private(ctx, question, by)
    if question.private:
        shared = keep(ctx, question.share(), Change.SHARED, by)
        follow_ups.erase(ctx.db, question)
        return shared
    unsigned = keep(ctx, question.unsign(), Change.UNSIGNED, by, detail=_read(ctx, question))
    cards.unsign_answer(ctx, unsigned)
    return unsigned


def _made_private(ctx: Context, question: Question, by: Caller) -> Question:
    concerned = questions.supporters_of(ctx.db, question)
    read = _read(ctx, question)
    hidden = keep(ctx, question.make_private(), Change.MADE_PRIVATE, by, detail=read)
    cards.take_back(ctx, hidden)
    return _left_alone(ctx, hidden, concerned)


def _left_alone(ctx: Context, question: Question, concerned: Collection[str]) -> Question:
    """Tell those whom a question concerned that they no longer read it, and count them no more."""
    _tell_others(ctx, question, concerned)
    questions.leave_all(ctx.db, question)
    readers.forget(ctx, question)
    return questions.get(ctx.db, question.network, question.number)


def _tell_others(ctx: Context, question: Question, concerned: Collection[str]) -> None:
    """Tell those whom a question concerned that it is no longer open to them."""
    news = ctx.render("besoin/taken_back_others.md.j2", question=question)
    for user in concerned:
        say.to_user(ctx, f"{cards.key_of(question)}:taken{question.version}:{user}", user, news)


def _read(ctx: Context, question: Question) -> str:
    listed = question.origin is Origin.PAST and question.read_by_all
    return READ if listed or cards.shown(ctx, question) else ""


def may_have_been_read(ctx: Context, question: Question) -> bool:
    """Tell whether a question may have been read before its author asked for discretion."""
    changes = (Change.UNSIGNED, Change.MADE_PRIVATE)
    story = stories.of(ctx.db, question)
    return any(each.change in changes and each.detail == READ for each in story)


def _send(ctx: Context, question: Question, by: Caller) -> None:
    if readers.send(ctx, question):
        tell(ctx, question, Change.SENT, by)
        to_readers(ctx, question, f"private{question.version}", again=False)


def forget_people(db: Connection, before: datetime) -> int:
    """Take the people out of questions that ended before, and out of their cards' text.

    Return how many questions had any. The posts in the channel stay as they are.
    """
    forgotten = questions.forget_authors(db, before)
    outbox.forget_cards(db, CardKind.QUESTION, forgotten)
    return len(forgotten)
