"""Answering and joining: what any member does with the questions of others."""

from __future__ import annotations

from functools import partial

from bot.french.discretion import Discretion
from bot.french.text import TEXT_LIMIT
from bot.network.rights import Act
from bot.question import answering, asking
from bot.question import card as cards
from bot.question.answering import AnswerDraft
from bot.question.rules import Change
from bot.talk.arguments import require_number
from bot.talk.care import DEPOSITED, SIGNED, Care
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.errors import MESSAGE_GONE
from bot.talk.handler import reading
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route
from commands.numbered import Numbered, numbered
from commands.signed import SIGNATURE, answer_privately, is_signed

_USAGE = "besoin répondre 12 La Manufacture, le mardi"


def resolve(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Keep the answer found; later ones are told that it has one."""
    draft = AnswerDraft(text=typed.text, signed=is_signed(command), certified=True)
    if command.discretion is Discretion.PRIVATE:
        return answer_privately(command, ctx, typed.number, draft)
    question = answering.resolve(ctx, typed.number, draft, command.caller)
    own = question.author == command.caller.id
    return Reply(text=ctx.render("besoin/answered.md.j2", question=question, own=own))


def resolve_form(command: Command, ctx: Context) -> Reply:
    """Open the form of « J'ai une réponse », unless the question has its answer already."""
    number, _ = require_number(command.text, usage=_USAGE)
    question = asking.seen(ctx, number, command.caller)
    question.require(Change.ANSWERED)
    answer = Field(
        name="texte",
        label="Votre réponse",
        multiline=True,
        limit=TEXT_LIMIT,
        help="Elle sera jointe à la question ; la personne qui l'a posée sera prévenue.",
    )
    return Reply(
        dialog=Dialog(
            title=f"Répondre au n°\u00a0{number}",
            introduction=ctx.render("besoin/quoted.md.j2", question=question),
            route="besoin répondre",
            argument=str(number),
            submit="Répondre",
            fields=(answer, SIGNATURE),
        )
    )


def accept(command: Command, ctx: Context) -> Reply:
    """Keep a reply of the thread as the answer; a check mark elsewhere means nothing to us."""
    if command.refers is None:
        if command.via is Via.REACTION:
            return Reply()
        raise MESSAGE_GONE()
    question = answering.accept(ctx, command.refers, command.caller)
    if question is None:
        return Reply()
    own = question.author == command.caller.id
    return Reply(text=ctx.render("besoin/answered.md.j2", question=question, own=own))


def propose(command: Command, ctx: Context) -> Reply:
    """Take a reply in a question's thread for a proposed answer."""
    if command.refers is not None:
        answering.propose(ctx, command.refers)
    return Reply()


def reopen(command: Command, ctx: Context) -> Reply:
    """Make a question wait again."""
    question = answering.reopen(ctx, command.number, command.caller)
    return Reply(text=ctx.render("besoin/reopened.md.j2", question=question))


def join(command: Command, ctx: Context) -> Reply:
    """Count the caller among those concerned."""
    question, fresh = asking.join(ctx, command.number, command.caller)
    return Reply(text=ctx.render("besoin/joined.md.j2", question=question, fresh=fresh))


def leave(command: Command, ctx: Context) -> Reply:
    """Count the caller no more among those concerned."""
    question, left = asking.leave(ctx, command.number, command.caller)
    return Reply(text=ctx.render("besoin/left.md.j2", question=question, left=left))


def write(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Carry a message between a question's author and the coordinators."""
    carried = asking.write_about(ctx, typed.number, typed.text, command.caller, certified=True)
    return Reply(text=ctx.render("besoin/carried.md.j2", number=typed.number, carried=carried))


_route = partial(Route, Act.READ_QUESTIONS)

ROUTES = (
    Route(
        Act.ANSWER,
        "besoin répondre|réponse|reponds : <n°> <réponse>",
        reading(numbered(_USAGE), resolve),
        "donner la réponse à une question",
        care=SIGNED,
    ),
    Route(
        Act.JOIN_QUESTION,
        f"{cards.JOIN}|moiaussi|aussi|+1 : <n°>",
        join,
        "dire qu'une question vous concerne aussi",
    ),
    Route(
        Act.JOIN_QUESTION,
        f"{cards.LEAVE}|sansmoi|-1 : <n°>",
        leave,
        "dire qu'une question ne vous concerne plus",
        rare=True,
    ),
    _route(
        f"{answering.REOPEN}|réouvrir : <n°>",
        reopen,
        "rouvrir une question dont la réponse ne vous aide pas",
    ),
    _route(
        "besoin écrire|message : <n°> <message>",
        reading(numbered("besoin écrire 12 <message>"), write),
        "écrire à la coordination au sujet de votre question",
        rare=True,
        care=DEPOSITED,
    ),
    Route(Act.ANSWER, cards.ANSWER_DIALOG, resolve_form),
    _route(answering.ACCEPT, accept, care=Care(again="besoin répondre 12")),
    _route("besoin proposer", propose),
)
