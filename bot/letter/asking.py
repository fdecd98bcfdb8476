"""Coordinators are asked, in private and some days before, for what the letter still misses."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from enum import Enum

from sqlalchemy import Connection

from bot.core import occurrences
from bot.core.message import Button
from bot.french.workdays import working_days_before
from bot.letter import dates as letter_dates
from bot.letter import gathering
from bot.letter import store as letters
from bot.letter.content import Content
from bot.network.network import Network
from bot.network.schedule import next_letter
from bot.talk import say
from bot.talk.context import Context

EDITO = "lettre édito"
ANSWER = "lettre répondre"
SHOW = "lettre garder"

ASKED_BEFORE = 7
"""Working days before a letter, when its coordinators are asked for the édito and the answers."""

ASKED_AGAIN = 2
"""Working days before, when they are asked again if answers are missing."""

BUTTONS = 5
"""Buttons of one message: a phone shows no more."""

SHOWN_AT_ONCE = 3
"""Questions of the draft that have a button to be shown outside the chat; the others are typed."""


class Asking(Enum):
    """The two times that coordinators are asked; the value is the kind of their occurrence."""

    FIRST = "letter asked"
    AGAIN = "letter asked again"


def perhaps_due(db: Connection, networks: Iterable[Network], now: datetime) -> Collection[str]:
    """Return the networks whose letter is near by the rhythm, or was moved: `ask` looks closer."""
    found = set(letters.moved(db))
    for each in networks:
        at = next_letter(each, now)
        if at is not None and now >= _begins(each, Asking.FIRST, at):
            found.add(each.slug)
    return found


def ask(ctx: Context) -> int:
    """Ask the coordinators what is due to be asked, once each; return how many times: 0 or 1.

    Nothing is noted as long as there is nobody to ask.
    """
    at = letter_dates.next_at(ctx)
    if at is None or at <= ctx.now or not ctx.coordinators:
        return 0
    asking = _due(ctx, at)
    if asking is None:
        return 0
    content = gathering.preview(ctx)
    if asking is Asking.AGAIN and not content.awaited:
        return 0
    _note(ctx, asking, at)
    key = f"{asking.value}:{ctx.network.slug}:{at:%Y-%m-%dT%H:%M}"
    text = ctx.render(
        "lettre/asked.md.j2",
        content=content,
        again=asking is Asking.AGAIN,
        buttons=ctx.buttons,
        network=ctx.network,
    )
    say.to_coordinators(ctx, key, text, buttons=wanting_buttons(content))
    return 1


def wanting_buttons(content: Content) -> tuple[Button, ...]:
    """Return what opens the forms of what is missing: the édito, then the answers."""
    edito = Button(
        id="edito",
        label="Écrire l'édito" if not content.letter.edito else "Revoir l'édito",
        route=EDITO,
        argument="",
        primary=not content.letter.edito,
    )
    answers = tuple(
        Button(
            id=f"repondre{piece.number}",
            label=f"Écrire la réponse à la n°\u00a0{piece.number}",
            route=ANSWER,
            argument=str(piece.number),
        )
        for piece in content.awaited
    )
    return (edito, *answers)[:BUTTONS]


def showing_buttons(content: Content) -> tuple[Button, ...]:
    """Return what lets the first questions be read outside the chat too."""
    return tuple(
        Button(
            id=f"garder{piece.number}",
            label=f"Garder la n°\u00a0{piece.number} hors du canal",
            route=SHOW,
            argument=str(piece.number),
        )
        for piece in content.discreet
        if not piece.outside and not piece.awaited
    )[:SHOWN_AT_ONCE]


def _due(ctx: Context, at: datetime) -> Asking | None:
    """Return which asking is due now and was not done."""
    begun = [each for each in Asking if ctx.now >= _begins(ctx.network, each, at)]
    network = ctx.network.slug
    return next(
        (each for each in begun if not occurrences.recorded(ctx.db, network, each.value, due=at)),
        None,
    )


def _note(ctx: Context, asking: Asking, at: datetime) -> None:
    """Note that it was asked; a letter that was near already is not asked for twice."""
    for each in Asking:
        if each is asking or ctx.now >= _begins(ctx.network, each, at):
            occurrences.record(ctx.db, ctx.network.slug, each.value, due=at, now=ctx.now)


def _begins(network: Network, asking: Asking, at: datetime) -> datetime:
    days = ASKED_BEFORE if asking is Asking.FIRST else ASKED_AGAIN
    return working_days_before(at, days, network.timezone)
