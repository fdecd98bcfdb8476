"""A network that entered from the chat ends: all of it is kept for a month, then erased."""

from __future__ import annotations

from uuid import uuid4

from bot.core.message import Button
from bot.entry import changing, deciding
from bot.entry import store as entries
from bot.entry.rules import NOT_ENDED, PATIENCE, EntryState, NetworkEntry, renew
from bot.people import coordinators
from bot.people.coordinators import administrators
from bot.talk import say
from bot.talk.closed_channels import END
from bot.talk.command import Caller
from bot.talk.context import Context

RESUME = "reseau remettre-en-route"

__all__ = ["END", "RESUME"]


def end(ctx: Context, caller: Caller) -> NetworkEntry:
    """Have a network be served no more; who coordinates it is told until when it may be again.

    Raises IN_THE_FILE, ChangedMeanwhileError.
    """
    was = changing.entry_of(ctx)
    if was.state is not EntryState.LIVE:
        raise NOT_ENDED()
    entry = renew(was, EntryState.ENDED, ctx.now)
    entries.change(ctx.db, entry, was=was)
    changing.note(ctx, caller.id, "a retiré le réseau")
    again = Button("reprendre", "Remettre en route", RESUME, network=was.slug)
    text = ctx.render("entree/over.md.j2", by=caller.id, until=ctx.now + PATIENCE)
    _tell(ctx, entry, text, again)
    return entry


def resume(ctx: Context, caller: Caller) -> None:
    """Serve a network again that was ended. Raises NOT_ENDED, ChangedMeanwhileError."""
    was = NOT_ENDED.unless(entries.of(ctx.db, ctx.network.slug))
    if was.state is not EntryState.ENDED:
        raise NOT_ENDED()
    deciding.begin_anew(ctx, was)
    changing.note(ctx, caller.id, "a remis le réseau en route")


def tell_erased(ctx: Context, was: NetworkEntry) -> None:
    """Tell who coordinated a network that nothing of it is kept any more."""
    _tell(ctx, was, ctx.render("entree/erased.md.j2"))


def _tell(ctx: Context, entry: NetworkEntry, text: str, *buttons: Button) -> None:
    """Tell who coordinates a network that is not served, or who administrates where nobody does."""
    found = {each.user for each in coordinators.in_office(ctx.db, entry.slug)}
    for user in sorted(found) or administrators(ctx.db, entry.server):
        key = f"over:{entry.slug}:{uuid4().hex}"
        say.about_oneself(ctx, key, user, text, buttons=buttons)
