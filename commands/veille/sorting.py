"""Sorting the digest to come, one article after the other."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.core.errors import at_field
from bot.french.text import require_impersonal, tidied
from bot.network.rights import Act
from bot.pile import opening
from bot.pile.rules import PieceKind
from bot.talk.arguments import certified_first, every_number
from bot.talk.care import CHECKED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.entrusting.rules import EntrustedTask
from bot.talk.errors import UNCLEAR
from bot.talk.handler import Handler
from bot.talk.reply import Dialog, Reply, optional_field, taking_back
from bot.talk.routing import Route
from bot.veille import sorting
from bot.veille.sorting import PickChange
from commands.entrusting import entrusted

UNDO = "veille remettre"

WHY_LIMIT = 200
"""Characters of a « pourquoi »: one line or two."""

_NAMED = 3
"""Articles that are named by their number in what is said of them."""


def _deciding(change: PickChange, did: str = "") -> Handler:
    """Return the handler of a verb that decides of one or several articles."""

    def answer(command: Command, ctx: Context) -> Reply:
        numbers = every_number(command.text)
        entries = sorting.decide(ctx, numbers, change, command.caller)
        text = ctx.render("veille/decided.md.j2", entries=entries)
        if not did:
            return Reply(text=text)
        which = ", ".join(f"n°\u00a0{number}" for number in numbers[:_NAMED])
        undo = taking_back(UNDO, command.text)
        return Reply(text=text, did=f"Article {which} : {did}", undo=undo)

    return answer


def explain(command: Command, ctx: Context) -> Reply:
    """Say in one line what an article is good for; an empty one takes it back."""
    certified, words = certified_first(command.words)
    require_impersonal(words, certified=certified)
    why = " ".join(tidied(words).split())
    with at_field("texte"):
        if len(why) > WHY_LIMIT:
            raise UNCLEAR(hint=f"Une seule ligne : {WHY_LIMIT} caractères au plus, ici {len(why)}.")
    change = PickChange(why=why)
    entries = sorting.decide(ctx, (command.number,), change, command.caller)
    reply = ctx.reply("veille/decided.md.j2", seen=bool(command.pile), entries=entries)
    return replace(reply, did=f"Article n°\u00a0{command.number} : raison notée")


def sort(command: Command, ctx: Context) -> Reply:
    """Open the caller's pile on the articles of the digest to come."""
    sent = opening.open_(ctx, command.caller, [PieceKind.ARTICLE_TO_SORT])
    return ctx.reply("veille/card_sent.md.j2", sent=sent)


def _form(command: Command, ctx: Context) -> Dialog:
    number = command.number
    line = optional_field(
        label="À quoi cela sert",
        placeholder="Un guide à imprimer pour nos ateliers",
        help="Une ligne, publiée avec le résumé. Vide : elle est effacée.",
        limit=WHY_LIMIT,
        default=sorting.find(ctx, number).why,
    )
    return Dialog(title=f"Article n°\u00a0{number}", submit="Noter", fields=(line,))


_route = partial(Route, Act.SORT_DIGEST)

ROUTES = entrusted(
    EntrustedTask.SORTING,
    Act.READ_DIGEST,
    _route("veille garder", _deciding(sorting.KEEP, "gardé")),
    _route("veille écarter", _deciding(sorting.DROP, "écarté")),
    _route("veille épingler", _deciding(sorting.PIN, "épinglé")),
    _route(UNDO, _deciding(sorting.UNDO)),
    _route(f"{sorting.WHY} : <n°>", explain, care=CHECKED, form=_form),
    _route(sorting.SORT, sort, "trier les articles, l'un après l'autre"),
)
