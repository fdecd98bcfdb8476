"""Calling a tool: the guard and limits of feeds; what fails is told in our words."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.outside.calling import ApiAnswer, ApiCall, ApiClient, ApiLimits
from bot.outside.rules import OutsideError, OutsideFault
from bot.veille.fetching.guard import Guard
from tests.outside.fake import CUT, HERE, SILENT, Asked, Fake, says
from tests.ports import held_port

SECRET = "a-secret-of-ours"


@dataclass
class Echo(Fake):
    """A server that answers what it was told."""

    def answer(self, asked: Asked) -> web.Response:
        return web.json_response({"told": asked.body, "agent": asked.headers["User-Agent"]})


@dataclass
class Names(AbstractResolver):
    """Every name leads to the loopback."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host, host="127.0.0.1", port=port, family=family, proto=0, flags=0
            )
        ]

    async def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def echo() -> Iterator[Echo]:
    with held_port() as port:
        yield Echo(port)


def client(
    guard: Guard = HERE, total: float = 30.0, names: AbstractResolver | None = None
) -> ApiClient:
    limits = ApiLimits(total=total, body=2_000)
    return ApiClient(agent="Courroie (essai)", guard=guard, limits=limits, resolver=names)


def call(echo: Echo, asked: ApiCall, api: ApiClient | None = None) -> ApiAnswer:
    async def work() -> ApiAnswer:
        async with echo.open(), api or client() as opened:
            return await opened.call(asked)

    return asyncio.run(work())


def refused(echo: Echo, asked: ApiCall, api: ApiClient | None = None) -> OutsideError:
    with pytest.raises(OutsideError) as found:
        call(echo, asked, api)
    assert found.value.__suppress_context__, "what aiohttp says may quote the address"
    assert SECRET not in str(found.value)
    return found.value


def test_a_body_of_json_and_a_form_are_told_as_such(echo: Echo) -> None:
    told = call(echo, ApiCall(method="POST", url=echo.url, body={"a": 1})).json()
    form = call(echo, ApiCall(method="POST", url=echo.url, form={"a": "é"})).json()

    assert told == {"told": {"a": 1}, "agent": "Courroie (essai)"}
    assert form == {"told": {"a": "é"}, "agent": "Courroie (essai)"}


@pytest.mark.parametrize(
    "url",
    [
        "http://10.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
        f"https://user:{SECRET}@example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "https://example.org:22/",
    ],
)
def test_an_address_that_is_not_permitted_is_refused_before_any_connection(
    echo: Echo, url: str
) -> None:
    error = refused(echo, ApiCall(url=url), client(Guard()))

    assert (error.fault, error.doubt) == (OutsideFault.ACCESS, False)
    assert error.reason == "son adresse n'est pas permise"


def test_a_name_that_leads_inside_is_refused_at_the_connection(echo: Echo) -> None:
    asked = ApiCall(url=f"http://dehors.example.org:8080/{SECRET}", method="POST")
    error = refused(echo, asked, client(Guard(), names=Names()))

    assert error.reason == "son adresse est à l'intérieur du réseau"
    assert (error.fault, error.doubt) == (OutsideFault.AWAY, False)
    assert echo.asked == []


def test_a_host_that_is_trusted_by_its_name_may_be_inside(echo: Echo) -> None:
    asked = ApiCall(url=f"http://dedans.example.org:{echo.port}/")
    answer = call(echo, asked, client(Guard(["dedans.example.org"]), names=Names()))

    assert answer.status == 200


def test_nobody_listens_is_sure_and_a_cut_is_not(echo: Echo) -> None:
    async def work() -> None:
        async with client() as opened:
            await opened.call(ApiCall(url=f"{echo.url}/{SECRET}", method="POST"))

    with pytest.raises(OutsideError) as unheard:
        asyncio.run(work())
    echo.plays = [CUT]
    cut = refused(echo, ApiCall(url=f"{echo.url}/{SECRET}", method="POST"))

    assert (unheard.value.doubt, cut.doubt) == (False, True)
    assert unheard.value.reason == cut.reason == "il ne répond pas"


