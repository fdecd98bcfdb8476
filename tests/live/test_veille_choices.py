"""The veille with people in it: links that they bring, feeds, sorting, and what is read of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from html import escape

import aiohttp
import pytest_asyncio

from tests.live.bot import House, eventually
from tests.live.conftest import Build
from tests.live.newsroom import Newsroom, open_newsroom
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

        said = await house.types(house.amina, f"/veille flux ajouter {other.url} Le bulletin")
        letter = await house.told(house.amina, "C'est ajouté", "Un atelier à Brézieux")

        assert "je vous réponds en message privé" in said
        assert "**Le bulletin**" in letter["message"]
        assert "Retiré" in await house.presses(house.amina, letter, "Retirer")
        await gazette.to_come("Un atelier à Brézieux", there=False)


async def test_a_list_of_feeds_comes_in_by_a_file_and_goes_out_by_one(gazette: Newsroom) -> None:
    house = gazette.house
    async with open_press() as other:
        channel = await in_direct(house.amina, house.bot)
        file = await _upload(house.amina, channel, _opml(other.url, "L'écho & compagnie"))
        await house.amina.says(channel, "veille flux importer", file_ids=[file])
        await house.told(house.amina, "1\u00a0flux ajouté")

        await house.types(house.amina, "/veille flux exporter")
        letter = await house.told(house.amina, "tout lecteur de flux", filed=True)

        (sent,) = letter["metadata"]["files"]
        text = (await house.content(house.amina, sent)).decode()
        assert sent["name"].endswith(".opml")
        assert escape(other.url) in text
        assert "L'écho &amp; compagnie" in text.replace("&#x27;", "'").replace("&apos;", "'")


async def test_a_coordinator_sorts_on_a_card_what_is_then_published(gazette: Newsroom) -> None:
    house = gazette.house
    number = await _proposed(gazette, house.zoe, "dossier")
    await house.types(house.zoe, f"/veille sans-nom {number}")
    for each in ("affiche", "livret", "carnet"):
        await _proposed(gazette, house.louis, each)
    for number in range(30):
        gazette.press.publish(f"Une aide {number}", gazette.clock() - timedelta(minutes=1))
    preview = await gazette.preview()
    assert "un par un" in await house.presses(house.amina, preview, "Trier la veille")
    card = await house.told(house.amina, "**Article 1 sur")

    dropped, card = _title(card), await _turned(house, card, "Écarter")
    card = await _explained(house, card, "À imprimer pour l'accueil")
    pinned, card = _title(card), await _turned(house, card, "Épingler")
    kept, card = _title(card), await _turned(house, card, "Garder")
    done = await _turned(house, card, "Terminer")

    assert "1\u00a0écarté" in done["message"]
    assert not done["props"].get("attachments")
    root, *thread = await gazette.next_digest()
    text = root["message"]
    assert f"- 📌 {pinned}" in text
    assert "Pourquoi\u00a0: À imprimer pour l'accueil" in text
    assert f"- {kept}" in text
    assert "proposé par un membre" in text
    assert house.zoe.id not in text
    assert thread
    assert "**La suite de la veille**" in thread[0]["message"]
    assert dropped not in text + "".join(each["message"] for each in thread)


async def test_the_veille_is_read_in_a_browser_and_in_a_feed_reader(gazette: Newsroom) -> None:
    house = gazette.house
    await _proposed(gazette, house.louis, "reperes")
    await gazette.next_digest()
    said = await house.types(house.louis, "/veille adresse")
    page = next(word for word in said.split() if "/veille/" in word)

    for address, kind in ((page, "text/html"), (f"{page}.atom", "application/atom+xml")):
        async with house.http.get(address) as answer:
            text = await answer.text()
            assert (answer.status, answer.content_type) == (200, kind)
        assert "La veille de 42 - Loire" in text
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


async def test_without_buttons_a_coordinator_sorts_by_reactions_and_words(silent: Newsroom) -> None:
    house = silent.house
    await house.mentions(house.louis, f"veille proposer {SITE}/livre Un bon livre")
    await house.told(house.louis, "c'est noté pour la prochaine veille")
    assert "veille trier" in (await silent.preview())["message"]
    await house.mentions(house.amina, "veille trier")
    card = await house.told(house.amina, "**Article 1 sur", ":thumbsdown: pour «\u00a0Écarter")
    number = card["message"].partition("veille pourquoi ")[2].partition(" ")[0]
    await eventually(lambda: _offers(house, card, "thumbsdown"))
    await house.amina.reacts(card["id"], "thumbsdown")
    assert "Article 2" in (await _changed(house, card))["message"]

    await house.mentions(house.amina, f"veille remettre {number}")
    await house.told(house.amina, "pas encore trié")
    await house.mentions(house.louis, "veille articles")

    told = await house.told(house.louis, "**La prochaine veille**")
    assert "presse.example.org/livre" in told["message"]
    await house.writes(house.louis, "veille adresse")
    await house.told(house.louis, "je n'ai pas d'adresse publique")


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


async def _turned(house: House, card: Json, label: str) -> Json:
    """Press a button of the card, and return the card as it is then."""
    answer = await house.amina.clicks(card, label)
    assert answer.status == 200, answer.body
    return await _changed(house, card)


async def _explained(house: House, card: Json, words: str) -> Json:
    """Say by the card's form what an article is good for, and return the card as it is then."""
    window = await house.amina.listens()
    await house.amina.clicks(card, "Pourquoi…")
    opened = await window.form()
    assert await house.amina.fills_in(opened, house.here, texte=words) == {}
    await window.socket.close()
    return await _changed(house, card)


async def _offers(house: House, letter: Json, emoji: str) -> bool:
    return emoji in await house.reactions(house.bot, letter)


async def _changed(house: House, card: Json) -> Json:
    async def look() -> Json | None:
        now: Json = await house.amina.get(f"/posts/{card['id']}")
        return now if now["message"] != card["message"] else None

    return await eventually(look)


def _title(card: Json) -> str:
    """Return the title of the article on a card, with its link."""
    line: str = card["message"].splitlines()[2]
    return line.partition(" (")[0]


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
