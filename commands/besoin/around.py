"""Asking those who know: a question put to them in turn, what they reply, the level above."""

from __future__ import annotations

from dataclasses import replace

from bot.helping import card, putting
from bot.network.rights import Act, Role
from bot.question.verbs import ASK_AROUND, SEND
from bot.talk.care import UNSIGNED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.reply import Dialog, Reply, words_field
from bot.talk.routing import Route
from commands.besoin.current import current
from commands.texts import Numbered, numbered


def ask(command: Command, ctx: Context) -> Reply:
    """Have those who know a question's theme asked about it; say what else may be done."""
    question = putting.put(ctx, command.number, command.caller)
    above = putting.has_above(ctx)
    text = ctx.render("besoin/around.md.j2", question=question, above=above)
    up = card.above(question, coordinates=_coordinates(command, ctx))
    buttons = (card.around_no_more(question), card.theming(question), *((up,) if above else ()))
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
    return ctx.reply("besoin/above_asked.md.j2", question=question)


def decline(command: Command, ctx: Context) -> Reply:
    """Note that someone who was asked declines, this time."""
    question = putting.decline(ctx, command.number, command.caller)
    text = ctx.render("besoin/around_asked.md.j2", question=question, outcome="no", above="")
    return Reply(text=text, seen=True)


def answer_beyond(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Offer an answer to a question of the level above."""
    question = putting.answer_beyond(ctx, typed.number, typed.text, command.caller)
    above = ctx.networks[question.network].name
    return ctx.reply(
        "besoin/around_asked.md.j2", seen=True, question=question, outcome="offered", above=above
    )


def take_beyond(command: Command, ctx: Context) -> Reply:
    """Keep an answer that someone of a territory offers."""
    question = putting.take_beyond(ctx, command.number, command.caller)
    return ctx.reply("besoin/offer_taken.md.j2", question=question)


def _answering(command: Command, ctx: Context) -> Dialog:
    question = putting.asked_beyond(ctx, command.number, command.caller)
    text = words_field(
        label="Votre réponse",
        help="Proposée sans votre nom, avec celui du territoire. Votre coordination le sait.",
    )
    return Dialog(
        title="Répondre ailleurs",
        submit="Répondre",
        introduction=ctx.render("besoin/quoted.md.j2", text=question.text),
        fields=(text,),
    )


def _coordinates(command: Command, ctx: Context) -> bool:
    return command.caller.role_in(ctx.network.slug) is Role.COORDINATOR


ROUTES = (
    *map(
        current,
        (
            Route(
                Act.READ_QUESTIONS,
                f"{ASK_AROUND}|qui-sait : <n°>",
                ask,
                "demander en privé, à tour de rôle, à qui a dit pouvoir aider",
            ),
            Route(
                Act.READ_QUESTIONS,
                f"{card.ASK_NO_MORE} : <n°>",
                ask_no_more,
                "cesser de demander à qui sait",
            ),
            Route(
                Act.READ_QUESTIONS,
                f"{card.ASK_ABOVE} : <n°>",
                ask_above,
                "souhaiter que votre question soit transmise au niveau au-dessus",
            ),
        ),
    ),
    Route(
        Act.ANSWER,
        f"{card.DECLINE} : <n°>",
        decline,
        "dire non, cette fois, à une question que je vous propose",
    ),
    Route(
        Act.ANSWER,
        f"{card.ANSWER_BEYOND} : <n°> <réponse>",
        reading(numbered, answer_beyond),
        "proposer une réponse à une question venue du niveau au-dessus",
        care=UNSIGNED,
        form=_answering,
    ),
    Route(
        Act.DECIDE_CLIMB,
        f"{card.TAKE_BEYOND} : <n°>",
        take_beyond,
        "reprendre ici la réponse que propose un membre d'un territoire",
    ),
)
