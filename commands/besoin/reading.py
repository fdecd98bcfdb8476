"""Reading questions: lists, search, one question and its story, figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bot.core.errors import Refusal
from bot.french.folding import fold
from bot.french.text import checked_text, quotable
from bot.french.words import snippet
from bot.network.rights import Act
from bot.question import asking, merging
from bot.question import store as questions
from bot.question import story_store as stories
from bot.question.rules import WAITING, Occasion, Question, QuestionStatus
from bot.question.store import QuestionFilter
from bot.question.story import in_short
from bot.talk.arguments import paged
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Reply
from bot.talk.routing import Route, Takes

PAGE = 20
"""Questions in one answer of `/besoin liste`: two phone screens."""

FOUND = 5
"""Questions that a search shows: beyond, one types other words."""

LATEST = 3
"""Questions that a search reads first when the job has not yet: those of the last second, each
for some 5 ms. After a rush there may be more, and a search does not wait for all of them."""

_STATUSES = {
    "ouvert": (QuestionStatus.OPEN,),
    "report": (QuestionStatus.SCHEDULED,),
    "repond": (QuestionStatus.ANSWERED,),
    "ferme": (QuestionStatus.CLOSED,),
    "retir": (QuestionStatus.WITHDRAWN,),
    "fusionn": (QuestionStatus.MERGED,),
    "tout": (),
    "toutes": (),
}
_OCCASIONS = {each.value: each for each in Occasion}


UNKNOWN_FILTER = Refusal(
    "unknown filter",
    reply="Je ne sais pas trier par « {words} ». Par exemple : `/besoin liste répondues`, "
    "`/besoin liste lettre`, `/besoin liste bureautique`, `/besoin liste toutes 2`. Les thèmes : "
    "`/besoin thèmes`.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionPage:
    """One page of a list: its questions, their number in all, and what to type for the next."""

    questions: Sequence[Question]
    total: int
    page: int
    last: int
    more: str

    @property
    def uncounted(self) -> bool:
        """Whether there may be more than `total`."""
        return self.total >= questions.COUNTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A question found, and the passages that the search is about."""

    question: Question
    text: str
    answer: str


def list_some(command: Command, ctx: Context) -> Reply:
    """List the waiting questions, or those of a state, an occasion or a theme; in pages."""
    words, page = paged(command.text)
    choice = _choice(words, ctx)
    shown = _page(ctx, choice, page, f"/besoin liste {words}")
    text = ctx.render("besoin/list.md.j2", page=shown, choice=choice, words=words)
    return Reply(text=text)


def list_own(command: Command, ctx: Context) -> Reply:
    """List the caller's own questions, the latest first."""
    _, page = paged(command.text)
    choice = QuestionFilter(statuses=(), author=command.caller.id)
    shown = _page(ctx, choice, page, "/besoin mes")
    return Reply(text=ctx.render("besoin/own.md.j2", page=shown))


def follow_up(command: Command, ctx: Context) -> Reply:
    """Show a coordinator what waits: for how long, shared by how many, deferred how often."""
    _, page = paged(command.text)
    choice = QuestionFilter(reader=command.caller.id, shared_first=True)
    shown = _page(ctx, choice, page, "/besoin suivi")
    text = ctx.render("besoin/follow_up.md.j2", page=shown, now=ctx.now)
    return Reply(text=text)


def find(command: Command, ctx: Context) -> Reply:
    """Find questions by the words of their text, theme or answer."""
    query = checked_text(
        command.text,
        what="ce que vous cherchez",
        example="/besoin chercher carte grise",
        certified=True,
    )
    merging.read_new(ctx, limit=LATEST)
    found = [
        Excerpt(
            question=question,
            text=snippet(question.text, query),
            answer=snippet(question.answer.text, query) if question.answer else "",
        )
        for question in questions.matching(ctx.db, ctx.network.slug, query, limit=FOUND)
    ]
    return Reply(text=ctx.render("besoin/found.md.j2", found=found))


def show(command: Command, ctx: Context) -> Reply:
    """Show one question, its answer and its story."""
    question = asking.seen(ctx, command.number, command.caller)
    text = ctx.render(
        "besoin/shown.md.j2",
        question=question,
        story=in_short(stories.of(ctx.db, question)),
        own=question.author == command.caller.id,
    )
    return Reply(text=text)


def _choice(words: str, ctx: Context) -> QuestionFilter:
    """Read which questions a list is to show. Raises UNKNOWN_FILTER."""
    bare = fold(words).strip(" .!,;:")
    if not bare:
        return QuestionFilter()
    for stem, statuses in _STATUSES.items():
        if bare == stem or (bare.startswith(stem) and bare.removeprefix(stem) in _ENDINGS):
            return QuestionFilter(statuses=statuses)
    if bare in _OCCASIONS:
        return QuestionFilter(statuses=(QuestionStatus.SCHEDULED,), occasion=_OCCASIONS[bare])
    theme = ctx.themes.named(words.lstrip("#"))
    if theme is None:
        raise UNKNOWN_FILTER(words=quotable(words))
    return QuestionFilter(statuses=WAITING, theme=theme)


_ENDINGS = ("", "e", "s", "es", "ees", "ee", "u", "us", "ue", "ues")


def _page(ctx: Context, choice: QuestionFilter, page: int, line: str) -> QuestionPage:
    """Read a page of a list."""
    network = ctx.network.slug
    total = questions.count(ctx.db, network, choice)
    last = max(1, -(-total // PAGE))
    page = min(page, last)
    shown = questions.listed(ctx.db, network, choice, limit=PAGE, offset=(page - 1) * PAGE)
    more = f"{line.strip()} {page + 1}" if page < last else ""
    return QuestionPage(questions=shown, total=total, page=page, last=last, more=more)


_route = partial(Route, Act.READ_QUESTIONS)

ROUTES = (
    _route(
        "besoin liste|lister|list|questions",
        list_some,
        "voir les questions qui attendent, ou celles d'un thème, ou les répondues",
        Takes.WORDS,
    ),
    _route(
        "besoin mes|mes-questions|mes-besoins|miennes", list_own, "voir vos questions", Takes.PAGE
    ),
    _route(
        "besoin chercher|rechercher : <mots>", find, "chercher dans les questions et leurs réponses"
    ),
    _route(
        "besoin voir|montrer|afficher : <n°>", show, "lire une question, sa réponse et son histoire"
    ),
    Route(
        Act.FOLLOW_UP,
        "besoin suivi|suivre",
        follow_up,
        "voir ce qui attend, depuis quand et pour combien de personnes",
        Takes.PAGE,
    ),
)
