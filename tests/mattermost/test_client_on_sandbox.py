"""The client and the socket, in conversation with the sandbox rather than with planned answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import aiohttp
import pytest
import structlog
from pydantic import SecretStr

from bot.mattermost.client import Mattermost
from bot.mattermost.errors import (
    ForbiddenError,
    MattermostError,
    TokenRefusedError,
    TransientError,
    UnreachableError,
)
from bot.mattermost.socket import Heard, Patience, Socket
from bot.mattermost.transport import Retries
from bot.mattermost.wire import cards, events, objects
from sandbox.server.sandbox import Sandbox
from tests.waiting import PATIENCE, time_passes, until

BRISK = Retries(first=0.01)
CALM = Patience(silence=PATIENCE, answer=PATIENCE, first=0.01, longest=0.05)
TOO_LONG = "x" * 16_384
E = TypeVar("E")


class Ear:
    """Hears what the socket gives."""

    def __init__(self) -> None:
        self._heard: asyncio.Queue[Heard] = asyncio.Queue()

    async def hear(self, event: Heard) -> None:
        await self._heard.put(event)

    async def next(self, kind: type[E]) -> E:
        """Wait for the next event of a kind, and forget the others."""
        async with asyncio.timeout(PATIENCE):
            while not isinstance(event := await self._heard.get(), kind):
                pass
            return event


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    async with Sandbox(data_dir=tmp_path, port=0) as running:
        yield running


@pytest.fixture
async def bot(sandbox: Sandbox) -> AsyncIterator[Mattermost]:
    bot = Mattermost(sandbox.url, SecretStr(sandbox.bot_token), retries=BRISK)
    yield bot
    await bot.close()


@pytest.fixture
async def amina(sandbox: Sandbox) -> AsyncIterator[Mattermost]:
    login = {"login_id": "amina", "password": "courroie"}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{sandbox.url}/api/v4/users/login", json=login) as answer,
    ):
        token = answer.headers["Token"]
    amina = Mattermost(sandbox.url, SecretStr(token), retries=BRISK)
    yield amina
    await amina.close()


@pytest.fixture
async def loire(bot: Mattermost) -> objects.Channel:
    team = await bot.team_by_name("france")
    return await bot.channel_by_name(team.id, "loire")


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
async def socket(sandbox: Sandbox, bot: Mattermost, ear: Ear) -> AsyncIterator[Socket]:
    listening = Socket(
        url=sandbox.url,
        token=SecretStr(sandbox.bot_token),
        check_token=bot.me,
        now=lambda: datetime.now(UTC),
        patience=CALM,
    )
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(listening.run(ear.hear))
        yield listening
        task.cancel()


async def test_who_is_there(bot: Mattermost, loire: objects.Channel) -> None:
    me = await bot.me()
    people = await bot.users_by_names(["amina", "louis", "personne"])

    assert (me.is_bot, loire.type) == (True, objects.ChannelType.PRIVATE)
    assert {person.username for person in people} == {"amina", "louis"}
    assert {person.id for person in people} < set(await bot.channel_members(loire.id))
    (marc,) = await bot.users_by_names(["marc"])
    assert not await bot.channel_member(loire.id, marc.id)
    assert (await bot.users_by_ids([marc.id]))[0] == await bot.user(marc.id)


async def test_the_life_of_a_post(bot: Mattermost, loire: objects.Channel) -> None:
    before = datetime.now(UTC)
    click = cards.Integration(url="http://127.0.0.1:1/action")
    button = cards.WireButton(id="ok", label="D'accord", integration=click)
    card = cards.Attachment(fallback="Une question", text="Une question", actions=(button,))
    file_id = await bot.upload_file(loire.id, "réunion.ics", b"BEGIN:VCALENDAR")

    root = await bot.create_post(
        loire.id,
        "Bonjour",
        props=cards.PostProps(key="k1", attachments=(card,)),
        file_ids=[file_id],
    )
    reply = await bot.create_post(loire.id, "Suite", root_id=root.id)
    await bot.add_reaction(root.id, "tada")
    await bot.pin_post(root.id)
    edited = await bot.update_post(root.id, "Bonsoir")

    assert [post.id for post in await bot.thread(root.id)] == [root.id, reply.id]
    assert (edited.message, edited.key, edited.pinned) == ("Bonsoir", "k1", True)
    assert await bot.find_posts(loire.id, "k1", before) == [await bot.post(root.id)]
    assert (await bot.update_post(root.id, "Fini", cards.PostProps())).key is None
    await bot.delete_post(reply.id)
    assert [post.id for post in await bot.thread(root.id)] == [root.id]


async def test_a_catch_up_goes_to_the_end(bot: Mattermost, loire: objects.Channel) -> None:
    first = await bot.create_post(loire.id, "départ")
    for n in range(205):
        await bot.create_post(loire.id, f"n° {n}")

    missed = await bot.posts_after(loire.id, first.id)

    assert [post.message for post in missed] == [f"n° {n}" for n in range(205)]
    assert (await bot.latest_posts(loire.id, 2))[-1] == missed[-1]


async def test_a_channel_is_read_back_page_by_page(bot: Mattermost, loire: objects.Channel) -> None:
    for n in range(205):
        await bot.create_post(loire.id, f"n° {n}")

    last = await bot.posts_before(loire.id, "")
    await bot.create_post(loire.id, "pendant la lecture")
    await bot.delete_post(last[0].id)
    before = await bot.posts_before(loire.id, last[0].id)

    read = [post.message for post in (*before, *last) if post.message.startswith("n°")]
    assert read == [f"n° {n}" for n in range(205)]


async def test_a_post_too_long_is_refused_by_id(bot: Mattermost, loire: objects.Channel) -> None:
    with pytest.raises(MattermostError) as refused:
        await bot.create_post(loire.id, TOO_LONG)

    assert refused.value.error_id == "model.post.is_valid.msg.app_error"
    assert not refused.value.in_doubt


async def test_another_ones_post_is_not_the_bots_to_change(
    bot: Mattermost, amina: Mattermost, loire: objects.Channel
) -> None:
    post = await amina.create_post(loire.id, "À moi")

    with pytest.raises(ForbiddenError):
        await bot.update_post(post.id, "À nous")


async def test_a_post_whose_answer_was_lost_is_in_doubt_and_found(
    sandbox: Sandbox, bot: Mattermost, loire: objects.Channel
) -> None:
    before = datetime.now(UTC)
    sandbox.faults.drop_answer("/posts$", method="POST")

    with pytest.raises(UnreachableError) as failed:
        await bot.create_post(loire.id, "Une fois", props=cards.PostProps(key="k1"))

    assert failed.value.in_doubt
    found = await bot.find_posts(loire.id, "k1", before)
    assert [each.message for each in found] == ["Une fois"]


async def test_reads_outlive_troubles_and_posts_do_not(
    sandbox: Sandbox, bot: Mattermost, loire: objects.Channel
) -> None:
    sandbox.faults.rate_limit("/users/me", retry_after=0)
    sandbox.faults.error("/users/me", status=503)
    assert (await bot.me()).username == "courroie"

    sandbox.faults.rate_limit("/posts$", retry_after=0, method="POST")
    assert (await bot.create_post(loire.id, "Bonjour")).message == "Bonjour"

    sandbox.faults.error("/posts$", status=503, method="POST")
    with pytest.raises(TransientError) as refused:
        await bot.create_post(loire.id, "Bonsoir")
    assert (refused.value.status, refused.value.in_doubt) == (503, True)


async def test_a_direct_channel_and_slash_commands(bot: Mattermost) -> None:
    team = await bot.team_by_name("france")
    (amina,) = await bot.users_by_names(["amina"])
    wanted = objects.SlashCommand(
        team_id=team.id, trigger="essai", url="http://127.0.0.1:1/command"
    )

    direct = await bot.direct_channel(amina.id)
    made = await bot.create_command(wanted)

    assert direct.type is objects.ChannelType.DIRECT
    assert made.token
    assert made in await bot.commands(team.id)
    assert (await bot.update_command(made)).token == made.token


async def test_the_socket_hears_people(
    socket: Socket, ear: Ear, amina: Mattermost, loire: objects.Channel
) -> None:
    await ear.next(events.Hello)
    post = await amina.create_post(loire.id, "Bonjour @courroie")
    await amina.add_reaction(post.id, "tada")

    heard = await ear.next(events.Posted)
    reaction = await ear.next(events.ReactionAdded)

    assert (heard.post.id, heard.post.message) == (post.id, "Bonjour @courroie")
    assert (reaction.post_id, reaction.emoji) == (post.id, "tada")
    assert socket.connected


@pytest.mark.parametrize("frozen", [True, False])
async def test_what_is_said_during_a_cut_is_heard_after_it(  # noqa: PLR0913 - fixtures
    sandbox: Sandbox,
    socket: Socket,
    ear: Ear,
    amina: Mattermost,
    loire: objects.Channel,
    *,
    monkeypatch: pytest.MonkeyPatch,
    frozen: bool,
) -> None:
    await ear.next(events.Hello)

    with structlog.testing.capture_logs() as logs:
        if frozen:
            sandbox.faults.freeze_sockets()
        else:
            sandbox.faults.close_sockets()
        post = await amina.create_post(loire.id, "pendant")
        if frozen:
            await time_passes(CALM.silence, monkeypatch)
            await time_passes(CALM.answer, monkeypatch)
        await until(lambda: [each["event"] for each in logs] == ["socket_lost"])
    sandbox.faults.clear()

    assert (await ear.next(events.Posted)).post.id == post.id
    assert socket.last_event_at is not None


async def test_a_wrong_token_ends_the_socket(sandbox: Sandbox, ear: Ear) -> None:
    sandbox.faults.socket_auth_seconds = 0.05
    token = SecretStr("x" * 26)
    stranger = Mattermost(sandbox.url, token, retries=BRISK)
    listening = Socket(
        url=sandbox.url,
        token=token,
        check_token=stranger.me,
        now=lambda: datetime.now(UTC),
        patience=CALM,
    )

    with pytest.raises(TokenRefusedError):
        await listening.run(ear.hear)

    await stranger.close()
