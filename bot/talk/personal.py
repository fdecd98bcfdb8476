"""Texts that seem to carry personal data: refused, or asked about, and what to do then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import structlog

from bot.core.message import Button
from bot.french.discretion import Discretion
from bot.french.signatures import signatures
from bot.french.text import PersonalDataError
from bot.talk.arguments import number_first, text_first
from bot.talk.care import SURE
from bot.talk.command import Caller, Command, Via
from bot.talk.context import Context
from bot.talk.reply import TICKED, WORDS, Reply
from bot.talk.routing import Route
from bot.talk.signature import wording

log = structlog.get_logger(__name__)

CERTIFIED = "certifié"


def as_ticked(command: Command, *, numbered: bool) -> Command:
    """Return what a form gives as if it had been typed: certified, where its box is ticked."""
    if command.fields.get(SURE.name) != TICKED:
        return command
    fields = {name: each for name, each in command.fields.items() if name != SURE.name}
    return replace(command, text=with_certified(command.text, numbered=numbered), fields=fields)


def certified(command: Command, route: Route) -> str:
    """Return what to give a route for the same command, once its text is said to carry none."""
    asked = wording(command.discretion)
    return with_certified(command.text, asked=asked, numbered=route.numbered)


def with_certified(text: str, *, asked: str = "", numbered: bool) -> str:
    """Put before a text, after its number, that it carries none; and what it asks for."""
    found = number_first(text) if numbered else None
    number, words = (f"{found[0]} ", found[1]) if found else ("", text)
    return f"{number}{CERTIFIED} {asked}{words}"


def anyway(route: Route) -> str:
    """Return what is written on the button that deposits a doubtful text."""
    asks = route.care is not None and route.care.asks
    return "Poser quand même" if asks else "Publier quand même"


def names_told(command: Command, route: Route) -> Sequence[str]:
    """Return the words that tell who wrote what is to be shown without their name.

    None once they said that it is to be deposited so, nor of a message that bears their name.
    """
    care = route.care
    typed = text_first(command.text, numbered=route.numbered)
    if care is None or typed.certified or command.via.silent:
        return ()
    asks = care.signature is not None and command.discretion is Discretion.ANONYMOUS
    if not (care.unsigned or asks):
        return ()
    refers, fields = command.refers, care.signature.fields if care.signature else ()
    own = refers is not None and refers.author.id == command.caller.id
    said = typed.text or (refers.text if refers is not None and own else "")
    texts = (said, *(command.fields[each] for each in fields if each in command.fields))
    return [name for each in texts for name in names_in(each, command.caller)]


def names_in(text: str, author: Caller) -> Sequence[str]:
    """Return the words of a text that tell who its author is, or sign it."""
    return [text[start:end] for start, end in signatures(text, author.names)]


def require_unnamed(text: str, author: Caller, *, certified: bool = False) -> None:
    """Refuse new words that name their author, for what is shown without their name.

    Raises PersonalDataError.
    """
    if not certified and (names := names_in(text, author)):
        raise PersonalDataError(names=names)


def refused(error: PersonalDataError, ctx: Context, command: Command, route: Route) -> Reply:
    """Say what was seen in a text, and how to confirm that it is none."""
    confirm = Button(
        "certifier",
        "Ce n'est pas une donnée personnelle" if error.sure else anyway(route),
        route.path,
        certified(command, route),
    )
    return told(error, ctx, command, confirm)


def told(error: PersonalDataError, ctx: Context, command: Command, *buttons: Button) -> Reply:
    """Say what was seen in a text, and how to say that it is none.

    What was refused is shown back, and given to a button, only where neither the chat nor we keep
    it: under a slash command. Elsewhere only its kind is told.
    """
    network, via = ctx.network.slug, command.via
    log.info("text_refused", network=network, via=via.value, reason=error.reason, sure=error.sure)
    alone = via is Via.SLASH
    text = ctx.render(
        "besoin/personal.md.j2",
        kinds=error.kinds,
        passages=error.passages if alone and not error.sure else (),
        masked=error.masked if alone else "",
        in_form=via is Via.DIALOG,
        open_to_all=via is Via.MENTION,
        sure=error.sure,
    )
    at = WORDS if WORDS in command.fields else ""
    return Reply(text=text, refused=True, buttons=buttons if alone else (), field=at)
