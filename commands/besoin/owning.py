"""What belongs to whoever asked: wording, theme, visibility, taking a question back."""

from __future__ import annotations

from functools import partial

from bot.core.errors import Refusal
from bot.french.text import TEXT_LIMIT, quotable
from bot.meeting import planning
from bot.network.rights import Act
from bot.question import asking, merging, readers
from bot.question import card as cards
from bot.question.asking import QuestionDraft
from bot.talk.arguments import require_number, require_numbers
from bot.talk.care import SIGNED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from commands.signed import visibility_of
from commands.texts import Numbered, numbered

UNKNOWN_THEME = Refusal(
    "unknown theme",
    reply="Je ne connais pas le thème « {typed} », ou plusieurs lui ressemblent. Les thèmes : "
    "`/besoin thèmes`.",
)


def edit(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Say one's question otherwise; without a text, open the form with the present one."""
    if not typed.text and command.via.immediate:
        return _edit_form(typed.number, command, ctx)
    draft = QuestionDraft(text=typed.text, visibility=visibility_of(command), certified=True)
    question = asking.edit(ctx, typed.number, draft, command.caller)
    return Reply(text=ctx.render("besoin/edited.md.j2", question=question))


def withdraw(command: Command, ctx: Context) -> Reply:
    """Take a question back."""
    question = asking.withdraw(ctx, command.number, command.caller)
    return Reply(text=ctx.render("besoin/withdrawn.md.j2", question=question))


def unsign(command: Command, ctx: Context) -> Reply:
    """Take one's name off a question."""
    question = asking.unsign(ctx, command.number, command.caller)
    read = asking.may_have_been_read(ctx, question)
    return Reply(text=ctx.render("besoin/unsigned.md.j2", question=question, read=read))


def make_private(command: Command, ctx: Context) -> Reply:
    """Take a question back from the network; say who could read it, and what to do then."""
    question = asking.make_private(ctx, command.number, command.caller)
    planning.hide_question(ctx, command.number)
    told = readers.name(ctx, question)
    text = ctx.render(
        "besoin/made_private.md.j2",
        question=question,
        read=asking.may_have_been_read(ctx, question),
        readers=told,
        buttons=ctx.buttons,
    )
    return Reply(text=text, buttons=cards.owner_buttons(question, told))


def send(command: Command, ctx: Context) -> Reply:
    """Have a private question read by the coordinators who were named to its author."""
    question = asking.send(ctx, command.number, command.caller)
    told = readers.name(ctx, question)
    text = ctx.render("besoin/sent.md.j2", question=question, readers=told, buttons=ctx.buttons)
    return Reply(text=text, buttons=cards.owner_buttons(question, told))


def share(command: Command, ctx: Context) -> Reply:
    """Make a private question one of the network, if its author agrees."""
    question = asking.seen(ctx, command.number, command.caller)
    own = question.author == command.caller.id
    change = asking.share if own else asking.propose_sharing
    question = change(ctx, command.number, command.caller)
    return Reply(text=ctx.render("besoin/shared.md.j2", question=question, own=own))


def set_theme(command: Command, ctx: Context) -> Reply:
    """File a question under a theme; without a number, show the list."""
    if not command.text.strip():
        return Reply(text=ctx.render("besoin/themes.md.j2", themes=ctx.themes.names))
    number, typed = require_number(command.text, usage="besoin thème 12 bureautique")
    theme = ctx.themes.named(typed.lstrip("#"))
    if theme is None:
        raise UNKNOWN_THEME(typed=quotable(typed))
    question = asking.set_theme(ctx, number, theme, command.caller)
    return Reply(text=ctx.render("besoin/themed.md.j2", question=question))


def list_themes(_command: Command, ctx: Context) -> Reply:
    """Show the themes that questions are filed under."""
    return Reply(text=ctx.render("besoin/themes.md.j2", themes=ctx.themes.names))


def found(command: Command, ctx: Context) -> Reply:
    """Take an answered question for one's own answer."""
    number, other = require_numbers(command.text, usage="besoin trouvé 12 5")
    question = merging.found(ctx, number, other, command.caller)
    return Reply(text=ctx.render("besoin/answer_found.md.j2", question=question))


def ask_anyway(command: Command, ctx: Context) -> Reply:
    """Show the question to the network, though others alike were answered."""
    question = merging.ask_anyway(ctx, command.number, command.caller)
    return Reply(text=ctx.render("besoin/asked_anyway.md.j2", question=question))


def _edit_form(number: int, command: Command, ctx: Context) -> Reply:
    question = asking.theirs(ctx, Act.EDIT, number, command.caller)
    text = Field(
        name="texte",
        label="Votre question",
        multiline=True,
        limit=TEXT_LIMIT,
        default=question.text,
    )
    dialog = Dialog(
        title=f"Modifier le n°\u00a0{question.number}",
        route="besoin modifier",
        argument=str(question.number),
        submit="Modifier",
        fields=(text,),
    )
    return Reply(dialog=dialog)


_route = partial(Route, Act.READ_QUESTIONS)
_rare = partial(Route, Act.READ_QUESTIONS, rare=True)

ROUTES = (
    _route(
        "besoin modifier|corriger|éditer : <n°> <nouveau texte>",
        reading(numbered("besoin modifier 12 <nouveau texte>"), edit),
        "redire votre question autrement",
        care=SIGNED,
    ),
    _route("besoin retirer|supprimer|effacer|annuler : <n°>", withdraw, "retirer votre question"),
    _rare("besoin thème : <n°> <thème>", set_theme, "changer le thème d'une question", Takes.WORDS),
    _rare("besoin thèmes", list_themes, "voir les thèmes"),
    _rare(
        f"{cards.SHARE}|partager : <n°>",
        share,
        "partager avec le réseau, sans nom, une question privée",
    ),
    _rare(f"{cards.UNSIGN} : <n°>", unsign, "retirer votre nom de votre question"),
    _rare(
        f"{cards.MAKE_PRIVATE}|rendre-privé : <n°>",
        make_private,
        "retirer votre question des yeux du réseau",
    ),
    _rare(f"{cards.SEND} : <n°>", send, "transmettre votre question privée aux personnes nommées"),
    _rare(
        f"{merging.FOUND} : <n°> <n° déjà répondue>",
        found,
        "dire qu'une question répondue répond à la vôtre",
    ),
    _rare(
        f"{merging.ASK_ANYWAY} : <n°>",
        ask_anyway,
        "montrer tout de suite au réseau une question mise en attente",
    ),
)
