"""Forms about one question: a row each, opened for those who may do what they ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.network.rights import Act
from bot.question import asking
from bot.question.rules import Change, Question
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Dialog, Field, words_field


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionForm:
    """A form that asks for a text about a question; `title` has its {number}.

    It opens only when the question's state allows the `change`, for those whom the table of rights
    lets do the `act`, for anyone without one. It `quotes` what the text is about, and begins with a
    `preset` text. `more` are its other entries.
    """

    title: str
    label: str
    submit: str
    change: Change
    act: Act = Act.READ_QUESTIONS
    help: str = ""
    quotes: Callable[[Question], str] | None = None
    preset: Callable[[Question], str] | None = None
    more: tuple[Field, ...] = ()

    def __call__(self, command: Command, ctx: Context) -> Dialog:
        """Return the form. Raises what the question refuses."""
        question = asking.theirs(ctx, self.act, command.number, command.caller)
        question.require(self.change)
        quoted = self.quotes(question) if self.quotes else ""
        text = words_field(
            label=self.label, help=self.help, default=self.preset(question) if self.preset else ""
        )
        return Dialog(
            title=self.title.format(number=question.number),
            introduction=ctx.render("besoin/quoted.md.j2", text=quoted) if quoted else "",
            submit=self.submit,
            fields=(text, *self.more),
        )


def asked(question: Question) -> str:
    """Return the words of a question."""
    return question.text


def answered(question: Question) -> str:
    """Return the words of its answer."""
    return question.answer.text if question.answer else ""
