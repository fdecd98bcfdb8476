"""The belt on real servers: a need climbs, its answer comes down; what must not climb does not."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio

from bot import servers
from bot.mattermost import errors
from bot.network.rhythm import LATE_AFTER
from tests.live.bot import House, eventually, holds, plain
from tests.live.levels import Levels, letters, open_levels
from tests.live.server import Server, in_direct
from tests.sandbox.people import Json, Person

CHECK = "white_check_mark"
CROSS = "x"
ARRIVED = "Un besoin monte jusqu'à la région Auvergne-Rhône-Alpes"
NO_SECOND = "only one real server: set COURROIE_LIVE_URL_2 and COURROIE_LIVE_ADMIN_TOKEN_2"


@pytest_asyncio.fixture(scope="module", loop_scope="session", params=["one server", "two servers"])
async def levels(
    request: pytest.FixtureRequest,
    server: Server,
    second_server: Server | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[Levels]:
    """Return three networks with buttons, on one server, then on two."""
    apart = request.param == "two servers"
    if apart and second_server is None:
        pytest.skip(NO_SECOND)
    name = "etages" if apart else "paliers"
    folder = tmp_path_factory.mktemp(name)
    async with open_levels(server, second_server if apart else None, folder, name) as opened:
        yield opened


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def silent(server: Server, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Levels]:
    """Return three networks where no click comes."""
    folder = tmp_path_factory.mktemp("marches")
    async with open_levels(server, None, folder, "marches", buttons=False) as opened:
        yield opened


async def test_a_need_climbs_another_joins_it_and_each_asker_is_told_once(levels: Levels) -> None:
    loire, drome, region = levels.loire, levels.drome, levels.region
    first = await loire.asks(levels.louis, "Qui forme à l'intelligence artificielle ?")
    form = await loire.opens(levels.amina, f"besoin transmettre {first}")
    await _sends(loire, form, "Qui peut former à l'intelligence artificielle ?", "nom")
    asked = await loire.told(levels.louis, "Êtes-vous d'accord pour que votre question")
    assert "> Qui peut former" in plain(asked["message"])
    assert not await letters(region, levels.rachid, ARRIVED)
    assert "sans votre nom" in await loire.presses(levels.louis, asked, "D'accord")
    arrived = await region.told(levels.rachid, ARRIVED, "la Loire", "Qui peut former")
    taken = await region.presses(levels.rachid, arrived, "Prendre")
    number = _number(taken)
    await region.card(number, "Portée par 1 département")
    await region.told(levels.rachid, "Plus aucun besoin")

    second = await drome.asks(levels.ines, "Un formateur sur l'intelligence artificielle ?")
    await drome.card(second)
    form = await drome.opens(levels.bruno, f"besoin transmettre {second}")
    await _sends(drome, form, "Former à l'intelligence artificielle, qui ?", "sans")
    asked = await drome.told(levels.ines, "Êtes-vous d'accord", "ni celui du territoire")
    await drome.presses(levels.ines, asked, "D'accord")
    arrived = await region.told(levels.rachid, ARRIVED, "Former à l'intelligence")
    assert "Drôme" not in arrived["message"]
    told = await region.presses(levels.rachid, arrived, "Joindre à…", f"n° {number}")
    assert "2 territoires" in plain(told)
    card = await region.card(number, "Portée par 2 départements")

    form = await region.form(region.zoe, card, "J'ai une réponse")
    assert await region.zoe.fills_in(form, region.here, texte="Le parcours, module 3") == {}
    down = await loire.told(levels.amina, f"répond à la question n° {first}", "module 3")
    assert "publiée" in await loire.presses(levels.amina, down, "Publier")
    down = await drome.told(levels.bruno, f"répond à la question n° {second}", "module 3")
    form = await drome.form(levels.bruno, down, "Adapter…")
    assert await levels.bruno.fills_in(form, drome.here, texte="Module 3, à Valence aussi") == {}

    await loire.told(levels.louis, f"votre question n° {first}", "> Le parcours, module 3")
    await drome.told(levels.ines, f"votre question n° {second}", "> Module 3, à Valence aussi")
    await loire.card(first, "Réponse transmise par la région Auvergne-Rhône-Alpes")
    await drome.card(second, "Réponse d'après la région", "Valence")
    await _quiet(levels)
    assert len(await letters(loire, levels.louis, "> Le parcours, module 3")) == 1
    assert len(await letters(drome, levels.ines, "> Module 3, à Valence aussi")) == 1
    await _nobody_is_named(levels)


async def test_a_correction_above_is_one_edit_below(levels: Levels) -> None:
    loire, region = levels.loire, levels.region
    number, above = await _taken(levels, "Où trouver un ordinateur reconditionné ?")
    await region.types(region.zoe, f"/besoin répondre {above} Chez Emmaüs")
    down = await loire.told(levels.amina, f"répond à la question n° {number}", "Emmaüs")
    await loire.presses(levels.amina, down, "Publier")
    card = await loire.card(number, "Emmaüs")
    await _quiet(levels)
    before = {each["id"] for each in await loire.all_said()}

    await region.does(region.zoe, f"besoin compléter {above} Sur rendez-vous")

    edited = await loire.card(number, "Sur rendez-vous")
    assert edited["id"] == card["id"]
    await _quiet(levels)
    assert {each["id"] for each in await loire.all_said()} == before
    assert len(await letters(loire, levels.louis, "Emmaüs")) <= 2, "the answer, its correction"


async def test_a_need_that_is_returned_says_why(levels: Levels) -> None:
    loire, region = levels.loire, levels.region
    number, arrived = await _arrived(levels, "Qui paie le permis de conduire ?")

    form = await region.form(levels.rachid, arrived, "Renvoyer…")
    assert await levels.rachid.fills_in(form, region.here, texte="La CAF répond au 3230") == {}

    for who in (levels.amina, levels.louis):
        await loire.told(who, f"a renvoyé la question n° {number}", "> La CAF répond au 3230")
    await region.told(levels.rachid, "Plus aucun besoin")


async def test_nothing_climbs_without_a_yes(levels: Levels) -> None:
    loire = levels.loire
    text = "Comment parler de ses dettes ?"
    number = await loire.asks(levels.louis, text)
    form = await loire.opens(levels.amina, f"besoin transmettre {number}")
    await _sends(loire, form, text, "sans")
    asked = await loire.told(
        levels.louis, f"Êtes-vous d'accord pour que votre question n° {number}"
    )

    await loire.presses(levels.louis, asked, "Non merci")

    await loire.told(levels.louis, f"Votre question n° {number} n'est pas transmise")
    await _quiet(levels)
    assert not await letters(levels.region, levels.rachid, "dettes")


async def test_what_machines_and_other_servers_post_is_no_need(
    server: Server, levels: Levels
) -> None:
    loire = levels.loire
    call = f"@{loire.names['bot']} besoin"
    await loire.louis.says(loire.here, f"{call} Venue d'ailleurs ?", remote_id="a" * 26)
    await server.hook_says(loire.here, f"{call} Crochet ?")
    other = await server.bot(f"voisin-{loire.slug}-{loire.port}")
    await server.join_team(loire.team.id, other)
    await server.admin.post(f"/channels/{loire.here}/members", {"user_id": other.id}, status=201)
    await other.says(loire.here, f"{call} Automate ?")
    await other.says(await in_direct(other, loire.bot), "besoin Automate en privé ?")

    await loire.asks_aloud(levels.louis, "Et celle d'une personne ?")

    said_here = " ".join(each["message"] for each in await loire.all_said())
    for words in ("Venue d'ailleurs", "Crochet", "Automate"):
        assert f"> {words}" not in said_here
    assert not await letters(loire, other, "")


async def test_a_server_away_delays_nobody_and_its_people_are_told_once(levels: Levels) -> None:
    loire, drome = levels.loire, levels.drome
    if drome.server == loire.server:
        pytest.skip("both départements are on one server")
    number, above = await _taken(levels, "Comment fermer un compte en ligne ?")
    other = await drome.asks(levels.ines, "Fermer un compte en ligne, comment ?")
    await _joined(levels, other, "Comment fermer un compte en ligne, sans code ?", above)

    levels.cable.cut()
    await levels.region.types(levels.region.zoe, f"/besoin répondre {above} Par le formulaire")
    down = await loire.told(levels.amina, f"répond à la question n° {number}", "formulaire")
    await loire.presses(levels.amina, down, "Publier")
    await loire.told(levels.louis, f"votre question n° {number}", "> Par le formulaire")
    assert not await letters(drome, levels.bruno, "formulaire")
    levels.cable.mend()

    down = await drome.told(levels.bruno, f"répond à la question n° {other}", "formulaire")
    await drome.presses(levels.bruno, down, "Publier")
    await drome.told(levels.ines, f"votre question n° {other}", "> Par le formulaire")
    await _quiet(levels)
    assert len(await letters(drome, levels.bruno, f"répond à la question n° {other}")) == 1
    assert len(await letters(drome, levels.ines, f"votre question n° {other}")) == 1
    assert len(await letters(loire, levels.louis, "> Par le formulaire")) == 1


async def test_a_server_that_refuses_the_token_stops_nobody_else(
    second_server: Server | None, levels: Levels, monkeypatch: pytest.MonkeyPatch
) -> None:
    loire, drome = levels.loire, levels.drome
    if second_server is None or drome.server == loire.server:
        pytest.skip("both départements are on one server")
    monkeypatch.setattr(servers, "REFUSED_WAIT", 0.5)
    monkeypatch.setattr(errors, "REFUSED_WAIT", 0.5)
    number, above = await _taken(levels, "Comment choisir une liseuse d'occasion ?")
    other = await drome.asks(levels.ines, "Une liseuse d'occasion, comment choisir ?")
    await _joined(levels, other, "Comment choisir une liseuse d'occasion, ici ?", above)

    async with second_server.without_token(drome.bot):
        await levels.region.types(levels.region.zoe, f"/besoin répondre {above} À la médiathèque")
        down = await loire.told(levels.amina, f"répond à la question n° {number}", "médiathèque")
        await loire.presses(levels.amina, down, "Publier")
        await loire.told(levels.louis, f"votre question n° {number}", "> À la médiathèque")
        assert not await letters(drome, levels.bruno, "médiathèque")

    await drome.told(levels.bruno, f"répond à la question n° {other}", "médiathèque")
    await _quiet(levels)
    assert len(await letters(drome, levels.bruno, f"répond à la question n° {other}")) == 1


async def test_an_announcement_goes_where_each_network_chose(levels: Levels) -> None:
    loire, drome, region = levels.loire, levels.drome, levels.region
    await drome.does(levels.bruno, "reseau annonces tout de suite")
    form = await region.opens(levels.rachid, "reseau annoncer")
    end = f"{levels.clock() + timedelta(days=90):%d/%m/%Y}"
    text = "Les rencontres régionales sont à Lyon"
    assert await levels.rachid.fills_in(form, region.here, texte=text, fin=end) == {}

    there = await _posted(drome, "annonce :", text)
    arrived = _number(await loire.does(levels.amina, "reseau annonces"))
    assert not [each for each in await loire.all_said() if holds(each, text)]
    await loire.does(levels.amina, f"reseau publier-annonce {arrived}")
    here = await _posted(loire, "annonce :", text)
    number = _number(await region.does(levels.rachid, "reseau annonces"))
    await region.does(levels.rachid, f"reseau modifier-annonce {number} {text}, le 3 mars")
    await _posted(drome, "le 3 mars")
    await _posted(loire, "le 3 mars")
    await region.does(levels.rachid, f"reseau retirer-annonce {number}")

    for house, post in ((drome, there), (loire, here)):
        withdrawn = await _posted(house, "a retiré cette annonce", "~~Les rencontres")
        assert withdrawn["id"] == post["id"]
        assert len([each for each in await house.all_said() if holds(each, text)]) == 1


async def test_a_server_back_from_away_gets_one_late_announcement(levels: Levels) -> None:
    loire, drome, region = levels.loire, levels.drome, levels.region
    if drome.server == loire.server:
        pytest.skip("both départements are on one server")
    for house in (loire, drome):
        await house.does(house.amina, "reseau annonces tout de suite")
    text = "Un nouveau guide des aides est paru"

    levels.cable.cut()
    await region.does(levels.rachid, f"reseau annoncer {text}")
    await _posted(loire, text)
    levels.clock.ahead += LATE_AFTER + timedelta(hours=1)
    await region.does(levels.rachid, "reseau annoncer Et une autre nouvelle")
    await _posted(loire, "Et une autre nouvelle")
    levels.cable.mend()

    await _posted(drome, "Avec du retard", text)
    await _posted(drome, "Et une autre nouvelle")
    await _quiet(levels)
    for house in (loire, drome):
        assert len([each for each in await house.all_said() if holds(each, text)]) == 1
        await house.does(house.amina, "reseau annonces à choisir")


async def test_without_buttons_signs_and_numbers_do_it_all(silent: Levels) -> None:
    loire, drome, region = silent.loire, silent.drome, silent.region
    first, card = await loire.asks_aloud(silent.louis, "Qui montre à protéger sa vie privée ?")
    form = await loire.chooses(silent.amina, card, "Transmettre à la région…")
    await silent.amina.replies(form, "-\n1")
    await _signs(loire, silent.louis, CHECK)
    arrived = await region.told(silent.rachid, ARRIVED, "vie privée")
    taken = await region.chooses(silent.rachid, arrived, "Prendre")
    assert "C'est pris" in taken["message"]
    above = _number(taken["message"])

    asked = await drome.writes(silent.ines, "besoin Protéger sa vie privée sur son téléphone ?")
    second = await drome.confirmed(silent.ines, asked)
    words = "Protéger sa vie privée, qui le montre ?"
    form = await drome.chooses(silent.bruno, await drome.card(second), "Transmettre à la région…")
    await silent.bruno.replies(form, f"{words}\n1")
    await _signs(drome, silent.ines, CHECK)
    arrived = await region.told(silent.rachid, ARRIVED, words)
    await region.answers(silent.rachid, arrived, f"n° {above}")
    await region.card(above, "Portée par 2 départements")

    card = await region.card(above)
    await region.answers(region.zoe, card, "J'ai une réponse", "La CNIL a un jeu de cartes")
    down = await loire.told(silent.amina, f"répond à la question n° {first}", "jeu de cartes")
    await loire.answers(silent.amina, down, "Publier")
    down = await drome.told(silent.bruno, f"répond à la question n° {second}", "jeu de cartes")
    await drome.answers(silent.bruno, down, "Adapter…", "Le jeu de cartes est à Valence")

    await loire.told(silent.louis, f"votre question n° {first}", "> La CNIL a un jeu de cartes")
    await drome.told(silent.ines, f"votre question n° {second}", "> Le jeu de cartes est à Valence")
    await _quiet(silent)
    assert len(await letters(loire, silent.louis, "> La CNIL")) == 1
    assert len(await letters(drome, silent.ines, "> Le jeu de cartes")) == 1


async def test_without_buttons_a_cross_says_no(silent: Levels) -> None:
    loire = silent.loire
    number, card = await loire.asks_aloud(silent.louis, "Comment dire non à un démarcheur ?")
    form = await loire.chooses(silent.amina, card, "Transmettre à la région…")
    await silent.amina.replies(form, "-\n1")

    await _signs(loire, silent.louis, CROSS)

    await loire.told(silent.louis, f"Votre question n° {number} n'est pas transmise")
    await _quiet(silent)
    assert not await letters(silent.region, silent.rachid, "démarcheur")


async def _posted(house: House, *words: str) -> Json:
    """Wait for a post of the bot's in a network's channel with these words."""

    async def look() -> Json | None:
        said = await house.all_said()
        return next((each for each in said if all(holds(each, word) for word in words)), None)

    return await eventually(look)


async def _signs(house: House, who: Person, emoji: str) -> None:
    """Put a sign under the message that asks whether one's question may climb."""
    asked = await house.told(who, "Êtes-vous d'accord", f"(ou :{CHECK}:)", f"(ou :{CROSS}:)")

    async def offered() -> bool:
        return set(await house.reactions(who, asked)) >= {CHECK, CROSS}

    await eventually(offered)
    await who.reacts(asked["id"], emoji)


