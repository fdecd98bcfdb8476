"""The life of a meeting on a real server: planned, announced, held, told, in people's calendars."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest_asyncio

from bot.admin.setup import set_up_all
from bot.french.spoken import DAYS
from tests.live.bot import House, eventually
from tests.live.conftest import Build
from tests.live.server import Server
from tests.sandbox.people import Json, Person

KEY = "courroie_key"
CHECK = "white_check_mark"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def hall(build: Build) -> AsyncIterator[House]:
    """Return a house of its own: what other tests deferred is on no agenda here."""
    made = await build("salle", administers=True)
    said: list[str] = []
    assert await set_up_all(made.config, said.append) == 0, said
    async with made.running():
        yield made


async def test_a_meeting_is_planned_announced_moved_held_and_told(hall: House) -> None:
    first = await hall.asks(hall.louis, "Qui prête une salle à Roanne ?")
    second = await hall.asks(hall.zoe, "Où imprimer une affiche en grand ?")
    number = await _planned(hall)
    await _announced(hall, number)
    await _moved(hall, number)
    await _held(hall, number, first, second)
    await _told(hall, number, first, second)


async def test_dates_are_voted_on_and_one_becomes_the_meeting(hall: House) -> None:
    dates = " ; ".join(f"{_weekday(30 + 7 * week)} à 14h" for week in range(2))
    await hall.types(hall.amina, f"/rencontre sonder confirmé {dates}")
    card = await hall.said("poll:loire:1", "quelle date pour la prochaine rencontre")
    second = card["props"]["attachments"][0]["actions"][1]["name"]

    await hall.louis.clicks(card, second)
    await hall.told(hall.louis, "**oui**")
    for _ in ("oui", "si besoin"):
        await hall.zoe.clicks(card, second)
    await hall.said("poll:loire:1", "1 oui, 1 si besoin", "2\u00a0personnes ont déjà répondu")
    await hall.told(hall.zoe, "**si besoin**")
    chosen = await hall.does(hall.amina, "rencontre choisir 1 2")

    assert "Rencontre en préparation" in chosen
    await hall.said("poll:loire:1", "Sondage terminé")
    ended = await hall.said("poll:loire:1:ended", "Date choisie")
    assert ended["root_id"] == card["id"]
    await hall.does(hall.amina, "rencontre annuler Un essai")


async def test_the_host_is_asked_privately_and_says_yes(hall: House) -> None:
    await hall.does(hall.zoe, "rencontre accueillir La médiathèque, 20 places")
    await hall.types(hall.amina, _plan(60, "lieu à trouver"))

    await hall.does(hall.amina, f"rencontre proposer-hôte {hall.zoe.id}")
    asked = await hall.told(hall.zoe, "C'est votre tour")
    told = await hall.presses(hall.zoe, asked, "Oui, j'accueille")

    assert "vous accueillez la rencontre" in told
    assert "Zoé" in await hall.does(hall.amina, "rencontre accueil")
    assert "C'est votre tour" not in str(await hall.all_said())
    await hall.does(hall.amina, "rencontre annuler Un essai")


async def test_an_idea_is_supported_by_its_button(hall: House) -> None:
    await hall.does(hall.louis, "rencontre proposer Un mur de post-it en ligne")
    card = await hall.said("idea:loire:1", "mur de post-it")

    await hall.presses(hall.zoe, card, "Soutenir")

    await hall.said("idea:loire:1", "1\u00a0soutien")
    assert "mur de post-it" in await hall.does(hall.amina, "rencontre idées")


async def test_the_calendar_is_at_the_address_that_is_given(hall: House) -> None:
    await hall.types(hall.amina, _plan(45, "La Fabrique de Feurs"))
    await hall.does(hall.amina, "rencontre annoncer")
    await _announcement(hall, "La Fabrique de Feurs")
    said = await hall.does(hall.louis, "rencontre agenda")
    found = re.search(r"https?://\S+\.ics", said)
    assert found, said

    async with hall.http.get(found[0]) as answer:
        calendar = await answer.text()

    assert answer.content_type == "text/calendar"
    assert "La Fabrique de Feurs" in calendar.replace("\r\n ", "")
    assert "Louis" not in calendar
    async with hall.http.get(f"{hall.address}/calendrier/{'a' * 32}.ics") as unknown:
        assert unknown.status == 404
    renewed = await hall.does(hall.amina, "rencontre agenda renouveler")
    assert found[0] not in renewed
    async with hall.http.get(found[0]) as old:
        assert old.status == 404
    await hall.does(hall.amina, "rencontre annuler Un essai")
    await _announcement(hall, "annulée")


async def test_a_member_does_not_do_what_a_coordinator_does(hall: House) -> None:
    await hall.types(hall.amina, _plan(52, "La salle des fêtes"))

    for line in (_plan(50, "Chez moi")[len("/rencontre ") :], "annoncer", "tenir confirmé"):
        plays = hall.does if line == "annoncer" else hall.types
        said = await plays(
            hall.zoe, f"rencontre {line}" if line == "annoncer" else f"/rencontre {line}"
        )
        assert "réservé à" in said, line
        assert "la coordination" in said, line
    await hall.does(hall.amina, "rencontre annuler Un essai")


async def test_a_stranger_learns_nothing_of_meetings(server: Server, hall: House) -> None:
    square = await server.channel(hall.team.id, "placette", hall.marc, kind="O")

    for line in ("", " compte-rendu", " planifier demain 14h"):
        said = await hall.types(hall.marc, f"/rencontre{line}", str(square["id"]))
        assert "aucun des réseaux" in said, line
        assert "calendrier" not in said
    await hall.writes(hall.marc, "rencontre")
    await hall.told(hall.marc, "aucun des réseaux")


async def test_a_guest_learns_nothing_of_meetings(server: Server, hall: House) -> None:
    guest = await server.guest("gaston")
    await server.join_team(hall.team.id, guest)
    path = f"/channels/{hall.here}/members"
    await server.admin.post(path, {"user_id": guest.id}, status=201)

    assert "réservé aux membres" in await hall.types(guest, "/rencontre")
    for verb in ("agenda", "présence place", "idées"):
        assert "réservé aux membres" in await hall.does(guest, f"rencontre {verb}")


async def test_without_clicks_a_reaction_says_who_comes_and_supports_an_idea(quiet: House) -> None:
    plan = await quiet.mentions(quiet.amina, _plan(40, "La Cure de Saint-Jean")[1:])
    await quiet.answers(quiet.amina, await quiet.answered(quiet.amina, plan), "Annoncer")
    post = await _announcement(quiet, "La Cure de Saint-Jean", "Répondez dans ce fil")
    card = await quiet.answered(quiet.louis, await quiet.writes(quiet.louis, "rencontre"))
    await quiet.answers(quiet.louis, card, "Proposer une animation", "Une dictée géante")
    idea = await quiet.said("idea:loire:1", "Une dictée géante")

    assert await quiet.reactions(quiet.zoe, post) == [CHECK, "x"]
    await quiet.zoe.reacts(post["id"], CHECK)
    await _announcement(quiet, "1\u00a0personne sur place")
    await quiet.zoe.takes_back(post["id"], CHECK)
    await _without(quiet, "La Cure de Saint-Jean", "personne sur place")
    assert await quiet.reactions(quiet.zoe, idea) == ["+1"]
    await quiet.zoe.reacts(idea["id"], "+1")
    await quiet.said("idea:loire:1", "1\u00a0soutien")


async def _planned(hall: House) -> int:
    """Plan on a holiday, which is confirmed by the private button."""
    holiday = f"25 décembre {_year_ahead()} 14h, 2h30, médiathèque de Valcombe"
    asked = await hall.shows(hall.amina, f"/rencontre planifier {holiday}")
    assert "À vérifier" in asked["message"]
    assert "Noël" in asked["message"]
    told = await hall.presses(hall.amina, asked, "Confirmer cette date")
    assert "Rencontre en préparation" in told
    found = re.search(r"n°\s(\d+)", told)
    assert found
    assert "n'est encore annoncé" in await hall.types(hall.louis, "/rencontre")
    assert "Rencontre en préparation" in await hall.types(hall.amina, "/rencontre")
    return int(found[1])


async def _announced(hall: House, number: int) -> None:
    await hall.does(hall.amina, "rencontre annoncer")
    post = await hall.said(f"meeting:loire:{number}", "médiathèque de Valcombe", filed=True)
    invitation = await _file(hall, post, ".ics")
    assert "BEGIN:VEVENT" in invitation
    assert "SEQUENCE:0" in invitation

    told = await hall.presses(hall.louis, post, "Je viens")

    assert "vous venez sur place" in told
    shown = await hall.said(f"meeting:loire:{number}", "1\u00a0personne sur place")
    assert "Louis" not in shown["message"].partition("Venez-vous")[0].partition(":busts")[2]
    assert shown["metadata"]["files"], "the file stays though the post is rewritten"


async def _moved(hall: House, number: int) -> None:
    await hall.does(hall.amina, f"rencontre modifier confirmé {_weekday(370)} à 15h")

    key = f"meeting:loire:{number}"
    told = await hall.said(f"{key}:changed1", "Rencontre modifiée", filed=True)
    assert told["root_id"] == (await hall.said(key))["id"]
    assert "SEQUENCE:1" in await _file(hall, told, ".ics")
    letter = await hall.told(hall.louis, "se tient maintenant", filed=True)
    assert letter["metadata"]["files"][0]["name"].endswith(".ics")


async def _held(hall: House, number: int, first: int, second: int) -> None:
    key = f"held:loire:{number}"
    assert "ce n'est pas encore le jour" in await hall.types(hall.amina, "/rencontre tenir")
    await hall.types(hall.amina, "/rencontre tenir confirmé")
    card = await hall.said(key, "Partie 1 sur 4")
    for words in ("Partie 2 sur 4", "Partie 3 sur 4", f"(n°\u00a0{first})"):
        await hall.amina.clicks(card, "Suivant")
        card = await hall.said(key, words)
    form = await _opened(hall.zoe, card, "Réponse trouvée")
    assert "Qui prête une salle à Roanne" in form["dialog"]["introduction_text"]
    assert await hall.zoe.fills_in(form, hall.here, texte="La Manufacture, le mardi") == {}
    card = await hall.said(key, "Réponse trouvée")
    await hall.amina.clicks(card, "Suivant")
    card = await hall.said(key, f"(n°\u00a0{second})")
    deferring = await hall.offered(hall.amina, f"rencontre reporter {second} lettre")
    await hall.clicks(hall.amina, deferring, "verbe")
    card = await hall.said(key, "Reportée à la prochaine lettre")
    form = await _opened(hall.amina, card, "Décision")
    assert await hall.amina.fills_in(form, hall.here, texte="Un atelier commun en mars") == {}
    await hall.does(hall.amina, "rencontre action Réserver la salle, Zoé, 15 janvier")
    await hall.said(f"{key}:note2", "Réserver la salle")
    await hall.does(hall.amina, "rencontre action Écrire à la mairie")
    noted = await hall.said(f"{key}:note3", "Écrire à la mairie")
    assert noted["root_id"] == card["id"]
    await hall.amina.clicks(card, "Suivant")
    card = await hall.said(key, "Partie 4 sur 4")
    assert "est terminée" in await hall.presses(hall.amina, card, "Terminer")


async def _told(hall: House, number: int, first: int, second: int) -> None:
    key = f"held:loire:{number}"
    card = await hall.said(key, "Compte rendu en relecture")
    form = await _opened(hall.amina, card, "Relire")
    assert "La Manufacture" in form["dialog"]["introduction_text"]
    assert await hall.amina.fills_in(form, hall.here, texte="18", structures="9") == {}
    card = await hall.said(key, "18\u00a0personnes présentes", "Un atelier commun en mars")
    whole = await hall.said(f"{key}:minutes1", "Compte rendu", filed=True)
    assert whole["root_id"] == card["id"]
    assert "La Manufacture, le mardi" in await _file(hall, whole, ".md")
    found = await hall.zoe.get(f"/channels/{hall.here}/pinned")
    assert card["id"] in found["posts"]
    await hall.card(first, "> La Manufacture, le mardi")
    await hall.card(second, "Reportée à la prochaine lettre")
    assert "sans votre nom" in await hall.presses(hall.louis, card, "Plutôt oui")
    assert "déjà compté" in await hall.presses(hall.louis, card, "Moyennement")
    assert "se lisent ensuite" in await hall.does(hall.amina, "rencontre ressentis")


async def _announcement(house: House, *words: str) -> Json:
    """Wait for an announcement that has these words."""

    async def look() -> Json | None:
        for post in reversed(await house.all_said()):
            if re.fullmatch(r"meeting:loire:\d+", post["props"].get(KEY, "")):
                return post if all(word in post["message"] for word in words) else None
        return None

    return await eventually(look)


async def _without(house: House, there: str, gone: str) -> None:
    """Wait until the announcement has these words no more."""

    async def look() -> bool:
        return gone not in (await _announcement(house, there))["message"]

    assert await eventually(look)


async def _opened(who: Person, post: Json, label: str) -> Json:
    """Press a button that opens a form, and return the form."""
    window = await who.listens()
    assert (await who.clicks(post, label)).status == 200
    form = await window.form()
    await window.socket.close()
    return form


async def _file(hall: House, post: Json, ending: str) -> str:
    (file,) = post["metadata"]["files"]
    assert file["name"].endswith(ending)
    return (await hall.content(hall.zoe, file)).decode("utf-8")


def _plan(days: int, place: str) -> str:
    return f"/rencontre planifier confirmé {_weekday(days)} à 14h, 2h, {place}"


def _weekday(days: int) -> str:
    """Return the first Tuesday in so many days, as typed: the clock is the real one."""
    day = datetime.now(UTC) + timedelta(days=days)
    while DAYS[day.weekday()] != "mardi":
        day += timedelta(days=1)
    return f"{day:%d/%m/%Y}"


def _year_ahead() -> int:
    """Return the year of the next Christmas that is at least a week away."""
    now = datetime.now(UTC)
    return now.year if (now.month, now.day) < (12, 18) else now.year + 1
