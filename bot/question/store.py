"""Questions and those who share them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from bot.core import counters
from bot.core.card_keys import CardKind, card_key_of_rows
from bot.core.errors import UNKNOWN_QUESTION
from bot.core.message import Delivery
from bot.core.message_tables import outbox
from bot.core.prepared import Prepared
from bot.core.rows import Mapper, change_one
from bot.core.tables import counters as counted
from bot.core.upsert import insert_or_ignore
from bot.french.text import same_words
from bot.index import meaning, wording
from bot.index import store as search
from bot.index.rules import DocumentKind, DocumentText, SearchedDocument
from bot.index.store import Hit
from bot.network.network import Network, by_network
from bot.network.period import Period
from bot.question import reader_store as readers
from bot.question.report import QuestionLife
from bot.question.rules import (
    LATEST_DEPOSITS,
    SAME_DEPOSIT,
    WAITING,
    Answer,
    Occasion,
    Origin,
    Question,
    QuestionStatus,
    Visibility,
)
from bot.question.tables import follow_up_lines, question_events, questions, supporters
from bot.question.tables import readers as readers_table

_Selected = TypeVar("_Selected", bound=Select[Any])

NUMBERS = "question"
"""The name under which networks count their questions."""

COUNTED = 1_000
"""A list is not counted further: nobody reads fifty pages, and counting all would take long."""

_FOUND = frozenset({*WAITING, QuestionStatus.ANSWERED, QuestionStatus.CLOSED})
_WAITING = questions.c.ended_at.is_(None)
_NOT_PRIVATE = questions.c.visibility != Visibility.PRIVATE
_OPENED = questions.c.opens_at.is_(None)
_SOUGHT = (
    questions.c.status.in_(_FOUND) & _NOT_PRIVATE & _OPENED & (questions.c.answer_hidden == "")
)
"""What the search keeps: see `index`."""
_READ = questions.alias()
_LAST_READ = (
    select(_READ.c.number)
    .where(_READ.c.id == wording.last_kept_of(counted.c.network))
    .correlate_except(_READ)
    .scalar_subquery()
)
_NETWORKS_NEW_TO_SEARCH = select(counted.c.network).where(
    counted.c.name == NUMBERS,
    exists().where(
        questions.c.network == counted.c.network,
        questions.c.number > func.coalesce(_LAST_READ, 0),
        _SOUGHT,
    ),
)
_CARD = card_key_of_rows(CardKind.QUESTION, questions)
_HELD = select(outbox.c.key).where(
    outbox.c.status == Delivery.HELD, outbox.c.key.startswith(f"{CardKind.QUESTION.value}:")
)
_SHOWN = _NOT_PRIVATE & _OPENED & (~questions.c.reserved | _CARD.not_in(_HELD))
"""What the network may read: a reserved question is read nowhere before its card."""

_ALL = select(questions)
_BY_NUMBER = Prepared(
    _ALL.where(
        questions.c.network == bindparam("network"), questions.c.number == bindparam("number")
    )
)
_OWN = (
    select(questions.c.number, questions.c.text)
    .where(
        questions.c.network == bindparam("network"),
        questions.c.author == bindparam("author"),
        questions.c.hidden.is_(None),
    )
    .order_by(questions.c.asked_at.desc(), questions.c.id.desc())
)
_OWN_LATEST = Prepared(
    _OWN.where(
        questions.c.asked_at >= bindparam("since"), questions.c.status == QuestionStatus.OPEN
    ).limit(LATEST_DEPOSITS)
)
_OWN_WAITING = Prepared(_OWN.where(_WAITING).limit(COUNTED))
_JOIN = insert_or_ignore(supporters)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFilter:
    """Which questions of a network a list shows, and in which order.

    In these states (none: any), of this theme, of this author, deferred to this occasion. Those
    that the network does not see (private, or reserved) are left out, but
    for their author, and for the coordinator `reader` who was sent a private one. `shared_first`:
    what to answer first is shown first.
    """

    statuses: Sequence[QuestionStatus] = WAITING
    theme: str | None = None
    occasion: Occasion | None = None
    author: str | None = None
    reader: str = ""
    shared_first: bool = False

    @property
    def waiting(self) -> bool:
        """Whether all that is shown still waits."""
        return tuple(self.statuses) == WAITING


def add(db: Connection, question: Question) -> Question:
    """Keep a new question under the network's next number, which it comes back with."""
    number = counters.next_value(db, question.network, NUMBERS)
    own = int(question.origin is not Origin.RELAY)
    kept = replace(question, number=number, concerned=own + question.carried)
    _INSERT.run(db, _values(kept))
    return kept


