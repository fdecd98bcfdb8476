"""Documents found by their words: a list of documents a stem, kept in plain tables.

The same tables and the same scoring on SQLite and PostgreSQL, so that both rank alike; FTS5 and
`tsvector` would each rank their own way, and `ts_rank` knows no rarity. A stem belongs to one
network: another network's documents are never read, not even to be left out. Those of a kind
follow each other, so that one kind is sought as if it were alone.

A document's score is the part of the query's information that it holds: each word of the query
weighs by its rarity (the idf of BM25, Robertson and Zaragoza 2009), a synonym or a corrected
word a little less, and a word of a long text less than one of a short text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    ScalarSelect,
    Select,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    select,
    union_all,
)

from bot.core.upsert import insert_or_ignore
from bot.french import words
from bot.french.rarity import COMMON, READ, rarest
from bot.french.words import Clause
from bot.index.rules import QUESTIONS, DocumentKind, Kinds
from bot.index.tables import documents, postings, terms, vocabulary

CANDIDATES = 60
"""Documents found by the query's rarest words that are then scored by all of them."""

MOST_WORDS = 40
"""Words of a query that count, the first ones: a text as long as three questions."""

_COUNTED = 20_000
_WHOLE = 1_000
_TEXT, _ANSWER, _THEME = 1.0, 0.5, 0.4
_USUAL = {_TEXT: 10, _ANSWER: 25, _THEME: 3}
_LENGTH = 0.35
_ONE_ERROR, _TWO_ERRORS = 0.85, 0.7
_DOUBT = 0.78  # of a rare word, sought besides: two common words found are no likeness
_YOUNG = 100  # documents: a network of fewer cannot tell rare words from common ones
_LONG_WORD, _SHORT_WORD = 8, 5


def index(  # noqa: PLR0913  a document's three texts
    db: Connection, document: int, network: str, *, text: str, answer: str = "", theme: str = ""
) -> None:
    """Keep the words of a document, as of a question, its answer and theme; in place of others.

    An empty answer means that there is none yet.
    """
    forget(db, document, network)
    weights = _weights(((text, _TEXT), (answer, _ANSWER), (theme, _THEME)))
    stems = _kept_terms(db, network, weights)
    found: dict[int, float] = {}
    for word, weight in weights.items():
        term = stems[word]
        found[term] = max(found.get(term, 0), weight)
    row = {"question": document, "network": network, "answered": bool(answer)}
    db.execute(insert(documents), row | {"terms": " ".join(map(str, found))})
    if found:
        db.execute(
            insert(postings),
            [
                {"term": term, "question": document, "weight": round(weight * _WHOLE)}
                for term, weight in sorted(found.items())
            ],
        )


def last_kept(db: Connection, network: str) -> int:
    """Return the newest question of a network whose words are kept, 0 when there is none."""
    return db.scalar(select(last_kept_of(network))) or 0


def last_kept_of(network: str | ColumnElement[str]) -> ScalarSelect[int]:
    """Return the same in SQL."""
    of_network = select(documents.c.question).where(
        documents.c.network == network, documents.c.question < DocumentKind.QUESTION.last
    )
    newest = of_network.order_by(documents.c.question.desc()).limit(1)
    return newest.correlate_except(documents).scalar_subquery()


def keeps(db: Connection, document: int, network: str) -> bool:
    """Tell whether a document's words are kept."""
    return db.execute(_TERMS_OF, {"of": document, "here": network}).first() is not None


def forget(db: Connection, document: int, network: str) -> None:
    """Remove a document's words; does nothing when none are kept."""
    which = {"of": document, "here": network}
    kept = db.execute(_TERMS_OF, which).scalar_one_or_none()
    if kept is None:
        return
    db.execute(_FORGET_ENTRIES, {"of": document, "terms": [int(term) for term in kept.split()]})
    db.execute(_FORGET, which)


