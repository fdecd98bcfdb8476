"""What is heard: asked of the bot or not, once, whatever was cut."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from pydantic import SecretStr
from sqlalchemy import Connection

from bot.dispatch import Dispatch, House
from bot.domain.message import Button, Message
from bot.mattermost import ear as hearing
from bot.mattermost import wire
from bot.mattermost.client import Mattermost
from bot.mattermost.ear import Ear
from bot.mattermost.roster import Plan, Roster
from bot.mattermost.socket import SessionStarted
from bot.store import messages, occurrences, outbox, tables
from bot.store.database import Database
from bot.store.messages import Cursor
from bot.store.migrate import migrate
from bot.talk.command import Command, Via
from bot.talk.reply import Reply
from tests.room import LOIRE, Room
from tests.sandbox.people import Json
from tests.whole.conftest import village
from tests.whole.town import Village

__all__ = ["village"]

T = TypeVar("T")
STARTED = SessionStarted(connection_id="c", server_version="5.37.0")


class Listener(Dispatch):
    """A dispatch that notes what is asked, once a post, and does nothing."""

    def __init__(self, database: Database, house: House) -> None:
        super().__init__(database, house)
        self.kept = database
        self.asked: list[Command] = []

    async def answer(self, command: Command) -> Reply:
        post = command.post
        if post is None or await self.kept.run(
            lambda db: messages.remember(db, "bac", post, datetime.now(UTC))
        ):
            self.asked.append(command)
        return Reply()

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.asked]


@dataclass
class Post:
    """What one ear heard of a village, and what it is made of."""

    village: Village
    database: Database
    listener: Listener

    def store(self, work: Callable[[Connection], T]) -> T:
        return self.database.submit(work).result()

    @asynccontextmanager
    async def ear(self) -> AsyncIterator[Ear]:
        """Open an ear, as after a start of the bot."""
        sandbox = self.village.stage.sandbox
        client = Mattermost(sandbox.url, SecretStr(sandbox.bot_token))
        plans = [Plan(network=LOIRE, team="france", coordinators=("amina",))]
        roster = Roster("bac", client, plans)
        try:
            yield Ear(self.database, self.listener, client, roster, lambda: datetime.now(UTC))
        finally:
            await client.close()

    async def start(self) -> None:
        """Start a session, as after a cut or a restart, and stop hearing."""
        async with self.ear() as ear:
            await ear.hear(STARTED)

    async def hears(self, post: Json, kind: wire.ChannelType = wire.ChannelType.PRIVATE) -> None:
        """Hear one post live."""
        async with self.ear() as ear:
            await ear.hear(STARTED)
            self.listener.asked.clear()
            await ear.hear(
                wire.Posted(
                    post=wire.Post(
                        id=post["id"],
                        channel_id=post["channel_id"],
                        user_id=post["user_id"],
                        message=post["message"],
                        type=post.get("type", ""),
                        from_webhook=post.get("from_webhook", False),
                        from_bot=post.get("from_bot", False),
                        created=datetime.now(UTC),
                    ),
                    channel_type=kind,
                    sender_name="",
                    mentions=frozenset(),
                    team_id="",
                )
            )


@pytest.fixture
def place(village: Village, room: Room) -> Iterator[Post]:
    database = Database("sqlite:///" + str(village.stage.folder / "oreille.db"))
    migrate(database)
    opened = Post(village, database, Listener(database, room.house))
    opened.store(lambda db: occurrences.start(db, "loire", datetime.now(UTC)))
    yield opened
    database.close()


async def written(
    place: Post, message: str, who: str = "zoe", mark: dict[str, object] | None = None
) -> Json:
    """Describe a post that was never written on the server."""
    person = await place.village.person(who)
    channel = await place.village.channel()
    return {
        "id": "w" * 26,
        "channel_id": channel,
        "user_id": person.id,
        "message": message,
        **(mark or {}),
    }


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("@courroie besoin Qui prête ?", "besoin Qui prête ?"),
        ("  @Courroie: /besoin Qui prête ?", "besoin Qui prête ?"),
        ("@courroie", "aide"),
    ],
)
async def test_a_message_that_names_us_first_asks(place: Post, message: str, text: str) -> None:
    await place.hears(await written(place, message))

    assert place.listener.texts == [text]
    assert place.listener.asked[0].via is Via.MENTION
    assert place.listener.asked[0].network == "loire"


@pytest.mark.parametrize("message", ["Bonjour", "Merci @courroie", "@courroies besoin X", ""])
async def test_other_messages_of_the_channel_ask_nothing(place: Post, message: str) -> None:
    await place.hears(await written(place, message))

    assert not place.listener.asked


async def test_a_direct_message_always_asks(place: Post) -> None:
    said = await written(place, "besoin Qui prête ?")
    said["channel_id"] = await place.village.direct("zoe")
    await place.hears(said, wire.ChannelType.DIRECT)

    assert place.listener.texts == ["besoin Qui prête ?"]
    assert place.listener.asked[0].via is Via.DIRECT


@pytest.mark.parametrize("mark", [{"from_webhook": True}, {"from_bot": True}, {"type": "system_x"}])
async def test_what_no_person_wrote_asks_nothing(place: Post, mark: dict[str, object]) -> None:
    await place.hears(await written(place, "@courroie besoin X", mark=mark))

    assert not place.listener.asked


async def test_our_own_posts_ask_nothing(place: Post) -> None:
    await place.hears(await written(place, "@courroie besoin X", who="courroie"))

    assert not place.listener.asked


async def test_what_was_missed_is_heard_once_however_often_we_start(place: Post) -> None:
    await place.start()
    await place.village.says("zoe", "@courroie besoin Un ?")
    louis = await place.village.person("louis")
    await louis.says(await place.village.direct("louis"), "besoin Deux ?")
    for _ in range(3):
        await place.start()

    assert sorted(place.listener.texts) == ["besoin Deux ?", "besoin Un ?"]


async def test_what_was_said_before_the_first_start_is_not_answered(place: Post) -> None:
    await place.village.says("zoe", "@courroie besoin Avant tout ?")
    place.store(lambda db: db.execute(tables.occurrences.delete()))
    place.store(lambda db: occurrences.start(db, "loire", datetime.now(UTC)))
    await place.start()

    assert not place.listener.asked


async def test_a_first_session_that_comes_late_hears_since_the_first_start(place: Post) -> None:
    await place.village.says("zoe", "@courroie besoin Dès le début ?")
    await place.start()

    assert place.listener.texts == ["besoin Dès le début ?"]


async def test_a_cursor_that_the_server_purged_is_replaced_by_its_date(place: Post) -> None:
    await place.start()
    channel = await place.village.channel()
    lost = Cursor(channel=channel, post="z" * 26, at=datetime.now(UTC))
    place.store(lambda db: messages.read_up_to(db, "bac", lost))
    await place.village.says("zoe", "@courroie besoin Après la purge ?")
    await place.start()

    assert place.listener.texts == ["besoin Après la purge ?"]


async def test_a_catch_up_that_breaks_off_misses_no_new_direct_channel(
    place: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "TRY_AGAIN", 0.0)
    await place.start()
    louis = await place.village.person("louis")
    direct = await place.village.direct("louis")
    await louis.says(direct, "besoin En privé ?")
    await place.village.says("zoe", "@courroie besoin En public ?")
    place.village.stage.sandbox.faults.error(f"/channels/{direct}/posts", status=400)
    await place.start()

    assert sorted(place.listener.texts) == ["besoin En privé ?", "besoin En public ?"]


@pytest.mark.parametrize(
    ("emoji", "asks"),
    [("raising_hand", True), ("raising_hand_dark_skin_tone", True), ("tada", False)],
)
async def test_a_reaction_stands_for_its_button(place: Post, emoji: str, *, asks: bool) -> None:
    await place.start()
    button = Button(
        id="m", label="Moi aussi", route="besoin moi-aussi", argument="7", emoji="raising_hand"
    )
    card = Message(
        server="bac",
        key="question:loire:7",
        text="x",
        made_at=datetime.now(UTC),
        network="loire",
        buttons=(button,),
    )
    place.store(lambda db: outbox.add(db, card))
    (kept,) = place.store(lambda db: outbox.due(db, datetime.now(UTC)))
    place.store(lambda db: outbox.claim(db, kept))
    place.store(lambda db: outbox.sent(db, kept, post="p" * 26, at=datetime.now(UTC)))
    zoe = await place.village.person("zoe")
    async with place.ear() as ear:
        await ear.hear(STARTED)
        await ear.hear(wire.ReactionAdded(post_id="p" * 26, user_id=zoe.id, emoji=emoji))

    assert [(each.route, each.text) for each in place.listener.asked] == (
        [("besoin moi-aussi", "7")] if asks else []
    )
