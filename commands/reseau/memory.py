"""The network's memory: what goes into it, and the ZIP that takes it away."""

from __future__ import annotations

from functools import partial

from bot.memory import choosing
from bot.network.rights import Act
from bot.talk.arguments import every_number
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.markdown import typeset
from bot.talk.render import plural
from bot.talk.reply import Reply, taking_back
from bot.talk.routing import Route


def show(_command: Command, ctx: Context) -> Reply:
    """Show the answers that wait for a choice."""
    waiting = choosing.undecided(ctx)
    shown = choosing.buttons(ctx, waiting)
    return ctx.reply("memoire/choosing.md.j2", *shown, waiting=waiting)


def choose(command: Command, ctx: Context, *, on: bool | None) -> Reply:
    """Have answers in the memory, or not; or leave that open again (None)."""
    numbers = every_number(command.text)
    chosen = [each.number for each in choosing.choose(ctx, numbers, on=on)]
    what = plural(len(chosen), "réponse")
    did = {True: "gardée", False: "laissée", None: "à revoir"}[on]
    undo = taking_back(choosing.REOPEN, " ".join(map(str, chosen)))
    return Reply(
        text=ctx.render("memoire/chosen.md.j2", numbers=chosen, on=on),
        did=typeset(f"Mémoire : {what} {did}{'s' if on is not None and chosen[1:] else ''}"),
        undo=undo if on is not None and chosen else None,
    )


def take(command: Command, ctx: Context) -> Reply:
    """Send the memory by direct message."""
    choosing.hand_over(ctx, command.caller)
    return Reply(text="La mémoire du réseau arrive en message direct, dans un ZIP.")


_route = partial(Route, Act.KEEP_MEMORY)

ROUTES = (
    _route(choosing.SHOWN, show),
    _route(f"{choosing.KEEP} : <numéros>", partial(choose, on=True)),
    _route(f"{choosing.LEAVE} : <numéros>", partial(choose, on=False)),
    _route(f"{choosing.REOPEN} : <numéros>", partial(choose, on=None)),
    _route(choosing.TAKE, take),
)
