"""What is heard around a change of the one that leads, or of a post that nobody has noted yet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest

from bot.core import message_store as messages
from bot.core import outbox
from bot.core.message import Delivery, Message
from bot.mattermost.listener import Listener
from bot.mattermost.wire import events
from bot.mattermost.wire.objects import KEY
from bot.talk.command import Command, Via
from bot.talk.understanding import IN_A_THREAD
from tests.mattermost.test_listener import HAND, STARTED, Post, place, told, written
from tests.sandbox.people import Json
from tests.waiting import until
from tests.whole.conftest import village

__all__ = ["place", "village"]

CARD_KEY = "question:loire:7"


async def being_said(place: Post, *, user: str | None = None, who: str = "courroie") -> Json:
    """Have a card be there whose delivery died before it noted the post."""
    person = await place.village.person(who)
    channel = await place.village.direct("zoe") if user else await place.village.channel()
    post = await person.says(channel, "Question n° 7", props={KEY: CARD_KEY})
    card = Message(
        server="bac",
        key=CARD_KEY,
        text="x",
        made_at=datetime.now(UTC),
        network="loire",
        user=user,
        buttons=(HAND,),
    )
    place.store(lambda db: outbox.add(db, card))
    (kept,) = place.store(lambda db: outbox.due(db, datetime.now(UTC)))
    place.store(lambda db: outbox.claim(db, kept))
    return post


@pytest.mark.parametrize("user", [None, "zoe"])
async def test_a_reaction_on_a_post_that_nobody_noted_is_caught_up(
    place: Post, user: str | None
) -> None:
    await place.start()
    zoe = await place.village.person("zoe")
    post = await being_said(place, user=zoe.id if user else None)
    await place.village.react("zoe", post["id"], "raising_hand")
    for _ in range(2):
        await place.start()

    assert [(each.route, each.caller.name) for each in place.listener.asked] == [
        ("besoin moi-aussi", "zoe")
    ]
    noted = place.store(lambda db: outbox.by_post(db, "bac", post["id"]))
    assert noted is not None
    assert noted.status is Delivery.SENDING


async def test_a_reaction_heard_before_its_post_is_noted_is_taken(place: Post) -> None:
    post = await being_said(place)

    assert [each.route for each in await place.reacts("zoe", post["id"], "raising_hand")] == [
        "besoin moi-aussi"
    ]


async def test_a_reply_under_a_post_that_nobody_noted_is_one_to_it(place: Post) -> None:
    await place.start()
    post = await being_said(place)
    await place.village.reply("louis", post, "La Manufacture prête des tablettes.")
    await place.start()

    assert [(each.route, each.via) for each in place.listener.asked] == [(IN_A_THREAD, Via.THREAD)]


async def test_a_post_of_someone_else_that_bears_our_key_is_not_ours(place: Post) -> None:
    post = await being_said(place, who="louis")

    assert not await place.reacts("zoe", post["id"], "raising_hand")
    assert place.store(lambda db: outbox.by_post(db, "bac", post["id"])) is None


async def test_a_session_that_starts_is_caught_up_once_what_was_missed_is_read(
    place: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place.start()
    seen: list[bool] = []
    async with place.ear() as ear:
        assert not ear.caught_up
        await ear.hear(STARTED)
        assert ear.caught_up
        await place.village.says("zoe", "@courroie besoin Un ?")
        monkeypatch.setattr(ear, "moved", lambda _network: seen.append(ear.caught_up))
        await ear.hear(STARTED)
        assert ear.caught_up

    assert seen == [False]


@asynccontextmanager
async def leading(ear: Listener) -> AsyncIterator[None]:
    """Have a listener lead, once it has taken up what it had not heard."""
    task = asyncio.create_task(ear.lead())
    await until(lambda: not ear._behind)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


async def test_what_is_heard_before_the_lead_is_taken_up_hides_nothing(place: Post) -> None:
    await place.start()
    leads = False
    async with place.ear(lambda: leads) as ear:
        await ear.hear(STARTED)
        first = await place.village.says("zoe", "@courroie besoin Un ?")
        await ear.hear(told(first))
        leads = True
        second = await place.village.says("zoe", "@courroie besoin Deux ?")
        await ear.hear(told(second))
        assert not place.listener.texts
        assert not ear.caught_up
        async with leading(ear):
            assert ear.caught_up
            await ear.hear(told(await written(place, "@courroie besoin Trois ?")))

    assert place.listener.texts == ["besoin Un ?", "besoin Deux ?", "besoin Trois ?"]


async def test_the_lead_taken_again_starts_from_where_the_others_are(
    place: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place.start()
    leads = True
    async with place.ear(lambda: leads) as ear:
        await ear.hear(STARTED)
        async with leading(ear):
            await ear.hear(told(await place.village.says("zoe", "Bonjour")))
            monkeypatch.setattr(ear.cursors, "_held", True)  # its last writing does not pass
        monkeypatch.setattr(ear.cursors, "_held", False)
        leads = False
        await place.village.says("louis", "@courroie aide")
        await place.start()
        asked: list[Command] = []
        monkeypatch.setattr(place.listener, "answer", asked.append)
        leads = True
        async with leading(ear):
            pass

    assert place.listener.texts == ["aide"]
    assert not asked


async def test_a_catch_up_that_is_cut_short_is_begun_again(
    place: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    await place.start()
    card = await place.said_there(HAND)
    await place.start()
    await place.village.react("zoe", card["id"], "raising_hand")
    await place.village.says("louis", "Bonjour")
    before = place.store(lambda db: messages.cursors_of(db, "bac"))
    asked = asyncio.Event()

    async def endless(_event: events.Reacted) -> None:
        asked.set()
        await asyncio.Event().wait()

    async with place.ear() as ear:
        monkeypatch.setattr(ear._around, "reaction", endless)
        starting = asyncio.create_task(ear.hear(STARTED))
        await asked.wait()
        starting.cancel()
        await asyncio.wait({starting})
        await ear.cursors.write()
    assert place.store(lambda db: messages.cursors_of(db, "bac")) == before
    await place.start()

    assert [each.route for each in place.listener.asked] == ["besoin moi-aussi"]
