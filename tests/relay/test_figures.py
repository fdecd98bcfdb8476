"""The belt's figures: on their page, in the year's report; no territory told from another."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer
from aiohttp.web import Application
from sqlalchemy import Connection

from bot.network.address import Addresses, AddressKind
from bot.network.network import Scale
from bot.network.period import last_months
from bot.network.rights import Role
from bot.pages.site import pages
from bot.question import store as questions
from bot.question.rules import Question
from bot.relay import reporting as belt_reporting
from bot.relay import store as climbs
from bot.relay.figures import OTHER_THEMES, BeltReport, make_figures
from bot.relay.rules import Climb, ClimbStatus, DescentStatus
from bot.talk.render import masked
from tests.databases import made_in
from tests.relay.standing_cases import LIVES
from tests.relay.tree_room import PEOPLE, TREE, TreeRoom, button, coordinators, network, open_tree

ADDRESSES = Addresses(b"0123456789abcdef" * 2, "https://bot.example.org")


class Site:
    """The pages of a tree of networks, behind a real server."""

    http: ClientSession

    def __init__(self, room: TreeRoom) -> None:
        self.room = room

    async def get(self, network: str, renewed: int = 0, year: str = "") -> tuple[int, str]:
        """Read a network's figures at its address."""
        async with self.http.get(f"{urlsplit(_address(network, renewed)).path}{year}") as answer:
            return answer.status, (await answer.text()).replace("\u00a0", " ")


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Site]:
    """Serve the pages of a tree of networks."""
    site = Site(TreeRoom(made_in(tmp_path), address=ADDRESSES.address))
    application = Application()
    application.add_routes(pages(site.room.database, site.room.bot, ADDRESSES))
    async with TestServer(application) as server, ClientSession(server.make_url("/")) as http:
        site.http = http
        yield site
    site.room.database.close()


def _address(network: str, renewed: int) -> str:
    """Return where those who coordinate a network today read its figures."""
    version = AddressKind.BELT.version(renewed, coordinators(network))
    return ADDRESSES.address(AddressKind.BELT, network, version)


def _climbs(room: TreeRoom, who: str, count: int) -> None:
    """Have a coordinator's own questions climb: nobody else is to be asked."""
    for number in range(1, count + 1):
        text = f"Qui sait le secret numéro {number} de la bureautique ?"
        assert not room.says(who, f"/besoin {text}").refused
        room.clicks(who, "besoin transmettre", f"{number} {text}", texte=text, territoire="nom")
    room.deliver()


def _report(room: TreeRoom, slug: str) -> BeltReport:
    period = last_months(room.clock.now, "Europe/Paris")
    return room.store(lambda db: belt_reporting.read(db, slug, period))


def test_needs_are_counted_where_they_stand() -> None:
    figures = make_figures(LIVES)

    assert (figures.all.climbed, figures.all.waiting, figures.all.carried) == (10, 3, 1)
    assert (figures.all.answered, figures.all.returned) == (4, 1)
    assert figures.came_down == {DescentStatus.WAITING: 1, DescentStatus.PUBLISHED: 3}
    assert figures.decided == timedelta(days=9)


def test_small_numbers_are_hidden_and_small_themes_told_together() -> None:
    themes = {each.label: each.climbed for each in make_figures(LIVES).themes}

    assert themes == {"Bureautique": 4, "Intelligence artificielle (IA)": 3, OTHER_THEMES: 3}
    told = [masked(count, "besoin").replace("\u00a0", " ") for count in (0, 1, 2, 3)]
    assert told == ["0 besoin", "moins de 3 besoins", "moins de 3 besoins", "3 besoins"]
    assert make_figures(LIVES[:2]).decided is None


async def test_the_page_tells_both_levels_and_names_no_territory(site: Site) -> None:
    def live() -> None:
        _climbs(site.room, "amina", 4)
        _climbs(site.room, "bruno", 1)
        site.room.clicks("rachid", "besoin prendre", "1")

    await asyncio.to_thread(live)
    status, above = await site.get("aura")
    below = (await site.get("loire"))[1]

    assert status == 200
    assert "Ce qui nous est monté des territoires" in above
    assert "<strong>5</strong> besoins en tout" in above
    assert "<strong>4</strong> besoins en tout" in below
    assert "<strong>moins de 3</strong> pris en charge" in below
    for page in (above, below):
        assert "secret" not in page
        assert "<script" not in page
        for name in ("Loire", "Drôme"):
            assert name not in page.replace("redescend, 42 - Loire", "")
    assert "Rien n'est monté" in (await site.get("national"))[1]
    earlier = (await site.get("aura", year="?annee=2025"))[1]
    assert '<span aria-current="page">2025</span>' in earlier


