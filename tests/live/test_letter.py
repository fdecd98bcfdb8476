"""The letter on a real server: written, read over, published, settled; read as page and feed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest_asyncio

from bot.app import Pace
from bot.network import schedule
from bot.pile.rules import week_of
from tests.live.bot import NETWORK, House, eventually, holds
from tests.live.conftest import Build
from tests.live.newsroom import Clock
from tests.live.piles import PileReader
from tests.live.postroom import RULE, Postroom, open_postroom
from tests.live.server import Server, in_direct, posts_in
from tests.sandbox.people import Json, Person

EDITO = "Bonjour @channel, l'hiver est là <b>et</b> [les](http://x.fr) ateliers aussi. #hiver"
GUIDE = "https://exemple.example.org/guide-souris"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postroom(build: Build) -> AsyncIterator[Postroom]:
    """Return a house with a letter, buttons, and a mail server."""
    async with open_postroom(build, "courrier") as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def dated(build: Build) -> AsyncIterator[Postroom]:
    """Return another such house, where no letter is published before its date."""
    async with open_postroom(build, "gazette-datee") as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def mute(build: Build) -> AsyncIterator[Postroom]:
    """Return a house with a letter, where no click comes and no mail leaves."""
    async with open_postroom(build, "papier", buttons=False) as opened:
        yield opened


async def test_the_letter_is_written_read_over_and_published(postroom: Postroom) -> None:
    house = postroom.house
    first = await house.asks(house.louis, "Quel tapis pour les souris filaires ?")
    second = await house.asks(house.zoe, "Qui anime un club de généalogie en ligne ?")
    for number in (first, second):
        await house.does(house.amina, f"besoin reporter {number} lettre")
    await _written(house, first)

    draft = await house.types(house.amina, "/lettre")
    assert "**n°\u00a0" + str(second) + "**" in draft, "its answer is still awaited"
    page = await _previewed(house)
    assert "tapis" in page
    assert "Louis" not in page
    place = f"/channels/{house.here}/members/{house.zoe.id}"
    before = (await house.zoe.get(place))["mention_count"]
    shown = await house.shows(house.amina, "/lettre")
    shown = await house.turns(house.amina, shown, "Publier")
    told = await house.presses(house.amina, shown, "Publier la lettre")

    assert "est parue" in told
    post = await _published(house, "ateliers aussi")
    await _in_its_thread(house, post, "Un tapis lavable", GUIDE)
    assert (await house.zoe.get(place))["mention_count"] == before, "it rings nobody"
    assert "\\[les\\](http" in post["message"]
    assert not post["hashtags"]
    await house.told(house.louis, "Bonne nouvelle", f"n°\u00a0{first}", "> Un tapis lavable")
    await house.card(first, ":white_check_mark:", "> Un tapis lavable")
    await house.card(second, "Reportée à la prochaine rencontre")
    await _read_outside(house, _number(post))


async def test_a_member_proposes_takes_back_and_sees_no_draft(postroom: Postroom) -> None:
    house = postroom.house
    form = await house.form(house.zoe, await house.shows(house.zoe, "/lettre"), "Proposer")
    window = await house.zoe.listens()
    words = "anonyme : Un jeu de cartes sur les mails"
    assert await house.zoe.fills_in(form, house.here, texte=words) == {}
    shown = await window.whisper()
    await window.socket.close()
    noted = shown["message"]
    seen = await house.types(house.zoe, "/lettre")
    hidden = await house.types(house.louis, "/lettre")

    assert "sans votre nom" in noted
    assert "Un jeu de cartes" in seen
    assert "jeu de cartes" not in hidden
    for line in ("publier confirmé", "aperçu", "reporter demain", "sauter"):
        assert "réservé à la coordination" in await house.does(house.louis, f"lettre {line}")
    assert "C'est retiré" in await house.presses(house.zoe, shown, "Retirer")
    assert "Un jeu de cartes" not in await house.types(house.zoe, "/lettre")


async def test_a_stranger_learns_nothing_of_letters(server: Server, postroom: Postroom) -> None:
    house = postroom.house
    square = await server.channel(house.team.id, "porche", house.marc, kind="O")

    for line in ("", "abonner x@example.org"):
        said = await house.types(house.marc, f"/lettre {line}", str(square["id"]))
        assert "aucun des réseaux" in said, line


async def test_coordinators_are_asked_and_it_comes_out_on_its_date(dated: Postroom) -> None:
    house, network = dated.house, dated.network
    number = await house.asks(house.zoe, "Où recycler un écran cathodique ?")
    await house.does(house.amina, f"besoin reporter {number} lettre")
    due = next(schedule.dates_after(network, schedule.Due.LETTER, dated.clock()), None)
    assert due is not None

    dated.move_to(week_of(due, network.timezone))
    pile = await house.told(house.amina, "a promis cette réponse", "**1 sur ")
    form = await house.form(house.amina, pile, "J'ai une réponse")
    assert await house.amina.fills_in(form, house.here, texte="À la ressourcerie") == {}
    reader = PileReader(house=house, who=house.amina, clock=dated.clock)
    shown = await reader.shows("**2 sur ")
    while not holds(shown, "L'édito de la lettre"):  # what a new network begins with comes first
        shown = await reader.presses("Plus tard")
    dated.move_to(due + timedelta(minutes=1))

    post = await _published(house, "La lettre de")
    await _in_its_thread(house, post, "À la ressourcerie")
    assert "Avec du retard" not in post["message"]
    await house.told(house.zoe, "Bonne nouvelle", "> À la ressourcerie")
    listed = await house.does(house.louis, "lettre archives")
    assert f"n°\u00a0{_number(post)}**" in listed


async def test_a_letter_missed_while_the_bot_was_down_comes_late_and_once(build: Build) -> None:
    clock = Clock()
    house = await build("retard", callback=None, letter=RULE, pace=Pace(clock=clock, fast=True))
    async with house.running() as app:
        due = next(
            schedule.dates_after(app.bot.networks[NETWORK], schedule.Due.LETTER, clock()), None
        )
    assert due is not None
    clock.ahead += due + timedelta(days=2) - clock()

    async with house.running():
        post = await _published(house, "Avec du retard")
    async with house.running():
        await house.asks_aloud(house.louis, "Quoi de neuf depuis la lettre ?")

    letters = [each for each in await house.all_said() if _is_letter(each)]
    assert [each["id"] for each in letters] == [post["id"]]


async def test_the_address_is_renewed_and_opened_to_everyone(postroom: Postroom) -> None:
    house = postroom.house
    said = await house.does(house.louis, "lettre adresse")
    (old, *_) = _pages(said)
    renewed = await house.does(house.amina, "lettre adresse renouveler confirmé")
    (new, *_) = _pages(renewed)

    assert old != new
    async with house.http.get(old) as gone, house.http.get(new) as there:
        assert (gone.status, there.status) == (404, 200)
    refused = await house.does(house.zoe, "lettre adresse publique")
    assert "réservé à la coordination" in refused


async def test_without_clicks_the_letter_is_written_and_published_in_words(mute: Postroom) -> None:
    house = mute.house
    _, card = await house.asks_aloud(house.louis, "Un casque audio pour malentendants ?")
    form = await house.chooses(house.amina, card, "Reporter…")
    await house.amina.replies(form, "La prochaine lettre")
    await house.told(house.amina, "est reportée à la prochaine lettre")
    await house.mentions(house.amina, f"lettre édito {EDITO}")
    await house.told(house.amina, "L'édito est noté")
    await house.writes(house.amina, "lettre")
    draft = await house.told(house.amina, "**À répondre**")
    await _replies(house, house.amina, draft, "Un casque", "Celui de la médiathèque")
    await house.told(house.amina, "est prête")
    await house.writes(house.zoe, "lettre")
    mine = await house.told(house.zoe, "ce que vous y mettez")
    await _replies(house, house.zoe, mine, "Proposer", f"{GUIDE} Pour tenir la souris")
    await house.told(house.zoe, "ce sera dans la prochaine lettre")
    await _replies(house, house.amina, draft, "M'envoyer un essai")
    await house.told(house.amina, ":newspaper:", filed=True)

    await _replies(house, house.amina, draft, "Publier")
    asked = await house.told(house.amina, "une lettre parue ne change plus")
    await eventually(lambda: _offers(house, asked, "white_check_mark"))
    await house.amina.reacts(asked["id"], "white_check_mark")

    post = await _published(house, "ateliers aussi")
    await _in_its_thread(house, post, "Celui de la médiathèque", GUIDE)
    await house.told(house.louis, "Bonne nouvelle", "> Celui de la médiathèque")
    await _handed_over(house)
    await _replies(house, house.zoe, mine, "Lettres parues")
    listed = await house.told(house.zoe, "**Les lettres")
    await _replies(house, house.zoe, listed, "La lettre de")
    again = await house.told(house.zoe, "# La lettre de", filed=True)
    (file,) = again["metadata"]["files"]
    text = (await house.content(house.zoe, file)).decode()
    assert file["name"].endswith(".md")
    assert "Louis" not in text
    assert house.louis.id not in text


async def test_without_clicks_a_form_is_told_in_words(mute: Postroom) -> None:
    house = mute.house

    await house.writes(house.amina, "lettre édito")

    asked = await house.told(house.amina, "**L'édito de la lettre**", "dans son fil")
    channel = await in_direct(house.amina, house.bot)
    await house.amina.says(channel, "Bonjour à toutes et à tous", root_id=asked["id"])
    await house.told(house.amina, "L'édito est noté", "> Bonjour à toutes")


async def _replies(house: House, who: Person, post: Json, label: str, text: str = "") -> None:
    """Choose what a message offers by its number, in its thread."""
    found = re.search(rf"\*\*(\d+)\*\* [^*·\n]*{label}", post["message"])
    assert found, post["message"]
    channel = await in_direct(who, house.bot)
    await who.says(channel, f"{found[1]} {text}".rstrip(), root_id=post["id"])


async def _written(house: House, number: int) -> None:
    """Have the letter written: an édito by form, an answer, a point, what a member proposes."""
    form = await house.opens(house.amina, "/lettre édito")
    assert await house.amina.fills_in(form, house.here, texte=EDITO) == {}
    said = await house.does(house.amina, f"lettre répondre {number} Un tapis lavable")
    assert "est prête" in said
    said = await house.does(house.amina, f"lettre garder {number}")
    assert "par courriel, sur la page" in said
    await house.does(house.amina, "lettre retenir La permanence du mardi change de salle")
    said = await house.does(house.louis, f"lettre proposer {GUIDE} Pour bien tenir la souris")
    assert "ce sera dans la prochaine lettre" in said


async def _previewed(house: House) -> str:
    """Return the draft's page, at the address that coordinators are given."""
    said = await house.does(house.amina, "lettre aperçu")
    (address, *_) = _pages(said)
    async with house.http.get(address) as answer:
        assert answer.status == 200
        assert "noindex" in answer.headers["X-Robots-Tag"]
        return await answer.text()


