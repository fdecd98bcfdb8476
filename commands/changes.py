"""What becomes of what a deleted message had made; new words that its edited message gives."""

from __future__ import annotations

from functools import partial

from bot.core.source import MadeKind
from bot.edits import following
from bot.french.discretion import Discretion
from bot.french.text import stored_text
from bot.network.rights import Act
from bot.talk.care import SIGNED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import reading
from bot.talk.personal import require_unnamed
from bot.talk.reply import Reply
from bot.talk.routing import Route
from bot.talk.undecided.service import REWORDED
from commands.texts import Numbered, numbered

_, _ANSWER, _IDEA = REWORDED


def decide(command: Command, ctx: Context, *, kept: bool) -> Reply:
    """Keep what a deleted message had made, or withdraw it without waiting."""
    made = following.decide(ctx, command.text, command.caller, kept=kept)
    if kept:
        return ctx.reply("aide/message_kept.md.j2", made=made)
    return ctx.reply("aide/message_over.md.j2", made=made, waited=False)


def reword(command: Command, ctx: Context, typed: Numbered, *, kind: MadeKind) -> Reply:
    """Give one's own answer, or idea, the words that its message has now."""
    number = str(typed.number)
    thing = following.made_by_caller(ctx, kind.value, number, command.caller, hidden=False)
    if thing.discretion is Discretion.ANONYMOUS:
        require_unnamed(typed.text, command.caller, certified=typed.certified)
    words = stored_text(typed.text, what="le texte")
    thing.reword(words, command.caller, command.discretion or Discretion.NONE)
    return ctx.reply("aide/message_reworded.md.j2", made=thing, words=words)


ROUTES = (
    Route(Act.READ_HELP, following.KEEP, partial(decide, kept=True)),
    Route(Act.READ_HELP, following.WITHDRAW, partial(decide, kept=False)),
    *(
        Route(
            act,
            f"{route} : <n°> <texte>",
            reading(numbered, partial(reword, kind=kind)),
            care=SIGNED,
        )
        for act, route, kind in (
            (Act.ANSWER, _ANSWER, MadeKind.ANSWER),
            (Act.PROPOSE_IDEA, _IDEA, MadeKind.IDEA),
        )
    ),
)
