"""The page of a network's year and its table: for whoever has the address, readable by all."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import AsyncIterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy import Connection

from bot.core import counters
from bot.network.address import Addresses, AddressKind
from bot.network.network import Network
from bot.network.period import Period
from bot.pages.site import pages
from bot.talk.render import make_render
from bot.year import reporting as year_reporting
from bot.year.report import YearReport
from tests.pages.page_site import PageSite, served
from tests.room import Room, open_room
from tests.year_cases import EMPTY_YEAR, HOSTILE_YEAR, YEAR

ADDRESSES = Addresses(b"0123456789abcdef" * 2)
TOKEN = ADDRESSES.token(AddressKind.REPORT, "loire")
BAR = re.compile(r'<svg class="bar".*?</svg>')


class Site(PageSite):
    """The pages behind a real server; itself what a network lived."""

    def __init__(self, room: Room) -> None:
        super().__init__("/bot/bilan/", TOKEN)
        self.database = room.database
        self.clock = room.clock
        self.report = YEAR
        self.asked: list[Period] = []

    def read(
        self, _db: Connection, _network: Network, period: Period, _now: object, /
    ) -> YearReport:
        self.asked.append(period)
        return self.report


@pytest.fixture
async def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    room = open_room(tmp_path)
    site = Site(room)
    monkeypatch.setattr(year_reporting, "read", site.read)
    async with served(site, pages(room.database, room.bot, ADDRESSES)):
        yield site
    room.database.close()


async def test_the_page_is_for_whoever_has_its_address_and_runs_no_script(site: Site) -> None:
    status, headers, text = await site.get()

    assert status == 200
    assert headers["X-Robots-Tag"] == "noindex"
    assert headers["Cache-Control"] == "private, max-age=300"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "<h1>Le bilan de la Loire</h1>" in text
    assert "<script" not in text
    assert " style=" not in text


async def test_every_value_is_written_in_a_table_with_its_bar(site: Site) -> None:
    text = (await site.get())[2]

    assert text.count("<table") == 3 + 2 + 4  # and what climbed, and each question of the surveys
    assert (
        "sept. 2026</th><td>1</td><td>0</td><td>0</td><td>1</td>" in text
    )  # held, and nobody counted
    assert '<th scope="row">Sans thème<svg class="bar" viewBox="0 0 14 1"' in text
    assert re.search(r"mars 2026<svg.*?</svg></th><td>1</td><td>14</td>", text)


async def test_a_bar_is_as_long_as_its_count_and_never_longer_than_the_longest(site: Site) -> None:
    text = (await site.get())[2]
    matter = re.search(
        r"Prendre en main du matériel(<svg.*?</svg>)</th><td>14</td><td>11</td>", text
    )

    assert matter
    assert _lengths(matter[1]) == (14, [11, 3])
    for longest, pieces in map(_lengths, BAR.findall(text)):
        assert 0 < sum(pieces) <= longest


def _lengths(drawn: str) -> tuple[float, list[float]]:
    """Return the width of a bar's whole place, and those of its pieces."""
    bar = ET.fromstring(drawn)  # noqa: S314
    return float(bar.attrib["viewBox"].split()[2]), [float(each.attrib["width"]) for each in bar]


async def test_a_year_is_chosen_on_the_page_or_by_its_address(site: Site) -> None:
    text = (await site.get(f"{TOKEN}?annee=2025"))[2]

    assert [each.year for each in site.asked] == [2025]
    assert '<span aria-current="page">2025</span>' in text
    assert f'<a href="{TOKEN}">12 derniers mois</a>' in text
    assert f'href="{TOKEN}.csv?annee=2025"' in text
    for wrong in ("2027", "1999", "x", "²", "9" * 30, "-1"):
        assert (await site.get(f"{TOKEN}?annee={wrong}"))[0] == 404


async def test_the_table_is_a_file(site: Site) -> None:
    status, headers, text = await site.get(f"{TOKEN}.csv")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))

    assert status == 200
    assert headers["Content-Type"] == "text/csv; charset=utf-8"
    assert headers["Content-Disposition"] == 'attachment; filename="bilan-loire-2026-11-02.csv"'
    assert rows[0] == ["rubrique", "libellé", "valeur", "unité"]
    assert {len(row) for row in rows} == {4}
    assert ["articles jugés utiles", "a.fr/3", "1 ou\u00a02", "personnes"] in rows


async def test_a_report_is_made_once_in_five_minutes(site: Site) -> None:
    etag = (await site.get())[1]["ETag"]
    assert (await site.get(If_None_Match=etag))[0] == 304
    assert len(site.asked) == 1

    site.clock.forward(minutes=6)
    await site.get()
    assert len(site.asked) == 2


async def test_a_renewed_address_and_any_wrong_one_are_not_found(site: Site) -> None:
    await site.get()
    await site.database.run(lambda db: counters.next_value(db, "loire", "report"))
    veille = ADDRESSES.token(AddressKind.VEILLE, "loire")

    for wrong in (TOKEN, f"{TOKEN}.csv", veille, "a" * 32, "loire"):
        assert (await site.get(wrong))[0] == 404
    assert (await site.get(ADDRESSES.token(AddressKind.REPORT, "loire", 1)))[0] == 200


async def test_an_empty_year_invites(site: Site) -> None:
    site.report = EMPTY_YEAR

    text = (await site.get())[2]

    assert "Rien n'a encore été compté" in text
    assert "La première question se pose dans le canal du réseau" in text
    assert not BAR.search(text)


async def test_anyones_words_are_only_words(site: Site) -> None:
    site.report = HOSTILE_YEAR

    page, table = (await site.get())[2], (await site.get(f"{TOKEN}.csv"))[2]

    assert "<script" not in page
    assert 'href="java' not in page
    assert not re.search(r"[\x00-\x08\x0b\u202e]", page)
    assert BAR.search(page)
    assert len(list(csv.reader(io.StringIO(table), delimiter=";"))[-1]) == 4


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_are_seen_on_their_ground(scheme: str) -> None:
    """Bars are told from the ground by 3:1 at least (WCAG 2.2, 1.4.11), their words by 4.5:1."""
    style = "\n".join(make_render()(each) for each in ("veille/page.css", "reseau/bilan.css"))
    dark = "".join(
        re.findall(r"prefers-color-scheme: dark\) \{\n  :root \{(.*?)\}", style, re.DOTALL)
    )
    light = "".join(re.findall(r"^:root \{(.*?)\}", style, re.DOTALL | re.MULTILINE))
    colours = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", light if scheme == "light" else dark))

    for bar in ("full",):
        assert _contrast(colours[bar], colours["card"]) >= 3, bar
    assert _contrast(colours["ink"], colours["card"]) >= 4.5
    assert _contrast(colours["soft"], colours["card"]) >= 4.5


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours (WCAG 2.2, relative luminance)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
