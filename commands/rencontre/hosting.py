"""Hosting: offers, absences, the rota, the presentation of a place; then turns.

Whom the bot asks, who says yes or no, whom a coordinator names, swaps.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.core.errors import Refusal
from bot.french.dates import WhenError, read_day, require_clear, without_lead
from bot.meeting.hosting import card, offering, turns
from bot.meeting.hosting.rules import UNKNOWN_PERSON
from bot.network.rights import Act
from bot.talk.care import DEPOSITED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import DATES_AT_ONCE, Situation, reading
from bot.talk.reply import Dialog, Field, Reply, optional_field, words_field
from bot.talk.routing import SHORT, Route
from commands.rencontre.door import account_in, day_ahead
from commands.texts import impersonal

_MYSELF = "moi"
_NOBODY = "personne"

NO_END_OF_ABSENCE = Refusal(
    "no end of absence",
    reply="Je ne lis pas ce jour. Écrivez le dernier jour de votre absence, ou rien si vous ne le "
    "savez pas encore. Je ne garde que la date.",
)


def _read_words(command: Command, _situation: Situation) -> str:
    """Read the words on a place. Raises PersonalDataError."""
    return impersonal(command.text)


def offer(command: Command, ctx: Context, words: str) -> Reply:
    """Keep the caller's offer to host."""
    fresh = offering.offer(ctx, words, command.caller)
    return _own(ctx, command, ctx.reply("rencontre/offered.md.j2", fresh=fresh))


def retire(command: Command, ctx: Context) -> Reply:
    """Ask the caller to host no more."""
    still = offering.retire(ctx, command.caller)
    return _own(ctx, command, ctx.reply("rencontre/retired.md.j2", still=still))


def leave(command: Command, ctx: Context, until: datetime | None) -> Reply:
    """Keep that the caller is away until a day."""
    still = offering.leave(ctx, until, command.caller)
    return _own(ctx, command, ctx.reply("rencontre/away.md.j2", until=until, still=still))


def come_back(command: Command, ctx: Context) -> Reply:
    """Take the caller's absence back."""
    was_away = offering.come_back(ctx, command.caller)
    return _own(ctx, command, ctx.reply("rencontre/come_back.md.j2", was_away=was_away))


def show(command: Command, ctx: Context) -> Reply:
    """Show a coordinator the rota; a member their own part, and how many volunteers there are."""
    mine = offering.standing(ctx, command.caller)
    if not ctx.allows(Act.CHOOSE_HOST, command.caller):
        return _own(ctx, command, ctx.reply("rencontre/own_hosting.md.j2", mine=mine))
    board = offering.board(ctx)
    return ctx.reply("rencontre/board.md.j2", *card.choosing(board), *card.own(mine), board=board)


def present(command: Command, ctx: Context, words: str) -> Reply:
    """Keep the host's words on their place."""
    meeting = offering.present(ctx, words, command.caller)
    return ctx.reply("rencontre/presented.md.j2", meeting=meeting)


def propose(command: Command, ctx: Context) -> Reply:
    """Ask the one whose turn it is; one more person only when told to."""
    wanted = command.text.strip()
    waited_for = {call.user for call in offering.board(ctx).waited_for}
    if waited_for and (not wanted or wanted in waited_for):
        return show(command, ctx)
    meeting, turn = turns.propose(ctx, wanted)
    return ctx.reply("rencontre/host_proposed.md.j2", meeting=meeting, turn=turn)


def accept(command: Command, ctx: Context) -> Reply:
    """Host the meeting that the caller was asked to."""
    meeting = turns.accept(ctx, command.number, command.caller)
    return ctx.reply("rencontre/host_accepted.md.j2", meeting=meeting)


def decline(command: Command, ctx: Context) -> Reply:
    """Say no this time."""
    meeting = turns.decline(ctx, command.number, command.caller)
    return ctx.reply("rencontre/host_declined.md.j2", meeting=meeting)


def name(command: Command, ctx: Context) -> Reply:
    """Have the current meeting hosted by someone, or by nobody yet."""
    nobody = command.text.strip() == _NOBODY
    user = "" if nobody else _listed(command, ctx) or _person(command)
    meeting = turns.name(ctx, user, command.caller)
    return ctx.reply("rencontre/host_named.md.j2", meeting=meeting)


