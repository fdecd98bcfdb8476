"""Forms about one question: a row each, opened for those who may do what they ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.french.themes import Themes
from bot.network.rights import Act
from bot.question import asking
from bot.question.rules import Change, Question
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Choice, Dialog, Field, optional_field, words_field


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionForm:
    """A form that asks for a text about a question; `title` has its {number}.

    It opens only when the question's state allows the `change`, for those whom the table of rights
    lets do the `act`, for anyone without one. It `quotes` what the text is about, and begins with a
    `preset` text. `more` are its other entries, `filed` that its theme is one of them.
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
    filed: bool = False

    def __call__(self, command: Command, ctx: Context) -> Dialog:
        """Return the form. Raises what the question refuses."""
        question = asking.theirs(ctx, self.act, command.number, command.caller)
        question.require(self.change)
        return quoting(
            ctx,
            self.quotes(question) if self.quotes else "",
            self.title.format(number=question.number),
            self.submit,
            label=self.label,
            help=self.help,
            default=self.preset(question) if self.preset else "",
            more=(*self.more, *((themed(ctx, question),) if self.filed else ())),
        )


def quoting(  # noqa: PLR0913  a form has that many words
    ctx: Context,
    quoted: str,
    title: str,
    submit: str,
    *,
    label: str,
    help: str = "",  # noqa: A002  as the entry calls it
    default: str = "",
    more: tuple[Field, ...] = (),
) -> Dialog:
    """Return a form that asks for a text about another one, which it quotes above."""
    return Dialog(
        title=title,
        submit=submit,
        introduction=ctx.render("besoin/quoted.md.j2", text=quoted) if quoted else "",
        fields=(words_field(label=label, help=help, default=default), *more),
    )


@lru_cache(maxsize=1)
def theme_field(themes: Themes) -> Field:
    """Return the entry that files a question under a theme."""
    return optional_field(
        name="theme",
        label="Thème",
        help="Sans choix de votre part, je le propose d'après vos mots.",
        choices=tuple(Choice(label=each, value=each) for each in themes.names),
    )


def themed(ctx: Context, question: Question) -> Field:
    """Return the same about a question, with the theme that it has."""
    known = question.theme in ctx.themes.names
    return replace(theme_field(ctx.themes), default=question.theme if known else "", help="")


def asked(question: Question) -> str:
    """Return the words of a question."""
    return question.text


def answered(question: Question) -> str:
    """Return the words of its answer."""
    return question.answer.text if question.answer else ""
