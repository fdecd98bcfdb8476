"""Answers on their way down: to each network that a need came from, whose coordinators choose.

One thing to do a network and version of the answer, written in the transaction that answers above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.core import outbox, settings
from bot.french.text import same_words, stored_text
from bot.french.workdays import working_days_after
from bot.letter import note_store as letter_notes
from bot.network.rights import Act
from bot.network.tree import linked
from bot.people.wish import Weight
from bot.question import answering, deferring
from bot.question import card as cards
from bot.question import store as questions
from bot.question.asking import theirs
from bot.question.rules import Answer, Change, Occasion, Question, QuestionStatus
from bot.relay import card
from bot.relay import store as climbs
from bot.relay.rules import (
    DECIDED_DAYS,
    Climb,
    ClimbChange,
    ClimbStatus,
    Descent,
    DescentStatus,
    Undecided,
)
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context

SETTING = "answers from above"
"""Under what name a network's choice is kept: see Undecided."""


def undecided_becomes(ctx: Context) -> Undecided:
    """Return what this network has chosen: by default people do not wait for their answer."""
    chosen = settings.get(ctx.db, ctx.network.slug, SETTING)
    return Undecided(chosen) if chosen else Undecided.PUBLISH


def choose_undecided(ctx: Context, choice: Undecided) -> None:
    """Keep what becomes of answers from above that nobody chooses anything for."""
    settings.put(ctx.db, ctx.network.slug, SETTING, choice.value)


def is_last(ctx: Context, climb: Climb) -> bool:
    """Tell whether a question did not climb again since: what comes down, comes by its last climb.

    The question above goes on standing for it.
    """
    last = climbs.last_of(ctx.db, climb.question)
    return last is not None and last.id == climb.id


def below(ctx: Context, climb: Climb) -> tuple[Context, Question | None]:
    """Return what to work with in the network that a climb came from, and its question there."""
    network = ctx.networks.get(climb.network)
    if network is None:
        return ctx, None
    return ctx.at(network), questions.by_id(ctx.db, climb.question)


def show_below(ctx: Context, climb: Climb) -> None:
    """Bring the card of a need up to date, where it came from."""
    there, question = below(ctx, climb)
    if question is not None:
        cards.show(there, question)


def bring_down(ctx: Context, question: Question) -> None:
    """Send the answer of a question to all the networks that it stands for.

    Where it was given here in other words, these are this network's, not those of its source.
    """
    if question.answer is None:
        return
    given = climbs.published_answer(ctx.db, question.id)
    source = "" if given is not None and given.adapted else question.answer.source
    for climb in climbs.carried_by(ctx.db, question.id):
        if climb.network != question.answer.source and is_last(ctx, climb):
            descend(ctx, climb, question.answer.text, source=source)


def descend(ctx: Context, climb: Climb, text: str, *, source: str = "") -> Climb:
    """Send an answer of this network, or of the `source` it came from, to where a need came from.

    What was published there is corrected in place, unless its words were changed there. The same
    words twice are one version, as long as they stand.
    """
    there, question = below(ctx, climb)
    last = climbs.last_descent(ctx.db, climb.id)
    same = last is not None and last.text == text and last.status is not DescentStatus.REPLACED
    if question is None or same or not linked(climb.network, ctx.network.slug, ctx.networks):
        return climb
    answered = climbs.save(ctx.db, climb.moved(ClimbChange.ANSWERED))
    if last is not None and last.status in (DescentStatus.WAITING, *_KEPT):
        _replace(there, question, last)
    descent = climbs.add_descent(
        ctx.db,
        Descent(
            climb=climb.id,
            network=climb.network,
            number=climb.number,
            version=last.version + 1 if last else 1,
            text=text,
            source=source or ctx.network.slug,
            at=ctx.now,
            due_at=_due_at(there),
        ),
    )
    published = last is not None and last.status is DescentStatus.PUBLISHED and not last.adapted
    if published and question.status is QuestionStatus.ANSWERED:
        _publish(there, question, descent, None, "")
        return climbs.get(ctx.db, climb.id)
    _ask(there, question, descent, _key(descent))
    cards.show(there, question)
    return answered


