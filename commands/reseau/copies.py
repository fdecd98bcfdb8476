"""What other tools got of the network, and what asks for a look."""

from __future__ import annotations

from functools import partial

from bot.network.rights import Act
from bot.outside import card, following, sources
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route
from bot.talk.toggles import toggle


def show(_command: Command, ctx: Context) -> Reply:
    """Show how each tool does."""
    return _shown(ctx)


def checked(_command: Command, ctx: Context) -> Reply:
    """Mark the doubtful copies as checked."""
    return _shown(ctx, checked=following.checked(ctx))


def again(_command: Command, ctx: Context) -> Reply:
    """Have what failed be tried again soon."""
    following.try_again(ctx)
    return _shown(ctx, again=True)


def copy(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Choose whether a question is copied to the network's tools; never where it has none."""
    places = card.places_of_questions(ctx)
    question = following.copy(ctx, command.number, command.caller, on=on and bool(places))
    return Reply(
        text=ctx.render("reseau/copied.md.j2", question=question, places=places),
        buttons=card.copying(question) if places else (),
    )


def _shown(ctx: Context, *, checked: int = 0, again: bool = False) -> Reply:
    questions = sources.choosable(ctx) if card.places_of_questions(ctx) else ()
    report = card.report(ctx, questions)
    text = ctx.render(
        "reseau/copies.md.j2", report=report, checked=checked, again=again, most=card.MOST
    )
    return Reply(text=text, buttons=report.buttons)


_route = partial(Route, Act.FOLLOW_COPIES)

ROUTES = (
    _route(card.LIST, show),
    _route(card.CHECKED, checked),
    _route(card.AGAIN, again),
    *toggle(Act.FOLLOW_COPIES, f"{card.COPY} : <n°>", f"{card.COPY_NO_MORE} : <n°>", copy),
)
