"""The delivery job: each message exactly once, whatever happens on the way."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

import pytest

from bot.core import outbox
from bot.core.database import DatabaseAwayError
from bot.core.message import Button, ClaimedMessage, Delivery, File, FileKind, NotSaidError
from bot.core.peers import NotLeadingError
from bot.core.traffic import Traffic
from scheduler import deliver
from scheduler.deliver import GIVE_UP_TRIES, Deliverer
from tests.room import Room
from tests.scheduler.lead import Lead
from tests.scheduler.sender import (
    ANSWER_LOST,
    BROKEN,
    CHANNEL_MISSING,
    GONE,
    INVALID,
    LEFT,
    NEVER_SENT,
    REFUSED,
    TOO_MANY,
    Desk,
    Failure,
    Mouth,
)
from tests.waiting import PATIENCE, until

BUTTON = Button(id="a", label="A", route="besoin", argument="")


def test_messages_of_one_place_are_said_in_order(desk: Desk) -> None:
    for key in ("un", "deux", "trois"):
        desk.writes(key)

    desk.deliver()

    assert desk.sender.keys == ["un", "deux", "trois"]
    assert desk.message("deux").post == "post-deux"
    assert desk.message("deux").status is Delivery.SENT


def test_a_delivery_with_nothing_to_say_says_nothing(desk: Desk) -> None:
    desk.writes("un")
    desk.deliver()
    desk.deliver()

    assert desk.sender.keys == ["un"]


@pytest.mark.parametrize(
    "failure", [REFUSED, CHANNEL_MISSING, TOO_MANY, NEVER_SENT, BROKEN, ANSWER_LOST]
)
def test_after_a_failure_a_message_is_said_once(desk: Desk, failure: Failure) -> None:
    desk.sender.fails("un", failure, failure, failure)
    desk.writes("un")

    desk.deliver_for(minutes=10)

    assert desk.sender.keys == ["un"]
    assert desk.message("un").status is Delivery.SENT


@pytest.mark.parametrize(
    ("failure", "doubtful"),
    [(REFUSED, False), (TOO_MANY, False), (NEVER_SENT, False), (BROKEN, True)],
)
def test_only_a_doubt_makes_us_look_before_saying_again(
    desk: Desk, failure: Failure, *, doubtful: bool
) -> None:
    desk.sender.fails("un", failure)
    desk.writes("un")
    desk.deliver()
    desk.room.clock.forward(seconds=3)
    desk.deliver()

    assert desk.sender.tried == [("un", False), ("un", doubtful)]


def test_what_waits_in_a_restored_backup_is_looked_for_before_it_is_said(desk: Desk) -> None:
    desk.writes("un")
    until = desk.room.clock.now
    desk.room.clock.forward(seconds=1)
    desk.writes("deux")
    desk.room.database.submit(lambda db: outbox.doubt_waiting(db, until)).result()

    desk.deliver()

    assert desk.sender.tried == [("un", True), ("deux", False)]


def test_nothing_is_said_before_a_restore_would_be_noticed(desk: Desk) -> None:
    looked: list[str] = []
    room = desk.room
    deliverer = Deliverer(
        room.database, "test", desk.sender, room.clock, looked=lambda: bool(looked)
    )
    desk.writes("un")

    asyncio.run(deliverer.deliver_due())
    assert desk.message("un").status is Delivery.PREPARED

    looked.append("test")
    asyncio.run(deliverer.deliver_due())
    assert desk.sender.keys == ["un"]


@pytest.mark.parametrize("failure", [INVALID, GONE])
def test_what_can_never_be_said_is_given_up_and_stops_nothing(desk: Desk, failure: Failure) -> None:
    desk.sender.fails("un", failure)
    desk.writes("un")
    desk.writes("deux")

    desk.deliver()

    assert desk.sender.keys == ["deux"]
    assert desk.message("un").status is Delivery.FAILED


def test_a_place_in_trouble_keeps_no_other_waiting(desk: Desk) -> None:
    desk.sender.fails("loire", REFUSED)
    desk.writes("loire")
    desk.writes("pays", network="national")
    desk.writes("lettre", user="louis")

    desk.deliver()

    assert sorted(desk.sender.keys) == ["lettre", "pays"]


def test_tries_are_spaced_ever_more(desk: Desk) -> None:
    desk.sender.fails("un", *[REFUSED] * 50)
    desk.writes("un")

    desk.deliver_for(minutes=10)

    assert 6 <= len(desk.sender.tried) <= 10


def test_a_server_that_is_away_is_asked_each_minute(desk: Desk) -> None:
    desk.sender.fails("un", *[NEVER_SENT] * 1_000)
    desk.writes("un")
    desk.deliver_for(hours=2)
    desk.sender.fails("un")

    desk.room.clock.forward(minutes=1)
    desk.deliver()

    assert desk.sender.keys == ["un"]


def test_a_refusal_of_a_week_is_the_end(desk: Desk) -> None:
    desk.sender.fails("un", *[REFUSED] * 1_000)
    desk.writes("un")

    desk.deliver_for(days=9)

    assert desk.message("un").status is Delivery.FAILED
    assert GIVE_UP_TRIES < len(desk.sender.tried) < 50


def test_a_server_away_for_a_month_is_waited_for(desk: Desk) -> None:
    desk.sender.fails("un", *[NEVER_SENT] * 1_000)
    desk.writes("un")
    desk.deliver_for(days=31)
    desk.sender.fails("un")
    desk.deliver_for(minutes=2)

    assert desk.sender.keys == ["un"]


def test_what_a_stopped_bot_left_is_not_given_up_at_the_first_refusal(desk: Desk) -> None:
    desk.sender.fails("un", REFUSED)
    desk.writes("un")
    desk.room.clock.forward(days=30)

    desk.deliver_for(minutes=1)

    assert desk.sender.keys == ["un"]


def test_what_was_not_said_in_time_is_never_said(desk: Desk) -> None:
    over = desk.room.clock.now + timedelta(hours=1)
    for key in ("refused", "lost", "said"):
        desk.writes(key, not_after=over, user=key)
    desk.sender.fails("refused", *[NEVER_SENT] * 9)
    desk.sender.fails("lost", ANSWER_LOST)
    desk.deliver()

    desk.sender.failures.clear()
    desk.room.clock.now = over
    desk.writes("followed", edits="lost", user="lost")
    desk.writes("dropped", edits="refused", user="refused")
    desk.deliver()
    desk.deliver()

    assert desk.sender.keys == ["lost", "said", "followed"]
    assert desk.room.store(lambda db: outbox.by_key(db, "refused")) is None
    assert desk.message("dropped").post is None


def test_a_server_that_is_back_is_spoken_to_at_once(desk: Desk) -> None:
    desk.sender.fails("un", *[REFUSED] * 50)
    desk.writes("un")
    desk.deliver_for(hours=1)
    assert not desk.sender.keys
    desk.sender.fails("un")

    assert desk.room.store(lambda db: outbox.hasten(db, "test")) == 1
    desk.deliver()

    assert desk.sender.keys == ["un"]


def test_an_answer_waits_for_the_card_it_goes_under(desk: Desk) -> None:
    desk.sender.fails("carte", REFUSED)
    desk.writes("carte")
    desk.writes("réponse", thread="carte")
    desk.writes("autre")
    desk.deliver()
    assert not desk.sender.keys

    desk.deliver_for(minutes=1)

    assert sorted(desk.sender.keys) == ["autre", "carte", "réponse"]
    assert desk.sender.keys.index("carte") < desk.sender.keys.index("réponse")
    assert desk.sender.places["réponse"] == ("post-carte", None)


def test_what_waits_for_its_root_lets_the_others_pass(desk: Desk) -> None:
    desk.sender.fails("carte", *[REFUSED] * 5)
    desk.writes("carte")
    desk.deliver()
    desk.writes("réponse", thread="carte")
    desk.writes("autre")

    desk.deliver()

    assert desk.sender.keys == ["autre"]


def test_an_answer_whose_card_was_given_up_is_said_outside_of_any_thread(desk: Desk) -> None:
    desk.sender.fails("carte", INVALID)
    desk.writes("carte")
    desk.writes("réponse", thread="carte")

    desk.deliver()

    assert desk.sender.places["réponse"] == (None, None)


def test_a_thread_may_be_the_post_of_somebody_else(desk: Desk) -> None:
    desk.writes("réponse", thread="abcdefghijklmnopqrstuvwxyz")

    desk.deliver()

    assert desk.sender.places["réponse"] == ("abcdefghijklmnopqrstuvwxyz", None)


def test_only_the_newest_edit_of_a_post_is_made(desk: Desk) -> None:
    desk.writes("carte")
    for number in range(3):
        desk.writes(f"edit{number}", edits="carte")

    desk.deliver()

    assert desk.sender.keys == ["carte", "edit2"]
    assert desk.sender.places["edit2"] == (None, "post-carte")
    assert desk.message("edit0").status is Delivery.SENT


def test_an_older_edit_never_covers_a_newer_one(desk: Desk) -> None:
    desk.writes("carte")
    desk.deliver()
    desk.sender.fails("edit0", REFUSED)
    desk.writes("edit0", edits="carte")
    desk.deliver()
    desk.writes("edit1", edits="carte")

    desk.deliver_for(minutes=1)

    assert desk.sender.keys == ["carte", "edit1"]


def test_the_edit_of_what_was_given_up_is_dropped(desk: Desk) -> None:
    desk.sender.fails("carte", INVALID)
    desk.writes("carte")
    desk.writes("edit", edits="carte")

    desk.deliver()

    assert not desk.sender.keys
    assert desk.message("edit").status is Delivery.SENT


def test_an_edit_waits_for_its_post(desk: Desk) -> None:
    desk.sender.fails("carte", REFUSED)
    desk.writes("carte")
    desk.writes("edit", edits="carte")

    desk.deliver_for(minutes=1)

    assert desk.sender.keys == ["carte", "edit"]


def test_a_crash_after_the_claim_says_it_if_the_chat_does_not_have_it(desk: Desk) -> None:
    desk.writes("un")
    claim_first(desk)

    desk.deliver()

    assert desk.sender.tried == [("un", True)]
    assert desk.sender.keys == ["un"]


def test_a_crash_before_the_note_finds_the_post_that_was_made(desk: Desk) -> None:
    desk.writes("un")
    claim_first(desk)
    desk.sender.said.append(("un", "un"))
    desk.sender.places["un"] = (None, None)

    desk.deliver()

    assert desk.sender.keys == ["un"]
    assert desk.message("un").post == "post-un"


def test_a_post_is_known_while_its_reactions_are_still_to_be_added(desk: Desk) -> None:
    desk.writes("un", buttons=[Button(id="a", label="A", route="besoin", argument="", emoji="a")])
    desk.sender.fails("un", ANSWER_LOST)

    desk.deliver()

    found = desk.room.store(lambda db: outbox.by_post(db, "test", "post-un"))
    assert found is not None
    assert found.status is Delivery.SENDING

    desk.deliver_for(minutes=1)

    assert desk.sender.keys == ["un"]
    assert desk.message("un").status is Delivery.SENT


async def test_two_deliverers_at_once_say_it_once(desk: Desk) -> None:
    for number in range(20):
        desk.writes(f"message{number}", user=f"user{number % 5}")

    await asyncio.gather(desk.deliverer().deliver_due(), desk.deliverer().deliver_due())
    await desk.deliverer().deliver_due()

    assert sorted(desk.sender.keys) == sorted(f"message{number}" for number in range(20))


def test_a_server_that_is_no_longer_configured_keeps_no_other_waiting(desk: Desk) -> None:
    for number in range(250):
        desk.writes(f"ancien{number}", server="parti")
    desk.writes("un")

    desk.deliver()

    assert desk.sender.keys == ["un"]


def test_a_place_with_a_long_queue_keeps_no_other_waiting(desk: Desk) -> None:
    desk.sender.fails("loire0", *[REFUSED] * 9)
    for number in range(250):
        desk.writes(f"loire{number}")
    desk.writes("pays", network="national")

    desk.deliver()

    assert desk.sender.keys[0] == "pays"


def test_a_long_queue_is_said_whole(desk: Desk) -> None:
    for number in range(250):
        desk.writes(f"message{number}")

    desk.deliver()

    assert desk.sender.keys == [f"message{number}" for number in range(250)]


async def test_the_job_says_what_comes_while_it_runs(desk: Desk) -> None:
    deliverer = desk.deliverer()
    running = asyncio.create_task(deliverer.run())
    desk.writes("un")
    deliverer.wake()
    await said(desk, "un")
    desk.writes("deux")
    deliverer.wake()
    await said(desk, "deux")
    running.cancel()

    assert desk.sender.keys == ["un", "deux"]


async def test_the_job_wakes_by_itself_for_the_next_try(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver, "_FIRST_WAIT", timedelta(milliseconds=10))
    began, room = monotonic(), desk.room

    def ticking() -> datetime:
        return room.clock.now + timedelta(seconds=monotonic() - began)

    deliverer = Deliverer(room.database, "test", desk.sender, ticking)
    running = asyncio.create_task(deliverer.run())
    desk.sender.fails("un", REFUSED)
    desk.writes("un")
    deliverer.wake()

    await said(desk, "un")
    running.cancel()

    assert len(desk.sender.tried) == 2


async def test_a_defect_does_not_end_the_job(desk: Desk) -> None:
    deliverer = desk.deliverer()
    running = asyncio.create_task(deliverer.run())
    desk.sender.fails("un", Failure(RuntimeError("a defect")))
    desk.writes("un")
    desk.writes("deux", user="louis")
    deliverer.wake()
    await said(desk, "deux")
    desk.room.clock.forward(seconds=3)
    deliverer.wake()
    await said(desk, "un")
    running.cancel()

    assert [doubt for key, doubt in desk.sender.tried if key == "un"] == [False, True]


async def said(desk: Desk, key: str) -> None:
    """Wait until a message was said and noted."""
    await until(lambda: desk.message(key).status is Delivery.SENT)


def claim_first(desk: Desk) -> None:
    """Claim the oldest message, as a process does that is killed then."""
    first = desk.room.outbox()[0]
    desk.room.store(lambda db: outbox.claim(db, first))


class TwoPlaces(Mouth):
    """« un » is noted elsewhere while it is refused here; « deux » is being said meanwhile."""

    def __init__(self, room: Room, refused: threading.Event) -> None:
        super().__init__()
        self._room = room
        self._refused = refused

    async def say(self, claimed: ClaimedMessage, posted: Callable[[str], Awaitable[None]]) -> str:
        if claimed.message.key == "un":
            await self._room.database.run(
                lambda db: outbox.sent(db, claimed.message, post="found", at=self._room.clock.now)
            )
            raise REFUSED.error
        await asyncio.to_thread(self._refused.wait, PATIENCE)
        await asyncio.sleep(0.05)
        return await super().say(claimed, posted)


@pytest.mark.parametrize("error", [None, DatabaseAwayError("locked"), LookupError("a defect")])
def test_a_failure_that_cannot_be_noted_cuts_no_other_place_short(
    room: Room, monkeypatch: pytest.MonkeyPatch, error: Exception | None
) -> None:
    refused, later = threading.Event(), outbox.later

    def note(*arguments: Any, **words: Any) -> None:  # noqa: ANN401
        try:
            if error is not None:
                raise error
            later(*arguments, **words)
        finally:
            refused.set()

    monkeypatch.setattr(outbox, "later", note)
    desk = Desk(room, TwoPlaces(room, refused))
    desk.writes("un")
    desk.writes("deux", network="national")

    desk.deliver()

    assert desk.sender.keys == ["deux"]
    assert desk.message("un").post == "found"
    assert desk.message("deux").status is Delivery.SENT


def test_what_its_recipient_may_no_longer_read_is_dropped_without_its_words(
    desk: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    desk.writes("nouvelle", "Des mots de Zoé", user="louis")
    desk.writes("autre", user="louis")
    desk.sender.fails("nouvelle", LEFT)

    desk.deliver()

    assert desk.sender.keys == ["autre"]
    assert "nouvelle" not in [message.key for message in desk.room.outbox()]
    assert desk.room.store(lambda db: outbox.by_key(db, "nouvelle")) is None
    assert "recipient_left" in (out := capsys.readouterr().out)
    assert "Zoé" not in out


def test_a_server_that_is_away_is_not_asked_for_each_place(desk: Desk) -> None:
    for number in range(30):
        desk.writes(f"un{number}", user=f"user{number}")
        desk.sender.fails(f"un{number}", *[NEVER_SENT] * 50)

    desk.deliver()

    assert len(desk.sender.tried) <= 2 * deliver.AT_ONCE


def test_a_place_that_finds_the_server_away_keeps_no_other_waiting_once_it_answers(
    desk: Desk,
) -> None:
    for number in range(30):
        desk.writes(f"un{number}", user=f"user{number}")
        desk.sender.fails(f"un{number}", NEVER_SENT)
    desk.deliver_for(minutes=5)

    assert sorted(desk.sender.keys) == sorted(f"un{number}" for number in range(30))


def test_a_server_that_asks_for_a_minute_gets_it(desk: Desk) -> None:
    deliverer = desk.deliverer()
    desk.writes("un")
    desk.sender.fails("un", Failure(NotSaidError("429", away=True, pause=60)))
    asyncio.run(deliverer.deliver_due())
    desk.writes("deux", user="louis")

    desk.room.clock.forward(seconds=59)
    asyncio.run(deliverer.deliver_due())
    assert desk.sender.tried == [("un", False)]

    desk.room.clock.forward(seconds=1)
    asyncio.run(deliverer.deliver_due())
    assert sorted(desk.sender.keys) == ["deux", "un"]


def test_a_server_that_answers_again_is_left_alone_no_longer(desk: Desk) -> None:
    deliverer = desk.deliverer()
    desk.writes("un")
    desk.sender.fails("un", Failure(NotSaidError("401", away=True, pause=300)))
    asyncio.run(deliverer.deliver_due())
    desk.writes("deux", user="louis")

    deliverer.back()
    asyncio.run(deliverer.deliver_due())

    assert desk.sender.keys == ["deux"]


def test_what_a_server_missed_is_marked_late_once_and_comes_little_by_little(desk: Desk) -> None:
    for number in range(9):
        desk.sender.fails(f"un{number}", *[NEVER_SENT] * 2_000)
        desk.writes(f"un{number}")
    desk.writes("suite", thread="un0")
    desk.writes("personnel", user="louis")
    desk.deliver_for(days=2)
    for number in range(9):
        desk.sender.fails(f"un{number}")
    desk.room.store(lambda db: outbox.hasten(db, "test"))
    desk.writes("nouveau")

    desk.deliver()

    said = dict(desk.sender.said)
    assert set(said) == {"personnel", "un0", "un1", "un2", "suite", "nouveau"}
    assert said["un0"].startswith("_Avec du retard\N{NO-BREAK SPACE}: ce message est du lundi 2")
    assert (said["suite"], said["personnel"], said["nouveau"]) == ("suite", "personnel", "nouveau")

    desk.deliver_for(hours=2)

    assert sorted(key for key in desk.sender.keys if key.startswith("un")) == [
        f"un{number}" for number in range(9)
    ]


def test_a_late_card_that_nobody_may_act_on_any_more_is_not_shown(desk: Desk) -> None:
    desk.writes("finie", buttons=[BUTTON])
    desk.writes("vivante", buttons=[BUTTON])
    desk.writes("fin", edits="finie")
    desk.room.clock.forward(hours=2)

    desk.deliver()

    assert desk.sender.keys == ["vivante"]


async def test_what_another_process_is_saying_is_left_to_it_until_its_lease_ends(
    desk: Desk,
) -> None:
    room, slow = desk.room, Mouth(slow=asyncio.Event())
    first = Deliverer(room.database, "test", slow, room.clock, lease=deliver.LEASE)
    second = Deliverer(room.database, "test", desk.sender, room.clock, lease=deliver.LEASE)
    desk.writes("un")
    saying = asyncio.create_task(first.deliver_due())
    await until(lambda: slow.tried == [("un", False)])

    await second.deliver_due()
    assert desk.sender.tried == []

    room.clock.forward(seconds=deliver.LEASE.total_seconds() + 1)
    await second.deliver_due()
    assert desk.sender.tried == [("un", True)]
    saying.cancel()


@pytest.mark.parametrize("buttons", [(), (BUTTON,)])
async def test_a_process_that_was_frozen_takes_back_what_another_has_said(
    desk: Desk, buttons: tuple[Button, ...]
) -> None:
    """Even told to end meanwhile, for it leads no more; or while the other one says it."""
    room, lead = desk.room, Lead()
    slow, after = (Named(name, slow=asyncio.Event()) for name in ("other", "after"))
    frozen = Deliverer(
        room.database.fenced(lead.fence),
        "test",
        slow,
        room.clock,
        lease=deliver.LEASE,
        leads=lead.held,
    )
    desk.writes("un", buttons=buttons)
    saying = asyncio.create_task(frozen.deliver_due())
    await until(lambda: slow.tried == [("un", False)])
    room.clock.forward(seconds=deliver.LEASE.total_seconds() + 1)
    lead.lost = True
    saying.cancel()
    other = Deliverer(room.database, "test", after, room.clock, lease=deliver.LEASE)
    said_again = asyncio.create_task(other.deliver_due())
    await until(lambda: after.tried == [("un", True)])

    assert slow.slow is not None
    slow.slow.set()
    await until(lambda: slow.said)
    assert after.slow is not None
    after.slow.set()
    await said_again
    with pytest.raises(asyncio.CancelledError):
        await saying

    assert slow.taken_back == ["other-un"]
    assert after.taken_back == []
    assert desk.message("un").post == "after-un"


async def test_what_a_process_that_leads_no_more_has_said_alone_stays(desk: Desk) -> None:
    """The next one asks for it by its key, once the lease is over."""
    room, lead = desk.room, Lead()
    slow = Mouth(slow=asyncio.Event())
    frozen = Deliverer(
        room.database.fenced(lead.fence), "test", slow, room.clock, lease=deliver.LEASE
    )
    desk.writes("un")
    saying = asyncio.create_task(frozen.deliver_due())
    await until(lambda: slow.tried == [("un", False)])
    lead.lost = True

    assert slow.slow is not None
    slow.slow.set()
    with pytest.raises(NotLeadingError):
        await saying

    assert slow.taken_back == []
    assert desk.message("un").status is Delivery.SENDING


async def test_a_process_that_was_frozen_after_its_claim_says_nothing(desk: Desk) -> None:
    room, leading = desk.room, [True, False]
    frozen = Deliverer(
        room.database, "test", desk.sender, room.clock, lease=deliver.LEASE, leads=leading.pop
    )
    desk.writes("un")

    await frozen.deliver_due()

    assert desk.sender.tried == []
    room.clock.forward(seconds=deliver.LEASE.total_seconds() + 1)
    await frozen.deliver_due()
    assert desk.sender.tried == [("un", True)]


async def test_a_message_that_was_dropped_is_not_said_in_the_stead_of_the_one_that_got_its_number(
    desk: Desk,
) -> None:
    room, traffic = desk.room, Traffic()
    desk.writes("repris")
    number = desk.message("repris").id

    async def meanwhile() -> None:
        if room.store(lambda db: outbox.cancel(db, "repris")):
            desk.writes("nouveau")

    traffic.calm = meanwhile  # type: ignore[method-assign]
    deliverer = Deliverer(room.database, "test", desk.sender, room.clock, traffic)
    for _ in range(2):
        await deliverer.deliver_due()

    if room.database.path is not None:
        assert desk.message("nouveau").id == number
    assert desk.sender.keys == ["nouveau"]


async def test_an_edit_that_may_have_come_after_a_newer_one_has_that_one_said_again(
    desk: Desk,
) -> None:
    room, slow = desk.room, Mouth(slow=asyncio.Event())
    frozen = Deliverer(room.database, "test", slow, room.clock, lease=deliver.LEASE)
    other = Deliverer(room.database, "test", desk.sender, room.clock, lease=deliver.LEASE)
    desk.writes("carte")
    await other.deliver_due()
    desk.writes("ancien", edits="carte")
    saying = asyncio.create_task(frozen.deliver_due())
    await until(lambda: slow.tried)
    desk.writes("nouveau", edits="carte")
    await other.deliver_due()
    assert desk.sender.keys == ["carte", "nouveau"]

    room.clock.forward(seconds=deliver.LEASE.total_seconds() + 1)
    await other.deliver_due()

    assert desk.sender.keys == ["carte", "nouveau", "nouveau"]
    saying.cancel()


async def test_what_takes_longer_to_make_than_a_claim_lasts_is_said_once_and_holds_nobody(
    desk: Desk,
) -> None:
    """Another process leads meanwhile, which makes it sooner: the first one finds it said."""
    room, may_end = desk.room, asyncio.Event()

    async def slowly(network: str) -> bytes:
        await may_end.wait()
        return network.encode()

    async def at_once(network: str) -> bytes:
        return network.encode()

    first, second = (
        Deliverer(
            room.database, "test", desk.sender, room.clock, lease=deliver.LEASE, memory_of=makes
        )
        for makes in (slowly, at_once)
    )
    desk.writes("mémoire", file=File(name="m.zip", kind=FileKind.MEMORY, content="loire"))
    desk.writes("autre", user="louis")
    running = [asyncio.create_task(each.run()) for each in (first, second)]
    first.wake()
    await said(desk, "autre")
    assert desk.message("mémoire").status is Delivery.PREPARED

    room.clock.forward(seconds=deliver.LEASE.total_seconds() + 1)
    second.wake()
    await said(desk, "mémoire")
    may_end.set()
    await first.deliver_due()

    assert desk.sender.keys == ["autre", "mémoire"]
    for each in running:
        each.cancel()


class Named(Mouth):
    """A mouth whose posts have another name."""

    def __init__(self, name: str, slow: asyncio.Event) -> None:
        super().__init__(slow=slow)
        self.name = name

    def post_of(self, key: str) -> str:
        return f"{self.name}-{key}"
