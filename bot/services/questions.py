"""The life of a question, as every way of asking shares it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.domain.message import Button
from bot.domain.question import Answer, Question, QuestionStatus, checked_text
from bot.domain.rights import Act, Role, require
from bot.services import say
from bot.store import outbox, questions
from bot.talk.context import Context

JOIN = "besoin moi-aussi"
ANSWER_DIALOG = "besoin j-ai-une-reponse"


def ask(ctx: Context, text: str, author: str) -> tuple[Question, bool]:
    """Keep a question and show its card in the channel.

    The same words from the same person within SAME_DEPOSIT are the question already kept:
    it comes back with False. Raises TextRefusedError.
    """
    kept = checked_text(
        text, what="votre question", example="/besoin Qui prête une salle à Brest ?"
    )
    network = ctx.network.slug
    earlier = questions.same_deposit(ctx.db, network=network, text=kept, author=author, at=ctx.now)
    if earlier is not None:
        return earlier, False
    question = questions.add(ctx.db, network=network, text=kept, author=author, at=ctx.now)
    say.in_channel(ctx, card_key(question), _card(ctx, question), buttons=_buttons(question))
    return question, True


def resolve(ctx: Context, number: int, text: str, by: str) -> Question:
    """Keep the answer, show it on the card and in its thread, tell the asker personally.

    Raises UnknownQuestionError, AlreadyAnsweredError, WithdrawnError, TextRefusedError.
    """
    question = questions.get(ctx.db, ctx.network.slug, number)
    answer = checked_text(
        text, what="la réponse, après le numéro", example=f"/besoin répondre {number} Oui, le mardi"
    )
    resolved = question.resolve(Answer(text=answer, by=by, at=ctx.now))
    questions.save(ctx.db, resolved, was=question.status)
    _refresh(ctx, resolved)
    key = card_key(resolved)
    told = ctx.render("besoin/answered_thread.md.j2", question=resolved)
    say.in_channel(ctx, f"{key}:answer", told, thread=key)
    if by != resolved.author:
        news = ctx.render("besoin/answered_asker.md.j2", question=resolved, network=ctx.network)
        say.to_user(ctx, f"{key}:asker", resolved.author, news)
    return resolved


def withdraw(ctx: Context, number: int, by: str, role: Role) -> Question:
    """Take a question back: its author, or a coordinator.

    Raises UnknownQuestionError, NotAllowedError, AlreadyAnsweredError, WithdrawnError.
    """
    question = questions.get(ctx.db, ctx.network.slug, number)
    require(Act.WITHDRAW, role, ctx.network, author=by == question.author)
    withdrawn = question.withdraw(ctx.now)
    questions.save(ctx.db, withdrawn, was=question.status)
    _refresh(ctx, withdrawn)
    if by != question.author:
        news = ctx.render("besoin/withdrawn_asker.md.j2", question=question, network=ctx.network)
        say.to_user(ctx, f"{card_key(question)}:withdrawn", question.author, news)
    return withdrawn


def join(ctx: Context, number: int, user: str) -> tuple[Question, bool]:
    """Count one more person as concerned; False when they were already.

    Raises UnknownQuestionError, OwnQuestionError, AlreadyAnsweredError, WithdrawnError.
    """
    question = questions.get(ctx.db, ctx.network.slug, number)
    question.require_joinable(user)
    joined = questions.join(ctx.db, question, user, ctx.now)
    if joined:
        question = questions.get(ctx.db, ctx.network.slug, number)
        _refresh(ctx, question)
    return question, joined


def forget_people(db: Connection, before: datetime) -> int:
    """Take the people out of questions that ended before, and out of their cards' text.

    Return how many questions had any. The posts in the channel stay as they are.
    """
    forgotten = questions.forget_authors(db, before)
    outbox.forget_keys(db, [_key(network, number) for network, number in forgotten])
    return len(forgotten)


def card_key(question: Question) -> str:
    """Return the key of the card's message."""
    return _key(question.network, question.number)


def _key(network: str, number: int) -> str:
    return f"question:{network}:{number}"


def _refresh(ctx: Context, question: Question) -> None:
    say.again(ctx, card_key(question), _card(ctx, question), buttons=_buttons(question))


def _card(ctx: Context, question: Question) -> str:
    return ctx.render("besoin/card.md.j2", question=question, buttons=ctx.buttons)


def _buttons(question: Question) -> tuple[Button, ...]:
    if question.status is not QuestionStatus.OPEN:
        return ()
    number = str(question.number)
    return (
        Button(id="moiaussi", label="Moi aussi", route=JOIN, argument=number, emoji="raising_hand"),
        Button(
            id="reponse",
            label="J'ai une réponse",
            route=ANSWER_DIALOG,
            argument=number,
            primary=True,
        ),
    )
