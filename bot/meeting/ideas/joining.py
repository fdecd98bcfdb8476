"""Who supports an idea, or would join a project: those are put in touch, until it is ended."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.message import Button
from bot.meeting.ideas import choosing
from bot.meeting.ideas import store as ideas
from bot.meeting.ideas.rules import Idea, IdeaStep
from bot.network.rights import Act, Tie
from bot.talk import say
from bot.talk.command import Caller
from bot.talk.context import Context


def support(ctx: Context, number: int, by: Caller, *, on: bool) -> tuple[Idea, bool]:
    """Count one more person, or one less, which tells nobody; False when it was so already.

    The author of a project is told of the first one, once, and reads who else there is. Raises
    UNKNOWN_IDEA, OWN_IDEA, IDEA_ENDED.
    """
    idea = ideas.get(ctx.db, ctx.network.slug, number)
    if on:
        idea.require_votable(by.id)
        changed = ideas.support(ctx.db, idea, by.id, ctx.now)
    else:
        changed = ideas.unsupport(ctx.db, idea, by.id)
    if changed and idea.waiting:
        idea = choosing.show_again(ctx, number)
        if on and idea.project and idea.votes == 1:
            _tell_author(ctx, idea, by)
    return idea, changed


def supports(ctx: Context, number: int, by: Caller) -> bool:
    """Tell whether someone is counted among those who support an idea. Raises UNKNOWN_IDEA."""
    return ideas.supports(ctx.db, ideas.get(ctx.db, ctx.network.slug, number), by.id)


def together(ctx: Context, idea: Idea, by: Caller) -> Sequence[str]:
    """Return those whom someone may write to of a project: nobody unless they are of it."""
    if not idea.project or not (idea.author == by.id or ideas.supports(ctx.db, idea, by.id)):
        return ()
    return _others(ctx, idea, by)


def end(ctx: Context, number: int, step: IdeaStep, by: Caller) -> Idea:
    """Note that a project is launched, or abandoned: no meeting follows it any more.

    Raises UNKNOWN_IDEA, NOT_ALLOWED, IDEA_ENDED, ChangedMeanwhileError.
    """
    idea = ideas.get(ctx.db, ctx.network.slug, number)
    ctx.require(Act.END_PROJECT, by, tie=Tie.AUTHOR if idea.author == by.id else Tie.NONE)
    ideas.save(ctx.db, idea.end(step, ctx.now), was=idea.status)
    choosing.take_off_agendas(ctx, number)
    return choosing.show_again(ctx, number)


def _others(ctx: Context, idea: Idea, by: Caller) -> Sequence[str]:
    author = [idea.author] if idea.signed and idea.author else []
    return [each for each in (*author, *ideas.supporters(ctx.db, idea)) if each != by.id]


def _tell_author(ctx: Context, idea: Idea, newcomer: Caller) -> None:
    if not idea.author:
        return
    key = f"{choosing.key_of(idea)}:joined"
    text = ctx.render("rencontre/project_joined_told.md.j2", idea=idea, newcomer=newcomer.id)
    number = str(idea.number)
    who = Button("qui", "Qui d'autre", choosing.READ, number)
    say.to_user(ctx, key, idea.author, text, once=True, buttons=(who,))
