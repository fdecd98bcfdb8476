"""Who reads a private question: coordinators by name, once its author has it sent to them."""

from __future__ import annotations

from bot.question import reader_store as readers
from bot.question.rules import Question, Readers
from bot.talk.context import Context


def name(ctx: Context, question: Question) -> Readers:
    """Return who reads a question, to be told to its author: whoever could is noted as named."""
    if not question.private:
        return Readers()
    named = possible(ctx, question)
    readers.name(ctx.db, question, named)
    return Readers(sent=sorted(of(ctx, question)), possible=sorted(named))


def named(ctx: Context, question: Question) -> frozenset[str]:
    """Return who was named to the author of a question, waits for it, and coordinates still."""
    return readers.named(ctx.db, question) & possible(ctx, question)


def possible(ctx: Context, question: Question) -> frozenset[str]:
    """Return who could read a private question: the coordinators, its author excepted."""
    return ctx.coordinators - {question.author}


def of(ctx: Context, question: Question) -> frozenset[str]:
    """Return who reads a private question today: none before its author has it sent, or hidden."""
    if question.hidden:
        return frozenset()
    return possible(ctx, question) & readers.of(ctx.db, question)


def told(ctx: Context, question: Question) -> frozenset[str]:
    """Return the coordinators who may be written to about a question, its author excepted."""
    return (of if question.private else possible)(ctx, question)


def reads(ctx: Context, question: Question, coordinator: str) -> bool:
    """Tell whether a private question was sent to this coordinator."""
    return question.hidden is None and coordinator in readers.of(ctx.db, question)


def is_read(ctx: Context, question: Question) -> bool:
    """Tell whether a private question was sent to anyone who coordinates today."""
    return not ctx.coordinators.isdisjoint(readers.of(ctx.db, question))


def send(ctx: Context, question: Question) -> frozenset[str]:
    """Let those who were named and still coordinate read a question; return them, if any."""
    people = named(ctx, question)
    if people:
        readers.send(ctx.db, question, people, ctx.now)
    return people


def forget(ctx: Context, question: Question) -> None:
    """Have the author asked anew who may read a question."""
    readers.forget(ctx.db, question)
