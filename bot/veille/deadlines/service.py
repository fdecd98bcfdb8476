"""Deadlines of calls: typed, checked, reminded of, and who applies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.core.card_keys import CardKind, card_key
from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.network.rights import Act
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.render import shorten, titled
from bot.veille import store as articles
from bot.veille.deadlines import store as deadlines
from bot.veille.deadlines.finding import KnownDeadlines
from bot.veille.deadlines.rules import (
    DEADLINE_STATE,
    TITLE,
    Deadline,
    DeadlineStatus,
    DeadlineStep,
    soonest,
)
from bot.veille.link import canonical_link, without_tracking

PROPOSE = "veille échéance"
SHOW = "veille voir-échéance"
CONFIRM = "veille confirmer"
CORRECT = "veille corriger"
DROP = "veille écarter-échéance"
RESTORE = "veille rétablir"
APPLY = "veille candidater"
UNAPPLY = "veille ne-plus-candidater"
LIST = "veille échéances"
KEEP_ALL = "veille garder-échéances"

IN_DIGEST = 2
"""Deadlines that a digest names; the list has them all."""

LISTED = 5
"""Deadlines that the list tells; its menu has the others."""

CHOICES = 30
"""Deadlines of a menu."""

AROUND_MEETING = timedelta(days=60)
"""The agenda of a meeting tells the calls that end so long before or after it."""


class Told(Enum):
    """What became of a deadline that someone typed."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    SUGGESTED = "suggested"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingDeadlines:
    """The next deadlines, and how many `others` there are."""

    near: Sequence[Deadline]
    others: int


def coming(db: Connection, network: str, now: datetime) -> Sequence[Deadline]:
    """Return what everybody may read: deadlines to come, soonest first, permanent ones last.

    What a member typed is left out until it is checked, and so is what an article leaves in doubt.
    """
    found = sorted(deadlines.to_come(db, network, now), key=soonest)
    return [each for each in found if each.checked or (each.phrase and not _doubtful(each))]


def listed(ctx: Context, *, doubtful: bool) -> Sequence[Deadline]:
    """Return what is to come, soonest first; what is to be checked comes last.

    `doubtful` is for coordinators: it brings what waits for their yes before anyone reads it.
    """
    found = deadlines.to_come(ctx.db, ctx.network.slug, ctx.now)
    shown = [each for each in found if doubtful or not _doubtful(each)]
    return sorted(shown, key=lambda each: (not each.checked, soonest(each)))


def _doubtful(deadline: Deadline) -> bool:
    return deadline.status is DeadlineStatus.DOUBTFUL


def next_ones(ctx: Context) -> ComingDeadlines:
    """Return the next deadlines that everybody may read."""
    found = coming(ctx.db, ctx.network.slug, ctx.now)
    return ComingDeadlines(near=found[:IN_DIGEST], others=max(0, len(found) - IN_DIGEST))


def to_check(ctx: Context) -> Sequence[Deadline]:
    """Return what waits for a coordinator to check it, soonest first."""
    return [each for each in listed(ctx, doubtful=True) if each.waits]


def around(ctx: Context, at: datetime) -> Sequence[Deadline]:
    """Return the confirmed deadlines within AROUND_MEETING of a moment, soonest first."""
    found = [
        each
        for each in deadlines.to_come(ctx.db, ctx.network.slug, ctx.now)
        if each.checked and each.ends is not None and abs(each.ends - at) <= AROUND_MEETING
    ]
    return sorted(found, key=soonest)


def title_of(ctx: Context, link: str) -> str:
    """Return what the page of a link is called, as a deadline or in our feeds, else ""."""
    known = KnownDeadlines(deadlines.every(ctx.db, ctx.network.slug)).of_link(link)
    title = known.title if known else articles.title_of(ctx.db, canonical_link(link))
    return title[:TITLE]


def propose(
    ctx: Context, link: str, ends: datetime | None, title: str, by: Caller
) -> tuple[Deadline, Told]:
    """Keep a link's deadline: confirmed when a coordinator gives it, else to be checked by them.

    The link of a deadline that is known corrects it, see `correct`; one that was set aside comes
    back first. Raises PAST_END, ChangedMeanwhileError.
    """
    known = KnownDeadlines(deadlines.every(ctx.db, ctx.network.slug)).of_link(link)
    if known is not None and known.status is not DeadlineStatus.DROPPED:
        return correct(ctx, known.number, ends, by, title=title)
    settled = settles(ctx, by)
    status = DeadlineStatus.CONFIRMED if settled else DeadlineStatus.TO_CHECK
    if known is None:
        made = Deadline(
            network=ctx.network.slug,
            number=0,
            title=title,
            link=without_tracking(link),
            ends=ends,
            status=status,
            by=by.id,
            at=ctx.now,
        )
        kept = deadlines.add(ctx.db, made)
    else:
        back = replace(known, title=title, starts=None, ends=ends, status=status, by=by.id)
        kept = _moved(ctx, known, back)
    return kept, Told.CONFIRMED if settled else Told.PROPOSED


