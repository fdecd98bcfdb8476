"""Cards on a real server: menus, forms of routes, and answers with buttons where the click was."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest_asyncio

from bot.admin.setup import set_up_all
from bot.core.message import Button, Option, menu
from bot.network.rights import Act
from bot.talk import say
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.routing import Route
from tests.live.bot import House, eventually
from tests.live.conftest import Build
from tests.live.server import posts_in
from tests.sandbox.people import Json

FORM = Dialog(title="Essai", submit="Envoyer", fields=(Field(name="texte", label="Texte"),))
USES = 5


def _again(text: str) -> Reply:
    options = (Option("Le premier", "besoin essai", "un"), Option("Le formulaire", "besoin fiche"))
    chain = Button(id="encore", label="Encore", route="besoin essai", argument="encore")
    return Reply(text=f"Reçu : {text}", buttons=(chain, menu("choix", "Choisir…", *options)))


def _try(command: Command, _ctx: Context) -> Reply:
    return _again(command.text)


def _card(_command: Command, ctx: Context) -> Reply:
    say.in_channel(
        ctx, f"essai:{ctx.now:%H%M%S%f}", "Une carte d'essai", buttons=_again("").buttons
    )
    return Reply(text="C'est posté.")


ROUTES = (
    Route(Act.ASK, "besoin essai : <mots>", _try, "essai"),
    Route(Act.ASK, "besoin fiche : <texte>", _try, "essai", form=FORM),
    Route(Act.ASK, "besoin poste", _card, "essai"),
)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def place(build: Build) -> AsyncIterator[House]:
    made = await build("s", administers=True, routes=ROUTES)
    said: list[str] = []
    assert await set_up_all(made.config, said.append) == 0, said
    async with made.running():
        yield made


def labels(post: Json) -> list[str]:
    cards = post["props"].get("attachments", [])
    return [action["name"] for card in cards for action in card["actions"]]


async def test_a_click_and_a_choice_are_answered_with_buttons_five_times_then_in_a_direct_message(
    place: House,
) -> None:
    window = await place.louis.listens()
    await place.types(place.louis, "/besoin essai bonjour")
    shown = await window.whisper()

    for turn in range(USES):
        if turn % 2:
            assert (await place.louis.clicks(shown, "Choisir…", option="Le premier")).status == 200
        else:
            assert (await place.louis.clicks(shown, "Encore")).status == 200
        shown = await window.whisper()
        assert labels(shown) == ["Encore", "Choisir…"]
        assert ("un" if turn % 2 else "encore") in shown["message"]

    await place.louis.clicks(shown, "Encore")
    last = await window.whisper()
    await window.socket.close()
    assert "message direct" in last["message"]
    assert labels(last) == []
    going_on = await place.told(place.louis, "Reçu : encore")
    assert labels(going_on) == ["Encore", "Choisir…"]


async def test_a_form_opened_on_the_spot_is_answered_there(place: House) -> None:
    window = await place.louis.listens()
    await place.types(place.louis, "/besoin essai bonjour")
    shown = await window.whisper()
    assert (await place.louis.clicks(shown, "Choisir…", option="Le formulaire")).status == 200
    opened = await window.form()

    assert await place.louis.fills_in(opened, place.here, texte="Une salle") == {}
    told = await window.whisper()
    await window.socket.close()
    assert told["message"].endswith("Une salle")
    assert labels(told) == ["Encore", "Choisir…"]


async def test_a_card_of_the_channel_has_a_menu_that_all_may_use(place: House) -> None:
    await place.types(place.amina, "/besoin poste ?")

    async def look() -> Json | None:
        found = await posts_in(place.zoe, place.here)
        return next((each for each in found if "Une carte d'essai" in each["message"]), None)

    card = await eventually(look)
    window = await place.zoe.listens()

    assert (await place.zoe.clicks(card, "Choisir…", option="Le premier")).status == 200
    told = await window.whisper()
    await window.socket.close()
    assert told["message"].endswith("un")


async def test_the_server_tells_which_commands_may_be_typed(place: House, quiet: House) -> None:
    assert "`/besoin" in await place.types(place.louis, "/besoin lsite")

    await quiet.writes(quiet.louis, "besoin lsite")
    told = await quiet.told(quiet.louis, "Vouliez-vous dire")
    assert f"`@{quiet.names['bot']} besoin liste`" in told["message"]
