"""What `/metrics` tells of the work done: each figure moves when it should, and only then."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Connection, event

from bot.core import channel_store as channels
from bot.core import outbox
from bot.core.channel import ChannelState, NetworkChannel
from bot.core.measures import Measures
from bot.core.message import Message
from bot.dispatch import Dispatch
from bot.letter.mail.rules import Blame, NotSentError
from bot.pages.health import HealthPages
from bot.talk.command import Command, Via
from scheduler.collect import Collector
from scheduler.deliver import Deliverer
from scheduler.late import LatePosts
from scheduler.mail import MailJob
from tests.mail_room import Box, mail_room, publish, subscribe
from tests.room import MONDAY, Room, caller
from tests.scheduler.sender import BROKEN, INVALID, LEFT, REFUSED, Desk, Failure, Mouth
from tests.scheduler.test_collect import Reader, follow


class _Line:
    """A server that is heard."""

    connected = True
    last_event_at = None
    refused = False


_PLACE = NetworkChannel(
    network="loire", team="conseillers", name="loire", id="c", state=ChannelState.OPEN
)


@dataclass
class Watched:
    """A room whose figures are read as Prometheus reads them."""

    room: Room
    measures: Measures = field(default_factory=Measures)
    mouth: Mouth = field(default_factory=Mouth)
    leads: bool = True

    def __post_init__(self) -> None:
        self._pages = HealthPages(
            self.room.database,
            self.measures,
            self.room.clock,
            {"test": _Line()},
            lambda: (_PLACE,),
            lambda: True,
            lambda: self.leads,
        )

    def __getitem__(self, name: str) -> float:
        """Return a figure by its name and labels, as they are written."""
        return self.read()[name]

    def read(self) -> dict[str, float]:
        text = asyncio.run(self._text())
        return {
            _written(each.name, each.labels): each.value
            for family in text_string_to_metric_families(text)
            for each in family.samples
        }

    async def _text(self) -> str:
        served = web.Application()
        served.add_routes(self._pages.routes())
        async with TestClient(TestServer(served)) as client:
            return await (await client.get("/metrics")).text()

    def deliver(self) -> None:
        room = self.room
        late = LatePosts(room.bot)
        job = Deliverer(
            room.database, "test", self.mouth, room.clock, late=late, measures=self.measures
        )
        asyncio.run(job.deliver_due())

    def sends(self, box: Box) -> None:
        room = self.room
        job = MailJob(room.database, room.bot, box, lambda: None, pace=1e9, measures=self.measures)
        asyncio.run(job.send_due())

    def collects(self, reader: Reader) -> None:
        room = self.room
        job = Collector(room.database, reader, room.clock, {}, measures=self.measures)
        asyncio.run(job.collect_due())

    def delivered(self) -> dict[str, float]:
        """Return what became of the tries so far, by outcome, without what never came."""
        start = 'courroie_deliveries_total{outcome="'
        found = {name: value for name, value in self.read().items() if name.startswith(start)}
        return {name.removeprefix(start).partition('"')[0]: n for name, n in found.items() if n}


def _written(name: str, labels: dict[str, str]) -> str:
    told = ",".join(f'{key}="{value}"' for key, value in sorted(labels.items()))
    return f"{name}{{{told}}}" if told else name


@pytest.fixture
def watched(room: Room) -> Watched:
    return Watched(room)


def test_everything_that_may_fail_is_shown_at_0_from_the_start(watched: Watched) -> None:
    watched.deliver()

    figures = watched.read()

    assert figures['courroie_deliveries_total{outcome="given_up",server="test"}'] == 0
    assert figures['courroie_feeds_collected_total{outcome="failed"}'] == 0
    assert figures['courroie_mails_total{outcome="failed"}'] == 0
    assert figures["courroie_outbox_oldest_seconds"] == 0
    assert figures["courroie_mails_oldest_seconds"] == 0
    assert figures["courroie_collection_timestamp_seconds"] == 0
    assert [name for name in figures if "_created" in name] == []


def test_what_is_asked_of_long_tables_is_read_off_their_index(watched: Watched) -> None:
    room = watched.room
    if room.database.path is None:
        pytest.skip("SQLite's plans alone are read")
    asked: list[tuple[str, Any]] = []

    @event.listens_for(room.database.engine, "before_cursor_execute")
    def keep(*told: Any) -> None:  # noqa: ANN401  SQLAlchemy's
        asked.append((told[2], told[3]))

    watched.read()
    event.remove(room.database.engine, "before_cursor_execute", keep)
    plans = [
        row[3]
        for words, values in asked
        if words.startswith("SELECT")
        for row in room.store(lambda db, w=words, v=values: _plan(db, w, v))  # type: ignore[misc]
    ]

    long = [each for each in plans if re.search(r"\b(outbox|mails)\b", each)]
    assert len(long) > 4
    assert [each for each in long if "_status (status=?" not in each] == []


def _plan(db: Connection, words: str, values: Any) -> Sequence[Any]:  # noqa: ANN401  as they came
    return db.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values).all()


def test_who_leads_is_told(watched: Watched) -> None:
    assert watched["courroie_leading"] == 1
    watched.leads = False
    assert watched["courroie_leading"] == 0


def test_a_message_is_late_from_the_moment_it_was_made(watched: Watched) -> None:
    desk = Desk(watched.room, watched.mouth)
    desk.writes("first")
    watched.room.clock.forward(seconds=90)
    desk.writes("second")

    assert watched["courroie_outbox_oldest_seconds"] == 90
    watched.deliver()
    assert watched["courroie_outbox_oldest_seconds"] == 0


def test_a_message_that_its_server_does_not_take_is_late_between_two_tries_too(
    watched: Watched,
) -> None:
    Desk(watched.room, watched.mouth).writes("first")
    watched.mouth.fails("first", REFUSED, BROKEN)

    watched.deliver()
    watched.room.clock.forward(minutes=20)
    assert watched["courroie_outbox_oldest_seconds"] == 20 * 60
    watched.deliver()
    watched.room.clock.forward(minutes=20)
    assert watched["courroie_outbox_oldest_seconds"] == 40 * 60


def test_what_is_held_is_not_late(watched: Watched) -> None:
    room = watched.room
    later = room.clock.now.replace(hour=20)
    held = Message(
        server="test", key="held", text="x", made_at=MONDAY, network="loire", held_until=later
    )
    room.store(lambda db: outbox.add(db, held))
    room.clock.forward(hours=10)

    assert watched["courroie_outbox_oldest_seconds"] == 0


def test_what_was_put_off_is_late_once_its_turn_has_passed(watched: Watched) -> None:
    room = watched.room
    Desk(room, watched.mouth).writes("first")

    def put_off() -> None:
        (first,) = room.store(lambda db: outbox.due(db, room.clock.now))
        turn = room.clock.now.replace(hour=12)
        room.store(lambda db: outbox.put_off(db, first, until=turn))

    put_off()
    room.clock.forward(hours=3)
    assert watched["courroie_outbox_oldest_seconds"] == 0
    room.clock.forward(hours=1, minutes=5)
    assert watched["courroie_outbox_oldest_seconds"] == 5 * 60


def test_what_waits_for_an_archived_channel_or_a_server_we_left_is_not_late(
    watched: Watched,
) -> None:
    desk = Desk(watched.room, watched.mouth)
    desk.writes("gone", server="elsewhere")
    desk.writes("shut")
    shut = replace(_PLACE, state=ChannelState.ARCHIVED)
    watched.room.store(lambda db: channels.save(db, shut, since=MONDAY))
    watched.room.clock.forward(hours=1)

    assert watched["courroie_outbox_oldest_seconds"] == 0


@pytest.mark.parametrize(
    ("failures", "counted"),
    [
        ((), {"said": 1}),
        ((REFUSED,), {"refused": 1}),
        ((BROKEN,), {"away": 1}),
        ((INVALID,), {"given_up": 1}),
        ((LEFT,), {"dropped": 1}),
    ],
    ids=["said", "refused", "away", "given up", "dropped"],
)
def test_each_try_to_say_a_message_is_counted_by_what_became_of_it(
    watched: Watched, failures: tuple[Failure, ...], counted: dict[str, int]
) -> None:
    Desk(watched.room, watched.mouth).writes("first")
    watched.mouth.fails("first", *failures)

    watched.deliver()

    assert watched.delivered() == counted
    assert watched["courroie_outbox_failed"] == counted.get("given_up", 0)


def test_feeds_are_counted_by_what_became_of_them_and_a_round_is_timed(watched: Watched) -> None:
    urls = [f"https://{name}.example.org/f" for name in ("casse", "mort", "sain", "neuf")]
    follow(watched.room, *urls)

    watched.collects(Reader(broken=urls[:1], failing=urls[1:2]))

    assert watched['courroie_feeds_collected_total{outcome="read"}'] == 2
    assert watched['courroie_feeds_collected_total{outcome="failed"}'] == 1
    assert watched['courroie_feeds_collected_total{outcome="broken"}'] == 1
    assert watched["courroie_collection_seconds_count"] == 1
    assert watched["courroie_collection_timestamp_seconds"] == MONDAY.timestamp()
    assert watched["courroie_feeds_failing"] == 2


def test_a_round_with_no_feed_to_read_is_a_sign_of_life_and_no_measure(watched: Watched) -> None:
    watched.collects(Reader())
    watched.room.clock.forward(minutes=1)

    watched.collects(Reader())

    assert watched["courroie_collection_seconds_count"] == 1
    assert watched["courroie_collection_timestamp_seconds"] == MONDAY.timestamp() + 60


def _refuses(blame: Blame) -> Callable[[str], NotSentError]:
    return lambda _to: NotSentError("no", blame=blame, reason="non")


@pytest.mark.parametrize(
    ("blame", "outcome", "waiting"),
    [
        (None, "sent", 0),
        (Blame.SERVER, "away", 1),
        (Blame.LATER, "refused", 1),
        (Blame.MAIL, "failed", 0),
        (Blame.ADDRESS, "failed", 0),
    ],
)
def test_mails_are_counted_by_what_became_of_them_and_the_oldest_has_an_age(
    tmp_path: Path, blame: Blame | None, outcome: str, waiting: int
) -> None:
    watched = Watched(mail_room(tmp_path))
    subscribe(watched.room, "louis@example.org")
    publish(watched.room)
    watched.room.clock.forward(minutes=2)
    assert watched["courroie_mails_oldest_seconds"] == 120

    watched.sends(Box(trouble=_refuses(blame)) if blame else Box())

    assert watched[f'courroie_mails_total{{outcome="{outcome}"}}'] == 1
    assert watched["courroie_mails_waiting"] == waiting
    assert watched["courroie_mails_oldest_seconds"] == 120 * waiting
    watched.room.database.close()


def test_what_comes_as_an_event_is_timed_by_its_way_in(watched: Watched) -> None:
    dispatch = Dispatch(watched.room.database, watched.room.bot, measures=watched.measures)

    def says(text: str, via: Via) -> None:
        louis = caller("louis")
        said = Command(text=text, caller=louis, via=via, channel="c", network="loire", post=text)
        asyncio.run(dispatch.answer(said))

    says("besoin Qui prête une salle ?", Via.MENTION)
    says("besoin voir 99", Via.DIRECT)

    assert watched['courroie_answer_seconds_count{via="mention"}'] == 1
    assert watched['courroie_answer_seconds_count{via="direct"}'] == 1
    assert watched['courroie_commands_total{outcome="answered",via="mention"}'] == 1
    assert watched['courroie_commands_total{outcome="refused",via="direct"}'] == 1
