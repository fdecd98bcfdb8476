"""The open list of places is read once a day, politely; what was read stays when it cannot be."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.helping.places import store as places
from bot.helping.places.rules import ListState
from bot.network.network import Network, PlaceList
from bot.veille.feeds.rules import Ailment
from bot.veille.fetching.ask import HttpAnswer, Request, failed
from bot.veille.fetching.turns import FailedError
from scheduler.places import PlacesJob
from tests.pile_cases import waiting
from tests.room import LOIRE, NATIONAL, Room

ADDRESS = "https://donnees.example.org/lieux.csv"
LISTED = replace(LOIRE, places=PlaceList(source=ADDRESS, areas=("42",)))
BODY = "nom,commune,code_insee,services\nMédiathèque,Roanne,42187,Surdité\n".encode()
OTHER = BODY.replace(b"M\xc3\xa9diath\xc3\xa8que", b"Mairie")


@dataclass
class Web:
    """Answers with a body and its validators, or fails; keeps what it was asked."""

    body: bytes = BODY
    status: int = 200
    error: Exception | None = None
    asked: list[Request] = field(default_factory=list)

    async def answer(self, url: str, request: Request) -> HttpAnswer:
        self.asked.append(request)
        if self.error is not None:
            raise self.error
        headers = httpx.Headers({"etag": '"v1"', "last-modified": "Mon, 02 Nov 2026 00:00:00 GMT"})
        body = self.body if self.status == 200 else b""
        return HttpAnswer(status=self.status, headers=headers, url=url, body=body)


def reads(room: Room, web: Web, *networks: Network) -> int:
    """Let the job come by."""
    served = {each.slug: each for each in networks or (LISTED, NATIONAL)}
    return asyncio.run(PlacesJob(room.database, served, web, room.clock).read_due())


def names(room: Room) -> list[str]:
    found = room.store(lambda db: places.speaking_of(db, "loire", ["roann"]))
    return [each.name for each in found]


def state(room: Room) -> ListState:
    found = room.store(lambda db: places.state_of(db, "loire"))
    assert found is not None
    return found


def test_a_list_is_read_once_a_day_with_its_validators_verbatim(room: Room) -> None:
    web = Web()
    assert (reads(room, web), reads(room, web)) == (1, 0)
    assert names(room) == ["Médiathèque"]

    room.clock.forward(days=1)
    web.status = 304
    assert reads(room, web) == 0

    assert [dict(each.headers).get("If-None-Match") for each in web.asked] == [None, '"v1"']
    assert web.asked[1].headers["If-Modified-Since"] == "Mon, 02 Nov 2026 00:00:00 GMT"
    assert names(room) == ["Médiathèque"]
    assert state(room).read_at == room.clock.now


def test_a_new_list_takes_the_place_of_the_old_one(room: Room) -> None:
    web = Web()
    reads(room, web)
    room.clock.forward(days=1)
    web.body = OTHER
    reads(room, web)

    assert names(room) == ["Mairie"]


@pytest.mark.parametrize(
    "error",
    [
        FailedError(failed(Ailment.INTERNAL_ADDRESS, "10.0.0.1")),
        FailedError(failed(Ailment.TOO_BIG, "over the limit")),
        RuntimeError("a defect"),
    ],
)
def test_what_was_read_stays_when_the_list_cannot_be(room: Room, error: Exception) -> None:
    web = Web()
    reads(room, web)
    room.clock.forward(days=1)
    web.error = error
    assert (reads(room, web), reads(room, web)) == (0, 0)

    assert len(web.asked) == 2
    assert names(room) == ["Médiathèque"]
    assert state(room).etag == '"v1"'
    assert state(room).good_at == room.clock.now - timedelta(days=1)
    assert not state(room).fails


@pytest.mark.parametrize("body", [b"<html>Portail captif</html>", b""])
def test_a_page_in_the_place_of_the_list_empties_nothing(room: Room, body: bytes) -> None:
    web = Web()
    reads(room, web)
    room.clock.forward(days=1)
    web.body = body
    reads(room, web)

    assert names(room) == ["Médiathèque"]
    assert state(room).good_at != state(room).read_at


def test_another_source_is_read_at_once_without_the_validators_of_the_first(room: Room) -> None:
    web = Web()
    reads(room, web)
    moved = replace(LISTED, places=PlaceList(source=f"{ADDRESS}?v2", areas=("42",)))

    assert reads(room, web, moved) == 1
    assert "If-None-Match" not in web.asked[1].headers


def test_a_network_without_a_list_any_more_knows_no_place(room: Room) -> None:
    reads(room, Web())
    reads(room, Web(), LOIRE, NATIONAL)

    assert names(room) == []
    assert room.store(lambda db: places.state_of(db, "loire")) is None


def test_a_file_is_read_again_when_it_changes(room: Room, tmp_path: Path) -> None:
    path = tmp_path / "lieux.csv"
    path.write_bytes(BODY)
    local = replace(LOIRE, places=PlaceList(source=str(path), areas=("Roanne",)))
    web = Web()
    assert reads(room, web, local) == 1

    room.clock.forward(hours=25)
    assert reads(room, web, local) == 0
    path.write_bytes(OTHER)
    room.clock.forward(days=1)
    reads(room, web, local)
    path.unlink()
    room.clock.now += timedelta(days=1)
    reads(room, web, local)

    assert names(room) == ["Mairie"]
    assert state(room).good_at != state(room).read_at
    assert web.asked == []


def test_coordinators_are_told_of_a_list_that_fails_for_days(room: Room) -> None:
    web = Web()
    reads(room, web)
    web.error = FailedError(failed(Ailment.TOO_BIG, "over the limit"))
    for _ in range(2):
        room.clock.forward(days=1)
        reads(room, web)
    assert "liste des lieux" not in waiting(room)
    room.clock.forward(days=1)
    reads(room, web)

    assert "La liste des lieux ne se lit plus" in waiting(room)
    assert "**La liste des lieux ne se lit plus** depuis le" in waiting(room)


def test_a_list_that_was_never_read_is_told_at_once(room: Room) -> None:
    reads(room, Web(status=404))

    assert "La liste des lieux ne se lit plus" in waiting(room)
