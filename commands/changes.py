"""What becomes of what a deleted message had made; new words that its edited message gives."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from bot.edits import following
from bot.french.text import checked_text
from bot.meeting.ideas import choosing
from bot.meeting.ideas import store as ideas
from bot.network.rights import Act
from bot.question import answering, asking
from bot.talk.care import SIGNED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.personal import require_unnamed
from bot.talk.reply import Reply
from bot.talk.routing import Route
from bot.talk.undecided.service import REWORDED
from commands.signed import is_signed
from commands.texts import Numbered, numbered

_, _ANSWER, _IDEA = REWORDED


def decide(command: Command, ctx: Context, *, kept: bool) -> Reply:
    """Keep what a deleted message had made, or withdraw it without waiting."""
    made = following.decide(ctx, command.text, command.caller, kept=kept)
    if kept:
        return Reply(text=ctx.render("aide/message_kept.md.j2", made=made))
    return Reply(text=ctx.render("aide/message_over.md.j2", made=made, waited=False))


def reword_answer(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Give one's own answer other words."""
    question = asking.seen(ctx, typed.number, command.caller)
    answer = question.answer
    if answer is None or answer.by != command.caller.id:
        raise following.NOT_HIDDEN()
    if not answer.signed:
        require_unnamed(typed.text, command.caller, certified=typed.certified)
    words = checked_text(typed.text, what="la réponse", example=f"/{_ANSWER} 12 …", certified=True)
    said = replace(answer, text=words, hidden="", signed=answer.signed and is_signed(command))
    kept = answering.reword(ctx, question, said, command.caller)
    return Reply(text=ctx.render("besoin/reworded.md.j2", number=kept.number, text=words))


def reword_idea(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Give one's own idea other words."""
    idea = ideas.get(ctx.db, ctx.network.slug, typed.number)
    if idea.author != command.caller.id or not idea.waiting:
        raise following.NOT_HIDDEN()
    if not idea.signed:
        require_unnamed(typed.text, command.caller, certified=typed.certified)
    signed = idea.signed and is_signed(command)
    said = choosing.reword(ctx, idea, typed.text, signed=signed)
    return Reply(text=ctx.render("rencontre/idea_reworded.md.j2", idea=said))


ROUTES = (
    Route(Act.READ_HELP, following.KEEP, partial(decide, kept=True)),
    Route(Act.READ_HELP, following.WITHDRAW, partial(decide, kept=False)),
    Route(
        Act.ANSWER,
        f"{_ANSWER} : <n°> <réponse>",
        reading(numbered(f"{_ANSWER} 12 …"), reword_answer),
        care=SIGNED,
    ),
    Route(
        Act.PROPOSE_IDEA,
        f"{_IDEA} : <n°> <idée>",
        reading(numbered(f"{_IDEA} 3 …"), reword_idea),
        care=SIGNED,
    ),
)
