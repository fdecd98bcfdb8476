"""Texts that seem to carry personal data: refused, and what to do then."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.core.message import Button
from bot.french.text import PersonalDataError
from bot.talk.arguments import number_first
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.handler import AT_ONCE, Handler, Situation, TwoSteps, Work, prepared
from bot.talk.reply import Reply
from bot.talk.signature import wording

CERTIFIED = "certifié"


def careful(path: str, handler: Handler, *, numbered: bool = True) -> TwoSteps:
    """Have a handler's writer told what was seen in their text, and confirm that it is none.

    `path` is the handler's route, `numbered` whether a question's number comes before the text.
    """

    def read(command: Command, situation: Situation) -> Work:
        told = partial(_told, command, path=path, numbered=numbered)
        try:
            work = prepared(handler, command, situation)
        except PersonalDataError as error:
            return partial(told, error)
        return partial(_done, work, told)

    return TwoSteps(read, handler.at_once if isinstance(handler, TwoSteps) else AT_ONCE)


def _done(work: Work, told: Callable[[PersonalDataError, Context], Reply], ctx: Context) -> Reply:
    try:
        return work(ctx)
    except PersonalDataError as error:
        return told(error, ctx)


def _told(
    command: Command, error: PersonalDataError, ctx: Context, *, path: str, numbered: bool
) -> Reply:
    """Say what was seen, and how to confirm.

    What was refused is shown back only where neither the chat nor we keep it: under a slash
    command. Elsewhere only its kind is told.
    """
    alone = command.via is Via.SLASH
    text = ctx.render(
        "besoin/personal.md.j2",
        kinds=error.kinds,
        masked=error.masked if alone else "",
        line=_line(command, path, numbered=numbered),
        open_to_all=command.via is Via.MENTION,
    )
    confirm = Button(
        id="certifier",
        label="Ce n'est pas une donnée personnelle",
        route=path,
        argument=_certified(command, command.text, numbered=numbered),
    )
    return Reply(text=text, refused=True, buttons=(confirm,) if alone else ())


def _line(command: Command, path: str, *, numbered: bool) -> str:
    """Return what to type again; in a form, which stays open with all its choices, one word."""
    if command.via is Via.DIALOG:
        return f"{CERTIFIED} …"
    return f"/{path} {_certified(command, '12 …' if numbered else '…', numbered=numbered)}"


def _certified(command: Command, text: str, *, numbered: bool) -> str:
    """Return what to type to have a text taken as it is, as discreetly as it was given."""
    asked = wording(command.discretion)
    found = number_first(text) if numbered else None
    if found is None:
        return f"{CERTIFIED} {asked}{text}"
    return f"{found[0]} {CERTIFIED} {asked}{found[1]}"
