"""What belongs to whoever asked: wording, theme, visibility, taking a question back."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.core.errors import Refusal
from bot.french.text import quotable
from bot.network.rights import Act
from bot.question import asking, calling, merging, readers, verbs
from bot.question.asking import QuestionDraft
from bot.question.rules import Change, Question, Visibility
from bot.question.verbs import about, receipt, reopening
from bot.talk.arguments import confirmed_first, require_number, require_numbers
from bot.talk.care import SIGNED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.personal import names_in
from bot.talk.reply import Choice, Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from bot.talk.toggles import toggle
from commands.besoin.forms import QuestionForm, asked
from commands.doubting import named
from commands.signed import require_unnamed_asker, visibility_of
from commands.texts import Numbered, numbered

UNKNOWN_THEME = Refusal(
    "unknown theme",
    reply="Je ne connais pas le thème « {typed} », ou plusieurs lui ressemblent. Les thèmes : "
    "`/besoin thèmes`.",
)


def edit(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Change the text of one's question."""
    require_unnamed_asker(command, ctx, typed)
    draft = QuestionDraft(text=typed.text, visibility=visibility_of(command))
    question = asking.edit(ctx, typed.number, draft, command.caller)
    return ctx.reply("besoin/edited.md.j2", seen=not question.private, question=question)


def withdraw(command: Command, ctx: Context) -> Reply:
    """Take a question back."""
    question = asking.withdraw(ctx, command.number, command.caller)
    return ctx.reply("besoin/withdrawn.md.j2", *reopening(question), question=question)


def unsign(command: Command, ctx: Context) -> Reply:
    """Take one's name off a question; a private one is opened once its author read what that is."""
    question = asking.seen(ctx, command.number, command.caller)
    opened, agreed = question.private, confirmed_first(command.words)[0]
    if opened and question.author == command.caller.id and not agreed:
        return _opening(command, ctx, question)
    question = asking.show_as(ctx, command.number, Visibility.ANONYMOUS, command.caller)
    read = asking.may_have_been_read(ctx, question)
    answer = question.answer
    own = answer.text if answer and answer.by == question.author else ""
    names = () if opened else names_in(f"{question.text}\n{own}", command.caller)
    text = ctx.render(
        "besoin/unsigned.md.j2", question=question, read=read, opened=opened, names=names
    )
    return Reply(text=text, buttons=receipt(question, readers.name(ctx, question)))


def _opening(command: Command, ctx: Context, question: Question) -> Reply:
    """Say where a private question would be read, and show the names that it still bears."""
    question.share()
    names = names_in(question.text, command.caller)
    text = ctx.render("besoin/opening.md.j2", question=question, names=names)
    agreeing = about(question, "sansnom", "La poser sans mon nom", verbs.UNSIGN, primary=True)
    agreeing = replace(agreeing, argument=f"{question.number} confirmé")
    again = about(question, "modifier", "Modifier…", verbs.EDIT)
    return Reply(text=text, buttons=(agreeing, again), leads_on=True)


def make_private(command: Command, ctx: Context) -> Reply:
    """Take a question back from the network; say who could read it, and what to do then."""
    question = asking.show_as(ctx, command.number, Visibility.PRIVATE, command.caller)
    told = readers.name(ctx, question)
    read = asking.may_have_been_read(ctx, question)
    text = ctx.render("besoin/made_private.md.j2", question=question, read=read, readers=told)
    return Reply(text=text, buttons=receipt(question, told))


def call_back(command: Command, ctx: Context, *, on: bool) -> Reply:
    """Have the coordinators who read one's private question call, or no more."""
    question, changed = calling.call_back(ctx, command.number, command.caller, on=on)
    told = readers.name(ctx, question)
    text = ctx.render(
        "besoin/call_noted.md.j2", question=question, on=on, changed=changed, readers=told
    )
    return Reply(text=text, buttons=receipt(question, told))


def share(command: Command, ctx: Context) -> Reply:
    """Make a private question one of the network, if its author agrees."""
    question = asking.seen(ctx, command.number, command.caller)
    own = question.author == command.caller.id
    if own and not confirmed_first(command.words)[0]:
        if not asking.sharing_proposed(ctx, question):
            return _opening(command, ctx, question)
        as_it_is = about(question, "partager", "Partager tel quel", verbs.SHARE)
        as_it_is = replace(as_it_is, argument=f"{question.number} confirmé")
        again = about(question, "modifier", "Modifier…", verbs.EDIT)
        if (doubt := named(command, ctx, question.text, as_it_is, again)) is not None:
            return doubt
    change = asking.share if own else asking.propose_sharing
    question = change(ctx, command.number, command.caller)
    return ctx.reply("besoin/shared.md.j2", question=question, own=own)


