"""Hosting: offers, absences, the rota, the presentation of a place; then turns.

Whom the bot asks, who says yes or no, whom a coordinator names, swaps.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from functools import partial

from bot.core.errors import Refusal
from bot.core.patterns import lazy_pattern
from bot.french.dates import WhenError, read_day, require_clear
from bot.french.folding import fold
from bot.meeting.hosting import card, offering, turns
from bot.meeting.hosting.rules import UNKNOWN_PERSON
from bot.network.rights import Act
from bot.talk.arguments import names_in, without_thanks
from bot.talk.care import DEPOSITED
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.handler import DATES_AT_ONCE, Situation, reading
from bot.talk.reply import Dialog, Field, Reply, words_field
from bot.talk.routing import SHORT, Route, Takes
from commands.texts import impersonal

_UNTIL = lazy_pattern(r"^\W*(?:jusqu['’]?\s*)?(?:à|au|aux|en|le)?\s+", re.IGNORECASE)
_ENDLESS = ("nouvel ordre", "indetermine", "sans date", "sans fin")
_YES = ("oui", "d'accord", "ok")
_NO = ("non", "pas cette fois")
_MYSELF = ("moi", "moi-meme", "me")
_NOBODY = ("personne", "aucun", "aucune")


NO_END_OF_ABSENCE = Refusal(
    "no end of absence",
    reply="Jusqu'à quel jour, inclus ? Par exemple « jusqu'au 15 janvier », ou « jusqu'à nouvel "
    "ordre » : `/rencontre absence jusqu'au 15 janvier`. Je ne garde que la date.",
)


def _read_words(command: Command, _situation: Situation) -> str:
    """Read the words on a place. Raises PersonalDataError."""
    return impersonal(command.text)


def offer(command: Command, ctx: Context, words: str) -> Reply:
    """Keep the caller's offer to host; « oui » and « non » answer what they were asked."""
    bare = fold(without_thanks(words)).strip(" .,")
    if bare in _YES:
        return accept(command, ctx)
    if bare in _NO:
        return decline(command, ctx)
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
    further, _, wanted = command.text.partition(" ")
    waited_for = {call.user for call in offering.board(ctx).waited_for}
    if waited_for and (fold(further) != card.FURTHER or wanted in waited_for):
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
    nobody = fold(command.text).strip(" .") in _NOBODY
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


_ABSENCE = Dialog(
    title="Absence",
    submit="Enregistrer",
    fields=(
        Field(
            name="texte",
            label="Jusqu'au",
            placeholder="15 janvier",
            help="Le dernier jour. Laissez vide si vous ne savez pas encore.",
            optional=True,
        ),
    ),
)


def _somebody(title: str, submit: str) -> Dialog:
    """Return the form that asks whom one means."""
    who = Field(name="texte", label="Nom d'utilisateur", placeholder="@nom")
    return Dialog(title=title, submit=submit, fields=(who,))


def _until(command: Command, situation: Situation) -> datetime | None:
    """Read the last moment of « jusqu'au 15 janvier », None for « jusqu'à nouvel ordre ».

    Raises NO_END_OF_ABSENCE, and WhenError for a day that may be another.
    """
    now, text = situation.now, command.text
    left_empty = command.via is Via.DIALOG and not text.strip()
    if left_empty or any(words in fold(text) for words in _ENDLESS):
        return None
    day = _UNTIL.sub("", f" {text.strip()}")
    try:
        when = read_day(day, now=now, zone=situation.network.timezone)
    except WhenError as error:
        raise NO_END_OF_ABSENCE() from error
    if when.start <= now:
        raise NO_END_OF_ABSENCE()
    return require_clear(when).start


def _listed(command: Command, ctx: Context) -> str:
    """Return whom the text names by their id, as a menu does; "" for anyone who is in none."""
    turns_listed = {turn.user for turn in offering.board(ctx).turns}
    return next((each for each in turns_listed if each == command.text.strip()), "")


def _person(command: Command) -> str:
    """Return whom the text names: « moi » or « @zoe ». Raises UNKNOWN_PERSON."""
    if fold(without_thanks(command.text)).strip(" .,") in _MYSELF:
        return command.caller.id
    for typed in names_in(command.text):
        if typed in command.people:
            return command.people[typed]
    raise UNKNOWN_PERSON()


_route = partial(Route, Act.OFFER_TO_HOST)

ROUTES = (
    Route(
        Act.READ_HOSTING,
        f"{card.READ}|hôtes",
        show,
        "accueillir une rencontre, ou voir où en est l'accueil",
    ),
    _route(
        f"{card.OFFER}|héberger|recevoir : <quelques mots sur votre lieu>",
        reading(_read_words, offer),
        "proposer d'accueillir une rencontre",
        care=DEPOSITED,
    ),
    _route(card.RETIRE, retire, "retirer votre offre d'accueillir"),
    _route(
        f"{card.LEAVE}|absent|absente|indisponible : jusqu'au <jour>",
        reading(_until, leave, at_once=DATES_AT_ONCE),
        "dire jusqu'à quand ne pas vous demander d'accueillir",
        limit=SHORT,
        form=_ABSENCE,
    ),
    _route(
        f"{card.BACK}|de-retour|présent|présente",
        come_back,
        "dire que votre absence est finie",
    ),
    _route(
        f"{card.PRESENT}|présenter : <votre lieu et ce qui s'y fait>",
        reading(_read_words, present),
        "présenter le lieu de la rencontre que vous accueillez",
        care=DEPOSITED,
        form=_presenting,
    ),
    Route(
        Act.CHOOSE_HOST,
        card.PROPOSE,
        propose,
        "demander en privé, à tour de rôle, qui accueille la rencontre",
        Takes.WORDS,
    ),
    Route(
        Act.CHOOSE_HOST,
        f"{card.NAME} : @nom|moi|personne",
        name,
        "nommer l'hôte de la rencontre",
        form=_somebody("Confier l'accueil", "Confier"),
    ),
    _route(f"{card.ACCEPT}|j-accueille", accept, "dire oui à la demande d'accueillir", Takes.WORDS),
    _route(card.DECLINE, decline, "dire non à la demande d'accueillir, ou y renoncer", Takes.WORDS),
    _route(
        f"{card.SWAP}|échange : @nom",
        swap,
        "proposer à quelqu'un d'échanger votre tour d'accueil",
        form=_somebody("Échanger votre tour", "Proposer"),
    ),
)