def get(db: Connection, network: str, number: int) -> Question:
    """Return one question; raises UNKNOWN_QUESTION."""
    return UNKNOWN_QUESTION.unless(
        _QUESTIONS.first(db, _BY_NUMBER, {"network": network, "number": number}), number=number
    )


def by_id(db: Connection, question: int) -> Question | None:
    """Return a question by its id, None if there is none."""
    return _QUESTIONS.first(db, _ALL.where(questions.c.id == question))


def by_ids(db: Connection, ids: Collection[int]) -> Mapping[int, Question]:
    """Return questions by their ids; an erased one is missing."""
    found = _QUESTIONS.all(db, _ALL.where(questions.c.id.in_(ids)))
    return {each.id: each for each in found}


def relayed(db: Connection, network: str, text: str) -> Sequence[Question]:
    """Return the questions of a network that needs from below made in these words, in order."""
    found = _ALL.where(
        questions.c.network == network,
        questions.c.origin == Origin.RELAY,
        questions.c.text == text,
    )
    return _QUESTIONS.all(db, found.order_by(questions.c.id))


def same_deposit(
    db: Connection, *, network: str, text: str, author: str, at: datetime
) -> Question | None:
    """Return the open question that this text repeats, see question.SAME_DEPOSIT."""
    since = at - SAME_DEPOSIT
    return _same(db, _OWN_LATEST, text, {"network": network, "author": author, "since": since})


def same_waiting(db: Connection, *, network: str, text: str, author: str) -> Question | None:
    """Return the question of someone's that still waits and that this text repeats."""
    return _same(db, _OWN_WAITING, text, {"network": network, "author": author})


def erase(db: Connection, question: Question) -> None:
    """Erase a question and its story; its number is not given again."""
    search.forget(db, SearchedDocument(DocumentKind.QUESTION, question.id), question.network)
    db.execute(delete(questions).where(questions.c.id == question.id))


def by_numbers(db: Connection, network: str, numbers: Collection[int]) -> Mapping[int, Question]:
    """Return questions of a network by their numbers; an erased one is missing."""
    found = _ALL.where(questions.c.network == network, questions.c.number.in_(numbers))
    return {each.number: each for each in _QUESTIONS.all(db, found)}


def shown(db: Connection, network: str, numbers: Collection[int]) -> Sequence[Question]:
    """Return which of these numbers are of questions that the network reads, in order."""
    found = _ALL.where(questions.c.network == network, questions.c.number.in_(numbers), _SHOWN)
    return _QUESTIONS.all(db, found.order_by(questions.c.number))


def private_waiting(
    db: Connection, networks: Collection[Network], _now: datetime
) -> Mapping[str, Sequence[Question]]:
    """Return the private questions that wait and have an author, by network, in order.

    Those that are hidden are to be withdrawn: nobody is asked to send them.
    """
    private = (questions.c.visibility == Visibility.PRIVATE) & questions.c.hidden.is_(None)
    found = _ALL.where(_in(networks), _WAITING, private, questions.c.author != "")
    return by_network(_QUESTIONS.all(db, found.order_by(questions.c.network, questions.c.number)))


def listed(
    db: Connection, network: str, choice: QuestionFilter, *, limit: int = 1_000, offset: int = 0
) -> Sequence[Question]:
    """Return a network's chosen questions: the oldest first while they wait, else the latest.

    Or the most shared first, then the oldest.
    """
    found = _chosen(_ALL, network, choice)
    if choice.shared_first:
        found = found.order_by(questions.c.concerned.desc())
    oldest_first = choice.waiting or choice.shared_first
    found = found.order_by(questions.c.number if oldest_first else questions.c.number.desc())
    return _QUESTIONS.all(db, found.limit(limit).offset(offset))


def count(db: Connection, network: str, choice: QuestionFilter) -> int:
    """Count a network's chosen questions, up to COUNTED."""
    found = _chosen(select(questions.c.id), network, choice).limit(COUNTED).subquery()
    return db.execute(select(func.count()).select_from(found)).scalar_one()