async def _published(house: House, *words: str) -> Json:
    """Wait for a letter with these words in the channel."""

    async def look() -> Json | None:
        for post in await house.all_said():
            if _is_letter(post) and all(word in post["message"] for word in words):
                return post
        return None

    return await eventually(look)


async def _in_its_thread(house: House, post: Json, *words: str) -> None:
    """Wait for what a letter tells in its thread to hold these words."""

    async def look() -> bool:
        posts = await posts_in(house.zoe, house.here)
        told = "".join(each["message"] for each in posts if each["root_id"] == post["id"])
        return all(word in told for word in words)

    await eventually(look)


def _is_letter(post: Json) -> bool:
    return _key(post).startswith("letter:") and not post["root_id"]


def _number(post: Json) -> int:
    """Return a letter's number, from the key of its post."""
    return int(_key(post).split(":")[2])


def _key(post: Json) -> str:
    return str(post["props"].get("courroie_key", ""))


async def _read_outside(house: House, number: int) -> None:
    """Read the letter as a page and as a feed: whole, and without a name."""
    said = await house.does(house.louis, "lettre adresse")
    (page, *_) = _pages(said)
    for address, kind in (
        (page, "text/html"),
        (f"{page}/{number}", "text/html"),
        (f"{page}.atom", "application/atom+xml"),
    ):
        async with house.http.get(address) as answer:
            text = await answer.text()
            assert (answer.status, answer.content_type) == (200, kind)
        assert "ateliers aussi" in text
        assert "généalogie" not in text, "an open question that nobody kept"
        assert "<b>et</b>" not in text
        for person in ("Louis", "Zoé", "Amina", house.louis.id, house.zoe.id, house.amina.id):
            assert person not in text


async def _handed_over(house: House) -> None:
    """Wait until the coordinator has the letter as files: where no mail leaves, she sends it."""
    channel = await in_direct(house.amina, house.bot)

    async def both() -> set[str]:
        posts = await posts_in(house.amina, channel)
        files = [file for post in posts for file in post["metadata"].get("files") or ()]
        kinds = {file["name"].rpartition(".")[2] for file in files}
        return kinds if kinds >= {"eml", "md"} else set()

    await eventually(both)


async def _offers(house: House, post: Json, emoji: str) -> bool:
    return emoji in await house.reactions(house.bot, post)


def _pages(said: str) -> list[str]:
    """Return the letter's addresses that a text gives."""
    return re.findall(r"https?://[^\s)>`]+/lettre/[^\s)>`,]+", said)
