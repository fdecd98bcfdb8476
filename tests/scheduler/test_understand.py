"""The job that makes out what questions and articles mean; what it changes for people.

Each test has the model's own process, which it starts.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TypeVar

import pytest

from bot.core.child import Child
from bot.core.traffic import Traffic
from bot.dispatch import Dispatch
from bot.meaning import encoder as encoders
from bot.meaning.encoder import Encoder
from bot.question import store as questions
from bot.talk.command import Command, Via
from bot.veille import meaning_store as meanings
from bot.veille.article import Article
from bot.veille.feeds.rules import Collected
from scheduler.index import Indexer
from scheduler.understand import Understanding
from tests.commands.articles import outcome
from tests.room import Room, caller
from tests.waiting import PATIENCE

T = TypeVar("T")

ASKED = "Le navigateur affiche une fenêtre d'alerte qui dit d'appeler Microsoft"
ANSWER = "Fermez la page et redémarrez, sans rappeler le numéro"
MEANT = "Une page bloquée réclame de téléphoner à Microsoft, qui sait quoi faire ?"


def with_a_model(work: Callable[[Encoder], Awaitable[T]]) -> T:
    async def working() -> T:
        async with Encoder() as encoder:
            return await work(encoder)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoders, "WITHIN", 60.0)
        return asyncio.run(working())


def understanding(room: Room, encoder: Encoder) -> Understanding:
    return Understanding(room.database, room.bot, Traffic(), encoder)


@pytest.fixture
def answered(room: Room) -> Room:
    room.says("louis", f"/besoin {ASKED}")
    room.says("amina", f"/besoin répondre 1 {ANSWER}")
    for number in range(8):
        room.says("zoé", f"/besoin Où trouver le formulaire numéro {number} pour les salles ?")
    room.said()
    return room


def test_all_that_is_kept_is_understood_once(answered: Room) -> None:
    async def twice(encoder: Encoder) -> tuple[int, int]:
        job = understanding(answered, encoder)
        return await job.understand_new(), await job.understand_new()

    assert with_a_model(twice) == (9, 0)


def test_an_answer_alike_in_meaning_is_offered(answered: Room) -> None:
    answered.busy = True

    async def asks(encoder: Encoder) -> None:
        await understanding(answered, encoder).understand_new()
        bot = replace(answered.bot, meaning_of=encoder.vector)
        asked = Command(
            text=f"besoin {MEANT}",
            caller=caller("louis"),
            via=Via.SLASH,
            channel="c",
            network="loire",
        )
        await Dispatch(answered.database, bot).answer(asked)
        indexer = Indexer(answered.database, bot, Traffic(), lambda: None, encoder.ready())
        await indexer.read_new()

    with_a_model(asks)

    assert any("redémarrez" in text and "Cela répond" in text for text in offers(answered))


def searches(answered: Room, words: str) -> str:
    """Return what a search shows once all is understood."""

    async def seeks(encoder: Encoder) -> str:
        await understanding(answered, encoder).understand_new()
        bot = replace(answered.bot, meaning_of=encoder.vector)
        dispatch = Dispatch(answered.database, bot, understand=encoder.ready())
        sought = Command(
            text=f"besoin chercher {words}",
            caller=caller("zoé"),
            via=Via.SLASH,
            channel="c",
            network="loire",
        )
        return (await dispatch.answer(sought)).text

    return with_a_model(seeks)


def test_a_search_finds_by_meaning(answered: Room) -> None:
    told = searches(answered, "message réclamant de téléphoner au support Windows")

    assert told.index("Microsoft") < (told + "formulaire").index("formulaire")


def test_a_search_says_that_nothing_is_close(answered: Room) -> None:
    assert "Rien d'assez proche" in searches(answered, "tablette")


def test_a_question_and_its_answer_are_understood_as_one_text(answered: Room) -> None:
    async def whole(encoder: Encoder) -> bytes:
        await understanding(answered, encoder).understand_new()
        return (await encoder.encode([f"{ASKED} {ANSWER}"]))[0]

    meant = with_a_model(whole)

    first = answered.store(lambda db: questions.get(db, "loire", 1))
    assert answered.store(lambda db: questions.meaning_of(db, "loire", first.id)) == meant


def test_a_question_that_changes_meanwhile_is_understood_as_it_became(
    answered: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def changes(encoder: Encoder) -> bytes:
        encode = encoder.encode

        async def slow(texts: Sequence[str]) -> Sequence[bytes]:
            made = await encode(texts)
            await asyncio.to_thread(answered.does, "zoé", "besoin modifier 2 Autre chose ?")
            return made

        monkeypatch.setattr(encoder, "encode", slow)
        await understanding(answered, encoder).understand_new()
        return (await encode(["Autre chose ?"]))[0]

    became = with_a_model(changes)

    second = answered.store(lambda db: questions.get(db, "loire", 2))
    assert answered.store(lambda db: questions.meaning_of(db, "loire", second.id)) == became


async def test_a_model_that_does_not_answer_stops_nothing(answered: Room) -> None:
    async with Encoder(Child("bot.meaning.nothing", time_limit=PATIENCE)) as encoder:
        assert await understanding(answered, encoder).understand_new() == 0


async def test_without_the_extra_there_is_nothing_to_do(answered: Room) -> None:
    assert await understanding(answered, Encoder(installed=False)).understand_new() == 0


def test_articles_are_understood_and_anew_when_they_change(room: Room) -> None:
    def reads(title: str) -> None:
        article = Article(guid="urn:1", link="https://flux.example.org/1", title=title)
        outcome(room, Collected(articles=(replace(article, published=room.clock.now),)))

    async def twice(encoder: Encoder) -> list[int]:
        job = understanding(room, encoder)
        reads("Un guide")
        counts = [await job.understand_new(), await job.understand_new()]
        reads("Un guide, nouvelle version")
        counts += [await job.understand_new()]
        known = room.store(lambda db: meanings.of_articles(db, [1]))
        assert [known[1]] == list(await encoder.encode(["Un guide, nouvelle version"]))
        return counts

    assert with_a_model(twice) == [1, 0, 1]


def offers(room: Room) -> list[str]:
    labels = {
        message.text: " ".join(each.label for each in message.buttons) for message in room.outbox()
    }
    return [f"{text} {shown}" for text, shown in labels.items()]