def correct(
    ctx: Context, number: int, ends: datetime | None, by: Caller, *, title: str = ""
) -> tuple[Deadline, Told]:
    """Give a deadline another date, and title if one is given.

    A coordinator's is confirmed by it; a member's is written at once only while nobody has
    confirmed another, else it is told to them. Raises UNKNOWN_DEADLINE, DEADLINE_STATE,
    PAST_END, ChangedMeanwhileError.
    """
    deadline = deadlines.get(ctx.db, ctx.network.slug, number)
    title = title or deadline.title
    same = deadline.ends == ends and deadline.title == title
    confirmed = deadline.status is DeadlineStatus.CONFIRMED
    if settles(ctx, by):
        if same and confirmed:
            return deadline, Told.SAME
        corrected = replace(deadline.correct(ends, by.id, ctx.now), title=title)
        return _moved(ctx, deadline, corrected), Told.CORRECTED
    corrected = deadline.correct(ends, by.id, ctx.now)
    if same and not _doubtful(deadline):
        return deadline, Told.SAME
    if confirmed:
        _tell_suggested(ctx, deadline, ends)
        return deadline, Told.SUGGESTED
    unchecked = replace(corrected, title=title, status=DeadlineStatus.TO_CHECK)
    return _moved(ctx, deadline, unchecked), Told.PROPOSED


def take(ctx: Context, number: int, step: DeadlineStep, by: Caller) -> tuple[Deadline, bool]:
    """Confirm a date as it was read, set a deadline aside, or bring it back to be checked.

    False when that was done already.
    Raises UNKNOWN_DEADLINE, DEADLINE_ENDED, DEADLINE_STATE, ChangedMeanwhileError.
    """
    deadline = deadlines.get(ctx.db, ctx.network.slug, number)
    if deadline.took(step):
        return deadline, False
    return _moved(ctx, deadline, deadline.take(step, by.id, ctx.now)), True


def settles(ctx: Context, by: Caller) -> bool:
    """Tell whether someone's word on a date is the last one: a coordinator's is."""
    return ctx.allows(Act.SETTLE_DEADLINE, by)


def get(ctx: Context, number: int, by: Caller) -> Deadline:
    """Return a deadline; one that is doubtful or was set aside to coordinators only.

    Raises UNKNOWN_DEADLINE, DEADLINE_STATE.
    """
    deadline = deadlines.get(ctx.db, ctx.network.slug, number)
    hidden = deadline.status in {DeadlineStatus.DOUBTFUL, DeadlineStatus.DROPPED}
    if hidden and not settles(ctx, by):
        raise DEADLINE_STATE[deadline.status](number=deadline.number, status=deadline.status)
    return deadline


def apply(
    ctx: Context, number: int, by: Caller, *, on: bool
) -> tuple[Deadline, Sequence[str], bool]:
    """Note that someone's structure applies, or no longer, and put those who do in touch.

    Return the others who do, and False when it was so already. One who was alone is told of the
    next, once; the others read it, and of those who leave nobody is told. Raises UNKNOWN_DEADLINE,
    DEADLINE_STATE, DEADLINE_ENDED.
    """
    deadline = deadlines.get(ctx.db, ctx.network.slug, number)
    if on:
        deadline.require_open(ctx.now)
        changed = deadlines.apply(ctx.db, deadline, by.id, ctx.now)
    else:
        changed = deadlines.unapply(ctx.db, deadline, by.id)
    others = [each for each in deadlines.applying(ctx.db, deadline) if each != by.id]
    for other in others if on and changed and len(others) == 1 else ():
        key = f"{_key(deadline)}:applies:{by.id}:{other}"
        text = ctx.render("veille/applicant_told.md.j2", deadline=deadline, newcomer=by.id)
        say.to_user(ctx, key, other, text, once=True)
    return deadline, others, changed


def applies(ctx: Context, number: int, by: Caller) -> bool:
    """Tell whether someone's structure applies. Raises UNKNOWN_DEADLINE."""
    deadline = deadlines.get(ctx.db, ctx.network.slug, number)
    return by.id in deadlines.applying(ctx.db, deadline)