def sweep(db: Connection) -> int:
    """Delete the words that no document holds any more; return how many stems went.

    For the nightly purge. On PostgreSQL it waits for the transactions under way, so that none
    keeps an entry under a stem that goes.
    """
    if db.dialect.name == "postgresql":
        db.exec_driver_sql("LOCK TABLE search_terms, search_words IN ACCESS EXCLUSIVE MODE")
    # Asked of each word by an index: « NOT IN » has PostgreSQL read them all for each, for hours.
    db.execute(delete(vocabulary).where(~exists().where(postings.c.term == vocabulary.c.term)))
    return db.execute(delete(terms).where(~exists().where(postings.c.term == terms.c.id))).rowcount


def sought(db: Connection, network: str, query: str, kinds: Kinds = QUESTIONS) -> Sought:
    """Read a query by what a network's documents say. Any text is one: none is an error."""
    clauses = words.clauses(query)[:MOST_WORDS]
    joined = {word: words.stem(word) for clause in clauses for word in clause.joined}
    stems = {stem for clause in clauses for stem in (clause.stem, *clause.others)}
    known = _held(db, network, stems | set(joined.values()), kinds)
    among = {"of": network, "first": kinds[0].first, "last": kinds[-1].last}
    kept = max(_YOUNG, db.execute(_DOCUMENTS, among).scalar_one())
    found: list[_Word] = []
    for clause in clauses:
        way = {**clause.others, **{joined[word]: 1.0 for word in clause.joined}, clause.stem: 1.0}
        if not known.keys() & way.keys():
            errors = _corrected(db, network, clause.word)
            there = _held(db, network, errors, kinds)
            least = min((errors[stem] for stem in there), default=0)
            worth = _ONE_ERROR if least <= 1 else _TWO_ERRORS
            way = {stem: worth for stem in there if errors[stem] == least}
            known |= there
        found.append(_weighed(clause, way, known, kept))
    return Sought(found, sum(each.rarity for each in found) + _DOUBT * _idf(1, kept), kinds)


_THIS = (documents.c.network == bindparam("here"), documents.c.question == bindparam("of"))
_TERMS_OF = select(documents.c.terms).where(*_THIS)
_FORGET = delete(documents).where(*_THIS)
_FORGET_ENTRIES = delete(postings).where(
    postings.c.question == bindparam("of"),
    postings.c.term.in_(bindparam("terms", expanding=True)),
)
_KNOWN_WORDS = select(vocabulary.c.word, vocabulary.c.term).where(
    vocabulary.c.network == bindparam("of"),
    vocabulary.c.word.in_(bindparam("written", expanding=True)),
)
_KNOWN_STEMS = select(terms.c.stem, terms.c.id).where(
    terms.c.network == bindparam("of"), terms.c.stem.in_(bindparam("written", expanding=True))
)
_ENTRIES = select(postings).where(
    postings.c.term.in_(bindparam("terms", expanding=True)),
    postings.c.question.in_(bindparam("documents", expanding=True)),
)
_LIKELY = (
    select(vocabulary.c.word, vocabulary.c.shape, terms.c.stem)
    .join(terms, terms.c.id == vocabulary.c.term)
    .where(
        vocabulary.c.network == bindparam("of"),
        vocabulary.c.initial == bindparam("initial"),
        func.length(vocabulary.c.word).between(bindparam("shortest"), bindparam("longest")),
    )
)
_DOCUMENTS = select(func.count()).select_from(
    select(documents.c.question)
    .where(
        documents.c.network == bindparam("of"),
        documents.c.question.between(bindparam("first"), bindparam("last")),
    )
    .limit(_COUNTED)
    .subquery()
)


def _counting(common: int) -> Select[Any]:
    """Return the statement that counts the documents of each stem, to `common` and one."""
    of_stem = select(postings.c.term).where(
        postings.c.term == terms.c.id,
        postings.c.question.between(bindparam("first"), bindparam("last")),
    )
    of_stem = of_stem.correlate(terms)
    first = of_stem.limit(common + 1).subquery()
    return _KNOWN_STEMS.add_columns(select(func.count()).select_from(first).scalar_subquery())


