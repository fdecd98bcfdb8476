"""Forgets someone: their id goes from every row of which the tables say that it names them.

Nothing here tells anyone; a second time finds nothing, and two at once wait for each other's rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Row,
    Table,
    Text,
    and_,
    cast,
    delete,
    func,
    or_,
    select,
    true,
    union,
    update,
)

from bot.core import compacting
from bot.core.card_keys import CardKind, card_key
from bot.core.columns import Fate, Holds, Retention
from bot.core.message import Button, Delivery, MessageKind
from bot.core.message_tables import channels, cursors, outbox
from bot.core.outbox import read_button
from bot.core.tables import counters
from bot.entry import store as entries
from bot.index.tables import postings, terms
from bot.letter.mail.rules import MailStatus
from bot.letter.mail.tables import mails, subscribers
from bot.meeting.poll.rules import PollStatus
from bot.meeting.rules import COMING
from bot.meeting.tables import meetings, poll_votes, polls
from bot.privacy.register import TRACES, Trace, network_of
from bot.privacy.tables import TABLES
from bot.question.rules import WAITING, QuestionStatus, Visibility
from bot.question.tables import questions
from bot.relay.rules import TRANSITIONS, ClimbChange, ClimbStatus
from bot.relay.store import digest
from bot.relay.tables import climbs
from bot.veille.store import members_feed
from bot.veille.tables import feeds


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Someone of one chat server.

    `elsewhere` are the networks of the other servers: what names the same id there is about
    someone else. What belongs to networks that are no longer configured is theirs.
    """

    server: str
    id: str
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A post of ours that named someone, as it reads now that it does not."""

    network: str | None
    user: str | None
    key: str
    text: str
    buttons: Sequence[Button]


def theirs(column: Column[str], person: Person) -> ColumnElement[bool]:
    """Return the condition that tells the rows where a column holds someone's id."""
    table = column.table
    assert isinstance(table, Table)  # noqa: S101  a column of ours
    if "server" in table.c:
        return and_(column == person.id, table.c.server == person.server)
    return and_(column == person.id, _in_networks(table, excluded=person.elsewhere))


def forget(
    db: Connection, person: Person, now: datetime, *, erased: Callable[[int], str]
) -> Sequence[Named]:
    """Remove someone from every row; return the posts of ours that named them, to be rewritten.

    Their public questions read as anonymous; their private ones are erased, and the messages to
    coordinators that told them say what `erased` gives, by its number; what was told about the
    person says what it gives by 0.
    """
    named = [
        *_erase_private_questions(db, person, now, erased),
        *_take_out_of_messages(db, person, erased(0)),
    ]
    _take_out_of_agendas(db, person)
    _stop_mails(db, person)
    entries.forget(db, person.server, person.id)
    for trace in TRACES:
        _take_out(db, trace, theirs(trace.column, person))
    return named


def forget_names(db: Connection, now: datetime) -> Mapping[str, int]:
    """Take out the names that were kept long enough; return how many, by table."""
    return {
        trace.table.name: _take_out(db, trace, _is_past(trace.table, trace.privacy.kept, now))
        for trace in TRACES
        if trace.privacy.kept is not None
    }


def let_go(db: Connection, person: Person, network: str, now: datetime) -> None:
    """Drop what is of no use once someone has left a network's channel.

    Attendance and calls to host for meetings that come, votes in polls under way, offers,
    absences, wishes, and their letters by mail. What is over stays until its time.
    """
    _stop_mails(db, person, network)
    coming = meetings.c.status.in_(COMING)
    for trace in TRACES:
        if not trace.privacy.leaves:
            continue
        here = (trace.column == person.id) & _in_networks(trace.table, included=network)
        if trace.table is poll_votes:
            open_polls = select(polls.c.id).where(polls.c.status == PollStatus.OPEN)
            here &= poll_votes.c.poll.in_(open_polls)
        elif "meeting" in trace.table.c:
            here &= trace.table.c.meeting.in_(
                select(meetings.c.id).where(coming, meetings.c.at > now)
            )
        db.execute(delete(trace.table).where(here))


