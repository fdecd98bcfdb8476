"""The network's year and rhythm on a real server: shown, changed, and warned of."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest_asyncio

from bot.french.workdays import is_working_day
from bot.network import schedule
from bot.pile.rules import week_of
from tests.live.bot import House, eventually, is_a_picture, plain
from tests.live.conftest import Build
from tests.live.postroom import Postroom, at_work, open_postroom
from tests.live.server import Server, in_direct, posts_in
from tests.sandbox.people import Json, Person


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def hall(build: Build) -> AsyncIterator[Postroom]:
    """Return a house with buttons, whose rhythm nobody changed yet."""
    async with open_postroom(build, "mairie") as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def mute(build: Build) -> AsyncIterator[Postroom]:
    """Return a house where no click comes."""
    async with open_postroom(build, "annexe", buttons=False) as opened:
        yield opened


async def test_the_year_is_told_and_comes_as_a_picture(hall: Postroom) -> None:
    house = hall.house

    shown = await house.shows(house.zoe, "/reseau")
    told = await house.presses(house.zoe, shown, "L'année en image")

    assert "L'année de la Loire" in shown["message"]
    assert "Régularité" in shown["message"]
    assert "message direct" in told
    await _pictured(house, house.zoe, "L'année de la Loire")
    refused = await house.does(house.zoe, "reseau publier-année")
    assert "réservé à la coordination" in refused
    await house.does(house.amina, "reseau publier-année")
    post = await _posted(house, "L'année de la Loire")
    await is_a_picture(house, house.louis, post)


async def test_a_coordinator_changes_the_rhythm_and_goes_back(hall: Postroom) -> None:
    house = hall.house
    before = hall.network.digest.text

    shown = await house.shows(house.amina, "/reseau rythme")
    form = await house.form(house.amina, shown, "Changer le rythme…")
    window = await house.amina.listens()
    assert await house.amina.fills_in(form, house.here, veille="chaque lundi à 8 h 30") == {}
    changed = await window.whisper()
    await window.socket.close()

    assert changed["message"].count("lundi") >= 4, "the rule, and its next three dates"
    assert hall.network.digest.text == "chaque lundi à 8 h 30"
    assert "chaque lundi à 8 h 30" in plain(await house.types(house.louis, "/reseau rythme"))
    back = await house.presses(house.amina, changed, "Annuler")
    assert before in plain(back)
    assert hall.network.digest.text == before
    never = "reseau changer-rythme lettre jamais"
    assert "réservé à la coordination" in await house.does(house.louis, never)
    wrong = "reseau changer-rythme lettre à la Saint-Glinglin"
    refused = await house.does(house.amina, wrong)
    assert "Glinglin" in refused


async def test_the_three_rules_are_changed_by_form(hall: Postroom) -> None:
    house = hall.house
    shown = await house.shows(house.amina, "/reseau rythme")
    form = await house.form(house.amina, shown, "Changer le rythme…")
    window = await house.amina.listens()
    told = await house.amina.fills_in(form, house.here, lettre="le 3e mardi à 10 h")

    assert told == {}
    assert hall.network.letter is not None
    assert hall.network.letter.text == "le 3e mardi à 10 h"
    changed = plain((await window.whisper())["message"])
    assert "le 3e mardi à 10 h, au lieu de" in changed
    await window.socket.close()
    await house.does(house.amina, "reseau changer-rythme lettre habituel")
    assert hall.network.letter.text != "le 3e mardi à 10 h"


async def test_a_silent_month_is_told_early_and_planned_by_its_button(hall: Postroom) -> None:
    house = hall.house
    await house.does(house.amina, "reseau changer-rythme lettre jamais")
    eleventh = _eleventh(hall.clock(), "Europe/Paris")
    hall.move_to(week_of(eleventh + timedelta(days=7), "Europe/Paris"))

    letter = await house.told(house.amina, "Rien n'est prévu en", "ni rencontre ni lettre")
    window = await house.amina.listens()
    await house.amina.clicks(letter, "Planifier une rencontre")
    form = await window.form()
    dialog = form["dialog"]
    told = await house.amina.fills_in(form, house.here, **_when(dialog, hall), lieu="La Fabrique")
    await window.socket.close()

    assert told == {}
    assert "La Fabrique" in await house.types(house.amina, "/rencontre")
    await house.does(house.amina, "reseau changer-rythme lettre habituel")


async def test_without_clicks_all_is_had_by_mention_and_direct_message(mute: Postroom) -> None:
    house = mute.house

    await house.mentions(house.louis, "reseau")
    await house.told(house.louis, "L'année de la Loire", "Régularité")
    await house.writes(house.louis, "reseau bilan")
    await _pictured(house, house.louis, "Le bilan de la Loire")
    await house.writes(house.amina, "reseau rythme")
    shown = await house.told(house.amina, "Le rythme de la Loire", "**1** Changer le rythme")
    direct = await in_direct(house.amina, house.bot)
    await house.amina.says(direct, "1", root_id=shown["id"])
    asked = await house.told(house.amina, "Répondez à ce message, dans son fil")
    rules = "-\nle 3e mardi à 10 h\n-"
    await house.amina.says(direct, rules, root_id=asked["root_id"] or asked["id"])
    await house.told(house.amina, "le 3e mardi à 10 h", "Annuler")
    assert mute.network.letter is not None
    assert mute.network.letter.text == "le 3e mardi à 10 h"


async def test_the_year_s_report_comes_with_its_picture_table_and_page(hall: Postroom) -> None:
    house = hall.house
    await house.asks(house.louis, "Un atelier sur les podcasts, qui en a fait ?")
    said = await house.types(house.louis, "/reseau bilan")
    (page,) = (word for word in said.split() if "/bilan/" in word)

    letter = await _pictured(house, house.louis, "Le bilan de la Loire, d")
    await house.does(house.louis, "reseau bilan-en-tableau")
    sent = await house.told(house.louis, "un chiffre par ligne", filed=True)

    assert page in letter["message"]
    async with house.http.get(page) as answer:
        text = await answer.text()
        assert (answer.status, answer.content_type) == (200, "text/html")
    assert "<svg" in text
    assert "Louis" not in text
    (file,) = sent["metadata"]["files"]
    table = (await house.content(house.louis, file)).decode("utf-8-sig")
    assert table.startswith("rubrique;")
    assert "réservé à la coordination" in await house.does(house.louis, "reseau publier-bilan")


async def test_a_stranger_learns_nothing_of_the_network(server: Server, hall: Postroom) -> None:
    house = hall.house
    square = await server.channel(house.team.id, "esplanade", house.marc, kind="O")

    for line in ("", "rythme", "bilan"):
        said = await house.types(house.marc, f"/reseau {line}", str(square["id"]))
        assert "aucun des réseaux" in said, line


def _eleventh(now: datetime, zone: str) -> datetime:
    """Return a working hour after the tenth of a month whose next one has no meeting."""
    month = schedule.months_later(schedule.month_of(now, zone), 1)
    day = month.replace(day=11)
    while not is_working_day(day.date(), zone):
        day += timedelta(days=1)
    return at_work(day)


def _when(dialog: Json, hall: Postroom) -> dict[str, str]:
    """Return the form's date: the one proposed, else one of the month in question."""
    proposed = dialog["elements"][0]["default"]
    at = hall.clock() + timedelta(days=35)
    return {} if proposed else {dialog["elements"][0]["name"]: f"{at:%d/%m/%Y} à 14h"}


async def _pictured(house: House, who: Person, words: str) -> Json:
    """Wait for a picture with these words, in private."""
    letter = await house.told(who, words, filed=True)
    await is_a_picture(house, who, letter)
    return letter


async def _posted(house: House, words: str) -> Json:
    async def look() -> Json | None:
        posts = await posts_in(house.zoe, house.here)
        found = [each for each in posts if words in each["message"]]
        return next((each for each in found if each["metadata"].get("files")), None)

    return await eventually(look)