def cards_of(db: Connection, network: str, author: str) -> Sequence[str]:
    """Return the keys of the cards of all that someone asked in a network."""
    own = (questions.c.network == network) & (questions.c.author == author)
    return db.execute(select(_CARD).where(own)).scalars().all()


def save(db: Connection, question: Question) -> None:
    """Write a change, unless someone else changed the question since it was read.

    Raises ChangedMeanwhileError.
    """
    values = _values(question, but=_COUNTED) | {"version": question.version + 1}
    change = update(questions).filter_by(id=question.id, version=question.version).values(values)
    change_one(db, change, f"question {question.number}")
    _index_again(db, question)


def networks_new_to_search(db: Connection) -> Sequence[str]:
    """Return the networks that have questions that the search has not read yet, in one query."""
    return db.execute(_NETWORKS_NEW_TO_SEARCH).scalars().all()


def new_to_search(db: Connection, network: str, *, limit: int) -> Sequence[Question]:
    """Return the network's questions that the search has not read yet, oldest first.

    Told by their numbers, which grow as their ids do: an index leads to those of each state.
    """
    newest = select(questions.c.number).where(questions.c.id == wording.last_kept(db, network))
    found = _ALL.where(
        questions.c.network == network,
        questions.c.number > func.coalesce(newest.scalar_subquery(), 0),
        _SOUGHT,
    )
    return _QUESTIONS.all(db, found.order_by(questions.c.number).limit(limit))


def index(db: Connection, question: Question) -> None:
    """Index a question's words for the search, if all may read it, and its answer."""
    hidden = question.answer is not None and question.answer.hidden
    if not question.read_by_all or hidden or question.status not in _FOUND:
        search.forget(db, SearchedDocument(DocumentKind.QUESTION, question.id), question.network)
        return
    search.index(db, _text(question))


def texts(db: Connection, _network: str, ids: Collection[int]) -> Sequence[DocumentText]:
    """Return what there is to read of some questions, of those that their network may read."""
    return [_text(each) for each in readable(db, ids)]


def _text(question: Question) -> DocumentText:
    return DocumentText(
        network=question.network,
        document=SearchedDocument(DocumentKind.QUESTION, question.id),
        text=question.text,
        more=question.answer.text if question.answer else "",
        about=question.theme,
        called=f"Question n°\u00a0{question.number}",
        stands=", ".join(filter(None, (question.status.label, question.theme))),
        opens=question.number,
    )


def of_hits(db: Connection, hits: Sequence[Hit]) -> Sequence[tuple[Question, float]]:
    """Return the questions of a search's hits that the network may read, each with its score."""
    shown = {each.id: each for each in readable(db, [hit.question for hit in hits])}
    return [(shown[hit.question], hit.score) for hit in hits if hit.question in shown]


def readable(db: Connection, ids: Collection[int]) -> Sequence[Question]:
    """Return the questions of some ids that their network may read."""
    return _QUESTIONS.all(db, _ALL.where(questions.c.id.in_(ids), _SHOWN))


def join(db: Connection, question: Question, user: str, at: datetime) -> bool:
    """Count one more person as concerned; False when they were counted already."""
    values = {"question": question.id, "user": user, "at": at}
    joined = db.execute(_JOIN, values).rowcount == 1
    if joined:
        _recount(db, question)
    return joined


def leave(db: Connection, question: Question, user: str) -> bool:
    """Count one person less; False when they were not counted."""
    left = delete(supporters).where(supporters.c.question == question.id, supporters.c.user == user)
    gone = db.execute(left).rowcount == 1
    if gone:
        _recount(db, question)
    return gone


def supporters_of(db: Connection, question: Question) -> Sequence[str]:
    """Return who joined a question, in order; its author is not among them."""
    found = select(supporters.c.user).where(supporters.c.question == question.id)
    return db.execute(found.order_by(supporters.c.at, supporters.c.user)).scalars().all()


def leave_all(db: Connection, question: Question) -> None:
    """Count its author alone as concerned: the others may no longer know of a question."""
    db.execute(delete(supporters).where(supporters.c.question == question.id))
    _recount(db, question)


def carry_people(db: Connection, question: Question, into: Question) -> None:
    """Count those whom a question concerns among those of another one too."""
    rows = db.execute(select(supporters.c.user, supporters.c.at).filter_by(question=question.id))
    asker = (question.author, question.asked_at)
    for user, at in [asker, *rows]:
        if user and user != into.author:
            values = {"question": into.id, "user": user, "at": at}
            db.execute(_JOIN, values)
    _recount(db, into)


