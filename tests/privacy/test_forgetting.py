"""Forgetting someone, on SQLite and on PostgreSQL: no row holds them, others' are as they were."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

from sqlalchemy import Connection, select, update

from bot.core import outbox
from bot.core.columns import metadata
from bot.core.database import Database
from bot.core.message import Button, Delivery, Message, MessageKind
from bot.core.message_tables import outbox as messages
from bot.meeting import store as meetings
from bot.meeting.agenda import Agenda, AgendaItem, ItemKind
from bot.meeting.rules import Meeting
from bot.people import acquaintances
from bot.people import store as preferences
from bot.people.wish import Wish
from bot.privacy import forgetting, knowing
from bot.privacy.forgetting import Person
from bot.question import store as questions
from bot.question.rules import Question, Visibility
from bot.talk.markdown import person as mark

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
ZOE = Person(server="test", id="zoe0", elsewhere=frozenset({"lointain"}))


def lived(db: Connection) -> None:
    """Have Zoé, and her namesake of another server, leave traces."""
    for network, visibility in (
        ("loire", Visibility.PUBLIC),
        ("loire", Visibility.PRIVATE),
        ("lointain", Visibility.PUBLIC),
    ):
        asked = Question(
            network=network,
            number=0,
            text=f"Une question {visibility.value}",
            author="zoe0",
            asked_at=NOW,
            visibility=visibility,
        )
        number = questions.add(db, asked).number
        kept = questions.get(db, network, number)
        questions.join(db, kept, "louis0", NOW)
    agenda = Agenda().add(3, AgendaItem(kind=ItemKind.IDEA, text="Un quiz", owner="@zoe0"))
    meetings.add(
        db, Meeting(network="loire", number=0, at=NOW, minutes=90, agenda=agenda, host="zoe0")
    )
    preferences.choose(db, "loire", "zoe0", Wish.ASKED, NOW)
    acquaintances.meet(db, "loire", ["zoe0"], NOW)
    button = Button(id="hote", label="Choisir", route="rencontre hôte", argument="zoe0")
    for key, user, text in (
        ("reply:1", "zoe0", "Pour vous"),
        ("told:zoe0:amina0", "amina0", "Elle propose d'accueillir"),
        ("card", None, f"Proposée par {mark('zoe0')}"),
    ):
        message = Message(
            server="test",
            network="loire",
            key=key,
            user=user,
            text=text,
            made_at=NOW,
            buttons=(button,),
        )
        outbox.add(db, message)


def everything(db: Connection, *, but: str = "") -> str:
    rows = [
        str(tuple(row))
        for table in metadata.sorted_tables
        for row in db.execute(select(table)).all()
    ]
    return "\n".join(row for row in rows if not but or but not in row)


def forget(db: Connection) -> None:
    forgetting.forget(db, ZOE, NOW, erased=lambda number: f"effacée {number}")


def test_nothing_is_left_of_someone_on_their_server(database: Database) -> None:
    database.submit(lived).result()

    database.submit(forget).result()

    left = database.submit(lambda db: everything(db, but="lointain")).result()
    assert "zoe0" not in left
    assert "Une question private" not in left
    assert "Une question public" in left
    assert "louis0" in left
    assert database.submit(lambda db: knowing.known(db, ZOE)).result() == []


def test_a_namesake_on_another_server_is_left_alone(database: Database) -> None:
    database.submit(lived).result()
    database.submit(forget).result()

    theirs = database.submit(lambda db: questions.get(db, "lointain", 1)).result()

    assert (theirs.author, theirs.visibility) == ("zoe0", Visibility.PUBLIC)


def test_two_who_forget_at_once_and_twice_are_fine(database: Database) -> None:
    database.submit(lived).result()

    for future in [database.submit(forget) for _ in range(3)]:
        future.result()

    asyncio.run(database.compact())
    assert "zoe0" not in database.submit(lambda db: everything(db, but="lointain")).result()


def test_what_waits_is_said_without_the_name_and_its_button(database: Database) -> None:
    database.submit(lived).result()
    database.submit(forget).result()

    waiting = database.submit(lambda db: outbox.due(db, NOW)).result()

    assert {(each.user, each.text, each.buttons) for each in waiting} == {
        ("amina0", "effacée 0", ()),
        (None, f"Proposée par {mark('')}", ()),
    }


def test_what_answers_or_rewrites_a_message_whose_key_named_someone_still_does(
    database: Database,
) -> None:
    told = Message(server="test", key="told:zoe0:louis0", user="louis0", text="…", made_at=NOW)
    answers = replace(told, key="reply:2", thread=told.key)
    rewrites = replace(told, key="edit:3", edits=told.key)

    def sent(db: Connection) -> None:
        for message in (told, answers, rewrites):
            outbox.add(db, message)

    database.submit(sent).result()
    database.submit(forget).result()

    columns = messages.c.key, messages.c.thread, messages.c.edits
    rows = database.submit(lambda db: db.execute(select(*columns).order_by(messages.c.id)).all())
    [(key, _, _), (_, thread, _), (_, _, edits)] = rows.result()
    assert key == thread == edits


def test_only_what_was_posted_and_names_them_today_is_rewritten(database: Database) -> None:
    named = Message(server="test", network="loire", key="", text=mark("zoe0"), made_at=NOW)

    def said(db: Connection) -> Sequence[forgetting.Named]:
        for kind, status in product((MessageKind.POST, MessageKind.EDIT), Delivery):
            for key, user in (("card", None), ("told:zoe0", "louis0")):
                each = replace(
                    named, key=f"{key}:{kind.value}:{status.value}", user=user, kind=kind
                )
                outbox.add(db, each)
                here = update(messages).where(messages.c.key == each.key)
                db.execute(here.values(status=status))
        for post, text in (("sent", f"Encore {mark('zoe0')}"), ("sending", "Plus personne")):
            edit = replace(named, key=text, edits=f"card:post:{post}", text=text)
            outbox.add(db, replace(edit, kind=MessageKind.EDIT))
        return forgetting.forget(db, ZOE, NOW, erased=lambda number: f"effacée {number}")

    rewritten = database.submit(said).result()

    assert sorted((each.user or "", each.text) for each in rewritten) == [
        ("", f"Encore {mark('')}"),
        ("louis0", "effacée 0"),
        ("louis0", "effacée 0"),
    ]
    assert {each.key for each in rewritten if each.user is None} == {"card:post:sent"}


def test_what_is_known_is_told_with_its_network(database: Database) -> None:
    database.submit(lived).result()

    chapters = database.submit(lambda db: knowing.known(db, ZOE)).result()

    told = {chapter.label: chapter.facts for chapter in chapters}
    assert [fact.values["texte"] for fact in told["Vos questions"]] == [
        "Une question public",
        "Une question private",
    ]
    assert {fact.network for facts in told.values() for fact in facts} == {"loire"}
