"""Files: sent, described, given back, and to whom; as a real 5.37 answered, asked the same."""

from __future__ import annotations

import struct

import aiohttp
import pytest

from tests.sandbox.people import Answer, Json, Person

PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 1200, 900) + bytes(5)


async def test_a_file_travels_with_its_post(bot: Person, louis: Person) -> None:
    loire = await bot.channel("loire")
    info = await _sent(bot, loire["id"], "besoins é.svg", b"<svg/>")

    posted = await bot.says(loire["id"], "le graphique", file_ids=[info["id"]])

    assert (info["name"], info["extension"], info["size"]) == ("besoins é.svg", "svg", 6)
    assert posted["file_ids"] == [info["id"]]
    assert posted["metadata"]["files"] == [info | {"post_id": posted["id"]}]
    content = await louis.call("GET", f"/files/{info['id']}")
    assert content.body == "<svg/>"
    assert content.headers["Content-Disposition"].startswith("attachment;")
    assert (await louis.get(f"/files/{info['id']}/info"))["mime_type"] == "image/svg+xml"
    assert (await louis.get(f"/posts/{posted['id']}/files/info")) == posted["metadata"]["files"]


async def test_a_picture_has_a_size_and_a_preview(bot: Person) -> None:
    loire = await bot.channel("loire")
    picture = await _sent(bot, loire["id"], "bilan.png", PNG)
    text = await _sent(bot, loire["id"], "liste.csv", "\ufeffn°".encode())
    false = await _sent(bot, loire["id"], "faux.png", b"pas une image")

    assert (picture["width"], picture["height"], picture["has_preview_image"]) == (1200, 900, True)
    assert text["mime_type"] == "text/csv; charset=utf-8"
    assert not {"width", "has_preview_image"} & (text.keys() | false.keys())
    for kind, refused in (("thumbnail", "no_thumbnail"), ("preview", "no_preview")):
        shown = await _raw(bot, f"/files/{picture['id']}/{kind}")
        none = await bot.call("GET", f"/files/{text['id']}/{kind}")
        assert shown == PNG
        assert (none.status, none.error_id) == (
            400,
            f"api.file.get_file_{kind}.{refused}.app_error",
        )
    link = await bot.call("GET", f"/files/{picture['id']}/link")
    assert (link.status, link.error_id) == (501, "api.file.get_public_link.disabled.app_error")


@pytest.mark.parametrize("path", ["", "/info", "/thumbnail", "/preview"])
async def test_a_file_is_its_senders_until_a_post_has_it_then_its_channels(
    bot: Person, louis: Person, marc: Person, path: str
) -> None:
    loire = await bot.channel("loire")
    info = await _sent(bot, loire["id"], "bilan.png", PNG)
    where = f"{bot.url}/api/v4/files/{info['id']}{path}"

    assert [await _status(each, where) for each in (bot, louis, marc)] == [200, 403, 403]
    posted = await bot.says(loire["id"], "", file_ids=[info["id"]])
    assert [await _status(each, where) for each in (bot, louis, marc)] == [200, 200, 403]
    assert (await marc.call("GET", f"/posts/{posted['id']}/files/info")).status == 403
    await bot.call("DELETE", f"/posts/{posted['id']}")
    assert [await _status(each, where) for each in (bot, louis, marc)] == [404, 404, 404]


async def test_a_post_takes_only_its_authors_files_and_each_once(
    bot: Person, louis: Person
) -> None:
    loire = await bot.channel("loire")
    info = await _sent(bot, loire["id"], "liste.csv", b"1")

    anothers = await louis.says(loire["id"], "à moi", file_ids=[info["id"], "z" * 26])
    first = await bot.says(loire["id"], "un", file_ids=[info["id"]])
    again = await bot.says(loire["id"], "deux", file_ids=[info["id"]])

    assert [each.get("file_ids") for each in (anothers, first, again)] == [None, [info["id"]], None]
    assert "files" not in anothers["metadata"]


@pytest.mark.parametrize(("place", "refused"), [("loire", 403), ("z" * 26, 403), ("z", 400)])
async def test_files_are_taken_where_one_may_write(
    marc: Person, bot: Person, place: str, refused: int
) -> None:
    channel = (await bot.channel("loire"))["id"] if place == "loire" else place

    assert (await _upload(marc, channel, "x.txt", b"1")).status == refused


async def test_a_file_keeps_the_last_part_of_its_name(bot: Person) -> None:
    loire = await bot.channel("loire")

    info = await _sent(bot, loire["id"], "x/../y é'q.txt", b"")

    assert (info["name"], info["size"]) == ("y é'q.txt", 0)


async def _upload(person: Person, channel: str, name: str, content: bytes) -> Answer:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("channel_id", channel)
    form.add_field("files", content, filename=name)
    return await person.call("POST", "/files", data=form)


async def _sent(person: Person, channel: str, name: str, content: bytes) -> Json:
    answer = await _upload(person, channel, name, content)
    assert answer.status == 201
    info: Json = answer.body["file_infos"][0]
    return info


async def _status(person: Person, url: str) -> int:
    headers = {"Authorization": f"Bearer {person.token}"}
    async with aiohttp.ClientSession() as http, http.get(url, headers=headers) as answer:
        return answer.status


async def _raw(person: Person, path: str) -> bytes:
    headers = {"Authorization": f"Bearer {person.token}"}
    url = f"{person.url}/api/v4{path}"
    async with aiohttp.ClientSession() as http, http.get(url, headers=headers) as answer:
        return await answer.read()
