"""Answering and joining: what any member does with the questions of others."""

from __future__ import annotations

from functools import partial

from bot.french.discretion import Discretion
from bot.french.text import TEXT_LIMIT
from bot.network.rights import Act
from bot.question import answering, asking, thanking
from bot.question import store as questions
from bot.question import verbs as of_question
from bot.question.answering import AnswerDraft
from bot.question.rules import Change, Question
from bot.talk.arguments import require_number
from bot.talk.care import DEPOSITED, SIGNED, Care
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.errors import MESSAGE_GONE
from bot.talk.handler import reading
from bot.talk.reply import Choice, Dialog, Field, Reply
from bot.talk.routing import Route
from bot.talk.toggles import toggle
from commands.besoin.current import current
from commands.signed import SIGNATURE, answer_privately, is_signed
from commands.texts import Numbered, numbered

_ANSWERED = "besoin répondre 12 La Manufacture, le mardi"
_COMPLETED = "besoin compléter 12 Le jeudi aussi"
_WANTED = "besoin pas-tout-à-fait 12 Il manque un horaire"


def resolve(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Keep the answer found; later ones are told that it has one."""
    draft = _draft(command, typed)
    if command.discretion is Discretion.PRIVATE:
        return answer_privately(command, ctx, typed.number, draft)
    question = answering.resolve(ctx, typed.number, draft, command.caller)
    return _told_answered(command, ctx, question)


def complete(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Add to the answer of a question; in private, for whoever asked alone."""
    draft = _draft(command, typed)
    if command.discretion is Discretion.PRIVATE:
        return answer_privately(command, ctx, typed.number, draft)
    question = answering.complete(ctx, typed.number, draft, command.caller)
    text = ctx.render("besoin/completed_reply.md.j2", question=question)
    return Reply(text=text, seen=not question.private)


def want(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Say what is missing in an answer: to all, the question waiting again; or to whoever answered.

    To them alone, in private, and once it was reopened.
    """
    draft = _draft(command, typed)
    asks = _TO_WHOM.chosen(command.fields) == _ASK or command.discretion is Discretion.PRIVATE
    if asks:
        question = answering.ask_for_more(ctx, typed.number, draft, command.caller)
        return Reply(text=ctx.render("besoin/wanted_reply.md.j2", question=question))
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
    return Reply() if question is None else _told_answered(command, ctx, question)


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
    change = asking.join if on else asking.leave
    question, fresh = change(ctx, command.number, command.caller)
    if on:
        text = ctx.render("besoin/joined.md.j2", question=question, fresh=fresh)
        return Reply(text=text, buttons=(of_question.leaving(question),))
    return Reply(text=ctx.render("besoin/left.md.j2", question=question, left=fresh))


def thank(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Thank whoever answered, or take it back."""
    question = thanking.thank(ctx, command.number, command.caller, on=on)
    return Reply(text=ctx.render("besoin/thanks.md.j2", question=question, on=on))


def write(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Carry a message between a question's author and the coordinators."""
    carried = asking.write_about(ctx, typed.number, typed.text, command.caller, certified=True)
    return Reply(text=ctx.render("besoin/carried.md.j2", number=typed.number, carried=carried))


def _is_concerned(command: Command, ctx: Context) -> bool:
    question = asking.seen(ctx, command.number, command.caller)
    return command.caller.id in questions.supporters_of(ctx.db, question)


def _thanks(command: Command, ctx: Context) -> bool:
    return thanking.thanks(ctx, command.number, command.caller)


def _draft(command: Command, typed: Numbered) -> AnswerDraft:
    return AnswerDraft(text=typed.text, signed=is_signed(command), certified=True)


def _told_answered(command: Command, ctx: Context, question: Question) -> Reply:
    own = question.author == command.caller.id
    text = ctx.render("besoin/answered.md.j2", question=question, own=own)
    return Reply(text=text, seen=not question.private)


def _told_reopened(ctx: Context, question: Question) -> Reply:
    text = ctx.render("besoin/reopened.md.j2", question=question)
    return Reply(text=text, seen=not question.private)


def _answer_form(command: Command, ctx: Context) -> Dialog:
    number, _ = require_number(command.text, usage=_ANSWERED)
    question = asking.seen(ctx, number, command.caller)
    question.require(Change.ANSWERED)
    text = Field(
        name="texte",
        label="Votre réponse",
        multiline=True,
        limit=TEXT_LIMIT,
        help="Elle sera jointe à la question ; la personne qui l'a posée sera prévenue.",
    )
    return Dialog(
        title=f"Répondre au n°\u00a0{number}",
        introduction=ctx.render("besoin/quoted.md.j2", text=question.text),
        submit="Répondre",
        fields=(text, SIGNATURE),
    )


def _completing_form(command: Command, ctx: Context) -> Dialog:
    number, _ = require_number(command.text, usage=_COMPLETED)
    question = asking.seen(ctx, number, command.caller)
    question.require(Change.COMPLETED)
    text = Field(
        name="texte",
        label="Ce que vous ajoutez",
        multiline=True,
        limit=TEXT_LIMIT,
        help="Ce sera joint à la réponse, avec votre nom si vous le voulez.",
    )
    return Dialog(
        title=f"Compléter le n°\u00a0{number}",
        introduction=_answer_quoted(ctx, question),
        submit="Compléter",
        fields=(text, SIGNATURE),
    )


def _wanting_form(command: Command, ctx: Context) -> Dialog:
    number, _ = require_number(command.text, usage=_WANTED)
    question = asking.theirs(ctx, Act.REOPEN, number, command.caller)
    question.require(Change.WANTED)
    text = Field(name="texte", label="Ce qui manque", multiline=True, limit=TEXT_LIMIT)
    return Dialog(
        title=f"Il manque au n°\u00a0{number}…",
        introduction=_answer_quoted(ctx, question),
        submit="Demander",
        fields=(text, _TO_WHOM),
    )


def _writing_form(command: Command, ctx: Context) -> Dialog:
    number, _ = require_number(command.text, usage="besoin écrire 12 <message>")
    question = asking.theirs(ctx, Act.WRITE_ABOUT, number, command.caller)
    own = question.author == command.caller.id
    to = "à la coordination" if own else "à la personne qui a posé la question"
    text = Field(
        name="texte",
        label="Votre message",
        multiline=True,
        limit=TEXT_LIMIT,
        help=f"Il ira en privé {to}, et n'est pas publié.",
    )
    return Dialog(
        title=f"Écrire, n°\u00a0{number}",
        introduction=ctx.render("besoin/quoted.md.j2", text=question.text),
        submit="Envoyer",
        fields=(text,),
    )


def _answer_quoted(ctx: Context, question: Question) -> str:
    answer = question.answer.text if question.answer else ""
    return ctx.render("besoin/quoted.md.j2", text=answer)


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

_route = partial(Route, Act.READ_QUESTIONS)

ROUTES = (
    current(
        Route(
            Act.ANSWER,
            f"{of_question.ANSWER}|réponse|reponds : <n°> <réponse>",
            reading(numbered(_ANSWERED), resolve),
            "donner la réponse à une question",
            care=SIGNED,
            form=_answer_form,
        )
    ),
    current(
        Route(
            Act.ANSWER,
            f"{of_question.COMPLETE}|complément : <n°> <ce que vous ajoutez>",
            reading(numbered(_COMPLETED), complete),
            "compléter la réponse à une question",
            rare=True,
            care=SIGNED,
            form=_completing_form,
        )
    ),
    current(
        _route(
            f"{of_question.WANT} : <n°> <ce qui manque>",
            reading(numbered(_WANTED), want),
            "dire ce qui manque à une réponse",
            rare=True,
            care=SIGNED,
            form=_wanting_form,
        )
    ),
    *map(
        current,
        toggle(
            Act.JOIN_QUESTION,
            f"{of_question.JOIN}|moiaussi|aussi|+1 : <n°>",
            f"{of_question.LEAVE}|sansmoi|-1 : <n°>",
            join,
            _is_concerned,
            summary="dire qu'une question vous concerne aussi",
            off_summary="dire qu'une question ne vous concerne plus",
        ),
    ),
    *map(
        current,
        toggle(
            Act.THANK,
            f"{of_question.THANK} : <n°>",
            f"{of_question.UNTHANK} : <n°>",
            thank,
            _thanks,
            summary="remercier la personne qui a répondu",
            off_summary="reprendre un merci",
            rare=True,
        ),
    ),
    current(
        _route(
            f"{of_question.REOPEN}|réouvrir : <n°>",
            reopen,
            "rouvrir une question, fermée ou retirée par erreur",
            rare=True,
        )
    ),
    _route(
        f"{of_question.WRITE}|message : <n°> <message>",
        reading(numbered("besoin écrire 12 <message>"), write),
        "écrire à la coordination au sujet de votre question",
        rare=True,
        care=DEPOSITED,
        form=_writing_form,
    ),
    _route(answering.ACCEPT, accept, care=Care(again="besoin répondre 12")),
    _route("besoin proposer", propose),
)
