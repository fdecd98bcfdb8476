"""What Mattermost calls: whatever comes in, 200, JSON and a sentence go out."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from pydantic import HttpUrl, JsonValue

from bot.core import database
from bot.mattermost import web
from bot.mattermost.signing import Signer, Ticket
from bot.mattermost.web import BODY_LIMIT
from sandbox.demo import bot_beside
from tests.sandbox.people import Json
from tests.waiting import PATIENCE, eventually
from tests.whole.conftest import village
from tests.whole.town import Village

__all__ = ["village"]

STALE = "Ce bouton ne sert plus"


@pytest.fixture
async def place(village: Village) -> AsyncIterator[Village]:
    async with village.bot():
        yield village


async def call(place: Village, where: str, body: bytes | JsonValue) -> Json:
    """Call the bot as Mattermost would, or as anyone may."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    url = f"http://127.0.0.1:{place.stage.config.bot.port}/mattermost/{where}"
    async with place.town.http.post(url, data=raw) as answer:
        assert answer.status == 200
        assert answer.content_type == "application/json"
        told: Json = await answer.json()
        return told


async def slash(place: Village, token: str, text: str = "liste") -> str:
    louis = await place.person("louis")
    form = {
        "token": token,
        "channel_id": await place.channel(),
        "user_id": louis.id,
        "user_name": "louis",
        "command": "/besoin",
        "text": text,
        "trigger_id": "perime",
    }
    return str((await call(place, "command", urlencode(form).encode())).get("text", ""))


def signed(place: Village, **more: object) -> str:
    values: dict[str, object] = {
        "server": "france",
        "network": "loire",
        "route": "besoin moi-aussi",
        "argument": "1",
        "made": datetime.now(UTC),
        "expires": datetime.now(UTC) + timedelta(days=1),
    }
    ticket = Ticket(**(values | more))  # type: ignore[arg-type]
    return Signer(place.stage.config.bot.secret).sign(ticket)


async def action(place: Village, ticket: str, who: str = "zoe") -> str:
    body: JsonValue = {
        "type": "button",
        "user_id": (await place.person(who)).id,
        "channel_id": await place.channel(),
        "post_id": "p" * 26,
        "context": {"ticket": ticket},
    }
    return str((await call(place, "action", body)).get("ephemeral_text", ""))


async def dialog(
    place: Village,
    state: str,
    who: str = "zoe",
    *,
    cancelled: bool = False,
    text: str = "La Manufacture",
) -> Json:
    body: JsonValue = {
        "type": "dialog_submission",
        "callback_id": "texte",
        "state": state,
        "user_id": (await place.person(who)).id,
        "channel_id": await place.channel(),
        "submission": {} if cancelled else {"texte": text},
        "cancelled": cancelled,
    }
    return await call(place, "dialog", body)


@pytest.mark.parametrize("token", ["", "inconnu", "é" * 40])
async def test_a_command_without_our_token_is_refused(place: Village, token: str) -> None:
    assert "Je ne reconnais pas l'origine" in await slash(place, token)


@pytest.mark.parametrize("where", ["command", "action", "dialog"])
@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"[]", b"null", b"a=1&b=%ff"])
async def test_what_is_not_mattermosts_gets_a_sentence(
    place: Village, where: str, body: bytes
) -> None:
    told = await call(place, where, body)

    assert "Je n'ai pas compris" in str(told)


async def test_a_body_too_large_gets_a_sentence(place: Village) -> None:
    assert "Je n'ai pas compris" in str(await call(place, "command", b"x" * (BODY_LIMIT + 1)))


async def test_forged_and_expired_tickets_do_nothing(place: Village) -> None:
    await place.types("louis", "/besoin Qui prête une salle à Brest ?")
    past = datetime.now(UTC) - timedelta(seconds=1)

    assert STALE in await action(place, signed(place)[:-2] + "xx")
    assert STALE in await action(place, signed(place, expires=past))
    assert STALE in await action(place, signed(place, server="ailleurs"))
    assert STALE in await action(place, signed(place, user="quelqu'un d'autre"))
    assert STALE in str((await dialog(place, "faux"))["error"])
    assert "concerne maintenant 2" in (await action(place, signed(place))).replace("\u00a0", " ")


async def test_what_was_copied_to_another_server_does_nothing_and_says_so(place: Village) -> None:
    await place.types("louis", "/besoin Qui prête une salle à Brest ?")

    assert STALE in await action(place, signed(place), who="bruno")
    assert STALE in str((await dialog(place, signed(place), who="bruno"))["error"])
    assert "concerne" not in await place.types("louis", "/besoin voir 1")


async def test_what_cannot_be_shown_there_any_more_is_told_in_the_direct_message(
    place: Village,
) -> None:
    await place.types("louis", "/besoin Qui prête une salle à Brest ?")
    used_up = signed(place, route="besoin rendre-privée", hook="k" * 26)

    told = await action(place, used_up, who="louis")

    assert "La suite est en message direct" in told
    letters = await eventually(lambda: place.letters("louis"))
    assert "n'a pas lu votre question" in letters[-1]["message"]


