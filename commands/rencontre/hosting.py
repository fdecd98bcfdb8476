"""Hosting: offers, absences, the rota, who is asked and who accepts, swaps, presentations."""

from __future__ import annotations

import re
from datetime import datetime

from bot.domain.errors import UserError
from bot.domain.hosting import UnknownPersonError
from bot.domain.message import Button
from bot.domain.rights import Act, allows
from bot.domain.text import TEXT_LIMIT
from bot.domain.when import WhenError, read_when
from bot.services import hosting
from bot.talk.arguments import certified_first, fold, names_in, number_first, without_thanks
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from commands.careful import careful

OFFER = "rencontre accueillir"
PRESENT = "rencontre présentation"
NAME = "rencontre hôte"
SWAP = "rencontre échanger"

_UNTIL = re.compile(r"^\W*(?:jusqu['’]?\s*)?(?:à|au|aux|en|le)?\s+", re.IGNORECASE)
_ENDLESS = ("nouvel ordre", "indetermine", "sans date", "sans fin")
_MYSELF = ("moi", "moi-meme", "me")
_NOBODY = ("personne", "aucun", "aucune")
_YES = ("oui", "d'accord", "ok")
_NO = ("non", "pas cette fois")


class AbsenceDateError(UserError):
    """It is not said, or cannot be read, until which day."""

    def __init__(self) -> None:
        super().__init__(
            "no end of absence",
            reply="Jusqu'à quel jour, inclus ? Par exemple `/rencontre absence jusqu'au "
            "15 janvier`, ou `/rencontre absence jusqu'à nouvel ordre`. Je ne garde que la date.",
        )


def offer(command: Command, ctx: Context) -> Reply:
    """Keep the caller's offer to host; « oui » and « non » answer what they were asked."""
    certified, words = certified_first(command.text)
    bare = fold(without_thanks(words)).strip(" .,")
    if bare in _YES:
        return accept(command, ctx)
    if bare in _NO:
        return decline(command, ctx)
    fresh = hosting.offer(ctx, words, command.caller, certified=certified)
    text = ctx.render("rencontre/offered.md.j2", fresh=fresh, network=ctx.network)
    return Reply(text=text)


def retire(command: Command, ctx: Context) -> Reply:
    """Ask the caller to host no more."""
    still = hosting.retire(ctx, command.caller)
    return Reply(text=ctx.render("rencontre/retired.md.j2", still=still, network=ctx.network))


def leave(command: Command, ctx: Context) -> Reply:
    """Keep that the caller is away until a day."""
    until = _until(command.text, ctx)
    still = hosting.leave(ctx, until, command.caller)
    text = ctx.render("rencontre/away.md.j2", until=until, still=still, network=ctx.network)
    return Reply(text=text)


def come_back(command: Command, ctx: Context) -> Reply:
    """Take the caller's absence back."""
    was_away = hosting.come_back(ctx, command.caller)
    return Reply(text=ctx.render("rencontre/come_back.md.j2", was_away=was_away))


def show(command: Command, ctx: Context) -> Reply:
    """Show a coordinator the rota; a member their own part, and how many volunteers there are."""
    if not allows(Act.CHOOSE_HOST, command.caller.role_in(ctx.network.slug)):
        standing = hosting.standing(ctx, command.caller)
        text = ctx.render("rencontre/standing.md.j2", standing=standing, network=ctx.network)
        return Reply(text=text)
    board = hosting.board(ctx)
    text = ctx.render("rencontre/board.md.j2", board=board, network=ctx.network)
    ask = Button(
        id="demander",
        label="Demander à la première personne",
        route=hosting.PROPOSE,
        argument="",
        primary=True,
    )
    asks = board.meeting is not None and not board.meeting.host and not board.waited_for
    return Reply(text=text, buttons=(ask,) if asks and board.turns else ())


def propose(command: Command, ctx: Context) -> Reply:
    """Ask the one whose turn it is; one more person only when told to."""
    waited_for = hosting.waited_for(ctx)
    if waited_for and not fold(command.text).startswith(hosting.FURTHER):
        text = ctx.render("rencontre/host_waited.md.j2", calls=waited_for, network=ctx.network)
        return Reply(text=text, buttons=(hosting.next_button(),))
    meeting, turn = hosting.propose(ctx)
    text = ctx.render(
        "rencontre/host_proposed.md.j2", meeting=meeting, turn=turn, network=ctx.network
    )
    return Reply(text=text)


