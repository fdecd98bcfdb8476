"""Texts that seem to carry personal data: refused, and what to do then."""

from __future__ import annotations

from bot.core.message import Button
from bot.french.text import PersonalDataError
from bot.talk.arguments import number_first
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route
from bot.talk.signature import wording

CERTIFIED = "certifié"


def refused(error: PersonalDataError, ctx: Context, command: Command, route: Route) -> Reply:
    """Say what was seen in a text, and how to confirm that it is none."""
    asked = wording(command.discretion)
    if command.via is Via.DIALOG:  # it stays open with all its choices: one word is enough
        line = f"{CERTIFIED} …"
    else:
        line = f"/{_start(route)} {CERTIFIED} {asked}…"
    found = number_first(command.text) if route.numbered else None
    number, text = (f"{found[0]} ", found[1]) if found else ("", command.text)
    confirm = Button(
        id="certifier",
        label="Ce n'est pas une donnée personnelle",
        route=route.path,
        argument=f"{number}{CERTIFIED} {asked}{text}",
    )
    return told(error, ctx, command, line, confirm)


def told(
    error: PersonalDataError, ctx: Context, command: Command, line: str, *buttons: Button
) -> Reply:
    """Say what was seen in a text, and the line to type when it is none.

    What was refused is shown back, and given to a button, only where neither the chat nor we keep
    it: under a slash command. Elsewhere only its kind is told.
    """
    alone = command.via is Via.SLASH
    text = ctx.render(
        "besoin/personal.md.j2",
        kinds=error.kinds,
        masked=error.masked if alone else "",
        line=line,
        open_to_all=command.via is Via.MENTION,
    )
    return Reply(text=text, refused=True, buttons=buttons if alone else ())


def _start(route: Route) -> str:
    if route.care is not None and route.care.again:
        return route.care.again
    return f"{route.path} 12" if route.numbered else route.path
