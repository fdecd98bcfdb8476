"""What the coordinators above do with a need that reached them: take it, join it, return it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from bot.core.errors import TOO_LATE
from bot.core.message import Button
from bot.french.text import stored_text
from bot.french.workdays import working_days_after
from bot.network.network import Network, by_network
from bot.network.rights import Act
from bot.network.tree import linked
from bot.people.wish import Weight
from bot.question import card as cards
from bot.question import merging
from bot.question import store as questions
from bot.question.answering import settle
from bot.question.asking import keep, seen, tell
from bot.question.rules import Answer, Change, Origin, Question, QuestionStatus, Visibility
from bot.relay import arriving, card, climbing, coming_down
from bot.relay import store as climbs
from bot.relay.counting import recount
from bot.relay.rules import SILENT_DAYS, Climb, ClimbChange
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context

_MEND = "Pour la dire autrement, rouvrez la question et répondez-y."

READ_AT_ONCE = 20
"""New questions that the search reads before it looks for those that a need is near to."""


def arrived(ctx: Context, number: int, by: Caller) -> Climb:
    """Return a need that reached this network, by its climb's number, to be decided by the caller.

    Raises NOT_ALLOWED and TOO_LATE.
    """
    ctx.require(Act.DECIDE_CLIMB, by)
    climb = climbs.get(ctx.db, number)
    here = climb.parent == ctx.network.slug and linked(climb.network, climb.parent, ctx.networks)
    if not here or climb.sent_at is None:
        raise TOO_LATE(what=f"climb {number}")
    return climb


def undecided(ctx: Context, number: int, by: Caller) -> Climb:
    """Return a need that waits for the caller's decision. Raises as `arrived`, and TOO_LATE."""
    climb = arrived(ctx, number, by)
    climb.require(ClimbChange.TAKEN)
    return climb


def take(ctx: Context, number: int, by: Caller) -> Question:
    """Make a need a question of this network, without author. Raises TOO_LATE.

    The search reads it at once: the next need on the card may ask the same.
    """
    climb = undecided(ctx, number, by)
    below = questions.by_id(ctx.db, climb.question)
    taken = questions.add(
        ctx.db,
        Question(
            network=ctx.network.slug,
            number=0,
            text=climb.text,
            author="",
            asked_at=ctx.now,
            visibility=Visibility.ANONYMOUS,
            theme=below.theme if below else "",
            origin=Origin.RELAY,
        ),
    )
    taken = questions.get(ctx.db, taken.network, taken.number)
    merging.read_new(ctx, limit=READ_AT_ONCE)
    return _carried(ctx, climb, ClimbChange.TAKEN, taken, by)


def join(ctx: Context, number: int, into: int, by: Caller) -> Question:
    """Have a question that is here already carry a need; its answer, if any, comes down at once.

    Raises TOO_LATE, also for a private one, UNKNOWN_QUESTION and MOVED_ON.
    """
    climb = arrived(ctx, number, by)
    climb.require(ClimbChange.JOINED)
    carrying = seen(ctx, into, by)
    carrying.require(Change.CARRIED)
    if carrying.private:
        raise carrying.too_late
    carrying = _carried(ctx, climb, ClimbChange.JOINED, carrying, by)
    if carrying.status is QuestionStatus.ANSWERED:
        coming_down.bring_down(ctx, carrying)
    return carrying


def unjoin(ctx: Context, number: int, by: Caller) -> Climb:
    """Take a need out of the question that it was joined to: it waits for a decision again.

    Raises TOO_LATE.
    """
    return detach(ctx, arrived(ctx, number, by))


def detach(ctx: Context, climb: Climb) -> Climb:
    """Have a need wait again for a decision of this network. Raises TOO_LATE."""
    before = climb.parent_question
    moved = climb.moved(ClimbChange.UNJOINED, parent_question=None, decided_at=None, card=None)
    moved = climbs.save(ctx.db, moved)
    carrying = questions.by_id(ctx.db, before) if before else None
    if carrying is not None:
        recount(ctx, carrying)
    arriving.refresh(ctx)
    coming_down.show_below(ctx, moved)
    return moved


