"""Questions that are put to those who know: privately, two at once, in turn.

Who is asked gets one message, rewritten with what became of it. Nothing counts who answers, and
nobody else is told whether anybody knows, nor when all were asked: where few people know, or one
more says so, that would name them.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import timedelta

from bot.core import outbox
from bot.core.errors import TOO_LATE
from bot.core.message import Button
from bot.helping import card, choosing
from bot.helping import store as askings
from bot.helping.rules import Asking, AskReply, Helper
from bot.network.rights import Act
from bot.network.tree import linked, parent_of
from bot.people.wish import Weight
from bot.question import card as cards
from bot.question import store as questions
from bot.question.asking import theirs
from bot.question.rules import Change, Question
from bot.relay import deciding
from bot.relay.deciding import OfferedAnswer
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context

HELD_FOR = timedelta(minutes=1)
"""How long to wait for a card that is still held for its author."""

LOOKED_AGAIN_AFTER = timedelta(days=1)
"""Where nobody is left, or those who are were asked enough this month, or are not at work."""


def put(ctx: Context, number: int, by: Caller) -> Question:
    """Have a question put to those who know, now or later, until it ends; the round asks them.

    Its author may, and coordinators. Raises UNKNOWN_QUESTION, NOT_ALLOWED, MOVED_ON
    and TOO_LATE.
    """
    question = _putable(ctx, number, by)
    if not question.theme:
        raise question.too_late
    askings.put(ctx.db, question, ctx.now)
    return question


def put_no_more(ctx: Context, number: int, by: Caller) -> Question:
    """Stop asking about a question; those who were asked read that it is over.

    Raises as `put`, but for its theme.
    """
    question = _putable(ctx, number, by)
    close(ctx, question, "ended")
    return question


def ask_above(ctx: Context, number: int, by: Caller) -> Question:
    """Tell coordinators, once, that an asker wishes their question to be transmitted.

    Raises UNKNOWN_QUESTION, NOT_ALLOWED, MOVED_ON and TOO_LATE.
    """
    question = _putable(ctx, number, by)
    text = ctx.render("besoin/above_wanted.md.j2", question=question, above=ctx.upward)
    key, buttons = f"{cards.key_of(question)}:plushaut", (card.transmitting(ctx, question),)
    say.to_coordinators(ctx, key, text, once=True, buttons=buttons)
    return question


def offered(ctx: Context, question: Question) -> tuple[Button, ...]:
    """Return the button that asks those who know the theme, unless they are being asked."""
    open_to_all = question.status.waiting and not question.private and question.theme
    if not open_to_all or askings.is_put(ctx.db, question):
        return ()
    return (card.around(question),)


def look(ctx: Context, due: Collection[int], members: Collection[str]) -> int:
    """Ask the next ones about the questions of `askings.due`; return how many were asked."""
    found = (questions.by_id(ctx.db, each) for each in due)
    return sum(_looked(ctx, each, members) for each in found if each is not None)


def decline(ctx: Context, number: int, by: Caller) -> Question:
    """Say no, this time, to what one was asked; nobody is told. Raises TOO_LATE."""
    asking, question = _asked(ctx, number, by)
    if not asking.waits:
        return question
    _settle(ctx, question, asking, "no", AskReply.NO)
    if not any(each.waits for each in askings.asked_about(ctx.db, question.id)):
        askings.look_again(ctx.db, question, ctx.now)
    return question


def asked_beyond(ctx: Context, number: int, by: Caller) -> Question:
    """Return the question of another network that someone here is asked about.

    Raises TOO_LATE when it has ended or nothing passes there any more, and when they said no, have
    answered, or are late.
    """
    asking, question = _asked(ctx, number, by)
    above = parent_of(ctx.network, ctx.networks)
    passes = above is not None and above.slug == question.network
    over_at = asking.over_at((above or ctx.network).timezone)
    if not passes or not question.status.waiting or not asking.waits or over_at <= ctx.now:
        raise TOO_LATE(what=f"asking {number}")
    return question


def answer_beyond(ctx: Context, number: int, text: str, by: Caller) -> Question:
    """Offer an answer to a question of the network above, with credit to this territory.

    Its text was checked, and names nobody; who wrote it is told to this network's coordinators
    only. Raises as `asked_beyond`.
    """
    question = asked_beyond(ctx, number, by)
    asking, _ = _asked(ctx, number, by)
    _settle(ctx, question, asking, "offered", AskReply.OFFERED, offer=text)
    above, key = ctx.networks[question.network], card.key_of(asking)
    deciding.show_offer(ctx.at(above), _offered(question, replace(asking, offer=text)))
    told = ctx.render("besoin/offered_beyond.md.j2", text=text, by=by.id, above=above.spoken)
    others = frozenset(ctx.coordinators - {by.id})
    say.to_coordinators(ctx, f"{key}:written", told, weight=Weight.NEWS, among=others)
    return question


def take_beyond(ctx: Context, number: int, by: Caller) -> Question:
    """Keep as the answer what someone of a territory offers, with credit to their territory.

    Raises NOT_ALLOWED, TOO_LATE, MOVED_ON.
    """
    asking = askings.offered(ctx.db, number)
    question = questions.by_id(ctx.db, asking.question) if asking else None
    here = question is not None and question.network == ctx.network.slug
    if (
        not asking
        or not question
        or not here
        or not linked(asking.network, ctx.network.slug, ctx.networks)
    ):
        raise TOO_LATE(what=f"offer of asking {number}")
    answered = deciding.take_up(ctx, _offered(question, asking), by)
    there = ctx.at(ctx.networks[asking.network])
    say.again(there, card.key_of(asking), _words(there, question, asking, "own"), buttons=())
    return answered


def close(ctx: Context, question: Question, outcome: str) -> None:
    """Stop asking about a question; those who have not replied read why."""
    if not askings.put_no_more(ctx.db, question):
        return
    answerer = question.answer.by if question.answer else ""
    for each in askings.asked_about(ctx.db, question.id):
        own = outcome == "answered" and (each.network, each.user) == (question.network, answerer)
        if each.waits:
            _settle(ctx, question, each, "own" if own else outcome, AskReply.OVER)


def reword(ctx: Context, question: Question) -> None:
    """Update a question's words in the messages to those who have not replied.

    Where these may not be read, it is over: they may be those of another territory.
    """
    places = {each.slug for each in (ctx.network, *choosing.beyond(ctx, question))}
    for each in askings.asked_about(ctx.db, question.id):
        if each.waits and each.network not in places:
            _settle(ctx, question, each, "ended", AskReply.OVER)
        elif each.waits:
            there = ctx.at(ctx.networks[each.network])
            text, buttons = _words(there, question, each, ""), card.asked(question, each)
            say.again(there, card.key_of(each), text, buttons=buttons)


def _offered(question: Question, asking: Asking) -> OfferedAnswer:
    return OfferedAnswer(
        question=question,
        text=asking.offer,
        below=asking.network,
        key=f"offer:{question.network}:{asking.id}",
        ref=f"{asking.id} {card.OF_ASKING}",
    )


def _putable(ctx: Context, number: int, by: Caller) -> Question:
    question = theirs(ctx, Act.ASK_AROUND, number, by)
    question.require(Change.JOINED)
    if question.private:
        raise question.too_late
    return question


def _asked(ctx: Context, number: int, by: Caller) -> tuple[Asking, Question]:
    asking = askings.asked_of(ctx.db, ctx.network.slug, by.id, number)
    question = questions.by_id(ctx.db, asking.question) if asking else None
    if asking is None or question is None:
        raise TOO_LATE(what=f"asking {number}")
    return asking, question


def _looked(ctx: Context, question: Question, members: Collection[str]) -> int:
    """Ask the next two once nobody is waited for, whoever has said since that they know too."""
    zone, waiting = ctx.network.timezone, []
    for each in askings.asked_about(ctx.db, question.id):
        if each.waits and each.over_at(zone) <= ctx.now:
            _settle(ctx, question, each, "late", AskReply.OVER)
        elif each.waits:
            waiting.append(each.over_at(zone))
    if waiting or cards.reserved(ctx, question):
        askings.look_again(ctx.db, question, min(waiting, default=ctx.now + HELD_FOR))
        return 0
    chosen = choosing.next_ones(ctx, question, members)
    for helper in chosen:
        _ask(ctx, question, helper)
    over = Asking(question=0, network="", user="", at=ctx.now).over_at(zone)
    askings.look_again(ctx.db, question, over if chosen else ctx.now + LOOKED_AGAIN_AFTER)
    return len(chosen)


def _ask(ctx: Context, question: Question, helper: Helper) -> None:
    made = Asking(question=question.id, network=helper.network, user=helper.user, at=ctx.now)
    asking, there = askings.ask(ctx.db, made), ctx.at(ctx.networks[helper.network])
    say.to_user(
        there,
        card.key_of(asking),
        helper.user,
        _words(there, question, asking, ""),
        weight=Weight.ASKED,
        buttons=card.asked(question, asking),
        not_after=asking.over_at(ctx.network.timezone),
    )


def _settle(  # noqa: PLR0913  whom, what became of it, what they offer
    ctx: Context,
    question: Question,
    asking: Asking,
    outcome: str,
    reply: AskReply,
    *,
    offer: str = "",
) -> None:
    """Keep what became of asking someone, and rewrite their message so; drop it if not said yet."""
    there, key = ctx.networks.get(asking.network), card.key_of(asking)
    askings.replied(ctx.db, asking, reply, offer)
    if there is None or outbox.cancel(ctx.db, key):
        return
    own_network = question.network == asking.network
    buttons = (card.answering(question),) if outcome == "late" and own_network else ()
    say.again(ctx.at(there), key, _words(ctx.at(there), question, asking, outcome), buttons=buttons)


def _words(ctx: Context, question: Question, asking: Asking, outcome: str) -> str:
    beyond = question.network != asking.network
    above = ctx.networks.get(question.network)
    return ctx.render(
        "besoin/around_asked.md.j2",
        question=question,
        outcome=outcome,
        above=above.spoken if beyond and above else "",
    )
