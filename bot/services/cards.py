"""The card of a question in its channel: shown once, rewritten in place as the question lives."""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy import Connection

from bot.domain.message import Button
from bot.domain.question import Question
from bot.services import say
from bot.store import outbox
from bot.talk.context import Context

JOIN = "besoin moi-aussi"
LEAVE = "besoin sans-moi"
ANSWER_DIALOG = "besoin j-ai-une-reponse"
SHARE = "besoin collective"

LOOKED_AT_WITHIN = timedelta(minutes=1)
"""A new card waits at most so long for someone to look whether the question has its answer."""

_KEY = re.compile(r"question:([^:]+):(\d+)(?::call\d+)?")


def key_of(question: Question) -> str:
    """Return the key of a question's card."""
    return card_key(question.network, question.number)


def card_key(network: str, number: int) -> str:
    """Return the key of the card that bears this number in this network."""
    return f"question:{network}:{number}"


def number_at(db: Connection, server: str, post: str, network: str) -> int | None:
    """Return the number of the question that a post shows: its card, or a call for answers."""
    message = outbox.by_post(db, server, post)
    found = _KEY.fullmatch(message.key) if message else None
    return int(found[2]) if found and found[1] == network else None


def deposit(ctx: Context, question: Question) -> None:
    """Show a new question's card, once it is known that nothing answers it already."""
    say.in_channel(
        ctx,
        key_of(question),
        _text(ctx, question),
        buttons=buttons(question),
        held_until=ctx.now + LOOKED_AT_WITHIN,
    )


def show(ctx: Context, question: Question) -> None:
    """Bring the card up to date; a question that waits and has none gets one."""
    if question.private:
        return
    key = key_of(question)
    if outbox.by_key(ctx.db, key) is not None:
        say.again(ctx, key, _text(ctx, question), buttons=buttons(question))
    elif question.status.waiting:
        say.in_channel(ctx, key, _text(ctx, question), buttons=buttons(question))


def buttons(question: Question) -> tuple[Button, ...]:
    """Return what can be clicked under a question: nothing once it has ended."""
    if not question.status.waiting:
        return ()
    number = str(question.number)
    return (
        Button(
            id="moiaussi",
            label="Moi aussi",
            route=JOIN,
            argument=number,
            emoji="raising_hand",
            undo=LEAVE,
        ),
        _answer_button(question),
    )


def private_buttons(question: Question) -> tuple[Button, ...]:
    """Return what a coordinator can click under a question that came in private."""
    number = str(question.number)
    return (
        _answer_button(question),
        Button(
            id="collective",
            label="Proposer de la partager",
            route=SHARE,
            argument=number,
            emoji="busts_in_silhouette",
        ),
    )


def share_button(question: Question) -> Button:
    """Return what the author of a private question clicks to have the network read it."""
    return Button(
        id="collective",
        label="D'accord, sans mon nom",
        route=SHARE,
        argument=str(question.number),
        emoji="white_check_mark",
        primary=True,
    )


def _answer_button(question: Question) -> Button:
    return Button(
        id="reponse",
        label="J'ai une réponse",
        route=ANSWER_DIALOG,
        argument=str(question.number),
        primary=True,
    )


def _text(ctx: Context, question: Question) -> str:
    return ctx.render("besoin/card.md.j2", question=question, buttons=ctx.buttons)
