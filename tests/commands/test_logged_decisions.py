"""What surprises can be read in the log: an article left out, a text held, nothing offered.

Each line tells the rule and the numbers, and nobody's words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from structlog.testing import capture_logs

from bot.talk.command import Via
from tests.commands.articles import collected
from tests.commands.gestures import deliver
from tests.commands.test_tri import publishes
from tests.room import Room

TITLES = ("Une bourse à Valcombe", "Un atelier à Montbrison", "Le recrutement de Josette")
WORDS = ("Valcombe", "Montbrison", "Josette", "Bertonnel", "bourse", "recrutement")


def lines(logs: Sequence[Mapping[str, object]], event: str) -> list[tuple[object, ...]]:
    """Return the values of what was logged under a name, the log's own apart."""
    assert not [word for word in WORDS if word.casefold() in str(logs).casefold()], logs
    told = [each for each in logs if each["event"] == event]
    own = {"event", "log_level", "network"}
    return [tuple(value for name, value in each.items() if name not in own) for each in told]


def test_an_article_that_is_left_out_is_logged_with_its_feed_and_the_rule(room: Room) -> None:
    collected(room, *TITLES)
    room.fills("amina", "veille flux régler", "1", sauf="bourse")
    room.does("amina", "veille écarter 3")

    with capture_logs() as logs:
        publishes(room)

    assert lines(logs, "article_left_out") == [(1, 1, "exclude"), (3, 1, "dropped")]


def test_so_is_one_that_says_none_of_the_words_that_a_feed_is_followed_for(room: Room) -> None:
    collected(room, *TITLES)
    room.fills("amina", "veille flux régler", "1", mots="atelier")

    with capture_logs() as logs:
        publishes(room)

    assert lines(logs, "article_left_out") == [(1, 1, "include"), (3, 1, "include")]


@pytest.mark.parametrize(
    ("said", "doubt"),
    [
        ("Anonyme ou pas, Valcombe ?", "discretion"),
        ("Qui a la fiche de Josette Bertonnel en version facile ?", "personal data: name"),
    ],
)
def test_a_text_that_is_held_is_logged_with_its_doubt(room: Room, said: str, doubt: str) -> None:
    with capture_logs() as logs:
        room.says("louis", f"/besoin {said}", via=Via.DIRECT)

    [held] = lines(logs, "text_held")
    assert held[1:] == ("besoin", doubt)


def test_a_text_that_is_refused_is_logged_with_what_was_seen(room: Room) -> None:
    with capture_logs() as logs:
        room.says("louis", "/besoin Que faire pour Josette Bertonnel, 06 12 34 56 78 ?")

    [(via, reason, sure)] = lines(logs, "text_refused")
    assert (via, sure) == ("slash", True)
    assert "phone" in str(reason)


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ("Où imprimer en grand format à Montbrison ?", "none alike"),
        ("Qui prête une salle de réunion à Valcombe ?", "none answered"),
    ],
)
def test_why_no_answer_is_offered_is_logged(room: Room, first: str, reason: str) -> None:
    room.says("zoé", f"/besoin {first}")
    deliver(room)

    with capture_logs() as logs:
        room.says("louis", "/besoin Qui peut prêter une salle de réunion à Valcombe ?")

    assert lines(logs, "no_answer_offered") == [(2, reason)]
