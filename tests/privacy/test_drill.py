"""A drill: two people use all there is, are forgotten, and are looked for everywhere one may look.

What is looked for are marks: an account's id, and words that nobody else writes, in all that
forgetting erases. Every column of every table, every byte of every file, every post as it reads at
the end, every page, mail and copy that leaves afterwards, the log, and a backup.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, update
from structlog.testing import capture_logs

from bot.admin.backup.sqlite_files import copied_from
from bot.core.columns import Fate, metadata
from bot.core.database import Database
from bot.core.traffic import Traffic
from bot.outside import cards
from bot.outside.discord import wanted as discord
from bot.outside.grist import wanted as grist
from bot.outside.yeswiki import wanted as yeswiki
from bot.pages import calendar, letter, report, veille
from bot.pages.page import PageRequest
from bot.people import coordinators
from bot.people.coordinators import SeenName
from bot.privacy import forgetting
from bot.privacy.forgetting import Person
from bot.privacy.register import TRACES
from bot.talk.command import Via
from commands.reseau.privacy import FORGET
from scheduler.clean import Cleaner
from scheduler.rounds import ROUNDS
from tests.commands.gestures import told
from tests.commands.test_privacy import _Chat
from tests.each_column import fill
from tests.lettered import LETTERED
from tests.mail_room import OFFICE, Box, body, publish, send
from tests.privacy.lived import MARKS, PEOPLE, lives, named_in, peopled
from tests.privacy.test_forgetting import NOW
from tests.room import ROLES, Room, caller, open_room
from tests.rounds import go
from tests.scheduler.sender import Desk

ALL = (*MARKS.values(), *PEOPLE)


@pytest.mark.parametrize("said", [False, True])
def test_nothing_is_left_of_those_who_used_all_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, said: bool
) -> None:
    peopled(monkeypatch)
    room = open_room(tmp_path, reachable=True, office=OFFICE, loire=LETTERED)
    chat = _Chat()
    with capture_logs() as logs:
        box = lives(room)
        if said:
            Desk(room, chat).deliver()
        before = "\n".join(rows(room))
        assert [mark for mark in ALL if mark not in before.casefold()] == []
        named = {column for who in PEOPLE for column in room.store(partial(named_in, user=who))}
        assert {str(each.column) for each in TRACES} == named  # each feature has its mark

        room.clicks("zoé", FORGET, "confirmé")
        if said:  # before Amina's own messages are out of reach
            Desk(room, chat).deliver()
        monkeypatch.setitem(ROLES, "amina", {})  # who coordinated, and left
        named_now = [SeenName(network="loire", name="rachid", user="rachid")]
        room.store(lambda db: coordinators.settle(db, named_now, room.clock.now))
        assert not room.says("amina", "/reseau oublie-moi confirmé", via=Via.DIRECT).refused
        Desk(room, chat).deliver()
        room.clock.forward(days=1)
        asyncio.run(Cleaner(room.database, room.clock, Traffic()).clean())

    assert found(rows(room)) == []
    assert found(files(room, tmp_path)) == []
    assert found(posts(chat)) == []
    assert found(shown(room)) == []
    assert found(pages(room)) == []
    assert found(outside(room)) == []
    assert found(map(str, logs)) == []
    assert found(mails(room, box)) == []
    goes_on(room, chat)
    assert found(rows(room)) == []
    assert found(posts(chat)) == []


def goes_on(room: Room, chat: _Chat) -> None:
    """Let what was under way come to its end without them, and two weeks pass."""

    async def members(network: str) -> list[str]:
        return [caller(who).id for who, roles in ROLES.items() if network in roles]

    for typed in ("/rencontre suivant", "/rencontre terminer", "/rencontre publier"):
        assert not room.plays("rachid", typed).refused
    with capture_logs() as logs:
        for _ in range(14):
            room.clock.forward(days=1)
            for row in ROUNDS:
                asyncio.run(go(room.database, room.bot, row.name, members))
            Desk(room, chat).deliver()
    assert [each for each in logs if each["log_level"] == "error"] == []
    stopped = "_arrêtée par la personne qui l'a posée_"  # the yes that waited
    assert stopped in room.does("rachid", "besoin transmis").text


def found(places: Iterable[str]) -> list[tuple[str, str]]:
    """Return the marks that are left: each, where, and among which words."""
    return [
        (mark, f"{place[:40]} … {place[max(at - 60, 0) : at + 60]}")
        for place in places
        for mark in ALL
        if (at := place.casefold().find(mark)) >= 0
    ]


def rows(room: Room) -> Iterator[str]:
    return iter(room.store(_rows))


def _rows(db: Connection) -> list[str]:
    return [
        f"{table.name}.{column.name}: {row[column.name]!r}"
        for table in metadata.sorted_tables
        for row in db.execute(select(table)).mappings()
        for column in table.c
    ]


def files(room: Room, folder: Path) -> Iterator[str]:
    """Yield the bytes of all the files of the database, as text, and those of a backup."""
    path = room.database.path
    if path is None:
        return
    copied_from(path, folder / "backup.db", lambda _left, _all: None)
    for each in (*path.parent.glob(f"{path.name}*"), folder / "backup.db"):
        yield f"{each.name}: " + each.read_bytes().decode("utf-8", "ignore")


def posts(chat: _Chat) -> Iterator[str]:
    """Yield what posts read at the end, those to the people who were forgotten apart."""
    last: dict[str, str] = {}
    for key, text in chat.said:
        last[chat.places[key][1] or chat.post_of(key)] = text
    return iter(last.values())


def shown(room: Room) -> Iterator[str]:
    """Yield what others are handed and shown afterwards."""
    for typed in (
        *("/besoin liste", "/besoin transmis", "/besoin chercher formation"),
        *(f"/besoin voir {number}" for number in range(1, 12)),
        *("/rencontre", "/rencontre actions", "/rencontre accueil", "/rencontre idées"),
        *("/rencontre compte-rendu 1", "/rencontre ordre-du-jour", "/rencontre sondage 1"),
        *("/veille", "/veille articles", "/veille échéances", "/veille flux", "/veille archives"),
        *("/lettre", "/lettre aperçu", "/lettre archives 1", "/lettre abonnés", "/lettre envois 1"),
        *("/reseau", "/reseau bilan", "/reseau annonces", "/besoin orienter personnes"),
        *("/reseau mes-données", "/besoin exporter", "/lettre exporter 1", "/lettre essai"),
    ):
        yield f"{typed}: {room.plays('rachid', typed).text}"
    for each in told(room, "rachid"):
        yield f"{each.key}: {each.text} {each.file and each.file.content!r}"


def pages(room: Room) -> Iterator[str]:
    """Yield the pages, feeds and calendars."""
    every = (*calendar.PAGES, *veille.PAGES, *report.PAGES, *letter.PAGES)
    for page in every:
        numbers = (1,) if page.after.startswith("/") else (None,)
        for number in numbers:
            asked = PageRequest(
                network=room.loire, last="x", page="https://x.example/x", number=number, open=False
            )
            make = room.store(
                lambda db, page=page, asked=asked: page.read(  # type: ignore[misc]
                    room.bot.context(db, room.loire, room.clock.now), asked
                )
            )
            yield f"{page.kind}{page.after}: {make().body.decode('utf-8', 'ignore')}"


def outside(room: Room) -> Iterator[str]:
    """Yield what other systems would be sent."""

    def wanted(db: Connection) -> list[str]:
        ctx = room.bot.context(db, room.loire, room.clock.now)
        none: frozenset[str] = frozenset()
        every = (
            *grist.wanted(ctx, none),
            *cards.wanted(ctx, none),
            *discord.wanted(ctx, none, kinds=(discord.DIGEST, discord.LETTER, discord.MEETING)),
            *yeswiki.wanted(ctx, none, kinds=(yeswiki.MINUTES, yeswiki.LETTER, yeswiki.ANSWER)),
        )
        return [f"{each.key}: {each.make()}" for each in every]

    return iter(room.store(wanted))


def mails(room: Room, box: Box) -> Iterator[str]:
    """Yield the mails that leave afterwards, with their recipients."""
    before = len(box.kept)
    publish(room)
    send(room, box)
    for (_, to, _), mail in zip(box.kept[before:], box.mails[before:], strict=True):
        yield f"{to}: {body(mail)} {body(mail, 'html')}"


def test_no_column_that_names_someone_is_forgotten_by_forgetting(database: Database) -> None:
    def named(db: Connection) -> None:
        fill(db)
        for trace in TRACES:
            key = list(trace.table.primary_key)
            first = db.execute(select(*key).limit(1)).one()
            where = [column == value for column, value in zip(key, first, strict=True)]
            there = update(trace.table).where(*where)
            server = {"server": "test"} if "server" in trace.table.c else {}
            db.execute(there.values({trace.column.name: "zoe0", **server}))
        forgetting.forget(db, Person(server="test", id="zoe0"), NOW, erased=str)

    database.submit(named).result()

    offices = {trace.table.name for trace in TRACES if trace.privacy.fate is Fate.OFFICE}
    left = [line for line in database.submit(_rows).result() if "'zoe0'" in line]
    assert {line.partition(".")[0] for line in left} <= offices
