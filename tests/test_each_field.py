"""Each field of what the stores keep comes back as it was written, by what adds and what changes.

Two objects of each kind are made of its fields' types, no field of one like the other's: both are
added, then each is changed into the other. A field that is added to a kind is tried by itself; a
kind of which nothing is said here fails.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Any, Union, cast, get_args, get_origin, get_type_hints

import pytest
from sqlalchemy import Connection, Select, Table, select

import bot
from bot.core import channel_store as channels
from bot.core import message_store as messages
from bot.core import outbox, reactions, sources
from bot.core.database import Database
from bot.core.rows import Mapper
from bot.entry import store as entries
from bot.framaforms import store as forms
from bot.framaforms.rules import OnlineForm
from bot.helping import store as askings
from bot.helping import store as helpers
from bot.helping.places import store as places
from bot.letter import note_store as letter_notes
from bot.letter import store as letters
from bot.letter.inbox import reply_store as mail_replies
from bot.letter.mail import subscriber_store as subscribers
from bot.meeting import attendance_store as attendances
from bot.meeting import note_store as notes
from bot.meeting import store as meetings
from bot.meeting.hosting import store as hosting
from bot.meeting.ideas import store as ideas
from bot.meeting.poll import store as polls
from bot.meeting.poll.rules import Poll
from bot.meeting.record import store as records
from bot.meeting.rules import Meeting
from bot.network.network import Subscription
from bot.outside import store as outside
from bot.past import store as pasts
from bot.past.rules import PastMessage
from bot.people import coordinators
from bot.people.coordinators import Coordinator, SeenName
from bot.pile import store as piles
from bot.question import follow_up_store as follow_ups
from bot.question import store as questions
from bot.question import story_store as stories
from bot.question.rules import Question
from bot.relay import store as climbs
from bot.relay.announcing import store as announcements
from bot.resource import store as resources
from bot.survey import store as surveys
from bot.talk.entrusting import store as entrusted
from bot.talk.gestures import store as gestures
from bot.talk.undecided import store as undecided
from bot.veille import contribution_store as contributions
from bot.veille import pick_store as picks
from bot.veille import store as articles
from bot.veille.deadlines import store as deadlines
from bot.veille.elsewhere import store as elsewhere
from bot.veille.feeds import following_store as followings
from bot.veille.feeds import store as feeds
from bot.veille.feeds import trial_store as trials
from bot.veille.feeds.following import Following
from bot.veille.feeds.rules import Ailment, Feed, Trouble
from bot.veille.identity.deciding import Decision
from bot.year import sheet_store as sheets
from tests.databases import POSTGRESQL, at, compiled_once, copied, give_back, made_at
from tests.each_column import fill

NOW = datetime(2026, 12, 4, 9, 30, tzinfo=UTC)


def made(kind: Any, number: int) -> Any:  # noqa: ANN401  of whatever kind
    """Return an object, another one for each of two numbers in each field."""
    hints = get_type_hints(kind)
    return kind(
        **{
            each.name: value(hints[each.name], number, each.name)
            for each in fields(kind)
            if each.init
        }
    )


def value(hint: Any, number: int, name: str) -> Any:  # noqa: ANN401, PLR0911  of whatever type
    """Return a value of a type for a field."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return value(next(each for each in inner if each is not type(None)), number, name)
    if origin is tuple:
        some = inner[:1] if inner[-1] is ... else inner
        return tuple(value(each, number, name) for each in some)
    if origin is not None and issubclass(origin, Mapping):
        return {value(inner[0], number, name): value(inner[1], number, name)}
    if origin is not None and issubclass(origin, Sequence):
        return (value(inner[0], number, name),)
    if issubclass(hint, Enum):
        members = [*hint]
        return members[number % len(members)]
    if hint in _VALUES:
        return _VALUES[hint](number, name)
    return made(hint, number)


