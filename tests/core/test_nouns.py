"""Each noun of the store, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, select

from bot.core import command_tokens as tokens
from bot.core import counters, occurrences, outbox
from bot.core import message_store as messages
from bot.core.database import Database
from bot.core.database_errors import DatabaseBrokeError
from bot.core.errors import UNKNOWN_QUESTION, ChangedMeanwhileError
from bot.core.message import Button, Delivery, Message, MessageKind
from bot.core.message_store import Cursor
from bot.core.message_tables import command_tokens
from bot.network.network import Subscription
from bot.question import store as questions
from bot.question.rules import Answer, Question
from bot.question.store import QuestionFilter
from bot.veille import store as articles
from bot.veille.article import Article
from bot.veille.feeds import collecting
from bot.veille.feeds import store as feeds
from bot.veille.feeds.rules import Collected
from bot.veille.store import Published
from tests.databases import Open, store
from tests.refusals import refused
from tests.room import LOIRE

NOW = datetime(2026, 11, 2, 8, tzinfo=UTC)
FEED = "https://a.example.org/f"


def asked(db: Connection, text: str = "Qui prête une salle ?", network: str = "loire") -> int:
    question = Question(network=network, number=0, text=text, author="louis", asked_at=NOW)
    return questions.add(db, question).number


async def test_numbers_have_no_gap_whoever_asks_at_once(opened: Open, database: Database) -> None:
    doors = (database, opened())
    numbers = await asyncio.gather(*(doors[n % 2].run(asked) for n in range(60)))

    assert sorted(numbers) == list(range(1, 61))


def test_a_number_that_a_failure_took_is_given_again(database: Database) -> None:
    def broken(db: Connection) -> None:
        asked(db)
        raise LookupError

    with pytest.raises(LookupError):
        store(database, broken)

    assert store(database, asked) == 1
    assert store(database, lambda db: asked(db, network="national")) == 1


def test_an_unknown_question_is_refused(database: Database) -> None:
    with refused(UNKNOWN_QUESTION):
        store(database, lambda db: questions.get(db, "loire", 1))


def test_the_second_to_move_a_question_is_told(database: Database) -> None:
    store(database, asked)
    seen = store(database, lambda db: questions.get(db, "loire", 1))
    answered = seen.resolve(Answer(text="La Manufacture", by="zoe", at=NOW))
    store(database, lambda db: questions.save(db, answered))

    with pytest.raises(ChangedMeanwhileError):
        store(database, lambda db: questions.save(db, seen.withdraw(NOW)))

    kept = store(database, lambda db: questions.get(db, "loire", 1))
    assert kept == replace(answered, version=1)
    assert store(database, lambda db: questions.count(db, "loire", QuestionFilter())) == 0


def test_each_person_is_counted_once(database: Database) -> None:
    store(database, asked)
    seen = store(database, lambda db: questions.get(db, "loire", 1))
    joined = [
        store(database, lambda db, who=who: questions.join(db, seen, who, NOW))  # type: ignore[misc]
        for who in ("zoe", "zoe", "amina")
    ]

    assert joined == [True, False, True]
    assert store(database, lambda db: questions.get(db, "loire", 1)).concerned == 3


def test_only_ended_questions_lose_their_people(database: Database) -> None:
    store(database, asked)
    store(database, lambda db: asked(db, "Une autre ?"))
    seen = store(database, lambda db: questions.get(db, "loire", 1))
    store(database, lambda db: questions.join(db, seen, "zoe", NOW))
    store(database, lambda db: questions.save(db, seen.withdraw(NOW)))

    later = NOW + timedelta(days=1)
    assert store(database, lambda db: questions.forget_authors(db, later)) == [("loire", 1)]
    assert store(database, lambda db: questions.forget_authors(db, later)) == []
    ended = store(database, lambda db: questions.get(db, "loire", 1))
    assert (ended.author, ended.concerned) == ("", 2)
    assert store(database, lambda db: questions.get(db, "loire", 2)).author == "louis"


def test_a_naive_datetime_is_refused(database: Database) -> None:
    naive = datetime(2026, 11, 2, 8)  # noqa: DTZ001  the point of the test

    with pytest.raises(DatabaseBrokeError, match="TypeError"):
        store(database, lambda db: messages.remember(db, "bac", "post", naive))


def test_a_moment_comes_back_in_utc_to_the_microsecond(database: Database) -> None:
    at = datetime(2026, 11, 2, 9, 0, 0, 123456, tzinfo=UTC)
    cursor = Cursor(channel="c", post="p", at=at)
    store(database, lambda db: messages.read_up_to(db, "bac", cursor))

    assert store(database, lambda db: messages.cursors_of(db, "bac")) == [cursor]


def prepared(key: str, **more: object) -> Message:
    message = Message(
        server="bac", key=key, text="Bonjour « à tous » 😀", made_at=NOW, network="loire"
    )
    return replace(message, **more)  # type: ignore[arg-type]


def put(database: Database, *written: Message) -> None:
    for each in written:
        store(database, lambda db, each=each: outbox.add(db, each))  # type: ignore[misc]


def waiting(database: Database, now: datetime = NOW) -> list[Message]:
    return list(store(database, lambda db: outbox.due(db, now)))


def test_a_message_comes_back_as_it_was_put(database: Database) -> None:
    button = Button(id="a", label="Moi aussi", route="besoin moi-aussi", argument="1", emoji="x")
    put(database, prepared("un", buttons=(button,), thread="racine", user="louis"))

    (kept,) = waiting(database)
    assert replace(kept, id=0) == prepared("un", buttons=(button,), thread="racine", user="louis")


def test_a_message_is_claimed_once(database: Database) -> None:
    put(database, prepared("un"))
    (seen,) = waiting(database)
    store(database, lambda db: outbox.claim(db, seen))

    with pytest.raises(ChangedMeanwhileError):
        store(database, lambda db: outbox.claim(db, seen))
    (doubtful,) = waiting(database)
    assert (doubtful.status, doubtful.attempts) == (Delivery.SENDING, 1)
    store(database, lambda db: outbox.claim(db, doubtful))
    with pytest.raises(ChangedMeanwhileError):
        store(database, lambda db: outbox.claim(db, doubtful))


def test_a_message_goes_through_its_states(database: Database) -> None:
    put(database, prepared("un"), prepared("deux"), prepared("trois"))
    first, second, third = waiting(database)
    for each in (first, second, third):
        store(database, lambda db, each=each: outbox.claim(db, each))  # type: ignore[misc]
    soon = NOW + timedelta(minutes=1)
    store(database, lambda db: outbox.sent(db, first, post="p1", at=NOW))
    store(database, lambda db: outbox.later(db, second, until=soon, error="403", doubt=False))
    store(database, lambda db: outbox.failed(db, third, error="400"))

    assert not waiting(database)
    assert [each.key for each in waiting(database, soon)] == ["deux"]
    counts = {s: store(database, lambda db, s=s: outbox.count(db, s)) for s in Delivery}  # type: ignore[misc]
    assert counts[Delivery.SENT] == counts[Delivery.FAILED] == counts[Delivery.PREPARED] == 1
    found = store(database, lambda db: outbox.by_post(db, "bac", "p1"))
    assert found is not None
    assert found.key == "un"


def test_one_place_does_not_hide_the_others(database: Database) -> None:
    put(database, *(prepared(f"n{n}") for n in range(outbox.AT_A_PLACE + 10)))
    put(database, prepared("ailleurs", network="national"), prepared("parti", server="ancien"))

    found = store(database, lambda db: outbox.due(db, NOW, servers=["bac"]))

    assert [each.key for each in found][-1] == "ailleurs"
    assert len(found) == outbox.AT_A_PLACE + 1


def test_an_older_edit_is_overtaken(database: Database) -> None:
    put(database, prepared("carte"))
    put(database, *(prepared(f"e{n}", kind=MessageKind.EDIT, edits="carte") for n in range(2)))
    _, old, new = waiting(database)

    assert store(database, lambda db: outbox.overtaken(db, old))
    assert not store(database, lambda db: outbox.overtaken(db, new))


def test_a_post_is_acted_upon_once(database: Database) -> None:
    assert store(database, lambda db: messages.remember(db, "bac", "p", NOW))
    assert not store(database, lambda db: messages.remember(db, "bac", "p", NOW))
    assert store(database, lambda db: messages.remember(db, "autre", "p", NOW))


async def test_a_due_moment_is_done_once_under_two_processes(
    opened: Open, database: Database
) -> None:
    doors = (database, opened())

    def record(db: Connection) -> bool:
        return occurrences.record(db, "loire", "digest", due=NOW, now=NOW)

    done = await asyncio.gather(*(doors[n % 2].run(record) for n in range(10)))

    assert sorted(done) == [False] * 9 + [True]


def test_a_network_is_owed_nothing_from_before_its_start(database: Database) -> None:
    with pytest.raises(LookupError):
        store(database, lambda db: occurrences.since_and_last(db, "digest", ["loire"])["loire"][0])
    store(database, lambda db: occurrences.start(db, "loire", NOW))
    store(database, lambda db: occurrences.start(db, "loire", NOW + timedelta(days=1)))

    assert (
        store(database, lambda db: occurrences.since_and_last(db, "digest", ["loire"])["loire"][0])
        == NOW
    )
    assert store(database, lambda db: occurrences.started(db, ["loire", "x"])) == NOW
    assert store(database, lambda db: occurrences.started(db, ["x"])) is None


def test_only_the_hash_of_a_token_is_kept(database: Database) -> None:
    for token in ("ancien-jeton", "jeton-secret"):
        store(
            database,
            lambda db, token=token: tokens.keep(  # type: ignore[misc]
                db, server="bac", team="t", trigger="besoin", token=token
            ),
        )

    kept = store(database, lambda db: db.execute(select(command_tokens)).all())
    assert "jeton" not in str(kept)
    assert store(database, tokens.hashes) == [("bac", tokens.digest("jeton-secret"))]


def follow(database: Database, network: str, *urls: str) -> None:
    given = tuple(Subscription(url=each, name="", theme="") for each in urls)
    configured = replace(LOIRE, slug=network, feeds=given)
    store(database, lambda db: collecting.configure(db, [configured], NOW))


def brings(database: Database, *titles: str, days_old: int = 0) -> int:
    at = NOW - timedelta(days=days_old)
    found = tuple(
        Article(guid=each, link=f"https://a.example.org/{each}", title=each, published=at)
        for each in titles
    )
    (feed,) = store(database, lambda db: feeds.due(db, NOW + timedelta(days=99)))
    return store(database, lambda db: collecting.keep(db, feed, Collected(articles=found), NOW, {}))


def unread(database: Database, network: str = "loire") -> set[str]:
    return {each.title for each in store(database, lambda db: articles.unread(db, network))}


def test_a_feed_that_is_no_longer_followed_is_no_longer_read(database: Database) -> None:
    follow(database, "loire", FEED)
    follow(database, "loire")
    assert not store(database, lambda db: feeds.due(db, NOW))

    follow(database, "loire", FEED)
    assert len(store(database, lambda db: feeds.due(db, NOW))) == 1


def test_a_first_collection_announces_a_few_news_only(database: Database) -> None:
    follow(database, "loire", FEED)
    old = [f"t{n}" for n in range(30)]
    assert brings(database, *old) == 30
    assert len(unread(database)) == 5

    assert brings(database, *old, "nouveau") == 1
    assert len(unread(database)) == 6


def test_a_network_that_follows_later_is_not_flooded(database: Database) -> None:
    follow(database, "loire", FEED)
    brings(database, *(f"t{n}" for n in range(30)))
    follow(database, "national", FEED)

    assert len(unread(database, "national")) == 5


def test_an_article_is_read_once_by_each_network(database: Database) -> None:
    for network in ("loire", "national"):
        follow(database, network, FEED)
    brings(database, "nouveau")
    read = [
        Published(article=each, due=NOW, theme="Actualité", place=place, brief=False)
        for place, each in enumerate(store(database, lambda db: articles.unread(db, "loire")))
    ]
    for _ in range(2):
        store(database, lambda db: articles.publish(db, "loire", read))

    assert unread(database) == set()
    assert unread(database, "national") == {"nouveau"}
    assert brings(database, "nouveau") == 0


def test_a_counter_is_where_its_network_left_it(database: Database) -> None:
    def moved(db: Connection) -> None:
        counters.next_value(db, "loire", "calendar")
        counters.next_value(db, "loire", "calendar")
        counters.next_value(db, "national", "calendar")
        counters.next_value(db, "loire", "question")

    store(database, moved)

    found = store(database, lambda db: counters.reached(db, "calendar"))
    assert found == {"loire": 2, "national": 1}


def test_a_post_has_the_buttons_of_the_last_edit_that_was_said(database: Database) -> None:
    first, second = (
        Button(id=name, label=name, route="veille carte", argument=name) for name in ("un", "deux")
    )
    put(database, replace(prepared("carte"), buttons=(first,)))
    put(
        database, replace(prepared("edit"), kind=MessageKind.EDIT, edits="carte", buttons=(second,))
    )
    card, edit = waiting(database)
    store(database, lambda db: outbox.claim(db, card))
    store(database, lambda db: outbox.sent(db, card, post="p1", at=NOW))

    def worn() -> tuple[Button, ...]:
        found = store(database, lambda db: outbox.by_post(db, "bac", "p1"))
        assert found is not None
        return found.buttons

    assert worn() == (first,)
    store(database, lambda db: outbox.claim(db, edit))
    store(database, lambda db: outbox.sent(db, edit, post="p1", at=NOW))
    assert worn() == (second,)
