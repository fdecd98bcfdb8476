"""What a network that has lived for years asks of its database: no more than a young one.

Its letter tells what was read since the last one, which may be years ago.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.veille.article import Article
from bot.veille.feeds.rules import Collected
from tests.commands.articles import outcome
from tests.commands.test_tri import publishes
from tests.lettered import LETTERED, open_lettered
from tests.room import Room
from tests.statements import statements

ASKED = ("/lettre", "/aide", "/veille chercher clavier")


def months(room: Room, count: int) -> None:
    """Have a digest published each month, of one article; then it is the eve of a letter."""
    for month in range(count):
        room.clock.now += timedelta(days=31)
        number = f"{room.clock.now:%Y%m}"
        article = Article(
            guid=f"urn:{number}",
            link=f"https://flux.example.org/{number}",
            title=f"Choisir un clavier, {month}",
            summary="Gros caractères et couleurs vives.",
            published=room.clock.now,
        )
        outcome(room, Collected(articles=(article,)))
        publishes(room)
    assert LETTERED.letter
    (next_letter,) = LETTERED.letter.next_dates(room.clock.now, LETTERED.timezone, 1)
    room.clock.now = next_letter - timedelta(days=1)


@pytest.mark.parametrize("text", ASKED)
def test_the_statements_do_not_grow_with_the_digests(tmp_path: Path, text: str) -> None:
    room = open_lettered(tmp_path)
    months(room, 1)
    room.does("amina", "lettre publier confirmé")  # the last one for long
    months(room, 3)
    room.says("amina", text)
    with statements(room.database) as few:
        room.says("amina", text)
    months(room, 5)
    with statements(room.database) as many:
        room.says("amina", text)

    assert len(many) <= len(few)
