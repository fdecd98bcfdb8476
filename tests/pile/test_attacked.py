"""A pile under stale presses, lost rights, and things that change beneath it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.network.rights import Role
from bot.pile import store as piles
from bot.pile.rules import PieceKind
from bot.question import store as questions
from bot.veille import pick_store as picks
from bot.veille.pick import Verdict
from tests.commands.articles import collected
from tests.commands.gestures import deliver
from tests.pile.test_member import lived
from tests.pile_cases import kinds, opens, presses, pressing, reads, state
from tests.room import ROLES, Room, open_room
from tests.rounds import goes


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return open_room(tmp_path)


@pytest.fixture
def two(room: Room, monkeypatch: pytest.MonkeyPatch) -> Room:
    """Have question 1 of each of two networks wait in the pile of Amina, who coordinates both."""
    both = {"loire": Role.COORDINATOR, "national": Role.COORDINATOR}
    monkeypatch.setitem(ROLES, "amina", both)
    monkeypatch.setitem(ROLES, "louis", dict.fromkeys(both, Role.MEMBER))
    for network in both:
        room.clock.forward(minutes=3)
        room.says("louis", f"/besoin Qui écrit un guide dans la {network} ?", network=network)
        date = "/rencontre planifier confirmé 10/12/2026 9h30, médiathèque"
        room.says("amina", date, network=network)
    room.clock.now = datetime(2026, 11, 16, 8, 0, tzinfo=UTC)
    goes(room, "week")
    assert state(room, "amina").queue == ("national/question:1", "loire/question:1")
    return room


def joined(room: Room, network: str) -> list[str]:
    """Return who joined question 1 of a network."""
    return room.store(lambda db: list(questions.supporters_of(db, questions.get(db, network, 1))))


def test_what_is_taken_back_is_what_was_done_in_the_network_where_it_was_done(two: Room) -> None:
    two.clicks("amina", "besoin moi-aussi", "1", network="loire")
    presses(two, "amina", "Moi aussi")
    assert joined(two, "national") == ["amina"]
    assert "la Loire" in reads(two)

    presses(two, "amina", "Annuler")

    assert (joined(two, "national"), joined(two, "loire")) == ([], ["amina"])
    assert "le réseau national" in reads(two)


def test_a_stale_press_is_not_taken_for_the_same_number_of_another_network(two: Room) -> None:
    stale = pressing(two, "amina", "Moi aussi")
    presses(two, "amina", "Plus tard")
    shown = reads(two)
    two.clock.forward(seconds=2)

    two.asks(stale)

    assert joined(two, "national") == []
    assert shown.endswith(reads(two))


def test_what_is_only_read_is_shown_whole_and_leaves_the_pile_where_it_was(room: Room) -> None:
    lived(room)
    opens(room, "louis")
    presses(room, "louis", "Pas pour moi")
    assert kinds(room, "louis")[0] is PieceKind.NEXT_MEETING
    shown = reads(room, "louis")

    for label in ("Ordre du jour", "Qui vient"):
        reply = presses(room, "louis", label)
        assert len(reply.text.splitlines()) > 2
        assert reads(room, "louis") == shown


def test_minutes_that_are_to_wait_give_way_to_the_next_thing(room: Room) -> None:
    room.says("amina", "/rencontre planifier confirmé 12/11/2026 9h30, médiathèque")
    room.does("amina", "rencontre annoncer")
    room.clock.now = datetime(2026, 11, 13, 8, 0, tzinfo=UTC)
    opens(room)
    presses(room, "amina", "Oui, elle a eu lieu")
    opens(room)
    assert kinds(room)[0] is PieceKind.MINUTES_TO_PUBLISH

    presses(room, "amina", "Attendre")

    assert reads(room).startswith("✔ Compte rendu en attente.")
    assert PieceKind.MINUTES_TO_PUBLISH not in kinds(room)


def test_a_pile_that_is_kept_no_longer_is_opened_anew(room: Room) -> None:
    collected(room, "Un guide", "Un atelier", later=True)
    opens(room)
    press = pressing(room, "amina", "Garder")
    room.forgets(days=91)
    with pytest.raises(AssertionError):
        state(room, "amina")

    room.asks(press)

    assert state(room, "amina").key != press.pile
    assert reads(room).startswith("**1 sur")


def test_a_network_that_is_served_no_more_goes_from_the_pile(room: Room) -> None:
    collected(room, "Un guide", "Un atelier", later=True)
    opens(room)
    was = state(room, "amina")
    gone = replace(was, queue=("rhone/article:1", *was.queue), serial=was.serial + 1)
    room.store(lambda db: piles.save(db, gone, was=was))
    press = replace(pressing(room, "amina", "Garder"), network="rhone")
    room.clock.forward(seconds=2)

    reply = room.asks(press)

    assert "Je ne sers plus ce réseau" in reply.text
    assert state(room, "amina").queue == was.queue
    assert "Un guide" in reads(room)


@pytest.mark.parametrize("label", ["Sans mon nom", "En privé", "Retirer"])
def test_words_that_are_taken_back_leave_at_once_the_piles_that_show_them(
    room: Room, label: str
) -> None:
    asked = room.says("zoé", "/besoin Qui prête une salle à Roanne ?")
    opens(room, "louis")
    opens(room, "amina")
    deliver(room)
    assert "zoe" in reads(room, "louis")
    room.clock.forward(minutes=10)

    (taken,) = [each for each in asked.buttons if each.label == label]
    room.clicks("zoé", taken.route, taken.argument)

    assert reads(room, "louis") == "_Ce qui était ici a changé._"
    presses(room, "louis", "Continuer")
    assert ("salle" in reads(room, "louis")) is (label == "Sans mon nom")
    assert "zoe" not in reads(room, "louis")


def test_a_question_that_is_answered_elsewhere_leaves_at_once_the_piles_that_show_it(
    room: Room,
) -> None:
    room.says("zoé", "/besoin Qui prête une salle à Roanne ?")
    room.clock.forward(days=8)
    opens(room, "amina")
    deliver(room)
    assert "Sans réponse depuis 8 jours" in reads(room)

    room.says("louis", "/besoin répondre 1 La Manufacture, le mardi")

    assert reads(room) == "_Ce qui était ici a changé._"
    presses(room, "amina", "Continuer")
    assert "salle à Roanne" not in reads(room)


def test_a_press_on_what_a_colleague_has_just_done_undoes_nothing_of_it(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROLES, "rachid", {"loire": Role.COORDINATOR})
    collected(room, "Un guide", "Un atelier", later=True)
    opens(room)
    opens(room, "rachid")
    presses(room, "amina", "Garder")

    presses(room, "rachid", "Écarter")

    assert "Un atelier" in reads(room, "rachid")
    assert len(state(room, "rachid").queue) == 2  # the month is empty
    picked = room.store(lambda db: picks.of_articles(db, "loire", [1]))[1]
    assert picked.verdict is Verdict.KEPT
