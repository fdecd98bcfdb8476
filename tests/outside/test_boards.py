"""Trello and Deck: a card an action or a deadline, once, whatever fails."""

from __future__ import annotations

from abc import abstractmethod
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from bot.config.outside import DeckConfig, TrelloConfig
from bot.outside.line import OutsideLine
from bot.outside.rules import CopyState, OutsideError
from bot.outside_lines import deck_line, trello_line
from tests.outside.fake import CUT, LOST, USUAL, Asked, Fake, copies, dies, probes, says
from tests.outside.lived import AAP, announced, held, in_state, noted_as, restored, state_of
from tests.ports import held_port
from tests.room import Room

LIST = "5f0a1b2c3d4e5f6071829304"
SECRET = "board-secret-that-nobody-sees"


@dataclass
class Board(Fake):
    """A board: its cards by their id, as title, text, due and done."""

    cards: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    @abstractmethod
    def line(self) -> OutsideLine:
        """The network's line to it."""

    @property
    @abstractmethod
    def text(self) -> str:
        """The name of a card's text."""

    @property
    @abstractmethod
    def title(self) -> str:
        """The name of a card's title."""

    @property
    def titles(self) -> list[str]:
        return [each[self.title] for each in self.cards.values()]

    def made(self, card: dict[str, Any]) -> dict[str, Any]:
        number = len(self.asked)
        self.cards[f"{number}"] = {**card, "id": number}
        return self.cards[f"{number}"]


@dataclass
class Trello(Board):
    """api.trello.com, one list of it."""

    title = "name"
    text = "desc"

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


@dataclass
class Deck(Board):
    """A Nextcloud whose board 7 has two stacks; it wants a card told whole."""

    title = "title"
    text = "description"

    @property
    def line(self) -> OutsideLine:
        told = {
            "url": f"{self.url}/cloud",
            "board": 7,
            "stack": 3,
            "user": "courroie",
            "password": SECRET,
        }
        return deck_line("loire", DeckConfig.model_validate(told))

    def answer(self, asked: Asked) -> web.Response:  # noqa: PLR0911  as many as it has answers
        signed = b64encode(f"courroie:{SECRET}".encode()).decode()
        if asked.headers.get("Authorization") != f"Basic {signed}":
            return web.json_response({"status": 401, "message": SECRET}, status=401)
        if asked.headers.get("OCS-APIRequest") != "true":
            return web.json_response({"status": 400, "message": "header"}, status=400)
        base = "/cloud/index.php/apps/deck/api/v1.0/boards/7/stacks"
        match asked.method, asked.path.removeprefix(base).split("/")[1:]:
            case "GET", []:
                return web.json_response([self._stack(3), self._stack(4)])
            case "POST", ["3", "cards"]:
                card = {**asked.body, "stackId": 3, "owner": {"uid": "courroie"}}
                return web.json_response(self.made(card))
            case "PUT", [stack, "cards", card] if card in self.cards:
                if not asked.body.keys() >= {"title", "type", "owner", "order"}:
                    return web.json_response({"status": 400, "message": "owner"}, status=400)
                self.cards[card].update(asked.body, stackId=int(stack))
                return web.json_response(self.cards[card])
            case "DELETE", [_, "cards", card] if card in self.cards:
                del self.cards[card]
                return web.json_response({})
        return web.json_response({"status": 403, "message": "Permission denied"}, status=403)

    def _stack(self, number: int) -> dict[str, Any]:
        cards = [each for each in self.cards.values() if each["stackId"] == number]
        return {"id": number, "cards": cards} if cards else {"id": number}


@contextmanager
def opened(kind: type[Board]) -> Iterator[Board]:
    with held_port() as port:
        yield kind(port)


@pytest.fixture(params=[Trello, Deck])
def board(request: pytest.FixtureRequest) -> Iterator[Board]:
    with opened(request.param) as found:
        yield found


def with_action(room: Room, board: Board) -> None:
    """Have an action of published minutes wait, which the board knows nothing of."""
    copies(room, board, board.line)
    announced(room)
    held(room, "action Réserver la salle, par Louis, pour le 20 novembre")
    room.says("amina", "/rencontre publier")


def test_an_action_is_a_card_with_its_date_and_our_mark_and_no_name(
    room: Room, board: Board
) -> None:
    with_action(room, board)

    assert copies(room, board, board.line) == 1

    (card,) = board.cards.values()
    assert card[board.title] == "Réserver la salle"
    assert card[board.text] == (
        "À faire par : voir le compte rendu de la rencontre.\n\ncourroie:loire:action:1"
    )
    assert "2026-11-20" in str(card)
    assert "Louis" not in str(board.asked)
    assert copies(room, board, board.line) == 0


