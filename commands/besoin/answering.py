"""Answering and joining: what any member does with the questions of others."""

from __future__ import annotations

from functools import partial

from bot.core.source import MadeKind
from bot.french.discretion import Discretion
from bot.network.rights import Act
from bot.question import answering, asking, thanking, verbs
from bot.question import store as questions
from bot.question.answering import AnswerDraft
from bot.question.rules import Change, Question
from bot.talk.care import CHECKED, DEPOSITED, SIGNED
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.errors import MESSAGE_GONE
from bot.talk.handler import reading
from bot.talk.making import note
from bot.talk.reply import Choice, Field, Reply
from bot.talk.routing import Route
from bot.talk.toggles import toggle
from commands.besoin.forms import QuestionForm, answered, asked
from commands.signed import SIGNATURE, answer_privately, is_signed, require_unnamed_asker
from commands.texts import Numbered, numbered


def resolve(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Keep the answer found; later ones are told that it has one."""
    draft = _draft(command, ctx, typed)
    if command.discretion is Discretion.PRIVATE:
        return answer_privately(command, ctx, typed.number, draft)
    question = answering.resolve(ctx, typed.number, draft, command.caller)
    note(ctx, command, MadeKind.ANSWER, question.number)
    return _told_answered(command, ctx, question)


def complete(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Add to the answer of a question; in private, for whoever asked alone."""
    draft = _draft(command, ctx, typed)
    if command.discretion is Discretion.PRIVATE:
        return answer_privately(command, ctx, typed.number, draft)
    question = answering.complete(ctx, typed.number, draft, command.caller)
    return ctx.reply("besoin/completed_reply.md.j2", seen=not question.private, question=question)


def want(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Say what is missing in an answer: to all, the question waiting again; or to whoever answered.

    To them alone, in private, and once it was reopened.
    """
    draft = _draft(command, ctx, typed)
    asks = _TO_WHOM.chosen(command.fields) == _ASK or command.discretion is Discretion.PRIVATE
    if asks:
        question = answering.ask_for_more(ctx, typed.number, draft, command.caller)
        return ctx.reply("besoin/wanted_reply.md.j2", question=question)
    question = asking.seen(ctx, typed.number, command.caller)
    question.require(Change.WANTED)
    question = answering.reopen(ctx, typed.number, command.caller, draft)
    return _told_reopened(ctx, question)


def accept(command: Command, ctx: Context) -> Reply:
    """Keep a reply of the thread as the answer; a check mark elsewhere means nothing to us."""
    if command.refers is None:
        if command.via is Via.REACTION:
            return Reply()
        raise MESSAGE_GONE()
    question = answering.accept(ctx, command.refers, command.caller)
    if question is None:
        return Reply()
    note(ctx, command, MadeKind.ANSWER, question.number, whole=True)
    return _told_answered(command, ctx, question)


def propose(command: Command, ctx: Context) -> Reply:
    """Take a reply in a question's thread for a proposed answer."""
    if command.refers is not None:
        answering.propose(ctx, command.refers)
    return Reply()


def reopen(command: Command, ctx: Context) -> Reply:
    """Make a question wait again."""
    return _told_reopened(ctx, answering.reopen(ctx, command.number, command.caller))


def join(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Count the caller among those concerned, or no more."""
    question, fresh = asking.join(ctx, command.number, command.caller, on=on)
    if on:
        return ctx.reply("besoin/joined.md.j2", question=question, fresh=fresh)
    return ctx.reply("besoin/left.md.j2", question=question, left=fresh)


def thank(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Thank whoever answered, or take it back."""
    question = thanking.thank(ctx, command.number, command.caller, on=on)
    return ctx.reply("besoin/thanks.md.j2", question=question, on=on)


def write(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Carry a message between a question's author and the coordinators."""
    require_unnamed_asker(command, ctx, typed)
    carried = asking.write_about(ctx, typed.number, typed.text, command.caller)
    return ctx.reply("besoin/carried.md.j2", number=typed.number, carried=carried)


def _is_concerned(command: Command, ctx: Context) -> bool:
    question = asking.seen(ctx, command.number, command.caller)
    return command.caller.id in questions.supporters_of(ctx.db, question)


def _draft(command: Command, ctx: Context, typed: Numbered) -> AnswerDraft:
    require_unnamed_asker(command, ctx, typed)
    return AnswerDraft(text=typed.text, signed=is_signed(command))


def _told_answered(command: Command, ctx: Context, question: Question) -> Reply:
    own = question.author == command.caller.id
    return ctx.reply(
        "besoin/answered.md.j2",
        seen=not question.private,
        question=question,
        own=own,
        by=command.caller.id,
    )


def _told_reopened(ctx: Context, question: Question) -> Reply:
    return ctx.reply("besoin/reopened.md.j2", seen=not question.private, question=question)


_REOPEN, _ASK = "rouvrir", "demander"
_TO_WHOM = Field(
    name="a_qui",
    label="À qui le demander",
    default=_REOPEN,
    choices=(
        Choice(label="À tout le réseau : rouvrir la question", value=_REOPEN),
        Choice(label="En privé, à la personne qui a répondu", value=_ASK),
    ),
)

_ANSWERING = QuestionForm(
    title="Répondre à la n°\u00a0{number}",
    label="Votre réponse",
    submit="Répondre",
    help="Jointe à la question ; la personne qui l'a posée sera prévenue.",
    change=Change.ANSWERED,
    quotes=asked,
    more=(SIGNATURE,),
)
_COMPLETING = QuestionForm(
    title="Compléter la n°\u00a0{number}",
    label="Ce que vous ajoutez",
    submit="Compléter",
    help="Ce sera joint à la réponse, avec votre nom si vous le voulez.",
    change=Change.COMPLETED,
    quotes=answered,
    more=(SIGNATURE,),
)
_WANTING = QuestionForm(
    title="Il manque à la n°\u00a0{number}…",
    label="Ce qui manque",
    submit="Demander",
    act=Act.REOPEN,
    change=Change.WANTED,
    quotes=answered,
    more=(_TO_WHOM,),
)
_WRITING = QuestionForm(
    title="Écrire, n°\u00a0{number}",
    label="Votre message",
    submit="Envoyer",
    help="Il va en privé de la coordination à la personne qui a posé la question, ou l'inverse.",
    act=Act.WRITE_ABOUT,
    change=Change.LEFT,
    quotes=asked,
)

_route = partial(Route, Act.READ_QUESTIONS)

ROUTES = (
    Route(
        Act.ANSWER,
        f"{verbs.ANSWER}|réponse|reponds : <n°> <réponse>",
        reading(numbered, resolve),
        "donner la réponse à une question",
        care=SIGNED,
        form=_ANSWERING,
    ),
    Route(
        Act.ANSWER,
        f"{verbs.COMPLETE} : <n°>",
        reading(numbered, complete),
        care=SIGNED,
        form=_COMPLETING,
    ),
    _route(f"{verbs.WANT} : <n°>", reading(numbered, want), care=SIGNED, form=_WANTING),
    *toggle(
        Act.JOIN_QUESTION, f"{verbs.JOIN} : <n°>", f"{verbs.LEAVE} : <n°>", join, _is_concerned
    ),
    *toggle(
        Act.THANK,
        f"{verbs.THANK} : <n°>",
        f"{verbs.UNTHANK} : <n°>",
        thank,
        lambda command, ctx: thanking.thanks(ctx, command.number, command.caller),
    ),
    _route(f"{verbs.REOPEN} : <n°>", reopen),
    _route(f"{verbs.WRITE} : <n°>", reading(numbered, write), care=DEPOSITED, form=_WRITING),
    _route(answering.ACCEPT, accept, care=CHECKED),
    _route("besoin proposer", propose),
)
