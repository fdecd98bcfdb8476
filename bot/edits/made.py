"""What may be made from a message, and what each becomes as the message changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.core.errors import UserError
from bot.core.source import MadeKind, Source
from bot.french.discretion import Discretion
from bot.letter import note_store as letter_notes
from bot.letter.note import LetterNote
from bot.meeting import planning
from bot.meeting.ideas import choosing
from bot.meeting.ideas import store as ideas
from bot.meeting.ideas.rules import Idea, IdeaStatus
from bot.network.rights import Act
from bot.question import answering, asking
from bot.question import store as questions
from bot.question.rules import Answer, Question, Visibility
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.undecided import store as undecided_texts
from bot.talk.undecided.service import REWORDED
from bot.veille import proposing

_QUESTION, _ANSWER, _IDEA = REWORDED


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A thing that a message made, by `author`, where it reads `text`.

    `called` and `withdrawn` are French: « votre question n° 12 », « est retirée ». `unread` when
    nobody but its author has read it; `discretion` is what it is shown with. `route` takes new
    words, and `act` is the right to that; without one they are made anew or not at all.
    """

    source: Source
    author: str
    text: str
    called: str
    withdrawn: str = "est retirée"
    unread: bool = False
    discretion: Discretion = Discretion.NONE
    hidden: bool = False
    route: str = ""
    act: Act | None = None

    def undo(self, ctx: Context) -> None:
        """Take it back: nobody has read it."""

    def reword(self, ctx: Context, text: str, by: Caller, asked: Discretion) -> None:
        """Give it words that say less, and take its author's name off where they ask for it."""

    def hide(self, ctx: Context) -> None:
        """Show it to nobody but its author."""

    def restore(self, ctx: Context) -> None:
        """Show it again."""

    def end(self, ctx: Context) -> None:
        """Withdraw what is hidden."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeQuestion(Made):
    """A question."""

    question: Question

    def undo(self, ctx: Context) -> None:  # noqa: D102
        asking.undo(ctx, self.question)

    def reword(self, ctx: Context, text: str, by: Caller, asked: Discretion) -> None:  # noqa: D102
        _, words = ctx.themes.tagged(text)
        number = self.question.number
        if words.split() != self.question.text.split():
            said = asking.reword(ctx, self.question, words, by)
            planning.reword_question(ctx, number, said.text)
        if asked is Discretion.PRIVATE and not self.question.private:
            asking.make_private(ctx, number, by)
            planning.hide_question(ctx, number)
        elif asked is Discretion.ANONYMOUS and self.question.signed:
            asking.unsign(ctx, number, by)

    def hide(self, ctx: Context) -> None:  # noqa: D102
        asking.hide(ctx, self.question)
        planning.hide_question(ctx, self.question.number)

    def restore(self, ctx: Context) -> None:  # noqa: D102
        shown = asking.restore(ctx, self.question)
        if not shown.private:
            planning.reword_question(ctx, shown.number, shown.text)

    def end(self, ctx: Context) -> None:  # noqa: D102
        asking.end_hidden(ctx, self.question)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeAnswer(Made):
    """The answer that was kept of a question."""

    question: Question
    answer: Answer

    def reword(self, ctx: Context, text: str, by: Caller, asked: Discretion) -> None:  # noqa: D102
        signed = self.answer.signed and asked is Discretion.NONE
        said = replace(self.answer, text=text, signed=signed)
        answering.reword(ctx, self.question, said, by)

    def hide(self, ctx: Context) -> None:  # noqa: D102
        answering.reword(ctx, self.question, self.answer.hide())

    def restore(self, ctx: Context) -> None:  # noqa: D102
        answering.reword(ctx, self.question, self.answer.restore())

    def end(self, ctx: Context) -> None:  # noqa: D102
        answering.take_back(ctx, self.question)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeIdea(Made):
    """An idea for an animation: hidden, it is withdrawn already."""

    idea: Idea

    def reword(self, ctx: Context, text: str, by: Caller, asked: Discretion) -> None:  # noqa: D102, ARG002
        signed = self.idea.signed and asked is Discretion.NONE
        choosing.reword(ctx, self.idea, text, signed=signed)

    def hide(self, ctx: Context) -> None:  # noqa: D102
        if self.idea.waiting:
            choosing.take_back(ctx, self.idea)

    def restore(self, ctx: Context) -> None:  # noqa: D102
        choosing.restore(ctx, self.idea)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLinks(Made):
    """Links for a digest that has not come out."""

    def undo(self, ctx: Context) -> None:  # noqa: D102
        proposing.take_back_links(ctx, self.source.post)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLetterNote(Made):
    """A text for a letter that has not come out."""

    note: LetterNote

    def undo(self, ctx: Context) -> None:  # noqa: D102
        letter_notes.remove(ctx.db, self.note.network, self.note.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUndecided(Made):
    """A text that waits for its writer's choice."""

    def undo(self, ctx: Context) -> None:  # noqa: D102
        undecided_texts.drop(ctx.db, self.source.ref)


