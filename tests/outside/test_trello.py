"""Trello: a card an action or a deadline, once, whatever fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bot.config.outside import TrelloConfig
from bot.outside.line import OutsideLine
from bot.outside.rules import CopyState, OutsideError
from bot.outside_lines import trello_line
from tests.outside.fake import CUT, LOST, USUAL, Asked, Fake, copies, dies, probes, says
from tests.outside.lived import AAP, announced, held, in_state, noted_as, restored, state_of
from tests.ports import held_port
from tests.room import Room

LIST = "5f0a1b2c3d4e5f6071829304"
SECRET = "board-secret-that-nobody-sees"


@dataclass
class Trello(Fake):
    """api.trello.com, one list of it; its cards by their id."""

    cards: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def titles(self) -> list[str]:
        return [each["name"] for each in self.cards.values()]

    def made(self, card: dict[str, Any]) -> dict[str, Any]:
        number = len(self.asked)
        self.cards[f"{number}"] = {**card, "id": number}
        return self.cards[f"{number}"]

    @property
    def line(self) -> OutsideLine:
        told = {"url": self.url, "list": LIST, "key": "k" * 32, "token": SECRET}
        return trello_line("loire", TrelloConfig.model_validate(told))

    def answer(self, asked: Asked) -> web.Response:  # noqa: PLR0911  as many as it has answers
        if SECRET not in asked.headers.get("Authorization", ""):
            return web.Response(text=f"invalid token {SECRET}", status=401)
        match asked.method, asked.path.partition("?")[0].split("/")[2:]:
            case "GET", ["lists", known] if known == LIST:
                return web.json_response({"name": "Réseau", "closed": False})
            case "GET", ["lists", known, "cards"] if known == LIST:
                return web.json_response(list(self.cards.values()))
            case "POST", ["cards"] if asked.body["idList"] == LIST:
                return web.json_response(self.made(asked.body))
            case "PUT", ["cards", card] if card in self.cards:
                self.cards[card].update(asked.body)
                return web.json_response(self.cards[card])
            case "DELETE", ["cards", card] if card in self.cards:
                del self.cards[card]
                return web.json_response({})
        return web.Response(text="not found", status=404)


@pytest.fixture
def board() -> Iterator[Trello]:
    with held_port() as port:
        yield Trello(port)


def with_action(room: Room, board: Trello) -> None:
    """Have an action of published minutes wait, which the board knows nothing of."""
    copies(room, board, board.line)
    announced(room)
    held(room, "action Réserver la salle, par Louis, pour le 20 novembre")
    room.does("amina", "rencontre publier")


def test_an_action_is_a_card_with_its_date_and_our_mark_and_no_name(
    room: Room, board: Trello
) -> None:
    with_action(room, board)

    assert copies(room, board, board.line) == 1

    (card,) = board.cards.values()
    assert card["name"] == "Réserver la salle"
    assert card["desc"] == (
        "À faire par : voir le compte rendu de la rencontre.\n\ncourroie:loire:action:1"
    )
    assert "2026-11-20" in str(card)
    assert "Louis" not in str(board.asked)
    assert copies(room, board, board.line) == 0


def test_a_confirmed_deadline_is_a_card_and_goes_when_it_is_dropped(
    room: Room, board: Trello
) -> None:
    copies(room, board, board.line)
    room.fills("amina", "veille échéance", **AAP)
    copies(room, board, board.line)

    assert board.titles == ["Appel à projets"]

    room.does("amina", "veille écarter-échéance 1")
    copies(room, board, board.line)

    assert board.cards == {}


def test_an_action_that_is_done_is_done_there(room: Room, board: Trello) -> None:
    with_action(room, board)
    copies(room, board, board.line)

    room.does("amina", "rencontre fait 1")
    copies(room, board, board.line)

    (card,) = board.cards.values()
    assert card["dueComplete"]


@pytest.mark.parametrize("play", [LOST, CUT])
def test_a_lost_answer_makes_one_card(room: Room, board: Trello, play: str) -> None:
    with_action(room, board)
    board.plays = [USUAL, play]
    copies(room, board, board.line)
    room.clock.forward(minutes=2)

    assert copies(room, board, board.line) == 1
    assert len(board.cards) == 1


@pytest.mark.parametrize("before", [True, False])
def test_a_process_killed_at_the_worst_moment_makes_one_card(
    room: Room,
    board: Trello,
    before: bool,  # noqa: FBT001
) -> None:
    with_action(room, board)
    dies(room, board, board.line, before=before)

    assert copies(room, board, board.line) == 1
    assert len(board.cards) == 1

    room.does("amina", "rencontre fait 1")

    assert copies(room, board, board.line) == 1


def test_a_restored_database_that_knows_nothing_of_a_card_finds_it(
    room: Room, board: Trello
) -> None:
    with_action(room, board)
    copies(room, board, board.line)
    restored(room, board.line)

    assert copies(room, board, board.line) == 1
    assert len(board.cards) == 1


def test_a_card_that_people_deleted_is_not_made_again(room: Room, board: Trello) -> None:
    with_action(room, board)
    copies(room, board, board.line)
    board.cards.clear()
    room.does("amina", "rencontre fait 1")

    assert copies(room, board, board.line) == 0
    assert copies(room, board, board.line) == 0
    assert board.cards == {}


def test_an_action_taken_back_in_doubt_leaves_no_card(room: Room, board: Trello) -> None:
    with_action(room, board)
    board.plays = [USUAL, LOST]
    assert copies(room, board, board.line) == 0
    assert len(board.cards) == 1
    noted_as(room, "Rappeler Mme Durand au 06 12 34 56 78")
    room.clock.forward(minutes=2)
    copies(room, board, board.line)

    assert board.cards == {}
    assert "Durand" not in str(board.asked)
    assert len(in_state(room, CopyState.HELD)) == 1


def test_a_wrong_token_stops_it_and_is_never_repeated(room: Room, board: Trello) -> None:
    with_action(room, board)
    board.plays = [says(401, {"message": SECRET})]
    copies(room, board, board.line)

    assert state_of(room, board.line).stopped
    assert state_of(room, board.line).reason == "il refuse notre clé"
    assert SECRET not in repr(board.line)


def test_it_is_left_alone_for_a_minute_when_it_says_that_it_is_too_much(
    room: Room, board: Trello
) -> None:
    with_action(room, board)
    board.plays = [
        USUAL,
        says(429, {"error": "API_TOKEN_LIMIT_EXCEEDED", "message": "Rate limit"}),
    ]
    copies(room, board, board.line)

    assert copies(room, board, board.line) == 0

    room.clock.forward(minutes=1)

    assert copies(room, board, board.line) == 1
    assert len(board.cards) == 1


def test_check_tells_that_the_board_is_there_or_not(board: Trello) -> None:
    assert probes(board, board.line).endswith("est là")

    board.plays = [says(404, {"message": "no"})]
    with pytest.raises(OutsideError, match="n'y est pas"):
        probes(board, board.line)


def test_check_tells_a_list_that_was_archived(board: Trello) -> None:
    board.plays = [says(200, {"name": "Réseau", "closed": True})]
    with pytest.raises(OutsideError, match="archivée"):
        probes(board, board.line)
