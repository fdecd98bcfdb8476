"""A verb of a question that has moved on: how it stands, and what can be done now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.core.errors import TOO_LATE, UserError
from bot.question import asking
from bot.question.rules import MOVED_ON
from bot.question.verbs import verbs
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import Handler, Situation, TwoSteps, Work
from bot.talk.reply import Dialog, Reply
from bot.talk.routing import Form, Route


def current(route: Route) -> Route:
    """Return a route whose refusals tell how its question stands, with the verbs of its state."""
    form = route.form
    if form is not None and not isinstance(form, Dialog):
        form = _checked_form(form)
    return replace(route, handler=_checked(route.handler), form=form)


def _checked(handler: Handler) -> Handler:
    if not isinstance(handler, TwoSteps):
        return lambda command, ctx: _answered(command, ctx, lambda: handler(command, ctx))

    def prepare(command: Command, situation: Situation) -> Work:
        work = handler.read(command, situation)
        return lambda ctx: _answered(command, ctx, lambda: work(ctx))

    return TwoSteps(prepare, handler.at_once)


def _checked_form(form: Callable[[Command, Context], Dialog | Reply]) -> Form:
    def opened(command: Command, ctx: Context) -> Reply:
        def made() -> Reply:
            found = form(command, ctx)
            return Reply(dialog=found) if isinstance(found, Dialog) else found

        return _answered(command, ctx, made)

    return opened


def _answered(command: Command, ctx: Context, work: Callable[[], Reply]) -> Reply:
    """Do it; a question is refused before anything is written, so that its state may be told.

    What is refused for the state of another question is told as it is.
    """
    try:
        return work()
    except UserError as error:
        if error.refusal not in (MOVED_ON, TOO_LATE) or not command.number:
            raise
        question, text = asking.seen(ctx, command.number, command.caller), error.reply
        if error.refusal is MOVED_ON:
            if text != question.moved_on.reply:
                raise
            text = ctx.render("besoin/state.md.j2", question=question)
        shown = verbs(question, asking.shown_to(ctx, question, command.caller))
        return Reply(text=text, buttons=shown, refused=True)
