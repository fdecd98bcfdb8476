"""Newcomers are welcomed once; who leaves is let go; nobody is forgotten without proof."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest
from structlog.testing import capture_logs

from bot.core import outbox
from bot.core.channel import NetworkChannel
from bot.core.database import DatabaseAwayError
from bot.core.errors import ChannelShutError, ServerAwayError
from bot.core.message import Message
from bot.meeting import attendance_store as attendances
from bot.meeting import store as meetings
from bot.meeting.hosting import store as hosts
from bot.people import store as preferences
from scheduler.memberships import MembershipWatcher
from tests.away import locked
from tests.commands.gestures import deliver, everything, kept, presses, told
from tests.room import Room
from tests.typable import doing

LOIRE = ["amina", "louis", "zoe"]


class AwayError(ServerAwayError):
    """The chat cannot be asked."""


@dataclass
class Chat:
    """A chat's people, as the test has them."""

    members: list[str] = field(default_factory=lambda: list(LOIRE))
    present: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    away: bool = False
    silent: bool = False
    shut: bool = False

    def channels(self) -> list[NetworkChannel]:
        return []

    async def members_of(self, network: str) -> list[str]:
        if self.away:
            raise AwayError
        if self.shut:
            raise ChannelShutError
        return self.members if network == "loire" else []

    async def is_in(self, _network: str, user: str) -> bool:
        if self.silent:
            raise AwayError
        return user in self.members or user in self.present

    async def has_ended(self, _network: str, user: str) -> bool:
        if self.silent:
            raise AwayError
        return user in self.ended


def looks(room: Room, chat: Chat, *, daily: bool = False) -> int:
    watcher = MembershipWatcher(room.database, room.bot, "test", chat, lambda: None)
    return asyncio.run(watcher.check() if daily else watcher.look())


def welcomed(room: Room) -> list[str]:
    return [each.user or "" for each in room.outbox() if each.key.startswith("welcome")]


def presentations(room: Room) -> list[Message]:
    said = room.store(lambda db: outbox.by_key(db, "presentation:loire"))
    return [said] if said else []


@pytest.fixture
def chat(room: Room) -> Chat:
    """Return a chat whose people were there when the bot came."""
    found = Chat()
    looks(room, found)
    return found


def test_those_who_were_there_before_the_bot_are_not_welcomed(room: Room, chat: Chat) -> None:
    assert looks(room, chat) == 0
    assert welcomed(room) == []


def test_the_bot_presents_itself_once_in_a_channel_that_it_comes_into(
    room: Room, chat: Chat
) -> None:
    looks(room, chat)
    looks(room, chat, daily=True)

    (post,) = presentations(room)
    assert post.user is None
    assert "la Loire" in post.text
    assert [each.label for each in post.buttons] == [
        "Poser une question",
        "La prochaine rencontre",
        "Ce que je sais faire",
        "Retirer ce message",
    ]


def test_it_does_not_where_an_older_version_was_already(room: Room) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")

    looks(room, Chat())

    assert presentations(room) == []


def test_only_a_coordinator_takes_the_presentation_away(room: Room, chat: Chat) -> None:
    assert chat.members == LOIRE
    deliver(room)
    *_, button = presentations(room)[0].buttons

    assert "réservé à la coordination" in presses(room, "louis", button).text
    assert "n'est plus dans le canal" in presses(room, "amina", button).text
    deliver(room)

    assert presentations(room) == []
    assert "n'est plus dans le canal" in presses(room, "amina", button).text


def test_a_newcomer_is_welcomed_once_even_when_back(room: Room, chat: Chat) -> None:
    chat.members.append("marc")
    looks(room, chat)
    chat.members.remove("marc")
    looks(room, chat)
    chat.members.append("marc")
    looks(room, chat)

    (news,) = told(room, "marc")
    for words in ("de la Loire", "le réseau national", "conseillères et conseillers numériques"):
        assert words in news.text
    *doors, others, ending = news.buttons
    assert ending.label == "Cela me suffit"
    assert doors[0].label == "Poser une question"
    assert "reseau messages" in [doing(each) for each in others.options]
    assert "jeudi 14\u00a0janvier 2027" in news.text or "rencontre, le jeudi" in news.text


def test_many_newcomers_are_each_welcomed(room: Room, chat: Chat) -> None:
    chat.members += [f"nouveau{number}" for number in range(30)]

    assert looks(room, chat) == 30
    assert len(set(welcomed(room))) == 30


def test_what_was_missed_during_an_outage_is_caught_up(room: Room, chat: Chat) -> None:
    chat.members.append("marc")
    chat.away = True
    assert looks(room, chat) == 0

    chat.away = False

    assert looks(room, chat) == 1


def test_who_was_met_is_no_id_in_the_database(room: Room, chat: Chat) -> None:
    assert chat.members == LOIRE
    assert "louis" not in everything(room)