def made(ctx: Context, source: Source) -> Made | None:
    """Return what a message made, None when it is gone, or has become something else."""
    try:
        return _READ[source.kind](ctx, source)
    except UserError:
        return None


def _question(ctx: Context, source: Source) -> Made:
    question = questions.get(ctx.db, source.network, int(source.ref))
    return MadeQuestion(
        source=source,
        question=question,
        author=question.author,
        text=question.text,
        called=f"votre question n°\u00a0{question.number}",
        unread=asking.is_unread(ctx, question),
        discretion=_SEEN[question.visibility],
        hidden=question.hidden is not None,
        route=_QUESTION if question.status.waiting else "",
        act=Act.EDIT,
    )


def _answer(ctx: Context, source: Source) -> Made | None:
    question = questions.get(ctx.db, source.network, int(source.ref))
    answer = question.answer
    if answer is None or answer.at != source.at:  # found wanting, and given anew by another one
        return None
    return MadeAnswer(
        source=source,
        question=question,
        answer=answer,
        author=answer.by,
        text=answer.text,
        called=f"votre réponse à la question n°\u00a0{question.number}",
        discretion=Discretion.NONE if answer.signed else Discretion.ANONYMOUS,
        hidden=bool(answer.hidden),
        route=_ANSWER,
        act=Act.ANSWER,
    )


def _idea(ctx: Context, source: Source) -> Made | None:
    idea = ideas.get(ctx.db, source.network, int(source.ref))
    hidden = idea.status is IdeaStatus.WITHDRAWN
    if hidden and source.withdrawn_at is None:  # its author's own doing
        return None
    return MadeIdea(
        source=source,
        idea=idea,
        author=idea.author,
        text=idea.text,
        called=f"votre idée n°\u00a0{idea.number}",
        discretion=Discretion.NONE if idea.signed else Discretion.ANONYMOUS,
        hidden=hidden,
        route=_IDEA if idea.waiting else "",
        act=Act.WITHDRAW_IDEA,
    )


def _links(ctx: Context, source: Source) -> Made:
    by = proposing.proposer_by_message(ctx, source.post)
    called, withdrawn = "les liens que vous proposiez à la veille", "sont retirés"
    return MadeLinks(
        source=source, author=by, text="", called=called, withdrawn=withdrawn, unread=True
    )


def _letter_note(ctx: Context, source: Source) -> Made:
    note = letter_notes.get(ctx.db, source.network, int(source.ref))
    return MadeLetterNote(
        source=source,
        note=note,
        author=note.author,
        text=note.text,
        called="votre texte pour la lettre",
        withdrawn="est retiré",
        unread=True,
    )


def _undecided(ctx: Context, source: Source) -> Made:
    text = undecided_texts.by_id(ctx.db, source.ref)
    return MadeUndecided(
        source=source,
        author=text.user if text else "",
        text="",
        called="votre texte",
        withdrawn="est effacé",
        unread=True,
    )


_SEEN = {
    Visibility.PUBLIC: Discretion.NONE,
    Visibility.ANONYMOUS: Discretion.ANONYMOUS,
    Visibility.PRIVATE: Discretion.PRIVATE,
}
_READ: Mapping[MadeKind, Callable[[Context, Source], Made | None]] = {
    MadeKind.QUESTION: _question,
    MadeKind.ANSWER: _answer,
    MadeKind.IDEA: _idea,
    MadeKind.LINKS: _links,
    MadeKind.LETTER_NOTE: _letter_note,
    MadeKind.UNDECIDED: _undecided,
}