_HELD = _counting(COMMON)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the query, as this network knows it.

    `terms` gives what each of its stems is worth, `held` in how many documents each one is, to
    COMMON and one; `rarity` is what the word is worth where it stands itself.
    """

    terms: Mapping[int, float]
    held: Mapping[int, int]
    rarity: float


@dataclass(frozen=True, slots=True)
class Sought:
    """The words of a query, and the score of a document that would hold them all for sure."""

    words: Sequence[_Word]
    whole: float
    kinds: Kinds


def _weights(texts: Iterable[tuple[str, float]]) -> Mapping[str, float]:
    """Return each word with its weight: the field's, less in a text longer than usual."""
    found: dict[str, float] = {}
    for text, field in texts:
        kept = dict.fromkeys(words.words(text))
        length = 1 - _LENGTH + _LENGTH * max(1.0, len(kept) / _USUAL[field])
        for word in kept:
            found[word] = found.get(word, 0) + field / length
    return found


def _kept_terms(db: Connection, network: str, kept: Iterable[str]) -> Mapping[str, int]:
    """Return the ids of the words' stems; make those that are new.

    Stems go in their order, so that two transactions wait for each other without a knot.
    """
    known = _ids(db, _KNOWN_WORDS, network, kept)
    new = {word: words.stem(word) for word in sorted(set(kept) - known.keys())}
    if not new:
        return known
    of_stems = _ids(db, _KNOWN_STEMS, network, new.values())
    missing = sorted(set(new.values()) - of_stems.keys())
    if missing:
        rows = [{"network": network, "stem": stem} for stem in missing]
        db.execute(insert_or_ignore(terms), rows)
        of_stems |= _ids(db, _KNOWN_STEMS, network, missing)
    rows_of_words = [
        {
            "network": network,
            "word": word,
            "initial": shape[:1],
            "shape": shape,
            "term": of_stems[stem],
        }
        for word, stem in new.items()
        for shape in (words.shape(word),)
    ]
    db.execute(insert_or_ignore(vocabulary), rows_of_words)
    return known | {word: of_stems[stem] for word, stem in new.items()}


def _ids(
    db: Connection, known: Select[Any], network: str, written: Iterable[str]
) -> dict[str, int]:
    """Return the ids of the stems that are known, by the stem or the word that was sought."""
    return dict(db.execute(known, {"of": network, "written": list(written)}).all())


def _held(
    db: Connection, network: str, stems: Iterable[str], kinds: Kinds
) -> dict[str, tuple[int, int]]:
    """Return each known stem's id and the documents that hold it, counted to COMMON and one."""
    asked = list(stems)
    if not asked:
        return {}
    span = {"first": kinds[0].first, "last": kinds[-1].last}
    among = {"of": network, "written": asked, **span}
    rows = db.execute(_HELD, among).all()
    return {stem: (term, held) for stem, term, held in rows if held}


def _weighed(
    clause: Clause, way: Mapping[str, float], known: Mapping[str, tuple[int, int]], documents: int
) -> _Word:
    """Return what each stem is worth: no more than the rarest of those nearest to the word."""
    held = {known[stem][0]: known[stem][1] for stem in way if stem in known}
    worth = {known[stem][0]: value for stem, value in way.items() if stem in known}
    if not held:
        return _Word({}, {}, clause.weight * _idf(0, documents))
    idf = {term: _idf(count, documents) for term, count in held.items()}
    rarity = max(idf[term] for term in idf if worth[term] == max(worth.values()))
    return _Word(
        {term: clause.weight * worth[term] * min(idf[term], rarity) for term in idf},
        held,
        clause.weight * rarity,
    )


def _idf(held: int, documents: int) -> float:
    return log(1 + max(0.0, documents - held + 0.5) / (held + 0.5))


