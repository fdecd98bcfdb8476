"""The card of a question in its channel: shown once, rewritten in place as the question lives."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.core import outbox
from bot.core.card_keys import CardKind, card_key, read_card_key
from bot.core.message import Delivery
from bot.question import story_store as stories
from bot.question.rules import Change, Origin, Question
from bot.question.story import StoryEvent, completing
from bot.question.verbs import verbs
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context

LOOKED_AT_WITHIN = timedelta(minutes=1)
"""A new card waits at most so long for someone to look whether the question has its answer."""

_CALL = "call"
_ANSWER = "answer"
TOLD = "told"
"""What follows a card's key in those of the messages that tell people its answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BeltNote:
    """What the card of a question tells of the other levels; all is empty where there is nothing.

    `above` is the name of the network to which it climbed `at` a moment, `state` what became of it
    there, in French, agreeing with « la question », for a `reason` if it came back. `below` says
    which networks carry it: « 3 départements ». `source` is the name of the network that its
    answer came from, `unnamed` when that is a territory which is not to be named; `original` are
    the words that came from there, where this network gave others. `ready` is an answer from there,
    the network of the slug `ready_from`, that was kept for an occasion: `ready_for` « la
    rencontre ».
    """

    above: str = ""
    state: str = ""
    at: datetime | None = None
    reason: str = ""
    below: str = ""
    source: str = ""
    unnamed: bool = False
    original: str = ""
    ready: str = ""
    ready_from: str = ""
    ready_for: str = ""

    @property
    def credited(self) -> bool:
        """Whether what it tells of an answer has a network's credit."""
        return bool(self.source) or self.unnamed


@dataclass(frozen=True, slots=True)
class Belt:
    """The belt's own functions: what follows from a change of a question, what its card tells.

    `allows` tells whether someone may have it climb (CLIMBED), or stop it (CAME_BACK).
    """

    follow: Callable[[Context, Question, Change], None]
    note: Callable[[Context, Question], BeltNote]
    allows: Callable[[Context, Question, Caller], Collection[Change]]


def key_of(question: Question) -> str:
    """Return the key of a question's card."""
    return card_key(CardKind.QUESTION, question.network, question.number)


def call_key(ctx: Context, question: Question) -> str:
    """Return the key of the call for answers that is posted when a question is deferred."""
    story = stories.of(ctx.db, question)
    deferrals = sum(each.change is Change.DEFERRED for each in story)
    return f"{key_of(question)}:{_CALL}{deferrals}"


def number_at(db: Connection, server: str, post: str, network: str) -> int | None:
    """Return the number of the question that a post shows: its card, or a call for answers."""
    message = outbox.by_post(db, server, post)
    key = read_card_key(message.key) if message else None
    if key is None or (key.kind, key.network) != (CardKind.QUESTION, network):
        return None
    is_call = key.about.startswith(_CALL) and key.about.removeprefix(_CALL).isdecimal()
    return key.number if is_call or not key.about else None


def deposit(ctx: Context, question: Question) -> None:
    """Show a new question's card, once it is known that nothing answers it already.

    A signed one is held for its author, whatever is known: see `release`.
    """
    longest = max(LOOKED_AT_WITHIN, ctx.hold) if question.signed else LOOKED_AT_WITHIN
    say.in_channel(
        ctx,
        key_of(question),
        words(ctx, question),
        buttons=verbs(question),
        held_until=ctx.now + longest,
    )


def release(ctx: Context, question: Question) -> None:
    """Let a card be shown: at once, or when a signed one's author had the time to think again."""
    until = question.asked_at + ctx.hold if question.signed else ctx.now
    if until > ctx.now:
        outbox.hold(ctx.db, key_of(question), until)
    else:
        outbox.release(ctx.db, key_of(question))


def drop(ctx: Context, question: Question) -> None:
    """Never show a card that is still held."""
    outbox.drop(ctx.db, key_of(question))


def reserved(ctx: Context, question: Question) -> bool:
    """Tell whether nobody but its author may know of a question yet: its card is still held."""
    card = outbox.by_key(ctx.db, key_of(question)) if question.reserved else None
    return card is not None and card.status is Delivery.HELD


def shown(ctx: Context, question: Question) -> bool:
    """Tell whether a card may have been read: it was said, or is about to be."""
    card = outbox.by_key(ctx.db, key_of(question))
    return card is not None and card.status is not Delivery.HELD


