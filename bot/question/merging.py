"""Questions alike: those answered already offered to the author, doubles made one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import structlog

from bot.core import outbox
from bot.core.message import Button, Delivery
from bot.index import store as search
from bot.index.store import DOUBLE
from bot.network.rights import Act
from bot.people.wish import Weight
from bot.question import card as cards
from bot.question import store as questions
from bot.question.answering import tell_answer
from bot.question.asking import counted, keep, seen, theirs
from bot.question.rules import Change, Question, QuestionStatus
from bot.question.verbs import about
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context

log = structlog.get_logger(__name__)

FOUND = "besoin trouvé"
ASK_ANYWAY = "besoin poser"

OFFERED = 3
"""Answered questions offered to someone who has just asked: more would not be read."""

LOOKED_AT = 20
"""Questions alike that are looked at, the nearest, for answers and for doubles."""

OFFER_WAITS = timedelta(minutes=30)
"""How long a new card waits for its author to look at what was answered already."""


def unread(ctx: Context, *, limit: int) -> Sequence[Question]:
    """Return the network's questions that the search does not know yet, oldest first."""
    return questions.new_to_search(ctx.db, ctx.network.slug, limit=limit)


def read_new(ctx: Context, *, limit: int) -> int:
    """Make the search know the network's new questions, and look at each what it is like.

    Not done at the deposit: it would triple what the asker waits for. Return how many were read.
    """
    new = unread(ctx, limit=limit)
    for question in new:
        questions.index(ctx.db, question)
        if question.status.waiting:
            seeking = ctx.meaning_of(question.text)
            _offer_answers(ctx, question, [each for each, _ in _alike(ctx, question, seeking)])
        else:  # answered meanwhile: nothing is looked for, and its card has waited enough
            cards.release(ctx, question)
    return len(new)


def double_of(ctx: Context, question: Question) -> Question | None:
    """Return the waiting question that asks nearly the same as another, if any, the nearest.

    One that came before it: of two doubles, the later one is to be merged.
    """
    return next(
        (
            each
            for each, likeness in _alike(ctx, question)
            if likeness >= DOUBLE and each.status.waiting and each.number < question.number
        ),
        None,
    )


def found(ctx: Context, number: int, other: int, by: Caller) -> Question:
    """Take an answered question for one's own answer: the two become one, the card is spared.

    Only the author may. Raises UNKNOWN_QUESTION, NOT_ALLOWED, MOVED_ON,
    CANNOT_MERGE.
    """
    question = theirs(ctx, Act.WITHDRAW, number, by)
    return _merge(ctx, question, seen(ctx, other, by), by)


def ask_anyway(ctx: Context, number: int, by: Caller) -> Question:
    """Show the card at once: nothing that was offered answers the question.

    Only the author may. Raises UNKNOWN_QUESTION, NOT_ALLOWED, MOVED_ON.
    """
    question = theirs(ctx, Act.WITHDRAW, number, by)
    question.require(Change.EDITED)
    outbox.release(ctx.db, cards.key_of(question))
    return question


def merge(ctx: Context, number: int, other: int, by: Caller) -> Question:
    """Make a question one with its double `other`, which stays; its people are told an answer.

    Where there is none yet, its card tells them. A coordinator decides. Raises UNKNOWN_QUESTION,
    NOT_ALLOWED, MOVED_ON, CANNOT_MERGE.
    """
    question = theirs(ctx, Act.MERGE, number, by)
    into = seen(ctx, other, by)
    merged = _merge(ctx, question, into, by)
    if into.status is QuestionStatus.ANSWERED:
        people = [question.author, *questions.supporters_of(ctx.db, question)]
        tell_answer(ctx, into, people, but=by.id, double=merged)
    return merged


def likely_doubles(ctx: Context, question: Question) -> Sequence[Question]:
    """Return the questions that a question may be made one with, the most alike first."""
    return [each for each, _ in _alike(ctx, question) if each.gathers][:OFFERED]


def _alike(
    ctx: Context, question: Question, seeking: bytes | None = None
) -> Sequence[tuple[Question, float]]:
    """Return the other questions that ask nearly the same, and how nearly, the nearest first.

    `seeking` is what the question means, where that is known but not kept yet.
    """
    hits = search.nearest(
        ctx.db,
        question.network,
        question.text,
        limit=LOOKED_AT,
        seeking=seeking or questions.meaning_of(ctx.db, question.network, question.id),
        but=question.id,
    )
    return questions.of_hits(ctx.db, hits)


def _merge(ctx: Context, question: Question, into: Question, by: Caller) -> Question:
    cards.drop(ctx, question)
    merged = keep(ctx, question.merge(into, ctx.now), Change.MERGED, by, detail=str(into.number))
    questions.carry_people(ctx.db, question, into)
    counted(ctx, into, Change.GATHERED, by, detail=str(question.number))
    return merged


def _offer_answers(ctx: Context, question: Question, alike: Sequence[Question]) -> None:
    """Hold the card while its author looks at the nearest `alike` that are answered, if any."""
    key = cards.key_of(question)
    card = outbox.by_key(ctx.db, key)
    if card is None or card.status is not Delivery.HELD:
        return
    answered = [each for each in alike if each.status is QuestionStatus.ANSWERED][:OFFERED]
    if not answered or not question.author:  # of a survey's need nobody is known to have asked it
        reason = ("none answered" if alike else "none alike") if question.author else "no author"
        log.info(
            "no_answer_offered", network=question.network, number=question.number, reason=reason
        )
        cards.release(ctx, question)
        return
    outbox.hold(ctx.db, key, ctx.now + OFFER_WAITS)
    offer = ctx.render("besoin/offered.md.j2", question=question, alike=answered)
    say.to_user(
        ctx,
        f"{key}:offer",
        question.author,
        offer,
        weight=Weight.ANSWER,
        buttons=_offers(question, answered),
    )


def _offers(question: Question, alike: Sequence[Question]) -> tuple[Button, ...]:
    answers = tuple(
        Button(
            f"trouve{each.number}",
            "Cela répond à ma question"
            if len(alike) == 1
            else f"La n°\u00a0{each.number} répond à ma question",
            FOUND,
            f"{question.number} {each.number}",
            emoji=emoji,
            primary=True,
        )
        for each, emoji in zip(alike, _COUNTING, strict=False)
    )
    anyway = about(question, "poser", "Poser quand même", ASK_ANYWAY, "mega")
    return (*answers, anyway)


_COUNTING = ("one", "two", "three")
