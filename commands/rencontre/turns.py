"""Turns to host: whom the bot asks, who says yes or no, whom a coordinator names, swaps."""

from __future__ import annotations

from functools import partial

from bot.french.folding import fold
from bot.meeting.hosting import turns
from bot.meeting.hosting.rules import UNKNOWN_PERSON
from bot.network.rights import Act
from bot.talk.arguments import names_in, without_thanks
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes
from commands.telling import told

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
    return told(ctx, "rencontre/host_proposed.md.j2", meeting=meeting, turn=turn)


def accept(command: Command, ctx: Context) -> Reply:
    """Host the meeting that the caller was asked to."""
    meeting = turns.accept(ctx, command.number, command.caller)
    return told(ctx, "rencontre/host_accepted.md.j2", meeting=meeting)


def decline(command: Command, ctx: Context) -> Reply:
    """Say no this time."""
    turns.decline(ctx, command.number, command.caller)
    return told(ctx, "rencontre/host_declined.md.j2")


def name(command: Command, ctx: Context) -> Reply:
    """Have the current meeting hosted by someone, or by nobody yet."""
    nobody = fold(command.text).strip(" .") in _NOBODY
    user = "" if nobody else _person(command, NAME)
    meeting = turns.name(ctx, user, command.caller)
    return told(ctx, "rencontre/host_named.md.j2", meeting=meeting)


def swap(command: Command, ctx: Context) -> Reply:
    """Ask someone to host the caller's meeting instead."""
    user = _person(command, SWAP)
    meeting = turns.swap(ctx, user, command.caller)
    return told(ctx, "rencontre/swap_asked.md.j2", by=user, meeting=meeting)


def _person(command: Command, line: str) -> str:
    """Return whom the text names: « moi » or « @zoe ». Raises UNKNOWN_PERSON."""
    if fold(without_thanks(command.text)).strip(" .,") in _MYSELF:
        return command.caller.id
    for typed in names_in(command.text):
        if typed in command.people:
            return command.people[typed]
    raise UNKNOWN_PERSON(line=line)


_route = partial(Route, Act.OFFER_TO_HOST)
_rare = partial(Route, Act.OFFER_TO_HOST, rare=True)

ROUTES = (
    Route(
        Act.CHOOSE_HOST,
        turns.PROPOSE,
        propose,
        "demander en privé, à tour de rôle, qui accueille la rencontre",
        Takes.WORDS,
    ),
    Route(
        Act.CHOOSE_HOST,
        f"{NAME} : @nom|moi|personne",
        name,
        "nommer l'hôte de la rencontre",
        rare=True,
    ),
    _rare(f"{turns.ACCEPT}|j-accueille", accept, "dire oui à la demande d'accueillir", Takes.WORDS),
    _rare(turns.DECLINE, decline, "dire non à la demande d'accueillir, ou y renoncer", Takes.WORDS),
    _rare(f"{SWAP}|échange : @nom", swap, "proposer à quelqu'un d'échanger votre tour d'accueil"),
)
