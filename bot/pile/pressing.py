"""A press on a pile's post: checked, done by its own route, then the next thing stands there.

What a press does and what the pile shows next are written in one transaction: a kill leaves both,
or neither. Two presses at once, on two devices or in two processes, write the same state's
successor: the second is undone, and told so.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.network.rights import Role
from bot.pile import card, opening
from bot.pile import store as piles
from bot.pile.rules import LATER, OPEN, SEEN, Pile, choice, later
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.reply import Reply


def takes(ctx: Context, command: Command) -> Pile | None:
    """Return the pile of whose shown thing this is; None for a press that came too late for it.

    Too late, a button does nothing; what someone wrote in a form is taken all the same.
    """
    pile = piles.of(ctx.db, command.caller.server, command.caller.id)
    if pile is None or pile.key != command.pile:
        return None
    pressed = choice(command.network, command.route, command.text)
    if is_form(command):
        return pile if pile.opened_form(pressed) else None
    if not pile.takes(pressed, ctx.now) or _done_by_another(ctx, command, pile):
        return None
    return pile


def asked_by(db: Connection, command: Command) -> Command:
    """Return what answers a form in a thread as said on the pile that asked for it, if one did."""
    pile = piles.of(db, command.caller.server, command.caller.id) if command.fields else None
    filled = choice(command.network, command.route, command.text)
    asked = pile is not None and pile.opened_form(filled)
    return replace(command, pile=pile.key) if pile is not None and asked else command


def is_form(command: Command) -> bool:
    """Tell whether someone has written something: it is taken, whatever their pile shows now."""
    return command.via is Via.DIALOG or bool(command.fields)


def show_again(ctx: Context, command: Command, refusal: Reply = opening.NOTHING) -> bool:
    """Show someone's pile as it is now: what was pressed is no longer there, or was refused.

    Of one that is kept no longer, a new one. Return whether a refusal stands in it.
    """
    caller = command.caller
    pile = piles.of(ctx.db, caller.server, caller.id)
    if pile is None and caller.role_in(ctx.network.slug) >= Role.MEMBER:
        opening.open_(ctx, caller)
    elif pile is not None and not pile.just_changed(ctx.now):
        told = command.via is Via.BUTTON and not pile.apart and not pile.private
        opening.show(ctx, caller, pile, was=pile, done=refusal if told else opening.NOTHING)
        return told
    return False


def follow(ctx: Context, command: Command, pile: Pile, reply: Reply) -> Reply:
    """Turn to the next thing once a press was done; return what is left to answer.

    What only leads on (a form, something to read, a question back) leaves the pile as it is, and so
    does a refusal, unless the thing has gone. A press that was neither noted nor had the thing go
    was to read.
    """
    caller = command.caller
    pressed = choice(command.network, command.route, command.text)
    if command.route == OPEN:
        opening.go_on(ctx, caller, pile)
        return Reply()
    if pile.undo and pressed == pile.undo:
        _bring_back(ctx, command, pile)
        return Reply()
    if not pile.queue:
        return reply
    here, piece = opening.first(ctx, command.caller, pile)
    slug, _, key = pile.queue[0].partition("/")
    if reply.refused and piece is None:
        opening.show(ctx, caller, pile, was=pile)
    told = reply.did or reply.seen or is_form(command) or command.route in (LATER, SEEN)
    leads_on = reply.dialog is not None or (reply.buttons and not reply.did) or not told
    if reply.refused or (piece is not None and leads_on):
        return reply
    hides = pile.private and reply.text and command.route not in (LATER, SEEN)
    text = "C'est fait" if hides else reply.text
    undo = reply.undo and replace(reply.undo, network=ctx.network.slug)
    done = Reply(did=card.said(reply.did or text), undo=undo)
    turned = pile
    if piece is None or not reply.seen:
        turned = pile.without_first()
    if piece is not None and not reply.seen and command.route != SEEN:
        until = later(key, ctx.now, here.network.timezone)
        piles.set_aside(ctx.db, slug, caller.id, key, until)
    opening.show(ctx, caller, turned, was=pile, done=done)
    return Reply(network=reply.network, fetches=reply.fetches, reshapes=reply.reshapes)


def _done_by_another(ctx: Context, command: Command, pile: Pile) -> bool:
    """Tell whether what a coordinator's pile shows was dealt with in another's."""
    pressed = choice(command.network, command.route, command.text)
    if not pile.queue or pressed == pile.undo or len(ctx.coordinators) < _SEVERAL:
        return False
    return opening.first(ctx, command.caller, pile)[1] is None


_SEVERAL = 2
"""Who coordinates alone finds done by others only what its own verb refuses, and says why."""


def _bring_back(ctx: Context, command: Command, pile: Pile) -> None:
    """Have the thing whose gesture was taken back stand there again."""
    slug, _, key = pile.last.partition("/")
    piles.bring_back(ctx.db, slug, command.caller.id, key)
    queue = (pile.last, *(each for each in pile.queue if each != pile.last))
    back = replace(pile, queue=queue, total=max(pile.total, len(queue)), last="")
    opening.show(ctx, command.caller, back, was=pile, done=Reply(did="C'est annulé"))