def erase_network(db: Connection, slug: str, now: datetime) -> None:
    """Erase all that is kept of a network: its rows, and those that hang on them.

    Where its numbers ended stays: cards of before are in its channel, and what they offer must not
    be done to what bears the same number one day. The file is to be written anew.
    """
    its_terms = select(terms.c.id).where(terms.c.network == slug)
    its_channel = select(channels.c.channel).where(channels.c.network == slug)
    db.execute(delete(postings).where(postings.c.term.in_(its_terms)))
    db.execute(delete(cursors).where(cursors.c.channel.in_(its_channel)))
    db.execute(delete(feeds).where(feeds.c.subscribed == members_feed(slug)))
    for table in _OF_NETWORKS:
        db.execute(delete(table).where(table.c.network == slug))
    compacting.ask(db, now)


def kept_of_network(db: Connection, slug: str) -> Mapping[str, int]:
    """Count what `erase_network` would erase: the network's own rows, by table."""
    counted = [select(func.count()).where(each.c.network == slug) for each in _OF_NETWORKS]
    found = {
        each.name: db.execute(count).scalar_one()
        for each, count in zip(_OF_NETWORKS, counted, strict=True)
    }
    return {name: count for name, count in found.items() if count}


def networks_kept(db: Connection) -> frozenset[str]:
    """Return the slugs of all the networks of which something is kept."""
    found = union(*(select(each.c.network) for each in _OF_NETWORKS))
    return frozenset(slug for slug in db.execute(found).scalars() if slug)


def asked_by(db: Connection, person: Person) -> Sequence[tuple[str, int]]:
    """Return someone's questions that are no private ones, each by its network and number."""
    seen = questions.c.visibility != Visibility.PRIVATE
    return _numbers(db, questions.c.number, theirs(questions.c.author, person) & seen)


def hosted_by(db: Connection, person: Person) -> Sequence[tuple[str, int]]:
    """Return the meetings that someone hosts, each by its network and number."""
    return _numbers(db, meetings.c.number, theirs(meetings.c.host, person))


def known_in(db: Connection, network: str) -> frozenset[str]:
    """Return the ids of all those whom a network's rows name."""
    found: set[str] = set()
    for trace in TRACES:
        if "network" not in trace.table.c and "server" in trace.table.c:
            continue
        here = _in_networks(trace.table, included=network)
        rows = db.execute(select(trace.column).where(trace.column != "", here).distinct())
        found.update(user for (user,) in rows)
    return frozenset(found)


def unanswered_by(db: Connection, person: Person) -> Sequence[tuple[str, int]]:
    """Return the climbs that wait for someone's yes, each by its network and its own id."""
    waits = theirs(climbs.c.asker, person) & (climbs.c.status == ClimbStatus.WAITING)
    return _numbers(db, climbs.c.id, waits)


def withheld_by(db: Connection, person: Person) -> Sequence[tuple[str, int]]:
    """Return the questions of which someone's answer is hidden, each by its network and number."""
    hidden = questions.c.answer_hidden != ""
    return _numbers(db, questions.c.number, theirs(questions.c.answer_by, person) & hidden)


def give_key(db: Connection, person: Person, key: str) -> bool:
    """Have someone's consents be taken back by a key, kept as its digest; False without any."""
    agreed = theirs(climbs.c.asker, person) & climbs.c.consent_at.is_not(None)
    climbed = agreed & climbs.c.status.in_(TRANSITIONS[ClimbChange.STOPPED])
    return db.execute(update(climbs).where(climbed).values(key=digest(key))).rowcount > 0


def _numbers(
    db: Connection, number: Column[int], which: ColumnElement[bool]
) -> Sequence[tuple[str, int]]:
    found = select(number.table.c.network, number).where(which)
    return [(network, number) for network, number in db.execute(found)]


def _in_networks(
    table: Table, *, included: str = "", excluded: frozenset[str] = frozenset()
) -> ColumnElement[bool]:
    """Return the condition that a row is of one network, or of none of some."""
    network, key = network_of(table)
    if included:
        here = network == included
    elif excluded:
        here = network.notin_(sorted(excluded))
    else:
        return true()
    return here if key is None else key.parent.in_(select(key.column).where(here))