def take_back(ctx: Context, climb: Climb) -> None:
    """Have nobody below publish an answer that no longer stands above."""
    there, question = below(ctx, climb)
    last = climbs.last_descent(ctx.db, climb.id)
    if question is None:
        return
    if last is not None and last.status in _OPEN_STILL:
        _replace(there, question, last)
    cards.show(there, question)


def waiting(ctx: Context, number: int, by: Caller) -> tuple[Question, Descent]:
    """Return a question, and the answer from above that waits for a choice of the caller's.

    Raises UNKNOWN_QUESTION, NOT_ALLOWED, TOO_LATE.
    """
    question = theirs(ctx, Act.DECIDE_ANSWER, number, by)
    descent = climbs.last_answer(ctx.db, question.id)
    if descent is None or descent.status not in _CHOOSABLE:
        raise question.too_late
    return question, descent


def publish(ctx: Context, number: int, by: Caller, text: str | None = None) -> Question:
    """Give a question the answer that came down, in other words if given; those who wait are told.

    Where it was published already, in other words too, it is corrected. Raises as `waiting`, and
    MOVED_ON, EMPTY_TEXT, PersonalDataError.
    """
    question, descent = waiting(ctx, number, by)
    words = "" if text is None else stored_text(text, what="la réponse")
    return _publish(ctx, question, descent, by, words)


def keep_for(ctx: Context, number: int, occasion: Occasion, by: Caller) -> Question:
    """Have the answer that came down given at the meeting, or in the letter.

    Raises as `waiting`, and MOVED_ON.
    """
    question, descent = waiting(ctx, number, by)
    return _keep_for(ctx, question, descent, occasion, by)


def discard(ctx: Context, number: int, by: Caller) -> Question:
    """Do nothing with the answer that came down; the question goes on waiting here.

    Raises as `waiting`.
    """
    question, descent = waiting(ctx, number, by)
    _settled(ctx, question, descent, DescentStatus.DISCARDED)
    cards.show(ctx, question)
    return question


def settle_due(ctx: Context, due: Sequence[Descent]) -> int:
    """Do what the network chose with answers that nobody chose anything for; return how many."""
    choice, done = undecided_becomes(ctx), 0
    for descent in due:
        climb = climbs.by_id(ctx.db, descent.climb)
        question = questions.by_id(ctx.db, climb.question) if climb else None
        if question is None or not question.status.waiting or choice is Undecided.WAIT:
            continue
        if choice is Undecided.PUBLISH or question.private:
            _publish(ctx, question, descent, None, "")
        else:
            _keep_for(ctx, question, descent, Occasion.LETTER, None)
        done += 1
    return done


def ask_again(ctx: Context, question: Question) -> None:
    """Ask again what becomes of an answer that was kept for an occasion, which did not give it."""
    descent = climbs.last_answer(ctx.db, question.id)
    if descent is None or descent.status not in _KEPT:
        return
    letter_notes.forget_answer(ctx.db, question)
    climb = climbs.get(ctx.db, descent.climb)
    if climb.status is ClimbStatus.PUBLISHED:
        climbs.save(ctx.db, climb.moved(ClimbChange.ANSWERED))
    again = replace(descent, status=DescentStatus.WAITING, decided_at=None, due_at=_due_at(ctx))
    climbs.settle(ctx.db, again, was=descent.status)
    _ask(ctx, question, again, f"{_key(again)}:again{question.version}")


def given(ctx: Context, question: Question) -> None:
    """Note that an answer which was kept for an occasion was given there, in whatever words.

    One that waited for a choice is not needed any more, unless its own words were given.
    """
    descent = climbs.last_answer(ctx.db, question.id)
    if descent is None or descent.status not in _OPEN_STILL or question.answer is None:
        return
    same = same_words(question.answer.text, descent.text)
    kept = same or descent.status in _KEPT
    status = DescentStatus.PUBLISHED if kept else DescentStatus.DISCARDED
    _settled(ctx, question, replace(descent, adapted=not same), status)


