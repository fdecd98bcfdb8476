"""What is heard: asked of the bot or not, once, whatever was cut."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from pydantic import SecretStr
from sqlalchemy import Connection

from bot.core import message_store as messages
from bot.core import occurrences, outbox, sources
from bot.core.database import Database, DatabaseAwayError
from bot.core.message import Button, Message
from bot.core.message_store import Cursor
from bot.core.source import MadeKind, Source
from bot.core.tables import occurrences as occurrences_table
from bot.dispatch import Dispatch
from bot.mattermost import listener as hearing
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import NotFoundError
from bot.mattermost.listener import Listener
from bot.mattermost.roster import Roster
from bot.mattermost.socket import Heard
from bot.mattermost.wire import events, objects
from bot.network.rights import Role
from bot.talk.bot import Bot
from bot.talk.command import ATTACHED_LIMIT, Attached, Command, MessageChange, Via
from bot.talk.reply import Reply
from bot.talk.understanding import CALLED, IN_A_THREAD
from tests.databases import made_at
from tests.mattermost.coordinating import at_sight
from tests.room import LOIRE, Room
from tests.sandbox.people import Json
from tests.waiting import until
from tests.whole.conftest import village
from tests.whole.town import Village

__all__ = ["village"]

T = TypeVar("T")
STARTED = events.Hello(connection_id="c")
CARD = "p" * 26
NOBODY_S = ({"from_webhook": True}, {"from_bot": True}, {"from_afar": True}, {"type": "system_x"})
HAND = Button(
    id="m",
    label="Moi aussi",
    route="besoin moi-aussi",
    argument="7",
    emoji="raising_hand",
    undo="besoin moi-non",
)


class NotingDispatch(Dispatch):
    """A dispatch that notes what is asked, once a post, and does nothing.

    Its database is `away` for so many commands; one text `breaks_on`.
    """

    def __init__(self, database: Database, bot: Bot) -> None:
        super().__init__(database, bot)
        self.kept = database
        self.asked: list[Command] = []
        self.apologies: list[tuple[str, str | None]] = []
        self.away = 0
        self.breaks_on = ""

    async def answer(self, command: Command) -> Reply:
        post = command.post
        if self.away:
            self.away -= 1
            raise DatabaseAwayError("locked")
        if self.breaks_on and command.text == self.breaks_on:
            raise RuntimeError("a defect")
        if (
            post is None
            or command.change is not None
            or await self.kept.run(lambda db: messages.remember(db, "bac", post, datetime.now(UTC)))
        ):
            self.asked.append(command)
        return Reply()

    async def apologise(self, command: Command, reference: str) -> None:
        assert reference
        self.apologies.append((command.caller.id, command.post))

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.asked]


@dataclass
class Post:
    """What one ear heard of a village, and what it is made of."""

    village: Village
    database: Database
    listener: NotingDispatch
    moves: list[str] = field(default_factory=list)

    def store(self, work: Callable[[Connection], T]) -> T:
        return self.database.submit(work).result()

    @asynccontextmanager
    async def ear(self, leads: Callable[[], bool] = lambda: True) -> AsyncIterator[Listener]:
        """Open a listener, as after a start of the bot."""
        sandbox = self.village.stage.sandbox
        client = Mattermost(sandbox.url, SecretStr(sandbox.bot_token))
        networks = [replace(LOIRE, team="france", coordinators=("amina",))]
        roster = Roster("bac", client, lambda: networks, at_sight)
        try:
            yield Listener(
                self.database,
                self.listener,
                client,
                roster,
                lambda: datetime.now(UTC),
                moved=self.moves.append,
                leads=leads,
            )
        finally:
            await client.close()

    async def start(self) -> None:
        """Start a session, as after a cut or a restart, and stop hearing."""
        async with self.ear() as ear:
            await ear.hear(STARTED)

    def said(
        self,
        *buttons: Button,
        network: str | None = "loire",
        user: str | None = None,
        post: str = CARD,
        key: str = "",
    ) -> None:
        """Have said something as the bot: it is in the outbox, with its post's id."""
        card = Message(
            server="bac",
            key=key or f"question:loire:{post}",
            text="x",
            made_at=datetime.now(UTC),
            network=network,
            user=user if network else "zoe",
            buttons=buttons,
        )
        self.store(lambda db: outbox.add(db, card))
        (kept,) = self.store(lambda db: outbox.due(db, datetime.now(UTC)))
        self.store(lambda db: outbox.claim(db, kept))
        self.store(lambda db: outbox.sent(db, kept, post=post, at=datetime.now(UTC)))

    async def said_there(self, *buttons: Button) -> Json:
        """Have said something as the bot, that is truly in the channel."""
        bot = await self.village.person("courroie")
        post = await bot.says(await self.village.channel(), "Question n° 1")
        self.said(*buttons, post=post["id"])
        return post

    async def takes(self, *heard: Heard) -> list[Command]:
        """Hear events live, and return what was asked."""
        async with self.ear() as ear:
            await ear.hear(STARTED)
            self.listener.asked.clear()
            for event in heard:
                await ear.hear(event)
        return self.listener.asked

    async def reacts(
        self, who: str, post: str, emoji: str, *, back: bool = False, where: str = "loire"
    ) -> list[Command]:
        """Hear a reaction put, or taken back, and return what was asked."""
        event = events.ReactionRemoved if back else events.ReactionAdded
        person = await self.village.person(who)
        channel = await self.village.channel(where)
        return await self.takes(
            event(post_id=post, user_id=person.id, emoji=emoji, channel_id=channel)
        )

    async def hears(
        self, post: Json, kind: objects.ChannelType = objects.ChannelType.PRIVATE
    ) -> None:
        """Hear one post live, after a start that may have read it already."""
        self.listener.asked.clear()
        async with self.ear() as ear:
            await ear.hear(STARTED)
            await ear.hear(told(post, kind))