def accept(command: Command, ctx: Context) -> Reply:
    """Host the meeting that the caller was asked to."""
    meeting = hosting.accept(ctx, _number(command), command.caller)
    text = ctx.render("rencontre/host_accepted.md.j2", meeting=meeting, network=ctx.network)
    return Reply(text=text)


def decline(command: Command, ctx: Context) -> Reply:
    """Say no this time."""
    hosting.decline(ctx, _number(command), command.caller)
    return Reply(text=ctx.render("rencontre/host_declined.md.j2", network=ctx.network))


def name(command: Command, ctx: Context) -> Reply:
    """Have the current meeting hosted by someone, or by nobody yet."""
    nobody = fold(command.text).strip(" .") in _NOBODY
    user = "" if nobody else _person(command, NAME)
    meeting = hosting.name(ctx, user, command.caller)
    return Reply(text=ctx.render("rencontre/host_named.md.j2", meeting=meeting))


def swap(command: Command, ctx: Context) -> Reply:
    """Ask someone to host the caller's meeting instead."""
    user = _person(command, SWAP)
    meeting = hosting.swap(ctx, user, command.caller)
    text = ctx.render("rencontre/swap_asked.md.j2", by=user, meeting=meeting, network=ctx.network)
    return Reply(text=text)


def present(command: Command, ctx: Context) -> Reply:
    """Keep the host's words on their place; without a text, open the form with the present ones."""
    certified, words = certified_first(command.text)
    if not words.strip() and command.via.immediate:
        return _form(command, ctx)
    meeting = hosting.present(ctx, words, command.caller, certified=certified)
    return Reply(text=ctx.render("rencontre/presented.md.j2", meeting=meeting))


def _form(command: Command, ctx: Context) -> Reply:
    meeting = hosting.presented(ctx, command.caller)
    words = Field(
        name="texte",
        label="Votre lieu et ce qui s'y fait",
        help="Les membres le lisent dans l'ordre du jour.",
        multiline=True,
        limit=TEXT_LIMIT,
        default=hosting.words_of(ctx, meeting),
    )
    return Reply(
        dialog=Dialog(
            title="Présenter votre lieu",
            route=PRESENT,
            argument="",
            submit="Enregistrer",
            fields=(words,),
        )
    )


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


def _until(text: str, ctx: Context) -> datetime | None:
    """Read the last moment of « jusqu'au 15 janvier », None for « jusqu'à nouvel ordre ».

    Raises AbsenceDateError.
    """
    if any(words in fold(text) for words in _ENDLESS):
        return None
    day = _UNTIL.sub("", f" {text.strip()}")
    for typed in (f"{day} 23h59", day):
        try:
            when = read_when(typed, now=ctx.now, zone=ctx.network.timezone)
        except WhenError:
            continue
        if when.start > ctx.now:
            return when.start
    raise AbsenceDateError


ROUTES = (
    Route(
        OFFER,
        careful(OFFER, offer, numbered=False),
        "<quelques mots sur votre lieu>",
        "proposer d'accueillir une rencontre",
        Act.OFFER_TO_HOST,
        aliases=("héberger", "recevoir"),
    ),
    Route(
        "rencontre ne-plus-accueillir",
        retire,
        "",
        "retirer votre offre d'accueillir",
        Act.OFFER_TO_HOST,
        Takes.NOTHING,
        rare=True,
    ),
    Route(
        "rencontre absence",
        leave,
        "jusqu'au <jour>",
        "dire jusqu'à quand ne pas vous demander d'accueillir",
        Act.OFFER_TO_HOST,
        aliases=("absent", "absente", "indisponible"),
        rare=True,
    ),
    Route(
        "rencontre disponible",
        come_back,
        "",
        "dire que votre absence est finie",
        Act.OFFER_TO_HOST,
        Takes.NOTHING,
        aliases=("de-retour", "présent", "présente"),
        rare=True,
    ),
    Route(
        "rencontre hôtes",
        show,
        "",
        "voir où en est l'accueil des rencontres",
        Act.READ_HOSTING,
        Takes.NOTHING,
        aliases=("accueil",),
    ),
    Route(
        hosting.PROPOSE,
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
        hosting.ACCEPT,
        accept,
        "",
        "dire oui à la demande d'accueillir",
        Act.OFFER_TO_HOST,
        Takes.WORDS,
        aliases=("j-accueille",),
        rare=True,
    ),
    Route(
        hosting.DECLINE,
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
    Route(
        PRESENT,
        careful(PRESENT, present, numbered=False),
        "<votre lieu et ce qui s'y fait>",
        "présenter le lieu de la rencontre que vous accueillez",
        Act.OFFER_TO_HOST,
        aliases=("présenter",),
        rare=True,
    ),
)
