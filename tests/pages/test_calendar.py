"""A network's calendar: for whoever has its address, and for nobody else."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core import counters
from bot.meeting import calendars
from bot.meeting.calendar_file import Invitation
from bot.network.address import Addresses, AddressKind
from bot.pages.site import pages
from bot.talk.context import Context
from tests.pages.page_site import PageSite, served
from tests.room import MONDAY, Room, open_room

ADDRESSES = Addresses(b"0123456789abcdef" * 2)
MEETING = Invitation(
    uid="loire-12@courroie",
    sequence=0,
    start=MONDAY + timedelta(days=31),
    minutes=150,
    title="Rencontre de décembre",
    updated_at=MONDAY,
)


class Site(PageSite):
    """The pages behind a real server, and the meetings that it reads."""

    def __init__(self, room: Room) -> None:
        super().__init__("", _path("loire"))
        self.database = room.database
        self.invitations: list[Invitation] = [MEETING]

    def read(self, ctx: Context) -> Sequence[Invitation]:
        return self.invitations if ctx.network.slug == "loire" else ()


@pytest.fixture
async def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    room = open_room(tmp_path)
    site = Site(room)
    monkeypatch.setattr(calendars, "invitations", site.read)
    async with served(site, pages(room.database, room.bot, ADDRESSES)):
        yield site
    room.database.close()


async def test_the_calendar_has_the_meetings_of_its_network(site: Site) -> None:
    status, headers, text = await site.get()

    assert status == 200
    assert headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert headers["Cache-Control"] == "private, max-age=300"
    assert headers["Last-Modified"] == "Mon, 02 Nov 2026 08:00:00 GMT"
    assert headers["Content-Disposition"] == 'inline; filename="loire.ics"'
    assert "X-WR-CALNAME:Rencontres\u00a0: 42 - Loire\r\n" in text
    assert "SUMMARY:Rencontre de décembre\r\n" in text


async def test_a_network_without_meetings_has_an_empty_calendar(site: Site) -> None:
    status, headers, text = await site.get(_path("national"))

    assert status == 200
    assert "Last-Modified" not in headers
    assert "VEVENT" not in text


async def test_head_says_the_same_without_the_calendar(site: Site) -> None:
    _, headers, text = await site.get()

    async with site.http.head(site.usual) as answer:
        assert answer.status == 200
        assert answer.headers["ETag"] == headers["ETag"]
        assert answer.headers["Content-Length"] == str(len(text.encode()))
        assert not await answer.read()


async def test_what_is_known_already_is_not_sent_again(site: Site) -> None:
    _, headers, _ = await site.get()
    tag, modified = headers["ETag"], headers["Last-Modified"]

    for known in ({"If_None_Match": tag}, {"If_None_Match": f'"x", W/{tag}'}):
        status, again, text = await site.get(**known)
        assert (status, text, again["ETag"]) == (304, "", tag)
        assert again["Cache-Control"] == "private, max-age=300"
    assert (await site.get(If_None_Match="*"))[0] == 304
    assert (await site.get(If_Modified_Since=modified))[0] == 304


async def test_what_changed_is_sent(site: Site) -> None:
    _, headers, _ = await site.get()
    tag, modified = headers["ETag"], headers["Last-Modified"]
    site.invitations = [replace(MEETING, sequence=1, updated_at=MONDAY + timedelta(hours=1))]

    assert (await site.get(If_None_Match=tag))[0] == 200
    assert (await site.get(If_Modified_Since=modified))[0] == 200
    assert (await site.get(If_None_Match=tag, If_Modified_Since="Tue, 02 Nov 2027 08:00:00 GMT"))[
        0
    ] == 200


async def test_a_renewed_address_is_as_unknown_as_any(site: Site) -> None:
    await site.database.run(lambda db: counters.next_value(db, "loire", "calendar"))
    renewed = _path("loire", 1)

    assert (await site.get())[0] == 404
    assert (await site.get(renewed))[0] == 200
    assert (await site.get(_path("national")))[0] == 200


async def test_no_wrong_address_is_told_from_another(site: Site) -> None:
    await site.database.run(lambda db: counters.next_value(db, "partis", "calendar"))
    wrong = [
        f"/bot/calendrier/{'a' * 32}.ics",
        _path("partis", 1),
        _path("loire").removesuffix(".ics"),
        "/bot/calendrier/loire.ics",
        "/bot/calendrier/%C3%A9.ics",
        "/bot/ailleurs",
    ]

    answers = [await site.get(each) for each in wrong]

    for _, headers, _ in answers:
        headers.pop("Date")
    assert answers[0][0] == 404
    assert all(each == answers[0] for each in answers)


async def test_the_calendar_is_read_only(site: Site) -> None:
    async with site.http.put(site.usual, data=b"x") as answer:
        assert answer.status == 405


def _path(network: str, renewed: int = 0) -> str:
    token = ADDRESSES.token(AddressKind.CALENDAR, network, renewed)
    return f"/bot/calendrier/{token}.ics"
