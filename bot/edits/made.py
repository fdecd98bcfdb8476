"""What may be made from a message, and what each becomes as the message changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from bot.core.errors import UserError
from bot.core.source import MadeKind, Source
from bot.french.discretion import Discretion
from bot.letter import note_store as letter_notes
from bot.meeting.ideas import choosing
from bot.meeting.ideas import store as ideas
from bot.meeting.ideas.rules import Idea, IdeaStatus
from bot.network.rights import Act
from bot.question import answering, asking
from bot.question import store as questions
from bot.question.rules import Answer, Question, Visibility
from bot.resource import keeping
from bot.resource import store as resources
from bot.talk.command import Caller
from bot.talk.context import Context
from bot.talk.undecided import store as undecided_texts
from bot.talk.undecided.service import REWORDED
from bot.veille import proposing

_QUESTION, _ANSWER, _IDEA = REWORDED


Following = Callable[[], object]
Rewording = Callable[[str, Caller, Discretion], object]


def _nothing(*_: object) -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A thing that a message made, by `author`, where it reads `text`.

    `called` and `withdrawn` are French: « votre question n° 12 », « est retirée ». `unread` when
    nobody but its author has read it: `undo` then takes it back. `discretion` is what it is shown
    with. What was read is hidden, then restored or ended. `reword` gives it other words, and takes
    its author's name off where they ask for that. `route` takes new words, and `act` is the right
    to that; without one they are made anew or not at all.
    """

    source: Source
    author: str
    text: str = ""
    called: str
    withdrawn: str = "est retirée"
    unread: bool = False
    discretion: Discretion = Discretion.NONE
    hidden: bool = False
    route: str = ""
    act: Act | None = None
    undo: Following = _nothing
    reword: Rewording = _nothing
    hide: Following = _nothing
    restore: Following = _nothing
    end: Following = _nothing

    @property
    def message(self) -> str:
        """Which message made it, in French."""
        own = self.source.author == self.author
        return "Votre message" if own else "Le message de départ"


def made(ctx: Context, source: Source) -> Made | None:
    """Return what a message made, None when it is gone, or has become something else."""
    try:
        return _READ[source.kind](ctx, source)
    except UserError:
        return None


def _question(ctx: Context, source: Source) -> Made:
    question = questions.get(ctx.db, source.network, int(source.ref))
    return Made(
        source=source,
        author=question.author,
        text=question.text,
        called=f"votre question n°\u00a0{question.number}",
        unread=asking.is_unread(ctx, question),
        discretion=_SEEN[question.visibility],
        hidden=question.hidden is not None,
        route=_QUESTION if question.status.waiting else "",
        act=Act.EDIT,
        undo=partial(asking.undo, ctx, question),
        reword=partial(_reword_question, ctx, question),
        hide=partial(asking.hide, ctx, question),
        restore=partial(asking.restore, ctx, question),
        end=partial(asking.end_hidden, ctx, question),
    )


def _reword_question(
    ctx: Context, question: Question, text: str, by: Caller, asked: Discretion
) -> None:
    _, words = ctx.themes.tagged(text)
    if words.split() != question.text.split():
        asking.reword(ctx, question, words, by)
    if asked is Discretion.PRIVATE and not question.private:
        asking.show_as(ctx, question.number, Visibility.PRIVATE, by)
    elif asked is Discretion.ANONYMOUS and question.signed:
        asking.show_as(ctx, question.number, Visibility.ANONYMOUS, by)


def _answer(ctx: Context, source: Source) -> Made | None:
    question = questions.get(ctx.db, source.network, int(source.ref))
    answer = question.answer
    if answer is None or answer.at != source.at:  # found wanting, and given anew by another one
        return None
    return Made(
        source=source,
        author=answer.by,
        text=answer.text,
        called=f"votre réponse à la question n°\u00a0{question.number}",
        discretion=Discretion.NONE if answer.signed else Discretion.ANONYMOUS,
        hidden=bool(answer.hidden),
        route=_ANSWER,
        act=Act.ANSWER,
        reword=partial(_reword_answer, ctx, question, answer),
        hide=partial(answering.hide, ctx, question),
        restore=partial(answering.restore, ctx, question),
        end=partial(answering.take_back, ctx, question),
    )


def _reword_answer(  # noqa: PLR0913, PLR0917  what, and how
    ctx: Context, question: Question, answer: Answer, text: str, by: Caller, asked: Discretion
) -> None:
    signed = answer.signed and asked is Discretion.NONE
    answering.reword(ctx, question, replace(answer, text=text, signed=signed), by)


def _idea(ctx: Context, source: Source) -> Made | None:
    idea = ideas.get(ctx.db, source.network, int(source.ref))
    hidden = idea.status is IdeaStatus.WITHDRAWN
    if not (idea.waiting or (hidden and source.withdrawn_at)):  # held, or its author's own doing
        return None
    return Made(
        source=source,
        author=idea.author,
        text=idea.text,
        called=f"votre idée n°\u00a0{idea.number}",
        discretion=Discretion.NONE if idea.signed else Discretion.ANONYMOUS,
        hidden=hidden,
        route=_IDEA,
        act=Act.WITHDRAW_IDEA,
        reword=partial(_reword_idea, ctx, idea),
        hide=partial(choosing.take_back, ctx, idea),  # it is withdrawn already
        restore=partial(choosing.restore, ctx, idea),
    )


def _reword_idea(ctx: Context, idea: Idea, text: str, _by: Caller, asked: Discretion) -> None:
    choosing.reword(ctx, idea, text, signed=idea.signed and asked is Discretion.NONE)


def _links(ctx: Context, source: Source) -> Made:
    found = proposing.by_message(ctx, source.post)
    return Made(
        source=source,
        author=found[0].user if found else "",
        called="les liens que vous proposiez à la veille",
        withdrawn="sont retirés",
        unread=True,
        undo=partial(proposing.take_back_links, ctx, source.post),
    )


def _letter_note(ctx: Context, source: Source) -> Made:
    note = letter_notes.get(ctx.db, source.network, int(source.ref))
    return Made(
        source=source,
        author=note.author,
        text=note.text,
        called="votre texte pour la lettre",
        withdrawn="est retiré",
        unread=True,
        undo=partial(letter_notes.remove, ctx.db, source.network, note.number),
    )


def _resource(ctx: Context, source: Source) -> Made:
    resource = resources.get(ctx.db, source.network, int(source.ref))
    return Made(
        source=source,
        author=resource.giver,
        text=resource.line,
        called=f"votre ressource n°\u00a0{resource.number}",
        unread=source.whole,  # a file goes with its message
        hidden=resource.withdrawn_at is not None,
        undo=partial(keeping.set_aside, ctx, resource, on=True),
        hide=partial(keeping.set_aside, ctx, resource, on=True),
        restore=partial(keeping.set_aside, ctx, resource, on=False),
    )


def _undecided(ctx: Context, source: Source) -> Made:
    text = undecided_texts.by_id(ctx.db, source.ref)
    return Made(
        source=source,
        author=text.user if text else "",
        called="votre texte",
        withdrawn="est effacé",
        unread=True,
        undo=partial(undecided_texts.drop, ctx.db, source.ref),
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
    MadeKind.RESOURCE: _resource,
    MadeKind.UNDECIDED: _undecided,
}