def answer_at_once(ctx: Context, number: int, text: str, by: Caller) -> Climb:
    """Send an answer down without making the need a question of this network.

    Raises TOO_LATE, EMPTY_TEXT, PersonalDataError.
    """
    climb = undecided(ctx, number, by)
    checked = stored_text(text, what="la réponse")
    answered = coming_down.descend(ctx, replace(climb, decided_at=ctx.now), checked)
    arriving.refresh(ctx, closing=climb.card)
    return answered


def send_back(ctx: Context, number: int, reason: str, by: Caller) -> Climb:
    """Return a need, for a reason that those below read. Raises TOO_LATE, EMPTY_TEXT."""
    climb = undecided(ctx, number, by)
    why = stored_text(reason, what="la raison, que liront les personnes concernées")
    returned = give_back(ctx, climb, why)
    arriving.refresh(ctx, closing=climb.card)
    return returned


def give_back(ctx: Context, climb: Climb, reason: str) -> Climb:
    """Have a need wait below only, and those who sent it know why. Raises TOO_LATE."""
    moved = climb.moved(ClimbChange.RETURNED, reason=reason, decided_at=ctx.now)
    returned = climbs.save(ctx.db, moved)
    below, question = coming_down.below(ctx, returned)
    if question is None:
        return returned
    kept = keep(below, question, Change.CAME_BACK, None, detail=reason)
    _tell_returned(below, kept, returned)
    return returned


def offer(ctx: Context, number: int, by: Caller, *, sure: bool) -> Climb:
    """Offer an answer that was found here to the network above, whose question still waits.

    A coordinator does; nobody is named, nor is a territory that is not to be. Raises
    UNKNOWN_QUESTION, NOT_ALLOWED, TOO_LATE and NAMES_TERRITORY.
    """
    question = seen(ctx, number, by)
    ctx.require(Act.TRANSMIT, by)
    climb = to_offer(ctx, question)
    if climb is None or question.answer is None:
        raise question.too_late
    text = question.answer.text
    stored_text(text, what="la réponse")
    if not (climb.named or sure):
        climbing.require_unnamed_territory(text, ctx.network, mend=_MEND)
    offered = climbs.save(ctx.db, replace(climb, offer=text))
    carrying = questions.by_id(ctx.db, offered.parent_question or 0)
    assert carrying is not None  # noqa: S101  it waits: see to_offer
    show_offer(ctx.at(ctx.networks[climb.parent]), _offered(offered, carrying))
    return offered


def to_offer(ctx: Context, question: Question) -> Climb | None:
    """Return the climb by which an answer found here may be offered upward, if any."""
    if question.status is not QuestionStatus.ANSWERED or question.private:
        return None
    if question.answer is None or question.answer.source:
        return None
    climb = climbs.last_of(ctx.db, question.id)
    if climb is None or climb.parent_question is None or climb.offer:
        return None
    carrying = questions.by_id(ctx.db, climb.parent_question)
    waits = carrying is not None and carrying.status.waiting
    return climb if waits and linked(climb.network, climb.parent, ctx.networks) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedAnswer:
    """An answer from below, which the coordinators of the `question` may take.

    `below` is the slug of the network that it comes from, `named` in the credit or not; `key` that
    of the messages that offer it, and `ref` what tells it to the verb that takes it.
    """

    question: Question
    text: str
    below: str
    named: bool = True
    key: str
    ref: str


def show_offer(ctx: Context, offered: OfferedAnswer, *, taken: bool = False) -> None:
    """Show a network's coordinators an answer from below; once taken, have its message say so."""
    text = ctx.render(
        "besoin/offered_up.md.j2",
        question=offered.question,
        answer=offered.text,
        territory=ctx.networks[offered.below].spoken if offered.named else "",
        taken=taken,
    )
    if taken:
        say.again_to_coordinators(ctx, offered.key, text)
        return
    label = "Reprendre cette réponse"
    taking = Button("reprendre", label, card.TAKE_OFFER, offered.ref, primary=True)
    say.to_coordinators(ctx, offered.key, text, weight=Weight.DUTY, buttons=(taking,))


