"""What the level above does with needs that reach it, each known by its climb's number."""

from __future__ import annotations

from bot.core.message import Button
from bot.helping import putting
from bot.network.rights import Act
from bot.question.rules import QuestionStatus
from bot.relay import card, deciding
from bot.talk.arguments import require_numbers
from bot.talk.care import CHECKED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.reply import Dialog, Reply, words_field
from bot.talk.routing import Route, Takes
from commands.texts import Numbered, numbered


def take(command: Command, ctx: Context) -> Reply:
    """Make a need a question of this network."""
    question = deciding.take(ctx, command.number, command.caller)
    offered = putting.offered(ctx, question)
    return ctx.reply("besoin/taken.md.j2", *offered, seen=not offered, question=question)


def join(command: Command, ctx: Context) -> Reply:
    """Have a question that is here carry a need."""
    number, into = require_numbers(command.text, usage="besoin joindre 57 12")
    question = deciding.join(ctx, number, into, command.caller)
    answered = question.status is QuestionStatus.ANSWERED
    text = ctx.render("besoin/joined_to.md.j2", question=question, answered=answered)
    undo = Button("detacher", "Détacher", card.UNJOIN, str(number))
    return Reply(text=text, buttons=() if answered else (undo,), seen=True)


def unjoin(command: Command, ctx: Context) -> Reply:
    """Take a need out of the question that it was joined to."""
    climb = deciding.unjoin(ctx, command.number, command.caller)
    return ctx.reply("besoin/unjoined.md.j2", seen=True, climb=climb)


def answer(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Send an answer down at once."""
    climb = deciding.answer_at_once(ctx, typed.number, typed.text, command.caller)
    return ctx.reply("besoin/answered_down.md.j2", seen=True, climb=climb)


def send_back(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Return a need, for a reason."""
    climb = deciding.send_back(ctx, typed.number, typed.text, command.caller)
    return ctx.reply("besoin/returned_down.md.j2", seen=True, climb=climb)


def take_offer(command: Command, ctx: Context) -> Reply:
    """Keep an answer offered from below."""
    question = deciding.take_offer(ctx, command.number, command.caller)
    return ctx.reply("besoin/offer_taken.md.j2", question=question)


def _answering_form(command: Command, ctx: Context) -> Dialog:
    climb = deciding.arrived(ctx, command.number, command.caller)
    climb.require_undecided()
    return _form(ctx, "Répondre tout de suite", "Envoyer", climb.text, "Votre réponse")


def _returning_form(command: Command, ctx: Context) -> Dialog:
    climb = deciding.arrived(ctx, command.number, command.caller)
    climb.require_undecided()
    return _form(ctx, "Renvoyer ce besoin", "Renvoyer", climb.text, "La raison, lue plus bas")


def _form(ctx: Context, title: str, submit: str, quoted: str, label: str) -> Dialog:
    return Dialog(
        title=title,
        submit=submit,
        introduction=ctx.render("besoin/quoted.md.j2", text=quoted),
        fields=(words_field(label=label),),
    )


ROUTES = (
    Route(
        Act.DECIDE_CLIMB,
        f"{card.TAKE} : <n°>",
        take,
        "faire d'un besoin qui monte une question d'ici",
    ),
    Route(
        Act.DECIDE_CLIMB,
        f"{card.JOIN_TO} : <n°> <n° de la question>",
        join,
        "joindre un besoin qui monte à une question d'ici",
        Takes.NUMBERS,
    ),
    Route(
        Act.DECIDE_CLIMB,
        f"{card.UNJOIN} : <n°>",
        unjoin,
        "détacher un besoin de la question à laquelle il a été joint",
    ),
    Route(
        Act.DECIDE_CLIMB,
        f"{card.ANSWER_DOWN} : <n°> <réponse>",
        reading(numbered, answer),
        "répondre tout de suite à un besoin qui monte",
        care=CHECKED,
        form=_answering_form,
    ),
    Route(
        Act.DECIDE_CLIMB,
        f"{card.SEND_BACK} : <n°> <raison>",
        reading(numbered, send_back),
        "renvoyer un besoin qui monte, en disant pourquoi",
        care=CHECKED,
        form=_returning_form,
    ),
    Route(
        Act.DECIDE_CLIMB,
        f"{card.TAKE_OFFER} : <n°>",
        take_offer,
        "reprendre ici une réponse trouvée par un territoire",
    ),
)
