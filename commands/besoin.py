"""`/besoin`: ask, find, see, answer, join, withdraw."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.question import TEXT_LIMIT, Question, QuestionStatus, checked_text
from bot.domain.rights import Act
from bot.domain.words import snippet
from bot.services import questions
from bot.store import questions as kept
from bot.talk.arguments import fold, number_first, require_number
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.reply import Dialog, Field, NoDialogHereError, Reply
from bot.talk.routing import Route, Takes

PAGE = 20
"""Questions in one answer of `/besoin liste`: two phone screens."""

FOUND = 5
"""Questions that a search shows: beyond, one types other words."""


LATEST = 100
"""Questions that a search reads first when the job has not yet: those of the last seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A question found, and the passages that the search is about."""

    question: Question
    text: str
    answer: str


def ask(command: Command, ctx: Context) -> Reply:
    """Keep the question; without a text, open the form."""
    if not command.text.strip() and command.via is not Via.DIALOG:
        return _form(command)
    question, fresh = questions.ask(ctx, command.text, command.caller.id)
    return Reply(text=ctx.render("besoin/asked.md.j2", question=question, fresh=fresh))


def list_open(command: Command, ctx: Context) -> Reply:
    """List the open questions, a page at a time."""
    found = number_first(fold(command.text).removeprefix("page"))
    page = max(found[0], 1) if found else 1
    total = kept.count(ctx.db, ctx.network.slug, QuestionStatus.OPEN)
    last = max(1, -(-total // PAGE))
    page = min(page, last)
    shown = kept.with_status(
        ctx.db, ctx.network.slug, QuestionStatus.OPEN, limit=PAGE, offset=(page - 1) * PAGE
    )
    text = ctx.render(
        "besoin/list.md.j2",
        questions=shown,
        total=total,
        page=page,
        last=last,
        network=ctx.network,
    )
    return Reply(text=text)


def find(command: Command, ctx: Context) -> Reply:
    """Find questions by the words of their text or of their answer."""
    query = checked_text(
        command.text, what="ce que vous cherchez", example="/besoin chercher carte grise"
    )
    kept.index_new(ctx.db, ctx.network.slug, limit=LATEST)
    found = [
        Excerpt(
            question=question,
            text=snippet(question.text, query),
            answer=snippet(question.answer.text, query) if question.answer else "",
        )
        for question in kept.matching(ctx.db, ctx.network.slug, query, limit=FOUND)
    ]
    return Reply(text=ctx.render("besoin/found.md.j2", found=found, network=ctx.network))


def show(command: Command, ctx: Context) -> Reply:
    """Show one question and its answer."""
    number, _ = require_number(command.text, usage="besoin voir 12")
    question = kept.get(ctx.db, ctx.network.slug, number)
    return Reply(text=ctx.render("besoin/shown.md.j2", question=question, network=ctx.network))


def resolve(command: Command, ctx: Context) -> Reply:
    """Keep the answer found; later ones are told that it has one."""
    number, text = require_number(command.text, usage="besoin répondre 12 La Manufacture, le mardi")
    question = questions.resolve(ctx, number, text, command.caller.id)
    own = question.author == command.caller.id
    return Reply(text=ctx.render("besoin/answered.md.j2", question=question, own=own))


def resolve_form(command: Command, ctx: Context) -> Reply:
    """Open the form of « J'ai une réponse », unless the question has its answer already."""
    number, _ = require_number(command.text, usage="besoin répondre 12 La Manufacture, le mardi")
    question = kept.get(ctx.db, ctx.network.slug, number)
    question.require_open()
    answer = Field(
        name="texte",
        label="Votre réponse",
        multiline=True,
        limit=TEXT_LIMIT,
        help="Elle sera jointe à la question ; la personne qui l'a posée sera prévenue.",
    )
    return Reply(
        dialog=Dialog(
            title=f"Répondre au n° {number}",
            introduction=ctx.render("besoin/quoted.md.j2", question=question),
            route="besoin répondre",
            argument=str(number),
            submit="Répondre",
            fields=(answer,),
        )
    )


def withdraw(command: Command, ctx: Context) -> Reply:
    """Take a question back."""
    number, _ = require_number(command.text, usage="besoin retirer 12")
    caller = command.caller
    question = questions.withdraw(ctx, number, caller.id, caller.role_in(ctx.network.slug))
    return Reply(text=ctx.render("besoin/withdrawn.md.j2", question=question))


def join(command: Command, ctx: Context) -> Reply:
    """Count the caller among those concerned."""
    number, _ = require_number(command.text, usage="besoin moi-aussi 12")
    question, fresh = questions.join(ctx, number, command.caller.id)
    return Reply(text=ctx.render("besoin/joined.md.j2", question=question, fresh=fresh))


def _form(command: Command) -> Reply:
    if not command.via.immediate:
        raise NoDialogHereError("/besoin Qui prête une salle à Brest ?")
    text = Field(
        name="texte",
        label="Votre question",
        help="Sans nom ni détail qui permette de reconnaître une personne accompagnée.",
        placeholder="Qui prête une salle à Brest ?",
        multiline=True,
        limit=TEXT_LIMIT,
    )
    return Reply(
        dialog=Dialog(
            title="Poser une question",
            route="besoin",
            argument="",
            submit="Déposer",
            fields=(text,),
        )
    )


ROUTES = (
    Route("besoin", ask, "<votre question>", "poser une question au réseau", Act.ASK),
    Route(
        "besoin liste",
        list_open,
        "",
        "voir les questions ouvertes",
        Act.READ_QUESTIONS,
        Takes.PAGE,
        aliases=("lister", "list", "questions"),
    ),
    Route(
        "besoin chercher",
        find,
        "<mots>",
        "chercher dans les questions et leurs réponses",
        Act.READ_QUESTIONS,
        Takes.TEXT,
        aliases=("rechercher",),
    ),
    Route(
        "besoin voir",
        show,
        "<n°>",
        "lire une question et sa réponse",
        Act.READ_QUESTIONS,
        Takes.NUMBER,
        aliases=("montrer", "afficher"),
    ),
    Route(
        "besoin répondre",
        resolve,
        "<n°> <réponse>",
        "donner la réponse à une question",
        Act.ANSWER,
        Takes.NUMBER_AND_TEXT,
        aliases=("réponse", "reponds"),
    ),
    Route(
        "besoin moi-aussi",
        join,
        "<n°>",
        "dire qu'une question vous concerne aussi",
        Act.JOIN_QUESTION,
        Takes.NUMBER,
        aliases=("moiaussi", "aussi", "+1"),
    ),
    Route(
        "besoin retirer",
        withdraw,
        "<n°>",
        "retirer votre question",
        Act.READ_QUESTIONS,
        Takes.NUMBER,
        aliases=("supprimer", "effacer", "annuler"),
    ),
    Route(questions.ANSWER_DIALOG, resolve_form, "", "", Act.ANSWER, Takes.NUMBER),
)
