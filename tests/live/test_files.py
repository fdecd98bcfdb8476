"""Files on a real server: uploaded before their post, read by who reads it, never posted twice."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.core import outbox
from bot.core.database import Database
from bot.core.message import ClaimedMessage, Delivery, File, FileKind, Message, NotSaidError
from bot.core.migrate import migrate
from bot.mattermost.client import Mattermost
from bot.mattermost.roster import Roster
from bot.mattermost.sender import MattermostSender
from bot.mattermost.signing import Signer
from bot.talk.drawing import draw
from bot.talk.render import make_render
from bot.talk.shapes import WIDTH
from bot.year.drawing import lay_out_report
from scheduler.deliver import Deliverer
from tests.live.bot import House
from tests.live.server import in_direct, posts_in
from tests.mattermost.coordinating import at_sight
from tests.mattermost.png import size_of
from tests.mattermost.test_sender import unheard
from tests.room import LOIRE
from tests.year_cases import YEAR

LIST = File(name="questions posées.csv", content="\ufeffn°;question\r\n1;Où ?")


@pytest_asyncio.fixture(loop_scope="session")
async def voice(house: House) -> AsyncIterator[MattermostSender]:
    client = Mattermost(house.url, SecretStr(house.bot.token))
    signer = Signer(SecretStr("s" * 32))
    roster = Roster("vrai", client, tuple, at_sight)
    yield MattermostSender(client, roster, signer, callback=None, clock=lambda: datetime.now(UTC))
    await client.close()


async def test_a_picture_is_delivered_with_its_post(
    house: House, voice: MattermostSender, tmp_path: Path
) -> None:
    chart = draw("bilan été", lay_out_report(YEAR, LOIRE), make_render())
    database = Database(f"sqlite:///{tmp_path / 'courroie.db'}")
    migrate(database)
    await database.run(lambda db: outbox.add(db, _message(house, "bilan", chart)))

    await Deliverer(database, "vrai", voice, lambda: datetime.now(UTC)).deliver_due()

    post = await house.said("bilan", "Voici le bilan")
    (file,) = post["metadata"]["files"]
    assert (file["name"], file["mime_type"]) == ("bilan été.png", "image/png")
    assert (file["width"], file["has_preview_image"]) == (WIDTH, True)
    picture = await house.content(house.louis, file)
    assert size_of(picture) == (file["width"], file["height"])
    said = await database.run(lambda db: outbox.by_key(db, "bilan"))
    assert said is not None
    assert (said.status, said.post, said.file) == (Delivery.SENT, post["id"], None)
    database.close()


async def test_a_text_reaches_one_person_byte_for_byte(
    house: House, voice: MattermostSender
) -> None:
    told = Message(
        server="vrai",
        key="liste",
        text="Vos questions",
        made_at=datetime.now(UTC),
        user=house.zoe.id,
        file=LIST,
    )
    post = await voice.say(ClaimedMessage(told), unheard)

    letters = await posts_in(house.zoe, await in_direct(house.zoe, house.bot))
    (file,) = next(each for each in letters if each["id"] == post)["metadata"]["files"]
    assert file["name"] == LIST.name
    assert await house.content(house.zoe, file) == LIST.content.encode()


async def test_a_doubt_finds_the_post_and_its_file(house: House, voice: MattermostSender) -> None:
    said = _message(house, "doute", LIST)
    first = await voice.say(ClaimedMessage(said), unheard)

    assert await voice.say(ClaimedMessage(said, doubt=True), unheard) == first
    assert len((await house.said("doute"))["file_ids"]) == 1


async def test_a_picture_that_cannot_be_drawn_does_not_lose_its_words(
    house: House, voice: MattermostSender
) -> None:
    broken = File(name="bilan.png", kind=FileKind.DRAWING, content="<svg")

    await voice.say(ClaimedMessage(_message(house, "casse", broken)), unheard)

    assert "files" not in (await house.said("casse", "Voici le bilan"))["metadata"]


async def test_where_the_bot_is_not_neither_file_nor_words_go(voice: MattermostSender) -> None:
    elsewhere = Message(
        server="vrai",
        key="ailleurs",
        text="Voici",
        made_at=datetime.now(UTC),
        channel="z" * 26,
        file=LIST,
    )

    with pytest.raises(NotSaidError, match="403") as told:
        await voice.say(ClaimedMessage(elsewhere), unheard)
    assert "POST /posts" in str(told.value)


def _message(house: House, key: str, file: File) -> Message:
    return Message(
        server="vrai",
        key=key,
        text="Voici le bilan",
        made_at=datetime.now(UTC),
        channel=house.here,
        file=file,
    )
