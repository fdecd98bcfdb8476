"""People of a real server who come, go, keep silent, ask what is known of them, are forgotten."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest_asyncio

from tests.live.bot import NETWORK, House, eventually
from tests.live.conftest import Build
from tests.live.postroom import Postroom, open_postroom
from tests.live.server import Server, in_direct, posts_in
from tests.sandbox.people import Json, Person

WELCOME = "**Bienvenue.** Je suis Courroie"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def porch(build: Build) -> AsyncIterator[Postroom]:
    """Return a house with buttons, where people come and go."""
    async with open_postroom(build, "porche") as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def mute(build: Build) -> AsyncIterator[Postroom]:
    """Return a house where no click comes."""
    async with open_postroom(build, "perron", buttons=False) as opened:
        yield opened


async def test_a_newcomer_is_welcomed_once_whatever_they_do(
    server: Server, porch: Postroom
) -> None:
    house = porch.house
    nora = await _newcomer(server, house, "nora")
    letter = await house.told(nora, WELCOME, "Cela me suffit")

    await _admitted(house, nora)  # added again, which changes nothing
    await house.louis.call("DELETE", f"/channels/{house.here}/members/{nora.id}")
    await _admitted(house, nora)
    other = await _newcomer(server, house, "nino")
    await house.told(other, WELCOME)

    assert "de la Loire" in letter["message"]
    assert len(await _letters(house, nora, WELCOME)) == 1
    assert not await _letters(house, house.zoe, WELCOME), "she was there before the bot"
    assert WELCOME not in str(await house.all_said())


async def test_who_came_while_the_bot_was_away_is_welcomed_at_its_return(
    server: Server, build: Build
) -> None:
    house = await build("veranda")
    async with house.running():
        early = await _newcomer(server, house, "early")
        await house.told(early, WELCOME)
    late = await _newcomer(server, house, "late")

    async with house.running():
        await house.told(late, WELCOME)

    assert len(await _letters(house, early, WELCOME)) == 1


async def test_a_bot_and_a_guest_are_not_welcomed(server: Server, porch: Postroom) -> None:
    house = porch.house
    robot = await server.bot("essai")
    await server.join_team(house.team.id, robot)
    await _admitted(house, robot)
    last = await _newcomer(server, house, "nadia")
    await house.told(last, WELCOME)

    assert not await _letters(house, robot, WELCOME)


async def test_who_left_the_team_is_not_written_to_until_they_are_back(
    server: Server, porch: Postroom
) -> None:
    house = porch.house
    leaver = await _newcomer(server, house, "paul")
    await house.told(leaver, WELCOME)
    first = await house.asks(leaver, "Comment régler une tablette trop lente ?")
    second = await house.asks(leaver, "Comment vider le cache d'une tablette ?")
    await house.does(leaver, "rencontre accueillir Le local du centre social, 12 places")
    await _offers(house, leaver, there=True)

    await server.admin.call("DELETE", f"/teams/{house.team.id}/members/{leaver.id}")
    await _offers(house, leaver, there=False)
    await house.types(house.zoe, f"/besoin répondre {first} Elle manque de mémoire")
    await house.card(first, "> Elle manque de mémoire")
    await server.join_team(house.team.id, leaver)
    await _admitted(house, leaver)
    await _moved(server, house)
    await house.types(house.zoe, f"/besoin répondre {second} Par les réglages")

    await house.told(leaver, "> Par les réglages")
    assert not await _letters(house, leaver, "> Elle manque de mémoire")


async def test_a_deactivated_account_is_let_go_then_forgotten(
    server: Server, porch: Postroom
) -> None:
    house = porch.house
    gone = await _newcomer(server, house, "odile")
    await house.told(gone, WELCOME)
    number = await house.asks(gone, "Qui a une imprimante 3D à montrer ?")
    await house.card(number, "Odile")
    await house.does(gone, "rencontre accueillir La ludothèque, 15 places")
    await _offers(house, gone, there=True)

    await server.admin.call("PUT", f"/users/{gone.id}/active", {"active": False})
    await _offers(house, gone, there=False)
    assert "imprimante 3D" in await house.types(house.zoe, f"/besoin voir {number}")
    porch.clock.ahead += timedelta(days=31)

    card = await _unsigned(house, number)
    assert gone.id not in json.dumps(card)


async def test_silence_keeps_all_but_what_one_asks_for(server: Server, porch: Postroom) -> None:
    house = porch.house
    hugo = await _newcomer(server, house, "hugo")
    letter = await house.told(hugo, WELCOME)
    number = await house.asks(hugo, "Un tutoriel pour les podcasts ?")
    shown = await house.turns(hugo, letter, "Parcourir…", "Mes messages privés")
    told = await house.presses(hugo, shown, "Seulement ce que je demande")

    await house.does(house.zoe, f"besoin moi-aussi {number}")
    await house.types(house.amina, f"/besoin répondre {number} Celui de la radio locale")
    await house.told(house.zoe, "> Celui de la radio locale")

    assert "C'est noté" in told
    assert not await _letters(house, hugo, "> Celui de la radio locale")


async def test_everything_known_of_someone_comes_as_two_files(porch: Postroom) -> None:
    house = porch.house
    number = await house.asks(house.zoe, "Qui prête un casque de réalité virtuelle ?")

    said = await house.types(house.zoe, "/reseau mes-données")

    assert "message direct" in said
    readable = await _file(house, house.zoe, "à lire")
    raw = await _file(house, house.zoe, "pour un autre outil")
    known = json.loads(raw)
    assert known["compte"] == house.zoe.id
    assert "casque de réalité virtuelle" in raw
    assert "casque de réalité virtuelle" in readable
    assert f"{number}" in readable
    for other in (house.amina, house.louis):
        assert other.id not in raw + readable


async def test_who_asks_to_be_forgotten_is_named_nowhere(server: Server, porch: Postroom) -> None:
    house = porch.house
    gone = await _newcomer(server, house, "quentin")
    number = await house.asks(gone, "Faut-il tenir un registre des ateliers ?")
    other = await house.asks(house.zoe, "Qui imprime les badges des ateliers ?")
    await house.types(gone, f"/besoin répondre {other} Le Pôle, à la demande")
    await house.card(number, "Quentin")
    await house.card(other, "Réponse de")

    shown = await house.shows(gone, "/reseau oublie-moi")
    told = await house.presses(gone, shown, "Oui, oubliez-moi")

    assert "je ne sais plus qui vous êtes" in told
    cards = [await house.card(number, "posée sans nom"), await _unnamed(house, other, gone)]
    for card in cards:
        assert "quentin" not in json.dumps(card).lower()
    seen = await house.types(house.amina, f"/besoin voir {number}")
    assert "Quentin" not in seen
    again = await house.asks(gone, "Qui prête une perceuse à colonne ?")
    await house.card(again, "Quentin")


async def test_a_stranger_reads_what_is_kept_and_asks_to_be_forgotten(porch: Postroom) -> None:
    house = porch.house

    await house.writes(house.marc, "reseau confidentialité")
    letter = await house.told(house.marc, "Ce que je garde de vous")
    await house.writes(house.marc, "reseau mes-données")
    raw = await _file(house, house.marc, "pour un autre outil")
    await house.writes(house.marc, "reseau oublie-moi confirmé")
    await house.told(house.marc, "je ne sais plus qui vous êtes")

    buttons = letter["props"]["attachments"][0]["actions"]
    assert "Recevoir mes données" in [each["name"] for each in buttons]
    assert json.loads(raw)["compte"] == house.marc.id


async def test_without_clicks_all_of_it_is_had_in_words(server: Server, mute: Postroom) -> None:
    house = mute.house
    nora = await _newcomer(server, house, "rachel")
    letter = await house.told(nora, WELCOME)
    read = await house.chooses(nora, letter, "Parcourir…")
    levels = await house.chooses(nora, read, "Mes messages privés")
    await house.chooses(nora, levels, "Seulement ce que je demande")
    number, card = await house.asks_aloud(nora, "Un support sur les cookies ?")
    await house.answers(house.zoe, card, "J'ai une réponse", "Celui de la CNIL")
    await house.card(number, "> Celui de la CNIL")
    await house.writes(nora, "reseau mes-données")
    assert "cookies" in await _file(house, nora, "pour un autre outil")
    await house.writes(nora, "reseau oublie-moi")
    asked = await house.told(nora, "Vous oublier", "**2** Oui, oubliez-moi")
    assert not asked["props"].get("attachments")

    await house.answers(nora, asked, "Oui, oubliez-moi")

    await house.told(nora, "je ne sais plus qui vous êtes")
    card = await _unnamed(house, number, nora)
    assert nora.id not in json.dumps(card)
    assert not await _letters(house, nora, "> Celui de la CNIL")


async def _newcomer(server: Server, house: House, name: str) -> Person:
    """Create someone, who is then added to the network's channel by a member."""
    someone = await server.person(name)
    await server.join_team(house.team.id, someone)
    await _admitted(house, someone)
    return someone


