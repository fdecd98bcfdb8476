"""Sorting the digest to come: by typed words, or one article after the other on a card."""

from __future__ import annotations

from functools import partial

from bot.core.message import Button
from bot.core.patterns import lazy_pattern
from bot.french.text import checked_text
from bot.network.rights import Act
from bot.talk.arguments import certified_first, require_number, without_thanks
from bot.talk.care import CHECKED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.errors import UNCLEAR
from bot.talk.handler import Handler
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from bot.veille import sorting
from bot.veille.digest import Entry
from bot.veille.digests import Gathered
from bot.veille.sorting import PickChange

UNDO = "veille remettre"

WHY_LIMIT = 200
"""Characters of a « pourquoi »: one line or two."""

MOST = 50
"""Articles that one command may decide of."""

_EXAMPLE = "/veille pourquoi 12 Un guide à imprimer pour nos ateliers"
_NOTHING = "-"
_NUMBERS = lazy_pattern(r"\d{1,9}")
_ON_CARD: dict[str, PickChange] = {
    "garder": sorting.KEEP,
    "ecarter": sorting.DROP,
    "epingler": sorting.PIN,
}


def _deciding(path: str, change: PickChange) -> Handler:
    """Return the handler of a command that decides of one or several articles."""

    def answer(command: Command, ctx: Context) -> Reply:
        found = [int(each) for each in _NUMBERS.findall(command.text)][:MOST]
        if not found:
            raise UNCLEAR(
                hint=f"Quel article ? Par exemple `/{path} 12` : les numéros se lisent dans "
                "`/veille articles`."
            )
        numbers = tuple(dict.fromkeys(found))
        _, entries = sorting.decide(ctx, numbers, change, command.caller)
        text = ctx.render("veille/decided.md.j2", entries=entries)
        undo = Button(
            "annuler",
            "Annuler",
            UNDO,
            " ".join(map(str, numbers)),
            emoji="leftwards_arrow_with_hook",
        )
        return Reply(text=text, buttons=() if path == UNDO else (undo,))

    return answer


def explain(command: Command, ctx: Context) -> Reply:
    """Say in one line what an article is good for; « - » takes it back."""
    number, words = command.number, command.words
    if not words and command.text.rstrip().endswith(_NOTHING):
        words = _NOTHING  # read as what ends the number
    gathered, entries = _explained(command, ctx, number, words)
    seen = sorting.show_on_last_card(ctx, number, command.caller, gathered)
    return ctx.reply("veille/decided.md.j2", seen=seen, entries=entries)


def sort(command: Command, ctx: Context) -> Reply:
    """Send the caller the card that goes through the digest."""
    sent = sorting.open_card(ctx, command.caller)
    return ctx.reply("veille/card_sent.md.j2", sent=sent)


def on_card(command: Command, ctx: Context) -> Reply:
    """Do what a card's button says, and show what comes next there."""
    act, _, rest = command.text.partition(" ")
    number, token = require_number(rest, usage="veille garder 12")
    gathered = None
    if act in _ON_CARD:
        gathered, _ = sorting.decide(ctx, (number,), _ON_CARD[act], command.caller)
    sorting.show_card(
        ctx,
        token,
        0 if act == "terminer" else number,
        command.caller,
        gathered=gathered,
        forward=act != "terminer",
    )
    return Reply()


def _explained(
    command: Command, ctx: Context, number: int, words: str
) -> tuple[Gathered, list[Entry]]:
    certified, words = certified_first(without_thanks(words))
    why = ""
    if words.strip() != _NOTHING:
        kept = checked_text(words, what="cette ligne", example=_EXAMPLE, certified=certified)
        why = " ".join(kept.split())
        if len(why) > WHY_LIMIT:
            raise UNCLEAR(hint=f"Une seule ligne : {WHY_LIMIT} caractères au plus, ici {len(why)}.")

    return sorting.decide(ctx, (number,), PickChange(why=why), command.caller)


def _form(command: Command, ctx: Context) -> Dialog:
    number = command.number
    line = Field(
        name="texte",
        label="À quoi cela sert",
        placeholder="Un guide à imprimer pour nos ateliers",
        help="Une ligne, publiée sous le titre ; « - » l'efface.",
        limit=WHY_LIMIT,
        default=sorting.find(ctx, number).why,
    )
    return Dialog(title=f"Article n°\u00a0{number}", submit="Noter", fields=(line,))


_route = partial(Route, Act.SORT_DIGEST)

_DECISIONS = (
    ("veille garder", sorting.KEEP, "garder des articles dans la prochaine veille"),
    ("veille écarter|jeter", sorting.DROP, "écarter des articles de la prochaine veille"),
    ("veille épingler", sorting.PIN, "mettre un article en tête de la veille"),
    ("veille désépingler", sorting.UNPIN, "retirer un article de la tête de la veille"),
    (f"{UNDO}|annuler", sorting.UNDO, "annuler ce qui a été choisi d'un article"),
)

ROUTES = (
    *(
        _route(
            f"{words} : <n°> [<n°> …]",
            _deciding(words.partition("|")[0], change),
            summary,
            Takes.TEXT,
        )
        for words, change, summary in _DECISIONS
    ),
    _route(
        f"{sorting.WHY} : <n°> <une ligne>",
        explain,
        "dire à quoi sert un article de la veille",
        care=CHECKED,
        form=_form,
    ),
    _route(sorting.SORT, sort, "trier les articles, l'un après l'autre"),
    _route(sorting.ON_CARD, on_card),
)