def take_back(ctx: Context, question: Question) -> None:
    """Take a question's words out of the channel: its card, and the calls for answers.

    What is still to be said of it to others is not said.
    """
    key = key_of(question)
    outbox.cancel_about(ctx.db, f"{key}:", but=question.author)
    text = ctx.render("besoin/taken_back.md.j2", question=question)
    say.remove(ctx, key, text)
    for call in outbox.keys_of_posts(ctx.db, f"{key}:{_CALL}"):
        say.remove(ctx, call, text)


def cover(ctx: Context, question: Question) -> None:
    """Replace the text of all posts of a hidden question, in the channel and to people."""
    key = key_of(question)
    outbox.cancel_about(ctx.db, f"{key}:", but=question.author)
    text = ctx.render("besoin/hidden.md.j2", question=question)
    calls = outbox.keys_of_posts(ctx.db, f"{key}:{_CALL}")
    told = outbox.keys_to_people(ctx.db, f"{key}:", but=question.author)
    for post in (key, *calls, *told):
        say.again(ctx, post, text)


def cover_answer(ctx: Context, question: Question) -> None:
    """Replace the text of the messages that told people a question's answer."""
    told_people = f"{key_of(question)}:{TOLD}"
    outbox.cancel_about(ctx.db, told_people, but="")
    text = ctx.render("besoin/answer_hidden.md.j2", question=question)
    for told in outbox.keys_to_people(ctx.db, told_people):
        say.again(ctx, told, text)


def say_beneath(ctx: Context, question: Question, about: str, text: str) -> None:
    """Say something in the thread of a question's card, where all read it and it has one."""
    key = key_of(question)
    if question.read_by_all and say.was_said(ctx, key):
        say.in_channel(ctx, f"{key}:{about}", text, thread=key)


def tell_in_thread(ctx: Context, question: Question, *, was: int) -> None:
    """Tell the answer in the question's thread; `was` is the version before it was given."""
    say_beneath(ctx, question, f"{_ANSWER}{was}", _in_thread(ctx, question))


def tell_in_thread_again(ctx: Context, question: Question) -> None:
    """Rewrite the answer in the question's thread, as it is now."""
    for told in outbox.keys_of_posts(ctx.db, f"{key_of(question)}:{_ANSWER}"):
        say.again(ctx, told, _in_thread(ctx, question))


def unsign_answer(ctx: Context, question: Question) -> None:
    """Take its author's name off the answer that they gave themselves, in the thread."""
    if question.answer is not None and question.answer.by == question.author:
        tell_in_thread_again(ctx, question)


def _in_thread(ctx: Context, question: Question) -> str:
    belt = note(ctx, question)
    return ctx.render("besoin/answered_thread.md.j2", question=question, belt=belt)


def show(ctx: Context, question: Question) -> None:
    """Bring the card up to date; a question that waits and has none gets one, once all read it.

    One of the past is not put to the channel before it is given an occasion.
    """
    if not question.read_by_all:
        return
    key = key_of(question)
    if say.was_said(ctx, key):
        say.again(ctx, key, words(ctx, question), buttons=verbs(question))
    elif question.status.waiting and (question.origin is not Origin.PAST or question.occasion):
        say.in_channel(ctx, key, words(ctx, question), buttons=verbs(question))


def call_again(ctx: Context, question: Question) -> None:
    """Rewrite the calls for answers that were posted, in the question's own words of today."""
    text = ctx.render("besoin/call.md.j2", question=question)
    for call in outbox.keys_of_posts(ctx.db, f"{key_of(question)}:{_CALL}"):
        say.again(ctx, call, text, buttons=verbs(question))


def words(ctx: Context, question: Question) -> str:
    """Return what a card says, to whoever may read the question."""
    helped = completers(question, stories.of(ctx.db, question)) if question.answer else ()
    belt = note(ctx, question)
    return ctx.render("besoin/card.md.j2", question=question, helped=helped, belt=belt)


def completers(question: Question, story: Sequence[StoryEvent]) -> Sequence[str]:
    """Return who may be named as having added to its answer: not who asked it unsigned.

    Nor whoever is named as having given it.
    """
    unnamed = {question.answered_by, "" if question.signed else question.author}
    return [each for each in completing(story) if each not in unnamed]


def follow(ctx: Context, question: Question, change: Change) -> None:
    """Have the other levels follow what was just written of a question."""
    ctx.settings.of(Belt).follow(ctx, question, change)


def may_climb(ctx: Context, question: Question, by: Caller) -> Collection[Change]:
    """Return which of CLIMBED and CAME_BACK someone may do to a question: see Belt."""
    return ctx.settings.of(Belt).allows(ctx, question, by)


def note(ctx: Context, question: Question) -> BeltNote:
    """Return what the card of a question tells of the other levels."""
    return ctx.settings.of(Belt).note(ctx, question)