def take_up(ctx: Context, offered: OfferedAnswer, by: Caller) -> Question:
    """Keep what is offered from below as the answer, with credit to its territory.

    One that is not to be named stays unnamed: the credit, then and further on, is this network's.
    Raises NOT_ALLOWED and MOVED_ON.
    """
    ctx.require(Act.DECIDE_CLIMB, by)
    offered.question.require(Change.ANSWERED)
    source = offered.below if offered.named else ctx.network.slug
    answer = Answer(text=offered.text, by="", at=ctx.now, signed=False, source=source)
    answered = settle(ctx, offered.question, answer, by)
    show_offer(ctx, offered, taken=True)
    return answered


def take_offer(ctx: Context, number: int, by: Caller) -> Question:
    """Keep an answer that coordinators below offer. Raises TOO_LATE, and what `take_up` does."""
    climb = arrived(ctx, number, by)
    carrying = questions.by_id(ctx.db, climb.parent_question or 0)
    if not climb.offer or carrying is None:
        raise TOO_LATE(what=f"offer of climb {number}")
    return take_up(ctx, _offered(climb, carrying), by)


def _offered(climb: Climb, carrying: Question) -> OfferedAnswer:
    return OfferedAnswer(
        question=carrying,
        text=climb.offer,
        below=climb.network,
        named=climb.named,
        key=f"climb:{climb.parent}:{climb.id}:offer",
        ref=str(climb.id),
    )


def silent(
    db: Connection, networks: Collection[Network], now: datetime
) -> Mapping[str, Sequence[Climb]]:
    """Return what those above have not decided on for SILENT_DAYS, by the network below."""
    zones = {each.slug: each.timezone for each in networks}
    found = climbs.silent(db, networks)
    return by_network(each for each in found if _is_late(each, zones[each.network], now))


def remind(ctx: Context, late: Sequence[Climb]) -> int:
    """Tell those below, once, what those above have not decided on: their pile reminds these."""
    late = [each for each in late if linked(each.network, each.parent, ctx.networks)]
    if not late:
        return 0
    for each in late:
        climbs.save(ctx.db, replace(each, reminded_at=ctx.now))
    names = {each.parent: ctx.networks[each.parent].spoken for each in late}
    text = ctx.render("besoin/silent_above.md.j2", late=late, names=names)
    key = f"climbs:{ctx.network.slug}:silent{late[0].id}"
    say.to_coordinators(ctx, key, text, weight=Weight.NEWS)
    return len(late)


def _tell_returned(ctx: Context, question: Question, climb: Climb) -> None:
    """Tell those below, the asker among them, why a need came back, and from where."""
    above = ctx.networks[climb.parent].spoken
    text = ctx.render("besoin/sent_back.md.j2", question=question, climb=climb, above=above)
    key = f"climb:{climb.network}:{climb.id}:back"
    say.to_coordinators(ctx, key, text, weight=Weight.ASKED, among=card.told_of(ctx, question))
    if climb.asker and climb.asker not in ctx.coordinators:
        say.to_user(ctx, f"{key}:{climb.asker}", climb.asker, text)


def _is_late(climb: Climb, zone: str, now: datetime) -> bool:
    sent = climb.sent_at
    return sent is not None and working_days_after(sent, SILENT_DAYS + 1, zone) <= now


def _carried(
    ctx: Context, climb: Climb, change: ClimbChange, carrying: Question, by: Caller
) -> Question:
    moved = climb.moved(change, parent_question=carrying.id, decided_at=ctx.now)
    climbs.save(ctx.db, moved)
    tell(ctx, carrying, Change.CARRIED, by)
    recount(ctx, carrying)
    fresh = questions.get(ctx.db, carrying.network, carrying.number)
    cards.show(ctx, fresh)
    arriving.refresh(ctx, closing=climb.card)
    coming_down.show_below(ctx, moved)
    return fresh