def test_silence_is_in_doubt(echo: Echo) -> None:
    echo.plays = [SILENT]
    error = refused(echo, ApiCall(url=echo.url, method="POST"), client(total=0.2))

    assert (error.reason, error.doubt) == ("il est trop lent à répondre", True)


def test_a_body_is_read_up_to_its_limit_only(echo: Echo) -> None:
    echo.plays = [web.Response(body=b"x" * 1_000_000)]
    answer = call(echo, ApiCall(url=echo.url))

    assert len(answer.body) < 100_000
    assert answer.json() is None
    assert answer.text_at("id") == ""


def test_no_redirect_is_followed_and_no_secret_goes_along(echo: Echo) -> None:
    echo.plays = [says(307, None, location="https://ailleurs.example.org/")]
    answer = call(echo, ApiCall(url=echo.url, headers={"Authorization": SECRET}))

    with pytest.raises(OutsideError, match="mène ailleurs"):
        answer.require()
    assert len(echo.asked) == 1


def test_nothing_of_a_call_nor_of_an_answer_is_shown() -> None:
    asked = ApiCall(url=f"https://a.fr/{SECRET}", headers={"X": SECRET}, body=SECRET)
    answer = ApiAnswer(status=401, headers={"x": SECRET}, body=SECRET.encode())

    assert SECRET not in f"{asked!r} {answer!r}"


@pytest.mark.parametrize(
    ("status", "fault", "doubt"),
    [
        (302, OutsideFault.AWAY, False),
        (400, OutsideFault.REFUSED, False),
        (401, OutsideFault.ACCESS, False),
        (403, OutsideFault.ACCESS, False),
        (404, OutsideFault.AWAY, False),
        (405, OutsideFault.AWAY, False),
        (413, OutsideFault.REFUSED, False),
        (422, OutsideFault.REFUSED, False),
        (429, OutsideFault.BUSY, False),
        (500, OutsideFault.AWAY, True),
        (502, OutsideFault.AWAY, True),
        (503, OutsideFault.AWAY, False),
        (504, OutsideFault.AWAY, True),
    ],
)
def test_each_status_says_what_failed_and_how_surely(
    status: int,
    fault: OutsideFault,
    doubt: bool,  # noqa: FBT001
) -> None:
    with pytest.raises(OutsideError) as found:
        ApiAnswer(status=status, body=SECRET.encode()).require()

    assert (found.value.fault, found.value.doubt) == (fault, doubt)
    assert SECRET not in str(found.value)


def test_what_is_not_there_is_named_or_gone() -> None:
    with pytest.raises(OutsideError, match="la table Besoins n'y est pas"):
        ApiAnswer(status=404).require(what="la table Besoins")
    with pytest.raises(OutsideError) as gone:
        ApiAnswer(status=404).require(missing=OutsideFault.GONE)
    assert gone.value.fault is OutsideFault.GONE
    ApiAnswer(status=204).require()


WAITS: list[tuple[dict[str, str], object, timedelta | None]] = [
    ({"retry-after": "65"}, None, timedelta(seconds=65)),
    ({"retry-after": "1"}, {"retry_after": 0.35}, timedelta(seconds=0.35)),
    ({}, {"retry_after": "bientôt"}, None),
    ({}, {"retry_after": True}, timedelta(seconds=1)),
    ({}, {"retry_after": -3}, None),
    ({}, {"retry_after": 10**12}, None),
    ({"retry-after": "demain"}, [], None),
    ({}, None, None),
]


@pytest.mark.parametrize(("headers", "body", "wait"), WAITS)
def test_how_long_a_tool_asks_us_to_wait(
    headers: dict[str, str], body: object, wait: timedelta | None
) -> None:
    answer = ApiAnswer(status=429, headers=headers, body=json.dumps(body).encode())

    assert answer.wait == wait


BROKEN: list[Callable[[], bytes]] = [
    lambda: b"",
    lambda: b"<html>",
    lambda: b"\xff\xfe",
    lambda: b"[" * 1_900,
    lambda: b'{"id": ["x"]}',
    lambda: b'"id"',
]


@pytest.mark.parametrize("body", BROKEN)
def test_a_body_of_anything_gives_no_id_and_raises_nothing(body: Callable[[], bytes]) -> None:
    assert ApiAnswer(status=200, body=body()).text_at("id") == ""