async def test_a_level_further_below_is_told_of_from_three_territories_on(site: Site) -> None:
    await asyncio.to_thread(_climbs, site.room, "amina", 4)
    assert "Par niveau" not in (await site.get("national"))[1]
    assert "Départements" in (await site.get("aura"))[1]


def test_three_territories_make_a_level(tmp_path: Path) -> None:
    more = [
        network(f"d{each}", f"Département {each}", Scale.DEPARTEMENT, "france", "aura")
        for each in range(3)
    ]
    room = open_tree(tmp_path, tree=(*TREE, *more))
    for slug in ("d0", "d1", "d2"):
        _sent_from(room, slug)
    period = last_months(room.clock.now, "Europe/Paris")

    def levels(slug: str) -> list[tuple[str, int]]:
        here = room.bot.networks[slug]
        found = room.store(
            lambda db: belt_reporting.levels(room.bot.context(db, here, room.clock.now), period)
        )
        return [(each.label, each.climbed) for each in found]

    assert levels("national") == [("départements", 3)]
    assert levels("aura") == [("départements", 3)]
    assert levels("loire") == []


def _sent_from(room: TreeRoom, slug: str) -> None:
    """Have a need of a network be sent, as its coordinator would."""
    now = room.clock.now

    def write(db: Connection) -> None:
        asked = Question(network=slug, number=0, text="Qui ?", author="louis", asked_at=now)
        kept = questions.add(db, asked)
        kept = questions.get(db, slug, kept.number)
        climb = Climb(
            question=kept.id,
            network=slug,
            number=kept.number,
            parent="aura",
            text="Qui ?",
            sent_by="amina",
            asked_at=now,
        )
        climbs.add(db, replace(climb, status=ClimbStatus.SENT, sent_at=now))

    room.store(write)


async def test_the_address_is_told_and_renewed_by_a_button(site: Site) -> None:
    def live() -> None:
        room = site.room
        leading = button(room.says("amina", "/besoin transmis"), "Les chiffres")
        told = room.clicks("amina", leading.route, leading.argument)
        first = _address("loire", 0)
        assert first in told.text
        assert room.says("louis", "/besoin page-transmis").refused
        assert room.says("amina", "/besoin page-transmis demain").refused

        again = button(told, "Renouveler l'adresse")
        renewed = room.clicks("amina", again.route, again.argument)
        assert first not in renewed.text
        assert _address("loire", 1) in renewed.text

    await asyncio.to_thread(live)
    assert (await site.get("loire"))[0] == 404
    assert (await site.get("loire", 1))[0] == 200


@pytest.mark.parametrize("after", [Role.MEMBER, Role.GUEST, Role.STRANGER])
async def test_whoever_coordinates_no_longer_reads_the_figures_no_longer(
    site: Site, monkeypatch: pytest.MonkeyPatch, after: Role
) -> None:
    held, other = (urlsplit(_address(each, 0)).path for each in ("loire", "aura"))
    monkeypatch.setitem(PEOPLE, "amina", ("france", {"loire": after}))

    for path, status in ((held, 404), (other, 200)):
        async with site.http.get(path) as answer:
            assert answer.status == status


def test_the_year_s_report_has_the_same_figures(tmp_path: Path) -> None:
    room = open_tree(tmp_path)
    _climbs(room, "amina", 4)
    room.says("amina", "/reseau bilan")
    room.says("rachid", "/reseau bilan")
    said = room.deliver()

    assert "**4\u00a0besoins transmis**" in room.last("amina", said, "Le bilan").text
    assert "**0\u00a0besoin transmis**, 4\u00a0reçus" in room.last("rachid", said, "Le bilan").text
    assert _report(room, "loire").up.all == _report(room, "aura").down.all


def test_what_came_of_a_private_question_is_in_no_figure_of_its_network(tmp_path: Path) -> None:
    room = open_tree(tmp_path)
    _climbs(room, "amina", 1)
    assert _report(room, "loire").up.all.climbed == 1
    room.says("amina", "/besoin rendre-privé 1")

    assert _report(room, "loire").up.all.climbed == 0
