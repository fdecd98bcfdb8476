"""The pages behind the links of mails: opening one changes nothing, its button does, once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from html import unescape
from pathlib import Path

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient, TestServer

from bot.letter.mail.rules import AddressStatus
from bot.network.address import Addresses
from bot.pages.site import pages
from tests.mail_room import (
    OFFICE,
    Box,
    body,
    links,
    mail_room,
    postman,
    publish,
    standing,
    subscribe,
)
from tests.room import Room

OWN = "zoe@loire.example.org"
OUTSIDE = "zoe@ailleurs.example"
Client = TestClient[web.Request, web.Application]


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return mail_room(tmp_path)


@pytest.fixture
async def client(room: Room) -> AsyncIterator[Client]:
    application = web.Application()
    application.add_routes(pages(room.database, room.bot, Addresses(b"0123456789abcdef" * 2)))
    async with TestClient(TestServer(application)) as opened:
        yield opened


async def received(room: Room) -> str:
    """Return the text of the mail that was just received."""
    box = Box()
    await postman(room, box).send_due()
    return body(box.mails[-1])


async def page(asked: Awaitable[ClientResponse]) -> str:
    """Return what is read of a page."""
    return unescape(await (await asked).text())


async def says(room: Room, who: str, text: str) -> str:
    return (await asyncio.to_thread(room.says, who, text)).text


async def leave_link(room: Room) -> str:
    await asyncio.to_thread(subscribe, room, OWN)
    publish(room)
    return links(await received(room))[-1]


async def confirm_link(room: Room) -> str:
    await says(room, "zoé", f"/lettre abonner {OUTSIDE}")
    return links(await received(room))[0]


async def test_a_scanner_that_opens_links_changes_nothing(room: Room, client: Client) -> None:
    confirm, leave = await confirm_link(room), await leave_link(room)

    for _ in range(3):
        assert (await client.get(confirm)).status == 200
        assert (await client.head(confirm)).status == 200
        assert (await client.get(leave)).status == 200

    assert standing(room, OUTSIDE) is AddressStatus.WAITING
    assert standing(room, OWN) is AddressStatus.CONFIRMED


async def test_the_button_confirms_once_and_for_all(room: Room, client: Client) -> None:
    link = await confirm_link(room)
    assert "<button>Recevoir la lettre</button>" in await page(client.get(link))

    for _ in range(2):
        assert "C'est confirmé" in await page(client.post(link))

    assert standing(room, OUTSIDE) is AddressStatus.CONFIRMED
    assert "C'est confirmé" in await page(client.get(link))


async def test_a_link_that_confirms_is_good_for_a_week(room: Room, client: Client) -> None:
    link = await confirm_link(room)
    room.clock.forward(days=8)

    for answer in (client.get(link), client.post(link)):
        assert "Ce lien ne sert plus" in await page(answer)
    assert standing(room, OUTSIDE) is AddressStatus.WAITING


async def test_a_link_of_someone_who_was_forgotten_says_so(room: Room, client: Client) -> None:
    link = await confirm_link(room)
    await asyncio.to_thread(room.does, "zoé", "lettre désabonner")

    for answer in (client.get(link), client.post(link)):
        assert "Cette demande n'est plus là" in await page(answer)
    assert standing(room, OUTSIDE) is None


async def test_the_button_unsubscribes_and_offers_to_come_back(room: Room, client: Client) -> None:
    link = await leave_link(room)
    assert "<button>Ne plus recevoir la lettre</button>" in await page(client.get(link))

    shown = await page(client.post(link))

    assert standing(room, OWN) is None
    back = shown.partition('name="retour" value="')[2].partition('"')[0]
    again = await page(client.post(link, data={"retour": back}))
    assert "Vous recevez de nouveau la lettre" in again
    assert standing(room, OWN) is AddressStatus.CONFIRMED


async def test_one_click_of_a_mail_program_unsubscribes(room: Room, client: Client) -> None:
    link = await leave_link(room)

    answer = await client.post(link, data={"List-Unsubscribe": "One-Click"})

    assert answer.status == 200
    assert standing(room, OWN) is None
    assert "Vous ne recevez plus" in await page(client.post(link))
    assert "Vous ne recevez plus" in await page(client.get(link))


async def test_the_way_back_is_short_and_ones_own(room: Room, client: Client) -> None:
    link = await leave_link(room)
    await client.post(link)
    now = room.clock.now
    elsewhere = OFFICE.way_back("national", OWN, now.replace(hour=9))
    old = OFFICE.way_back("loire", OWN, now)

    assert (await client.post(link, data={"retour": elsewhere})).status == 404
    assert (await client.post(link, data={"retour": "x" * 2_000})).status == 400
    assert (await client.post(link, data={"retour": "forgé"})).status == 404
    assert "Vous ne recevez plus" in await page(client.post(link, data={"retour": old}))
    assert standing(room, OWN) is None


async def test_a_forged_link_is_unknown(room: Room, client: Client) -> None:
    confirm, leave = await confirm_link(room), await leave_link(room)
    seal = leave.rpartition(".")[2]
    others = [
        leave[:-1] + ("a" if leave[-1] != "a" else "b"),
        leave.replace("loire", "national"),
        leave.replace("desabonnement", "abonnement"),
        confirm.replace("abonnement", "desabonnement"),
        f"/desabonnement/loire.{seal}",
        "/desabonnement/loire",
        "/abonnement/a.b.c.d",
    ]

    for other in others:
        assert (await client.get(other)).status == 404, other
        assert (await client.post(other)).status == 404, other
    assert standing(room, OWN) is AddressStatus.CONFIRMED


async def test_a_network_that_is_no_more_has_no_page(client: Client) -> None:
    gone = OFFICE.leave_link("ancien", "a" * 16).removeprefix(OFFICE.public)

    assert (await client.get(gone)).status == 404


async def test_pages_are_kept_framed_and_found_by_nobody(room: Room, client: Client) -> None:
    answer = await client.get(await leave_link(room))

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    policy = answer.headers["Content-Security-Policy"]
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script" not in await answer.text()


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("multipart/form-data; boundary=x", b"no parts at all"),
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=x", b"--x\r\nno header\r\n"),
        ("application/x-www-form-urlencoded; charset=none-such", b"List-Unsubscribe=One-Click"),
    ],
)
async def test_whatever_a_mail_program_sends_unsubscribes(
    room: Room, client: Client, kind: str, sent: bytes
) -> None:
    link = await leave_link(room)

    answered = await client.post(link, data=sent, headers={"Content-Type": kind})

    assert answered.status == 200
    assert standing(room, OWN) is None
