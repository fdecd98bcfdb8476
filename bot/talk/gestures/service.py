"""Gestures are noted as they are made, with what takes each of them back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import structlog

from bot.core.errors import UserError
from bot.core.message import Button
from bot.network.rights import Role
from bot.people.wish import Weight
from bot.talk import say
from bot.talk.arguments import number_first
from bot.talk.command import CLOCK, Caller, Command, Via
from bot.talk.context import Context
from bot.talk.gestures import store
from bot.talk.gestures.kinds import LINES
from bot.talk.gestures.rules import LET_GO, NotedGesture
from bot.talk.markdown import typeset
from bot.talk.reply import Reply, taking_back
from bot.talk.routing import Route

log = structlog.get_logger(__name__)

HeldAct = Callable[[Context, Caller, str], object]
"""Does what was held, for whoever asked it, with the argument that was kept; asks their right."""


def note(ctx: Context, command: Command, route: Route, reply: Reply) -> Reply:
    """Note what a command did; return its reply with what takes it back.

    What it took back itself is noted no longer.
    """
    here, user = ctx.network.slug, command.caller.id
    reply = _told(command, route, reply)
    if reply.did or command.via is Via.BUTTON:
        store.taken_back(ctx.db, here, user, route.path, command.text)
    if not reply.did or (reply.undo is not None and reply.undo.route == LET_GO):
        return reply
    remember(ctx, command.caller, reply.did, reply.undo)
    return reply


def remember(ctx: Context, by: Caller, line: str, back: Button | None) -> None:
    """Note what someone did, where the answer itself shows what may be done then."""
    done = NotedGesture(network=ctx.network.slug, user=by.id, line=line, at=ctx.now)
    if back is not None:
        done = replace(done, route=back.route, argument=back.argument)
    store.add(ctx.db, done)


def hold_back(  # noqa: PLR0913, PLR0917  what is done, and how it is told
    ctx: Context, by: Caller, route: str, argument: str, line: str, told: str
) -> Reply | None:
    """Have what publishes or mails be done in half a minute, so that it can be taken back.

    None where it is to be done at once: nothing is held, or its moment has come. Asked again
    meanwhile, it is done once. `told` says what will happen: « Le compte rendu paraît ».
    """
    if not ctx.hold or ctx.how == CLOCK:
        return None
    here = ctx.network.slug
    waits = store.held(ctx.db, here, route, argument) or store.add(
        ctx.db,
        NotedGesture(
            network=here,
            user=by.id,
            line=line,
            route=route,
            argument=argument,
            at=ctx.now,
            due_at=ctx.now + ctx.hold,
        ),
    )
    seconds = round(ctx.hold.total_seconds())
    text = typeset(f"{told} dans {seconds}\u00a0secondes. D'ici là, rien n'est parti.")
    undo = taking_back(LET_GO, waits.id) if waits.user == by.id else None
    return Reply(text=text, did=waits.line, undo=undo)


def carry_out(acts: Mapping[str, HeldAct], ctx: Context, due: Sequence[NotedGesture]) -> int:
    """Do what was held long enough; whoever asked it is told why, where that can be no more.

    Each with its row, in one transaction: a crash leaves both or neither.
    """
    for each in due:
        role = Role.COORDINATOR if each.user in ctx.coordinators else Role.MEMBER
        try:
            acts[each.route](ctx, ctx.acting(each.user, role), each.argument)
        except UserError as error:
            log.info("held_refused", reason=error.reason)
            key, text = f"held:{each.id}", typeset(error.reply)
            say.to_user(ctx, key, each.user, text, weight=Weight.ANSWER)
            store.remove(ctx.db, each)
        else:
            store.done(ctx.db, each)
    return len(due)


def _told(command: Command, route: Route, reply: Reply) -> Reply:
    """Return a reply that says what was done, as its route tells where its handler does not."""
    line = LINES.get(route.path, "")
    found = number_first(command.text) if "{}" in line else None
    about = str(found[0]) if found else ""
    asks = reply.refused or reply.leads_on or reply.dialog is not None
    asks = asks or any(each.route == route.path for each in reply.buttons)  # to be confirmed
    if not line or reply.did or asks or ("{}" in line and not about):
        return reply
    undo = taking_back(route.back, about) if route.back and reply.undo is None else reply.undo
    return replace(reply, did=line.format(about), undo=undo)