def told(post: Json, kind: objects.ChannelType = objects.ChannelType.PRIVATE) -> events.Posted:
    """Tell of a post as the socket does."""
    return events.Posted(
        post=objects.Post(
            id=post["id"],
            channel_id=post["channel_id"],
            user_id=post["user_id"],
            root_id=post.get("root_id", ""),
            message=post["message"],
            type=post.get("type", ""),
            from_webhook=post.get("from_webhook", False),
            from_bot=post.get("from_bot", False),
            from_afar=post.get("from_afar", False),
            file_ids=tuple(post.get("file_ids", ())),
            created=datetime.now(UTC),
        ),
        channel_type=kind,
    )


@pytest.fixture
def place(village: Village, room: Room) -> Iterator[Post]:
    database = made_at(village.stage.folder / "oreille.db")
    opened = Post(village, database, NotingDispatch(database, room.bot))
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
        ("@courroie !", "aide"),
        ("Bonjour @courroie, besoin Qui prête ?", "besoin Qui prête ?"),
        ("👋 Bonsoir à toutes et à tous : @courroie Rencontres", "Rencontres"),
        (":wave: Bonjour,\n@courroie\nveille", "veille"),
        ("- @courroie /aide", "aide"),
        ("Bonjour @courroie", "aide"),
        ("Bonjour @courroie, comment ça va ?", "comment ça va ?"),
    ],
)
async def test_a_message_that_names_us_first_asks(place: Post, message: str, text: str) -> None:
    await place.hears(await written(place, message))

    assert place.listener.texts == [text]
    assert place.listener.asked[0].via is Via.MENTION
    assert place.listener.asked[0].network == "loire"


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("Merci @courroie", "Merci"),
        ("Bonjour @courroie, qui connaît un tuto ?", "Bonjour, qui connaît un tuto ?"),
        ("Est-ce que @courroie sait où il est ?", "Est-ce que courroie sait où il est ?"),
        ("Bonjour, @courroie, qui connaît un tuto ?", "Bonjour, qui connaît un tuto ?"),
        ("Qui connaît un tuto, @Courroie ?", "Qui connaît un tuto ?"),
        ("Qui connaît un tuto ? @courroie", "Qui connaît un tuto ?"),
        ("Dis @courroie qui connaît un tuto", "Dis qui connaît un tuto"),
        ("Bonjour @zoe @courroie besoin X", "Bonjour @zoe besoin X"),
        ("Demandez à @courroie besoin X", "Demandez à courroie besoin X"),
        ("> un mot cité\nEt @courroie ?", "> un mot cité\nEt courroie ?"),
        ("Courroie dis-leur que j'arrive", "dis-leur que j'arrive"),
        ("bonjour courroie, qui connaît un tuto ?", "qui connaît un tuto ?"),
        ("dites, arobase courroie qui connaît un tuto", "dites, qui connaît un tuto"),
    ],
)
async def test_our_name_anywhere_in_a_message_calls_us(
    place: Post, message: str, text: str
) -> None:
    await place.hears(await written(place, message))

    [asked] = place.listener.asked
    assert (asked.text, asked.route, asked.via) == (text, CALLED, Via.MENTION)


async def test_our_name_in_a_direct_message_is_left_out(place: Post) -> None:
    said = await written(place, "Bonjour @courroie, qui connaît un tuto ?")
    said["channel_id"] = await place.village.direct("zoe")
    await place.hears(said, objects.ChannelType.DIRECT)

    [asked] = place.listener.asked
    assert (asked.text, asked.route) == ("Bonjour, qui connaît un tuto ?", None)


