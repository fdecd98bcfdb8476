"""Asking those who know: a question put to them in turn, what they reply, the level above."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.helping import card, putting
from bot.network.rights import Act, Role
from bot.network.tree import parent_of
from bot.question import card as cards
from bot.question.rules import Change
from bot.question.verbs import ASK_AROUND, SEND
from bot.talk.care import UNSIGNED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.reply import Dialog, Reply
from bot.talk.routing import Route
from commands.besoin.current import current
from commands.besoin.forms import quoting
from commands.texts import Numbered, numbered


def ask(command: Command, ctx: Context) -> Reply:
    """Have those who know a question's theme asked about it; say what else may be done."""
    question = putting.put(ctx, command.number, command.caller)
    coordinates = _coordinates(command, ctx)
    may = not coordinates or Change.CLIMBED in cards.may_climb(ctx, question, command.caller)
    above = may and parent_of(ctx.network, ctx.networks) is not None
    text = ctx.render("besoin/around.md.j2", question=question, above=ctx.upward if above else "")
    up = (card.above(ctx, question, coordinates=coordinates),) if above else ()
    buttons = (card.around_no_more(question), card.theming(question), *up)
    return Reply(text=text, buttons=buttons, leads_on=True)


def ask_no_more(command: Command, ctx: Context) -> Reply:
    """Stop asking people about a question."""
    question = putting.put_no_more(ctx, command.number, command.caller)
    text = ctx.render("besoin/around_no_more.md.j2", question=question)
    return Reply(text=text, buttons=putting.offered(ctx, question))


def ask_above(command: Command, ctx: Context) -> Reply:
    """Tell coordinators that the asker wishes to transmit; a coordinator is led to do it."""
    if _coordinates(command, ctx):
        return Reply(instead=replace(command, route=SEND, text=str(command.number)))
    question = putting.ask_above(ctx, command.number, command.caller)
    return ctx.reply("besoin/above_asked.md.j2", question=question, above=ctx.upward)


def decline(command: Command, ctx: Context) -> Reply:
    """Note that someone who was asked declines, this time."""
    question = putting.decline(ctx, command.number, command.caller)
    text = ctx.render("besoin/around_asked.md.j2", question=question, outcome="no", above="")
    return Reply(text=text, seen=True)


def answer_beyond(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Offer an answer to a question of the level above."""
    question = putting.answer_beyond(ctx, typed.number, typed.text, command.caller)
    above = ctx.networks[question.network].spoken
    return ctx.reply(
        "besoin/around_asked.md.j2", seen=True, question=question, outcome="offered", above=above
    )


def _answering(command: Command, ctx: Context) -> Dialog:
    question = putting.asked_beyond(ctx, command.number, command.caller)
    told = "Proposée sans votre nom, avec celui du territoire. Votre coordination le sait."
    title, label = "Répondre ailleurs", "Votre réponse"
    return quoting(ctx, question.text, title, "Répondre", label=label, help=told)


def _coordinates(command: Command, ctx: Context) -> bool:
    return command.caller.role_in(ctx.network.slug) is Role.COORDINATOR


_asks = partial(Route, Act.READ_QUESTIONS)

ROUTES = (
    current(_asks(f"{ASK_AROUND} : <n°>", ask)),
    current(_asks(f"{card.ASK_NO_MORE} : <n°>", ask_no_more, back=ASK_AROUND)),
    current(_asks(f"{card.ASK_ABOVE} : <n°>", ask_above)),
    Route(Act.ANSWER, f"{card.DECLINE} : <n°>", decline),
    Route(
        Act.ANSWER,
        f"{card.ANSWER_BEYOND} : <n°>",
        reading(numbered, answer_beyond),
        care=UNSIGNED,
        form=_answering,
    ),
)
