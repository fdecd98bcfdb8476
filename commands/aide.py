"""`/aide`: the hall, and what can be typed, written from the routes themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.core.message import Button
from bot.french.folding import fold
from bot.network.rights import Act, Role
from bot.pile import card, opening
from bot.pile import store as piles
from bot.pile.rules import APART, BROWSE, LATER, SEEN, UNHURRIED, UNSEEN, kind_of
from bot.talk.arguments import first_word, without_thanks
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.markdown import typeset
from bot.talk.reply import TICKED, Reply, taking_back
from bot.talk.routing import ALL, COMMANDS, Route, Takes


def help_(command: Command, ctx: Context, *, among: Sequence[Route]) -> Reply:
    """Show the hall; the commands `among` some routes, or those of one word, when asked for."""
    word, _ = first_word(fold(without_thanks(command.text)).strip(" .,:;!?/"))
    asked = [each for each in among if each.path in COMMANDS and word in (ALL, each.root)]
    found = [each for each in asked if ctx.allows(each.told_to, command.caller)]
    return ctx.reply("aide/commands.md.j2", commands=found) if found else hall(command, ctx)


def hall(command: Command, ctx: Context) -> Reply:
    """Open the caller's pile, and say where it is; tell whoever is no member how to become one."""
    role = command.caller.role_in(ctx.network.slug)
    if role < Role.MEMBER:
        guest = role is Role.GUEST
        text = ctx.render("aide/stranger.md.j2", guest=guest)
        kept = Button("garde", "Ce que je garde de vous", "reseau confidentialité")
        return Reply(text=text, buttons=(kept,))
    if command.pile:  # which goes on where it is
        return Reply()
    count = opening.open_(ctx, command.caller)
    if command.direct or command.via in (Via.DIRECT, Via.MENTION):
        return Reply()
    ask = Button("poser", "Poser une question", "besoin", primary=True)
    coordinates, team = role is Role.COORDINATOR, ctx.network.team
    return ctx.reply("aide/elsewhere.md.j2", ask, count=count, coordinates=coordinates, team=team)


def browse(_command: Command, ctx: Context) -> Reply:
    """List all that may be read at length."""
    return Reply(
        text=typeset("**À lire**, à votre rythme :"),
        buttons=(replace(card.browsing(ctx), route=""),),
    )


def later(command: Command, _ctx: Context) -> Reply:
    """Leave a thing for tomorrow, or for months: its pile does."""
    unhurried = kind_of(command.text) in UNHURRIED
    return Reply(text="Reporté de trois mois." if unhurried else "Remis à demain.")


def seen(command: Command, ctx: Context) -> Reply:
    """Take a thing out of the caller's pile for good."""
    until = ctx.now + _FOR_GOOD
    piles.set_aside(ctx.db, ctx.network.slug, command.caller.id, command.text, until)
    back = taking_back(UNSEEN, command.text)
    return Reply(text="C'est noté, vous ne le verrez plus.", undo=back)


def unseen(command: Command, ctx: Context) -> Reply:
    """Have the caller see again what they did not want to see."""
    piles.bring_back(ctx.db, ctx.network.slug, command.caller.id, command.text)
    return Reply(text="C'est annulé.")


def choose_posts(command: Command, ctx: Context) -> Reply:
    """Have each card of the caller's pile come in a message of its own, or all in one."""
    apart = command.text == TICKED
    opening.set_apart(ctx, command.caller, apart=apart)
    text = (
        "Chaque carte viendra dans un nouveau message."
        if apart
        else ("Les cartes se suivront dans un seul message.")
    )
    return Reply(text=text, undo=taking_back(APART, "" if apart else TICKED))


_FOR_GOOD = timedelta(days=365)


_help = partial(Route, Act.READ_HELP)


def routes(others: Sequence[Route]) -> tuple[Route, ...]:
    """Return the routes of the help, which tells of the `others` and of itself."""
    among = [*others]
    told = "voir ce qui vous attend, et ce que je sais faire"
    among.append(_help("aide", partial(help_, among=among), told, Takes.TEXT))
    return (
        among[-1],
        _help(BROWSE, browse),
        _help(LATER, later),
        _help(SEEN, seen),
        _help(UNSEEN, unseen),
        _help(APART, choose_posts),
    )