def _corrected(db: Connection, network: str, word: str) -> Mapping[str, int]:
    """Return the stems that an unknown word may have meant, by how many typing errors.

    Two words in one are one error.
    """
    if len(word) > _SHORT_WORD:
        cuts = [(word[:cut], word[cut:]) for cut in range(len(word) - 2, 1, -1)]
        known = _ids(db, _KNOWN_WORDS, network, {half for cut in cuts for half in cut})
        for cut in cuts:
            if known.keys() >= set(cut):
                return {words.stem(half): 1 for half in cut}
    if len(word) < _SHORT_WORD - 1 or not word.isalpha():
        return {}
    shape = words.shape(word)
    asked: dict[str, str | int] = {"of": network, "initial": shape[:1]}
    asked |= {"shortest": len(word) - 2, "longest": len(word) + 2}
    found: dict[str, int] = {}
    for likely, likely_shape, stem in db.execute(_LIKELY, asked).all():
        errors = _errors(word, likely, alike=shape == likely_shape)
        if errors is not None:
            found[stem] = min(errors, found.get(stem, errors))
    return found


def _errors(word: str, likely: str, *, alike: bool) -> int | None:
    """Count the typing errors between two words, None when they are too many to be forgiven.

    One is forgiven from _SHORT_WORD letters on, two from _LONG_WORD on (optimal string
    alignment: two letters swapped are one); words that sound alike are one error apart.
    """
    if alike:
        return 1
    if len(word) < _SHORT_WORD:
        return None
    from rapidfuzz.distance import OSA  # noqa: PLC0415  5 MB, at the first error only

    most = 1 if len(word) < _LONG_WORD else 2
    errors = OSA.distance(word, likely, score_cutoff=most)
    return errors if errors <= most else None


def candidates(db: Connection, sought: Sought) -> Sequence[int]:
    """Return the documents with most of the query's rarest words, reading at most READ entries.

    When even the rarest is common, the newest that it is in are read, as many of each kind.
    """
    worth: dict[int, float] = {}
    for each in sought.words:
        for term, value in each.terms.items():
            worth[term] = max(value, worth.get(term, 0))
    held = {term: count for each in sought.words for term, count in each.held.items()}
    sought_first = rarest(worth, held)
    if not sought_first:
        return []
    found = select(postings).where(postings.c.term.in_(sought_first))
    if held[sought_first[0]] > COMMON:
        newest = (
            _of(found, (kind,))
            .order_by(postings.c.question.desc())
            .limit(READ // len(sought.kinds))
            for kind in sought.kinds
        )
        kept = union_all(*(select(each.subquery()) for each in newest)).subquery()
    else:
        kept = _of(found, sought.kinds).subquery()
    value_of = case({term: worth[term] for term in sought_first}, value=kept.c.term)
    best = func.sum(kept.c.weight * value_of).desc()
    query = select(kept.c.question).group_by(kept.c.question)
    query = query.order_by(best, kept.c.question.desc()).limit(CANDIDATES)
    return db.execute(query).scalars().all()


def _of(entries: Select[Any], kinds: Kinds) -> Select[Any]:
    return entries.where(postings.c.question.between(kinds[0].first, kinds[-1].last))


def scores(db: Connection, sought: Sought, documents: Collection[int]) -> Mapping[int, float]:
    """Return the part of the query's information that documents hold, of those that hold any."""
    found = {term for each in sought.words for term in each.terms}
    if not documents or not found:
        return {}
    rows = db.execute(_ENTRIES, {"terms": list(found), "documents": list(documents)}).all()
    held: dict[int, dict[int, float]] = {}
    for term, document, weight in rows:
        held.setdefault(document, {})[term] = weight / _WHOLE
    return {
        document: sum(_part(each, weights) for each in sought.words) / sought.whole
        for document, weights in held.items()
    }


def _part(word: _Word, weights: Mapping[int, float]) -> float:
    worths = word.terms
    return max((worths[term] * weights[term] for term in worths if term in weights), default=0)