_VALUES: Mapping[type, Callable[[int, str], object]] = {
    PastMessage: lambda number, _: PastMessage(
        network="loire", post=f"reply {number}", author="zoe", at=NOW
    ),
    str: lambda number, name: f"{name} {number}",
    bool: lambda number, _: number % 2 == 1,
    int: lambda number, _: number,
    float: lambda number, _: number / 4,
    datetime: lambda number, name: NOW + timedelta(minutes=number + len(name) * 10),
    date: lambda number, _: NOW.date() + timedelta(days=number),
    Trouble: lambda number, _: Trouble(ailment=[Ailment.GONE, Ailment.SILENT][number - 1]),
}


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How a kind is kept by a store, whose `mapper` reads it from the rows of `among`.

    `add` may return what it was given an id or a number; `by` are the fields that find it.
    `own` are those that the store decides on as it adds, `still` those that no change writes;
    `begin` is what an object must be to be changed.
    """

    store: Any
    mapper: str
    among: str
    by: str
    add: Callable[[Connection, Any], Any]
    change: Callable[[Connection, Any, Any], object] | None = None
    own: str = ""
    still: str = ""
    begin: Mapping[str, object] = field(default_factory=dict)

    @property
    def reads(self) -> Mapper[Any]:
        return cast("Mapper[Any]", getattr(self.store, self.mapper))

    def found(self, db: Connection, kept: Any) -> Any:  # noqa: ANN401
        among = getattr(self.store, self.among)
        found: Select[Any] = select(among) if isinstance(among, Table) else among
        for name in self.by.split():
            column = found.selected_columns[self.reads._columns.get(name, name)]
            found = found.where(column == getattr(kept, name))
        return self.reads.first(db, found)


MEETING = replace(made(Meeting, 1), id=1)
POLL = replace(made(Poll, 1), id=1)
FORM = replace(made(OnlineForm, 1), id=1)
NETWORK = "network 1"


def asked(db: Connection) -> Question:
    return questions.add(db, made(Question, 1))


def followed(db: Connection, following: Following) -> Following:
    given = Subscription(url=following.address, name=following.name, theme=following.theme)
    kept = followings.add(
        db, following.network, given, by=following.by, configured=following.configured
    )
    followings.save(db, replace(following, number=kept.number, feed=kept.feed))
    followings.sorted_out(db, kept.network, kept.feed.id, NOW) if following.sorted else None
    return replace(following, number=kept.number)


def updated(db: Connection, feed: Feed) -> Feed:
    feeds.save(db, feed)
    return feed


def seen_as(db: Connection, wanted: Coordinator) -> None:
    name = SeenName(network=wanted.network, name=wanted.name, user=wanted.user)
    coordinators.settle(db, [name], NOW)


KEPT: Sequence[Kept] = (
    Kept(
        store=channels,
        mapper="_CHANNELS",
        among="channels",
        by="network",
        add=lambda db, each: channels.save(db, each, since=NOW),
        change=lambda db, each, _: channels.save(db, each, since=NOW),
        still="network",
    ),
    Kept(
        store=coordinators,
        mapper="_COORDINATORS",
        among="coordinators",
        by="network name",
        add=seen_as,
        own="since taken_at",
    ),
    Kept(
        store=piles,
        mapper="_PILES",
        among="piles",
        by="server user",
        add=lambda db, each: piles.save(db, each, was=None),
        change=lambda db, each, was: piles.save(db, each, was=was),
        still="server user",
    ),
    Kept(
        store=entries,
        mapper="_ENTRIES",
        among="entries",
        by="slug",
        add=entries.add,
        change=lambda db, each, was: entries.change(db, each, was=was),
        still="slug",
    ),
    Kept(
        store=entries,
        mapper="_PROPOSALS",
        among="proposals",
        by="network user",
        add=entries.propose,
    ),
    Kept(
        store=entries,
        mapper="_CHANGES",
        among="network_changes",
        by="line",
        add=entries.note,
        own="id",
    ),
    Kept(
        store=follow_ups,
        mapper="_LINES",
        among="lines",
        by="member",
        add=lambda db, each: (asked(db), follow_ups.add(db, replace(each, question=1)))[1],
        own="id question",
    ),
    Kept(
        store=sheets,
        mapper="_SHEETS",
        among="sheets",
        by="network year",
        add=sheets.put,
        change=lambda db, each, _: sheets.put(db, each),
        still="network year",
    ),
    Kept(
        store=pasts,
        mapper="_READINGS",
        among="past_readings",
        by="network",
        add=pasts.add,
        change=lambda db, each, was: pasts.save(db, each, was=was.state),
        still="network",
    ),
    Kept(
        store=pasts,
        mapper="_MESSAGES",
        among="past_messages",
        by="post",
        add=lambda db, each: pasts.put_found(db, [each], NOW),
        own="id replies",
    ),
    Kept(
        store=records,
        mapper="_PASSAGES",
        among="record_proposals",
        by="text",
        add=records.add,
        own="id",
    ),
    Kept(
        store=messages,
        mapper="_CURSORS",
        among="cursors",
        by="channel",
        add=lambda db, each: messages.read_up_to(db, "chat", each),
    ),
    Kept(
        store=reactions,
        mapper="_REACTIONS",
        among="reactions",
        by="post user emoji",
        add=lambda db, each: reactions.add(db, "chat", each, NOW),
    ),
    Kept(
        store=outbox, mapper="_MESSAGES", among="outbox", by="key", add=outbox.add, own="id status"
    ),
    Kept(
        store=sources,
        mapper="_SOURCES",
        among="sources",
        by="server post network ref",
        add=sources.put,
        change=lambda db, each, _: sources.put(db, each),
        still="server post network kind ref",
    ),
    Kept(
        store=forms,
        mapper="_FORMS",
        among="_ALL",
        by="network number",
        add=forms.add,
        change=lambda db, each, _: forms.save(db, each),
        own="id number version lines",
        still="id network number",
    ),
    Kept(
        store=forms,
        mapper="_LINES",
        among="form_lines",
        by="text",
        add=lambda db, each: forms.keep(db, FORM, ["imprint"], [each]),
        own="id",
    ),
    Kept(
        store=askings,
        mapper="_ASKINGS",
        among="askings",
        by="question user",
        add=askings.ask,
        own="id",
    ),
    Kept(
        store=places,
        mapper="_STATES",
        among="place_lists",
        by="network",
        add=places.note,
        change=lambda db, each, _: places.note(db, each),
        still="network",
    ),
    Kept(
        store=places,
        mapper="_PLACES",
        among="listed_places",
        by="name",
        add=lambda db, each: places.keep(db, each.network, [each]),
        own="id",
    ),
    Kept(store=helpers, mapper="_HELPERS", among="helpers", by="network user", add=helpers.tick),
    Kept(
        store=helpers,
        mapper="_WELCOMES",
        among="welcomes",
        by="network user",
        add=helpers.welcome,
        own="id",
    ),
    Kept(
        store=subscribers,
        mapper="SUBSCRIBERS",
        among="subscribers",
        by="handle",
        add=lambda db, each: subscribers.add_all(db, [each]),
        change=lambda db, each, _: subscribers.save(db, each),
        own="id",
        still="id network address handle",
    ),
    Kept(
        store=mail_replies,
        mapper="_REPLIES",
        among="mail_replies",
        by="network number",
        add=mail_replies.add,
        change=lambda db, each, was: mail_replies.save(db, each, was=was.status),
        own="id number",
        still="id network number",
    ),
    Kept(
        store=letter_notes,
        mapper="_NOTES",
        among="letter_notes",
        by="network number",
        add=letter_notes.add,
        change=lambda db, each, _: letter_notes.reword(db, each),
        own="id number",
        still="network number",
    ),
    Kept(
        store=letter_notes,
        mapper="_ANSWERS",
        among="_WRITTEN",
        by="text",
        add=lambda db, each: letter_notes.keep_answer(
            db, replace(made(Question, 1), id=each.question), each.text, each.by, each.at
        ),
        own="question",
    ),
    Kept(
        store=letters,
        mapper="_LETTERS",
        among="letters",
        by="id",
        add=letters.add,
        change=lambda db, each, _: letters.save(db, each),
        own="id number version",
        still="id network number",
    ),
    Kept(
        store=attendances,
        mapper="_SAID",
        among="attendances",
        by="user",
        add=lambda db, each: attendances.say(db, MEETING, each, NOW),
        change=lambda db, each, _: attendances.say(db, MEETING, each, NOW),
        still="user",
    ),
    Kept(
        store=hosting,
        mapper="_OFFERS",
        among="hosts",
        by="user",
        add=lambda db, each: hosting.offer(db, NETWORK, each),
    ),
    Kept(
        store=hosting,
        mapper="_ABSENCES",
        among="hosts",
        by="user",
        add=lambda db, each: hosting.away(db, NETWORK, each, NOW),
        change=lambda db, each, _: hosting.away(db, NETWORK, each, NOW),
        still="user",
    ),
    Kept(
        store=hosting,
        mapper="_CALLS",
        among="host_calls",
        by="user",
        add=lambda db, each: hosting.ask(db, MEETING, each),
        change=lambda db, each, _: hosting.ask(db, MEETING, each),
        still="user",
    ),
    Kept(
        store=ideas,
        mapper="_IDEAS",
        among="_ALL",
        by="id",
        add=ideas.add,
        change=lambda db, each, was: ideas.save(db, each, was=was.status),
        own="id number votes",
        still="id network number",
    ),
    Kept(
        store=resources,
        mapper="_RESOURCES",
        among="_ALL",
        by="id",
        add=resources.add,
        change=lambda db, each, was: resources.save(db, each, was=was),
        own="id number thanks",
        still="id network number",
    ),
    Kept(
        store=notes,
        mapper="_NOTES",
        among="meeting_notes",
        by="number text",
        add=lambda db, each: notes.add(db, MEETING, each),
        change=lambda db, each, _: notes.change(db, MEETING.network, each),
        own="number",
        still="number text",
    ),
    Kept(
        store=polls,
        mapper="_POLLS",
        among="polls",
        by="id",
        add=polls.add,
        change=lambda db, each, was: polls.save(db, each, was=was.status),
        own="id number",
        still="id network number",
    ),
    Kept(
        store=polls,
        mapper="_BALLOTS",
        among="poll_votes",
        by="user",
        add=lambda db, each: polls.vote(db, POLL, each.user, {each.date: each.vote}, NOW),
        change=lambda db, each, _: polls.vote(db, POLL, each.user, {each.date: each.vote}, NOW),
        still="user date",
    ),
    Kept(
        store=meetings,
        mapper="_MEETINGS",
        among="meetings",
        by="id",
        add=meetings.add,
        change=lambda db, each, _: meetings.save(db, each),
        own="id number version",
        still="id network number",
    ),
    Kept(
        store=outside,
        mapper="_COPIES",
        among="copies",
        by="id",
        add=lambda db, each: outside.keep(db, replace(each, id=0)),
        change=lambda db, each, _: outside.keep(db, each),
        own="id",
        still="id",
    ),
    Kept(
        store=outside,
        mapper="_TOOLS",
        among="tools",
        by="id",
        add=lambda db, each: outside.keep_tool(db, replace(each, id=0)),
        change=lambda db, each, _: outside.keep_tool(db, each),
        own="id",
        still="id",
    ),
    Kept(
        store=questions,
        mapper="_QUESTIONS",
        among="_ALL",
        by="network number",
        add=questions.add,
        change=lambda db, each, _: questions.save(db, each),
        own="id number version concerned",
        still="id network number concerned carried territories",
    ),
    Kept(
        store=stories,
        mapper="_EVENTS",
        among="question_events",
        by="who",
        add=lambda db, each: stories.add(db, asked(db), each),
        own="people",
    ),
    Kept(
        store=climbs,
        mapper="_CLIMBS",
        among="climbs",
        by="id",
        add=climbs.add,
        change=lambda db, each, _: climbs.save(db, each),
        own="id",
        still="id",
    ),
    Kept(
        store=climbs,
        mapper="_DESCENTS",
        among="descents",
        by="id",
        add=climbs.add_descent,
        change=lambda db, each, was: climbs.settle(db, each, was=was.status),
        own="id",
        still="id",
    ),
    Kept(
        store=announcements,
        mapper="_ANNOUNCEMENTS",
        among="announcements",
        by="id",
        add=announcements.add,
        change=lambda db, each, was: announcements.save(db, each, was=was),
        own="id number",
        still="id network number",
        begin={"withdrawn_at": None},
    ),
    Kept(
        store=announcements,
        mapper="_COPIES",
        among="_FOUND",
        by="network number",
        add=announcements.add_copy,
        change=lambda db, each, was: announcements.save_copy(db, each, was=was),
        own="number told left_out said",
        still="network number announcement",
    ),
    Kept(
        store=surveys,
        mapper="_SURVEYS",
        among="surveys",
        by="id",
        add=surveys.add,
        change=lambda db, each, was: surveys.save(db, each, was=was),
        own="id number",
        still="id network number",
    ),
    Kept(
        store=entrusted,
        mapper="_ENTRUSTED",
        among="entrusted",
        by="network task number user",
        add=entrusted.put,
    ),
    Kept(
        store=gestures,
        mapper="_GESTURES",
        among="gestures",
        by="id",
        add=gestures.add,
        own="id",
    ),
    Kept(
        store=undecided,
        mapper="_TEXTS",
        among="undecided_texts",
        by="id",
        add=undecided.add,
        own="id",
    ),
    Kept(
        store=contributions,
        mapper="_CONTRIBUTIONS",
        among="contributions",
        by="network user",
        add=contributions.put,
        change=lambda db, each, _: contributions.put(db, each),
        still="network user article",
    ),
    Kept(
        store=picks,
        mapper="_PICKS",
        among="picks",
        by="network article",
        add=lambda db, each: picks.save(db, each, [each.article]),
        change=lambda db, each, _: picks.save(db, each, [each.article]),
        still="network article",
    ),
    Kept(
        store=articles,
        mapper="_ARTICLES",
        among="articles",
        by="guid",
        add=lambda db, each: articles.keep(db, 1, Decision(new=(each,)), NOW + timedelta(days=1)),
        own="phrases",
    ),
    Kept(
        store=articles,
        mapper="_VERSION",
        among="article_versions",
        by="guid",
        add=lambda db, each: articles._remember(db, [(1, each)]),
    ),
    Kept(
        store=articles,
        mapper="_PUBLISHED",
        among="_TOLD",
        by="theme",
        add=lambda db, each: articles.publish(db, NETWORK, [each]),
        own="article",
    ),
    Kept(
        store=deadlines,
        mapper="_DEADLINES",
        among="_ALL",
        by="id",
        add=deadlines.add,
        change=lambda db, each, was: deadlines.save(db, each, was=was),
        own="id number applicants",
        still="id network number",
    ),
    Kept(
        store=elsewhere,
        mapper="_EVENTS",
        among="calendar_events",
        by="title",
        add=lambda db, each: elsewhere.replace(db, 1, [each]),
    ),
    Kept(
        store=feeds,
        mapper="FEEDS",
        among="feeds",
        by="id",
        add=updated,
        change=lambda db, each, _: feeds.save(db, each),
        still="id",
    ),
    Kept(
        store=followings,
        mapper="_FOLLOWINGS",
        among="_SELECT",
        by="name",
        add=followed,
        own="feed number",
    ),
    Kept(store=trials, mapper="_TRIALS", among="feed_trials", by="user", add=trials.add, own="id"),
)

ONLY_READ = {
    *("Answer", "ClimbLife", "Known", "Outgoing", "QuestionLife", "StoredArticle"),
    *("ToldArticle", "Unread", "Untitled"),
}
"""What is a part, or a view, of what another kind keeps."""


def told(kept: Kept) -> str:
    return f"{kept.store.__name__} {kept.reads._make.__name__}"


def different(one: object, other: object, but: str) -> Mapping[str, tuple[object, object]]:
    """Return the fields that are not alike, but for some."""
    assert one is not None
    pairs = {
        each.name: (getattr(one, each.name), getattr(other, each.name))
        for each in fields(cast("Any", one))
        if each.name not in but.split()
    }
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """Return a database with rows in all tables: to write them takes longer than a test."""
    if request.param == "sqlite":
        database = made_at(tmp_path_factory.mktemp("filled") / "courroie.db")
        with database.engine.begin() as db:
            fill(db)
        yield database
        database.close()
        return
    server = os.environ.get(POSTGRESQL)
    if not server:
        pytest.skip(f"{POSTGRESQL} names no PostgreSQL server")
    name = copied(server)
    database = compiled_once(Database(at(server, name)))
    with database.engine.begin() as db:
        fill(db)
    yield database
    database.close()
    give_back(server, name)


@pytest.fixture
def db(filled: Database) -> Iterator[Connection]:
    """Return a way to the filled database, where nothing is kept."""
    with filled.engine.connect() as db, db.begin() as undone:
        if filled.engine.dialect.name == "sqlite":
            db.exec_driver_sql("BEGIN")  # nothing else says it
        yield db
        undone.rollback()


@pytest.mark.parametrize("kept", KEPT, ids=told)
def test_each_field_comes_back_as_it_was_added(db: Connection, kept: Kept) -> None:
    for number in (1, 2):
        wanted = made(kept.reads._make, number)

        added = kept.add(db, wanted)

        known = added if type(added) is type(wanted) else wanted
        assert different(kept.found(db, known), wanted, kept.own) == {}


@pytest.mark.parametrize("kept", [each for each in KEPT if each.change], ids=told)
def test_each_field_comes_back_as_it_was_changed(db: Connection, kept: Kept) -> None:
    assert kept.change is not None
    for number in (1, 2):
        undone = db.begin_nested()
        first = replace(made(kept.reads._make, number), **kept.begin)
        added = kept.add(db, first)
        was = kept.found(db, added if type(added) is type(first) else first)
        names = (*kept.still.split(), "version")
        still = {name: getattr(was, name) for name in names if hasattr(was, name)}
        wanted = replace(made(kept.reads._make, 3 - number), **still)

        kept.change(db, wanted, was)

        assert different(kept.found(db, wanted), wanted, f"{kept.own} version") == {}
        undone.rollback()


def test_all_that_is_kept_is_tried() -> None:
    tried = {each.reads._make.__name__ for each in KEPT}
    found = {
        each._make.__name__
        for module in pkgutil.walk_packages(bot.__path__, "bot.")
        if not module.name.endswith("__main__") and ".migrations" not in module.name
        for each in vars(importlib.import_module(module.name)).values()
        if isinstance(each, Mapper)
    }

    assert found - tried == ONLY_READ