async def _admitted(house: House, someone: Person) -> None:
    path = f"/channels/{house.here}/members"
    answer = await house.amina.call("POST", path, {"user_id": someone.id})
    assert answer.status == 201, answer.body


async def _moved(server: Server, house: House) -> None:
    """Have the bot look at who is there, as when anybody comes."""
    await house.told(await _newcomer(server, house, f"venue{secrets.token_hex(2)}"), WELCOME)


async def _letters(house: House, who: Person, words: str) -> list[Json]:
    """Return what the bot wrote to someone with these words."""
    channel = await in_direct(who, house.bot)
    return [
        post
        for post in await posts_in(who, channel)
        if post["user_id"] == house.bot.id and words in post["message"]
    ]


async def _offers(house: House, who: Person, *, there: bool) -> None:
    """Wait until someone's offer to host is shown, or is no more."""
    me = await house.amina.get(f"/users/{who.id}")

    async def look() -> bool:
        said = await house.does(house.amina, "rencontre accueil")
        return (me["first_name"] in said) is there

    await eventually(look)


async def _unsigned(house: House, number: int) -> Json:
    """Wait until a question's card names nobody, which the daily look sees to."""

    async def look() -> Json | None:
        posts = {each["props"].get("courroie_key"): each for each in await house.all_said()}
        card = posts[f"question:{NETWORK}:{number}"]
        return card if "posée sans nom" in card["message"] else None

    return await eventually(look)


async def _file(house: House, who: Person, words: str) -> str:
    letter = await house.told(who, words, filed=True)
    (file,) = letter["metadata"]["files"]
    return (await house.content(who, file)).decode()


async def _unnamed(house: House, number: int, who: Person) -> Json:
    """Wait until a question's card names someone no more."""
    name = (await house.amina.get(f"/users/{who.id}"))["first_name"]

    async def look() -> Json | None:
        card = await house.card(number)
        return card if name not in card["message"] else None

    return await eventually(look)
