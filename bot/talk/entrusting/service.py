"""A task is asked of a member in private, held by the first who says yes, given or taken back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from bot.core.message import Button
from bot.network.rights import Tie
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.context import Context
from bot.talk.entrusting import store
from bot.talk.entrusting.rules import (
    ACCEPT,
    GIVE_BACK,
    NO_TASK_ASKED,
    TAKE_BACK,
    TAKEN,
    Entrusted,
    EntrustedStep,
    EntrustedTask,
)


def tie(ctx: Context, task: EntrustedTask, user: str) -> Tie:
    """Return what someone is to a task: its holder, once they said yes, until it is over."""
    holder = held_by(ctx, task)
    return Tie.HOLDER if holder is not None and holder.user == user else Tie.NONE


def held_by(ctx: Context, task: EntrustedTask) -> Entrusted | None:
    """Return who holds a task now, None for nobody."""
    return _holder(store.of(ctx.db, ctx.network.slug, task, 0, ctx.now))


def is_asked(ctx: Context, task: EntrustedTask) -> bool:
    """Tell whether someone holds a task, or is asked to."""
    return bool(store.of(ctx.db, ctx.network.slug, task, 0, ctx.now))


def ask(ctx: Context, asked: Entrusted, given: Sequence[Entrusted]) -> None:
    """Ask someone in private. Raises TAKEN where one of those to whom it was `given` holds it."""
    if _holder(given) is not None:
        raise TAKEN(task=asked.task.value)
    store.put(ctx.db, asked)
    yes = Button("daccord", "D'accord", ACCEPT, asked.argument, primary=True)
    _tell(ctx, asked, EntrustedStep.ASKED, yes, giving_back(asked.argument, "Pas cette fois"))


def accept(ctx: Context, given: Sequence[Entrusted], user: str) -> Entrusted:
    """Have someone hold a task that they were asked for; coordinators are told.

    Raises NO_TASK_ASKED, and TAKEN where someone was faster.
    """
    asked, holder = _of(given, user), _holder(given)
    if holder is not None and holder.user != user:
        raise TAKEN(task=asked.task.value)
    if asked.accepted_at is not None:  # a second press
        return asked
    accepted = asked.accept(ctx.now)
    store.put(ctx.db, accepted)
    _tell_coordinators(ctx, accepted, EntrustedStep.ACCEPTED)
    return accepted


def give_back(ctx: Context, given: Sequence[Entrusted], user: str) -> Entrusted:
    """Have someone say no, or give back what they had taken; coordinators are told.

    Raises NO_TASK_ASKED.
    """
    asked = _of(given, user)
    store.drop(ctx.db, asked)
    step = EntrustedStep.GIVEN_BACK if asked.accepted_at else EntrustedStep.DECLINED
    _tell_coordinators(ctx, asked, step)
    return asked


def take_back(ctx: Context, given: Sequence[Entrusted], by: str) -> None:
    """Ask nobody any more for a task; whoever held it, or was asked, is told."""
    for each in given:
        store.drop(ctx.db, each)
        if each.user != by:
            _tell(ctx, each, EntrustedStep.TAKEN_BACK)


def end(ctx: Context, task: EntrustedTask) -> None:
    """Have a task that is done be nobody's: the next one of its kind is the coordination's."""
    for each in store.of(ctx.db, ctx.network.slug, task, 0, ctx.now):
        store.drop(ctx.db, each)


def follow(ctx: Context, found: Sequence[Entrusted]) -> int:
    """Take back what people who left the channel were asked for; coordinators are told."""
    for each in found:
        store.drop(ctx.db, each)
        if each.accepted_at is not None and each.at > ctx.now:
            _tell_coordinators(ctx, each, EntrustedStep.LEFT)
    return len(found)


def giving_back(argument: str, label: str = "Je ne peux plus") -> Button:
    """Return what says no to a task, or gives it back."""
    return Button("rendre", label, GIVE_BACK, argument)


def _holder(given: Sequence[Entrusted]) -> Entrusted | None:
    return next((each for each in given if each.accepted_at is not None), None)


def _of(given: Sequence[Entrusted], user: str) -> Entrusted:
    return NO_TASK_ASKED.unless(next((each for each in given if each.user == user), None))


def _told(ctx: Context, given: Entrusted, step: EntrustedStep) -> str:
    return ctx.render("aide/entrusted.md.j2", given=given, step=step.value)


def _tell(ctx: Context, given: Entrusted, step: EntrustedStep, *buttons: Button) -> None:
    say.to_user(ctx, _key(given), given.user, _told(ctx, given, step), buttons=buttons)


def _tell_coordinators(ctx: Context, given: Entrusted, step: EntrustedStep) -> None:
    back = Button("reprendre", "Reprendre", TAKE_BACK, given.argument)
    buttons = (back,) if step is EntrustedStep.ACCEPTED else ()
    weight = Weight.NEWS if step is EntrustedStep.ACCEPTED else Weight.DUTY
    text = _told(ctx, given, step)
    say.to_coordinators(ctx, _key(given), text, weight=weight, buttons=buttons)


def _key(given: Entrusted) -> str:
    return f"entrusted:{given.network}:{given.task.value}:{uuid4().hex}"