async def test_a_reply_under_a_question_that_names_us_stays_one(place: Post) -> None:
    place.said(key="question:loire:7")

    asked = await place.takes(
        told(await written(place, "Voyez avec @courroie", mark={"root_id": CARD}))
    )

    assert [each.route for each in asked] == [IN_A_THREAD]


@pytest.mark.parametrize(
    "message",
    [
        "",
        "Bonjour",
        "Écrivez `@courroie aide` en message direct",
        "Zoé demandait :\n> et @courroie, où est-il ?",
        "@courroies besoin X",
        "@courroie-bis besoin X",
        "@courroie.bis besoin X",
        "> @courroie besoin X",
        "`@courroie besoin X`",
        "Courroie de transmission, voilà ce que nous sommes",
        "La courroie a lâché",
    ],
)
async def test_other_messages_of_the_channel_ask_nothing(place: Post, message: str) -> None:
    await place.hears(await written(place, message))

    assert not place.listener.asked


async def test_a_direct_message_always_asks(place: Post) -> None:
    said = await written(place, "besoin Qui prête ?")
    said["channel_id"] = await place.village.direct("zoe")
    await place.hears(said, objects.ChannelType.DIRECT)

    assert place.listener.texts == ["besoin Qui prête ?"]
    assert place.listener.asked[0].via is Via.DIRECT


@pytest.mark.parametrize(
    ("size", "content"), [(ATTACHED_LIMIT, b"<opml/>"), (ATTACHED_LIMIT + 1, b"")]
)
async def test_a_file_over_the_limit_is_told_of_and_not_downloaded(
    place: Post, monkeypatch: pytest.MonkeyPatch, size: int, content: bytes
) -> None:
    downloaded = []

    async def file_info(_client: Mattermost, file_id: str) -> objects.FileInfo:
        return objects.FileInfo(id=file_id, name="flux.opml", size=size)

    async def file(_client: Mattermost, file_id: str) -> bytes:
        downloaded.append(file_id)
        return b"<opml/>"

    monkeypatch.setattr(Mattermost, "file_info", file_info)
    monkeypatch.setattr(Mattermost, "file", file)
    asking = Button("saisie", "", "veille flux importer", in_thread=True)
    place.said(asking)
    mark: dict[str, object] = {"file_ids": ["f" * 26, "g" * 26]}
    sent = [
        await written(place, "@courroie voici", mark=mark | {"id": f"{number}" * 26} | under)
        for number, under in enumerate(({"root_id": CARD}, {}))
    ]

    asked = await place.takes(*map(told, sent))

    attached = Attached(name="flux.opml", size=size, content=content)
    assert [each.attached for each in asked] == [attached, None]
    assert downloaded == ["f" * 26][: len(content)]