def carry(db: Connection, question: Question, *, people: int, territories: int) -> bool:
    """Keep how many people below stand behind a question, from how many networks.

    False when it was so already. Its version does not move: nobody decided anything.
    """
    if (question.carried, question.territories) == (people, territories):
        return False
    of_question = update(questions).where(questions.c.id == question.id)
    db.execute(of_question.values(carried=people, territories=territories))
    _recount(db, question)
    return True


def people_of(db: Connection, question: Question) -> frozenset[str]:
    """Return all whom a question concerns in its own network, by chat user id."""
    return frozenset({question.author, *supporters_of(db, question)}) - {""}


def meaning_of(db: Connection, network: str, question: int) -> bytes | None:
    """Return a question's vector, by its id, None while it is not computed."""
    return meaning.of(db, question, network)


def due_back(
    db: Connection, networks: Collection[Network], now: datetime
) -> Mapping[str, Sequence[Question]]:
    """Return the deferred questions whose moment has passed, by network, the oldest first."""
    scheduled = questions.c.status == QuestionStatus.SCHEDULED
    found = _ALL.where(_in(networks), scheduled, questions.c.back_at <= now)
    return by_network(_QUESTIONS.all(db, found.order_by(questions.c.id).limit(COUNTED)))


def to_open(
    db: Connection, networks: Collection[Network], now: datetime
) -> Mapping[str, Sequence[Question]]:
    """Return the questions of the past that the network may read from now on, by network."""
    found = _ALL.where(_in(networks), questions.c.opens_at <= now)
    return by_network(_QUESTIONS.all(db, found.order_by(questions.c.id)))


def of_past(db: Connection, network: str) -> Sequence[Question]:
    """Return the questions of a network that were found in its channel's past, in order."""
    found = _ALL.where(questions.c.network == network, questions.c.origin == Origin.PAST)
    return _QUESTIONS.all(db, found.order_by(questions.c.number))


def answered_since(
    db: Connection, network: str, since: datetime, *, limit: int
) -> Sequence[Question]:
    """Return the questions answered after a moment, private ones excepted, in order."""
    found = _ALL.where(
        questions.c.network == network,
        questions.c.status == QuestionStatus.ANSWERED,
        questions.c.answer_at > since,
        questions.c.answer_hidden == "",
        _SHOWN,
    )
    ordered = found.order_by(questions.c.answer_at, questions.c.number)
    return _QUESTIONS.all(db, ordered.limit(limit))


def of_memory(
    db: Connection, network: str, *, chosen: bool | None, limit: int | None = None
) -> Sequence[Question]:
    """Return the answered questions that coordinators chose for the memory, or did not (False).

    The latest first; None for those of which they have not decided.
    """
    found = _ALL.where(
        questions.c.network == network,
        questions.c.status == QuestionStatus.ANSWERED,
        questions.c.remembered.is_(chosen),
        questions.c.answer_hidden == "",
        questions.c.text != "",
        _SHOWN,
    )
    return _QUESTIONS.all(db, found.order_by(questions.c.number.desc()).limit(limit))


def wait_until(
    db: Connection, network: str, occasion: Occasion, back_at: datetime, *, since: datetime | None
) -> None:
    """Have the questions deferred to an occasion come back at another moment: it has moved.

    Those only that were to come back `since` a moment, if it is given.
    """
    deferred = update(questions).filter_by(
        network=network, status=QuestionStatus.SCHEDULED, occasion=occasion
    )
    if since is not None:
        deferred = deferred.where(questions.c.back_at >= since)
    db.execute(deferred.values(back_at=back_at))


