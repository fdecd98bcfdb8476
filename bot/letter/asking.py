"""What coordinators click to give the letter what it still misses."""

from __future__ import annotations

from bot.core.message import Button
from bot.letter.content import Content

EDITO = "lettre édito"
ANSWER = "lettre répondre"
SHOW = "lettre garder"

BUTTONS = 5
"""Buttons of one message: a phone shows no more."""

SHOWN_AT_ONCE = 3
"""Questions of the draft that have a button to be shown outside the chat; the others are typed."""


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
