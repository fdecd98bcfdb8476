"""[Confier…]: a coordinator hands a piece of their work over to a member who says yes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar

from bot.core.errors import Refusal
from bot.meeting import entrusting as meetings
from bot.meeting import planning
from bot.meeting.rules import Meeting
from bot.network.rights import Act
from bot.network.schedule import Due, dates_after
from bot.talk.arguments import first_word, names_in, number_first
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.entrusting import service, store
from bot.talk.entrusting.rules import (
    ACCEPT,
    ENTRUST,
    GIVE_BACK,
    NO_ONE_NAMED,
    NOTHING_TO_ENTRUST,
    TAKE_BACK,
    TO_HOST,
    Entrusted,
    EntrustedStep,
    EntrustedTask,
)
from bot.talk.handler import TwoSteps
from bot.talk.markdown import typeset
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route

T = TypeVar("T")

_USUAL = {EntrustedTask.MINUTES: timedelta(days=14), EntrustedTask.GUIDE: timedelta(days=30)}
_DUE = {EntrustedTask.SORTING: Due.DIGEST, EntrustedTask.EDITO: Due.LETTER}

UNKNOWN_TASK = Refusal(
    "unknown task", reply="Je ne sais pas confier cela. Ce qui vous attend : `/aide`."
)


def ask(command: Command, ctx: Context) -> Reply:
    """Ask a member, in private, to take charge of a task."""
    task, meeting, words = _about(command, ctx)
    if not words:
        return _ASKING.opened(command, ctx)
    named = (command.people[name] for name in names_in(words) if name in command.people)
    host = meeting.host if meeting is not None and words == TO_HOST else ""
    asked = Entrusted(
        network=ctx.network.slug,
        task=task,
        number=meeting.number if meeting is not None else 0,
        user=host or NO_ONE_NAMED.unless(next(named, None)),
        by=command.caller.id,
        at=meeting.end if meeting is not None else _until(ctx, task),
        asked_at=ctx.now,
    )
    if asked.at <= ctx.now:
        raise NOTHING_TO_ENTRUST(task=task.value)
    service.ask(ctx, asked, _given(ctx, task, meeting))
    return Reply(text=typeset("C'est demandé en privé : d'ici là, cela reste à votre charge."))


def accept(command: Command, ctx: Context) -> Reply:
    """Take charge of what one was asked for."""
    task, meeting, _ = _about(command, ctx)
    accepted = service.accept(ctx, _given(ctx, task, meeting), command.caller.id)
    if meeting is not None:
        meetings.entrust(ctx, meeting.number, accepted.user)
    text = ctx.render("aide/entrusted.md.j2", given=accepted, step=EntrustedStep.YOURS.value)
    return Reply(text=text, buttons=(service.giving_back(accepted.argument),))


def give_back(command: Command, ctx: Context) -> Reply:
    """Say no, or give back what one had taken."""
    task, meeting, _ = _about(command, ctx)
    given = service.give_back(ctx, _given(ctx, task, meeting), command.caller.id)
    if meeting is not None and given.accepted_at is not None:
        meetings.entrust(ctx, meeting.number, "")
    return Reply(text=typeset("C'est noté, et la coordination le sait : vous n'avez rien à faire."))


def take_back(command: Command, ctx: Context) -> Reply:
    """Ask nobody any more."""
    task, meeting, _ = _about(command, ctx)
    service.take_back(ctx, _given(ctx, task, meeting), command.caller.id)
    if meeting is not None:
        meetings.entrust(ctx, meeting.number, "")
    return Reply(text=typeset("C'est repris : cela revient à votre charge."))


def _until(ctx: Context, task: EntrustedTask) -> datetime:
    """Return the date that a task is for; some have no date but what is usual."""
    if task not in _DUE:
        return ctx.now + _USUAL[task]
    dates = dates_after(ctx.network, _DUE[task], ctx.now)
    return NOTHING_TO_ENTRUST.unless(next(dates, None), task=task.value)


def _about(command: Command, ctx: Context) -> tuple[EntrustedTask, Meeting | None, str]:
    """Read what is handed over, « veille », « rencontre 4 », and what follows.

    Raises UNKNOWN_TASK, and UNKNOWN_MEETING.
    """
    word, rest = first_word(command.text)
    task = UNKNOWN_TASK.unless({each.value: each for each in EntrustedTask}.get(word))
    if task is not EntrustedTask.MEETING:
        return task, None, rest
    number, rest = number_first(rest) or (0, rest)
    return task, planning.numbered(ctx, number), rest


def _given(ctx: Context, task: EntrustedTask, meeting: Meeting | None) -> Sequence[Entrusted]:
    """Return who was asked for a task, whoever holds it first."""
    if meeting is not None:
        return meetings.given(ctx, meeting)
    return store.of(ctx.db, ctx.network.slug, task, 0, ctx.now)


def _form(command: Command, _ctx: Context) -> Dialog:
    who = Field(
        label="À qui",
        placeholder="@zoe",
        help="Son « @nom ». Je le lui demande en privé ; cette personne peut dire non.",
    )
    return Dialog(title="Confier", submit="Demander", argument=command.text.strip(), fields=(who,))


def entrusted(task: EntrustedTask, read: Act, *routes: Route) -> Sequence[Route]:
    """Return the routes of acts that whoever holds a task may do too.

    Members reach them by the right to `read`; their handlers and forms ask for their own one.
    """
    return [_checked(task, read, each) for each in routes]


def _checked(task: EntrustedTask, read: Act, route: Route) -> Route:
    def checked(work: Callable[[Command, Context], T]) -> Callable[[Command, Context], T]:
        def allowed(command: Command, ctx: Context) -> T:
            user = command.caller.id
            ctx.require(route.act, command.caller, tie=service.tie(ctx, task, user))
            return work(command, ctx)

        return allowed

    handler, form = route.handler, route.form
    assert not isinstance(handler, TwoSteps)  # noqa: S101  nothing is read before its right
    asks = checked(form) if callable(form) else form
    return replace(route, act=read, for_whom=route.act, handler=checked(handler), form=asks)


_ASKING = Route(Act.ENTRUST, ENTRUST, ask, form=_form)

ROUTES = (
    _ASKING,
    Route(Act.TAKE_CHARGE, ACCEPT, accept),
    Route(Act.TAKE_CHARGE, GIVE_BACK, give_back),
    Route(Act.ENTRUST, TAKE_BACK, take_back),
)