def found_wanting(ctx: Context, question: Question) -> None:
    """Note that a question waits again although the answer that came down was published.

    It is not published again by itself; a coordinator may.
    """
    descent = climbs.last_answer(ctx.db, question.id)
    if descent is not None and descent.status is DescentStatus.PUBLISHED:
        _settled(ctx, question, descent, DescentStatus.REOPENED)


_KEPT = (DescentStatus.MEETING, DescentStatus.LETTER)
_OPEN_STILL = (DescentStatus.WAITING, *_KEPT)
_CHOOSABLE = (*_OPEN_STILL, DescentStatus.DISCARDED, DescentStatus.REOPENED)


def _publish(
    ctx: Context, question: Question, descent: Descent, by: Caller | None, words: str
) -> Question:
    given_already = question.status is QuestionStatus.ANSWERED
    question.require(Change.CORRECTED if given_already else Change.ANSWERED)
    text = words or descent.text
    answer = Answer(text=text, by="", at=ctx.now, signed=False, source=descent.source)
    published = replace(descent, adapted=bool(words))
    _settled(ctx, question, published, DescentStatus.PUBLISHED)
    if given_already:
        return answering.correct(ctx, question, answer)
    return answering.settle(ctx, question, answer, by)


def _keep_for(
    ctx: Context, question: Question, descent: Descent, occasion: Occasion, by: Caller | None
) -> Question:
    letter = occasion is Occasion.LETTER
    _settled(ctx, question, descent, DescentStatus.LETTER if letter else DescentStatus.MEETING)
    if letter:
        letter_notes.keep_answer(ctx.db, question, descent.text, "", ctx.now)
    deferred, _ = deferring.settle(ctx, question, occasion, by)
    return deferred


def _settled(ctx: Context, question: Question, descent: Descent, status: DescentStatus) -> None:
    """Write what the network did with an answer that came down: its need has one."""
    _become(ctx, question, descent, status)
    climb = climbs.get(ctx.db, descent.climb)
    if climb.status is ClimbStatus.ANSWERED:
        climbs.save(ctx.db, climb.moved(ClimbChange.DECIDED))


def _replace(ctx: Context, question: Question, descent: Descent) -> None:
    """Note that what came down no longer stands, wherever it waits."""
    if descent.status is DescentStatus.LETTER:
        letter_notes.forget_answer(ctx.db, question)
    _become(ctx, question, descent, DescentStatus.REPLACED)


def _become(ctx: Context, question: Question, descent: Descent, status: DescentStatus) -> None:
    """Write where an answer that came down stands, and have its message say it."""
    moved = replace(descent, status=status, decided_at=ctx.now)
    climbs.settle(ctx.db, moved, was=descent.status)
    text = card.came_down_words(ctx, question, moved)
    buttons = card.came_down_buttons(question, moved)
    for told in outbox.keys_to_people(ctx.db, f"{_key(moved)}:", among=ctx.coordinators):
        say.again(ctx, told, text, buttons=buttons)


def _ask(ctx: Context, question: Question, descent: Descent, key: str) -> None:
    """Ask the coordinators what becomes of an answer; of a private question, those who read it."""
    text = card.came_down_words(ctx, question, descent)
    say.to_coordinators(
        ctx,
        key,
        text,
        weight=Weight.DUTY,
        buttons=card.came_down_buttons(question, descent),
        among=card.told_of(ctx, question),
    )


def _key(descent: Descent) -> str:
    return f"descent:{descent.network}:{descent.id}"


def _due_at(ctx: Context) -> datetime:
    return working_days_after(ctx.now, DECIDED_DAYS + 1, ctx.network.timezone)
