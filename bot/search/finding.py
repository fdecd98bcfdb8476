"""What a search finds among all that a network keeps, the best first, each with its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from bot.core.message import OPTION_LABEL, Option
from bot.french.words import snippet
from bot.index import store as index
from bot.index.rules import DocumentKind
from bot.meeting import note_store as notes
from bot.meeting import store as meetings
from bot.meeting.held_card import READ_OVER
from bot.question import store as questions
from bot.question.verbs import SHOW
from bot.resource import store as resources
from bot.resource.keeping import READ
from bot.talk.context import Context
from bot.talk.markdown import typeset
from bot.talk.render import short_day, shorten
from bot.veille import digests

FOUND = 5
"""What a search shows: beyond, one types other words."""

EXCERPT = 120
"""Characters of what is found, and of an answer: three fit on a phone's screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """Something that was found.

    `label` says its kind, in French, with its number if it has one; `text` is the passage that the
    search is about, `answer` that of its answer, `link` or the chat's `post` where it is read,
    `about` how it stands, and `opens` what shows it.
    """

    label: str
    text: str
    answer: str = ""
    link: str = ""
    post: str = ""
    about: str = ""
    opens: Option | None = None


def find(ctx: Context, query: str, *, seeking: bytes | None) -> tuple[Sequence[SearchResult], bool]:
    """Return what a query finds, the best first, and whether any of it is close enough.

    `seeking` is what it means, where that is known.
    """
    hits = index.search(
        ctx.db, ctx.network.slug, query, limit=FOUND, seeking=seeking, kinds=tuple(DocumentKind)
    )
    shown: dict[tuple[DocumentKind, int], SearchResult] = {}
    for kind, read in _READ.items():
        refs = [hit.document.ref for hit in hits if hit.document.kind is kind]
        if refs:
            shown |= {(kind, ref): found for ref, found in read(ctx, refs, query)}
    found = (shown.get((hit.document.kind, hit.document.ref)) for hit in hits)
    return [each for each in found if each is not None], any(hit.close for hit in hits)


def _questions(ctx: Context, refs: Sequence[int], query: str) -> Iterator[tuple[int, SearchResult]]:
    for each in questions.readable(ctx.db, refs):
        label = f"Question n°\u00a0{each.number}"
        yield (
            each.id,
            SearchResult(
                label=label,
                text=_excerpt(each.text, query),
                answer=_excerpt(each.answer.text, query) if each.answer else "",
                about=", ".join(filter(None, (each.status.label, each.theme))),
                opens=_option(f"n°\u00a0{each.number} · {each.text}", SHOW, each.number),
            ),
        )


def _notes(ctx: Context, refs: Sequence[int], query: str) -> Iterator[tuple[int, SearchResult]]:
    for number, at, note in notes.reported(ctx.db, ctx.network.slug, refs):
        day = short_day(at, ctx.network.timezone)
        yield (
            note.number,
            SearchResult(
                label=note.kind.label,
                text=_excerpt(note.text, query),
                about=day,
                opens=_option(f"Compte rendu du {day}", READ_OVER, number),
            ),
        )


def _minutes(ctx: Context, refs: Sequence[int], query: str) -> Iterator[tuple[int, SearchResult]]:
    for each in meetings.reported(ctx.db, ctx.network.slug, refs):
        day = short_day(each.at, ctx.network.timezone)
        yield (
            each.number,
            SearchResult(
                label=DocumentKind.MINUTES.label,
                text=_excerpt(". ".join(each.agenda.spoken_of), query),
                about=day,
                opens=_option(f"Compte rendu du {day}", READ_OVER, each.number),
            ),
        )


def _resources(ctx: Context, refs: Sequence[int], query: str) -> Iterator[tuple[int, SearchResult]]:
    for each in resources.by_numbers(ctx.db, ctx.network.slug, refs):
        yield (
            each.number,
            SearchResult(
                label=f"{DocumentKind.RESOURCE.label} n°\u00a0{each.number}",
                text=_excerpt(each.line, query),
                link=each.link,
                post="" if each.link else each.post,
                about=", ".join(filter(None, (each.theme, "page disparue" if each.dead else ""))),
                opens=_option(f"n°\u00a0{each.number} · {each.line}", READ, each.number),
            ),
        )


def _articles(ctx: Context, refs: Sequence[int], query: str) -> Iterator[tuple[int, SearchResult]]:
    for each in digests.told_again(ctx, refs, query):
        yield (
            each.entry.article,
            SearchResult(
                label=DocumentKind.ARTICLE.label,
                text=shorten(each.entry.title, EXCERPT),
                link=each.entry.link,
                about=short_day(each.due, ctx.network.timezone),
            ),
        )


_READ: Mapping[
    DocumentKind, Callable[[Context, Sequence[int], str], Iterator[tuple[int, SearchResult]]]
] = {
    DocumentKind.QUESTION: _questions,
    DocumentKind.NOTE: _notes,
    DocumentKind.MINUTES: _minutes,
    DocumentKind.RESOURCE: _resources,
    DocumentKind.ARTICLE: _articles,
}

_excerpt = partial(snippet, limit=EXCERPT)


def _option(label: str, route: str, number: int) -> Option:
    return Option(shorten(typeset(label), OPTION_LABEL), route, str(number))
