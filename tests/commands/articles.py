"""Articles put on the shelf of the Loire's feed, as a collection would."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.veille.article import Article
from bot.veille.feeds import collecting
from bot.veille.feeds import following_store as followings
from bot.veille.feeds.rules import Collected, Outcome
from tests.room import Room


def collected(room: Room, *titles: str, later: bool = False) -> None:
    """Collect articles of these titles, the first one newest.

    `later`: after a first, empty collection, so that all of them are news.
    """
    if later:
        outcome(room, Collected(articles=()))
        room.clock.forward(hours=2)
    now = room.clock.now
    articles = tuple(
        Article(
            guid=f"urn:{number}",
            link=f"https://flux.example.org/{number}",
            title=title,
            published=now - timedelta(hours=number),
        )
        for number, title in enumerate(titles, start=1)
    )
    outcome(room, Collected(articles=articles))


def outcome(room: Room, found: Outcome) -> None:
    """Let a collection of the Loire's feed bring this."""

    def keep(db: Connection) -> None:
        followed = followings.of_network(db, "loire")[0]
        collecting.keep(db, followed.feed, found, room.clock.now, {})

    room.store(keep)
