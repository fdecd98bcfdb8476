"""Needs on their way up, on the side of the network below: proposed, agreed to, taken back.

Nothing leaves by itself: a coordinator sends what they have read, once the asker agreed to it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.core import outbox
from bot.core.patterns import lazy_pattern
from bot.french.folding import fold, unaccented
from bot.french.personal.words import ORDINARY, TOWNS
from bot.french.text import same_words, stored_text
from bot.french.workdays import working_days_after
from bot.network.network import Network
from bot.network.rights import Act
from bot.network.tree import parent_of
from bot.people import store as preferences
from bot.question import card as cards
from bot.question import store as questions
from bot.question.asking import keep, theirs
from bot.question.rules import Change, Leave, Origin, Place, Question, QuestionStatus
from bot.relay import arriving, card
from bot.relay import store as climbs
from bot.relay.counting import recount
from bot.relay.rules import (
    CONSENT_DAYS,
    NAMES_TERRITORY,
    OTHER_WORDS,
    OWN_WORDS,
    TAKEN_BACK,
    TRANSITIONS,
    UNKNOWN_KEY,
    Climb,
    ClimbChange,
    ClimbStatus,
)
from bot.talk.command import Caller
from bot.talk.context import Context


def require_unnamed_territory(text: str, network: Network, *, mend: str) -> None:
    """Refuse words that tell a network's name, whole or by a town's; `mend` says what to do.

    Raises NAMES_TERRITORY.
    """
    number, whole = network.number_and_territory
    words = re.findall(r"[\w-]+", network.name)
    towns = [each for each in words if any(part in TOWNS for part in fold(each).split("-"))]
    for name in (whole, *towns):
        if _is_named(fold(name), unaccented(text), number):
            raise NAMES_TERRITORY(said=name, mend=mend)


def _is_named(name: str, text: str, number: str) -> bool:
    """Tell whether a text without accents says a folded name, as whole words.

    One that is a common word too, « nord », has a capital that no sentence gives it, or its number
    beside it: « dans le Nord », « nord (59) ».
    """
    common = all(each in ORDINARY or each in _ALSO_WORDS for each in re.split("[ -]", name))
    said = re.escape(name).replace(r"\-", "[ -]")
    for found in re.finditer(rf"(?<![\w-]){said}(?![\w-])", text, re.IGNORECASE):
        before, after = text[: found.start()], text[found.end() :]
        capital = found[0].split()[-1][0].isupper()
        begins = " " not in name and _SENTENCE_BEGINS.search(before)
        numbered = number and (
            re.search(rf"(?<!\w){number}\W{{0,3}}$", before)
            or re.match(rf"\W{{0,3}}{number}(?!\w)", after)
        )
        if not common or (capital and not begins) or numbered:
            return True
    return False


_ALSO_WORDS = frozenset(("ain", "aube", "creuse", "jura", "landes", "manche", "orne", "var"))
"""Names of territories that are words too, among no list of ordinary ones."""

_SENTENCE_BEGINS = lazy_pattern(r"(?:^|[.!?:\n«])[\s*-]*$")


def current(ctx: Context, question: Question) -> Climb | None:
    """Return the climb of a question of which something may still come, if any."""
    found = climbs.last_of(ctx.db, question.id)
    return found if found is not None and found.status.open else None


def to_transmit(ctx: Context, number: int, by: Caller) -> tuple[Question, bool]:
    """Return a question that the caller may transmit, and whether only in words of their own.

    Raises UNKNOWN_QUESTION, NOT_ALLOWED, MOVED_ON and TOO_LATE.
    """
    question = theirs(ctx, Act.TRANSMIT, number, by)
    question.require(Change.CLIMBED)
    own_words = in_own_words(ctx, question, by)
    if own_words is None:
        raise question.too_late
    return question, own_words


def in_own_words(ctx: Context, question: Question, by: Caller) -> bool | None:
    """Tell whether a question may climb in words of the caller's own only, None if not at all.

    So it is where the asker has not answered for CONSENT_DAYS, or has left; an asker who
    coordinates too agrees by doing it.
    """
    climb = _standing(ctx, question)
    if question.withheld or (climb is not None and climb.status is not ClimbStatus.WAITING):
        return None
    nobody_is_asked = not question.author and question.origin in (Origin.RELAY, Origin.SURVEY)
    if nobody_is_asked or question.author == by.id:
        return False
    if climb is not None:
        return True if may_sum_up(ctx, question, climb) else None
    if _is_there(ctx, question.author):
        return False
    return True if question.author and not _needs_a_yes(question) else None


def may_sum_up(ctx: Context, question: Question, climb: Climb) -> bool:
    """Tell whether a coordinator may transmit a need that waits for consent, in their own words.

    So it is once its asker has not answered for CONSENT_DAYS, or has left; never where the need may
    not leave without a yes.
    """
    if climb.status is not ClimbStatus.WAITING or _needs_a_yes(question):
        return False
    waits = _is_there(ctx, question.author) and _answer_awaited_until(ctx, climb) > ctx.now
    return not waits


def transmit(ctx: Context, number: int, text: str, by: Caller, *, named: bool) -> Climb:
    """Ask the asker whether these words may climb; they leave at once where nobody is to be asked.

    The territory is `named` or not. So do the coordinator's own words, once the asker has not
    answered for CONSENT_DAYS. Raises as `to_transmit`, and OWN_WORDS, EMPTY_TEXT and
    PersonalDataError.
    """
    question, own_words = to_transmit(ctx, number, by)
    text = stored_text(text, what="ce qui doit être transmis")
    climb = _standing(ctx, question)
    theirs_so_far = (question.text, *((climb.text,) if climb else ()))
    if own_words and any(same_words(text, each) for each in theirs_so_far):
        raise OWN_WORDS(number=number)
    climb = climb or _propose(ctx, question, text, by, named=named)
    if own_words:
        summed_up = {"text": text, "named": named, "summary": True, "sent_by": by.id}
        return _send(ctx, question, climb.moved(ClimbChange.SUMMED_UP, **summed_up))
    if question.author in ("", by.id):
        consent = ctx.now if question.author else None
        agreed = {"text": text, "named": named, "sent_by": by.id, "consent_at": consent}
        return _send(ctx, question, climb.moved(ClimbChange.AGREED, **agreed))
    card.ask_to_agree(ctx, question, climb)
    cards.show(ctx, question)  # what became of an earlier climb is told no more
    return climb


def _propose(ctx: Context, question: Question, text: str, by: Caller, *, named: bool) -> Climb:
    """Keep a new climb, in the stead of one that leads nowhere any more."""
    lost = current(ctx, question)
    if lost is not None:
        card.agreed_or_not(ctx, question, climbs.save(ctx.db, lost.moved(ClimbChange.ENDED)))
    above = parent_of(ctx.network, ctx.networks)
    return climbs.add(
        ctx.db,
        Climb(
            question=question.id,
            network=question.network,
            number=question.number,
            parent=above.slug if above else "",
            text=text,
            named=named,
            around=_may_go_around(ctx, question),
            sent_by=by.id,
            asker=question.author,
            asked_at=ctx.now,
        ),
    )


def _may_go_around(ctx: Context, question: Question) -> bool:
    """Tell whether people of other territories may be asked of it above, as askers are told.

    What climbs further was agreed to by those below.
    """
    if question.origin is Origin.RELAY:
        return all(each.around for each in climbs.carried_by(ctx.db, question.id))
    return bool(question.author)


def proposed(ctx: Context, number: int, by: Caller, shown: int) -> tuple[Question, Climb]:
    """Return a question of the caller's, and the climb that they were asked about.

    Raises UNKNOWN_QUESTION, NOT_ALLOWED, TOO_LATE and OTHER_WORDS.
    """
    question = theirs(ctx, Act.AGREE, number, by)
    if question.status is QuestionStatus.MERGED:  # what was agreed to climbs in its double's stead
        into = questions.get(ctx.db, question.network, question.merged_into or 0)
        handed = climbs.last_of(ctx.db, into.id)
        question = into if handed is not None and handed.asker == by.id else question
    climb = _last(ctx, question)
    if shown not in (0, climb.id):
        raise OTHER_WORDS(number=number)
    return question, climb


def agree(ctx: Context, number: int, by: Caller, shown: int) -> Climb:
    """Let one's question climb, in the words that were shown: those of the climb `shown`, if told.

    Raises UNKNOWN_QUESTION, NOT_ALLOWED, OTHER_WORDS and TOO_LATE.
    """
    question, climb = proposed(ctx, number, by, shown)
    climb.require(ClimbChange.AGREED)
    if climb.leads_nowhere(ctx.networks):
        raise question.too_late
    return _send(ctx, question, climb.moved(ClimbChange.AGREED, consent_at=ctx.now))


def stop(ctx: Context, number: int, by: Caller, shown: int) -> Climb:
    """Refuse that one's question climbs, or take it back from above: it counts there no more.

    Its words leave the question that they made there. Raises as `agree`.
    """
    question, climb = proposed(ctx, number, by, shown)
    stopped = climbs.save(ctx.db, climb.moved(ClimbChange.STOPPED))
    _came_back(ctx, question, stopped)
    return stopped


def take_back(ctx: Context, key: str) -> int:
    """Take back all that someone let climb before they were forgotten; return how much that was.

    Raises UNKNOWN_KEY.
    """
    found = [each for each in climbs.with_key(ctx.db, key) if each.network in ctx.networks]
    if not found:
        raise UNKNOWN_KEY()
    for climb in found:
        question = questions.by_id(ctx.db, climb.question)
        stands = climb.status in TRANSITIONS[ClimbChange.STOPPED]
        stopped = climb.moved(ClimbChange.STOPPED) if stands else climb
        stopped = climbs.save(ctx.db, replace(stopped, key=""))
        if question is not None and stands:
            _came_back(ctx.at(ctx.networks[climb.network]), question, stopped)
        climbs.forget_words(ctx.db, climb.question)
    return len(found)


def withdraw(ctx: Context, number: int, by: Caller) -> Climb:
    """Take back what nobody has decided on yet: a coordinator may.

    Raises UNKNOWN_QUESTION, NOT_ALLOWED, TOO_LATE.
    """
    question = theirs(ctx, Act.TRANSMIT, number, by)
    climb = _last(ctx, question)
    taken_back = climbs.save(ctx.db, climb.moved(ClimbChange.WITHDRAWN))
    _came_back(ctx, question, taken_back)
    return taken_back


def end(ctx: Context, climb: Climb, change: ClimbChange) -> Climb:
    """End a climb because its question has ended here, and have those above know."""
    ended = climbs.save(ctx.db, climb.moved(change))
    question = questions.by_id(ctx.db, climb.question)
    if question is not None:
        card.agreed_or_not(ctx, question, ended)
    _leave(ctx, ended)
    return ended


def _came_back(ctx: Context, question: Question, climb: Climb) -> None:
    """Have all that showed a climb tell that it is over."""
    if climb.sent_at is not None:
        keep(ctx, question, Change.CAME_BACK, None)
    card.agreed_or_not(ctx, question, climb)
    _leave(ctx, climb)


def _last(ctx: Context, question: Question) -> Climb:
    found = climbs.last_of(ctx.db, question.id)
    if found is None:
        raise question.too_late
    return found


def _send(ctx: Context, question: Question, climb: Climb) -> Climb:
    """Have the words leave, for the network that is above today."""
    above = parent_of(ctx.network, ctx.networks)
    sent = replace(climb, parent=above.slug if above else "", sent_at=ctx.now)
    sent = climbs.save(ctx.db, sent)
    keep(ctx, question, Change.CLIMBED, None)
    card.agreed_or_not(ctx, question, sent)
    if above is None:
        card.give_to_copy(ctx, question, sent)
    else:
        arriving.refresh(ctx.at(above))
    return sent


def _leave(ctx: Context, climb: Climb) -> None:
    """Have the network above know that a climb is over: its list, its counts, its words."""
    above = ctx.networks.get(climb.parent)
    if above is None:
        return
    there = ctx.at(above)
    arriving.refresh(there, closing=climb.card)
    carrying = questions.by_id(ctx.db, climb.parent_question) if climb.parent_question else None
    if climb.status is ClimbStatus.STOPPED and climb.sent_at is not None:
        _take_words_back(there, climb)
    if carrying is not None:
        recount(there, carrying)


def _take_words_back(ctx: Context, climb: Climb) -> None:
    """Take someone's words out of the question that they made above, be it made one with another.

    Another territory's words stand there instead; without any, it is withdrawn.
    """
    for made in _made_above(ctx, climb):
        others = climbs.carried_by(ctx.db, made.id)
        if others:
            _reword(ctx, made, others[0].text)
            continue
        waits = made.status.waiting
        ended = keep(ctx, made.withdraw(ctx.now), Change.WITHDRAWN, None) if waits else made
        _reword(ctx, ended, TAKEN_BACK)


def _made_above(ctx: Context, climb: Climb) -> Sequence[Question]:
    """Return the questions that read the words of a climb, and of none that still says the same.

    A climb points to what stands for it today, which is not always what it made.
    """
    if climb.text == TAKEN_BACK:
        return ()
    made = questions.relayed(ctx.db, climb.parent, climb.text)
    return [each for each in made if not climbs.still_said(ctx.db, each.id, climb.text)]


def _reword(ctx: Context, question: Question, text: str) -> None:
    """Give a question other words, and what it became further above."""
    cards.call_again(ctx, keep(ctx, replace(question, text=text), Change.EDITED, None))
    for climb in climbs.all_of(ctx.db, question.id):
        above = ctx.networks.get(climb.parent)
        if above is None or climb.text != question.text:
            continue
        climbs.save(ctx.db, replace(climb, text=text))
        for further in _made_above(ctx.at(above), climb):
            _reword(ctx.at(above), further, text)
        arriving.refresh(ctx.at(above))


def _standing(ctx: Context, question: Question) -> Climb | None:
    """Return the climb of a question that still leads somewhere."""
    climb = current(ctx, question)
    return None if climb is None or climb.leads_nowhere(ctx.networks) else climb


def _needs_a_yes(question: Question) -> bool:
    return question.leaves(Place.TERRITORIES) is Leave.AGREED


def _is_there(ctx: Context, asker: str) -> bool:
    return bool(asker) and not preferences.of(ctx.db, ctx.network.slug, asker).gone


def _answer_awaited_until(ctx: Context, climb: Climb) -> datetime:
    reached = outbox.said_at(ctx.db, card.asking_key(climb)) or climb.asked_at
    return working_days_after(reached, CONSENT_DAYS + 1, ctx.network.timezone)