def swap(command: Command, ctx: Context) -> Reply:
    """Ask someone to host the caller's meeting instead."""
    user = _person(command)
    meeting = turns.swap(ctx, user, command.caller)
    return ctx.reply("rencontre/swap_asked.md.j2", by=user, meeting=meeting)


def _own(ctx: Context, command: Command, reply: Reply) -> Reply:
    """Return a reply to someone about their own part, with what they may do of it."""
    return replace(reply, buttons=card.own(offering.standing(ctx, command.caller)))


def _presenting(command: Command, ctx: Context) -> Dialog:
    """Return the form of the words on a place, with the present ones."""
    meeting = offering.presented(ctx, command.caller)
    words = words_field(
        label="Votre lieu, en bref",
        help="Où c'est, ce qui s'y fait. Les membres le lisent dans l'ordre du jour.",
        default=offering.words_of(ctx, meeting),
    )
    return Dialog(title="Présenter votre lieu", submit="Enregistrer", fields=(words,))


def _offering(_command: Command, ctx: Context) -> Dialog:
    """Ask before someone is a volunteer, and say what that is."""
    words = words_field(
        label="Votre lieu, en bref",
        placeholder="La médiathèque, 20 places, près de la gare",
        help="Facultatif. La coordination seule le lit, tant que vous n'accueillez pas.",
        limit=300,
        optional=True,
    )
    return Dialog(
        title="Proposer mon lieu",
        introduction=ctx.render("rencontre/offering.md.j2"),
        submit="Proposer mon lieu",
        fields=(words,),
    )


def _leaving(_command: Command, ctx: Context) -> Dialog:
    until = optional_field(
        label="Jusqu'au",
        placeholder=day_ahead(ctx, 21),
        help="Le dernier jour. Laissez vide si vous ne savez pas encore.",
    )
    return Dialog(title="Absence", submit="Enregistrer", fields=(until,))


def _somebody(title: str, submit: str) -> Dialog:
    """Return the form that asks whom one means."""
    who = Field(label="Nom d'utilisateur", placeholder="@nom")
    return Dialog(title=title, submit=submit, fields=(who,))


def _until(command: Command, situation: Situation) -> datetime | None:
    """Read the last moment of an absence, None where it has no end yet.

    Raises NO_END_OF_ABSENCE, and WhenError for a day that may be another.
    """
    text = without_lead(command.text).strip(" -–—")
    if not text:
        return None
    try:
        when = read_day(text, now=situation.now, zone=situation.network.timezone)
    except WhenError as error:
        raise NO_END_OF_ABSENCE() from error
    if when.start <= situation.now:
        raise NO_END_OF_ABSENCE()
    return require_clear(when).start


def _listed(command: Command, ctx: Context) -> str:
    """Return whom the text names by their id, as a menu does; "" for anyone who is in none."""
    turns_listed = {turn.user for turn in offering.board(ctx).turns}
    return next((each for each in turns_listed if each == command.text.strip()), "")


def _person(command: Command) -> str:
    """Return whom the text names: « moi » or « @zoe ». Raises UNKNOWN_PERSON."""
    if command.text.strip() == _MYSELF:
        return command.caller.id
    return UNKNOWN_PERSON.unless(account_in(command, command.text) or None)


_route = partial(Route, Act.OFFER_TO_HOST)

ROUTES = (
    Route(Act.READ_HOSTING, card.READ, show),
    _route(
        card.OFFER, reading(_read_words, offer), care=DEPOSITED, form=_offering, back=card.RETIRE
    ),
    _route(card.RETIRE, retire),
    _route(card.LEAVE, reading(_until, leave, at_once=DATES_AT_ONCE), limit=SHORT, form=_leaving),
    _route(card.BACK, come_back),
    _route(card.PRESENT, reading(_read_words, present), care=DEPOSITED, form=_presenting),
    Route(Act.CHOOSE_HOST, card.PROPOSE, propose),
    Route(Act.CHOOSE_HOST, card.NAME, name, form=_somebody("Confier l'accueil", "Confier")),
    _route(f"{card.ACCEPT} : <n°>", accept),
    _route(f"{card.DECLINE} : <n°>", decline),
    _route(card.SWAP, swap, form=_somebody("Échanger votre tour", "Proposer")),
)