async def test_the_first_file_of_a_message_or_of_the_one_above_is_told(
    place: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    above = await written(place, "La fiche", mark={"id": "a" * 26, "file_ids": ["f" * 26]})

    async def file_info(_client: Mattermost, file_id: str) -> objects.FileInfo:
        if file_id == "g" * 26:
            raise NotFoundError(method="GET", path=f"/files/{file_id}/info")
        return objects.FileInfo(id=file_id, name="fiche.pdf")

    async def post(_roster: Roster, post_id: str) -> objects.Post | None:
        return told(above).post if post_id == above["id"] else None

    monkeypatch.setattr(Mattermost, "file_info", file_info)
    monkeypatch.setattr(Roster, "post", post)
    marks: tuple[dict[str, object], ...] = (
        {"file_ids": ["f" * 26, "h" * 26]},
        {"root_id": "a" * 26},
        {"file_ids": ["g" * 26]},
        {},
    )
    sent = [
        await written(place, "@courroie à garder", mark=mark | {"id": f"{number}" * 26})
        for number, mark in enumerate(marks)
    ]

    asked = await place.takes(*map(told, sent))

    files = [each.shared and (each.shared.id, each.shared.post) for each in asked]
    file = "f" * 26
    assert files == [(file, "0" * 26), (file, "a" * 26), None, None]


@pytest.mark.parametrize("mark", NOBODY_S)
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
    place.store(lambda db: db.execute(occurrences_table.delete()))
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
    place.said(HAND)

    asked = await place.reacts("zoe", CARD, emoji)

    assert [(each.route, each.text, each.via) for each in asked] == (
        [("besoin moi-aussi", "7", Via.REACTION)] if asks else []
    )


async def test_a_reaction_taken_back_undoes_what_it_did(place: Post) -> None:
    place.said(HAND)

    (asked,) = await place.reacts("zoe", CARD, "raising_hand", back=True)

    assert (asked.route, asked.text, asked.via) == ("besoin moi-non", "7", Via.REACTION)
    assert not await place.reacts("courroie", CARD, "raising_hand", back=True)


async def test_a_reaction_taken_back_from_what_cannot_be_undone_asks_nothing(place: Post) -> None:
    place.said(replace(HAND, undo=""))

    assert not await place.reacts("zoe", CARD, "raising_hand", back=True)
    assert not await place.reacts("zoe", "q" * 26, "raising_hand", back=True)


async def test_a_reaction_in_a_direct_message_asks_and_is_answered_there(place: Post) -> None:
    direct = await place.village.direct("zoe")
    zoe = await place.village.person("zoe")
    place.said(HAND, user="zoe")

    (asked,) = await place.takes(
        events.ReactionAdded(post_id=CARD, user_id=zoe.id, emoji="raising_hand", channel_id=direct)
    )

    assert (asked.route, asked.channel, asked.network) == ("besoin moi-aussi", direct, "loire")
    assert asked.via is Via.DIRECT


async def test_a_reaction_brings_the_message_that_its_button_is_about(place: Post) -> None:
    said = await place.village.says("louis", "La Manufacture")
    place.said(replace(HAND, refers=said["id"]))

    (asked,) = await place.reacts("zoe", CARD, "raising_hand")

    assert asked.refers is not None
    assert (asked.refers.post, asked.refers.text) == (said["id"], "La Manufacture")


async def test_a_command_in_a_thread_brings_its_first_message(place: Post) -> None:
    root = await place.village.says("louis", "Qui prête une salle ?")
    reply = await place.village.reply("zoe", root, "@courroie besoin")
    await place.hears(reply)

    (asked,) = place.listener.asked
    assert (asked.via, asked.text, asked.thread) == (Via.MENTION, "besoin", root["id"])
    assert asked.refers is not None
    assert (asked.refers.post, asked.refers.root) == (root["id"], root["id"])
    assert asked.refers.text == "Qui prête une salle ?"
    assert asked.refers.author.name == "louis"
    assert asked.refers.author.role_in("loire") is Role.MEMBER


async def test_a_command_in_a_thread_whose_first_message_is_gone_brings_none(place: Post) -> None:
    root = await place.village.says("louis", "Qui prête une salle ?")
    reply = await place.village.reply("zoe", root, "@courroie besoin")
    await (await place.village.person("louis")).call("DELETE", f"/posts/{root['id']}")
    await place.hears(reply)

    (asked,) = place.listener.asked
    assert asked.refers is None


async def test_a_command_outside_of_a_thread_brings_no_message(place: Post) -> None:
    await place.hears(await written(place, "@courroie besoin"))

    assert place.listener.asked[0].refers is None


async def test_a_command_brings_the_members_that_it_names(place: Post) -> None:
    await place.hears(await written(place, "@courroie rencontre hôte @zoe, @marc"))

    zoe = await place.village.person("zoe")
    assert place.listener.asked[0].people == {"zoe": zoe.id}


async def test_who_leaves_the_team_leaves_its_channels(place: Post) -> None:
    zoe = await place.village.person("zoe")
    left = events.TeamLeft(user_id=zoe.id, team_id=(await zoe.team())["id"])
    first = await written(place, "@courroie besoin")
    second = first | {"id": "v" * 26}

    before, after = await place.takes(told(first), left, told(second))

    assert before.caller.role_in("loire") is Role.MEMBER
    assert after.caller.role_in("loire") is Role.STRANGER


async def test_a_reaction_that_goes_by_two_names_is_one(place: Post) -> None:
    place.said(replace(HAND, emoji="+1"))

    for name in ("+1", "thumbsup", "thumbsup_medium_dark_skin_tone"):
        assert len(await place.reacts("zoe", CARD, name)) == 1


async def test_what_the_bot_said_is_brought_as_a_bots(place: Post) -> None:
    card = await place.said_there()
    await place.hears(await place.village.reply("zoe", card, "@courroie besoin"))

    refers = place.listener.asked[0].refers
    assert refers is not None
    assert refers.author.bot


async def test_a_reply_under_one_of_our_messages_is_heard(place: Post) -> None:
    card = await place.said_there()
    reply = await place.village.reply("zoe", card, "La Manufacture, le mardi")
    await place.hears(reply)

    (asked,) = place.listener.asked
    assert (asked.via, asked.route, asked.text) == (Via.THREAD, "aide fil", "")
    assert (asked.post, asked.thread, asked.network) == (reply["id"], card["id"], "loire")
    assert asked.refers is not None
    assert (asked.refers.post, asked.refers.root) == (reply["id"], card["id"])
    assert asked.refers.text == "La Manufacture, le mardi"
    assert asked.refers.author == asked.caller


async def test_a_reply_that_was_missed_is_heard_at_the_next_start(place: Post) -> None:
    await place.start()
    card = await place.said_there()
    await place.village.reply("zoe", card, "La Manufacture, le mardi")
    for _ in range(2):
        await place.start()

    assert [each.route for each in place.listener.asked] == ["aide fil"]


@pytest.mark.parametrize("mark", NOBODY_S)
async def test_a_reply_that_no_person_wrote_is_left_alone(
    place: Post, mark: dict[str, object]
) -> None:
    place.said()
    await place.hears(await written(place, "x", mark=mark | {"root_id": CARD}))

    assert not place.listener.asked


async def test_a_reply_under_someones_message_is_left_alone(place: Post) -> None:
    root = await place.village.says("louis", "Bonjour")
    place.said()
    await place.hears(await place.village.reply("zoe", root, "Bonjour Louis"))
    await place.hears(await written(place, "Sans fil"))
    await place.hears(await written(place, "x", who="courroie", mark={"root_id": CARD}))

    assert not place.listener.asked


async def test_a_reply_outside_of_the_networks_channels_is_left_alone(place: Post) -> None:
    place.said()
    elsewhere = await place.village.channel("national")
    await place.hears(await written(place, "x", mark={"root_id": CARD, "channel_id": elsewhere}))

    assert not place.listener.asked


@pytest.mark.parametrize("emoji", ["white_check_mark", "heavy_check_mark", "ballot_box_with_check"])
async def test_a_check_mark_on_a_reply_under_our_message_is_the_answer(
    place: Post, emoji: str
) -> None:
    card = await place.said_there()
    reply = await place.village.reply("zoe", card, "La Manufacture")

    (asked,) = await place.reacts("louis", reply["id"], emoji)

    assert (asked.via, asked.route, asked.text) == (Via.REACTION, "besoin accepter", "")
    assert (asked.network, asked.thread, asked.post) == ("loire", card["id"], None)
    assert asked.channel == card["channel_id"]
    assert asked.caller.name == "louis"
    assert asked.refers is not None
    assert (asked.refers.post, asked.refers.root) == (reply["id"], card["id"])
    assert (asked.refers.text, asked.refers.author.name) == ("La Manufacture", "zoe")


async def test_check_marks_elsewhere_say_nothing(place: Post) -> None:
    card = await place.said_there()
    root = await place.village.says("zoe", "Bonjour")
    under = await place.village.reply("louis", root, "Bonjour Zoé")
    own = await place.village.reply("courroie", card, "Zoé répond")
    reply = await place.village.reply("zoe", card, "La Manufacture")

    for post in (card, root, under, own, {"id": "z" * 26}):
        assert not await place.reacts("louis", post["id"], "white_check_mark")
    assert not await place.reacts("louis", reply["id"], "white_check_mark", back=True)
    assert not await place.reacts("louis", reply["id"], "+1")
    assert not await place.reacts("courroie", reply["id"], "white_check_mark")


async def test_a_check_mark_outside_of_the_networks_channels_costs_no_look(place: Post) -> None:
    place.village.stage.sandbox.faults.error("/posts/z", status=500)

    assert not await place.reacts("amina", "z" * 26, "white_check_mark", where="national")


GUIDE = "https://exemple.fr/guide"


async def test_a_message_for_the_veille_is_taken_once_live_or_after_a_cut(place: Post) -> None:
    await place.start()
    said = await place.village.says("zoe", f"#veille {GUIDE}")
    for _ in range(2):
        await place.start()

    (asked,) = place.listener.asked
    assert (asked.via, asked.route, asked.post) == (Via.HASHTAG, "veille noter", said["id"])
    assert asked.refers is not None
    assert asked.refers.text == f"#veille {GUIDE}"
    assert asked.caller.name == "zoe"


@pytest.mark.parametrize("message", ["#veille", GUIDE, f"#veilles {GUIDE}", f"`#veille` {GUIDE}"])
async def test_a_message_without_link_or_hashtag_gives_nothing(place: Post, message: str) -> None:
    await place.hears(await written(place, message))

    assert not place.listener.asked


@pytest.mark.parametrize("mark", NOBODY_S)
async def test_what_no_person_wrote_gives_nothing(place: Post, mark: dict[str, object]) -> None:
    await place.hears(await written(place, f"#veille {GUIDE}", mark=mark))

    assert not place.listener.asked


async def test_a_newspaper_on_a_message_with_a_link_is_taken_and_taken_back(place: Post) -> None:
    said = await place.village.says("zoe", f"Voyez {GUIDE}")

    (put,) = await place.reacts("louis", said["id"], "newspaper")
    assert (put.route, put.via, put.caller.name) == ("veille noter", Via.REACTION, "louis")
    assert put.refers is not None
    assert put.refers.author.name == "zoe"
    (back,) = await place.reacts("louis", said["id"], "newspaper", back=True)
    assert (back.route, back.text) == ("veille oublier", said["id"])


async def test_newspapers_elsewhere_give_nothing(place: Post) -> None:
    said = await place.village.says("zoe", "Bonjour")
    link = await place.village.says("zoe", GUIDE)
    own = await place.village.says("courroie", GUIDE)

    assert not await place.reacts("louis", said["id"], "newspaper")
    assert not await place.reacts("louis", own["id"], "newspaper")
    assert not await place.reacts("courroie", link["id"], "newspaper")
    assert not await place.reacts("louis", link["id"], "newspaper", where="national")


async def test_who_comes_and_goes_in_a_networks_channel_is_looked_at(place: Post) -> None:
    loire, elsewhere = [await place.village.channel(each) for each in ("loire", "hors-sujet")]
    zoe = (await place.village.person("zoe")).id
    async with place.ear() as ear:
        await ear.hear(STARTED)
        assert place.moves == [""]  # what was missed, anywhere
        for event, where in (
            (events.UserAdded(user_id=zoe, channel_id=loire), ["loire"]),
            (events.UserAdded(user_id=zoe, channel_id=elsewhere), []),
            (events.UserRemoved(user_id=zoe, channel_id=loire), ["loire"]),
        ):
            place.moves.clear()
            await ear.hear(event)
            assert place.moves == where


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try again what waits without waiting."""
    monkeypatch.setattr(hearing, "TRY_AGAIN", 0.0)


@pytest.mark.usefixtures("at_once")
async def test_what_is_said_while_the_database_is_away_is_heard_in_order(place: Post) -> None:
    place.listener.away = 5
    await place.takes(
        told(await written(place, "@courroie besoin Un ?", mark={"id": "a" * 26})),
        told(await written(place, "@courroie besoin Deux ?", mark={"id": "b" * 26})),
    )

    assert place.listener.texts == ["besoin Un ?", "besoin Deux ?"]
    assert not place.listener.apologies


@pytest.mark.usefixtures("at_once")
async def test_a_session_that_opens_while_the_database_is_away_is_not_lost(
    place: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place.start()
    await place.village.says("zoe", "@courroie besoin Pendant l'absence ?")
    run, tries = place.database.run, iter(range(7))

    async def away(work: Callable[[Connection], T]) -> T:
        if next(tries, None) is not None:
            raise DatabaseAwayError("locked")
        return await run(work)

    monkeypatch.setattr(place.database, "run", away)
    await place.start()

    assert place.listener.texts == ["besoin Pendant l'absence ?"]


async def test_what_breaks_us_is_answered_with_a_reference_and_stops_nothing(place: Post) -> None:
    place.listener.breaks_on = "besoin Un ?"
    await place.takes(
        told(await written(place, "@courroie besoin Un ?", mark={"id": "a" * 26})),
        told(await written(place, "@courroie besoin Deux ?", mark={"id": "b" * 26})),
    )

    zoe = await place.village.person("zoe")
    assert place.listener.texts == ["besoin Deux ?"]
    assert place.listener.apologies == [(zoe.id, "a" * 26)]


async def test_a_missed_message_that_breaks_us_does_not_stop_the_catch_up(place: Post) -> None:
    await place.start()
    place.listener.breaks_on = "besoin Un ?"
    for text in ("Un ?", "Deux ?"):
        await place.village.says("zoe", f"@courroie besoin {text}")
    for _ in range(2):
        await place.start()

    assert place.listener.texts == ["besoin Deux ?"]
    assert len(place.listener.apologies) == 1


async def test_what_the_server_tells_of_nobody_any_more_does_not_stop_the_catch_up(
    place: Post,
) -> None:
    await place.start()
    zoe = await place.village.person("zoe")
    await place.village.says("zoe", "@courroie besoin Un ?")
    await place.village.says("louis", "@courroie besoin Deux ?")
    place.village.stage.sandbox.faults.error(f"/users/{zoe.id}$", status=404, times=None)
    await place.start()

    assert place.listener.texts == ["besoin Deux ?"]


@pytest.mark.usefixtures("at_once")
async def test_no_cursor_moves_past_what_was_not_dealt_with(place: Post) -> None:
    await place.start()
    before = place.store(lambda db: messages.cursors_of(db, "bac"))
    said = await place.village.says("zoe", "@courroie besoin Un ?")
    place.listener.away = 1_000_000
    async with place.ear() as ear:
        starting = asyncio.create_task(ear.hear(STARTED))
        await until(lambda: place.listener.away < 1_000_000 - 3)
        starting.cancel()
        await asyncio.wait({starting})
        await ear.cursors.write()

    after = place.store(lambda db: messages.cursors_of(db, "bac"))
    assert said["id"] not in {each.post for each in after}
    assert after == before


async def test_cursors_that_could_not_be_written_are_written_later(
    place: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_work: object) -> None:
        raise DatabaseAwayError("full")

    async with place.ear() as ear:
        await ear.hear(STARTED)
        await ear.hear(told(await written(place, "Bonjour")))
        with monkeypatch.context() as patched:
            patched.setattr(place.database, "run", away)
            writing = asyncio.create_task(ear.cursors.write_regularly())
            await asyncio.sleep(0)
            writing.cancel()
            await asyncio.wait({writing})
            assert writing.cancelled()
        await ear.cursors.write()

    assert "w" * 26 in {
        each.post for each in place.store(lambda db: messages.cursors_of(db, "bac"))
    }


async def test_a_reaction_put_or_taken_back_while_we_were_away_is_taken_once(place: Post) -> None:
    await place.start()
    card = await place.said_there(HAND)
    await place.start()
    await place.village.react("zoe", card["id"], "raising_hand")
    await place.village.react("louis", card["id"], "tada")
    for _ in range(2):
        await place.start()

    assert [(each.route, each.via, each.caller.name) for each in place.listener.asked] == [
        ("besoin moi-aussi", Via.REACTION, "zoe")
    ]
    place.listener.asked.clear()
    await place.village.unreact("zoe", card["id"], "raising_hand")
    for _ in range(2):
        await place.start()

    assert [each.route for each in place.listener.asked] == ["besoin moi-non"]
    await place.village.react("zoe", card["id"], "raising_hand")
    await place.start()

    assert [each.route for each in place.listener.asked] == ["besoin moi-non", "besoin moi-aussi"]


async def test_a_reaction_that_was_told_after_a_later_post_is_caught_up(place: Post) -> None:
    await place.start()
    card = await place.said_there(HAND)
    async with place.ear() as ear:
        await ear.hear(STARTED)
        await place.village.react("zoe", card["id"], "raising_hand")
        await ear.hear(told(await place.village.says("louis", "Bonjour")))
        await ear.cursors.write()  # and it is killed before it hears of the reaction
    for _ in range(2):
        await place.start()

    assert [each.route for each in place.listener.asked] == ["besoin moi-aussi"]


async def test_a_reaction_in_a_channel_whose_cursor_was_never_written_is_caught_up(
    place: Post,
) -> None:
    card = await place.said_there(HAND)
    horizon = Cursor(channel="d" * 26, post="", at=datetime.now(UTC))
    place.store(lambda db: messages.read_up_to(db, "bac", horizon))
    await place.village.react("zoe", card["id"], "raising_hand")
    await place.start()

    assert [each.route for each in place.listener.asked] == ["besoin moi-aussi"]


async def test_what_was_heard_live_is_not_caught_up_again(place: Post) -> None:
    await place.start()
    card = await place.said_there(HAND)
    await place.village.react("zoe", card["id"], "raising_hand")
    assert len(await place.reacts("zoe", card["id"], "raising_hand")) <= 1
    place.listener.asked.clear()
    await place.start()

    assert not place.listener.asked


async def test_a_check_mark_and_a_newspaper_put_while_we_were_away_are_taken(place: Post) -> None:
    card = await place.said_there()
    reply = await place.village.reply("zoe", card, "La Manufacture")
    link = await place.village.says("zoe", f"Voyez {GUIDE}")
    await place.start()
    place.listener.asked.clear()
    await place.village.react("louis", reply["id"], "white_check_mark")
    await place.village.react("louis", link["id"], "newspaper")
    for _ in range(2):
        await place.start()

    assert sorted(each.route or "" for each in place.listener.asked) == [
        "besoin accepter",
        "veille noter",
    ]
    place.listener.asked.clear()
    await place.village.unreact("louis", link["id"], "newspaper")
    await place.village.unreact("louis", reply["id"], "white_check_mark")
    await place.start()

    assert [each.route for each in place.listener.asked] == ["veille oublier"]


async def test_a_reaction_on_a_private_message_is_caught_up(place: Post) -> None:
    await place.start()
    bot = await place.village.person("courroie")
    said = await bot.says(await place.village.direct("zoe"), "Vous venez ?")
    place.said(HAND, user="zoe", post=said["id"])
    await place.village.react("zoe", said["id"], "raising_hand")
    for _ in range(2):
        await place.start()

    assert [(each.route, each.via) for each in place.listener.asked] == [
        ("besoin moi-aussi", Via.DIRECT)
    ]


async def test_a_post_that_is_gone_hides_no_other_reaction(place: Post) -> None:
    await place.start()
    gone = "g" * 26
    place.said(HAND, user="zoe", post=gone)
    card = await place.said_there(HAND)
    await place.village.react("zoe", card["id"], "raising_hand")
    await place.start()

    assert [each.route for each in place.listener.asked] == ["besoin moi-aussi"]


@pytest.mark.usefixtures("at_once")
async def test_reactions_wait_for_a_server_that_refuses_them(place: Post) -> None:
    await place.start()
    card = await place.said_there(HAND)
    await place.start()
    await place.village.react("zoe", card["id"], "raising_hand")
    await place.village.says("louis", "Bonjour")
    place.village.stage.sandbox.faults.error("/posts/ids/reactions", times=4, status=503)
    await place.start()

    assert [each.route for each in place.listener.asked] == ["besoin moi-aussi"]


async def test_a_reaction_that_breaks_us_hides_no_other(place: Post) -> None:
    await place.start()
    card = await place.said_there(HAND)
    for who in ("zoe", "louis"):
        await place.village.react(who, card["id"], "raising_hand")
    zoe = await place.village.person("zoe")
    place.village.stage.sandbox.faults.error(f"/users/{zoe.id}$", status=404, times=None)
    await place.start()

    assert [each.caller.name for each in place.listener.asked] == ["louis"]
    assert place.listener.apologies == [(zoe.id, None)]
    await place.start()
    assert len(place.listener.apologies) == 1


async def made(place: Post, post: Json) -> None:
    """Note that something was made from a message."""
    await place.start()
    place.listener.asked.clear()
    source = Source(
        server="bac",
        post=post["id"],
        network="loire",
        kind=MadeKind.QUESTION,
        ref="1",
        channel=post["channel_id"],
        at=datetime.now(UTC),
    )
    place.store(lambda db: sources.put(db, source))


def edited(post: Json, message: str = "", *, at: datetime | None = None) -> events.PostEdited:
    """Tell of an edit as the socket does, or of a pin, which is not dated."""
    said = told(post).post
    return events.PostEdited(post=replace(said, message=message or said.message, edited=at))


def changes(asked: list[Command]) -> list[tuple[MessageChange | None, str]]:
    return [(each.change, each.text) for each in asked]


async def test_an_edit_and_a_deletion_are_heard_live(place: Post) -> None:
    said = await place.village.says("zoe", "@courroie besoin Un ?")
    await made(place, said)
    live = edited(said, "@courroie besoin Deux ?", at=datetime.now(UTC))

    asked = await place.takes(live, events.PostDeleted(post=told(said).post))

    assert changes(asked) == [
        (MessageChange.EDITED, "besoin Deux ?"),
        (MessageChange.DELETED, ""),
    ]


async def test_a_pin_is_no_edit(place: Post) -> None:
    said = await place.village.says("zoe", "@courroie besoin Un ?")
    await made(place, said)

    assert not await place.takes(edited(said))


async def test_a_message_that_made_nothing_is_not_read_anew(place: Post) -> None:
    said = await written(place, "@courroie besoin Un ?")

    live = edited(said, "@courroie besoin Deux ?", at=datetime.now(UTC))
    assert not await place.takes(live, events.PostDeleted(post=told(said).post))


async def test_a_message_that_no_longer_speaks_to_us_asks_no_more(place: Post) -> None:
    said = await place.village.says("zoe", "@courroie besoin Un ?")
    await made(place, said)

    asked = await place.takes(edited(said, "Un ?", at=datetime.now(UTC)))

    assert changes(asked) == [(MessageChange.ASKS_NO_MORE, "Un ?")]


@pytest.mark.parametrize("direct", [True, False])
async def test_what_changed_while_we_did_not_hear_is_caught_up(
    place: Post, *, direct: bool
) -> None:
    zoe = await place.village.person("zoe")
    where = await place.village.direct("zoe") if direct else await place.village.channel()
    one = await zoe.says(where, "@courroie besoin Un ?")
    two = await zoe.says(where, "@courroie besoin Deux ?")
    await made(place, one)
    await made(place, two)
    await zoe.call("PUT", f"/posts/{one['id']}/patch", {"message": "@courroie besoin Trois ?"})
    await zoe.call("DELETE", f"/posts/{two['id']}")

    await place.start()

    assert sorted(changes(place.listener.asked), key=str) == [
        (MessageChange.DELETED, ""),
        (MessageChange.EDITED, "besoin Trois ?"),
    ]


async def test_who_does_not_lead_follows_no_change(place: Post) -> None:
    said = await place.village.says("zoe", "@courroie besoin Un ?")
    await made(place, said)

    async with place.ear(leads=lambda: False) as ear:
        await ear.hear(STARTED)
        await ear.hear(events.PostDeleted(post=told(said).post))

    assert not place.listener.asked
