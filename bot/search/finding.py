"""What a search finds among all that a network keeps, the best first, each with its kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.message import OPTION_LABEL, Option
from bot.french.words import snippet
from bot.index import store as index
from bot.index.rules import DocumentKind, DocumentText, Kinds
from bot.meeting.held_card import READ_OVER
from bot.question.verbs import SHOW
from bot.resource.keeping import READ
from bot.search import store as searched
from bot.talk.context import Context
from bot.talk.markdown import typeset
from bot.talk.render import short_day, shorten

FOUND = 4
"""What a search shows: beyond, one types other words."""

EXCERPT = 120
"""Characters of what is found, and of an answer: three fit on a phone's screen."""

_OPENED: Mapping[DocumentKind, str] = {
    DocumentKind.QUESTION: SHOW,
    DocumentKind.NOTE: READ_OVER,
    DocumentKind.MINUTES: READ_OVER,
    DocumentKind.RESOURCE: READ,
}
"""What shows a document, by the number that opens it; an article is read on its page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """Something that was found.

    `label` says its kind, in French, with its number if it has one; `text` is the passage that the
    search is about, `more` that of what follows, which `answers` it or not, `link` or the chat's
    `post` where it is read, `about` how it stands, and `opens` what shows it.
    """

    label: str
    text: str
    more: str = ""
    answers: bool = False
    link: str = ""
    post: str = ""
    about: str = ""
    opens: Option | None = None


def find(
    ctx: Context, query: str, *, seeking: bytes | None, kinds: Kinds = tuple(DocumentKind)
) -> tuple[Sequence[SearchResult], bool]:
    """Return what a query finds, the best first, and whether any of it is close enough.

    `seeking` is what it means, where that is known.
    """
    network = ctx.network.slug
    hits = index.search(ctx.db, network, query, limit=FOUND, seeking=seeking, kinds=kinds)
    there = searched.read(ctx.db, network, (hit.document for hit in hits))
    found = [there[hit.document] for hit in hits if hit.document in there]
    return [_result(ctx, each, query) for each in found], any(hit.close for hit in hits)


def _result(ctx: Context, read: DocumentText, query: str) -> SearchResult:
    kind, day = read.document.kind, short_day(read.day, ctx.network.timezone) if read.day else ""
    title = f"Compte rendu du {day}" if day else f"n°\u00a0{read.opens} · {read.text}"
    route = _OPENED.get(kind)
    opens = Option(shorten(typeset(title), OPTION_LABEL), route, str(read.opens)) if route else None
    return SearchResult(
        label=read.called or kind.label,
        text=snippet(read.text, query, limit=EXCERPT),
        more=snippet(read.more, query, limit=EXCERPT) if read.more else "",
        answers=kind is DocumentKind.QUESTION,
        link=read.link,
        post=read.post,
        about=", ".join(filter(None, (day, read.stands))),
        opens=opens,
    )
