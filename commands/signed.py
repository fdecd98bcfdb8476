"""Whether what a member gives bears their name: the entry of its form, and what follows from it."""

from __future__ import annotations

from bot.french.discretion import Discretion
from bot.question import answering, asking
from bot.question.answering import AnswerDraft
from bot.question.rules import Visibility
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.personal import require_unnamed
from bot.talk.reply import Reply
from bot.talk.signature import menu
from commands.texts import Numbered

SIGNATURE = menu(
    "Votre nom",
    (
        ("Avec mon nom", Discretion.NONE),
        ("Sans mon nom", Discretion.ANONYMOUS),
        ("La coordination seulement", Discretion.PRIVATE),
    ),
)
"""The entry; without a form the words say it: see `talk.discretion`."""


def is_signed(command: Command) -> bool:
    """Tell whether the name of a command's writer may be shown with what they wrote.

    Raises UNKNOWN_CHOICE.
    """
    SIGNATURE.chosen(command.fields)
    return command.discretion in (None, Discretion.NONE)


def require_unnamed_asker(command: Command, ctx: Context, typed: Numbered) -> None:
    """Refuse words that name whoever asked a question without their name, and writes them.

    Raises PersonalDataError.
    """
    question = asking.seen(ctx, typed.number, command.caller)
    own = question.author == command.caller.id
    if own and question.shown_as is Visibility.ANONYMOUS:
        require_unnamed(typed.text, command.caller, certified=typed.certified)


def answer_privately(command: Command, ctx: Context, number: int, draft: AnswerDraft) -> Reply:
    """Carry an answer to whoever asked and to the coordinators; nothing of it is published."""
    question = answering.tell_privately(ctx, number, draft, command.caller)
    return ctx.reply("besoin/answer_carried.md.j2", question=question)


def visibility_of(command: Command) -> Visibility:
    """Return who may read a question that is asked so."""
    return _VISIBILITIES.get(command.discretion or Discretion.NONE, Visibility.PUBLIC)


_VISIBILITIES = {
    Discretion.ANONYMOUS: Visibility.ANONYMOUS,
    Discretion.PRIVATE: Visibility.PRIVATE,
}
