"""Turns to host: whom the bot asks, who says yes or no, whom a coordinator names, swaps."""

from __future__ import annotations

from bot.french.folding import fold
from bot.meeting.hosting import turns
from bot.meeting.hosting.rules import UnknownPersonError
from bot.network.rights import Act
from bot.talk.arguments import names_in, number_first, without_thanks
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes

NAME = "rencontre hôte"
SWAP = "rencontre échanger"

_MYSELF = ("moi", "moi-meme", "me")
_NOBODY = ("personne", "aucun", "aucune")


def propose(command: Command, ctx: Context) -> Reply:
    """Ask the one whose turn it is; one more person only when told to."""
    waited_for = turns.waited_for(ctx)
    if waited_for and not fold(command.text).startswith(turns.FURTHER):
        text = ctx.render("rencontre/host_waited.md.j2", calls=waited_for, network=ctx.network)
        return Reply(text=text, buttons=(turns.next_button(),))
    meeting, turn = turns.propose(ctx)
    text = ctx.render(
        "rencontre/host_proposed.md.j2", meeting=meeting, turn=turn, network=ctx.network
    )
    return Reply(text=text)


def accept(command: Command, ctx: Context) -> Reply:
    """Host the meeting that the caller was asked to."""
    meeting = turns.accept(ctx, _number(command), command.caller)
    text = ctx.render("rencontre/host_accepted.md.j2", meeting=meeting, network=ctx.network)
    return Reply(text=text)


def decline(command: Command, ctx: Context) -> Reply:
    """Say no this time."""
    turns.decline(ctx, _number(command), command.caller)
    return Reply(text=ctx.render("rencontre/host_declined.md.j2", network=ctx.network))


def name(command: Command, ctx: Context) -> Reply:
    """Have the current meeting hosted by someone, or by nobody yet."""
    nobody = fold(command.text).strip(" .") in _NOBODY
    user = "" if nobody else _person(command, NAME)
    meeting = turns.name(ctx, user, command.caller)
    return Reply(text=ctx.render("rencontre/host_named.md.j2", meeting=meeting))


def swap(command: Command, ctx: Context) -> Reply:
    """Ask someone to host the caller's meeting instead."""
    user = _person(command, SWAP)
    meeting = turns.swap(ctx, user, command.caller)
    text = ctx.render("rencontre/swap_asked.md.j2", by=user, meeting=meeting, network=ctx.network)
    return Reply(text=text)


def _number(command: Command) -> int:
    """Return the number of the meeting that a button is about, 0 when none is typed."""
    found = number_first(command.text)
    return found[0] if found else 0


def _person(command: Command, line: str) -> str:
    """Return whom the text names: « moi » or « @zoe ». Raises UnknownPersonError."""
    if fold(without_thanks(command.text)).strip(" .,") in _MYSELF:
        return command.caller.id
    for typed in names_in(command.text):
        if typed in command.people:
            return command.people[typed]
    raise UnknownPersonError(line)


ROUTES = (
    Route(
        turns.PROPOSE,
        propose,
        "",
        "demander en privé, à tour de rôle, qui accueille la rencontre",
        Act.CHOOSE_HOST,
        Takes.WORDS,
    ),
    Route(
        NAME,
        name,
        "@nom|moi|personne",
        "nommer l'hôte de la rencontre",
        Act.CHOOSE_HOST,
        Takes.WORDS,
        rare=True,
    ),
    Route(
        turns.ACCEPT,
        accept,
        "",
        "dire oui à la demande d'accueillir",
        Act.OFFER_TO_HOST,
        Takes.WORDS,
        aliases=("j-accueille",),
        rare=True,
    ),
    Route(
        turns.DECLINE,
        decline,
        "",
        "dire non à la demande d'accueillir, ou y renoncer",
        Act.OFFER_TO_HOST,
        Takes.WORDS,
        rare=True,
    ),
    Route(
        SWAP,
        swap,
        "@nom",
        "proposer à quelqu'un d'échanger votre tour d'accueil",
        Act.OFFER_TO_HOST,
        Takes.WORDS,
        aliases=("échange",),
        rare=True,
    ),
)