def remind(ctx: Context, due: Sequence[Deadline]) -> int:
    """Remind the channel, in one post a day, of the deadlines whose moment has come.

    `due` are those of `deadlines.to_remind_of`. Return how many are told. What was told is written
    with the post.
    """
    zone = ZoneInfo(ctx.network.timezone)
    key = f"deadlines:{ctx.network.slug}:{ctx.now.astimezone(zone):%Y-%m-%d}"
    if say.was_said(ctx, key):
        return 0
    told = sorted(due, key=soonest)
    text = ctx.render("veille/deadlines_near.md.j2", deadlines=told)
    say.in_channel(ctx, key, text, buttons=applying_buttons(told))
    deadlines.note_reminded(ctx.db, told, ctx.now)
    return len(told)


def settling_buttons(deadline: Deadline) -> tuple[Button, ...]:
    """Return the coordinators' buttons under a deadline."""
    number = str(deadline.number)
    if deadline.status is DeadlineStatus.DROPPED:
        emoji = "leftwards_arrow_with_hook"
        back = Button("retablir", "Rétablir", RESTORE, number, emoji=emoji)
        return (back,)
    yes = Button("confirmer", "C'est bon", CONFIRM, number, emoji="white_check_mark", primary=True)
    other = Button("corriger", "Corriger…", CORRECT, number)
    no = Button("ecarter", "Écarter", DROP, number, emoji="x")
    return (other, no) if deadline.checked else (yes, other, no)


def certain(deadline: Deadline) -> bool:
    """Tell whether a deadline that waits was read in an article that leaves no doubt."""
    return bool(deadline.phrase) and deadline.status is DeadlineStatus.TO_CHECK


def keep_all(numbers: Sequence[int]) -> tuple[Button, ...]:
    """Return what confirms several deadlines at once, nothing for a single one."""
    if len(numbers) < _SEVERAL:
        return ()
    argument = " ".join(map(str, numbers))
    return (Button("garder", f"Garder les {len(numbers)}", KEEP_ALL, argument),)


_SEVERAL = 2


def settling_menu(found: Sequence[Deadline]) -> tuple[Button, ...]:
    """Return the menu that shows coordinators a deadline to confirm, correct or set aside."""
    return (_menu("regler", "Vérifier, corriger…", SHOW, found),) if found else ()


def applying_buttons(found: Sequence[Deadline]) -> tuple[Button, ...]:
    """Return the members' buttons under some deadlines; pressed again, one is taken back."""
    if len(found) != 1:
        return (_menu("candidater", "Ma structure candidate…", APPLY, found),) if found else ()
    apply_ = Button(
        "candidater",
        "Ma structure candidate",
        APPLY,
        str(found[0].number),
        emoji="raising_hand",
        undo=UNAPPLY,
    )
    return (apply_,)


def list_button() -> Button:
    """Return the button that shows the list of deadlines."""
    return Button("echeances", "Échéances", LIST, emoji="hourglass")


def _menu(name: str, label: str, route: str, found: Sequence[Deadline]) -> Button:
    some = (
        Option(shorten(titled(each.title, each.link), OPTION_LABEL), route, str(each.number))
        for each in found[:CHOICES]
    )
    return menu(name, label, *some)


def _moved(ctx: Context, was: Deadline, deadline: Deadline) -> Deadline:
    """Write a step."""
    deadline = replace(deadline, at=ctx.now)
    deadlines.save(ctx.db, deadline, was=was)
    return deadline


def _tell_suggested(ctx: Context, deadline: Deadline, ends: datetime | None) -> None:
    """Have coordinators choose between the date that they confirmed and a member's."""
    moment = f"{ends:%Y%m%d%H%M}" if ends else "permanent"
    zone = ZoneInfo(ctx.network.timezone)
    typed = f"{ends.astimezone(zone):%d/%m/%Y à %Hh%M}" if ends else "permanent"
    text = ctx.render("veille/deadline_to_check.md.j2", deadline=deadline, ends=ends)
    take = Button(
        "corriger",
        "Prendre cette date",
        CORRECT,
        f"{deadline.number} {typed}",
        emoji="white_check_mark",
        primary=True,
    )
    key = f"{_key(deadline)}:proposed:{moment}"
    say.to_coordinators(ctx, key, text, weight=Weight.NEWS, buttons=(take,), once=True)


def _key(deadline: Deadline) -> str:
    return card_key(CardKind.DEADLINE, deadline.network, deadline.number)