def forget_authors(db: Connection, before: datetime) -> Sequence[tuple[str, int]]:
    """Take the people out of questions that ended before; return those that had any.

    Each by its network and its number there. How many they were is kept.
    """
    theirs = supporters.c.question == questions.c.id
    acted = (question_events.c.question == questions.c.id) & (question_events.c.who != "")
    rows = db.execute(
        select(questions.c.id, questions.c.network, questions.c.number).where(
            questions.c.ended_at < before,
            or_(
                questions.c.author != "",
                questions.c.answer_by != "",
                select(supporters.c.user).where(theirs).exists(),
                select(question_events.c.id).where(acted).exists(),
            ),
        )
    ).all()
    ids = [row.id for row in rows]
    db.execute(delete(supporters).where(supporters.c.question.in_(ids)))
    db.execute(delete(readers_table).where(readers_table.c.question.in_(ids)))
    db.execute(delete(follow_up_lines).where(follow_up_lines.c.question.in_(ids)))
    db.execute(update(questions).where(questions.c.id.in_(ids)).values(author="", answer_by=""))
    told = question_events.c.question.in_(ids)
    db.execute(update(question_events).where(told).values(who="", words_of=""))
    return [(row.network, row.number) for row in rows]


def lately(db: Connection, network: str, period: Period) -> Sequence[QuestionLife]:
    """Return what the figures need of each question asked in a period, the oldest first.

    Private ones are in no figure: all members read them, and a theme asked about once tells much.
    Nor are those of the past: figures tell what was asked of the bot.
    """
    found = select(*_LIFE).where(
        questions.c.network == network,
        questions.c.asked_at >= period.since,
        questions.c.asked_at < period.until,
        questions.c.origin != Origin.PAST,
        _SHOWN,
    )
    return _LIVES.all(db, found.order_by(questions.c.number))


def _same(
    db: Connection, among: Prepared, text: str, values: Mapping[str, object]
) -> Question | None:
    for number, earlier in among.rows(db, values):
        if same_words(earlier, text):
            return get(db, str(values["network"]), number)
    return None


def _in(networks: Collection[Network]) -> ColumnElement[bool]:
    return questions.c.network.in_([each.slug for each in networks])


def _chosen(statement: _Selected, network: str, choice: QuestionFilter) -> _Selected:
    conditions: list[ColumnElement[bool]] = [questions.c.network == network]
    if choice.waiting:
        conditions.append(_WAITING)
    elif choice.statuses:
        conditions.append(questions.c.status.in_(choice.statuses))
    if choice.theme is not None:
        conditions.append(questions.c.theme == choice.theme)
    if choice.occasion is not None:
        conditions.append(questions.c.occasion == choice.occasion)
    if choice.author is not None:
        conditions.append(questions.c.author == choice.author)
    elif choice.reader:
        theirs = readers.readable(choice.reader) & questions.c.hidden.is_(None)
        conditions.append(_SHOWN | theirs & ~_NOT_PRIVATE)
    else:
        conditions.append(_SHOWN)
    return statement.where(*conditions)


def _recount(db: Connection, question: Question) -> None:
    """Count people again, from those who are known here, and how many are carried."""
    own = int(question.origin is not Origin.RELAY)
    theirs = supporters.c.question == question.id
    people = select(func.count() + own).where(theirs).scalar_subquery()
    of_question = update(questions).where(questions.c.id == question.id)
    db.execute(of_question.values(concerned=people + questions.c.carried))


def _index_again(db: Connection, question: Question) -> None:
    """Follow a change in the search, unless it has not come to this question yet."""
    if question.id <= wording.last_kept(db, question.network) or wording.keeps(
        db, question.id, question.network
    ):
        index(db, question)


def _answer(row: Row[Any]) -> Answer | None:
    return None if row.answer_at is None else _ANSWERS.read(row)


def _values(question: Question, *, but: Collection[str] = ()) -> dict[str, Any]:
    answer = _ANSWERS.values(question.answer) if question.answer else _NO_ANSWER
    return {**_QUESTIONS.values(question, but=but), **answer}


_ANSWERS = Mapper(
    Answer,
    questions.c,
    text="answer_text",
    by="answer_by",
    at="answer_at",
    signed="answer_signed",
    source="answer_from",
    hidden="answer_hidden",
)
_NO_ANSWER = dict.fromkeys(_ANSWERS.written) | {
    "answer_signed": True,
    "answer_from": "",
    "answer_hidden": "",
}
_QUESTIONS = Mapper(Question, questions.c, answer=_answer)
_COUNTED = ("concerned", "carried", "territories")  # by `_recount` and `carry`
_INSERT = Prepared(insert(questions), keys=(*_QUESTIONS.written, *_ANSWERS.written))
_LIFE = (questions.c.theme, questions.c.asked_at, questions.c.status, questions.c.answer_at)
_LIVES = Mapper(QuestionLife, _LIFE, answered_at="answer_at")