def _is_past(table: Table, kept: Retention, now: datetime) -> ColumnElement[bool]:
    """Return the condition that a row, or the one that its column leads to, is from long ago."""
    before = now - timedelta(days=kept.days)
    name, _, further = kept.since.partition(".")
    if not further:
        return table.c[name] < before
    (key,) = table.c[name].foreign_keys
    past = select(key.column).where(key.column.table.c[further] < before)
    return table.c[name].in_(past)


def _take_out(db: Connection, trace: Trace, which: ColumnElement[bool]) -> int:
    """Delete rows, or have them name nobody; return how many did.

    Their version moves, so that nobody writes the name back.
    """
    if trace.privacy.fate is Fate.OFFICE:
        return 0
    if trace.privacy.fate is Fate.DELETED:
        return db.execute(delete(trace.table).where(which)).rowcount
    values: dict[str, object] = {trace.column.name: "", **trace.privacy.erased}
    if "version" in trace.table.c:
        values["version"] = trace.table.c.version + 1
    named = update(trace.table).where(which, trace.column != "")
    return db.execute(named.values(values)).rowcount


def _erase_private_questions(
    db: Connection, person: Person, now: datetime, erased: Callable[[int], str]
) -> Sequence[Named]:
    """Erase what was said to the coordinators alone; what still waited is withdrawn."""
    private = theirs(questions.c.author, person) & (questions.c.visibility == Visibility.PRIVATE)
    rows = db.execute(
        select(questions.c.id, questions.c.network, questions.c.number).where(private)
    ).all()
    ids = [row.id for row in rows]
    mine = questions.c.id.in_(ids)
    waiting = mine & questions.c.status.in_(WAITING)
    withdrawn = {"status": QuestionStatus.WITHDRAWN, "ended_at": now}
    db.execute(update(questions).where(waiting).values(**withdrawn, occasion=None, back_at=None))
    answered = mine & questions.c.answer_text.is_not(None)
    db.execute(update(questions).where(answered).values(answer_text=""))
    db.execute(update(questions).where(mine).values(text="", reason=""))
    for column, words in _TOLD_OF_QUESTIONS:
        db.execute(update(column.table).where(column.in_(ids)).values(words))
    found: list[Named] = []
    for row in rows:
        card = card_key(CardKind.QUESTION, row.network, row.number)
        about = outbox.c.key.startswith(f"{card}:", autoescape=True)
        found += _erase(db, person, about, erased(row.number))
    return found


def _erase(
    db: Connection, person: Person, which: ColumnElement[bool], erased: str
) -> Sequence[Named]:
    """Have messages to others say nothing of what they told; return those to be rewritten."""
    rows = db.execute(select(outbox).where(which, outbox.c.server == person.server)).all()
    rows = [row for row in rows if row.user != person.id]
    ids = [row.id for row in rows]
    db.execute(update(outbox).where(outbox.c.id.in_(ids)).values(text=erased, buttons=[]))
    return [
        Named(network=row.network, user=row.user, key=row.key, text=erased, buttons=())
        for row in rows
        if row.kind == MessageKind.POST and row.status in _SAID
    ]


def _stop_mails(db: Connection, person: Person, network: str = "") -> None:
    """Have the mails that wait for someone never leave: in one network, or on their server.

    The domain of a mail that failed is dropped: it may be its owner's name.
    """
    where = _in_networks(subscribers, included=network, excluded=person.elsewhere)
    own = select(subscribers.c.id).where(subscribers.c.user == person.id, where)
    own_mails = mails.c.subscriber.in_(own)
    waiting = mails.c.status == MailStatus.WAITING
    db.execute(update(mails).where(own_mails, waiting).values(status=MailStatus.DROPPED))
    db.execute(update(mails).where(own_mails, mails.c.domain != "").values(domain=""))


def _take_out_of_agendas(db: Connection, person: Person) -> None:
    held = meetings.c.agenda.contains(person.id, autoescape=True)
    here = _in_networks(meetings, excluded=person.elsewhere)
    for row in db.execute(select(meetings.c.id, meetings.c.agenda).where(held, here)).all():
        agenda = json.dumps(_without(json.loads(row.agenda), person.id), ensure_ascii=False)
        change = update(meetings).where(meetings.c.id == row.id)
        db.execute(change.values(agenda=agenda, version=meetings.c.version + 1))


