"""A year counted on both databases: meetings, letters, digests, articles, and people once each."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import Connection

from bot.core.database import Database
from bot.letter import store as letters
from bot.letter.rules import Letter, LetterStatus
from bot.network.period import Period, calendar_year, last_months
from bot.year import count_store as year_counts
from bot.year import reporting as year_reporting
from bot.year.report import PeopleCounts, Useful
from tests.commands.articles import collected
from tests.commands.test_tri import publishes
from tests.room import LOIRE, Room

EMPTY = PeopleCounts()


def _lives(room: Room) -> None:
    """Have a digest of three articles, a question answered, a meeting held at Louis's."""
    collected(room, "Déclarer ses impôts", "Un atelier", "Une étude", later=True)
    room.does("zoé", "veille utile 2")
    room.does("louis", "veille utile 2")
    room.does("amina", "veille garder 1")
    publishes(room)
    room.says("zoé", "/besoin Une salle à Brest ?")
    room.says("amina", "/besoin répondre 1 La mairie")
    room.says("louis", "/besoin privé Une affaire privée ?")
    room.says("amina", "/rencontre planifier confirmé jeudi 3 décembre 2026 14h, médiathèque")
    room.does("amina", "rencontre hôte @louis")
    room.clock.forward(days=30)
    room.says("amina", "/rencontre tenir")
    room.does("amina", "rencontre terminer")
    room.fills("amina", "rencontre effectif", texte="12", structures="9", autres="2")
    room.does("amina", "rencontre publier")


def test_a_year_is_counted_the_same_everywhere(database: Database) -> None:
    room = Room(database)
    _lives(room)
    now = room.clock.now
    period = last_months(now, "Europe/Paris")

    def count(db: Connection, period: Period = period) -> tuple[object, ...]:
        report = year_reporting.read(db, LOIRE, period, now)
        return (
            [each.people for each in report.meetings],
            len(report.digests),
            year_counts.articles_published(db, "loire", period),
            [(each.title, each.useful, each.kept) for each in _appreciated(db, period)],
            year_counts.people_counts(db, "loire", period),
        )

    assert room.store(count) == (
        [14],
        1,
        3,
        [("Un atelier", 2, False), ("Déclarer ses impôts", 0, True)],
        PeopleCounts(contributors=3, hosts=1, places=1),
    )
    before = calendar_year(2025, now, "Europe/Paris")
    assert room.store(lambda db: count(db, before)) == ([], 0, 0, [], EMPTY)


def test_only_letters_that_came_out_count(database: Database) -> None:
    room = Room(database)
    now = room.clock.now
    period = last_months(now, "Europe/Paris")

    def keep(db: Connection) -> None:
        draft = Letter(network="loire", number=0, made_at=now)
        letters.add(db, replace(draft, status=LetterStatus.PUBLISHED, published_at=now))
        letters.add(db, draft)

    room.store(keep)

    report = room.store(lambda db: year_reporting.read(db, LOIRE, period, now))
    assert [each.at for each in report.letters] == [now]


def _appreciated(db: Connection, period: Period) -> list[Useful]:
    return sorted(year_counts.appreciated(db, "loire", period), key=lambda each: -each.useful)
