"""What something speaks against, and is asked about first: dates, words that name their author."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.message import Button
from bot.french.dates import When, doubts
from bot.french.spoken import DAYS, short_day
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.markdown import typeset
from bot.talk.personal import names_in
from bot.talk.reply import Reply


def questioned(  # noqa: PLR0913, PLR0917  what takes which text, of what
    ctx: Context,
    when: When,
    route: str,
    text: str,
    again: Callable[[str], str] = str,
    number: int = 0,
) -> Reply | None:
    """Ask about what is doubtful in a date, None when nothing is.

    « confirmé », typed or by the button, has `route` take `text` as it is, whole as `again` makes
    it; another button has it take the other day that the words may mean.
    """
    found = doubts(when, zone=ctx.network.timezone, school_zone=ctx.network.school_zone)
    if not found:
        return None
    told = ctx.render(
        "rencontre/doubts.md.j2",
        at=when.start,
        doubts=[typeset(each.sentence) for each in found],
    )
    buttons = [confirming("Confirmer cette date", route, again(text), number=number)]
    if when.other:  # the other day that the words may mean
        label = f"Plutôt le {DAYS[when.other.weekday()]} {short_day(when.other)}"
        argument = f"{number or ''} {again(when.on_another(when.other))}".strip()
        buttons.append(Button("autre", label, route, argument))
    return Reply(text=told, refused=True, buttons=tuple(buttons), leads_on=True)


def named(command: Command, ctx: Context, text: str, *buttons: Button) -> Reply | None:
    """Ask about words that are to be shown without the caller's name, None when they tell it not.

    The first of `buttons` has them shown all the same: « confirmé » comes after what it is given.
    """
    names = names_in(text, command.caller)
    if not names:
        return None
    told = ctx.render("besoin/named.md.j2", names=names, text=text)
    return Reply(text=told, refused=True, buttons=buttons, leads_on=True)


def confirming(label: str, route: str, text: str = "", *, number: int = 0) -> Button:
    """Return what has `route` take `text` as it is, about the thing of a number if it has one."""
    argument = f"{number or ''} confirmé {text}".strip()
    return Button("confirmer", label, route, argument, emoji="white_check_mark", primary=True)
