"""The card of a question in its channel: shown once, rewritten in place as the question lives."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection

from bot.core import outbox
from bot.core.card_keys import CardKind, card_key, read_card_key
from bot.core.message import Button, Delivery
from bot.question.rules import Question, Readers
from bot.talk import say
from bot.talk.context import Context

JOIN = "besoin moi-aussi"
LEAVE = "besoin sans-moi"
ANSWER_DIALOG = "besoin j-ai-une-reponse"
SHARE = "besoin collective"
UNSIGN = "besoin retirer-mon-nom"
MAKE_PRIVATE = "besoin rendre-privée"
SEND = "besoin transmettre"
WITHDRAW = "besoin retirer"

LOOKED_AT_WITHIN = timedelta(minutes=1)
"""A new card waits at most so long for someone to look whether the question has its answer."""

_CALL = "call"


def key_of(question: Question) -> str:
    """Return the key of a question's card."""
    return card_key(CardKind.QUESTION, question.network, question.number)


def call_key(question: Question) -> str:
    """Return the key of the call for answers that is posted when a question is deferred."""
    return f"{key_of(question)}:{_CALL}{question.deferrals}"


def number_at(db: Connection, server: str, post: str, network: str) -> int | None:
    """Return the number of the question that a post shows: its card, or a call for answers."""
    message = outbox.by_post(db, server, post)
    key = read_card_key(message.key) if message else None
    if key is None or (key.kind, key.network) != (CardKind.QUESTION, network):
        return None
    is_call = key.about.startswith(_CALL) and key.about.removeprefix(_CALL).isdecimal()
    return key.number if is_call or not key.about else None


def deposit(ctx: Context, question: Question) -> None:
    """Show a new question's card, once it is known that nothing answers it already.

    A signed one is held for its author, whatever is known: see `release`.
    """
    longest = max(LOOKED_AT_WITHIN, ctx.hold) if question.signed else LOOKED_AT_WITHIN
    say.in_channel(
        ctx,
        key_of(question),
        _text(ctx, question),
        buttons=buttons(question),
        held_until=ctx.now + longest,
    )


def release(ctx: Context, question: Question) -> None:
    """Let a card be shown: at once, or when a signed one's author had the time to think again."""
    until = question.asked_at + ctx.hold if question.signed else ctx.now
    if until > ctx.now:
        outbox.hold(ctx.db, key_of(question), until)
    else:
        outbox.release(ctx.db, key_of(question))


def drop(ctx: Context, question: Question) -> None:
    """Never show a card that is still held, nor propose coordinators to merge its question."""
    key = key_of(question)
    if outbox.drop(ctx.db, key):
        outbox.cancel_about(ctx.db, f"{key}:double:", but="")


def reserved(ctx: Context, question: Question) -> bool:
    """Tell whether nobody but its author may know of a question yet: its card is still held."""
    card = outbox.by_key(ctx.db, key_of(question)) if question.reserved else None
    return card is not None and card.status is Delivery.HELD


def shown(ctx: Context, question: Question) -> bool:
    """Tell whether a card may have been read: it was said, or is about to be."""
    card = outbox.by_key(ctx.db, key_of(question))
    return card is not None and card.status is not Delivery.HELD


def take_back(ctx: Context, question: Question) -> None:
    """Take a question's words out of the channel: its card, and the calls for answers.

    What is still to be said of it to others is not said.
    """
    key = key_of(question)
    outbox.cancel_about(ctx.db, f"{key}:", but=question.author)
    text = ctx.render("besoin/taken_back.md.j2", question=question)
    say.remove(ctx, key, text)
    for call in outbox.keys_of_posts(ctx.db, f"{key}:{_CALL}"):
        say.remove(ctx, call, text)


def unsign_answer(ctx: Context, question: Question) -> None:
    """Take its author's name off the answer that they gave themselves, in the thread."""
    if question.answer is None or question.answer.by != question.author:
        return
    text = ctx.render("besoin/answered_thread.md.j2", question=question)
    for told in outbox.keys_of_posts(ctx.db, f"{key_of(question)}:answer"):
        say.again(ctx, told, text)


def show(ctx: Context, question: Question) -> None:
    """Bring the card up to date; a question that waits and has none gets one."""
    if question.private:
        return
    key = key_of(question)
    if say.was_said(ctx, key):
        say.again(ctx, key, _text(ctx, question), buttons=buttons(question))
    elif question.status.waiting:
        say.in_channel(ctx, key, _text(ctx, question), buttons=buttons(question))


def buttons(question: Question) -> tuple[Button, ...]:
    """Return what can be clicked under a question: nothing once it has ended."""
    if not question.status.waiting:
        return ()
    joining = button_about(question, "moiaussi", "Moi aussi", JOIN, "raising_hand")
    return (replace(joining, undo=LEAVE), _answer_button(question))


def private_buttons(question: Question) -> tuple[Button, ...]:
    """Return what a coordinator can click under a question that came in private."""
    label, emoji = "Proposer de la partager", "busts_in_silhouette"
    return (_answer_button(question), button_about(question, "collective", label, SHARE, emoji))


def owner_buttons(question: Question, readers: Readers) -> tuple[Button, ...]:
    """Return what the author of a question can click to be named to, or read by, fewer people.

    Under a private one that waits to be sent: to have it sent, opened without a name, taken back.
    """
    if question.private and (readers.sent or not question.status.waiting):
        return ()
    if not question.private and not question.signed:
        return ()
    unsigned = button_about(question, "sansnom", "Sans mon nom", UNSIGN, "bust_in_silhouette")
    if not question.private:
        return (unsigned, button_about(question, "prive", "En privé", MAKE_PRIVATE, "lock"))
    withdraw = button_about(question, "retirer", "Retirer", WITHDRAW, "wastebasket")
    if not readers.possible:
        return (unsigned, withdraw)
    send = button_about(question, "transmettre", "Transmettre", SEND, "incoming_envelope")
    return (replace(send, primary=True), unsigned, withdraw)


def share_button(question: Question) -> Button:
    """Return what the author of a private question clicks to have the network read it."""
    label, emoji = "D'accord, sans mon nom", "white_check_mark"
    return replace(button_about(question, "collective", label, SHARE, emoji), primary=True)


def button_about(question: Question, name: str, label: str, route: str, emoji: str = "") -> Button:
    """Return what asks for a route about a question, by its number."""
    return Button(id=name, label=label, route=route, argument=str(question.number), emoji=emoji)


def _answer_button(question: Question) -> Button:
    answering = button_about(question, "reponse", "J'ai une réponse", ANSWER_DIALOG)
    return replace(answering, primary=True)


def _text(ctx: Context, question: Question) -> str:
    return ctx.render("besoin/card.md.j2", question=question, buttons=ctx.buttons)
