"""What belongs to whoever asked: wording, theme, visibility, taking a question back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from bot.network.rights import Act
from bot.question import asking, calling, merging, readers, verbs
from bot.question.asking import QuestionDraft
from bot.question.rules import Change, Question, Visibility
from bot.question.verbs import about, receipt
from bot.talk.arguments import confirmed_first
from bot.talk.care import SIGNED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.personal import names_in
from bot.talk.reply import Dialog, Reply
from bot.talk.routing import Route
from bot.talk.toggles import toggle
from commands.besoin.forms import QuestionForm, asked, theme_field, themed
from commands.signed import require_unnamed_asker, visibility_of
from commands.texts import Numbered, numbered, second_number


def edit(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Change the text of one's question."""
    require_unnamed_asker(command, ctx, typed)
    theme = theme_field(ctx.themes).chosen(command.fields)
    draft = QuestionDraft(text=typed.text, visibility=visibility_of(command), theme=theme)
    question = asking.edit(ctx, typed.number, draft, command.caller)
    return ctx.reply("besoin/edited.md.j2", seen=not question.private, question=question)


def withdraw(command: Command, ctx: Context) -> Reply:
    """Take a question back."""
    question = asking.withdraw(ctx, command.number, command.caller)
    return ctx.reply("besoin/withdrawn.md.j2", question=question)


def unsign(command: Command, ctx: Context) -> Reply:
    """Take one's name off a question; a private one is opened once its author read what that is."""
    question = asking.seen(ctx, command.number, command.caller)
    opened, agreed = question.private, confirmed_first(command.words)[0]
    names = names_in(question.text, command.caller) if opened else ()
    shown = asking.sharing_proposed(ctx, question) and not names
    if opened and question.author == command.caller.id and not (agreed or shown):
        return _opening(ctx, question, names)
    question = asking.show_as(ctx, command.number, Visibility.ANONYMOUS, command.caller)
    read = asking.may_have_been_read(ctx, question)
    answer = question.answer
    own = answer.text if answer and answer.by == question.author else ""
    names = () if opened else names_in(f"{question.text}\n{own}", command.caller)
    text = ctx.render(
        "besoin/unsigned.md.j2", question=question, read=read, opened=opened, names=names
    )
    return Reply(text=text, buttons=receipt(question, readers.name(ctx, question)))


def _opening(ctx: Context, question: Question, names: Sequence[str]) -> Reply:
    """Say where a private question would be read, and show the names that it still bears."""
    question.share()
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
    """Ask the author of a private question whether the network may read it, unsigned."""
    question = asking.seen(ctx, command.number, command.caller)
    if question.private and question.author == command.caller.id:
        return Reply(instead=replace(command, route=verbs.UNSIGN))
    question = asking.propose_sharing(ctx, command.number, command.caller)
    return ctx.reply("besoin/shared.md.j2", question=question)


def set_theme(command: Command, ctx: Context) -> Reply:
    """File a question under a theme."""
    theme = theme_field(ctx.themes).chosen({"theme": command.words})
    question = asking.set_theme(ctx, command.number, theme, command.caller)
    return ctx.reply("besoin/themed.md.j2", seen=not question.private, question=question)


def found(command: Command, ctx: Context) -> Reply:
    """Take an answered question for one's own answer."""
    question = merging.found(ctx, command.number, second_number(command), command.caller)
    text = ctx.render("besoin/answer_found.md.j2", question=question)
    return Reply(text=text)


def ask_anyway(command: Command, ctx: Context) -> Reply:
    """Show the question to the network, though others alike were answered."""
    question = merging.ask_anyway(ctx, command.number, command.caller)
    return ctx.reply("besoin/asked_anyway.md.j2", question=question)


def _theming_form(command: Command, ctx: Context) -> Dialog:
    question = asking.theirs(ctx, Act.SET_THEME, command.number, command.caller)
    question.require(Change.THEMED)
    theme = replace(themed(ctx, question), optional=False)
    return Dialog(title=f"Thème de la n°\u00a0{question.number}", submit="Ranger", fields=(theme,))


_EDITING = QuestionForm(
    title="Modifier la n°\u00a0{number}",
    label="Votre question",
    submit="Modifier",
    act=Act.EDIT,
    change=Change.EDITED,
    preset=asked,
    filed=True,
)

_route = partial(Route, Act.READ_QUESTIONS)

ROUTES = (
    _route(f"{verbs.EDIT} : <n°>", reading(numbered, edit), care=SIGNED, form=_EDITING),
    _route(f"{verbs.WITHDRAW} : <n°>", withdraw, back=verbs.REOPEN),
    _route(f"{verbs.THEME} : <n°>", set_theme, form=_theming_form),
    _route(f"{verbs.SHARE} : <n°>", share),
    _route(f"{verbs.UNSIGN} : <n°>", unsign),
    _route(f"{verbs.MAKE_PRIVATE} : <n°>", make_private),
    *toggle(
        Act.READ_QUESTIONS,
        f"{verbs.CALL_BACK} : <n°>",
        f"{verbs.NO_CALL_BACK} : <n°>",
        call_back,
        lambda command, ctx: asking.seen(ctx, command.number, command.caller).call_back,
    ),
    _route(f"{merging.FOUND} : <n°>", found, back=verbs.REOPEN),
    _route(f"{merging.ASK_ANYWAY} : <n°>", ask_anyway),
)