def test_who_leaves_the_channel_is_let_go_but_their_questions_stay(room: Room, chat: Chat) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.says("amina", "/rencontre planifier confirmé 3 décembre 2026 14h, médiathèque")
    room.does("amina", "rencontre annoncer")
    room.does("louis", "rencontre présence 1 place")
    room.does("louis", "rencontre accueillir La médiathèque")
    chat.members.remove("louis")
    looks(room, chat)

    room.says("zoé", "/besoin répondre 1 La Manufacture")

    assert kept(room).author == "louis"
    assert told(room, "louis") == []
    assert room.store(lambda db: hosts.rota(db, "loire").offers) == []
    meeting = room.store(lambda db: meetings.get(db, "loire", 1))
    assert room.store(lambda db: attendances.of(db, meeting)) == []


def test_who_comes_back_is_written_to_again(room: Room, chat: Chat) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    chat.members.remove("louis")
    looks(room, chat)
    assert room.store(lambda db: preferences.of(db, "loire", "louis")).gone
    chat.members.append("louis")
    looks(room, chat)

    room.says("zoé", "/besoin répondre 1 La Manufacture")

    assert len(told(room, "louis")) == 1


@pytest.mark.parametrize("trouble", ["away", "empty", "partial", "silent"])
def test_no_outage_and_no_short_list_forgets_anyone(room: Room, chat: Chat, trouble: str) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    room.does("louis", "rencontre accueillir La médiathèque")
    chat.present = list(LOIRE)
    chat.away, chat.silent = trouble == "away", trouble == "silent"
    chat.members = {"empty": [], "away": LOIRE}.get(trouble, ["amina"])
    for _ in range(40):
        room.clock.forward(days=1)
        looks(room, chat, daily=True)

    assert kept(room).author == "louis"
    assert len(room.store(lambda db: hosts.rota(db, "loire").offers)) == 1


def test_an_ended_account_is_forgotten_after_thirty_days(room: Room, chat: Chat) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    chat.members.remove("louis")
    chat.present, chat.ended = ["louis"], ["louis"]
    looks(room, chat)
    room.clock.forward(days=29)
    looks(room, chat, daily=True)
    assert kept(room).author == "louis"

    room.clock.forward(days=2)
    looks(room, chat, daily=True)

    assert kept(room).author == ""
    assert "louis" not in everything(room)


def test_a_reactivated_account_keeps_its_name(room: Room, chat: Chat) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    chat.members.remove("louis")
    chat.ended = ["louis"]
    looks(room, chat)
    chat.ended = []
    room.clock.forward(days=20)
    looks(room, chat, daily=True)
    chat.ended = ["louis"]
    room.clock.forward(days=20)

    looks(room, chat, daily=True)

    assert kept(room).author == "louis"


def test_an_account_back_in_the_channel_that_ends_again_has_its_thirty_days(
    room: Room, chat: Chat
) -> None:
    room.says("louis", "/besoin Qui prête une salle à Brest ?")
    chat.members.remove("louis")
    chat.ended = ["louis"]
    looks(room, chat)
    chat.members.append("louis")
    chat.ended = []
    looks(room, chat)
    room.clock.forward(days=300)
    chat.members.remove("louis")
    chat.ended = ["louis"]

    looks(room, chat)

    assert kept(room).author == "louis"


def test_only_the_channel_where_someone_moved_is_read(room: Room, chat: Chat) -> None:
    watcher = MembershipWatcher(room.database, room.bot, "test", chat, lambda: None)
    chat.members.append("nora")

    watcher.moved("rhone")
    elsewhere = asyncio.run(watcher.look())
    watcher.moved("loire")
    here = asyncio.run(watcher.look())

    assert (elsewhere, here) == (0, 1)


def test_who_comes_while_the_database_is_away_is_welcomed_when_it_is_back(
    room: Room, chat: Chat
) -> None:
    watcher = MembershipWatcher(room.database, room.bot, "test", chat, lambda: None)
    chat.members.append("marc")
    watcher.moved("loire")
    with locked(room), pytest.raises(DatabaseAwayError):
        asyncio.run(watcher.look())
    watcher.moved("national")

    assert asyncio.run(watcher.look()) == 1
    assert welcomed(room) == ["marc"]


def test_who_came_while_the_server_could_not_be_asked_is_welcomed_later(
    room: Room, chat: Chat
) -> None:
    watcher = MembershipWatcher(room.database, room.bot, "test", chat, lambda: None)
    chat.members.append("marc")
    chat.away = True
    watcher.moved("loire")
    assert asyncio.run(watcher.look()) == 0
    chat.away = False
    watcher.moved("national")

    assert asyncio.run(watcher.look()) == 1


def test_a_channel_that_was_shut_a_moment_ago_is_no_defect(room: Room, chat: Chat) -> None:
    chat.shut = True
    with capture_logs() as logs:
        assert looks(room, chat) == 0

    assert {(each["event"], each["log_level"]) for each in logs} == {("network_waits", "warning")}


def test_each_server_has_its_own_networks_looked_at(room: Room, chat: Chat) -> None:
    chat.members.append("marc")

    watcher = MembershipWatcher(room.database, room.bot, "elsewhere", chat, lambda: None)

    assert asyncio.run(watcher.check()) == 0
