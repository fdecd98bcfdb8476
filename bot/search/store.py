"""What the search finds of each noun: which of it there is, and what there is to read of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select

from bot.core.grouping import grouped
from bot.index import meaning
from bot.index import store as index
from bot.index.rules import DocumentKind, DocumentText, SearchedDocument
from bot.meeting import note_store as notes
from bot.meeting import store as meetings
from bot.question import store as questions
from bot.resource import store as resources
from bot.veille import digests
from bot.veille import store as articles


@dataclass(frozen=True, slots=True)
class SearchedKind:
    """A kind of documents: the `texts` of some of a network's, by the numbers they are known by.

    `standing` selects the network and the number of all that should be found; None for what is
    followed one by one, as the questions are.
    """

    texts: Callable[[Connection, str, Collection[int]], Sequence[DocumentText]]
    standing: Select[Any] | None = None


SEARCHED: Mapping[DocumentKind, SearchedKind] = {
    DocumentKind.QUESTION: SearchedKind(questions.texts),
    DocumentKind.NOTE: SearchedKind(notes.texts, notes.SEARCHED),
    DocumentKind.MINUTES: SearchedKind(meetings.texts, meetings.SEARCHED),
    DocumentKind.RESOURCE: SearchedKind(resources.texts, resources.SEARCHED),
    DocumentKind.ARTICLE: SearchedKind(digests.texts, articles.SEARCHED),
}


def read_missing(db: Connection, *, limit: int) -> int:
    """Have the search know some of what it should and does not; return how much that was.

    What is kept or published is read in its own transaction: this is for what was there before.
    """
    count = 0
    for kind, searched in SEARCHED.items():
        if searched.standing is None:
            continue
        for network, ref in index.missing(db, kind, searched.standing, limit=limit):
            for each in read(db, network, [SearchedDocument(kind, ref)]).values():
                index.index(db, each)
                count += 1
    return count


def forget_gone(db: Connection) -> int:
    """Forget what is found and is no longer there; return how much that was."""
    return sum(
        index.forget_gone(db, kind, searched.standing)
        for kind, searched in SEARCHED.items()
        if searched.standing is not None
    )


def not_understood(
    db: Connection, networks: Collection[str], *, limit: int
) -> Sequence[DocumentText]:
    """Return some documents of a kind of which it is not known yet what they mean."""
    for kind in SEARCHED:
        found = list[DocumentText]()
        for network, number in meaning.missing(db, networks, kind, limit=limit):
            document = SearchedDocument.numbered(number)
            texts = read(db, network, [document])
            if not texts:  # it is no longer there
                index.forget(db, document, network)
            found += texts.values()
        if found:
            return found
    return ()


def keep_meaning(db: Connection, text: DocumentText, vector: bytes) -> bool:
    """Save what a document means; False when it has changed meanwhile, or is gone."""
    now = read(db, text.network, [text.document]).get(text.document)
    if now is None or now.whole != text.whole:
        return False
    meaning.keep(db, text.document.number, text.network, vector)
    return True


def read(
    db: Connection, network: str, some: Iterable[SearchedDocument]
) -> Mapping[SearchedDocument, DocumentText]:
    """Return what there is to read of some documents of a network, of those that are there."""
    refs = grouped((each.kind, each.ref) for each in some)
    texts = (SEARCHED[kind].texts(db, network, its) for kind, its in refs.items())
    return {each.document: each for found in texts for each in found}