async def _joined(levels: Levels, number: int, text: str, above: int) -> None:
    """Have a question of the Drôme climb in these words, and a question above carry it."""
    drome = levels.drome
    form = await drome.opens(levels.bruno, f"besoin transmettre {number}")
    await _sends(drome, form, text, "nom")
    asked = await drome.told(levels.ines, f"Êtes-vous d'accord pour que votre question n° {number}")
    await drome.presses(levels.ines, asked, "D'accord")
    arrived = await levels.region.told(levels.rachid, ARRIVED, text)
    menu = "Joindre à…"
    await levels.region.presses(levels.rachid, arrived, menu, f"n° {above}")


async def _sends(house: House, form: Json, text: str, place: str) -> None:
    """Fill in what leaves, and what is said of the territory; whoever reads it opened it."""
    assert await house.amina.fills_in(form, house.here, texte=text, territoire=place) == {}


async def _arrived(levels: Levels, text: str) -> tuple[int, Json]:
    """Have a question of the Loire climb: its number there, and the card of those above."""
    loire = levels.loire
    number = await loire.asks(levels.louis, text)
    form = await loire.opens(levels.amina, f"besoin transmettre {number}")
    await _sends(loire, form, text, "nom")
    asked = await loire.told(
        levels.louis, f"Êtes-vous d'accord pour que votre question n° {number}"
    )
    await loire.presses(levels.louis, asked, "D'accord")
    return number, await levels.region.told(levels.rachid, ARRIVED, text)


async def _taken(levels: Levels, text: str) -> tuple[int, int]:
    """Have a question of the Loire climb and be taken: its numbers below and above."""
    number, arrived = await _arrived(levels, text)
    return number, _number(await levels.region.presses(levels.rachid, arrived, "Prendre"))


async def _quiet(levels: Levels) -> None:
    """Wait until nothing is left to say."""

    async def nothing_waits() -> bool:
        async with levels.region.http.get(
            f"http://127.0.0.1:{levels.region.port}/health"
        ) as answer:
            return not (await answer.json())["outbox_waiting"]

    await eventually(nothing_waits)


async def _nobody_is_named(levels: Levels) -> None:
    """Make sure that nothing above tells who asked, or who coordinates, below."""
    region = levels.region
    said = json.dumps([*await region.all_said(), *await letters(region, levels.rachid)])
    for each in (levels.louis, levels.bruno, levels.ines):
        assert each.id not in said
        assert (await each.get("/users/me"))["username"] not in said


def _number(text: str) -> int:
    found = re.search(r"n° (\d+)", plain(text))
    assert found, text
    return int(found[1])