def set_theme(command: Command, ctx: Context) -> Reply:
    """File a question under a theme; without a number, show the list."""
    if not command.text.strip():
        return ctx.reply("besoin/themes.md.j2", themes=ctx.themes.names)
    number, typed = require_number(command.text, usage="besoin thème 12 bureautique")
    theme = UNKNOWN_THEME.unless(ctx.themes.named(typed.lstrip("#")), typed=quotable(typed))
    question = asking.set_theme(ctx, number, theme, command.caller)
    return ctx.reply("besoin/themed.md.j2", seen=not question.private, question=question)


def found(command: Command, ctx: Context) -> Reply:
    """Take an answered question for one's own answer."""
    number, other = require_numbers(command.text, usage="besoin trouvé 12 5")
    question = merging.found(ctx, number, other, command.caller)
    text = ctx.render("besoin/answer_found.md.j2", question=question)
    return Reply(text=text, buttons=reopening(question, "Finalement non"))


def ask_anyway(command: Command, ctx: Context) -> Reply:
    """Show the question to the network, though others alike were answered."""
    question = merging.ask_anyway(ctx, command.number, command.caller)
    return ctx.reply("besoin/asked_anyway.md.j2", question=question)


def _theming_form(command: Command, ctx: Context) -> Dialog:
    question = asking.theirs(ctx, Act.SET_THEME, command.number, command.caller)
    question.require(Change.THEMED)
    theme = Field(
        name="texte",
        label="Thème",
        default=question.theme if question.theme in ctx.themes.names else "",
        choices=tuple(Choice(label=each, value=each) for each in ctx.themes.names),
    )
    return Dialog(title=f"Thème de la n°\u00a0{question.number}", submit="Ranger", fields=(theme,))


_EDITING = QuestionForm(
    title="Modifier la n°\u00a0{number}",
    label="Votre question",
    submit="Modifier",
    act=Act.EDIT,
    change=Change.EDITED,
    preset=asked,
)

_route = partial(Route, Act.READ_QUESTIONS)

ROUTES = (
    _route(
        f"{verbs.EDIT}|corriger|éditer : <n°> <nouveau texte>",
        reading(numbered, edit),
        "redire votre question autrement",
        care=SIGNED,
        form=_EDITING,
    ),
    _route(
        f"{verbs.WITHDRAW}|supprimer|effacer|annuler : <n°>",
        withdraw,
        "retirer votre question",
    ),
    _route(
        f"{verbs.THEME}|thèmes : <n°> <thème>",
        set_theme,
        "changer le thème d'une question, ou voir les thèmes",
        Takes.WORDS,
        form=_theming_form,
    ),
    _route(
        f"{verbs.SHARE}|partager : <n°>",
        share,
        "partager avec le réseau, sans nom, une question privée",
        Takes.NUMBER_AND_TEXT,
    ),
    _route(
        f"{verbs.UNSIGN} : <n°>",
        unsign,
        "retirer votre nom de votre question",
        Takes.NUMBER_AND_TEXT,
    ),
    _route(
        f"{verbs.MAKE_PRIVATE}|rendre-privé : <n°>",
        make_private,
        "retirer votre question des yeux du réseau",
    ),
    *toggle(
        Act.READ_QUESTIONS,
        f"{verbs.CALL_BACK}|rappeler : <n°>",
        f"{verbs.NO_CALL_BACK} : <n°>",
        call_back,
        lambda command, ctx: asking.seen(ctx, command.number, command.caller).call_back,
        summary="demander qu'on vous rappelle pour votre question privée",
        off_summary="renoncer à l'appel demandé pour votre question privée",
    ),
    _route(
        f"{merging.FOUND} : <n°> <n° qui a sa réponse>",
        found,
        "dire qu'une question qui a sa réponse répond à la vôtre",
    ),
    _route(
        f"{merging.ASK_ANYWAY} : <n°>",
        ask_anyway,
        "montrer tout de suite au réseau une question mise en attente",
    ),
)