def _without(document: object, user: str) -> object:
    """Return a JSON document where what is just someone's id, « @ » before it or not, is empty."""
    if isinstance(document, dict):
        return {name: _without(value, user) for name, value in document.items()}
    if isinstance(document, list):
        return [_without(value, user) for value in document]
    return "" if document in (user, f"@{user}") else document


def _take_out_of_messages(db: Connection, person: Person, erased: str) -> Sequence[Named]:
    """Take someone out of what is said to others; return the posts whose last text named them.

    Held and waiting messages are then said without the name. What was told about them, and bears
    their id in its key, is erased and its key renamed.
    """
    db.execute(delete(outbox).where(theirs(outbox.c.user, person)))
    about = _erase(db, person, _about(person), erased)
    mark = f"\ue000{person.id}\ue001"
    rows = db.execute(
        select(outbox).where(
            outbox.c.server == person.server,
            or_(
                outbox.c.text.contains(mark, autoescape=True),
                _about(person),
                cast(outbox.c.buttons, Text).contains(person.id, autoescape=True),
                cast(outbox.c.file, Text).contains(person.id, autoescape=True),
            ),
        )
    ).all()
    named = list(_last_texts(db, [row for row in rows if mark in row.text], mark))
    renamed = {row.key: re.sub(_alone(person.id), token_hex(6), row.key) for row in rows}
    for row in rows:
        buttons = [each for each in row.buttons if not _holds(json.dumps(each), person.id)]
        values: dict[str, object] = {"text": row.text.replace(mark, _NOBODY), "buttons": buttons}
        if row.file is not None:
            values["file"] = row.file | {"content": row.file["content"].replace(mark, _NOBODY)}
        change = update(outbox).where(outbox.c.id == row.id)
        db.execute(change.values(**values, key=renamed[row.key]))
    for key, fresh in renamed.items():
        if key != fresh:
            for column in (outbox.c.thread, outbox.c.edits):
                db.execute(update(outbox).where(column == key).values({column.name: fresh}))
    return [_under(each, renamed.get(each.key, each.key), person.id) for each in [*about, *named]]


def _about(person: Person) -> ColumnElement[bool]:
    """Return the condition that a message's key bears someone's id, or ends with it."""
    return or_(
        outbox.c.key.contains(f":{person.id}:", autoescape=True),
        outbox.c.key.endswith(f":{person.id}", autoescape=True),
    )


def _last_texts(
    db: Connection, rows: Sequence[Row[tuple[object, ...]]], mark: str
) -> Iterator[Named]:
    """Yield the posts that read so today: neither overwritten since, nor never said."""
    for key in dict.fromkeys(row.edits or row.key for row in rows):
        of_post = or_(outbox.c.key == key, outbox.c.edits == key)
        last = db.execute(
            select(outbox).where(of_post).order_by(outbox.c.id.desc()).limit(1)
        ).one_or_none()
        post = db.execute(select(outbox).where(outbox.c.key == key)).one_or_none()
        if last is None or post is None or mark not in last.text:
            continue
        if post.kind == MessageKind.POST and post.status in _SAID:
            yield Named(
                network=post.network,
                user=post.user,
                key=key,
                text=last.text.replace(mark, _NOBODY),
                buttons=[read_button(each) for each in last.buttons],
            )


def _under(named: Named, key: str, user: str) -> Named:
    kept = [each for each in named.buttons if not _holds(json.dumps(asdict(each)), user)]
    return replace(named, key=key, buttons=kept)


def _holds(text: str, user: str) -> bool:
    return re.search(_alone(user), text) is not None


def _alone(user: str) -> str:
    """Return the pattern of an id that is no part of a longer word."""
    return rf"(?<![^\W_]){re.escape(user)}(?![^\W_])"


_TOLD_OF_QUESTIONS: Sequence[tuple[Column[int], Mapping[str, str]]] = [
    (table.c.question, words)
    for table in TABLES
    if "question" in table.c and table.c.question.references(questions.c.id)
    if (words := {column.name: "" for column in table.c if column.info is Holds.WORDS})
]
"""Where words stand that tell of a question: whose it is, and the words, erased."""

_OF_NETWORKS = [each for each in TABLES if "network" in each.c and each is not counters]

_NOBODY = "\ue000\ue001"
_SAID = (Delivery.SENT, Delivery.SENDING)
