"""A restore that two servers tell of at once begins one generation; a cut start hides none."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from pydantic import JsonValue, SecretStr

from bot.core import generation_store as generations
from bot.core import outbox
from bot.core.database import Database
from bot.core.generation import GenerationMark
from bot.core.message import Message
from bot.mattermost.client import Mattermost
from bot.mattermost.restores import Restores
from bot.mattermost.signing import Signer
from bot.mattermost.wire.objects import KEY, MARK
from tests.mattermost.ids import AMINA, BOT, LOIRE, id_of
from tests.mattermost.rest_server import RestServer, says
from tests.mattermost.test_roster import everyone

NOW = datetime(2026, 11, 26, 9, tzinfo=UTC)
FORMER = GenerationMark(generation="0a1b2c3d", made_at=NOW)


def shows_what_was_lost(server: RestServer, mark: GenerationMark = FORMER) -> None:
    """Have the channel show a question of another base, or of a future of ours that is lost."""
    post: dict[str, JsonValue] = {
        "id": id_of("lost"),
        "channel_id": LOIRE,
        "user_id": BOT,
        "create_at": mark.milliseconds,
        "props": {KEY: "question:loire:7", MARK: str(mark)},
    }
    server.plan(
        f"GET /channels/{LOIRE}/posts",
        says({"order": [post["id"]], "posts": {str(post["id"]): post}}),
    )


async def test_two_servers_that_tell_of_one_restore_at_once(
    database: Database, server: RestServer
) -> None:
    everyone(server, AMINA)
    shows_what_was_lost(server)
    signer = Signer(SecretStr("secret"))
    told: list[bool] = []
    restores = Restores(
        database, signer, lambda: NOW, ["s0", "s1"], noticed=lambda: told.append(True)
    )
    clients = [Mattermost(server.url, SecretStr("jeton")) for _each in range(2)]
    await restores.begin()
    first = signer.generations.current
    assert not restores.looked("s0")
    try:
        await asyncio.gather(*(restores.look(f"s{n}", each) for n, each in enumerate(clients)))
    finally:
        for each in clients:
            await each.close()

    assert set(signer.generations.ended) == {first, FORMER.generation}
    assert told == [True]
    assert restores.looked("s0")
    kept = await database.run(lambda db: generations.begin(db, NOW))
    assert kept.current == signer.generations.current


async def test_what_a_start_wrote_that_was_cut_before_its_look_hides_no_restore(
    database: Database, server: RestServer
) -> None:
    everyone(server, AMINA)
    signer, now = Signer(SecretStr("secret")), [NOW]

    async def starts(*, looks: bool) -> None:
        restores = Restores(database, signer, lambda: now[0], ["chat"])
        await restores.begin()
        if looks:
            client = Mattermost(server.url, SecretStr("jeton"))
            await restores.look("chat", client)
            await client.close()

    async def writes(key: str) -> None:
        made = Message(server="chat", key=key, text="x", made_at=now[0], network="loire")
        await database.run(lambda db: outbox.add(db, made))

    await starts(looks=True)
    await writes("question:loire:1")  # what the backup holds last
    first = signer.generations
    now[0] += timedelta(hours=1)
    shows_what_was_lost(server, first.mark(now[0]))
    now[0] += timedelta(hours=1)
    await starts(looks=False)
    await writes("rhythm:loire")  # a round, before the server answers
    now[0] += timedelta(minutes=1)
    await starts(looks=True)

    assert signer.generations.ended == {first.current: NOW}
    now[0] += timedelta(hours=1)
    await starts(looks=True)
    assert signer.generations.newest == now[0] - timedelta(hours=1, minutes=1)