async def test_what_is_wrong_in_a_form_is_told_at_its_entry(place: Village) -> None:
    body: JsonValue = {
        "type": "dialog_submission",
        "callback_id": "lien",
        "state": signed(place, route="veille échéance", argument=""),
        "user_id": (await place.person("zoe")).id,
        "channel_id": await place.channel(),
        "submission": {"lien": "https://e.fr/aap", "date": "bientôt", "titre": "Un appel"},
        "cancelled": False,
    }

    told = await call(place, "dialog", body)

    assert list(told) == ["errors"]
    assert "Je ne lis pas cette date" in told["errors"]["date"]


async def test_an_expired_form_gives_back_what_was_typed_to_its_writer(place: Village) -> None:
    zoe = (await place.person("zoe")).id
    past = datetime.now(UTC) - timedelta(seconds=1)
    state = signed(place, route="besoin répondre", expires=past, user=zoe)

    assert "trop longtemps" in str((await dialog(place, state))["error"])

    letter = await place.letter_with("zoe", "La Manufacture")
    assert letter["message"].startswith("Voici ce que vous aviez écrit")
    assert STALE in str((await dialog(place, state, who="louis"))["error"])


async def test_a_button_of_a_network_that_left_the_configuration_says_so(place: Village) -> None:
    gone = signed(place, network="partie")

    assert "Je ne sers plus ce réseau" in await action(place, gone)
    assert "Je ne sers plus ce réseau" in str((await dialog(place, gone))["error"])
    personal = signed(place, network="partie", route="reseau messages")
    assert "a cassé" not in await action(place, personal)


async def test_a_stranger_with_a_true_ticket_has_no_right(place: Village) -> None:
    await place.types("louis", "/besoin Qui prête une salle à Brest ?")

    assert "réservé aux membres" in await action(place, signed(place), who="marc")


async def test_a_cancelled_dialog_is_taken_note_of(place: Village) -> None:
    assert await dialog(place, "n'importe quoi", cancelled=True) == {}


async def test_a_form_that_cannot_open_says_to_try_again(place: Village) -> None:
    await place.types("louis", "/besoin Qui prête une salle à Brest ?")

    told = await action(place, signed(place, route="besoin répondre"))

    assert told == "Le formulaire n'a pas pu s'ouvrir. Réessayez dans un moment."


async def test_members_named_with_an_at_sign_are_known_whatever_the_way(place: Village) -> None:
    day = "confirmé jeudi 10 juin 2027 14h, mairie de Valcombe"
    await place.types("amina", f"/rencontre planifier {day}")

    marc = signed(place, route="rencontre hôte", argument="@marc")
    stranger = await action(place, marc, "amina")
    clicked = await action(place, signed(place, route="rencontre hôte", argument="@louis"), "amina")
    filled = await dialog(
        place, signed(place, route="rencontre hôte", argument=""), "amina", text="@zoe"
    )

    assert "Donnez le nom d'utilisateur" in stranger
    assert "accueille la rencontre" in clicked
    assert filled == {}


async def test_a_doubt_that_buttons_settle_closes_the_form_that_shows_none(place: Village) -> None:
    state = signed(place, route="rencontre planifier", argument="")

    assert await dialog(place, state, "amina", text="samedi 12 juin 2027 14h, mairie") == {}

    letters = await eventually(lambda: place.letters("amina"))
    assert "À vérifier" in letters[-1]["message"]
    assert "Confirmer cette date" in str(letters[-1])


async def test_before_the_server_answers_people_are_told_to_wait(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "STARTS", 0.1)
    await village.person("zoe")
    await village.channel()
    await village.stage.sandbox.stop()
    async with bot_beside(village.stage):
        await eventually(village.health)

        assert "Je démarre" in await action(village, signed(village))
        assert "Je démarre" in str(await dialog(village, signed(village)))
        await village.stage.sandbox.start()


async def test_who_types_a_moment_before_we_are_ready_is_answered_then(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "STARTS", PATIENCE)
    await village.person("zoe")
    await village.channel()
    await village.stage.sandbox.stop()
    async with bot_beside(village.stage):
        await eventually(village.health)
        typed = asyncio.create_task(action(village, signed(village)))
        await asyncio.sleep(0)
        await village.stage.sandbox.start()

        assert "Je démarre" not in await typed


async def test_the_path_of_the_public_address_is_served(village: Village) -> None:
    bot = village.stage.config.bot
    address = f"http://127.0.0.1:{bot.port}/reseau/courroie"
    config = village.stage.config.model_copy(
        update={"bot": bot.model_copy(update={"public_url": HttpUrl(address)})}
    )
    async with bot_beside(replace(village.stage, config=config)):
        await village.heard()
        async with village.town.http.get(f"{address}/health") as answer:
            assert answer.status == 200
        async with village.town.http.post(f"{address}/mattermost/command") as answer:
            assert answer.status == 200


async def test_while_the_database_is_away_all_are_asked_to_try_again(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    pragmas = (each for each in database._PRAGMAS if "busy_timeout" not in each)
    monkeypatch.setattr(database, "_PRAGMAS", ("busy_timeout=50", *pragmas))
    path = village.stage.folder / "courroie.db"
    async with village.bot():
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            told = [
                await village.types("louis", "/besoin Qui prête une salle ?"),
                await action(village, signed(village)),
                str(await dialog(village, signed(village, route="besoin", argument=""))),
            ]
        after = await village.types("louis", "/besoin Qui prête une salle ?")

    assert all("réessayez dans un moment" in each for each in told)
    assert "n°\u00a01" in after
