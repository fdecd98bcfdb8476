"""What a pile shows: one thing with its verbs, what was just done, what is left at the end."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.meeting import reporting as minutes
from bot.network.network import Network
from bot.network.rights import Role
from bot.pile.rules import BROWSE, LATER, MOST, OPEN, Pile, PilePiece
from bot.question import store as questions
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.errors import which_network
from bot.talk.gestures.rules import LIST
from bot.talk.markdown import PHONE_WIDTH, phone_lines
from bot.talk.plain import plain
from bot.talk.render import shorten
from bot.talk.reply import Reply

HEAD = "Ce qui vous attend :"
"""The message of a pile's post, which never changes: what it shows stands beneath."""

MOVED = "_La suite est plus bas._"
"""What a post shrinks to once a newer one is there."""

CHANGED = "_Ce qui était ici a changé._"
"""What stands on a post in place of words that were taken back."""

VERBS = 3
"""Verbs of a thing that have a button of their own; the others are in a menu."""

CHOICES = 8
"""Choices of that menu."""

LINES = 10
"""Lines of a phone that a thing takes in a pile, without those that are empty."""

DONE = 120
"""Characters of what was just done."""

MOST_ANSWERS = 50
"""Answers of a week that are counted."""

_DOORS = (
    Button("poser", "Poser une question", "besoin", primary=True),
    Button("partager", "Partager un lien", "veille proposer"),
)
"""What a member does most."""

_MINUTES = Option("Les comptes rendus", "rencontre compte-rendu")
_READING = (
    Option("La prochaine rencontre", "rencontre"),
    Option("Les questions", "besoin liste"),
    Option("Mes questions", "besoin mes"),
    Option("Les réponses", "besoin liste", "répondues"),
    _MINUTES,
    Option("La veille", "veille archives"),
    Option("Les lettres", "lettre archives"),
    Option("L'année du réseau", "reseau"),
    Option("Qui peut aider…", "besoin aider"),
    Option("Où orienter quelqu'un…", "besoin orienter"),
    Option("Mes derniers gestes", LIST),
    Option("Mes messages privés", "reseau messages"),
    Option("Mes données", "reseau mes-données"),
)
"""What is read at length, in a message or a page of its own."""


def doors(ctx: Context) -> tuple[Button, ...]:
    """Return what a member may do at any time: the usual as buttons, what there is to read."""
    return (*_DOORS, browsing(ctx))


def browsing(ctx: Context) -> Button:
    """Return the menu of all that may be read; it is listed where there are no menus."""
    told = (each for each in _READING if each is not _MINUTES or minutes.archive(ctx))
    return menu("parcourir", "Parcourir…", *told, route=BROWSE)


def shown(  # noqa: PLR0913  what is shown, and what of it
    ctx: Context, pile: Pile, piece: PilePiece, card: Reply, done: Reply, *, several: bool
) -> Reply:
    """Return how a pile shows a thing, and in one line what was just done.

    What becomes of it without anyone is told once of things that are alike, and so is the network.
    What no route shows is there whole: it can be read nowhere else before it is kept.
    """
    begins = _beginning(card.text) if piece.shows else card.text
    here = f"{ctx.network.slug}/"
    text = ctx.render(
        "aide/piece.md.j2",
        piece=piece,
        card=begins,
        place=pile.place,
        total=pile.total,
        named=several and not pile.last.startswith(here),
        told=pile.last.startswith(f"{here}{piece.kind.value}:"),
        done=done,
        territories=ctx.territories,
        coordinates=pile.user in ctx.coordinators,
    )
    later = Button("plustard", "Plus tard", LATER, piece.key)
    whole = Button("lire", "Tout lire", piece.shows, str(piece.ref))
    read = (whole,) if piece.shows and begins != card.text else ()
    return Reply(
        text=text,
        buttons=(*_verbs(card.buttons), *read, *piece.at_once, later, *_undoing(done.undo)),
    )


def over(
    ctx: Context, caller: Caller, others: Sequence[Network], done: Reply, *, more: int
) -> Reply:
    """Return how a pile ends, `more` things being left for a next sitting."""
    since = ctx.now - timedelta(weeks=1)
    answered = questions.answered_since(ctx.db, ctx.network.slug, since, limit=MOST_ANSWERS)
    return ctx.reply(
        "aide/pile_over.md.j2",
        *((Button("continuer", "Continuer", OPEN, primary=True),) if more else ()),
        *((which_network("Un autre réseau…", others, OPEN, ""),) if others else ()),
        *doors(ctx),
        *_undoing(done.undo),
        more=more,
        most=MOST,
        answered=len(answered),
        coordinates=caller.role_in(ctx.network.slug) is Role.COORDINATOR,
        done=done,
    )


def said(text: str) -> str:
    """Return in one sentence what an answer says: its first one, without marks, codes nor number.

    « Article n° 3 : gardé » is « Gardé » where the article has just been seen.
    """
    lines = (plain(each).strip(" -=#>") for each in _EMOJI.sub("", text).splitlines())
    first = " ".join(next(filter(None, lines), "").split("\n"))
    sentence = _SENTENCE.split(_NAMED.sub("", first), maxsplit=1)[0]
    return shorten(sentence[:1].upper() + sentence[1:], DONE).rstrip(".")


_EMOJI = re.compile(r":[a-z0-9_+-]+:\s*")
_NAMED = re.compile(r"^[^:.]*\bn°\s\d+\s:\s")
_SENTENCE = re.compile(r"(?<=[.!?…])\s")


def _beginning(text: str) -> str:
    """Return the first lines of a text, as many as a pile has room for."""
    kept: list[str] = []
    taken = 0
    for line in text.splitlines():
        taken += phone_lines(_ADDRESS.sub("]", line)) if line else 0
        if taken > LINES:
            return shorten("\n".join(kept or [line]).rstrip(), LINES * PHONE_WIDTH)
        kept.append(line)
    return text


_ADDRESS = re.compile(r"\]\([^)\s\]]*\)")


def _verbs(buttons: Sequence[Button]) -> tuple[Button, ...]:
    """Return the first verbs as buttons, all the others in one menu: the card's, if it has one."""
    plain_ones = [each for each in buttons if not each.options]
    usual = next((each for each in plain_ones[:VERBS] if each.primary), (*plain_ones, None)[0])
    first = [replace(each, primary=each is usual, emoji="") for each in plain_ones[:VERBS]]
    rest = [
        Option(shorten(each.label, OPTION_LABEL), each.route, each.argument, each.network)
        for each in plain_ones[VERBS:]
    ]
    menus = [each for each in buttons if each.options]
    label = menus[0].label if len(menus) == 1 and not rest else "Plus…"
    rest += [option for each in menus for option in each.options]
    return (*first, *((menu("davantage", label, *rest[:CHOICES]),) if rest else ()))


def _undoing(undo: Button | None) -> tuple[Button, ...]:
    return (replace(undo, id="annuler", label="Annuler", emoji="", primary=False),) if undo else ()
