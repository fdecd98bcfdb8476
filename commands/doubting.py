"""What something speaks against, and is asked about first: dates, words that name their author."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.core.message import Button
from bot.french.dates import When, doubts
from bot.french.spoken import DAYS, short_day
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.markdown import typeset
from bot.talk.personal import names_in
from bot.talk.reply import Reply


def questioned(
    ctx: Context, when: When, route: str, text: str, again: Callable[[str], str] = str
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
    confirm = confirming("Confirmer cette date", route, again(text))
    return Reply(text=told, refused=True, buttons=(confirm, *_other_day(when, route, again)))


def named(command: Command, ctx: Context, text: str, *buttons: Button) -> Reply | None:
    """Ask about words that are to be shown without the caller's name, None when they tell it not.

    The first of `buttons` has them shown all the same: « confirmé » comes after what it is given.
    """
    names = names_in(text, command.caller)
    if not names:
        return None
    told = ctx.render("besoin/named.md.j2", names=names, text=text)
    return Reply(text=told, refused=True, buttons=buttons, leads_on=True)


def _other_day(when: When, route: str, again: Callable[[str], str]) -> Iterator[Button]:
    """Give what takes the other day that the words may mean, if there is one."""
    if when.other:
        label = f"Plutôt le {DAYS[when.other.weekday()]} {short_day(when.other)}"
        argument = again(when.on_another(when.other))
        yield Button("autre", label, route, argument)


def confirming(label: str, route: str, text: str) -> Button:
    """Return what has `route` take `text` as it is."""
    return Button(
        "confirmer", label, route, f"confirmé {text}", emoji="white_check_mark", primary=True
    )
