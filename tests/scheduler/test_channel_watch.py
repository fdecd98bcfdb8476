"""A network whose channel is archived, renamed, or shut to the bot: nothing is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.core import channel_store as channels
from bot.core import outbox
from bot.core.channel import ChannelState, NetworkChannel
from bot.talk import closed_channels
from bot.talk.command import Via
from scheduler import late
from scheduler.channel_watch import ChannelWatch
from scheduler.publish import Publisher
from tests.room import Room
from tests.scheduler.sender import Desk

SEEN = NetworkChannel(
    network="loire",
    team="france",
    name="loire",
    id="c" * 26,
    shown="loire",
    state=ChannelState.OPEN,
)
CLOSED = [ChannelState.ARCHIVED, ChannelState.REMOVED]


@dataclass
class Watched:
    """A room whose channel the test closes and opens, and what is said of it."""

    desk: Desk
    channel: NetworkChannel = SEEN
    woken: list[str] = field(default_factory=list)

    @property
    def room(self) -> Room:
        return self.desk.room

    def turns(self, state: ChannelState, **changes: str) -> int:
        """Have the server tell that the channel is so; return how many changes were noted."""
        self.channel = replace(self.channel, state=state, **changes)
        watch = ChannelWatch(
            self.room.database,
            self.room.bot,
            lambda: [self.channel],
            lambda: self.woken.append("spoken"),
        )
        return asyncio.run(watch.look())

    def letters(self, words: str) -> int:
        """Count what Amina was told in private with these words."""
        return sum(words in text for key, text in self.desk.sender.said if key.endswith(":amina"))

    def in_channel(self) -> list[str]:
        """Return the texts that were said in the channel."""
        return [text for key, text in self.desk.sender.said if not key.endswith(":amina")]


@pytest.fixture
def watched(desk: Desk) -> Watched:
    made = Watched(desk)
    made.turns(ChannelState.OPEN)
    return made


@pytest.mark.parametrize(
    ("state", "words"),
    [(ChannelState.ARCHIVED, "vient d'être archivé"), (ChannelState.REMOVED, "/invite @courroie")],
)
def test_coordinators_are_told_once_in_private(
    watched: Watched, state: ChannelState, words: str
) -> None:
    for _ in range(3):
        watched.turns(state)
        watched.desk.deliver()

    assert watched.letters(words) == 1
    assert not watched.in_channel()


def test_a_channel_that_was_never_found_tells_nobody(desk: Desk) -> None:
    made = Watched(desk, channel=replace(SEEN, id="", shown=""))
    made.turns(ChannelState.MISSING)
    desk.deliver()

    assert not desk.sender.said


@pytest.mark.parametrize("state", CLOSED)
def test_what_is_for_a_closed_channel_waits_without_a_try(
    watched: Watched, state: ChannelState
) -> None:
    watched.turns(state)
    watched.room.says("louis", "/besoin Qui prête une salle à Brest ?")
    watched.desk.deliver_for(days=40)
    assert not watched.in_channel()
    assert all(key.endswith(":amina") for key, _ in watched.desk.sender.tried)

    watched.turns(ChannelState.OPEN)
    watched.desk.deliver()

    (card,) = watched.in_channel()
    assert "Qui prête une salle" in card
    assert card.startswith("_Avec du retard")
    assert "du lundi 2\N{NO-BREAK SPACE}novembre 2026" in card


def test_what_waited_a_moment_is_not_marked_late(watched: Watched) -> None:
    watched.turns(ChannelState.ARCHIVED)
    watched.room.says("louis", "/besoin Qui prête une salle à Brest ?")
    watched.room.clock.forward(minutes=5)
    watched.turns(ChannelState.OPEN)
    watched.desk.deliver()

    (card,) = watched.in_channel()
    assert "retard" not in card


def test_fifty_cards_are_no_burst(watched: Watched) -> None:
    watched.turns(ChannelState.ARCHIVED)
    for number in range(50):
        watched.room.says("louis", f"/besoin Qui sait réparer une imprimante de marque {number} ?")
        watched.room.clock.forward(hours=1)
    watched.room.clock.forward(hours=1)
    watched.turns(ChannelState.OPEN)
    watched.desk.deliver()
    assert len(watched.in_channel()) == late.AT_ONCE

    watched.room.clock.forward(minutes=10)
    watched.desk.deliver()
    assert len(watched.in_channel()) == late.AT_ONCE + 1

    watched.desk.deliver_for(hours=9)
    said = watched.in_channel()
    assert len(said) == 50
    assert [f"marque {number} " in said[number] for number in range(50)] == [True] * 50


def test_a_new_session_does_not_make_a_burst_of_what_is_planned(watched: Watched) -> None:
    watched.turns(ChannelState.ARCHIVED)
    for number in range(9):
        watched.room.says("louis", f"/besoin Qui sait réparer une imprimante de marque {number} ?")
    watched.room.clock.forward(hours=2)
    watched.turns(ChannelState.OPEN)
    watched.room.store(lambda db: outbox.hasten(db, "test"))
    watched.desk.deliver()

    assert len(watched.in_channel()) == late.AT_ONCE


def test_what_has_ended_meanwhile_is_not_shown(watched: Watched) -> None:
    watched.turns(ChannelState.ARCHIVED)
    watched.room.says("louis", "/besoin Qui prête une salle à Brest ?")
    watched.room.says("zoé", "/besoin Qui prête un vidéoprojecteur ?")
    watched.room.does("louis", "besoin retirer 1")
    watched.room.clock.forward(hours=2)
    watched.turns(ChannelState.OPEN)
    watched.desk.deliver_for(hours=1)

    said = watched.in_channel()
    assert any("vidéoprojecteur" in text for text in said)
    assert not any("salle à Brest" in text for text in said)


def test_a_digest_waits_for_its_channel_and_is_said_late_and_once(watched: Watched) -> None:
    closed = watched.channel

    def publish() -> int:
        bot = replace(
            watched.room.bot, writable=lambda _: watched.channel.state is ChannelState.OPEN
        )

        async def collected() -> int:
            return 0

        publisher = Publisher(watched.room.database, bot, collected, lambda: None)
        return asyncio.run(publisher.publish_due())

    watched.turns(ChannelState.ARCHIVED)
    assert closed.state is ChannelState.OPEN
    for _ in range(100):
        watched.room.clock.forward(days=1)
        publish()
    watched.desk.deliver()
    assert not watched.in_channel()

    watched.turns(ChannelState.OPEN)
    assert publish() == 2  # the Loire's, and the country's: each network of the room has one
    assert publish() == 0
    watched.desk.deliver()

    (digest,) = [text for text in watched.in_channel() if "la Loire" in text]
    assert "retard" in digest


def test_a_renamed_channel_is_called_by_its_new_name(watched: Watched) -> None:
    assert watched.turns(ChannelState.OPEN, shown="loire-42") == 1

    assert watched.room.bot.networks["loire"].channel == "loire-42"
    said = watched.room.says(
        "amina", "/besoin ~loire-42 Qui prête une salle ?", via=Via.SLASH, network=None
    )
    assert "n°" in said.text
    watched.desk.deliver()
    assert not watched.letters("")


def test_what_was_told_before_a_restart_is_not_told_again(watched: Watched) -> None:
    watched.turns(ChannelState.ARCHIVED)
    watched.desk.deliver()
    kept = watched.room.store(channels.all_of_them)

    assert kept["loire"] == watched.channel
    assert watched.turns(ChannelState.ARCHIVED) == 0


def test_the_trouble_of_one_moment_leaves_all_for_the_next(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    note: Callable[..., None] = closed_channels.note

    def broken(*_: object, **_named: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(closed_channels, "note", broken)
    with pytest.raises(RuntimeError):
        watched.turns(ChannelState.ARCHIVED)
    monkeypatch.setattr(closed_channels, "note", note)
    watched.turns(ChannelState.ARCHIVED)
    watched.room.clock.now += timedelta(minutes=1)
    watched.desk.deliver()

    assert watched.letters("archivé") == 1