def test_a_confirmed_deadline_is_a_card_and_goes_when_it_is_dropped(
    room: Room, board: Board
) -> None:
    copies(room, board, board.line)
    room.says("amina", AAP)
    copies(room, board, board.line)

    assert board.titles == ["Appel à projets"]

    room.says("amina", "/veille écarter-échéance 1")
    copies(room, board, board.line)

    assert board.cards == {}


def test_an_action_that_is_done_is_done_there(room: Room, board: Board) -> None:
    with_action(room, board)
    copies(room, board, board.line)

    room.says("amina", "/rencontre fait 1")
    copies(room, board, board.line)

    (card,) = board.cards.values()
    assert card.get("dueComplete") or card["title"] == "Fait : Réserver la salle"


@pytest.mark.parametrize("play", [LOST, CUT])
def test_a_lost_answer_makes_one_card(room: Room, board: Board, play: str) -> None:
    with_action(room, board)
    board.plays = [USUAL, play]
    copies(room, board, board.line)
    room.clock.forward(minutes=2)

    assert copies(room, board, board.line) == 1
    assert len(board.cards) == 1


@pytest.mark.parametrize("before", [True, False])
def test_a_process_killed_at_the_worst_moment_makes_one_card(
    room: Room,
    board: Board,
    before: bool,  # noqa: FBT001
) -> None:
    with_action(room, board)
    dies(room, board, board.line, before=before)

    assert copies(room, board, board.line) == 1
    assert len(board.cards) == 1

    room.says("amina", "/rencontre fait 1")

    assert copies(room, board, board.line) == 1


def test_a_restored_database_that_knows_nothing_of_a_card_finds_it(
    room: Room, board: Board
) -> None:
    with_action(room, board)
    copies(room, board, board.line)
    restored(room, board.line)

    assert copies(room, board, board.line) == 1
    assert len(board.cards) == 1


def test_a_card_that_people_deleted_is_not_made_again(room: Room, board: Board) -> None:
    with_action(room, board)
    copies(room, board, board.line)
    board.cards.clear()
    room.says("amina", "/rencontre fait 1")

    assert copies(room, board, board.line) == 0
    assert copies(room, board, board.line) == 0
    assert board.cards == {}


def test_an_action_taken_back_in_doubt_leaves_no_card(room: Room, board: Board) -> None:
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


def test_a_wrong_token_stops_it_and_is_never_repeated(room: Room, board: Board) -> None:
    with_action(room, board)
    board.plays = [says(401, {"message": SECRET})]
    copies(room, board, board.line)

    assert state_of(room, board.line).stopped
    assert state_of(room, board.line).reason == "il refuse notre clé"
    assert SECRET not in repr(board.line)


def test_where_people_move_a_deck_card_is_theirs(room: Room) -> None:
    with opened(Deck) as deck:
        with_action(room, deck)
        copies(room, deck, deck.line)
        (card,) = deck.cards.values()
        card |= {"stackId": 4, "color": "ff0000"}
        room.says("amina", "/rencontre fait 1")
        copies(room, deck, deck.line)

        assert (card["stackId"], deck.asked[-1].body["color"]) == (4, "ff0000")
        assert card["title"] == "Fait : Réserver la salle"


def test_trello_is_left_alone_for_a_minute_when_it_says_that_it_is_too_much(room: Room) -> None:
    with opened(Trello) as trello:
        with_action(room, trello)
        trello.plays = [
            USUAL,
            says(429, {"error": "API_TOKEN_LIMIT_EXCEEDED", "message": "Rate limit"}),
        ]
        copies(room, trello, trello.line)

        assert copies(room, trello, trello.line) == 0

        room.clock.forward(minutes=1)

        assert copies(room, trello, trello.line) == 1
        assert len(trello.cards) == 1


def test_check_tells_that_the_board_is_there_or_not(board: Board) -> None:
    assert probes(board, board.line).endswith("est là")

    board.plays = [says(404, {"message": "no"})]
    with pytest.raises(OutsideError, match="n'y est pas"):
        probes(board, board.line)


def test_check_tells_a_list_that_was_archived() -> None:
    with opened(Trello) as trello:
        trello.plays = [says(200, {"name": "Réseau", "closed": True})]
        with pytest.raises(OutsideError, match="archivée"):
            probes(trello, trello.line)


@pytest.mark.parametrize("answer", [{"message": "bonjour"}, [{"id": 9}, "bonjour"]])
def test_check_tells_what_is_no_deck(answer: object) -> None:
    with opened(Deck) as deck:
        deck.plays = [says(200, answer)]
        with pytest.raises(OutsideError):
            probes(deck, deck.line)
