"""The veille with people in it: links that they bring, feeds, sorting, and what is read of it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import escape

import aiohttp
import pytest_asyncio

from sandbox.play.player import text_of
from tests.live.bot import House, eventually, holds
from tests.live.conftest import Build
from tests.live.newsroom import Newsroom, open_newsroom
from tests.live.piles import PileReader
from tests.live.press import open_press
from tests.live.server import in_direct, posts_in
from tests.sandbox.people import Json, Person

SITE = "https://presse.example.org"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def gazette(build: Build) -> AsyncIterator[Newsroom]:
    """Return a newsroom with buttons."""
    async with open_newsroom(build, "gazette") as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def silent(build: Build) -> AsyncIterator[Newsroom]:
    """Return a newsroom whose bot no click can reach."""
    async with open_newsroom(build, "muette", buttons=False) as opened:
        yield opened


async def test_a_message_with_the_hashtag_gets_a_newspaper_and_a_letter(gazette: Newsroom) -> None:
    house = gazette.house
    said = await house.zoe.says(house.here, f"Bien fait : {SITE}/guide #veille")

    letter = await house.told(house.zoe, "J'ai noté votre lien", "presse.example.org/guide")

    assert await house.reactions(house.louis, said) == ["newspaper"]
    assert "ne sera pas cité" in await house.presses(house.zoe, letter, "Sans mon nom")
    assert "Pourquoi\u00a0: Bien fait" in await gazette.to_come("presse.example.org/guide")
    assert len(await _under(house, said)) == 1


async def test_a_link_is_taken_back_by_the_letter_s_button(gazette: Newsroom) -> None:
    house = gazette.house
    await house.louis.says(house.here, f"{SITE}/erreur #veille")
    letter = await house.told(house.louis, "J'ai noté votre lien", "presse.example.org/erreur")
    await gazette.to_come("presse.example.org/erreur")

    assert "C'est retiré" in await house.presses(house.louis, letter, "Retirer")

    await gazette.to_come("presse.example.org/erreur", there=False)


async def test_a_newspaper_gives_someone_s_link_until_it_is_taken_back(gazette: Newsroom) -> None:
    house = gazette.house
    said = await house.zoe.says(house.here, f"Je lis {SITE}/enquete")
    await house.amina.reacts(said["id"], "newspaper")
    await house.told(house.amina, "du message que vous avez marqué", "presse.example.org/enquete")
    await gazette.to_come("presse.example.org/enquete")

    await house.amina.takes_back(said["id"], "newspaper")

    await gazette.to_come("presse.example.org/enquete", there=False)


async def test_a_feed_is_added_by_command_and_told_by_direct_message(gazette: Newsroom) -> None:
    house = gazette.house
    async with open_press() as other:
        other.publish("Un atelier à Brézieux", gazette.clock() - timedelta(hours=1))

        said = await house.does(house.amina, f"veille flux ajouter {other.url} Le bulletin")
        letter = await house.told(house.amina, "C'est ajouté", "Un atelier à Brézieux")

        assert "la suite dans un instant, en message direct" in said
        assert "**Le bulletin**" in letter["message"]
        assert "Retiré" in await house.presses(house.amina, letter, "Retirer")
        await gazette.to_come("Un atelier à Brézieux", there=False)


async def test_a_list_of_feeds_comes_in_by_a_file_and_goes_out_by_one(gazette: Newsroom) -> None:
    house = gazette.house
    async with open_press() as other:
        channel = await in_direct(house.amina, house.bot)
        file = await _upload(house.amina, channel, _opml(other.url, "L'écho & compagnie"))
        await house.does(house.amina, "veille flux importer")
        asked = await house.told(house.amina, "Joignez le fichier")
        await house.amina.says(channel, "Voici", file_ids=[file], root_id=asked["id"])
        await house.told(house.amina, "1\u00a0flux ajouté")

        await house.does(house.amina, "veille flux exporter")
        letter = await house.told(house.amina, "tout lecteur de flux", filed=True)

        (sent,) = letter["metadata"]["files"]
        text = (await house.content(house.amina, sent)).decode()
        assert sent["name"].endswith(".opml")
        assert escape(other.url) in text
        assert "L'écho &amp; compagnie" in text.replace("&#x27;", "'").replace("&apos;", "'")


async def test_a_coordinator_sorts_on_a_card_what_is_then_published(gazette: Newsroom) -> None:
    house = gazette.house
    number = await _proposed(gazette, house.zoe, "dossier")
    await house.does(house.zoe, f"veille sans-nom {number}")
    for each in ("affiche", "livret", "carnet"):
        await _proposed(gazette, house.louis, each)
    for number in range(30):
        gazette.press.publish(f"Une aide {number}", gazette.clock() - timedelta(minutes=1))
    await gazette.preview()
    pile = PileReader(house=house, who=house.amina, clock=gazette.clock)
    dropped = _title(await pile.opens("1 sur", by="veille trier"))
    card = await pile.presses("Écarter", "2 sur")
    form = await pile.form("Pourquoi…")
    assert await house.amina.fills_in(form, house.here, texte="À imprimer pour l'accueil") == {}
    pinned = _title(await pile.turned(card, "Pourquoi : À imprimer pour l'accueil"))
    kept = _title(await pile.presses("Épingler", "3 sur"))
    await pile.presses("Garder", "4 sur", "✔ Gardé")

    root, *thread = await gazette.next_digest()
    text = root["message"]
    whole = text + "".join(each["message"] for each in thread)
    assert f"📌 {pinned}" in text
    assert "Pourquoi\u00a0: À imprimer pour l'accueil" in thread[0]["message"]
    assert kept in text
    assert "proposé par un membre" in whole
    assert house.zoe.id not in whole
    assert thread
    assert dropped not in whole


async def test_the_veille_is_read_in_a_browser_and_in_a_feed_reader(gazette: Newsroom) -> None:
    house = gazette.house
    await _proposed(gazette, house.louis, "reperes")
    await gazette.next_digest()
    said = await house.does(house.louis, "veille adresse")
    page = next(word for word in said.split() if "/veille/" in word)

    for address, kind in ((page, "text/html"), (f"{page}.atom", "application/atom+xml")):
        async with house.http.get(address) as answer:
            text = await answer.text()
            assert (answer.status, answer.content_type) == (200, kind)
        assert "La veille de la Loire" in text
        assert "presse.example.org/reperes" in text
    assert "presse.example.org/reperes" in await house.types(
        house.louis, "/veille chercher reperes"
    )


async def test_without_buttons_a_letter_s_reactions_are_its_buttons(silent: Newsroom) -> None:
    house = silent.house
    said = await house.zoe.says(house.here, f"{SITE}/fiche #veille")
    letter = await house.told(house.zoe, "J'ai noté votre lien", "presse.example.org/fiche")

    async def offered() -> bool:
        return len(await house.reactions(house.bot, letter)) == 2

    await eventually(offered)
    assert await house.reactions(house.louis, said) == ["newspaper"]
    assert await house.reactions(house.bot, letter) == ["see_no_evil", "wastebasket"]
    await house.zoe.reacts(letter["id"], "see_no_evil")

    await house.told(house.zoe, "ne sera pas cité")


async def test_without_buttons_a_coordinator_sorts_by_numbers(silent: Newsroom) -> None:
    house = silent.house
    await house.mentions(house.louis, f"veille proposer {SITE}/livre Un bon livre")
    await house.told(house.louis, "c'est noté pour la prochaine veille")
    await silent.preview()
    pile = PileReader(house=house, who=house.amina, clock=silent.clock)
    await pile.opens("1 sur", by="veille trier")

    assert holds(await pile.answers("Garder"), "2 sur")

    await house.mentions(house.louis, "veille")
    told = await house.told(house.louis, "**La veille de")
    assert "presse.example.org/livre" in told["message"]


async def _proposed(newsroom: Newsroom, who: Person, page: str) -> int:
    """Propose a page of the newspaper, and return its number."""
    await newsroom.house.types(who, f"/veille proposer {SITE}/{page}")
    words = f"presse.example.org/{page}"
    listed = await newsroom.to_come(words)
    line = next(each for each in listed.splitlines() if words in each)
    return int(line.partition("n°\u00a0")[2].partition(" ")[0])


async def _under(house: House, post: Json) -> list[Json]:
    """Return a message and what was written in its thread."""
    posts = await posts_in(house.louis, house.here)
    return [each for each in posts if post["id"] in (each["id"], each["root_id"])]


def _title(pile: Json) -> str:
    """Return the title of the article that a pile shows, with its link."""
    found = re.search(r"^\[.+\]\(\S+\)", text_of(pile), re.MULTILINE)
    assert found, text_of(pile)
    return found[0]


def _opml(url: str, name: str) -> bytes:
    return (
        '<?xml version="1.0"?><opml version="2.0"><body>'
        f'<outline type="rss" text="{escape(name)}" xmlUrl="{escape(url)}"/></body></opml>'
    ).encode()


async def _upload(person: Person, channel: str, content: bytes) -> str:
    """Upload a file for a message to come, and return its id."""
    form = aiohttp.FormData()
    form.add_field("channel_id", channel)
    form.add_field("files", content, filename="flux.opml", content_type="text/x-opml")
    answer = await person.call("POST", "/files", data=form)
    assert answer.status == 201, answer.body
    return str(answer.body["file_infos"][0]["id"])
