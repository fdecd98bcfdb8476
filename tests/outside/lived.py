"""What a network lives that tools are told of."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Connection, delete

from bot.meeting import note_store as notes
from bot.outside import store
from bot.outside.line import OutsideLine
from bot.outside.rules import CopyState, OutsideCopy, ToolState
from bot.outside.tables import outside_copies
from bot.question import store as questions
from bot.question.store import QuestionFilter
from bot.veille.article import Article
from bot.veille.feeds import collecting
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.rules import Collected
from tests.room import LOIRE, MONDAY, Room
from tests.scheduler.sender import publisher

AAP = {"lien": "https://exemple.org/aap", "date": "15 janvier 2027", "titre": "Appel à projets"}
SALLE = "/besoin Qui prête une salle à Brest ?"
AT_MEETING = MONDAY + timedelta(days=10, hours=6)


def deposited(room: Room, text: str = SALLE) -> None:
    """Have Louis ask something, which a coordinator chooses to have copied."""
    room.says("louis", text)

    def work(db: Connection) -> None:
        for each in questions.listed(db, "loire", QuestionFilter()):
            questions.save(db, each.copy(on=True))

    room.store(work)


def announced(room: Room) -> None:
    """Plan a meeting, and announce it."""
    room.says("amina", "/rencontre planifier jeudi 12 novembre 14h, mairie de Roanne")
    room.does("amina", "rencontre annoncer")


def held(room: Room, *notes: str) -> None:
    """Hold the announced meeting, note things, and end it; its minutes are to be read over."""
    room.clock.now = AT_MEETING
    room.says("amina", "/rencontre tenir")
    for note in notes:
        room.does("amina", f"rencontre {note}")
    room.does("amina", "rencontre terminer")


def digest(room: Room, *titles: str) -> None:
    """Have the feed bring articles, and the digest published on its date."""
    now = room.clock.now
    found = tuple(
        Article(guid=each, link=f"https://a.example.org/{n}", title=each, published=now)
        for n, each in enumerate(titles)
    )
    feed = room.store(lambda db: followings.of_network(db, "loire"))[0].feed
    room.store(lambda db: collecting.keep(db, feed, Collected(articles=found), now, {}))
    room.clock.now = LOIRE.digest.next_dates(now, LOIRE.timezone, 1)[-1]

    assert asyncio.run(publisher(room).publish_due())


def with_words(room: Room, words: str, number: int = 1) -> None:
    """Have a question bear words that no deposit would let through."""

    def work(db: Connection) -> None:
        questions.save(db, questions.get(db, "loire", number).edit(words))

    room.store(work)


def noted_as(room: Room, words: str) -> None:
    """Have the first note of a meeting bear words that no deposit would let through."""

    def work(db: Connection) -> None:
        notes.change(db, "loire", replace(notes.get(db, "loire", 1), text=words))

    room.store(work)


def restored(room: Room, line: OutsideLine) -> None:
    """Have the database know nothing of what was sent, as one that was restored, and noticed."""

    def work(db: Connection) -> None:
        db.execute(delete(outside_copies).where(outside_copies.c.state == CopyState.FOLLOWED))
        state = store.tool_state(db, line.network, line.tool)
        assert state is not None
        store.keep_tool(db, replace(state, generation="before"))

    room.store(work)


def in_state(room: Room, state: CopyState) -> list[OutsideCopy]:
    """Return the copies that are in a state."""
    return list(room.store(lambda db: store.in_state(db, "loire", state)))


def state_of(room: Room, line: OutsideLine) -> ToolState:
    """Return how a tool does."""
    found = room.store(lambda db: store.tool_state(db, "loire", line.tool))
    assert found is not None
    return found
