"""The letter by mail from a real server's network: asked for, confirmed, received, ended."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from email.message import EmailMessage

import aiohttp
import pytest_asyncio

from tests.live.bot import House
from tests.live.conftest import Build
from tests.live.postroom import Postroom, open_postroom
from tests.live.server import in_direct
from tests.sandbox.people import Person

LOUIS = "louis@loire.example.org"
OUTSIDE = "voisine@mairie.example.net"
LIST = (
    "Nom;Adresse\r\nPôle;pole@loire.example.org\r\nHub;hub@region.example.net\r\n"
    "Rien;pas une adresse\r\nPôle encore;POLE@loire.example.org\r\n"
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postroom(build: Build) -> AsyncIterator[Postroom]:
    """Return a house with a letter, buttons, and a mail server."""
    async with open_postroom(build, "abonnes") as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def counter(build: Build) -> AsyncIterator[Postroom]:
    """Return another such house, whose list nobody counts."""
    async with open_postroom(build, "guichet") as opened:
        yield opened


async def test_a_letter_reaches_who_asked_for_it_until_they_have_enough(postroom: Postroom) -> None:
    house, boxes = postroom.house, postroom.boxes
    said = await house.types(house.louis, f"/lettre abonner {LOUIS}")
    assert "C'est fait" in said
    await _confirmed(postroom, OUTSIDE)
    await _imported(house)
    await house.types(house.amina, "/lettre édito Une lettre à emporter")
    await house.does(house.amina, "lettre publier confirmé")

    for address in (LOUIS, "pole@loire.example.org"):
        _is_a_letter(await boxes.mail(address), address)
    _is_a_letter(await boxes.mail(OUTSIDE, 2), OUTSIDE)
    hub = await boxes.mail("hub@region.example.net")
    assert "confirm" in str(hub["Subject"]).lower() + _plain(hub)
    assert len(boxes.of("hub@region.example.net")) == 1, "it has not confirmed"
    sent = await house.does(house.amina, "lettre envois")
    assert "3\u00a0courriels partis sur 3" in sent
    assert "@loire" not in sent

    await _left_in_one_click(postroom, await boxes.mail(LOUIS))
    assert await house.does(house.louis, "lettre désabonner") != ""
    counts = await house.does(house.amina, "lettre abonnés")
    assert "reçoivent la lettre\u00a0: **2" in counts


async def test_the_form_asks_for_the_address(counter: Postroom) -> None:
    house = counter.house

    form = await house.opens(house.zoe, "/lettre abonner")
    told = await house.zoe.fills_in(form, house.here, adresse="zoe@loire.example.org")

    assert told == {}
    assert "reçoit déjà" in await house.types(house.zoe, "/lettre abonner zoe@loire.example.org")
    assert "aucune adresse" in await house.does(house.louis, "lettre désabonner")


async def test_a_member_does_not_read_the_list(counter: Postroom) -> None:
    for line in ("abonnés", "importer", "exporter", "envois", "retirer-abonné a@exemple.fr"):
        said = await counter.house.does(counter.house.zoe, f"lettre {line}")
        assert "réservé à la coordination" in said, line


async def test_a_coordinator_takes_the_letter_away_ready_to_send(counter: Postroom) -> None:
    house = counter.house

    await house.does(house.amina, "lettre publier confirmé")
    said = await house.does(house.amina, "lettre exporter")

    assert "message direct" in said
    letter = await house.told(house.amina, "prête à envoyer", filed=True)
    (file,) = letter["metadata"]["files"]
    content = (await house.content(house.amina, file)).decode()
    assert file["name"].endswith(".eml")
    assert "X-Unsent: 1" in content
    assert "@loire.example.org" not in content


async def _confirmed(postroom: Postroom, address: str) -> None:
    """Have an address from elsewhere asked for, by direct message, and confirm it by its link."""
    house = postroom.house
    await house.writes(house.zoe, f"lettre abonner {address}")
    await house.told(house.zoe, "Un courriel part vers")
    mail = await postroom.boxes.mail(address)
    link = re.search(rf"{house.address}/abonnement/\S+", _plain(mail))
    assert link, _plain(mail)
    for _ in range(2):  # a program that checks mails opens it too
        async with house.http.get(link[0]) as page:
            assert "<form" in await page.text()
    counts = await house.does(house.amina, "lettre abonnés")
    assert "n'ont pas encore confirmé\u00a0: 1" in counts
    async with house.http.post(link[0]) as done:
        assert done.status == 200
    counts = await house.does(house.amina, "lettre abonnés")
    assert "n'ont pas encore confirmé\u00a0: 0" in counts


async def _imported(house: House) -> None:
    """Import a list, as a file that goes with a direct message."""
    channel = await in_direct(house.amina, house.bot)
    file = await _upload(house.amina, channel, LIST.encode("latin-1"))
    await house.does(house.amina, "lettre importer")
    asked = await house.told(house.amina, "Joignez le fichier")
    await house.amina.says(channel, "Voici", file_ids=[file], root_id=asked["id"])
    told = await house.told(house.amina, "2\u00a0adresses lues", "ligne 4")
    assert "reçoit un courriel pour confirmer" in told["message"]


async def _left_in_one_click(postroom: Postroom, mail: EmailMessage) -> None:
    """Unsubscribe as a mail program does (RFC 8058)."""
    house = postroom.house
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = re.search(r"<(https?:[^>]+)>", str(mail["List-Unsubscribe"]))
    assert link
    async with house.http.get(link[1]) as page:
        assert page.status == 200
    assert "reçoivent la lettre\u00a0: **3" in await house.does(house.amina, "lettre abonnés")
    body = aiohttp.FormData({"List-Unsubscribe": "One-Click"})
    for _ in range(2):
        async with house.http.post(link[1], data=body) as done:
            assert done.status == 200


def _is_a_letter(mail: EmailMessage, address: str) -> None:
    assert mail["To"] == address
    assert mail.get_content_type() == "multipart/alternative"
    assert "Une lettre à emporter" in _plain(mail)
    page = mail.get_body(("html",))
    assert page is not None
    assert 'lang="fr"' in page.get_content()
    assert "Amina" not in page.get_content() + _plain(mail)


def _plain(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


async def _upload(person: Person, channel: str, content: bytes) -> str:
    """Upload a file for a message to come, and return its id."""
    form = aiohttp.FormData()
    form.add_field("channel_id", channel)
    form.add_field("files", content, filename="adresses.csv", content_type="text/csv")
    answer = await person.call("POST", "/files", data=form)
    assert answer.status == 201, answer.body
    return str(answer.body["file_infos"][0]["id"])
