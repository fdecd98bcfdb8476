"""The follow-up of one person, in their private question: read, opened, written, erased."""

from __future__ import annotations

from dataclasses import replace

from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.french.dates.ends import read_last_day
from bot.network.rights import Act
from bot.question import following_up
from bot.question.follow_up import LINE_LIMIT, NOTED, UNREAD_DUE, FollowUpKind, FollowUpLine
from bot.question.following_up import OPEN
from bot.question.verbs import FOLLOW_UP
from bot.talk.arguments import confirmed_first, number_first
from bot.talk.care import DEPOSITED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.render import shorten
from bot.talk.reply import Choice, Dialog, Field, Reply, optional_field, taking_back, words_field
from bot.talk.routing import Route
from commands.texts import Numbered, numbered

_NOTE = "besoin noter-suivi"
_ERASE = "besoin effacer-suivi"

_KIND = Field(
    name="nature",
    label="De quoi s'agit-il",
    default=NOTED[0].value,
    choices=tuple(Choice(label=each.label.capitalize(), value=each.value) for each in NOTED),
)
_DUE = optional_field(name="quand", label="Pour quand", placeholder="jeudi 14 janvier")


def show(command: Command, ctx: Context) -> Reply:
    """Show a follow-up, the same to its member and to who reads the question."""
    found, user = following_up.read(ctx, command.number, command.caller), command.caller.id
    own, number = found.question.author == user, str(command.number)
    text = ctx.render("besoin/follow_up.md.j2", question=found.question, found=found, own=own)
    if not found.opened:
        label = "Ouvrir le suivi" if own else "Lui proposer un suivi"
        opening = Button("ouvrir", label, OPEN, number, primary=True)
        return Reply(text=text, buttons=(opening,))
    options = [
        Option(
            shorten(f"{each.kind.label} : {each.text}", OPTION_LABEL), _ERASE, f"{number} {each.id}"
        )
        for each in found.of(user)
    ]
    noting = Button("noter", "Noter…", _NOTE, number, primary=True)
    erasing = (menu("effacer", "Effacer une ligne…", *options[-10:]),) if options else ()
    closing = (Button("tout", "Tout effacer", _ERASE, number),) if own else ()
    return Reply(text=text, buttons=(noting, *erasing, *closing), erased_once_said=True)


def begin(command: Command, ctx: Context) -> Reply:
    """Open one's follow-up, or ask its member."""
    following_up.begin(ctx, command.number, command.caller)
    shown = show(command, ctx)
    asked = "Je le lui propose, en disant qui lirait. Sans son oui, rien ne s'ouvre."
    return shown if shown.erased_once_said else Reply(text=asked)


def note(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Add a line."""
    kind, when = FollowUpKind(_KIND.chosen(command.fields)), command.fields.get("quand", "").strip()
    due = read_last_day(when, ctx.now, ctx.network.timezone, UNREAD_DUE) if when else None
    line = FollowUpLine(at=ctx.now, kind=kind, text=typed.text, due=due)
    made = following_up.note(ctx, typed.number, command.caller, line)
    back = taking_back(_ERASE, f"{typed.number} {made} confirmé")
    did = f"Question n° {typed.number} : une ligne de suivi"
    return replace(show(replace(command, number=typed.number), ctx), did=did, undo=back)


def erase(command: Command, ctx: Context) -> Reply:
    """Erase a line or all, once that was confirmed."""
    line, rest = number_first(command.words) or (0, command.words)
    if not confirmed_first(rest)[0]:
        argument = f"{command.number} {line or ''} confirmé".replace("  ", " ")
        sure = Button("confirmer", "Oui, effacer", _ERASE, argument)
        return ctx.reply("besoin/follow_up_erasing.md.j2", sure, line=line)
    following_up.erase(ctx, command.number, line, command.caller)
    return show(command, ctx)


def _noting(command: Command, ctx: Context) -> Dialog:
    found = following_up.read(ctx, command.number, command.caller)
    found.require_opened()
    text = words_field(
        label="Le fait, en une ligne",
        limit=LINE_LIMIT,
        placeholder="Un point au téléphone sur la fiche de poste",
        help="Des faits, pas d'appréciation. Les deux côtés lisent la même chose.",
    )
    title = f"Suivi, question n°\u00a0{command.number}"
    return Dialog(title=title, submit="Noter", fields=(text, _KIND, _DUE))


ROUTES = (
    Route(Act.READ_QUESTIONS, f"{FOLLOW_UP} : <n°>", show),
    Route(Act.READ_QUESTIONS, f"{OPEN} : <n°>", begin),
    Route(
        Act.READ_QUESTIONS,
        f"{_NOTE} : <n°> <texte>",
        reading(numbered, note),
        care=DEPOSITED,
        form=_noting,
    ),
    Route(Act.READ_QUESTIONS, f"{_ERASE} : <n°>", erase),
)
